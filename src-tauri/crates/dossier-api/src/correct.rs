//! What the person knows better: remembered by the form of the answer, the table
//! and the header, so that the next answer of that form is read right at once.

use std::collections::HashMap;

use dossier_catalog::purpose::TermKind;
use dossier_catalog::{Catalog, normalize_header};
use dossier_ingest::Known;
use dossier_insight::stable_table;
use dossier_model::{Item, Kind, MemberPath, Voice, Voiced};
use dossier_vault::{StoredTable, Vault};
use serde::{Deserialize, Serialize};

use crate::contract::*;
use crate::{Api, ApiError, Host};

/// The sort of the person's own entries that are corrections.
const CORRECTIONS: &str = "field";

/// What a field really is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Correction {
    category: String,
    purpose: String,
}

/// All corrections, by the form of the table and the header.
#[derive(Clone, Default)]
pub(crate) struct Corrections(HashMap<String, Correction>);

impl std::fmt::Debug for Corrections {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Corrections({})", self.0.len())
    }
}

impl Corrections {
    /// The corrections in a vault.
    pub fn read(vault: &Vault) -> Result<Self, ApiError> {
        let own = vault.own(CORRECTIONS)?.into_iter();
        let read = |entry: dossier_vault::OwnEntry| {
            Some((entry.key, serde_json::from_str(entry.body.expose()).ok()?))
        };
        Ok(Self(own.filter_map(read).collect()))
    }

    /// Lays the corrections over a table that was read before they were made.
    pub fn apply(&self, catalog: &Catalog, table: &mut StoredTable) {
        if self.0.is_empty() {
            return;
        }
        let summary = &mut table.summary;
        for at in 0..summary.fields.len() {
            let field = &summary.fields[at];
            let key = key(&summary.declared, &summary.path, &summary.name, &field.name);
            let known = self.0.get(&key).filter(|known| known.category != field.category);
            let Some(category) = known.and_then(|k| catalog.categories().get(&k.category)) else {
                continue;
            };
            let field = &mut summary.fields[at];
            let (old, filled) = (field.kind, field.filled);
            field.category.clone_from(&category.id);
            field.group.clone_from(&category.group);
            field.kind = category.kind;
            field.confidence = 1.0;
            field.why = vec!["corrected:".to_owned()];
            table.fields[at].summary = field.clone();
            // Records count by their masks; here the fullest field stands for them.
            if let Some(kind) = category.kind {
                let count = &mut summary.kinds[kind as usize];
                *count = (*count).max(filled);
            }
            let left = |kind: Kind| {
                let own = summary.fields.iter().filter(|f| f.kind == Some(kind));
                own.map(|f| f.filled).max().unwrap_or(0)
            };
            if let Some(kind) = old.filter(|kind| Some(*kind) != category.kind) {
                let left = left(kind);
                let count = &mut summary.kinds[kind as usize];
                *count = (*count).min(left);
            }
        }
    }

    /// Puts corrected purposes in the place of guesses. What the company states or
    /// its data show stays.
    pub fn apply_purpose(&self, declared: &str, item: &mut Item) {
        let key = key(declared, &item.place.path, &item.table, &item.field);
        let Some(known) = self.0.get(&key).filter(|known| !known.purpose.is_empty()) else {
            return;
        };
        item.purposes.retain(|one| matches!(one.voice, Voice::Stated | Voice::Seen));
        let own = Voiced::own(known.purpose.clone());
        if !item.purposes.iter().any(|one| one.text == own.text) {
            item.purposes.push(own);
        }
    }
}

impl Known for Corrections {
    fn category(
        &self,
        declared: &str,
        path: &MemberPath,
        table: &str,
        header: &str,
    ) -> Option<&str> {
        let known = self.0.get(&key(declared, path, table, header))?;
        (!known.category.is_empty()).then_some(known.category.as_str())
    }
}

/// The form of a table and the header, without what changes from answer to answer.
fn key(declared: &str, path: &MemberPath, table: &str, header: &str) -> String {
    format!("{}|{}", stable_table(declared, path, table), normalize_header(header))
}

impl Api {
    pub(crate) fn categories(
        &self,
        request: LanguageRequest,
        _: &mut Host<'_>,
    ) -> Result<Vec<CategoryOption>, ApiError> {
        let language = request.language.as_str();
        let all = self.catalog.categories().all().iter();
        let options = all.filter_map(|category| {
            Some(CategoryOption {
                id: category.id.clone(),
                label: category.label.get(language).to_owned(),
                kind: category.kind?,
                sentence: category.about.get(language).to_owned(),
            })
        });
        Ok(options.collect())
    }

    pub(crate) fn purposes(
        &self,
        request: LanguageRequest,
        _: &mut Host<'_>,
    ) -> Result<Vec<PurposeOption>, ApiError> {
        let language = request.language.as_str();
        let options = self.catalog.purposes().of(TermKind::Purpose).map(|term| PurposeOption {
            id: term.id.clone(),
            label: term.label.get(language).to_owned(),
            sentence: term.about.get(language).to_owned(),
        });
        Ok(options.collect())
    }

    /// Says what a field really is, for this answer and the next ones of its form.
    pub(crate) fn field_correct(
        &self,
        request: CorrectFieldRequest,
        host: &mut Host<'_>,
    ) -> Result<ItemView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let no_such = || ApiError::new("no_such");
        let (_, table) = snapshot.table(request.table).ok_or_else(no_such)?;
        let field = table.fields.iter().find(|f| f.id == request.field).ok_or_else(no_such)?;
        let summary = &table.summary;
        let key = key(&summary.declared, &summary.path, &summary.name, &field.summary.name);
        let known = self.with(|vault| Ok(vault.own_one(CORRECTIONS, &key)?))?;
        let mut known: Correction =
            known.and_then(|body| serde_json::from_str(&body).ok()).unwrap_or_default();
        if let Some(category) = request.category {
            let spec = self.catalog.categories().get(&category);
            // A field without a kind would be no holding any more, and nothing to undo.
            if !category.is_empty() && spec.and_then(|spec| spec.kind).is_none() {
                return Err(no_such());
            }
            known.category = category;
        }
        if let Some(purpose) = request.purpose {
            let is_purpose =
                |id: &str| self.catalog.purposes().of(TermKind::Purpose).any(|term| term.id == id);
            if !purpose.is_empty() && !is_purpose(&purpose) {
                return Err(no_such());
            }
            known.purpose = purpose;
        }
        let body = serde_json::to_string(&known).map_err(|_| ApiError::new("internal"))?;
        self.step("history.field_corrected", |vault| match known == Correction::default() {
            true => vault.own_remove(CORRECTIONS, &key),
            false => vault.own_put(CORRECTIONS, &key, &body).map(drop),
        })?;
        let snapshot = self.snapshot(host)?;
        let (company, table) = snapshot.table(request.table).ok_or_else(no_such)?;
        let name = &field.summary.name;
        let item = company.items_of(table).find(|item| item.field == *name).ok_or_else(no_such)?;
        self.item_view(company, item, &request.language).ok_or_else(no_such)
    }
}
