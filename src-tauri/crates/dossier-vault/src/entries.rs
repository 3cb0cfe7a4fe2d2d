//! Pages of records: any place of any table by reading one or two blocks.

use std::collections::HashMap;
use std::sync::Arc;

use dossier_model::At;
use rusqlite::params;

use crate::block::Block;
use crate::pack::unpack;
use crate::{RowSet, Vault, VaultError};

/// Which records are wanted, and which page of them.
#[derive(Clone, Debug, Default)]
pub struct EntryQuery {
    /// The tables, in the order in which they are listed.
    pub tables: Vec<u32>,
    /// Only records with a value of one of these kinds; 0 for all.
    pub kinds: u16,
    /// Words and identifiers that must all occur; empty for all records.
    pub text: String,
    /// Whether the last word may be the beginning of a longer one.
    pub prefix: bool,
    /// Only these rows; none for all.
    pub only: Option<Arc<RowSet>>,
    /// Skip so many.
    pub offset: u32,
    /// Give so many.
    pub limit: u32,
    /// Count on after the page is full for so many blocks, then say "at least".
    pub count_blocks: u32,
}

impl EntryQuery {
    /// Whether any row of a block may be wanted.
    pub(crate) fn touches(&self, head: &BlockHead) -> bool {
        let only = self.only.as_ref();
        only.is_none_or(|only| only.count_in(head.table, head.first_row, head.rows) > 0)
    }

    /// Whether a row of a block is one of those wanted.
    pub(crate) fn takes(&self, head: &BlockHead, block: &Block, row: usize) -> bool {
        (self.kinds == 0 || block.kinds(row) & self.kinds != 0)
            && self
                .only
                .as_ref()
                .is_none_or(|only| only.has(head.table, head.first_row + row as u32))
    }

    /// How many rows of a block are wanted, if the directory can tell.
    fn count(&self, head: &BlockHead) -> Option<u32> {
        match &self.only {
            None => head.count(self.kinds),
            Some(only) if self.kinds == 0 => {
                Some(only.count_in(head.table, head.first_row, head.rows))
            }
            Some(_) => None,
        }
    }
}

/// A page of records.
#[derive(Clone, Debug, Default)]
pub struct EntryPage {
    /// How many there are, or at least are.
    pub total: u32,
    /// Whether `total` is exact.
    pub exact: bool,
    /// The records of the page.
    pub entries: Vec<StoredEntry>,
}

/// Says of a record of a table whether it is wanted.
pub type Keep<'a> = &'a dyn Fn(u32, &StoredEntry) -> bool;

/// One record as it lies in the vault.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Its table.
    pub table: u32,
    /// Its row, counted from 0.
    pub row: u32,
    /// Where it stands in its member.
    pub at: At,
    /// The kinds of data in it.
    pub kinds: u16,
    /// Its cells, in the order of the fields; late fields may be missing.
    pub cells: Vec<Option<String>>,
}

impl std::fmt::Debug for StoredEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StoredEntry({}/{}, {} cells)", self.table, self.row, self.cells.len())
    }
}

/// One line of the directory of blocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BlockHead {
    pub id: u32,
    pub table: u32,
    pub first_row: u32,
    pub rows: u32,
    pub kinds: [u16; 12],
}

/// Directories of tables that were asked for.
#[derive(Default)]
pub(crate) struct Directory {
    version: i64,
    heads: usize,
    tables: HashMap<u32, Arc<Vec<BlockHead>>>,
}

impl Directory {
    /// Lines kept: ten megabytes, or fifty million rows.
    const MOST: usize = 200_000;
}

impl Vault {
    /// A page of records, and how many there are. `keep` may leave some out.
    pub fn entries(
        &self,
        query: &EntryQuery,
        keep: Option<Keep<'_>>,
    ) -> Result<EntryPage, VaultError> {
        if !query.text.trim().is_empty() {
            return self.search(query, keep);
        }
        let mut page = Pager::new(query);
        for table in &query.tables {
            for head in self.block_heads(*table)?.iter() {
                if !query.touches(head) {
                    continue;
                }
                let sure = (keep.is_none()).then(|| query.count(head)).flatten();
                match sure {
                    // Whole blocks outside the page are counted without being read.
                    Some(count) if !page.touches(count) => page.skip(count),
                    _ if sure.is_none() && page.is_spent() => {
                        return Ok(page.finish(false));
                    }
                    _ => {
                        let block = self.block(head.id)?;
                        for row in (0..block.rows()).filter(|row| query.takes(head, &block, *row)) {
                            page.offer(|| entry(head, &block, row), keep);
                        }
                    }
                }
            }
        }
        Ok(page.finish(true))
    }

    /// One record.
    pub fn entry(&self, table: u32, row: u32) -> Result<StoredEntry, VaultError> {
        let head = self.head_of(table, row)?;
        let block = self.block(head.id)?;
        Ok(entry(&head, &block, (row - head.first_row) as usize))
    }

    /// Gives every record of a table, in order, until `each` says stop.
    pub fn each_entry(
        &self,
        table: u32,
        mut each: impl FnMut(StoredEntry) -> bool,
    ) -> Result<(), VaultError> {
        for head in self.block_heads(table)?.iter() {
            let block = self.block(head.id)?;
            for row in 0..block.rows() {
                if !each(entry(head, &block, row)) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The line of the directory for the block that a row lies in.
    pub(crate) fn head_of(&self, table: u32, row: u32) -> Result<BlockHead, VaultError> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, tbl, first_row, rows, kinds FROM block
             WHERE tbl = ?1 AND first_row <= ?2 ORDER BY first_row DESC LIMIT 1",
        )?;
        let head = query.query_row(params![table, row], head)?;
        if row >= head.first_row + head.rows { Err(VaultError::NoSuch) } else { Ok(head) }
    }

    /// The directory of a table's blocks. Kept until another connection has written:
    /// to page through five million rows is to ask for it again and again.
    pub(crate) fn block_heads(&self, table: u32) -> Result<Arc<Vec<BlockHead>>, VaultError> {
        let version: i64 = self
            .connection
            .prepare_cached("PRAGMA data_version")?
            .query_row([], |row| row.get(0))?;
        let mut kept = self.directory.borrow_mut();
        if kept.version != version || kept.heads > Directory::MOST {
            *kept = Directory { version, ..Directory::default() };
        }
        if let Some(heads) = kept.tables.get(&table) {
            return Ok(Arc::clone(heads));
        }
        let mut query = self.connection.prepare_cached(
            "SELECT id, tbl, first_row, rows, kinds FROM block WHERE tbl = ? ORDER BY first_row",
        )?;
        let heads: Vec<BlockHead> = query.query_map([table], head)?.collect::<Result<_, _>>()?;
        let heads = Arc::new(heads);
        kept.heads += heads.len() + 1;
        kept.tables.insert(table, Arc::clone(&heads));
        Ok(heads)
    }

    pub(crate) fn block_head(&self, id: u32) -> Result<Option<BlockHead>, VaultError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT id, tbl, first_row, rows, kinds FROM block WHERE id = ?")?;
        match query.query_row([id], head) {
            Ok(head) => Ok(Some(head)),
            Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) fn block(&self, id: u32) -> Result<Block, VaultError> {
        Block::decode(&self.block_bytes(id)?)
    }

    pub(crate) fn block_bytes(&self, id: u32) -> Result<Vec<u8>, VaultError> {
        let mut query =
            self.connection.prepare_cached("SELECT data FROM block_data WHERE id = ?")?;
        let mut rows = query.query([id])?;
        let row = rows.next()?.ok_or(VaultError::Damaged { what: "block" })?;
        let data = row.get_ref(0)?.as_blob().map_err(|_| VaultError::Damaged { what: "block" })?;
        unpack(data)
    }
}

impl BlockHead {
    /// How many rows hold one of these kinds, if the directory can tell.
    fn count(&self, kinds: u16) -> Option<u32> {
        match kinds.count_ones() {
            0 => Some(self.rows),
            1 => self.kinds.get(kinds.trailing_zeros() as usize).map(|count| u32::from(*count)),
            _ => None,
        }
    }
}

pub(crate) fn entry(head: &BlockHead, block: &Block, row: usize) -> StoredEntry {
    StoredEntry {
        table: head.table,
        row: head.first_row + row as u32,
        at: block.place(row),
        kinds: block.kinds(row),
        cells: block.row(row).map(|cell| cell.map(str::to_owned)).collect(),
    }
}

fn head(row: &rusqlite::Row<'_>) -> rusqlite::Result<BlockHead> {
    let mut kinds = [0; 12];
    if let Ok(bytes) = row.get_ref(4)?.as_blob() {
        for (kind, pair) in kinds.iter_mut().zip(bytes.chunks_exact(2)) {
            *kind = u16::from_le_bytes([pair[0], pair[1]]);
        }
    }
    Ok(BlockHead {
        id: row.get(0)?,
        table: row.get(1)?,
        first_row: row.get(2)?,
        rows: row.get(3)?,
        kinds,
    })
}

/// Fills one page while it counts.
pub(crate) struct Pager {
    offset: u32,
    limit: u32,
    budget: u32,
    total: u32,
    entries: Vec<StoredEntry>,
}

impl Pager {
    pub fn new(query: &EntryQuery) -> Self {
        Self {
            offset: query.offset,
            limit: query.limit,
            budget: query.count_blocks,
            total: 0,
            entries: Vec::new(),
        }
    }

    /// Whether any of the next records is on the page.
    fn touches(&self, count: u32) -> bool {
        !self.is_full() && self.total.saturating_add(count) > self.offset
    }

    fn skip(&mut self, count: u32) {
        self.total = self.total.saturating_add(count);
    }

    fn is_full(&self) -> bool {
        self.entries.len() >= self.limit as usize
    }

    /// Whether the page is full and the blocks for counting on are used up.
    pub fn is_spent(&mut self) -> bool {
        if !self.is_full() {
            return false;
        }
        if self.budget == 0 {
            return true;
        }
        self.budget -= 1;
        false
    }

    /// Takes a record that fits, or only counts it.
    pub fn offer(&mut self, entry: impl FnOnce() -> StoredEntry, keep: Option<Keep<'_>>) {
        let wanted = self.total >= self.offset && !self.is_full();
        if keep.is_none() && !wanted {
            self.total += 1;
            return;
        }
        let entry = entry();
        if keep.is_some_and(|keep| !keep(entry.table, &entry)) {
            return;
        }
        self.total += 1;
        if wanted {
            self.entries.push(entry);
        }
    }

    pub fn finish(self, exact: bool) -> EntryPage {
        EntryPage { total: self.total, exact, entries: self.entries }
    }
}
