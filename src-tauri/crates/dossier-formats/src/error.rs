use std::io;

use dossier_model::Canceled;

/// Why reading stopped altogether. What is merely wrong with the input is a
/// [`dossier_model::Problem`] and never comes here.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// The source could not be opened or listed.
    #[error("the source could not be read ({0})")]
    Source(io::ErrorKind),
    /// The work was stopped from outside.
    #[error(transparent)]
    Stopped(#[from] Stop),
}

impl From<Canceled> for FormatError {
    fn from(_: Canceled) -> Self {
        Self::Stopped(Stop::Canceled)
    }
}

/// Why a receiver or walker wants no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// The person canceled.
    #[error("canceled")]
    Canceled,
    /// The receiver cannot go on; it knows its own reason.
    #[error("the receiver refused to go on")]
    Refused,
}

impl From<Canceled> for Stop {
    fn from(_: Canceled) -> Self {
        Self::Canceled
    }
}
