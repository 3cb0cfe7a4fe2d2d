//! Deadlines: which day an answer may arrive at the latest, and how it is counted.
//!
//! The border is here because the numbers stand in the law files and only the
//! counting is code: Regulation 1182/71, civil codes and business days differ
//! in what starts a period, which days count and whether its end moves.

mod cases;
mod count;
mod holidays;
mod retention;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use dossier_catalog::law::{Confidence, LawSpec, Laws};
use serde::{Deserialize, Serialize};

pub use cases::{CaseAnswer, run_cases};
pub use retention::{Kept, retention_end};

/// What else bears on a deadline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CountFacts {
    /// When proof of identity that was rightly asked for arrived.
    pub identity_received: Option<NaiveDate>,
    /// When a fee that was rightly asked for was paid.
    pub fee_paid: Option<NaiveDate>,
    /// From the day the controller asked for clarification to the day of the answer.
    pub pauses: Vec<(NaiveDate, NaiveDate)>,
}

/// One step of the count: a text key and what fills it, so that every language can say it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Such as `how.months`.
    pub key: String,
    /// What fills the text; dates in ISO 8601.
    pub with: BTreeMap<String, String>,
}

impl Step {
    fn new<const N: usize>(key: &str, with: [(&str, String); N]) -> Self {
        let with = with.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { key: format!("how.{key}"), with }
    }
}

/// A computed day and the way to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The last day on which an answer is in time (or the first day of an action).
    pub due: NaiveDate,
    /// The first working day on which it is overdue.
    pub overdue_from: NaiveDate,
    /// Whether a later day is possible, for the place and its holidays are not known.
    pub maybe_later: bool,
    /// The count, step by step.
    pub how: Vec<Step>,
    /// How sure it is.
    pub confidence: Confidence,
    /// The provisions, as ids of the law file.
    pub cites: Vec<String>,
}

/// Why there is no date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeadlineError {
    /// The law file does not have it.
    #[error("law {law} has no deadline of the kind {kind}")]
    UnknownKind {
        /// The law.
        law: String,
        /// The kind.
        kind: String,
    },
    /// There is no law file of this name.
    #[error("there is no law {law}")]
    UnknownLaw {
        /// The law.
        law: String,
    },
    /// The date lies outside what a calendar can hold.
    #[error("the date cannot be counted")]
    OutOfRange,
    /// The file of cases cannot be read.
    #[error("the cases cannot be read (line {line}, column {column})")]
    Cases {
        /// Where.
        line: usize,
        /// Where.
        column: usize,
    },
}

/// The day of a deadline by the law's own rule.
///
/// `region` is the controller's place (`DE-BY`, `AT`, `US-CA`); an unknown
/// place has the holidays that are sure: those of a law's only country, else
/// none, and the answer says so in `maybe_later`.
pub fn due(
    laws: &Laws,
    law: &LawSpec,
    kind: &str,
    start: NaiveDate,
    region: &str,
    facts: &CountFacts,
) -> Result<Deadline, DeadlineError> {
    let unknown = || DeadlineError::UnknownKind { law: law.id.clone(), kind: kind.to_owned() };
    let row = law.deadline_in(kind, region).ok_or_else(unknown)?;
    let mut row = row.clone();
    let region = match law.regions.as_slice() {
        [only] if region.is_empty() => only,
        _ => region,
    };
    if let Some(state) = law.states.iter().find(|state| state.region == region) {
        match kind {
            "respond" => row.amount = state.respond_days,
            "extended" => row.amount = state.respond_days.saturating_add(state.extension_days),
            _ => {}
        }
    }
    count::count(laws, &row, start, region, facts).ok_or(DeadlineError::OutOfRange)
}
