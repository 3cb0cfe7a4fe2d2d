//! What became of a request: the next answer against what was asked.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;
use dossier_ingest::Months;
use dossier_insight::{ComparedPair, ComparedRecord, compare, stable_table};
use dossier_model::{MemberState, SourcePlace};
use dossier_vault::{StoredEntry, StoredImport, StoredTable, Vault};

use crate::contract::*;
use crate::counted::{day_of, main_date};
use crate::differ::changes;
use crate::evidence::Found;
use crate::imports::table_label;
use crate::kept::{KeptRules, refuses};
use crate::letter::rendered;
use crate::requests::{card, unpack};
use crate::snapshot::{Company, Snapshot, knowledge};
use crate::wording::words;
use crate::{Api, ApiError, Host};

impl Api {
    pub(crate) fn proofs(
        &self,
        request: ProofsRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<ProofOffer>, ApiError> {
        let snapshot = self.snapshot(host)?;
        let stored = self.with(|vault| Ok(vault.requests()?))?;
        let mut offers = Vec::new();
        for one in stored.iter().filter(|one| one.controller == request.controller) {
            for import in self.later_imports(one, &snapshot)? {
                let body = unpack(one)?;
                let day = one.sent.clone().unwrap_or_default();
                offers.push(ProofOffer {
                    request: one.id,
                    import,
                    text: Text::new("proof.offer").with("right", &body.right).with("date", day),
                });
            }
        }
        Ok(offers)
    }

    pub(crate) fn proof(
        &self,
        request: ProofRequest,
        host: &mut Host<'_>,
    ) -> Result<ProofView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let language = request.language.as_str();
        let stored = self.with(|vault| Ok(vault.request(request.request)?))?;
        let card = self.with(|vault| card(vault, &stored))?;
        let body = unpack(&stored)?;
        let company = snapshot.company(stored.controller)?;
        let of = |id: u32| company.imports.iter().find(|import| import.id == id);
        let after = of(request.import).ok_or_else(|| ApiError::new("no_such"))?;
        let before = self.asked_import(&body.items, &snapshot, company, after)?;
        let denials = self.denial_views(request.import)?;
        let sent = card.sent.as_deref().and_then(|day| day.parse().ok());
        let later = Later { sent, ..self.later_answer(company, after)? };
        let (mut rows, mut lost) = (Vec::new(), 0);
        let mut follow_up = Vec::new();
        let items: Vec<RequestItem> = match body.items.is_empty() {
            false => body.items.clone(),
            true => everything(company, before.id),
        };
        for item in &items {
            let Some(found) = Found::new(&snapshot, item) else {
                lost += 1;
                continue;
            };
            let row = self.proof_row(&found, item, &later, &denials, language)?;
            if matches!(row.state.as_str(), "still_there" | "partly")
                || (row.state == "changed" && !is_right(&row))
            {
                follow_up.push(item.clone());
            }
            rows.push(row);
        }
        Ok(ProofView {
            card,
            before_sha256: before.sha256.clone(),
            after_sha256: after.sha256.clone(),
            before_day: before.received.clone(),
            after_day: after.received.clone(),
            done: !rows.is_empty()
                && follow_up.is_empty()
                && lost == 0
                && !rows.iter().any(|row| matches!(row.state.as_str(), "kept" | ABSENT)),
            rows,
            lost,
            claims: self.done_views(request.import)?,
            denials,
            follow_up,
        })
    }

    /// The answer that was asked about.
    fn asked_import<'a>(
        &self,
        items: &[RequestItem],
        snapshot: &'a Snapshot,
        company: &'a Company,
        after: &StoredImport,
    ) -> Result<&'a StoredImport, ApiError> {
        let asked = items.iter().find_map(|item| snapshot.table(item.table).map(|(_, t)| t.import));
        let earlier = company.imports.iter().rev().find(|import| import.id < after.id);
        let before = match asked {
            Some(id) => company.imports.iter().find(|import| import.id == id),
            None => earlier,
        };
        before
            .filter(|before| before.id != after.id)
            .ok_or_else(|| ApiError::new("no_earlier_answer"))
    }

    /// What the later answer holds, and whether all of it could be read.
    pub(crate) fn later_answer<'a>(
        &self,
        company: &'a Company,
        after: &StoredImport,
    ) -> Result<Later<'a>, ApiError> {
        let members = self.with(|vault| Ok(vault.members(after.id)?))?;
        let tables: Vec<_> =
            company.data_tables().filter(|table| table.import == after.id).collect();
        let failed = members.iter().any(|one| one.summary.state == MemberState::Failed);
        let received = after.received.parse().map_err(|_| ApiError::new("vault_damaged"))?;
        Ok(Later { company, whole: !tables.is_empty() && !failed, tables, received, sent: None })
    }

    fn proof_row(
        &self,
        found: &Found<'_>,
        item: &RequestItem,
        later: &Later<'_>,
        denials: &[VoicedView],
        language: &str,
    ) -> Result<ProofRow, ApiError> {
        let category = found.category();
        let on = later.received;
        let header = found.field.map(|field| field.summary.name.as_str());
        let rules = match item.right_value.trim() {
            "" => KeptRules::new(self, later.company, (found.table, header), on, language),
            _ => KeptRules::none(on),
        };
        let tables = later.tables.iter().copied();
        let tables: Vec<_> = tables.filter(|table| stable(table) == stable(found.table)).collect();
        let asked = Asked {
            item,
            table: found.table,
            field: header,
            rules: &rules,
            months: self.ingest().months(),
            sent: later.sent,
        };
        let mut outcome = self.read(|vault| asked.outcome(vault, &tables))?;
        // A letter alone, or a file that could not be read, does not show what is gone; nor
        // does an answer that holds the same values under another name.
        let shown = !tables.is_empty()
            || later.whole
                && !self
                    .read(|vault| asked.elsewhere(vault, &later.company.tables, &later.tables))?;
        if !shown || outcome.asked == 0 {
            outcome = Became { asked: outcome.asked, absent: true, ..Became::default() };
        }
        let state = outcome.state();
        let reason = match (outcome.kept, state) {
            (1.., _) => rules.reason().cloned(),
            (_, "still_there" | "partly") => {
                let knowledge = knowledge(self.catalog);
                let about = (found.table, header);
                let mut own = denials.iter();
                own.find(|one| refuses(&knowledge, later.company, one, about)).cloned()
            }
            _ => None,
        };
        Ok(ProofRow {
            label: match found.field {
                Some(_) => words(self.catalog, &category, language),
                None => table_label(self.catalog, found.table, language),
            },
            table: table_label(self.catalog, found.table, language),
            field: found.field.map(|field| field.summary.name.clone()).unwrap_or_default(),
            place: outcome.place.clone().or_else(|| Some(self.place(found))),
            asked: outcome.asked,
            gone: outcome.gone,
            still_there: outcome.still_there,
            changed: outcome.changed,
            kept: outcome.kept,
            new: outcome.new,
            changes: outcome.changes,
            state: state.to_owned(),
            reason,
            found: outcome.found,
            right_value: item.right_value.trim().to_owned(),
        })
    }

    /// The sheet as a file.
    pub(crate) fn proof_render(
        &self,
        request: &RenderRequest,
        format: &str,
        host: &mut Host<'_>,
    ) -> Result<RenderedView, ApiError> {
        let import = request.import.ok_or_else(|| ApiError::new("bad_request"))?;
        let stored = self.with(|vault| Ok(vault.request(request.id)?))?;
        let mut body = unpack(&stored)?;
        body.language = request.language.clone().unwrap_or(body.language);
        let language = body.language.clone();
        let view = self.proof(ProofRequest { request: request.id, import, language }, host)?;
        let today = host.now.date();
        match format {
            "json" => {
                let bytes =
                    serde_json::to_vec_pretty(&view).map_err(|_| ApiError::new("internal"))?;
                Ok(rendered("proof", today, "json", &bytes))
            }
            "pdf" => {
                let letter = self.proof_sheet(&view, &body, request.id, host)?;
                let bytes =
                    dossier_letters::pdf(&letter).map_err(|error| crate::letter::refuse(&error))?;
                Ok(rendered("proof", today, "pdf", &bytes))
            }
            _ => Err(ApiError::new("unknown_format")),
        }
    }
}

/// Every table of an answer, for a request that was about everything.
fn everything(company: &Company, import: u32) -> Vec<RequestItem> {
    let tables = company.data_tables().filter(|table| table.import == import);
    let item = |table: &StoredTable| RequestItem { table: table.id, ..RequestItem::default() };
    tables.map(item).collect()
}

fn is_right(row: &ProofRow) -> bool {
    !row.right_value.is_empty() && plain(&row.found) == plain(&row.right_value)
}

/// The name by which a table is found in the next answer.
fn stable(table: &StoredTable) -> String {
    let summary = &table.summary;
    stable_table(&summary.declared, &summary.path, &summary.name)
}

/// Changed records whose fields are told.
const MOST_CHANGED: usize = 5;

/// Letters of a value that tells one record from another.
const TELLING: usize = 5;

/// The state of what a later answer does not show, one way or the other.
const ABSENT: &str = "absent";

/// The later answer.
pub(crate) struct Later<'a> {
    company: &'a Company,
    tables: Vec<&'a StoredTable>,
    pub(crate) received: NaiveDate,
    sent: Option<NaiveDate>,
    /// Whether it holds records and all of it could be read: then what is not in it is gone.
    whole: bool,
}

impl Later<'_> {
    /// Whether a table that is not in it is gone: its values stand nowhere else.
    pub(crate) fn shows_gone(
        &self,
        vault: &Vault,
        table: &StoredTable,
        months: &Months,
    ) -> Result<bool, ApiError> {
        let (item, rules) = (RequestItem::default(), KeptRules::none(self.received));
        let all = Asked { item: &item, table, field: None, rules: &rules, months, sent: None };
        Ok(self.whole && !all.elsewhere(vault, &self.company.tables, &self.tables)?)
    }
}

/// One thing that was asked, and where it stood.
struct Asked<'a> {
    item: &'a RequestItem,
    table: &'a StoredTable,
    /// The header, if one field is meant.
    field: Option<&'a str>,
    rules: &'a KeptRules,
    months: &'a Months,
    /// The day on which the request went.
    sent: Option<NaiveDate>,
}

/// What became of it.
#[derive(Default)]
struct Became {
    asked: u64,
    gone: u64,
    still_there: u64,
    changed: u64,
    kept: u64,
    new: u64,
    place: Option<SourcePlace>,
    changes: Vec<FieldChange>,
    found: String,
    right: bool,
    absent: bool,
}

impl Became {
    fn state(&self) -> &'static str {
        match () {
            () if self.absent => ABSENT,
            () if self.gone == self.asked => "gone",
            () if self.changed > 0 && self.right => "changed",
            () if self.kept == self.asked => "kept",
            () if self.still_there == self.asked => "still_there",
            () if self.changed == self.asked => "changed",
            () => "partly",
        }
    }
}

impl Asked<'_> {
    fn outcome(&self, vault: &Vault, later: &[&StoredTable]) -> Result<Became, ApiError> {
        let mut before = Vec::new();
        let keys = self.key_fields(later);
        self.each_asked(vault, |entry| {
            before.extend(self.record(self.table, &keys, entry).map(|(record, _)| record));
        })?;
        let mut after = Vec::new();
        // For a correction the value that stands there now is shown.
        let mut values: HashMap<SourcePlace, String> = HashMap::new();
        let mut expired: HashSet<SourcePlace> = HashSet::new();
        let mut since: HashSet<SourcePlace> = HashSet::new();
        let sent = self.sent.filter(|_| self.field.is_none());
        for table in later {
            let date = main_date(table).filter(|_| self.rules.any() || sent.is_some());
            vault.each_entry(table.id, |entry| {
                if let Some((record, value)) = self.record(table, &keys, &entry) {
                    if !self.item.right_value.is_empty() {
                        values.insert(record.place.clone(), value);
                    }
                    let day = date.as_ref().and_then(|date| day_of(date, &entry, self.months));
                    if self.rules.any() && day.is_some_and(|day| !self.rules.keeps(Some(day))) {
                        expired.insert(record.place.clone());
                    }
                    if sent.is_some_and(|sent| day.is_some_and(|day| day > sent)) {
                        since.insert(record.place.clone());
                    }
                    after.push(record);
                }
                true
            })?;
        }
        // One record in each: it is the same one, whatever changed in it.
        if let ([one], [other]) = (before.as_slice(), after.as_mut_slice()) {
            other.key = one.key;
        }
        // The letter conceded what has no day, so that is no reproach here.
        let kept = |record: &ComparedRecord| self.rules.any() && !expired.contains(&record.place);
        let found = compare(&before, &after, kept);
        let [gone, kept, _, changed] = found.counts;
        let mut became = Became {
            asked: before.len() as u64,
            gone,
            still_there: found.still_there,
            changed,
            kept,
            ..Became::default()
        };
        let came = found.new.iter().filter_map(|pair| pair.after.as_ref());
        became.new = came.filter(|place| since.contains(place)).count() as u64;
        let pairs = found.changed.iter().chain(&found.unchanged).chain(&found.kept_by_law);
        became.place = pairs.filter_map(|pair| pair.after.clone()).next();
        became.changes = self.changes(vault, later, &found.changed)?;
        if !self.item.right_value.is_empty() {
            let now =
                found.changed.iter().chain(&found.unchanged).filter_map(|pair| pair.after.as_ref());
            let now: Vec<&String> = now.filter_map(|place| values.get(place)).collect();
            let wanted = plain(&self.item.right_value);
            became.right = !now.is_empty() && now.iter().all(|value| plain(value) == wanted);
            became.found = now.first().map(|value| (*value).clone()).unwrap_or_default();
        }
        Ok(became)
    }

    /// What changed in the first records that changed, field by field.
    fn changes(
        &self,
        vault: &Vault,
        later: &[&StoredTable],
        changed: &[ComparedPair],
    ) -> Result<Vec<FieldChange>, ApiError> {
        let changed = &changed[..changed.len().min(MOST_CHANGED)];
        let at = |place: &SourcePlace| (place.path.clone(), place.at.clone());
        let wanted: HashSet<_> =
            changed.iter().flat_map(|pair| [&pair.before, &pair.after]).flatten().map(at).collect();
        let mut found = HashMap::new();
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        for table in later.iter().copied().chain([self.table]) {
            vault.each_entry(table.id, |entry| {
                let place = (table.summary.path.clone(), entry.at.clone());
                if wanted.contains(&place) {
                    found.insert(place, (table, entry));
                }
                found.len() < wanted.len()
            })?;
        }
        let record = |place: &Option<SourcePlace>| {
            let (table, entry) = found.get(&at(place.as_ref()?))?;
            Some((*table, entry))
        };
        let pairs =
            changed.iter().filter_map(|one| Some((record(&one.before)?, record(&one.after)?)));
        let meant = |one: &FieldChange| {
            let names = [Some(one.field.as_str()), one.was.as_deref()];
            self.field.is_none() || names.contains(&self.field)
        };
        Ok(pairs.flat_map(|(one, other)| changes(one, other)).filter(meant).collect())
    }

    /// Whether values that were asked about stand in other tables: the shop may have
    /// renamed a file or its columns.
    fn elsewhere(
        &self,
        vault: &Vault,
        others: &[StoredTable],
        later: &[&StoredTable],
    ) -> Result<bool, ApiError> {
        let at = self
            .field
            .and_then(|name| self.table.fields.iter().position(|field| field.summary.name == name));
        let mut values: HashSet<String> = HashSet::new();
        self.each_asked(vault, |entry| {
            let cells = entry.cells.iter().enumerate();
            let meant = cells.filter(|(column, _)| at.is_none_or(|at| at == *column));
            let telling = meant.filter_map(|(_, cell)| Some(plain(cell.as_deref()?)));
            values.extend(telling.filter(|value| value.chars().count() >= TELLING));
        })?;
        // What stands in other tables of the earlier answer tells nothing of this one.
        let before = others.iter().filter(|table| table.import == self.table.import);
        for table in before.filter(|table| table.id != self.table.id) {
            each_value(vault, table, |value| {
                values.remove(&value);
                !values.is_empty()
            })?;
        }
        let mut found = values.is_empty();
        for table in later {
            each_value(vault, table, |value| {
                found |= values.contains(&value);
                !found
            })?;
        }
        Ok(found)
    }

    /// The entries that were asked about.
    fn each_asked(
        &self,
        vault: &Vault,
        mut each: impl FnMut(&StoredEntry),
    ) -> Result<(), ApiError> {
        if self.item.entries.is_empty() {
            return Ok(vault.each_entry(self.table.id, |entry| {
                each(&entry);
                true
            })?);
        }
        let there = |entry: &&EntryId| {
            entry.table == self.table.id && u64::from(entry.row) < self.table.summary.records
        };
        let own = self.item.entries.iter().filter(there);
        let places: Vec<(u32, u32)> = own.map(|entry| (entry.table, entry.row)).collect();
        vault.entries_at(&places)?.iter().for_each(each);
        Ok(())
    }

    /// The columns by which a record is known again: those that name a thing and
    /// stand in both answers, else all but the one that was asked about.
    fn key_fields(&self, later: &[&StoredTable]) -> Vec<String> {
        let in_both = |name: &str| {
            later.iter().all(|table| table.fields.iter().any(|field| field.summary.name == name))
        };
        let others = self.table.fields.iter().map(|field| &field.summary);
        let others =
            others.filter(|one| Some(one.name.as_str()) != self.field && in_both(&one.name));
        let naming = others.clone().filter(|one| {
            one.filled > 0
                && u64::from(one.distinct) == one.filled
                && one.filled == self.table.summary.records
        });
        // The first column that names each record is its number.
        match naming.into_iter().next() {
            Some(one) if self.table.summary.records > 1 => vec![one.name.clone()],
            _ => others.map(|one| one.name.clone()).collect(),
        }
    }

    fn record(
        &self,
        table: &StoredTable,
        keys: &[String],
        entry: &StoredEntry,
    ) -> Option<(ComparedRecord, String)> {
        let cell = |name: &str| -> &str {
            let at = table.fields.iter().position(|field| field.summary.name == name);
            at.and_then(|at| entry.cells.get(at)?.as_deref()).unwrap_or_default()
        };
        let value = match self.field {
            Some(field) => cell(field).to_owned(),
            None => String::new(),
        };
        if self.field.is_some() && value.trim().is_empty() && self.item.right_value.is_empty() {
            return None;
        }
        let key = digest(keys.iter().map(|name| (name.as_str(), cell(name))));
        let content = match self.field {
            Some(field) => digest([(field, plain(&value).as_str())].into_iter()),
            None => {
                let mut all: Vec<_> =
                    table.fields.iter().map(|field| field.summary.name.as_str()).collect();
                all.sort_unstable();
                digest(
                    all.into_iter().map(|name| (name, cell(name))).filter(|(_, v)| !v.is_empty()),
                )
            }
        };
        let place = SourcePlace::new(table.summary.path.clone(), entry.at.clone());
        let place = match self.field {
            Some(field) => place.with_field(field),
            None => place,
        };
        // Both answers under one name: the asked table's own.
        Some((ComparedRecord { table: stable(self.table), key, content, place }, value))
    }
}

/// Calls `each` with the values of a table, as they are compared, until it says no.
fn each_value(
    vault: &Vault,
    table: &StoredTable,
    mut each: impl FnMut(String) -> bool,
) -> Result<(), ApiError> {
    Ok(vault
        .each_entry(table.id, |entry| entry.cells.iter().flatten().all(|cell| each(plain(cell))))?)
}

/// A value as it is compared: case and spaces say nothing.
pub(crate) fn plain(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn digest<'a>(cells: impl Iterator<Item = (&'a str, &'a str)>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for cell in cells {
        cell.hash(&mut hasher);
    }
    hasher.finish()
}
