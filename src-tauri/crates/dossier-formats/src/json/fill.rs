use std::borrow::Cow;

use super::names::join;
use super::shape::{WIDE, is_map, labeled, pairs};
use super::tree::{Json, Members};
use crate::read::{Record, Session, Tables};

/// Longest list of values that stands in one cell.
const JOINED_ITEMS: usize = 64;
const JOINED_BYTES: usize = 4096;

/// One step of a way into a value.
#[derive(Clone, Copy)]
pub(super) enum Step<'v> {
    Key(&'v str),
    Item(u64),
}

/// A value inside a record that becomes records of its own.
pub(super) struct Child<'v, 't> {
    pub(super) value: &'v Json<'t>,
    /// Its path below the record, unescaped.
    pub(super) path: Vec<Step<'v>>,
    pub(super) table: String,
}

/// Fills the cells of one record and collects what stands on its own.
pub(super) struct Fill<'f, 'v, 't> {
    pub(super) tables: &'f mut Tables,
    pub(super) table: usize,
    pub(super) table_name: &'f str,
    pub(super) record: &'f mut Record,
    pub(super) children: &'f mut Vec<Child<'v, 't>>,
    pub(super) path: Vec<Step<'v>>,
}

impl<'v, 't> Fill<'_, 'v, 't> {
    pub(super) fn object(&mut self, members: &'v Members<'t>, prefix: &str, out: &mut Session<'_>) {
        let mut field = String::new();
        for (key, value) in members {
            self.path.push(Step::Key(key));
            if prefix.is_empty() {
                self.value(value, key, out);
            } else {
                field.clear();
                field.push_str(prefix);
                field.push_str(key);
                self.value(value, &field, out);
            }
            self.path.pop();
        }
    }

    pub(super) fn value(&mut self, value: &'v Json<'t>, field: &str, out: &mut Session<'_>) {
        match value {
            Json::Null => self.tables.know(self.table, field, out),
            Json::Scalar(text) => self.tables.set(self.table, self.record, field, text, out),
            _ if value.is_empty() => {}
            // A name repeats all names above it.
            _ if field.len() > out.limits.field_name => self.child(value, field),
            Json::Object(members) if members.len() > WIDE || is_map(members) => {
                self.child(value, field);
            }
            Json::Object(members) => self.object(members, &format!("{field}."), out),
            Json::Array(items) => {
                if let Some((name, text)) = pairs(items) {
                    let keys = (name.to_owned(), text.to_owned());
                    self.pairs(items, &format!("{field}."), &keys, out);
                } else if let Some(name) = labeled(items) {
                    self.labeled(items, &format!("{field}."), name, out);
                } else if let Some(joined) = joined(items) {
                    self.tables.set(self.table, self.record, field, &joined, out);
                } else {
                    self.child(value, field);
                }
            }
        }
    }

    /// A list of names and values as cells.
    pub(super) fn pairs(
        &mut self,
        items: &'v [Json<'t>],
        prefix: &str,
        keys: &(String, String),
        out: &mut Session<'_>,
    ) {
        for (index, item) in (0..).zip(items) {
            self.path.push(Step::Item(index));
            match item {
                Json::Object(members) if is_pair(item, keys) => {
                    let of = |wanted: &str| members.iter().find(|(key, _)| key == wanted);
                    let (name, value) = (of(&keys.0), of(&keys.1));
                    if let (Some((_, Json::Scalar(name))), Some((key, value))) = (name, value) {
                        self.path.push(Step::Key(key));
                        self.value(value, &format!("{prefix}{name}"), out);
                        self.path.pop();
                    }
                    for (key, value) in
                        members.iter().filter(|(key, _)| *key != keys.0 && *key != keys.1)
                    {
                        self.path.push(Step::Key(key));
                        self.value(value, &format!("{prefix}{key}"), out);
                        self.path.pop();
                    }
                }
                Json::Object(members) => self.object(members, prefix, out),
                other => self.value(other, &format!("{prefix}value"), out),
            }
            self.path.pop();
        }
    }

    /// A list of labels with values of several forms as cells; a list under a label
    /// becomes records.
    fn labeled(&mut self, items: &'v [Json<'t>], prefix: &str, name: &str, out: &mut Session<'_>) {
        for (index, item) in (0..).zip(items) {
            let Json::Object(members) = item else { continue };
            let label = members.iter().find(|(key, _)| key == name).map(|(_, label)| label);
            let Some(Json::Scalar(label)) = label else { continue };
            let field = format!("{prefix}{label}");
            self.path.push(Step::Item(index));
            for (key, value) in members.iter().filter(|(key, _)| key != name) {
                self.path.push(Step::Key(key));
                match value {
                    Json::Array(list) if pairs(list).is_none() && !list.is_empty() => {
                        self.child(value, &field);
                    }
                    _ => self.value(value, &field, out),
                }
                self.path.pop();
            }
            self.path.pop();
        }
    }

    /// A list of values in a list: one column each.
    pub(super) fn columns(&mut self, items: &'v [Json<'t>], out: &mut Session<'_>) {
        for (index, item) in items.iter().enumerate() {
            self.value(item, &(index + 1).to_string(), out);
        }
    }

    fn child(&mut self, value: &'v Json<'t>, field: &str) {
        let table = join(self.table_name, field);
        self.children.push(Child { value, path: self.path.clone(), table });
    }
}

pub(super) fn is_pair(item: &Json<'_>, keys: &(String, String)) -> bool {
    let Json::Object(members) = item else { return false };
    let scalar = |(key, value): &(Cow<'_, str>, Json<'_>)| {
        *key == keys.0 && matches!(value, Json::Scalar(_))
    };
    let once = |wanted: &str| members.iter().filter(|(key, _)| key == wanted).count() == 1;
    members.iter().any(scalar) && once(&keys.0) && once(&keys.1)
}

/// A scalar or a list of scalars: what makes an object a record.
pub(super) fn value_like(value: &Json<'_>) -> bool {
    match value {
        Json::Null | Json::Scalar(_) => true,
        Json::Array(items) => {
            !items.is_empty() && items.iter().all(Json::is_scalar) && joined(items).is_some()
        }
        Json::Object(_) => false,
    }
}

/// Short lists of scalars as one cell.
fn joined(items: &[Json<'_>]) -> Option<String> {
    let mut out = String::new();
    if items.len() > JOINED_ITEMS {
        return None;
    }
    for (index, item) in items.iter().enumerate() {
        let Json::Scalar(text) = item else { return None };
        if index > 0 {
            out.push_str("; ");
        }
        // A value with the separator in it could not be told apart.
        if items.len() > 1 && text.contains("; ") || out.len() + text.len() > JOINED_BYTES {
            return None;
        }
        out.push_str(text);
    }
    Some(out)
}
