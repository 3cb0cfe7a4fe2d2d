//! Answers beside each other: two of one company, several companies.

use dossier_model::SourcePlace;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{EntryId, ImportView, VoicedView};

/// Asks what changed between two answers.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct CompareRequest {
    /// The import of the earlier answer.
    pub before: u32,
    /// The import of the later one.
    pub after: u32,
    /// The language for catalog texts.
    pub language: String,
}

/// What changed between two answers of one company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CompareView {
    /// The earlier answer.
    pub before: ImportView,
    /// The later one.
    pub after: ImportView,
    /// The sums by table.
    pub tables: Vec<ComparedTable>,
    /// The records, those that changed something first; at most 2,000.
    pub rows: Vec<ComparedRow>,
    /// By what the kept ones are kept.
    pub reason_kept: Vec<VoicedView>,
    /// Whether a table had no stable key, so that equal contents count as equal
    /// records and a change shows as one gone and one new.
    pub by_position: bool,
}

/// The sums of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComparedTable {
    /// The table as people call it.
    pub table: String,
    /// Only in the earlier answer.
    #[ts(type = "number")]
    pub gone: u64,
    /// In both, unchanged.
    #[ts(type = "number")]
    pub still_there: u64,
    /// In both, unchanged, and kept by law.
    #[ts(type = "number")]
    pub kept: u64,
    /// Only in the later answer.
    #[ts(type = "number")]
    pub new: u64,
    /// In both, with other values.
    #[ts(type = "number")]
    pub changed: u64,
    /// In the later answer in another table.
    #[serde(default)]
    #[ts(type = "number")]
    pub moved: u64,
    /// Of a table that is gone, and the later answer does not show whether they are.
    #[serde(default)]
    #[ts(type = "number")]
    pub absent: u64,
}

/// One record in the earlier answer, the later one, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComparedRow {
    /// `gone`, `still_there`, `kept`, `new`, `changed`, `moved`, or `absent`: neither gone
    /// nor there as far as the later answer shows.
    pub state: String,
    /// The table as people call it.
    pub table: String,
    /// The table where it stands now, if it moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub moved_to: Option<String>,
    /// Its most telling values.
    pub what: String,
    /// The record in the earlier answer.
    pub before: Option<EntryId>,
    /// The record in the later one.
    pub after: Option<EntryId>,
    /// Where it stands in the earlier answer.
    pub before_place: Option<SourcePlace>,
    /// Where it stands in the later one.
    pub after_place: Option<SourcePlace>,
    /// What changed in it, field by field.
    pub changes: Vec<FieldChange>,
}

/// What became of one field of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldChange {
    /// The header in the later answer; of a field that is gone, in the earlier one.
    pub field: String,
    /// `changed`, `gone`, `new`, or `renamed`: the same value under another header.
    pub state: String,
    /// The earlier value; absent if the field is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<String>,
    /// The later value; absent if the field is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub after: Option<String>,
    /// The earlier header, if it was renamed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub was: Option<String>,
}

/// Several companies side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SidesView {
    /// The companies.
    pub columns: Vec<SideColumn>,
    /// The kinds of data, then the questions of the law.
    pub rows: Vec<SideRow>,
}

/// One company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SideColumn {
    /// Controller id.
    pub controller: u32,
    /// Its name.
    pub name: String,
}

/// One row: a kind of data or a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SideRow {
    /// The word of the kind, or the id of the question.
    pub id: String,
    /// The question in the language asked for; empty for kinds.
    pub label: String,
    /// `kind` or `question`.
    pub group: String,
    /// One cell a company, in their order.
    pub cells: Vec<SideCell>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SideCell {
    /// `yes`, `partly`, `perhaps`, `no` or `not_checked`.
    pub state: String,
    /// Records of the kind; 0 for questions.
    #[ts(type = "number")]
    pub records: u64,
    /// Where it is answered.
    pub place: Option<SourcePlace>,
}
