//! Which columns of a table name its records, when no declaration says so.

use std::collections::HashSet;

/// Columns that are tried as the first of a pair.
const FIRST: usize = 6;
/// A key that so few records of the other answer share is no key of both.
const LEAST_SHARED: f64 = 0.05;

/// A sample of one column in two answers: a digest of each cell, `None` if empty.
#[derive(Clone, Debug, Default)]
pub struct KeyColumn {
    /// How well its header fits: 0 is best.
    pub rank: u8,
    /// Cells of the earlier answer.
    pub before: Vec<Option<u64>>,
    /// Cells of the later one.
    pub after: Vec<Option<u64>>,
    /// Whether its values only count the rows.
    pub counts_rows: bool,
}

/// The columns, one or two, whose values are filled and unique in both answers and
/// that the answers share most. None if there are none: then a record is only equal
/// to a record with the same contents.
pub fn stable_key(columns: &[KeyColumn]) -> Option<Vec<usize>> {
    let mut order: Vec<usize> = (0..columns.len()).filter(|at| !columns[*at].counts_rows).collect();
    order.sort_by_key(|at| columns[*at].rank);
    let best = |candidates: &mut dyn Iterator<Item = Vec<usize>>| -> Option<Vec<usize>> {
        let mut best: Option<(f64, Vec<usize>)> = None;
        for candidate in candidates {
            let Some(shared) = shared(columns, &candidate) else { continue };
            if shared >= LEAST_SHARED && best.as_ref().is_none_or(|(most, _)| shared > *most) {
                best = Some((shared, candidate));
            }
        }
        best.map(|(_, candidate)| candidate)
    };
    best(&mut order.iter().map(|at| vec![*at])).or_else(|| {
        let firsts = order.iter().take(FIRST).enumerate();
        let mut pairs = firsts
            .flat_map(|(at, first)| order[at + 1..].iter().map(|second| vec![*first, *second]));
        best(&mut pairs)
    })
}

/// The part of the smaller answer that the other shares, if the columns are unique
/// in both.
fn shared(columns: &[KeyColumn], key: &[usize]) -> Option<f64> {
    let of = |side: fn(&KeyColumn) -> &Vec<Option<u64>>| -> Option<HashSet<Vec<u64>>> {
        let rows = side(&columns[*key.first()?]).len();
        let mut seen = HashSet::with_capacity(rows);
        for row in 0..rows {
            let value: Option<Vec<u64>> =
                key.iter().map(|at| side(&columns[*at]).get(row).copied().flatten()).collect();
            if !seen.insert(value?) {
                return None;
            }
        }
        Some(seen)
    };
    let (before, after) = (of(|column| &column.before)?, of(|column| &column.after)?);
    let smaller = before.len().min(after.len());
    if smaller == 0 {
        return Some(1.0);
    }
    Some(before.intersection(&after).count() as f64 / smaller as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(rank: u8, before: &[u64], after: &[u64]) -> KeyColumn {
        let some = |cells: &[u64]| cells.iter().map(|cell| Some(*cell)).collect();
        KeyColumn { rank, before: some(before), after: some(after), counts_rows: false }
    }

    #[test]
    fn one_unique_column_is_the_key() {
        let columns = [column(2, &[1, 1, 2], &[1, 2, 2]), column(1, &[7, 8, 9], &[9, 7, 5])];
        assert_eq!(stable_key(&columns), Some(vec![1]));
    }

    #[test]
    fn two_columns_are_a_key_where_one_is_not() {
        // Orders with several lines: the number and the line together.
        let columns = [column(0, &[7, 7, 8], &[7, 8, 8]), column(2, &[1, 2, 1], &[1, 1, 2])];
        assert_eq!(stable_key(&columns), Some(vec![0, 1]));
    }

    #[test]
    fn numbers_of_rows_and_values_of_one_answer_are_no_key() {
        let mut rows = column(0, &[1, 2, 3], &[1, 2, 3]);
        rows.counts_rows = true;
        assert_eq!(stable_key(&[rows.clone()]), None);
        let dates = column(1, &[100, 101, 102], &[200, 201, 202]);
        assert_eq!(stable_key(&[dates, rows]), None);
        let mut empty = column(0, &[1, 2], &[1, 2]);
        empty.before[1] = None;
        assert_eq!(stable_key(&[empty]), None);
    }
}
