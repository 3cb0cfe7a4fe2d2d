use thiserror::Error;

/// What is wrong with a catalog file, said to its author.
///
/// A broken file costs that file only: the rest of the catalog still works, and
/// the errors are listed by [`Catalog::problems`](crate::Catalog::problems).
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CatalogError {
    /// The file is not JSON, or a key or type is not known.
    #[error("{file}: line {line}, column {column}: {hint}")]
    Form {
        /// The file, relative to the catalog.
        file: String,
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 1.
        column: usize,
        /// What to do.
        hint: String,
    },
    /// A key breaks a rule.
    #[error("{file}: {key}: {rule}")]
    Rule {
        /// The file, relative to the catalog.
        file: String,
        /// The key, such as `tables[2].columns[0].category`.
        key: String,
        /// What to do.
        rule: String,
    },
    /// A folder or file of the catalog cannot be read.
    #[error("{file}: cannot be read: {kind}")]
    Unreadable {
        /// The folder or file.
        file: String,
        /// The kind of failure.
        kind: std::io::ErrorKind,
    },
}

impl CatalogError {
    /// A broken rule.
    pub fn rule(file: &str, key: impl Into<String>, rule: impl Into<String>) -> Self {
        Self::Rule { file: file.to_owned(), key: key.into(), rule: rule.into() }
    }

    /// A file that does not have the form that its section asks for.
    pub fn form(file: &str, error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let names_only = [
            "unknown field",
            "missing field",
            "unknown variant",
            "duplicate field",
            "duplicate key",
        ];
        // Other messages of the JSON reader quote values; the place is enough there.
        let hint = if names_only.iter().any(|start| text.starts_with(start)) {
            text.split(" at line ").next().unwrap_or_default().to_owned()
        } else if error.is_data() {
            "a value has the wrong type; the catalog's README lists the keys".to_owned()
        } else {
            "not valid JSON; look for a missing comma, quote or bracket before this place"
                .to_owned()
        };
        Self::Form { file: file.to_owned(), line: error.line(), column: error.column(), hint }
    }

    /// The file at fault.
    pub fn file(&self) -> &str {
        match self {
            Self::Form { file, .. } | Self::Rule { file, .. } | Self::Unreadable { file, .. } => {
                file
            }
        }
    }
}
