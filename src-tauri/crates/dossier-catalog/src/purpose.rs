//! Purposes, legal bases, recipients, origins and retentions: plain names, and
//! the phrases by which letters name them.
//!
//! The border is here because statements of letters, typical assumptions of the
//! categories and the texts of the views must mean the same thing by one id.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::category::{Bilingual, CategoryError};
use crate::{Name, NameFile};

/// Which of the five sorts a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermKind {
    /// Why data are processed.
    Purpose,
    /// On what legal basis.
    LegalBasis,
    /// Who receives them: a role or a type of company.
    Recipient,
    /// Where they come from.
    Origin,
    /// How long they are typically kept.
    Retention,
}

/// One term with its plain name and phrases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// `dpv:`, `eu-gdpr:` or our own `ext:` term.
    pub id: String,
    /// The plain name.
    pub label: Name,
    /// One plain sentence.
    pub about: Bilingual,
    /// Purposes only: direct marketing, against which Art. 21(2) works without a reason.
    #[serde(default)]
    pub direct_marketing: bool,
    /// Legal bases only: the article, such as `Art. 6(1)(b)`.
    #[serde(default)]
    pub article: String,
    /// Recipients only: the purpose that they typically serve.
    #[serde(default)]
    pub purpose: String,
    /// Retentions only: the usual length in months, where it is a number.
    #[serde(default)]
    pub months: Option<u32>,
    /// Phrases of letters that name it, by language (ISO 639-1), in lower case.
    #[serde(default)]
    pub phrases: BTreeMap<String, Vec<String>>,
    /// Broader terms.
    #[serde(default)]
    pub parents: Vec<String>,
    /// Where the term is from: `dpv-2.2` or `own`.
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermFile {
    kind: TermKind,
    terms: Vec<Term>,
}

/// Everything in `catalog/purposes/`, parsed and checked.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    list: Vec<(TermKind, Term)>,
    index: BTreeMap<String, usize>,
}

impl Terms {
    /// Parses the files of the folder: path relative to it, and text.
    pub fn parse<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, CategoryError> {
        let mut all = Self::default();
        for (path, text) in files.into_iter().filter(|(path, _)| path.ends_with(".json")) {
            let file: TermFile =
                serde_json::from_str(text).map_err(|error| CategoryError::Syntax {
                    file: path.to_owned(),
                    line: error.line(),
                    column: error.column(),
                    message: error.to_string(),
                })?;
            for term in file.terms {
                if all.index.insert(term.id.clone(), all.list.len()).is_some() {
                    return Err(CategoryError::Twice { id: term.id });
                }
                all.list.push((file.kind, term));
            }
        }
        Ok(all)
    }

    /// Names its terms in further languages.
    pub(crate) fn name(&mut self, files: &[NameFile]) {
        for (_, term) in &mut self.list {
            for file in files {
                if let Some(name) = file.names.get(&term.id) {
                    term.label.add(&file.language, name);
                }
            }
        }
    }

    /// A term by its id.
    pub fn get(&self, id: &str) -> Option<&Term> {
        self.index.get(id).and_then(|&at| self.list.get(at)).map(|(_, term)| term)
    }

    /// All terms of one sort, in the order of the files.
    pub fn of(&self, kind: TermKind) -> impl Iterator<Item = &Term> {
        self.list.iter().filter(move |(of, _)| *of == kind).map(|(_, term)| term)
    }
}
