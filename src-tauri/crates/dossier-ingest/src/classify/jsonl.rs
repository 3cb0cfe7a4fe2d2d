//! The JSON-lines form of classification, for the command line and for measuring.

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
    /// Classifies the field.
    pub fn classify(&self, classifier: &Classifier, categories: &Categories) -> Classified {
        self.with_sample(|field, table| classifier.classify(field, table, categories))
    }

    /// Hands the field out in the form that the classifier takes.
    pub fn with_sample<T>(&self, with: impl FnOnce(&FieldSample<'_>, &TableContext<'_>) -> T) -> T {
        let values: Vec<String> = self.values.iter().map(as_text).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let siblings: Vec<&str> = self.siblings.iter().map(String::as_str).collect();
        let filled = values.iter().filter(|value| !value.is_empty()).count() as u64;
        let field = FieldSample { header: &self.field, values: &values, filled };
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

/// Classifies one line: in `{"id","field","values","siblings","file","company","lang"}`,
/// out `{"id","category","dpv","confidence","sure","why"}`.
pub fn classify_jsonl(
    line: &str,
    classifier: &Classifier,
    categories: &Categories,
) -> Result<String, JsonlError> {
    let field = parse_labelled(line)?;
    let found = field.classify(classifier, categories);
    let out = Line {
        id: &field.id,
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
