use std::fmt;

use serde::{Deserialize, Serialize};

/// A value that must never reach a log, an error or a debug print.
///
/// `Debug` prints `[redacted]`; reading the value needs [`Sensitive::expose`],
/// so that every place that looks at personal data is found by one search.
///
/// ```
/// use dossier_model::Sensitive;
/// let name = Sensitive::new("Mira Beispiel".to_owned());
/// assert_eq!(format!("{name:?}"), "[redacted]");
/// assert_eq!(name.expose(), "Mira Beispiel");
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// Wraps a value.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself, for showing it to its owner or storing it in the vault.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// Takes the value out.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T> From<T> for Sensitive<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}
