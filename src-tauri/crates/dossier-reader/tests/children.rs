//! A host in small: reads files in children of this very program.
//!
//! It has no harness, because the program must be a reader before anything else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use dossier_formats::{
    InProcess, Job, Limits, ReadHints, Receiver, RowAt, Runner, Stop, TableKey, sniff,
};
use dossier_model::{
    At, Cancel, FieldIndex, MemberKind, MemberPath, Problem, RowBuf, Sensitive, TableHead,
};
use dossier_reader::Children;

#[path = "../../dossier-formats/tests/all/pages.rs"]
mod pages;
use pages::{document, page};

/// What hostile files may take of a reader.
const MOST_MEMORY: u64 = 300 << 20;
/// Debug builds on a busy machine are slow; a hang is still a hang.
const MOST_TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 5 });

fn main() -> ExitCode {
    if let Some(code) = dossier_reader::serve_if_asked() {
        return code;
    }
    // As the window does it: such a process finds its own file all the same.
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable).unwrap();
    let tests: [(&str, fn()); 8] = [
        ("a_child_reads_what_this_process_reads", same_as_here),
        ("a_long_letter_is_read", long_letter),
        ("one_child_reads_many_members", one_child),
        ("a_canceled_child_is_gone", canceled),
        ("a_child_that_dies_is_a_problem", dies),
        ("a_program_that_is_no_reader_is_a_problem", no_reader),
        ("a_child_has_no_files_and_no_sockets", confined),
        ("hostile_files_end_as_listed", hostile),
    ];
    // As a harness would: names of tests as arguments pick them.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    for (name, test) in tests {
        if wanted.is_empty() || wanted.iter().any(|word| name.contains(word.as_str())) {
            let start = Instant::now();
            test();
            eprintln!("test {name} ... ok ({} ms)", start.elapsed().as_millis());
        }
    }
    ExitCode::SUCCESS
}

fn children() -> Children {
    match dossier_reader::Readers::own_program() {
        dossier_reader::Readers::Program(program) => Children::new(program),
        dossier_reader::Readers::InProcess => panic!("the program has no name"),
    }
}

#[derive(Debug, Default, PartialEq)]
struct Read {
    heads: Vec<TableHead>,
    rows: Vec<(u32, At, Vec<Option<String>>)>,
    texts: Vec<(At, String)>,
    problems: Vec<Problem>,
}

impl Read {
    fn codes(&self) -> Vec<&str> {
        self.problems.iter().map(|problem| &*problem.code).collect()
    }

    fn everything(&self) -> String {
        let cells = self.rows.iter().flat_map(|row| row.2.iter().flatten());
        let texts = self.texts.iter().map(|text| &text.1);
        cells.chain(texts).map(|text| format!("{text}\n")).collect()
    }
}

impl Receiver for Read {
    fn open_table(&mut self, head: TableHead) -> TableKey {
        self.heads.push(head);
        self.heads.len() as u32 - 1
    }

    fn add_field(&mut self, table: TableKey, name: &str) -> FieldIndex {
        self.heads[table as usize].fields.push(name.to_owned());
        self.heads[table as usize].fields.len() as u32 - 1
    }

    fn record(&mut self, table: TableKey, at: RowAt<'_>, row: &RowBuf) -> Result<(), Stop> {
        let cells = row.iter().map(|cell| cell.map(str::to_owned)).collect();
        self.rows.push((table, At::from(&at), cells));
        Ok(())
    }

    fn text(&mut self, at: &At, paragraph: &str) -> Result<(), Stop> {
        self.texts.push((at.clone(), paragraph.to_owned()));
        Ok(())
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}

fn read(runner: &dyn Runner, bytes: &[u8], name: &str) -> Read {
    let kind = sniff(&bytes[..bytes.len().min(16 << 10)], name);
    read_as(runner, kind, bytes)
}

fn read_as(runner: &dyn Runner, kind: MemberKind, bytes: &[u8]) -> Read {
    let mut out = Read::default();
    let (path, limits) = (MemberPath::new("member"), Limits::default());
    let passwords = vec![Sensitive::new("geheim".to_owned())];
    let hints = ReadHints { passwords, ..ReadHints::default() };
    let job = Job { kind, path: &path, hints: &hints, limits: &limits };
    runner.read(&job, &mut &bytes[..], &mut out, &Cancel::new()).expect("nothing stops");
    out
}

fn same_as_here() {
    let bytes = page("Order 42");
    let (child, here) = (read(&children(), &bytes, "a.pdf"), read(&InProcess, &bytes, "a.pdf"));
    assert_eq!(here.texts, [(At::Page { page: 1 }, "Order 42".to_owned())]);
    assert_eq!(child, here);
    // Other kinds do not leave the process.
    let runner = children();
    assert_eq!(read(&runner, b"a;b\n1;2\n", "a.csv").rows.len(), 1);
    assert_eq!(runner.process(), None);
}

/// What is read of it is more than a pipe holds, and so is the letter.
fn long_letter() {
    let line = "Dear Mira, this is what we hold about you.";
    let bytes = format!("{{\\rtf1\\ansi {}}}", format!("{line}\\par\n").repeat(12_000));
    let out = read(&children(), bytes.as_bytes(), "a.rtf");
    assert_eq!(out.codes(), [""; 0]);
    assert_eq!(out.everything().matches(line).count(), 12_000);
}

fn one_child() {
    let runner = children();
    let mut process = None;
    let start = Instant::now();
    for number in 0..50 {
        let out = read(&runner, &page(&format!("Order {number}")), "a.pdf");
        assert_eq!(out.texts[0].1, format!("Order {number}"));
        assert!(process.is_none() || process == runner.process(), "the child is kept");
        process = runner.process();
    }
    eprintln!("50 members in one child: {} ms", start.elapsed().as_millis());
}

/// A document that takes for ever.
fn endless() -> Vec<u8> {
    document(&["/X Do"])
}

fn canceled() {
    let runner = children();
    let cancel = Cancel::new();
    let stop = cancel.clone();
    let thread = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        stop.cancel();
    });
    let (path, limits, hints) = (MemberPath::new("m"), Limits::default(), ReadHints::default());
    let job = Job { kind: MemberKind::Pdf, path: &path, hints: &hints, limits: &limits };
    let start = Instant::now();
    let result = runner.read(&job, &mut &endless()[..], &mut Read::default(), &cancel);
    assert!(result.is_err() && start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert_eq!(runner.process(), None, "the child is gone");
    thread.join().unwrap();
}

fn dies() {
    let runner = children();
    let start = Instant::now();
    let out = read(&runner, &endless(), "a.pdf");
    assert_eq!(out.codes(), ["reader_time"]);
    eprintln!("an endless document was stopped after {} ms", start.elapsed().as_millis());
    // The next member has a child of its own.
    assert_eq!(read(&runner, &page("Order 42"), "a.pdf").codes(), [""; 0]);
    assert!(runner.process().is_some());
}

fn no_reader() {
    for program in ["/bin/true", "/bin/cat", "/nowhere/at/all"] {
        if program.starts_with("/bin") && !Path::new(program).exists() {
            continue;
        }
        let out = read(&Children::new(PathBuf::from(program)), &page("x"), "a.pdf");
        let expect = if program.starts_with("/bin") { "reader_stopped" } else { "reader_missing" };
        assert_eq!(out.codes(), [expect], "{program}");
        assert!(out.texts.is_empty());
    }
}

fn confined() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let runner = children();
    assert_eq!(read(&runner, &page("Order 42"), "a.pdf").codes(), [""; 0]);
    let status = status(runner.process().unwrap());
    assert_eq!(status["Seccomp"], "2", "a filter is on");
    assert_eq!(status["NoNewPrivs"], "1");
    assert_eq!(status["Threads"], "1");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", runner.process().unwrap()));
    let limits = limits.unwrap();
    let limit = |name: &str| {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap();
        line[name.len()..].split_whitespace().next().unwrap().to_owned()
    };
    assert_eq!(limit("Max open files"), "3");
    assert_eq!(limit("Max core file size"), "0");
    assert_eq!(limit("Max file size"), "0");
    assert_eq!(limit("Max data size"), (256 << 20).to_string());
}

fn status(process: u32) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let pairs = text.lines().filter_map(|line| line.split_once(':'));
    pairs.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect()
}

/// The most memory that a process held; none if it is gone.
fn most_memory(process: Option<u32>) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{}/status", process?)).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? << 10)
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
    out.sort();
}

/// Every PDF and workbook that was made to hurt, each in a child of its own.
fn hostile() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpora");
    let root = std::env::var_os("DOSSIER_CORPORA").map_or(beside, PathBuf::from);
    if !root.is_dir() {
        eprintln!("skipped: the folder ../shared/corpora is not there");
        return;
    }
    let (mut most, mut slowest) = (0, Duration::ZERO);
    let (mut deaths, mut faults) = (Vec::new(), Vec::new());
    for folder in [
        "hostile-made/data/pdf",
        "hostile-made/data/xlsx",
        "verapdf-sample/data",
        "calamine-sheets/data",
    ] {
        let mut all = Vec::new();
        files(&root.join(folder), &mut all);
        let (mut with_text, mut said) = (0, 0);
        for path in &all {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let bytes = std::fs::read(path).unwrap();
            let runner = children();
            let start = Instant::now();
            let out = read(&runner, &bytes, &name);
            slowest = slowest.max(start.elapsed());
            let memory = most_memory(runner.process()).unwrap_or(0);
            most = most.max(memory);
            if memory > MOST_MEMORY {
                faults.push(format!("{name}: {} MB", memory >> 20));
            }
            if start.elapsed() > MOST_TIME {
                faults.push(format!("{name}: {:?}", start.elapsed()));
            }
            if read(&InProcess, &bytes, &name) != out {
                faults.push(format!(
                    "{name}: another outcome than in this process: {:?}",
                    out.codes()
                ));
            }
            with_text += usize::from(!out.texts.is_empty() || !out.rows.is_empty());
            said += usize::from(!out.problems.is_empty());
            deaths.extend(
                out.codes()
                    .iter()
                    .filter(|c| c.starts_with("reader_"))
                    .map(|c| format!("{name}: {c}")),
            );
            if folder.ends_with("/pdf") && !["zero.pdf", "not_pdf.pdf"].contains(&&*name) {
                let read = out.everything().contains("Order 42");
                if !read && out.problems.is_empty() {
                    faults.push(format!("{name}: neither read nor said"));
                }
            }
            if out.everything().contains("root:") {
                faults.push(format!("{name}: an outer file was read"));
            }
        }
        eprintln!(
            "{folder}: {} files, {with_text} gave text or rows, {said} with a problem said",
            all.len()
        );
    }
    eprintln!("most memory of a child {} MB, slowest file {} ms", most >> 20, slowest.as_millis());
    eprintln!("children that fell: {deaths:?}");
    assert!(faults.is_empty(), "{faults:#?}");
}
