#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

mod measured;

use std::path::{Path, PathBuf};

use dossier_catalog::category::Categories;
use dossier_catalog::statement::StatementWords;

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

fn classifier(categories: &Categories) -> Classifier {
    Classifier::new(categories, &StatementWords::embedded().unwrap())
}

fn check_in(table: TableContext<'_>, header: &str, values: &[&str], group: &str) {
    let categories = categories();
    let classifier = classifier(&categories);
    let field = FieldSample { header, values };
    let found = classifier.classify(&field, &table, &categories);
    assert_eq!(found.group, group, "{header}: {}", render(&found.why, "en", &categories));
    assert!((0.0..=1.0).contains(&found.confidence));
    assert!(!found.why.is_empty(), "{header} has no reason");
}

fn check(language: &str, header: &str, values: &[&str], group: &str) {
    check_in(TableContext { language, ..TableContext::default() }, header, values, group);
}

/// A topic is what a message is about, or what somebody likes: the table decides.
#[test]
fn a_topic_is_what_its_table_is_about() {
    let table = |file| TableContext {
        siblings: &["Datum", "Kanal", "Thema", "Notiz"],
        file,
        language: "de",
        ..TableContext::default()
    };
    let topics = ["Lieferung", "Reklamation", "Rechnung"];
    check_in(table("Kontakthistorie.csv"), "Thema", &topics, "communication");
    let profile = TableContext { siblings: &["ID", "Thema"], ..table("werbesegmente.csv") };
    check_in(profile, "Thema", &["Kochen", "Garten", "Reisen"], "interest_segment");
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

/// What a column that only says no is called must say that it is special, and what stands
/// beside a field may settle that it is none of the customer's.
#[test]
fn what_is_no_data_of_the_person() {
    let categories = categories();
    let classifier = classifier(&categories);
    let group = |file: &str, headers: &[&str], rows: &[&[&str]], at: usize| {
        let table = TableContext { siblings: headers, file, ..TableContext::default() };
        let fields: Vec<_> = headers
            .iter()
            .zip(rows)
            .map(|(header, values)| FieldSample { header, values })
            .collect();
        classifier.classify_table(&fields, &table, &categories)[at].group.clone()
    };
    let consents = ["purpose", "granted", "date"];
    let row: [&[&str]; 3] = [&["Passing on to partners"], &["false"], &["2025-01-01"]];
    assert_ne!(group("consents.csv", &consents, &row, 1), "health");
    let row: [&[&str]; 3] = [&["Passing on to partners"], &["true"], &["2025-01-01"]];
    assert_eq!(group("consents.csv", &consents, &row, 1), "consent");
    let files = ["filename", "md5", "sha1"];
    let row: [&[&str]; 3] = [&["a.jpg"], &["0cc175b9c0f1b6a831c399e269772661"], &["86f7e437"]];
    assert_eq!(group("uploads.csv", &files, &row, 1), "technical");
    assert_eq!(group("uploads.csv", &files, &row, 2), "technical");
    let row: [&[&str]; 2] = [&["a@example.org"], &["0cc175b9c0f1b6a831c399e269772661"]];
    assert_ne!(group("account.csv", &["email", "md5"], &row, 1), "technical");
    let row: [&[&str]; 2] = [&["A1"], &["mid", "low"]];
    assert_eq!(group("orders.json", &["id", "price_segment"], &row, 1), "product");
    let row: [&[&str]; 2] = [&["Candle"], &["4.5"]];
    assert_eq!(group("products.csv", &["name", "score"], &row, 1), "product");
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
    let classifier = classifier(&categories);
    let values = ["03.04.1930", "30.11.2010", "01.01.1971"];
    let field = FieldSample { header: "Geb.-Datum", values: &values };
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
    let classifier = classifier(&categories);
    let line = r#"{"id":7,"field":"E-Mail","values":["mira@example.org",null,3],"siblings":[],"file":"a.csv"}"#;
    let answers = classify_jsonl(&[line, "{secret", line], &classifier, &categories);
    assert_eq!(answers.len(), 3);
    let out: serde_json::Value = serde_json::from_str(answers[0].as_ref().unwrap()).unwrap();
    assert_eq!(answers[0], answers[2], "an answer stands behind its own line");
    assert_eq!(
        (&out["id"], &out["category"], &out["dpv"]),
        (&7.into(), &"email".into(), &"pd:EmailAddress".into())
    );
    let error = answers[1].as_ref().unwrap_err();
    assert!(!error.to_string().contains("secret"), "the error quotes its input");
}

/// Lines of a table in any order, and of other tables between them.
#[test]
fn fields_of_a_table_are_looked_at_together() {
    let categories = categories();
    let classifier = classifier(&categories);
    let columns = ["Sendungsnr.", "Status", "Zahlart", "Stufe"];
    let field = |at: usize, file: &str| LabelledField {
        field: columns[at].to_owned(),
        siblings: columns.iter().filter(|c| **c != columns[at]).map(|c| (*c).to_owned()).collect(),
        values: vec![["0034", "offen", "Rechnung", "2"][at].into()],
        file: file.to_owned(),
        lang: "de".to_owned(),
        ..LabelledField::default()
    };
    let sorted: Vec<_> = (0..4).map(|at| field(at, "a.csv")).collect();
    let expect = classify_fields(&sorted, &classifier, &categories);
    let mixed: Vec<_> =
        [2, 0, 3, 1].iter().flat_map(|&at| [field(at, "a.csv"), field(3 - at, "b.csv")]).collect();
    let found = classify_fields(&mixed, &classifier, &categories);
    let own: Vec<_> = found.into_iter().step_by(2).collect();
    for (at, place) in [2, 0, 3, 1].into_iter().enumerate() {
        assert_eq!(own[at], expect[place], "{}", columns[place]);
    }
}

#[test]
fn every_category_is_complete() {
    let categories = categories();
    for category in categories.all() {
        let benefit = &category.benefit;
        for text in [
            category.label.own(),
            &category.about,
            &category.reveals,
            &category.why,
            &benefit.customer,
            &benefit.company,
        ] {
            assert!(!text.is_incomplete(), "{} lacks a text", category.id);
        }
        let technical = category.group == "technical";
        let of_operation = technical && category.id != "ext:AccountCreation";
        assert_eq!(category.kind.is_none(), of_operation, "{} has the wrong kind", category.id);
        assert!(!category.rights.is_empty(), "{} has no right", category.id);
        assert!(!category.typical.bases.is_empty(), "{} has no typical basis", category.id);
    }
    let groups: std::collections::BTreeSet<_> = categories.all().iter().map(|c| &c.group).collect();
    assert_eq!(groups.len(), 48);
    assert!(categories.all().len() >= 103);
}

#[test]
fn the_day_an_account_began_is_the_accounts() {
    let categories = categories();
    let classifier = classifier(&categories);
    let is = |file: &str, headers: &[&str], values: &[&str], at: usize| {
        let context = TableContext { siblings: headers, name: "", file, language: "" };
        let fields = [FieldSample { header: headers[at], values }];
        classifier.classify_table(&fields, &context, &categories)[0].category.clone()
    };
    let days = ["2015-01-12", "2016-03-03"];
    let created = "ext:AccountCreation";
    for (file, headers, at) in [
        ("a.csv", vec!["Kundennr", "Registriert am", "Letzter Login"], 1),
        ("users.json", vec!["email", "createdAt"], 1),
        ("klienci.csv", vec!["id", "data utworzenia"], 1),
    ] {
        assert_eq!(is(file, &headers, &days, at), created, "{headers:?}");
    }
    assert_ne!(is("a.csv", &["sku", "created_at", "color"], &days, 1), created);
    assert_ne!(is("a.csv", &["email", "registration_id"], &["1", "2"], 1), created);
}

#[test]
fn hostile_fields_do_no_harm() {
    let categories = categories();
    let classifier = classifier(&categories);
    let long = "a".repeat(100_000);
    let wide = "é,".repeat(5_000);
    let values: Vec<&str> = vec![&long, &wide, "\u{0}\u{202e}", "-", "9".repeat(400).leak()];
    for header in ["", "....", "[][][]", "/", &long, &wide, "\u{0}", "🦀🦀"] {
        let field = FieldSample { header, values: &values };
        let _ = classifier.classify(&field, &TableContext::default(), &categories);
    }
}

#[test]
fn a_guess_says_that_it_is_one() {
    let categories = categories();
    let classifier = classifier(&categories);
    let values = ["q7", "zz", "k-1"];
    let field = FieldSample { header: "xqz_17", values: &values };
    let found = classifier.classify(&field, &TableContext::default(), &categories);
    assert!(found.is_unsure(), "{} with {}", found.group, found.confidence);
    let said = |language| render(&found.why, language, &categories);
    assert!(said("en").starts_with("not sure, only a guess: because "), "{}", said("en"));
    assert!(said("de").starts_with("nicht sicher, nur eine Vermutung: weil "), "{}", said("de"));
}

#[test]
fn words_that_no_list_has_are_explained_by_the_word() {
    let categories = categories();
    let classifier = classifier(&categories);
    let values = ["Assam", "Kamille"];
    let field = FieldSample { header: "Lieblingstee", values: &values };
    let table = TableContext { language: "de", ..TableContext::default() };
    let found = classifier.classify(&field, &table, &categories);
    assert_eq!(found.group, "preference");
    assert!(render(&found.why, "en", &categories).contains("Lieblingstee"));
}

#[test]
fn every_reason_has_a_sentence_in_both_languages() {
    let categories = categories();
    let classifier = classifier(&categories);
    let text = std::fs::read_to_string(root().join("tests/classify/apart.jsonl")).unwrap();
    let fields: Vec<_> = text.lines().map(|line| parse_labelled(line).unwrap()).collect();
    for found in classify_fields(&fields, &classifier, &categories) {
        assert!(!found.why.is_empty());
        for reason in &found.why {
            for language in ["de", "en"] {
                let sentence = categories.why(language, &reason.key).unwrap();
                assert!(!sentence.is_empty(), "{language} has no words for {}", reason.key);
                let own = render(std::slice::from_ref(reason), language, &categories);
                assert!(!own.contains(['{', '}']), "{language}: {} keeps a hole", reason.key);
            }
        }
    }
}
