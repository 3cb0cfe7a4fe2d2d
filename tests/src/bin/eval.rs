//! `eval [--all] [FILE.jsonl ...]`: how well fields are classified, set by set. Each
//! line of a file is a field with its right `category`; the program never sees that,
//! nor the `id`, the company and the mark `hard`. Without a file it is the set that
//! was kept apart and, where it is there, the one that others wrote; `--all` adds
//! those that the model learned from.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use dossier_tests::house;
use dossier_tests::rules::RuleScore;
use serde_json::{Value, json};

/// Labelled fields of companies that nothing was tuned on.
const APART: &str = "tests/classify/apart.jsonl";
/// What the model learned from: says only how well it remembers.
const LEARNED: [&str; 2] = ["tests/classify/train.jsonl", "tests/classify/calibrate.jsonl"];
/// A set by other authors, beside the repository.
const OTHERS: &str = "../shared/classify/dev.jsonl";
/// Pairs of confused categories that are printed.
const CONFUSIONS: usize = 30;
/// Cases of the rules of the findings.
const CASES: &str = "tests/findings";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let all = words.iter().any(|word| word == "--all");
    let named = words.iter().filter(|word| !word.starts_with("--"));
    let mut files: Vec<PathBuf> = named.map(PathBuf::from).collect();
    if files.is_empty() {
        let learned = LEARNED.iter().filter(|_| all).copied();
        let sets = [APART, OTHERS].into_iter().chain(learned);
        files = sets.map(|set| house::root().join(set)).filter(|file| file.exists()).collect();
        print_rules();
    }
    if files.is_empty() {
        eprintln!("eval: {APART} is missing, and no set is named");
        return ExitCode::FAILURE;
    }
    for file in files {
        match evaluate(&file) {
            Ok(report) => println!("{}\n{report}", file.display()),
            Err(why) => {
                eprintln!("eval: {}: {why}", file.display());
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

/// The rules of the findings on the cases kept apart, and on those they were
/// written by.
fn print_rules() {
    for set in ["apart", "tune"] {
        let path = house::root().join(format!("{CASES}/{set}.json"));
        let scores = match dossier_tests::rules::evaluate(&house::text(&path)) {
            Ok(scores) => scores,
            Err(why) => {
                eprintln!("eval: {}: {why}", path.display());
                continue;
            }
        };
        let sum = |count: fn(&RuleScore) -> u32| scores.values().map(count).sum::<u32>();
        println!(
            "findings, {set}: {} rules, {} cases",
            scores.len(),
            sum(|s| s.hits + s.missed + s.wrong + s.silent)
        );
        println!("  {:<34}{:>10}{:>8}{:>7}", "rule", "precision", "recall", "cases");
        for (rule, score) in &scores {
            let cases = score.hits + score.missed + score.wrong + score.silent;
            println!("  {rule:<34}{:>10.2}{:>8.2}{cases:>7}", score.precision(), score.recall());
        }
        let all = RuleScore {
            hits: sum(|s| s.hits),
            missed: sum(|s| s.missed),
            wrong: sum(|s| s.wrong),
            ..RuleScore::default()
        };
        println!("  {:<34}{:>10.2}{:>8.2}\n", "all", all.precision(), all.recall());
    }
}

fn evaluate(file: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let labelled = lines(&text)?;
    let answers = classify(&labelled)?;
    let nothing = classify(&labelled[..labelled.len().min(1)])?;
    // What starting the program costs is no part of a field.
    let micros = answers.micros.saturating_sub(nothing.micros) / labelled.len().max(1) as u128;
    let mut score = Score { micros, ..Score::default() };
    let answers = answers.lines;
    for (at, (field, answer)) in labelled.iter().zip(&answers).enumerate() {
        if answer["id"] != json!(at.to_string()) {
            return Err(format!("answer {at} is about another field"));
        }
        score.add(field, answer);
    }
    Ok(score.report())
}

struct Answers {
    lines: Vec<Value>,
    micros: u128,
}

fn classify(labelled: &[Value]) -> Result<Answers, String> {
    let began = Instant::now();
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut cli = Command::new(program.with_file_name("dossier-cli"))
        .arg("classify")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("dossier-cli cannot be started: {error}"))?;
    let asked: String =
        labelled.iter().enumerate().map(|(at, field)| question(at, field)).collect();
    let input = cli.stdin.take();
    let writer =
        std::thread::spawn(move || input.map(|mut input| input.write_all(asked.as_bytes())));
    let out = cli.wait_with_output().map_err(|error| error.to_string())?;
    drop(writer.join());
    if !out.status.success() {
        return Err(format!("dossier-cli classify: {}", out.status));
    }
    let micros = began.elapsed().as_micros();
    let lines = lines(&String::from_utf8_lossy(&out.stdout))?;
    if lines.len() == labelled.len() {
        Ok(Answers { lines, micros })
    } else {
        Err(format!("{} answers to {} fields", lines.len(), labelled.len()))
    }
}

/// What the classifier may see of a field.
fn question(at: usize, field: &Value) -> String {
    let mut seen = json!({ "id": at.to_string() });
    for key in ["field", "values", "siblings", "file", "lang"] {
        seen[key] = field[key].clone();
    }
    format!("{seen}\n")
}

fn lines(text: &str) -> Result<Vec<Value>, String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| {
            serde_json::from_str(line).map_err(|error| format!("column {}", error.column()))
        })
        .collect()
}

#[derive(Default)]
struct Score {
    all: Share,
    hard: Share,
    sure: Share,
    guesses: Share,
    by_language: BTreeMap<String, Share>,
    micros: u128,
    special: (u32, u32, u32),
    /// By category: right, said, labelled.
    by_category: BTreeMap<String, (u32, u32, u32)>,
    /// What was labelled and what was said instead, counted.
    confused: BTreeMap<(String, String), u32>,
}

#[derive(Default)]
struct Share {
    right: u32,
    of: u32,
}

impl Share {
    fn add(&mut self, right: bool) {
        self.right += u32::from(right);
        self.of += 1;
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part = f64::from(self.right) / f64::from(self.of.max(1));
        write!(f, "{part:.3} ({} of {})", self.right, self.of)
    }
}

impl Score {
    fn add(&mut self, field: &Value, answer: &Value) {
        let wanted = field["category"].as_str().unwrap_or_default();
        let said = answer["category"].as_str().unwrap_or_default();
        let right = wanted == said;
        self.all.add(right);
        if field["hard"] == json!(true) {
            self.hard.add(right);
        }
        match answer["sure"].as_str() {
            Some("yes") => self.sure.add(right),
            Some("no") => self.guesses.add(right),
            _ => {}
        }
        let language = field["lang"].as_str().unwrap_or("?").to_owned();
        self.by_language.entry(language).or_default().add(right);
        self.by_category.entry(wanted.to_owned()).or_default().2 += 1;
        if !right {
            *self.confused.entry((wanted.to_owned(), said.to_owned())).or_default() += 1;
        }
        let entry = self.by_category.entry(said.to_owned()).or_default();
        entry.1 += 1;
        entry.0 += u32::from(right);
        let (special, called) = (is_special(wanted), is_special(said));
        self.special.0 += u32::from(special && called);
        self.special.1 += u32::from(called);
        self.special.2 += u32::from(special);
    }

    fn report(&self) -> String {
        let labelled: Vec<f64> = self
            .by_category
            .values()
            .filter(|(.., wanted)| *wanted > 0)
            .map(|score| f1(*score))
            .collect();
        let macro_f1 = labelled.iter().sum::<f64>() / labelled.len().max(1) as f64;
        let (both, called, special) = self.special;
        let part = |of: u32| f64::from(both) / f64::from(of.max(1));
        let mut text = format!(
            "  accuracy          {}\n  macro F1          {macro_f1:.3}\n  hard cases        {}\n  \
             when sure         {}\n  only guesses      {}\n  special recall    {:.3} of {special}\n  \
             special precision {:.3} of {called}\n  microseconds      {} a field, in this build\n",
            self.all,
            self.hard,
            self.sure,
            self.guesses,
            part(special),
            part(called),
            self.micros,
        );
        for (language, share) in &self.by_language {
            text.push_str(&format!("  {language:<17} {share}\n"));
        }
        text.push_str(&format!(
            "  {:<24}{:>7}{:>10}{:>8}{:>7}\n",
            "category", "fields", "precision", "recall", "F1"
        ));
        for (category, score) in &self.by_category {
            let (right, said, wanted) = *score;
            let share = |of: u32| f64::from(right) / f64::from(of.max(1));
            text.push_str(&format!(
                "  {category:<24}{wanted:>7}{:>10.3}{:>8.3}{:>7.3}\n",
                share(said),
                share(wanted),
                f1(*score),
            ));
        }
        text + &self.confusions()
    }

    /// Pairs of categories that were taken for each other, the most frequent first.
    fn confusions(&self) -> String {
        let mut pairs: Vec<_> = self.confused.iter().filter(|(_, count)| **count > 1).collect();
        pairs.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let mut text = format!("  {:<24}{:<24}{:>7}\n", "labelled", "taken for", "fields");
        for ((wanted, said), count) in pairs.into_iter().take(CONFUSIONS) {
            text.push_str(&format!("  {wanted:<24}{said:<24}{count:>7}\n"));
        }
        text
    }
}

fn f1((right, said, wanted): (u32, u32, u32)) -> f64 {
    2.0 * f64::from(right) / f64::from((said + wanted).max(1))
}

/// Whether a category stands under Art. 9.
fn is_special(category: &str) -> bool {
    SPECIAL.contains(&category)
}

const SPECIAL: &[&str] = &["health", "special_category_other"];
