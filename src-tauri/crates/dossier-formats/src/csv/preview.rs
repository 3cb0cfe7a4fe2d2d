use std::fmt;

use dossier_model::{Cancel, FieldIndex, MemberPath, Problem, RowBuf, TableHead};

use super::dialect::{SAMPLE, guess};
use super::layout::{read_csv, sep_line};
use super::split::Splitter;
use crate::read::{ReadHints, Receiver, RowAt, Session, Silent, TableKey};
use crate::text::TextSource;
use crate::{Limits, Stop};

/// The beginning of a table of separated values, before it is decided what is
/// what: for a person who looks over the reader's shoulder.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CutLines {
    /// The encoding, by its web label.
    pub encoding: String,
    /// The separator; none for one column or columns by position.
    pub separator: Option<char>,
    /// The line of the header, counted from 1; 0 if there is none.
    pub header_line: u32,
    /// The first rows with their lines.
    pub rows: Vec<(u32, Vec<String>)>,
    /// The first lines as they stand there.
    pub lines: Vec<String>,
}

impl fmt::Debug for CutLines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CutLines({} rows, {} lines)", self.rows.len(), self.lines.len())
    }
}

/// Cuts the beginning of a file into at most so many rows and lines.
pub fn cut_lines(start: &[u8], hints: &ReadHints, rows: usize, lines: usize) -> CutLines {
    let (limits, cancel, path) = (Limits::default(), Cancel::new(), MemberPath::default());
    let text = {
        let mut input = start;
        let mut source = TextSource::new(&mut input, hints.encoding.as_deref());
        let mut text = String::new();
        while source.fill(&mut text) {}
        (source.encoding(), text)
    };
    let (encoding, text) = text;
    let mut out = CutLines { encoding, ..CutLines::default() };
    out.lines = text.lines().take(lines).map(str::to_owned).collect();
    let mut hints = hints.clone();
    hints.delimiter = sep_line(&text).or(hints.delimiter);
    let (dialect, _) = guess(&text[..text.floor_char_boundary(SAMPLE)], false, &hints);
    out.separator = dialect.delimiter.map(char::from);
    let mut silent = Silent;
    let mut session = Session::new(&mut silent, &path, &limits, &cancel);
    let mut splitter = Splitter::over(text, dialect, limits.cells, limits.record_bytes);
    let mut row = RowBuf::default();
    while let Ok(Some(info)) = splitter.next(&mut row, &mut session) {
        if out.rows.len() >= rows {
            break;
        }
        let cells = row.iter().map(|cell| cell.unwrap_or_default().to_owned());
        out.rows.push((info.line, cells.collect()));
    }
    out.header_line = hints.header_line.unwrap_or_else(|| header_line(start, &hints, &limits));
    out
}

/// The line above the first record, if the reader takes it for names.
fn header_line(start: &[u8], hints: &ReadHints, limits: &Limits) -> u32 {
    let (cancel, path) = (Cancel::new(), MemberPath::default());
    let mut first = First::default();
    let mut input = start;
    let mut source = TextSource::new(&mut input, hints.encoding.as_deref());
    let mut session = Session::new(&mut first, &path, limits, &cancel);
    // The receiver stops the reading itself.
    let _ = read_csv(&mut source, hints, &mut session);
    match (first.nameless, first.line) {
        (false, Some(line)) => line.saturating_sub(1),
        (false, None) if first.opened => 1,
        _ => 0,
    }
}

/// Sees the first record and asks for no more.
#[derive(Default)]
struct First {
    opened: bool,
    nameless: bool,
    line: Option<u32>,
}

impl Receiver for First {
    fn open_table(&mut self, _: TableHead) -> TableKey {
        self.opened = true;
        0
    }

    fn add_field(&mut self, _: TableKey, _: &str) -> FieldIndex {
        0
    }

    fn record(&mut self, _: TableKey, at: RowAt<'_>, _: &RowBuf) -> Result<(), Stop> {
        if let RowAt::Line(line) = at {
            self.line = Some(line);
        }
        Err(Stop::Refused)
    }

    fn text(&mut self, _: &dossier_model::At, _: &str) -> Result<(), Stop> {
        Ok(())
    }

    fn problem(&mut self, problem: Problem) {
        self.nameless |= problem.code == "csv_no_header";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, separator: Option<char>, header_line: u32, rows: usize) {
        let cut = cut_lines(text.as_bytes(), &ReadHints::default(), 10, 20);
        assert_eq!((cut.separator, cut.header_line), (separator, header_line), "{text:?}");
        assert_eq!(cut.rows.len(), rows, "{text:?}");
    }

    #[test]
    fn the_beginning_is_cut_as_it_stands() {
        check("# orders\n# of Mira\nid;v\n1;2\n3;4\n", Some(';'), 3, 5);
        check("id,v\n1,2\n", Some(','), 1, 2);
        check("1,Mira\n2,Jonas\n", Some(','), 0, 2);
        let cut = cut_lines("id;\u{fc}\n1;2\n".as_bytes(), &ReadHints::default(), 1, 1);
        assert_eq!((cut.encoding.as_str(), cut.rows.len()), ("utf-8", 1));
        assert_eq!(cut.lines, ["id;ü"]);
    }
}
