//! The JSON-lines form of classification, for the command line and for measuring.

use std::collections::HashMap;

use dossier_catalog::category::Categories;
use serde::{Deserialize, Serialize};

use super::{Classified, Classifier, FieldSample, SURE, TableContext, render};

/// Why a line could not be classified. Never quotes the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonlError {
    /// The line is not JSON of the expected form.
    #[error("the line is not a field in JSON (column {column})")]
    Syntax {
        /// Column, counted from 1.
        column: usize,
    },
}

/// One line of input; the labels are there in labelled sets only.
#[derive(Clone, Default, Deserialize)]
pub struct LabelledField {
    /// The line's id.
    #[serde(default)]
    pub id: serde_json::Value,
    /// The company, in labelled sets; never looked at.
    #[serde(default)]
    pub company: String,
    /// The column name or JSON path.
    #[serde(default)]
    pub field: String,
    /// A sample of the values.
    #[serde(default)]
    pub values: Vec<serde_json::Value>,
    /// The other fields of the file.
    #[serde(default)]
    pub siblings: Vec<String>,
    /// The file's path.
    #[serde(default)]
    pub file: String,
    /// The language.
    #[serde(default)]
    pub lang: String,
    /// The right answer, if the set is labelled.
    #[serde(default)]
    pub category: String,
    /// Whether the set calls it a hard case.
    #[serde(default)]
    pub hard: bool,
}

impl std::fmt::Debug for LabelledField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LabelledField({} values)", self.values.len())
    }
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a serde_json::Value,
    category: &'a str,
    dpv: &'a str,
    confidence: f32,
    sure: &'a str,
    why: String,
}

/// Reads one line of a set, labelled or not.
pub fn parse_labelled(line: &str) -> Result<LabelledField, JsonlError> {
    serde_json::from_str(line).map_err(|error| JsonlError::Syntax { column: error.column() })
}

impl LabelledField {
    /// Hands the field out in the form that the classifier takes.
    pub fn with_sample<T>(&self, with: impl FnOnce(&FieldSample<'_>, &TableContext<'_>) -> T) -> T {
        let values: Vec<String> = self.values.iter().map(as_text).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let siblings: Vec<&str> = self.siblings.iter().map(String::as_str).collect();
        let field = FieldSample { header: &self.field, values: &values };
        let table =
            TableContext { siblings: &siblings, name: "", file: &self.file, language: &self.lang };
        with(&field, &table)
    }
}

fn as_text(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The fields of one table among labelled fields: the same file, and the same
/// headers, each of which is either the field or one of its siblings.
fn tables(fields: &[LabelledField]) -> Vec<Vec<usize>> {
    let mut known: HashMap<(&str, Vec<&str>), usize> = HashMap::new();
    let mut tables: Vec<Vec<usize>> = Vec::new();
    let mut next = 0;
    for (at, field) in fields.iter().enumerate() {
        let mut headers: Vec<&str> = field.siblings.iter().map(String::as_str).collect();
        headers.push(&field.field);
        headers.sort_unstable();
        let columns = headers.len();
        let table = known.entry((&field.file, headers)).or_insert(next);
        if tables.get(*table).is_some_and(|full| full.len() >= columns) {
            // The table is complete: this is another one of the same form.
            *table = next;
        }
        if *table == next {
            tables.push(Vec::new());
            next += 1;
        }
        tables[*table].push(at);
    }
    for table in &mut tables {
        let places = places(fields, table);
        table.sort_by_key(|at| places.get(fields[*at].field.as_str()).copied());
    }
    tables
}

/// Where each header of a table stands. A field does not name itself among its
/// siblings, but another field of the table does.
fn places<'a>(fields: &'a [LabelledField], table: &[usize]) -> HashMap<&'a str, usize> {
    let [first, second, ..] = table else { return HashMap::new() };
    let (first, second) = (&fields[*first], &fields[*second]);
    let mut order: Vec<&str> = second.siblings.iter().map(String::as_str).collect();
    // Behind the sibling that stands before it in the first field's list.
    let own = first.siblings.iter().position(|name| *name == second.field);
    let before = own.and_then(|own| own.checked_sub(1)).map(|at| first.siblings[at].as_str());
    let mut at = before
        .and_then(|name| order.iter().position(|known| *known == name))
        .map_or(0, |at| at + 1);
    // Whether the first field stands between the two, only a third can tell.
    let third = table.get(2).map(|at| &fields[*at]);
    let place =
        |name: &str| third.and_then(|third| third.siblings.iter().position(|known| known == name));
    if order.get(at) == Some(&first.field.as_str()) && place(&first.field) <= place(&second.field) {
        at += 1;
    }
    order.insert(at, &second.field);
    let mut places = HashMap::new();
    for (at, name) in order.into_iter().enumerate() {
        places.entry(name).or_insert(at);
    }
    places
}

/// Classifies fields, those of one table together.
pub fn classify_fields(
    fields: &[LabelledField],
    classifier: &Classifier,
    categories: &Categories,
) -> Vec<Classified> {
    let values: Vec<Vec<String>> =
        fields.iter().map(|field| field.values.iter().map(as_text).collect()).collect();
    let values: Vec<Vec<&str>> =
        values.iter().map(|values| values.iter().map(String::as_str).collect()).collect();
    let mut out: Vec<Option<Classified>> = fields.iter().map(|_| None).collect();
    for table in tables(fields) {
        let Some(first) = table.first().map(|at| &fields[*at]) else { continue };
        let samples: Vec<FieldSample<'_>> = table
            .iter()
            .map(|at| FieldSample { header: &fields[*at].field, values: &values[*at] })
            .collect();
        let mut headers: Vec<&str> = first.siblings.iter().map(String::as_str).collect();
        headers.push(&first.field);
        let context =
            TableContext { siblings: &headers, name: "", file: &first.file, language: &first.lang };
        let found = classifier.classify_table(&samples, &context, categories);
        for (at, found) in table.into_iter().zip(found) {
            out[at] = Some(found);
        }
    }
    out.into_iter().flatten().collect()
}

/// Classifies lines, those of one table together: in
/// `{"id","field","values","siblings","file","company","lang"}`,
/// out `{"id","category","dpv","confidence","sure","why"}`.
pub fn classify_jsonl(
    lines: &[&str],
    classifier: &Classifier,
    categories: &Categories,
) -> Vec<Result<String, JsonlError>> {
    let read: Vec<Result<LabelledField, JsonlError>> =
        lines.iter().map(|line| parse_labelled(line)).collect();
    let fields: Vec<LabelledField> = read.iter().filter_map(|field| field.clone().ok()).collect();
    let mut found = classify_fields(&fields, classifier, categories).into_iter();
    read.into_iter()
        .map(|field| {
            let (field, found) = (field?, found.next());
            let found = found.ok_or(JsonlError::Syntax { column: 0 })?;
            answer(&field.id, &found, categories)
        })
        .collect()
}

fn answer(
    id: &serde_json::Value,
    found: &Classified,
    categories: &Categories,
) -> Result<String, JsonlError> {
    let out = Line {
        id,
        category: &found.group,
        dpv: &found.category,
        sure: match found.confidence {
            sure if sure >= SURE => "yes",
            _ if found.is_unsure() => "no",
            _ => "likely",
        },
        confidence: (found.confidence * 1000.0).round() / 1000.0,
        why: render(&found.why, "en", categories),
    };
    serde_json::to_string(&out).map_err(|error| JsonlError::Syntax { column: error.column() })
}
