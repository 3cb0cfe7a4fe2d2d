//! Every check there is, one after another; all of them run even if one fails.

use std::time::{Duration, Instant};

use crate::npm;
use crate::shell::{self, Failed};
use crate::system;

/// One check: its name and how it is done.
type Check = (&'static str, fn() -> Result<(), Failed>);

const CHECKS: &[Check] = &[
    ("page: types", || npm::run("check")),
    ("page: units", || npm::run("test")),
    ("page: browser", || npm::run("test:browser")),
    ("rust: format", || cargo(&["fmt", "--all", "--check"])),
    ("rust: lints", || {
        cargo(&["clippy", "--locked", "--workspace", "--all-targets", "--", "--deny", "warnings"])
    }),
    // Built as a program first: the real window is what the tests of the whole start.
    ("rust: build", || cargo(&["build", "--locked", "--workspace", "--all-targets"])),
    ("rust: tests, real window", || {
        cargo(&["test", "--locked", "--workspace", "--all-targets", "--no-fail-fast"])
    }),
    ("rust: examples in docs", || cargo(&["test", "--locked", "--workspace", "--doc"])),
];

/// Runs all checks and sums up.
pub fn all() -> Result<(), Failed> {
    system::ensure(&[system::BUILD, system::TEST])?;
    npm::built()?;
    let done: Vec<_> = CHECKS.iter().map(|check| timed(*check)).collect();
    println!("\nxtask test:");
    for (name, result, took) in &done {
        let word = if result.is_ok() { "ok    " } else { "FAILED" };
        println!("  {word} {name:<26} {:>6.1} s", took.as_secs_f32());
    }
    let failed: Vec<&str> =
        done.iter().filter(|(_, result, _)| result.is_err()).map(|(name, ..)| *name).collect();
    if failed.is_empty() { Ok(()) } else { Err(Failed(format!("failed: {}", failed.join(", ")))) }
}

fn timed((name, check): Check) -> (&'static str, Result<(), Failed>, Duration) {
    println!("\nxtask: {name}");
    let start = Instant::now();
    let result = check();
    if let Err(Failed(why)) = &result {
        println!("xtask: {name} FAILED: {why}");
    }
    (name, result, start.elapsed())
}

fn cargo(args: &[&str]) -> Result<(), Failed> {
    shell::run(&mut shell::cargo(args))
}
