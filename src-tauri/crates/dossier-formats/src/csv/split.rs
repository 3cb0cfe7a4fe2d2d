use dossier_model::{At, RowBuf, Severity};
use memchr::{memchr_iter, memchr2, memchr3};

use crate::Stop;
use crate::read::Session;
use crate::text::TextSource;

/// How a file separates and quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dialect {
    /// None: one column.
    pub(super) delimiter: Option<u8>,
    pub(super) quote: Option<u8>,
    /// A backslash protects a quote.
    pub(super) backslash: bool,
    /// The separator is written twice.
    pub(super) twice: bool,
    /// Blanks behind a separator are no part of the cell.
    pub(super) padded: bool,
    /// The separator is written with one blank behind it.
    pub(super) spaced: bool,
}

/// One row, with the part of the buffer it was cut from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RowInfo {
    /// The line on which it starts, counted from 1.
    pub(super) line: u32,
    /// Nothing stands on the line.
    pub(super) blank: bool,
    /// A cell was quoted.
    pub(super) quoted: bool,
    /// Quotes that are neither doubled nor at the edge of a cell.
    pub(super) stray: u32,
    /// There were more cells than a row may have; the last one holds the rest.
    full: bool,
    start: usize,
    end: usize,
}

/// Where rows come from: lines of text, or a sheet.
pub(crate) trait Rows {
    /// The next row; `None` at the end.
    fn next(&mut self, row: &mut RowBuf, out: &mut Session<'_>) -> Result<Option<RowInfo>, Stop>;
    /// The last row as it stands there.
    fn raw(&self, info: &RowInfo) -> &str;
    /// Whether every row was given out.
    fn at_end(&mut self) -> bool;
    /// Whether a line end was passed, rather than the end of the file.
    fn passed_line_end(&self) -> bool;
    /// Whether rows can have more than one cell.
    fn has_columns(&self) -> bool;
}

impl RowInfo {
    /// A row that is no text.
    pub(crate) fn of_sheet(line: u32, blank: bool) -> Self {
        Self { line, blank, ..Self::default() }
    }
}

impl Rows for Splitter<'_, '_> {
    fn next(&mut self, row: &mut RowBuf, out: &mut Session<'_>) -> Result<Option<RowInfo>, Stop> {
        Splitter::next(self, row, out)
    }

    fn raw(&self, info: &RowInfo) -> &str {
        &self.buf[info.start..info.end]
    }

    fn at_end(&mut self) -> bool {
        self.pos == self.buf.len() && (self.ended || !self.fill())
    }

    fn passed_line_end(&self) -> bool {
        self.line > 1
    }

    fn has_columns(&self) -> bool {
        self.dialect.delimiter.is_some()
    }
}

/// Cuts text into rows without an allocation a row.
pub(super) struct Splitter<'s, 'i> {
    source: Option<&'s mut TextSource<'i>>,
    buf: String,
    pos: usize,
    line: u32,
    ended: bool,
    pub(super) dialect: Dialect,
    scratch: String,
    /// Quotes of the row at hand that open a cell and never close.
    literal: Vec<usize>,
    /// Bytes that may be looked through again for quotes that never close.
    patience: usize,
    cells_limit: usize,
    record_limit: usize,
}

enum Parsed {
    Row { next: usize, info: RowInfo },
    NeedMore,
    Unclosed(usize),
}

enum Quoted {
    /// End of the text, start of what follows, whether there are escapes.
    Closed {
        end: usize,
        next: usize,
        escaped: bool,
        stray: u32,
    },
    NeedMore,
    Unclosed,
}

impl<'s, 'i> Splitter<'s, 'i> {
    pub(super) fn new(source: &'s mut TextSource<'i>, cells: usize, record: usize) -> Self {
        let mut splitter = Self::over(String::new(), Dialect::default(), cells, record);
        splitter.source = Some(source);
        splitter.ended = false;
        splitter
    }

    /// Over text that is all there.
    pub(super) fn over(text: String, dialect: Dialect, cells: usize, record: usize) -> Self {
        Self {
            source: None,
            buf: text,
            pos: 0,
            line: 1,
            ended: true,
            dialect,
            scratch: String::new(),
            literal: Vec::new(),
            patience: record * 8,
            cells_limit: cells.max(1),
            record_limit: record,
        }
    }

    /// The text at the beginning, at least `len` bytes if there are so many.
    pub(super) fn ahead(&mut self, len: usize) -> (&str, bool) {
        while self.buf.len() - self.pos < len && self.fill() {}
        (&self.buf[self.pos..], self.ended)
    }

    /// Passes over a line that is no row, such as `sep=;`.
    pub(super) fn skip_line(&mut self) {
        let rest = &self.buf.as_bytes()[self.pos..];
        let end = memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let crlf = rest.get(end..end + 2) == Some(b"\r\n");
        self.pos += (end + 1 + usize::from(crlf)).min(rest.len());
        self.line += 1;
    }

    fn fill(&mut self) -> bool {
        let Some(source) = &mut self.source else { return false };
        if self.pos > 0 {
            self.buf.drain(..self.pos);
            self.pos = 0;
        }
        let more = source.fill(&mut self.buf);
        self.ended |= !more;
        more
    }

    /// The next row; `None` at the end.
    pub(super) fn next(
        &mut self,
        row: &mut RowBuf,
        out: &mut Session<'_>,
    ) -> Result<Option<RowInfo>, Stop> {
        self.literal.clear();
        // Where the row is cut if it does not end.
        let mut stop = None;
        loop {
            if self.pos == self.buf.len() && (self.ended || !self.fill()) {
                return Ok(None);
            }
            row.clear();
            match self.parse(row, stop) {
                Parsed::Row { next, mut info } => {
                    info.line = self.line;
                    if info.full {
                        let at = At::Line { line: info.line };
                        let limit = self.cells_limit as u64;
                        out.problem(Severity::Warning, "limit_cells", at, [limit]);
                    }
                    let span = &self.buf.as_bytes()[self.pos..next];
                    let lone_cr = span.last() == Some(&b'\r');
                    let lines = memchr_iter(b'\n', span).count() + usize::from(lone_cr);
                    self.line = self.line.saturating_add(lines as u32);
                    self.pos = next;
                    return Ok(Some(info));
                }
                Parsed::NeedMore => {
                    let have = self.buf.len() - self.pos;
                    out.check()?;
                    if have >= self.record_limit {
                        let (at, limit) = (At::Line { line: self.line }, self.record_limit);
                        out.problem(Severity::Warning, "limit_record_bytes", at, [limit as u64]);
                        stop = Some(self.buf.floor_char_boundary(self.pos + limit.max(4)));
                        continue;
                    }
                    self.literal.clear();
                    // Doubling what is there keeps the second look linear.
                    let want = (have * 2).min(self.record_limit);
                    while self.fill() && self.buf.len() < want {}
                }
                Parsed::Unclosed(at) => {
                    let before = &self.buf.as_bytes()[self.pos..at];
                    let line = self.line + memchr_iter(b'\n', before).count() as u32;
                    out.problem(Severity::Warning, "csv_unclosed_quote", At::Line { line }, []);
                    self.patience = self.patience.saturating_sub(self.buf.len() - at);
                    if self.patience == 0 {
                        out.problem(Severity::Warning, "csv_quotes_ignored", At::Line { line }, []);
                        self.dialect.quote = None;
                    }
                    self.literal.push(at);
                }
            }
        }
    }

    fn parse(&mut self, row: &mut RowBuf, stop: Option<usize>) -> Parsed {
        let ended = self.ended || stop.is_some();
        let bytes = &self.buf.as_bytes()[..stop.unwrap_or(self.buf.len())];
        let delimiter = self.dialect.delimiter.unwrap_or(b'\n');
        let quote = self.dialect.quote.unwrap_or(b'\n');
        let has_quote = self.dialect.quote.is_some();
        let start = self.pos;
        let mut info = RowInfo { start, ..RowInfo::default() };
        let (mut at, mut count) = (start, 0);
        // Where the last cell starts: what is beyond goes into it.
        let mut last = start;
        loop {
            count += 1;
            if count == self.cells_limit {
                last = at;
            }
            info.full = count > self.cells_limit;
            let opens = has_quote && bytes.get(at) == Some(&quote) && !self.literal.contains(&at);
            let end = if opens {
                match quoted(bytes, at + 1, &self.dialect, ended, self.record_limit) {
                    Quoted::NeedMore => return Parsed::NeedMore,
                    Quoted::Unclosed => return Parsed::Unclosed(at),
                    Quoted::Closed { end, next, escaped, stray } => {
                        info.quoted = true;
                        info.stray += stray;
                        if !info.full {
                            let cell = &self.buf[at + 1..end];
                            if escaped {
                                unescape(cell, &self.dialect, &mut self.scratch);
                                row.push(Some(&self.scratch));
                            } else {
                                row.push(Some(cell));
                            }
                        }
                        next
                    }
                }
            } else {
                let rest = &bytes[at..];
                let end = match memchr3(delimiter, b'\n', b'\r', rest) {
                    Some(len) => at + len,
                    None if !ended => return Parsed::NeedMore,
                    None => bytes.len(),
                };
                if !info.full {
                    row.push(Some(&self.buf[at..end]));
                }
                end
            };
            let Some(byte) = bytes.get(end) else {
                if !ended {
                    return Parsed::NeedMore;
                }
                return self.end_row(row, info, end, bytes.len(), last);
            };
            match *byte {
                b'\n' => return self.end_row(row, info, end, end + 1, last),
                b'\r' => match bytes.get(end + 1) {
                    None if !ended => return Parsed::NeedMore,
                    Some(b'\n') => return self.end_row(row, info, end, end + 2, last),
                    _ => return self.end_row(row, info, end, end + 1, last),
                },
                _ => at = end + 1,
            }
            if self.dialect.twice {
                // The separator is written twice; a single one is text, which
                // the guess has made sure of.
                at += usize::from(bytes.get(at) == Some(&delimiter));
            }
            if self.dialect.spaced {
                at += usize::from(bytes.get(at) == Some(&b' '));
            }
            if self.dialect.padded {
                let blanks = bytes[at..].iter().take_while(|byte| **byte == b' ').count();
                if bytes.get(at + blanks) == Some(&quote) {
                    at += blanks;
                }
            }
        }
    }

    fn end_row(
        &self,
        row: &mut RowBuf,
        mut info: RowInfo,
        end: usize,
        next: usize,
        last: usize,
    ) -> Parsed {
        if info.full {
            row.set(self.cells_limit as u32 - 1, &self.buf[last..end]);
        }
        info.end = end;
        info.blank = self.buf.as_bytes()[info.start..end].iter().all(u8::is_ascii_whitespace);
        Parsed::Row { next, info }
    }
}

/// The end of a quoted cell. A quote that is followed by more text is part of
/// the cell, unless what follows shows that the cell ended there.
fn quoted(bytes: &[u8], start: usize, dialect: &Dialect, ended: bool, limit: usize) -> Quoted {
    let quote = dialect.quote.unwrap_or(b'"');
    let delimiter = dialect.delimiter.unwrap_or(b'\n');
    let escape = if dialect.backslash { b'\\' } else { quote };
    let (mut at, mut escaped, mut stray) = (start, false, 0);
    loop {
        let Some(found) = memchr2(quote, escape, &bytes[at.min(bytes.len())..]) else {
            let waiting = !ended && bytes.len() - start < limit;
            return if waiting { Quoted::NeedMore } else { Quoted::Unclosed };
        };
        let found = at + found;
        if bytes[found] != quote {
            escaped = true;
            at = found + 2;
            continue;
        }
        let Some(&next) = bytes.get(found + 1) else {
            if !ended {
                return Quoted::NeedMore;
            }
            return Quoted::Closed { end: found, next: found + 1, escaped, stray };
        };
        if next == quote {
            escaped = true;
            at = found + 2;
            continue;
        }
        if next == delimiter || next == b'\n' || next == b'\r' {
            return Quoted::Closed { end: found, next: found + 1, escaped, stray };
        }
        let spaces = bytes[found + 1..].iter().take_while(|byte| **byte == b' ').count();
        let after = found + 1 + spaces;
        if spaces > 0
            && bytes.get(after).is_none_or(|b| *b == delimiter || *b == b'\n' || *b == b'\r')
        {
            return Quoted::Closed { end: found, next: after, escaped, stray };
        }
        // What comes first decides: another quote means that this one is text;
        // the end of the line, or a separator before a quote, that the cell
        // ended and something was written behind it.
        stray += 1;
        let Some(len) = memchr3(quote, delimiter, b'\n', &bytes[found + 1..]) else {
            return if ended { Quoted::Unclosed } else { Quoted::NeedMore };
        };
        let event = found + 1 + len;
        let ends = match bytes[event] {
            byte if byte == quote => false,
            b'\n' => true,
            _ => bytes.get(event + 1) == Some(&quote),
        };
        if ends {
            let end = event - usize::from(bytes[event] == b'\n' && bytes[event - 1] == b'\r');
            return Quoted::Closed { end, next: end, escaped, stray };
        }
        at = found + 1;
    }
}

fn unescape(cell: &str, dialect: &Dialect, out: &mut String) {
    out.clear();
    let quote = char::from(dialect.quote.unwrap_or(b'"'));
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let pair = c == quote && next == Some(quote)
            || dialect.backslash && c == '\\' && matches!(next, Some(n) if n == quote || n == '\\');
        if pair {
            out.extend(chars.next());
        } else {
            out.push(c);
        }
    }
}
