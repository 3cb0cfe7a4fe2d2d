//! Findings as views: sentences in the reader's language, evidence that leads to
//! entries, actions that are ready to be taken.

use std::collections::BTreeMap;

use dossier_catalog::finding::Check;
use dossier_insight::{Correction, Finding, reason, sentence};
use dossier_model::SourcePlace;
use serde::{Deserialize, Serialize};

use crate::contract::*;
use crate::snapshot::{Company, Snapshot, knowledge};
use crate::{Api, ApiError, Host};

impl Api {
    pub(crate) fn findings(
        &self,
        request: LanguageRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<FindingView>, ApiError> {
        let snapshot = self.snapshot(host)?;
        self.finding_views(&snapshot, &request.language, |_| true)
    }

    /// Takes out what the law that protects the person does not ask of an answer.
    pub(crate) fn keep_owed(&self, snapshot: &mut Snapshot) -> Result<(), ApiError> {
        let rules = self.catalog.findings();
        let mut kept = Vec::new();
        for finding in std::mem::take(&mut snapshot.findings) {
            let law = rules.rule(&finding.rule).and_then(|rule| match &rule.when {
                Check::AuditGap { law, .. } | Check::AuditPart { law, .. } => rules.audit(law),
                _ => None,
            });
            let of = finding.controllers.expose().first();
            let company = snapshot.companies.iter().find(|c| Some(&c.controller.name) == of);
            let owed = match (law, company) {
                (Some(law), Some(company)) => {
                    let own = self.law_for(company)?;
                    rules.audit(&own).is_none_or(|own| law.asks_as(own))
                }
                _ => true,
            };
            if owed {
                kept.push(finding);
            }
        }
        snapshot.findings = kept;
        Ok(())
    }

    pub(crate) fn finding_views(
        &self,
        snapshot: &Snapshot,
        language: &str,
        wanted: impl Fn(&Finding) -> bool,
    ) -> Result<Vec<FindingView>, ApiError> {
        let findings = snapshot.findings.iter().filter(|finding| wanted(finding));
        self.read(|vault| {
            let marks = Marks::read(vault)?;
            let mut views = Vec::new();
            for finding in findings {
                views.push(self.finding_view(snapshot, vault, &marks, finding, language));
            }
            Ok(views)
        })
    }

    /// Notes what the person thinks of a finding. An open one without a note is as if
    /// it had never been marked.
    pub(crate) fn finding_mark(
        &self,
        request: MarkFindingRequest,
        host: &mut Host<'_>,
    ) -> Result<FindingView, ApiError> {
        let mark = Mark { state: request.state, note: request.note.trim().to_owned() };
        if ![OPEN, NOT_A_PROBLEM].contains(&mark.state.as_str()) {
            return Err(ApiError::new("bad_request"));
        }
        let snapshot = self.snapshot(host)?;
        let wanted = |view: &FindingView| view.id == request.id;
        let all = self.finding_views(&snapshot, &request.language, |_| true)?;
        let mut view = all.into_iter().find(wanted).ok_or_else(|| ApiError::new("no_such"))?;
        let owner = view.controllers.first().map_or(0, |(id, _)| *id).to_string();
        let known = self.read(|vault| Ok(vault.own_one(MARKS, &owner)?))?;
        let mut marks = known.map_or_else(Marks::default, |body| Marks::parse(&body));
        match mark == Mark::default() {
            true => drop(marks.0.remove(&request.id)),
            false => drop(marks.0.insert(request.id.clone(), mark.clone())),
        }
        let body = serde_json::to_string(&marks).map_err(|_| ApiError::new("internal"))?;
        self.step("history.finding_marked", |vault| match marks.0.is_empty() {
            true => vault.own_remove(MARKS, &owner),
            false => vault.own_put(MARKS, &owner, &body).map(drop),
        })?;
        (view.state, view.note) = (mark.state, mark.note);
        Ok(view)
    }

    fn finding_view(
        &self,
        snapshot: &Snapshot,
        vault: &dossier_vault::Vault,
        marks: &Marks,
        finding: &Finding,
        language: &str,
    ) -> FindingView {
        let knowledge = knowledge(self.catalog);
        let rule = knowledge.rules.rule(&finding.rule);
        let by_name = |name: &str| snapshot.companies.iter().find(|c| c.controller.name == name);
        let controllers = finding.controllers.expose().iter();
        let controllers: Vec<&Company> = controllers.filter_map(|name| by_name(name)).collect();
        let evidence: Vec<EvidenceView> = finding
            .evidence
            .iter()
            .filter_map(|evidence| {
                let company = by_name(evidence.controller.expose())?;
                let (table, value) = (&evidence.table, evidence.value.expose());
                let spot = spot(company, vault, &evidence.place, table, value);
                Some(EvidenceView {
                    controller: company.controller.id,
                    import: spot.import,
                    place: spot.place,
                    value: evidence.value.expose().clone(),
                    entry: spot.entry,
                })
            })
            .collect();
        let corrections = finding
            .corrections
            .iter()
            .filter_map(|one| Some((by_name(one.controller.expose())?, one)));
        let corrections: Vec<_> =
            corrections.filter_map(|(company, one)| item(company, vault, one)).collect();
        let actions = finding.actions.iter().filter_map(|action| {
            let company = controllers.first()?;
            // What no letter can ask for yet is not offered.
            if action != "show" && !self.has_letter(action, language) {
                return None;
            }
            let items = match action.as_str() {
                "rectification" => corrections
                    .iter()
                    .filter(|(controller, _)| *controller == company.controller.id)
                    .map(|(_, item)| item.clone())
                    .collect(),
                right if self.takes_items(right, language) => {
                    evidence_items(snapshot, &evidence, company.controller.id)
                }
                _ => Vec::new(),
            };
            Some(FindingAction {
                act: if action == "show" { "show" } else { "request" }.to_owned(),
                // Which letter of a right it is follows from its items.
                right: action.trim_end_matches("_part").to_owned(),
                controller: company.controller.id,
                label: Text::new(format!("action.{action}")),
                items,
            })
        });
        let actions = actions.collect();
        let owner = controllers.first().map_or(0, |c| c.controller.id);
        let id = format!("{}:{owner}:{}", finding.rule, finding.digest());
        let mark = marks.of(&id);
        FindingView {
            id,
            rule: finding.rule.clone(),
            group: serde_json::to_value(finding.group)
                .ok()
                .and_then(|word| word.as_str().map(str::to_owned))
                .unwrap_or_default(),
            controllers: controllers
                .iter()
                .map(|c| (c.controller.id, c.controller.name.clone()))
                .collect(),
            sentence: sentence(finding, &knowledge, language),
            why: rule.map(|rule| reason(rule, language).to_owned()).unwrap_or_default(),
            evidence,
            reference: finding.reference.join(", "),
            actions,
            state: mark.state,
            note: mark.note,
        }
    }
}

/// The sort of the person's own entries that are marks: all marks of a company, which
/// goes with its last answer and takes them along.
const MARKS: &str = "controller/finding";
/// A finding that the person has not judged.
const OPEN: &str = "open";
/// One that the person has looked at and finds in order.
pub(crate) const NOT_A_PROBLEM: &str = "not_a_problem";

/// What the person thinks of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    state: String,
    note: String,
}

impl Default for Mark {
    fn default() -> Self {
        Self { state: OPEN.to_owned(), note: String::new() }
    }
}

/// Marks, by the id of the finding.
#[derive(Default, Serialize, Deserialize)]
#[serde(transparent)]
struct Marks(BTreeMap<String, Mark>);

impl Marks {
    fn read(vault: &dossier_vault::Vault) -> Result<Self, ApiError> {
        let own = vault.own(MARKS)?.into_iter();
        Ok(Self(own.flat_map(|entry| Self::parse(entry.body.expose()).0).collect()))
    }

    fn parse(body: &str) -> Self {
        serde_json::from_str(body).unwrap_or_default()
    }

    fn of(&self, id: &str) -> Mark {
        self.0.get(id).cloned().unwrap_or_default()
    }
}

struct Spot {
    import: u32,
    place: SourcePlace,
    entry: Option<EntryId>,
}

/// The entry behind a place, as near as can be told without a search: the first
/// record whose field has the value, within the first block.
fn spot(
    company: &Company,
    vault: &dossier_vault::Vault,
    place: &SourcePlace,
    table: &str,
    value: &str,
) -> Spot {
    let nowhere = || {
        let imports = company.imports.first().map_or(0, |import| import.id);
        let hit = company.tables.iter().find(|table| table.summary.path == place.path);
        Spot { import: hit.map_or(imports, |t| t.import), place: place.clone(), entry: None }
    };
    let Some(field) = &place.field else { return nowhere() };
    let Some((table, stored)) = company.field_at(place, table, field) else { return nowhere() };
    let position = table.fields.iter().position(|f| f.id == stored.id).unwrap_or(0);
    let mut row = u32::try_from(stored.summary.first_row).unwrap_or(0);
    let mut at = None;
    let mut looked = 0;
    let _ = vault.each_entry(table.id, |entry| {
        looked += 1;
        let cell = entry.cells.get(position).and_then(Option::as_deref);
        if cell == Some(value) || (at.is_none() && entry.row == row) {
            at = Some(entry.at.clone());
            row = entry.row;
        }
        cell != Some(value) && looked < 2000
    });
    Spot {
        import: table.import,
        place: SourcePlace { at: at.unwrap_or_else(|| place.at.clone()), ..place.clone() },
        entry: Some(EntryId { table: table.id, row }),
    }
}

/// A correction as an item of a request.
fn item(
    company: &Company,
    vault: &dossier_vault::Vault,
    correction: &Correction,
) -> Option<(u32, RequestItem)> {
    let field = correction.place.field.as_deref()?;
    let (place, found) = (&correction.place, correction.found.expose());
    let (table, stored) = company.field_at(place, &correction.table, field)?;
    let spot = spot(company, vault, place, &correction.table, found);
    let item = RequestItem {
        table: table.id,
        field: Some(stored.id),
        entries: spot.entry.into_iter().collect(),
        found: correction.found.expose().clone(),
        right_value: correction.right.expose().clone(),
        since: String::new(),
    };
    Some((company.controller.id, item))
}

/// The fields that a finding shows, as items of a request.
fn evidence_items(
    snapshot: &Snapshot,
    evidence: &[EvidenceView],
    controller: u32,
) -> Vec<RequestItem> {
    let mut items: Vec<RequestItem> = Vec::new();
    for one in evidence.iter().filter(|one| one.controller == controller) {
        let Some(entry) = one.entry else { continue };
        let Some((_, table)) = snapshot.table(entry.table) else { continue };
        let named =
            |f: &&dossier_vault::StoredField| Some(&f.summary.name) == one.place.field.as_ref();
        let field = table.fields.iter().find(named).map(|f| f.id);
        if items.iter().any(|item| item.table == entry.table && item.field == field) {
            continue;
        }
        items.push(RequestItem {
            table: entry.table,
            field,
            entries: Vec::new(),
            found: String::new(),
            right_value: String::new(),
            since: String::new(),
        });
    }
    items
}
