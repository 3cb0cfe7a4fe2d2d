//! From a request to its letter: the facts are gathered here, the words come from
//! the catalog, the page from the letters crate.

use base64::Engine;
use chrono::NaiveDate;
use dossier_catalog::letter::Addressee as ToWhom;
use dossier_letters::{
    Addressee, Channel, Deadline, Letter, LetterError, LetterRequest, Sender, Shown,
};
use dossier_model::Sensitive;
use dossier_vault::{StoredEvent, StoredFile, StoredRequest};

use crate::contract::*;
use crate::evidence::{Found, chosen};
use crate::requests::{Body, SENDER, card, state_of, unpack};
use crate::snapshot::{Company, Snapshot};
use crate::track::{deadline_view, sent_by};
use crate::{Api, ApiError, Host};

/// Everything that a letter is made of, read once.
pub(crate) struct Case<'a> {
    pub stored: StoredRequest,
    pub body: Body,
    pub events: Vec<StoredEvent>,
    pub files: Vec<StoredFile>,
    pub snapshot: &'a Snapshot,
    pub company: &'a Company,
    pub contact: ContactView,
    pub sender: SenderView,
    pub identifiers: Vec<IdentifierView>,
    pub chosen: Vec<IdentifierView>,
    /// The request that this letter follows.
    pub about: Option<Box<Case<'a>>>,
    /// The day of the letter: when it was sent, else today.
    pub day: NaiveDate,
}

impl Api {
    /// Reads a request with all that bears on its letter.
    pub(crate) fn case<'a>(
        &self,
        id: u32,
        language: Option<&str>,
        snapshot: &'a Snapshot,
        today: NaiveDate,
    ) -> Result<Case<'a>, ApiError> {
        let (stored, events, files, sender) = self.with(|vault| {
            let stored = vault.request(id)?;
            // Older files have it among the settings.
            let sender = vault
                .own_one(SENDER, "")?
                .map_or_else(|| vault.setting(SENDER), |own| Ok(Some(own)))?;
            Ok((stored, vault.events(id)?, vault.files(id)?, sender))
        })?;
        let body = unpack(&stored)?;
        let company = snapshot.company(stored.controller)?;
        let sender: SenderView =
            sender.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let language = language.unwrap_or(&body.language);
        let identifiers = self.identifiers(company, &sender, language);
        let chosen = chosen(&body, &identifiers, &sender);
        // A letter follows one that was there before it, so this ends.
        let about = match body.about.filter(|about| *about < id) {
            Some(about) => self.case(about, None, snapshot, today).ok().map(Box::new),
            None => None,
        };
        let day = stored.sent.as_deref().and_then(|day| day.parse().ok()).unwrap_or(today);
        let contact = self.contact(company);
        Ok(Case {
            stored,
            body,
            events,
            files,
            snapshot,
            company,
            contact,
            sender,
            identifiers,
            chosen,
            about,
            day,
        })
    }

    pub(crate) fn request_view(
        &self,
        id: u32,
        language: &str,
        host: &mut Host<'_>,
    ) -> Result<RequestView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let today = host.now.date();
        let case = self.case(id, Some(language), &snapshot, today)?;
        let card = self.with(|vault| card(vault, &case.stored))?;
        let request = self.letter_request(&case)?;
        let (laws, letters) = (self.catalog.laws(), self.catalog.letters());
        let drafted = dossier_letters::draft(laws, letters, &request, case.day);
        let gone = items_gone(&case);
        let body = &case.body;
        let running = self.running_deadline(&case);
        let mut view = RequestView {
            items: self.item_views(&snapshot, body, language),
            language: body.language.clone(),
            next: self.next_steps(&case.stored, body, &snapshot, today)?,
            facts: self.fact_views(&case, language),
            formats: formats(&case.stored),
            deadline: None,
            languages: self.letter_languages(body),
            fields: Vec::new(),
            about: body.about,
            chosen: case.chosen.iter().map(|one| one.value.clone()).collect(),
            masked: !body.full_values,
            note: body.note.clone(),
            due_how: Vec::new(),
            missing: Vec::new(),
            warnings: Vec::new(),
            pages: Vec::new(),
            text: String::new(),
            events: event_views(&case),
            contact: case.contact,
            sender: case.sender,
            identifiers: case.identifiers,
            card,
        };
        match drafted {
            _ if gone.is_some() => view.missing.extend(gone),
            Ok(letter) => {
                fill(&mut view, &letter, running)?;
                let fields = dossier_letters::fields(&letter).into_iter();
                view.fields = fields
                    .map(|(key, text)| match self.word(&case.body, &format!("field.{key}")) {
                        label if label.is_empty() => (key, text),
                        label => (label, text),
                    })
                    .collect();
            }
            Err(error) => view.missing.push(missing(&error)),
        }
        Ok(view)
    }

    pub(crate) fn request_render(
        &self,
        request: RenderRequest,
        host: &mut Host<'_>,
    ) -> Result<RenderedView, ApiError> {
        if let Some(format) = request.format.strip_prefix("proof_") {
            return self.proof_render(&request, format, host);
        }
        if request.format == "ics" {
            return self.calendar_render(request.id, host);
        }
        let (letter, body) = self.letter(request.id, host)?;
        let bytes = match request.format.as_str() {
            "pdf" => dossier_letters::pdf(&letter),
            "docx" => dossier_letters::docx(&letter),
            "eml" => dossier_letters::eml(&letter),
            "txt" => Ok(dossier_letters::plain_text(&letter).into_bytes()),
            "json" => Ok(serde_json::to_vec_pretty(&letter).unwrap_or_default()),
            _ => return Err(ApiError::new("unknown_format")),
        };
        let bytes = bytes.map_err(|error| refuse(&error))?;
        Ok(rendered(&body.right, host.now.date(), &request.format, &bytes))
    }

    /// The deadline of a letter that was sent, as it was counted when it was marked.
    fn running_deadline(&self, case: &Case<'_>) -> Option<Deadline> {
        case.stored.sent.as_ref()?;
        let extended =
            case.events.iter().any(|event| state_of(&event.state) == RequestState::Extended);
        self.due(&case.body, extended, case.day, &sent_by(&case.events), case.company)
    }

    /// The letter of a request, or why there is none.
    pub(crate) fn letter(&self, id: u32, host: &mut Host<'_>) -> Result<(Letter, Body), ApiError> {
        self.letter_on(id, None, host)
    }

    /// The letter of a request as it was written on a day; else on the day it was sent, or
    /// today.
    pub(crate) fn letter_on(
        &self,
        id: u32,
        day: Option<NaiveDate>,
        host: &mut Host<'_>,
    ) -> Result<(Letter, Body), ApiError> {
        let snapshot = self.snapshot(host)?;
        let mut case = self.case(id, None, &snapshot, host.now.date())?;
        case.day = day.unwrap_or(case.day);
        if let Some(message) = items_gone(&case) {
            return Err(ApiError { message, ..ApiError::new("letter_incomplete") });
        }
        let request = self.letter_request(&case)?;
        let (laws, letters) = (self.catalog.laws(), self.catalog.letters());
        let letter = dossier_letters::draft(laws, letters, &request, case.day)
            .map_err(|error| refuse(&error))?;
        Ok((letter, case.body))
    }

    fn letter_request(&self, case: &Case<'_>) -> Result<LetterRequest, ApiError> {
        let lines = |lines: &[String]| -> Vec<String> {
            lines.iter().filter(|line| !line.trim().is_empty()).cloned().collect()
        };
        let (body, contact, sender) = (&case.body, &case.contact, &case.sender);
        let own = &case.company.controller.name;
        let name = if contact.name.is_empty() { own } else { &contact.name };
        let authority = self.authority(case);
        let to_authority = self.spec(body).is_some_and(|spec| spec.to == ToWhom::Authority);
        let by_mail = match (&authority, to_authority) {
            (Some(authority), true) => !authority.email.is_empty(),
            _ => !contact.email.is_empty(),
        };
        let mut request = LetterRequest {
            law: body.law.clone(),
            letter: self.letter_of(body),
            language: body.language.clone(),
            controller: Addressee {
                name: name.clone(),
                address: lines(&contact.address),
                email: contact.email.clone(),
                region: self.region(case.company, contact),
            },
            authority,
            sender: Sender {
                name: Sensitive::new(sender.name.trim().to_owned()),
                // A company that is written to by mail needs none; an authority does.
                address: Sensitive::new(match by_mail && !to_authority {
                    true => Vec::new(),
                    false => lines(&sender.address),
                }),
                reply_to: Sensitive::new(sender.email.trim().to_owned()),
            },
            identifiers: case.chosen.iter().map(|one| self.identifier(one)).collect(),
            channel: if by_mail { Channel::Email } else { Channel::Post },
            shown: if body.full_values { Shown::Full } else { Shown::Masked },
            facts: self.facts(case)?,
            ..LetterRequest::default()
        };
        for item in &body.items {
            if body.right == "rectification" || !item.right_value.trim().is_empty() {
                request.corrections.extend(self.correction(case.snapshot, item, &body.language)?);
            } else {
                request.entries.extend(self.entry_of(case.snapshot, item, body)?);
            }
        }
        Ok(request)
    }

    /// The controller's place, for holidays and retention: the country as declared, else as
    /// the directory has it, else by its address; with the part of it that the address tells.
    /// Empty if unknown.
    pub(crate) fn region(&self, company: &Company, contact: &ContactView) -> String {
        let declared = self.catalog.company(&company.controller.slug);
        let countries = declared.into_iter().flat_map(|spec| &spec.controllers);
        let declared = countries.map(|one| one.country.clone()).find(|country| !country.is_empty());
        let listed = || match crate::listed::listed(self.catalog, company)?.countries.as_slice() {
            [country] if country.len() == 2 => Some(country.clone()),
            _ => None,
        };
        let named = || self.country_of(&contact.address);
        // German with a post code of five digits: Austria and Switzerland have four.
        let german = || {
            let said = company.statements.iter().any(|statement| statement.language == "de");
            (said && post_codes(&contact.address).next().is_some()).then(|| "DE".to_owned())
        };
        let country = declared.or_else(listed).or_else(named).or_else(german);
        self.part_of(country.unwrap_or_default().to_uppercase(), &contact.address)
    }

    /// The country that the last line of an address names.
    pub(crate) fn country_of(&self, address: &[String]) -> Option<String> {
        let last = address.iter().rev().find(|line| !line.trim().is_empty())?;
        let last = last.rsplit(',').next()?;
        self.catalog.countries().find(last).map(|country| country.code.clone())
    }

    /// A country, or the part of it in which an address surely lies.
    pub(crate) fn part_of(&self, country: String, address: &[String]) -> String {
        let authorities = self.catalog.authorities();
        let part = post_codes(address).find_map(|code| authorities.region_of(&country, code));
        part.map_or(country.clone(), str::to_owned)
    }
}

/// Words of five digits in an address, the last line first: above it stands the street.
fn post_codes(address: &[String]) -> impl Iterator<Item = &str> {
    let words = address.iter().rev().flat_map(|line| line.split([' ', ',', '-']));
    words.filter(|word| word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit()))
}

fn fill(
    view: &mut RequestView,
    letter: &Letter,
    running: Option<Deadline>,
) -> Result<(), ApiError> {
    view.pages = dossier_letters::preview(letter).map_err(|error| refuse(&error))?;
    view.text = dossier_letters::plain_text(letter);
    view.warnings = letter
        .warnings
        .iter()
        .map(|warning| Text::new(format!("warning.{}", warning.code)).with("at", &warning.at))
        .collect();
    if let Some(deadline) = running.as_ref().or(letter.deadline.as_ref()) {
        if view.card.due.is_none() {
            view.card.due = Some(deadline.due.to_string());
        }
        let counted = deadline_view(deadline);
        view.due_how = counted.steps.clone();
        view.deadline = Some(counted);
    }
    Ok(())
}

fn event_views(case: &Case<'_>) -> Vec<RequestEvent> {
    let view = |event: &StoredEvent| RequestEvent {
        state: state_of(&event.state),
        day: event.day.clone(),
        note: event.note.clone(),
        how: event.how.clone(),
        files: case
            .files
            .iter()
            .filter(|file| file.event == event.id)
            .map(|file| EventFileView {
                id: file.id,
                name: file.name.clone(),
                bytes: file.bytes,
                sha256: file.sha256.clone(),
            })
            .collect(),
    };
    case.events.iter().map(view).collect()
}

fn formats(stored: &StoredRequest) -> Vec<String> {
    let mut formats = vec!["pdf", "docx", "eml", "txt", "json"];
    if stored.due.is_some() {
        formats.push("ics");
    }
    formats.into_iter().map(str::to_owned).collect()
}

/// A file for the host. Its name is without the person and without the company:
/// folders are seen by others.
pub(crate) fn rendered(what: &str, day: NaiveDate, end: &str, bytes: &[u8]) -> RenderedView {
    let base64 = base64::engine::general_purpose::STANDARD.encode(bytes);
    RenderedView { name: format!("{what}-{day}.{end}"), base64 }
}

/// What a letter was about, if its answer is not there any more: it would go out shorter
/// without a word.
fn items_gone(case: &Case<'_>) -> Option<Text> {
    let items = case.body.items.iter();
    let gone = items.filter(|item| Found::new(case.snapshot, item).is_none()).count();
    (gone > 0).then(|| Text::new("missing.items_gone").with("n", gone))
}

/// Why there is no letter yet, as a text.
fn missing(error: &LetterError) -> Text {
    match error {
        LetterError::Missing { fact } => {
            // `entries.2.ground` is the fact `entries.ground` of row 2.
            let row = fact.split('.').find_map(|part| part.parse::<usize>().ok());
            let plain: Vec<_> =
                fact.split('.').filter(|part| part.parse::<usize>().is_err()).collect();
            let text = Text::new(format!("missing.{}", plain.join(".")));
            match row {
                Some(row) => text.with("row", row + 1),
                None => text,
            }
        }
        LetterError::NoSuchLetter { .. } => Text::new("missing.letter"),
        LetterError::TooManyIdentifiers { limit, .. } => {
            Text::new("missing.fewer_identifiers").with("limit", limit)
        }
        LetterError::NotFromExport { .. } => Text::new("missing.not_from_export"),
        LetterError::GivesAway { kind, .. } => Text::new("missing.gives_away").with("kind", kind),
        LetterError::NothingToCorrect { row } => {
            Text::new("missing.nothing_to_correct").with("row", row + 1)
        }
        LetterError::WrongCitation { .. }
        | LetterError::Deadline(_)
        | LetterError::Layout { .. } => Text::new("missing.letter_broken"),
    }
}

pub(crate) fn refuse(error: &LetterError) -> ApiError {
    ApiError { message: missing(error), ..ApiError::new("letter_incomplete") }
}
