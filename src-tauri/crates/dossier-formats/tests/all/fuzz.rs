//! The fuzz targets as plain tests: their seeds, and changes of them.

use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

#[path = "../../../../fuzz/drive.rs"]
mod drive;

/// Changes tried for each target.
const CASES: u32 = 64;

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds").join(target);
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// One change of a few bytes, as a fuzzer makes them.
#[derive(Clone, Debug)]
enum Change {
    Set(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Remove(prop::sample::Index, usize),
    Insert(prop::sample::Index, Vec<u8>),
    Repeat(prop::sample::Index, usize),
}

fn change() -> impl Strategy<Value = Change> {
    use prop::collection::vec;
    let at = any::<prop::sample::Index>;
    let number = prop_oneof![Just(0xff), Just(0), Just(b'9'), any::<u8>()];
    prop_oneof![
        4 => (at(), number).prop_map(|(at, byte)| Change::Set(at, byte)),
        1 => at().prop_map(Change::Cut),
        2 => (at(), 1usize..20).prop_map(|(at, len)| Change::Remove(at, len)),
        2 => (at(), vec(any::<u8>(), 1..8)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        1 => (at(), 1usize..200).prop_map(|(at, len)| Change::Repeat(at, len)),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    if bytes.is_empty() {
        return;
    }
    let len = bytes.len();
    match change {
        Change::Set(at, byte) => bytes[at.index(len)] = *byte,
        Change::Cut(at) => bytes.truncate(at.index(len)),
        Change::Remove(at, many) => {
            let at = at.index(len);
            bytes.drain(at..len.min(at + many));
        }
        Change::Insert(at, more) => {
            let at = at.index(len);
            bytes.splice(at..at, more.iter().copied());
        }
        Change::Repeat(at, many) => {
            let at = at.index(len);
            let part = bytes[at..len.min(at + many)].to_vec();
            bytes.splice(at..at, part);
        }
    }
}

#[test]
fn fuzz_corpus() {
    let mut report = Vec::new();
    for target in drive::TARGETS {
        let seeds = seeds(target);
        assert!(!seeds.is_empty(), "{target} has no seeds");
        seeds.iter().for_each(|seed| drive::run(target, seed));
        // The same changes each time: a failure comes again.
        let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
        let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let strategy = (any::<prop::sample::Index>(), prop::collection::vec(change(), 1..6));
        let tried = TestRunner::new_with_rng(config, rng).run(&strategy, |(seed, changes)| {
            let mut bytes = seed.get(&seeds).clone();
            changes.iter().for_each(|change| apply(&mut bytes, change));
            drive::run(target, &bytes);
            Ok(())
        });
        if let Err(error) = tried {
            panic!("{target}: {error}");
        }
        report.push(format!("{target} {}", seeds.len()));
    }
    eprintln!("seeds with {CASES} changes each: {}", report.join(", "));
}
