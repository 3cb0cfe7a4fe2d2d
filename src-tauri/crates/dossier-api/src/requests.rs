//! Requests: made, changed, marked, listed.

use std::collections::{BTreeMap, BTreeSet};

use dossier_vault::{StoredEvent, StoredField, StoredRequest, StoredTable, Vault, VaultError};
use serde::{Deserialize, Serialize};

use crate::contract::*;
use crate::snapshot::Snapshot;
use crate::{Api, ApiError, Host};

/// The law whose list an answer is held against unless another is chosen.
pub(crate) const LAW: &str = "eu_gdpr";

/// Who writes, kept with what the person added: a step that changes it is undone whole.
pub(crate) const SENDER: &str = "sender";

/// The question for the ground, where a law has several for one right.
pub(crate) const GROUND: &str = "ground";

/// What was chosen for a request, as it lies in the vault.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Body {
    pub right: String,
    pub law: String,
    pub language: String,
    pub items: Vec<RequestItem>,
    /// Identifiers by value; none yet means the best three.
    pub chosen: Option<Vec<String>>,
    pub full_values: bool,
    pub note: String,
    /// Answers to the letter's questions.
    pub facts: BTreeMap<String, String>,
    /// The request that this letter follows.
    pub about: Option<u32>,
}

impl Api {
    /// The letter for a right: some rights have one for chosen items and one for all.
    pub(crate) fn letter_of(&self, body: &Body) -> String {
        let letters = self.catalog.letters();
        let has = |letter: &str| letters.get(&body.law, letter, &body.language).is_some();
        let [all, part] = ["all", "part"].map(|end| format!("{}_{end}", body.right));
        let [best, other] = if body.items.is_empty() { [all, part] } else { [part, all] };
        let short = match body.right.as_str() {
            "notify_recipients" => "notify",
            other => other,
        };
        [best, short.to_owned(), other].into_iter().find(|l| has(l)).unwrap_or(short.to_owned())
    }

    /// The languages in which there is a letter on a right, those usual under the
    /// law first.
    pub(crate) fn letter_languages(&self, body: &Body) -> Vec<String> {
        let letters = self.catalog.letters();
        let usual = self.catalog.laws().get(&body.law).map(|law| law.languages.as_slice());
        let usual = usual.unwrap_or_default();
        let has = |language: &String| {
            let body = Body { language: language.clone(), ..body.clone() };
            letters.get(&body.law, &self.letter_of(&body), language).is_some()
        };
        usual.iter().filter(|language| has(language)).cloned().collect()
    }

    /// The language of a new letter: the one asked for, else English, else one that is
    /// usual under the law. Letters speak fewer languages than the window.
    pub(crate) fn letter_language(&self, body: &Body) -> Option<String> {
        let letters = self.catalog.letters();
        if letters.get(&body.law, &self.letter_of(body), &body.language).is_some() {
            return Some(body.language.clone());
        }
        let mut languages = self.letter_languages(body);
        languages.sort_by_key(|language| language != "en");
        languages.into_iter().next()
    }

    /// Whether there is a letter for a right, for all or for chosen items.
    pub(crate) fn has_letter(&self, right: &str, language: &str) -> bool {
        let body = Body {
            right: right.to_owned(),
            law: LAW.to_owned(),
            language: language.to_owned(),
            ..Body::default()
        };
        self.letter_language(&body).is_some()
    }

    /// Whether a letter on a right can be about chosen items.
    pub(crate) fn takes_items(&self, right: &str, language: &str) -> bool {
        let letters = self.catalog.letters();
        let body = Body {
            right: right.to_owned(),
            law: LAW.to_owned(),
            language: language.to_owned(),
            ..Body::default()
        };
        let Some(language) = self.letter_language(&body) else { return false };
        let part = format!("{right}_part");
        let spec = letters.get(LAW, &part, &language);
        spec.or_else(|| letters.get(LAW, right, &language)).is_some_and(|spec| {
            spec.needs.iter().any(|need| need == "corrections" || need == "items")
        })
    }

    pub(crate) fn requests(
        &self,
        _: LanguageRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<RequestCard>, ApiError> {
        let snapshot = self.snapshot(host)?;
        self.cards(&snapshot, None)
    }

    pub(crate) fn cards(
        &self,
        _: &Snapshot,
        controller: Option<u32>,
    ) -> Result<Vec<RequestCard>, ApiError> {
        self.with(|vault| {
            let wanted = |r: &&StoredRequest| controller.is_none_or(|id| r.controller == id);
            vault.requests()?.iter().filter(wanted).map(|request| card(vault, request)).collect()
        })
    }

    pub(crate) fn request(
        &self,
        request: RequestIdRequest,
        host: &mut Host<'_>,
    ) -> Result<RequestView, ApiError> {
        self.request_view(request.id, &request.language, host)
    }

    pub(crate) fn request_create(
        &self,
        request: CreateRequest,
        host: &mut Host<'_>,
    ) -> Result<RequestView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let company = snapshot.company(request.controller)?;
        let law = match request.law.is_empty() {
            true => self.law_for(company)?,
            false => request.law,
        };
        let language = request.language.clone();
        let mut body = Body {
            right: request.right,
            law,
            language: request.language,
            items: request.items,
            about: request.about,
            ..Body::default()
        };
        body.language =
            self.letter_language(&body).ok_or_else(|| ApiError::new("no_such_letter"))?;
        let stored = StoredRequest {
            controller: request.controller,
            state: "draft".to_owned(),
            created: host.now.date().to_string(),
            body: pack(&body)?,
            ..StoredRequest::default()
        };
        let id = self.step("history.request_created", |vault| {
            let id = vault.save_request(&stored)?;
            let event = StoredEvent {
                state: stored.state.clone(),
                day: stored.created.clone(),
                ..StoredEvent::default()
            };
            vault.add_event(id, &event)?;
            Ok(id)
        })?;
        self.request_view(id, &language, host)
    }

    pub(crate) fn request_update(
        &self,
        request: UpdateRequest,
        host: &mut Host<'_>,
    ) -> Result<RequestView, ApiError> {
        let mut stored = self.with(|vault| Ok(vault.request(request.id)?))?;
        let mut body = unpack(&stored)?;
        if let Some(language) = request.language {
            body.language = language;
        }
        if let Some(items) = request.items {
            body.items = items;
        }
        if let Some(chosen) = request.chosen {
            body.chosen = Some(chosen);
        }
        if let Some(masked) = request.masked {
            body.full_values = !masked;
        }
        if let Some(note) = request.note {
            body.note = note;
        }
        if let Some(law) = request.law {
            self.law(&law)?;
            body.law = law;
        }
        for (id, answer) in request.facts.into_iter().flatten() {
            match answer.trim() {
                "" => drop(body.facts.remove(&id)),
                answer => drop(body.facts.insert(id, answer.to_owned())),
            }
        }
        stored.body = pack(&body)?;
        let json = |value: serde_json::Result<String>| value.map_err(|_| ApiError::new("internal"));
        let contact = request
            .contact
            .map(|contact| {
                json(serde_json::to_string(&ContactView { origin: "own".into(), ..contact }))
            })
            .transpose()?;
        let sender =
            request.sender.map(|sender| json(serde_json::to_string(&sender))).transpose()?;
        self.growing_step("history.request_changed", request.id, host, |vault| {
            vault.save_request(&stored)?;
            if let Some(contact) = &contact {
                vault.set_contact(stored.controller, contact)?;
            }
            if let Some(sender) = &sender {
                vault.own_put(SENDER, "", sender)?;
            }
            Ok(())
        })?;
        let language = body.language.clone();
        self.request_view(request.id, &language, host)
    }

    pub(crate) fn request_remove(
        &self,
        request: RequestIdRequest,
        host: &mut Host<'_>,
    ) -> Result<SessionView, ApiError> {
        self.step("history.request_removed", |vault| vault.remove_request(request.id))?;
        self.session((), host)
    }
}

/// Lets requests point at the same things in another reading of an import.
pub(crate) fn carry(vault: &Vault, from: u32, to: u32) -> Result<(), VaultError> {
    let (old, new) = (vault.tables(Some(from))?, vault.tables(Some(to))?);
    let is_old = |table: u32| old.iter().find(|one| one.id == table);
    for mut stored in vault.requests()? {
        let Ok(mut body) = unpack(&stored) else { continue };
        let entries = body.items.iter().flat_map(|item| &item.entries);
        let rows: BTreeSet<(u32, u32)> = entries.map(|one| (one.table, one.row)).collect();
        if !body.items.iter().any(|item| is_old(item.table).is_some()) {
            continue;
        }
        let moved = crate::tags::moved(vault, (&old, &new), &rows)?;
        for item in &mut body.items {
            let Some(before) = is_old(item.table) else { continue };
            let same = |one: &&StoredTable| {
                one.summary.path == before.summary.path && one.summary.name == before.summary.name
            };
            let Some(after) = new.iter().find(same) else { continue };
            let header = before.fields.iter().find(|field| Some(field.id) == item.field);
            let named = |header: &StoredField| {
                after.fields.iter().find(|field| field.summary.name == header.summary.name)
            };
            let field = header.and_then(named).map(|field| field.id);
            // What has no place in the new reading stays where it was, and is told as gone.
            let entries: Option<Vec<EntryId>> = item
                .entries
                .iter()
                .map(|one| moved.get(&(one.table, one.row)))
                .map(|place| place.map(|(table, row)| EntryId { table: *table, row: *row }))
                .collect();
            let (true, Some(entries)) = (field.is_some() == item.field.is_some(), entries) else {
                continue;
            };
            let table = entries.first().map_or(after.id, |entry| entry.table);
            (item.table, item.field, item.entries) = (table, field, entries);
        }
        let Ok(text) = pack(&body) else { continue };
        stored.body = text;
        vault.save_request(&stored)?;
    }
    Ok(())
}

/// One text of a law in a language, else in English.
pub(crate) fn text(texts: &dossier_catalog::law::Texts, language: &str) -> String {
    texts.get(language).or_else(|| texts.get("en")).map(ToString::to_string).unwrap_or_default()
}

pub(crate) fn unpack(request: &StoredRequest) -> Result<Body, ApiError> {
    serde_json::from_str(&request.body).map_err(|_| ApiError::new("vault_damaged"))
}

fn pack(body: &Body) -> Result<String, ApiError> {
    serde_json::to_string(body).map_err(|_| ApiError::new("internal"))
}

pub(crate) fn state_word(state: RequestState) -> String {
    serde_json::to_value(state)
        .ok()
        .and_then(|word| word.as_str().map(str::to_owned))
        .unwrap_or_default()
}

pub(crate) fn state_of(word: &str) -> RequestState {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .unwrap_or(RequestState::Draft)
}

pub(crate) fn card(vault: &Vault, request: &StoredRequest) -> Result<RequestCard, ApiError> {
    let body = unpack(request)?;
    Ok(RequestCard {
        id: request.id,
        controller: request.controller,
        controller_name: vault.controller(request.controller)?.name,
        right: body.right,
        law: body.law,
        state: state_of(&request.state),
        created: request.created.clone(),
        sent: request.sent.clone(),
        due: request.due.clone(),
        items: u32::try_from(body.items.len()).unwrap_or(u32::MAX),
    })
}
