//! Which fields of one record differ between two answers.

use dossier_catalog::normalize_header;
use dossier_insight::share_a_word;
use dossier_vault::{StoredEntry, StoredTable};

use crate::contract::FieldChange;

/// A value that so many letters have is the same one under another header.
const TELLING: usize = 5;

/// The fields that changed, that are gone or under another name, and the new ones.
pub(crate) fn changes(
    before: (&StoredTable, &StoredEntry),
    after: (&StoredTable, &StoredEntry),
) -> Vec<FieldChange> {
    let old = filled(before);
    let mut new = filled(after);
    let mut out = Vec::new();
    let mut gone = Vec::new();
    for (name, value) in old {
        let header = normalize_header(name);
        match new.iter().position(|(other, _)| normalize_header(other) == header) {
            Some(at) => {
                let (name, now) = new.remove(at);
                if now != value {
                    out.push(change("changed", name, Some(value), Some(now)));
                }
            }
            None => gone.push((name, value)),
        }
    }
    for (name, value) in gone {
        let renamed = new.iter().position(|(other, now)| {
            let known = value.chars().count() >= TELLING || share_a_word(name, other);
            *now == value && known
        });
        match renamed {
            Some(at) => {
                let was = Some(name.to_owned());
                let change = change("renamed", new.remove(at).0, Some(value), Some(value));
                out.push(FieldChange { was, ..change });
            }
            None => out.push(change("gone", name, Some(value), None)),
        }
    }
    out.extend(new.into_iter().map(|(name, value)| change("new", name, None, Some(value))));
    out
}

/// The same of a record that stands in another table now: only the values that differ
/// under one header, for it may have been cut into parts.
pub(crate) fn changes_moved(
    before: (&StoredTable, &StoredEntry),
    after: (&StoredTable, &StoredEntry),
) -> Vec<FieldChange> {
    let leaf = |name: &str| normalize_header(name.rsplit(['.', '/']).next().unwrap_or_default());
    let new = filled(after);
    let differ = filled(before).into_iter().filter_map(|(name, value)| {
        let mut same = new.iter().filter(|(other, _)| leaf(other) == leaf(name));
        let (other, now) = same.next()?;
        (*now != value).then(|| change("changed", other, Some(value), Some(now)))
    });
    differ.collect()
}

fn change(state: &str, field: &str, before: Option<&str>, after: Option<&str>) -> FieldChange {
    FieldChange {
        field: field.to_owned(),
        state: state.to_owned(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
        was: None,
    }
}

/// The fields of a record that hold something.
fn filled<'a>((table, entry): (&'a StoredTable, &'a StoredEntry)) -> Vec<(&'a str, &'a str)> {
    let cells = entry.cells.iter().map(|cell| cell.as_deref().unwrap_or_default().trim());
    let names = table.summary.fields.iter().map(|field| field.name.as_str());
    names.zip(cells).filter(|(_, value)| !value.is_empty()).collect()
}
