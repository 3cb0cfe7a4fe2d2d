use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The path of a member inside an import, through nested containers, such as
/// `answer.zip!/parts/b.zip!/orders.csv`.
///
/// Shops put e-mail addresses into file names, so `Debug` shows only how deep
/// the member lies and its extension.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(type = "string")]
pub struct MemberPath(String);

impl MemberPath {
    /// What separates a container from the member inside it.
    pub const INSIDE: &'static str = "!/";

    /// A path as it stands in the import.
    pub fn new(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    /// The path of a member inside the container at this path.
    #[must_use]
    pub fn inside(&self, name: &str) -> Self {
        Self(format!("{}{}{name}", self.0, Self::INSIDE))
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the innermost container: what the shop named the member.
    pub fn innermost(&self) -> &str {
        self.0.rsplit(Self::INSIDE).next().unwrap_or(&self.0)
    }

    /// The last component, without folders.
    pub fn file_name(&self) -> &str {
        self.innermost().rsplit(['/', '\\']).next().unwrap_or("")
    }

    /// The extension in lower case, without the dot; empty if there is none.
    pub fn extension(&self) -> String {
        match self.file_name().rsplit_once('.') {
            Some((stem, ext)) if !stem.is_empty() => ext.to_lowercase(),
            _ => String::new(),
        }
    }
}

impl fmt::Debug for MemberPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let depth = self.0.matches(Self::INSIDE).count();
        write!(f, "MemberPath(depth {depth}, {} bytes)", self.0.len())
    }
}

impl From<&str> for MemberPath {
    fn from(path: &str) -> Self {
        Self::new(path)
    }
}

/// Where in a member something stands, in the terms of its file kind.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum At {
    /// The member as a whole.
    #[default]
    Whole,
    /// A line of a text file, counted from 1.
    Line {
        /// The line on which it starts.
        line: u32,
    },
    /// An RFC 6901 JSON pointer.
    Pointer {
        /// For example `/orders/3/items/0`.
        pointer: String,
    },
    /// An element of an XML or HTML file, by its path.
    Element {
        /// For example `/html/body/table[2]/tr[5]`.
        path: String,
    },
    /// A row or cell of a sheet.
    Cell {
        /// The name of the sheet.
        sheet: String,
        /// The reference as people know it: `B7`, or `7` for the whole row.
        cell: String,
    },
    /// A page of a document, counted from 1.
    Page {
        /// The page.
        page: u32,
    },
    /// A part of an e-mail: `header`, `body`, or the number of the part.
    Part {
        /// The part.
        part: String,
    },
    /// A byte offset in a file of no known kind.
    Byte {
        /// The offset, counted from 0.
        #[ts(type = "number")]
        offset: u64,
    },
}

impl fmt::Debug for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("whole"),
            Self::Line { .. } | Self::Page { .. } | Self::Byte { .. } => write!(f, "{self}"),
            // Pointers, sheets and headers are the shop's words and may name a person.
            other => write!(f, "{} chars", other.to_string().len()),
        }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Line { line } => write!(f, "line {line}"),
            Self::Pointer { pointer } => f.write_str(pointer),
            Self::Element { path } => f.write_str(path),
            Self::Cell { sheet, cell } => write!(f, "{sheet}!{cell}"),
            Self::Page { page } => write!(f, "page {page}"),
            Self::Part { part } => write!(f, "part {part}"),
            Self::Byte { offset } => write!(f, "byte {offset}"),
        }
    }
}

/// Where a value, statement, finding or letter line comes from.
///
/// Every one of them carries a place; a value without a place is not shown.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct SourcePlace {
    /// The member of the import.
    pub path: MemberPath,
    /// Where in the member.
    pub at: At,
    /// The header or key, if the place is a single value.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[ts(optional)]
    pub field: Option<String>,
}

impl SourcePlace {
    /// A place in a member.
    pub fn new(path: MemberPath, at: At) -> Self {
        Self { path, at, field: None }
    }

    /// The same place, narrowed to one field.
    #[must_use]
    pub fn with_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}

impl fmt::Debug for SourcePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourcePlace({:?}, {:?})", self.path, self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_names_its_innermost_member() {
        let path = MemberPath::new("a.zip").inside("Orders/b.ZIP").inside("c/Kunden.Daten.CSV");
        assert_eq!(path.as_str(), "a.zip!/Orders/b.ZIP!/c/Kunden.Daten.CSV");
        assert_eq!(path.innermost(), "c/Kunden.Daten.CSV");
        assert_eq!(path.file_name(), "Kunden.Daten.CSV");
        assert_eq!(path.extension(), "csv");
        assert_eq!(MemberPath::new(".hidden").extension(), "");
    }

    #[test]
    fn debug_hides_the_shops_words() {
        let place = SourcePlace::new(
            "mira@example.org.csv".into(),
            At::Pointer { pointer: "/mira".into() },
        )
        .with_field("mira");
        assert!(!format!("{place:?}").contains("mira"));
    }
}
