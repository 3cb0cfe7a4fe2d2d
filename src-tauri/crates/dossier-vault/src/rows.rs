//! Sets of rows: what the person marked, and what a page is cut out of. They are
//! kept as ranges, so that a whole table of millions takes some bytes.

use std::collections::BTreeMap;
use std::ops::Range;

/// Rows of some tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSet(BTreeMap<u32, Ranges>);

/// Rows of one table: ranges that grow and do not touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Ranges(Vec<Range<u32>>);

impl RowSet {
    /// Adds one row.
    pub fn add(&mut self, table: u32, row: u32) {
        self.add_range(table, row..row.saturating_add(1));
    }

    /// Adds the first so many rows of a table.
    pub fn add_first(&mut self, table: u32, rows: u32) {
        self.add_range(table, 0..rows);
    }

    fn add_range(&mut self, table: u32, rows: Range<u32>) {
        if !rows.is_empty() {
            self.0.entry(table).or_default().add(rows);
        }
    }

    /// Its rows of one table.
    #[must_use]
    pub fn of_table(&self, table: u32) -> Self {
        Self(self.0.get(&table).map(|rows| (table, rows.clone())).into_iter().collect())
    }

    /// Adds all rows of another set.
    pub fn join(&mut self, other: &Self) {
        for (table, rows) in &other.0 {
            let own = self.0.entry(*table).or_default();
            *own = own.joined(rows);
        }
    }

    /// Takes out all rows of another set.
    pub fn part(&mut self, other: &Self) {
        for (table, rows) in &mut self.0 {
            if let Some(other) = other.0.get(table) {
                *rows = rows.without(other);
            }
        }
        self.0.retain(|_, rows| !rows.0.is_empty());
    }

    /// Leaves only the rows of another set.
    pub fn meet(&mut self, other: &Self) {
        let none = Ranges::default();
        for (table, rows) in &mut self.0 {
            *rows = rows.without(&rows.without(other.0.get(table).unwrap_or(&none)));
        }
        self.0.retain(|_, rows| !rows.0.is_empty());
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The tables that it has rows of.
    pub fn tables(&self) -> impl Iterator<Item = u32> {
        self.0.keys().copied()
    }

    /// The rows of a table, growing.
    pub fn rows(&self, table: u32) -> impl Iterator<Item = u32> {
        self.0.get(&table).into_iter().flat_map(|rows| rows.0.iter().cloned()).flatten()
    }

    /// How many rows of a table it has.
    pub fn count(&self, table: u32) -> u64 {
        self.0.get(&table).map_or(0, Ranges::len)
    }

    /// How many rows of a table both have.
    pub fn shared(&self, other: &Self, table: u32) -> u64 {
        let both = self.0.get(&table).zip(other.0.get(&table));
        both.map_or(0, |(own, other)| own.len() - own.without(other).len())
    }

    /// Whether it has this row.
    pub fn has(&self, table: u32, row: u32) -> bool {
        self.count_in(table, row, 1) > 0
    }

    /// How many rows it has of so many from a first one on.
    pub fn count_in(&self, table: u32, first: u32, count: u32) -> u32 {
        let wanted = first..first.saturating_add(count);
        self.0.get(&table).map_or(0, |rows| rows.count_in(&wanted))
    }

    /// The rows of a table as text, none if it has none of it: `3 7-9`.
    pub fn text(&self, table: u32) -> Option<String> {
        let rows = self.0.get(&table)?;
        let part = |range: &Range<u32>| match range.end - range.start {
            1 => range.start.to_string(),
            _ => format!("{}-{}", range.start, range.end - 1),
        };
        Some(rows.0.iter().map(part).collect::<Vec<_>>().join(" "))
    }

    /// Adds the rows of a table from text. What is no row is left out.
    pub fn add_text(&mut self, table: u32, text: &str) {
        for part in text.split(' ') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            if let (Ok(first), Ok(last)) = (first.parse::<u32>(), last.parse::<u32>()) {
                self.add_range(table, first..last.saturating_add(1));
            }
        }
    }
}

impl Ranges {
    fn len(&self) -> u64 {
        self.0.iter().map(|range| u64::from(range.end - range.start)).sum()
    }

    /// The first range that ends behind a row.
    fn after(&self, row: u32) -> usize {
        self.0.partition_point(|range| range.end <= row)
    }

    fn count_in(&self, wanted: &Range<u32>) -> u32 {
        let near = self.0.get(self.after(wanted.start)..).unwrap_or_default();
        let inside = near.iter().take_while(|range| range.start < wanted.end);
        inside.map(|range| range.end.min(wanted.end) - range.start.max(wanted.start)).sum()
    }

    fn add(&mut self, rows: Range<u32>) {
        // Rows mostly come in order.
        match self.0.last_mut() {
            Some(last) if last.start <= rows.start => {
                if rows.start <= last.end {
                    last.end = last.end.max(rows.end);
                } else {
                    self.0.push(rows);
                }
            }
            _ => *self = self.joined(&Self(vec![rows])),
        }
    }

    fn joined(&self, other: &Self) -> Self {
        let mut all: Vec<Range<u32>> = self.0.iter().chain(&other.0).cloned().collect();
        all.sort_unstable_by_key(|range| range.start);
        let mut out: Vec<Range<u32>> = Vec::with_capacity(all.len());
        for range in all {
            match out.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => out.push(range),
            }
        }
        Self(out)
    }

    fn without(&self, other: &Self) -> Self {
        let mut out = Vec::with_capacity(self.0.len());
        for range in &self.0 {
            let mut start = range.start;
            let cuts = other.0.get(other.after(range.start)..).unwrap_or_default();
            for cut in cuts.iter().take_while(|cut| cut.start < range.end) {
                if start < cut.start {
                    out.push(start..cut.start);
                }
                start = start.max(cut.end);
            }
            if start < range.end {
                out.push(start..range.end);
            }
        }
        Self(out)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn set(rows: &BTreeSet<u32>) -> RowSet {
        let mut set = RowSet::default();
        // Backwards, so that they do not come in order.
        rows.iter().rev().for_each(|row| set.add(1, *row));
        set
    }

    proptest! {
        #[test]
        fn sets_do_what_sets_do(
            a in prop::collection::btree_set(0u32..60, 0..40),
            b in prop::collection::btree_set(0u32..60, 0..40),
            first in 0u32..60, count in 0u32..60,
        ) {
            let (one, other) = (set(&a), set(&b));
            let (mut joined, mut parted) = (one.clone(), one.clone());
            joined.join(&other);
            parted.part(&other);
            let rows = |set: &RowSet| set.rows(1).collect::<BTreeSet<u32>>();
            prop_assert_eq!(rows(&joined), &a | &b);
            prop_assert_eq!(&joined, &set(&(&a | &b)), "one form for one set");
            prop_assert_eq!(rows(&parted), &a - &b);
            prop_assert_eq!(&parted, &set(&(&a - &b)));
            prop_assert_eq!(one.shared(&other, 1), (&a & &b).len() as u64);
            prop_assert_eq!(one.count(1), a.len() as u64);
            let inside = a.range(first..first + count).count() as u32;
            prop_assert_eq!(one.count_in(1, first, count), inside);
            prop_assert_eq!(one.has(1, first), a.contains(&first));
            let mut again = RowSet::default();
            again.add_text(1, &one.text(1).unwrap_or_default());
            prop_assert_eq!(again, one);
        }
    }

    #[test]
    fn a_whole_table_is_one_range() {
        let mut set = RowSet::default();
        set.add_first(1, 5_000_000);
        assert_eq!(set.text(1).unwrap(), "0-4999999");
        assert_eq!(
            (set.count(1), set.count_in(1, 4_999_990, 256), set.count(3)),
            (5_000_000, 10, 0)
        );
        set.add_first(2, 0);
        assert_eq!(set.tables().collect::<Vec<_>>(), [1], "a table without rows is none");
    }

    #[test]
    fn text_of_something_else_gives_no_rows() {
        let mut set = RowSet::default();
        for text in ["", "no rows", "9-3", "-", "5-", "99999999999"] {
            set.add_text(1, text);
        }
        assert!(set.is_empty(), "{set:?}");
    }
}
