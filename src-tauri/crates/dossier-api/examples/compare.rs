//! Measures the comparison of two answers through the vault: two of so many
//! records, one of them later, with some gone, some new and some changed, in
//! another order of rows.
//!
//! `compare [RECORDS] [ROUNDS]`; 100000 and 5 if nothing is said.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::fmt::Write;
use std::time::{Duration, Instant};

use dossier_api::{Api, Host, Source};
use dossier_model::Cancel;
use serde_json::{Value, json};

fn main() {
    let mut words = std::env::args().skip(1).filter_map(|word| word.parse().ok());
    let (records, rounds) = (words.next().unwrap_or(100_000), words.next().unwrap_or(5));
    let folder = std::env::temp_dir().join(format!("dossier-compare-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let api = Api::new(folder.join("vault"));
    ask(&api, "vault_create", json!({}), None);
    let before = import(&api, "2026-01-10", answer(0..records, false));
    // Every twentieth is gone and as many are new.
    let after = import(&api, "2026-08-10", answer(records / 20..records + records / 20, true));
    let request = json!({ "before": before, "after": after, "language": "en" });
    let mut times: Vec<Duration> = Vec::new();
    let mut view = Value::Null;
    for _ in 0..rounds {
        let start = Instant::now();
        view = ask(&api, "compare", request.clone(), None);
        times.push(start.elapsed());
    }
    times.sort();
    let table = &view["tables"][0];
    println!(
        "{records} against {records}: gone {}, new {}, changed {}, still there {}",
        table["gone"], table["new"], table["changed"], table["still_there"]
    );
    let at = |index: usize| times.get(index).map_or(0.0, Duration::as_secs_f64);
    println!(
        "median {:.2} s, best {:.2} s, worst {:.2} s of {}",
        at(times.len() / 2),
        at(0),
        at(times.len().saturating_sub(1)),
        times.len()
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Orders as a shop exports them; later ones with other states, the last first.
fn answer(rows: std::ops::Range<usize>, later: bool) -> String {
    let mut lines: Vec<String> = rows
        .map(|row| {
            let mut line = String::new();
            let state = if later && row % 10 == 0 { "returned" } else { "delivered" };
            let (year, month, day) = (2015 + row % 10, row % 12 + 1, row % 28 + 1);
            write!(line, "A-{row:07};{year}-{month:02}-{day:02};Lamp {};", row % 977).unwrap();
            write!(line, "{}.{:02};{state};Parcel Elbe", row % 300, row % 100).unwrap();
            line
        })
        .collect();
    if later {
        lines.reverse();
    }
    format!("Order number;Order date;Product;Price;Status;Carrier\n{}\n", lines.join("\n"))
}

fn import(api: &Api, received: &str, text: String) -> u64 {
    let source = Source::memory("orders.csv".to_owned(), text.into_bytes());
    let request = json!({ "controller": "Invented Shop", "received": received });
    let view = ask(api, "import", request, Some(source));
    view["imports"][0]["import"]["id"].as_u64().unwrap()
}

fn ask(api: &Api, command: &str, request: Value, source: Option<Source>) -> Value {
    let mut host = Host {
        now: chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap().into(),
        sources: source.map(|source| (1, source)).into_iter().collect(),
        cancel: &Cancel::new(),
        progress: &mut |_| {},
    };
    api.call(command, request, &mut host).unwrap()
}
