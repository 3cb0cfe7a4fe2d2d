//! A table that nobody declared: looked at, read by a recipe, shared, undone.
#![allow(clippy::unwrap_used)]

mod common;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use dossier_api::{Api, Host, Source};
use dossier_model::Cancel;
use serde_json::{Value, json};

use crate::common::Desk;

const TABLE: &str = "Report of the shop\n\nNr;Wann;Was\nA-1;03/04/2024;Tee\nA-2;05/06/2024;Tasse\n";

fn ask(api: &Api, command: &str, request: Value, file: Option<&str>) -> Result<Value, String> {
    let now = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).unwrap().and_hms_opt(9, 0, 0).unwrap();
    let cancel = Cancel::new();
    let sources = file.map(|text| (1, Source::memory("answer.csv", text.as_bytes())));
    let sources = sources.into_iter().collect();
    let mut host = Host { now, sources, cancel: &cancel, progress: &mut |_| () };
    api.call(command, request, &mut host).map_err(|error| error.code.to_owned())
}

#[test]
fn a_recipe_is_kept_used_again_shared_and_undone() {
    let place = tempfile::tempdir().unwrap();
    let api = Api::new(place.path().join("v.dossier"));
    let call = |command: &str, request: Value| ask(&api, command, request, None).unwrap();
    let import = |text: &str| {
        ask(&api, "import", json!({ "sources": [1] }), Some(text)).unwrap()["imports"][0].clone()
    };
    call("vault_create", json!({}));
    let first = import(TABLE);
    let id = &first["import"]["id"];
    let member = json!({ "import": id, "path": "answer.csv", "language": "en" });
    let seen = call("table_preview", member.clone());
    assert_eq!((&seen["separator"], &seen["header_line"]), (&json!(";"), &json!(3)));
    assert_eq!(seen["rows"][2], json!(["Nr", "Wann", "Was"]));
    assert_eq!(seen["columns"][1]["dates"], "unsure");
    assert_eq!(seen["lines"].as_array().unwrap().len(), 5);

    let mut recipe = seen["recipe"].clone();
    recipe["name"] = json!("My shop");
    recipe["date_order"] = json!("mdy");
    recipe["columns"] = json!([
        ["Nr", "ext:OrderNumber"],
        ["Wann", "ext:TransactionTime"],
        ["Was", "ext:OrderNumber"]
    ]);
    let mut request = member.clone();
    request["recipe"] = recipe.clone();
    let looked = call("table_preview", request.clone());
    assert_eq!(looked["columns"][1]["dates"], "mdy");

    // What is shared says how to read and nothing of what was read.
    let shared = call("recipe_export", request.clone());
    let text = BASE64_STANDARD.decode(shared["base64"].as_str().unwrap()).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("ext:OrderNumber") && text.contains("%m/%d/%Y"));
    assert!(!text.contains("A-1") && !text.contains("Tasse") && !text.contains("Report"));

    let saved = call("recipe_save", request.clone());
    assert_eq!(saved["import"]["sha256"], first["import"]["sha256"]);
    let table = &saved["members"][0]["tables"][0];
    assert_eq!(table["declared"], true);
    assert_eq!(table["fields"][0]["category"], "ext:OrderNumber");
    assert_eq!(
        call("imports", json!({ "language": "en" })).as_array().unwrap().len(),
        1,
        "in place of the old one"
    );

    // The next file of this shape is read by it, whatever it is called.
    let next = import(&TABLE.replace("A-1", "B-7"));
    assert_eq!(next["members"][0]["tables"][0]["declared"], true);
    let other = import("id;v\n1;2\n");
    assert_eq!(other["members"][0]["tables"][0]["declared"], false);

    // One step back takes the recipe and its reading out again.
    for _ in 0..3 {
        call("undo", Value::Null);
    }
    let left = call("imports", json!({ "language": "en" }));
    assert_eq!(left.as_array().unwrap().len(), 1);
    assert_eq!(&left[0]["id"], id);
    let after = import(&TABLE.replace("A-1", "C-7"));
    assert_eq!(after["members"][0]["tables"][0]["declared"], false);

    let mut headless = request;
    headless["recipe"]["header_line"] = json!(0);
    let refused = ask(&api, "recipe_save", headless, None);
    assert_eq!(refused.unwrap_err(), "recipe_needs_header");
}

#[test]
fn tags_stay_on_their_line_when_a_table_is_read_anew() {
    let place = tempfile::tempdir().unwrap();
    let api = Api::new(place.path().join("v.dossier"));
    let call = |command: &str, request: Value| ask(&api, command, request, None).unwrap();
    call("vault_create", json!({}));
    let first = ask(&api, "import", json!({ "sources": [1] }), Some(TABLE)).unwrap();
    let import = &first["imports"][0]["import"]["id"];
    let tagged = || {
        let filter = json!({ "filter": { "tags": ["odd"] }, "limit": 9, "language": "en" });
        let view = call("entries", filter);
        let rows = view["rows"].as_array().unwrap().clone();
        let told = |row: &Value| (row["id"]["row"].clone(), row["place"]["at"].clone());
        rows.iter().map(told).collect::<Vec<_>>()
    };
    let all = call("entries", json!({ "limit": 9, "language": "en" }));
    call("entries_tag", json!({ "tag": "odd", "entries": [all["rows"][1]["id"]] }));
    let before = tagged();
    assert_eq!(before[0].0, 1, "the second row");

    // One line later the names begin: the tagged line becomes the first row.
    let member = json!({ "import": import, "path": "answer.csv", "language": "en" });
    let mut recipe = call("table_preview", member.clone())["recipe"].clone();
    recipe["header_line"] = json!(4);
    recipe["columns"] = json!([]);
    let mut request = member;
    request["recipe"] = recipe;
    let mut recipe = call("table_preview", request.clone())["recipe"].clone();
    recipe["columns"] = json!([["A-1", "ext:OrderNumber"], ["Tee", "ext:OrderNumber"]]);
    request["recipe"] = recipe;
    call("recipe_save", request);
    let after = tagged();
    assert_eq!(after.len(), 1);
    assert_eq!((&after[0].0, &after[0].1), (&json!(0), &before[0].1), "the same line");

    call("undo", Value::Null);
    assert_eq!(tagged(), before);
}

#[test]
fn files_without_bytes_stay_in_the_ledger_when_a_folder_is_read_anew() {
    let files =
        [("Answer.csv", TABLE), ("empty.txt", ""), ("Void.csv", ""), ("z.csv", "a;b\n1;2\n")];
    for files in [&files[..], &files[..2]] {
        let desk = Desk::empty();
        let import = desk.import("Shop", "2026-03-01", files);
        let ledger = |report: &Value| {
            let members = report["members"].as_array().unwrap().iter();
            let line = |member: &Value| {
                ["path", "kind", "state", "reason", "bytes"].map(|key| member[key].clone())
            };
            (members.map(line).collect::<Vec<_>>(), report["import"]["ledger"].clone())
        };
        let before: Value = desk.ask("import_report", json!({ "id": import, "language": "en" }));
        assert_eq!(ledger(&before).0.len(), files.len());
        let path = "Shop 2026-03-01/Answer.csv";
        let mut request = json!({ "import": import, "path": path, "language": "en" });
        let seen: Value = desk.ask("table_preview", request.clone());
        request["recipe"] = seen["recipe"].clone();
        let after: Value = desk.ask("recipe_save", request);
        assert_eq!(ledger(&after), ledger(&before));
    }
}
