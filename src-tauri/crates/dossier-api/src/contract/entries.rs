use dossier_model::{Kind, MemberPath, SourcePlace};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One record: its table and its row, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub struct EntryId {
    /// The table.
    pub table: u32,
    /// The row.
    pub row: u32,
}

/// Which entries are wanted. Empty lists mean no restriction.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct EntryFilter {
    /// Controllers.
    pub controllers: Vec<u32>,
    /// Imports.
    pub imports: Vec<u32>,
    /// Kinds of data.
    pub kinds: Vec<Kind>,
    /// Tables.
    pub tables: Vec<u32>,
    /// Members.
    pub paths: Vec<MemberPath>,
    /// Words that must all occur; numbers, dates and identifiers as they stand.
    pub text: String,
    /// From this day, ISO 8601; undated entries are left out then.
    #[ts(optional)]
    pub from: Option<String>,
    /// To this day.
    #[ts(optional)]
    pub to: Option<String>,
    /// Only entries of tables with no purpose stated or seen.
    pub without_purpose: bool,
    /// Only entries with one of these tags.
    #[ts(optional, as = "Option<Vec<String>>")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Only this entry and its equals: of the same company, with the same values
    /// under the same names, wherever they stand.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<EntryId>,
}

/// Asks for a page of entries.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct EntriesRequest {
    /// Which.
    pub filter: EntryFilter,
    /// Skip so many.
    pub offset: u32,
    /// Give so many, 200 at most.
    pub limit: u32,
    /// Count to the end, however long it takes.
    pub exact: bool,
    /// Count on for a moment (some 50 ms) behind the page, which comes at once without.
    #[ts(optional)]
    pub count: Option<bool>,
    /// In which order; as they stand in the files if there is none.
    #[ts(optional)]
    pub sort: Option<EntrySort>,
    /// Equal entries once; without an order those that occur most often first.
    #[ts(optional)]
    pub once: Option<bool>,
    /// The language for catalog texts.
    pub language: String,
}

/// The order of entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct EntrySort {
    /// `when`, `company`, `table`, `column`, or `rank`: the best hits of a search
    /// first. A ranking looks at a bounded number of hits; `exact` says whether
    /// these were all.
    pub by: String,
    /// The field of the column, with `column`. Only the entries of its table are
    /// listed then.
    #[ts(optional)]
    pub field: Option<u32>,
    /// The newest or greatest first. Entries without a value stay last.
    pub descending: bool,
}

/// A page of entries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct EntriesView {
    /// How many there are.
    pub total: u32,
    /// Whether `total` is exact or "at least".
    pub exact: bool,
    /// The rows of this page.
    pub rows: Vec<EntryRow>,
    /// With equal entries once: how many entries stand behind all rows.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries: Option<u32>,
    /// With equal entries once, if only so many of these could be compared.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared: Option<u32>,
}

/// One entry in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct EntryRow {
    /// Its id.
    pub id: EntryId,
    /// The day or time it speaks of, ISO 8601; none if undated.
    pub when: Option<String>,
    /// Controller id.
    pub controller: u32,
    /// The controller's name.
    pub controller_name: String,
    /// The kinds of data it holds, main one first.
    pub kinds: Vec<Kind>,
    /// The table as people call it.
    pub table: String,
    /// Its most telling values: header, value, and whether to mask it until shown.
    pub what: Vec<(String, String, bool)>,
    /// Why it is held, as far as its table says: the strongest voice. In lists only.
    #[ts(optional)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<super::VoicedView>,
    /// Where it stands.
    pub place: SourcePlace,
    /// Byte ranges are awkward in a window: the words to highlight.
    pub hits: Vec<String>,
    /// The person's tags on it.
    #[ts(optional, as = "Option<Vec<String>>")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The entries that this one stands for, itself among them.
    #[ts(optional)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equal: Option<EqualView>,
}

/// Equal entries behind one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EqualView {
    /// How many.
    pub count: u32,
    /// In how many files.
    pub files: u32,
}

/// Names one entry.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct EntryRequest {
    /// Which.
    pub id: EntryId,
    /// The language for catalog texts.
    pub language: String,
}

/// Everything about one entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct EntryView {
    /// The row as in the list.
    pub row: EntryRow,
    /// All its fields, in the order of the file; absent ones left out.
    pub fields: Vec<EntryField>,
    /// The import.
    pub import: u32,
    /// Digest of the member it stands in.
    pub sha256: String,
    /// The record as it stands in the file, as near as the format allows.
    pub raw: String,
}

/// One value of an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct EntryField {
    /// Field id.
    pub field_id: u32,
    /// The header.
    pub name: String,
    /// The value as it stands.
    pub value: String,
    /// Catalog id of the category.
    pub category: String,
    /// Its label.
    pub label: String,
    /// Which kind; none for technical fields.
    pub kind: Option<Kind>,
    /// Whether to mask it until shown.
    pub sensitive: bool,
    /// Why it is held.
    pub purposes: Vec<super::VoicedView>,
    /// Where exactly it stands.
    pub place: SourcePlace,
}

/// Asks how many entries there are by company, kind and table.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct FacetsRequest {
    /// Which entries.
    pub filter: EntryFilter,
    /// The language for catalog texts.
    pub language: String,
}

/// Counts beside the list of entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FacetsView {
    /// By controller.
    pub controllers: Vec<Facet>,
    /// By kind.
    pub kinds: Vec<Facet>,
    /// By table.
    pub tables: Vec<Facet>,
    /// By tag: only those that some of the entries have. The label of a built-in one
    /// is empty.
    #[ts(optional, as = "Option<Vec<Facet>>")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Facet>,
}

/// One value to filter by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Facet {
    /// The id as the filter wants it: a number, or a kind's word.
    pub id: String,
    /// What to show; empty for kinds.
    pub label: String,
    /// How many entries.
    #[ts(type = "number")]
    pub count: u64,
}
