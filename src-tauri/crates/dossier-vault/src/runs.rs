//! Sorted runs: how the two indexes lie in the vault.
//!
//! What an import finds is collected in memory, sorted, and stored as pages of
//! growing keys; one run whenever enough has come together. A look-up reads a page
//! or two of each run. Nothing is merged later, and an import that is taken out
//! takes its runs along.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, ToSql, params};

use crate::VaultError;

/// What a run holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Hashes of identifiers.
    Exact = 0,
    /// Words.
    Words = 1,
}

/// A sorted run, ready to be stored: the first key of each page, and the page.
pub struct Run<K> {
    pub sort: Sort,
    pub pages: Vec<(K, Vec<u8>)>,
}

impl<K: ToSql> Run<K> {
    /// Stores the run with its import.
    pub fn store(&self, connection: &Connection, import: i64) -> Result<(), VaultError> {
        connection
            .prepare_cached("INSERT INTO run (import, sort) VALUES (?, ?)")?
            .execute(params![import, self.sort as u8])?;
        let run = connection.last_insert_rowid();
        let mut insert =
            connection.prepare_cached("INSERT INTO page (run, first, data) VALUES (?, ?, ?)")?;
        for (first, page) in &self.pages {
            insert.execute(params![run, first, page])?;
        }
        Ok(())
    }
}

/// Calls `each` with the first key and the bytes of every page that may hold a key
/// between the two.
pub fn each_page(
    connection: &Connection,
    sort: Sort,
    from: &dyn ToSql,
    to: &dyn ToSql,
    mut each: impl FnMut(ValueRef<'_>, &[u8]) -> Result<(), VaultError>,
) -> Result<(), VaultError> {
    let mut runs = connection.prepare_cached("SELECT id FROM run WHERE sort = ?")?;
    let runs: Vec<i64> =
        runs.query_map([sort as u8], |row| row.get(0))?.collect::<Result<_, _>>()?;
    // A key may begin in the last page that starts below it, and go on over every
    // page that starts with it.
    let mut pages = connection.prepare_cached(
        "SELECT first, data FROM page WHERE run = ?1 AND first <= ?3 AND first >= coalesce(
            (SELECT first FROM page WHERE run = ?1 AND first < ?2 ORDER BY first DESC LIMIT 1), ?2)
         ORDER BY id",
    )?;
    for run in runs {
        let mut rows = pages.query(params![run, from, to])?;
        while let Some(row) = rows.next()? {
            let data =
                row.get_ref(1)?.as_blob().map_err(|_| VaultError::Damaged { what: "index" })?;
            each(row.get_ref(0)?, data)?;
        }
    }
    Ok(())
}
