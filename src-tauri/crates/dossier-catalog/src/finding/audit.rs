//! What an answer must contain under one law, as declared entries.

use std::collections::BTreeMap;

use dossier_model::StatementKind;
use serde::{Deserialize, Serialize};

use crate::category::Bilingual;

/// When an item of the audit counts as answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditNeed {
    /// A statement of the kind; in part if it covers only some fields.
    Covered,
    /// Any statement of the kind.
    Stated,
    /// The kinds of data: listed, or named one by one beside other statements.
    Kinds,
    /// Recipients by name; in part if by type only.
    Named,
    /// All listed rights; in part if some.
    Rights,
    /// A denial, or the thing with its logic; in part without the logic.
    Logic,
    /// A denial, or country and safeguard; in part without the safeguard.
    Safeguard,
    /// The data themselves.
    Data,
    /// The data in a form that a program can use.
    Format,
}

/// One thing that an answer must contain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditItem {
    /// A stable id, such as `15-1-a`.
    pub id: String,
    /// The article.
    pub article: String,
    /// What it is, in plain words.
    pub label: Bilingual,
    /// The same in further languages that letters are written in.
    #[serde(default)]
    pub more: BTreeMap<String, String>,
    /// The kind of statement that answers it.
    #[serde(default)]
    pub statement: Option<StatementKind>,
    /// When it counts as answered.
    pub need: AuditNeed,
    /// Values that must all be stated (rights).
    #[serde(default)]
    pub values: Vec<String>,
    /// Owed only in some cases: its absence is a question, not a gap.
    #[serde(default)]
    pub conditional: bool,
    /// Not owed in an answer, but worth asking.
    #[serde(default)]
    pub not_owed: bool,
}

impl AuditItem {
    /// What it is, in a language; English if nobody wrote it.
    pub fn name(&self, language: &str) -> &str {
        self.more.get(language).map_or_else(|| self.label.get(language), String::as_str)
    }
}

/// What an answer must contain under one law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    /// The law's id, such as `eu_gdpr`.
    pub law: String,
    /// Where the list is from.
    pub source: String,
    /// Whether the list was compared with the text of the law.
    pub verified: bool,
    /// The items, in order.
    pub items: Vec<AuditItem>,
}

impl Audit {
    /// Whether another law asks for the same things: one of a family.
    pub fn asks_as(&self, other: &Self) -> bool {
        self.items.iter().any(|item| other.items.iter().any(|one| one.id == item.id))
    }
}
