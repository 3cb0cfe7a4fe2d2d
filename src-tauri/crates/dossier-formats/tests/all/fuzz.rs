//! The fuzz targets as plain tests: their seeds, and changes of them.

#[path = "../../../../fuzz/changes.rs"]
mod changes;
#[path = "../../../../fuzz/drive.rs"]
mod drive;

#[test]
fn fuzz_corpus() {
    changes::try_all(&drive::TARGETS, drive::run);
}
