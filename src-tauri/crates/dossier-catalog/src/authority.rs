//! Supervisory authorities: where a complaint goes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::law::{Fault, SourceSpec, read_json};

/// One authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthoritySpec {
    /// A stable key.
    pub id: String,
    /// Its official name.
    pub name: String,
    /// ISO 3166 country, or region where it covers only that: `DE-BY`.
    pub region: String,
    /// Beginnings of the post codes that lie wholly in its region.
    #[serde(default)]
    pub post_codes: Vec<String>,
    /// Whether it is competent for shops (some are for public bodies only).
    pub shops: bool,
    /// What it is competent for, in words; empty if for everything.
    #[serde(default)]
    pub competence: String,
    /// The laws it watches over.
    pub laws: Vec<String>,
    /// Its website: shown first, for the rest may change.
    pub web: String,
    /// Its mail address.
    #[serde(default)]
    pub email: String,
    /// Its complaint form.
    #[serde(default)]
    pub form: String,
    /// Its postal address, line by line.
    #[serde(default)]
    pub address: Vec<String>,
    /// The languages in which it takes complaints, ISO 639-1.
    pub languages: Vec<String>,
    /// Source ids.
    pub source: Vec<String>,
    /// Read in the source.
    pub verified: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AuthorityFile {
    as_of: String,
    sources: Vec<SourceSpec>,
    authorities: Vec<AuthoritySpec>,
}

/// All authorities.
#[derive(Clone, Debug, Default)]
pub struct Authorities {
    rows: BTreeMap<String, AuthoritySpec>,
    as_of: String,
}

impl Authorities {
    /// Reads the files of the folder `authorities`.
    pub fn from_files<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Vec<Fault>> {
        let (mut shelf, mut faults) = (Self::default(), Vec::new());
        for (path, text) in files.into_iter().filter(|(path, _)| path.ends_with(".json")) {
            let file: AuthorityFile = match read_json(path, text) {
                Ok(file) => file,
                Err(fault) => {
                    faults.push(fault);
                    continue;
                }
            };
            shelf.as_of = shelf.as_of.max(file.as_of);
            for row in file.authorities {
                if row.source.iter().any(|id| file.sources.iter().all(|known| known.id != *id)) {
                    faults.push(Fault::new(path, &row.id, "name a source of `sources`"));
                }
                if shelf.rows.contains_key(&row.id) {
                    faults.push(Fault::new(path, &row.id, "use each id once"));
                }
                shelf.rows.insert(row.id.clone(), row);
            }
        }
        if faults.is_empty() { Ok(shelf) } else { Err(faults) }
    }

    /// An authority by its key.
    pub fn get(&self, id: &str) -> Option<&AuthoritySpec> {
        self.rows.get(id)
    }

    /// The day of the facts, ISO 8601.
    pub fn as_of(&self) -> &str {
        &self.as_of
    }

    /// All authorities.
    pub fn iter(&self) -> impl Iterator<Item = &AuthoritySpec> {
        self.rows.values()
    }

    /// The region of a country in which a post code lies; none if it may lie in several.
    pub fn region_of(&self, country: &str, post_code: &str) -> Option<&str> {
        let begins = |row: &&AuthoritySpec| {
            row.region.split('-').next() == Some(country)
                && row.post_codes.iter().any(|code| post_code.starts_with(code.as_str()))
        };
        self.iter().find(begins).map(|row| row.region.as_str())
    }

    /// The authorities competent for a shop in a region under a law, the nearest first:
    /// those of the region itself, then those of its country.
    pub fn for_shop(&self, law: &str, region: &str) -> Vec<&AuthoritySpec> {
        let country = region.split('-').next().unwrap_or(region);
        let fits = |row: &&AuthoritySpec| row.shops && row.laws.iter().any(|id| id == law);
        let mut found: Vec<_> =
            self.iter().filter(fits).filter(|row| row.region == region).collect();
        if region == country {
            // The place within the country is not known: offer each of its regions.
            let inside = format!("{country}-");
            found.extend(self.iter().filter(fits).filter(|row| row.region.starts_with(&inside)));
        } else {
            found.extend(self.iter().filter(fits).filter(|row| row.region == country));
        }
        found
    }
}
