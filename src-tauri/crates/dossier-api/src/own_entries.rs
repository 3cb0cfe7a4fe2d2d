//! The person's own entries of the directory.

use dossier_vault::Vault;
use serde::{Deserialize, Serialize};

use crate::ApiError;
use crate::contract::ContactView;

/// Their sort in the vault's store of what the person added.
pub(crate) const DIRECTORY: &str = "directory";

/// An entry of the person, as it lies in the vault.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct OwnEntry {
    pub id: String,
    pub contact: ContactView,
    pub domains: Vec<String>,
}

/// The person's own entries of the directory.
pub(crate) fn own_entries(vault: &Vault) -> Result<Vec<OwnEntry>, ApiError> {
    let own = vault.own(DIRECTORY)?;
    Ok(own.iter().filter_map(|one| serde_json::from_str(one.body.expose()).ok()).collect())
}
