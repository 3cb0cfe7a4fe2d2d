//! From a request to its letter: the facts are gathered here, the words come from
//! the catalog, the page from the letters crate.

use base64::Engine;
use dossier_catalog::category::CategoryFlag;
use dossier_letters::{
    Addressee, Channel, Correction, Entry, Identifier, Letter, LetterError, LetterRequest, Sender,
    Shown,
};
use dossier_model::{Item, Sensitive, SourcePlace, Voice, Voiced};
use dossier_vault::{StoredField, StoredTable};

use crate::contract::*;
use crate::imports::table_label;
use crate::requests::{Body, card, state_of, unpack};
use crate::snapshot::{Company, Snapshot};
use crate::voiced::words;
use crate::{Api, ApiError, Host};

/// Identifiers that a letter may carry.
const MOST_IDENTIFIERS: usize = 3;

/// What names the person to the company: evaluation group, identifier of the
/// letter, best first.
const IDENTIFYING: [(&str, &str); 4] = [
    ("customer_id", "customer_number"),
    ("email", "account_email"),
    ("loyalty_voucher", "loyalty_number"),
    ("username", "account_name"),
];

impl Api {
    pub(crate) fn request_view(
        &self,
        id: u32,
        language: &str,
        host: &mut Host<'_>,
    ) -> Result<RequestView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let (stored, card, events, sender) = self.with(|vault| {
            let stored = vault.request(id)?;
            let card = card(vault, &stored)?;
            let sender = vault.setting("sender")?;
            Ok((stored, card, vault.events(id)?, sender))
        })?;
        let body = unpack(&stored)?;
        let company = snapshot.company(stored.controller)?;
        let sender: SenderView =
            sender.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let identifiers = self.identifiers(company, language);
        let chosen = chosen(&body, &identifiers);
        let contact = self.contact(company);
        let request = self.letter_request(company, &body, &contact, &sender, &chosen, &snapshot)?;
        let created = host.now.date();
        let drafted =
            dossier_letters::draft(self.catalog.laws(), self.catalog.letters(), &request, created);
        let mut view = RequestView {
            items: self.item_views(&snapshot, &body, language),
            language: body.language.clone(),
            contact,
            sender,
            chosen: chosen.iter().map(|one| one.value.clone()).collect(),
            identifiers,
            masked: !body.full_values,
            note: body.note.clone(),
            due_how: Vec::new(),
            missing: Vec::new(),
            warnings: Vec::new(),
            pages: Vec::new(),
            text: String::new(),
            events: events
                .into_iter()
                .map(|event| RequestEvent {
                    state: state_of(&event.state),
                    day: event.day,
                    note: event.note,
                })
                .collect(),
            card,
        };
        match drafted {
            Ok(letter) => fill(&mut view, &letter)?,
            Err(error) => view.missing.push(missing(&error)),
        }
        Ok(view)
    }

    pub(crate) fn request_render(
        &self,
        request: RenderRequest,
        host: &mut Host<'_>,
    ) -> Result<RenderedView, ApiError> {
        let (letter, body) = self.letter(request.id, host)?;
        let bytes = match request.format.as_str() {
            "pdf" => dossier_letters::pdf(&letter),
            "eml" => dossier_letters::eml(&letter),
            "txt" => Ok(dossier_letters::plain_text(&letter).into_bytes()),
            _ => return Err(ApiError::new("unknown_format")),
        };
        let bytes = bytes.map_err(|error| refuse(&error))?;
        // A name without the person and without the company: folders are seen by others.
        let name = format!("{}-{}.{}", body.right, host.now.date(), request.format);
        let base64 = base64::engine::general_purpose::STANDARD.encode(bytes);
        Ok(RenderedView { name, base64 })
    }

    /// The letter of a request, or why there is none.
    fn letter(&self, id: u32, host: &mut Host<'_>) -> Result<(Letter, Body), ApiError> {
        let snapshot = self.snapshot(host)?;
        let (stored, sender) =
            self.with(|vault| Ok((vault.request(id)?, vault.setting("sender")?)))?;
        let body = unpack(&stored)?;
        let company = snapshot.company(stored.controller)?;
        let sender: SenderView =
            sender.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let chosen = chosen(&body, &self.identifiers(company, &body.language));
        let contact = self.contact(company);
        let request = self.letter_request(company, &body, &contact, &sender, &chosen, &snapshot)?;
        let laws = self.catalog.laws();
        let letter =
            dossier_letters::draft(laws, self.catalog.letters(), &request, host.now.date())
                .map_err(|error| refuse(&error))?;
        Ok((letter, body))
    }

    fn letter_request(
        &self,
        company: &Company,
        body: &Body,
        contact: &ContactView,
        sender: &SenderView,
        chosen: &[IdentifierView],
        snapshot: &Snapshot,
    ) -> Result<LetterRequest, ApiError> {
        let lines = |lines: &[String]| -> Vec<String> {
            lines.iter().filter(|line| !line.trim().is_empty()).cloned().collect()
        };
        let by_mail = !contact.email.is_empty();
        let name = if contact.name.is_empty() { &company.controller.name } else { &contact.name };
        let mut request = LetterRequest {
            law: body.law.clone(),
            letter: self.letter_of(body),
            language: body.language.clone(),
            controller: Addressee {
                name: name.clone(),
                address: lines(&contact.address),
                email: contact.email.clone(),
                region: self.region(company, contact),
            },
            sender: Sender {
                name: Sensitive::new(sender.name.trim().to_owned()),
                address: Sensitive::new(lines(&sender.address)),
                reply_to: Sensitive::new(sender.email.trim().to_owned()),
            },
            identifiers: chosen.iter().map(|one| self.identifier(one)).collect(),
            channel: if by_mail { Channel::Email } else { Channel::Post },
            shown: if body.full_values { Shown::Full } else { Shown::Masked },
            ..LetterRequest::default()
        };
        for item in &body.items {
            if body.right == "rectification" {
                request.corrections.extend(self.correction(snapshot, item, &body.language)?);
            } else {
                request.entries.extend(self.entry_of(snapshot, item, &body.language)?);
            }
        }
        if !body.note.trim().is_empty() {
            let note = dossier_letters::Fact::text(body.note.trim());
            request.facts.insert("note".to_owned(), note);
        }
        Ok(request)
    }

    /// The controller's country, for holidays and retention: as declared, else as
    /// the directory has it, else by the form of its address. Empty if unknown.
    pub(crate) fn region(&self, company: &Company, contact: &ContactView) -> String {
        let declared = self.catalog.company(&company.controller.slug);
        let countries = declared.into_iter().flat_map(|spec| &spec.controllers);
        if let Some(country) = countries.map(|one| &one.country).find(|country| !country.is_empty())
        {
            return country.to_uppercase();
        }
        let listed = self.catalog.directory().by_name(&contact.name).into_iter().next();
        if let Some([country]) = listed.map(|entry| entry.countries.as_slice())
            && country.len() == 2
        {
            return country.to_uppercase();
        }
        // German with a post code of five digits: Austria and Switzerland have four.
        let german = company.statements.iter().any(|statement| statement.language == "de");
        let five = |line: &String| {
            line.split_whitespace()
                .any(|word| word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit()))
        };
        if german && contact.address.iter().any(five) { "DE".to_owned() } else { String::new() }
    }

    /// The values by which the company can find the person, the best first. Only
    /// fields with one or two values are about the person alone.
    fn identifiers(&self, company: &Company, language: &str) -> Vec<IdentifierView> {
        let mut found: Vec<(usize, IdentifierView)> = Vec::new();
        for table in company.record_tables() {
            for field in &table.fields {
                let summary = &field.summary;
                let rank = IDENTIFYING.iter().position(|(group, _)| *group == summary.group);
                let Some(rank) = rank.filter(|_| (1..=2).contains(&summary.distinct)) else {
                    continue;
                };
                for value in summary.examples.expose().iter().take(1) {
                    if !identifies(rank, value) || found.iter().any(|(_, one)| one.value == *value)
                    {
                        continue;
                    }
                    found.push((
                        rank,
                        IdentifierView {
                            category: summary.category.clone(),
                            label: words(self.catalog, &summary.category, language),
                            value: value.clone(),
                            place: SourcePlace::new(table.summary.path.clone(), Default::default())
                                .with_field(&summary.name),
                        },
                    ));
                }
            }
        }
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, one)| one).collect()
    }

    fn identifier(&self, one: &IdentifierView) -> Identifier {
        let group = self.catalog.categories().get(&one.category).map(|c| c.group.as_str());
        let kind = IDENTIFYING.iter().find(|(of, _)| Some(*of) == group);
        Identifier {
            kind: kind.map_or("customer_number", |(_, kind)| *kind).to_owned(),
            value: Sensitive::new(one.value.clone()),
            place: Some(one.place.clone()),
        }
    }

    fn item_views(&self, snapshot: &Snapshot, body: &Body, language: &str) -> Vec<RequestItemView> {
        let law = self.catalog.laws().get(&body.law);
        let views = body.items.iter().filter_map(|item| {
            let found = Found::new(snapshot, item)?;
            let category = found.category();
            let ground = found.ground();
            let kept = law.and_then(|law| law.retention_for(&found.region(self), &category));
            Some(RequestItemView {
                item: item.clone(),
                label: words(self.catalog, &category, language),
                table: table_label(self.catalog, found.table, language),
                field: found.field.map(|f| f.summary.name.clone()).unwrap_or_default(),
                count: found.count(),
                place: self.place(&found),
                ground: law
                    .filter(|_| body.right != "rectification")
                    .and_then(|law| law.ground(ground))
                    .map(|spec| crate::requests::text(&spec.text, language))
                    .unwrap_or_default(),
                kept: kept
                    .filter(|_| body.right == "erasure")
                    .map(|spec| crate::requests::text(&spec.statute, language))
                    .unwrap_or_default(),
            })
        });
        views.collect()
    }

    fn entry_of(
        &self,
        snapshot: &Snapshot,
        item: &RequestItem,
        language: &str,
    ) -> Result<Option<Entry>, ApiError> {
        let Some(found) = Found::new(snapshot, item) else { return Ok(None) };
        let category = found.category();
        let spec = self.catalog.categories().get(&category);
        let purposes = self.purposes_of(&found, language);
        let summary = &found.table.summary;
        Ok(Some(Entry {
            label: match found.field {
                Some(_) => words(self.catalog, &category, language),
                None => table_label(self.catalog, found.table, language),
            },
            place: self.place(&found),
            table: summary.name.clone(),
            field: found.field.map(|field| field.summary.name.clone()).unwrap_or_default(),
            values: Sensitive::new(found.values()),
            records: found.count(),
            first: found.whole().then(|| summary.first.clone()).flatten(),
            last: found.whole().then(|| summary.last.clone()).flatten(),
            ground: found.ground().to_owned(),
            purposes,
            special: spec.is_some_and(|spec| spec.special),
            others: spec.is_some_and(|spec| spec.has(CategoryFlag::ConcernsOthers)),
            retained: None,
            category,
        }))
    }

    /// What the company says or the data show the entry is for, in words: the
    /// purpose that most of its fields share.
    fn purposes_of(&self, found: &Found<'_>, language: &str) -> Vec<Voiced> {
        let spoken = found.items.iter().flat_map(|item| &item.purposes);
        let spoken = spoken.filter(|one| matches!(one.voice, Voice::Stated | Voice::Seen));
        let mut counted: Vec<(usize, &Voiced)> = Vec::new();
        for one in spoken {
            match counted.iter_mut().find(|(_, other)| other.text == one.text) {
                Some((count, _)) => *count += 1,
                None => counted.push((1, one)),
            }
        }
        let most = counted.iter().map(|(count, _)| *count).max();
        let shared = counted.into_iter().find(|(count, _)| Some(*count) == most);
        let in_words = |(_, one): (usize, &Voiced)| Voiced {
            text: Sensitive::new(words(self.catalog, one.text.expose(), language)),
            ..one.clone()
        };
        shared.map(in_words).into_iter().collect()
    }

    fn correction(
        &self,
        snapshot: &Snapshot,
        item: &RequestItem,
        language: &str,
    ) -> Result<Option<Correction>, ApiError> {
        let Some(found) = Found::new(snapshot, item) else { return Ok(None) };
        let since = match item.since.trim() {
            "" => None,
            day => Some(day.parse().map_err(|_| ApiError::new("bad_day"))?),
        };
        Ok(Some(Correction {
            label: words(self.catalog, &found.category(), language),
            place: self.place(&found),
            field: found.field.map(|field| field.summary.name.clone()).unwrap_or_default(),
            found: Sensitive::new(item.found.clone()),
            right: Sensitive::new(item.right_value.trim().to_owned()),
            since,
        }))
    }

    /// The place of an item: the entry itself if it is one, else the member.
    fn place(&self, found: &Found<'_>) -> SourcePlace {
        let path = found.table.summary.path.clone();
        let at = match found.item.entries.as_slice() {
            [one] => self.with(|vault| Ok(vault.entry(one.table, one.row)?.at)).unwrap_or_default(),
            _ => Default::default(),
        };
        let place = SourcePlace::new(path, at);
        match found.field {
            Some(field) => place.with_field(&field.summary.name),
            None => place,
        }
    }
}

/// What a request's item points at.
struct Found<'a> {
    company: &'a Company,
    item: &'a RequestItem,
    table: &'a StoredTable,
    field: Option<&'a StoredField>,
    items: Vec<&'a Item>,
}

impl<'a> Found<'a> {
    fn new(snapshot: &'a Snapshot, item: &'a RequestItem) -> Option<Self> {
        let (company, table) = snapshot.table(item.table)?;
        let field = match item.field {
            Some(id) => Some(table.fields.iter().find(|field| field.id == id)?),
            None => None,
        };
        let items = company
            .items_of(table)
            .filter(|one| field.is_none_or(|field| one.field == field.summary.name))
            .collect();
        Some(Self { company, item, table, field, items })
    }

    /// The country whose retention law counts.
    fn region(&self, api: &Api) -> String {
        let region = api.region(self.company, &api.contact(self.company));
        region.split('-').next().unwrap_or_default().to_owned()
    }

    fn whole(&self) -> bool {
        self.item.entries.is_empty()
    }

    fn count(&self) -> u64 {
        match (self.item.entries.len(), self.field) {
            (0, Some(field)) => field.summary.filled,
            (0, None) => self.table.summary.records,
            (some, _) => some as u64,
        }
    }

    fn values(&self) -> Vec<String> {
        match self.field {
            Some(field) if self.whole() => {
                field.summary.examples.expose().iter().take(2).cloned().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The category of the field, or the one that most fields of the table's main
    /// kind share.
    fn category(&self) -> String {
        if let Some(field) = self.field {
            return field.summary.category.clone();
        }
        let summary = &self.table.summary;
        // The kind that most of its fields are of: an order holds an address too.
        let fields = |kind: usize| {
            let of_kind = |f: &&StoredField| f.summary.kind.map(|kind| kind as usize) == Some(kind);
            self.table.fields.iter().filter(of_kind).count()
        };
        let main = (0..12).max_by_key(|kind| (fields(*kind), summary.kinds[*kind], 12 - *kind));
        let of_main = |f: &&StoredField| f.summary.kind.map(|kind| kind as usize) == main;
        let mut counted: Vec<(usize, &str)> = Vec::new();
        for field in self.table.fields.iter().filter(of_main) {
            let category = field.summary.category.as_str();
            match counted.iter_mut().find(|(_, other)| *other == category) {
                Some((count, _)) => *count += 1,
                None => counted.push((1, category)),
            }
        }
        let most = counted.iter().map(|(count, _)| *count).max();
        let best = counted.iter().find(|(count, _)| Some(*count) == most);
        best.map(|(_, category)| (*category).to_owned()).unwrap_or_default()
    }

    /// The ground that fits best: what serves advertising is objected to, the rest
    /// is no longer needed.
    fn ground(&self) -> &'static str {
        use dossier_model::Kind;
        let advertising = self.items.iter().any(|item| {
            matches!(item.kind, Kind::Marketing | Kind::Inferences)
                || item.purposes.iter().any(|purpose| {
                    matches!(purpose.voice, Voice::Stated | Voice::Seen)
                        && purpose.text.expose().contains("Marketing")
                })
        });
        if advertising { "objection" } else { "no_longer_necessary" }
    }
}

/// Whether a value can be such an identifier: "no" in a column about a loyalty
/// card names nobody.
fn identifies(rank: usize, value: &str) -> bool {
    let value = value.trim();
    let number = value.chars().count() >= 4 && value.bytes().any(|b| b.is_ascii_digit());
    match IDENTIFYING[rank].0 {
        "email" => value.split_once('@').is_some_and(|(_, domain)| domain.contains('.')),
        "username" => value.chars().count() >= 3,
        _ => number,
    }
}

/// The identifiers of a letter: those chosen, else the best.
fn chosen(body: &Body, identifiers: &[IdentifierView]) -> Vec<IdentifierView> {
    match &body.chosen {
        Some(values) => {
            let picked = identifiers.iter().filter(|one| values.contains(&one.value));
            picked.take(MOST_IDENTIFIERS).cloned().collect()
        }
        None => {
            // One of each kind: two addresses say no more than one.
            let mut best: Vec<IdentifierView> = Vec::new();
            for one in identifiers {
                if best.len() < 2 && !best.iter().any(|other| other.category == one.category) {
                    best.push(one.clone());
                }
            }
            best
        }
    }
}

fn fill(view: &mut RequestView, letter: &Letter) -> Result<(), ApiError> {
    view.pages = dossier_letters::preview(letter).map_err(|error| refuse(&error))?;
    view.text = dossier_letters::plain_text(letter);
    view.warnings = letter
        .warnings
        .iter()
        .map(|warning| Text::new(format!("warning.{}", warning.code)).with("at", &warning.at))
        .collect();
    if let Some(deadline) = &letter.deadline {
        if view.card.due.is_none() {
            view.card.due = Some(deadline.due.to_string());
        }
        view.due_how = deadline
            .how
            .iter()
            .map(|step| Text { key: format!("due.{}", step.key), values: step.with.clone() })
            .collect();
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_names_the_person_identifies() {
        let rank = |group: &str| IDENTIFYING.iter().position(|(of, _)| *of == group).unwrap_or(9);
        for (group, value, fits) in [
            ("loyalty_voucher", "nein", false),
            ("loyalty_voucher", "6048 1234", true),
            ("customer_id", "KD-4471902", true),
            ("customer_id", "12", false),
            ("email", "mira@example.org", true),
            ("email", "yes", false),
            ("username", "mira_o", true),
        ] {
            assert_eq!(identifies(rank(group), value), fits, "{group} {value}");
        }
    }
}
