use dossier_model::{Kind, Sensitive, Statement, Voice};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ControllerView, FindingView, ImportView, RequestCard};

/// Asks for one company.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CompanyRequest {
    /// Controller id.
    pub id: u32,
    /// The language for catalog texts.
    pub language: String,
}

/// What one company holds, why, for how long, to whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CompanyView {
    /// Who.
    pub controller: ControllerView,
    /// How to reach it, from the directory, the letter or the person.
    pub contact: ContactView,
    /// Its answers.
    pub imports: Vec<ImportView>,
    /// Entries.
    #[ts(type = "number")]
    pub entries: u64,
    /// First and last date, ISO 8601.
    pub first: Option<String>,
    /// See `first`.
    pub last: Option<String>,
    /// The label card: all twelve kinds, empty ones too.
    pub label: Vec<LabelRow>,
    /// Fields of none of the kinds: not classified, or needed by operation alone.
    #[serde(default)]
    pub beside: Vec<ItemView>,
    /// What it says in its own words.
    pub statements: Vec<Statement>,
    /// The law whose questions `checklist` asks.
    pub law: LawChoiceView,
    /// The questions of the law and whether they are answered.
    pub checklist: Vec<ChecklistRow>,
    /// Whether there is a letter that asks for what the answer lacks.
    #[ts(optional, as = "Option<bool>")]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub follow_up: bool,
    /// Findings about it.
    pub findings: Vec<FindingView>,
    /// Requests to it.
    pub requests: Vec<RequestCard>,
    /// The person's own words on it; empty if there are none.
    #[ts(optional, as = "Option<String>")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Keeps the person's own words on a company; none takes them out.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CompanyNoteRequest {
    /// Controller id.
    pub id: u32,
    /// The words: plain text, 4,000 characters at most.
    pub text: String,
    /// The language for catalog texts.
    pub language: String,
}

/// How to reach a company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ContactView {
    /// Legal name.
    pub name: String,
    /// Postal address, a line each.
    pub address: Vec<String>,
    /// E-mail for privacy matters.
    pub email: String,
    /// Web form.
    pub web: String,
    /// Where these come from: `directory`, `letter`, `own`, or empty.
    pub origin: String,
    /// Day of the facts, ISO 8601, if known.
    pub as_of: String,
}

/// One row of the label card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct LabelRow {
    /// The kind.
    pub kind: Kind,
    /// Entries that hold a value of this kind.
    #[ts(type = "number")]
    pub entries: u64,
    /// A short example.
    pub example: String,
    /// First and last date, ISO 8601.
    pub first: Option<String>,
    /// See `first`.
    pub last: Option<String>,
    /// Why.
    pub purposes: Vec<VoicedView>,
    /// On what basis.
    pub legal_bases: Vec<VoicedView>,
    /// How long.
    pub retention: Vec<VoicedView>,
    /// To whom.
    pub recipients: Vec<VoicedView>,
    /// From where.
    pub sources: Vec<VoicedView>,
    /// The fields behind the row.
    pub items: Vec<ItemView>,
}

/// A text with its voice, ready to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VoicedView {
    /// The text in the language asked for, or the company's words.
    pub text: String,
    /// Who speaks.
    pub voice: Voice,
    /// The quote behind `stated`, if there is one.
    pub quote: String,
    /// Where.
    pub place: Option<dossier_model::SourcePlace>,
    /// Whether the person said so; `typical` is then no guess of ours.
    #[ts(optional, as = "Option<bool>")]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own: bool,
    /// Whether the text is the company's own words.
    #[ts(optional, as = "Option<bool>")]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub verbatim: bool,
    /// The language of the company's words, ISO 639-1; empty if it has none here.
    #[ts(optional, as = "Option<String>")]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
}

/// One holding, for the detail of a label row.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct ItemView {
    /// Field id.
    pub field_id: u32,
    /// Table id.
    pub table_id: u32,
    /// Catalog id of the category.
    pub category: String,
    /// Its label.
    pub label: String,
    /// The table as people call it.
    pub table: String,
    /// The header.
    pub field: String,
    /// The member.
    pub place: dossier_model::SourcePlace,
    /// Records with a value.
    #[ts(type = "number")]
    pub records: u64,
    /// First and last date, ISO 8601.
    pub first: Option<String>,
    /// See `first`.
    pub last: Option<String>,
    /// A few values.
    pub examples: Vec<String>,
    /// Why.
    pub purposes: Vec<VoicedView>,
    /// On what basis.
    pub legal_bases: Vec<VoicedView>,
    /// To whom.
    pub recipients: Vec<VoicedView>,
    /// How long.
    pub retention: Vec<VoicedView>,
    /// From where.
    pub sources: Vec<VoicedView>,
    /// What the customer gets from it.
    pub benefit_customer: String,
    /// What the company gets from it.
    pub benefit_company: String,
    /// What it can reveal; empty if nothing special.
    pub reveals: String,
    /// Whether it is a special category of Art. 9.
    pub special: bool,
}

/// One question of the law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChecklistRow {
    /// Its id, such as `15-1-a`.
    pub id: String,
    /// The question in the language asked for.
    pub label: String,
    /// `yes`, `partly`, `no`; `perhaps` where words of the letter may answer it and a
    /// person must read them; `announced` where the letter says that the copy comes
    /// another way.
    pub answered: String,
    /// Whether it is owed in some cases only.
    #[ts(optional, as = "Option<bool>")]
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub conditional: bool,
    /// Where it is answered.
    pub place: Option<dossier_model::SourcePlace>,
    /// Words that no statement was made of and that may answer it.
    pub hint: Option<HintView>,
    /// The article.
    pub reference: String,
}

/// A law, and how it was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LawChoiceView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Why it.
    pub reason: LawReason,
}

/// Why an answer is held against the list of a law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LawReason {
    /// It protects those who live where the person lives.
    Home,
    /// The company names it.
    Named,
    /// It is the law of the company's place.
    Place,
    /// Nothing tells.
    Assumed,
}

/// Words of a letter that may answer a question, to be read by a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HintView {
    /// Its id.
    pub id: u32,
    /// The company's words, unchanged.
    #[ts(as = "String")]
    pub quote: Sensitive<String>,
    /// Their language, ISO 639-1; empty if it cannot be told.
    pub language: String,
    /// Whether the person found that they answer it; none if nobody has read them.
    pub answers: Option<bool>,
}

/// Says whether such words answer their question.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ReadHintRequest {
    /// Controller id.
    pub controller: u32,
    /// The id of the words.
    pub hint: u32,
    /// Whether they do; none to take back what was said.
    pub answers: Option<bool>,
    /// The language for catalog texts.
    pub language: String,
}

/// Asks about one company, or about all.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct AuditRequest {
    /// Controller id; all companies if absent.
    #[ts(optional)]
    pub controller: Option<u32>,
    /// The law whose list is used; the one that protects the person if empty.
    pub law: String,
    /// The language for catalog texts.
    pub language: String,
}

/// One holding with whose it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct HoldingView {
    /// The controller's name.
    pub controller: String,
    /// The holding.
    pub item: ItemView,
}

/// One statement with whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StatementView {
    /// The controller's name.
    pub controller: String,
    /// The statement.
    pub statement: Statement,
}
