//! What of a block goes into the two indexes.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64;

use crate::block::BlockBuilder;
use crate::exact::{self, Exact};
use crate::tokens::{Token, Tokenizer};

/// Turns the cells of a block into its distinct words and identifiers.
#[derive(Default)]
pub struct Indexer {
    tokenizer: Tokenizer,
    cells: Seen,
    tokens: Seen,
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
    /// The distinct words of a block; its identifiers go to `exact`.
    pub fn words(&mut self, block: &BlockBuilder, id: u32, exact: &mut Exact) -> String {
        self.cells.clear();
        self.tokens.clear();
        let Self { tokenizer, cells, tokens } = self;
        let mut words = String::new();
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
        words
    }
}
