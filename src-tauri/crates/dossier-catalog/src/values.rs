//! Words that stand in values: months, and what stands where there is no value.
//!
//! The border is here because readers and findings must mean the same by "nothing".

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::CatalogError;

/// The words of values, in any language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueWords {
    /// What it is, for a reader.
    #[serde(default)]
    pub about: String,
    /// The twelve months of a language or of a manner to shorten them; other names of the
    /// same month behind a `|`.
    pub months: BTreeMap<String, Vec<String>>,
    /// What programs write where there is no value, lower case.
    pub machine: Vec<String>,
    /// What people write there, lower case; in some columns it is a value.
    pub words: Vec<String>,
    /// Days that are none anywhere.
    pub never: Vec<NaiveDate>,
    /// Days that stand for none, unless somebody may have been born then.
    pub fillers: Vec<NaiveDate>,
}

impl ValueWords {
    /// Parses the file: path relative to the catalog, and bytes.
    pub fn parse(path: &str, bytes: &[u8]) -> Result<Self, CatalogError> {
        let all: Self =
            serde_json::from_slice(bytes).map_err(|error| CatalogError::form(path, &error))?;
        if let Some((language, _)) = all.months.iter().find(|(_, names)| names.len() != 12) {
            return Err(CatalogError::rule(path, language.clone(), "a year has twelve months"));
        }
        Ok(all)
    }

    /// The words that were embedded at build.
    pub fn embedded() -> Result<Self, CatalogError> {
        Self::of(&crate::Files::embedded())
    }

    pub(crate) fn of(files: &crate::Files) -> Result<Self, CatalogError> {
        let mut section = files.section("values");
        section.next().map_or_else(|| Ok(Self::default()), |(path, bytes)| Self::parse(path, bytes))
    }

    /// Whether a value stands for none.
    pub fn is_nothing(&self, value: &str) -> bool {
        let value = value.trim();
        let is = |word: &String| {
            word.len() == value.len() && word.eq_ignore_ascii_case(value)
                || !value.is_ascii() && *word == value.to_lowercase()
        };
        value.is_empty() || self.machine.iter().chain(&self.words).any(is)
    }

    /// Whether programs write a day where there is none.
    pub fn is_filler(&self, day: NaiveDate) -> bool {
        self.never.contains(&day) || self.fillers.contains(&day)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn nothing_has_many_forms() {
        let words = ValueWords::embedded().unwrap();
        for value in ["", " ", "NULL", "\\N", "k.A.", "n/a", "-", "—"] {
            assert!(words.is_nothing(value), "{value:?}");
        }
        assert!(!words.is_nothing("nein") && !words.is_nothing("0"));
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert!(words.is_filler(day("1970-01-01")) && words.is_filler(day("9999-12-31")));
        assert!(!words.is_filler(day("2024-01-01")));
    }

    #[test]
    fn a_year_has_twelve_months() {
        let error = ValueWords::parse(
            "values/values.json",
            br#"{"months":{"de":["Januar"]},"machine":[],"words":[],"never":[],"fillers":[]}"#,
        );
        assert!(error.unwrap_err().to_string().contains("twelve"));
    }
}
