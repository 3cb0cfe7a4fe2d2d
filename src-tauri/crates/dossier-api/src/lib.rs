//! The use cases and the one contract between the core and its hosts.
//!
//! The border is here because a window and a command line must do the same
//! things: a host opens files and dialogs, knows the time and the threads; what
//! is done with an answer is decided here. This crate draws nothing, prints
//! nothing and starts no thread.
//!
//! What the desktop gives its window beside these commands (files by handle,
//! jobs with progress, dialogs that open in the host) stands in
//! `src-tauri/src/commands.rs`.

mod api;
mod audit;
mod changes;
mod company;
mod compare;
pub mod contract;
mod correct;
mod counted;
mod declared;
mod differ;
mod directory;
mod entries;
mod error;
mod evidence;
mod facets;
mod facts;
mod findings;
mod held;
mod hints;
mod import;
mod imports;
mod kept;
mod ledger;
mod letter;
mod letterhead;
mod listed;
mod lock;
mod naming;
mod note;
mod notices;
mod once;
mod order;
mod overview;
mod own_entries;
mod papers;
mod places;
mod proof;
mod recipes;
mod refusals;
mod requests;
mod rights;
mod running;
mod sample;
mod saved;
mod session;
mod sheet;
mod snapshot;
mod tags;
mod timeline;
mod track;
mod voiced;
mod why;
mod wording;

pub use api::{Api, Host};
pub use audit::{classify_lines, count_deadline, deadline_cases};
pub use dossier_formats::Source;
pub use dossier_reader::{Readers, serve_if_asked};
pub use error::ApiError;
