use dossier_model::{At, RowBuf, Severity};

use super::cells::{self, Look};
use super::dialect::{SAMPLE, guess};
use super::fixed::{self, Fixed};
use super::header::{self, Header, distinct_names};
use super::split::{Dialect, RowInfo, Rows, Splitter};
use crate::Stop;
use crate::read::{ReadHints, RowAt, Session, TableKey};
use crate::text::{Paragraphs, TextSource};

/// Rows that are looked at before a table is opened.
const LOOK_AHEAD: usize = 60;

/// Reads values with separators: preamble, tables, footers.
pub(crate) fn read_csv(
    source: &mut TextSource<'_>,
    hints: &ReadHints,
    out: &mut Session<'_>,
) -> Result<(), Stop> {
    let mut rows = Splitter::new(source, out.limits.cells, out.limits.record_bytes);
    let (sample, whole) = rows.ahead(SAMPLE);
    let declared = sep_line(sample);
    let mut hints = hints.clone();
    if let Some(delimiter) = declared {
        hints.delimiter = Some(delimiter);
    }
    let (dialect, sure) = guess(sample, whole, &hints);
    let starts = if hints.delimiter.is_none() && !sure { fixed::columns(sample) } else { None };
    if let Some(starts) = starts {
        out.problem(Severity::Note, "csv_fixed_width", At::Line { line: 1 }, []);
        rows.dialect = Dialect::default();
        return Layout::new(Fixed::new(rows, starts), None, hints, out).run();
    }
    rows.dialect = dialect;
    if declared.is_some() {
        rows.skip_line();
    }
    Layout::new(rows, None, hints, out).run()
}

/// Spreadsheets write `sep=;` on the first line.
pub(super) fn sep_line(sample: &str) -> Option<char> {
    let line = sample.split(['\n', '\r']).next()?.trim().trim_matches('"');
    let mut rest = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?.chars();
    let delimiter = rest.next().unwrap_or('\t');
    (rest.next().is_none() && delimiter.is_ascii()).then_some(delimiter)
}

/// A row that is kept while it is decided what it is.
struct Kept {
    row: RowBuf,
    info: RowInfo,
    raw: String,
}

impl Kept {
    /// The words of its first cell.
    fn title(&self) -> String {
        let first = self.row.get(0).filter(|_| self.row.len() > 1);
        first.unwrap_or(&self.raw).trim().to_owned()
    }
}

struct Table {
    key: TableKey,
    names: Vec<String>,
    /// Columns, grown by rows that are longer.
    width: usize,
    /// Columns of most rows.
    usual: usize,
}

pub(crate) struct Layout<'o, 'r, R> {
    rows: R,
    /// The sheet that the rows stand on; none for lines of text.
    sheet: Option<String>,
    hints: ReadHints,
    out: &'o mut Session<'r>,
    row: RowBuf,
    table: Option<Table>,
    tables: u32,
    /// Short rows that may turn out to be a footer.
    short: Vec<Kept>,
    notes: Paragraphs,
    /// A lone line over a table names it.
    title: String,
    footer: bool,
}

impl<'o, 'r, R: Rows> Layout<'o, 'r, R> {
    pub(crate) fn new(
        rows: R,
        sheet: Option<String>,
        hints: ReadHints,
        out: &'o mut Session<'r>,
    ) -> Self {
        let notes = Paragraphs::new(out.limits.paragraph_bytes);
        Self {
            rows,
            sheet,
            hints,
            out,
            row: RowBuf::default(),
            table: None,
            tables: 0,
            short: Vec::new(),
            notes,
            title: String::new(),
            footer: false,
        }
    }

    /// Blocks are rows without a blank line between. Each block goes on with
    /// the table, begins a new one, or is text.
    pub(crate) fn run(mut self) -> Result<(), Stop> {
        while let Some(block) = self.block()? {
            if self.footer || self.is_text(&block) {
                self.flush_short(!self.footer)?;
                if let ([one], false) = (&block[..], self.footer) {
                    self.title = one.title();
                }
                for kept in &block {
                    self.note(kept.info.line, &kept.raw)?;
                }
                self.stream_notes(block.len() >= LOOK_AHEAD)?;
                self.notes.end(self.out)?;
                continue;
            }
            let full = block.len() >= LOOK_AHEAD;
            let body = if self.begins_table(&block) { self.begin(block)? } else { block };
            for kept in body {
                // What follows the first line of a footer belongs to it.
                if self.footer {
                    self.note(kept.info.line, &kept.raw)?;
                } else {
                    self.body_row(&kept.row, &kept.info, Some(&kept.raw))?;
                }
            }
            if full {
                self.stream()?;
            }
        }
        self.flush_short(true)?;
        self.notes.end(self.out)
    }

    /// The next rows up to a blank line, at most so many as one looks ahead.
    fn block(&mut self) -> Result<Option<Vec<Kept>>, Stop> {
        let mut block = Vec::new();
        let mut row = RowBuf::default();
        while let Some(info) = self.rows.next(&mut row, self.out)? {
            if info.blank && block.is_empty() {
                continue;
            }
            if info.blank {
                break;
            }
            let raw = self.rows.raw(&info).to_owned();
            block.push(Kept { row: std::mem::take(&mut row), info, raw });
            if block.len() >= LOOK_AHEAD {
                break;
            }
        }
        Ok((!block.is_empty()).then_some(block))
    }

    /// The hot path: rows that continue the table, up to a blank line.
    fn stream(&mut self) -> Result<(), Stop> {
        let mut row = std::mem::take(&mut self.row);
        while let Some(info) = self.rows.next(&mut row, self.out)? {
            if info.blank {
                break;
            }
            self.body_row(&row, &info, None)?;
            if self.footer {
                self.stream_notes(true)?;
                break;
            }
        }
        self.row = row;
        Ok(())
    }

    fn stream_notes(&mut self, more: bool) -> Result<(), Stop> {
        let mut row = std::mem::take(&mut self.row);
        while more && let Some(info) = self.rows.next(&mut row, self.out)? {
            if info.blank {
                break;
            }
            self.notes.push(info.line, self.rows.raw(&info), self.out)?;
        }
        self.row = row;
        Ok(())
    }

    fn note(&mut self, line: u32, raw: &str) -> Result<(), Stop> {
        self.notes.push(line, raw, self.out)
    }

    /// Single cells in a file that has columns are no table.
    fn is_text(&mut self, block: &[Kept]) -> bool {
        let columns = self.rows.has_columns();
        let single = block.iter().all(|kept| kept.row.len() == 1);
        match &self.table {
            Some(table) => table.usual > 1 && single && !self.fits_first_column(block),
            // A preamble is short: many single cells are a list, whatever was declared.
            None if let Some(line) = self.hints.header_line => {
                block.last().is_some_and(|last| last.info.line < line)
            }
            None => {
                let title = |kept: &Kept| kept.row.len() == 1 || is_title(&kept.row);
                let few = block.len() < LOOK_AHEAD && !self.rows.at_end();
                columns && few && block.iter().all(title)
            }
        }
    }

    /// Numbers alone on a line are records that lost their other cells.
    fn fits_first_column(&self, block: &[Kept]) -> bool {
        block.iter().all(|kept| super::cells::look(kept.row.get(0).unwrap_or_default()).is_typed())
    }

    fn begins_table(&mut self, block: &[Kept]) -> bool {
        let Some(table) = &self.table else { return true };
        let usual = usual_width(block);
        // Under a line that names it.
        let top = block.iter().take_while(|kept| kept.row.len() == 1 && usual > 1).count();
        let Some(Kept { row: first, .. }) = block.get(top) else { return false };
        if first.iter().flatten().eq(table.names.iter().map(String::as_str)) {
            return false;
        }
        let rest: Vec<&RowBuf> = block[top + 1..].iter().map(|kept| &kept.row).collect();
        if usual != table.usual && usual > 1 && block.len() > 1 {
            return true;
        }
        if top > 0 && header::lead(first, &rest) > 0.0 && !rest.is_empty() {
            return true;
        }
        first.len() == table.usual && !rest.is_empty() && header::lead(first, &rest) >= 1.0
    }

    /// Opens a table at the top of a block and returns its records.
    fn begin(&mut self, mut block: Vec<Kept>) -> Result<Vec<Kept>, Stop> {
        self.flush_short(true)?;
        let usual = usual_width(&block);
        let declared_line = self.hints.header_line.filter(|_| self.tables == 0);
        let top = match declared_line {
            Some(line) => block.iter().position(|kept| kept.info.line >= line).unwrap_or(0),
            None => first_row(&block, usual),
        };
        for kept in block.drain(..top) {
            if kept.row.len() == 1 || is_title(&kept.row) {
                self.title = kept.title();
            }
            self.note(kept.info.line, &kept.raw)?;
        }
        self.notes.end(self.out)?;
        let rows: Vec<&RowBuf> = block.iter().map(|kept| &kept.row).collect();
        let quoted = block.first().is_some_and(|kept| kept.info.quoted);
        let header = match (self.hints.has_header.filter(|_| self.tables == 0), declared_line) {
            (Some(false), _) => Header::None,
            (Some(true), _) | (None, Some(_)) => Header::One,
            (None, None) if !self.rows.has_columns() && block.len() == 1 => {
                let names = quoted
                    || self.rows.passed_line_end()
                    || rows[0].get(0).is_some_and(|c| c.contains(' '));
                if names { Header::One } else { Header::None }
            }
            (None, None) => header::detect(&rows, quoted),
        };
        let line = block.first().map_or(1, |kept| kept.info.line);
        let names = match header {
            Header::One => distinct_names(rows[0].iter().map(Option::unwrap_or_default)),
            Header::Two => {
                let joined = header::join(rows[0], rows[1]);
                distinct_names(joined.iter().map(String::as_str))
            }
            Header::None => {
                self.out.problem(Severity::Note, "csv_no_header", At::Line { line }, []);
                distinct_names(std::iter::repeat_n(
                    "",
                    usual.max(rows.first().map_or(1, |row| row.len())),
                ))
            }
        };
        self.tables += 1;
        let name = match (self.tables, std::mem::take(&mut self.title)) {
            (1, _) => self.sheet.clone().unwrap_or_default(),
            (n, title) if title.is_empty() || title.len() > 120 => match &self.sheet {
                Some(sheet) => format!("{sheet} {n}"),
                None => n.to_string(),
            },
            (_, title) => title,
        };
        let used = match header {
            Header::None => 0,
            Header::One => 1,
            Header::Two => 2,
        };
        self.say_repeated(&rows, used, line);
        // A separator at the end of the line of names promises no cell.
        let named = rows.first().filter(|_| used > 0).map_or(0, |row| {
            let cells = row
                .iter()
                .enumerate()
                .filter(|(_, cell)| cell.is_some_and(|cell| !cell.trim().is_empty()));
            cells.last().map_or(0, |(last, _)| last + 1)
        });
        let key = self.out.open_table(&name, &names);
        let width = names.len();
        self.table = Some(Table { key, names, width, usual: usual.max(named).max(1) });
        let mut body = block.split_off(used.min(block.len()));
        if self.tables == 1 {
            let skipped = (self.hints.skip_rows_after_header as usize).min(body.len());
            for kept in body.drain(..skipped) {
                self.note(kept.info.line, &kept.raw)?;
            }
            self.notes.end(self.out)?;
        }
        if used > 0 && has_units(&body) {
            let units = body.remove(0);
            self.note(units.info.line, &units.raw)?;
            self.notes.end(self.out)?;
        }
        Ok(body)
    }

    fn say_repeated(&mut self, rows: &[&RowBuf], used: usize, line: u32) {
        let Some(head) = rows.first().filter(|_| used == 1) else { return };
        let mut names: Vec<&str> = head.iter().flatten().collect();
        names.sort_unstable();
        let repeated = names.windows(2).filter(|pair| pair[0] == pair[1]).count();
        if repeated > 0 {
            self.out.problem(
                Severity::Note,
                "csv_names_repeated",
                At::Line { line },
                [repeated as u64],
            );
        }
    }

    fn body_row(&mut self, row: &RowBuf, info: &RowInfo, raw: Option<&str>) -> Result<(), Stop> {
        let Some(table) = &mut self.table else { return Ok(()) };
        if !self.hints.footer_prefixes.is_empty() {
            let raw = raw.unwrap_or_else(|| self.rows.raw(info));
            if self.hints.footer_prefixes.iter().any(|prefix| raw.starts_with(&**prefix)) {
                self.footer = true;
                let raw = raw.to_owned();
                return self.note(info.line, &raw);
            }
        }
        if info.stray > 0 {
            self.out.problem(Severity::Note, "csv_stray_quote", At::Line { line: info.line }, []);
        }
        if row.len() == table.width && self.short.is_empty() {
            if row.get(0) == table.names.first().map(String::as_str)
                && row.iter().flatten().eq(table.names.iter().map(String::as_str))
            {
                self.out.problem(
                    Severity::Note,
                    "csv_header_repeated",
                    At::Line { line: info.line },
                    [],
                );
                return Ok(());
            }
            return self.out.record(table.key, RowAt::Line(info.line), row);
        }
        if row.len() == 1 && table.usual > 2 && !info.quoted && self.short.len() < LOOK_AHEAD {
            let raw = raw.unwrap_or_else(|| self.rows.raw(info)).to_owned();
            self.short.push(Kept { row: row.clone(), info: *info, raw });
            return Ok(());
        }
        self.flush_short(false)?;
        self.odd_row(row, info)
    }

    /// A row with too few or too many cells.
    fn odd_row(&mut self, row: &RowBuf, info: &RowInfo) -> Result<(), Stop> {
        let Some(table) = &mut self.table else { return Ok(()) };
        let at = At::Line { line: info.line };
        let cells =
            row.iter().enumerate().filter(|(_, cell)| cell.is_some_and(|cell| !cell.is_empty()));
        let filled = cells.last().map_or(0, |(last, _)| last + 1);
        if filled > table.width {
            self.out.problem(
                Severity::Warning,
                "csv_long_row",
                at,
                [table.width as u64, row.len() as u64],
            );
            while table.width < row.len() {
                table.width += 1;
                self.out.add_field(table.key, &format!("column {}", table.width));
            }
        } else if row.len() < table.usual {
            self.out.problem(
                Severity::Warning,
                "csv_short_row",
                at,
                [table.usual as u64, row.len() as u64],
            );
        }
        if row.len() <= table.width {
            return self.out.record(table.key, RowAt::Line(info.line), row);
        }
        let mut cut = row.clone();
        cut.truncate(table.width);
        self.out.record(table.key, RowAt::Line(info.line), &cut)
    }

    /// Rows of one cell: at the end they are a footer, before more records they
    /// are records.
    fn flush_short(&mut self, footer: bool) -> Result<(), Stop> {
        for kept in std::mem::take(&mut self.short) {
            let typed = super::cells::look(kept.row.get(0).unwrap_or_default()).is_typed();
            if footer && !typed {
                self.note(kept.info.line, &kept.raw)?;
            } else {
                self.odd_row(&kept.row, &kept.info)?;
            }
        }
        self.notes.end(self.out)
    }
}

/// The most common number of cells above one; of two, that of the first row,
/// else the larger.
fn usual_width(block: &[Kept]) -> usize {
    let first = block.first().map_or(1, |kept| kept.row.len());
    let mut counts: Vec<usize> = block.iter().map(|kept| kept.row.len()).collect();
    counts.sort_unstable();
    let runs =
        counts.chunk_by(|a, b| a == b).map(|run| (run[0] > 1, run.len(), run[0] == first, run[0]));
    runs.max().map_or(1, |(.., cells)| cells)
}

/// Whether the first row says how the columns below are written, as `;YYYY-MM-DD;EUR` or
/// `String;Date;Decimal`, or only rules them off: words over values.
fn has_units(body: &[Kept]) -> bool {
    let [units, rows @ ..] = body else { return false };
    let look = |row: &RowBuf, at: usize| {
        cells::look(row.get(u32::try_from(at).unwrap_or(u32::MAX)).unwrap_or_default())
    };
    let filled =
        units.row.iter().enumerate().filter(|(_, cell)| cell.is_some_and(|c| !c.is_empty()));
    let filled: Vec<usize> = filled.map(|(at, _)| at).collect();
    let below = |at: usize| {
        let told = rows.iter().filter(|kept| look(&kept.row, at) != Look::Empty);
        let typed = told.clone().filter(|kept| look(&kept.row, at).is_typed()).count();
        (typed, told.count())
    };
    let words = filled.len() > 1 && filled.iter().all(|at| !look(&units.row, *at).is_typed());
    let over = |at: &&usize| matches!(below(**at), (typed, all) if all > 0 && typed == all);
    let over = filled.iter().filter(over).count();
    let keyless = words && filled[0] > 0;
    let ruler = |cell: &str| !cell.is_empty() && cell.trim().chars().all(|c| "-=_–—".contains(c));
    keyless && over > 0 && rows.iter().all(|kept| look(&kept.row, 0) != Look::Empty)
        // The names of types, or the names once more in other words.
        || words && over > 1 && rows.len() > 1
        || filled.len() > 1 && units.row.iter().flatten().all(ruler)
}

/// `Answer for Mira Example;;`: words in the first cell and nothing in the others, as
/// spreadsheets write a line over a table.
fn is_title(row: &RowBuf) -> bool {
    let mut filled = row.iter().enumerate().filter(|(_, cell)| cell.is_some_and(|c| !c.is_empty()));
    match (filled.next(), filled.next()) {
        (None, _) => true,
        (Some((0, _)), None) => row.len() > 1,
        _ => false,
    }
}

/// Where the table begins: the first row that is wide enough.
fn first_row(block: &[Kept], usual: usize) -> usize {
    if usual <= 1 {
        return 0;
    }
    let wide = |kept: &Kept| kept.row.len() >= usual;
    let first = block.iter().position(|kept| wide(kept) && !is_title(&kept.row));
    let wide = first.or_else(|| block.iter().position(wide)).unwrap_or(0);
    // Names without the trailing separator that the records have.
    let names = wide.checked_sub(1).map(|above| &block[above].row);
    match names {
        Some(row) if row.len() > 1 && row.len() + 1 >= usual && !is_title(row) => wide - 1,
        _ => wide,
    }
}
