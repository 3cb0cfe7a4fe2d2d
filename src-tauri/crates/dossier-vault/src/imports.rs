//! Imports, their controllers, members, tables, problems and statements.

use dossier_model::{
    FieldSummary, MemberPath, MemberSummary, Passage, Problem, Sha256, Statement, TableSummary,
};
use rusqlite::{Row, params};
use sha2::Digest;

use crate::import::join_controller;
use crate::pack::unpack;
use crate::state::ImportState;
use crate::{Vault, VaultError, Verified, word_to};

/// A company as it stands in the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredController {
    /// Its id.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Its declaration; empty if it has none.
    pub slug: String,
    /// How the name is known.
    pub how: String,
    /// Why, as JSON.
    pub why: String,
    /// The person's own contact facts, as JSON.
    pub contact: String,
    /// Whether it belongs to the sample customer.
    pub sample: bool,
}

/// An import as it stands in the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredImport {
    /// Its id.
    pub id: u32,
    /// Its controller.
    pub controller: u32,
    /// The name of the file or folder.
    pub name: String,
    /// Digest of what was imported.
    pub sha256: String,
    /// Its bytes.
    pub bytes: u64,
    /// Day received.
    pub received: String,
    /// When it was imported.
    pub imported: String,
    /// Records read.
    pub records: u64,
    /// The declaration that it was read by.
    pub company: String,
    /// The export of the declaration.
    pub export: String,
    /// Facts for insight, as JSON.
    pub facts: String,
    /// Whether it belongs to the sample customer.
    pub sample: bool,
}

/// A member with its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMember {
    /// Its id.
    pub id: u32,
    /// Its import.
    pub import: u32,
    /// Its line of the ledger.
    pub summary: MemberSummary,
}

/// A table with its ids.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredTable {
    /// Its id.
    pub id: u32,
    /// Its import.
    pub import: u32,
    /// Its controller.
    pub controller: u32,
    /// Its member.
    pub member: u32,
    /// Whether it is running text.
    pub prose: bool,
    /// The summary; its fields are in `fields`.
    pub summary: TableSummary,
    /// The fields with their ids.
    pub fields: Vec<StoredField>,
}

/// A field with its id.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredField {
    /// Its id.
    pub id: u32,
    /// Its summary.
    pub summary: FieldSummary,
}

/// A problem and where it hangs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredProblem {
    /// The member, if it is in one.
    pub member: Option<u32>,
    /// The problem.
    pub problem: Problem,
}

/// Words of a letter that may state something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPassage {
    /// Its id.
    pub id: u32,
    /// The import that it came with.
    pub import: u32,
    /// The words.
    pub passage: Passage,
}

/// A file that an import came in: its name, and its bytes and digest if it can be unpacked.
type SourceDigest = (String, Option<(u64, String)>);

impl Vault {
    /// All visible controllers: those with an import, those with a request, and those
    /// that were added by the person to be asked.
    pub fn controllers(&self) -> Result<Vec<StoredController>, VaultError> {
        let mut query = self.connection.prepare_cached(&format!(
            "SELECT id, name, slug, how, why, contact, sample FROM controller c
             WHERE {LISTED} ORDER BY id",
        ))?;
        let rows = query.query_map([], controller)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One controller.
    pub fn controller(&self, id: u32) -> Result<StoredController, VaultError> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, name, slug, how, why, contact, sample FROM controller WHERE id = ?",
        )?;
        Ok(query.query_row([id], controller)?)
    }

    /// Adds a company without an answer, or gives the one of that name.
    pub fn add_controller(&self, name: &str, slug: &str) -> Result<u32, VaultError> {
        let connection = &self.connection;
        let known: Result<u32, _> = connection.query_row(
            &format!(
                "SELECT c.id FROM controller c
                 WHERE sample = 0 AND (name = ?1 OR (slug = ?2 AND ?2 <> '')) AND {LISTED} LIMIT 1"
            ),
            params![name, slug],
            |row| row.get(0),
        );
        match known {
            Ok(id) => return Ok(id),
            Err(rusqlite::Error::QueryReturnedNoRows) => {}
            Err(error) => return Err(error.into()),
        }
        connection.execute(
            "INSERT INTO controller (name, slug, how) VALUES (?, ?, 'added')",
            params![name, slug],
        )?;
        let id = connection.last_insert_rowid();
        u32::try_from(id).map_err(|_| VaultError::Damaged { what: "controller" })
    }

    /// Keeps the person's own contact facts of a controller.
    pub fn set_contact(&self, controller: u32, contact: &str) -> Result<(), VaultError> {
        let _turn = self.gate.small_write();
        let changed = self
            .connection
            .prepare_cached("UPDATE controller SET contact = ? WHERE id = ?")?
            .execute(params![contact, controller])?;
        if changed == 0 { Err(VaultError::NoSuch) } else { Ok(()) }
    }

    /// Says whose answer an import is: an existing controller of that name or a new one.
    pub fn set_controller(&self, import: u32, name: &str) -> Result<(), VaultError> {
        let connection = &self.connection;
        let sample: bool =
            connection
                .query_row("SELECT sample FROM import WHERE id = ?", [import], |row| row.get(0))?;
        let known: Result<i64, _> = connection.query_row(
            "SELECT id FROM controller WHERE name = ? AND sample = ? LIMIT 1",
            params![name, sample],
            |row| row.get(0),
        );
        let id = match known {
            Ok(id) => id,
            Err(rusqlite::Error::QueryReturnedNoRows) => {
                connection.execute(
                    "INSERT INTO controller (name, how, sample) VALUES (?, 'given', ?)",
                    params![name, sample],
                )?;
                connection.last_insert_rowid()
            }
            Err(error) => return Err(error.into()),
        };
        connection.execute("UPDATE import SET controller = ? WHERE id = ?", params![id, import])?;
        Ok(())
    }

    /// Lists a company no more for its own sake when another one takes its place, which gets
    /// the person's own contact facts unless it has some. For use inside [`Vault::step`].
    pub fn give_way(&self, controller: u32, to: u32) -> Result<(), VaultError> {
        if controller == to {
            return Ok(());
        }
        let moved = self.connection.execute(
            "UPDATE controller SET contact = (SELECT contact FROM controller WHERE id = ?1)
             WHERE id = ?2 AND contact = 'null'",
            [controller, to],
        )?;
        if moved > 0 {
            self.set_contact(controller, "null")?;
        }
        self.connection.execute(
            "UPDATE controller SET how = 'given' WHERE id = ? AND how = 'added'",
            [controller],
        )?;
        Ok(())
    }

    /// Whether any visible import is a controller's.
    pub fn has_import(&self, controller: u32) -> Result<bool, VaultError> {
        let mut query = self.connection.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM import WHERE controller = ? AND hidden = 0)",
        )?;
        Ok(query.query_row([controller], |row| row.get(0))?)
    }

    /// All visible imports, the newest last.
    pub fn imports(&self) -> Result<Vec<StoredImport>, VaultError> {
        let mut query =
            self.connection.prepare_cached(&format!("{IMPORT} WHERE hidden = 0 ORDER BY id"))?;
        let rows = query.query_map([], import)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One visible import.
    pub fn import(&self, id: u32) -> Result<StoredImport, VaultError> {
        let mut query =
            self.connection.prepare_cached(&format!("{IMPORT} WHERE id = ? AND hidden = 0"))?;
        Ok(query.query_row([id], import)?)
    }

    /// Takes an import out, or shows one that was written hidden. What is hidden is
    /// deleted for good when the vault is opened the next time. For use inside
    /// [`Vault::step`].
    pub fn hide_import(&self, id: u32, hidden: bool) -> Result<(), VaultError> {
        let _turn = self.gate.small_write();
        let state = if hidden { ImportState::Hidden } else { ImportState::Visible };
        // One that is being written or deleted is in other hands.
        let changed = self
            .connection
            .prepare_cached("UPDATE import SET hidden = ? WHERE id = ? AND hidden IN (?, ?)")?
            .execute(params![state, id, ImportState::Visible, ImportState::Hidden])?;
        match (changed, hidden) {
            (0, _) => Err(VaultError::NoSuch),
            (_, true) => Ok(()),
            (_, false) => join_controller(&self.connection, i64::from(id)),
        }
    }

    /// The ledger of an import.
    pub fn members(&self, import: u32) -> Result<Vec<StoredMember>, VaultError> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, import, path, kind, state, reason, bytes, sha256, records, same_as
             FROM member WHERE import = ? ORDER BY id",
        )?;
        let mut rows = query.query([import])?;
        let mut members = Vec::new();
        while let Some(row) = rows.next()? {
            members.push(member(row)?);
        }
        Ok(members)
    }

    /// The digest of the member that a table stands in.
    pub fn member_of_table(&self, table: u32) -> Result<StoredMember, VaultError> {
        let mut query = self.connection.prepare_cached(
            "SELECT m.id, m.import, m.path, m.kind, m.state, m.reason, m.bytes, m.sha256,
             m.records, m.same_as FROM member m JOIN tbl t ON t.member = m.id WHERE t.id = ?",
        )?;
        let mut rows = query.query([table])?;
        member(rows.next()?.ok_or(VaultError::NoSuch)?)
    }

    /// The entries of an import: the rows of all its tables but running text.
    pub fn entries_of(&self, import: u32) -> Result<u64, VaultError> {
        let mut query = self.connection.prepare_cached(
            "SELECT coalesce(sum(records), 0) FROM tbl WHERE import = ? AND prose = 0",
        )?;
        Ok(query.query_row([import], |row| row.get(0))?)
    }

    /// The tables of all visible imports, or of one, with their fields.
    pub fn tables(&self, of: Option<u32>) -> Result<Vec<StoredTable>, VaultError> {
        let mut query = self.connection.prepare_cached(
            "SELECT t.id, t.import, i.controller, t.member, t.prose, m.path, t.name, t.declared,
             t.records, t.first, t.last, t.kinds
             FROM tbl t JOIN import i ON i.id = t.import JOIN member m ON m.id = t.member
             WHERE i.hidden = 0 AND (?1 IS NULL OR t.import = ?1) ORDER BY t.id",
        )?;
        let mut rows = query.query([of])?;
        let mut tables = Vec::new();
        while let Some(row) = rows.next()? {
            let id: u32 = row.get(0)?;
            let fields = self.fields(id)?;
            tables.push(StoredTable {
                id,
                import: row.get(1)?,
                controller: row.get(2)?,
                member: row.get(3)?,
                prose: row.get(4)?,
                summary: TableSummary {
                    path: MemberPath::new(row.get::<_, String>(5)?),
                    name: row.get(6)?,
                    declared: row.get(7)?,
                    records: row.get(8)?,
                    first: row.get(9)?,
                    last: row.get(10)?,
                    kinds: serde_json::from_str(row.get_ref(11)?.as_str().unwrap_or("[]"))
                        .unwrap_or_default(),
                    fields: fields.iter().map(|field| field.summary.clone()).collect(),
                },
                fields,
            });
        }
        Ok(tables)
    }

    /// The fields of a table, in the order of the file.
    pub fn fields(&self, table: u32) -> Result<Vec<StoredField>, VaultError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT id, summary FROM field WHERE tbl = ? ORDER BY position")?;
        let mut rows = query.query([table])?;
        let mut fields = Vec::new();
        while let Some(row) = rows.next()? {
            let summary = row.get::<_, String>(1)?;
            fields.push(StoredField { id: row.get(0)?, summary: serde_json::from_str(&summary)? });
        }
        Ok(fields)
    }

    /// The problems of an import, in the order of reading.
    pub fn problems(&self, import: u32) -> Result<Vec<StoredProblem>, VaultError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT member, problem FROM problem WHERE import = ? ORDER BY id")?;
        let mut rows = query.query([import])?;
        let mut problems = Vec::new();
        while let Some(row) = rows.next()? {
            let problem: String = row.get(1)?;
            problems.push(StoredProblem {
                member: row.get(0)?,
                problem: serde_json::from_str(&problem)?,
            });
        }
        Ok(problems)
    }

    /// How many notes, warnings and failures an import has.
    pub fn problem_counts(&self, import: u32) -> Result<[u32; 3], VaultError> {
        let mut query = self.connection.prepare_cached(
            "SELECT count(*) FILTER (WHERE severity = 'note'),
             count(*) FILTER (WHERE severity = 'warning'),
             count(*) FILTER (WHERE severity = 'failure') FROM problem WHERE import = ?",
        )?;
        Ok(query.query_row([import], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?)
    }

    /// Words of a company's letters that may state something.
    pub fn passages(&self, of: u32) -> Result<Vec<StoredPassage>, VaultError> {
        let mut query = self.connection.prepare_cached(
            "SELECT p.id, p.import, p.passage FROM passage p JOIN import i ON i.id = p.import
             WHERE i.hidden = 0 AND i.controller = ? ORDER BY p.id",
        )?;
        let mut rows = query.query([of])?;
        let mut passages = Vec::new();
        while let Some(row) = rows.next()? {
            let passage = serde_json::from_str(&row.get::<_, String>(2)?)?;
            passages.push(StoredPassage { id: row.get(0)?, import: row.get(1)?, passage });
        }
        Ok(passages)
    }

    /// What the companies state: the import and the statement.
    pub fn statements(&self, of: Option<u32>) -> Result<Vec<(u32, Statement)>, VaultError> {
        let mut query = self.connection.prepare_cached(
            "SELECT s.import, s.statement FROM statement s JOIN import i ON i.id = s.import
             WHERE i.hidden = 0 AND (?1 IS NULL OR i.controller = ?1) ORDER BY s.id",
        )?;
        let mut rows = query.query([of])?;
        let mut statements = Vec::new();
        while let Some(row) = rows.next()? {
            let text: String = row.get(1)?;
            statements.push((row.get(0)?, serde_json::from_str(&text)?));
        }
        Ok(statements)
    }

    /// Checks every page's seal, every block and the digest of every source.
    pub fn verify(&self) -> Result<Verified, VaultError> {
        let mut found = Verified::default();
        let mut pages = self.connection.prepare("PRAGMA cipher_integrity_check")?;
        let mut rows = pages.query([])?;
        while rows.next()?.is_some() {
            found.broken_pages += 1;
        }
        let mut blocks = self
            .connection
            .prepare("SELECT b.rows, d.data FROM block b LEFT JOIN block_data d ON d.id = b.id")?;
        let mut rows = blocks.query([])?;
        while let Some(row) = rows.next()? {
            let expected: usize = row.get(0)?;
            let read = row
                .get_ref(1)?
                .as_blob()
                .ok()
                .and_then(|data| unpack(data).ok())
                .and_then(|plain| crate::block::Block::decode(&plain).ok());
            if read.is_none_or(|block| block.rows() != expected) {
                found.broken_blocks += 1;
            }
        }
        // The digest of a folder is that of a list with more in it than files. A file that
        // was read to its end has its own; what lies in containers rests on the seals.
        let mut other = self.connection.prepare(
            "SELECT 1 FROM member WHERE import = ? AND path = ? AND bytes >= ? AND sha256 <> ?",
        )?;
        for import in self.imports()? {
            let sources = self.source_digests(import.id)?;
            let is_file = matches!(&sources[..], [(name, _)] if !name.contains('/'));
            for (name, kept) in sources {
                let is_broken = match kept {
                    None => true,
                    Some((_, digest)) if is_file => digest != import.sha256,
                    Some((bytes, digest)) => {
                        other.exists(params![import.id, name, bytes, digest])?
                    }
                };
                if is_broken {
                    found.broken_sources += 1;
                    break;
                }
            }
        }
        Ok(found)
    }

    /// The files that an import came in.
    fn source_digests(&self, import: u32) -> Result<Vec<SourceDigest>, VaultError> {
        let mut query = self.connection.prepare_cached(SOURCE)?;
        let mut rows = query.query([import])?;
        let mut sources: Vec<(String, Option<(u64, sha2::Sha256)>)> = Vec::new();
        let mut last = None;
        while let Some(row) = rows.next()? {
            let (source, name): (u32, String) = (row.get(0)?, row.get(1)?);
            if last.replace(source) != Some(source) {
                sources.push((name, Some((0, sha2::Sha256::new()))));
            }
            let part = row.get_ref(2)?.as_blob().ok().and_then(|data| unpack(data).ok());
            if let Some((_, kept)) = sources.last_mut() {
                *kept = kept.take().zip(part).map(|((bytes, hash), part)| {
                    (bytes + part.len() as u64, hash.chain_update(part))
                });
            }
        }
        let ended = |(bytes, hash): (u64, sha2::Sha256)| {
            (bytes, Sha256(hash.finalize().into()).to_string())
        };
        Ok(sources.into_iter().map(|(name, kept)| (name, kept.map(ended))).collect())
    }

    /// Gives the original bytes of an import, chunk by chunk, with the source's number and name.
    pub fn each_source_chunk(
        &self,
        import: u32,
        mut each: impl FnMut(u32, &str, &[u8]),
    ) -> Result<(), VaultError> {
        let mut query = self.connection.prepare_cached(SOURCE)?;
        let mut rows = query.query([import])?;
        while let Some(row) = rows.next()? {
            let data =
                row.get_ref(2)?.as_blob().map_err(|_| VaultError::Damaged { what: "source" })?;
            let name = row.get_ref(1)?.as_str().unwrap_or("");
            each(row.get(0)?, name, &unpack(data)?);
        }
        Ok(())
    }
}

/// Whether the controller `c` is shown.
const LISTED: &str = "(how = 'added'
    OR EXISTS (SELECT 1 FROM import WHERE controller = c.id AND hidden = 0)
    OR EXISTS (SELECT 1 FROM request WHERE controller = c.id))";

const SOURCE: &str =
    "SELECT source, name, data FROM source_chunk WHERE import = ? ORDER BY source, part";

const IMPORT: &str = "SELECT id, controller, name, sha256, bytes, received, imported, records,
    company, export, facts, sample FROM import";

fn import(row: &Row<'_>) -> rusqlite::Result<StoredImport> {
    Ok(StoredImport {
        id: row.get(0)?,
        controller: row.get(1)?,
        name: row.get(2)?,
        sha256: row.get(3)?,
        bytes: row.get(4)?,
        received: row.get(5)?,
        imported: row.get(6)?,
        records: row.get(7)?,
        company: row.get(8)?,
        export: row.get(9)?,
        facts: row.get(10)?,
        sample: row.get(11)?,
    })
}

fn controller(row: &Row<'_>) -> rusqlite::Result<StoredController> {
    Ok(StoredController {
        id: row.get(0)?,
        name: row.get(1)?,
        slug: row.get(2)?,
        how: row.get(3)?,
        why: row.get(4)?,
        contact: row.get(5)?,
        sample: row.get(6)?,
    })
}

fn member(row: &Row<'_>) -> Result<StoredMember, VaultError> {
    let text = |index: usize| -> Result<String, rusqlite::Error> { row.get(index) };
    Ok(StoredMember {
        id: row.get(0)?,
        import: row.get(1)?,
        summary: MemberSummary {
            path: MemberPath::new(text(2)?),
            kind: word_to(&text(3)?)?,
            state: word_to(&text(4)?)?,
            reason: text(5)?,
            bytes: row.get(6)?,
            sha256: Sha256::try_from(text(7)?)
                .map_err(|_| VaultError::Damaged { what: "digest" })?,
            records: row.get(8)?,
            same_as: row.get::<_, Option<String>>(9)?.map(MemberPath::new),
        },
    })
}
