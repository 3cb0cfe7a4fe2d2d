use std::collections::HashMap;

use dossier_model::{MemberPath, Sensitive, SourcePlace};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One record of an answer, as it is compared with the next answer.
///
/// The caller makes the key of the declared key columns (or, without a
/// declaration, of all cells) and the digest of all cells, so that a hundred
/// thousand records cost a few megabytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedRecord {
    /// The declared table or, if read generically, its name without dates.
    pub table: String,
    /// The stable key.
    pub key: u64,
    /// A digest of all cells.
    pub content: u64,
    /// Where the record stands.
    pub place: SourcePlace,
}

/// What became of records between two answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Comparison {
    /// Only in the first answer.
    pub gone: Vec<ComparedPair>,
    /// In both, unchanged.
    #[ts(type = "number")]
    pub still_there: u64,
    /// In both, unchanged, and kept by law as the company or the law says.
    pub kept_by_law: Vec<ComparedPair>,
    /// Only in the second answer.
    pub new: Vec<ComparedPair>,
    /// In both, with other contents.
    pub changed: Vec<ComparedPair>,
    /// The unchanged ones, up to the limit of each list.
    pub unchanged: Vec<ComparedPair>,
    /// The numbers of gone, kept, new and changed records, beyond the limit too.
    #[ts(type = "[number, number, number, number]")]
    pub counts: [u64; 4],
}

/// A record in the first answer, the second, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComparedPair {
    /// The table.
    #[ts(as = "String")]
    pub table: Sensitive<String>,
    /// Its place in the first answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<SourcePlace>,
    /// Its place in the second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub after: Option<SourcePlace>,
}

/// Records listed in each part; beyond it they are only counted.
const MOST_LISTED: usize = 10_000;

/// One record as it is matched: its table, its stable key, a digest of its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Keyed {
    /// The table, by any number that both answers share.
    pub table: u32,
    /// The stable key.
    pub key: u64,
    /// A digest of all cells.
    pub content: u64,
}

/// What became of records, by their positions in the two lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matched {
    /// Only in the first list.
    pub gone: Vec<usize>,
    /// In both, unchanged.
    pub same: Vec<(usize, usize)>,
    /// In both, with other contents.
    pub changed: Vec<(usize, usize)>,
    /// Only in the second list.
    pub new: Vec<usize>,
}

/// Matches two lists of records by stable keys and never by position.
///
/// Records with the same key (two equal lines of one order) are paired first by
/// content, then in their order.
pub fn match_records(before: &[Keyed], after: &[Keyed]) -> Matched {
    let mut out = Matched::default();
    // Two indexes instead of a search: a bad key column gives many equal keys.
    let mut equal: HashMap<Keyed, Vec<usize>> = HashMap::with_capacity(after.len());
    for (at, record) in after.iter().enumerate().rev() {
        equal.entry(*record).or_default().push(at);
    }
    let mut taken = vec![false; after.len()];
    let mut unmatched: Vec<usize> = Vec::new();
    for (at, record) in before.iter().enumerate() {
        match equal.get_mut(record).and_then(Vec::pop) {
            Some(other) => {
                taken[other] = true;
                out.same.push((at, other));
            }
            None => unmatched.push(at),
        }
    }
    let mut by_key: HashMap<(u32, u64), Vec<usize>> = HashMap::new();
    for (at, record) in after.iter().enumerate().rev().filter(|(at, _)| !taken[*at]) {
        by_key.entry((record.table, record.key)).or_default().push(at);
    }
    for at in unmatched {
        match by_key.get_mut(&(before[at].table, before[at].key)).and_then(Vec::pop) {
            Some(other) => {
                taken[other] = true;
                out.changed.push((at, other));
            }
            None => out.gone.push(at),
        }
    }
    out.new = (0..after.len()).filter(|at| !taken[*at]).collect();
    out
}

/// Compares two answers record by record, by stable keys and never by position.
///
/// `kept_by_law` says of a record of the later answer whether a law keeps it.
pub fn compare(
    before: &[ComparedRecord],
    after: &[ComparedRecord],
    kept_by_law: impl Fn(&ComparedRecord) -> bool,
) -> Comparison {
    let mut tables: HashMap<&str, u32> = HashMap::new();
    for record in before.iter().chain(after) {
        let next = u32::try_from(tables.len()).unwrap_or(u32::MAX);
        tables.entry(record.table.as_str()).or_insert(next);
    }
    let keyed = |record: &ComparedRecord| Keyed {
        table: tables[record.table.as_str()],
        key: record.key,
        content: record.content,
    };
    let first: Vec<Keyed> = before.iter().map(keyed).collect();
    let second: Vec<Keyed> = after.iter().map(keyed).collect();
    let matched = match_records(&first, &second);
    let mut out = Comparison::default();
    for (a, b) in matched.same {
        unchanged(&mut out, &before[a], &after[b], kept_by_law(&after[b]));
    }
    out.counts = [
        matched.gone.len() as u64,
        out.counts[1],
        matched.new.len() as u64,
        matched.changed.len() as u64,
    ];
    matched.gone.iter().for_each(|at| list(&mut out.gone, pair(Some(&before[*at]), None)));
    for (a, b) in matched.changed {
        list(&mut out.changed, pair(Some(&before[a]), Some(&after[b])));
    }
    matched.new.iter().for_each(|at| list(&mut out.new, pair(None, Some(&after[*at]))));
    out
}

fn unchanged(out: &mut Comparison, before: &ComparedRecord, after: &ComparedRecord, by_law: bool) {
    let pair = pair(Some(before), Some(after));
    if by_law {
        out.counts[1] += 1;
        list(&mut out.kept_by_law, pair);
    } else {
        out.still_there += 1;
        list(&mut out.unchanged, pair);
    }
}

fn list(list: &mut Vec<ComparedPair>, pair: ComparedPair) {
    if list.len() < MOST_LISTED {
        list.push(pair);
    }
}

fn pair(before: Option<&ComparedRecord>, after: Option<&ComparedRecord>) -> ComparedPair {
    let table = before.or(after).map_or_else(String::new, |record| record.table.clone());
    ComparedPair {
        table: Sensitive::new(table),
        before: before.map(|record| record.place.clone()),
        after: after.map(|record| record.place.clone()),
    }
}

/// The name by which a table of one answer is found in the next: shops put dates
/// and numbers of parts into file names.
pub fn stable_table(declared: &str, path: &MemberPath, table: &str) -> String {
    if !declared.is_empty() {
        return declared.to_owned();
    }
    let name = path.file_name();
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let plain = |text: &str| -> String {
        crate::text::words(text)
            .into_iter()
            .filter(|word| !word.chars().any(|c| c.is_ascii_digit()))
            .collect::<Vec<_>>()
            .join(" ")
    };
    format!("{}/{}", plain(stem), plain(table))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(table: &str, key: u64, content: u64) -> ComparedRecord {
        ComparedRecord { table: table.to_owned(), key, content, place: SourcePlace::default() }
    }

    #[test]
    fn records_are_matched_by_key_and_not_by_position() {
        let before =
            [record("o", 1, 10), record("o", 2, 20), record("o", 3, 30), record("v", 4, 40)];
        let after =
            [record("v", 4, 40), record("o", 3, 31), record("o", 5, 50), record("o", 1, 10)];
        let found = compare(&before, &after, |record| record.table == "v");
        assert_eq!(found.counts, [1, 1, 1, 1], "gone, kept, new, changed");
        assert_eq!(found.still_there, 1);
    }

    #[test]
    fn equal_records_are_counted_each() {
        let before = [record("o", 1, 10), record("o", 1, 10), record("o", 1, 11)];
        let after = [record("o", 1, 11), record("o", 1, 10)];
        let found = compare(&before, &after, |_| false);
        assert_eq!((found.still_there, found.counts), (2, [1, 0, 0, 0]));
    }

    #[test]
    fn many_records_take_no_time() {
        let before: Vec<_> = (0..100_000).map(|n| record("o", n, n)).collect();
        let after: Vec<_> = (50_000..150_000).rev().map(|n| record("o", n, n)).collect();
        let found = compare(&before, &after, |_| false);
        assert_eq!((found.still_there, found.counts), (50_000, [50_000, 0, 50_000, 0]));
        assert_eq!(found.gone.len(), MOST_LISTED);
    }

    #[test]
    fn a_bad_key_costs_no_time() {
        let before: Vec<_> = (0..100_000).map(|n| record("o", 7, n)).collect();
        let after: Vec<_> = (0..100_000).map(|n| record("o", 7, n + 100_000)).collect();
        assert_eq!(compare(&before, &after, |_| false).counts, [0, 0, 0, 100_000]);
    }

    #[test]
    fn file_names_of_two_answers_meet() {
        let name = |path: &str| stable_table("", &path.into(), "");
        assert_eq!(name("Orders_2025-03-01.csv"), name("a.zip!/x/orders-2026-04-02.csv"));
        assert_ne!(name("orders.csv"), name("returns.csv"));
    }
}
