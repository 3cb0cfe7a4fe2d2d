use std::collections::BTreeMap;

use chrono::NaiveDate;
use dossier_catalog::finding::{Check, FieldFilter, FindingRule};
use dossier_model::{FieldSummary, Sensitive, SourcePlace, TableSummary};

use crate::answer::{field_place, identity_values};
use crate::attach::Attached;
use crate::finding::{Finding, FindingEvidence, Part};
use crate::items::{Holdings, holdings};
use crate::rules;
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

/// What is worth knowing about some answers, by the declared rules.
///
/// `identities` are values that say who the person is, with their places, as the
/// caller knows them beyond the examples of the summaries. The rules run in their
/// declared order; the result is sorted by weight, then group, then rule, so that
/// a second run over the same data gives the same list.
pub fn findings(
    answers: &[Answer<'_>],
    identities: &[IdentityValue],
    knowledge: Knowledge<'_>,
    today: NaiveDate,
) -> Vec<Finding> {
    let case = |answer| {
        let holdings = holdings(answer, &knowledge);
        let attached = Attached::new(&knowledge, answer.tables, answer.statements);
        Case { answer, holdings, attached }
    };
    let mut all = identities.to_vec();
    for value in answers.iter().flat_map(identity_values) {
        let same = |other: &IdentityValue| {
            other.controller == value.controller
                && other.place == value.place
                && other.value == value.value
        };
        if !all.iter().any(same) {
            all.push(value);
        }
    }
    let cases = answers.iter().map(case).collect();
    let scene = Scene { cases, identities: all, knowledge, today };
    let mut out: Vec<Finding> =
        knowledge.rules.rules.iter().flat_map(|rule| run(rule, &scene)).collect();
    out.sort_by(|a, b| {
        (std::cmp::Reverse(a.weight), a.group, &a.rule, a.controllers.expose()).cmp(&(
            std::cmp::Reverse(b.weight),
            b.group,
            &b.rule,
            b.controllers.expose(),
        ))
    });
    out
}

fn run(rule: &FindingRule, scene: &Scene<'_>) -> Vec<Finding> {
    let each = |check: &dyn Fn(&Case<'_>) -> Vec<Finding>| -> Vec<Finding> {
        scene.cases.iter().flat_map(check).collect()
    };
    match &rule.when {
        Check::Contradiction { fields, compare, across } => {
            rules::contradiction::find(rule, fields, *compare, *across, scene)
        }
        Check::OlderThanStated { fields, grace_days, unless_quote } => each(&|case| {
            rules::age::older_than_stated(rule, fields, *grace_days, unless_quote, case, scene)
        }),
        Check::OlderThan { fields, years } => {
            each(&|case| rules::age::older_than(rule, fields, *years, case, scene))
        }
        Check::AfterEnd { end, fields, grace_days } => {
            each(&|case| rules::age::after_end(rule, end, fields, *grace_days, case, scene))
        }
        Check::ImpossibleDate { fields } => {
            each(&|case| rules::age::impossible(rule, fields, case, scene))
        }
        Check::YoungerThan { fields, years } => {
            each(&|case| rules::age::younger_than(rule, fields, *years, case, scene))
        }
        Check::LateAnswer { months, grace_days } => {
            each(&|case| rules::age::late_answer(rule, *months, *grace_days, case))
        }
        Check::RecipientNotStated => each(&|case| rules::said::recipient(rule, case)),
        Check::RecipientsOnlyByType => each(&|case| rules::said::only_types(rule, case, scene)),
        Check::NotStated { what, fields, only_if_partly } => {
            each(&|case| rules::said::not_stated(rule, *what, fields, *only_if_partly, case, scene))
        }
        Check::StatedNotSeen => each(&|case| rules::said::stated_not_seen(rule, case, scene)),
        Check::PurposeWithoutData { purposes, fields } => {
            each(&|case| rules::said::purpose_without_data(rule, purposes, fields, case, scene))
        }
        Check::DeniedButSeen { what, fields } => {
            each(&|case| rules::said::denied_but_seen(rule, *what, fields, case, scene))
        }
        Check::TransferWithoutSafeguard => each(&|case| rules::said::transfer(rule, case, scene)),
        Check::Stated { what, values } => {
            each(&|case| rules::said::stated(rule, *what, values, case))
        }
        Check::Present { fields, unless, at_least } => {
            each(&|case| rules::present::present(rule, fields, *unless, *at_least, case, scene))
        }
        Check::RefusedButUsed { refusal, values, used } => {
            each(&|case| rules::present::refused_but_used(rule, refusal, values, used, case, scene))
        }
        Check::FullCardNumber => each(&|case| rules::present::full_card_number(rule, case)),
        Check::Filler { fields, values } => {
            each(&|case| rules::present::filler(rule, fields, values, case, scene))
        }
        Check::ManyValues { fields, at_least } => {
            each(&|case| rules::present::many_values(rule, fields, *at_least, case, scene))
        }
        Check::SharedIdentifier { fields } => rules::links::shared(rule, fields, scene),
        Check::HashedEmail => rules::links::hashed_email(rule, scene),
        Check::AuditGap { law, items } => {
            each(&|case| rules::audit::gap(rule, law, items, case, scene))
        }
        Check::AuditPart { law, items } => {
            each(&|case| rules::audit::part(rule, law, items, case, scene))
        }
        Check::Unreadable => each(&|case| rules::audit::unreadable(rule, case)),
        Check::Unusable => each(&|case| rules::audit::unusable(rule, case)),
    }
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

    pub(crate) fn seen_at(mut self, controller: &str, place: SourcePlace, value: &str) -> Self {
        if self.evidence.len() < MOST_EVIDENCE {
            self.evidence.push(FindingEvidence {
                controller: Sensitive::new(controller.to_owned()),
                place,
                value: Sensitive::new(value.to_owned()),
            });
        }
        self
    }
}

/// How sure a field's kind must be before a finding rests on it.
const SURE: f32 = 0.6;

/// Places listed with one finding. More would hide the sentence.
const MOST_EVIDENCE: usize = 50;

impl<'a> Case<'a> {
    /// The fields of this answer that pass a filter.
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
        fields.retain(|(_, field)| filter.special || field.confidence >= SURE);
        fields
    }

    /// A finding about some fields: their number, names, categories and records.
    pub fn about_fields(
        &self,
        rule: &FindingRule,
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
            let example = if secret { None } else { field.examples.expose().first() };
            let place = field_place(table, &field.name);
            let value = example.map_or("", String::as_str);
            finding = finding.seen_at(self.answer.controller, place, value);
        }
        finding
    }
}

fn is_secret(category: &dossier_catalog::category::Category) -> bool {
    category.has(dossier_catalog::category::CategoryFlag::Secret)
}
