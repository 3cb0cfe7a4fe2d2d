//! Everything that views are built on but the records themselves: read once,
//! kept until something changes.

use std::collections::HashMap;

use chrono::NaiveDate;
use dossier_catalog::Catalog;
pub(crate) use dossier_insight::strength;
use dossier_insight::{
    Answer, DeclaredFact, Finding, Holdings, Knowledge, about_the_person, findings, holdings,
};
use dossier_model::StatementKind;
use dossier_vault::{StoredImport, StoredTable, Vault};

use crate::ApiError;
use crate::correct::Corrections;
use crate::held::replies;
pub(crate) use crate::held::{Asked, Company};
use crate::hints::hints;
use crate::listed::own_entry;
use crate::own_entries::own_entries;

/// The state of the vault, without records.
pub(crate) struct Snapshot {
    pub companies: Vec<Company>,
    pub findings: Vec<Finding>,
    /// Tables by id: where they are in `companies`.
    places: HashMap<u32, (usize, usize)>,
}

impl Snapshot {
    pub fn read(vault: &Vault, catalog: &Catalog, today: NaiveDate) -> Result<Self, ApiError> {
        let knowledge = knowledge(catalog);
        let imports = vault.imports()?;
        let mut tables = vault.tables(None)?;
        let known = Corrections::read(vault)?;
        tables.iter_mut().for_each(|table| known.apply(catalog, table));
        let own_entries = own_entries(vault)?;
        let requests = vault.requests()?;
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
                hints: hints(vault, controller.id)?,
                replies: imports.iter().flat_map(replies).collect(),
                announced: None,
                members: Vec::new(),
                problems: Vec::new(),
                holdings: Holdings::default(),
                declared: Vec::new(),
                asked: None,
                own: None,
                summaries: Vec::new(),
                controller,
                imports,
            };
            // The newest comes first.
            for request in requests.iter().filter(|r| r.controller == company.controller.id) {
                company.asked = Asked::of(vault, request)?;
                if company.asked.is_some() {
                    break;
                }
            }
            for import in &company.imports {
                company.members.extend(vault.members(import.id)?.into_iter().map(|m| m.summary));
                company.problems.extend(vault.problems(import.id)?.into_iter().map(|p| p.problem));
                company.declared.extend(declared(catalog, &import.company));
            }
            let summaries = company.record_tables().map(|t| t.summary.clone()).collect();
            company.summaries = about_the_person(summaries, &company.statements, &knowledge);
            let mut held = holdings(&company.answer(), &knowledge);
            for item in &mut held.items {
                let hit = company.field_of(item).map(|(table, _)| table.summary.declared.clone());
                known.apply_purpose(&hit.unwrap_or_default(), item);
            }
            company.holdings = held;
            company.own = own_entry(catalog, &own_entries, &company);
            companies.push(company);
        }
        let current: Vec<_> = companies.iter().map(Company::current).collect();
        let answers: Vec<_> = companies
            .iter()
            .zip(&current)
            .map(|(company, tables)| Answer { tables, ..company.answer() })
            .collect();
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
        values: catalog.values(),
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
