use std::rc::Rc;

use dossier_model::{At, RowBuf, Severity};

use super::text::Text;
use crate::Stop;
use crate::csv::{header_rows, joined_names, typed};
use crate::read::{self, Record, RowAt, Session, TableKey};

/// Cells of one row.
const MAX_CELLS: usize = 1024;
/// Bytes of text that spans may repeat in one table, and more for each byte that
/// stands there; beyond that the cells are empty.
const COPIES: usize = 1 << 20;
const COPIES_A_BYTE: usize = 16;
/// Rows that are looked at before a table is opened.
const LOOK_AHEAD: usize = 50;

/// One table of a page while its tags pass by.
pub(super) struct Table {
    number: u32,
    /// Whether it is a list of terms, each with what is said of it.
    is_list: bool,
    caption: Text,
    in_caption: bool,
    in_head: bool,
    row: Option<Row>,
    cell: Option<Cell>,
    rows: Vec<Row>,
    seen_rows: u32,
    /// Another table stands inside: this one is only layout.
    pub(super) nested: bool,
    /// Cells that reach down into the next rows.
    reaching: Vec<Reaching>,
    /// Bytes of text that spans may still repeat.
    copies: usize,
    /// Bytes of the rows that wait.
    held: usize,
    open: Option<Open>,
}

struct Row {
    number: u32,
    head: bool,
    cells: Vec<Cell>,
}

struct Reaching {
    column: usize,
    left: u32,
    text: Rc<str>,
    th: bool,
}

impl Reaching {
    /// Its cell in this row, and what reaches further.
    fn down(self, copies: &mut usize, next: &mut Vec<Self>) -> Cell {
        let cell = Cell { from_th: self.th, ..Cell::of(spend(copies, &self.text)) };
        next.extend((self.left > 1).then(|| Self { left: self.left - 1, ..self }));
        cell
    }
}

#[derive(Default)]
struct Cell {
    text: Text,
    th: bool,
    /// Whether a name above reaches down into it.
    from_th: bool,
    columns: u32,
    rows: u32,
}

/// How the rows that follow are given out.
enum Open {
    Records(usize),
    Text,
}

/// The tables of a page that were opened.
#[derive(Default)]
pub(super) struct Tables {
    listed: Vec<Listed>,
    /// Tables whose rows are name and value: one record each.
    pairs: read::Tables,
}

struct Listed {
    base: String,
    names: Vec<String>,
    key: TableKey,
    width: usize,
}

impl Table {
    pub(super) fn new(number: u32, is_list: bool) -> Self {
        Self {
            number,
            is_list,
            caption: Text::default(),
            in_caption: false,
            in_head: false,
            row: None,
            cell: None,
            rows: Vec::new(),
            seen_rows: 0,
            nested: false,
            reaching: Vec::new(),
            copies: COPIES,
            held: 0,
            open: None,
        }
    }

    /// Where text goes now, if anywhere in this table.
    pub(super) fn open_text(&mut self) -> Option<&mut Text> {
        if self.in_caption {
            return Some(&mut self.caption);
        }
        self.cell.as_mut().map(|cell| &mut cell.text)
    }

    pub(super) fn open_caption(&mut self) {
        self.in_caption = true;
    }

    pub(super) fn set_head(&mut self, head: bool) {
        self.close_row();
        self.in_head = head;
    }

    pub(super) fn open_row(&mut self) {
        self.close_row();
        self.seen_rows += 1;
        self.row = Some(Row { number: self.seen_rows, head: self.in_head, cells: Vec::new() });
    }

    pub(super) fn open_cell(&mut self, th: bool, columns: u32, rows: u32) {
        self.close_cell();
        if self.row.is_none() {
            self.open_row();
        }
        if let Some(row) = &mut self.row
            && row.cells.len() >= MAX_CELLS
        {
            // No row has so many: what follows stays in the last cell.
            self.cell = row.cells.pop();
            return;
        }
        self.cell = Some(Cell { th, columns, rows, ..Cell::default() });
    }

    /// What is said of a term: all of it is one value, line by line.
    pub(super) fn open_said(&mut self) {
        self.close_cell();
        let row = self.row.as_mut().filter(|row| self.is_list && row.cells.len() > 1);
        match row.and_then(|row| row.cells.pop()) {
            Some(mut cell) => {
                cell.text.line();
                self.cell = Some(cell);
            }
            None => self.open_cell(false, 1, 1),
        }
    }

    pub(super) fn close_cell(&mut self) {
        self.in_caption = false;
        if let (Some(cell), Some(row)) = (self.cell.take(), &mut self.row) {
            row.cells.push(cell);
        }
    }

    pub(super) fn close_row(&mut self) {
        self.close_cell();
        let Some(mut row) = self.row.take() else { return };
        if row.cells.is_empty() && self.reaching.is_empty() {
            return;
        }
        self.spread(&mut row);
        self.held += row.cells.iter().map(|cell| cell.text.text.len()).sum::<usize>();
        self.rows.push(row);
    }

    /// Puts cells that reach over columns and rows where they belong.
    fn spread(&mut self, row: &mut Row) {
        let mut out: Vec<Cell> = Vec::new();
        let mut next = Vec::new();
        let mut reaching = std::mem::take(&mut self.reaching).into_iter().peekable();
        for cell in row.cells.drain(..) {
            while let Some(above) = reaching.next_if(|above| above.column <= out.len()) {
                out.push(above.down(&mut self.copies, &mut next));
            }
            let (columns, rows, th) = (cell.columns, cell.rows, cell.th);
            let text = cell.text.trimmed();
            self.copies = self.copies.saturating_add(text.len().saturating_mul(COPIES_A_BYTE));
            let below: Option<Rc<str>> = (rows > 1).then(|| text.into());
            for copy in 0..columns {
                if copy > 0 && out.len() >= MAX_CELLS {
                    break;
                }
                let column = out.len();
                next.extend(below.clone().map(|text| Reaching {
                    column,
                    left: rows - 1,
                    text,
                    th,
                }));
                // A name stands over each of its columns, a value only once.
                let shown = match copy {
                    0 => text,
                    _ if th => spend(&mut self.copies, text),
                    _ => "",
                };
                out.push(Cell { th, ..Cell::of(shown) });
            }
        }
        for above in reaching {
            out.push(above.down(&mut self.copies, &mut next));
        }
        next.sort_by_key(|above| above.column);
        next.truncate(1000);
        self.reaching = next;
        row.cells = out;
    }

    /// Gives out what is certain of a long table.
    pub(super) fn pour(
        &mut self,
        tables: &mut Tables,
        heading: &str,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let few = self.rows.len() < LOOK_AHEAD && self.held < out.limits.record_bytes;
        if self.open.is_none() && few {
            return Ok(());
        }
        if self.open.is_none() {
            self.decide(tables, heading, out)?;
        }
        self.give(tables, out)
    }

    pub(super) fn finish(
        mut self,
        tables: &mut Tables,
        heading: &str,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        if self.open.is_none() && !self.rows.is_empty() {
            if self.is_pairs() {
                return self.as_pairs(tables, heading, out);
            }
            self.decide(tables, heading, out)?;
        }
        if self.rows.is_empty() && !self.caption.trimmed().is_empty() && self.open.is_none() {
            let at = At::Element { path: format!("table[{}]", self.number) };
            out.text(&at, self.caption.trimmed())?;
        }
        self.give(tables, out)
    }

    fn name(&self, heading: &str) -> String {
        let caption = self.caption.trimmed();
        let name = if caption.is_empty() { heading } else { caption };
        name.replace('\n', " ")
    }

    fn width(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0)
    }

    /// A name at the left of each value.
    fn is_pairs(&self) -> bool {
        let filled = |cell: &Cell| !cell.text.trimmed().is_empty();
        if self.nested || self.width() < 2 || self.rows.iter().any(|row| row.head) {
            return false;
        }
        let names = || self.rows.iter().filter_map(|row| row.cells.first());
        let marked = self.rows.iter().all(|row| {
            matches!(&row.cells[..], [name, values @ ..] if name.th && !values.is_empty()
                && values.iter().all(|cell| !cell.th))
        });
        if marked {
            return true;
        }
        if self.width() != 2 || self.rows.iter().any(|row| row.cells.iter().any(|cell| cell.th)) {
            return false;
        }
        if names().all(|name| name.text.trimmed().ends_with(':')) {
            return true;
        }
        let mut distinct: Vec<&str> = names().map(|name| name.text.trimmed()).collect();
        distinct.sort_unstable();
        let twice = distinct.windows(2).any(|pair| pair[0] == pair[1]);
        let words = names()
            .all(|name| filled(name) && !typed(name.text.trimmed()) && name.text.text.len() < 60);
        let values =
            || self.rows.iter().filter_map(|row| row.cells.get(1)).filter(|cell| filled(cell));
        let kinds = values().filter(|cell| typed(cell.text.trimmed())).count();
        words
            && !twice
            && self.rows.len() > 1
            && kinds > 0
            && kinds < values().count()
            && typed(self.rows[0].cells.get(1).map_or("", |cell| cell.text.trimmed()))
                | (kinds * 2 <= values().count())
    }

    fn as_pairs(
        &mut self,
        tables: &mut Tables,
        heading: &str,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let name = self.name(heading);
        let table = tables.pairs.table(&name, out);
        let first = self.rows.first().map_or(1, |row| row.number);
        let path = format!("table[{}]/tr[{first}]", self.number);
        let mut record = Record::default();
        for column in 1..self.width() {
            tables.pairs.begin(table, &mut record);
            for row in &self.rows {
                let name =
                    row.cells.first().map_or("", |cell| cell.text.trimmed()).trim_end_matches(':');
                let Some(value) = row.cells.get(column) else { continue };
                let name = if name.is_empty() { "value" } else { name };
                tables.pairs.set(table, &mut record, name, value.text.trimmed(), out);
            }
            tables.pairs.record(table, &record, RowAt::Element(&path), out)?;
            for (name, value) in std::mem::take(&mut record.rest) {
                out.text(&At::Element { path: path.clone() }, &format!("{name}: {value}"))?;
            }
        }
        self.rows.clear();
        Ok(())
    }

    fn decide(
        &mut self,
        tables: &mut Tables,
        heading: &str,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let width = self.width().min(out.limits.cells);
        let marked = self.rows.iter().any(|row| row.cells.iter().any(|cell| cell.th));
        if self.nested || !marked && (width < 2 || self.rows.len() < 2) {
            self.open = Some(Open::Text);
            return Ok(());
        }
        let bufs: Vec<RowBuf> = self.rows.iter().map(|row| row.buf(out.limits.cells)).collect();
        let bufs: Vec<&RowBuf> = bufs.iter().collect();
        let marked = self.rows.iter().take(3).take_while(|row| row.is_head()).count();
        let (used, names) = match marked {
            0 => match header_rows(&bufs) {
                0 => (0, joined_names(&[], width)),
                _ => (1, joined_names(&bufs[..1], width)),
            },
            n => (n, joined_names(&bufs[..n], width)),
        };
        self.open = Some(Open::Records(tables.listed(&self.name(heading), names, out)));
        self.rows.drain(..used);
        Ok(())
    }

    fn give(&mut self, tables: &mut Tables, out: &mut Session<'_>) -> Result<(), Stop> {
        self.held = 0;
        let rows = std::mem::take(&mut self.rows);
        for row in rows {
            let path = format!("table[{}]/tr[{}]", self.number, row.number);
            match self.open {
                Some(Open::Records(index)) => {
                    let listed = &mut tables.listed[index];
                    let most = out.limits.fields.max(listed.width);
                    if row.cells.len() > most {
                        let at = At::Element { path: path.clone() };
                        out.problem(Severity::Warning, "limit_cells", at, [most as u64]);
                    }
                    let buf = row.buf(most);
                    while listed.width < buf.len() && listed.width < out.limits.fields {
                        listed.width += 1;
                        out.add_field(listed.key, &format!("column {}", listed.width));
                    }
                    out.record(listed.key, RowAt::Element(&path), &buf)?;
                }
                _ => {
                    let texts = row
                        .cells
                        .iter()
                        .map(|cell| cell.text.trimmed())
                        .filter(|text| !text.is_empty());
                    let text: Vec<&str> = texts.collect();
                    if !text.is_empty() {
                        out.text(&At::Element { path }, &text.join("\n"))?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl Row {
    fn is_head(&self) -> bool {
        self.head || self.cells.len() > 1 && self.cells.iter().all(|cell| cell.th || cell.from_th)
    }

    /// The cells as a row; what is beyond goes into the last one.
    fn buf(&self, most: usize) -> RowBuf {
        let mut buf = RowBuf::default();
        let wide = self.cells.len() > most;
        let own = if wide { most.saturating_sub(1) } else { self.cells.len() };
        let (own, rest) = self.cells.split_at(own);
        own.iter().for_each(|cell| buf.push(Some(cell.text.trimmed())));
        if wide {
            let rest: Vec<&str> = rest.iter().map(|cell| cell.text.trimmed()).collect();
            buf.push(Some(&rest.join("\t")));
        }
        buf
    }
}

impl Cell {
    fn of(text: &str) -> Self {
        let mut cell = Self { columns: 1, rows: 1, ..Self::default() };
        cell.text.text.push_str(text);
        cell
    }
}

/// A text if so much may still be repeated.
fn spend<'t>(copies: &mut usize, text: &'t str) -> &'t str {
    let Some(left) = copies.checked_sub(text.len()) else { return "" };
    *copies = left;
    text
}

impl Tables {
    /// The table of a name and its fields; another table of that name gets a
    /// number.
    fn listed(&mut self, name: &str, names: Vec<String>, out: &mut Session<'_>) -> usize {
        if let Some(index) =
            self.listed.iter().position(|one| one.base == name && one.names == names)
        {
            return index;
        }
        let same = self.listed.iter().filter(|one| one.base == name).count();
        let shown = match same {
            0 => name.to_owned(),
            n => format!("{name} ({})", n + 1),
        };
        let key = out.open_table(shown.trim(), &names);
        let width = names.len();
        self.listed.push(Listed { base: name.to_owned(), names, key, width });
        self.listed.len() - 1
    }
}
