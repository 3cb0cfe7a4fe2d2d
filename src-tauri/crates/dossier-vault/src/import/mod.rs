//! Writing one import. It stands hidden in the vault while it is written, becomes
//! visible with [`ImportWriter::commit`] in one transaction, and is taken out
//! again if it is dropped before or the program ends.

mod index;
mod pipeline;

use std::fs::{File, OpenOptions};
use std::time::Duration;

use dossier_model::{
    At, FieldSummary, MemberPath, MemberSummary, Passage, Problem, RowBuf, Severity, Statement,
    TableSummary,
};
use rusqlite::{Connection, params};

use crate::block::BlockBuilder;
use crate::key::{beside, private};
use crate::state::ImportState;
use crate::{Vault, VaultError, text_of};
pub(crate) use index::Indexer;
use pipeline::{Part, Pipeline};

/// What is left of a dropped import is deleted at once, but no longer than this;
/// the rest goes in the background.
const PATIENCE: Duration = Duration::from_millis(100);

/// What is known of an import before its first member.
#[derive(Clone, Debug, Default)]
pub struct ImportHead {
    /// The name of the file or folder.
    pub name: String,
    /// Day received, ISO 8601.
    pub received: String,
    /// When it is imported, ISO 8601.
    pub imported: String,
    /// Whether it belongs to the sample customer.
    pub sample: bool,
}

/// What is known of an import after its last member.
#[derive(Clone, Debug, Default)]
pub struct ImportEnd {
    /// The controller's name.
    pub controller: String,
    /// Its declaration, if it has one.
    pub company: String,
    /// The export of the declaration.
    pub export: String,
    /// How the name is known.
    pub how: String,
    /// Why, as JSON for the hosts.
    pub why: String,
    /// More facts for insight, as JSON.
    pub facts: String,
    /// Digest of what was imported.
    pub sha256: String,
    /// Its bytes.
    pub bytes: u64,
    /// Whether it stays hidden until it is shown, as a step that can be undone.
    pub hidden: bool,
}

/// A member that is being written.
pub type MemberKey = i64;

/// A table that is being written.
pub type TableKey = u32;

/// Writes one import.
pub struct ImportWriter {
    /// None once the threads behind it have ended.
    pipeline: Option<Pipeline>,
    vault: Vault,
    import: i64,
    member: i64,
    next_table: i64,
    next_block: u32,
    tables: Vec<OpenTable>,
    /// Held while the import is written: one at a time, in all programs.
    _alone: File,
}

struct OpenTable {
    id: i64,
    member: i64,
    block: BlockBuilder,
    rows: u64,
}

impl Vault {
    /// Begins an import on a connection of its own. [`VaultError::Busy`] if another
    /// one is being written.
    pub fn begin_import(&self, head: &ImportHead) -> Result<ImportWriter, VaultError> {
        let alone = self.alone()?.ok_or(VaultError::Busy)?;
        let vault = self.another()?;
        let writing = self.another()?.connection;
        // Only the last step must outlive a loss of power; it writes through.
        writing.pragma_update(None, "synchronous", "normal")?;
        let connection = &vault.connection;
        let turn = self.gate.small_write();
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let import = begin(connection, head)?;
        let next = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        let (member, next_table, next_block) = (
            next("SELECT coalesce(max(id), 0) FROM member")?,
            next("SELECT coalesce(max(id), 0) + 1 FROM tbl")?,
            next("SELECT coalesce(max(id), 0) + 1 FROM block")?,
        );
        connection.execute_batch("COMMIT")?;
        drop(turn);
        let next_block =
            u32::try_from(next_block).map_err(|_| VaultError::Damaged { what: "block" })?;
        let pipeline = Some(Pipeline::start(writing, import, self.gate.clone())?);
        let tables = Vec::new();
        Ok(ImportWriter {
            pipeline,
            vault,
            import,
            member,
            next_table,
            next_block,
            tables,
            _alone: alone,
        })
    }

    /// The right to write imports, if nobody has it. A file that is dropped, and a
    /// program that ends, gives it back.
    pub(crate) fn alone(&self) -> Result<Option<File>, VaultError> {
        // Not the key file: where locks are mandatory nobody could read it meanwhile.
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        private(&mut options);
        let file = options.open(beside(self.path(), ".lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(std::fs::TryLockError::WouldBlock) => Ok(None),
            Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

/// Writes the first lines of an import that nobody sees yet.
fn begin(connection: &Connection, head: &ImportHead) -> Result<i64, VaultError> {
    // The controller is known at the end; a placeholder keeps the reference whole.
    connection.execute("INSERT INTO controller (name, how) VALUES ('', 'unknown')", [])?;
    connection.execute(
        "INSERT INTO import (controller, name, sha256, bytes, received, imported, sample, hidden)
         VALUES (?, ?, '', 0, ?, ?, ?, ?)",
        params![
            connection.last_insert_rowid(),
            head.name,
            head.received,
            head.imported,
            head.sample,
            ImportState::Writing
        ],
    )?;
    Ok(connection.last_insert_rowid())
}

impl ImportWriter {
    fn send(&mut self, part: Part) -> Result<(), VaultError> {
        let Some(pipeline) = &self.pipeline else { return Err(VaultError::Canceled) };
        if pipeline.send(part) {
            return Ok(());
        }
        match self.pipeline.take().map(Pipeline::end) {
            Some((_, Err(why))) => Err(why),
            _ => Err(VaultError::Canceled),
        }
    }

    fn write(
        &mut self,
        write: impl FnOnce(&Connection) -> Result<(), VaultError> + Send + 'static,
    ) -> Result<(), VaultError> {
        self.send(Part::Write(Box::new(write)))
    }

    /// Keeps a part of the original bytes.
    pub fn source_chunk(
        &mut self,
        source: u32,
        part: u32,
        name: &str,
        bytes: &[u8],
    ) -> Result<(), VaultError> {
        self.send(Part::Source { source, part, name: name.to_owned(), bytes: bytes.to_vec() })
    }

    /// Begins a member. Its line of the ledger is written by `end_member`.
    pub fn begin_member(&mut self, path: &MemberPath) -> Result<MemberKey, VaultError> {
        self.member += 1;
        let (id, import, path) = (self.member, self.import, path.clone());
        self.write(move |connection| {
            connection
                .prepare_cached(
                    "INSERT INTO member (id, import, path, kind, state, reason, bytes, sha256,
                     records) VALUES (?, ?, ?, '', '', '', 0, '', 0)",
                )?
                .execute(params![id, import, path.as_str()])?;
            Ok(())
        })?;
        Ok(id)
    }

    /// Opens a table of the current member. Prose is searched, but not counted.
    pub fn open_table(&mut self, name: &str, prose: bool) -> Result<TableKey, VaultError> {
        let (id, import, member) = (self.next_table, self.import, self.member);
        self.next_table += 1;
        let name = name.to_owned();
        self.write(move |connection| {
            connection
                .prepare_cached(
                    "INSERT INTO tbl (id, import, member, name, prose) VALUES (?, ?, ?, ?, ?)",
                )?
                .execute(params![id, import, member, name, prose])?;
            Ok(())
        })?;
        let key = TableKey::try_from(self.tables.len()).unwrap_or(TableKey::MAX);
        self.tables.push(OpenTable { id, member, block: BlockBuilder::default(), rows: 0 });
        Ok(key)
    }

    /// Adds a record with the kinds of data in it.
    pub fn record(
        &mut self,
        table: TableKey,
        at: &At,
        row: &RowBuf,
        kinds: u16,
    ) -> Result<(), VaultError> {
        let Some(open) = self.tables.get_mut(table as usize) else {
            return Err(VaultError::NoSuch);
        };
        open.block.push(at, row, kinds);
        if open.block.is_full() { self.hand_over(table as usize) } else { Ok(()) }
    }

    /// Closes a table with its summary.
    pub fn end_table(&mut self, table: TableKey, summary: &TableSummary) -> Result<(), VaultError> {
        self.hand_over(table as usize)?;
        let Some(open) = self.tables.get_mut(table as usize) else {
            return Err(VaultError::NoSuch);
        };
        // A closed table keeps its place in the list, not its memory.
        open.block = BlockBuilder::default();
        let (id, rows, summary) = (open.id, open.rows, summary.clone());
        self.write(move |connection| end_table(connection, id, rows, &summary))
    }

    /// Writes or rewrites a member's line of the ledger.
    pub fn end_member(
        &mut self,
        member: MemberKey,
        summary: &MemberSummary,
    ) -> Result<(), VaultError> {
        let summary = summary.clone();
        self.write(move |connection| {
            connection
                .prepare_cached(
                    "UPDATE member SET kind = ?, state = ?, reason = ?, bytes = ?, sha256 = ?,
                     records = ?, same_as = ? WHERE id = ?",
                )?
                .execute(params![
                    text_of(&summary.kind),
                    text_of(&summary.state),
                    summary.reason,
                    summary.bytes,
                    summary.sha256.to_string(),
                    summary.records,
                    summary.same_as.as_ref().map(MemberPath::as_str),
                    member
                ])?;
            Ok(())
        })
    }

    /// Takes a member's tables and records out again, as if it had not been read,
    /// and keeps its line of the ledger.
    pub fn forget(&mut self, member: MemberKey) -> Result<(), VaultError> {
        for open in self.tables.iter_mut().filter(|open| open.member == member) {
            (open.block, open.rows) = (BlockBuilder::default(), 0);
        }
        self.write(move |connection| {
            let mut tables = connection.prepare_cached("SELECT id FROM tbl WHERE member = ?")?;
            let ids: Vec<i64> =
                tables.query_map([member], |row| row.get(0))?.collect::<Result<_, _>>()?;
            ids.into_iter().try_for_each(|id| delete_table(connection, id))
        })
    }

    /// Notes a problem of a member, or of the import as a whole.
    pub fn problem(
        &mut self,
        problem: &Problem,
        member: Option<MemberKey>,
    ) -> Result<(), VaultError> {
        let severity = match problem.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Failure => "failure",
        };
        let (import, problem) = (self.import, serde_json::to_string(problem)?);
        self.write(move |connection| {
            connection
                .prepare_cached(
                    "INSERT INTO problem (import, member, severity, problem) VALUES (?, ?, ?, ?)",
                )?
                .execute(params![import, member, severity, problem])?;
            Ok(())
        })
    }

    /// Notes something that the company states.
    pub fn statement(&mut self, statement: &Statement) -> Result<(), VaultError> {
        let (import, statement) = (self.import, serde_json::to_string(statement)?);
        self.write(move |connection| {
            connection
                .prepare_cached("INSERT INTO statement (import, statement) VALUES (?, ?)")?
                .execute(params![import, statement])?;
            Ok(())
        })
    }

    /// Notes words that may state something.
    pub fn passage(&mut self, passage: &Passage) -> Result<(), VaultError> {
        let (import, passage) = (self.import, serde_json::to_string(passage)?);
        self.write(move |connection| {
            connection
                .prepare_cached("INSERT INTO passage (import, passage) VALUES (?, ?)")?
                .execute(params![import, passage])?;
            Ok(())
        })
    }

    /// Makes the import visible and gives its id.
    pub fn commit(mut self, end: &ImportEnd) -> Result<u32, VaultError> {
        for table in 0..self.tables.len() {
            self.hand_over(table)?;
        }
        let Some(pipeline) = self.pipeline.take() else { return Err(VaultError::Canceled) };
        pipeline.end().1?;
        let turn = self.vault.gate.clone();
        let turn = turn.small_write();
        let connection = &self.vault.connection;
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let shown = show(connection, self.import, end);
        connection.execute_batch(if shown.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        drop(turn);
        shown?;
        // Moves the pages from the log into the file; a reader may delay it.
        let _ = self.vault.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
        u32::try_from(self.import).map_err(|_| VaultError::Damaged { what: "import" })
    }

    /// Gives a filled block to the threads behind.
    fn hand_over(&mut self, table: usize) -> Result<(), VaultError> {
        let Some(open) = self.tables.get_mut(table) else { return Err(VaultError::NoSuch) };
        let count = open.block.rows() as u64;
        if count == 0 {
            return Ok(());
        }
        let spare = self.pipeline.as_ref().map(Pipeline::spare).unwrap_or_default();
        let rows = std::mem::replace(&mut open.block, spare);
        let part = Part::Rows { id: self.next_block, table: open.id, first: open.rows, rows };
        open.rows += count;
        self.next_block += 1;
        self.send(part)
    }
}

impl Drop for ImportWriter {
    fn drop(&mut self) {
        if let Some(pipeline) = self.pipeline.take() {
            drop(pipeline.cut());
        }
        // Nothing changes for an import that was committed.
        if self.vault.doom(self.import).is_ok_and(|doomed| doomed) {
            self.vault.tidy_soon(PATIENCE);
        }
    }
}

fn end_table(
    connection: &Connection,
    id: i64,
    rows: u64,
    summary: &TableSummary,
) -> Result<(), VaultError> {
    connection
        .prepare_cached(
            "UPDATE tbl SET declared = ?, records = ?, first = ?, last = ?, kinds = ?
             WHERE id = ?",
        )?
        .execute(params![
            summary.declared,
            rows,
            summary.first,
            summary.last,
            serde_json::to_string(&summary.kinds)?,
            id
        ])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO field (tbl, position, name, category, kind, summary)
         VALUES (?, ?, ?, ?, ?, ?)",
    )?;
    for (position, field) in summary.fields.iter().enumerate() {
        insert.execute(params![
            id,
            position,
            field.name,
            field.category,
            field.kind.map(|kind| kind as u8),
            summary_text(field)?
        ])?;
    }
    Ok(())
}

/// Says what is known at the end, and makes the import visible or undoably hidden.
fn show(connection: &Connection, import: i64, end: &ImportEnd) -> Result<(), VaultError> {
    let state = if end.hidden { ImportState::Hidden } else { ImportState::Visible };
    connection.execute(
        "UPDATE import SET sha256 = ?, bytes = ?, company = ?, export = ?, facts = ?,
         hidden = ?,
         records = (SELECT coalesce(sum(records), 0) FROM member WHERE import = import.id)
         WHERE id = ?",
        params![end.sha256, end.bytes, end.company, end.export, end.facts, state, import],
    )?;
    connection.execute(
        "UPDATE controller SET name = ?, slug = ?, how = ?, why = ?,
         sample = (SELECT sample FROM import WHERE id = ?5)
         WHERE id = (SELECT controller FROM import WHERE id = ?5)",
        params![end.controller, end.company, end.how, end.why, import],
    )?;
    // One that stays hidden joins with the step that shows it, and parts when it is undone.
    if end.hidden { Ok(()) } else { join_controller(connection, import) }
}

/// Hangs an import on the controller of the same declaration or name, if there is one.
/// Its own is left without a name, which nobody finds.
pub(crate) fn join_controller(connection: &Connection, import: i64) -> Result<(), VaultError> {
    let known = connection.query_row(
        "SELECT mine.id, c.id FROM import i JOIN controller mine ON mine.id = i.controller
         JOIN controller c ON c.id <> mine.id AND c.sample = i.sample
         AND ((c.slug <> '' AND c.slug = mine.slug) OR (c.name <> '' AND c.name = mine.name))
         WHERE i.id = ? LIMIT 1",
        [import],
        |row| Ok((row.get(0)?, row.get(1)?)),
    );
    let (mine, known): (i64, i64) = match known {
        Ok(pair) => pair,
        Err(rusqlite::Error::QueryReturnedNoRows) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    connection.execute("UPDATE import SET controller = ? WHERE id = ?", params![known, import])?;
    connection.execute(
        "UPDATE controller SET name = '', slug = '', how = 'unknown', why = '[]'
         WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM import WHERE controller = ?1)",
        [mine],
    )?;
    Ok(())
}

/// Deletes a table with all that hangs on it. The indexes of its import may name
/// blocks that are gone; a search passes over them.
pub(crate) fn delete_table(connection: &Connection, table: i64) -> Result<(), VaultError> {
    for sql in [
        "DELETE FROM block_data WHERE id IN (SELECT id FROM block WHERE tbl = ?)",
        "DELETE FROM block WHERE tbl = ?",
        "DELETE FROM tbl WHERE id = ?",
    ] {
        connection.prepare_cached(sql)?.execute([table])?;
    }
    Ok(())
}

fn summary_text(field: &FieldSummary) -> Result<String, VaultError> {
    Ok(serde_json::to_string(field)?)
}
