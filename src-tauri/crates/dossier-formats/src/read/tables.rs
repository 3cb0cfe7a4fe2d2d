use std::collections::HashMap;

use dossier_model::{At, FieldIndex, RowBuf, Severity};

use crate::Stop;
use crate::read::{RowAt, Session, TableKey};

/// The tables of a document whose fields are found as one goes: JSON, pages.
#[derive(Default)]
pub(crate) struct Tables {
    tables: Vec<Table>,
    by_name: HashMap<String, usize>,
    /// The table that was asked for last: most often the next one too.
    last: usize,
}

struct Table {
    key: TableKey,
    name: String,
    names: Vec<String>,
    fields: HashMap<String, FieldIndex>,
    /// Fields that came from around its records.
    parents: usize,
    /// Where the next cell stands if this record is like the last one.
    next: usize,
}

/// The table that takes what comes after too many tables.
const OVERFLOW: &str = "(more)";

/// Names that the numbers of outer records may have in one table; all others share
/// one field, since such a name is the document's own word.
const PARENTS: usize = 8;
const PARENT: &str = "parent";

/// A record that is being filled.
#[derive(Default)]
pub(crate) struct Record {
    pub(crate) row: RowBuf,
    /// Cells that found no field: too many fields, or the same key too often.
    pub(crate) rest: Vec<(String, String)>,
}

impl Tables {
    /// The table of a name, opened when it is first met.
    pub(crate) fn table(&mut self, name: &str, out: &mut Session<'_>) -> usize {
        if self.tables.get(self.last).is_some_and(|table| table.name == name) {
            return self.last;
        }
        if let Some(index) = self.by_name.get(name) {
            self.last = *index;
            return *index;
        }
        if self.tables.len() >= out.limits.tables && name != OVERFLOW {
            out.problem(Severity::Warning, "limit_tables", At::Whole, [out.limits.tables as u64]);
            let index = self.table(OVERFLOW, out);
            self.by_name.insert(name.to_owned(), index);
            return index;
        }
        let key = out.open_table(name, &[]);
        let (name, names, fields) = (name.to_owned(), Vec::new(), HashMap::new());
        self.by_name.insert(name.clone(), self.tables.len());
        self.tables.push(Table { key, name, names, fields, parents: 0, next: 0 });
        self.tables.len() - 1
    }

    pub(crate) fn begin(&mut self, table: usize, record: &mut Record) {
        self.tables[table].next = 0;
        record.row.clear();
        record.rest.clear();
    }

    /// The field of a name, if the table may have one more.
    fn field(&mut self, table: usize, name: &str, out: &mut Session<'_>) -> Option<FieldIndex> {
        let table = &mut self.tables[table];
        if table.names.get(table.next).is_some_and(|known| known == name) {
            table.next += 1;
            return Some(table.next as FieldIndex - 1);
        }
        if let Some(&index) = table.fields.get(name) {
            table.next = index as usize + 1;
            return Some(index);
        }
        // The columns of a list of keys and values are always there, else a cell
        // that found no field would look for one for ever.
        let fixed = matches!(name, "key" | "value" | PARENT);
        if name.len() > out.limits.field_name {
            let limit = out.limits.field_name as u64;
            out.problem(Severity::Warning, "limit_field_name", At::Whole, [limit]);
            return None;
        }
        if table.names.len() >= out.limits.fields && !fixed {
            let limit = out.limits.fields as u64;
            out.problem(Severity::Note, "limit_fields", At::Whole, [limit]);
            return None;
        }
        let index = out.add_field(table.key, name);
        table.names.push(name.to_owned());
        table.fields.insert(name.to_owned(), index);
        table.next = table.names.len();
        Some(index)
    }

    /// Whether a record has a cell of this name already.
    pub(crate) fn has(&self, table: usize, record: &Record, name: &str) -> bool {
        let index = self.tables.get(table).and_then(|table| table.fields.get(name));
        index.is_some_and(|index| record.row.get(*index).is_some())
    }

    /// Lets the table have a field for a cell that is null.
    pub(crate) fn know(&mut self, table: usize, name: &str, out: &mut Session<'_>) {
        self.field(table, name, out);
    }

    /// Sets a cell that comes from around the record. It finds a field in any case.
    pub(crate) fn set_extra(
        &mut self,
        table: usize,
        record: &mut Record,
        name: &str,
        value: &str,
        out: &mut Session<'_>,
    ) {
        let known = &mut self.tables[table];
        let is_parent = name.starts_with("parent.");
        if !is_parent || known.fields.contains_key(name) {
            return self.set(table, record, name, value, out);
        }
        known.parents += 1;
        let fits = known.parents <= PARENTS
            && known.names.len() < out.limits.fields
            && name.len() <= out.limits.field_name;
        self.set(table, record, if fits { name } else { PARENT }, value, out);
    }

    /// Sets a cell; a second one of the same name gets a field of its own.
    pub(crate) fn set(
        &mut self,
        table: usize,
        record: &mut Record,
        name: &str,
        value: &str,
        out: &mut Session<'_>,
    ) {
        let mut free = self.field(table, name, out);
        for number in 2..12 {
            match free {
                Some(index) if record.row.get(index).is_some() => {
                    free = self.field(table, &format!("{name} ({number})"), out);
                }
                _ => break,
            }
        }
        match free {
            Some(index) if record.row.get(index).is_none() => record.row.set(index, value),
            _ => record.rest.push((name.to_owned(), value.to_owned())),
        }
    }

    pub(crate) fn record(
        &mut self,
        table: usize,
        record: &Record,
        at: RowAt<'_>,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        out.record(self.tables[table].key, at, &record.row)
    }
}
