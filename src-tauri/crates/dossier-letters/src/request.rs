use std::collections::BTreeMap;

use chrono::NaiveDate;
use dossier_model::{Sensitive, SourcePlace, Voiced};
use serde::{Deserialize, Serialize};

use crate::deadline::CountFacts;

/// How the letter travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// By e-mail: arrives the same day.
    #[default]
    Email,
    /// By post: arrives, as an estimate, three days later.
    Post,
    /// Through a form on the company's website.
    Form,
}

/// To whom: the company, or the authority for a complaint.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Addressee {
    /// The legal name.
    pub name: String,
    /// The postal address, line by line.
    pub address: Vec<String>,
    /// The mail address for privacy matters.
    pub email: String,
    /// ISO 3166 (`DE`, `DE-BE`): whose holidays and retention law apply.
    pub region: String,
}

impl Addressee {
    /// The country of the region.
    pub fn country(&self) -> &str {
        self.region.split('-').next().unwrap_or_default()
    }
}

/// Who writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sender {
    /// The name as the company knows it.
    pub name: Sensitive<String>,
    /// The postal address; needed by post only.
    pub address: Sensitive<Vec<String>>,
    /// Where the answer shall go.
    pub reply_to: Sensitive<String>,
}

/// What lets the company find the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// `customer_number`, `account_email`, `own_email` (no account is known), `loyalty_number`,
    /// `device_id`, `order_number`.
    pub kind: String,
    /// The value.
    pub value: Sensitive<String>,
    /// Where it stands in the export.
    #[serde(default)]
    pub place: Option<SourcePlace>,
}

/// One chosen holding: a field of a table with its records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// What it is, in the language of the letter.
    pub label: String,
    /// Catalog id of its category.
    pub category: String,
    /// Where it stands.
    pub place: SourcePlace,
    /// The table inside the member; empty if the member is one table.
    pub table: String,
    /// The field as the company names it; empty for a whole record.
    pub field: String,
    /// A few values.
    pub values: Sensitive<Vec<String>>,
    /// How many records.
    pub records: u64,
    /// First and last date, ISO 8601.
    pub first: Option<String>,
    /// See `first`.
    pub last: Option<String>,
    /// Id of the ground in the law file.
    pub ground: String,
    /// Why the company holds it; only what was stated or seen gets into a letter.
    pub purposes: Vec<Voiced>,
    /// Data of a special category: never spelled out.
    pub special: bool,
    /// Data of other people: always masked.
    pub others: bool,
    /// The retention rule that covers it; `none` if the person knows that none
    /// does; absent to let the category decide.
    pub retained: Option<String>,
}

/// One value to put right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Correction {
    /// What it is, in the language of the letter.
    pub label: String,
    /// Where it stands.
    pub place: SourcePlace,
    /// The table of the member; empty if the member is one table.
    pub table: String,
    /// The field as the company names it.
    pub field: String,
    /// The value in the export.
    pub found: Sensitive<String>,
    /// The right value; empty if the value is to be completed or removed in words.
    pub right: Sensitive<String>,
    /// Since when it is so.
    pub since: Option<NaiveDate>,
}

/// Whether example values stand in the annex.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// No value: the place is enough.
    Hidden,
    /// `m•••@example.org`.
    #[default]
    Masked,
    /// In full, by the person's choice.
    Full,
}

/// An answer of the person to a question of the letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Fact {
    /// Yes or no.
    Flag(bool),
    /// A date, ISO 8601.
    Date(NaiveDate),
    /// Words.
    Text(Sensitive<String>),
    /// Rows with named cells.
    Rows(Sensitive<Vec<BTreeMap<String, String>>>),
}

impl Fact {
    /// A fact in words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(Sensitive::new(text.into()))
    }

    pub(crate) fn is_given(&self) -> bool {
        match self {
            Self::Flag(yes) => *yes,
            Self::Date(_) => true,
            Self::Text(text) => !text.expose().trim().is_empty(),
            Self::Rows(rows) => !rows.expose().is_empty(),
        }
    }
}

/// Everything that goes into one letter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LetterRequest {
    /// The law file: `eu_gdpr`.
    pub law: String,
    /// The letter file: `erasure_part`.
    pub letter: String,
    /// ISO 639-1.
    pub language: String,
    /// The company.
    pub controller: Addressee,
    /// The authority, for a complaint.
    pub authority: Option<Addressee>,
    /// Who writes.
    pub sender: Sender,
    /// At most three, all from the export.
    pub identifiers: Vec<Identifier>,
    /// The chosen entries.
    pub entries: Vec<Entry>,
    /// The values to put right.
    pub corrections: Vec<Correction>,
    /// The answers to the letter's own questions; `note` is a last paragraph in
    /// the person's own words, in any letter.
    pub facts: BTreeMap<String, Fact>,
    /// How it travels.
    pub channel: Channel,
    /// When it will arrive (or arrived), if that is known better.
    pub receipt: Option<NaiveDate>,
    /// What else bears on the deadline.
    pub count: CountFacts,
    /// Our own sign, for matching the answer; made from date and company if empty.
    pub reference: String,
    /// Whether values stand in the annex.
    pub shown: Shown,
}
