use dossier_model::{Kind, SourcePlace};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Text;

/// Who holds what, and for how much of it nobody says why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OverviewView {
    /// The companies, with their row of the matrix.
    pub companies: Vec<CompanyRow>,
    /// Entries in all imports.
    #[ts(type = "number")]
    pub entries: u64,
    /// Entries for which no purpose is stated or seen.
    #[ts(type = "number")]
    pub without_purpose: u64,
    /// What to look at first.
    pub findings: Vec<FindingView>,
}

/// One company in the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CompanyRow {
    /// Controller id.
    pub id: u32,
    /// Name.
    pub name: String,
    /// First and last date in its answers, ISO 8601.
    pub first: Option<String>,
    /// See `first`.
    pub last: Option<String>,
    /// Entries in its answers.
    #[ts(type = "number")]
    pub entries: u64,
    /// One cell a kind, in the order of the label card.
    pub cells: Vec<KindCell>,
    /// Whether it belongs to the sample customer.
    pub sample: bool,
}

/// One cell of the matrix. An entry counts in each kind of which it holds a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct KindCell {
    /// The kind.
    pub kind: Kind,
    /// Entries that hold a value of this kind.
    #[ts(type = "number")]
    pub entries: u64,
    /// Entries of these with a purpose stated.
    #[ts(type = "number")]
    pub stated: u64,
    /// With a purpose seen in the data.
    #[ts(type = "number")]
    pub seen: u64,
    /// With a typical purpose only.
    #[ts(type = "number")]
    pub typical: u64,
    /// With none.
    #[ts(type = "number")]
    pub not_stated: u64,
    /// First date, ISO 8601.
    pub first: Option<String>,
}

/// One sentence worth knowing, with its evidence and what can be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FindingView {
    /// Stable within the vault: rule and evidence.
    pub id: String,
    /// The rule.
    pub rule: String,
    /// `no_reason`, `surprising`, `old`, `contradiction`, `missing`.
    pub group: String,
    /// The controllers it speaks of: id and name.
    pub controllers: Vec<(u32, String)>,
    /// The sentence, in the language asked for.
    pub sentence: String,
    /// One more sentence: the rule in words.
    pub why: String,
    /// Where it shows, with the value found.
    pub evidence: Vec<EvidenceView>,
    /// The legal reference, such as `Art. 16 GDPR`.
    pub reference: String,
    /// What can be done, the best first.
    pub actions: Vec<FindingAction>,
    /// What the person thinks of it: `open` or `not_a_problem`.
    pub state: String,
    /// A note of the person.
    pub note: String,
}

/// One place that shows a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EvidenceView {
    /// The controller.
    pub controller: u32,
    /// The import.
    pub import: u32,
    /// Where.
    pub place: SourcePlace,
    /// What stands there.
    pub value: String,
    /// The entry, if the place is one.
    pub entry: Option<super::EntryId>,
}

/// Something to do about a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FindingAction {
    /// `request` or `show`.
    pub act: String,
    /// For `request`: the right.
    pub right: String,
    /// Of whom.
    pub controller: u32,
    /// The words on the button.
    pub label: Text,
    /// What it is about, ready for a new request.
    pub items: Vec<super::RequestItem>,
}
