//! The schema, in prose and in numbered steps.
//!
//! `controller` is a company; one without a name is none: it belongs to an import that
//! is being written, or was undone. `import` is one answer of it: a file or folder as
//! it was given, with its digest; `hidden` is its state (see `state.rs`): visible,
//! taken out and able to come back until the vault is locked, being written, or
//! to be deleted. `source_chunk` holds the original bytes, in chunks.
//! `member` is a line of the ledger. `tbl` is a table of a member and `field` a
//! column of it, each with the summary that insight works on. Tables with
//! `prose` hold running text, a paragraph a row; they are searched, not counted.
//!
//! Records lie in blocks (see `block.rs`): `block` is the directory, `block_data`
//! the compressed rows. `run` is a sorted run of one of the two indexes (see
//! `runs.rs`: words, or hashes of identifiers), `page` a page of it. Both find
//! blocks; the rows are confirmed by reading the block.
//!
//! `problem`, `statement`, `passage` hang on an import. `request` is a letter with its
//! choices and `request_event` its history. `setting` holds small values by name.
//! `undo_log` lives per session: triggers on the small tables write the inverse of
//! every change, grouped by `undo_step`.
//!
//! `own` holds what the person added or corrected, by its sort and key.
//!
//! Steps are only ever added. Step 1: everything but `own`. Step 2: `own`, and
//! `request_file`, the proofs kept with an event of a request. Step 3: both
//! indexes as sorted runs, made anew. Step 4: `passage`.

use rusqlite::{Connection, Transaction};
use rusqlite_migration::{HookError, HookResult, M, Migrations};

use crate::VaultError;
use crate::block::Block;
use crate::import::Indexer;
use crate::pack::unpack;

fn steps() -> Vec<M<'static>> {
    vec![M::up(FIRST), M::up(OWN), M::up_with_hook(RUNS, index_anew), M::up(PASSAGES)]
}

const FIRST: &str = "
    CREATE TABLE controller (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, slug TEXT NOT NULL DEFAULT '',
        how TEXT NOT NULL, why TEXT NOT NULL DEFAULT '[]', contact TEXT NOT NULL DEFAULT 'null',
        sample INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE import (
        id INTEGER PRIMARY KEY, controller INTEGER NOT NULL REFERENCES controller,
        name TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
        received TEXT NOT NULL, imported TEXT NOT NULL, records INTEGER NOT NULL DEFAULT 0,
        company TEXT NOT NULL DEFAULT '', export TEXT NOT NULL DEFAULT '',
        facts TEXT NOT NULL DEFAULT 'null',
        sample INTEGER NOT NULL DEFAULT 0, hidden INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX import_sha ON import (sha256);
    CREATE TABLE source_chunk (
        import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
        source INTEGER NOT NULL, part INTEGER NOT NULL, name TEXT NOT NULL DEFAULT '',
        data BLOB NOT NULL, PRIMARY KEY (import, source, part)
    );
    CREATE TABLE member (
        id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
        path TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
        bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, records INTEGER NOT NULL, same_as TEXT
    );
    CREATE INDEX member_import ON member (import);
    CREATE TABLE tbl (
        id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
        member INTEGER NOT NULL REFERENCES member ON DELETE CASCADE,
        name TEXT NOT NULL, prose INTEGER NOT NULL, declared TEXT NOT NULL DEFAULT '',
        records INTEGER NOT NULL DEFAULT 0, first TEXT, last TEXT,
        kinds TEXT NOT NULL DEFAULT '[]'
    );
    CREATE INDEX tbl_import ON tbl (import);
    CREATE INDEX tbl_member ON tbl (member);
    CREATE TABLE field (
        id INTEGER PRIMARY KEY, tbl INTEGER NOT NULL REFERENCES tbl ON DELETE CASCADE,
        position INTEGER NOT NULL, name TEXT NOT NULL, category TEXT NOT NULL,
        kind INTEGER, summary TEXT NOT NULL
    );
    CREATE INDEX field_tbl ON field (tbl);
    CREATE TABLE block (
        id INTEGER PRIMARY KEY, tbl INTEGER NOT NULL, first_row INTEGER NOT NULL,
        rows INTEGER NOT NULL, kinds BLOB NOT NULL
    );
    CREATE INDEX block_tbl ON block (tbl, first_row);
    CREATE TABLE block_data (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
    CREATE VIRTUAL TABLE words USING fts5 (
        body, content='', contentless_delete=1, detail=none, tokenize='ascii'
    );
    CREATE TABLE exact (
        id INTEGER PRIMARY KEY, run INTEGER NOT NULL, first INTEGER NOT NULL, data BLOB NOT NULL
    );
    CREATE INDEX exact_first ON exact (run, first);
    CREATE TABLE exact_run (id INTEGER PRIMARY KEY, import INTEGER NOT NULL);
    CREATE TABLE problem (
        id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
        member INTEGER, severity TEXT NOT NULL, problem TEXT NOT NULL
    );
    CREATE INDEX problem_import ON problem (import);
    CREATE TABLE statement (
        id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
        statement TEXT NOT NULL
    );
    CREATE INDEX statement_import ON statement (import);
    CREATE TABLE request (
        id INTEGER PRIMARY KEY, controller INTEGER NOT NULL REFERENCES controller,
        state TEXT NOT NULL, created TEXT NOT NULL, sent TEXT, due TEXT, body TEXT NOT NULL
    );
    CREATE TABLE request_event (
        id INTEGER PRIMARY KEY, request INTEGER NOT NULL REFERENCES request ON DELETE CASCADE,
        state TEXT NOT NULL, day TEXT NOT NULL, note TEXT NOT NULL
    );
    CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE undo_step (
        id INTEGER PRIMARY KEY, label TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE undo_log (
        id INTEGER PRIMARY KEY, step INTEGER NOT NULL REFERENCES undo_step ON DELETE CASCADE,
        sql TEXT NOT NULL
    );
";

const OWN: &str = "
    ALTER TABLE request_event ADD COLUMN how TEXT NOT NULL DEFAULT '';
    CREATE TABLE request_file (
        id INTEGER PRIMARY KEY, request INTEGER NOT NULL, event INTEGER NOT NULL,
        name TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, data BLOB NOT NULL
    );
    CREATE INDEX request_file_event ON request_file (event);
    CREATE TABLE own (
        id INTEGER PRIMARY KEY, sort TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
        UNIQUE (sort, key)
    );
";

const RUNS: &str = "
    DROP TABLE words;
    DROP TABLE exact;
    DROP TABLE exact_run;
    CREATE TABLE run (id INTEGER PRIMARY KEY, import INTEGER NOT NULL, sort INTEGER NOT NULL);
    CREATE INDEX run_sort ON run (sort);
    CREATE INDEX run_import ON run (import);
    CREATE TABLE page (id INTEGER PRIMARY KEY, run INTEGER NOT NULL, first NOT NULL, data BLOB NOT NULL);
    CREATE INDEX page_first ON page (run, first);
";

const PASSAGES: &str = "
    CREATE TABLE passage (
        id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
        passage TEXT NOT NULL
    );
    CREATE INDEX passage_import ON passage (import);
";

/// Puts every block that is there into the new indexes.
fn index_anew(transaction: &Transaction<'_>) -> HookResult {
    let failed = |error: VaultError| HookError::Hook(error.to_string());
    let mut imports = transaction.prepare("SELECT id FROM import")?;
    let imports: Vec<i64> = imports.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut blocks = transaction.prepare(
        "SELECT b.id, d.data FROM tbl t JOIN block b ON b.tbl = t.id
         JOIN block_data d ON d.id = b.id WHERE t.import = ? ORDER BY b.id",
    )?;
    for import in imports {
        let mut indexer = Indexer::default();
        let mut rows = blocks.query([import])?;
        while let Some(row) = rows.next()? {
            let data: Vec<u8> = row.get(1)?;
            let block = unpack(&data).and_then(|plain| Block::decode(&plain)).map_err(failed)?;
            indexer.start(row.get(0)?);
            for row in 0..block.rows() {
                block.row(row).flatten().for_each(|cell| indexer.cell(cell));
            }
            indexer.full().store(transaction, import).map_err(failed)?;
        }
        indexer.end().store(transaction, import).map_err(failed)?;
    }
    Ok(())
}

/// The newest schema that this program knows.
pub fn newest() -> u32 {
    u32::try_from(steps().len()).unwrap_or(u32::MAX)
}

/// Brings a vault up to the newest schema; refuses one from the future.
pub fn upgrade(connection: &mut Connection) -> Result<(), VaultError> {
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > newest() {
        return Err(VaultError::Newer { found, known: newest() });
    }
    if found < newest() {
        Migrations::new(steps())
            .to_latest(connection)
            .map_err(|_| VaultError::Damaged { what: "schema" })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_step_leads_to_the_newest_schema() {
        for start in 0..steps().len() {
            let mut connection = Connection::open_in_memory().unwrap();
            Migrations::new(steps()).to_version(&mut connection, start).unwrap();
            upgrade(&mut connection).unwrap();
            let version: u32 =
                connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
            assert_eq!(version, newest(), "from step {start}");
        }
    }

    #[test]
    fn a_newer_schema_is_refused_and_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", newest() + 1).unwrap();
        let error = upgrade(&mut connection).unwrap_err();
        assert!(matches!(error, VaultError::Newer { .. }));
    }
}
