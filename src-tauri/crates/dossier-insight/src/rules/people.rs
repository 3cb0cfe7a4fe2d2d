use dossier_catalog::finding::{FieldFilter, FindingRule};
use dossier_model::{FieldSummary, SourcePlace, TableSummary};

use crate::finding::{Finding, Part};
use crate::names::{is_one_name, several_people};
use crate::scene::{Case, Scene};
use crate::text::words;

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
