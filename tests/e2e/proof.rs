//! The loop closes: a contradiction becomes a letter, the next answer its proof.

use std::path::{Path, PathBuf};

use dossier_tests::person::Person;
use serde_json::{Value, json};

use crate::journeys::read;

const WRONG: &str = "17.05.1948";
const RIGHT: &str = "17.05.1984";

/// An invented answer: master data with this birth date, and a card that knows the right one.
fn answer(folder: &Path, name: &str, born: &str) -> PathBuf {
    let place = folder.join(name);
    std::fs::create_dir(&place).expect("a scratch folder");
    let account = format!(
        "Kundennummer;E-Mail;Vorname;Nachname;Geburtsdatum\n\
         KD-4471902;mira@example.org;Mira;Beispiel;{born}\n"
    );
    let card = format!("Kartennummer;Geburtsdatum;Angelegt\n6048 1234;{RIGHT};2020-01-04\n");
    std::fs::write(place.join("stammdaten.csv"), account).expect("a scratch file");
    std::fs::write(place.join("kundenkarte.csv"), card).expect("a scratch file");
    place
}

/// Imports an answer and says whose it is. Gives the import's number.
fn imports(person: &Person, answer: &Path) -> u64 {
    person.imports(&[answer]);
    let all = person.asks("imports", json!({ "language": "en" }));
    let ids = all.as_array().into_iter().flatten().filter_map(|one| one["id"].as_u64());
    let id = ids.max().expect("an import");
    person.asks("import_set_controller", json!({ "import": id, "name": "Versand Beispiel" }));
    id
}

#[test]
fn from_a_contradiction_to_the_letter_and_the_proof_of_what_changed() {
    let person = Person::begins();
    let window = &person.window;
    let scratch = tempfile::tempdir().expect("a scratch folder");
    imports(&person, &answer(scratch.path(), "first", WRONG));

    window.script("location.reload()", &[]);
    window.id("nav-findings");
    window.go("#/findings");
    window.says("birth");
    window.click("finding-request-rectification");
    window.id("item-found-1");
    // The one that is right already needs no correction.
    let right = if window.value("item-found-0") == RIGHT { 0 } else { 1 };
    window.click(&format!("item-remove-{right}"));
    window.gone("item-found-1");
    assert_eq!(window.value("item-found-0"), WRONG);
    window.fill("item-right-0", RIGHT);
    person.fills_the_letter();
    let request = person.open_request();
    let letter = read(&person.saves("save-pdf", "pdf"));
    assert!(letter.contains(WRONG) && letter.contains(RIGHT), "{letter}");
    window.click("mark-sent");
    window.id("mark-next");

    let second = imports(&person, &answer(scratch.path(), "second", RIGHT));
    window.go(&format!("#/requests/{request}?proof={second}"));
    window.id("proof");
    let sheet = read(&person.saves("proof-pdf", "pdf"));
    let all = person.asks("imports", json!({ "language": "en" }));
    for import in all.as_array().into_iter().flatten() {
        let digest = import["sha256"].as_str().unwrap_or_default();
        let printed: String = sheet.split_whitespace().collect();
        assert!(digest.len() == 64 && printed.contains(digest), "{digest} on: {sheet}");
    }
    let proof =
        person.asks("proof", json!({ "request": request, "import": second, "language": "en" }));
    assert_eq!(proof["done"], Value::Bool(true), "{proof}");
    assert_eq!(proof["rows"][0]["found"], RIGHT);
}
