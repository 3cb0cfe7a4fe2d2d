//! What the ledger says of each member.
#![allow(clippy::unwrap_used)]
use std::sync::atomic::{AtomicU32, Ordering};

use dossier_catalog::Catalog;
use dossier_formats::{ReadSummary, Receiver};
use dossier_model::{Passage, RowBuf, SourcePlace, Statement};

use super::*;
use crate::store::StoreTable;

/// Keeps the ledger and counts records.
#[derive(Default)]
struct Kept {
    members: Vec<MemberSummary>,
    forgotten: Vec<StoreMember>,
    statements: usize,
}

impl Store for Kept {
    fn begin_member(&mut self, _: &MemberPath) -> Result<StoreMember, StoreFailed> {
        Ok(self.members.len() as StoreMember)
    }

    fn open_table(&mut self, _: &str, _: bool) -> Result<StoreTable, StoreFailed> {
        Ok(0)
    }

    fn record(&mut self, _: StoreTable, _: &At, _: &RowBuf, _: u16) -> Result<(), StoreFailed> {
        Ok(())
    }

    fn end_table(&mut self, _: StoreTable, _: &TableSummary) -> Result<(), StoreFailed> {
        Ok(())
    }

    fn end_member(&mut self, _: StoreMember, summary: &MemberSummary) -> Result<(), StoreFailed> {
        self.members.push(summary.clone());
        Ok(())
    }

    fn forget(&mut self, member: StoreMember) -> Result<(), StoreFailed> {
        self.forgotten.push(member);
        Ok(())
    }

    fn problem(&mut self, _: Option<StoreMember>, _: &Problem) -> Result<(), StoreFailed> {
        Ok(())
    }

    fn statement(&mut self, _: &Statement) -> Result<(), StoreFailed> {
        self.statements += 1;
        Ok(())
    }

    fn passage(&mut self, _: &Passage) -> Result<(), StoreFailed> {
        Ok(())
    }
}

/// A reader that falls over the first member, after so many bytes of it.
#[derive(Debug)]
struct Falls {
    after: u64,
    read: AtomicU32,
}

impl Runner for Falls {
    fn read(
        &self,
        job: &Job<'_>,
        input: &mut dyn Read,
        out: &mut dyn Receiver,
        cancel: &Cancel,
    ) -> Result<ReadSummary, FormatError> {
        if self.read.fetch_add(1, Ordering::Relaxed) > 0 {
            return InProcess.read(job, input, out, cancel);
        }
        let summary = InProcess.read(job, &mut input.take(self.after), out, cancel);
        let place = SourcePlace::new(job.path.clone(), At::Whole);
        out.problem(Problem::new(Severity::Failure, "reader_time", place));
        summary
    }
}

const CSV: &[u8] = b"order_id,total\nA-1001,12.90\nA-1002,5.00\nA-1003,7.50\n";

fn import(names: &[&str], runner: Option<Arc<dyn Runner>>) -> (Kept, Outcome) {
    let files = names.iter().map(|name| ((*name).to_owned().into(), CSV.to_vec().into()));
    let source = Source::Files { name: "answer".to_owned().into(), files: files.collect() };
    let options = Options { runner, ..Options::default() };
    let catalog = Catalog::embedded();
    let mut store = Kept::default();
    let outcome = Ingest::new(&catalog)
        .import(&source, &options, &mut store, &mut |_| {}, &Cancel::new())
        .unwrap();
    (store, outcome)
}

fn ledger(store: &Kept) -> Vec<(MemberState, u64)> {
    store.members.iter().map(|member| (member.state, member.records)).collect()
}

#[test]
fn the_same_bytes_again_are_a_duplicate() {
    let (store, outcome) = import(&["a.csv", "b.csv"], None);
    assert_eq!(ledger(&store), [(MemberState::Read, 3), (MemberState::Duplicate, 0)]);
    assert_eq!((store.forgotten, outcome.records), (vec![1], 3));
}

#[test]
fn a_copy_that_gives_more_than_the_first_is_no_duplicate() {
    let falls = |after| Some(Arc::new(Falls { after, read: AtomicU32::new(0) }) as Arc<dyn Runner>);
    // The first one gave nothing, or only its beginning.
    let (store, _) = import(&["a.csv", "b.csv", "c.csv"], falls(0));
    let after = [(MemberState::Read, 3), (MemberState::Duplicate, 0)];
    assert_eq!(ledger(&store)[0].0, MemberState::Failed);
    assert_eq!(ledger(&store)[1..], after);
    let (store, outcome) = import(&["a.csv", "b.csv", "c.csv"], falls(28));
    assert_eq!(ledger(&store)[0], (MemberState::Read, 1));
    assert_eq!((&ledger(&store)[1..], outcome.records), (&after[..], 4));
}

#[test]
fn a_person_can_stop_the_search_for_statements() {
    let catalog = Catalog::embedded();
    let text = "Wir speichern Ihre Bestelldaten zehn Jahre.\n\n".repeat(20);
    let source = Source::memory("letter.txt", text.into_bytes());
    let run = |stops: bool| {
        let (mut store, cancel) = (Kept::default(), Cancel::new());
        let stop = cancel.clone();
        let mut progress = move |word: Progress| {
            if stops && word.phase == Phase::Recognize {
                stop.cancel();
            }
        };
        let ingest = Ingest::new(&catalog);
        let options = Options::default();
        let done = ingest.import(&source, &options, &mut store, &mut progress, &cancel);
        (done.is_err_and(|error| matches!(error, ImportError::Canceled)), store.statements > 0)
    };
    assert_eq!(run(false), (false, true));
    assert_eq!(run(true), (true, false));
}

#[test]
fn a_letter_is_left_where_a_person_stops() {
    let catalog = Catalog::embedded();
    let (ingest, cancel) = (Ingest::new(&catalog), Cancel::new());
    let path = MemberPath::new("letter.txt");
    let paragraphs = || {
        let lines = (1..20).map(|line| At::Line { line });
        lines.map(|at| (at, "Wir speichern Ihre Bestelldaten zehn Jahre."))
    };
    let run = || statements::extract_until(paragraphs(), &path, &ingest.vocabulary, &cancel).len();
    assert!(run() > 0);
    cancel.cancel();
    assert_eq!(run(), 0);
}
