use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A text of the language files: its key and the values for its gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct Text {
    /// The key, such as `finding.two_values.title`.
    pub key: String,
    /// Values by the name of the gap.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
}

impl Text {
    /// A text without gaps.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), values: BTreeMap::new() }
    }

    /// The same text with one more gap filled.
    #[must_use]
    pub fn with(mut self, gap: &str, value: impl ToString) -> Self {
        self.values.insert(gap.to_owned(), value.to_string());
        self
    }
}

/// The language that catalog texts and letters are wanted in, ISO 639-1.
pub type Language = String;
