//! The fixtures of `tests/letters` as PDF: the same statements, word for word.

use std::collections::BTreeSet;

use dossier_catalog::Catalog;
use dossier_formats::{Limits, ReadHints, Receiver, RowAt, Stop, TableKey, read_member, sniff};
use dossier_ingest::statements::{StatementVocabulary, extract, extract_record};
use dossier_model::{
    At, Cancel, FieldIndex, MemberKind, MemberPath, Problem, RowBuf, SourcePlace, Statement,
    TableHead,
};
use dossier_tests::house::root;

use crate::sheet::pdf;
use crate::styles::{self, Style};

/// A table: its header, and its records with their places.
pub type Found = (Vec<String>, Vec<(At, Vec<String>)>);

/// What a reader gave.
#[derive(Default)]
pub struct Read {
    pub tables: Vec<Found>,
    pub texts: Vec<(At, String)>,
    pub codes: Vec<String>,
}

impl Receiver for Read {
    fn open_table(&mut self, head: TableHead) -> TableKey {
        self.tables.push((head.fields, Vec::new()));
        self.tables.len() as u32 - 1
    }

    fn add_field(&mut self, table: TableKey, name: &str) -> FieldIndex {
        self.tables[table as usize].0.push(name.to_owned());
        self.tables[table as usize].0.len() as u32 - 1
    }

    fn record(&mut self, table: TableKey, at: RowAt<'_>, row: &RowBuf) -> Result<(), Stop> {
        let cells = row.iter().map(|cell| cell.unwrap_or_default().to_owned()).collect();
        self.tables[table as usize].1.push((At::from(&at), cells));
        Ok(())
    }

    fn text(&mut self, at: &At, paragraph: &str) -> Result<(), Stop> {
        self.texts.push((at.clone(), paragraph.to_owned()));
        Ok(())
    }

    fn problem(&mut self, problem: Problem) {
        self.codes.push(problem.code);
    }
}

pub fn read(bytes: &[u8], name: &str) -> Read {
    let mut out = Read::default();
    let kind = sniff(&bytes[..bytes.len().min(4096)], name);
    let (hints, limits) = (ReadHints::default(), Limits::default());
    let path = MemberPath::new(name);
    read_member(kind, &mut &bytes[..], &path, &hints, &limits, &mut out, &Cancel::new())
        .expect("nothing stops");
    out
}

fn stated(read: &Read, vocabulary: &StatementVocabulary) -> Vec<Statement> {
    let path = MemberPath::new("letter");
    let texts = read.texts.iter().map(|(at, text)| (at.clone(), text.as_str()));
    let mut out = extract(texts, &path, vocabulary);
    for (names, rows) in &read.tables {
        for (at, row) in rows {
            let place = SourcePlace::new(path.clone(), at.clone());
            out.extend(extract_record(names, row, &place, vocabulary));
        }
    }
    out
}

/// Kind, value and quote.
type Said = (String, String, String);

fn said(statements: &[Statement]) -> BTreeSet<Said> {
    let one = |statement: &Statement| {
        let kind = format!("{:?}", statement.kind);
        (kind, statement.value.expose().clone(), statement.quote.expose().clone())
    };
    statements.iter().map(one).collect()
}

fn fixtures() -> Vec<(String, String)> {
    let mut out = Vec::new();
    for half in ["tune", "apart"] {
        for entry in std::fs::read_dir(root().join("tests/letters").join(half)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ext| ext == "txt") {
                let name = path.file_stem().unwrap().to_string_lossy().into_owned();
                out.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    out.sort();
    out
}

/// Reads the letters set in a style and as text, and compares what they state.
fn say_the_same(style: Style, floor: f64) {
    let catalog = Catalog::embedded();
    let vocabulary = StatementVocabulary::new(catalog.statements(), catalog.purposes());
    let keep = std::env::var_os("KEEP_PDF").map(std::path::PathBuf::from);
    let (mut same, mut wanted, mut found) = (0, 0, 0);
    for (name, text) in fixtures() {
        let language = match name.as_bytes().first() {
            Some(b'e') => "en",
            Some(b'f') => "fr",
            _ => "de",
        };
        let bytes = pdf(styles::markup(&styles::parts(&text), style, language));
        let out = read(&bytes, "letter.pdf");
        if let Some(keep) = &keep {
            let texts: Vec<&str> = out.texts.iter().map(|(_, text)| text.as_str()).collect();
            std::fs::write(keep.join(format!("{name}_{style:?}.pdf")), &bytes).unwrap();
            std::fs::write(keep.join(format!("{name}_{style:?}.txt")), texts.join("\n\n")).unwrap();
        }
        assert_eq!(out.codes, [""; 0], "{name} {style:?}");
        let statements = stated(&out, &vocabulary);
        for statement in &statements {
            assert!(matches!(statement.place.at, At::Page { page } if page > 0));
        }
        let plain = said(&stated(&read(text.as_bytes(), "letter.txt"), &vocabulary));
        let set = said(&statements);
        same += plain.intersection(&set).count();
        wanted += plain.len();
        found += set.len();
        for lost in plain.difference(&set) {
            eprintln!("- {style:?} {name}: {lost:?}");
        }
        for more in set.difference(&plain) {
            eprintln!("+ {style:?} {name}: {more:?}");
        }
    }
    let (recall, precision) = (same as f64 / wanted as f64, same as f64 / found as f64);
    eprintln!(
        "{style:?}: {same} of {wanted} statements word for word, {found} found; recall {recall:.3}, precision {precision:.3}"
    );
    assert!(recall >= floor && precision >= floor, "{style:?}: {recall:.3} {precision:.3}");
}

#[test]
fn plain_letters_say_what_their_text_says() {
    // A hundredth below what the letters before the latest hands reach: those have more
    // tables made of blanks and lists told by their indent, which a page does not keep.
    say_the_same(Style::Plain, 0.98);
}

#[test]
fn justified_letters_say_what_their_text_says() {
    say_the_same(Style::Justified, 0.975);
}

#[test]
fn letterheads_and_footers_stay_out_of_what_is_said() {
    say_the_same(Style::Letterhead, 0.965);
}

#[test]
fn columns_are_read_one_after_the_other() {
    // Tables made of blanks have little room in half a page.
    say_the_same(Style::Columns, 0.94);
}

#[test]
fn tables_with_few_lines_say_what_their_text_says() {
    say_the_same(Style::Lines, 0.979);
}

#[test]
fn tables_without_lines_say_what_their_text_says() {
    say_the_same(Style::Bare, 0.97);
}

#[test]
fn the_kind_is_seen_by_its_bytes() {
    let bytes = pdf("#set page(width: 10cm, height: 10cm)\nHallo".to_owned());
    assert_eq!(sniff(&bytes, "brief.dat"), MemberKind::Pdf);
    assert_eq!(read(&bytes, "brief.dat").texts.len(), 1);
}
