//! The use cases and the one contract between the core and its hosts.
//!
//! # What a host offers its window
//!
//! The desktop shell gives the window these functions and events, and no others:
//! - `call {command, request}` -> view, or [`ApiError`];
//! - `import_start {request}` -> job id; events `job-progress {job, progress}`,
//!   `job-done {job, view}`, `job-failed {job, error}`; `import_cancel {job}`;
//! - `pick_files`, `pick_folder` -> `[{handle, name, bytes}]`; events
//!   `files-dropped [{handle, name, bytes}]` and `files-hover bool`;
//! - `save_letter {request}` -> `{saved, name}`: the dialog opens in the host;
//! - `activity` for the idle clock; events `locked` and `vault-changed`.

pub mod contract;
mod error;

pub use error::ApiError;
