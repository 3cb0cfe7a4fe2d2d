//! How much a full import costs, as a multiple of plain decompression, and how
//! fast the result answers.
//!
//! Rounds are interleaved and ratios are taken within a round, because the
//! machine may be shared: a median of ratios says more than any one time.
//!
//! `--orders N` or `--export FILE` instead of the medium export, `--large` after
//! it, `--rounds N`, `--peers` for public tools beside it (from PyPI), `--search`
//! for questions to the vault of the last export, `--window` for the real window
//! on it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cost::{Cost, cost};
use crate::export;
use crate::npm;
use crate::peers;
use crate::shell::{self, Failed};
use crate::system;

/// One line of the comparison: a cost a round, and the size of what it made.
struct Line {
    name: &'static str,
    runs: Vec<(Cost, u64)>,
}

/// Measures and prints.
pub fn bench(words: &[String]) -> Result<(), Failed> {
    system::ensure(&[system::BUILD, system::MEASURE])?;
    // The workspace holds the window, which needs its page to compile.
    npm::built()?;
    let rounds: usize = option(words, "--rounds").map_or(Ok(5), |n| number(&n))?;
    let orders: u64 = option(words, "--orders").map_or(Ok(export::MEDIUM), |n| number(&n))?;
    println!("xtask: cargo build --release (dossier-cli and the search)");
    let mut build = shell::cargo(&["build", "--locked", "--release", "--package", "dossier-cli"]);
    // One selection, so that nothing is built twice.
    shell::run(build.args(["--bins", "--package", "dossier-api", "--example", "search"]))?;
    let folder = Scratch::new()?;
    let mut exports = vec![match option(words, "--export") {
        Some(file) => PathBuf::from(file),
        None => export::write(&folder.0.join("medium"), orders)?,
    }];
    if has(words, "--large") {
        exports.push(export::write(&folder.0.join("large"), export::LARGE)?);
    }
    let python = if has(words, "--peers") { peers::python() } else { None };
    for zip in &exports {
        compare(zip, &folder.0, rounds, python.as_deref())?;
    }
    let Some(zip) = exports.last() else { return Ok(()) };
    if has(words, "--search") {
        search(zip, &folder.0, rounds)?;
    }
    if has(words, "--window") {
        window(zip, &folder.0, rounds)?;
    }
    Ok(())
}

fn compare(zip: &Path, folder: &Path, rounds: usize, python: Option<&Path>) -> Result<(), Failed> {
    let unzipped = unzipped(zip)?;
    println!("\nexport: {:.1} MB unzipped, {rounds} rounds", mb(unzipped));
    let tools = if python.is_some() { &peers::NAMES[..] } else { &[] };
    let names = ["floor", "dossier"].into_iter().chain(tools.iter().copied());
    let mut lines: Vec<Line> = names.map(|name| Line { name, runs: Vec::new() }).collect();
    for round in 1..=rounds {
        for line in &mut lines {
            let place = folder.join(format!("{round}-{}", line.name));
            let run = match (line.name, python) {
                ("floor", _) => (floor(zip)?, 0),
                ("dossier", _) => import(zip, &place)?,
                (tool, Some(python)) => peers::run(python, tool, zip, &place)?,
                (_, None) => continue,
            };
            let Cost { cpu, wall, peak } = run.0;
            println!("{round} {:<17}{cpu:>8.2} s CPU{wall:>8.2} s{peak:>7.0} MB", line.name);
            line.runs.push(run);
        }
    }
    table(&lines, unzipped);
    Ok(())
}

/// Medians; ratios are to the floor of the same round.
fn table(lines: &[Line], unzipped: u64) {
    let Some((floor, rest)) = lines.split_first() else { return };
    println!(
        "\n{:<17}{:>11}{:>12}{:>12}{:>12}{:>16}",
        "medians", "CPU s", "CPU/floor", "wall/floor", "peak MB", "size/unzipped"
    );
    for line in std::iter::once(floor).chain(rest) {
        let of = |value: &dyn Fn(&Cost, &Cost) -> f64| {
            let pairs = line.runs.iter().zip(&floor.runs);
            median(pairs.map(|((run, _), (floor, _))| value(run, floor)).collect())
        };
        let size = median(line.runs.iter().map(|(_, size)| *size as f64).collect());
        println!(
            "{:<17}{:>11.2}{:>12.2}{:>12.2}{:>12.1}{:>16.2}",
            line.name,
            of(&|run, _| run.cpu),
            of(&|run, floor| run.cpu / floor.cpu),
            of(&|run, floor| run.wall / floor.wall),
            of(&|run, _| run.peak),
            size / unzipped as f64
        );
    }
}

/// Imports once more and asks the vault.
fn search(zip: &Path, folder: &Path, rounds: usize) -> Result<(), Failed> {
    let place = folder.join("search");
    let vault = filled(zip, &place)?.1;
    let ask = shell::target().join("release/examples/search");
    shell::run(shell::command(ask).arg(vault).arg(rounds.to_string()))
}

/// Imports once more and opens the window on it.
fn window(zip: &Path, folder: &Path, rounds: usize) -> Result<(), Failed> {
    system::ensure(&[system::TEST])?;
    // A program for persons cannot be driven by a test; this one can.
    let driven = "profile.release.package.dossier.debug-assertions=true";
    let mut build = shell::cargo(&["build", "--locked", "--release", "--config", driven]);
    build.args(["--package", "dossier", "--bins", "--examples"]);
    shell::run(build.args(["--package", "dossier-tests", "--bin", "pace"]))?;
    let place = folder.join("window");
    filled(zip, &place)?;
    let pace = shell::target().join("release").join("pace");
    shell::run(shell::command(pace).arg(place).arg(rounds.to_string()))
}

fn floor(zip: &Path) -> Result<Cost, Failed> {
    let mut plain = Command::new("bash");
    plain.args(["-c", "bsdtar -xOf \"$1\" | wc -c >/dev/null", "floor"]).arg(zip);
    cost(&plain)
}

fn import(zip: &Path, folder: &Path) -> Result<(Cost, u64), Failed> {
    let failed = |error: std::io::Error| Failed(format!("the scratch folder: {error}"));
    let (cost, _) = filled(zip, folder)?;
    let size = size_of(folder).map_err(failed)?;
    std::fs::remove_dir_all(folder).map_err(failed)?;
    Ok((cost, size))
}

/// A new vault with the export in it, and what the import cost.
fn filled(zip: &Path, folder: &Path) -> Result<(Cost, PathBuf), Failed> {
    let failed = |error: std::io::Error| Failed(format!("the scratch folder: {error}"));
    std::fs::create_dir_all(folder).map_err(failed)?;
    // The name that the window looks for.
    let vault = folder.join("vault.dossier");
    let program = shell::target().join("release").join("dossier-cli");
    let cli = |arguments: &[&str]| {
        let mut cli = Command::new(&program);
        // With a key file: a passphrase costs a second and 256 MiB by intention, and
        // is not what is measured here.
        cli.arg("--vault").arg(&vault).args(arguments).env_remove("DOSSIER_PASSPHRASE");
        cli
    };
    shell::run(cli(&["init"]).stdout(Stdio::null()))?;
    let mut work = cli(&["import"]);
    work.arg(zip).arg("--json");
    Ok((cost(&work)?, vault))
}

fn unzipped(zip: &Path) -> Result<u64, Failed> {
    let mut count = Command::new("bash");
    count.args(["-c", "bsdtar -xOf \"$1\" | wc -c", "count"]).arg(zip);
    let counted = shell::output(&mut count).and_then(|text| text.trim().parse().ok());
    counted.filter(|bytes| *bytes > 0).ok_or_else(|| Failed("the export cannot be read".to_owned()))
}

fn size_of(folder: &Path) -> std::io::Result<u64> {
    std::fs::read_dir(folder)?.map(|entry| Ok(entry?.metadata()?.len())).sum()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        even if even % 2 == 0 => f64::midpoint(values[middle - 1], values[middle]),
        _ => values[middle],
    }
}

fn mb(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn has(words: &[String], name: &str) -> bool {
    words.iter().any(|word| word == name)
}

fn option(words: &[String], name: &str) -> Option<String> {
    let at = words.iter().position(|word| word == name)?;
    words.get(at + 1).cloned()
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, Failed> {
    text.parse().map_err(|_| Failed(format!("not a number: {text}")))
}

/// A folder that is gone afterwards.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self, Failed> {
        let folder = shell::target().join(format!("bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)
            .map_err(|error| Failed(format!("no scratch folder: {error}")))?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod check {
    use super::*;

    #[test]
    fn the_median_is_the_middle() {
        assert!((median(vec![9.0, 1.0, 2.0]) - 2.0).abs() < 1e-9);
        assert!((median(vec![4.0, 1.0, 2.0, 9.0]) - 3.0).abs() < 1e-9);
    }
}
