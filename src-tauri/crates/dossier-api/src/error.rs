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

impl From<dossier_vault::VaultError> for ApiError {
    fn from(error: dossier_vault::VaultError) -> Self {
        use dossier_vault::VaultError as E;
        match error {
            E::Absent => Self::new("vault_absent"),
            E::Exists => Self::new("vault_exists"),
            E::KeyAbsent => Self::new("vault_key_absent"),
            E::FileAbsent => Self::new("vault_file_absent"),
            E::WrongPassphrase => Self::new("wrong_passphrase"),
            E::WeakPassphrase => Self::new("weak_passphrase"),
            E::Damaged { what } => Self::new("vault_damaged").with("what", what),
            E::Newer { found, known } => {
                Self::new("vault_newer").with("found", found).with("known", known)
            }
            E::Busy => Self::new("vault_busy"),
            E::Full => Self::new("disk_full"),
            E::NoSuch => Self::new("no_such"),
            E::Canceled => Self::new("canceled"),
            E::Io(_) => Self::new("file"),
            E::Database(code) => Self::new("vault_database").with("number", code),
            _ => Self::new("internal"),
        }
    }
}

impl From<dossier_ingest::ImportError> for ApiError {
    fn from(error: dossier_ingest::ImportError) -> Self {
        use dossier_ingest::ImportError as E;
        match error {
            E::Canceled => Self::new("canceled"),
            E::Store => Self::new("internal"),
            E::Source(std::io::ErrorKind::NotFound) => Self::new("file_absent"),
            E::Source(_) => Self::new("file"),
        }
    }
}
