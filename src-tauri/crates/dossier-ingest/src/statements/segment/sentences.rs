//! The sentences of a block, and what is written before its number.

use super::super::tokens::{fold, tokenize};
use super::super::vocabulary::StatementVocabulary;

/// Words before the mark that ends `Your question 4 -`.
const LONGEST_OUTLINE: usize = 3;

/// The text behind `Antwort:`, `Article 2 –`, `Your question 4 -`.
pub(super) fn past_outline<'t>(text: &'t str, vocabulary: &StatementVocabulary) -> &'t str {
    let Some(at) = text.find([':', '–', '—', '-', '.']).filter(|at| *at <= 40) else {
        return text;
    };
    let words = tokenize(&text[..at]);
    let counts = words.last().is_some_and(|word| word.fold.chars().all(|c| c.is_ascii_digit()));
    let named = words.iter().any(|word| {
        vocabulary.languages.iter().any(|language| language.outline.contains(&word.fold))
    });
    let rest = text[at..].trim_start_matches([':', '–', '—', '-', '.']);
    let marked = rest.starts_with(char::is_whitespace) && !rest.trim().is_empty();
    let whole = words.len() <= LONGEST_OUTLINE && named && marked;
    let alone = words.len() == 1 && text[at..].starts_with(':');
    if whole && (counts || alone) { rest.trim_start() } else { text }
}

/// The sentences of a block.
pub(crate) fn sentences<'t>(text: &'t str, vocabulary: &StatementVocabulary) -> Vec<&'t str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = (depth - 1).max(0),
            _ => {}
        }
        let end = at + c.len_utf8();
        if c == ':' && opens_clause(&text[start..at], &text[end..], vocabulary) {
            out.push(text[start..end].trim());
            start = end;
            continue;
        }
        if !matches!(c, '.' | '!' | '?') || depth > 0 && c == '.' {
            continue;
        }
        let rest = &text[end..];
        let next = rest.trim_start().chars().next();
        let breaks = rest.starts_with(char::is_whitespace)
            && next.is_some_and(|n| {
                n.is_uppercase() || n.is_ascii_digit() || matches!(n, '„' | '“' | '"' | '«' | '(')
            })
            && !(c == '.' && is_abbreviation(&text[start..at], rest, vocabulary));
        if breaks {
            out.push(text[start..end].trim());
            start = end;
        }
    }
    out.push(text[start..].trim());
    out.retain(|sentence| !sentence.is_empty());
    out
}

/// `We can tell you: We process ...` is two sentences; a label and its text are one.
fn opens_clause(before: &str, after: &str, vocabulary: &StatementVocabulary) -> bool {
    let next = after.split_whitespace().next().unwrap_or("");
    let small_word = || vocabulary.languages.iter().any(|l| l.stop_words.contains(&fold(next)));
    next.starts_with(char::is_uppercase)
        && after.split_whitespace().count() > 6
        && small_word()
        && vocabulary.heading(&tokenize(before)).is_none()
}

fn is_abbreviation(before: &str, after: &str, vocabulary: &StatementVocabulary) -> bool {
    let word = before.rsplit([' ', '\u{a0}', '(', '.', '-']).next().unwrap_or(before);
    let folded = fold(word);
    let ordinal =
        !folded.is_empty() && folded.len() <= 2 && folded.chars().all(|c| c.is_ascii_digit());
    if ordinal {
        // `31. Dezember` goes on; so does any number before a capital, seldom wrongly.
        return after.trim_start().starts_with(char::is_uppercase);
    }
    // `Shop Ltd. We never ...`: a small word in capitals begins a sentence.
    let next = after.split_whitespace().next().map(fold).unwrap_or_default();
    let opens = vocabulary.languages.iter().any(|l| l.stop_words.contains(&next));
    let single = folded.chars().count() == 1 && folded.chars().all(char::is_alphabetic);
    if single {
        // `Ladenkette S.A. Für ...` as well, but not `A. The data`.
        return !opens || before.trim() == word;
    }
    !opens && vocabulary.languages.iter().any(|l| l.abbreviations.contains(&folded))
}
