//! What the person added or corrected, by what it is and a key of its own: views,
//! marks, corrections. The bodies belong to the caller; every change can be undone.
//!
//! A sort that begins with `import/` hangs on imports: its keys begin with the
//! number of the import and a slash, and go when the import is deleted for good. A
//! sort that begins with `controller/` has the number of a controller as its key.

use rusqlite::{OptionalExtension, params};

use crate::{Vault, VaultError};

/// One thing that the person added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnEntry {
    /// Its id; it grows, so that the order is the order of adding.
    pub id: u32,
    /// Its key within its sort.
    pub key: String,
    /// What it says, in the caller's own form.
    pub body: dossier_model::Sensitive<String>,
}

impl Vault {
    /// Everything of a sort, the oldest first.
    pub fn own(&self, sort: &str) -> Result<Vec<OwnEntry>, VaultError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT id, key, body FROM own WHERE sort = ? ORDER BY id")?;
        let rows = query.query_map([sort], |row| {
            let body: String = row.get(2)?;
            Ok(OwnEntry { id: row.get(0)?, key: row.get(1)?, body: body.into() })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One of a sort, if it is there.
    pub fn own_one(&self, sort: &str, key: &str) -> Result<Option<String>, VaultError> {
        let mut query =
            self.connection.prepare_cached("SELECT body FROM own WHERE sort = ? AND key = ?")?;
        Ok(query.query_row([sort, key], |row| row.get(0)).optional()?)
    }

    /// Adds or changes one. For use inside [`Vault::step`].
    pub fn own_put(&self, sort: &str, key: &str, body: &str) -> Result<u32, VaultError> {
        let mut query = self.connection.prepare_cached(
            "INSERT INTO own (sort, key, body) VALUES (?1, ?2, ?3)
             ON CONFLICT (sort, key) DO UPDATE SET body = ?3 RETURNING id",
        )?;
        Ok(query.query_row(params![sort, key, body], |row| row.get(0))?)
    }

    /// Takes one out, if it is there. For use inside [`Vault::step`].
    pub fn own_remove(&self, sort: &str, key: &str) -> Result<(), VaultError> {
        self.connection
            .prepare_cached("DELETE FROM own WHERE sort = ? AND key = ?")?
            .execute([sort, key])?;
        Ok(())
    }

    /// Takes out what hangs on an import.
    pub(crate) fn forget_own_of(&self, import: i64) -> Result<(), VaultError> {
        self.connection
            .prepare_cached(
                "DELETE FROM own WHERE substr(sort, 1, 7) = 'import/'
                 AND substr(key, 1, length(?1) + 1) = ?1 || '/'",
            )?
            .execute([import.to_string()])?;
        Ok(())
    }

    /// Takes out what hangs on controllers that are gone: their numbers come again.
    pub(crate) fn forget_own_of_no_controller(&self) -> Result<(), VaultError> {
        self.connection
            .prepare_cached(
                "DELETE FROM own WHERE substr(sort, 1, 11) = 'controller/'
                 AND CAST(key AS INTEGER) NOT IN (SELECT id FROM controller)",
            )?
            .execute([])?;
        Ok(())
    }
}
