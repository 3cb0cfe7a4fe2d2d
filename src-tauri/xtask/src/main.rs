//! `cargo xtask`: everything that a person or a machine does with this
//! repository, from a bare system on. Standard library only, so that it runs
//! before anything else is there.

mod bench;
mod cost;
mod display;
mod export;
mod npm;
mod package;
mod peers;
mod shell;
mod system;
mod tests;

use std::process::ExitCode;

use shell::Failed;

const HELP: &str = "\
cargo xtask COMMAND

  run      installs what is missing, builds, opens the window
  test     every check there is: Rust, the window's page, the real window
  bench    measures a full import against plain decompression; --large, --peers, --search,
           --window [--export FILE.zip] [--orders N] [--rounds N]
  eval     prints how well fields are classified [--all] [FILE.jsonl ...]
  train    trains the models of fields and letters anew; train letters: only the second
  shots    takes screenshots of every screen into shots/
  build    makes the release program and the Debian package
  setup    only installs what is missing

A second run does again only what changed, and needs no network.";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    match dispatch(&command, &rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed(why)) => {
            eprintln!("xtask {command}: {why}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, rest: &[String]) -> Result<(), Failed> {
    match command {
        "run" => run(rest),
        "test" => tests::all(),
        "bench" => bench::bench(rest),
        "eval" => eval(rest),
        "train" => train(rest),
        "shots" => shots(),
        "build" => package::build(),
        "setup" => setup(),
        "" | "help" | "-h" | "--help" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(Failed(format!("no such command: {other}\n\n{HELP}"))),
    }
}

fn setup() -> Result<(), Failed> {
    system::ensure(&[system::BUILD, system::TEST, system::MEASURE])?;
    npm::built()
}

fn run(rest: &[String]) -> Result<(), Failed> {
    system::ensure(&[system::BUILD])?;
    npm::built()?;
    shell::cargo_build()?;
    let display = display::Display::of_the_session_or_virtual()?;
    println!("xtask: the window opens; close it to end");
    let mut program = shell::command(shell::program("dossier"));
    program.args(rest);
    display.give_to(&mut program);
    shell::run(&mut program)
}

fn eval(rest: &[String]) -> Result<(), Failed> {
    system::ensure(&[system::BUILD])?;
    npm::built()?;
    shell::cargo_build()?;
    shell::run(shell::command(shell::program("eval")).args(rest))
}

/// Only the package that trains is built for speed: its numbers are most of the work.
fn train(rest: &[String]) -> Result<(), Failed> {
    let fast = "profile.dev.package.dossier-ingest.opt-level=3";
    let example = ["-p", "dossier-ingest", "--example", "train"];
    let mut train = shell::cargo(&["run", "--locked", "--config", fast]);
    shell::run(train.args(example).arg("--").arg(shell::root()).args(rest))
}

fn shots() -> Result<(), Failed> {
    system::ensure(&[system::BUILD, system::TEST])?;
    npm::built()?;
    shell::cargo_build()?;
    shell::run(&mut shell::command(shell::program("shots")))?;
    npm::run_if_there("shots")
}
