//! How much a full import costs, as a multiple of plain decompression.
//!
//! Rounds are interleaved and ratios are taken within a round, because the
//! machine may be shared: a median of ratios says more than any one time.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::export;
use crate::npm;
use crate::shell::{self, Failed};
use crate::system;

const LOOK_EVERY: Duration = Duration::from_millis(4);

/// What one run cost.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    wall: f64,
    cpu: f64,
    /// Peak memory in MB.
    peak: f64,
}

/// Measures and prints.
pub fn bench(words: &[String]) -> Result<(), Failed> {
    system::ensure(&[system::BUILD, system::MEASURE])?;
    // The workspace holds the window, which needs its page to compile.
    npm::built()?;
    let rounds: usize = option(words, "--rounds").map_or(Ok(5), |n| number(&n))?;
    let orders: u64 = option(words, "--orders").map_or(Ok(export::MEDIUM), |n| number(&n))?;
    println!("xtask: cargo build --release (dossier-cli)");
    shell::run(&mut shell::cargo(&["build", "--locked", "--release", "--package", "dossier-cli"]))?;
    let folder = Scratch::new()?;
    let zip = match option(words, "--export") {
        Some(file) => PathBuf::from(file),
        None => export::write(&folder.0, orders)?,
    };
    let unzipped = unzipped(&zip)?;
    println!("export: {:.1} MB unzipped, {rounds} rounds", mb(unzipped));
    let mut measured = Vec::new();
    for round in 1..=rounds {
        let floor = floor(&zip)?;
        let (import, database) = import(&zip, &folder.0.join(format!("{round}")))?;
        println!(
            "round {round}: floor {:.2} s CPU, import {:.2} s CPU, {:.2} s wall, {:.0} MB",
            floor.cpu, import.cpu, import.wall, import.peak
        );
        measured.push((floor, import, database));
    }
    let of = |value: fn(&(Cost, Cost, u64)) -> f64| median(measured.iter().map(value).collect());
    println!("\nmedians");
    println!("  CPU, times the floor     {:>8.2}", of(|(floor, import, _)| import.cpu / floor.cpu));
    println!(
        "  wall, times the floor    {:>8.2}",
        of(|(floor, import, _)| import.wall / floor.wall)
    );
    println!("  peak memory              {:>8.1} MB", of(|(_, import, _)| import.peak));
    let database = of(|(_, _, database)| *database as f64);
    println!("  database, times unzipped {:>8.2}", database / unzipped as f64);
    Ok(())
}

fn floor(zip: &Path) -> Result<Cost, Failed> {
    let mut plain = Command::new("bash");
    plain.args(["-c", "bsdtar -xOf \"$1\" | wc -c >/dev/null", "floor"]).arg(zip);
    cost(&plain)
}

fn import(zip: &Path, folder: &Path) -> Result<(Cost, u64), Failed> {
    let failed = |error: std::io::Error| Failed(format!("the scratch folder: {error}"));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let vault = folder.join("bench.dossier");
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
    let cost = cost(&work)?;
    let size = size_of(folder).map_err(failed)?;
    std::fs::remove_dir_all(folder).map_err(failed)?;
    Ok((cost, size))
}

/// Runs a command and measures it, its children included.
fn cost(work: &Command) -> Result<Cost, Failed> {
    // The shell's own clock has milliseconds of CPU; the standard library has none.
    let mut timed = Command::new("bash");
    timed.args(["-c", "TIMEFORMAT='%R %U %S'; time \"$@\" >/dev/null 2>/dev/null", "time"]);
    timed.arg(work.get_program()).args(work.get_args());
    for (name, value) in work.get_envs() {
        match value {
            Some(value) => timed.env(name, value),
            None => timed.env_remove(name),
        };
    }
    let failed = |error: std::io::Error| Failed(format!("it cannot be measured: {error}"));
    let mut running = timed.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    let peak = watch(&mut running);
    let done = running.wait_with_output().map_err(failed)?;
    // Exit 1 is "done with problems": still a whole import.
    if !matches!(done.status.code(), Some(0 | 1)) {
        return Err(Failed(format!("the measured command failed: {}", done.status)));
    }
    let said = String::from_utf8_lossy(&done.stderr);
    let times: Vec<f64> =
        said.split_whitespace().filter_map(|n| n.replace(',', ".").parse().ok()).collect();
    let [wall, user, system] = times[..] else {
        return Err(Failed("the measured command printed no times".to_owned()));
    };
    Ok(Cost { wall, cpu: user + system, peak })
}

/// The peak memory of all processes below, in MB, until they end.
fn watch(running: &mut Child) -> f64 {
    let mut peak = 0;
    while let Ok(None) = running.try_wait() {
        peak = peak.max(below(running.id()).iter().map(|id| high_water(*id)).max().unwrap_or(0));
        std::thread::sleep(LOOK_EVERY);
    }
    peak as f64 / 1000.0
}

fn below(id: u32) -> Vec<u32> {
    let list = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
    let list = list.unwrap_or_default();
    let children = list.split_whitespace().filter_map(|id| id.parse().ok());
    children.flat_map(|child: u32| std::iter::once(child).chain(below(child))).collect()
}

/// Peak resident memory of a process in kB; the kernel keeps the highest.
fn high_water(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
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

    #[test]
    fn memory_of_a_measured_command_is_seen() {
        let mut work = Command::new("bash");
        work.args(["-c", "x=$(head -c 40000000 /dev/zero | tr '\\0' a); sleep 0.2"]);
        let cost = cost(&work).unwrap_or_else(|Failed(why)| panic!("{why}"));
        assert!(cost.peak > 40.0, "{cost:?}");
        assert!(cost.wall >= 0.2 && cost.cpu > 0.0, "{cost:?}");
    }
}
