use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::contract::Text;

/// The one error that crosses the border.
///
/// `code` exists because a host acts on it; `message` and `hint` are texts of
/// the language files. None of them ever holds a value of the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{code}")]
pub struct ApiError {
    /// A stable word, such as `vault_locked`.
    pub code: String,
    /// What happened.
    pub message: Text,
    /// What to do about it.
    pub hint: Text,
}

impl ApiError {
    /// An error whose texts are `error.<code>` and `error.<code>.hint`.
    pub fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            message: Text::new(format!("error.{code}")),
            hint: Text::new(format!("error.{code}.hint")),
        }
    }

    /// The same error with a gap of its message filled: a number, a declared name.
    #[must_use]
    pub fn with(mut self, gap: &str, value: impl ToString) -> Self {
        self.message = self.message.with(gap, value);
        self
    }
}
