//! Every category, term, rule and audit is whole in both languages, and what they
//! name exists.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use dossier_catalog::purpose::TermKind;
use dossier_catalog::{Bilingual, Catalog};

fn whole(what: &str, text: &Bilingual, missing: &mut Vec<String>) {
    if text.is_incomplete() {
        missing.push(what.to_owned());
    }
}

#[test]
fn every_category_says_everything_in_both_languages() {
    let catalog = Catalog::embedded();
    let laws = catalog.laws();
    let rights: BTreeSet<&str> = laws
        .iter()
        .flat_map(|law| law.rights.iter().map(|right| right.id.as_str()))
        .chain(["erasure_part", "erasure_all", "access_followup", "notify"])
        .collect();
    let mut missing = Vec::new();
    for category in catalog.categories().all() {
        let id = &category.id;
        whole(&format!("{id}: label"), category.label.own(), &mut missing);
        whole(&format!("{id}: about"), &category.about, &mut missing);
        whole(&format!("{id}: reveals"), &category.reveals, &mut missing);
        whole(&format!("{id}: why"), &category.why, &mut missing);
        whole(&format!("{id}: benefit.company"), &category.benefit.company, &mut missing);
        // Nothing for the customer is an answer too, but then in both languages.
        let customer = &category.benefit.customer;
        if customer.de.is_empty() != customer.en.is_empty() {
            missing.push(format!("{id}: benefit.customer in one language"));
        }
        let typical = &category.typical;
        for (ids, kind) in
            [(&typical.purposes, TermKind::Purpose), (&typical.bases, TermKind::LegalBasis)]
        {
            if ids.is_empty() {
                missing.push(format!("{id}: typical {kind:?}"));
            }
            for term in ids {
                if !catalog.purposes().of(kind).any(|known| known.id == *term) {
                    missing.push(format!("{id}: {term} is no {kind:?}"));
                }
            }
        }
        if !catalog.purposes().of(TermKind::Retention).any(|t| t.id == typical.retention) {
            missing.push(format!("{id}: retention {}", typical.retention));
        }
        if category.rights.is_empty() {
            missing.push(format!("{id}: rights"));
        }
        for right in category.rights.iter().filter(|right| !rights.contains(right.as_str())) {
            missing.push(format!("{id}: no such right {right}"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_term_has_a_name_and_a_sentence() {
    let catalog = Catalog::embedded();
    let mut missing = Vec::new();
    let kinds = [
        TermKind::Purpose,
        TermKind::LegalBasis,
        TermKind::Recipient,
        TermKind::Origin,
        TermKind::Retention,
    ];
    let mut labels = BTreeSet::new();
    for (kind, term) in kinds.iter().flat_map(|k| catalog.purposes().of(*k).map(move |t| (k, t))) {
        whole(&format!("{}: label", term.id), term.label.own(), &mut missing);
        whole(&format!("{}: about", term.id), &term.about, &mut missing);
        assert!(
            labels.insert((kind, &term.label.own().en)),
            "{} is named twice",
            term.label.own().en
        );
        assert!(term.months.is_none() || *kind == TermKind::Retention, "{}", term.id);
        assert_eq!(*kind == TermKind::LegalBasis, !term.article.is_empty(), "{}", term.id);
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    let marketing = catalog.purposes().of(TermKind::Purpose).filter(|t| t.direct_marketing);
    assert!(marketing.count() >= 3, "advertising can be objected to without a reason");
}

#[test]
fn what_rules_name_exists() {
    let catalog = Catalog::embedded();
    let rules = catalog.findings();
    let categories = catalog.categories();
    let groups: BTreeSet<&str> = categories.all().iter().map(|c| c.group.as_str()).collect();
    let mut wrong = Vec::new();
    let mut visit = |id: &str, value: &serde_json::Value| {
        let mut open = vec![value];
        while let Some(value) = open.pop() {
            match value {
                serde_json::Value::Object(map) => {
                    for (key, inner) in map {
                        for text in inner.as_array().into_iter().flatten() {
                            let text = text.as_str().unwrap_or_default();
                            let known = match key.as_str() {
                                "categories" => categories.get(text).is_some(),
                                "groups" => groups.contains(text),
                                "purposes" => catalog.purposes().get(text).is_some(),
                                _ => true,
                            };
                            if !known {
                                wrong.push(format!("{id}: {key} {text}"));
                            }
                        }
                        open.push(inner);
                    }
                }
                serde_json::Value::Array(list) => open.extend(list),
                _ => {}
            }
        }
    };
    for rule in &rules.rules {
        visit(&rule.id, &serde_json::to_value(&rule.when).unwrap());
        assert!(rule.version > 0 && !rule.reference.is_empty(), "{}", rule.id);
    }
    for gain in &rules.gains {
        visit(&gain.id, &serde_json::to_value(gain).unwrap());
    }
    for evidence in &rules.evidence {
        visit(&evidence.id, &serde_json::to_value(evidence).unwrap());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_law_has_its_list_of_what_an_answer_must_contain() {
    let catalog = Catalog::embedded();
    let rules = catalog.findings();
    for law in catalog.laws().iter() {
        let audit = rules.audit(&law.id);
        assert!(audit.is_some(), "{} has no audit", law.id);
        for item in &audit.unwrap().items {
            assert!(!item.label.is_incomplete() && !item.article.is_empty(), "{}", item.id);
        }
    }
}

/// A further language names everything, and nothing that is not there.
#[test]
fn every_language_names_every_kind_and_term() {
    let catalog = Catalog::embedded();
    let sorts = [
        TermKind::Purpose,
        TermKind::LegalBasis,
        TermKind::Recipient,
        TermKind::Origin,
        TermKind::Retention,
    ];
    let categories = catalog.categories().all().iter().map(|one| one.id.as_str());
    let terms = sorts.iter().flat_map(|sort| catalog.purposes().of(*sort)).map(|t| t.id.as_str());
    let wanted: BTreeSet<&str> = categories.chain(terms).collect();
    assert_eq!(catalog.names().len(), 6);
    for file in catalog.names() {
        let there: BTreeSet<&str> = file.names.keys().map(String::as_str).collect();
        let wrong: Vec<_> = wanted.symmetric_difference(&there).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", file.language);
        assert!(file.names.values().all(|name| !name.trim().is_empty() && name.trim() == name));
    }
    let name = catalog.categories().get("pd:BirthDate").unwrap();
    assert_eq!(name.label.get("fr"), "Date de naissance");
    assert_eq!(name.label.get("en"), name.label.own().en);
}

#[test]
fn a_follow_up_names_its_points_in_its_own_language() {
    let catalog = Catalog::embedded();
    let mut asked = 0;
    for audit in &catalog.findings().audits {
        let Some(law) = catalog.laws().get(&audit.law) else { continue };
        for language in law.languages.iter().filter(|l| !matches!(l.as_str(), "de" | "en")) {
            if catalog.letters().get(&audit.law, "access_followup", language).is_none() {
                continue;
            }
            for item in &audit.items {
                assert!(item.more.contains_key(language), "{} {} {language}", audit.law, item.id);
                asked += 1;
            }
        }
    }
    assert!(asked > 0);
}
