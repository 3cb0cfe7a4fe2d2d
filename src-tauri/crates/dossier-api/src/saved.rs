//! Saved views and the history of this opening.

use crate::contract::*;
use crate::{Api, ApiError, Host};

/// Their sort in the vault's store of what the person added.
const VIEW: &str = "view";
/// Longer names and addresses are no views.
const LONGEST: usize = 4_000;

impl Api {
    pub(crate) fn history(
        &self,
        _: Nothing,
        _: &mut Host<'_>,
    ) -> Result<Vec<HistoryLine>, ApiError> {
        let steps = self.with(|vault| Ok(vault.history()?))?;
        let line = |(label, undone): (String, bool)| HistoryLine { text: Text::new(label), undone };
        Ok(steps.into_iter().map(line).collect())
    }

    pub(crate) fn views(&self, _: Nothing, _: &mut Host<'_>) -> Result<Vec<SavedView>, ApiError> {
        let own = self.with(|vault| Ok(vault.own(VIEW)?))?;
        let view = |one: dossier_vault::OwnEntry| SavedView {
            id: one.id,
            name: one.key,
            hash: one.body.expose().clone(),
        };
        Ok(own.into_iter().map(view).collect())
    }

    pub(crate) fn view_save(
        &self,
        request: SaveViewRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<SavedView>, ApiError> {
        let name = request.name.trim();
        if name.is_empty() {
            return Err(ApiError::new("empty_name"));
        }
        if !request.hash.starts_with('#') || name.len() + request.hash.len() > LONGEST {
            return Err(ApiError::new("bad_request"));
        }
        self.step("history.view_saved", |vault| vault.own_put(VIEW, name, &request.hash))?;
        self.views((), host)
    }

    pub(crate) fn view_remove(
        &self,
        request: ViewIdRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<SavedView>, ApiError> {
        let views = self.views((), host)?;
        if let Some(view) = views.iter().find(|view| view.id == request.id) {
            self.step("history.view_removed", |vault| vault.own_remove(VIEW, &view.name))?;
        }
        self.views((), host)
    }
}
