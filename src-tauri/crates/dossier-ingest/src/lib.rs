//! Recognizes an answer, reads it by its declaration, classifies its fields and
//! finds what the company states.
//!
//! The border is here because this is where the catalog meets the file kinds:
//! the readers know no company, the declarations know no bytes. What comes out
//! goes into a [`Store`]; what lies behind that is not known here.

pub mod classify;
mod column;
mod dates;
mod import;
mod member;
mod preview;
pub mod statements;
mod store;
mod table;

use dossier_catalog::Catalog;

pub use dates::{DateForm, Moment, Months};
pub use import::{Controller, ImportError, Options, Outcome};
pub use preview::{Preview, SeenColumn};
pub use store::{Store, StoreFailed, StoreMember, StoreTable};

use classify::Classifier;
use statements::StatementVocabulary;

/// The slug of the company whose answer a member seems to be.
type Whose<'a> = Option<&'a str>;

/// Everything that reading needs of the catalog, built once.
pub struct Ingest<'c> {
    catalog: &'c Catalog,
    classifier: Classifier,
    months: Months,
    vocabulary: StatementVocabulary,
}

impl<'c> Ingest<'c> {
    /// Compiles the catalog's words. Takes some milliseconds.
    pub fn new(catalog: &'c Catalog) -> Self {
        let letters = catalog.letters();
        let languages = ["en", "de", "fr", "pt"];
        let lists = languages.iter().filter_map(|language| letters.words(language));
        Self {
            classifier: Classifier::new(catalog.categories()),
            months: Months::new(lists.map(|words| words.months.as_slice())),
            vocabulary: StatementVocabulary::new(catalog.statements(), catalog.purposes()),
            catalog,
        }
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
