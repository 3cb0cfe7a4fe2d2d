use std::collections::BTreeMap;

use dossier_catalog::finding::{FieldFilter, FindingRule};
use dossier_model::Sensitive;
use sha2::{Digest, Sha256};

use crate::answer::field_place;
use crate::finding::{Finding, Part};
use crate::findings::Scene;

/// Identifiers shorter than this are the same by chance.
const LONG_ENOUGH: usize = 8;

/// The same identifier in the answers of two companies.
pub(crate) fn shared(rule: &FindingRule, filter: &FieldFilter, scene: &Scene<'_>) -> Vec<Finding> {
    let mut holders: BTreeMap<String, Vec<(&str, dossier_model::SourcePlace, &str)>> =
        BTreeMap::new();
    for case in &scene.cases {
        for (table, field) in case.fields(filter, scene) {
            for value in field.examples.expose() {
                let key = value.trim().to_lowercase();
                let place = field_place(table, &field.name);
                if key.len() >= LONG_ENOUGH && !is_blank_id(&key) {
                    holders.entry(key).or_default().push((case.answer.controller, place, value));
                }
            }
        }
    }
    let mut out = Vec::new();
    for places in holders.into_values() {
        let controllers = distinct(places.iter().map(|(controller, ..)| *controller));
        if controllers.len() < 2 {
            continue;
        }
        let mut finding = Finding::about(rule, &controllers[0])
            .with("n", Part::Count(controllers.len() as u64))
            .with("controllers", Part::list(controllers.clone()));
        if let Some((_, place, _)) = places.first() {
            let field = place.field.clone().unwrap_or_default();
            finding = finding.with("field", Part::text(field));
        }
        finding.controllers = Sensitive::new(controllers);
        for (controller, place, value) in places {
            finding = finding.seen_at(controller, place, value);
        }
        out.push(finding);
    }
    out
}

/// A SHA-256 of one of the person's own addresses: made to match people between
/// companies. The hash is computed here and compared here.
pub(crate) fn hashed_email(rule: &FindingRule, scene: &Scene<'_>) -> Vec<Finding> {
    let own: BTreeMap<String, &str> = scene
        .identities
        .iter()
        .filter(|value| value.group == "email" && value.value.expose().contains('@'))
        .map(|value| (hash(value.value.expose()), value.value.expose().as_str()))
        .collect();
    let mut out = Vec::new();
    for case in &scene.cases {
        let fields = case.answer.tables.iter().flat_map(|t| t.fields.iter().map(move |f| (t, f)));
        for (table, field) in fields {
            for value in field.examples.expose() {
                if let Some(address) = own.get(&value.trim().to_lowercase()) {
                    out.push(
                        Finding::about(rule, case.answer.controller)
                            .with("address", Part::text(*address))
                            .with("field", Part::text(&field.name))
                            .seen_at(
                                case.answer.controller,
                                field_place(table, &field.name),
                                value,
                            ),
                    );
                    break;
                }
            }
        }
    }
    out
}

fn hash(address: &str) -> String {
    let digest = Sha256::digest(address.trim().to_lowercase().as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// All zeros: the sign that tracking was refused, the same for everybody.
fn is_blank_id(key: &str) -> bool {
    key.chars().all(|c| matches!(c, '0' | '-' | '*' | 'x' | '.' | ' '))
}

fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in names {
        if !out.iter().any(|other| other == name) {
            out.push(name.to_owned());
        }
    }
    out
}
