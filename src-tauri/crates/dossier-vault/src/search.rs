//! Finding records: the indexes name blocks, the blocks confirm the rows.
//!
//! Ranking is simple, so that it can be explained. Every word must occur anyway;
//! first come records where the words stand beside each other as asked, then
//! where one value has them all, and of these the value that says little else;
//! among equals the newer record. Of a frequent word only so many blocks are
//! looked at, those of tables with few hits before those with many: ranking a
//! million hits would take seconds and change little.

use std::collections::{HashMap, HashSet};

use memchr::memmem::Finder;

use crate::block::Block;
use crate::entries::{BlockHead, Keep, Pager, entry};
use crate::tokens::{Token, Tokenizer, fold_into, is_joint};
use crate::{EntryPage, EntryQuery, StoredEntry, Vault, VaultError, exact, words};

/// Blocks that a ranking looks at.
const RANKED_BLOCKS: usize = 24;
/// Of the best of these the day is asked, to put the newer first.
const DATED: usize = 400;

/// A question, as tokens.
pub(crate) struct Question {
    words: Vec<String>,
    exact: Vec<String>,
    /// The last word, if longer words may follow from it.
    beginning: Option<String>,
    /// All of them in the order of the question.
    phrase: Vec<String>,
}

impl Question {
    pub(crate) fn new(text: &str, prefix: bool) -> Self {
        let (mut words, mut exact, mut phrase) = (Vec::new(), Vec::new(), Vec::new());
        let mut ends_in_word = false;
        Tokenizer::default().each(text, |token| {
            let (Token::Word(text) | Token::Exact(text)) = token;
            ends_in_word = matches!(token, Token::Word(_));
            if ends_in_word {
                words.push(text.to_owned())
            } else {
                exact.push(text.to_owned())
            }
            phrase.push(text.to_owned());
        });
        // An identifier's parts follow from the whole; a longer one confirms more.
        let beginning = if prefix && ends_in_word { words.pop() } else { None };
        Self { words, exact, beginning, phrase }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.phrase.is_empty()
    }

    /// Identifiers that lie in no other: their parts stand in the same blocks.
    fn lookups(&self) -> impl Iterator<Item = &str> {
        let exact = &self.exact;
        let longer = |token: &str| {
            exact.iter().any(|other| other.len() > token.len() && other.contains(token))
        };
        exact.iter().map(String::as_str).filter(move |token| !longer(token))
    }

    /// The word that is likely to be the rarest: the longest one.
    fn longest_word(&self) -> Option<&str> {
        let words = self.words.iter().chain(&self.beginning);
        words.max_by_key(|word| word.len()).map(String::as_str)
    }

    /// Whether the cells of a row together hold every token.
    fn fits<'a>(
        &self,
        cells: impl Iterator<Item = Option<&'a str>>,
        tokenizer: &mut Tokenizer,
        seen: &mut Vec<bool>,
    ) -> bool {
        seen.clear();
        seen.resize(
            self.words.len() + self.exact.len() + usize::from(self.beginning.is_some()),
            false,
        );
        let mut missing = seen.len();
        for cell in cells.flatten() {
            if missing == 0 {
                break;
            }
            tokenizer.each(cell, |token| {
                let (list, base, text) = match token {
                    Token::Word(text) => (&self.words, 0, text),
                    Token::Exact(text) => (&self.exact, self.words.len(), text),
                };
                for (index, wanted) in list.iter().enumerate() {
                    if !seen[base + index] && wanted == text {
                        seen[base + index] = true;
                        missing -= 1;
                    }
                }
                if let (Token::Word(text), Some(beginning)) = (token, &self.beginning) {
                    let last = seen.len() - 1;
                    if !seen[last] && text.starts_with(beginning.as_str()) {
                        seen[last] = true;
                        missing -= 1;
                    }
                }
            });
        }
        missing == 0
    }
}

/// Confirms rows. Keeps its buffers between blocks.
#[derive(Default)]
pub(crate) struct Matcher {
    tokenizer: Tokenizer,
    seen: Vec<bool>,
    text: Vec<u8>,
    folded: String,
    rows: Vec<usize>,
}

impl Matcher {
    /// Calls `each` with every row that holds all tokens of the question.
    pub(crate) fn rows(&mut self, question: &Question, block: &Block, mut each: impl FnMut(usize)) {
        self.rows.clear();
        match (question.longest_word(), question.exact.iter().max_by_key(|token| token.len())) {
            (Some(longest), _) => {
                self.lower(block);
                self.rows_with_word(block, longest);
                let words = question.words.iter().chain(&question.beginning);
                for word in words.filter(|word| *word != longest) {
                    // Most rows of two frequent words go here, before one is split.
                    let before = std::mem::take(&mut self.rows);
                    if before.is_empty() {
                        return;
                    }
                    self.rows_with_word(block, word);
                    self.rows.retain(|row| before.binary_search(row).is_ok());
                }
            }
            (None, Some(token)) => self.rows_with_exact(block, token),
            (None, None) => {}
        }
        // So far that only says where to look.
        for row in std::mem::take(&mut self.rows) {
            if question.fits(block.row(row), &mut self.tokenizer, &mut self.seen) {
                each(row);
            }
        }
    }

    /// The block in lower case, for [`Self::rows_with_word`].
    fn lower(&mut self, block: &Block) {
        self.text.clear();
        self.text.extend_from_slice(block.text().as_bytes());
        self.text.make_ascii_lowercase();
    }

    /// Rows whose cells have this word in them, perhaps within a longer one: looked
    /// for in the whole block at once, and one by one in what has to be folded.
    fn rows_with_word(&mut self, block: &Block, word: &str) {
        let Self { text, folded, rows, .. } = self;
        let finder = Finder::new(word);
        for cells in block.columns() {
            let mut spans = cells.iter().flatten();
            let (Some(first), last) = (spans.next(), spans.next_back()) else { continue };
            let (start, end) = (first.0 as usize, last.unwrap_or(first).1 as usize);
            let Some(column) = text.get(start..end) else { continue };
            let plain = column.is_ascii();
            let mut next = finder.find(column).map(|at| start + at);
            if next.is_none() && plain {
                continue;
            }
            for (row, span) in cells.iter().enumerate() {
                let Some((from, to)) = span.map(|(from, to)| (from as usize, to as usize)) else {
                    continue;
                };
                if next.is_some_and(|at| (from..to).contains(&at)) {
                    rows.push(row);
                    let rest = text.get(to..end).unwrap_or_default();
                    next = finder.find(rest).map(|at| to + at);
                } else if !plain && let Some(cell) = block.cell(from, to).filter(|c| !c.is_ascii())
                {
                    folded.clear();
                    fold_into(cell, folded);
                    if finder.find(folded.as_bytes()).is_some() {
                        rows.push(row);
                    }
                }
            }
        }
        rows.sort_unstable();
        rows.dedup();
    }

    /// Rows whose cells have this identifier in them, however it is grouped: looked
    /// for in the cells folded and without joints.
    fn rows_with_exact(&mut self, block: &Block, token: &str) {
        let Self { text, folded, rows, .. } = self;
        let finder = Finder::new(token);
        for cells in block.columns() {
            for (row, span) in cells.iter().enumerate() {
                let Some((from, to)) = *span else { continue };
                let Some(cell) = block.cell(from as usize, to as usize) else { continue };
                let cell = if !cell.is_ascii() {
                    // Signs such as `㏠` hold a digit and are none.
                    if !cell.chars().any(|c| c.is_numeric() || c >= '\u{3000}') {
                        continue;
                    }
                    folded.clear();
                    fold_into(cell, folded);
                    folded.as_str()
                } else if cell.len() < token.len() || !cell.bytes().any(|b| b.is_ascii_digit()) {
                    // Too short to hold it, or without a digit no identifier.
                    continue;
                } else {
                    cell
                };
                text.clear();
                text.extend(cell.bytes().filter(|byte| !is_joint(*byte)));
                text.make_ascii_lowercase();
                if finder.find(text).is_some() {
                    rows.push(row);
                }
            }
        }
        rows.sort_unstable();
        rows.dedup();
    }

    /// How well a row answers: more is better.
    fn score(&mut self, question: &Question, block: &Block, row: usize) -> u32 {
        let mut best = 0;
        for cell in block.row(row).flatten() {
            let (mut tokens, mut run, mut beside, mut found) = (0u32, 0, false, 0u64);
            let (last, open_end) = (question.phrase.len() - 1, question.beginning.is_some());
            self.tokenizer.each(cell, |token| {
                let (Token::Word(text) | Token::Exact(text)) = token;
                tokens += 1;
                let is = |at: usize| {
                    let wanted = question.phrase[at].as_str();
                    wanted == text || (at == last && open_end && text.starts_with(wanted))
                };
                found |= (0..=last.min(63)).fold(0, |bits, at| bits | u64::from(is(at)) << at);
                run = if is(run) { run + 1 } else { usize::from(is(0)) };
                if run > last {
                    (beside, run) = (true, 0);
                }
            });
            if tokens == 0 || found.count_ones() as usize != last.min(63) + 1 {
                continue;
            }
            // 0 to 99: how much of the value was asked for.
            let share = 99 * (last as u32 + 1).min(tokens) / tokens;
            best = best.max(if beside { 200 } else { 100 } + share);
        }
        best
    }
}

/// Gives the day of a record as a number, for putting the newer first.
pub type Day<'a> = &'a dyn Fn(&StoredEntry) -> Option<i32>;

impl Vault {
    pub(crate) fn search(
        &self,
        query: &EntryQuery,
        keep: Option<Keep<'_>>,
    ) -> Result<EntryPage, VaultError> {
        let question = Question::new(&query.text, query.prefix);
        let mut page = Pager::new(query);
        if question.is_empty() || query.tables.is_empty() {
            return Ok(page.finish(true));
        }
        let tables: HashSet<u32> = query.tables.iter().copied().collect();
        let mut matcher = Matcher::default();
        let mut whole = true;
        for id in self.candidates(&question)? {
            let Some(head) = self.block_head(id)? else { continue };
            if !tables.contains(&head.table) || !query.touches(&head) {
                continue;
            }
            if page.is_spent() {
                whole = false;
                break;
            }
            let block = self.block(id)?;
            matcher.rows(&question, &block, |row| {
                if query.takes(&head, &block, row) {
                    page.offer(|| entry(&head, &block, row), keep);
                }
            });
        }
        Ok(page.finish(whole))
    }

    /// A page of hits, the best first. `exact` says whether all hits were ranked;
    /// if not, there are more than `total`.
    pub fn ranked(
        &self,
        query: &EntryQuery,
        keep: Option<Keep<'_>>,
        day: Day<'_>,
    ) -> Result<EntryPage, VaultError> {
        let question = Question::new(&query.text, query.prefix);
        if question.is_empty() || query.tables.is_empty() {
            return Ok(EntryPage { total: 0, exact: true, entries: Vec::new() });
        }
        let (chosen, whole) = self.blocks_to_rank(&question, query)?;
        let mut matcher = Matcher::default();
        let mut hits: Vec<(u32, usize, usize)> = Vec::new();
        let mut blocks: Vec<(BlockHead, Block)> = Vec::new();
        for head in chosen {
            let block = self.block(head.id)?;
            let mut rows = Vec::new();
            matcher.rows(&question, &block, |row| {
                if query.takes(&head, &block, row) {
                    rows.push(row);
                }
            });
            if let Some(keep) = keep {
                rows.retain(|row| keep(head.table, &entry(&head, &block, *row)));
            }
            if rows.is_empty() {
                continue;
            }
            hits.extend(
                rows.iter().map(|row| (matcher.score(&question, &block, *row), blocks.len(), *row)),
            );
            blocks.push((head, block));
        }
        // Stable: equals stay in the order of the blocks.
        hits.sort_by_key(|(score, _, _)| std::cmp::Reverse(*score));
        let entry_of = |(_, block, row): &(u32, usize, usize)| {
            let (head, block) = &blocks[*block];
            entry(head, block, *row)
        };
        let dated = hits.len().min(DATED);
        let mut top: Vec<_> = hits[..dated]
            .iter()
            .map(|hit| {
                let entry = entry_of(hit);
                (std::cmp::Reverse((hit.0, day(&entry))), entry)
            })
            .collect();
        top.sort_by_key(|(rank, _)| *rank);
        let top = top.into_iter().map(|(_, entry)| entry);
        let entries = top
            .chain(hits[dated..].iter().map(entry_of))
            .skip(query.offset as usize)
            .take(query.limit as usize);
        Ok(EntryPage { total: hits.len() as u32, exact: whole, entries: entries.collect() })
    }

    /// Candidate blocks, those of tables with few of them first; and whether they are all.
    fn blocks_to_rank(
        &self,
        question: &Question,
        query: &EntryQuery,
    ) -> Result<(Vec<BlockHead>, bool), VaultError> {
        let tables: HashSet<u32> = query.tables.iter().copied().collect();
        let mut by_table: HashMap<u32, Vec<BlockHead>> = HashMap::new();
        let (mut seen, mut whole) = (0, true);
        for id in self.candidates(question)? {
            let Some(head) = self.block_head(id)? else { continue };
            if tables.contains(&head.table) && query.touches(&head) {
                by_table.entry(head.table).or_default().push(head);
                seen += 1;
            }
            whole = seen < 16 * RANKED_BLOCKS;
            if !whole {
                break;
            }
        }
        let mut lists: Vec<_> = by_table.into_values().collect();
        lists.sort_by_key(|list| (list.len(), list.first().map(|head| head.id)));
        let mut chosen: Vec<BlockHead> = lists.into_iter().flatten().collect();
        whole &= chosen.len() <= RANKED_BLOCKS;
        chosen.truncate(RANKED_BLOCKS);
        Ok((chosen, whole))
    }

    /// The blocks that hold every token, in order.
    pub(crate) fn candidates(&self, question: &Question) -> Result<Vec<u32>, VaultError> {
        let connection = &self.connection;
        let exact = question.lookups().map(|token| exact::blocks(connection, token));
        let whole = question.words.iter().map(|word| words::blocks(connection, word, false));
        let begun = question.beginning.iter().map(|word| words::blocks(connection, word, true));
        let mut found: Option<Vec<u32>> = None;
        for blocks in exact.chain(whole).chain(begun) {
            let blocks = blocks?;
            let both = match found {
                None => blocks,
                Some(before) => intersect(&before, &blocks),
            };
            if both.is_empty() {
                return Ok(both);
            }
            found = Some(both);
        }
        Ok(found.unwrap_or_default())
    }
}

fn intersect(a: &[u32], b: &[u32]) -> Vec<u32> {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut both = Vec::new();
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(a.next()),
            std::cmp::Ordering::Greater => drop(b.next()),
            std::cmp::Ordering::Equal => {
                both.push(**x);
                a.next();
                b.next();
            }
        }
    }
    both
}
