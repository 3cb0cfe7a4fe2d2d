//! The use cases and the one contract between the core and its hosts.
//!
//! The border is here because a window and a command line must do the same
//! things: a host opens files and dialogs, knows the time and the threads; what
//! is done with an answer is decided here. This crate draws nothing, prints
//! nothing and starts no thread.
//!
//! # What the desktop gives its window
//!
//! - `call {command, request}` -> view, or [`ApiError`];
//! - `import_start {request}` -> job id; events `job-progress {job, progress}`,
//!   `job-done {job, view}`, `job-failed {job, error}`; `import_cancel {job}`;
//! - `pick_files`, `pick_folder` -> `[{handle, name, bytes}]`; events
//!   `files-dropped [{handle, name, bytes}]` and `files-hover bool`;
//! - `save_letter {request}` -> `{saved, name}`: the dialog opens in the host;
//! - `activity` for the idle clock; events `locked` and `vault-changed`.

mod api;
mod audit;
mod company;
pub mod contract;
mod entries;
mod error;
mod findings;
mod import;
mod imports;
mod letter;
mod overview;
mod requests;
mod sample;
mod session;
mod snapshot;
mod voiced;

pub use api::{Api, Host};
pub use audit::{classify_line, count_deadline, deadline_cases};
pub use dossier_formats::Source;
pub use error::ApiError;
