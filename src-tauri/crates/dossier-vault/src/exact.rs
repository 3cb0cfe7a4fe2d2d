//! The exact path: identifiers, numbers, dates and times to the blocks that hold
//! them.
//!
//! A full-text index spends most of an import on digits that hardly anyone looks
//! for. Here an identifier costs one 64-bit number: 32 bits of its hash and its
//! block. They are sorted in memory in runs of a fixed size and stored as pages
//! of growing hashes. A look-up reads one page a run. Two identifiers with the
//! same hash share blocks; the rows are confirmed by reading the block.
//!
//! A page: pairs of (hash step, block step) as LEB128; the block is relative to
//! the last one of the same hash, or to the run's least.

use rusqlite::{Connection, params};
use xxhash_rust::xxh3::xxh3_64;

use crate::VaultError;
use crate::block::{read_int, write_int};

/// Pairs collected before a run is written: 16 MiB.
const RUN: usize = 2 << 20;
/// Pairs a page.
const PAGE: usize = 1500;

/// The hash of an identifier, stable over versions of the program.
pub fn hash(token: &str) -> u32 {
    (xxh3_64(token.as_bytes()) >> 32) as u32
}

/// Collects identifiers during an import.
#[derive(Default)]
pub struct Exact {
    pairs: Vec<u64>,
}

/// A sorted run, ready to be stored: the first hash of each page, and the page.
pub struct Run(Vec<(u64, Vec<u8>)>);

impl Exact {
    /// Notes that a block holds an identifier.
    pub fn add(&mut self, hash: u32, block: u32) {
        self.pairs.push(u64::from(hash) << 32 | u64::from(block));
    }

    /// A run, if enough has come together.
    pub fn full(&mut self) -> Option<Run> {
        if self.pairs.len() >= RUN { self.seal() } else { None }
    }

    /// What has come together.
    pub fn seal(&mut self) -> Option<Run> {
        if self.pairs.is_empty() {
            return None;
        }
        self.pairs.sort_unstable();
        self.pairs.dedup();
        let page = |pairs: &[u64]| {
            let mut page = Vec::with_capacity(PAGE * 5);
            encode(pairs, &mut page);
            page.shrink_to_fit();
            (pairs[0] >> 32, page)
        };
        let run = Run(self.pairs.chunks(PAGE).map(page).collect());
        self.pairs.clear();
        Some(run)
    }
}

impl Run {
    /// Stores the run with its import.
    pub fn store(&self, connection: &Connection, import: i64) -> Result<(), VaultError> {
        connection
            .prepare_cached("INSERT INTO exact_run (import) VALUES (?)")?
            .execute([import])?;
        let run = connection.last_insert_rowid();
        let mut insert =
            connection.prepare_cached("INSERT INTO exact (run, first, data) VALUES (?, ?, ?)")?;
        for (first, page) in &self.0 {
            insert.execute(params![run, first, page])?;
        }
        Ok(())
    }
}

fn encode(pairs: &[u64], page: &mut Vec<u8>) {
    let (mut last_hash, mut last_block) = (pairs[0] >> 32, 0);
    for pair in pairs {
        let (hash, block) = (pair >> 32, pair & 0xffff_ffff);
        if hash != last_hash {
            last_block = 0;
        }
        write_int(page, hash - last_hash);
        write_int(page, block - last_block);
        (last_hash, last_block) = (hash, block);
    }
}

/// The blocks that may hold an identifier, in order, without repeats.
pub fn blocks(connection: &Connection, token: &str) -> Result<Vec<u32>, VaultError> {
    let wanted = u64::from(hash(token));
    let mut found = Vec::new();
    let mut runs = connection.prepare_cached("SELECT id FROM exact_run")?;
    let runs: Vec<i64> = runs.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    // The page in which the hash may start is the last one that starts below it;
    // every page that starts with it continues it.
    let mut pages = connection.prepare_cached(
        "SELECT first, data FROM exact WHERE run = ?1 AND first <= ?2 AND first >= coalesce(
            (SELECT first FROM exact WHERE run = ?1 AND first < ?2 ORDER BY first DESC LIMIT 1), 0)
         ORDER BY id",
    )?;
    for run in runs {
        let mut rows = pages.query(params![run, wanted])?;
        while let Some(row) = rows.next()? {
            let first: u64 = row.get(0)?;
            let data =
                row.get_ref(1)?.as_blob().map_err(|_| VaultError::Damaged { what: "index" })?;
            collect(first, data, wanted, &mut found);
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn collect(first: u64, mut page: &[u8], wanted: u64, found: &mut Vec<u32>) {
    let (mut hash, mut block) = (first, 0u64);
    while let (Some(step), Some(block_step)) = (read_int(&mut page), read_int(&mut page)) {
        if step != 0 {
            hash = hash.saturating_add(step);
            block = 0;
        }
        block = block.saturating_add(block_step);
        if hash > wanted {
            return;
        }
        if hash == wanted {
            found.push(block as u32);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn connection() -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        crate::schema::upgrade(&mut connection).unwrap();
        connection
    }

    #[test]
    fn an_identifier_leads_to_all_its_blocks_and_no_others() {
        let connection = connection();
        let mut exact = Exact::default();
        for block in 0..5000u32 {
            exact.add(hash(&format!("order{block}")), block);
            exact.add(hash("everywhere"), block);
            if block == 2500 {
                exact.seal().unwrap().store(&connection, 1).unwrap();
            }
        }
        exact.seal().unwrap().store(&connection, 1).unwrap();
        for block in [0, 1, 2499, 2500, 2501, 4999] {
            assert_eq!(blocks(&connection, &format!("order{block}")).unwrap(), [block]);
        }
        let everywhere = blocks(&connection, "everywhere").unwrap();
        assert_eq!(everywhere, (0..5000).collect::<Vec<_>>(), "over many pages and two runs");
        assert!(blocks(&connection, "nowhere").unwrap().is_empty());
    }
}
