//! What the fuzz targets and the plain tests do with bytes.

use std::io::Read;

use dossier_formats::{
    Limits, MemberEnd, MemberInfo, ReadHints, ReadSummary, Receiver, RowAt, Source, Stop, TableKey,
    Walker, read_member, sniff, walk,
};
use dossier_model::{
    At, Cancel, FieldIndex, MemberKind, MemberPath, Problem, RowBuf, Sensitive, TableHead,
};

/// The readers that have a target.
#[allow(dead_code)]
pub const TARGETS: [&str; 12] =
    ["zip", "gz", "tar", "csv", "json", "jsonl", "xml", "html", "sheet", "mail", "pdf", "text"];

/// Reads bytes by a target's reader and checks what must always hold.
pub fn run(target: &str, data: &[u8]) {
    let kind = match target {
        "csv" => MemberKind::Csv,
        "json" => MemberKind::Json,
        "jsonl" => MemberKind::JsonLines,
        "xml" => MemberKind::Xml,
        "html" => MemberKind::Html,
        "sheet" => MemberKind::Sheet,
        "mail" => MemberKind::Mail,
        "pdf" => MemberKind::Pdf,
        "text" => MemberKind::Text,
        container => return walked(container, data),
    };
    let (first, second) = (read(kind, data), read(kind, data));
    assert_eq!(first, second, "the same bytes give the same outcome");
}

/// Small enough that a run of the fuzzer stays fast.
fn limits() -> Limits {
    Limits {
        total_bytes: 16 << 20,
        member_bytes: 8 << 20,
        ratio_free_bytes: 1 << 20,
        members: 200,
        ..Limits::default()
    }
}

/// What a reader gave, in figures.
#[derive(Debug, Default, PartialEq)]
struct Sums {
    widths: Vec<usize>,
    records: u64,
    paragraphs: u64,
    letters: usize,
    told: u64,
}

impl Receiver for Sums {
    fn open_table(&mut self, head: TableHead) -> TableKey {
        self.widths.push(head.fields.len());
        self.widths.len() as TableKey - 1
    }

    fn add_field(&mut self, table: TableKey, _: &str) -> FieldIndex {
        let width = &mut self.widths[table as usize];
        *width += 1;
        *width as FieldIndex - 1
    }

    fn record(&mut self, table: TableKey, at: RowAt<'_>, row: &RowBuf) -> Result<(), Stop> {
        assert!(row.len() <= self.widths[table as usize], "no cell without a field");
        assert!(At::from(&at) != At::Whole, "every record has a place");
        self.records += 1;
        self.letters += row.iter().flatten().map(str::len).sum::<usize>();
        Ok(())
    }

    fn text(&mut self, _: &At, paragraph: &str) -> Result<(), Stop> {
        self.paragraphs += 1;
        self.letters += paragraph.len();
        Ok(())
    }

    fn problem(&mut self, problem: Problem) {
        assert!(!problem.code.is_empty(), "every problem has a code");
        self.told += 1;
    }
}

fn read(kind: MemberKind, data: &[u8]) -> (Sums, ReadSummary) {
    let (mut sums, path, limits) = (Sums::default(), MemberPath::new("member"), limits());
    let (mut input, hints, cancel) = (data, ReadHints::default(), Cancel::new());
    let summary = read_member(kind, &mut input, &path, &hints, &limits, &mut sums, &cancel)
        .expect("nothing stops");
    assert_eq!(summary.records, sums.records, "records add up");
    assert_eq!(summary.paragraphs, sums.paragraphs, "paragraphs add up");
    assert_eq!(summary.tables as usize, sums.widths.len(), "tables add up");
    (sums, summary)
}

#[derive(Default)]
struct Walked {
    members: u64,
    refused: u64,
    containers: u64,
    bytes: u64,
}

impl Walker for Walked {
    fn inventory(&mut self, _: &[MemberInfo]) {}

    fn found(&mut self, _: &[MemberInfo]) {}

    fn password(&mut self, _: &MemberPath, _: u32) -> Option<Sensitive<String>> {
        None
    }

    fn member(&mut self, info: &MemberInfo, bytes: &mut dyn Read) -> Result<(), Stop> {
        let mut start = Vec::new();
        let _ = bytes.take(4096).read_to_end(&mut start);
        sniff(&start, info.path.file_name());
        self.members += 1;
        Ok(())
    }

    fn finished(&mut self, info: &MemberInfo, end: &MemberEnd) {
        if info.container {
            self.containers += 1;
        } else {
            self.bytes += end.bytes;
        }
    }

    fn refused(&mut self, _: &MemberInfo, _: Problem) {
        self.refused += 1;
    }

    fn problem(&mut self, _: Problem) {}
}

/// Walks bytes as a container and adds up what it gave.
fn walked(name: &str, data: &[u8]) {
    let source = Source::memory(format!("x.{name}"), data);
    let mut walker = Walked::default();
    let sums = walk(&source, &limits(), &mut walker, &Cancel::new()).expect("nothing stops");
    assert_eq!(sums.source_bytes, data.len() as u64, "the source is counted");
    assert_eq!(
        (sums.members, sums.bytes, sums.refused, sums.containers),
        (walker.members, walker.bytes, walker.refused, walker.containers),
        "the sums add up"
    );
}
