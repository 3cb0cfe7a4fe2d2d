//! How an import stands in the vault: the column `hidden` of its line.

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, Value};

/// Only visible imports are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    /// Complete, and shown.
    Visible = 0,
    /// Complete, and not shown: just imported, or taken out and not yet for good.
    Hidden = 1,
    /// Being written; the program that writes it holds the lock beside the vault.
    Writing = 2,
    /// To be deleted, piece by piece.
    Doomed = 3,
}

impl ToSql for ImportState {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(Value::Integer(*self as i64)))
    }
}
