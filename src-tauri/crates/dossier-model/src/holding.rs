use serde::{Deserialize, Serialize};

use crate::{Kind, MemberPath, Sensitive};

/// What is known of one field of a table after all its records were read.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FieldSummary {
    /// The field as the company names it.
    pub name: String,
    /// Catalog id of its category, such as `pd:BirthDate`.
    pub category: String,
    /// Evaluation category, such as `birth_age`.
    pub group: String,
    /// Which of the twelve kinds; none if nothing tells, or if only operation needs it.
    pub kind: Option<Kind>,
    /// How sure, 0 to 1.
    pub confidence: f32,
    /// Why this category: a text key and its parts, for a person to read.
    pub why: Vec<String>,
    /// Records with a value that is neither empty nor a declared sentinel.
    pub filled: u64,
    /// Distinct values seen, counted up to a limit.
    pub distinct: u32,
    /// The date format of the column, `chrono` style; empty if it has no dates,
    /// `?` if day and month cannot be told apart.
    pub date_format: String,
    /// First and last date in this column, ISO 8601.
    pub first: Option<String>,
    /// See `first`.
    pub last: Option<String>,
    /// A few distinct values.
    pub examples: Sensitive<Vec<String>>,
    /// The row of the first filled value, counted from 0.
    pub first_row: u64,
    /// Whether every value repeats a figure of a larger unit (declared).
    pub repeats: bool,
}

impl FieldSummary {
    /// Whether only operation needs it, such as the number of a row.
    pub fn is_technical(&self) -> bool {
        self.kind.is_none() && self.group == "technical"
    }
}

impl std::fmt::Debug for FieldSummary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FieldSummary({} filled, {} distinct)", self.filled, self.distinct)
    }
}

/// One table of a member after reading.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TableSummary {
    /// The member.
    pub path: MemberPath,
    /// The table's name inside the member; empty if the member is one table.
    pub name: String,
    /// The declaration's id of this table; empty if read generically.
    pub declared: String,
    /// Records.
    pub records: u64,
    /// The fields, in the order of the file.
    pub fields: Vec<FieldSummary>,
    /// First and last date of its records by the main date column.
    pub first: Option<String>,
    /// See `first`.
    pub last: Option<String>,
    /// Records per kind of data, in the order of [`Kind::ALL`].
    pub kinds: [u64; 12],
}

impl std::fmt::Debug for TableSummary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TableSummary({} fields, {} records)", self.fields.len(), self.records)
    }
}
