//! A vault with the sample customer, or with an answer made in the test.
#![allow(clippy::unwrap_used, dead_code)]

use dossier_api::{Api, ApiError, Host, Source};
use dossier_model::Cancel;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The core on a vault of its own.
pub struct Desk {
    api: Api,
    _folder: TempDir,
}

impl Desk {
    /// An empty vault, opened by a key file.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Self { api: Api::new(folder.path().join("vault")), _folder: folder };
        let _: Value = desk.ask("vault_create", json!({}));
        desk
    }

    /// A vault with the sample customer.
    pub fn with_sample() -> Self {
        let desk = Self::empty();
        let _: Value = desk.ask("sample_load", json!({ "language": "en" }));
        desk
    }

    /// One command, on a fixed day.
    pub fn try_ask<T: DeserializeOwned>(&self, name: &str, request: Value) -> Result<T, ApiError> {
        self.ask_with(name, request, Vec::new())
    }

    /// One command that must succeed.
    pub fn ask<T: DeserializeOwned>(&self, name: &str, request: Value) -> T {
        self.try_ask(name, request).unwrap()
    }

    /// Imports some files of one company as one answer; gives the import's id.
    pub fn import(&self, controller: &str, received: &str, files: &[(&str, &str)]) -> u32 {
        let name = format!("{controller} {received}");
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join(&name);
        std::fs::create_dir(&root).unwrap();
        for (path, text) in files {
            std::fs::write(root.join(path), text).unwrap();
        }
        let request = json!({ "controller": controller, "received": received });
        let view: Value = self.ask_with("import", request, vec![(1, Source::path(root))]).unwrap();
        u32::try_from(view["imports"][0]["import"]["id"].as_u64().unwrap()).unwrap()
    }

    /// The id of a company whose name begins so.
    pub fn company(&self, name: &str) -> u32 {
        let view: Value = self.ask("overview", json!({ "language": "en" }));
        let rows = view["companies"].as_array().unwrap().iter();
        let hit = rows.clone().find(|row| row["name"].as_str().unwrap().starts_with(name));
        u32::try_from(hit.unwrap()["id"].as_u64().unwrap()).unwrap()
    }

    fn ask_with<T: DeserializeOwned>(
        &self,
        name: &str,
        request: Value,
        sources: Vec<(u32, Source)>,
    ) -> Result<T, ApiError> {
        let cancel = Cancel::new();
        let now = "2026-11-21T10:00:00".parse().unwrap();
        let mut host = Host { now, sources, cancel: &cancel, progress: &mut |_| () };
        let view = self.api.call(name, request, &mut host)?;
        Ok(serde_json::from_value(view).unwrap())
    }
}
