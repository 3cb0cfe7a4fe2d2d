//! Every rule of the findings has cases that it speaks about and cases where it
//! must be silent: some to write it by, others kept apart.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use dossier_catalog::Catalog;
use dossier_tests::house::{root, text};
use dossier_tests::rules::{RuleScore, evaluate};

fn scores(set: &str) -> BTreeMap<String, RuleScore> {
    evaluate(&text(&root().join(format!("tests/findings/{set}.json")))).unwrap()
}

#[test]
fn every_rule_has_cases_of_both_sorts_in_both_sets() {
    for set in ["tune", "apart"] {
        let scores = scores(set);
        for rule in &Catalog::embedded().findings().rules {
            let score = scores.get(&rule.id).cloned().unwrap_or_default();
            assert!(score.hits + score.missed > 0, "{set}: {} has no case that fires", rule.id);
            assert!(score.wrong + score.silent > 0, "{set}: {} has no silent case", rule.id);
        }
    }
}

#[test]
fn rules_fire_where_they_must_and_nowhere_else() {
    for set in ["tune", "apart"] {
        let failures: Vec<String> =
            scores(set).into_values().flat_map(|score| score.failures).collect();
        assert!(failures.is_empty(), "{set}:\n{}", failures.join("\n"));
    }
}
