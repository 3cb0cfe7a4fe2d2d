//! An import that stands still, goes on, is given up, or is locked away.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use dossier_api::{Api, ApiError, Host, Source};
use dossier_model::{Cancel, Progress};
use serde_json::{Value, json};

/// Long enough for what moves to be seen moving.
const A_WHILE: Duration = Duration::from_millis(300);
const ROWS: u64 = 60_000;

/// A test that fails must not leave the import standing for ever.
struct GoOn<'a>(&'a Cancel);

impl Drop for GoOn<'_> {
    fn drop(&mut self) {
        self.0.resume();
    }
}

struct Desk {
    api: Api,
    records: AtomicU64,
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let api = Api::new(folder.path().join("vault"));
        let desk = Self { api, records: AtomicU64::new(0), folder };
        desk.ask("vault_create", json!({}), &Cancel::new()).unwrap();
        desk
    }

    fn ask(&self, name: &str, request: Value, cancel: &Cancel) -> Result<Value, ApiError> {
        let sources = match name {
            "import" => vec![(1, Source::path(self.answer()))],
            _ => Vec::new(),
        };
        let now = "2026-11-21T10:00:00".parse().unwrap();
        let mut hear = |word: Progress| self.records.store(word.records, Ordering::Relaxed);
        let mut host = Host { now, sources, cancel, progress: &mut hear };
        self.api.call(name, request, &mut host)
    }

    fn answer(&self) -> std::path::PathBuf {
        let path = self.folder.path().join("orders.csv");
        if !path.exists() {
            let mut text = String::from("Order;Date;Product\n");
            for row in 0..ROWS {
                text += &format!("A-{row};2025-03-{:02};Lamp number {row}\n", row % 28 + 1);
            }
            std::fs::write(&path, text).unwrap();
        }
        path
    }

    fn imports(&self) -> u64 {
        self.ask("session", Value::Null, &Cancel::new()).unwrap()["imports"].as_u64().unwrap()
    }

    /// Imports, and does something once the import stands still.
    fn while_it_stands<T>(&self, act: impl FnOnce(&Cancel) -> T) -> (T, Result<Value, ApiError>) {
        self.answer();
        let cancel = Cancel::new();
        std::thread::scope(|threads| {
            let import =
                threads.spawn(|| self.ask("import", json!({ "controller": "x" }), &cancel));
            while self.records.load(Ordering::Relaxed) == 0 {
                std::thread::sleep(Duration::from_millis(1));
            }
            let goes_on = GoOn(&cancel);
            cancel.pause();
            assert!(cancel.wait_until_it_stands());
            let done = act(&cancel);
            drop(goes_on);
            (done, import.join().unwrap())
        })
    }
}

#[test]
fn a_paused_import_stands_still_and_ends_whole() {
    let desk = Desk::new();
    let (stood, result) = desk.while_it_stands(|_| {
        // What was under way between the threads is written by now.
        std::thread::sleep(A_WHILE);
        let before = desk.records.load(Ordering::Relaxed);
        std::thread::sleep(A_WHILE);
        // Nothing waits for the import meanwhile, or this would never come back.
        desk.ask("view_save", json!({ "name": "a", "hash": "#a" }), &Cancel::new()).unwrap();
        desk.records.load(Ordering::Relaxed) == before && before < ROWS
    });
    assert!(stood);
    assert_eq!(result.unwrap()["imports"][0]["import"]["records"], ROWS);
}

#[test]
fn a_paused_import_can_be_given_up() {
    let desk = Desk::new();
    let ((), result) = desk.while_it_stands(Cancel::cancel);
    assert_eq!(result.unwrap_err().code, "canceled");
    assert_eq!(desk.imports(), 0);
}

#[test]
fn locking_ends_a_paused_import_and_leaves_the_vault_whole() {
    let desk = Desk::new();
    let ((), result) = desk.while_it_stands(|_| {
        desk.ask("vault_lock", Value::Null, &Cancel::new()).unwrap();
    });
    assert_eq!(result.unwrap_err().code, "canceled");
    desk.ask("vault_unlock", json!({}), &Cancel::new()).unwrap();
    assert_eq!(desk.imports(), 0);
    assert_eq!(desk.ask("verify", Value::Null, &Cancel::new()).unwrap()["sound"], json!(true));
    // The next import is not refused as one that still runs.
    let again = desk.ask("import", json!({ "controller": "x" }), &Cancel::new()).unwrap();
    assert_eq!(again["imports"][0]["import"]["records"], ROWS);
}
