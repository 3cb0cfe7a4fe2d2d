//! The one place where the shell meets the core.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use dossier_api::ApiError;
use dossier_model::{Cancel, Progress};
use serde_json::Value;

/// The core as the shell needs it.
pub trait Core: Send + Sync + 'static {
    /// Does one command of the contract, with the files that its request names.
    fn call(&self, call: Call<'_>) -> Result<Value, ApiError>;
}

/// One command on its way to the core.
pub struct Call<'a> {
    /// The command's name.
    pub command: &'a str,
    /// Its request, as the contract has it.
    pub request: Value,
    /// The files behind the handles of the request, with their handles.
    pub files: Vec<(u32, PathBuf)>,
    /// Asks it to stop.
    pub cancel: &'a Cancel,
    /// Hears how far it is.
    pub on_progress: &'a mut dyn FnMut(Progress),
}

/// Opens the core on a data folder. Nothing is read before the first command.
pub fn open(folder: &Path) -> Arc<dyn Core> {
    let _ = folder;
    Arc::new(NotThere)
}

struct NotThere;

impl Core for NotThere {
    fn call(&self, call: Call<'_>) -> Result<Value, ApiError> {
        Err(ApiError::new("unknown_command").with("command", call.command))
    }
}

/// A command without files, progress or a way to stop it.
pub fn ask(core: &dyn Core, command: &str, request: Value) -> Result<Value, ApiError> {
    let cancel = Cancel::new();
    let on_progress = &mut |_| ();
    core.call(Call { command, request, files: Vec::new(), cancel: &cancel, on_progress })
}

/// Locks the vault. A vault that is not open stays as it is.
pub fn lock(core: &dyn Core) {
    let _ = ask(core, "vault_lock", Value::Null);
}
