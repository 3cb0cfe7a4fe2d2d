//! What of a block goes into the two indexes.

use rusqlite::Connection;
use xxhash_rust::xxh3::xxh3_64;

use crate::VaultError;
use crate::exact::Exact;
use crate::runs::Run;
use crate::tokens::{Token, Tokenizer};
use crate::words::Words;

/// Turns the cells of blocks into words and identifiers.
#[derive(Default)]
pub struct Indexer {
    tokenizer: Tokenizer,
    block: u32,
    cells: Recent,
    tokens: Recent,
    exact: Exact,
    words: Words,
}

impl Indexer {
    /// The next cells are of this block. Blocks are numbered from one and grow.
    pub fn start(&mut self, block: u32) {
        self.block = block;
        self.cells.clear();
        self.tokens.clear();
    }

    /// Adds a cell of the block.
    pub fn cell(&mut self, cell: &str) {
        if cell.is_empty() || !self.cells.is_new(xxh3_64(cell.as_bytes())) {
            return;
        }
        let Self { tokenizer, block, tokens, exact, words, .. } = self;
        tokenizer.each(cell, |token| {
            let (Token::Word(text) | Token::Exact(text)) = token;
            let hash = xxh3_64(text.as_bytes());
            if !tokens.is_new(hash) {
                return;
            }
            match token {
                Token::Word(word) => words.add(word, hash, *block),
                Token::Exact(_) => exact.add(hash, *block),
            }
        });
    }

    /// What is enough for a run.
    pub fn full(&mut self) -> Runs {
        Runs { exact: self.exact.full(), words: self.words.full() }
    }

    /// What is left.
    pub fn end(&mut self) -> Runs {
        Runs { exact: self.exact.seal(), words: self.words.seal() }
    }
}

/// Remembers hashes that came lately, each until another one takes its slot: what
/// repeats is passed over where it costs least, and what is not is found later.
struct Recent(Box<[u64; SLOTS]>);

const SLOTS: usize = 4096;

impl Default for Recent {
    fn default() -> Self {
        Self(Box::new([0; SLOTS]))
    }
}

impl Recent {
    fn is_new(&mut self, hash: u64) -> bool {
        let slot = &mut self.0[hash as usize % SLOTS];
        std::mem::replace(slot, hash) != hash
    }

    fn clear(&mut self) {
        self.0.fill(0);
    }
}

/// Runs of both indexes, ready to be stored.
pub struct Runs {
    exact: Option<Run<u64>>,
    words: Option<Run<Vec<u8>>>,
}

impl Runs {
    /// Whether there is nothing to store.
    pub fn is_empty(&self) -> bool {
        self.exact.is_none() && self.words.is_none()
    }

    /// Stores them with their import.
    pub fn store(&self, connection: &Connection, import: i64) -> Result<(), VaultError> {
        if let Some(run) = &self.exact {
            run.store(connection, import)?;
        }
        self.words.as_ref().map_or(Ok(()), |run| run.store(connection, import))
    }
}
