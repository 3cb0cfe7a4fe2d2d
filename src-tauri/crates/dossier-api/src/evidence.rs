//! What a letter shows of the answer: who the person is, what is meant, where it stands.

use chrono::NaiveDate;
use dossier_catalog::category::CategoryFlag;
use dossier_catalog::law::LawSpec;
use dossier_catalog::purpose::Terms;
use dossier_letters::{Correction, Entry, Identifier};
use dossier_model::{Item, Sensitive, SourcePlace, Voice, Voiced};
use dossier_vault::{StoredField, StoredTable};

use crate::contract::*;
use crate::counted::{day_of, main_date};
use crate::imports::table_label;
use crate::requests::Body;
use crate::snapshot::{Company, Snapshot};
use crate::wording::words;
use crate::{Api, ApiError};

/// Identifiers that a letter may carry.
const MOST_IDENTIFIERS: usize = 3;

/// The category of the address that the person writes from.
const EMAIL: &str = "pd:EmailAddress";

/// What names the person to the company: evaluation group, identifier of the
/// letter, best first.
const IDENTIFYING: [(&str, &str); 4] = [
    ("customer_id", "customer_number"),
    ("email", "account_email"),
    ("loyalty_voucher", "loyalty_number"),
    ("username", "account_name"),
];

impl Api {
    /// The values by which the company can find the person, the best first. Only
    /// fields with one or two values are about the person alone.
    pub(crate) fn identifiers(
        &self,
        company: &Company,
        sender: &SenderView,
        language: &str,
    ) -> Vec<IdentifierView> {
        let mut found: Vec<(usize, IdentifierView)> = Vec::new();
        for table in company.record_tables() {
            for field in &table.fields {
                let summary = &field.summary;
                let rank = IDENTIFYING.iter().position(|(group, _)| *group == summary.group);
                let Some(rank) = rank.filter(|_| (1..=2).contains(&summary.distinct)) else {
                    continue;
                };
                for value in summary.examples.expose().iter().take(1) {
                    let known = found.iter().any(|(_, one)| one.value == *value);
                    // A number like that of a card would stop the letter.
                    let leaves = dossier_letters::given_away(value).is_none();
                    if known || !leaves || !identifies(rank, value) {
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
        // Nothing was answered yet, or nothing that surely tells who it is about: the address
        // that the person writes from, which stands in the letter anyway.
        let unsure = found.iter().all(|(_, one)| is_anothers(one, sender));
        if unsure && sender.email.contains('@') {
            found.push((
                0,
                IdentifierView {
                    category: EMAIL.to_owned(),
                    label: words(self.catalog, EMAIL, language),
                    value: sender.email.trim().to_owned(),
                    place: SourcePlace::default(),
                },
            ));
        }
        found.sort_by_key(|(rank, _)| *rank);
        found.into_iter().map(|(_, one)| one).collect()
    }

    pub(crate) fn identifier(&self, one: &IdentifierView) -> Identifier {
        let group = self.catalog.categories().get(&one.category).map(|c| c.group.as_str());
        let kind = IDENTIFYING.iter().find(|(of, _)| Some(*of) == group);
        let place = (!one.place.path.as_str().is_empty()).then(|| one.place.clone());
        Identifier {
            kind: match kind {
                // No answer says that there is an account.
                Some((_, "account_email")) if place.is_none() => "own_email",
                Some((_, kind)) => kind,
                None => "customer_number",
            }
            .to_owned(),
            value: Sensitive::new(one.value.clone()),
            place,
        }
    }

    pub(crate) fn item_views(
        &self,
        snapshot: &Snapshot,
        body: &Body,
        language: &str,
    ) -> Vec<RequestItemView> {
        let law = self.catalog.laws().get(&body.law);
        let views = body.items.iter().filter_map(|item| {
            let found = Found::new(snapshot, item)?;
            let category = found.category();
            let ground = law.map_or("", |law| found.ground(self.catalog.purposes(), law, body));
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

    pub(crate) fn entry_of(
        &self,
        snapshot: &Snapshot,
        item: &RequestItem,
        body: &Body,
    ) -> Result<Option<Entry>, ApiError> {
        let language = body.language.as_str();
        let law = self.catalog.laws().get(&body.law);
        let Some(found) = Found::new(snapshot, item) else { return Ok(None) };
        let category = found.category();
        let spec = self.catalog.categories().get(&category);
        let purposes = self.purposes_of(&found, language);
        let summary = &found.table.summary;
        let (first, last) = match found.whole() {
            true => (summary.first.clone(), summary.last.clone()),
            false => self.days(&found)?,
        };
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
            first,
            last,
            ground: law
                .map(|law| found.ground(self.catalog.purposes(), law, body).to_owned())
                .unwrap_or_default(),
            purposes,
            special: spec.is_some_and(|spec| spec.special),
            others: spec.is_some_and(|spec| spec.has(CategoryFlag::ConcernsOthers)),
            retained: None,
            category,
        }))
    }

    /// The first and the last day of chosen entries.
    fn days(&self, found: &Found<'_>) -> Result<(Option<String>, Option<String>), ApiError> {
        let Some(date) = main_date(found.table) else { return Ok((None, None)) };
        let chosen = found.item.entries.iter();
        let places: Vec<(u32, u32)> = chosen.map(|entry| (entry.table, entry.row)).collect();
        let entries = self.read(|vault| Ok(vault.entries_at(&places)?))?;
        let months = self.ingest().months();
        let days: Vec<_> =
            entries.iter().filter_map(|entry| day_of(&date, entry, months)).collect();
        let text = |day: Option<&NaiveDate>| day.map(ToString::to_string);
        Ok((text(days.iter().min()), text(days.iter().max())))
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

    pub(crate) fn correction(
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
            table: found.table.summary.name.clone(),
            field: found.field.map(|field| field.summary.name.clone()).unwrap_or_default(),
            found: Sensitive::new(item.found.clone()),
            right: Sensitive::new(item.right_value.trim().to_owned()),
            since,
        }))
    }

    /// The place of an item: the entry itself if it is one, else the member.
    pub(crate) fn place(&self, found: &Found<'_>) -> SourcePlace {
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
pub(crate) struct Found<'a> {
    company: &'a Company,
    item: &'a RequestItem,
    pub(crate) table: &'a StoredTable,
    pub(crate) field: Option<&'a StoredField>,
    items: Vec<&'a Item>,
}

impl<'a> Found<'a> {
    pub(crate) fn new(snapshot: &'a Snapshot, item: &'a RequestItem) -> Option<Self> {
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
    pub(crate) fn region(&self, api: &Api) -> String {
        let region = api.region(self.company, &api.contact(self.company));
        region.split('-').next().unwrap_or_default().to_owned()
    }

    fn whole(&self) -> bool {
        self.item.entries.is_empty()
    }

    pub(crate) fn count(&self) -> u64 {
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
    pub(crate) fn category(&self) -> String {
        if let Some(field) = self.field {
            return field.summary.category.clone();
        }
        let summary = &self.table.summary;
        let main = dossier_insight::main_kind(summary);
        let of_main = |f: &&StoredField| f.summary.kind.is_some() && f.summary.kind == main;
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

    /// The ground that fits best, unless the person chose one: what serves
    /// advertising is objected to, the rest is no longer needed. None where the data tell
    /// none: nobody contests what is right unasked.
    fn ground<'l>(&self, terms: &Terms, law: &'l LawSpec, body: &Body) -> &'l str {
        use dossier_model::Kind;
        let mut grounds = law.grounds.iter().filter(|ground| ground.right == body.right);
        if let Some(chosen) = body.facts.get(crate::requests::GROUND)
            && let Some(ground) = grounds.clone().find(|ground| ground.id == *chosen)
        {
            return &ground.id;
        }
        if law.asks_for_ground(&body.right) {
            return "";
        }
        let advertising = self.items.iter().any(|item| {
            matches!(item.kind, Kind::Marketing | Kind::Inferences)
                || item.purposes.iter().any(|purpose| {
                    matches!(purpose.voice, Voice::Stated | Voice::Seen)
                        && terms.get(purpose.text.expose()).is_some_and(|t| t.direct_marketing)
                })
        });
        let best = grounds.clone().find(|ground| ground.marketing == advertising);
        best.or_else(|| grounds.next()).map_or("", |ground| ground.id.as_str())
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

/// Whether a mail address may be somebody else's, such as the one who answered in the shop:
/// only the person can say.
fn is_anothers(one: &IdentifierView, sender: &SenderView) -> bool {
    one.value.contains('@') && !one.value.trim().eq_ignore_ascii_case(sender.email.trim())
}

/// The identifiers of a letter: those chosen, else the best.
pub(crate) fn chosen(
    body: &Body,
    identifiers: &[IdentifierView],
    sender: &SenderView,
) -> Vec<IdentifierView> {
    match &body.chosen {
        Some(values) => {
            let picked = identifiers.iter().filter(|one| values.contains(&one.value));
            picked.take(MOST_IDENTIFIERS).cloned().collect()
        }
        None => {
            // One of each kind: two addresses say no more than one.
            let mut best: Vec<IdentifierView> = Vec::new();
            for one in identifiers.iter().filter(|one| !is_anothers(one, sender)) {
                if best.len() < 2 && !best.iter().any(|other| other.category == one.category) {
                    best.push(one.clone());
                }
            }
            best
        }
    }
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
