//! The person's own words on a company: seen by nobody else, in no letter.

use dossier_vault::{Vault, VaultError};

use crate::contract::*;
use crate::{Api, ApiError, Host};

/// Their sort in the vault's store of what the person added.
const NOTE: &str = "controller/note";
/// Characters of a note.
const LONGEST: usize = 4_000;

impl Api {
    pub(crate) fn company_note(
        &self,
        request: CompanyNoteRequest,
        host: &mut Host<'_>,
    ) -> Result<CompanyView, ApiError> {
        let text = request.text.trim();
        if text.chars().count() > LONGEST {
            return Err(ApiError::new("bad_request"));
        }
        self.snapshot(host)?.company(request.id)?;
        self.step("history.company_noted", |vault| put(vault, request.id, text))?;
        self.company(CompanyRequest { id: request.id, language: request.language }, host)
    }
}

/// The note on a company; empty if there is none.
pub(crate) fn note(vault: &Vault, controller: u32) -> Result<String, VaultError> {
    Ok(vault.own_one(NOTE, &controller.to_string())?.unwrap_or_default())
}

/// When two companies become one, both notes stay.
pub(crate) fn move_note(vault: &Vault, from: u32, to: u32) -> Result<(), VaultError> {
    let notes = [note(vault, to)?, note(vault, from)?];
    if from == to || notes[1].is_empty() {
        return Ok(());
    }
    put(vault, from, "")?;
    put(vault, to, notes.join("\n\n").trim())
}

fn put(vault: &Vault, controller: u32, text: &str) -> Result<(), VaultError> {
    match text.is_empty() {
        true => vault.own_remove(NOTE, &controller.to_string()),
        false => vault.own_put(NOTE, &controller.to_string(), text).map(drop),
    }
}
