//! What all readers share: what they are told, whom they tell, and how.

mod hints;
mod session;
mod tables;

use dossier_model::{At, FieldIndex, Problem, RowBuf, TableHead};

pub use hints::{BlockPart, BlockRun, CellRun, JsonPattern, ReadHints};
pub(crate) use session::{Frame, Session, Silent};
pub(crate) use tables::{Record, Tables};

use crate::Stop;

/// A table of the member that is being read, as the receiver numbers it.
pub type TableKey = u32;

/// Where a record stands, borrowed from the reader: a million records must not
/// cost a string each. `At::from(&row_at)` makes it last.
#[derive(Clone, Copy, PartialEq, Eq)]
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

impl std::fmt::Debug for RowAt<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", At::from(self))
    }
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

    /// A file that the member carries, such as an invoice's data in a letter. Who
    /// takes it gives it to the walk ([`crate::Walker::carried`]), which makes it a
    /// member of its own.
    fn file(&mut self, _name: &str, _bytes: &[u8]) -> Result<(), Stop> {
        Ok(())
    }
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
