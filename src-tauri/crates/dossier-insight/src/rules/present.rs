use dossier_catalog::finding::{FieldFilter, FindingRule};
use dossier_model::{StatementKind, TableSummary};

use crate::dates::{iso, possible};
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
    let mut fields = case.sure_fields(filter, scene);
    // A mark that is not set needs no explanation.
    fields.retain(|(_, field)| {
        let values = field.examples.expose();
        unless.is_none() || values.iter().any(|value| !scene.knowledge.is_unset(value))
    });
    if explained || fields.is_empty() || unless.is_some_and(|kind| case.may_state(kind)) {
        return Vec::new();
    }
    let finding = case.about_values(rule, filter, &fields, scene);
    if finding.records < at_least { Vec::new() } else { vec![finding] }
}

/// A refusal beside data that need agreement.
pub(crate) fn refused_but_used(
    rule: &FindingRule,
    objection: Option<&FieldFilter>,
    refusal: &FieldFilter,
    values: &[String],
    used: &FieldFilter,
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    let mut fields = case.sure_fields(used, scene);
    let dated = objection.map(|filter| case.sure_fields(filter, scene)).unwrap_or_default();
    let objected = dated.into_iter().find_map(|(table, field)| {
        let value = field.examples.expose().first()?;
        match possible(value, &field.date_format).as_slice() {
            [day] if field.distinct == 1 && !scene.knowledge.values.is_filler(*day) => {
                Some((table, field, *day))
            }
            _ => None,
        }
    });
    if let Some((.., day)) = objected {
        let last = |table: &TableSummary| table.last.as_deref().and_then(iso);
        fields.retain(|(table, _)| last(table).is_none_or(|last| last > day));
    }
    // Every value known must be a refusal: a log of both says nothing.
    let refused = || {
        case.sure_fields(refusal, scene).into_iter().find(|(_, field)| {
            let examples = field.examples.expose();
            !examples.is_empty() && examples.iter().all(|value| has_value(values, value))
        })
    };
    let by = objected.map(|(table, field, _)| (table, field)).or_else(refused);
    let (Some((table, field)), false) = (by, fields.is_empty()) else { return Vec::new() };
    let value = field.examples.expose().first().map_or("", String::as_str);
    let finding = case.about_values(rule, used, &fields, scene);
    let shown: Vec<String> = finding.evidence.iter().map(|e| e.value.expose().clone()).collect();
    let finding = finding
        .with("groups", Part::list(shown))
        .with("refusal", Part::text(&field.name))
        .with("value", Part::text(value))
        .shown_by(case.answer.controller, table, &field.name, value);
    vec![finding]
}

/// Full payment card numbers by their check digit.
pub(crate) fn full_card_number(
    rule: &FindingRule,
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    let tests = &scene.knowledge.rules.test_cards;
    let fields = case.answer.tables.iter().flat_map(|t| t.fields.iter().map(move |f| (t, f)));
    let mut out = Vec::new();
    for (table, field) in fields.filter(|(_, field)| field.group == "payment_card") {
        if field.examples.expose().iter().any(|value| is_card_number(value, tests)) {
            // The number itself never goes into a finding.
            out.push(
                Finding::about(rule, case.answer.controller)
                    .with("field", Part::text(&field.name))
                    .shown_by(case.answer.controller, table, &field.name, ""),
            );
        }
    }
    out
}

/// Whether a value is a card's number, and none that is published for tests.
fn is_card_number(value: &str, tests: &[String]) -> bool {
    let plain: String = value.chars().filter(char::is_ascii_digit).collect();
    let digits: Vec<u32> = plain.chars().filter_map(|c| c.to_digit(10)).collect();
    let clean = value.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-'));
    if !clean
        || !(13..=19).contains(&digits.len())
        || digits.iter().all(|d| *d == digits[0])
        || tests.contains(&plain)
    {
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
    let mut fields = case.sure_fields(filter, scene);
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
    let mut fields = case.sure_fields(filter, scene);
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
        let check = |value: &str| is_card_number(value, &["4111111111111111".to_owned()]);
        assert!(check("4539 5787 6362 1486"));
        assert!(!check("4539 5787 6362 1487"), "wrong check digit");
        assert!(!check("4111 1111 1111 1111"), "published for tests");
        assert!(!check("**** **** **** 1486"), "masked");
        assert!(!check("0000000000000000"), "filler");
    }
}
