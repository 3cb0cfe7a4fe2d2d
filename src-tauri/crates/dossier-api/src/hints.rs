//! What the person found on reading words that may state something: a guess that was
//! settled is none any more.

use std::collections::HashMap;

use dossier_insight::Hint;
use dossier_vault::{StoredPassage, Vault, VaultError};

use crate::contract::*;
use crate::{Api, ApiError, Host};

/// Their sort in the vault's store of what the person added; it goes with the import.
const READ: &str = "import/hint";
const YES: &str = "yes";
const NO: &str = "no";

impl Api {
    pub(crate) fn hint_read(
        &self,
        request: ReadHintRequest,
        host: &mut Host<'_>,
    ) -> Result<CompanyView, ApiError> {
        let id = request.controller;
        let stored = self.with(|vault| Ok(vault.passages(id)?))?;
        let hit = stored.iter().find(|one| one.id == request.hint);
        let hit = hit.ok_or_else(|| ApiError::new("no_such"))?;
        let key = key(hit.import, hit.id);
        self.step("history.hint_read", |vault| match request.answers {
            Some(answers) => vault.own_put(READ, &key, if answers { YES } else { NO }).map(drop),
            None => vault.own_remove(READ, &key),
        })?;
        self.company(CompanyRequest { id, language: request.language }, host)
    }
}

/// The passages of a company, with what was found on reading them.
pub(crate) fn hints(vault: &Vault, controller: u32) -> Result<Vec<Hint>, ApiError> {
    let read = vault.own(READ)?.into_iter();
    let read: HashMap<String, bool> =
        read.map(|one| (one.key, one.body.expose().as_str() == YES)).collect();
    let stored = vault.passages(controller)?.into_iter();
    let hints = stored.map(|one| Hint {
        id: one.id,
        answers: read.get(&key(one.import, one.id)).copied(),
        passage: one.passage,
    });
    Ok(hints.collect())
}

/// Takes what was found in one import over to the same words in another reading of it.
pub(crate) fn carry(vault: &Vault, from: u32, to: u32) -> Result<(), VaultError> {
    let of = |import: u32| -> Result<Vec<StoredPassage>, VaultError> {
        let mut all = vault.passages(vault.import(import)?.controller)?;
        all.retain(|one| one.import == import);
        Ok(all)
    };
    let new = of(to)?;
    for old in of(from)? {
        let read = vault.own_one(READ, &key(from, old.id))?;
        let same = new.iter().find(|one| one.passage == old.passage);
        if let (Some(read), Some(same)) = (read, same) {
            vault.own_put(READ, &key(to, same.id), &read)?;
        }
    }
    Ok(())
}

pub(crate) fn view(hint: &Hint) -> HintView {
    HintView {
        id: hint.id,
        quote: hint.passage.quote.clone(),
        language: hint.passage.language.clone(),
        answers: hint.answers,
    }
}

fn key(import: u32, passage: u32) -> String {
    format!("{import}/{passage}")
}
