//! Equal rows, told by one number each: a row's values under their headers, in whatever
//! order the columns come and wherever the row stands. Its kinds do not count: they are
//! our reading, and the same header may be read otherwise in another file.
//!
//! Making an [`Equals`] reads every block once. What is kept is four bytes a row and
//! four more for each that has an equal; which rows a filter lets pass is asked of an
//! [`Order`] over the same tables, whose rows have the same numbers. Two different
//! rows with the same 64 bits are less likely than one in a million at five million.

use dossier_model::Cancel;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::columns;
use crate::order::place;
use crate::{EntryPage, Listing, Order, RowSet, Vault, VaultError};

/// One table whose rows are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The table.
    pub table: u32,
    /// Whose it is: only rows of one owner are equal.
    pub owner: u32,
    /// The file that it stands in.
    pub file: u32,
    /// What its columns are called; values are equal under the same header.
    pub headers: Vec<String>,
}

/// Which rows have equals.
pub struct Equals {
    /// Each table, the number of its first row among all, and its file.
    tables: Vec<(u32, u32)>,
    files: Vec<u32>,
    /// The group of each row; 0 for those without an equal.
    groups: Vec<u32>,
    /// Where the rows of each group begin in `members`; one more than groups.
    starts: Vec<u32>,
    members: Vec<u32>,
}

/// A row that stands for all its equals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Once {
    /// How many of them there are.
    pub count: u32,
    /// In how many files.
    pub files: u32,
}

/// How a listing is told once.
pub struct OnceOrder<'a> {
    /// Those with most equals first, else all as they are listed.
    pub most_first: bool,
    /// Which table goes first, for listings by table.
    pub before: Option<&'a dyn Fn(u32) -> usize>,
    /// Where words are looked for, so many blocks are read.
    pub blocks: u32,
}

/// The rows of a listing, equal ones once.
pub struct OnceListing {
    lines: Vec<u32>,
    /// What stands behind the lines with equals, by row.
    repeated: Vec<(u32, Once)>,
    /// Rows behind all lines.
    pub rows: u32,
    /// Of these so many were compared.
    pub compared: u32,
    /// Whether `rows` are all, or at least these.
    pub exact: bool,
}

impl Vault {
    /// Compares rows, `most` of them at most: those of the first tables.
    pub fn equals(
        &self,
        tables: &[Compared],
        most: usize,
        cancel: &Cancel,
    ) -> Result<Equals, VaultError> {
        let mut found = Equals {
            tables: Vec::new(),
            files: Vec::new(),
            groups: Vec::new(),
            starts: vec![0],
            members: Vec::new(),
        };
        let mut sums: Vec<(u64, u32)> = Vec::new();
        for Compared { table, owner, file, headers } in tables {
            found.tables.push((*table, sums.len() as u32));
            found.files.push(*file);
            let wanted: Vec<usize> = (0..headers.len()).collect();
            let start = xxh3_64_with_seed(b"", u64::from(*owner));
            let seeds: Vec<u64> =
                headers.iter().map(|header| xxh3_64_with_seed(header.as_bytes(), 0)).collect();
            for head in self.block_heads(*table)?.iter() {
                cancel.check().map_err(|_| VaultError::Canceled)?;
                if sums.len() + head.rows as usize > most {
                    return Ok(found.grouped(sums));
                }
                let bytes = self.block_bytes(head.id)?;
                columns::read(&bytes, &wanted, head.first_row, &mut |row| {
                    let filled = row.cells.iter().zip(&seeds).filter_map(|(cell, seed)| {
                        let cell = cell.map(str::trim).filter(|cell| !cell.is_empty())?;
                        Some(xxh3_64_with_seed(cell.as_bytes(), *seed))
                    });
                    sums.push((filled.fold(start, u64::wrapping_add), sums.len() as u32));
                })
                .ok_or(VaultError::Damaged { what: "block" })?;
            }
        }
        Ok(found.grouped(sums))
    }

    /// The rows of a listing with equal ones once: the first of them stands for all.
    pub fn once(
        &self,
        order: &Order,
        listing: &mut Listing,
        equals: &Equals,
        wanted: &OnceOrder<'_>,
    ) -> Result<OnceListing, VaultError> {
        let (mut rows, exact) = self.all_listed(order, listing, wanted.blocks)?;
        if let Some(before) = wanted.before {
            rows.sort_by_cached_key(|row| before(order.place(*row).0));
        }
        let mut listed = vec![false; equals.groups.len()];
        for row in &rows {
            listed.get_mut(*row as usize).into_iter().for_each(|listed| *listed = true);
        }
        let sums: Vec<Once> = equals.each_group().map(|group| equals.sum(group, &listed)).collect();
        let mut told = vec![false; sums.len()];
        let mut found = OnceListing {
            lines: Vec::new(),
            repeated: Vec::new(),
            rows: rows.len() as u32,
            compared: rows.iter().filter(|row| (**row as usize) < listed.len()).count() as u32,
            exact,
        };
        for row in rows {
            let group = equals.groups.get(row as usize).copied().unwrap_or(0) as usize;
            if let Some(told) = group.checked_sub(1).and_then(|group| told.get_mut(group)) {
                if std::mem::replace(told, true) {
                    continue;
                }
                if sums[group - 1].count > 1 {
                    found.repeated.push((row, sums[group - 1]));
                }
            }
            found.lines.push(row);
        }
        found.arrange(wanted.most_first);
        Ok(found)
    }

    /// A page of it, with what stands behind each row.
    pub fn once_page(
        &self,
        order: &Order,
        listing: &OnceListing,
        offset: u32,
        limit: u32,
    ) -> Result<(EntryPage, Vec<Once>), VaultError> {
        let lines = &listing.lines;
        let start = (offset as usize).min(lines.len());
        let end = start.saturating_add(limit as usize).min(lines.len());
        let page = &lines[start..end];
        let places: Vec<_> = page.iter().map(|row| order.place(*row)).collect();
        let behind = page.iter().map(|row| {
            let at = listing.repeated.binary_search_by_key(row, |(row, _)| *row);
            at.map_or(Once { count: 1, files: 1 }, |at| listing.repeated[at].1)
        });
        let entries = self.entries_at(&places)?;
        let total = lines.len() as u32;
        Ok((EntryPage { total, exact: listing.exact, entries }, behind.collect()))
    }
}

impl OnceListing {
    fn arrange(&mut self, most_first: bool) {
        if most_first {
            // Equals stay in the order of the listing.
            self.repeated.sort_by_key(|(_, once)| std::cmp::Reverse(once.count));
            let first: Vec<u32> = self.repeated.iter().map(|(row, _)| *row).collect();
            self.repeated.sort_unstable_by_key(|(row, _)| *row);
            let repeated = &self.repeated;
            self.lines.retain(|row| repeated.binary_search_by_key(row, |(row, _)| *row).is_err());
            self.lines.splice(0..0, first);
        } else {
            self.repeated.sort_unstable_by_key(|(row, _)| *row);
        }
    }
}

impl Equals {
    /// A row and its equals; it alone if it has none.
    pub fn of(&self, table: u32, row: u32) -> RowSet {
        let mut set = RowSet::default();
        let first = self.tables.iter().find(|(id, _)| *id == table).map(|(_, first)| first + row);
        let group = first.and_then(|at| self.groups.get(at as usize)).copied().unwrap_or(0);
        if group == 0 {
            set.add(table, row);
        }
        for member in self.rows_of(group) {
            let (table, row) = place(&self.tables, *member);
            set.add(table, row);
        }
        set
    }

    fn grouped(mut self, mut sums: Vec<(u64, u32)>) -> Self {
        self.groups = vec![0; sums.len()];
        sums.sort_unstable();
        for equal in sums.chunk_by(|a, b| a.0 == b.0).filter(|equal| equal.len() > 1) {
            let group = self.starts.len() as u32;
            for (_, row) in equal {
                self.groups[*row as usize] = group;
                self.members.push(*row);
            }
            self.starts.push(self.members.len() as u32);
        }
        self
    }

    fn each_group(&self) -> impl Iterator<Item = u32> {
        1..self.starts.len() as u32
    }

    /// The rows of a group, growing.
    fn rows_of(&self, group: u32) -> &[u32] {
        let at = group as usize;
        let span =
            at.checked_sub(1).and_then(|before| self.starts.get(before)).zip(self.starts.get(at));
        span.and_then(|(from, to)| self.members.get(*from as usize..*to as usize))
            .unwrap_or_default()
    }

    /// What of a group is listed. The tables of a file stand beside each other.
    fn sum(&self, group: u32, listed: &[bool]) -> Once {
        let mut once = Once::default();
        let mut file = None;
        for row in self.rows_of(group).iter().filter(|row| listed[**row as usize]) {
            let at = self.tables.partition_point(|(_, first)| first <= row).saturating_sub(1);
            let this = self.files.get(at);
            once.count += 1;
            once.files += u32::from(file != this);
            file = this;
        }
        once
    }
}
