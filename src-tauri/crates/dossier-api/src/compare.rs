//! Answers beside each other.

use dossier_model::Kind;

use crate::contract::*;
use crate::requests::LAW;
use crate::snapshot::Company;
use crate::timeline::word;
use crate::why::chosen;
use crate::{Api, ApiError, Host};

impl Api {
    pub(crate) fn compare_sides(
        &self,
        request: WhyRequest,
        host: &mut Host<'_>,
    ) -> Result<SidesView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let companies: Vec<&Company> = chosen(&snapshot, &request.controllers).collect();
        let columns = companies.iter().map(|company| SideColumn {
            controller: company.controller.id,
            name: company.controller.name.clone(),
        });
        let kinds = Kind::ALL.iter().map(|kind| SideRow {
            id: word(*kind),
            label: String::new(),
            group: "kind".to_owned(),
            cells: companies.iter().map(|company| kind_cell(company, *kind)).collect(),
        });
        let mut rows: Vec<SideRow> = kinds.collect();
        // One list for all, or the answers could not stand beside each other.
        let law = companies.first().map(|company| self.law_for(company)).transpose()?;
        let law = law.unwrap_or_else(|| LAW.to_owned());
        let lists: Vec<Vec<ChecklistRow>> = companies
            .iter()
            .map(|company| self.checklist_of(company, &law, &request.language))
            .collect();
        for question in lists.first().into_iter().flatten() {
            let cell = |(company, list): (&&Company, &Vec<ChecklistRow>)| {
                let row = list.iter().find(|row| row.id == question.id);
                // Nothing that was read is nothing that was checked.
                let read = company.entries() > 0 || !company.statements.is_empty();
                let row = row.filter(|_| read);
                SideCell {
                    state: row.map_or("not_checked", |row| &row.answered).to_owned(),
                    records: 0,
                    place: row.and_then(|row| row.place.clone()),
                }
            };
            rows.push(SideRow {
                id: question.id.clone(),
                label: question.label.clone(),
                group: "question".to_owned(),
                cells: companies.iter().zip(&lists).map(cell).collect(),
            });
        }
        Ok(SidesView { columns: columns.collect(), rows })
    }
}

fn kind_cell(company: &Company, kind: Kind) -> SideCell {
    let of_kind = |table: &&dossier_vault::StoredTable| table.summary.kinds[kind as usize];
    let tables = || company.record_tables();
    let largest = tables().max_by_key(of_kind).filter(|table| of_kind(table) > 0);
    SideCell {
        state: if largest.is_some() { "yes" } else { "no" }.to_owned(),
        records: tables().map(|table| of_kind(&table)).sum(),
        place: largest.map(|table| {
            dossier_model::SourcePlace::new(table.summary.path.clone(), Default::default())
        }),
    }
}
