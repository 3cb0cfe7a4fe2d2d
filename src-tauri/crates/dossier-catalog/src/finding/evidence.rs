//! What data show by themselves, as declared entries.

use dossier_model::{Kind, StatementKind};
use serde::{Deserialize, Serialize};

use super::check::FieldFilter;

/// What a field shows by being there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// A stable id.
    pub id: String,
    /// Which fields.
    pub fields: FieldFilter,
    /// What the innermost part of a field's name must say if the rest of the path is what
    /// tells; empty if that does not matter.
    #[serde(default)]
    pub leaves: Vec<String>,
    /// Of which items it speaks: the field alone, or its whole table.
    #[serde(default)]
    pub whole_table: bool,
    /// What it shows.
    pub shows: StatementKind,
    /// A catalog id; empty if the values themselves are the answer.
    #[serde(default)]
    pub value: String,
}

/// A field that dates the beginning or the end of a relationship.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// `opened` or `closed`.
    pub id: String,
    /// Which fields hold the day.
    pub fields: FieldFilter,
}

/// How letters call several kinds of data at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// The words, one of which names it.
    pub words: Vec<String>,
    /// What it is made of.
    pub kinds: Vec<Kind>,
}
