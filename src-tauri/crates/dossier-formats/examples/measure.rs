//! Reads a source and prints members, records and speed; with `-v` also what
//! is in them. For measuring and for looking, not for users.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

use std::io::Read;
use std::time::{Duration, Instant};

use dossier_formats::{
    Limits, MemberEnd, MemberInfo, ReadHints, Receiver, RowAt, Source, Stop, TableKey, Walker,
    read_member, sniff, walk,
};
use dossier_model::{At, Cancel, FieldIndex, MemberPath, Problem, RowBuf, Sensitive, TableHead};

#[derive(Default)]
struct Count {
    verbose: bool,
    tables: Vec<TableHead>,
    rows: Vec<u64>,
    texts: u64,
    problems: Vec<Problem>,
}

impl Receiver for Count {
    fn open_table(&mut self, head: TableHead) -> TableKey {
        self.tables.push(head);
        self.rows.push(0);
        self.tables.len() as u32 - 1
    }

    fn add_field(&mut self, table: TableKey, name: &str) -> FieldIndex {
        let fields = &mut self.tables[table as usize].fields;
        fields.push(name.to_owned());
        fields.len() as u32 - 1
    }

    fn record(&mut self, table: TableKey, at: RowAt<'_>, row: &RowBuf) -> Result<(), Stop> {
        self.rows[table as usize] += 1;
        if self.verbose && self.rows[table as usize] <= 5 {
            println!("    #{table} {}: {:?}", At::from(&at), row.iter().collect::<Vec<_>>());
        }
        Ok(())
    }

    fn text(&mut self, at: &At, paragraph: &str) -> Result<(), Stop> {
        self.texts += 1;
        if self.verbose && self.texts <= 10 {
            println!("    text {at}: {:.300?}", paragraph);
        }
        Ok(())
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}

#[derive(Default)]
struct Walk {
    verbose: bool,
    time: Duration,
}

impl Walker for Walk {
    fn inventory(&mut self, members: &[MemberInfo]) {
        println!("{} members", members.len());
    }

    fn found(&mut self, members: &[MemberInfo]) {
        println!("{} more members", members.len());
    }

    fn password(&mut self, _: &MemberPath, attempt: u32) -> Option<Sensitive<String>> {
        (attempt == 0).then(|| Sensitive::new("geheim".to_owned()))
    }

    fn member(&mut self, info: &MemberInfo, bytes: &mut dyn Read) -> Result<(), Stop> {
        let mut prefix = Vec::new();
        let _ = bytes.take(64 << 10).read_to_end(&mut prefix);
        let kind = sniff(&prefix, info.path.file_name());
        let start = Instant::now();
        let mut count = Count { verbose: self.verbose, ..Count::default() };
        let sum = read_member(
            kind,
            &mut prefix.chain(bytes),
            &info.path,
            &ReadHints::default(),
            &Limits::default(),
            &mut count,
            &Cancel::new(),
        );
        self.time += start.elapsed();
        println!("{} {kind:?} {:?} {:?}", info.path.as_str(), sum.unwrap(), start.elapsed());
        for (head, rows) in count.tables.iter().zip(&count.rows).take(40) {
            println!(
                "  table {:?} {rows} rows, {} fields: {:.400}",
                head.name,
                head.fields.len(),
                head.fields.join(" | ")
            );
        }
        for problem in count.problems.iter().take(10) {
            println!(
                "  {:?} {} at {} {:?}",
                problem.severity, problem.code, problem.place.at, problem.numbers
            );
        }
        Ok(())
    }

    fn finished(&mut self, info: &MemberInfo, end: &MemberEnd) {
        let fault = end.problem.as_ref().map_or("", |problem| &problem.code);
        println!("  = {} {} bytes {} {fault}", info.path.as_str(), end.bytes, end.sha256);
    }

    fn refused(&mut self, info: &MemberInfo, problem: Problem) {
        println!("refused {:?}: {} {:?}", info.path.as_str(), problem.code, problem.numbers);
    }

    fn problem(&mut self, problem: Problem) {
        println!(
            "problem {:?} {} {:?}",
            problem.place.path.as_str(),
            problem.code,
            problem.numbers
        );
    }
}

fn main() {
    let mut walker = Walk::default();
    for path in std::env::args().skip(1) {
        if path == "-v" {
            walker.verbose = true;
            continue;
        }
        let start = Instant::now();
        let sums = walk(&Source::path(&path), &Limits::default(), &mut walker, &Cancel::new());
        println!("{sums:?} in {:?}, of which with members {:?}", start.elapsed(), walker.time);
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|line| line.starts_with("VmHWM")) {
        println!("{line}");
    }
}
