//! Filling the texts of the letter files: facts, citations, dates, spaces that do not break.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use dossier_catalog::law::{LawSpec, RightSpec};
use dossier_catalog::letter::WordsSpec;

use crate::error::LetterError;

/// The space at which no line breaks.
pub(crate) const NBSP: char = '\u{a0}';

/// Whether a law file names a ground, for callers that fill in entries.
pub(crate) fn ground_text(law: &LawSpec, language: &str, id: &str) -> Option<(String, String)> {
    let ground = law.ground(id)?;
    Some((ground.article.clone(), ground.text.get(language)?.clone()))
}

/// What a text of the letter files can name.
pub(crate) struct Scope<'a> {
    pub(crate) law: &'a LawSpec,
    pub(crate) right: &'a RightSpec,
    pub(crate) words: &'a WordsSpec,
    /// What `{name}` stands for.
    pub(crate) values: BTreeMap<String, String>,
    /// Facts that are given without standing for words.
    pub(crate) flags: BTreeMap<String, bool>,
    /// What was cited, in order.
    pub(crate) citations: Vec<String>,
}

impl Scope<'_> {
    /// Whether a fact is given.
    pub(crate) fn has(&self, name: &str) -> bool {
        match self.flags.get(name) {
            Some(given) => *given,
            None => self.values.get(name).is_some_and(|value| !value.trim().is_empty()),
        }
    }

    /// Whether a text with these conditions applies.
    pub(crate) fn applies(&self, when: &[String], unless: &[String]) -> bool {
        when.iter().all(|name| self.has(name)) && !unless.iter().any(|name| self.has(name))
    }

    /// A text with its facts and citations put in. Facts are never read again as text.
    pub(crate) fn fill(
        &mut self,
        text: &str,
        row: Option<&BTreeMap<String, String>>,
    ) -> Result<String, LetterError> {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '[']) {
            let (plain, tail) = rest.split_at(at);
            out.push_str(&glue(plain, self.words));
            let (end, is_fact) = if tail.starts_with('{') { ('}', true) } else { (']', false) };
            let name = tail[1..].split(end).next().unwrap_or_default();
            if is_fact {
                out.push_str(&self.value(name, row)?);
            } else {
                let cited = self.cite(name, row)?;
                out.push_str(&glue(&cited, self.words));
            }
            rest = tail.get(name.len() + 2..).unwrap_or_default();
        }
        out.push_str(&glue(rest, self.words));
        Ok(out)
    }

    /// A label of the language; its own key if the file lacks it, so that a reader sees which.
    pub(crate) fn label(&self, key: &str) -> String {
        label(self.words, key)
    }

    /// A label with its facts put in.
    pub(crate) fn say(&self, key: &str, with: &[(&str, String)]) -> String {
        let mut text = self.label(key);
        for (name, value) in with {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    fn value(
        &self,
        name: &str,
        row: Option<&BTreeMap<String, String>>,
    ) -> Result<String, LetterError> {
        let found = match name.strip_prefix("row.") {
            Some(cell) => row.and_then(|row| row.get(cell)),
            None => self.values.get(name),
        };
        found.cloned().ok_or_else(|| LetterError::missing(name))
    }

    fn cite(
        &mut self,
        name: &str,
        row: Option<&BTreeMap<String, String>>,
    ) -> Result<String, LetterError> {
        let id = match name.strip_prefix("row.") {
            Some(cell) => {
                row.and_then(|row| row.get(cell)).ok_or_else(|| LetterError::missing(name))?.clone()
            }
            None => name.to_owned(),
        };
        let wrong =
            || LetterError::WrongCitation { cite: id.clone(), right: self.right.id.clone() };
        // How any request is handled may stand in any letter of the law.
        let of_all = self.law.roles.values().any(|role| *role == id);
        // A complaint under a law without a right of that name is about another right.
        let of_another = name.starts_with("row.")
            && self.law.right("complaint").is_none()
            && self.law.rights.iter().any(|right| right.cites.contains(&id));
        if !self.right.cites.contains(&id) && !of_all && !of_another {
            return Err(wrong());
        }
        let text = self.law.reference(&id).and_then(|row| row.text.get(&self.words.language));
        let text = text.ok_or_else(wrong)?.clone();
        if !self.citations.contains(&id) {
            self.citations.push(id);
        }
        Ok(text)
    }
}

/// A label of the language file.
pub(crate) fn label(words: &WordsSpec, key: &str) -> String {
    words.labels.get(key).map_or_else(|| key.to_owned(), |text| glue(text, words))
}

/// Puts spaces that do not break after words like `Art.` and before units.
pub(crate) fn glue(text: &str, words: &WordsSpec) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut last = "";
    for (number, word) in text.split(' ').enumerate() {
        if number > 0 {
            let opened = last.trim_start_matches(['(', '„', '“', '"', '/']);
            let closed = word.trim_end_matches(['.', ',', ';', ')', ':']);
            let after = words.glued.iter().any(|glued| glued == opened);
            let before = last.chars().next_back().is_some_and(|c| c.is_ascii_digit())
                && words.glued_before.iter().any(|unit| unit == closed);
            out.push(if after || before { NBSP } else { ' ' });
        }
        out.push_str(word);
        last = word;
    }
    out
}

/// A date in a sentence.
pub(crate) fn long_date(words: &WordsSpec, date: NaiveDate) -> String {
    dated(words, &words.long_date, date)
}

/// A date in a sentence, with its weekday.
pub(crate) fn weekday_date(words: &WordsSpec, date: NaiveDate) -> String {
    dated(words, &words.weekday_date, date)
}

/// A date in a table.
pub fn short_date(words: &WordsSpec, date: NaiveDate) -> String {
    dated(words, &words.short_date, date)
}

fn dated(words: &WordsSpec, form: &str, date: NaiveDate) -> String {
    let month = words.months.get(date.month0() as usize).cloned().unwrap_or_default();
    let day = date.weekday().num_days_from_monday() as usize;
    let weekday = words.weekdays.get(day).cloned().unwrap_or_default();
    let short: String = month.chars().take(3).collect();
    form.replace("{weekday}", &weekday)
        .replace("{mon}", &short)
        .replace("{month}", &month)
        .replace("{day}", &date.day().to_string())
        .replace("{dd}", &format!("{:02}", date.day()))
        .replace("{mm}", &format!("{:02}", date.month()))
        .replace("{year}", &date.year().to_string())
}

/// A count with its digits grouped.
pub(crate) fn count(words: &WordsSpec, number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digits.len() > 4 {
            out.push_str(&words.thousands);
        }
        out.push(digit);
    }
    out
}
