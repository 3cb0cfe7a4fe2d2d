//! Findings and answer audits as declared entries: what a rule looks for, the
//! sentence it says, the law it rests on, what a person can do.
//!
//! The border is here because a rule must be readable and checkable by people who
//! read no Rust: the program knows a few general checks, the entries say which of
//! them matters for which data, and in which words.
//!
//! - `findings/rules/<topic>.json`: rules;
//! - `findings/audits/<law>.json`: what an answer must contain under one law;
//! - `findings/evidence.json`: what the data of an export show by themselves;
//! - `findings/gains.json`: what the data are worth to the person;
//! - `findings/words.json`: the small words that sentences need.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::CatalogError;
use crate::category::Bilingual;

mod audit;
mod check;
mod evidence;
mod gain;

pub use audit::{Audit, AuditItem, AuditNeed};
pub use check::{Across, Check, Compare, FieldFilter};
pub use evidence::{Bundle, Evidence, Milestone};
pub use gain::{GainCompute, GainSpec};

use gain::GainFile;

/// The five groups of the findings screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingGroup {
    /// No reason is stated.
    NoReason,
    /// A kind of data that people rarely expect.
    Surprising,
    /// Old, or from after an end.
    Old,
    /// Wrong, or one place contradicts another.
    Contradictory,
    /// Missing from the answer.
    Missing,
}

/// How soon a finding deserves a look. No score, no fear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Good to know.
    Note,
    /// Worth a look.
    Look,
    /// There is something to ask or to correct.
    Act,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindingRule {
    /// A stable id, such as `birth_date_differs`.
    pub id: String,
    /// Counted up with every change of what it looks for, so that a printed finding
    /// names the very rule that made it.
    #[serde(default = "first_version")]
    pub version: u32,
    /// Which group.
    pub group: FindingGroup,
    /// How soon it deserves a look.
    pub weight: Weight,
    /// What it looks for.
    pub when: Check,
    /// What it says, with `{places}`.
    pub sentence: Bilingual,
    /// Why it says so: the rule in words.
    pub why: Bilingual,
    /// Articles.
    pub reference: Vec<String>,
    /// What a person can do: ids of rights, or `check` and `note`.
    pub actions: Vec<String>,
}

fn first_version() -> u32 {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    rules: Vec<FindingRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceFile {
    evidence: Vec<Evidence>,
    milestones: Vec<Milestone>,
    bundles: Vec<Bundle>,
    reporting: Vec<String>,
    others: Vec<String>,
    recorded: Vec<String>,
    other_days: Vec<String>,
}

/// How telephone numbers of a country are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhonePlan {
    /// ISO 3166.
    pub country: String,
    /// What is dialed for the country.
    pub code: String,
    /// What is dialed before a number inside the country; empty if nothing is.
    pub trunk: String,
    /// How mobile numbers begin, without that; empty if nothing tells them.
    pub mobile: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordFile {
    words: BTreeMap<String, Bilingual>,
    titles: Vec<String>,
    genders: BTreeMap<String, Vec<String>>,
    no: Vec<String>,
    yes: Vec<String>,
    test_cards: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhoneFile {
    #[serde(rename = "source")]
    _source: String,
    plans: Vec<PhonePlan>,
}

/// Everything in `catalog/findings/`, parsed and checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingRules {
    /// The rules, file by file.
    pub rules: Vec<FindingRule>,
    /// The audits.
    pub audits: Vec<Audit>,
    /// What data show by themselves.
    pub evidence: Vec<Evidence>,
    /// Fields that date the beginning or the end of a relationship.
    pub milestones: Vec<Milestone>,
    /// How letters call several kinds of data at once.
    pub bundles: Vec<Bundle>,
    /// Objects of machine-made answers that speak of the company, not of the person.
    pub reporting: Vec<String>,
    /// Words of fields that are about other people than the person.
    pub others: Vec<String>,
    /// Words of fields that date a record itself: ordered, bought, created.
    pub recorded: Vec<String>,
    /// Words of fields with days of something else: released, takes place, expires.
    pub other_days: Vec<String>,
    /// What data are worth to the person, and how it is computed.
    pub gains: Vec<GainSpec>,
    /// Small words of sentences: `and`, units of time, the form of a date.
    pub words: BTreeMap<String, Bilingual>,
    /// Forms of address and titles that are no part of a name.
    pub titles: Vec<String>,
    /// Words for a gender and forms of address, by what they say.
    pub genders: BTreeMap<String, Vec<String>>,
    /// Values that say no.
    pub no: Vec<String>,
    /// Values that say yes.
    pub yes: Vec<String>,
    /// Card numbers that payment services publish for tests.
    pub test_cards: Vec<String>,
    /// How telephone numbers are written, by country.
    pub phones: Vec<PhonePlan>,
}

impl FindingRules {
    /// Parses the files of the folder: path relative to the catalog, and bytes.
    pub fn parse<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    ) -> Result<Self, CatalogError> {
        let mut all = Self::default();
        for (path, bytes) in files {
            if path.contains("/rules/") && path.ends_with(".json") {
                all.rules.extend(read::<RuleFile>(path, bytes)?.rules);
            } else if path.contains("/audits/") && path.ends_with(".json") {
                all.audits.push(read(path, bytes)?);
            } else if path.ends_with("/evidence.json") {
                let file: EvidenceFile = read(path, bytes)?;
                all.evidence.extend(file.evidence);
                all.milestones.extend(file.milestones);
                all.bundles.extend(file.bundles);
                all.reporting.extend(file.reporting);
                all.others.extend(file.others);
                all.recorded.extend(file.recorded);
                all.other_days.extend(file.other_days);
            } else if path.ends_with("/gains.json") {
                all.gains.extend(read::<GainFile>(path, bytes)?.gains);
            } else if path.ends_with("/words.json") {
                let file: WordFile = read(path, bytes)?;
                all.words.extend(file.words);
                all.titles.extend(file.titles);
                all.genders.extend(file.genders);
                all.no.extend(file.no);
                all.yes.extend(file.yes);
                all.test_cards.extend(file.test_cards);
            } else if path.ends_with("/phones.json") {
                all.phones.extend(read::<PhoneFile>(path, bytes)?.plans);
            }
        }
        all.check()?;
        Ok(all)
    }

    /// The files that were embedded at build.
    pub fn embedded() -> Result<Self, CatalogError> {
        let files = crate::Files::embedded();
        Self::parse(files.section("findings"))
    }

    /// A rule by its id.
    pub fn rule(&self, id: &str) -> Option<&FindingRule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// A small word in a language; empty if it is not declared.
    pub fn word(&self, key: &str, language: &str) -> &str {
        self.words.get(key).map_or("", |word| word.get(language))
    }

    /// The audit of a law.
    pub fn audit(&self, law: &str) -> Option<&Audit> {
        self.audits.iter().find(|audit| audit.law == law)
    }

    fn check(&self) -> Result<(), CatalogError> {
        let mut seen = BTreeSet::new();
        for rule in &self.rules {
            let broken = |key: &str, text: &str| {
                Err(CatalogError::rule("findings/rules", format!("{}.{key}", rule.id), text))
            };
            if !seen.insert(&rule.id) {
                return broken("id", "two rules have this id; choose another");
            }
            if rule.sentence.is_incomplete() || rule.why.is_incomplete() {
                return broken(
                    "sentence",
                    "write the sentence and the reason in German and English",
                );
            }
            if places(&rule.sentence.de) != places(&rule.sentence.en) {
                return broken("sentence", "the languages must name the same {places}");
            }
            if rule.actions.is_empty() {
                return broken("actions", "say what a person can do; `note` at least");
            }
        }
        Ok(())
    }
}

/// The names in braces, sorted.
fn places(template: &str) -> BTreeSet<&str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .map(|name| name.split(['|', '?']).next().unwrap_or(name))
        .collect()
}

fn read<T: for<'de> Deserialize<'de>>(path: &str, bytes: &[u8]) -> Result<T, CatalogError> {
    serde_json::from_slice(bytes).map_err(|error| CatalogError::form(path, &error))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn rule(sentence_de: &str, sentence_en: &str) -> String {
        format!(
            r#"{{"rules":[{{"id":"a","group":"missing","weight":"note","when":{{"check":"unreadable"}},
            "sentence":{{"de":"{sentence_de}","en":"{sentence_en}"}},"why":{{"de":"x","en":"y"}},
            "reference":[],"actions":["note"]}}]}}"#
        )
    }

    #[test]
    fn languages_must_name_the_same_places() {
        let good = rule("{n|Teil|Teile} von {controller}", "{n|part|parts} of {controller}");
        FindingRules::parse([("findings/rules/a.json", good.as_bytes())]).unwrap();
        let bad = rule("{n} Teile", "parts");
        let error = FindingRules::parse([("findings/rules/a.json", bad.as_bytes())]).unwrap_err();
        assert!(error.to_string().contains("{places}"), "{error}");
    }

    #[test]
    fn one_id_is_one_rule() {
        let text = rule("a", "b");
        let files = [("f/rules/a.json", text.as_bytes()), ("f/rules/b.json", text.as_bytes())];
        assert!(FindingRules::parse(files).is_err());
    }

    #[test]
    fn the_embedded_rules_are_whole() {
        let all = FindingRules::embedded().unwrap();
        assert!(all.rules.len() >= 10, "{} rules", all.rules.len());
        assert!(all.audit("eu_gdpr").is_some_and(|audit| audit.items.len() >= 10));
    }
}
