use std::collections::HashSet;

use dossier_model::MemberKind;

use super::tree::{Json, Members, end_of_value};
use crate::csv::typed;

/// An object with more values than this is a list of keys and values.
pub(super) const WIDE: usize = 512;

/// Keys that mean "the name of the thing" and "its value".
const NAMES: [&str; 10] = [
    "name",
    "key",
    "label",
    "field",
    "property",
    "attribute",
    "title",
    "bezeichnung",
    "feld",
    "nom",
];
const VALUES: [&str; 6] = ["value", "val", "wert", "valeur", "content", "data"];

/// A list of objects that are all one name and one value is one record.
/// Returns the keys.
pub(super) fn pairs<'v>(items: &'v [Json<'_>]) -> Option<(&'v str, &'v str)> {
    let Some(Json::Object(first)) = items.first() else { return None };
    let key = |wanted: &[&str]| {
        let is_it = |key: &str| wanted.iter().any(|word| key.eq_ignore_ascii_case(word));
        let found = first.iter().find(|(key, _)| is_it(key));
        found.map(|(key, _)| &**key)
    };
    let (name, value) = (key(&NAMES)?, key(&VALUES)?);
    let fits = |item: &Json<'_>| match item {
        Json::Object(members) => {
            members.len() == 2
                && members.iter().any(|(key, v)| key == name && matches!(v, Json::Scalar(_)))
                && members.iter().any(|(key, _)| key == value)
        }
        _ => false,
    };
    items.iter().all(fits).then_some((name, value))
}

/// Rows whose cells are named elsewhere.
pub(super) struct Grid<'v, 't> {
    pub names: Vec<&'v str>,
    /// The keys of the names and of the rows; none where the first row has the names.
    pub keys: Option<(&'v str, &'v str)>,
    pub rows: &'v [Json<'t>],
}

/// Keys that mean "the names of the columns" and "the rows".
const COLUMNS: [&str; 7] =
    ["columns", "cols", "fields", "header", "headers", "columnNames", "spalten"];
const ROWS: [&str; 8] =
    ["rows", "data", "values", "records", "entries", "items", "results", "zeilen"];

/// `{"columns": ["no", "date"], "rows": [["A1", "2024-05-17"]]}`.
pub(super) fn grid<'v, 't>(members: &'v Members<'t>) -> Option<Grid<'v, 't>> {
    let under = |wanted: &[&str]| {
        members.iter().find_map(|(key, value)| match value {
            Json::Array(items) if wanted.iter().any(|word| key.eq_ignore_ascii_case(word)) => {
                Some((&**key, &items[..]))
            }
            _ => None,
        })
    };
    let ((columns, names), (key, rows)) = (under(&COLUMNS)?, under(&ROWS)?);
    let name = |column: &'v Json<'t>| match column {
        Json::Scalar(name) => Some(&**name),
        Json::Object(parts) => parts.iter().find_map(|(key, name)| match name {
            Json::Scalar(name) if NAMES.contains(&&**key) => Some(&**name),
            _ => None,
        }),
        _ => None,
    };
    let names: Vec<&str> = names.iter().map(name).collect::<Option<_>>()?;
    let fits = |row: &Json<'_>| matches!(row, Json::Array(cells) if cells.len() <= names.len());
    let fit = names.len() > 1 && !rows.is_empty() && rows.iter().all(fits);
    fit.then_some(Grid { names, keys: Some((columns, key)), rows })
}

/// `[["no", "date"], ["A1", "2024-05-17"]]`: the first row names the cells of the others.
pub(super) fn grid_of_rows<'v, 't>(items: &'v [Json<'t>]) -> Option<Grid<'v, 't>> {
    let cells = |row: &'v Json<'t>| -> Option<Vec<&'v str>> {
        let Json::Array(cells) = row else { return None };
        let text = |cell: &'v Json<'t>| match cell {
            Json::Scalar(text) => Some(&**text),
            Json::Null => Some(""),
            _ => None,
        };
        cells.iter().map(text).collect()
    };
    let (first, rows) = items.split_first()?;
    let names = cells(first)?;
    let below: Vec<Vec<&str>> = rows.iter().map(cells).collect::<Option<_>>()?;
    let distinct: HashSet<&&str> = names.iter().collect();
    let named = names.len() > 1
        && distinct.len() == names.len()
        && names.iter().all(|name| !name.trim().is_empty() && !typed(name));
    let even = !rows.is_empty() && below.iter().all(|row| row.len() == names.len());
    let values = (0..names.len()).any(|at| below.iter().all(|row| even && typed(row[at])));
    (named && even && values).then_some(Grid { names, keys: None, rows })
}

/// A list of labels with something under each, in more forms than one value:
/// `{label, value}` beside `{label, vec: [..]}`. Returns the key of the label.
pub(super) fn labeled<'v>(items: &'v [Json<'_>]) -> Option<&'v str> {
    let Some(Json::Object(first)) = items.first() else { return None };
    let is_label = |key: &str| key.eq_ignore_ascii_case("label");
    let name = first.iter().map(|(key, _)| &**key).find(|key| is_label(key))?;
    let is_value =
        |key: &str| key.ends_with("value") || ["vec", "dict", "href", "title"].contains(&key);
    let fits = |item: &Json<'_>| match item {
        Json::Object(members) => {
            members.iter().any(|(key, label)| key == name && matches!(label, Json::Scalar(_)))
                && members.iter().all(|(key, _)| key == name || is_value(key))
        }
        _ => false,
    };
    items.iter().all(fits).then_some(name)
}

/// An object whose members are each a value with what is known of it:
/// `{"email": {"value": "a@example.org", "verified": true}}`.
pub(super) fn is_described(members: &Members<'_>) -> bool {
    let described = |value: &Json<'_>| match value {
        Json::Object(parts) => {
            parts.iter().all(|(_, part)| part.is_scalar())
                && parts.iter().any(|(key, _)| VALUES.contains(&&**key))
        }
        _ => false,
    };
    members.len() > 1
        && members.iter().all(|(_, value)| described(value))
        && !members.iter().any(|(key, _)| is_data_key(key))
}

/// An object whose keys are data: its values are records of one shape. A few named parts
/// are rather parts of it: `billing` and `shipping`.
pub(super) fn is_map(members: &[(std::borrow::Cow<'_, str>, Json<'_>)]) -> bool {
    let listed = |value: &Json<'_>| matches!(value, Json::Array(items) if pairs(items).is_some());
    if !members.is_empty() && members.iter().all(|(_, value)| listed(value)) {
        return true;
    }
    if members.len() < 2 {
        return false;
    }
    if members.len() <= 4 && !members.iter().any(|(key, _)| is_data_key(key)) {
        return false;
    }
    let mut shapes = members.iter().map(|(_, value)| match value {
        Json::Object(parts) => Some(&**parts),
        _ => None,
    });
    let Some(Some(first)) = shapes.next() else { return false };
    !first.is_empty() && shapes.all(|shape| shape.is_some_and(|shape| similar(first, shape)))
}

/// An object whose keys are data and whose values are lists of records.
pub(super) fn is_map_of_lists(members: &[(std::borrow::Cow<'_, str>, Json<'_>)]) -> bool {
    let shape = |value: &Json<'_>| match value {
        Json::Array(items) => match items.first() {
            Some(Json::Object(parts)) => {
                Some(parts.iter().map(|(key, _)| key.to_string()).collect::<HashSet<String>>())
            }
            _ => None,
        },
        _ => None,
    };
    let data_keys = members.iter().filter(|(key, _)| is_data_key(key)).count();
    if members.len() < 2 || data_keys * 2 < members.len() && members.len() < 32 {
        return false;
    }
    let mut shapes = members.iter().map(|(_, value)| shape(value));
    let Some(Some(first)) = shapes.next() else { return false };
    shapes.all(|other| {
        other.is_some_and(|other| {
            first.intersection(&other).count() * 2 >= first.union(&other).count()
        })
    })
}

/// Whether two objects have half of all their keys in common.
fn similar(a: &Members<'_>, b: &Members<'_>) -> bool {
    // Most often they are the same, in the same order.
    if a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0) {
        return true;
    }
    let keys = |of: &Members<'_>| of.iter().map(|(key, _)| key.to_string()).collect();
    let (a, b): (HashSet<String>, HashSet<String>) = (keys(a), keys(b));
    a.intersection(&b).count() * 2 >= a.union(&b).count()
}

/// Keys such as `2024`, `order-17`, `mira@example.org`: no field is called so.
pub(crate) fn is_data_key(key: &str) -> bool {
    key.bytes().any(|byte| byte.is_ascii_digit() || byte == b'@') || key.len() > 40
}

/// The member of a record that tells it from its neighbors.
pub(super) fn id_of<'v>(
    members: &'v [(std::borrow::Cow<'_, str>, Json<'_>)],
) -> Option<(&'v str, &'v str)> {
    let rank = |key: &str| {
        let lower = key.to_lowercase();
        if lower == "id" {
            Some(0)
        } else if lower.ends_with("_id") || key.ends_with("Id") || key.ends_with("ID") {
            Some(1)
        } else if ["number", "nr", "no", "nummer", "key", "uuid", "guid"]
            .iter()
            .any(|end| lower.ends_with(end))
        {
            Some(2)
        } else if ["name", "title"].contains(&&*lower) {
            Some(3)
        } else {
            None
        }
    };
    let scalars = members.iter().filter_map(|(key, value)| match value {
        Json::Scalar(text) if !text.is_empty() && text.len() <= 100 => Some((&**key, &**text)),
        _ => None,
    });
    scalars
        .filter_map(|(key, text)| Some((rank(key)?, key, text)))
        .min_by_key(|found| found.0)
        .map(|(_, key, text)| (key, text))
}

/// Whether text is JSON, and of which kind.
pub(crate) fn looks_like(text: &str, ext: &str) -> Option<MemberKind> {
    let lines = matches!(ext, "jsonl" | "ndjson");
    if lines {
        return Some(MemberKind::JsonLines);
    }
    let named = ext == "json";
    let start = &text[prefix_len(text)..];
    let start = start.trim_start();
    let bytes = start.as_bytes();
    let next = start.get(1..).unwrap_or_default().trim_start();
    let plausible = match bytes.first() {
        Some(b'{') => next.is_empty() || next.starts_with(['"', '}', '/']),
        Some(b'[') => {
            next.is_empty()
                || next.starts_with(|c: char| c.is_ascii_digit() || "{[]\"-/".contains(c))
                || ["true", "false", "null"].iter().any(|word| next.starts_with(word))
        }
        _ => false,
    };
    if !plausible {
        return named.then_some(MemberKind::Json);
    }
    let several = end_of_value(bytes, 0).is_some_and(|end| {
        let rest = &start[end..];
        let line = rest.trim_start_matches([' ', '\t', '\r']);
        line.starts_with('\n')
            && line.trim_start().starts_with(['{', '['])
            && !start[..end].contains('\n')
    });
    Some(if several { MemberKind::JsonLines } else { MemberKind::Json })
}

/// The length of what some exporters write in front of a document: a guard
/// such as `)]}'`, or an assignment to a variable.
pub(super) fn prefix_len(text: &str) -> usize {
    let trimmed = text.trim_start();
    let skipped = text.len() - trimmed.len();
    if trimmed.starts_with(['{', '[', '"']) {
        return 0;
    }
    for guard in [")]}',", ")]}'", "while(1);", "for(;;);", "{}&&"] {
        if trimmed.starts_with(guard) {
            return skipped + guard.len();
        }
    }
    let head = &trimmed[..trimmed.floor_char_boundary(200)];
    let Some(open) = head.find(" = ").map(|at| at + 3).or_else(|| head.find('=').map(|at| at + 1))
    else {
        return 0;
    };
    let name = head[..open].trim_end_matches([' ', '=']);
    let name = name.strip_prefix("var ").or_else(|| name.strip_prefix("const ")).unwrap_or(name);
    let is_name = !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || "._$[]\"'-".contains(c))
        && head[open..].trim_start().starts_with(['{', '[']);
    if is_name { skipped + open } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        let check = |text: &str, ext: &str, expect: Option<MemberKind>| {
            assert_eq!(looks_like(text, ext), expect, "{text:?}");
        };
        check("{\"a\":1}", "", Some(MemberKind::Json));
        check("{\"a\":1}\n{\"a\":2}\n", "", Some(MemberKind::JsonLines));
        check("[section]\nx=1\n", "", None);
        check("{\\rtf1}", "", None);
        check("[1,2]", "", Some(MemberKind::Json));
        check("window.data.part0 = [{\"a\":1}]", "js", Some(MemberKind::Json));
        check(")]}'\n{\"a\":1}", "", Some(MemberKind::Json));
        check("\"x\"", "json", Some(MemberKind::Json));
        check("hello", "txt", None);
    }
}
