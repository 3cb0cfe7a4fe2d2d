use chrono::NaiveDate;
use dossier_model::{
    MemberSummary, Passage, Problem, Reply, Sensitive, SourcePlace, Statement, StatementKind,
    TableSummary,
};
use serde::{Deserialize, Serialize};

use crate::names::of_several;
use crate::sure::is_sure;

/// Everything that one company's answer brought, as the reasoning needs it.
///
/// Several imports of one company are one answer here: the caller puts their
/// tables and statements together.
#[derive(Clone, Debug, Default)]
pub struct Answer<'a> {
    /// The controller's name.
    pub controller: &'a str,
    /// What was read.
    pub tables: &'a [TableSummary],
    /// What the company said.
    pub statements: &'a [Statement],
    /// Words of its letters that may state something.
    pub hints: &'a [Hint],
    /// Whether one of its texts is a letter; none if nobody looked.
    pub letter: Option<bool>,
    /// What its letters say instead of an answer.
    pub replies: &'a [Reply],
    /// Where a letter says that the copy of the data comes apart from it.
    pub announced: Option<&'a Announced>,
    /// What the catalog's declaration of this export says, never the company.
    pub declared: &'a [DeclaredFact],
    /// The ledger.
    pub members: &'a [MemberSummary],
    /// What went wrong while reading.
    pub problems: &'a [Problem],
    /// The day on which the request was sent, if known.
    pub requested: Option<NaiveDate>,
    /// The day until which the answer was due, if it was counted when the request was sent.
    pub due: Option<NaiveDate>,
    /// The day on which the person noted that the answer came.
    pub answered: Option<NaiveDate>,
    /// The day on which the answer was made or received, if known.
    pub received: Option<NaiveDate>,
}

/// The words of a letter by which the copy of the data comes another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// Where they stand.
    pub place: SourcePlace,
    /// The words.
    pub quote: Sensitive<String>,
}

/// Words of a letter that may state something, and what the person found on reading them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The number by which the caller knows it.
    pub id: u32,
    /// The words.
    pub passage: Passage,
    /// Whether they state it; none if nobody has read them.
    pub answers: Option<bool>,
}

impl Hint {
    /// Whether they may state something: nobody read them and found that they do not.
    pub fn is_open(&self) -> bool {
        self.answers != Some(false)
    }
}

/// A fact of the declaration of an export: always `typical`, never stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredFact {
    /// What it speaks of.
    pub kind: StatementKind,
    /// The declared table; empty for all tables.
    pub table: String,
    /// The category; empty for all.
    pub category: String,
    /// A catalog id or words.
    pub value: String,
}

/// One value that says who the person is, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityValue {
    /// The controller that holds it.
    pub controller: String,
    /// The category.
    pub category: String,
    /// The evaluation group of the category.
    pub group: String,
    /// Where it stands, with the field.
    pub place: SourcePlace,
    /// The table of the member; empty if the member is one table.
    pub table: String,
    /// The value as found.
    pub value: Sensitive<String>,
    /// The column's date format; empty or `?` if unknown.
    pub date_format: String,
    /// Records that hold this value.
    pub records: u64,
    /// The last date of those records, ISO 8601.
    pub last: Option<String>,
}

/// The values of an answer that are the person's own and the same in all records
/// of their table, from the examples of the summaries.
///
/// A column with many values (the addressees of parcels) says nothing about who
/// the customer is, so it is left out; so is what stands among the accounts of several
/// people, of whom nothing tells which is the customer; and so are guesses.
pub fn identity_values(answer: &Answer<'_>) -> Vec<IdentityValue> {
    let mut out = Vec::new();
    let others = of_several(answer.tables);
    for table in answer.tables {
        for field in &table.fields {
            let steady = field.distinct == 1 || table.records <= 3 && !is_log(table);
            if !steady || field.filled == 0 || !is_identity(&field.group) || !is_sure(field) {
                continue;
            }
            let values = field.examples.expose().iter().filter(|value| {
                !value.trim().is_empty() && !others.contains(&(&field.group, value))
            });
            for value in values.take(3) {
                out.push(IdentityValue {
                    controller: answer.controller.to_owned(),
                    category: field.category.clone(),
                    group: field.group.clone(),
                    place: field_place(table, &field.name),
                    table: table.name.clone(),
                    value: Sensitive::new(value.clone()),
                    date_format: field.date_format.clone(),
                    records: field.filled,
                    last: field.last.clone().or_else(|| table.last.clone()),
                });
            }
        }
    }
    out
}

/// Whether each record of a table is an event: the numbers of a log of calls are not all
/// of one person.
fn is_log(table: &TableSummary) -> bool {
    let of_events = ["transaction_time", "communication", "login_event"];
    table.records > 1
        && table.fields.iter().any(|field| {
            field.first.is_some()
                && field.filled == table.records
                && of_events.contains(&field.group.as_str())
        })
}

/// The place of a field: its member and its header.
pub(crate) fn field_place(table: &TableSummary, field: &str) -> SourcePlace {
    SourcePlace::new(table.path.clone(), dossier_model::At::Whole).with_field(field)
}

fn is_identity(group: &str) -> bool {
    matches!(
        group,
        "person_name"
            | "birth_age"
            | "email"
            | "phone"
            | "postal_address"
            | "gender"
            | "tracking_id"
            | "device_id"
            | "loyalty_voucher"
            | "customer_id"
            | "language"
            | "country_nationality"
    )
}
