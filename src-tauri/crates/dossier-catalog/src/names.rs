//! Short names in the languages that the catalog's sentences do not speak.
//!
//! The border is here because a declaration stays readable with two languages,
//! and because a further language of the window is one file: its names of kinds of
//! data, purposes, bases, recipients, origins and retentions in
//! `catalog/names/<language>.json`. What it lacks is said in English.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Bilingual;

/// A short name: in German and English where it is declared, in other languages
/// where there is a file of names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Bilingual", into = "Bilingual")]
pub struct Name {
    own: Bilingual,
    more: BTreeMap<String, String>,
}

impl From<Bilingual> for Name {
    fn from(own: Bilingual) -> Self {
        Self { own, more: BTreeMap::new() }
    }
}

impl From<Name> for Bilingual {
    fn from(name: Name) -> Self {
        name.own
    }
}

impl Name {
    /// The name in a language; English if nobody wrote it.
    pub fn get(&self, language: &str) -> &str {
        let known = self.more.iter().find(|(code, _)| language.starts_with(code.as_str()));
        known.map_or_else(|| self.own.get(language), |(_, name)| name)
    }

    /// German and English, as declared.
    pub fn own(&self) -> &Bilingual {
        &self.own
    }

    /// The languages besides these two.
    pub fn others(&self) -> impl Iterator<Item = &str> {
        self.more.keys().map(String::as_str)
    }

    pub(crate) fn add(&mut self, language: &str, name: &str) {
        self.more.insert(language.to_owned(), name.to_owned());
    }
}

/// The names of one language, by the ids of categories and terms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameFile {
    /// ISO 639-1, as in the file's name.
    pub language: String,
    /// Id to name.
    pub names: BTreeMap<String, String>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_a_language_lacks_is_said_in_english() {
        let mut name: Name = serde_json::from_str(r#"{"de": "Foto", "en": "Photo"}"#).unwrap();
        name.add("pl", "Zdjęcie");
        assert_eq!(name.get("pl"), "Zdjęcie");
        assert_eq!(name.get("pl-PL"), "Zdjęcie");
        assert_eq!(name.get("de"), "Foto");
        assert_eq!(name.get("fr"), "Photo");
        let written = serde_json::to_string(&name).unwrap();
        assert_eq!(written, r#"{"de":"Foto","en":"Photo"}"#, "declared in two languages only");
    }
}
