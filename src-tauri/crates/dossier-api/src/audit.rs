//! What an auditor asks: everything of one kind, in one list; and the two
//! questions that need no vault.

use chrono::NaiveDate;
use dossier_letters::{CountFacts, run_cases};
use dossier_model::{At, FieldSummary, SourcePlace, StatementKind};
use serde_json::{Value, json};

use crate::contract::*;
use crate::imports::table_label;
use crate::snapshot::Company;
use crate::voiced::views;
use crate::wording::words;
use crate::{Api, ApiError, Host};

impl Api {
    pub(crate) fn holdings(
        &self,
        request: AuditRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<HoldingView>, ApiError> {
        let snapshot = self.snapshot(host)?;
        let mut views = Vec::new();
        for company in snapshot.companies.iter().filter(|company| wanted(&request, company)) {
            let items = company.holdings.items.iter();
            let placed = items.filter_map(|item| self.item_view(company, item, &request.language));
            let all = placed.chain(self.beside(company, &request.language));
            views.extend(
                all.map(|item| HoldingView { controller: company.controller.name.clone(), item }),
            );
        }
        Ok(views)
    }

    /// What is of none of the twelve kinds: fields whose names tell no kind, and what only
    /// operation needs. It is held all the same.
    pub(crate) fn beside(&self, company: &Company, language: &str) -> Vec<ItemView> {
        let tables = company.record_tables().zip(&company.summaries);
        tables
            // Lines of a letter laid out as a table are read as the letter.
            .filter(|(_, summary)| !summary.fields.iter().all(FieldSummary::is_technical))
            .flat_map(|(table, summary)| {
                let fields = table.fields.iter().zip(&summary.fields);
                fields
                    .filter(|(_, field)| field.filled > 0 && field.kind.is_none())
                    .map(move |(stored, field)| (table, summary, stored.id, field))
            })
            .map(|(table, summary, field_id, field)| ItemView {
                field_id,
                table_id: table.id,
                category: field.category.clone(),
                label: self.label_beside(&field.category, language),
                table: table_label(self.catalog, table, language),
                field: field.name.clone(),
                place: SourcePlace::new(summary.path.clone(), At::Whole).with_field(&field.name),
                records: field.filled,
                first: field.first.clone().or_else(|| summary.first.clone()),
                last: field.last.clone().or_else(|| summary.last.clone()),
                examples: field.examples.expose().clone(),
                ..self.unexplained(company, &field.category, language)
            })
            .collect()
    }

    fn label_beside(&self, category: &str, language: &str) -> String {
        match category {
            "" => self.catalog.findings().word("unclassified", language).to_owned(),
            known => words(self.catalog, known, language),
        }
    }

    /// Nobody says why a field without a kind is held; of what tells nothing about the
    /// person nobody need say it.
    fn unexplained(&self, company: &Company, category: &str, language: &str) -> ItemView {
        let nobody = |kind| match category {
            "" => views(self.catalog, company, kind, [], language),
            _ => Vec::new(),
        };
        ItemView {
            purposes: nobody(StatementKind::Purpose),
            legal_bases: nobody(StatementKind::LegalBasis),
            recipients: nobody(StatementKind::Recipient),
            retention: nobody(StatementKind::Retention),
            sources: nobody(StatementKind::Source),
            ..ItemView::default()
        }
    }

    pub(crate) fn statements(
        &self,
        request: AuditRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<StatementView>, ApiError> {
        let snapshot = self.snapshot(host)?;
        let companies = snapshot.companies.iter().filter(|company| wanted(&request, company));
        let views = companies.flat_map(|company| {
            company.statements.iter().map(|statement| StatementView {
                controller: company.controller.name.clone(),
                statement: statement.clone(),
            })
        });
        Ok(views.collect())
    }

    pub(crate) fn checklist(
        &self,
        request: AuditRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<ChecklistRow>, ApiError> {
        let snapshot = self.snapshot(host)?;
        let controller = request.controller.ok_or_else(|| ApiError::new("bad_request"))?;
        let company = snapshot.company(controller)?;
        let law = match request.law.is_empty() {
            true => self.law_for(company)?,
            false => request.law,
        };
        let rows = self.checklist_of(company, &law, &request.language);
        if rows.is_empty() { Err(ApiError::new("no_such_law")) } else { Ok(rows) }
    }

    pub(crate) fn verify(&self, _: Nothing, _: &mut Host<'_>) -> Result<VerifyView, ApiError> {
        self.read(|vault| {
            let found = vault.verify()?;
            let mut broken_ledgers = 0;
            for import in vault.imports()? {
                let view = crate::imports::view(vault, &import)?;
                let members = vault.members(import.id)?;
                let records: u64 = members.iter().map(|member| member.summary.records).sum();
                if !view.ledger.adds_up || records != import.records {
                    broken_ledgers += 1;
                }
            }
            let sums = [found.broken_pages, found.broken_blocks, found.broken_sources];
            Ok(VerifyView {
                sound: sums.iter().sum::<u32>() + broken_ledgers == 0,
                broken_pages: found.broken_pages,
                broken_blocks: found.broken_blocks,
                broken_sources: found.broken_sources,
                broken_ledgers,
            })
        })
    }
}

pub(crate) fn wanted(request: &AuditRequest, company: &Company) -> bool {
    request.controller.is_none_or(|id| company.controller.id == id)
}

/// Classifies fields, given and answered as JSON lines; those of one table together.
/// Needs no vault.
pub fn classify_lines(api: &Api, lines: &[&str]) -> Vec<Result<String, ApiError>> {
    let categories = api.catalog().categories();
    let answers =
        dossier_ingest::classify::classify_jsonl(lines, api.ingest().classifier(), categories);
    answers.into_iter().map(|answer| answer.map_err(|_| ApiError::new("bad_request"))).collect()
}

/// Counts one deadline. Needs no vault.
pub fn count_deadline(
    api: &Api,
    law: &str,
    kind: &str,
    start: NaiveDate,
    region: &str,
) -> Result<Value, ApiError> {
    let laws = api.catalog().laws();
    let spec = laws.get(law).ok_or_else(|| ApiError::new("no_such_law"))?;
    let due = dossier_letters::due(laws, spec, kind, start, region, &CountFacts::default())
        .map_err(|_| ApiError::new("no_such_deadline"))?;
    Ok(json!({ "due": due.due, "overdue_from": due.overdue_from, "how": due.how }))
}

/// Counts all deadlines of a file of cases. Needs no vault.
pub fn deadline_cases(api: &Api, text: &str) -> Result<Value, ApiError> {
    let answers =
        run_cases(api.catalog().laws(), text).map_err(|_| ApiError::new("bad_request"))?;
    let rows = answers.iter().map(|answer| {
        json!({
            "id": answer.id,
            "due": answer.due,
            "erasable_from": answer.erasable_from,
            "how": answer.how,
            "problem": answer.problem,
        })
    });
    Ok(rows.collect())
}
