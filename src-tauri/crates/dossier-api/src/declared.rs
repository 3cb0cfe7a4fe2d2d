//! The person's own declarations, and the catalog with them.

use dossier_catalog::{Catalog, Files};

use crate::{Api, ApiError};

/// The sort of recipes in the vault's store of what the person added.
pub(crate) const RECIPE: &str = "recipe";

impl Api {
    /// The person's own declarations.
    pub(crate) fn own_declarations(&self) -> Result<Vec<(String, String)>, ApiError> {
        let own = self.with(|vault| Ok(vault.own(RECIPE)?))?;
        Ok(own.into_iter().map(|one| (one.key, one.body.expose().clone())).collect())
    }
}

/// The catalog with a person's own declarations laid over it.
pub(crate) fn with_own(own: &[(String, String)]) -> Catalog {
    let mut files = Files::embedded();
    for (slug, text) in own {
        files.insert(format!("companies/{slug}.json"), text.clone().into_bytes());
    }
    Catalog::new(files)
}
