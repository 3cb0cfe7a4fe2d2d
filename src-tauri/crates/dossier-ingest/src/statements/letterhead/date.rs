//! The day of a letter.

use chrono::NaiveDate;

use super::super::tokens::Word;
use super::super::vocabulary::StatementVocabulary;

/// A day in a line: numbers with dots, ISO, or with the name of a month.
pub(super) fn date_in(
    text: &str,
    words: &[Word],
    vocabulary: &StatementVocabulary,
) -> Option<NaiveDate> {
    date_at(text, words, vocabulary).map(|(_, date)| date)
}

/// The same, with the word that it begins with.
pub(super) fn date_at(
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
