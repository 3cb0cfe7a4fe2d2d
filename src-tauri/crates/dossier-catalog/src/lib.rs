//! What Dossier knows about companies, kinds of data, purposes and laws.
//!
//! The border is here because knowledge changes without the program: Rust knows
//! how to read, check and look up declarations; each company, law, letter, word
//! and address stands in a file of `src-tauri/catalog/`. The files are embedded
//! at build and parsed part by part when they are first asked for. No company
//! has a name in this crate, and nothing here opens an answer: recognition gets
//! what a reader has found.
//!
//! ```
//! use dossier_catalog::{Catalog, Evidence};
//! let catalog = Catalog::embedded();
//! assert!(catalog.recognize(&Evidence::default()).is_empty());
//! ```

pub mod authority;
pub mod category;
pub mod finding;
pub mod law;
pub mod letter;
pub mod place;
pub mod purpose;
pub mod statement;

mod catalog;
mod check;
mod company;
mod demo;
mod directory;
mod error;
mod export;
mod files;
mod header;
mod names;
mod pattern;
mod recipe;
mod recognize;
mod table;
mod values;
mod weights;

pub use catalog::{Catalog, MemberMatch};
pub use category::Bilingual;
pub use company::{
    CellRef, CompanySpec, ControllerSpec, FactSource, MemberRef, NoticeSpec, Quality,
};
pub use demo::{DemoAnswer, DemoSpec};
pub use directory::{Asked, Directory, DirectoryEntry};
pub use error::CatalogError;
pub use export::{BlockPart, BlocksHint, CellsHint, CsvHints, ExportSpec, JsonHint, MemberSpec};
pub use files::Files;
pub use header::normalize_header;
pub use names::{Name, NameFile};
pub use pattern::{PathFit, PathPattern};
pub use recipe::{Recipe, RecipeColumn};
pub use recognize::{
    Certainty, Evidence, MemberEvidence, Reason, Recognition, TableEvidence, TableMatch,
};
pub use table::{ColumnSpec, DateSpec, Mark, MoneySpec, Role, TableSpec};
pub use values::ValueWords;
pub use weights::Weights;
