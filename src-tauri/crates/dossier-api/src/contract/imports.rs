use dossier_model::{MemberPath, MemberSummary, Problem};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Text;

/// Whose answer it is, and how we know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ControllerView {
    /// Id of the controller in the vault.
    pub id: u32,
    /// The name to show.
    pub name: String,
    /// `declared` (recognized by a declaration), `stated` (letterhead), `given`
    /// (by the person), `name` (guessed from the file name), `unknown`.
    pub how: String,
    /// Why we think so.
    pub why: Vec<Text>,
}

/// Starts an import. The host puts the files beside it.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct ImportRequest {
    /// The files, by the handles that the host gave out.
    pub sources: Vec<u32>,
    /// Whose answer it is, if the person says so.
    #[ts(optional)]
    pub controller: Option<String>,
    /// When the answer came, ISO 8601; today if absent.
    #[ts(optional)]
    pub received: Option<String>,
    /// Passwords of encrypted members: path and password.
    #[ts(as = "Vec<(String, String)>")]
    pub passwords: Vec<(MemberPath, dossier_model::Sensitive<String>)>,
}

/// The sums of the ledger: they add up to `members` and `bytes`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct LedgerSum {
    /// Members in this state.
    pub members: u32,
    /// Bytes in this state.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// The ledger of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct LedgerView {
    /// All leaf members.
    pub total: LedgerSum,
    /// Read.
    pub read: LedgerSum,
    /// Duplicate of data already read.
    pub duplicate: LedgerSum,
    /// Kept as file.
    pub kept: LedgerSum,
    /// Refused or failed.
    pub failed: LedgerSum,
    /// Whether the four add up to the total, checked anew.
    pub adds_up: bool,
}

/// One import.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ImportView {
    /// Its id.
    pub id: u32,
    /// Whose answer.
    pub controller: ControllerView,
    /// The name of the file or folder.
    pub name: String,
    /// Digest of the file as received (of the list of members for a folder).
    pub sha256: String,
    /// Bytes as received.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Day received, ISO 8601.
    pub received: String,
    /// When it was imported, ISO 8601 date and time.
    pub imported: String,
    /// The sums.
    pub ledger: LedgerView,
    /// Records read, as the ledger counts them.
    #[ts(type = "number")]
    pub records: u64,
    /// Entries that they make: a list inside a record has entries of its own.
    #[ts(type = "number")]
    pub entries: u64,
    /// Problems by severity: notes, warnings, failures.
    pub problems: [u32; 3],
    /// Whether it is part of the sample customer.
    pub sample: bool,
}

/// One member with what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct MemberView {
    /// Its id.
    pub id: u32,
    /// The line of the ledger.
    #[serde(flatten)]
    pub summary: MemberSummary,
    /// Tables read from it.
    pub tables: Vec<TableView>,
    /// Problems in it.
    pub problems: Vec<Problem>,
}

/// One table of a member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TableView {
    /// Its id.
    pub id: u32,
    /// A name for people: the declaration's label, the sheet, the file.
    pub label: String,
    /// Its name inside the member.
    pub name: String,
    /// Whether a declaration says how to read it.
    pub declared: bool,
    /// Records.
    #[ts(type = "number")]
    pub records: u64,
    /// The fields with their category labels.
    pub fields: Vec<FieldView>,
}

/// One field of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FieldView {
    /// Its id.
    pub id: u32,
    /// The header as the company writes it.
    pub name: String,
    /// Catalog id of the category.
    pub category: String,
    /// Its label in the language asked for.
    pub label: String,
    /// How sure, 0 to 1.
    pub confidence: f32,
    /// Why this category.
    pub why: Vec<String>,
    /// Records with a value.
    #[ts(type = "number")]
    pub filled: u64,
    /// A few values.
    pub examples: Vec<String>,
}

/// The whole report of an import.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ImportReportView {
    /// The import.
    pub import: ImportView,
    /// All its members.
    pub members: Vec<MemberView>,
    /// Problems of the import as a whole.
    pub problems: Vec<Problem>,
    /// Encrypted members that ask for a password.
    pub passwords_wanted: Vec<MemberPath>,
    /// Imports with the very same bytes.
    pub same_as: Option<u32>,
}

/// What an import ended with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ImportedView {
    /// One report a source.
    pub imports: Vec<ImportReportView>,
}

/// Names one import.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ImportIdRequest {
    /// Its id.
    pub id: u32,
    /// The language for catalog texts.
    pub language: String,
}

/// Says whose answer an import is.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SetControllerRequest {
    /// The import.
    pub import: u32,
    /// The controller's name.
    pub name: String,
}

/// Gives all answers of a company another name, which may be that of another company.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RenameControllerRequest {
    /// The controller.
    pub id: u32,
    /// The name.
    pub name: String,
}

/// Only the language for catalog texts.
#[derive(Clone, Debug, Default, Deserialize, TS)]
pub struct LanguageRequest {
    /// ISO 639-1.
    pub language: String,
}
