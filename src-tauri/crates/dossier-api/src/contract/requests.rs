use std::collections::BTreeMap;

use dossier_model::SourcePlace;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ContactView, EntryId, Text};

/// The states of a request, as in the Data Rights Protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// Being written.
    Draft,
    /// Sent.
    Sent,
    /// The company confirmed that it came.
    Acknowledged,
    /// The company works on it.
    InProgress,
    /// The company took more time.
    Extended,
    /// Answered.
    Answered,
    /// Refused, with a reason.
    Denied,
    /// The time ran out.
    Expired,
    /// Done.
    Closed,
}

/// One thing that a request is about: a whole field or chosen entries of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RequestItem {
    /// Table id.
    pub table: u32,
    /// Field id; none if the whole entries are meant.
    #[ts(optional)]
    pub field: Option<u32>,
    /// The entries; empty means all of the table.
    #[serde(default)]
    pub entries: Vec<EntryId>,
    /// What stands there, for a correction.
    #[serde(default)]
    pub found: String,
    /// What should stand there, for a correction.
    #[serde(default)]
    pub right_value: String,
    /// Since when the right value holds, ISO 8601; empty if it always did.
    #[serde(default)]
    pub since: String,
}

/// One item as it is shown, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RequestItemView {
    /// The item itself.
    pub item: RequestItem,
    /// The kind of data in the language asked for.
    pub label: String,
    /// The table as people call it.
    pub table: String,
    /// The header; empty for whole entries.
    pub field: String,
    /// How many entries it covers.
    #[ts(type = "number")]
    pub count: u64,
    /// Where.
    pub place: SourcePlace,
    /// The ground for it, in the language asked for.
    pub ground: String,
    /// What the law lets the company keep, if anything; empty otherwise.
    pub kept: String,
}

/// Something that identifies the person, found in the export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IdentifierView {
    /// Catalog id of its category.
    pub category: String,
    /// Its label.
    pub label: String,
    /// The value.
    pub value: String,
    /// Where it stands.
    pub place: SourcePlace,
}

/// What the desktop may say of deadlines: no name and no date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NoticeView {
    /// The sentence, in the language asked for.
    pub text: String,
}

/// One request in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RequestCard {
    /// Its id.
    pub id: u32,
    /// Controller id.
    pub controller: u32,
    /// The controller's name.
    pub controller_name: String,
    /// The right: `erasure`, `rectification`, …
    pub right: String,
    /// The law: `eu_gdpr`, …
    pub law: String,
    /// Its state.
    pub state: RequestState,
    /// When it was made, ISO 8601.
    pub created: String,
    /// When it was sent.
    pub sent: Option<String>,
    /// When the answer is due.
    pub due: Option<String>,
    /// How many things it is about.
    pub items: u32,
}

/// The sender as the company knows the person: stored once, for all letters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SenderView {
    /// Name.
    pub name: String,
    /// Postal address, a line each; empty lines are left out.
    pub address: Vec<String>,
    /// E-mail for the answer.
    pub email: String,
}

/// Everything about one request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RequestView {
    /// The card.
    pub card: RequestCard,
    /// The language of the letter.
    pub language: String,
    /// To whom.
    pub contact: ContactView,
    /// From whom.
    pub sender: SenderView,
    /// By what the company can find the person: at most three are used.
    pub identifiers: Vec<IdentifierView>,
    /// The values chosen of `identifiers`.
    pub chosen: Vec<String>,
    /// What it is about.
    pub items: Vec<RequestItemView>,
    /// Whether values stand masked in the annex.
    pub masked: bool,
    /// A free sentence of the person.
    pub note: String,
    /// How the due date was counted.
    pub due_how: Vec<Text>,
    /// What still keeps the letter from being made, each a text key.
    pub missing: Vec<Text>,
    /// What the letter gives away more than needed.
    pub warnings: Vec<Text>,
    /// Its pages as SVG, empty while something is missing.
    pub pages: Vec<String>,
    /// The letter as plain text, empty while something is missing.
    pub text: String,
    /// Its history.
    pub events: Vec<RequestEvent>,
    /// What can be done now, the best first.
    pub next: Vec<NextStep>,
    /// The questions of the letter, with the answers so far.
    pub facts: Vec<FactView>,
    /// The formats in which the letter can be had.
    pub formats: Vec<String>,
    /// When the answer is due and how that was counted.
    pub deadline: Option<DeadlineView>,
    /// The languages in which there is a letter on this right under this law.
    pub languages: Vec<String>,
    /// The letter field by field, for a web form: label and text.
    pub fields: Vec<(String, String)>,
    /// The request that this letter follows, if it follows one.
    pub about: Option<u32>,
}

/// One thing that can be done about a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NextStep {
    /// `mark_sent`, `mark_answered`, `wait`, `remind`, `follow_up`, `complain`,
    /// `import_answer`, `proof`, `reply`, `close`.
    pub action: String,
    /// The words for it.
    pub text: Text,
    /// For a further letter: its right, ready for a new request.
    pub right: String,
    /// The day that it depends on, ISO 8601.
    pub due: Option<String>,
}

/// A question of a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FactView {
    /// Its id, for [`UpdateRequest`].
    pub id: String,
    /// The question, in the language of the letter.
    pub question: String,
    /// `day` (ISO 8601), `text`, `choice`, or `lines`: a row a line, its cells
    /// parted by ` | `.
    pub kind: String,
    /// What can be chosen: value and words.
    pub options: Vec<(String, String)>,
    /// The answer; what the program knows until the person says otherwise.
    pub value: String,
    /// Whether the letter waits for it.
    pub required: bool,
}

/// When an answer is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DeadlineView {
    /// The last day, ISO 8601.
    pub due: String,
    /// The count, step by step.
    pub steps: Vec<Text>,
    /// Whether a later day is possible, or the law is open.
    pub doubt: bool,
}

/// One thing that happened to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RequestEvent {
    /// The state it went to.
    pub state: RequestState,
    /// The day, ISO 8601.
    pub day: String,
    /// A note of the person.
    pub note: String,
    /// How it went or came: `email`, `post`, `form`, `phone`; empty if not said.
    pub how: String,
    /// The proofs kept with it.
    pub files: Vec<EventFileView>,
}

/// A proof that is kept in the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EventFileView {
    /// Its id, for `request_file`.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Its length.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Its digest.
    pub sha256: String,
}

/// Makes a new request.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CreateRequest {
    /// To whom.
    pub controller: u32,
    /// The right.
    pub right: String,
    /// The law; `eu_gdpr` if empty.
    #[serde(default)]
    pub law: String,
    /// The language of the letter.
    pub language: String,
    /// What it is about; empty means everything, where the right allows it.
    #[serde(default)]
    pub items: Vec<RequestItem>,
    /// The request that this letter follows: for reminders, replies, complaints.
    #[serde(default)]
    #[ts(optional)]
    pub about: Option<u32>,
}

/// Changes a request. Absent fields stay.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct UpdateRequest {
    /// Which.
    pub id: u32,
    /// The language of the letter.
    #[ts(optional)]
    pub language: Option<String>,
    /// To whom; saved for the company as the person's own entry.
    #[ts(optional)]
    pub contact: Option<ContactView>,
    /// From whom; saved for all letters.
    #[ts(optional)]
    pub sender: Option<SenderView>,
    /// The identifiers chosen, by value.
    #[ts(optional)]
    pub chosen: Option<Vec<String>>,
    /// What it is about.
    #[ts(optional)]
    pub items: Option<Vec<RequestItem>>,
    /// Whether values stand masked in the annex.
    #[ts(optional)]
    pub masked: Option<bool>,
    /// A free sentence of the person.
    #[ts(optional)]
    pub note: Option<String>,
    /// Answers to the questions of the letter, by id; an empty one takes it back.
    #[ts(optional)]
    pub facts: Option<BTreeMap<String, String>>,
    /// The law.
    #[ts(optional)]
    pub law: Option<String>,
}

/// Names one request.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RequestIdRequest {
    /// Which.
    pub id: u32,
    /// The language for catalog texts.
    pub language: String,
}

/// Moves a request to another state.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct MarkRequest {
    /// Which.
    pub id: u32,
    /// To which state.
    pub state: RequestState,
    /// On which day, ISO 8601.
    pub day: String,
    /// A note.
    #[serde(default)]
    pub note: String,
    /// How it went or came: `email`, `post`, `form`, `phone`.
    #[serde(default)]
    pub how: String,
    /// Proofs to keep with it, by the handles that the host gave out.
    #[serde(default)]
    pub files: Vec<u32>,
}

/// Asks for a letter as a file.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RenderRequest {
    /// Which request.
    pub id: u32,
    /// `pdf`, `docx`, `eml`, `txt`, `ics`, `json`; `proof_pdf` and `proof_json`
    /// for the sheet that says what became of it.
    pub format: String,
    /// For a proof: the import that answers.
    #[serde(default)]
    #[ts(optional)]
    pub import: Option<u32>,
    /// For a proof: its language, if it is another one than the letter's.
    #[serde(default)]
    #[ts(optional)]
    pub language: Option<String>,
}

/// A letter as a file. The host writes it; its bytes do not go to the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RenderedView {
    /// A proposal for the file's name, without personal data.
    pub name: String,
    /// The bytes, base64.
    pub base64: String,
}

/// The rights that fit what was chosen, the best first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RightView {
    /// The right.
    pub id: String,
    /// Its name in the language asked for.
    pub label: String,
    /// What it does, in a sentence.
    pub sentence: String,
    /// The article.
    pub article: String,
    /// Whether items have to be chosen.
    pub needs_items: bool,
    /// Whether it fits what was chosen.
    pub fits: bool,
    /// Why it fits or does not, in the language asked for.
    pub reason: String,
    /// Whether it needs no reasons and is offered first.
    pub first: bool,
    /// The languages in which there is a letter.
    pub languages: Vec<String>,
}

/// Asks which rights fit.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct RightsForRequest {
    /// Of whom.
    pub controller: u32,
    /// What was chosen; empty means everything.
    pub items: Vec<RequestItem>,
    /// The law; the one that fits the company if empty.
    pub law: String,
    /// The language for catalog texts.
    pub language: String,
}

/// Asks which laws can be invoked against a company.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct LawsForRequest {
    /// The company; 0 for none in particular.
    pub controller: u32,
    /// The language for catalog texts.
    pub language: String,
}

/// One law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LawView {
    /// Its id.
    pub id: String,
    /// Its name in the language asked for.
    pub label: String,
    /// The languages in which letters under it are usual.
    pub languages: Vec<String>,
    /// Whether it is the one that fits the company.
    pub suggested: bool,
}

/// A day that is near or over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReminderView {
    /// The request.
    pub request: u32,
    /// The controller's name.
    pub controller_name: String,
    /// The right.
    pub right: String,
    /// The day, ISO 8601.
    pub due: String,
    /// Days from today; negative if it is over.
    #[ts(type = "number")]
    pub days: i64,
    /// The words for it.
    pub text: Text,
}
