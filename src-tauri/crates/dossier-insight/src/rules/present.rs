use dossier_catalog::finding::{FieldFilter, FindingRule};
use dossier_model::StatementKind;

use crate::answer::field_place;
use crate::finding::{Finding, Part};
use crate::knowledge::has_value;
use crate::scene::{Case, Scene};

/// Fields that are there at all.
pub(crate) fn present(
    rule: &FindingRule,
    filter: &FieldFilter,
    unless: Option<StatementKind>,
    at_least: u64,
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    // A decision is explained by its logic; anything else by being stated at all.
    let explained = unless.is_some_and(|kind| {
        let mut said = case.answer.statements.iter().filter(|s| s.kind == kind);
        said.any(|statement| {
            kind != StatementKind::AutomatedDecision || statement.value.expose().contains("logic")
        })
    });
    let fields = case.sure_fields(filter, scene);
    if explained || fields.is_empty() || unless.is_some_and(|kind| case.may_state(kind)) {
        return Vec::new();
    }
    let finding = case.about_fields(rule, &fields, scene);
    if finding.records < at_least { Vec::new() } else { vec![finding] }
}

/// A refusal beside data that need agreement.
pub(crate) fn refused_but_used(
    rule: &FindingRule,
    refusal: &FieldFilter,
    values: &[String],
    used: &FieldFilter,
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    // Every value known must be a refusal: a log of both says nothing.
    let refused = case.sure_fields(refusal, scene).into_iter().find(|(_, field)| {
        let examples = field.examples.expose();
        !examples.is_empty() && examples.iter().all(|value| has_value(values, value))
    });
    let fields = case.sure_fields(used, scene);
    let (Some((table, field)), false) = (refused, fields.is_empty()) else { return Vec::new() };
    let value = field.examples.expose().first().map_or("", String::as_str);
    let finding = case
        .about_fields(rule, &fields, scene)
        .with("refusal", Part::text(&field.name))
        .with("value", Part::text(value))
        .seen_at(case.answer.controller, field_place(table, &field.name), value);
    vec![finding]
}

/// Full payment card numbers by their check digit.
pub(crate) fn full_card_number(rule: &FindingRule, case: &Case<'_>) -> Vec<Finding> {
    let fields = case.answer.tables.iter().flat_map(|t| t.fields.iter().map(move |f| (t, f)));
    let mut out = Vec::new();
    for (table, field) in fields.filter(|(_, field)| field.group == "payment_card") {
        if field.examples.expose().iter().any(|value| is_card_number(value)) {
            let place = field_place(table, &field.name);
            // The number itself never goes into a finding.
            out.push(
                Finding::about(rule, case.answer.controller)
                    .with("field", Part::text(&field.name))
                    .seen_at(case.answer.controller, place, ""),
            );
        }
    }
    out
}

fn is_card_number(value: &str) -> bool {
    let digits: Vec<u32> = value.chars().filter_map(|c| c.to_digit(10)).collect();
    let clean = value.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-'));
    if !clean || !(13..=19).contains(&digits.len()) || digits.iter().all(|d| *d == digits[0]) {
        return false;
    }
    let doubled = |d: u32| if d > 4 { d * 2 - 9 } else { d * 2 };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 1 { doubled(*digit) } else { *digit })
        .sum();
    sum.is_multiple_of(10)
}

/// A field that holds the same filler everywhere.
pub(crate) fn filler(
    rule: &FindingRule,
    filter: &FieldFilter,
    values: &[String],
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    let mut fields = case.fields(filter, scene);
    fields.retain(|(_, field)| {
        let examples = field.examples.expose();
        field.distinct == 1 && examples.first().is_some_and(|value| has_value(values, value))
    });
    if fields.is_empty() { Vec::new() } else { vec![case.about_fields(rule, &fields, scene)] }
}

/// Many different values where one would do.
pub(crate) fn many_values(
    rule: &FindingRule,
    filter: &FieldFilter,
    at_least: u32,
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    let mut fields = case.fields(filter, scene);
    fields.retain(|(_, field)| field.distinct >= at_least);
    let most = fields.iter().map(|(_, field)| field.distinct).max();
    let Some(most) = most else { return Vec::new() };
    let finding = case.about_fields(rule, &fields, scene);
    vec![finding.with("values", Part::Count(most.into()))]
}

#[cfg(test)]
mod tests {
    use super::is_card_number;

    #[test]
    fn card_numbers_need_their_check_digit() {
        assert!(is_card_number("4111 1111 1111 1111"));
        assert!(!is_card_number("4111 1111 1111 1112"), "wrong check digit");
        assert!(!is_card_number("**** **** **** 1111"), "masked");
        assert!(!is_card_number("0000000000000000"), "filler");
    }
}
