//! From the bytes of one member to records with their places.

mod hints;
mod session;
mod tables;

use std::io::Read;

use dossier_model::{At, Cancel, FieldIndex, MemberKind, MemberPath, Problem, RowBuf, TableHead};

pub use hints::{JsonPattern, ReadHints};
pub(crate) use session::{Frame, Session, Silent};
pub(crate) use tables::{Record, Tables};

use crate::text::TextSource;
use crate::{FormatError, Limits, Stop};

/// A table of the member that is being read, as the receiver numbers it.
pub type TableKey = u32;

/// Where a record stands, borrowed from the reader: a million records must not
/// cost a string each. `At::from(&row_at)` makes it last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowAt<'a> {
    /// A line, counted from 1.
    Line(u32),
    /// A JSON pointer.
    Pointer(&'a str),
    /// An element of an HTML or XML file.
    Element(&'a str),
    /// A row of a sheet, counted from 1.
    Cell {
        /// The sheet.
        sheet: &'a str,
        /// The row.
        row: u32,
    },
    /// A page, counted from 1.
    Page(u32),
    /// A part of a mail.
    Part(&'a str),
}

impl From<&RowAt<'_>> for At {
    fn from(at: &RowAt<'_>) -> Self {
        match *at {
            RowAt::Line(line) => Self::Line { line },
            RowAt::Pointer(pointer) => Self::Pointer { pointer: pointer.to_owned() },
            RowAt::Element(path) => Self::Element { path: path.to_owned() },
            RowAt::Cell { sheet, row } => {
                Self::Cell { sheet: sheet.to_owned(), cell: row.to_string() }
            }
            RowAt::Page(page) => Self::Page { page },
            RowAt::Part(part) => Self::Part { part: part.to_owned() },
        }
    }
}

/// Takes what a reader finds.
pub trait Receiver {
    /// A new table. Readers that find fields as they go open it with those that
    /// they know.
    fn open_table(&mut self, head: TableHead) -> TableKey;

    /// One more field of an open table; its index is the number of fields
    /// before it.
    fn add_field(&mut self, table: TableKey, name: &str) -> FieldIndex;

    /// One record. Cells beyond the end of `row` are absent.
    fn record(&mut self, table: TableKey, at: RowAt<'_>, row: &RowBuf) -> Result<(), Stop>;

    /// A paragraph of running text: letters, pages, preambles, what was left of
    /// a broken file.
    fn text(&mut self, at: &At, paragraph: &str) -> Result<(), Stop>;

    /// Something that is wrong with the member.
    fn problem(&mut self, problem: Problem);
}

/// The sums of reading one member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReadSummary {
    /// Records.
    pub records: u64,
    /// Tables.
    pub tables: u32,
    /// Paragraphs of text.
    pub paragraphs: u64,
    /// Problems, told or only counted.
    pub problems: u64,
    /// Whether the input failed before its end, for reasons that the walk tells.
    pub cut: bool,
}

/// Reads one member by its kind. Kinds that have no records (pictures,
/// binaries, containers) are read to the end and give nothing.
///
/// Bad input is told to [`Receiver::problem`]; an error means that the receiver
/// or a person stopped.
pub fn read_member(
    kind: MemberKind,
    input: &mut dyn Read,
    path: &MemberPath,
    hints: &ReadHints,
    limits: &Limits,
    out: &mut dyn Receiver,
    cancel: &Cancel,
) -> Result<ReadSummary, FormatError> {
    let mut session = Session::new(out, path, limits, cancel);
    let table_like = matches!(kind, MemberKind::Csv);
    match kind {
        MemberKind::Csv | MemberKind::Json | MemberKind::JsonLines | MemberKind::Text => {
            let json = matches!(kind, MemberKind::Json | MemberKind::JsonLines);
            let encoding = hints.encoding.as_deref().or(json.then_some("utf-8"));
            let mut source = TextSource::new(input, encoding);
            match kind {
                _ if table_like => crate::csv::read_csv(&mut source, hints, &mut session)?,
                MemberKind::Json => crate::json::read_json(&mut source, hints, &mut session)?,
                MemberKind::JsonLines => {
                    crate::json::read_json_lines(&mut source, hints, &mut session)?;
                }
                _ => crate::text::read_text(&mut source, &mut session)?,
            }
            session.decoded(&source);
        }
        MemberKind::Html => crate::html::read_html(input, hints, &mut session)?,
        MemberKind::Xml => crate::xml::read_xml(input, hints, &mut session)?,
        MemberKind::Mail => crate::mail::read_mail(input, hints, &mut session)?,
        MemberKind::Document => crate::document::read_document(input, hints, &mut session)?,
        MemberKind::Sheet => crate::sheet::read_sheet(input, hints, &mut session)?,
        MemberKind::Pdf => crate::pdf::read_pdf(input, hints, &mut session)?,
        MemberKind::Empty | MemberKind::Container | MemberKind::Image | MemberKind::Binary => {
            let mut buf = vec![0; 64 << 10];
            while let Ok(n) = input.read(&mut buf) {
                session.check()?;
                if n == 0 {
                    break;
                }
            }
        }
    }
    Ok(session.finish())
}
