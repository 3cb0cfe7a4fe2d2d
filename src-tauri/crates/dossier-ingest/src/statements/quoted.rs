//! What a mail quotes below or between its own words: the request that it answers. None
//! of it is the company's.

use std::borrow::Cow;

use dossier_model::At;

use super::tokens::{Phrase, Word, find_any, tokenize};
use super::vocabulary::{Language, StatementVocabulary};

/// Lines longer than this frame no quoted mail.
const LONGEST_LINE: usize = 240;
/// Lines over which a program may break `On 3 March ... wrote:`.
const LINES_OF_INTRODUCTION: usize = 3;
/// Lines below `From:` in which the header of a mail goes on.
const LINES_OF_HEADER: usize = 5;

/// The paragraphs of a text without what it quotes. Lines keep their numbers.
pub(crate) fn own_words<'a>(
    paragraphs: impl Iterator<Item = (At, &'a str)>,
    vocabulary: &StatementVocabulary,
) -> Vec<(At, Cow<'a, str>)> {
    let paragraphs: Vec<(At, &str)> = paragraphs.collect();
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (paragraph, (_, text)) in paragraphs.iter().enumerate() {
        let filled = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        lines.extend(filled.map(|(number, line)| Line { paragraph, number, text: line.trim() }));
    }
    let dropped = Lines { lines: &lines, vocabulary }.quoted();
    if !dropped.contains(&true) {
        return paragraphs.into_iter().map(|(at, text)| (at, Cow::Borrowed(text))).collect();
    }
    let mut quoted = lines.iter().zip(&dropped).filter(|(_, dropped)| **dropped).peekable();
    let mut out = Vec::new();
    for (paragraph, (at, text)) in paragraphs.into_iter().enumerate() {
        let mut gone = Vec::new();
        while let Some((line, _)) = quoted.next_if(|(line, _)| line.paragraph == paragraph) {
            gone.push(line.number);
        }
        if gone.is_empty() {
            out.push((at, Cow::Borrowed(text)));
            continue;
        }
        let kept = text.lines().enumerate();
        let kept = kept.map(|(number, line)| if gone.contains(&number) { "" } else { line });
        let kept = kept.collect::<Vec<_>>().join("\n");
        if !kept.trim().is_empty() {
            out.push((at, Cow::Owned(kept)));
        }
    }
    out
}

struct Line<'a> {
    paragraph: usize,
    number: usize,
    text: &'a str,
}

struct Lines<'a> {
    lines: &'a [Line<'a>],
    vocabulary: &'a StatementVocabulary,
}

impl Lines<'_> {
    /// For each line whether it is quoted.
    fn quoted(&self) -> Vec<bool> {
        let mut dropped = vec![false; self.lines.len()];
        // A mail that was only passed on has no words of its own above the mark.
        let (mut told, mut introduced) = (false, false);
        let mut stamped = false;
        for at in 0..self.lines.len() {
            if told && (self.opens(at) || stamped && self.is_stamped(at)) {
                dropped[at..].fill(true);
                break;
            }
            if let Some(used) = self.introduction(at) {
                let below = self.lines.get(at + used).map(|line| line.text);
                if told && below.is_some_and(|text| !text.starts_with('>')) {
                    dropped[at..].fill(true);
                    break;
                }
                introduced = true;
                dropped[at..at + used].fill(true);
            }
            stamped |= !told && self.is_stamped(at);
            told = told || self.tells(at);
        }
        self.marked(introduced, told, &mut dropped);
        dropped
    }

    /// Lines behind a `>`: of a quoted mail only the questions are kept that are answered
    /// below them.
    fn marked(&self, introduced: bool, told: bool, dropped: &mut [bool]) {
        let is_marked = |at: usize| self.lines[at].text.starts_with('>');
        let mut at = 0;
        while at < self.lines.len() {
            if !is_marked(at) {
                at += 1;
                continue;
            }
            let end = (at..self.lines.len()).find(|next| !is_marked(*next));
            let end = end.unwrap_or(self.lines.len());
            let inner = |line: usize| self.lines[line].text.trim_start_matches(['>', ' ']);
            let greets = |line: usize| self.vocabulary.greets(&tokenize(inner(line)));
            let last = end == self.lines.len() || dropped[end];
            if introduced || told && last || (at..end).any(greets) {
                let ends = |line: &usize| inner(*line).ends_with(['.', ',', '!', ';']);
                let from = (at..end).rev().find(ends).map_or(at, |line| line + 1);
                let asks = from < end && (inner(end - 1).ends_with('?') || end - from <= 2);
                let kept = if last || !asks { end } else { from };
                dropped[at..kept].fill(true);
            }
            at = end;
        }
    }

    /// A greeting or a sentence: from here on the letter has words of its own.
    fn tells(&self, at: usize) -> bool {
        let text = self.lines[at].text;
        if text.starts_with('>') {
            return false;
        }
        let sentence = text.ends_with(['.', '!', '?', ';']) || text.contains(". ");
        sentence && text.split_whitespace().count() >= 4
            || text.len() <= LONGEST_LINE && self.vocabulary.greets(&tokenize(text))
    }

    /// Whether a quoted mail begins at a line: `--- Original Message ---`, or the header
    /// lines of one.
    fn opens(&self, at: usize) -> bool {
        let text = self.lines[at].text;
        if text.len() > LONGEST_LINE {
            return false;
        }
        let head = tokenize(text.split(':').next().unwrap_or(text));
        if self.any(&head, |language| &language.quotes) {
            return true;
        }
        // `---- On Tue, 4 Mar 2025 ... wrote ----`
        if text.starts_with("--") && self.wrote(text) {
            return true;
        }
        let header = |at: usize, phrases: fn(&Language) -> &Vec<Phrase>| {
            let label = self.lines.get(at).and_then(|line| line.text.split_once(':'));
            label.is_some_and(|(label, _)| label.len() <= 30 && self.any(&tokenize(label), phrases))
        };
        header(at, |language| &language.mail_from)
            && (at + 1..=at + LINES_OF_HEADER)
                .filter(|next| header(*next, |language| &language.mail_lines))
                .count()
                >= 2
    }

    /// How many lines introduce a quoted mail: `On 3 March 2025, Mira Sample wrote:`.
    fn introduction(&self, at: usize) -> Option<usize> {
        let mut text = String::new();
        for used in 1..=LINES_OF_INTRODUCTION {
            let line = self.lines.get(at + used - 1)?.text.trim_start_matches(['>', ' ']);
            if text.len() + line.len() > LONGEST_LINE {
                return None;
            }
            text.push_str(line);
            // A day, an address, or both.
            if !text.contains(|c: char| c.is_ascii_digit() || c == '@') {
                return None;
            }
            if text.ends_with(':') {
                return self.wrote(&text).then_some(used);
            }
            text.push(' ');
        }
        None
    }

    /// Whether a line says who wrote; `you wrote` speaks of the request.
    fn wrote(&self, text: &str) -> bool {
        let words = tokenize(text);
        let you = |word: &Word| {
            let shown = &text[word.start..word.end];
            self.vocabulary.languages.iter().any(|l| l.persons.iter().any(|p| p == shown))
        };
        let wrote = |language: &Language| find_any(&language.wrote, &words).is_some();
        self.vocabulary.languages.iter().any(wrote) && !words.iter().any(you)
    }

    /// A name and below it a day with its time, as a help desk shows who wrote what.
    fn is_stamped(&self, at: usize) -> bool {
        let short = |text: &str| text.len() <= 60 && text.split_whitespace().count() <= 5;
        let name = self.lines[at].text;
        let named = short(name) && !name.contains([':', '@']) && !name.ends_with(['.', ',']);
        let stamp = self.lines.get(at + 1).map_or("", |line| line.text);
        let time = stamp.split([' ', ',']).any(|part| {
            part.split_once(':').is_some_and(|(hour, minute)| {
                let number = |text: &str| text.len() == 2 && text.parse::<u8>().is_ok();
                hour.parse::<u8>().is_ok() && number(minute.get(..2).unwrap_or(minute))
            })
        });
        let digits = stamp.chars().filter(char::is_ascii_digit).count();
        named && short(stamp) && time && digits >= 6
    }

    /// Whether some words are nothing but one of these phrases.
    fn any(&self, words: &[Word], phrases: impl Fn(&Language) -> &Vec<Phrase>) -> bool {
        let whole = |phrase: &Phrase| phrase.matches_at(words, 0) == Some(words.len());
        !words.is_empty()
            && self.vocabulary.languages.iter().any(|language| phrases(language).iter().any(whole))
    }
}
