//! The one encrypted file that holds everything.
//!
//! The border is here because this is the only crate that knows SQL and keys. It
//! takes and gives the values of `dossier-model` and knows neither companies nor
//! laws nor file kinds. What it deliberately lacks: a second copy of any text
//! outside the encrypted file, and any way to answer a wrong passphrase, a damaged
//! file or a newer schema by deleting.

mod block;
mod columns;
mod entries;
mod equals;
mod error;
mod exact;
mod gate;
mod history;
mod import;
mod imports;
mod key;
mod order;
mod own;
mod pack;
mod requests;
mod rows;
mod runs;
mod schema;
mod search;
mod settings;
mod state;
mod tidy;
mod tokens;
mod vault;
mod words;

pub use columns::CellRow;
pub use entries::{EntryPage, EntryQuery, Keep, StoredEntry};
pub use equals::{Compared, Equals, Once, OnceListing, OnceOrder};
pub use error::VaultError;
pub use import::{ImportEnd, ImportHead, ImportWriter, MemberKey, TableKey};
pub use imports::{
    StoredController, StoredField, StoredImport, StoredMember, StoredPassage, StoredProblem,
    StoredTable,
};
pub use key::{Work, key_path};
pub use order::{Keyed, Listing, Order, OrderFilter, Sorted};
pub use own::OwnEntry;
pub use requests::{StoredEvent, StoredFile, StoredRequest};
pub use rows::RowSet;
pub use search::Day;
pub use tokens::{Token, Tokenizer, fold_into};
pub use vault::{Vault, Verified};

/// The word by which serde names a plain enum value.
fn text_of<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn word_to<T: serde::de::DeserializeOwned>(word: &str) -> Result<T, VaultError> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .map_err(|_| VaultError::Damaged { what: "value" })
}
