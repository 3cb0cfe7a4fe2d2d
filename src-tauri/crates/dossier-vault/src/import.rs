//! Writing one import. Everything happens in one transaction: it becomes visible
//! with [`ImportWriter::commit`] and leaves nothing if it is dropped before.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use dossier_model::{
    At, FieldSummary, MemberPath, MemberSummary, Problem, RowBuf, Severity, Statement, TableSummary,
};
use rusqlite::params;
use xxhash_rust::xxh3::xxh3_64;

use crate::block::BlockBuilder;
use crate::exact::{self, ExactWriter};
use crate::tokens::{Token, Tokenizer};
use crate::{Vault, VaultError, text_of};

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
    vault: Vault,
    import: i64,
    member: i64,
    next_block: u32,
    tables: Vec<OpenTable>,
    index: Indexer,
    exact: ExactWriter,
    packed: Packer,
    done: bool,
}

struct OpenTable {
    id: i64,
    block: BlockBuilder,
    rows: u64,
}

impl Vault {
    /// Begins an import on a connection of its own.
    pub fn begin_import(&self, head: &ImportHead) -> Result<ImportWriter, VaultError> {
        let vault = self.another()?;
        vault.connection.execute_batch("BEGIN IMMEDIATE")?;
        let connection = &vault.connection;
        // The controller is known at the end; a placeholder keeps the reference whole.
        connection.execute("INSERT INTO controller (name, how) VALUES ('', 'unknown')", [])?;
        connection.execute(
            "INSERT INTO import (controller, name, sha256, bytes, received, imported, sample)
             VALUES (?, ?, '', 0, ?, ?, ?)",
            params![
                connection.last_insert_rowid(),
                head.name,
                head.received,
                head.imported,
                head.sample
            ],
        )?;
        let import = connection.last_insert_rowid();
        let next_block: u32 =
            connection
                .query_row("SELECT coalesce(max(id), 0) + 1 FROM block", [], |row| row.get(0))?;
        connection.execute("INSERT INTO words (words, rank) VALUES ('automerge', 0)", [])?;
        connection.execute("INSERT INTO words (words, rank) VALUES ('hashsize', 8388608)", [])?;
        Ok(ImportWriter {
            exact: ExactWriter::new(import),
            import,
            vault,
            member: 0,
            next_block,
            tables: Vec::new(),
            index: Indexer::default(),
            packed: Packer::default(),
            done: false,
        })
    }
}

impl ImportWriter {
    /// Keeps a part of the original bytes.
    pub fn source_chunk(
        &mut self,
        source: u32,
        part: u32,
        name: &str,
        bytes: &[u8],
    ) -> Result<(), VaultError> {
        let data = self.packed.pack(bytes)?;
        self.vault
            .connection
            .prepare_cached(
                "INSERT INTO source_chunk (import, source, part, name, data) VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![self.import, source, part, name, data])?;
        Ok(())
    }

    /// Begins a member. Its line of the ledger is written by `end_member`.
    pub fn begin_member(&mut self, path: &MemberPath) -> Result<MemberKey, VaultError> {
        self.vault
            .connection
            .prepare_cached(
                "INSERT INTO member (import, path, kind, state, reason, bytes, sha256, records)
                 VALUES (?, ?, '', '', '', 0, '', 0)",
            )?
            .execute(params![self.import, path.as_str()])?;
        self.member = self.vault.connection.last_insert_rowid();
        Ok(self.member)
    }

    /// Opens a table of the current member. Prose is searched, but not counted.
    pub fn open_table(&mut self, name: &str, prose: bool) -> Result<TableKey, VaultError> {
        self.vault
            .connection
            .prepare_cached("INSERT INTO tbl (import, member, name, prose) VALUES (?, ?, ?, ?)")?
            .execute(params![self.import, self.member, name, prose])?;
        let id = self.vault.connection.last_insert_rowid();
        let key = TableKey::try_from(self.tables.len()).unwrap_or(TableKey::MAX);
        self.tables.push(OpenTable { id, block: BlockBuilder::default(), rows: 0 });
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
        if open.block.is_full() {
            self.write_block(table as usize)?;
        }
        Ok(())
    }

    /// Closes a table with its summary.
    pub fn end_table(&mut self, table: TableKey, summary: &TableSummary) -> Result<(), VaultError> {
        self.write_block(table as usize)?;
        let Some(open) = self.tables.get_mut(table as usize) else {
            return Err(VaultError::NoSuch);
        };
        // A closed table keeps its place in the list, not its memory.
        open.block = BlockBuilder::default();
        let (id, rows) = (open.id, open.rows);
        let connection = &self.vault.connection;
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

    /// Writes or rewrites a member's line of the ledger.
    pub fn end_member(
        &mut self,
        member: MemberKey,
        summary: &MemberSummary,
    ) -> Result<(), VaultError> {
        self.vault
            .connection
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
    }

    /// Takes a member's tables and records out again, as if it had not been read,
    /// and keeps its line of the ledger.
    pub fn forget(&mut self, member: MemberKey) -> Result<(), VaultError> {
        let connection = &self.vault.connection;
        let mut tables = connection.prepare_cached("SELECT id FROM tbl WHERE member = ?")?;
        let ids: Vec<i64> =
            tables.query_map([member], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for id in ids {
            if let Some(open) = self.tables.iter_mut().find(|open| open.id == id) {
                (open.block, open.rows) = (BlockBuilder::default(), 0);
            }
            delete_table(connection, id)?;
        }
        Ok(())
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
        self.vault
            .connection
            .prepare_cached(
                "INSERT INTO problem (import, member, severity, problem) VALUES (?, ?, ?, ?)",
            )?
            .execute(params![self.import, member, severity, serde_json::to_string(problem)?])?;
        Ok(())
    }

    /// Notes something that the company states.
    pub fn statement(&mut self, statement: &Statement) -> Result<(), VaultError> {
        self.vault
            .connection
            .prepare_cached("INSERT INTO statement (import, statement) VALUES (?, ?)")?
            .execute(params![self.import, serde_json::to_string(statement)?])?;
        Ok(())
    }

    /// Makes the import visible and gives its id.
    pub fn commit(mut self, end: &ImportEnd) -> Result<u32, VaultError> {
        for table in 0..self.tables.len() {
            self.write_block(table)?;
        }
        self.exact.flush(&self.vault.connection)?;
        let connection = &self.vault.connection;
        connection.execute(
            "UPDATE import SET sha256 = ?, bytes = ?, company = ?, export = ?, facts = ?,
             hidden = ?,
             records = (SELECT coalesce(sum(records), 0) FROM member WHERE import = import.id)
             WHERE id = ?",
            params![
                end.sha256,
                end.bytes,
                end.company,
                end.export,
                end.facts,
                end.hidden,
                self.import
            ],
        )?;
        self.join_controller(end)?;
        self.vault.connection.execute_batch("COMMIT")?;
        self.done = true;
        // Moves the pages from the log into the file; a reader may delay it.
        let _ = self.vault.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
        u32::try_from(self.import).map_err(|_| VaultError::Damaged { what: "import" })
    }

    /// Hangs the import on the controller of the same name or declaration.
    fn join_controller(&self, end: &ImportEnd) -> Result<(), VaultError> {
        let connection = &self.vault.connection;
        let (mine, sample): (i64, bool) = connection.query_row(
            "SELECT controller, sample FROM import WHERE id = ?",
            [self.import],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let known = connection.query_row(
            "SELECT id FROM controller WHERE id <> ?1 AND sample = ?4 AND
             ((slug <> '' AND slug = ?2) OR (name <> '' AND name = ?3)) LIMIT 1",
            params![mine, end.company, end.controller, sample],
            |row| row.get::<_, i64>(0),
        );
        match known {
            Ok(known) => {
                connection.execute(
                    "UPDATE import SET controller = ? WHERE id = ?",
                    params![known, self.import],
                )?;
                connection.execute("DELETE FROM controller WHERE id = ?", [mine])?;
            }
            Err(rusqlite::Error::QueryReturnedNoRows) => {
                connection.execute(
                    "UPDATE controller SET name = ?, slug = ?, how = ?, why = ?, sample = ?
                     WHERE id = ?",
                    params![end.controller, end.company, end.how, end.why, sample, mine],
                )?;
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    fn write_block(&mut self, table: usize) -> Result<(), VaultError> {
        let Some(open) = self.tables.get_mut(table) else { return Err(VaultError::NoSuch) };
        if open.block.rows() == 0 {
            return Ok(());
        }
        let block = self.next_block;
        self.next_block += 1;
        self.index.fill(&open.block, block, &mut self.exact);
        let rows = open.block.rows() as u64;
        let kinds: Vec<u8> = open
            .block
            .kind_counts()
            .iter()
            .flat_map(|count| u16::try_from(*count).unwrap_or(u16::MAX).to_le_bytes())
            .collect();
        self.packed.plain.clear();
        open.block.encode(&mut self.packed.plain);
        let connection = &self.vault.connection;
        connection
            .prepare_cached(
                "INSERT INTO block (id, tbl, first_row, rows, kinds) VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![block, open.id, open.rows, rows, kinds])?;
        let data = self.packed.pack_plain()?;
        connection
            .prepare_cached("INSERT INTO block_data (id, data) VALUES (?, ?)")?
            .execute(params![block, data])?;
        if !self.index.words.is_empty() {
            connection
                .prepare_cached("INSERT INTO words (rowid, body) VALUES (?, ?)")?
                .execute(params![block, self.index.words])?;
        }
        open.rows += rows;
        self.exact.flush_if_full(connection)
    }
}

impl Drop for ImportWriter {
    fn drop(&mut self) {
        if !self.done {
            let _ = self.vault.connection.execute_batch("ROLLBACK");
            let _ = self.vault.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
}

/// Deletes a table with all that hangs on it, the index included.
pub(crate) fn delete_table(
    connection: &rusqlite::Connection,
    table: i64,
) -> Result<(), VaultError> {
    for sql in [
        "DELETE FROM words WHERE rowid IN (SELECT id FROM block WHERE tbl = ?)",
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

/// Turns the cells of a block into its distinct words and identifiers.
#[derive(Default)]
struct Indexer {
    tokenizer: Tokenizer,
    cells: Seen,
    tokens: Seen,
    words: String,
}

type Seen = HashSet<u64, BuildHasherDefault<Hashed>>;

/// The keys are hashes already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

impl Indexer {
    fn fill(&mut self, block: &BlockBuilder, id: u32, exact: &mut ExactWriter) {
        self.cells.clear();
        self.tokens.clear();
        self.words.clear();
        let Self { tokenizer, cells, tokens, words } = self;
        block.each_cell(|cell| {
            if cell.is_empty() || !cells.insert(xxh3_64(cell.as_bytes())) {
                return;
            }
            tokenizer.each(cell, |token| match token {
                Token::Word(word) => {
                    if tokens.insert(xxh3_64(word.as_bytes())) {
                        words.push_str(word);
                        words.push(' ');
                    }
                }
                Token::Exact(token) => {
                    if tokens.insert(xxh3_64(token.as_bytes())) {
                        exact.add(exact::hash(token), id);
                    }
                }
            });
        });
    }
}

/// Compresses, with its buffers kept.
struct Packer {
    plain: Vec<u8>,
    out: Vec<u8>,
    compressor: Option<zstd::bulk::Compressor<'static>>,
}

impl Default for Packer {
    fn default() -> Self {
        let compressor = zstd::bulk::Compressor::new(1).ok();
        Self { plain: Vec::new(), out: Vec::new(), compressor }
    }
}

impl Packer {
    fn pack_plain(&mut self) -> Result<&[u8], VaultError> {
        let plain = std::mem::take(&mut self.plain);
        self.squeeze(&plain)?;
        self.plain = plain;
        Ok(&self.out)
    }

    fn pack(&mut self, bytes: &[u8]) -> Result<&[u8], VaultError> {
        self.squeeze(bytes)?;
        Ok(&self.out)
    }

    /// Four bytes of length, then the compressed bytes; length 0 with the bytes as
    /// they are where compression gains nothing.
    fn squeeze(&mut self, bytes: &[u8]) -> Result<(), VaultError> {
        let failed = |_| VaultError::Damaged { what: "compression" };
        let length =
            u32::try_from(bytes.len()).map_err(|_| VaultError::Damaged { what: "length" })?;
        let room = zstd::zstd_safe::compress_bound(bytes.len());
        self.out.clear();
        self.out.resize(4 + room, 0);
        let written = match &mut self.compressor {
            Some(compressor) => {
                compressor.compress_to_buffer(bytes, &mut self.out[4..]).map_err(failed)?
            }
            None => usize::MAX,
        };
        if written < bytes.len() {
            self.out[..4].copy_from_slice(&length.to_le_bytes());
            self.out.truncate(4 + written);
        } else {
            self.out.clear();
            self.out.extend_from_slice(&[0; 4]);
            self.out.extend_from_slice(bytes);
        }
        Ok(())
    }
}

/// Undoes [`Packer`].
pub(crate) fn unpack(data: &[u8]) -> Result<Vec<u8>, VaultError> {
    let damaged = || VaultError::Damaged { what: "compression" };
    let (length, rest) = data.split_first_chunk::<4>().ok_or_else(damaged)?;
    match u32::from_le_bytes(*length) {
        0 => Ok(rest.to_vec()),
        length => zstd::bulk::decompress(rest, length as usize).map_err(|_| damaged()),
    }
}
