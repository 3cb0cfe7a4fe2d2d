//! The fuzz targets of dates and amounts as plain tests.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

#[path = "../../../fuzz/changes.rs"]
mod changes;
#[path = "../../../fuzz/dates.rs"]
mod dates;
#[path = "../../../fuzz/money.rs"]
mod money;

#[test]
fn fuzz_corpus() {
    changes::try_all(&dates::TARGETS, dates::run);
    changes::try_all(&money::TARGETS, money::run);
}
