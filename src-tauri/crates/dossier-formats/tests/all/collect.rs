//! A receiver and a walker that keep everything.

use std::io::Read;

use dossier_formats::{
    Limits, MemberEnd, MemberInfo, ReadHints, ReadSummary, Receiver, RowAt, Source, Stop, TableKey,
    WalkSums, Walker, read_member, sniff, walk,
};
use dossier_model::{
    At, Cancel, FieldIndex, MemberKind, MemberPath, Problem, RowBuf, Sensitive, TableHead,
};

pub type Row = Vec<Option<String>>;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub name: String,
    pub fields: Vec<String>,
    pub rows: Vec<Row>,
    pub at: Vec<String>,
}

impl Table {
    /// Rows as text, cells joined by `|`, absent ones as `-`.
    pub fn lines(&self) -> Vec<String> {
        let cell = |cell: &Option<String>| cell.clone().unwrap_or_else(|| "-".to_owned());
        self.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join("|")).collect()
    }
}

#[derive(Debug, Default)]
pub struct Collected {
    pub tables: Vec<Table>,
    pub texts: Vec<(String, String)>,
    pub problems: Vec<Problem>,
    pub files: Vec<(String, Vec<u8>)>,
    pub summary: ReadSummary,
}

impl Collected {
    pub fn codes(&self) -> Vec<&str> {
        self.problems.iter().map(|problem| &*problem.code).collect()
    }

    pub fn table(&self, name: &str) -> &Table {
        let names: Vec<&str> = self.tables.iter().map(|table| &*table.name).collect();
        self.tables
            .iter()
            .find(|table| table.name == name)
            .unwrap_or_else(|| panic!("no {name:?} in {names:?}"))
    }

    pub fn records(&self) -> usize {
        self.tables.iter().map(|table| table.rows.len()).sum()
    }

    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().flat_map(|table| &table.rows).flatten().flatten().map(String::as_str)
    }

    /// All cells and paragraphs.
    pub fn everything(&self) -> String {
        let texts = self.texts.iter().map(|text| &*text.1);
        self.cells().chain(texts).collect::<Vec<_>>().join("\n")
    }
}

impl Receiver for Collected {
    fn open_table(&mut self, head: TableHead) -> TableKey {
        self.tables.push(Table { name: head.name, fields: head.fields, ..Table::default() });
        self.tables.len() as u32 - 1
    }

    fn add_field(&mut self, table: TableKey, name: &str) -> FieldIndex {
        let fields = &mut self.tables[table as usize].fields;
        fields.push(name.to_owned());
        fields.len() as u32 - 1
    }

    fn record(&mut self, table: TableKey, at: RowAt<'_>, row: &RowBuf) -> Result<(), Stop> {
        let table = &mut self.tables[table as usize];
        assert!(row.len() <= table.fields.len(), "more cells than fields");
        table.rows.push(row.iter().map(|cell| cell.map(str::to_owned)).collect());
        table.at.push(At::from(&at).to_string());
        Ok(())
    }

    fn text(&mut self, at: &At, paragraph: &str) -> Result<(), Stop> {
        self.texts.push((at.to_string(), paragraph.to_owned()));
        Ok(())
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), Stop> {
        self.files.push((name.to_owned(), bytes.to_vec()));
        Ok(())
    }
}

pub fn read_with(kind: MemberKind, bytes: &[u8], hints: &ReadHints, limits: &Limits) -> Collected {
    let (mut out, path) = (Collected::default(), MemberPath::new("test"));
    let (mut input, cancel) = (bytes, Cancel::new());
    let summary = read_member(kind, &mut input, &path, hints, limits, &mut out, &cancel);
    out.summary = summary.expect("nothing stops");
    assert_eq!(out.summary.records as usize, out.records());
    out
}

pub fn read(kind: MemberKind, bytes: impl AsRef<[u8]>) -> Collected {
    read_with(kind, bytes.as_ref(), &ReadHints::default(), &Limits::default())
}

/// One member as a walk gave it.
#[derive(Debug)]
pub struct Member {
    pub path: String,
    pub kind: MemberKind,
    pub bytes: Vec<u8>,
    pub read: Collected,
    pub end: Option<MemberEnd>,
}

#[derive(Default)]
pub struct Walked {
    pub inventory: Vec<String>,
    pub found: Vec<String>,
    pub members: Vec<Member>,
    pub containers: Vec<(String, MemberEnd)>,
    pub refused: Vec<(String, String)>,
    pub problems: Vec<Problem>,
    pub password: Option<String>,
    pub asked: u32,
    pub sums: WalkSums,
    /// Keeps the bytes of each member.
    pub keep: bool,
    pub inventories: u32,
}

impl Walked {
    pub fn member(&self, end: &str) -> &Member {
        let paths: Vec<&str> = self.members.iter().map(|member| &*member.path).collect();
        self.members
            .iter()
            .find(|one| one.path.ends_with(end))
            .unwrap_or_else(|| panic!("no {end} in {paths:?}"))
    }

    /// Every problem code, wherever it was told.
    pub fn codes(&self) -> Vec<String> {
        let own = self.problems.iter().map(|problem| problem.code.clone());
        let refused = self.refused.iter().map(|refused| refused.1.clone());
        let inner = self.members.iter().flat_map(|member| {
            let ends = member.end.iter().filter_map(|end| Some(end.problem.as_ref()?.code.clone()));
            member.read.problems.iter().map(|problem| problem.code.clone()).chain(ends)
        });
        own.chain(refused).chain(inner).collect()
    }
}

impl Walker for Walked {
    fn inventory(&mut self, members: &[MemberInfo]) {
        assert!(self.members.is_empty(), "the inventory comes first");
        self.inventories += 1;
        self.inventory.extend(members.iter().map(|info| info.path.as_str().to_owned()));
    }

    fn found(&mut self, members: &[MemberInfo]) {
        self.found.extend(members.iter().map(|info| info.path.as_str().to_owned()));
    }

    fn password(&mut self, _: &MemberPath, attempt: u32) -> Option<Sensitive<String>> {
        self.asked += 1;
        assert_eq!(attempt + 1, self.asked.min(3));
        self.password.clone().map(Sensitive::new)
    }

    fn member(&mut self, info: &MemberInfo, bytes: &mut dyn Read) -> Result<(), Stop> {
        let mut prefix = Vec::new();
        let _ = bytes.take(64 << 10).read_to_end(&mut prefix);
        let kind = sniff(&prefix, info.path.file_name());
        let mut member = Member {
            path: info.path.as_str().to_owned(),
            kind,
            bytes: Vec::new(),
            read: Collected::default(),
            end: None,
        };
        if self.keep {
            let _ = bytes.read_to_end(&mut prefix);
            member.bytes = prefix.clone();
        }
        let (hints, limits, cancel) = (ReadHints::default(), Limits::default(), Cancel::new());
        let mut input = prefix.chain(bytes);
        let summary =
            read_member(kind, &mut input, &info.path, &hints, &limits, &mut member.read, &cancel);
        member.read.summary = summary.expect("nothing stops");
        self.members.push(member);
        Ok(())
    }

    fn carried(&mut self, _: &MemberInfo) -> Vec<(String, Vec<u8>)> {
        self.members.last_mut().map(|last| std::mem::take(&mut last.read.files)).unwrap_or_default()
    }

    fn finished(&mut self, info: &MemberInfo, end: &MemberEnd) {
        if info.container {
            self.containers.push((info.path.as_str().to_owned(), end.clone()));
            return;
        }
        let last = self.members.last_mut().expect("a member was read");
        assert_eq!(last.path, info.path.as_str());
        last.end = Some(end.clone());
    }

    fn refused(&mut self, info: &MemberInfo, problem: Problem) {
        self.refused.push((info.path.as_str().to_owned(), problem.code));
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}

pub fn walked_with(source: &Source, limits: &Limits, mut walker: Walked) -> Walked {
    walker.sums = walk(source, limits, &mut walker, &Cancel::new()).expect("nothing stops");
    let bytes: u64 =
        walker.members.iter().filter_map(|member| Some(member.end.as_ref()?.bytes)).sum();
    assert_eq!(walker.sums.bytes, bytes, "bytes add up");
    assert_eq!(walker.sums.members as usize, walker.members.len(), "members add up");
    assert_eq!(walker.sums.refused as usize, walker.refused.len(), "refusals add up");
    let all = walker.members.len() + walker.refused.len() + walker.containers.len();
    assert_eq!(walker.inventory.len() + walker.found.len(), all, "each member has one end");
    assert_eq!(walker.inventories, 1);
    walker
}

pub fn walked(name: &str, bytes: Vec<u8>) -> Walked {
    let walker = Walked { keep: true, ..Walked::default() };
    walked_with(&Source::memory(name, bytes), &Limits::default(), walker)
}
