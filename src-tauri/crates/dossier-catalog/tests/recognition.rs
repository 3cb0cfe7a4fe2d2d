//! Recognition on catalogs made for it: what decides, what only supports, what is ambiguous.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use dossier_catalog::{
    Catalog, Certainty, Evidence, Files, MemberEvidence, MemberRef, PathFit, TableEvidence,
};
use dossier_model::{MemberKind, MemberPath};

fn company(slug: &str, headers: &[&str], mark: &str) -> String {
    let columns: Vec<String> = headers
        .iter()
        .map(|name| format!(r#"{{ "names": ["{name}", "{name} (alt)"], "category": "pd:Name" }}"#))
        .collect();
    let requires: Vec<String> = headers.iter().map(|name| format!("\"{name}\"")).collect();
    format!(
        r#"{{ "slug": "{slug}", "name": "{slug}", "quality": "described",
        "controllers": [{{ "name": "{slug} Ltd", "country": "IE" }}],
        "sources": [{{ "title": "invented" }}],
        "exports": [
          {{ "id": "new", "label": {{ "de": "n", "en": "n" }}, "languages": ["en"], "members": [
            {{ "id": "orders", "paths": ["{slug}-data/orders.csv"], "kinds": ["csv"], "tables": ["orders"], "requires": ["Total"] }},
            {{ "id": "doc", "paths": ["{slug}-data/data.json"], "kinds": ["json"], "tables": ["orders"], "contains": ["\"{slug}_group\""] }} ] }},
          {{ "id": "old", "label": {{ "de": "o", "en": "o" }}, "languages": ["en"], "members": [
            {{ "id": "orders", "paths": ["{slug}.orders.{{n}}.csv"], "kinds": ["csv"], "tables": ["orders"] }},
            {{ "id": "clicks", "paths": ["{slug}.clicks.{{n}}.csv"], "kinds": ["csv"], "tables": ["clicks"] }} ] }} ],
        "tables": [
          {{ "id": "orders", "label": {{ "de": "B", "en": "O" }}, "row": {{ "de": "b", "en": "o" }},
             "requires": [{}], "mark": "{mark}", "columns": [{}, {{ "names": ["Total"], "category": "pd:Transaction" }}] }},
          {{ "id": "clicks", "label": {{ "de": "K", "en": "C" }}, "row": {{ "de": "k", "en": "c" }},
             "requires": ["when", "what"], "columns": [
               {{ "names": ["when"], "category": "ext:TransactionTime" }}, {{ "names": ["what"], "category": "pd:LinkClicked" }}] }} ] }}"#,
        requires.join(","),
        columns.join(",")
    )
}

fn catalog(list: &[(&str, &[&str], &str)]) -> Catalog {
    let mut files = Files::default();
    for (slug, headers, mark) in list {
        files.insert(format!("companies/{slug}.json"), company(slug, headers, mark).into_bytes());
    }
    let catalog = Catalog::new(files);
    let problems: Vec<_> =
        catalog.problems().into_iter().filter(|p| p.file().starts_with("companies")).collect();
    assert!(problems.is_empty(), "{problems:?}");
    catalog
}

fn member(path: &str, headers: &[&str]) -> MemberEvidence {
    let tables = vec![TableEvidence {
        name: String::new(),
        headers: headers.iter().map(|&header| header.to_owned()).collect(),
    }];
    MemberEvidence {
        path: MemberPath::new(path),
        kind: Some(MemberKind::Csv),
        tables: if headers.is_empty() { Vec::new() } else { tables },
        marked: Vec::new(),
    }
}

fn check(catalog: &Catalog, members: Vec<MemberEvidence>, expect: &[(&str, &str, Certainty)]) {
    let found = catalog.recognize(&Evidence { members });
    let found: Vec<_> =
        found.iter().map(|r| (r.company.as_str(), r.export.as_str(), r.certainty)).collect();
    assert_eq!(found, expect);
}

const AB: &[(&str, &[&str], &str)] =
    &[("alpha", &["A1", "A2", "A3"], "own"), ("beta", &["B1", "B2"], "shared")];

#[test]
fn headers_decide_under_any_name() {
    for path in [
        "alpha.orders.1.csv",
        "x/y/alpha.orders.1.csv",
        "a.zip!/b.zip!/alpha.orders.2.csv",
        "export (3).csv",
        "beta.orders.1.csv",
    ] {
        check(
            &catalog(AB),
            vec![member(path, &["A3", "a2", "\u{feff}A1", "more"])],
            &[("alpha", "old", Certainty::Sure)],
        );
    }
}

#[test]
fn synonyms_count_as_headers() {
    check(
        &catalog(AB),
        vec![member("f.csv", &["A1 (alt)", "A2", "A3"])],
        &[("alpha", "old", Certainty::Sure)],
    );
}

#[test]
fn names_alone_decide_nothing() {
    let names = [
        "alpha-data/orders.csv",
        "alpha-data/data.json",
        "alpha.orders.1.csv",
        "alpha.clicks.1.csv",
        "alpha.orders.2.csv",
        "alpha.orders.3.csv",
    ];
    check(&catalog(AB), names.iter().map(|path| member(path, &[])).collect(), &[]);
    check(&catalog(AB), names.iter().map(|path| member(path, &["x", "y"])).collect(), &[]);
}

#[test]
fn some_of_the_headers_are_not_enough() {
    check(&catalog(AB), vec![member("alpha.orders.1.csv", &["A1", "A2"])], &[]);
}

#[test]
fn shared_headers_need_paths_or_each_other() {
    check(&catalog(AB), vec![member("f.csv", &["B1", "B2"])], &[]);
    check(&catalog(AB), vec![member("beta.orders.1.csv", &["B1", "B2"])], &[]);
    check(
        &catalog(AB),
        vec![
            member("beta.orders.1.csv", &["B1", "B2"]),
            member("beta.clicks.1.csv", &["when", "what"]),
        ],
        &[("beta", "old", Certainty::Likely)],
    );
    let renamed = vec![member("1.csv", &["B1", "B2"]), member("2.csv", &["when", "what"])];
    check(&catalog(AB), renamed, &[]);
}

#[test]
fn many_parts_of_one_table_are_one_proof() {
    let parts = (1..9).map(|n| member(&format!("{n}.csv"), &["when", "what"])).collect();
    check(&catalog(AB), parts, &[]);
}

#[test]
fn the_start_of_a_file_decides_too() {
    let catalog = catalog(AB);
    let path = MemberPath::new("renamed.json");
    let found = catalog.member_for(&path, MemberKind::Json, r#"{"alpha_group": {"#).unwrap();
    assert_eq!(
        (found.company.slug.as_str(), found.member.id.as_str(), found.marked),
        ("alpha", "doc", true)
    );
    assert!(
        catalog
            .member_for(&MemberPath::new("alpha-data/data.json"), MemberKind::Json, "{}")
            .is_none()
    );
    assert!(catalog.member_for(&path, MemberKind::Csv, "\"alpha_group\"").is_none());
    let marked =
        vec![MemberRef { company: "alpha".into(), export: "new".into(), member: "doc".into() }];
    let member =
        MemberEvidence { path, kind: Some(MemberKind::Json), marked, ..MemberEvidence::default() };
    check(&catalog, vec![member], &[("alpha", "new", Certainty::Sure)]);
}

#[test]
fn a_required_header_tells_the_versions_apart() {
    check(
        &catalog(AB),
        vec![member("alpha-data/orders.csv", &["A1", "A2", "A3", "Total"])],
        &[("alpha", "new", Certainty::Sure)],
    );
    check(
        &catalog(AB),
        vec![member("alpha.orders.1.csv", &["A1", "A2", "A3", "Total"])],
        &[("alpha", "old", Certainty::Sure)],
    );
}

#[test]
fn two_versions_side_by_side_are_both_named() {
    let catalog = catalog(AB);
    let mut doc = member("alpha-data/data.json", &[]);
    doc.kind = Some(MemberKind::Json);
    doc.marked =
        vec![MemberRef { company: "alpha".into(), export: "new".into(), member: "doc".into() }];
    let found = catalog.recognize(&Evidence {
        members: vec![doc, member("alpha.orders.1.csv", &["A1", "A2", "A3"])],
    });
    let exports: Vec<_> = found.iter().map(|r| r.export.as_str()).collect();
    assert_eq!(exports, ["old", "new"]);
}

#[test]
fn two_companies_with_the_same_headers_are_ambiguous() {
    let catalog = catalog(&[("alpha", &["A1", "A2"], "own"), ("gamma", &["A1", "A2"], "own")]);
    let members = || vec![member("f.csv", &["A1", "A2"])];
    check(
        &catalog,
        members(),
        &[("alpha", "old", Certainty::Ambiguous), ("gamma", "old", Certainty::Ambiguous)],
    );
    assert_eq!(catalog.recognize(&Evidence { members: members() })[0].rivals, ["gamma"]);
    let found = TableEvidence { name: String::new(), headers: vec!["A1".into(), "A2".into()] };
    let path = MemberPath::new("f.csv");
    assert!(catalog.table_for(None, &path, MemberKind::Csv, &found).is_none());
    assert!(catalog.table_for(Some("gamma"), &path, MemberKind::Csv, &found).is_some());
    // A path that fits one of them settles it.
    let members = vec![member("gamma.orders.1.csv", &["A1", "A2"])];
    let found = catalog.recognize(&Evidence { members });
    assert_eq!((found[0].company.as_str(), found[0].certainty), ("gamma", Certainty::Sure));
}

#[test]
fn two_companies_in_one_folder_are_not_ambiguous() {
    let catalog = catalog(&[("alpha", &["A1", "A2"], "own"), ("gamma", &["G1", "G2"], "own")]);
    check(
        &catalog,
        vec![member("1.csv", &["A1", "A2"]), member("2.csv", &["G1", "G2"])],
        &[("alpha", "old", Certainty::Sure), ("gamma", "old", Certainty::Sure)],
    );
}

#[test]
fn reasons_name_headers_and_places_but_no_foreign_words() {
    let found = catalog(AB).recognize(&Evidence {
        members: vec![member("alpha.orders.1.csv", &["A1", "A2", "A3", "mira@example.org"])],
    });
    let reason = &found[0].why[0];
    assert_eq!((reason.key, reason.points), ("recognized.headers", 10));
    assert_eq!(reason.parts, ["orders", "A1", "A2", "A3"]);
    assert_eq!(found[0].score, found[0].why.iter().map(|r| r.points).sum::<u32>());
    assert!(!format!("{found:?}").contains("mira"));
}

#[test]
fn a_known_company_reads_its_tables_by_path() {
    let catalog = catalog(AB);
    let odd = TableEvidence { name: String::new(), headers: vec!["when".into(), "what".into()] };
    let path = MemberPath::new("z.zip!/beta.clicks.7.csv");
    let found = catalog.table_for(Some("beta"), &path, MemberKind::Csv, &odd).unwrap();
    assert_eq!((found.table.id.as_str(), found.fit), ("clicks", PathFit::Name));
    assert_eq!(found.table.column_for(" WHAT ").unwrap().category, "pd:LinkClicked");
    assert!(found.table.column_for("whatever").is_none());
}
