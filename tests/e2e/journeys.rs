//! The main job, from the first screen to the letter on disk.

use std::path::Path;
use std::process::Command;

use dossier_tests::person::{PASSPHRASE, Person};
use dossier_tests::window::{Window, wait};
use serde_json::{Value, json};

/// The text of a letter as a reader sees it.
pub fn read(pdf: &Path) -> String {
    let read = Command::new("pdftotext").args(["-layout"]).arg(pdf).arg("-").output();
    let read = read.expect("poppler-utils is installed: cargo xtask setup");
    assert!(read.status.success(), "{} is no letter", pdf.display());
    // Places where a long word may break are marked by signs that nobody sees.
    let text = String::from_utf8_lossy(&read.stdout).replace('\u{200b}', "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

#[test]
fn from_the_sample_to_an_erasure_letter_about_chosen_entries() {
    let person = Person::begins();
    person.loads_the_sample();
    let window = &person.window;
    let company = person.first_company();
    person.opens_the_company(company);
    window.go(&format!("#/entries?company={company}"));
    window.id("entries-table");
    window.click("entry-select-0");
    window.click("entry-select-2");
    window.click("entries-request");
    window.click("new-right-erasure");
    window.click("new-create");
    person.fills_the_letter();
    let pdf = person.saves("save-pdf", "pdf");
    let letter = read(&pdf);
    assert!(letter.contains("Art. 17") || letter.contains("Article 17"), "{letter}");
    assert!(
        letter.contains("Mira Beispiel") && letter.contains("20095 Hamburg") || letter.len() > 400,
        "{letter}"
    );
    assert_eq!(mode(&pdf), 0o600, "a letter is the person's alone");
    // The annex names exactly the entries that were chosen, with their places.
    let view = person.asks("request", json!({ "id": person.open_request(), "language": "en" }));
    let entries: u64 = view["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|item| item["count"].as_u64())
        .sum();
    assert_eq!(entries, 2, "{}", view["items"]);
    for item in view["items"].as_array().into_iter().flatten() {
        let path = item["place"]["path"].as_str().unwrap_or_default().to_owned();
        let file = path.rsplit(['/', '!']).next().unwrap_or_default().to_owned();
        assert!(!file.is_empty() && letter.contains(&file), "{file} stands in the annex: {letter}");
    }
    let mail = person.saves("save-eml", "eml");
    let mail = std::fs::read_to_string(mail).expect("a mail");
    assert!(
        mail.contains("Subject:") && mail.contains("application/pdf"),
        "a mail with the letter"
    );
}

#[test]
fn a_correction_names_the_found_and_the_right_value() {
    let person = Person::begins();
    person.loads_the_sample();
    let window = &person.window;
    let company = person.first_company();
    let field = telling_field(&person, company);
    let request = person.asks(
        "request_create",
        json!({ "controller": company, "right": "rectification", "language": "en", "items": [field] }),
    );
    let id = request["card"]["id"].as_u64().expect("a request");
    window.go(&format!("#/requests/{id}"));
    let found = wait("the found value", || {
        Some(window.value("item-found-0")).filter(|value| !value.is_empty())
    });
    window.fill("item-right-0", "Zweitwert");
    person.fills_the_letter();
    let letter = read(&person.saves("save-pdf", "pdf"));
    assert!(letter.contains("Art. 16") || letter.contains("Article 16"), "{letter}");
    assert!(letter.contains("Zweitwert"), "{letter}");
    let first = found.split_whitespace().next().unwrap_or_default();
    assert!(letter.contains(first), "the found value stands in the letter: {letter}");
}

/// A field of the company that holds a value about the person, with that value.
fn telling_field(person: &Person, company: u32) -> Value {
    let view = person.asks("company", json!({ "id": company, "language": "en" }));
    let rows = view["label"].as_array().cloned().unwrap_or_default();
    let items = rows.iter().flat_map(|row| row["items"].as_array().cloned().unwrap_or_default());
    let mut told = items.filter_map(|item| {
        let found = item["examples"][0].as_str()?.to_owned();
        Some(json!({ "table": item["table_id"], "field": item["field_id"], "found": found }))
    });
    told.next().unwrap_or_else(|| panic!("the company holds something: {}", view["label"]))
}

/// An invented answer of a shop, small or large.
fn export(folder: &Path, rows: u32) -> std::path::PathBuf {
    let mut csv = String::from("Order ID,Order date,Product,Recipient,E-mail\n");
    for row in 0..rows {
        csv.push_str(&format!(
            "B-{row:06},2025-{:02}-{:02},Desk lamp {row},Mira Beispiel,mira@example.org\n",
            row % 12 + 1,
            row % 28 + 1
        ));
    }
    let file = folder.join("orders.csv");
    std::fs::write(&file, csv).expect("a scratch file");
    file
}

#[test]
fn an_import_is_reported_undone_and_done_again() {
    let person = Person::begins();
    let window = &person.window;
    let scratch = tempfile::tempdir().expect("a scratch folder");
    person.imports(&[&export(scratch.path(), 40)]);
    assert_eq!(imports(&person), 1);
    window.says("orders.csv");
    window.click("undo");
    wait("the import is gone", || (imports(&person) == 0).then_some(()));
    window.click("redo");
    wait("the import is back", || (imports(&person) == 1).then_some(()));
    window.click("nav-entries");
    window.text("entry-row-0");
}

#[test]
fn a_canceled_import_leaves_nothing() {
    let person = Person::begins();
    let window = &person.window;
    let scratch = tempfile::tempdir().expect("a scratch folder");
    person.starts_an_import(&[&export(scratch.path(), 1_500_000)]);
    window.click("job-cancel");
    window.click("job-cancel-do");
    window.gone("job-bar");
    assert_eq!(imports(&person), 0);
    let entries = person.asks("entries", json!({ "limit": 1, "language": "en" }));
    assert_eq!(entries["total"], json!(0));
}

fn imports(person: &Person) -> u64 {
    person.asks("session", Value::Null)["imports"].as_u64().unwrap_or_default()
}

#[test]
fn locking_empties_the_window_and_only_the_passphrase_opens_it() {
    let person = Person::begins();
    let window = &person.window;
    let scratch = tempfile::tempdir().expect("a scratch folder");
    person.imports(&[&export(scratch.path(), 10)]);
    window.click("nav-entries");
    window.text("entry-row-0");
    window.click("lock");
    window.id("vault-unlock");
    let left = window.script("return document.documentElement.outerHTML", &[]);
    let left = left.as_str().unwrap_or_default();
    assert!(
        !left.contains("Beispiel") && !left.contains("example.org"),
        "the page still holds data"
    );
    assert!(!person.is_open());
    window.fill("vault-passphrase", "not this one at all");
    window.click("vault-unlock");
    // The field says so itself, and nothing opens.
    window.element("[data-testid=vault-passphrase][aria-invalid=true]");
    assert!(!person.is_open());
    window.fill("vault-passphrase", PASSPHRASE);
    window.click("vault-unlock");
    window.id("nav-entries");
    assert_eq!(imports(&person), 1);
}

#[test]
fn the_language_changes_at_once_and_nothing_is_lost() {
    let person = Person::begins();
    person.loads_the_sample();
    let window = &person.window;
    window.click("nav-settings");
    window.click("language-de");
    wait("German", || {
        (window.script("return document.documentElement.lang", &[]) == json!("de")).then_some(())
    });
    let german = window.text("nav-entries");
    window.click("language-en");
    wait("English", || {
        (window.script("return document.documentElement.lang", &[]) == json!("en")).then_some(())
    });
    assert_ne!(german, window.text("nav-entries"));
    assert!(person.is_open());
}

/// Every screen with data in it: nothing fails, nothing is refused, and there is
/// not one socket beside display and session bus.
#[test]
fn every_screen_is_whole_and_opens_no_socket() {
    let person = Person::new(Window::open());
    person.begins_with_the_sample();
    let company = person.first_company();
    let request = person.asks_for_erasure(company);
    // What the page's policy refuses, and what fails in the page, is told here. A size
    // that is measured again in the next frame is no failure.
    let watch = "window.told = [];
        addEventListener('securitypolicyviolation', e => told.push(`${e.violatedDirective} ${e.blockedURI}`));
        addEventListener('error', e => e.message.startsWith('ResizeObserver') || told.push(e.error?.stack ?? e.message));
        addEventListener('unhandledrejection', e => told.push(String(e.reason?.stack ?? e.reason)))";
    person.window.script(watch, &[]);
    for address in [
        "#/start".to_owned(),
        "#/import".to_owned(),
        "#/overview".to_owned(),
        "#/companies".to_owned(),
        format!("#/company/{company}"),
        "#/why".to_owned(),
        "#/time".to_owned(),
        "#/map".to_owned(),
        "#/links".to_owned(),
        "#/findings".to_owned(),
        "#/entries".to_owned(),
        "#/ledger".to_owned(),
        "#/requests".to_owned(),
        format!("#/requests/{request}"),
        "#/settings".to_owned(),
    ] {
        person.window.go(&address);
        person.window.element("#question");
        std::thread::sleep(std::time::Duration::from_millis(300));
        let told = person.window.script("return told", &[]);
        assert_eq!(told, json!([]), "on {address}");
        assert!(!person.window.has("error-note"), "a note of an error on {address}");
        person.window.wait(&format!("all of {address}"), || {
            let waits =
                "return document.querySelector('.skeleton, .wait, [aria-busy=true]') === null";
            (person.window.script(waits, &[]) == json!(true)).then_some(())
        });
        assert_eq!(person.window.ways_out(), [""; 0], "on {address}");
        assert_eq!(person.window.script("return told", &[]), json!([]), "on {address}");
    }
}
