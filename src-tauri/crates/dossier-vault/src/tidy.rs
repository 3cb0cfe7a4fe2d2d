//! What is deleted goes piece by piece: after a large import was taken out or
//! canceled, nobody waits for it, neither at the next opening nor to write.

use std::time::{Duration, Instant};

use rusqlite::params;

use crate::gate::Gate;
use crate::state::ImportState;
use crate::{Vault, VaultError};

/// Blocks deleted in one transaction: some milliseconds.
const BLOCKS: u32 = 64;
/// Parts of sources deleted in one transaction.
const CHUNKS: u32 = 4;
/// Pages given back to the disk in one transaction.
const PAGES: u32 = 128;
/// How long the background works and rests in turn.
const SHIFT: Duration = Duration::from_millis(20);
/// How often the background looks whether an import has ended.
const LOOK: Duration = Duration::from_millis(100);

impl Vault {
    /// Marks an import that is being written as one to be deleted. False if it is
    /// not being written any more.
    pub(crate) fn doom(&self, import: i64) -> Result<bool, VaultError> {
        let _turn = self.gate.small_write();
        let doomed = self.connection.execute(
            "UPDATE import SET hidden = ? WHERE id = ? AND hidden = ?",
            params![ImportState::Doomed, import, ImportState::Writing],
        )?;
        Ok(doomed > 0)
    }

    /// Marks what no undo can bring back: imports that were taken out, and those
    /// whose writing was cut off by the end of a program.
    pub(crate) fn doom_all(&self) -> Result<(), VaultError> {
        let _turn = self.gate.small_write();
        let alone = self.alone()?;
        let doom = "UPDATE import SET hidden = ? WHERE hidden = ?";
        self.connection.execute(doom, params![ImportState::Doomed, ImportState::Hidden])?;
        if alone.is_some() {
            self.connection.execute(doom, params![ImportState::Doomed, ImportState::Writing])?;
        }
        Ok(())
    }

    /// Deletes what is marked, for about so long. Whether there is more to do.
    pub fn tidy(&self, patience: Duration) -> Result<bool, VaultError> {
        let start = Instant::now();
        while self.tidy_step()? {
            if start.elapsed() >= patience {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Deletes what is marked: for a moment now, then in the background until the
    /// vault is closed. What is left then goes after the next opening.
    pub(crate) fn tidy_soon(&self, patience: Duration) {
        if !matches!(self.tidy(patience), Ok(true)) {
            return;
        }
        let Ok(vault) = self.another() else { return };
        let gate = self.gate.clone();
        self.gate.keep_busy(move || tidy_until_done(&vault, &gate));
    }

    fn tidy_step(&self) -> Result<bool, VaultError> {
        let _turn = self.gate.small_write();
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let more = self.delete_some().and_then(|more| Ok(more || self.give_back()?));
        self.connection.execute_batch(if more.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        more
    }

    /// Deletes a piece of a doomed import. Whether there was one.
    fn delete_some(&self) -> Result<bool, VaultError> {
        let connection = &self.connection;
        let mut doomed =
            connection.prepare_cached("SELECT id FROM import WHERE hidden = ? LIMIT 1")?;
        let mut rows = doomed.query([ImportState::Doomed])?;
        let Some(row) = rows.next()? else { return Ok(false) };
        let import: i64 = row.get(0)?;
        let blocks: Vec<i64> = connection
            .prepare_cached(
                "SELECT b.id FROM tbl t JOIN block b ON b.tbl = t.id WHERE t.import = ? LIMIT ?",
            )?
            .query_map(params![import, BLOCKS], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for sql in ["DELETE FROM block_data WHERE id = ?", "DELETE FROM block WHERE id = ?"] {
            let mut delete = connection.prepare_cached(sql)?;
            for block in &blocks {
                delete.execute([block])?;
            }
        }
        if !blocks.is_empty() {
            return Ok(true);
        }
        for (sql, most) in [
            (
                "DELETE FROM page WHERE id IN (SELECT p.id FROM run r
                 JOIN page p ON p.run = r.id WHERE r.import = ? LIMIT ?)",
                BLOCKS,
            ),
            (
                "DELETE FROM source_chunk WHERE rowid IN
                 (SELECT rowid FROM source_chunk WHERE import = ? LIMIT ?)",
                CHUNKS,
            ),
        ] {
            if connection.prepare_cached(sql)?.execute(params![import, most])? > 0 {
                return Ok(true);
            }
        }
        connection.execute("DELETE FROM run WHERE import = ?", [import])?;
        self.forget_own_of(import)?;
        connection.execute("DELETE FROM import WHERE id = ?", [import])?;
        self.forget_controllers()?;
        Ok(true)
    }

    /// Deletes controllers that nothing hangs on. As long as there are steps all stay:
    /// undoing one may need them.
    pub(crate) fn forget_controllers(&self) -> Result<(), VaultError> {
        self.connection.execute(
            "DELETE FROM controller WHERE NOT EXISTS (SELECT 1 FROM undo_step)
             AND id NOT IN (SELECT controller FROM import)
             AND id NOT IN (SELECT controller FROM request) AND contact = 'null'
             AND how <> 'added'",
            [],
        )?;
        self.forget_own_of_no_controller()
    }

    /// Gives some free pages back to the disk. Whether there were any.
    fn give_back(&self) -> Result<bool, VaultError> {
        let number = |name: &str| -> Result<u32, VaultError> {
            Ok(self.connection.pragma_query_value(None, name, |row| row.get(0))?)
        };
        // Vaults of earlier versions keep their pages and use them again.
        if number("auto_vacuum")? != 2 || number("freelist_count")? == 0 {
            return Ok(false);
        }
        self.connection.execute_batch(&format!("PRAGMA incremental_vacuum({PAGES})"))?;
        Ok(true)
    }
}

fn tidy_until_done(vault: &Vault, gate: &Gate) {
    while !gate.is_closing() {
        // While an import is written it has the disk to itself.
        match vault.alone() {
            Ok(None) => std::thread::sleep(LOOK),
            Ok(Some(_)) => match vault.tidy(SHIFT) {
                Ok(true) | Err(VaultError::Busy) => std::thread::sleep(SHIFT),
                Ok(false) | Err(_) => return,
            },
            Err(_) => return,
        }
    }
}
