//! The commands of an auditor, on answers whose truth is known.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.run(&["init"]);
        desk
    }

    fn import(&self, controller: &str, received: &str, files: &[(&str, &str)]) -> u64 {
        let folder = self.0.path().join(format!("{controller} {received}"));
        std::fs::create_dir(&folder).unwrap();
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
        let path = folder.to_string_lossy().into_owned();
        let value =
            self.run(&["import", &path, "--controller", controller, "--received", received]);
        value["imports"][0]["id"].as_u64().unwrap()
    }

    fn run(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.told(&[&["--json"], words].concat())).unwrap()
    }

    fn told(&self, words: &[&str]) -> String {
        let vault = self.0.path().join("vault");
        let out = Command::new(Path::new(env!("CARGO_BIN_EXE_dossier-cli")))
            .arg("--vault")
            .arg(vault)
            .args(words)
            .env_remove("DOSSIER_PASSPHRASE")
            .output()
            .unwrap();
        assert!(
            out.status.code().unwrap() < 2,
            "{words:?}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
        String::from_utf8(out.stdout).unwrap()
    }
}

const LETTER: &str = "\
Invented Shop Ltd, 1 Sample Street, Exampletown

Purposes. We use order data to process your orders.
Storage. We keep order data for three years.
Recipients. We share your data with Parcel Elbe.
";
const ORDERS: &str = "\
Order number,Order date,Product,Carrier
A-1,2015-03-01,Lamp,Parcel Elbe
A-2,2024-04-01,Table,Swift Courier
";

#[test]
fn holdings_statements_checklist_and_findings_tell_the_truth() {
    let desk = Desk::new();
    desk.import(
        "Invented Shop Ltd",
        "2026-03-01",
        &[("orders.csv", ORDERS), ("letter.txt", LETTER)],
    );
    let holdings = desk.run(&["holdings"]);
    let product =
        holdings.as_array().unwrap().iter().find(|row| row["field"] == "Product").unwrap();
    assert_eq!(product["records"], 2);
    assert_eq!(product["purposes"][0]["voice"], "stated");
    let statements = desk.run(&["statements"]);
    let kinds: Vec<&str> =
        statements.as_array().unwrap().iter().filter_map(|s| s["kind"].as_str()).collect();
    for kind in ["purpose", "retention", "recipient"] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }
    let list = desk.run(&["checklist", "--controller", "Invented Shop Ltd"]);
    assert_eq!(list["15-3"]["answered"], true);
    assert_eq!(list["15-1-f"]["answered"], false);
    let told = desk.told(&["checklist", "--controller", "Invented Shop Ltd"]);
    assert!(told.starts_with("eu_gdpr\tassumed\t"), "which law, and why: {told}");
    let swiss = desk.run(&["checklist", "--controller", "Invented Shop Ltd", "--law", "ch_dsg"]);
    assert_eq!(swiss["25-2-b"]["answered"], true);
    let found = desk.run(&["findings", "--method"]);
    let rule = |id: &str| found.as_array().unwrap().iter().find(|row| row["rule"] == id);
    let unnamed = rule("recipient_seen_not_stated").unwrap();
    assert!(unnamed["sentence"].as_str().unwrap().contains("Swift Courier"));
    assert!(!unnamed["sentence"].as_str().unwrap().contains("Parcel Elbe"));
    assert!(unnamed["method"]["version"].as_u64().unwrap() > 0);
    assert_eq!(unnamed["method"]["looks_for"]["check"], "recipient_not_stated");
    assert!(rule("older_than_stated").is_some() && rule("birth_date_impossible").is_none());
}

#[test]
fn answers_are_compared_and_cases_stand_side_by_side() {
    let desk = Desk::new();
    let later = ORDERS.replace("A-1,2015-03-01,Lamp,Parcel Elbe\n", "").replace("Table", "Desk");
    let before = desk.import("Shop (case 1)", "2026-03-01", &[("orders.csv", ORDERS)]).to_string();
    let after = desk.import("Shop (case 1)", "2026-06-01", &[("orders.csv", &later)]).to_string();
    desk.import("Shop (case 2)", "2026-06-01", &[("orders.csv", ORDERS), ("letter.txt", LETTER)]);
    let view = desk.run(&["compare", &before, &after]);
    assert_eq!(
        (view["counts"]["gone"].as_u64(), view["counts"]["changed"].as_u64()),
        (Some(1), Some(1))
    );
    assert_eq!(view["changed"][0]["changes"][0]["after"], "Desk");
    assert_eq!(view["gone"][0]["before"]["line"], 2);
    let sides = desk.run(&["compare", "--sides", "--controller", "Shop"]);
    let purposes = sides.as_array().unwrap().iter().find(|row| row["id"] == "15-1-a").unwrap();
    assert_eq!(purposes["cells"]["Shop (case 1)"]["state"], "no");
    assert_ne!(purposes["cells"]["Shop (case 2)"]["state"], "no");
}

#[test]
fn why_and_the_ledger_of_the_sample_customer() {
    let desk = Desk::new();
    desk.run(&["sample"]);
    let why = desk.run(&["why"]);
    assert!(why["cells"].as_array().unwrap().len() > 20);
    let ledger = desk.run(&["ledger"]);
    let gains = ledger["gains"].as_array().unwrap();
    assert!(gains.iter().any(|gain| gain["id"] == "points" && gain["amount"] == "26.14"));
    assert!(ledger["erased"].as_u64().unwrap() > 0);
}

#[test]
fn whatever_is_filled_is_held() {
    let desk = Desk::new();
    let customers = "Kundennr;E-Mail;Registriert am;row_version;xq_3\n\
                     4711;a@example.org;12.01.2015;81;B\n";
    desk.import("Invented Shop Ltd", "2026-03-01", &[("kunden.csv", customers)]);
    let holdings = desk.run(&["holdings"]);
    let rows = holdings.as_array().unwrap();
    let category = |field: &str| {
        let row = rows.iter().find(|row| row["field"] == field).unwrap();
        row["category"].as_str().unwrap()
    };
    assert_eq!(rows.len(), 5);
    assert_eq!(category("Registriert am"), "ext:AccountCreation");
    assert_eq!(category("row_version"), "dpv:NonPersonalData");
    // What only operation needs lacks nothing, and nobody is blamed for it.
    let missing = desk.told(&["findings"]);
    assert!(!missing.contains("row_version"), "{missing}");
}
