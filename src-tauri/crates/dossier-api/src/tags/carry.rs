//! Tags of an answer that is read anew: they stay on what stands at the same place.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dossier_model::{At, MemberPath};
use dossier_vault::{RowSet, StoredTable, Vault, VaultError};

use super::{Key, SORT, change};

/// A place in a file, and which of the rows there: a page may have several.
type Spot = (At, u32);

/// A table and a row of it.
pub(crate) type Row = (u32, u32);

/// Puts the tags on rows of one import on the rows of another at the same places.
/// Both must be visible.
pub(crate) fn carry(vault: &Vault, from: u32, to: u32) -> Result<(), VaultError> {
    let own = vault.own(SORT)?;
    let mut tagged: BTreeMap<&str, RowSet> = BTreeMap::new();
    for one in &own {
        if let Some(key) = Key::read(one).filter(|key| key.import == from) {
            tagged.entry(key.tag).or_default().add_text(key.table, one.body.expose());
        }
    }
    let with_tags: BTreeSet<u32> = tagged.values().flat_map(RowSet::tables).collect();
    if with_tags.is_empty() {
        return Ok(());
    }
    let (old, new) = (vault.tables(Some(from))?, vault.tables(Some(to))?);
    let paths: BTreeSet<&MemberPath> = old
        .iter()
        .filter(|table| with_tags.contains(&table.id))
        .map(|table| &table.summary.path)
        .collect();
    for path in paths {
        let mut spots: HashMap<Spot, Vec<&str>> = HashMap::new();
        each_spot(vault, &old, path, |spot, table, row| {
            let tags = tagged.iter().filter(|(_, rows)| rows.has(table, row));
            let tags: Vec<&str> = tags.map(|(tag, _)| *tag).collect();
            if !tags.is_empty() {
                spots.insert(spot, tags);
            }
        })?;
        let mut found: BTreeMap<(u32, &str), RowSet> = BTreeMap::new();
        each_spot(vault, &new, path, |spot, table, row| {
            for tag in spots.get(&spot).into_iter().flatten() {
                found.entry((table, tag)).or_default().add(table, row);
            }
        })?;
        for ((table, tag), rows) in found {
            change(vault, &Key { import: to, table, tag }, &rows, RowSet::join)?;
        }
    }
    Ok(())
}

/// Where rows of one import stand in another reading of it.
pub(crate) fn moved(
    vault: &Vault,
    (old, new): (&[StoredTable], &[StoredTable]),
    rows: &BTreeSet<Row>,
) -> Result<HashMap<Row, Row>, VaultError> {
    let with_rows =
        |table: &&StoredTable| rows.range((table.id, 0)..=(table.id, u32::MAX)).next().is_some();
    let paths: BTreeSet<&MemberPath> =
        old.iter().filter(with_rows).map(|table| &table.summary.path).collect();
    let mut found = HashMap::new();
    for path in paths {
        let mut spots: HashMap<Spot, Row> = HashMap::new();
        each_spot(vault, old, path, |spot, table, row| {
            if rows.contains(&(table, row)) {
                spots.insert(spot, (table, row));
            }
        })?;
        each_spot(vault, new, path, |spot, table, row| {
            if let Some(before) = spots.get(&spot) {
                found.insert(*before, (table, row));
            }
        })?;
    }
    Ok(found)
}

fn each_spot(
    vault: &Vault,
    tables: &[StoredTable],
    path: &MemberPath,
    mut each: impl FnMut(Spot, u32, u32),
) -> Result<(), VaultError> {
    let mut shared: HashMap<At, u32> = HashMap::new();
    for table in tables.iter().filter(|table| table.summary.path == *path) {
        vault.each_entry(table.id, |entry| {
            let nth = match entry.at {
                At::Whole | At::Page { .. } | At::Part { .. } => {
                    let count = shared.entry(entry.at.clone()).or_default();
                    *count += 1;
                    *count
                }
                _ => 0,
            };
            each((entry.at, nth), entry.table, entry.row);
            true
        })?;
    }
    Ok(())
}
