//! The day of a letter.

use chrono::NaiveDate;

use super::super::tokens::{Word, find_any, tokenize};
use super::super::vocabulary::StatementVocabulary;
use super::Frame;

impl Frame<'_> {
    pub(super) fn date(&self) -> Option<NaiveDate> {
        let labeled = |line: &usize| {
            let all = self.vocabulary.languages.iter().flat_map(|language| &language.dates);
            all.map(|phrase| phrase.matches_at(&self.words[*line], 0)).any(|end| end.is_some())
        };
        let lines: Vec<usize> = self.framed().collect();
        let of_label = lines.iter().filter(|l| labeled(l)).find_map(|l| self.date_in(*l));
        let of_line = of_label.or_else(|| {
            lines
                .iter()
                .filter(|line| {
                    // `Berlin, den 3. März 2026` is a date; `Ihr Schreiben vom ...` is another one.
                    let words = &self.words[**line];
                    let other = self
                        .vocabulary
                        .languages
                        .iter()
                        .any(|language| find_any(&language.letter_subjects, words).is_some());
                    words.len() <= 9 && !other
                })
                .find_map(|line| self.date_in(*line))
        });
        // `11 March 2026, your request 55`: the date opens its line or a part of it.
        of_line.or_else(|| lines.iter().find_map(|line| self.opening_date(*line)))
    }

    fn opening_date(&self, line: usize) -> Option<NaiveDate> {
        let text = self.lines[line].1;
        let mut parts = vec![text];
        for mark in ["   ", " – ", " / ", " | ", " · "] {
            parts = parts.into_iter().flat_map(|part| part.split(mark)).collect();
        }
        parts.into_iter().map(str::trim).find_map(|part| {
            let words = tokenize(part);
            let (at, date) = date_at(part, &words, self.vocabulary)?;
            let before = words.get(at).map_or("", |word| part[..word.start].trim());
            let small = |word: &Word| {
                self.vocabulary.languages.iter().any(|language| {
                    let articles = language.articles.iter().chain(&language.bent_articles);
                    articles.chain(&language.contracted).any(|article| *article == word.fold)
                })
            };
            let place = before.is_empty()
                || before.ends_with(',')
                || at > 0 && small(&words[at - 1]) && before.contains(',');
            (at <= 4 && place).then_some(date)
        })
    }

    pub(super) fn date_in(&self, line: usize) -> Option<NaiveDate> {
        date_in(self.lines[line].1, &self.words[line], self.vocabulary)
    }
}

/// A day in a line: numbers with dots, ISO, or with the name of a month.
pub(super) fn date_in(
    text: &str,
    words: &[Word],
    vocabulary: &StatementVocabulary,
) -> Option<NaiveDate> {
    date_at(text, words, vocabulary).map(|(_, date)| date)
}

/// The same, with the word that it begins with.
fn date_at(
    text: &str,
    words: &[Word],
    vocabulary: &StatementVocabulary,
) -> Option<(usize, NaiveDate)> {
    let number = |at: usize| -> Option<u32> {
        let fold = &words.get(at)?.fold;
        let digits = fold.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let suffix = &fold[digits.len()..];
        (suffix.is_empty() || vocabulary.common.ordinals.iter().any(|end| end == suffix))
            .then(|| digits.parse().ok())
            .flatten()
    };
    let year = |at: usize| {
        number(at).filter(|y| (1990..=2100).contains(y)).and_then(|y| i32::try_from(y).ok())
    };
    let month = |at: usize| {
        let fold = &words.get(at)?.fold;
        let of = |months: &Vec<String>| {
            let is = |m: &str| {
                m == fold
                    || fold.len() >= 3
                        && m.starts_with(fold.as_str())
                        && fold.chars().all(char::is_alphabetic)
            };
            months.iter().position(|m| m.split('|').any(is))
        };
        let at = vocabulary.languages.iter().find_map(|language| of(&language.months))?;
        u32::try_from(at + 1).ok()
    };
    let date = |at: usize| {
        if let (Some(y), Some(m), Some(d)) = (year(at), number(at + 1), number(at + 2)) {
            return NaiveDate::from_ymd_opt(y, m, d);
        }
        let y = year(at + 2)?;
        if let (Some(d), Some(m)) = (number(at), month(at + 1)) {
            return NaiveDate::from_ymd_opt(y, m, d);
        }
        if let (Some(m), Some(d)) = (month(at), number(at + 1)) {
            return NaiveDate::from_ymd_opt(y, m, d);
        }
        let (a, b) = (number(at)?, number(at + 1)?);
        let dotted = text.get(words[at].end..words[at + 1].start)?.contains('.');
        // With slashes day and month are told apart only by a number over twelve.
        if dotted || a > 12 {
            NaiveDate::from_ymd_opt(y, b, a)
        } else if b > 12 || a == b {
            NaiveDate::from_ymd_opt(y, a, b)
        } else {
            None
        }
    };
    (0..words.len()).find_map(|at| Some((at, date(at)?)))
}
