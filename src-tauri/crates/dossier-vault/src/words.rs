//! The words of the vault, and the blocks that hold them.
//!
//! A word is kept once a run, however many blocks it stands in, and its blocks are
//! numbers that grow by little: a fifth of what a general full-text index costs
//! an import, and the beginning of a word is found as fast as a whole one, because
//! words lie in their order.
//!
//! A page: for each word the bytes that it shares with the one before, the bytes
//! that follow, and its blocks, each as the step from the last one. Integers are
//! LEB128. A word with very many blocks stands there several times.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use rusqlite::Connection;

use crate::VaultError;
use crate::block::{read_int, write_int};
use crate::runs::{Run, Sort, each_page};

/// Pairs of word and block collected before a run is written: 8 MiB.
const RUN: usize = 1 << 20;
/// Bytes of words collected before a run is written.
const TEXT: usize = 4 << 20;
/// Bytes of a page, about.
const PAGE: usize = 6 << 10;
/// Blocks of a word that stand together.
const TOGETHER: usize = 4096;

/// Collects words during an import.
#[derive(Default)]
pub struct Words {
    /// By hash; the next number if another word has it.
    ids: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    text: String,
    known: Vec<Known>,
    pairs: Vec<(u32, u32)>,
}

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

struct Known {
    start: u32,
    end: u32,
    /// The last block in which it was seen.
    block: u32,
}

impl Words {
    /// Notes that a block holds a word with this hash.
    pub fn add(&mut self, word: &str, hash: u64, block: u32) {
        let id = self.id(word, hash);
        let Some(known) = self.known.get_mut(id as usize) else { return };
        if known.block != block {
            known.block = block;
            self.pairs.push((id, block));
        }
    }

    fn id(&mut self, word: &str, mut key: u64) -> u32 {
        while let Some(id) = self.ids.get(&key) {
            if self.word(*id) == word {
                return *id;
            }
            key = key.wrapping_add(1);
        }
        let id = self.known.len() as u32;
        let start = self.text.len() as u32;
        self.text.push_str(word);
        // No block has this number: they are counted from one.
        self.known.push(Known { start, end: self.text.len() as u32, block: 0 });
        self.ids.insert(key, id);
        id
    }

    fn word(&self, id: u32) -> &str {
        let known = self.known.get(id as usize);
        known.and_then(|k| self.text.get(k.start as usize..k.end as usize)).unwrap_or_default()
    }

    /// A run, if enough has come together.
    pub fn full(&mut self) -> Option<Run<Vec<u8>>> {
        let enough = self.pairs.len() >= RUN || self.text.len() >= TEXT;
        if enough { self.seal() } else { None }
    }

    /// What has come together.
    pub fn seal(&mut self) -> Option<Run<Vec<u8>>> {
        if self.pairs.is_empty() {
            return None;
        }
        let mut order: Vec<u32> = (0..self.known.len() as u32).collect();
        order.sort_unstable_by(|a, b| self.word(*a).cmp(self.word(*b)));
        let (ends, mut blocks) = self.by_word();
        let mut pages = Pages::default();
        for id in order {
            let start = if id == 0 { 0 } else { ends[id as usize - 1] };
            let blocks = &mut blocks[start..ends[id as usize]];
            // They came in this order; sorting what is sorted costs one look.
            blocks.sort_unstable();
            for part in blocks.chunks(TOGETHER) {
                pages.push(self.word(id), part);
            }
        }
        self.ids.clear();
        self.text.clear();
        self.known.clear();
        self.pairs.clear();
        Some(Run { sort: Sort::Words, pages: pages.done })
    }

    /// The blocks of all words one behind the other, and where those of each end.
    fn by_word(&self) -> (Vec<usize>, Vec<u32>) {
        let mut ends = vec![0usize; self.known.len()];
        for (id, _) in &self.pairs {
            ends[*id as usize] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            // For now where they begin; it moves to the end as they are put there.
            (*end, sum) = (sum, sum + *end);
        }
        let mut blocks = vec![0u32; self.pairs.len()];
        for (id, block) in &self.pairs {
            let at = &mut ends[*id as usize];
            blocks[*at] = *block;
            *at += 1;
        }
        (ends, blocks)
    }
}

/// Words being put on pages.
#[derive(Default)]
struct Pages {
    done: Vec<(Vec<u8>, Vec<u8>)>,
    last: String,
    steps: Vec<u8>,
}

impl Pages {
    fn push(&mut self, word: &str, blocks: &[u32]) {
        if self.done.last().is_none_or(|(_, page)| page.len() >= PAGE) {
            self.done.push((word.as_bytes().to_vec(), Vec::new()));
            self.last.clear();
        }
        let Some((_, page)) = self.done.last_mut() else { return };
        let shared = self.last.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
        let rest = &word.as_bytes()[shared..];
        write_int(page, shared as u64);
        write_int(page, rest.len() as u64);
        page.extend_from_slice(rest);
        self.steps.clear();
        let mut last = 0;
        for block in blocks {
            write_int(&mut self.steps, u64::from(block - last));
            last = *block;
        }
        write_int(page, self.steps.len() as u64);
        page.extend_from_slice(&self.steps);
        word.clone_into(&mut self.last);
    }
}

/// The blocks that hold a word, or one that begins so; in order, without repeats.
pub fn blocks(
    connection: &Connection,
    word: &str,
    beginning: bool,
) -> Result<Vec<u32>, VaultError> {
    let from = word.as_bytes();
    let mut to = from.to_vec();
    if beginning {
        // No text has this byte, so that it lies behind every longer word.
        to.push(0xff);
    }
    let mut found = Vec::new();
    each_page(connection, Sort::Words, &from, &to.as_slice(), |_, page| {
        collect(page, from, &to, &mut found).ok_or(VaultError::Damaged { what: "index" })
    })?;
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Takes the blocks of the words between the two from a page. None if it is damaged.
fn collect(mut page: &[u8], from: &[u8], to: &[u8], found: &mut Vec<u32>) -> Option<()> {
    let mut word = Vec::new();
    while !page.is_empty() {
        let shared = usize::try_from(read_int(&mut page)?).ok()?;
        let rest = usize::try_from(read_int(&mut page)?).ok()?;
        let (rest, after) = page.split_at_checked(rest)?;
        page = after;
        word.truncate(shared);
        word.extend_from_slice(rest);
        let steps = usize::try_from(read_int(&mut page)?).ok()?;
        let (mut steps, after) = page.split_at_checked(steps)?;
        page = after;
        if word.as_slice() > to {
            break;
        }
        if word.as_slice() < from {
            continue;
        }
        let mut block = 0u64;
        while let Some(step) = read_int(&mut steps) {
            block = block.checked_add(step)?;
            found.push(u32::try_from(block).ok()?);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use proptest::prelude::*;
    use xxhash_rust::xxh3::xxh3_64;

    fn add(words: &mut Words, word: &str, block: u32) {
        words.add(word, xxh3_64(word.as_bytes()), block);
    }

    fn connection() -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        crate::schema::upgrade(&mut connection).unwrap();
        connection
    }

    fn stored(words: &mut Words, connection: &Connection) {
        words.seal().unwrap().store(connection, 1).unwrap();
    }

    #[test]
    fn a_frequent_word_is_found_over_many_pages_and_runs() {
        let connection = connection();
        let mut words = Words::default();
        for block in 1..=20_000u32 {
            add(&mut words, "kaffee", block);
            add(&mut words, "kaffee", block);
            add(&mut words, if block % 2 == 0 { "kaffeemaschine" } else { "kanne" }, block);
            if block == 12_000 {
                stored(&mut words, &connection);
            }
        }
        stored(&mut words, &connection);
        let all: Vec<u32> = (1..=20_000).collect();
        assert_eq!(blocks(&connection, "kaffee", false).unwrap(), all);
        assert_eq!(blocks(&connection, "ka", true).unwrap(), all);
        assert_eq!(blocks(&connection, "kaffeem", true).unwrap().len(), 10_000);
        assert!(blocks(&connection, "ka", false).unwrap().is_empty());
        assert!(blocks(&connection, "z", true).unwrap().is_empty());
    }

    #[test]
    fn words_with_the_same_hash_stay_apart() {
        let connection = connection();
        let mut words = Words::default();
        for (block, word) in ["eins", "zwei", "eins", "drei"].into_iter().enumerate() {
            words.add(word, 7, block as u32 + 1);
        }
        stored(&mut words, &connection);
        assert_eq!(blocks(&connection, "eins", false).unwrap(), [1, 3]);
        assert_eq!(blocks(&connection, "zwei", false).unwrap(), [2]);
        assert_eq!(blocks(&connection, "drei", false).unwrap(), [4]);
    }

    proptest! {
        #[test]
        fn every_word_and_beginning_leads_to_its_blocks(
            seen in prop::collection::vec(("[a-zß中é]{1,4}", 1u32..400), 1..200)
        ) {
            let connection = connection();
            let mut words = Words::default();
            let mut truth: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
            for (count, (word, block)) in seen.iter().enumerate() {
                add(&mut words, word, *block);
                truth.entry(word).or_default().insert(*block);
                if count == 70 {
                    stored(&mut words, &connection);
                }
            }
            if let Some(run) = words.seal() {
                run.store(&connection, 2).unwrap();
            }
            for (word, wanted) in &truth {
                let found = blocks(&connection, word, false).unwrap();
                prop_assert!(found.iter().eq(wanted), "{word}");
                let first: String = word.chars().take(1).collect();
                let under: BTreeSet<u32> = truth
                    .iter()
                    .filter(|(word, _)| word.starts_with(&first))
                    .flat_map(|(_, blocks)| blocks.iter().copied())
                    .collect();
                prop_assert!(blocks(&connection, &first, true).unwrap().iter().eq(&under));
            }
        }

        #[test]
        fn a_damaged_page_ends_without_panic(page in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = collect(&page, b"a", b"b", &mut Vec::new());
        }
    }
}
