use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::SourcePlace;

/// How much a problem costs the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing is missing.
    Note,
    /// Something was read, but not as it should have been.
    Warning,
    /// Something could not be read.
    Failure,
}

/// One thing that is wrong with the input, as data.
///
/// The `code` is stable and has a text in every language file
/// (`problem.<code>`), with `{limit}`, `{found}` filled from `numbers`. A
/// problem never quotes the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Problem {
    /// How much it costs.
    pub severity: Severity,
    /// A stable word in `snake_case`, such as `csv_unclosed_quote`.
    pub code: String,
    /// Where.
    pub place: SourcePlace,
    /// Numbers for the message, in the order that its text names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(type = "number[]")]
    pub numbers: Vec<u64>,
}

impl Problem {
    /// A problem at a place.
    pub fn new(severity: Severity, code: &str, place: SourcePlace) -> Self {
        Self { severity, code: code.to_owned(), place, numbers: Vec::new() }
    }

    /// The same problem with numbers for its message.
    #[must_use]
    pub fn with_numbers(mut self, numbers: impl IntoIterator<Item = u64>) -> Self {
        self.numbers = numbers.into_iter().collect();
        self
    }
}
