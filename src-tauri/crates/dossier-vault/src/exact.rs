//! The exact path: identifiers, numbers, dates and times to the blocks that hold
//! them.
//!
//! A full-text index spends most of an import on digits that hardly anyone looks
//! for. Here an identifier costs one 64-bit number: 32 bits of its hash and its
//! block, in sorted runs. Two identifiers with the same hash share blocks; the rows
//! are confirmed by reading the block.
//!
//! A page: pairs of (hash step, block step) as LEB128; the block is relative to
//! the last one of the same hash, or to the run's least.

use rusqlite::Connection;
use xxhash_rust::xxh3::xxh3_64;

use crate::VaultError;
use crate::block::{read_int, write_int};
use crate::runs::{Run, Sort, each_page};

/// Pairs collected before a run is written: 16 MiB.
const RUN: usize = 2 << 20;
/// Pairs a page.
const PAGE: usize = 1500;

/// What is kept of a hash. Hashes are stable over versions of the program.
fn kept(hash: u64) -> u64 {
    hash >> 32
}

/// Collects identifiers during an import.
#[derive(Default)]
pub struct Exact {
    pairs: Vec<u64>,
}

impl Exact {
    /// Notes that a block holds an identifier with this hash (XXH3).
    pub fn add(&mut self, hash: u64, block: u32) {
        self.pairs.push(kept(hash) << 32 | u64::from(block));
    }

    /// A run, if enough has come together.
    pub fn full(&mut self) -> Option<Run<u64>> {
        if self.pairs.len() >= RUN { self.seal() } else { None }
    }

    /// What has come together.
    pub fn seal(&mut self) -> Option<Run<u64>> {
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
        let pages = self.pairs.chunks(PAGE).map(page).collect();
        self.pairs.clear();
        Some(Run { sort: Sort::Exact, pages })
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
    let wanted = kept(xxh3_64(token.as_bytes()));
    let mut found = Vec::new();
    each_page(connection, Sort::Exact, &wanted, &wanted, |first, page| {
        let first = first.as_i64().ok().and_then(|first| u64::try_from(first).ok());
        collect(first.ok_or(VaultError::Damaged { what: "index" })?, page, wanted, &mut found);
        Ok(())
    })?;
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
            exact.add(xxh3_64(format!("order{block}").as_bytes()), block);
            exact.add(xxh3_64(b"everywhere"), block);
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
