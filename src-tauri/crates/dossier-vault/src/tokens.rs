//! What a search can find: how text becomes tokens.
//!
//! Both sides of a search, the index and the question, go through this one
//! function, so that umlauts, accents and case fold alike and a number is found
//! however it is grouped.
//!
//! - A run of letters is a word. It is folded: lower case, marks dropped, `ß` is
//!   `ss`, `ł` is `l`.
//! - A run with a digit is an identifier, number, date or time. Runs joined by
//!   `- . , : / _ '` count as one identifier, written without the joints; its
//!   parts of four characters or more count as well, so that the middle of an
//!   order number finds it.
//! - `2024-05-17T10:22:33Z` is the date `20240517`, the time `102233` and the
//!   year.

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// A token, as the index keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Letters only.
    Word(&'a str),
    /// Has a digit.
    Exact(&'a str),
}

/// Splits text into tokens. Keeps its buffers between calls.
#[derive(Default)]
pub struct Tokenizer {
    folded: String,
    joined: String,
}

/// Words longer than this are cut: nobody searches for them whole.
const LONGEST_WORD: usize = 64;

impl Tokenizer {
    /// Calls `emit` with each token of the text, in order, repeats included.
    pub fn each(&mut self, text: &str, mut emit: impl FnMut(Token<'_>)) {
        let text = if text.is_ascii() && !text.bytes().any(|b| b.is_ascii_uppercase()) {
            text
        } else if text.is_ascii() {
            text.clone_into(&mut self.folded);
            self.folded.make_ascii_lowercase();
            self.folded.as_str()
        } else {
            self.folded.clear();
            fold_into(text, &mut self.folded);
            self.folded.as_str()
        };
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let start = at;
            let held = run(bytes, &mut at);
            if held == 0 {
                at += 1;
                continue;
            }
            let joint_follows = at + 1 < bytes.len() && is_joint(bytes[at]);
            if held & DIGIT == 0 && !(joint_follows && joins_digits(bytes, at)) {
                emit(Token::Word(cut(&text[start..at])));
                continue;
            }
            let first = at;
            while at + 1 < bytes.len() && is_joint(bytes[at]) && is_token_byte(bytes[at + 1]) {
                at += 1;
                run(bytes, &mut at);
            }
            if at == first {
                emit(Token::Exact(cut(&text[start..at])));
            } else {
                compound(&text[start..at], &mut self.joined, &mut emit);
            }
        }
    }
}

/// Goes to the end of the run that begins here; gives the classes of its bytes.
fn run(bytes: &[u8], at: &mut usize) -> u8 {
    let mut held = 0;
    while let Some(byte) = bytes.get(*at) {
        let class = CLASS[usize::from(*byte)];
        if class & TOKEN == 0 {
            break;
        }
        held |= class;
        *at += 1;
    }
    held
}

/// Emits an identifier whole and in parts.
fn compound(text: &str, joined: &mut String, emit: &mut impl FnMut(Token<'_>)) {
    if let Some((date, time)) = split_timestamp(text) {
        for part in [date, time] {
            join(part, joined);
            if !joined.is_empty() {
                emit(Token::Exact(cut(joined)));
            }
        }
        // The year, as in a date that stands alone.
        emit(Token::Exact(&date[..4]));
        return;
    }
    join(text, joined);
    emit(Token::Exact(cut(joined)));
    if joined.len() == text.len() {
        return;
    }
    for part in parts(text) {
        let has_digit = part.bytes().any(|b| b.is_ascii_digit());
        if has_digit && part.len() >= 4 {
            emit(Token::Exact(cut(part)));
        } else if !has_digit {
            emit(Token::Word(cut(part)));
        }
    }
}

fn join(text: &str, out: &mut String) {
    out.clear();
    // Joints are single bytes, so what lies between them is whole text.
    parts(text).for_each(|part| out.push_str(part));
}

/// What lies between the joints of an identifier.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            if run(bytes, &mut at) != 0 {
                return text.get(start..at);
            }
            at += 1;
        }
        None
    })
}

/// `yyyy-mm-ddThh…` as date and time.
fn split_timestamp(text: &str) -> Option<(&str, &str)> {
    let b = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| b[range].iter().all(u8::is_ascii_digit);
    let dated = b.len() >= 13
        && digits(0..4)
        && b[4] == b'-'
        && digits(5..7)
        && b[7] == b'-'
        && digits(8..10)
        && b[10] == b't'
        && digits(11..13);
    if !dated {
        return None;
    }
    let zone = b[11..].iter().position(|byte| matches!(byte, b'z' | b'+' | b'.'));
    Some((&text[..10], &text[11..zone.map_or(text.len(), |at| 11 + at)]))
}

fn joins_digits(bytes: &[u8], joint: usize) -> bool {
    // `eb-4711` is an identifier, `sankt-peter` are two words.
    let mut at = joint + 1;
    while at < bytes.len() && is_token_byte(bytes[at]) {
        if bytes[at].is_ascii_digit() {
            return true;
        }
        at += 1;
    }
    false
}

/// Classes of bytes, looked up: every byte of an import is asked.
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const JOINT: u8 = 4;
const TOKEN: u8 = LETTER | DIGIT;
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut at = 0;
    while at < class.len() {
        class[at] = match at as u8 {
            b'0'..=b'9' => DIGIT,
            b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => LETTER,
            b'-' | b'.' | b',' | b':' | b'/' | b'_' | b'\'' => JOINT,
            _ => 0,
        };
        at += 1;
    }
    class
};

fn is_token_byte(b: u8) -> bool {
    CLASS[usize::from(b)] & TOKEN != 0
}

/// Whether this joins the parts of an identifier.
pub fn is_joint(b: u8) -> bool {
    CLASS[usize::from(b)] & JOINT != 0
}

fn cut(token: &str) -> &str {
    if token.len() <= LONGEST_WORD {
        return token;
    }
    let mut end = LONGEST_WORD;
    while !token.is_char_boundary(end) {
        end -= 1;
    }
    &token[..end]
}

/// Folds case, accents and compatibility forms.
pub fn fold_into(text: &str, out: &mut String) {
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
            continue;
        }
        for lower in c.to_lowercase() {
            match lower {
                'ß' => out.push_str("ss"),
                'ł' => out.push('l'),
                'ø' => out.push('o'),
                'æ' => out.push_str("ae"),
                'œ' => out.push_str("oe"),
                'đ' | 'ð' => out.push('d'),
                'ı' => out.push('i'),
                'þ' => out.push_str("th"),
                other => decompose_compatible(other, |part| {
                    if canonical_combining_class(part) != 0 {
                        return;
                    }
                    // Beyond letters and digits everything separates.
                    if part.is_alphanumeric() {
                        out.push(part);
                    } else {
                        out.push(' ');
                    }
                }),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &[&str], exact: &[&str]) {
        let (mut w, mut e) = (Vec::new(), Vec::new());
        Tokenizer::default().each(text, |token| match token {
            Token::Word(t) => w.push(t.to_owned()),
            Token::Exact(t) => e.push(t.to_owned()),
        });
        assert_eq!(w, words, "words of {text:?}");
        assert_eq!(e, exact, "identifiers of {text:?}");
    }

    #[test]
    fn words_fold() {
        check("Größe GRÖSSE Łódź İbrahim", &["grosse", "grosse", "lodz", "ibrahim"], &[]);
        check("Kaffee, Tee – und «Wasser»", &["kaffee", "tee", "und", "wasser"], &[]);
        check("O'Connor sankt-peter", &["o", "connor", "sankt", "peter"], &[]);
        check("ﬁne", &["fine"], &[]);
    }

    #[test]
    fn identifiers_are_found_whole_and_by_their_long_parts() {
        check("306-1234567-7654321", &[], &["30612345677654321", "1234567", "7654321"]);
        check("B07XK2Y4ZQ", &[], &["b07xk2y4zq"]);
        check("EB-5849419", &["eb"], &["eb5849419", "5849419"]);
        check("29,99", &[], &["2999"]);
        check("192.0.2.17", &[], &["1920217"]);
    }

    #[test]
    fn a_timestamp_is_a_date_and_a_time() {
        check("2024-05-17T10:22:33.120Z", &[], &["20240517", "102233", "2024"]);
        check("2024-05-17", &[], &["20240517", "2024"]);
        check("17.05.2024 10:22", &[], &["17052024", "2024", "1022"]);
    }

    #[test]
    fn long_words_are_cut_at_a_character() {
        let word = "ж".repeat(100);
        Tokenizer::default().each(&word, |token| {
            let Token::Word(t) = token else { unreachable!("no digit in it") };
            assert_eq!(t.len(), 64);
        });
    }
}
