//! Everything that views are built on but the records themselves: read once,
//! kept until something changes.

use std::collections::HashMap;

use chrono::NaiveDate;
use dossier_catalog::Catalog;
use dossier_insight::{Answer, DeclaredFact, Finding, Holdings, Knowledge, findings, holdings};
use dossier_model::{
    Item, MemberSummary, Problem, SourcePlace, Statement, StatementKind, TableSummary, Voice,
};
use dossier_vault::{StoredController, StoredImport, StoredTable, Vault};

use crate::ApiError;
use crate::correct::Corrections;
use crate::directory::OwnEntry;
use crate::import::ImportFacts;

/// The state of the vault, without records.
pub(crate) struct Snapshot {
    pub companies: Vec<Company>,
    pub findings: Vec<Finding>,
    /// Tables by id: where they are in `companies`.
    places: HashMap<u32, (usize, usize)>,
}

/// One company with all its answers.
pub(crate) struct Company {
    pub controller: StoredController,
    pub imports: Vec<StoredImport>,
    /// All tables, running text included.
    pub tables: Vec<StoredTable>,
    pub statements: Vec<Statement>,
    pub members: Vec<MemberSummary>,
    pub problems: Vec<Problem>,
    pub holdings: Holdings,
    pub declared: Vec<DeclaredFact>,
    /// The person's own entry of the directory.
    pub own: Option<OwnEntry>,
    summaries: Vec<TableSummary>,
}

impl Company {
    /// The answer as insight takes it.
    pub fn answer(&self) -> Answer<'_> {
        Answer {
            controller: &self.controller.name,
            tables: &self.summaries,
            statements: &self.statements,
            declared: &self.declared,
            members: &self.members,
            problems: &self.problems,
            requested: None,
            received: self.imports.iter().filter_map(|import| import.received.parse().ok()).max(),
        }
    }

    /// Address and day of the first letter that has a letterhead.
    pub fn letter_address(&self) -> Option<(String, String)> {
        self.imports.iter().find_map(|import| {
            let facts: ImportFacts = serde_json::from_str(&import.facts).ok()?;
            let as_of = facts.letter_date.unwrap_or_default();
            (!facts.address.is_empty()).then_some((facts.address, as_of))
        })
    }

    /// The tables with records.
    pub fn record_tables(&self) -> impl Iterator<Item = &StoredTable> {
        self.tables.iter().filter(|table| !table.prose)
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
        self.tables.iter().filter(in_member).filter(named).find_map(|table| {
            let hit = table.fields.iter().find(|f| f.summary.name == field)?;
            Some((table, hit))
        })
    }
}

/// 0 for the strongest voice.
pub(crate) fn strength(voice: Voice) -> u8 {
    match voice {
        Voice::Stated => 0,
        Voice::Seen => 1,
        Voice::Typical => 2,
        Voice::NotStated => 3,
    }
}

impl Snapshot {
    pub fn read(vault: &Vault, catalog: &Catalog, today: NaiveDate) -> Result<Self, ApiError> {
        let knowledge = knowledge(catalog);
        let imports = vault.imports()?;
        let mut tables = vault.tables(None)?;
        let known = Corrections::read(vault)?;
        tables.iter_mut().for_each(|table| known.apply(catalog, table));
        let own_entries = crate::directory::own_entries(vault)?;
        let mut companies = Vec::new();
        for controller in vault.controllers()? {
            let own = |import: &&StoredImport| import.controller == controller.id;
            let imports: Vec<_> = imports.iter().filter(own).cloned().collect();
            let mut company = Company {
                tables: tables.iter().filter(|t| t.controller == controller.id).cloned().collect(),
                statements: vault
                    .statements(Some(controller.id))?
                    .into_iter()
                    .map(|(_, statement)| statement)
                    .collect(),
                members: Vec::new(),
                problems: Vec::new(),
                holdings: Holdings::default(),
                declared: Vec::new(),
                own: None,
                summaries: Vec::new(),
                controller,
                imports,
            };
            for import in &company.imports {
                company.members.extend(vault.members(import.id)?.into_iter().map(|m| m.summary));
                company.problems.extend(vault.problems(import.id)?.into_iter().map(|p| p.problem));
                company.declared.extend(declared(catalog, &import.company));
            }
            company.summaries = company.record_tables().map(|t| t.summary.clone()).collect();
            let mut held = holdings(&company.answer(), &knowledge);
            for item in &mut held.items {
                let hit = company.field_of(item).map(|(table, _)| table.summary.declared.clone());
                known.apply_purpose(&hit.unwrap_or_default(), item);
            }
            company.holdings = held;
            company.own = crate::directory::own_entry(catalog, &own_entries, &company);
            companies.push(company);
        }
        let answers: Vec<_> = companies.iter().map(Company::answer).collect();
        let findings = findings(&answers, &[], knowledge, today);
        let places = companies
            .iter()
            .enumerate()
            .flat_map(|(c, company)| {
                company.tables.iter().enumerate().map(move |(t, table)| (table.id, (c, t)))
            })
            .collect();
        Ok(Self { companies, findings, places })
    }

    /// A company by the id of its controller.
    pub fn company(&self, controller: u32) -> Result<&Company, ApiError> {
        let hit = self.companies.iter().find(|company| company.controller.id == controller);
        hit.ok_or_else(|| ApiError::new("no_such"))
    }

    /// A table by its id, with its company.
    pub fn table(&self, id: u32) -> Option<(&Company, &StoredTable)> {
        let (company, table) = *self.places.get(&id)?;
        let company = self.companies.get(company)?;
        Some((company, company.tables.get(table)?))
    }
}

/// What insight needs of the catalog.
pub(crate) fn knowledge(catalog: &Catalog) -> Knowledge<'_> {
    Knowledge {
        categories: catalog.categories(),
        terms: catalog.purposes(),
        rules: catalog.findings(),
    }
}

/// What the declaration of a company says is typical of its tables.
fn declared(catalog: &Catalog, slug: &str) -> Vec<DeclaredFact> {
    let Some(company) = catalog.company(slug) else { return Vec::new() };
    let facts = company.tables.iter().flat_map(|table| {
        table.purposes.iter().map(|purpose| DeclaredFact {
            kind: StatementKind::Purpose,
            table: format!("{}/{}", company.slug, table.id),
            category: String::new(),
            value: purpose.clone(),
        })
    });
    facts.collect()
}
