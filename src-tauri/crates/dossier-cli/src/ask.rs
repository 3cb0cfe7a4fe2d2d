//! The core, asked in its own types.

use dossier_api::{Api, ApiError, Host, Readers, Source};
use dossier_model::{Cancel, Progress};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The core with what every command needs.
pub struct Core {
    pub api: Api,
    cancel: Cancel,
}

impl Core {
    pub fn new(vault: std::path::PathBuf) -> Self {
        let api = Api::new(vault).with_readers(Readers::own_program());
        Self { api, cancel: Cancel::new() }
    }

    /// One command.
    pub fn ask<V: DeserializeOwned>(
        &self,
        command: &str,
        request: impl Serialize,
    ) -> Result<V, ApiError> {
        self.ask_with(command, request, Vec::new(), &mut |_| ())
    }

    /// One command with files and progress.
    pub fn ask_with<V: DeserializeOwned>(
        &self,
        command: &str,
        request: impl Serialize,
        sources: Vec<(u32, Source)>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<V, ApiError> {
        let now = chrono::Local::now().naive_local();
        let mut host = Host { now, sources, cancel: &self.cancel, progress };
        let internal = |_| ApiError::new("internal");
        let request: Value = serde_json::to_value(request).map_err(internal)?;
        let view = self.api.call(command, request, &mut host)?;
        serde_json::from_value(view).map_err(internal)
    }
}
