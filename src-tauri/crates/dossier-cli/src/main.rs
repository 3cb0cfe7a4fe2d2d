//! Dossier without a window: for audits, workshops, scripts and tests.
//!
//! Exit codes: 0 done, 1 done with problems, 2 wrong use, 3 failed. With `--json`
//! there is one JSON document on standard output (or JSON lines where said);
//! progress and messages go to standard error.

// A program that talks to a terminal prints.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod args;
mod ask;
mod asking;
mod held;
mod insight;
mod outcome;
mod output;
mod run;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    // Started by itself to read one file: nothing else of the program runs.
    if let Some(code) = dossier_api::serve_if_asked() {
        return code;
    }
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let wrong = error.use_stderr();
            let _ = error.print();
            return ExitCode::from(if wrong { 2 } else { 0 });
        }
    };
    match run::run(&args) {
        Ok(outcome::Done::Well) => ExitCode::SUCCESS,
        Ok(outcome::Done::WithProblems) => ExitCode::from(1),
        Err(outcome::Failed::Use(message)) => {
            eprintln!("dossier-cli: {message}");
            ExitCode::from(2)
        }
        Err(outcome::Failed::Core(error)) => {
            output::error(&args, &error);
            ExitCode::from(3)
        }
    }
}
