//! Measures search and pages on a vault without a passphrase, as the window asks
//! for them: questions are made of what stands in the vault (words, beginnings of
//! words, identifiers, dates, two words of a record, words that are nowhere), and
//! asked in turn, so that a slow spell of the machine hits all of them.
//!
//! `search VAULT [ROUNDS]`; `cargo xtask bench --search` makes a vault and runs it.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use dossier_api::{Api, Host};
use dossier_model::Cancel;
use serde_json::{Value, json};

/// Questions of each sort.
const EACH: u64 = 24;

fn main() {
    let mut words = std::env::args().skip(1);
    let vault = words.next().unwrap();
    let rounds: u32 = words.next().and_then(|n| n.parse().ok()).unwrap_or(5);
    let core = Core(Api::new(vault));
    core.ask("vault_unlock", json!({ "passphrase": null }));
    let total = core.entries(json!({ "limit": 1 }))["total"].as_u64().unwrap();
    println!("{total} entries, {rounds} rounds");
    let start = Instant::now();
    core.entries(json!({ "sort": { "by": "when", "descending": true } }));
    println!("first order by date: {:.2} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let once = core.entries(json!({ "once": true }));
    let spent = start.elapsed().as_secs_f64();
    println!("first time equal entries once: {spent:.2} s, {} of {total} differ", once["total"]);
    let jobs = core.jobs(total);
    let mut times: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for _ in 0..rounds {
        for (sort, request) in &jobs {
            let start = Instant::now();
            core.entries(request.clone());
            times.entry(sort).or_default().push(start.elapsed());
        }
    }
    println!("{:<26}{:>8}{:>12}{:>12}{:>12}", "", "asked", "median ms", "p99 ms", "worst ms");
    for (sort, mut times) in times {
        times.sort();
        let at = |share: f64| {
            let index = ((times.len() - 1) as f64 * share).round() as usize;
            times[index].as_secs_f64() * 1000.0
        };
        println!(
            "{sort:<26}{:>8}{:>12.2}{:>12.2}{:>12.2}",
            times.len(),
            at(0.5),
            at(0.99),
            at(1.0)
        );
    }
}

struct Core(Api);

impl Core {
    fn ask(&self, command: &str, request: Value) -> Value {
        let mut host = Host {
            now: chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().into(),
            sources: Vec::new(),
            cancel: &Cancel::new(),
            progress: &mut |_| {},
        };
        self.0.call(command, request, &mut host).unwrap()
    }

    fn entries(&self, more: Value) -> Value {
        let mut request = json!({ "filter": {}, "offset": 0, "limit": 50, "language": "en" });
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.ask("entries", request)
    }

    /// What is asked, with the name of its sort.
    fn jobs(&self, total: u64) -> Vec<(&'static str, Value)> {
        let mut jobs = Vec::new();
        for (at, (sort, text)) in self.questions(total).into_iter().enumerate() {
            jobs.push((sort, json!({ "filter": { "text": text } })));
            if at % 2 == 0 {
                let ranked = json!({ "filter": { "text": text }, "sort": { "by": "rank" } });
                jobs.push(("7 all of these, ranked", ranked));
            }
        }
        for part in 0..EACH {
            let offset = total * part / EACH;
            jobs.push(("8 any page", json!({ "offset": offset })));
            let sort = json!({ "by": "when", "descending": true });
            jobs.push(("9 any page, by date", json!({ "offset": offset, "sort": sort })));
            jobs.push(("9 any page, equal once", json!({ "offset": offset / 2, "once": true })));
        }
        jobs
    }

    fn questions(&self, total: u64) -> Vec<(&'static str, String)> {
        let mut questions = Vec::new();
        for part in 0..EACH {
            let page = self.entries(json!({ "offset": total * part / EACH, "limit": 1 }));
            let row = &page["rows"][0];
            let entry = self.ask("entry", json!({ "id": row["id"], "language": "en" }));
            let fields = entry["fields"].as_array().unwrap();
            let values: Vec<&str> = fields.iter().filter_map(|f| f["value"].as_str()).collect();
            let words: Vec<&str> = values
                .iter()
                .flat_map(|value| value.split_whitespace())
                .filter(|word| word.chars().count() >= 4 && word.chars().all(char::is_alphabetic))
                .collect();
            // A space says that the word is whole.
            if let Some(word) = words.get(part as usize % words.len().max(1)) {
                questions.push(("1 word", format!("{word} ")));
                questions.push(("2 beginning of a word", word.chars().take(4).collect()));
            }
            if let [first, .., last] = words[..] {
                questions.push(("5 two words", format!("{first} {last} ")));
            }
            let digits = |value: &str| value.bytes().filter(u8::is_ascii_digit).count();
            if let Some(id) = values.iter().find(|value| digits(value) >= 9 && value.len() < 24) {
                questions.push(("3 identifier or number", (*id).to_owned()));
            }
            if let Some(day) = row["when"].as_str().and_then(|when| when.get(..10)) {
                questions.push(("4 date", day.to_owned()));
            }
            questions.push(("6 nowhere", format!("qwxz{}", "vjkq".repeat(part as usize % 5 + 1))));
        }
        questions
    }
}
