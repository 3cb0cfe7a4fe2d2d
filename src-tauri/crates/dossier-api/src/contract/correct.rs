//! What the person knows better: kinds, purposes, findings.

use dossier_model::Kind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Says what a field really is, or what it is really for.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct CorrectFieldRequest {
    /// Table id.
    pub table: u32,
    /// Field id.
    pub field: u32,
    /// The right category; empty takes a correction back; absent leaves it.
    #[ts(optional)]
    pub category: Option<String>,
    /// The right purpose; empty takes a correction back; absent leaves it.
    #[ts(optional)]
    pub purpose: Option<String>,
    /// The language for catalog texts.
    pub language: String,
}

/// One category to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CategoryOption {
    /// Catalog id.
    pub id: String,
    /// The plain name.
    pub label: String,
    /// Which kind of data.
    pub kind: Kind,
    /// One plain sentence.
    pub sentence: String,
}

/// One purpose to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PurposeOption {
    /// Catalog id.
    pub id: String,
    /// The plain name.
    pub label: String,
    /// One plain sentence.
    pub sentence: String,
}

/// Says what the person thinks of a finding.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct MarkFindingRequest {
    /// The finding.
    pub id: String,
    /// `open` or `not_a_problem`.
    pub state: String,
    /// A note of the person.
    pub note: String,
    /// The language for catalog texts.
    pub language: String,
}
