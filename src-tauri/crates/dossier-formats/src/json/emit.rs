use std::borrow::Cow;

use dossier_model::At;

use super::patterns::Patterns;
use super::shape::{id_of, is_map, is_map_of_lists, pairs};
use super::tree::Json;
use crate::Stop;
use crate::read::{JsonPattern, Record, RowAt, Session, Tables};

type Members<'t> = [(Cow<'t, str>, Json<'t>)];
/// Fields that a record has from around it: the key of its map, its parent's
/// number, what a wildcard met.
pub(crate) type Extras = [(String, String)];

/// Longest list of values that stands in one cell.
const JOINED_ITEMS: usize = 64;
const JOINED_BYTES: usize = 4096;
/// An object with more values than this is a list of keys and values.
const WIDE: usize = 512;

/// Where one stands in a document.
#[derive(Default)]
pub(crate) struct Spot {
    /// The JSON pointer.
    pub(super) pointer: String,
    /// The unescaped parts, for patterns.
    pub(super) parts: Vec<String>,
    /// The line, in files of one document a line.
    pub(super) line: Option<u32>,
    /// Elements of XML: numbers of a list stand in brackets and count from 1.
    pub(crate) element: bool,
}

impl Spot {
    pub(crate) fn enter(&mut self, part: &str) -> usize {
        let before = self.pointer.len();
        self.parts.push(part.to_owned());
        if self.element
            && let Ok(index) = part.parse::<u64>()
        {
            self.pointer.push_str(&format!("[{}]", index.saturating_add(1)));
            return before;
        }
        self.pointer.push('/');
        for c in part.chars() {
            match c {
                '~' => self.pointer.push_str("~0"),
                '/' => self.pointer.push_str("~1"),
                _ => self.pointer.push(c),
            }
        }
        before
    }

    pub(crate) fn leave(&mut self, before: usize) {
        self.pointer.truncate(before);
        self.parts.pop();
    }

    fn row_at(&self) -> RowAt<'_> {
        match self.line {
            Some(line) => RowAt::Line(line),
            None if self.element => RowAt::Element(&self.pointer),
            None => RowAt::Pointer(&self.pointer),
        }
    }
}

/// Turns values into records. Every scalar of the document ends up in exactly
/// one cell.
pub(crate) struct Emitter {
    pub(super) tables: Tables,
    pub(crate) spot: Spot,
    pub(super) patterns: Patterns,
    spare: Vec<Record>,
}

/// A value inside a record that becomes records of its own.
struct Child<'v, 't> {
    value: &'v Json<'t>,
    /// Its path below the record, unescaped.
    path: Vec<String>,
    table: String,
}

impl Emitter {
    pub(crate) fn new(patterns: &[JsonPattern]) -> Self {
        Self {
            tables: Tables::default(),
            spot: Spot::default(),
            patterns: Patterns::new(patterns),
            spare: Vec::new(),
        }
    }

    /// A value that stands outside of any record.
    pub(crate) fn structural(
        &mut self,
        value: &Json<'_>,
        name: &str,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        if let Some(index) = self.patterns.matching(&self.spot.parts) {
            return self.by_pattern(value, index, out);
        }
        let forced = self.patterns.leads_on(&self.spot.parts);
        match value {
            Json::Null => Ok(()),
            Json::Scalar(_) => self.element(value, name, &[], out),
            Json::Array(items) if items.is_empty() => Ok(()),
            Json::Array(items) if !forced && pairs(items).is_some() => {
                self.element(value, name, &[], out)
            }
            Json::Array(items) => self.array(items, name, &[], out),
            Json::Object(members) if members.is_empty() => Ok(()),
            Json::Object(members) if forced => self.parts(members, name, out),
            Json::Object(members) if members.len() > WIDE || is_map(members, false) => {
                self.map(members, name, &[], out)
            }
            Json::Object(members) if is_map_of_lists(members) => {
                self.map_of_lists(members, name, &[], out)
            }
            Json::Object(members) if members.iter().any(|(_, value)| value_like(value)) => {
                self.element(value, name, &[], out)
            }
            Json::Object(members) => self.parts(members, name, out),
        }
    }

    /// A wrapper: its own scalars are a record, everything else stands alone.
    fn parts(
        &mut self,
        members: &Members<'_>,
        name: &str,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        if members.iter().any(|(_, value)| value.is_scalar()) {
            let own = members.iter().filter(|(_, value)| value.is_scalar()).cloned().collect();
            self.own_values(own, name, out)?;
        }
        for (key, value) in members.iter().filter(|(_, value)| !value.is_scalar()) {
            let before = self.spot.enter(key);
            self.structural(value, &join(name, key), out)?;
            self.spot.leave(before);
        }
        Ok(())
    }

    /// A wrapper's own scalars: one record, or headings if records are declared
    /// further down.
    pub(super) fn own_values(
        &mut self,
        own: Vec<(Cow<'_, str>, Json<'_>)>,
        name: &str,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        if !self.patterns.leads_on(&self.spot.parts) {
            return self.element(&Json::Object(own), name, &[], out);
        }
        for (key, value) in &own {
            let Json::Scalar(text) = value else { continue };
            let before = self.spot.enter(key);
            let at = At::Pointer { pointer: self.spot.pointer.clone() };
            self.spot.leave(before);
            if !text.trim().is_empty() {
                out.text(&at, &format!("{key}: {text}"))?;
            }
        }
        Ok(())
    }

    fn map(
        &mut self,
        members: &Members<'_>,
        name: &str,
        extras: &Extras,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let table = join(name, "*");
        for (key, value) in members {
            let before = self.spot.enter(key);
            self.element(value, &table, &with_key(extras, key), out)?;
            self.spot.leave(before);
        }
        Ok(())
    }

    fn map_of_lists(
        &mut self,
        members: &Members<'_>,
        name: &str,
        extras: &Extras,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let table = join(name, "*");
        for (key, value) in members {
            let Json::Array(items) = value else { continue };
            let before = self.spot.enter(key);
            self.array(items, &table, &with_key(extras, key), out)?;
            self.spot.leave(before);
        }
        Ok(())
    }

    /// Each item is a record.
    fn array(
        &mut self,
        items: &[Json<'_>],
        name: &str,
        extras: &Extras,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let table = list_name(name);
        for (index, item) in items.iter().enumerate() {
            let before = self.spot.enter(&index.to_string());
            self.item(item, &table, extras, out)?;
            self.spot.leave(before);
        }
        Ok(())
    }

    /// One item of a list, seen by the patterns first.
    pub(crate) fn item(
        &mut self,
        item: &Json<'_>,
        table: &str,
        extras: &Extras,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        if let Some(index) = self.patterns.matching(&self.spot.parts) {
            return self.by_pattern(item, index, out);
        }
        if self.patterns.leads_on(&self.spot.parts) && !item.is_scalar() {
            return self.structural(item, table, out);
        }
        self.element(item, table, extras, out)
    }

    /// A value as one record of a table.
    pub(crate) fn element(
        &mut self,
        value: &Json<'_>,
        table: &str,
        extras: &Extras,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        if let Json::Array(items) = value
            && pairs(items).is_none()
            && !items.iter().all(Json::is_scalar)
        {
            return self.array(items, table, extras, out);
        }
        if let Json::Object(members) = value
            && members.len() > WIDE
        {
            return self.map(members, table, extras, out);
        }
        let keys = match value {
            Json::Array(items) => {
                pairs(items).map(|(name, value)| (name.to_owned(), value.to_owned()))
            }
            _ => None,
        };
        self.record(value, table, extras, keys.as_ref(), out)
    }

    fn by_pattern(
        &mut self,
        value: &Json<'_>,
        index: usize,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let (table, extras) = self.patterns.table_and_extras(index, &self.spot.parts);
        let keys = self.patterns.pairs(index);
        let listed = matches!(value, Json::Array(items) if keys.is_none() && pairs(items).is_none()
            && !items.iter().all(Json::is_scalar));
        match value {
            Json::Array(items) if listed => {
                for (index, item) in items.iter().enumerate() {
                    let before = self.spot.enter(&index.to_string());
                    self.element(item, &table, &extras, out)?;
                    self.spot.leave(before);
                }
                Ok(())
            }
            _ if keys.is_some() => self.record(value, &table, &extras, keys.as_ref(), out),
            _ => self.element(value, &table, &extras, out),
        }
    }

    /// Fills and gives out one record, then the records inside it.
    fn record(
        &mut self,
        value: &Json<'_>,
        table_name: &str,
        extras: &Extras,
        keys: Option<&(String, String)>,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let table = self.tables.table(table_name, out);
        let mut record = self.spare.pop().unwrap_or_default();
        let mut children = Vec::new();
        self.tables.begin(table, &mut record);
        for (name, text) in extras {
            self.tables.set(table, &mut record, name, text, out);
        }
        let mut fill = Fill {
            tables: &mut self.tables,
            table,
            table_name,
            record: &mut record,
            children: &mut children,
            path: Vec::new(),
        };
        match (value, keys) {
            (Json::Array(items), Some(keys)) => fill.pairs(items, "", keys, out),
            (Json::Object(_), Some(keys)) if is_pair(value, keys) => {
                fill.pairs(std::slice::from_ref(value), "", keys, out);
            }
            (Json::Object(members), _) => fill.object(members, "", out),
            (Json::Array(items), None) => fill.columns(items, out),
            (value, _) => fill.value(value, "value", out),
        }
        self.tables.record(table, &record, self.spot.row_at(), out)?;
        let parent = match value {
            Json::Object(members) => id_of(members),
            _ => None,
        };
        let mut own: Vec<(String, String)> =
            parent.map(|(key, id)| (format!("parent.{key}"), id.to_owned())).into_iter().collect();
        if own.is_empty() {
            own.extend(extras.iter().take(1).map(|(name, text)| (parent_name(name), text.clone())));
        }
        let rest = std::mem::take(&mut record.rest);
        self.spare.push(record);
        self.rest(&rest, table_name, &own, out)?;
        children.into_iter().try_for_each(|child| self.child(child, &own, out))
    }

    fn child(
        &mut self,
        child: Child<'_, '_>,
        extras: &Extras,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let befores: Vec<usize> = child.path.iter().map(|part| self.spot.enter(part)).collect();
        match child.value {
            Json::Object(members) => self.map(members, &child.table, extras, out)?,
            Json::Array(items) => self.array(items, &child.table, extras, out)?,
            Json::Null | Json::Scalar(_) => {}
        }
        befores.into_iter().rev().for_each(|before| self.spot.leave(before));
        Ok(())
    }

    /// Cells that found no field.
    fn rest(
        &mut self,
        rest: &[(String, String)],
        name: &str,
        extras: &Extras,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let table = join(name, "*");
        for (key, value) in rest {
            let value = Json::Scalar(Cow::Borrowed(value));
            self.element(&value, &table, &with_key(extras, key), out)?;
        }
        Ok(())
    }
}

/// Fills the cells of one record and collects what stands on its own.
struct Fill<'f, 'v, 't> {
    tables: &'f mut Tables,
    table: usize,
    table_name: &'f str,
    record: &'f mut Record,
    children: &'f mut Vec<Child<'v, 't>>,
    path: Vec<String>,
}

impl<'v, 't> Fill<'_, 'v, 't> {
    fn object(&mut self, members: &'v Members<'t>, prefix: &str, out: &mut Session<'_>) {
        let mut field = String::new();
        for (key, value) in members {
            field.clear();
            field.push_str(prefix);
            field.push_str(key);
            self.path.push(key.to_string());
            self.value(value, &field, out);
            self.path.pop();
        }
    }

    fn value(&mut self, value: &'v Json<'t>, field: &str, out: &mut Session<'_>) {
        match value {
            Json::Null => self.tables.know(self.table, field, out),
            Json::Scalar(text) => self.tables.set(self.table, self.record, field, text, out),
            _ if value.is_empty() => {}
            Json::Object(members) if members.len() > WIDE || is_map(members, true) => {
                self.child(value, field);
            }
            Json::Object(members) => self.object(members, &format!("{field}."), out),
            Json::Array(items) => {
                if let Some((name, text)) = pairs(items) {
                    let keys = (name.to_owned(), text.to_owned());
                    self.pairs(items, &format!("{field}."), &keys, out);
                } else if let Some(joined) = joined(items) {
                    self.tables.set(self.table, self.record, field, &joined, out);
                } else {
                    self.child(value, field);
                }
            }
        }
    }

    /// A list of names and values as cells.
    fn pairs(
        &mut self,
        items: &'v [Json<'t>],
        prefix: &str,
        keys: &(String, String),
        out: &mut Session<'_>,
    ) {
        for (index, item) in items.iter().enumerate() {
            self.path.push(index.to_string());
            match item {
                Json::Object(members) if is_pair(item, keys) => {
                    let of =
                        |wanted: &str| members.iter().find(|(key, _)| key == wanted).map(|m| &m.1);
                    let (name, value) = (of(&keys.0), of(&keys.1));
                    if let (Some(Json::Scalar(name)), Some(value)) = (name, value) {
                        self.path.push(keys.1.clone());
                        self.value(value, &format!("{prefix}{name}"), out);
                        self.path.pop();
                    }
                    for (key, value) in
                        members.iter().filter(|(key, _)| *key != keys.0 && *key != keys.1)
                    {
                        self.path.push(key.to_string());
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

    /// A list of values in a list: one column each.
    fn columns(&mut self, items: &'v [Json<'t>], out: &mut Session<'_>) {
        for (index, item) in items.iter().enumerate() {
            self.value(item, &(index + 1).to_string(), out);
        }
    }

    fn child(&mut self, value: &'v Json<'t>, field: &str) {
        let table = join(self.table_name, field);
        self.children.push(Child { value, path: self.path.clone(), table });
    }
}

fn is_pair(item: &Json<'_>, keys: &(String, String)) -> bool {
    let Json::Object(members) = item else { return false };
    let scalar = |(key, value): &(Cow<'_, str>, Json<'_>)| {
        *key == keys.0 && matches!(value, Json::Scalar(_))
    };
    let once = |wanted: &str| members.iter().filter(|(key, _)| key == wanted).count() == 1;
    members.iter().any(scalar) && once(&keys.0) && once(&keys.1)
}

/// A scalar or a list of scalars: what makes an object a record.
fn value_like(value: &Json<'_>) -> bool {
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

fn parent_name(extra: &str) -> String {
    if extra.starts_with("parent.") { extra.to_owned() } else { format!("parent.{extra}") }
}

fn with_key(extras: &Extras, key: &str) -> Vec<(String, String)> {
    let mut out = vec![("key".to_owned(), key.to_owned())];
    out.extend(extras.iter().map(|(name, text)| (parent_name(name), text.clone())));
    out
}

/// The table of a list: the document's own list has no name.
pub(crate) fn list_name(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!("{name}[]") }
}

/// A table's name from its path. A key that names a person is left out.
pub(crate) fn join(name: &str, key: &str) -> String {
    let key = if key.contains('@') || key.len() > 80 { "*" } else { key };
    if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") }
}
