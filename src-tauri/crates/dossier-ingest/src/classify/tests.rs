#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

use std::path::{Path, PathBuf};

use dossier_catalog::category::Categories;

use super::*;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

fn categories() -> Categories {
    let folder = root().join("src-tauri/catalog/categories");
    let mut files = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
                files.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    Categories::parse(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))).unwrap()
}

fn check_in(table: TableContext<'_>, header: &str, values: &[&str], group: &str) {
    let categories = categories();
    let classifier = Classifier::new(&categories);
    let field = FieldSample { header, values, filled: values.len() as u64 };
    let found = classifier.classify(&field, &table, &categories);
    assert_eq!(found.group, group, "{header}: {}", render(&found.why, "en", &categories));
    assert!((0.0..=1.0).contains(&found.confidence));
    assert!(!found.why.is_empty(), "{header} has no reason");
}

fn check(language: &str, header: &str, values: &[&str], group: &str) {
    check_in(TableContext { language, ..TableContext::default() }, header, values, group);
}

#[test]
fn headers_of_eight_languages() {
    check("de", "Geb.-Datum", &["03.04.1971", "30.11.1988"], "birth_age");
    check("en", "dob", &["1971-04-03", "1988-11-30"], "birth_age");
    check("fr", "Date de naissance", &["03/04/1971"], "birth_age");
    check("es", "Fecha de nacimiento", &["03/04/1971"], "birth_age");
    check("it", "Data di nascita", &["03/04/1971"], "birth_age");
    check("nl", "Geboortedatum", &["03-04-1971"], "birth_age");
    check("pl", "Data urodzenia", &["1971-04-03"], "birth_age");
    check("pt", "Data de nascimento", &["03/04/1971"], "birth_age");
}

#[test]
fn a_qualifier_changes_the_meaning() {
    check("de", "Bestelldatum", &["03.04.2023"], "transaction_time");
    check("de", "Kundennummer", &["10023", "10024"], "customer_id");
    check("de", "Bestellnummer", &["A-1", "A-2"], "order_id");
    check("en", "Newsletter consent date", &["2023-04-03"], "consent");
    check("en", "children[].age", &["4", "7"], "family_household");
    check("en", "customer.age", &["34", "57"], "birth_age");
}

#[test]
fn values_speak_where_the_header_is_silent() {
    check("en", "F_17", &["mira@example.org", "tom@example.org"], "email");
    check("de", "Feld 3", &["DE89 3704 0044 0532 0130 00"], "bank_account");
    check("", "x1", &["192.0.2.1", "198.51.100.4"], "ip_address");
    check("", "x2", &["52.52000, 13.40500"], "geo_location");
    check("", "x3", &["", "", ""], "technical");
}

#[test]
fn special_categories_are_seen_in_inferences() {
    check("de", "Merkmal_17", &["Schwangerschaft wahrscheinlich", "nein"], "health");
    check("en", "affinity_halal_food", &["0.8", "0.1"], "special_category_other");
    check("fr", "confession supposée", &["catholique", "inconnue"], "special_category_other");
    check("en", "prescription", &["Ramipril 5 mg"], "health");
    // A shelf of goods is not a diagnosis.
    check("en", "Product name", &["Desk lamp", "Pregnancy test", "Mug"], "product");
}

#[test]
fn file_and_neighbors_decide_vague_headers() {
    let login =
        TableContext { file: "logs/login_history.csv", language: "en", ..Default::default() };
    check_in(login, "time", &["2024-01-02 10:00:00"], "login_event");
    let orders = TableContext { file: "orders.csv", language: "en", ..Default::default() };
    check_in(orders, "time", &["2024-01-02 10:00:00"], "transaction_time");
}

#[test]
fn the_reason_reads_well_in_both_languages() {
    let categories = categories();
    let classifier = Classifier::new(&categories);
    let values = ["03.04.1930", "30.11.2010", "01.01.1971"];
    let field = FieldSample { header: "Geb.-Datum", values: &values, filled: 3 };
    let table = TableContext { language: "de", ..TableContext::default() };
    let found = classifier.classify(&field, &table, &categories);
    assert_eq!(
        render(&found.why, "de", &categories),
        "weil die Überschrift „Geb.-Datum“ heißt und 3 von 3 Werten Daten von 1930 bis 2010 sind"
    );
    assert_eq!(
        render(&found.why, "en", &categories),
        "because the header is “Geb.-Datum” and 3 of 3 values are dates from 1930 to 2010"
    );
    assert!(!format!("{found:?}").contains("Geb"), "a header must not print itself");
}

#[test]
fn a_line_in_gives_a_line_out() {
    let categories = categories();
    let classifier = Classifier::new(&categories);
    let line = r#"{"id":7,"field":"E-Mail","values":["mira@example.org",null,3],"siblings":[],"file":"a.csv"}"#;
    let out: serde_json::Value =
        serde_json::from_str(&classify_jsonl(line, &classifier, &categories).unwrap()).unwrap();
    assert_eq!(
        (&out["id"], &out["category"], &out["dpv"]),
        (&7.into(), &"email".into(), &"pd:EmailAddress".into())
    );
    let error = classify_jsonl("{secret", &classifier, &categories).unwrap_err();
    assert!(!error.to_string().contains("secret"), "the error quotes its input");
}

#[test]
fn every_category_is_complete() {
    let categories = categories();
    for category in categories.all() {
        let benefit = &category.benefit;
        for text in [
            &category.label,
            &category.about,
            &category.reveals,
            &category.why,
            &benefit.customer,
            &benefit.company,
        ] {
            assert!(!text.is_incomplete(), "{} lacks a text", category.id);
        }
        let technical = category.group == "technical";
        assert_eq!(category.kind.is_none(), technical, "{} has the wrong kind", category.id);
        assert!(!category.rights.is_empty(), "{} has no right", category.id);
        assert!(!category.typical.bases.is_empty(), "{} has no typical basis", category.id);
    }
    let groups: std::collections::BTreeSet<_> = categories.all().iter().map(|c| &c.group).collect();
    assert_eq!(groups.len(), 48);
    assert!(categories.all().len() >= 103);
}

#[test]
fn hostile_fields_do_no_harm() {
    let categories = categories();
    let classifier = Classifier::new(&categories);
    let long = "a".repeat(100_000);
    let wide = "é,".repeat(5_000);
    let values: Vec<&str> = vec![&long, &wide, "\u{0}\u{202e}", "-", "9".repeat(400).leak()];
    for header in ["", "....", "[][][]", "/", &long, &wide, "\u{0}", "🦀🦀"] {
        let field = FieldSample { header, values: &values, filled: 5 };
        let _ = classifier.classify(&field, &TableContext::default(), &categories);
    }
}

struct Measured {
    fields: usize,
    right: f32,
    special_recall: f32,
    special_precision: f32,
    sure: usize,
    sure_right: f32,
}

fn measure(path: &Path) -> Measured {
    let categories = categories();
    let classifier = Classifier::new(&categories);
    let special = ["health", "special_category_other"];
    let text = std::fs::read_to_string(path).unwrap();
    let (mut fields, mut right, mut sure, mut sure_right) = (0, 0, 0, 0);
    let (mut wanted, mut called, mut both) = (0, 0, 0);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let field = parse_labelled(line).unwrap();
        let found = field.classify(&classifier, &categories);
        let ok = found.group == field.category;
        let (want, got) = (special.contains(&&*field.category), special.contains(&&*found.group));
        fields += 1;
        right += usize::from(ok);
        sure += usize::from(found.confidence >= 0.9);
        sure_right += usize::from(ok && found.confidence >= 0.9);
        wanted += usize::from(want);
        called += usize::from(got);
        both += usize::from(want && got);
    }
    let share = |a: usize, b: usize| a as f32 / b.max(1) as f32;
    let measured = Measured {
        fields,
        right: share(right, fields),
        special_recall: share(both, wanted),
        special_precision: share(both, called),
        sure,
        sure_right: share(sure_right, sure),
    };
    eprintln!(
        "{}: {} fields, accuracy {:.3}, special categories recall {:.3} precision {:.3}, sure {} right {:.3}",
        path.file_name().unwrap_or_default().to_string_lossy(),
        measured.fields,
        measured.right,
        measured.special_recall,
        measured.special_precision,
        measured.sure,
        measured.sure_right,
    );
    measured
}

#[test]
fn fields_of_shops_never_seen() {
    let apart = measure(&root().join("tests/classify/apart.jsonl"));
    assert!(apart.fields >= 150);
    // What a first version has to reach on shops that nobody wrote words for.
    assert!(apart.right >= 0.75, "accuracy {}", apart.right);
    assert!(apart.special_recall >= 0.75, "recall {}", apart.special_recall);
    assert!(apart.special_precision >= 0.80, "precision {}", apart.special_precision);
    assert!(apart.sure_right >= 0.95, "sure {}", apart.sure_right);
}

#[test]
fn the_shared_development_set() {
    let path = root().join("../shared/classify/dev.jsonl");
    if !path.exists() {
        eprintln!("skipped: the shared development set is not beside the repository");
        return;
    }
    let dev = measure(&path);
    assert!(dev.right >= 0.90, "accuracy {}", dev.right);
    assert!(dev.special_recall >= 0.95 && dev.special_precision >= 0.80);
    assert!(dev.sure_right >= 0.97, "sure {}", dev.sure_right);
}
