//! Rows in an order that the files do not have: by date, or by a column.
//!
//! An [`Order`] is made once by reading one or two columns of every block and is
//! kept by the caller: four bytes a row for the order, two for the kinds, four
//! for the day. A [`Listing`] is what of it a filter lets pass, found without
//! reading anything. Words are looked for while a listing is paged through: the
//! index says which blocks may hold them, and each such block is read once.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use dossier_model::Cancel;

use crate::block::Columns;
use crate::search::{Matcher, Question};
use crate::{EntryPage, RowSet, StoredEntry, Vault, VaultError};

/// Rows that an order takes; the rest would cost memory without end.
const MOST_ROWS: usize = 50_000_000;
/// The day of a row without one.
const NO_DAY: i32 = i32::MIN;

/// Which columns of a table an order looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sorted {
    /// The table.
    pub table: u32,
    /// The column that orders.
    pub by: Option<usize>,
    /// The column that gives the day.
    pub day: Option<usize>,
}

/// What a row has to say about its place: the key, none if it has none, and its
/// day as a number.
pub type Keyed<K> = (Option<K>, Option<i32>);

/// All rows of some tables by growing key.
pub struct Order {
    /// Each table and the number of its first row among all.
    tables: Vec<(u32, u32)>,
    rows: Vec<u32>,
    /// So many have a key; the others follow in the order of their tables.
    keyed: usize,
    kinds: Vec<u16>,
    days: Vec<i32>,
}

/// Which rows of an order are wanted.
#[derive(Clone, Debug, Default)]
pub struct OrderFilter {
    /// The tables.
    pub tables: Vec<u32>,
    /// Only records with a value of one of these kinds; 0 for all.
    pub kinds: u16,
    /// First and last day, as numbers; rows without a day are left out then.
    pub days: Option<(i32, i32)>,
    /// Words and identifiers that must all occur; empty for all records.
    pub text: String,
    /// Whether the last word may be the beginning of a longer one.
    pub prefix: bool,
    /// Only these rows; none for all.
    pub only: Option<Arc<RowSet>>,
    /// Whether the greatest key comes first. Rows without a key stay last.
    pub descending: bool,
}

/// The rows that a filter lets pass, in order.
pub struct Listing {
    rows: Vec<u32>,
    words: Option<Words>,
}

/// Words looked for while one pages.
struct Words {
    question: Question,
    /// Candidate blocks by the number of their first row among all.
    blocks: Vec<(u32, u32)>,
    /// What is known of them: a bit a row.
    known: HashMap<u32, Vec<u64>>,
    /// Rows that hold the words, and how many of `rows` were asked for that.
    hits: Vec<u32>,
    asked: usize,
}

impl Vault {
    /// Makes an order. `key` is given the table and the cells of the two columns.
    pub fn order<K: Ord + Copy>(
        &self,
        tables: &[Sorted],
        cancel: &Cancel,
        mut key: impl FnMut(u32, Option<&str>, Option<&str>) -> Keyed<K>,
    ) -> Result<Order, VaultError> {
        let mut order = Order {
            tables: Vec::new(),
            rows: Vec::new(),
            keyed: 0,
            kinds: Vec::new(),
            days: Vec::new(),
        };
        let (mut keyed, mut rest): (Vec<(K, u32)>, Vec<u32>) = (Vec::new(), Vec::new());
        for sorted in tables {
            order.tables.push((sorted.table, order.kinds.len() as u32));
            let wanted = [sorted.by, sorted.day];
            for head in self.block_heads(sorted.table)?.iter() {
                cancel.check().map_err(|_| VaultError::Canceled)?;
                if order.kinds.len() + head.rows as usize > MOST_ROWS {
                    break;
                }
                let bytes = self.block_bytes(head.id)?;
                let columns = Columns::decode(&bytes, wanted)?;
                columns.each(|kinds, [by, day]| {
                    let row = order.kinds.len() as u32;
                    let (key, day) = key(sorted.table, by, day);
                    match key {
                        Some(key) => keyed.push((key, row)),
                        None => rest.push(row),
                    }
                    order.kinds.push(kinds);
                    order.days.push(day.unwrap_or(NO_DAY));
                });
            }
        }
        // Equal keys stay in the order of the file.
        keyed.sort_unstable();
        order.keyed = keyed.len();
        order.rows = keyed.into_iter().map(|(_, row)| row).chain(rest).collect();
        Ok(order)
    }

    /// The rows of an order that a filter lets pass.
    pub fn listing(&self, order: &Order, filter: &OrderFilter) -> Result<Listing, VaultError> {
        let words = match Question::new(&filter.text, filter.prefix) {
            question if question.is_empty() => None,
            question => Some(self.words(order, question)?),
        };
        let wanted: HashSet<u32> = filter.tables.iter().copied().collect();
        let mut passes = vec![false; order.kinds.len()];
        for (at, (table, first)) in order.tables.iter().enumerate() {
            if wanted.contains(table) {
                let end = order.tables.get(at + 1).map_or(passes.len(), |next| next.1 as usize);
                let passes = &mut passes[*first as usize..end];
                match &filter.only {
                    None => passes.fill(true),
                    Some(only) => {
                        for row in only.rows(*table) {
                            passes.get_mut(row as usize).into_iter().for_each(|pass| *pass = true);
                        }
                    }
                }
            }
        }
        if let Some(words) = &words {
            let mut in_block = vec![false; passes.len()];
            for (first, rows) in &words.blocks {
                in_block[*first as usize..(first + rows) as usize].fill(true);
            }
            passes.iter_mut().zip(in_block).for_each(|(pass, inside)| *pass &= inside);
        }
        let (keyed, rest) = order.rows.split_at(order.keyed);
        let fits = |row: &u32| {
            let at = *row as usize;
            passes[at]
                && (filter.kinds == 0 || order.kinds[at] & filter.kinds != 0)
                && filter.days.is_none_or(|(from, to)| {
                    order.days[at] != NO_DAY && (from..=to).contains(&order.days[at])
                })
        };
        let rows = match filter.descending {
            false => keyed.iter().chain(rest).copied().filter(fits).collect(),
            true => keyed.iter().rev().chain(rest).copied().filter(fits).collect(),
        };
        Ok(Listing { rows, words })
    }

    /// A page of a listing. Where words are looked for, at most so many blocks are
    /// read for counting on after the page is full.
    pub fn listed(
        &self,
        order: &Order,
        listing: &mut Listing,
        offset: u32,
        limit: u32,
        count_blocks: u32,
    ) -> Result<EntryPage, VaultError> {
        let Listing { rows, words } = listing;
        let (found, exact) = match words {
            None => (&*rows, true),
            Some(words) => {
                let wanted = offset.saturating_add(limit) as usize;
                let exact = self.ask(order, rows, words, wanted, count_blocks)?;
                (&words.hits, exact)
            }
        };
        let start = (offset as usize).min(found.len());
        let end = start.saturating_add(limit as usize).min(found.len());
        let entries = self.entries_at(
            &found[start..end].iter().map(|row| order.place(*row)).collect::<Vec<_>>(),
        )?;
        Ok(EntryPage { total: found.len() as u32, exact, entries })
    }

    /// Entries by table and row, in the order asked; each block is read once.
    pub fn entries_at(&self, places: &[(u32, u32)]) -> Result<Vec<StoredEntry>, VaultError> {
        let mut sorted: Vec<usize> = (0..places.len()).collect();
        sorted.sort_unstable_by_key(|at| places[*at]);
        let mut entries: Vec<Option<StoredEntry>> = vec![None; places.len()];
        let mut open: Option<(crate::entries::BlockHead, crate::block::Block)> = None;
        for at in sorted {
            let (table, row) = places[at];
            let inside = |head: &crate::entries::BlockHead| {
                head.table == table && (head.first_row..head.first_row + head.rows).contains(&row)
            };
            if !open.as_ref().is_some_and(|(head, _)| inside(head)) {
                let head = self.head_of(table, row)?;
                open = Some((head, self.block(head.id)?));
            }
            entries[at] = open.as_ref().map(|(head, block)| {
                crate::entries::entry(head, block, (row - head.first_row) as usize)
            });
        }
        Ok(entries.into_iter().flatten().collect())
    }

    /// All rows of a listing, and whether they are all: where words are looked for,
    /// so many blocks are read.
    pub(crate) fn all_listed(
        &self,
        order: &Order,
        listing: &mut Listing,
        blocks: u32,
    ) -> Result<(Vec<u32>, bool), VaultError> {
        let Listing { rows, words } = listing;
        let Some(words) = words else { return Ok((rows.clone(), true)) };
        let exact = self.ask(order, rows, words, 0, blocks)?;
        Ok((words.hits.clone(), exact))
    }

    fn words(&self, order: &Order, question: Question) -> Result<Words, VaultError> {
        let mut blocks = Vec::new();
        for id in self.candidates(&question)? {
            let Some(head) = self.block_head(id)? else { continue };
            if let Some((_, first)) = order.tables.iter().find(|(table, _)| *table == head.table) {
                blocks.push((first + head.first_row, head.rows));
            }
        }
        blocks.sort_unstable();
        Ok(Words { question, blocks, known: HashMap::new(), hits: Vec::new(), asked: 0 })
    }

    /// Goes on through the rows until so many hits are known. Whether all are.
    fn ask(
        &self,
        order: &Order,
        rows: &[u32],
        words: &mut Words,
        wanted: usize,
        count_blocks: u32,
    ) -> Result<bool, VaultError> {
        let mut budget = count_blocks;
        let Words { question, blocks, known, hits, asked } = words;
        let mut matcher = Matcher::default();
        while let Some(row) = rows.get(*asked) {
            let at = blocks.partition_point(|(first, _)| first <= row).saturating_sub(1);
            let Some((first, _)) = blocks.get(at) else { break };
            if !known.contains_key(first) {
                if hits.len() >= wanted {
                    if budget == 0 {
                        return Ok(false);
                    }
                    budget -= 1;
                }
                let (table, row) = order.place(*first);
                let block = self.block(self.head_of(table, row)?.id)?;
                let mut bits = vec![0u64; block.rows().div_ceil(64)];
                matcher.rows(question, &block, |row| bits[row / 64] |= 1 << (row % 64));
                known.insert(*first, bits);
            }
            let inside = (row - first) as usize;
            let hit = known.get(first).and_then(|bits| bits.get(inside / 64));
            if hit.is_some_and(|bits| bits >> (inside % 64) & 1 == 1) {
                hits.push(*row);
            }
            *asked += 1;
        }
        Ok(true)
    }
}

impl Order {
    /// The table of a row, and its row there.
    pub(crate) fn place(&self, row: u32) -> (u32, u32) {
        place(&self.tables, row)
    }

    /// The memory it takes, in bytes.
    pub fn size(&self) -> usize {
        self.rows.len() * 4 + self.kinds.len() * 2 + self.days.len() * 4
    }
}

/// The table of a row by its number among all, and its row there.
pub(crate) fn place(tables: &[(u32, u32)], row: u32) -> (u32, u32) {
    let at = tables.partition_point(|(_, first)| *first <= row).saturating_sub(1);
    tables.get(at).map_or((0, 0), |(table, first)| (*table, row - first))
}
