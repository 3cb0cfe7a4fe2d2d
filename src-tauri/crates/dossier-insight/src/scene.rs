//! What the rules look at, and how they put a finding together.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use dossier_catalog::category::{Category, CategoryFlag};
use dossier_catalog::finding::{FieldFilter, FindingRule};
use dossier_model::{FieldSummary, Sensitive, SourcePlace, StatementKind, TableSummary};

use crate::answer::field_place;
use crate::attach::Attached;
use crate::finding::{Finding, FindingEvidence, Part};
use crate::items::Holdings;
use crate::sure::{is_likely, is_sure, rests_on_words};
use crate::{Answer, IdentityValue, Knowledge};

/// One answer with what was made of it, as the rules need it.
pub(crate) struct Case<'a> {
    pub answer: &'a Answer<'a>,
    pub holdings: Holdings,
    pub attached: Attached<'a>,
}

/// Everything that the rules look at.
pub(crate) struct Scene<'a> {
    pub cases: Vec<Case<'a>>,
    pub identities: Vec<IdentityValue>,
    pub knowledge: Knowledge<'a>,
    pub today: NaiveDate,
}

impl Finding {
    /// A finding of a rule about one company, without evidence yet.
    pub(crate) fn about(rule: &FindingRule, controller: &str) -> Self {
        let parts = BTreeMap::from([("controller".to_owned(), Part::text(controller))]);
        Self {
            rule: rule.id.clone(),
            group: rule.group,
            weight: rule.weight,
            controllers: Sensitive::new(vec![controller.to_owned()]),
            parts,
            evidence: Vec::new(),
            records: 0,
            reference: rule.reference.clone(),
            actions: rule.actions.clone(),
            corrections: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, name: &str, part: Part) -> Self {
        self.parts.insert(name.to_owned(), part);
        self
    }

    /// Words of a letter, or a place whose table does not matter.
    pub(crate) fn seen_at(self, controller: &str, place: SourcePlace, value: &str) -> Self {
        self.seen_in(controller, "", place, value)
    }

    /// A value of a field.
    pub(crate) fn shown_by(
        self,
        controller: &str,
        table: &TableSummary,
        field: &str,
        value: &str,
    ) -> Self {
        self.seen_in(controller, &table.name, field_place(table, field), value)
    }

    /// A value in a table of this name: a member may have several with this field.
    pub(crate) fn seen_in(
        mut self,
        controller: &str,
        table: &str,
        place: SourcePlace,
        value: &str,
    ) -> Self {
        if self.evidence.len() < MOST_EVIDENCE {
            self.evidence.push(FindingEvidence {
                controller: Sensitive::new(controller.to_owned()),
                place,
                table: table.to_owned(),
                value: Sensitive::new(value.to_owned()),
            });
        }
        self
    }
}

/// Places listed with one finding. More would hide the sentence.
const MOST_EVIDENCE: usize = 50;

impl<'a> Case<'a> {
    /// Whether words of the answer may state something of a kind, of which nothing could
    /// be read.
    pub fn may_state(&self, kind: StatementKind) -> bool {
        self.answer.statements.iter().all(|said| said.kind != kind)
            && self.answer.hints.iter().any(|hint| hint.is_open() && hint.passage.kind == kind)
    }

    /// The fields of this answer that pass a filter, guesses among them: what they may
    /// be is not missing.
    pub fn fields(
        &self,
        filter: &FieldFilter,
        scene: &Scene<'_>,
    ) -> Vec<(&'a TableSummary, &'a FieldSummary)> {
        scene.knowledge.fields(filter, self.answer.tables)
    }

    /// Those of them whose kind is sure enough to accuse: a guess is no proof.
    pub fn sure_fields(
        &self,
        filter: &FieldFilter,
        scene: &Scene<'_>,
    ) -> Vec<(&'a TableSummary, &'a FieldSummary)> {
        let mut fields = self.fields(filter, scene);
        // What may be specially protected is better asked about than missed; the
        // sentence says "may".
        fields.retain(|(_, field)| {
            is_sure(field) || filter.special && (is_likely(field) || rests_on_words(field))
        });
        fields
    }

    /// A finding about some fields: their number, names, categories and records.
    pub fn about_fields(
        &self,
        rule: &FindingRule,
        fields: &[(&TableSummary, &FieldSummary)],
        scene: &Scene<'_>,
    ) -> Finding {
        self.about_values(rule, &FieldFilter::default(), fields, scene)
    }

    /// The same for the values that a filter counts: one of each field, or each of those
    /// that tell by themselves.
    pub fn about_values(
        &self,
        rule: &FindingRule,
        filter: &FieldFilter,
        fields: &[(&TableSummary, &FieldSummary)],
        scene: &Scene<'_>,
    ) -> Finding {
        let mut names: Vec<&str> = Vec::new();
        let mut categories: Vec<String> = Vec::new();
        let mut per_table: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for (table, field) in fields {
            if !names.contains(&field.name.as_str()) {
                names.push(&field.name);
            }
            if !categories.contains(&field.category) {
                categories.push(field.category.clone());
            }
            let most = per_table.entry((table.path.as_str(), &table.name)).or_default();
            *most = (*most).max(field.filled);
        }
        let records = per_table.values().sum();
        let mut finding = Finding::about(rule, self.answer.controller)
            .with("n", Part::Count(names.len() as u64))
            .with("records", Part::Count(records))
            .with("fields", Part::list(names))
            .with("kinds", Part::Terms(categories));
        finding.records = records;
        for (table, field) in fields {
            let secret = scene.knowledge.category(field).is_some_and(is_secret);
            let all = field.examples.expose().len();
            let mut values: Vec<&String> = scene.knowledge.values(filter, field).collect();
            // Any of them shows it where all count.
            values.truncate(if values.len() == all { 1 } else { all });
            if secret || values.is_empty() {
                finding = finding.shown_by(self.answer.controller, table, &field.name, "");
                continue;
            }
            for value in values {
                finding = finding.shown_by(self.answer.controller, table, &field.name, value);
            }
        }
        finding
    }
}

fn is_secret(category: &Category) -> bool {
    category.has(CategoryFlag::Secret)
}
