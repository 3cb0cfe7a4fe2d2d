//! Small values by name.

use rusqlite::params;

use crate::{Vault, VaultError};

impl Vault {
    /// A value, if it was ever set.
    pub fn setting(&self, name: &str) -> Result<Option<String>, VaultError> {
        let mut query =
            self.connection.prepare_cached("SELECT value FROM setting WHERE name = ?")?;
        match query.query_row([name], |row| row.get(0)) {
            Ok(value) => Ok(Some(value)),
            Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Sets a value.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<(), VaultError> {
        let _turn = self.gate.small_write();
        self.connection
            .prepare_cached(
                "INSERT INTO setting (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = ?2",
            )?
            .execute(params![name, value])?;
        Ok(())
    }
}
