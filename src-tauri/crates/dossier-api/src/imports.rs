//! Imports as views: the list, the report, taking one out.

use dossier_catalog::Catalog;
use dossier_model::{MemberState, MemberSummary};
use dossier_vault::{StoredController, StoredImport, StoredTable, Vault, VaultError};

use crate::contract::*;
use crate::{Api, ApiError, Host};

impl Api {
    pub(crate) fn imports(
        &self,
        _: LanguageRequest,
        _: &mut Host<'_>,
    ) -> Result<Vec<ImportView>, ApiError> {
        self.with(|vault| vault.imports()?.iter().map(|import| view(vault, import)).collect())
    }

    pub(crate) fn import_report(
        &self,
        request: ImportIdRequest,
        host: &mut Host<'_>,
    ) -> Result<ImportReportView, ApiError> {
        self.report(request.id, &request.language, host)
    }

    pub(crate) fn report(
        &self,
        id: u32,
        language: &str,
        _: &mut Host<'_>,
    ) -> Result<ImportReportView, ApiError> {
        let catalog = self.catalog;
        self.with(|vault| {
            let import = vault.import(id)?;
            let tables = vault.tables(Some(id))?;
            let problems = vault.problems(id)?;
            let members = vault.members(id)?.into_iter().map(|member| MemberView {
                id: member.id,
                tables: tables
                    .iter()
                    .filter(|table| table.member == member.id && !table.prose)
                    .map(|table| table_view(catalog, table, language))
                    .collect(),
                problems: problems
                    .iter()
                    .filter(|problem| problem.member == Some(member.id))
                    .map(|problem| problem.problem.clone())
                    .collect(),
                summary: member.summary,
            });
            Ok(ImportReportView {
                members: members.collect(),
                problems: problems
                    .iter()
                    .filter(|problem| problem.member.is_none())
                    .map(|problem| problem.problem.clone())
                    .collect(),
                import: view(vault, &import)?,
                passwords_wanted: Vec::new(),
                same_as: None,
            })
        })
    }

    pub(crate) fn import_remove(
        &self,
        request: ImportIdRequest,
        host: &mut Host<'_>,
    ) -> Result<SessionView, ApiError> {
        self.step("history.import_removed", |vault| vault.hide_import(request.id, true))?;
        self.session((), host)
    }

    pub(crate) fn import_set_controller(
        &self,
        request: SetControllerRequest,
        _: &mut Host<'_>,
    ) -> Result<ImportView, ApiError> {
        let name = named(&request.name)?;
        self.step("history.controller_set", |vault| {
            let before = vault.import(request.import)?.controller;
            vault.set_controller(request.import, name)?;
            let after = vault.import(request.import)?.controller;
            if vault.has_import(before)? {
                return Ok(());
            }
            follow(vault, before, after)
        })?;
        self.with(|vault| view(vault, &vault.import(request.import)?))
    }

    pub(crate) fn controller_rename(
        &self,
        request: RenameControllerRequest,
        _: &mut Host<'_>,
    ) -> Result<ControllerView, ApiError> {
        let name = named(&request.name)?;
        let mut imports = self.with(|vault| Ok(vault.imports()?))?;
        imports.retain(|import| import.controller == request.id);
        let first = imports.first().ok_or_else(|| ApiError::new("no_such"))?.id;
        self.step("history.controller_set", |vault| {
            for import in &imports {
                vault.set_controller(import.id, name)?;
            }
            let after = vault.import(first)?.controller;
            follow(vault, request.id, after)?;
            vault.give_way(request.id, after)
        })?;
        self.with(|vault| {
            let now = vault.import(first)?.controller;
            Ok(controller_view(&vault.controller(now)?))
        })
    }
}

fn named(name: &str) -> Result<&str, ApiError> {
    match name.trim() {
        "" => Err(ApiError::new("empty_name")),
        name => Ok(name),
    }
}

/// What hangs on a company goes with the last of its answers.
fn follow(vault: &Vault, before: u32, after: u32) -> Result<(), VaultError> {
    vault.move_requests(before, after)?;
    crate::note::move_note(vault, before, after)
}

/// One import as it is listed.
pub(crate) fn view(vault: &Vault, import: &StoredImport) -> Result<ImportView, ApiError> {
    let members = vault.members(import.id)?;
    let summaries: Vec<_> = members.into_iter().map(|member| member.summary).collect();
    Ok(ImportView {
        id: import.id,
        controller: controller_view(&vault.controller(import.controller)?),
        name: import.name.clone(),
        sha256: import.sha256.clone(),
        bytes: import.bytes,
        received: import.received.clone(),
        imported: import.imported.clone(),
        ledger: ledger(&summaries),
        records: import.records,
        entries: vault.entries_of(import.id)?,
        problems: vault.problem_counts(import.id)?,
        sample: import.sample,
    })
}

/// A controller with the reasons for its name.
pub(crate) fn controller_view(controller: &StoredController) -> ControllerView {
    ControllerView {
        id: controller.id,
        name: controller.name.clone(),
        how: controller.how.clone(),
        why: serde_json::from_str(&controller.why).unwrap_or_default(),
    }
}

/// The sums of the ledger, each counted for itself.
fn ledger(members: &[MemberSummary]) -> LedgerView {
    let sum = |state: Option<MemberState>| {
        members.iter().filter(|m| state.is_none_or(|state| m.state == state)).fold(
            LedgerSum::default(),
            |sum, member| LedgerSum { members: sum.members + 1, bytes: sum.bytes + member.bytes },
        )
    };
    let mut view = LedgerView {
        total: sum(None),
        read: sum(Some(MemberState::Read)),
        duplicate: sum(Some(MemberState::Duplicate)),
        kept: sum(Some(MemberState::Kept)),
        failed: sum(Some(MemberState::Failed)),
        adds_up: false,
    };
    let parts = [view.read, view.duplicate, view.kept, view.failed];
    view.adds_up = parts.iter().map(|part| part.members).sum::<u32>() == view.total.members
        && parts.iter().map(|part| part.bytes).sum::<u64>() == view.total.bytes;
    view
}

fn table_view(catalog: &Catalog, table: &StoredTable, language: &str) -> TableView {
    let fields = table.fields.iter().map(|field| FieldView {
        id: field.id,
        name: field.summary.name.clone(),
        category: field.summary.category.clone(),
        label: crate::wording::words(catalog, &field.summary.category, language),
        confidence: field.summary.confidence,
        why: why(catalog, &field.summary.why, language),
        filled: field.summary.filled,
        examples: field.summary.examples.expose().clone(),
    });
    TableView {
        id: table.id,
        label: table_label(catalog, table, language),
        name: table.summary.name.clone(),
        declared: !table.summary.declared.is_empty(),
        records: table.summary.records,
        fields: fields.collect(),
    }
}

/// A table as people call it: the declaration's label, else its name, else the file.
pub(crate) fn table_label(catalog: &Catalog, table: &StoredTable, language: &str) -> String {
    let declared = table.summary.declared.split_once('/').and_then(|(company, id)| {
        let label = catalog.company(company)?.table(id)?.label.get(language).to_owned();
        (!label.is_empty()).then_some(label)
    });
    declared.unwrap_or_else(|| {
        crate::naming::spoken(&table.summary.name, &table.summary.path, catalog.statements())
    })
}

/// Why a field has its category, in words.
fn why(catalog: &Catalog, reasons: &[String], language: &str) -> Vec<String> {
    use dossier_ingest::classify::{Reason, render};
    let parsed: Vec<Reason> =
        reasons.iter().filter_map(|reason| serde_json::from_str(reason).ok()).collect();
    match render(&parsed, language, catalog.categories()) {
        text if text.is_empty() => Vec::new(),
        text => vec![text],
    }
}
