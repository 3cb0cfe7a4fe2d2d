//! Recognizes an answer, reads it by its declaration, classifies its fields and
//! finds what the company states.
//!
//! The border is here because this is where the catalog meets the file kinds:
//! the readers know no company, the declarations know no bytes. What comes out
//! goes into a [`Store`]; what lies behind that is not known here.

pub mod classify;
mod column;
mod dates;
mod firms;
mod import;
mod legal_form;
mod member;
mod preview;
pub mod statements;
mod store;
mod table;
mod trained;
mod upright;

use std::borrow::Cow;
use std::sync::Arc;

use dossier_catalog::Catalog;
use dossier_model::{At, MemberPath};

pub use dates::{DateForm, Moment, Months};
pub use import::{Controller, ImportError, Options, Outcome};
pub use preview::{Preview, SeenColumn};
pub use store::{Store, StoreFailed, StoreMember, StoreTable};

use classify::Classifier;
use statements::StatementVocabulary;

/// What a person said about fields of earlier answers.
pub trait Known: std::fmt::Debug + Send + Sync {
    /// The category of a field, by the declaration's id of its table (empty if it has
    /// none), its member, the table's name and the header.
    fn category(
        &self,
        declared: &str,
        path: &MemberPath,
        table: &str,
        header: &str,
    ) -> Option<&str>;
}

/// What is known of a member before it is read.
#[derive(Clone, Copy, Default)]
struct Whose<'a> {
    /// The slug of the company whose answer it seems to be.
    company: Option<&'a str>,
    /// What the person said about its fields.
    known: Option<&'a dyn Known>,
}

/// Everything that reading needs of the catalog, built once.
pub struct Ingest<'c> {
    catalog: &'c Catalog,
    classifier: Classifier,
    months: Months,
    /// What programs write where there is no value, in small letters and in capitals.
    nothing: Arc<[String]>,
    vocabulary: StatementVocabulary,
}

impl<'c> Ingest<'c> {
    /// Compiles the catalog's words. Takes some milliseconds.
    pub fn new(catalog: &'c Catalog) -> Self {
        let letters = catalog.letters();
        let languages = ["en", "de", "fr", "pt"];
        let lists = languages.iter().filter_map(|language| letters.words(language));
        let values = catalog.values();
        let lists = lists.map(|words| words.months.as_slice());
        Self {
            classifier: Classifier::new(catalog.categories(), catalog.statements()),
            months: Months::new(lists.chain(values.months.values().map(Vec::as_slice)))
                .with_absent(&catalog.statements().keys.absent)
                .with_absent(values.machine.iter().chain(&values.words))
                .with_no_days(&values.never, &values.fillers),
            nothing: values.machine.iter().flat_map(|w| [w.clone(), w.to_uppercase()]).collect(),
            vocabulary: StatementVocabulary::new(catalog.statements(), catalog.purposes()),
            catalog,
        }
    }

    /// The paragraphs of a letter without the mail that it quotes.
    pub fn own_words<'a>(
        &self,
        paragraphs: impl Iterator<Item = (At, &'a str)>,
    ) -> Vec<(At, Cow<'a, str>)> {
        statements::own_words(paragraphs, &self.vocabulary)
    }

    /// Month names, for reading dates again.
    pub fn months(&self) -> &Months {
        &self.months
    }

    /// The classifier.
    pub fn classifier(&self) -> &Classifier {
        &self.classifier
    }
}
