//! When two names are of one person, and when a table names several.

use std::collections::HashSet;

use dossier_model::{FieldSummary, Kind, TableSummary};

use crate::sure::is_sure;
use crate::text::{edits, words};

/// Whether two names may be one person's: parts missing or cut to a letter, or spelled
/// otherwise.
pub(crate) fn is_one_name(a: &[String], b: &[String]) -> bool {
    let part = |short: &[String], long: &[String]| {
        let mut whole = short.iter().filter(|word| word.chars().count() > 1);
        whole.all(|word| long.contains(word))
    };
    part(a, b) || part(b, a) || misspelled(a, b)
}

/// One name in two spellings. Different names are different people or a marriage,
/// and missing parts are no error.
pub(crate) fn misspelled(a: &[String], b: &[String]) -> bool {
    let only = |x: &[String], y: &[String]| -> Vec<String> {
        x.iter().filter(|word| !y.contains(word)).cloned().collect()
    };
    let (left, right) = (only(a, b), only(b, a));
    let shares = left.len() < a.len();
    let single = a.len() == 1 && b.len() == 1;
    (shares || single) && left.iter().any(|x| right.iter().any(|y| is_near(x, y)))
}

fn is_near(a: &str, b: &str) -> bool {
    let shorter = a.chars().count().min(b.chars().count());
    let limit = if shorter >= 6 { 2 } else { 1 };
    shorter >= 4 && (1..=limit).contains(&edits(a, b, limit))
}

/// The fields of a table of accounts that name several people: names that are no
/// spellings of one, and beside them as many addresses or customer numbers.
pub(crate) fn several_people(table: &TableSummary) -> Option<(&FieldSummary, &FieldSummary)> {
    let held = || table.fields.iter().filter(|f| f.filled > 0 && f.kind.is_some());
    let of_person = |f: &&FieldSummary| {
        matches!(f.kind, Some(Kind::Identity | Kind::Contact | Kind::Account | Kind::Marketing))
    };
    if held().filter(of_person).count() * 2 < held().count() {
        return None;
    }
    let differs = |f: &&FieldSummary| is_sure(f) && f.distinct > 1;
    let mut names = held().filter(|f| f.group == "person_name").filter(differs);
    let name = names.find(|field| {
        let examples = field.examples.expose();
        let apart = |a: &String| examples.iter().any(|b| !is_one_name(&words(a), &words(b)));
        examples.iter().any(apart)
    })?;
    let own = |f: &&FieldSummary| matches!(f.group.as_str(), "email" | "customer_id" | "birth_age");
    let other = held().filter(own).filter(differs).find(|f| f.distinct >= name.distinct)?;
    Some((name, other))
}

/// What stands in tables of several people, by its group: nothing tells whose it is.
pub(crate) fn of_several(tables: &[TableSummary]) -> HashSet<(&String, &String)> {
    let several = tables.iter().filter(|table| several_people(table).is_some());
    let fields = several.flat_map(|table| &table.fields);
    fields.flat_map(|f| f.examples.expose().iter().map(move |value| (&f.group, value))).collect()
}
