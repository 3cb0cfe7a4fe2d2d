//! Records of a table that vanished, looked for among the tables that are new: shops
//! rename files and cut their exports anew.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A value that more of the later records hold tells none of them.
const COMMON: usize = 16;
/// Values that two records share at least.
const LEAST: usize = 2;

/// One record by its values, whatever their headers: a digest of each, sorted, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// The table, by a number of its answer.
    pub table: u32,
    /// The digests.
    pub cells: Vec<u64>,
}

/// Which later records hold most of the values of an earlier one: one in each table, and
/// several where a record was cut into parts. Each later record is the part of one record
/// of a table only.
pub fn moved(before: &[Values], after: &[Values]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut taken: HashSet<(u32, usize)> = HashSet::new();
    let mut equal: HashMap<&[u64], Vec<usize>> = HashMap::new();
    let mut holding: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, record) in after.iter().enumerate().rev() {
        equal.entry(&record.cells).or_default().push(at);
        for cell in &record.cells {
            let rows = holding.entry(*cell).or_default();
            if rows.len() <= COMMON {
                rows.push(at);
            }
        }
    }
    let mut left = Vec::new();
    for (at, record) in before.iter().enumerate() {
        let same = equal.get_mut(record.cells.as_slice()).filter(|_| record.cells.len() >= LEAST);
        match same.and_then(Vec::pop) {
            Some(other) => {
                taken.insert((record.table, other));
                pairs.push((at, other));
            }
            None => left.push(at),
        }
    }
    for at in left {
        let record = &before[at];
        let telling = record.cells.iter().filter_map(|cell| holding.get(cell));
        let telling = telling.filter(|rows| rows.len() <= COMMON).flatten().copied();
        let near: BTreeSet<usize> =
            telling.filter(|other| !taken.contains(&(record.table, *other))).collect();
        // The nearest of each table.
        let mut parts: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
        for other in near {
            let count = shared(&record.cells, &after[other].cells).count();
            let smaller = record.cells.len().min(after[other].cells.len());
            let best = parts.get(&after[other].table).map_or(0, |(count, _)| *count);
            if count >= LEAST && count * 2 > smaller && count > best {
                parts.insert(after[other].table, (count, other));
            }
        }
        let found: HashSet<u64> = parts
            .values()
            .flat_map(|(_, other)| shared(&record.cells, &after[*other].cells))
            .collect();
        if found.len() * 2 > record.cells.len() {
            for (_, other) in parts.into_values() {
                taken.insert((record.table, other));
                pairs.push((at, other));
            }
        }
    }
    pairs
}

/// The values that two records share.
fn shared<'a>(one: &'a [u64], other: &'a [u64]) -> impl Iterator<Item = u64> + 'a {
    one.iter().copied().filter(|cell| other.binary_search(cell).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(table: u32, cells: &[u64]) -> Values {
        Values { table, cells: cells.to_vec() }
    }

    #[test]
    fn records_are_found_by_most_of_their_values() {
        let before = [values(0, &[1, 2, 3]), values(0, &[4, 5, 6]), values(0, &[7, 8, 9])];
        let after = [values(0, &[4, 5, 60]), values(0, &[1, 2, 3]), values(0, &[7, 80, 90])];
        assert_eq!(moved(&before, &after), [(0, 1), (1, 0)]);
    }

    #[test]
    fn a_record_cut_into_parts_is_found_in_all_of_them() {
        let before = [values(0, &[1, 2, 3, 4, 5, 6, 7])];
        let after = [values(0, &[1, 2, 30]), values(1, &[5, 6, 7]), values(2, &[4, 40, 41, 42])];
        assert_eq!(moved(&before, &after), [(0, 0), (0, 1)]);
        assert_eq!(moved(&before, &after[..1]), [], "two of seven values are not the record");
    }

    #[test]
    fn one_later_record_is_not_two_earlier_ones() {
        let before = [values(0, &[1, 2]), values(0, &[1, 2])];
        assert_eq!(moved(&before, &[values(0, &[1, 2])]), [(0, 0)]);
        assert_eq!(moved(&[values(0, &[1])], &[values(0, &[1])]), [], "one value tells little");
    }

    #[test]
    fn common_values_cost_no_time() {
        let row = |n: u64, tail: u64| values(0, &[1, 2, 1000 + n, tail]);
        let before: Vec<_> = (0..50_000).map(|n| row(n, u64::MAX)).collect();
        let after: Vec<_> = (0..50_000).map(|n| row(n, u64::MAX - 1)).collect();
        assert_eq!(moved(&before, &after).len(), 50_000);
    }
}
