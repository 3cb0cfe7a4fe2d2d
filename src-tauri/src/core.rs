//! The one place where the shell meets the core.

use std::path::{Path, PathBuf};

use dossier_api::{Api, ApiError, Host, Readers, Source};
use dossier_model::{Cancel, Progress};
use serde_json::Value;

/// The file of the vault in the data folder.
const VAULT: &str = "vault.dossier";

/// The core, with what only a host knows: the time and the files.
pub struct Core(Api);

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
    pub progress: &'a mut dyn FnMut(Progress),
}

impl Core {
    /// The core on a data folder. Nothing is read before the first command.
    pub fn new(folder: &Path) -> Self {
        Self(Api::new(folder.join(VAULT)).with_readers(Readers::own_program()))
    }

    /// Does one command of the contract.
    pub fn call(&self, call: Call<'_>) -> Result<Value, ApiError> {
        let sources = call.files.into_iter().map(|(handle, path)| (handle, Source::path(path)));
        let mut host = Host {
            now: chrono::Local::now().naive_local(),
            sources: sources.collect(),
            cancel: call.cancel,
            progress: call.progress,
        };
        self.0.call(call.command, call.request, &mut host)
    }

    /// Locks the vault. One that is not open stays as it is.
    pub fn lock(&self) {
        let (cancel, progress) = (Cancel::new(), &mut |_| ());
        let (command, request, files) = ("vault_lock", Value::Null, Vec::new());
        // Locking drops the key whatever the answer looks like.
        let _ = self.call(Call { command, request, files, cancel: &cancel, progress });
    }
}
