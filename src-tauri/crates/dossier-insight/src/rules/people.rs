use std::collections::HashSet;

use dossier_catalog::finding::{FieldFilter, FindingRule};
use dossier_model::{FieldSummary, Kind, SourcePlace, TableSummary};

use crate::finding::{Finding, Part};
use crate::rules::contradiction::is_one_name;
use crate::scene::{Case, Scene, is_sure};
use crate::text::words;

/// The fields of a table of accounts that name several people: names that are no
/// spellings of one, and beside them as many addresses or customer numbers.
fn several_people(table: &TableSummary) -> Option<(&FieldSummary, &FieldSummary)> {
    let held = || table.fields.iter().filter(|f| f.filled > 0 && f.kind.is_some());
    let of_person = |f: &&FieldSummary| {
        matches!(f.kind, Some(Kind::Identity | Kind::Contact | Kind::Account | Kind::Marketing))
    };
    if held().filter(of_person).count() * 2 < held().count() {
        return None;
    }
    let differs = |f: &&FieldSummary| is_sure(f) && f.distinct > 1;
    let mut names = held().filter(|f| f.group == "person_name").filter(differs);
    let name = names.find(|field| {
        let examples = field.examples.expose();
        let apart = |a: &String| examples.iter().any(|b| !is_one_name(&words(a), &words(b)));
        examples.iter().any(apart)
    })?;
    let own = |f: &&FieldSummary| matches!(f.group.as_str(), "email" | "customer_id" | "birth_age");
    let other = held().filter(own).filter(differs).find(|f| f.distinct >= name.distinct)?;
    Some((name, other))
}

/// What stands in tables of several people, by its group: nothing tells whose it is.
pub(crate) fn values(tables: &[TableSummary]) -> HashSet<(&String, &String)> {
    let several = tables.iter().filter(|table| several_people(table).is_some());
    let fields = several.flat_map(|table| &table.fields);
    fields.flat_map(|f| f.examples.expose().iter().map(move |value| (&f.group, value))).collect()
}

/// Accounts of several people in one answer.
pub(crate) fn several(rule: &FindingRule, case: &Case<'_>, scene: &Scene<'_>) -> Vec<Finding> {
    let several = case.answer.tables.iter().filter_map(|t| Some((t, several_people(t)?)));
    let others =
        |t: &TableSummary, f: &FieldSummary| scene.knowledge.is_of_others(&t.name, &f.name);
    let several = several.filter(|(t, (name, other))| !others(t, name) && !others(t, other));
    let mut out = Vec::new();
    for (table, (name, other)) in several {
        let controller = case.answer.controller;
        let mut finding = Finding::about(rule, controller)
            .with("n", Part::Count(name.distinct.into()))
            .with("names", Part::list(name.examples.expose().clone()));
        for field in [name, other] {
            for value in field.examples.expose() {
                finding = finding.shown_by(controller, table, &field.name, value);
            }
        }
        out.push(finding);
    }
    out
}

/// Names beside deliveries that are not the customer's, as other fields have it.
pub(crate) fn other_names(
    rule: &FindingRule,
    filter: &FieldFilter,
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    let controller = case.answer.controller;
    let fields = case.sure_fields(filter, scene);
    let named = |place: &SourcePlace, table: &str| {
        fields.iter().any(|(t, f)| {
            t.path == place.path && t.name == table && Some(&f.name) == place.field.as_ref()
        })
    };
    let own = scene.identities.iter().filter(|value| value.controller == controller);
    let own: Vec<Vec<String>> = own
        .filter(|value| value.group == "person_name" && !named(&value.place, &value.table))
        .map(|value| words(value.value.expose()))
        .collect();
    let mut finding = Finding::about(rule, controller);
    let mut names: Vec<&String> = Vec::new();
    for (table, field) in &fields {
        for value in field.examples.expose() {
            let name = words(value);
            let new = name.len() > 1 && !own.is_empty() && !names.contains(&value);
            if new && !own.iter().any(|own| is_one_name(own, &name)) {
                names.push(value);
                finding = finding.shown_by(controller, table, &field.name, value);
            }
        }
    }
    if names.is_empty() { Vec::new() } else { vec![finding.with("names", Part::list(names))] }
}
