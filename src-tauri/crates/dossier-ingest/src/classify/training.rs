//! What the shipped model was trained on, and its digest.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::jsonl::LabelledField;
use crate::trained::digest_of;

/// Headers that mean the same, in one language, with values such as they hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeaderList {
    /// The language.
    pub lang: String,
    /// The right category.
    pub category: String,
    /// The headers.
    pub headers: Vec<String>,
    /// Invented values.
    pub values: Vec<String>,
}

impl HeaderList {
    /// A labelled field for each header.
    pub fn fields(&self) -> impl Iterator<Item = LabelledField> + '_ {
        self.headers.iter().map(|header| LabelledField {
            field: header.clone(),
            values: self.values.iter().map(|value| value.clone().into()).collect(),
            lang: self.lang.clone(),
            category: self.category.clone(),
            ..LabelledField::default()
        })
    }
}

/// The digest of the labelled fields, words, values, rules and legal forms under the root
/// of the repository: all that decides what the model learns.
pub fn digest(root: &Path) -> std::io::Result<String> {
    let categories = root.join("src-tauri/catalog/categories");
    let labelled = root.join("tests/classify");
    let mut files: Vec<PathBuf> = ["train.jsonl", "calibrate.jsonl", "headers.jsonl"]
        .iter()
        .map(|name| labelled.join(name))
        .collect();
    for folder in ["rules", "values", "words"] {
        let mut inside = Vec::new();
        for entry in std::fs::read_dir(categories.join(folder))? {
            inside.push(entry?.path());
        }
        inside.sort();
        files.extend(inside);
    }
    files.push(root.join("src-tauri/catalog/statements/common.json"));
    let texts: std::io::Result<Vec<String>> = files
        .into_iter()
        .map(|file| Ok(std::fs::read_to_string(file)?.replace("\r\n", "\n")))
        .collect();
    Ok(digest_of(texts?))
}
