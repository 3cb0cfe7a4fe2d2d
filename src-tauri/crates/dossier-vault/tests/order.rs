//! Order, filters and ranking over rows as they lie in the vault.
#![allow(clippy::unwrap_used)]

use dossier_model::{At, Cancel, RowBuf, TableSummary};
use dossier_vault::{
    Compared, EntryQuery, ImportEnd, ImportHead, OnceOrder, Order, OrderFilter, Sorted, Vault, Work,
};

const ROWS: u32 = 3000;

/// A vault with two tables: a number and some words in each row. The numbers
/// jump about; every tenth row has none.
fn vault(folder: &tempfile::TempDir) -> Vault {
    let vault = Vault::create(&folder.path().join("v.dossier"), None, Work::LEAST).unwrap();
    let mut writer = vault.begin_import(&ImportHead::default()).unwrap();
    writer.begin_member(&"a.csv".into()).unwrap();
    let mut row = RowBuf::default();
    for (rows, word) in [(ROWS, "first"), (500, "second")] {
        let table = writer.open_table(word, false).unwrap();
        for line in 0..rows {
            row.clear();
            row.push(Some(&number(line).map_or(String::new(), |n| n.to_string())));
            row.push(Some(word));
            row.push(Some(if line % 7 == 0 { "Grüne Kaffeemühle" } else { "Tee" }));
            writer.record(table, &At::Line { line }, &row, 1 << (line % 3)).unwrap();
        }
        writer.end_table(table, &TableSummary::default()).unwrap();
    }
    writer.commit(&ImportEnd { controller: "x".into(), ..Default::default() }).unwrap();
    vault
}

fn number(line: u32) -> Option<u32> {
    (line % 10 != 3).then_some(line.wrapping_mul(7919) % 1000)
}

fn order(vault: &Vault) -> (Vec<u32>, Order) {
    let tables: Vec<u32> = vault.tables(None).unwrap().iter().map(|table| table.id).collect();
    let sorted: Vec<Sorted> =
        tables.iter().map(|&table| Sorted { table, by: Some(0), day: Some(0) }).collect();
    let order = vault
        .order(&sorted, &Cancel::new(), |_, cell, day| {
            (cell.and_then(|c| c.parse::<u32>().ok()), day.and_then(|c| c.parse::<i32>().ok()))
        })
        .unwrap();
    (tables, order)
}

/// What the listing should be, by plain sorting.
fn expected(filter: &OrderFilter, tables: &[u32]) -> Vec<(u32, u32)> {
    let mut rows: Vec<(Option<u32>, u32, u32)> = Vec::new();
    for (table, count) in [(tables[0], ROWS), (tables[1], 500)] {
        for line in (0..count).filter(|_| filter.tables.contains(&table)) {
            let of_kind = filter.kinds == 0 || filter.kinds & (1 << (line % 3)) != 0;
            let in_days = filter.days.is_none_or(|(from, to)| {
                number(line).is_some_and(|n| (from..=to).contains(&(n as i32)))
            });
            let has_words = filter.text.is_empty() || line % 7 == 0;
            if of_kind && in_days && has_words {
                rows.push((number(line), table, line));
            }
        }
    }
    rows.sort_by_key(|(n, table, line)| (n.is_none(), *n, *table, *line));
    if filter.descending {
        let keyed = rows.iter().filter(|row| row.0.is_some()).count();
        rows[..keyed].reverse();
    }
    rows.into_iter().map(|(_, table, line)| (table, line)).collect()
}

#[test]
fn every_filter_of_an_order_gives_the_rows_that_plain_sorting_gives() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(&folder);
    let (tables, order) = order(&vault);
    let all = OrderFilter { tables: tables.clone(), ..Default::default() };
    for filter in [
        all.clone(),
        OrderFilter { descending: true, ..all.clone() },
        OrderFilter { tables: vec![tables[1]], kinds: 0b10, ..all.clone() },
        OrderFilter { days: Some((100, 250)), kinds: 0b101, ..all.clone() },
        OrderFilter { text: "GRUNE kaffeemuhle".into(), descending: true, ..all.clone() },
        OrderFilter { text: "kaffee".into(), prefix: true, days: Some((0, 500)), ..all.clone() },
    ] {
        let wanted = expected(&filter, &tables);
        assert!(wanted.len() > 50, "the test needs rows");
        let mut listing = vault.listing(&order, &filter).unwrap();
        for offset in [0, 40, wanted.len() as u32 - 30] {
            let page = vault.listed(&order, &mut listing, offset, 20, u32::MAX).unwrap();
            assert_eq!((page.total as usize, page.exact), (wanted.len(), true), "{filter:?}");
            let got: Vec<_> = page.entries.iter().map(|e| (e.table, e.row)).collect();
            assert_eq!(got, wanted[offset as usize..offset as usize + 20], "{filter:?}");
        }
    }
}

#[test]
fn words_in_an_order_are_looked_for_as_far_as_one_pages() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(&folder);
    let (tables, order) = order(&vault);
    let filter = OrderFilter { tables, text: "tee".into(), ..Default::default() };
    let mut listing = vault.listing(&order, &filter).unwrap();
    let page = vault.listed(&order, &mut listing, 0, 5, 0).unwrap();
    assert_eq!((page.entries.len(), page.exact), (5, false));
    let page = vault.listed(&order, &mut listing, 0, 5, u32::MAX).unwrap();
    let tea = |rows: u32| (0..rows).filter(|line| line % 7 != 0).count();
    assert_eq!((page.total as usize, page.exact), (tea(ROWS) + tea(500), true));
}

#[test]
fn ranking_puts_the_phrase_before_the_words_and_the_newer_before_the_older() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::create(&folder.path().join("v.dossier"), None, Work::LEAST).unwrap();
    let mut writer = vault.begin_import(&ImportHead::default()).unwrap();
    writer.begin_member(&"a.csv".into()).unwrap();
    let table = writer.open_table("", false).unwrap();
    let rows = [
        ["Mühle", "Kaffee"],
        ["der Kaffee aus einer anderen Mühle ist gemahlen", "2021"],
        ["eine Kaffee Mühle aus Holz, sagt der Händler", "2022"],
        ["Kaffee-Mühle", "2020"],
        ["KAFFEE MÜHLE", "2024"],
        ["Kaffee", "2024"],
    ];
    let mut row = RowBuf::default();
    for (line, cells) in (0..).zip(rows) {
        row.clear();
        cells.iter().for_each(|cell| row.push(Some(cell)));
        writer.record(table, &At::Line { line }, &row, 0).unwrap();
    }
    writer.end_table(table, &TableSummary::default()).unwrap();
    writer.commit(&ImportEnd::default()).unwrap();
    let query = EntryQuery {
        tables: vault.tables(None).unwrap().iter().map(|table| table.id).collect(),
        text: "kaffee mühle".into(),
        limit: 10,
        ..Default::default()
    };
    let day = |entry: &dossier_vault::StoredEntry| entry.cells[1].as_deref()?.parse().ok();
    let page = vault.ranked(&query, None, &day).unwrap();
    let rows: Vec<u32> = page.entries.iter().map(|entry| entry.row).collect();
    assert_eq!(rows, [4, 3, 2, 1, 0]);
    assert_eq!((page.total, page.exact), (5, true));
    let second = EntryQuery { offset: 2, limit: 2, ..query };
    let page = vault.ranked(&second, None, &day).unwrap();
    assert_eq!(page.entries.iter().map(|entry| entry.row).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn equal_rows_are_told_once_and_only_as_far_as_they_were_compared() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(&folder);
    let (tables, order) = order(&vault);
    let compared: Vec<Compared> = tables
        .iter()
        .map(|&table| Compared {
            table,
            owner: 1,
            file: 1,
            headers: ["number", "table", "words"].map(str::to_owned).to_vec(),
        })
        .collect();
    let filter = OrderFilter { tables: tables.clone(), ..Default::default() };
    let told = |most: usize, filter: &OrderFilter| {
        let equals = vault.equals(&compared, most, &Cancel::new()).unwrap();
        let mut listing = vault.listing(&order, filter).unwrap();
        let wanted = OnceOrder { most_first: true, before: None, blocks: u32::MAX };
        let once = vault.once(&order, &mut listing, &equals, &wanted).unwrap();
        let (page, behind) = vault.once_page(&order, &once, 0, u32::MAX).unwrap();
        (page, behind, once.rows, once.compared)
    };

    // By plain counting: number, table and words of each row.
    let key = |table: u32, line: u32| (table, number(line), line.is_multiple_of(7));
    let mut plain = std::collections::HashMap::<_, u32>::new();
    for (table, rows) in [(tables[0], ROWS), (tables[1], 500)] {
        (0..rows).for_each(|line| *plain.entry(key(table, line)).or_default() += 1);
    }
    let (page, behind, rows, compared_rows) = told(usize::MAX, &filter);
    assert_eq!((page.total as usize, page.exact), (plain.len(), true));
    assert_eq!((rows, compared_rows), (3500, 3500));
    assert!(behind.windows(2).all(|pair| pair[0].count >= pair[1].count), "most first");
    for (entry, once) in page.entries.iter().zip(&behind) {
        assert_eq!(once.count, plain[&key(entry.table, entry.row)]);
    }

    // Of 3500 rows 1000 may be compared, in whole blocks; the others stand alone.
    let (page, behind, _, compared_rows) = told(1000, &filter);
    assert!((700..=1000).contains(&compared_rows), "{compared_rows}");
    assert_eq!(behind.iter().map(|once| once.count).sum::<u32>(), 3500);
    assert!(page.total as usize > plain.len());

    // With words: only what was found is told.
    let words = OrderFilter { text: "kaffeemühle".into(), ..filter };
    let (page, behind, rows, _) = told(usize::MAX, &words);
    let hits = ROWS.div_ceil(7) + 500_u32.div_ceil(7);
    assert_eq!((rows, behind.iter().map(|once| once.count).sum()), (hits, hits));
    assert!(page.entries.iter().all(|entry| entry.row % 7 == 0));
}

#[test]
fn the_equals_of_a_row_are_a_set_with_itself() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(&folder);
    let (tables, _) = order(&vault);
    let compared = |owner: u32, table: u32| Compared {
        table,
        owner,
        file: table,
        headers: ["number", "table", "words"].map(str::to_owned).to_vec(),
    };
    let list = [compared(1, tables[0]), compared(2, tables[1])];
    let equals = vault.equals(&list, usize::MAX, &Cancel::new()).unwrap();
    for line in [0, 3, 13, 2999] {
        let set = equals.of(tables[0], line);
        let wanted: Vec<u32> = (0..ROWS)
            .filter(|other| {
                let same = |line: u32| (number(line), line.is_multiple_of(7));
                same(*other) == same(line)
            })
            .collect();
        assert_eq!(set.rows(tables[0]).collect::<Vec<_>>(), wanted);
        assert!(wanted.contains(&line) && set.count(tables[1]) == 0);
    }
    let canceled = Cancel::new();
    canceled.cancel();
    assert!(vault.equals(&list, usize::MAX, &canceled).is_err());
}
