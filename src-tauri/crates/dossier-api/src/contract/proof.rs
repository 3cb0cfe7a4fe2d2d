use dossier_model::SourcePlace;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FieldChange, RequestCard, RequestItem, Text, VoicedView};

/// Asks what became of a request in a later answer.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ProofRequest {
    /// The request.
    pub request: u32,
    /// The import that answers.
    pub import: u32,
    /// The language for catalog texts.
    pub language: String,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ProofView {
    /// The request.
    pub card: RequestCard,
    /// Digest of the answer that was asked about.
    pub before_sha256: String,
    /// Digest of the later answer.
    pub after_sha256: String,
    /// Day of the first answer, ISO 8601.
    pub before_day: String,
    /// Day of the later one.
    pub after_day: String,
    /// What was asked, one by one.
    pub rows: Vec<ProofRow>,
    /// What the company refuses in its own words.
    pub denials: Vec<VoicedView>,
    /// What the company says it deleted, blocked or put right.
    #[serde(default)]
    pub claims: Vec<VoicedView>,
    /// Things that were asked about and stand in no answer here any more.
    pub lost: u32,
    /// Whether everything that was asked is done.
    pub done: bool,
    /// What is still open, ready for a follow-up.
    pub follow_up: Vec<RequestItem>,
}

/// What became of one thing that was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ProofRow {
    /// The kind of data in the language asked for.
    pub label: String,
    /// The table as people call it.
    pub table: String,
    /// The header; empty for whole entries.
    pub field: String,
    /// Where it stands now; where it stood if it is gone.
    pub place: Option<SourcePlace>,
    /// Entries asked about.
    #[ts(type = "number")]
    pub asked: u64,
    /// Entries that are gone.
    #[ts(type = "number")]
    pub gone: u64,
    /// Entries that are as they were.
    #[ts(type = "number")]
    pub still_there: u64,
    /// Entries that hold something else now.
    #[ts(type = "number")]
    pub changed: u64,
    /// Entries that are still there for a reason: a duty, or one that the company names.
    #[ts(type = "number")]
    pub kept: u64,
    /// Entries that came into the table after the request was sent.
    #[serde(default)]
    #[ts(type = "number")]
    pub new: u64,
    /// What changed in the changed ones, field by field; the first ones.
    #[serde(default)]
    pub changes: Vec<FieldChange>,
    /// `gone`, `still_there`, `kept`, `changed`, `partly`; `absent` if the later answer
    /// does not show it, one way or the other.
    pub state: String,
    /// The reason for keeping.
    pub reason: Option<VoicedView>,
    /// For a correction: what stands there now.
    pub found: String,
    /// For a correction: what was asked for.
    pub right_value: String,
}

/// Asks which requests the answers of a company may answer.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ProofsRequest {
    /// The company.
    pub controller: u32,
    /// The language for catalog texts.
    pub language: String,
}

/// A request and a later answer of the same company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProofOffer {
    /// The request.
    pub request: u32,
    /// The later import.
    pub import: u32,
    /// The words for it.
    pub text: Text,
}
