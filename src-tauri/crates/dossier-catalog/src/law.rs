//! Laws as data: rights, deadlines, citable provisions, retention, calendars.
//!
//! The border is here because a statute changes without the program: every row
//! names its source and whether somebody read it there (`verified`). Rust
//! knows how periods are counted; which period applies stands in these files.

mod calendar;
mod rows;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use calendar::{CalendarSpec, DayRule};
pub use rows::{
    AnswerItemSpec, Confidence, CountFrom, CountUnit, DeadlineSpec, Fit, FitSpec, GroundSpec,
    OffDay, OldPeriod, RefSpec, RetentionSpec, RightSpec, RuleSpec, SourceSpec, StateSpec,
};

/// One text in several languages, by ISO 639-1 code.
pub type Texts = BTreeMap<String, String>;

/// What is wrong with a declaration: the file, the place in it, what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {at}: {hint}")]
pub struct Fault {
    /// The file, relative to its catalog folder.
    pub file: String,
    /// The key, row or line.
    pub at: String,
    /// What the author should do.
    pub hint: String,
}

impl Fault {
    /// A fault in a file.
    pub fn new(file: &str, at: impl fmt::Display, hint: impl Into<String>) -> Self {
        Self { file: file.to_owned(), at: at.to_string(), hint: hint.into() }
    }
}

/// One law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawSpec {
    /// The file's name: `eu_gdpr`.
    pub id: String,
    /// Its full name.
    pub name: Texts,
    /// What stands behind an article: `DSGVO`.
    pub short: Texts,
    /// Other names that letters use.
    #[serde(default)]
    pub also: Vec<String>,
    /// The official citation.
    pub citation: String,
    /// Where it applies.
    pub jurisdiction: String,
    /// The state of the law that the file describes.
    pub as_of: NaiveDate,
    /// Languages in which letters under it are usual.
    pub languages: Vec<String>,
    /// The sources.
    pub sources: Vec<SourceSpec>,
    /// Citable provisions.
    pub refs: Vec<RefSpec>,
    /// The rights.
    pub rights: Vec<RightSpec>,
    /// The deadlines.
    pub deadlines: Vec<DeadlineSpec>,
    /// The grounds.
    #[serde(default)]
    pub grounds: Vec<GroundSpec>,
    /// What an answer owes.
    #[serde(default)]
    pub answer_items: Vec<AnswerItemSpec>,
    /// Duties to keep documents.
    #[serde(default)]
    pub retention: Vec<RetentionSpec>,
    /// Everything else.
    #[serde(default)]
    pub rules: Vec<RuleSpec>,
    /// States with a law of the same pattern.
    #[serde(default)]
    pub states: Vec<StateSpec>,
    /// Where the people live whom it protects, ISO 3166; of states see `states`.
    #[serde(default)]
    pub regions: Vec<String>,
    /// Which right fits data on which legal basis.
    #[serde(default)]
    pub fits: Vec<FitSpec>,
    /// What to say where nobody states a legal basis.
    #[serde(default)]
    pub basis_unknown: Texts,
    /// The provisions by the part they play, for letters that serve every law:
    /// `answer` (the period), `refusal` (reasons for one), `complain`, `identity`.
    #[serde(default)]
    pub roles: BTreeMap<String, String>,
}

impl LawSpec {
    /// Whether a right has several grounds of which the data tell none: then the person
    /// must choose.
    pub fn asks_for_ground(&self, right: &str) -> bool {
        let grounds = || self.grounds.iter().filter(|ground| ground.right == right);
        grounds().count() > 1 && !grounds().any(|ground| ground.marketing)
    }

    /// Reads and checks one law; `file` is its path, for the faults.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Fault>> {
        let law: Self = read_json(file, text).map_err(|fault| vec![fault])?;
        let faults = law.check(file);
        if faults.is_empty() { Ok(law) } else { Err(faults) }
    }

    /// Whether it is one of a country's states, each with an act of its own.
    pub fn is_of_states_in(&self, country: &str) -> bool {
        let within = |region: &str| region.split('-').next() == Some(country);
        self.states.iter().any(|state| within(&state.region))
    }

    /// A right by its id.
    pub fn right(&self, id: &str) -> Option<&RightSpec> {
        self.rights.iter().find(|row| row.id == id)
    }

    /// A citable provision by its id.
    pub fn reference(&self, id: &str) -> Option<&RefSpec> {
        self.refs.iter().find(|row| row.id == id)
    }

    /// A deadline by its id.
    pub fn deadline(&self, id: &str) -> Option<&DeadlineSpec> {
        self.deadlines.iter().find(|row| row.id == id)
    }

    /// The deadline of a kind in a region: the region's own row, else the law's.
    pub fn deadline_in(&self, kind: &str, region: &str) -> Option<&DeadlineSpec> {
        let is_kind = |row: &&DeadlineSpec| row.id == kind || row.kind == kind;
        let of_kind = || self.deadlines.iter().filter(is_kind);
        of_kind()
            .find(|row| !row.region.is_empty() && row.region == region)
            .or_else(|| of_kind().find(|row| row.region.is_empty()))
    }

    /// Whether it protects people who live in a region: `DE`, `US-CA`, `US-VA`.
    pub fn protects(&self, region: &str) -> bool {
        let country = region.split('-').next().unwrap_or(region);
        self.regions.iter().any(|own| own == region || own == country)
            || self.states.iter().any(|state| state.region == region)
    }

    /// A ground by its id.
    pub fn ground(&self, id: &str) -> Option<&GroundSpec> {
        self.grounds.iter().find(|row| row.id == id)
    }

    /// The duty to keep documents that typically covers a category in a country.
    pub fn retention_for(&self, country: &str, category: &str) -> Option<&RetentionSpec> {
        self.retention.iter().find(|row| {
            row.duty && row.country == country && row.categories.iter().any(|id| id == category)
        })
    }

    /// Every rule that the file breaks.
    pub fn check(&self, file: &str) -> Vec<Fault> {
        let mut faults = Vec::new();
        let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".json");
        if self.id != stem {
            faults.push(Fault::new(file, "id", "name the file after the law's id"));
        }
        let sources: BTreeSet<&str> = self.sources.iter().map(|row| row.id.as_str()).collect();
        let refs: BTreeSet<&str> = self.refs.iter().map(|row| row.id.as_str()).collect();
        for (table, id, row_sources) in self.rows() {
            if row_sources.is_empty() {
                faults.push(Fault::new(file, format!("{table} {id}"), "name at least one source"));
            }
            for source in row_sources.iter().filter(|id| !sources.contains(id.as_str())) {
                let hint = format!("add the source `{source}` to `sources` or correct its id");
                faults.push(Fault::new(file, format!("{table} {id}"), hint));
            }
        }
        for row in &self.fits {
            let at = format!("fits {}", row.right);
            if self.right(&row.right).is_none() {
                faults.push(Fault::new(file, &at, "name a right of the file"));
            }
            for source in row.source.iter().filter(|id| !sources.contains(id.as_str())) {
                let hint = format!("add the source `{source}` to `sources` or correct its id");
                faults.push(Fault::new(file, &at, hint));
            }
        }
        for (at, cite) in self.cited() {
            if !refs.contains(cite) {
                let hint = format!("add the provision `{cite}` to `refs` or correct its id");
                faults.push(Fault::new(file, at, hint));
            }
        }
        for right in &self.rights {
            if right.deadline != "none" && self.deadline(&right.deadline).is_none() {
                let hint = "name a row of `deadlines`, or `none`";
                faults.push(Fault::new(file, format!("rights {}", right.id), hint));
            }
        }
        let mut seen = BTreeSet::new();
        for (table, id, _) in self.rows() {
            if !seen.insert((table, id)) {
                faults.push(Fault::new(file, format!("{table} {id}"), "use each id once"));
            }
        }
        faults
    }

    fn rows(&self) -> Vec<(&'static str, &str, &[String])> {
        let mut rows: Vec<(&'static str, &str, &[String])> = Vec::new();
        rows.extend(self.refs.iter().map(|r| ("refs", r.id.as_str(), &r.source[..])));
        rows.extend(self.rights.iter().map(|r| ("rights", r.id.as_str(), &r.source[..])));
        rows.extend(self.deadlines.iter().map(|r| ("deadlines", r.id.as_str(), &r.source[..])));
        rows.extend(self.grounds.iter().map(|r| ("grounds", r.id.as_str(), &r.source[..])));
        rows.extend(self.answer_items.iter().map(|r| ("items", r.id.as_str(), &r.source[..])));
        rows.extend(self.retention.iter().map(|r| ("retention", r.id.as_str(), &r.source[..])));
        rows.extend(self.rules.iter().map(|r| ("rules", r.id.as_str(), &r.source[..])));
        rows.extend(self.states.iter().map(|r| ("states", r.region.as_str(), &r.source[..])));
        rows
    }

    fn cited(&self) -> Vec<(String, &str)> {
        let mut cited = Vec::new();
        for right in &self.rights {
            let at = format!("rights {}", right.id);
            cited.push((at.clone(), right.article.as_str()));
            cited.extend(right.cites.iter().map(|id| (at.clone(), id.as_str())));
        }
        for row in &self.deadlines {
            let at = format!("deadlines {}", row.id);
            cited.extend(row.cites.iter().map(|id| (at.clone(), id.as_str())));
        }
        cited
            .extend(self.grounds.iter().map(|r| (format!("grounds {}", r.id), r.article.as_str())));
        cited.extend(self.roles.iter().map(|(role, id)| (format!("roles {role}"), id.as_str())));
        let items = self.answer_items.iter();
        cited.extend(items.map(|r| (format!("answer_items {}", r.id), r.article.as_str())));
        cited
    }
}

/// All laws and calendars.
#[derive(Clone, Debug, Default)]
pub struct Laws {
    laws: BTreeMap<String, LawSpec>,
    calendars: BTreeMap<String, CalendarSpec>,
}

/// Whether a text holds a name that is no part of a longer word.
fn has_word(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        [before, after].into_iter().flatten().all(|c| !c.is_alphanumeric())
    })
}

impl Laws {
    /// Reads the files of the folder `laws`: `<law>.json` and `calendars/<country>.json`.
    pub fn from_files<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Vec<Fault>> {
        let (mut shelf, mut faults) = (Self::default(), Vec::new());
        for (path, text) in files.into_iter().filter(|(path, _)| path.ends_with(".json")) {
            let path = path.trim_start_matches("laws/");
            if path.starts_with("calendars/") {
                match CalendarSpec::parse_all(path, text) {
                    Ok(list) => {
                        shelf.calendars.extend(list.into_iter().map(|c| (c.region.clone(), c)))
                    }
                    Err(fault) => faults.push(fault),
                }
            } else {
                match LawSpec::parse(path, text) {
                    Ok(law) => drop(shelf.laws.insert(law.id.clone(), law)),
                    Err(list) => faults.extend(list),
                }
            }
        }
        for calendar in shelf.calendars.values() {
            if !calendar.base.is_empty() && !shelf.calendars.contains_key(&calendar.base) {
                let hint = format!("add the calendar `{}` that it builds on", calendar.base);
                faults.push(Fault::new("calendars", &calendar.region, hint));
            }
        }
        if faults.is_empty() { Ok(shelf) } else { Err(faults) }
    }

    /// A law by its id.
    pub fn get(&self, id: &str) -> Option<&LawSpec> {
        self.laws.get(id)
    }

    /// The one law that texts name; none if they name several.
    pub fn named<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Option<&LawSpec> {
        let of = |law: &LawSpec| law.short.values().chain(&law.also).cloned().collect::<Vec<_>>();
        let mut names: Vec<(String, &LawSpec)> =
            self.iter().flat_map(|law| of(law).into_iter().map(move |name| (name, law))).collect();
        // Who says `UK GDPR` does not name the GDPR.
        names.sort_by_key(|(name, _)| Reverse(name.len()));
        let mut found: Option<&LawSpec> = None;
        for text in texts {
            let mut text = text.to_owned();
            for (name, law) in names.iter().filter(|(name, _)| !name.is_empty()) {
                if !has_word(&text, name) {
                    continue;
                }
                if found.is_some_and(|other| other.id != law.id) {
                    return None;
                }
                found = Some(law);
                text = text.replace(name, " ");
            }
        }
        found
    }

    /// All laws, by id.
    pub fn iter(&self) -> impl Iterator<Item = &LawSpec> {
        self.laws.values()
    }

    /// The calendar of a region (`DE-BY`), without falling back to its country.
    pub fn calendar(&self, region: &str) -> Option<&CalendarSpec> {
        self.calendars.get(region)
    }

    /// All regions with a calendar.
    pub fn regions(&self) -> impl Iterator<Item = &str> {
        self.calendars.keys().map(String::as_str)
    }
}

/// Parses a declaration; the fault has line and column, never the text.
pub(crate) fn read_json<'a, T: Deserialize<'a>>(file: &str, text: &'a str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| {
        let at = format!("line {}, column {}", error.line(), error.column());
        // Declarations are ours and public, so the parser's words may be shown to their author.
        let hint = if error.is_data() { error.to_string() } else { "is not JSON".to_owned() };
        Fault::new(file, at, hint)
    })
}
