//! Places: countries with their codes and how people write them, and the words for
//! the two axes of a coordinate.
//!
//! The border is here because a column of addresses says `Deutschland`, `DEU` or
//! `Germany`, a letter says `the United States`, and a map wants one code.

use std::collections::HashMap;

use serde::Deserialize;

use crate::CatalogError;
use crate::category::Bilingual;

/// One country.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// ISO 3166-1 alpha-3.
    pub long: String,
    /// The usual name.
    pub name: Bilingual,
    /// Other names and names in other languages.
    #[serde(default)]
    pub also: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AxisFile {
    latitude: Vec<String>,
    longitude: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountryFile {
    #[serde(rename = "source")]
    _source: String,
    countries: Vec<Country>,
}

/// All countries, found by any of their names.
#[derive(Clone, Debug, Default)]
pub struct Countries {
    list: Vec<Country>,
    names: HashMap<String, usize>,
    /// Parts of headers that say "degrees north", the longest first.
    pub latitude: Vec<String>,
    /// Parts of headers that say "degrees east", the longest first.
    pub longitude: Vec<String>,
}

impl Countries {
    /// Parses the files of the folder: path and bytes.
    pub fn parse<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    ) -> Result<Self, CatalogError> {
        let mut all = Self::default();
        for (path, bytes) in files.into_iter().filter(|(path, _)| path.ends_with(".json")) {
            if path.ends_with("/axes.json") {
                let file: AxisFile = serde_json::from_slice(bytes)
                    .map_err(|error| CatalogError::form(path, &error))?;
                (all.latitude, all.longitude) = (file.latitude, file.longitude);
                continue;
            }
            let file: CountryFile =
                serde_json::from_slice(bytes).map_err(|error| CatalogError::form(path, &error))?;
            for country in file.countries {
                let at = all.list.len();
                let own = [&country.code, &country.long, &country.name.de, &country.name.en];
                for name in own.into_iter().chain(&country.also) {
                    // The first country of a name keeps it: `Niger` is no `Nigeria`.
                    all.names.entry(key(name)).or_insert(at);
                }
                all.list.push(country);
            }
        }
        Ok(all)
    }

    /// The country of a code or name in any of its spellings.
    pub fn find(&self, text: &str) -> Option<&Country> {
        let text = text.trim();
        if text.len() > 64 {
            return None;
        }
        self.names.get(&key(text)).and_then(|&at| self.list.get(at))
    }

    /// All countries, by code.
    pub fn all(&self) -> &[Country] {
        &self.list
    }
}

fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_country_is_found_by_any_of_its_names() {
        let files = crate::Files::embedded();
        let all = Countries::parse(files.section("places")).unwrap();
        assert!(all.all().len() > 240);
        for (text, code) in [
            ("DE", "DE"),
            ("deu", "DE"),
            (" Deutschland ", "DE"),
            ("Niemcy", "DE"),
            ("U.S.A.", "US"),
            ("United Kingdom", "GB"),
            ("Österreich", "AT"),
        ] {
            assert_eq!(all.find(text).map(|c| c.code.as_str()), Some(code), "{text}");
        }
        assert!(all.find("Berlin").is_none() && all.find("").is_none());
    }

    #[test]
    fn no_name_is_missing() {
        let all = Countries::parse(crate::Files::embedded().section("places")).unwrap();
        for country in all.all() {
            assert!(!country.name.is_incomplete(), "{}", country.code);
            assert_eq!((country.code.len(), country.long.len()), (2, 3), "{}", country.code);
        }
    }
}
