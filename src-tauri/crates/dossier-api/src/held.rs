//! One company as the vault knows it, without records.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use dossier_catalog::letter::Letters;
use dossier_insight::{Announced, Answer, DeclaredFact, Hint, Holdings, is_of_data, strength};
use dossier_model::{
    Item, MemberSummary, Problem, Reply, SourcePlace, Statement, StatementKind, TableSummary, Voice,
};
use dossier_vault::{StoredController, StoredImport, StoredRequest, StoredTable, Vault};

use crate::ApiError;
use crate::contract::RequestState;
use crate::letterhead::ImportFacts;
use crate::own_entries::OwnEntry;
use crate::requests::{state_of, unpack};
use crate::track::ACCESS;

/// One company with all its answers.
pub(crate) struct Company {
    pub controller: StoredController,
    pub imports: Vec<StoredImport>,
    /// All tables, running text included.
    pub tables: Vec<StoredTable>,
    pub statements: Vec<Statement>,
    /// Words that may state what no statement was made of.
    pub hints: Vec<Hint>,
    /// What its letters say instead of an answer.
    pub replies: Vec<Reply>,
    /// Where a letter announces the copy, if no data came.
    pub announced: Option<Announced>,
    pub members: Vec<MemberSummary>,
    pub problems: Vec<Problem>,
    pub holdings: Holdings,
    pub declared: Vec<DeclaredFact>,
    /// The last request for access that was sent and answered.
    pub asked: Option<Asked>,
    /// The person's own entry of the directory.
    pub own: Option<OwnEntry>,
    pub summaries: Vec<TableSummary>,
}

/// The days of a request for access, as the person noted them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub sent: NaiveDate,
    pub due: NaiveDate,
    pub answered: NaiveDate,
}

impl Asked {
    /// Those of a request, if it was sent with a period and answered.
    pub fn of(vault: &Vault, request: &StoredRequest) -> Result<Option<Self>, ApiError> {
        let is_access = unpack(request).is_ok_and(|body| body.right == ACCESS);
        let day = |day: &Option<String>| day.as_deref().and_then(|day| day.parse().ok());
        let (Some(sent), Some(due), true) = (day(&request.sent), day(&request.due), is_access)
        else {
            return Ok(None);
        };
        let events = vault.events(request.id)?;
        let came = events.iter().find(|event| state_of(&event.state) == RequestState::Answered);
        let answered = came.and_then(|event| event.day.parse().ok());
        Ok(answered.map(|answered| Self { sent, due, answered }))
    }
}

impl Company {
    /// The answer as insight takes it.
    pub fn answer(&self) -> Answer<'_> {
        Answer {
            controller: &self.controller.name,
            tables: &self.summaries,
            statements: &self.statements,
            hints: &self.hints,
            letter: self.letter(),
            replies: &self.replies,
            announced: self.announced.as_ref(),
            declared: &self.declared,
            members: &self.members,
            problems: &self.problems,
            requested: self.asked.map(|asked| asked.sent),
            due: self.asked.map(|asked| asked.due),
            answered: self.asked.map(|asked| asked.answered),
            received: self.imports.iter().filter_map(|import| import.received.parse().ok()).max(),
        }
    }

    /// What the letters of some imports say instead of an answer, and whether one of the
    /// imports is an answer.
    pub fn held_up(&self, imports: &[u32], letters: &Letters) -> (Vec<Reply>, bool) {
        let mut held_up = Vec::new();
        let mut answers = false;
        for import in self.imports.iter().filter(|import| imports.contains(&import.id)) {
            let mut said = replies(import);
            said.retain(|reply| letters.holds_up(&reply.kind));
            let data = self.data_tables().any(|table| table.import == import.id);
            answers |= data || said.is_empty();
            held_up.append(&mut said);
        }
        (held_up, answers)
    }

    /// Whether one of the imports has a letter; none if an old one may.
    fn letter(&self) -> Option<bool> {
        let told = |import: &StoredImport| {
            serde_json::from_str::<ImportFacts>(&import.facts).ok().and_then(|facts| facts.letter)
        };
        let all: Vec<Option<bool>> = self.imports.iter().map(told).collect();
        if all.contains(&Some(true)) {
            return Some(true);
        }
        (!all.contains(&None)).then_some(false)
    }

    /// Address and day of the first letter that has a letterhead.
    pub fn letter_address(&self) -> Option<(String, String)> {
        self.imports.iter().find_map(|import| {
            let facts: ImportFacts = serde_json::from_str(&import.facts).ok()?;
            let as_of = facts.letter_date.unwrap_or_default();
            (!facts.address.is_empty()).then_some((facts.address, as_of))
        })
    }

    /// The one law that its letters name.
    pub fn letter_law(&self) -> Option<String> {
        let facts = |json: &str| serde_json::from_str::<ImportFacts>(json).ok();
        let laws = self.imports.iter().filter_map(|import| facts(&import.facts));
        let laws: BTreeSet<String> = laws.flat_map(|facts| facts.laws).collect();
        laws.into_iter().reduce(|_, _| String::new()).filter(|law| !law.is_empty())
    }

    /// The tables, without those that a later answer brought again: findings speak of what
    /// is held now.
    pub fn current(&self) -> Vec<TableSummary> {
        let days: HashMap<u32, &str> =
            self.imports.iter().map(|import| (import.id, import.received.as_str())).collect();
        let day = |table: &StoredTable| days.get(&table.import).copied();
        let form = |table: &'_ StoredTable| {
            let headers = table.summary.fields.iter().map(|field| field.name.clone());
            let (path, name) = (table.summary.path.innermost(), &table.summary.name);
            (path.to_owned(), name.clone(), headers.collect::<Vec<_>>())
        };
        let mut last = HashMap::new();
        for table in self.record_tables() {
            let newest = last.entry(form(table)).or_insert(None);
            *newest = day(table).max(*newest);
        }
        let is_last = |table: &StoredTable| last.get(&form(table)) == Some(&day(table));
        let tables = self.record_tables().zip(&self.summaries);
        tables.filter(|(table, _)| is_last(table)).map(|(_, summary)| summary.clone()).collect()
    }

    /// The tables with records.
    pub fn record_tables(&self) -> impl Iterator<Item = &StoredTable> {
        self.tables.iter().filter(|table| !table.prose)
    }

    /// The tables with records about the person: not the headers of a mail, and not what
    /// a letter says in a table of its own.
    pub fn data_tables(&self) -> impl Iterator<Item = &StoredTable> {
        let in_letter = |table: &StoredTable| {
            let mut prose = self.tables.iter().filter(|one| one.prose);
            prose.any(|one| one.import == table.import && one.summary.path == table.summary.path)
        };
        let tables = self.record_tables().zip(&self.summaries);
        tables
            .filter(move |(table, summary)| is_of_data(summary) || !in_letter(table))
            .map(|(table, _)| table)
    }

    /// Entries in all its answers.
    pub fn entries(&self) -> u64 {
        self.record_tables().map(|table| table.summary.records).sum()
    }

    /// First and last date of its entries.
    pub fn dates(&self) -> (Option<String>, Option<String>) {
        let firsts = self.record_tables().filter_map(|table| table.summary.first.clone());
        let lasts = self.record_tables().filter_map(|table| table.summary.last.clone());
        (firsts.min(), lasts.max())
    }

    /// The items of a table.
    pub fn items_of<'a>(&'a self, table: &'a StoredTable) -> impl Iterator<Item = &'a Item> {
        let summary = &table.summary;
        self.holdings
            .items
            .iter()
            .filter(move |item| item.place.path == summary.path && item.table == summary.name)
    }

    /// Entries for which nothing says why: neither the company nor the data.
    pub fn without_purpose(&self) -> u64 {
        let silent = |voice| matches!(voice, Voice::Typical | Voice::NotStated);
        let tables = self.record_tables().filter(|table| silent(self.purpose_voice(table)));
        tables.map(|table| table.summary.records).sum()
    }

    /// The strongest voice that gives a purpose for any field of a table.
    pub fn purpose_voice(&self, table: &StoredTable) -> Voice {
        let voices = self.items_of(table).flat_map(|item| &item.purposes).map(|v| v.voice);
        voices.min_by_key(|voice| strength(*voice)).unwrap_or(Voice::NotStated)
    }

    /// The company's words at a place.
    pub fn quote_at(&self, kind: StatementKind, place: &SourcePlace) -> Option<&Statement> {
        let at_place = |s: &&Statement| s.place == *place;
        let mut here = self.statements.iter().filter(at_place);
        let exact = here.clone().find(|statement| statement.kind == kind);
        exact.or_else(|| here.next())
    }

    /// The table and field of an item.
    pub fn field_of(&self, item: &Item) -> Option<(&StoredTable, &dossier_vault::StoredField)> {
        self.field_at(&item.place, &item.table, &item.field)
    }

    /// The table and field at a place.
    pub fn field_at(
        &self,
        place: &SourcePlace,
        table: &str,
        field: &str,
    ) -> Option<(&StoredTable, &dossier_vault::StoredField)> {
        let in_member = |t: &&StoredTable| !t.prose && t.summary.path == place.path;
        let named = |t: &&StoredTable| table.is_empty() || t.summary.name == table;
        // Of two answers with this file the later one counts.
        self.tables.iter().rev().filter(in_member).filter(named).find_map(|table| {
            let hit = table.fields.iter().find(|f| f.summary.name == field)?;
            Some((table, hit))
        })
    }
}

/// What the letters of an import say instead of an answer.
pub(crate) fn replies(import: &StoredImport) -> Vec<Reply> {
    serde_json::from_str::<ImportFacts>(&import.facts)
        .map(|facts| facts.replies)
        .unwrap_or_default()
}

/// Whether a table tells nothing of a person: the lines of a letter laid out as a table,
/// numbers of versions and rows.
pub(crate) fn is_impersonal(table: &StoredTable) -> bool {
    let fields = &table.fields;
    !fields.is_empty() && fields.iter().all(|field| field.summary.is_technical())
}
