//! What happens to a request after it was drafted: states, proofs, deadlines,
//! reminders, and what to do next.

use base64::Engine;
use chrono::{Days, NaiveDate};
use dossier_catalog::law::{Confidence, CountFrom};
use dossier_letters::{CountFacts, Deadline};
use dossier_vault::{StoredEvent, StoredFile, StoredRequest};

use crate::contract::*;
use crate::requests::{Body, state_of, state_word, unpack};
use crate::snapshot::{Company, Snapshot};
use crate::{Api, ApiError, Host, Source};

/// Proofs are letters and receipts: larger files are something else.
const MOST_PROOF: u64 = 32 << 20;
/// The right to know what is held.
pub(crate) const ACCESS: &str = "access";
/// A reminder shows this many days before the day.
const SOON: i64 = 7;
/// How long a reminder letter gives, as the person's own wish.
pub(crate) const GRACE: Days = Days::new(14);

impl Api {
    pub(crate) fn request_mark(
        &self,
        request: MarkRequest,
        host: &mut Host<'_>,
    ) -> Result<RequestView, ApiError> {
        let day: NaiveDate = request.day.parse().map_err(|_| ApiError::new("bad_day"))?;
        let snapshot = self.snapshot(host)?;
        let mut stored = self.with(|vault| Ok(vault.request(request.id)?))?;
        let company = snapshot.company(stored.controller)?;
        let body = unpack(&stored)?;
        let mut proofs = proofs(&request.files, host)?;
        if request.state == RequestState::Sent && stored.sent.is_none() {
            // What was sent is kept as it was sent; an unfinished letter was not.
            if let Ok((letter, _)) = self.letter_on(request.id, Some(day), host)
                && let Ok(pdf) = dossier_letters::pdf(&letter)
            {
                proofs.push((format!("{}-{day}.pdf", body.right), pdf));
            }
        }
        stored.state = state_word(request.state);
        if request.state == RequestState::Sent {
            stored.sent = Some(day.to_string());
        }
        let sent: Option<NaiveDate> = stored.sent.as_deref().and_then(|day| day.parse().ok());
        // A notice that comes by mail does not change how the letter went.
        let how = match request.state {
            RequestState::Sent => request.how.clone(),
            _ => self.with(|vault| Ok(sent_by(&vault.events(request.id)?)))?,
        };
        let extended = match request.state {
            RequestState::Sent => Some(false),
            RequestState::Extended => Some(true),
            _ => None,
        };
        let counted = sent
            .zip(extended)
            .and_then(|(sent, extended)| self.due(&body, extended, sent, &how, company));
        if let Some(counted) = counted {
            stored.due = Some(counted.due.to_string());
        }
        let proofs = with_digests(proofs, host)?;
        let event = StoredEvent {
            state: stored.state.clone(),
            day: day.to_string(),
            note: request.note,
            how: request.how,
            ..StoredEvent::default()
        };
        self.step("history.request_marked", |vault| {
            vault.save_request(&stored)?;
            let event = vault.add_event(request.id, &event)?;
            for (name, data, sha256) in &proofs {
                let file = StoredFile {
                    id: 0,
                    event,
                    name: name.clone(),
                    bytes: data.len() as u64,
                    sha256: sha256.clone(),
                };
                vault.add_file(request.id, &file, data)?;
            }
            Ok(())
        })?;
        self.request_view(request.id, &body.language, host)
    }

    pub(crate) fn request_file(
        &self,
        request: RequestIdRequest,
        _: &mut Host<'_>,
    ) -> Result<RenderedView, ApiError> {
        let (name, data) = self.with(|vault| Ok(vault.file(request.id)?))?;
        let base64 = base64::engine::general_purpose::STANDARD.encode(data);
        Ok(RenderedView { name, base64 })
    }

    pub(crate) fn reminders(
        &self,
        _: LanguageRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<ReminderView>, ApiError> {
        let today = host.now.date();
        let snapshot = self.snapshot(host)?;
        let cards = self.cards(&snapshot, None)?;
        let near = cards.into_iter().filter_map(|card| {
            if !is_waiting(card.state) {
                return None;
            }
            let due: NaiveDate = card.due.as_deref()?.parse().ok()?;
            let days = (due - today).num_days();
            (days <= SOON).then(|| ReminderView {
                text: Text::new(match days {
                    ..0 => "reminder.over",
                    0 => "reminder.today",
                    _ => "reminder.soon",
                })
                .with("controller", &card.controller_name)
                .with("date", due)
                .with("n", days.abs()),
                request: card.id,
                controller_name: card.controller_name,
                right: card.right,
                due: due.to_string(),
                days,
            })
        });
        let mut near: Vec<_> = near.collect();
        near.sort_by_key(|view| view.days);
        Ok(near)
    }

    /// The deadline of a request: the one that its letter starts, or the extended one.
    pub(crate) fn due(
        &self,
        body: &Body,
        extended: bool,
        sent: NaiveDate,
        how: &str,
        company: &Company,
    ) -> Option<Deadline> {
        let kind = match extended {
            true => "extended".to_owned(),
            false => self.deadline_kind(body)?,
        };
        let laws = self.catalog.laws();
        let law = laws.get(&body.law)?;
        let region = self.deadline_region(body, law, company);
        let start = match law.deadline_in(&kind, &region)?.from {
            CountFrom::Request => sent,
            CountFrom::Receipt | CountFrom::LatestOfReceiptIdentityFee => arrival(sent, how),
        };
        dossier_letters::due(laws, law, &kind, start, &region, &CountFacts::default()).ok()
    }

    /// The deadline that the letter of a request starts; none if the law sets no day.
    pub(crate) fn deadline_kind(&self, body: &Body) -> Option<String> {
        let letter = self.letter_of(body);
        let spec = self.catalog.letters().get(&body.law, &letter, &body.language)?;
        (!spec.deadline.is_empty()).then(|| spec.deadline.clone())
    }

    /// What can be done about a request now, the best first.
    pub(crate) fn next_steps(
        &self,
        stored: &StoredRequest,
        body: &Body,
        snapshot: &Snapshot,
        today: NaiveDate,
    ) -> Result<Vec<NextStep>, ApiError> {
        let state = state_of(&stored.state);
        let due: Option<NaiveDate> = stored.due.as_deref().and_then(|day| day.parse().ok());
        let over = due.is_some_and(|due| due < today);
        let step = |action: &str, right: &str| NextStep {
            action: action.to_owned(),
            text: Text::new(format!("next.{action}")),
            right: right.to_owned(),
            due: stored.due.clone(),
        };
        let has = |right: &str| {
            let body = Body { right: right.to_owned(), ..body.clone() };
            !self.letter_languages(&body).is_empty()
        };
        let mut steps = Vec::new();
        let letter = |steps: &mut Vec<NextStep>, action: &str, right: &str| {
            if has(right) {
                steps.push(step(action, right));
            }
        };
        let later = self.later_imports(stored, snapshot)?;
        // A receipt or a demand is no answer to prove anything by.
        let company = snapshot.company(stored.controller)?;
        let (held_up, answers) = company.held_up(&later, self.catalog.letters());
        let refusals = self.catalog.letters().refusals();
        let refused = held_up.iter().any(|reply| refusals.iter().any(|no| no.id == reply.kind));
        let follow = if body.right == ACCESS { "access_followup" } else { "followup" };
        match state {
            RequestState::Draft => steps.push(step("mark_sent", "")),
            _ if is_waiting(state) => {
                if refused && !answers {
                    letter(&mut steps, "reply", "reply");
                }
                if answers {
                    steps.push(step("proof", ""));
                }
                if over || state == RequestState::Expired {
                    letter(&mut steps, "remind", "reminder");
                    letter(&mut steps, "complain", "complaint");
                } else {
                    steps.push(step("wait", ""));
                }
                steps.push(step("import_answer", ""));
                steps.push(step("mark_answered", ""));
            }
            RequestState::Answered => {
                match later.is_empty() {
                    true => steps.push(step("import_answer", "")),
                    false => steps.push(step("proof", "")),
                }
                letter(&mut steps, "follow_up", follow);
                steps.push(step("close", ""));
                letter(&mut steps, "complain", "complaint");
            }
            RequestState::Denied => {
                letter(&mut steps, "reply", "reply");
                letter(&mut steps, "complain", "complaint");
                steps.push(step("close", ""));
            }
            _ => {}
        }
        Ok(steps)
    }

    /// Answers of the same company that came after a request was sent.
    pub(crate) fn later_imports(
        &self,
        stored: &StoredRequest,
        snapshot: &Snapshot,
    ) -> Result<Vec<u32>, ApiError> {
        let body = unpack(stored)?;
        let asked: Vec<u32> = body
            .items
            .iter()
            .filter_map(|item| snapshot.table(item.table).map(|(_, table)| table.import))
            .collect();
        let Some(sent) = stored.sent.as_deref() else { return Ok(Vec::new()) };
        let company = snapshot.company(stored.controller)?;
        // The day alone does not tell: two answers can come on the day of the letter.
        let last_asked = asked.iter().max().copied();
        let later = company.imports.iter().filter(|import| {
            import.received.as_str() >= sent && last_asked.is_none_or(|asked| import.id > asked)
        });
        Ok(later.map(|import| import.id).collect())
    }
}

/// Whether an answer is still to come.
pub(crate) fn is_waiting(state: RequestState) -> bool {
    use RequestState as S;
    matches!(state, S::Sent | S::Acknowledged | S::InProgress | S::Extended | S::Expired)
}

/// The way by which a letter went.
pub(crate) fn sent_by(events: &[StoredEvent]) -> String {
    let sent = events.iter().rev().find(|event| state_of(&event.state) == RequestState::Sent);
    sent.map(|event| event.how.clone()).unwrap_or_default()
}

/// The day on which a letter arrives: a posted one, as an estimate, three days later.
pub(crate) fn arrival(sent: NaiveDate, how: &str) -> NaiveDate {
    match how {
        "post" => sent.checked_add_days(Days::new(3)).unwrap_or(sent),
        _ => sent,
    }
}

/// A deadline as it is shown.
pub(crate) fn deadline_view(deadline: &Deadline) -> DeadlineView {
    let steps = deadline
        .how
        .iter()
        .map(|step| Text { key: format!("due.{}", step.key), values: step.with.clone() });
    DeadlineView {
        due: deadline.due.to_string(),
        steps: steps.collect(),
        doubt: deadline.maybe_later || deadline.confidence != Confidence::Statute,
    }
}

/// The files that the host handed over, with their names.
fn proofs(handles: &[u32], host: &mut Host<'_>) -> Result<Vec<(String, Vec<u8>)>, ApiError> {
    let mut found = Vec::new();
    let sources = std::mem::take(&mut host.sources);
    for (_, source) in sources.iter().filter(|(handle, _)| handles.contains(handle)) {
        let data = match source {
            Source::Memory { bytes, .. } => bytes.expose().clone(),
            Source::Path(path) => read(path.expose())?,
            // Only an import puts parts together.
            Source::Parts { .. } | Source::Files { .. } => return Err(ApiError::new("file")),
        };
        if data.len() as u64 > MOST_PROOF {
            return Err(ApiError::new("proof_too_large").with("limit", MOST_PROOF >> 20));
        }
        found.push((source.name(), data));
    }
    match found.len() == handles.len() {
        true => Ok(found),
        false => Err(ApiError::new("file_absent")),
    }
}

/// Each proof with its digest.
fn with_digests(
    proofs: Vec<(String, Vec<u8>)>,
    host: &Host<'_>,
) -> Result<Vec<(String, Vec<u8>, String)>, ApiError> {
    let digest = |(name, data): (String, Vec<u8>)| {
        let source = Source::memory(name.clone(), data.clone());
        let (_, sha256) = source.digest(host.cancel).map_err(|_| ApiError::new("canceled"))?;
        Ok((name, data, sha256.to_string()))
    };
    proofs.into_iter().map(digest).collect()
}

fn read(path: &std::path::Path) -> Result<Vec<u8>, ApiError> {
    use std::io::Read;
    let file = std::fs::File::open(path).map_err(|_| ApiError::new("file"))?;
    let mut data = Vec::new();
    let mut limited = file.take(MOST_PROOF + 1);
    limited.read_to_end(&mut data).map_err(|_| ApiError::new("file"))?;
    Ok(data)
}
