//! What the shipped model was trained on, and its digest.

use std::path::Path;

use dossier_model::StatementKind;
use serde::Deserialize;

use crate::trained::digest_of;

/// A letter, or a piece of one, with what it states.
pub struct LabelledText {
    /// The same for all pieces of one letter.
    pub name: String,
    /// The text.
    pub text: String,
    /// The kind of each statement, and part of the words that state it.
    pub stated: Vec<(StatementKind, String)>,
}

#[derive(Deserialize)]
struct Labels {
    #[serde(default)]
    id: String,
    #[serde(default)]
    text: String,
    statements: Vec<(StatementKind, String, String, String)>,
}

impl Labels {
    fn stated(self) -> Vec<(StatementKind, String)> {
        self.statements.into_iter().map(|(kind, .., quote)| (kind, quote)).collect()
    }
}

/// The letters under the root of the repository that a model may learn from, in the
/// order of their names.
pub fn labelled(root: &Path) -> std::io::Result<Vec<LabelledText>> {
    let folder = root.join("tests/letters");
    let mut out = Vec::new();
    let mut letters = Vec::new();
    for entry in std::fs::read_dir(folder.join("tune"))? {
        letters.push(entry?.path());
    }
    letters.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    letters.sort();
    for path in letters {
        let labels: Labels =
            serde_json::from_str(&std::fs::read_to_string(path.with_extension("json"))?)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path)?.replace("\r\n", "\n");
        out.push(LabelledText { name, text, stated: labels.stated() });
    }
    for line in std::fs::read_to_string(folder.join("passages/tune.jsonl"))?.lines() {
        let mut labels: Labels = serde_json::from_str(line)?;
        let (name, text) = (std::mem::take(&mut labels.id), std::mem::take(&mut labels.text));
        out.push(LabelledText { name, text, stated: labels.stated() });
    }
    Ok(out)
}

/// A sentence, cell or list entry with the kinds that it states.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelledSentence {
    /// Its number.
    pub id: String,
    /// ISO 639-1.
    pub language: String,
    /// The heading, column or sentence that it stands under; empty if there is none.
    pub lead: String,
    /// The words.
    pub text: String,
    /// What it states; nothing, if it only sounds so.
    pub kinds: Vec<StatementKind>,
}

/// The labelled sentences under the root of the repository.
pub fn sentences(root: &Path) -> std::io::Result<Vec<LabelledSentence>> {
    let file = root.join("tests/letters/sentences.jsonl");
    let text = std::fs::read_to_string(file)?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// The digest of what the model learns from.
pub fn digest(letters: &[LabelledText], sentences: &[LabelledSentence]) -> String {
    let letters = letters.iter().flat_map(|one| {
        let said = one.stated.iter().map(|(_, words)| words.clone());
        [one.name.clone(), one.text.clone()].into_iter().chain(said)
    });
    let sentences = sentences.iter().flat_map(|one| {
        [one.lead.clone(), one.text.clone(), format!("{:?}", one.kinds)].into_iter()
    });
    digest_of(letters.chain(sentences))
}
