use std::collections::{HashMap, HashSet};

use dossier_model::{At, FieldIndex, Problem, RowBuf, TableHead};

use crate::Stop;
use crate::json::{Json, is_data_key, parse_strictly};
use crate::read::{Receiver, RowAt, TableKey};

/// Fields that the cells of one column may give: more are kept in the cell only.
const MOST_FIELDS: usize = 64;
/// Objects inside each other.
const DEPTH: usize = 16;

/// JSON in the cells of a table: its values become fields below the column's
/// name, and the cell stays as it is. Stands between a reader and its receiver.
pub(crate) struct Inside<'o> {
    out: &'o mut dyn Receiver,
    /// Fields that a table may have.
    limit: usize,
    tables: HashMap<TableKey, Columns>,
    row: RowBuf,
    values: Vec<(String, String)>,
}

/// The columns of a table as its reader counts them, and the fields between them.
#[derive(Default)]
struct Columns {
    names: HashSet<String>,
    /// The name and field of each column.
    own: Vec<(String, FieldIndex)>,
    /// Fields by column and path.
    found: Vec<HashMap<String, Option<FieldIndex>>>,
    count: FieldIndex,
    moved: bool,
}

impl Columns {
    fn add(&mut self, name: &str, field: FieldIndex) {
        self.moved |= field as usize != self.own.len();
        self.names.insert(name.to_owned());
        self.own.push((name.to_owned(), field));
        self.found.push(HashMap::new());
        self.count = self.count.max(field + 1);
    }
}

impl<'o> Inside<'o> {
    pub(crate) fn new(out: &'o mut dyn Receiver, limit: usize) -> Self {
        let (tables, row, values) = (HashMap::new(), RowBuf::default(), Vec::new());
        Self { out, limit, tables, row, values }
    }

    /// Fills the row with a record and what its cells hold; false if it can go as
    /// it is.
    fn expand(&mut self, table: TableKey, row: &RowBuf) -> bool {
        let Some(columns) = self.tables.get_mut(&table) else { return false };
        if !columns.moved && !row.iter().flatten().any(may_hold) {
            return false;
        }
        self.row.clear();
        for (at, cell) in row.iter().enumerate() {
            let (Some(cell), Some(own)) = (cell, columns.own.get(at)) else { continue };
            self.row.set(own.1, cell);
            if !may_hold(cell) {
                continue;
            }
            let Some(value) = parse_strictly(cell, DEPTH) else { continue };
            self.values.clear();
            flatten(&value, "", &mut self.values);
            for (path, text) in self.values.drain(..) {
                if let Some(field) = columns.field(table, at, path, self.limit, self.out) {
                    self.row.set(field, &text);
                }
            }
        }
        true
    }
}

impl Receiver for Inside<'_> {
    fn open_table(&mut self, head: TableHead) -> TableKey {
        let mut columns = Columns::default();
        (0..).zip(&head.fields).for_each(|(field, name)| columns.add(name, field));
        let table = self.out.open_table(head);
        self.tables.insert(table, columns);
        table
    }

    fn add_field(&mut self, table: TableKey, name: &str) -> FieldIndex {
        let field = self.out.add_field(table, name);
        let Some(columns) = self.tables.get_mut(&table) else { return field };
        columns.add(name, field);
        // The reader counts its own columns only.
        columns.own.len() as FieldIndex - 1
    }

    fn record(&mut self, table: TableKey, at: RowAt<'_>, row: &RowBuf) -> Result<(), Stop> {
        let expanded = self.expand(table, row);
        self.out.record(table, at, if expanded { &self.row } else { row })
    }

    fn text(&mut self, at: &At, paragraph: &str) -> Result<(), Stop> {
        self.out.text(at, paragraph)
    }

    fn problem(&mut self, problem: Problem) {
        self.out.problem(problem);
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), Stop> {
        self.out.file(name, bytes)
    }
}

impl Columns {
    /// The field of a path below a column, if there may be one more.
    fn field(
        &mut self,
        table: TableKey,
        column: usize,
        path: String,
        limit: usize,
        out: &mut dyn Receiver,
    ) -> Option<FieldIndex> {
        let found = self.found.get_mut(column)?;
        if let Some(field) = found.get(&path) {
            return *field;
        }
        if found.len() >= MOST_FIELDS || self.count as usize >= limit {
            return None;
        }
        let name = format!("{}.{path}", self.own.get(column)?.0);
        // A column of that name has the same thing already.
        let field = self.names.insert(name.clone()).then(|| out.add_field(table, &name));
        if let Some(field) = field {
            self.count = field + 1;
        }
        found.insert(path, field);
        field
    }
}

/// An object, or a list that has one: nothing else has paths below it.
fn may_hold(cell: &str) -> bool {
    let cell = cell.trim_ascii();
    match (cell.as_bytes().first(), cell.as_bytes().last()) {
        (Some(b'{'), Some(b'}')) => true,
        (Some(b'['), Some(b']')) => cell.contains('{'),
        _ => false,
    }
}

/// The values with their paths. What stands in several items of a list stands in
/// one cell, in their order.
fn flatten(value: &Json<'_>, path: &str, out: &mut Vec<(String, String)>) {
    match value {
        Json::Null => {}
        Json::Scalar(text) if !path.is_empty() => add(path, text, out),
        Json::Scalar(_) => {}
        Json::Array(items) => items.iter().for_each(|item| flatten(item, path, out)),
        // Keys that are data would give a column for each value.
        Json::Object(members) if members.iter().any(|(key, _)| is_data_key(key)) => {}
        Json::Object(members) => {
            for (key, value) in members {
                let below = if path.is_empty() { key.to_string() } else { format!("{path}.{key}") };
                flatten(value, &below, out);
            }
        }
    }
}

fn add(path: &str, text: &str, out: &mut Vec<(String, String)>) {
    let full = out.len() >= MOST_FIELDS * 2;
    match out.iter_mut().find(|(known, _)| known == path) {
        Some((_, all)) => {
            all.push_str("; ");
            all.push_str(text);
        }
        None if full => {}
        None => out.push((path.to_owned(), text.to_owned())),
    }
}
