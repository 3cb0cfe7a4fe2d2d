//! The fuzz target of dates as a plain test.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

#[path = "../../../fuzz/changes.rs"]
mod changes;
#[path = "../../../fuzz/dates.rs"]
mod dates;

#[test]
fn fuzz_corpus() {
    changes::try_all(&dates::TARGETS, dates::run);
}
