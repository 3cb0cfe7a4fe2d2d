//! Files beside the letters, saved views and the history, through the contract.
#![allow(clippy::unwrap_used)]

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use dossier_api::{Api, Host};
use dossier_model::Cancel;
use serde_json::{Value, json};

fn api() -> (tempfile::TempDir, Api) {
    let place = tempfile::tempdir().unwrap();
    let api = Api::new(place.path().join("v.dossier"));
    call(&api, "vault_create", json!({}));
    (place, api)
}

fn ask(api: &Api, command: &str, request: Value) -> Result<Value, String> {
    let now = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).unwrap().and_hms_opt(9, 0, 0).unwrap();
    let cancel = Cancel::new();
    let mut host = Host { now, sources: Vec::new(), cancel: &cancel, progress: &mut |_| () };
    api.call(command, request, &mut host).map_err(|error| error.code.to_owned())
}

fn call(api: &Api, command: &str, request: Value) -> Value {
    ask(api, command, request).unwrap()
}

fn bytes(made: &Value) -> Vec<u8> {
    BASE64_STANDARD.decode(made["base64"].as_str().unwrap()).unwrap()
}

#[test]
fn a_view_is_saved_replaced_removed_and_every_step_stands_in_the_history() {
    let (_place, api) = api();
    call(&api, "view_save", json!({ "name": " Old ", "hash": "#/entries?kind=orders" }));
    let views = call(&api, "view_save", json!({ "name": "Old", "hash": "#/entries" }));
    assert_eq!(views.as_array().unwrap().len(), 1);
    assert_eq!(views[0]["hash"], "#/entries");
    let left = call(&api, "view_remove", json!({ "id": views[0]["id"] }));
    assert_eq!(left, json!([]));
    call(&api, "undo", Value::Null);
    let history = call(&api, "history", Value::Null);
    let lines: Vec<_> = history.as_array().unwrap().iter().map(|line| &line["undone"]).collect();
    assert_eq!(lines, [&json!(true), &json!(false), &json!(false)]);
    for bad in [json!({ "name": " ", "hash": "#" }), json!({ "name": "x", "hash": "http://x" })] {
        assert!(ask(&api, "view_save", bad).is_err());
    }
}

#[test]
fn the_passphrase_changes_only_for_those_who_know_it() {
    let (_place, api) = api();
    let change = |old: Value, new: Value| {
        ask(&api, "vault_change_passphrase", json!({ "old": old, "new": new }))
    };
    let strong = json!("violet harbor kettle 19");
    let set = change(Value::Null, strong.clone()).unwrap();
    assert_eq!(set["protection"], "passphrase");
    assert!(change(Value::Null, Value::Null).is_err(), "a window left open is not enough");
    assert_eq!(change(strong.clone(), json!("short")).unwrap_err(), "weak_passphrase");
    call(&api, "vault_lock", Value::Null);
    assert!(ask(&api, "vault_unlock", json!({})).is_err());
    assert_eq!(call(&api, "vault_unlock", json!({ "passphrase": strong }))["vault"], "open");
}

#[test]
fn a_screen_becomes_a_pdf_and_an_import_a_report() {
    let (_place, api) = api();
    let report = call(&api, "sample_load", json!({ "language": "en" }));
    let import = &report["imports"][0]["import"]["id"];
    let members = report["imports"][0]["members"].as_array().unwrap().len();

    let asked = json!({ "id": import, "format": "csv", "language": "en" });
    let made = call(&api, "import_report_render", asked);
    assert_eq!(made["name"], "import-report-2026-03-02.csv");
    let text = String::from_utf8(bytes(&made)).unwrap();
    assert_eq!(text.lines().count(), members + 1);
    let asked = json!({ "id": import, "format": "json", "language": "en" });
    let again: Value =
        serde_json::from_slice(&bytes(&call(&api, "import_report_render", asked))).unwrap();
    assert_eq!(again["members"].as_array().unwrap().len(), members);

    let blocks = json!([
        { "heading": "Kinds" },
        { "text": "Three companies." },
        { "table": { "head": ["Kind", "Entries"], "rows": [["Orders", "12"]] } },
    ]);
    let asked =
        json!({ "title": "Who holds what?", "language": "en", "foot": "x", "blocks": blocks });
    assert!(bytes(&call(&api, "page_render", asked)).starts_with(b"%PDF"));
    let rows = vec![["x"]; 6_000];
    let long = json!([{ "table": { "head": ["x"], "rows": rows } }]);
    let asked = json!({ "title": "", "language": "en", "foot": "", "blocks": long });
    assert_eq!(ask(&api, "page_render", asked).unwrap_err(), "page_too_long");
}
