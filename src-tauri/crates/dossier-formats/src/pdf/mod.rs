//! PDF: text in its order of reading, tables with their rows, each with its page.
//!
//! The library interprets pages; what they paint is put together here: glyphs
//! to lines, lines to columns, tables and paragraphs. Text that is no language
//! is named and not shown. The readers of this kind belong into a process of
//! their own (see [`crate::Runner`]): a document is a program.

mod attached;
mod flow;
mod furniture;
mod grid;
mod hyphens;
mod layout;
mod legible;
mod lines;
mod open;
mod paint;

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dossier_model::{At, RowBuf, Severity};
use hayro_interpret::InterpreterCache;
use hayro_interpret::hayro_syntax::Pdf;

use self::grid::Grid;
use self::layout::Block;
use self::legible::Fault;
use self::lines::Line;
use self::paint::Rule;
use crate::Stop;
use crate::read::{ReadHints, RowAt, Session, TableKey};

/// A document is held in memory.
const MAX_FILE: u64 = 64 << 20;
/// Pages that are read.
const MAX_PAGES: usize = 2_000;
/// A short line above a table names it.
const LONGEST_NAME: usize = 80;

/// What a page holds as far as it is text.
#[derive(Debug, Default)]
struct PageText {
    /// By direction of writing, the main one first.
    lines: Vec<Vec<Line>>,
    rules: Vec<Rule>,
    height: f32,
    /// Lines at the bottom that stand on other pages too.
    footer: Vec<Line>,
}

/// Reads the text and the tables of a document.
pub(crate) fn read_pdf(
    input: &mut dyn Read,
    hints: &ReadHints,
    out: &mut Session<'_>,
) -> Result<(), Stop> {
    let mut bytes = Vec::new();
    if input.take(MAX_FILE + 1).read_to_end(&mut bytes).is_err() {
        out.cut();
    }
    if bytes.len() as u64 > MAX_FILE {
        out.problem(Severity::Failure, "pdf_too_large", At::Whole, [MAX_FILE]);
        return Ok(());
    }
    let passwords: Vec<&str> = hints.passwords.iter().map(|word| word.expose().as_str()).collect();
    // The library is large and the file is a stranger's: if it falls, that is a
    // fault of the file.
    let pdf = catch_unwind(AssertUnwindSafe(|| open::open(bytes, &passwords)));
    let pdf = match pdf.unwrap_or(Err("pdf_broken")) {
        Ok(pdf) => pdf,
        Err(code) => {
            out.problem(Severity::Failure, code, At::Whole, []);
            return Ok(());
        }
    };
    let mut pages = gather(&pdf, out)?;
    furniture::remove(&mut pages);
    hyphens::mark(&mut pages);
    emit(&pages, out)?;
    attached::give(&pdf, out)
}

/// The lines of all pages. What cannot be read is named.
fn gather(pdf: &Pdf, out: &mut Session<'_>) -> Result<Vec<PageText>, Stop> {
    let cache = InterpreterCache::new();
    let all = pdf.pages();
    if all.len() > MAX_PAGES {
        out.problem(Severity::Warning, "limit_pages", At::Whole, [MAX_PAGES as u64]);
    }
    let (mut pages, mut letters) = (Vec::new(), 0);
    let mut bare = Vec::new();
    for (number, page) in (1..).zip(all.iter().take(MAX_PAGES)) {
        out.check()?;
        let painted = catch_unwind(AssertUnwindSafe(|| open::paint(pdf, page, &cache)));
        let painted = match painted.unwrap_or(Err("pdf_page_broken")) {
            Ok(painted) => painted,
            Err(code) => {
                out.problem(Severity::Failure, code, At::Page { page: number }, []);
                pages.push(PageText::default());
                continue;
            }
        };
        if painted.full {
            out.problem(Severity::Warning, "pdf_page_too_large", At::Page { page: number }, []);
        }
        if painted.glyphs.is_empty() {
            bare.push((number, painted.pictures));
        }
        let mut page = PageText {
            lines: lines::lines(painted.glyphs, &painted.rules),
            rules: painted.rules,
            height: page.render_dimensions().1,
            footer: Vec::new(),
        };
        letters += legible_part(&mut page, number, out);
        pages.push(page);
    }
    let pictures = bare.iter().any(|(_, pictures)| *pictures > 0);
    match (letters, pages.is_empty()) {
        (_, true) => out.problem(Severity::Failure, "pdf_no_pages", At::Whole, []),
        (0, _) if bare.len() == pages.len() => {
            let code = if pictures { "pdf_pictures_only" } else { "pdf_no_text" };
            out.problem(Severity::Warning, code, At::Whole, [pages.len() as u64]);
        }
        _ => {
            for (number, _) in bare.into_iter().filter(|(_, pictures)| *pictures > 0) {
                out.problem(Severity::Warning, "pdf_page_picture", At::Page { page: number }, []);
            }
        }
    }
    Ok(pages)
}

/// Takes out what is no text that can be believed; gives the letters that stay.
fn legible_part(page: &mut PageText, number: u32, out: &mut Session<'_>) -> u32 {
    let sum = |page: &PageText, count: fn(&Line) -> u32| -> u32 {
        page.lines.iter().flatten().map(count).sum()
    };
    let (letters, unknown) = (sum(page, |line| line.letters), sum(page, |line| line.unknown));
    let texts = page.lines.iter().flatten().map(|line| &*line.text);
    let fault = legible::fault(texts, letters, unknown);
    if let Some(fault) = fault {
        let code = match fault {
            Fault::Unknown => "pdf_text_unknown",
            Fault::Scrambled => "pdf_text_scrambled",
        };
        out.problem(Severity::Failure, code, At::Page { page: number }, []);
        page.lines.clear();
        return 0;
    }
    // A few lines in a font without a map.
    let readable = |line: &Line| line.unknown * 10 <= line.letters * 3;
    let before: usize = page.lines.iter().map(Vec::len).sum();
    page.lines.iter_mut().for_each(|lines| lines.retain(readable));
    let lost = before - page.lines.iter().map(Vec::len).sum::<usize>();
    if lost > 0 {
        let at = At::Page { page: number };
        out.problem(Severity::Warning, "pdf_lines_unknown", at, [lost as u64]);
    }
    sum(page, |line| line.letters)
}

fn emit(pages: &[PageText], out: &mut Session<'_>) -> Result<(), Stop> {
    let mut tables = Tables::default();
    let mut footers: Vec<(u32, String)> = Vec::new();
    for (number, page) in (1..).zip(pages) {
        for (index, lines) in page.lines.iter().enumerate() {
            // Ruled lines lie where the main text lies.
            let rules: &[Rule] = if index == 0 { &page.rules } else { &[] };
            for block in layout::blocks(lines, rules) {
                match block {
                    Block::Text(text) => {
                        tables.pass(&text);
                        paragraph(number, &text, out)?;
                    }
                    Block::Table(grid) => tables.table(number, &grid, out)?,
                    Block::Footer(text) => footers.push((number, text)),
                }
            }
        }
        footers.extend(page.footer.iter().map(|line| (number, line.text.clone())));
    }
    // Behind everything, so that a sentence goes on from page to page.
    footers.iter().try_for_each(|(page, text)| paragraph(*page, text, out))
}

/// A paragraph; one that is longer than the limit is split.
fn paragraph(page: u32, text: &str, out: &mut Session<'_>) -> Result<(), Stop> {
    let mut rest = text;
    while !rest.is_empty() {
        let cut = rest.floor_char_boundary(out.limits.paragraph_bytes.max(4));
        out.text(&At::Page { page }, &rest[..cut])?;
        rest = &rest[cut..];
    }
    Ok(())
}

/// The tables of a document; one may go over several pages.
#[derive(Default)]
struct Tables {
    open: Option<OpenTable>,
    count: usize,
    /// A short line that may name the next table.
    name: String,
}

struct OpenTable {
    key: TableKey,
    names: Vec<String>,
    header: Vec<Vec<String>>,
    columns: Vec<f32>,
    page: u32,
}

impl Tables {
    /// Running text ends a table.
    fn pass(&mut self, text: &str) {
        let last = text.lines().next_back().unwrap_or_default().trim_end_matches(':');
        let short = last.chars().count() <= LONGEST_NAME && !last.ends_with(['.', ',', ';']);
        self.name = if short { last.to_owned() } else { String::new() };
        self.open = None;
    }

    fn table(&mut self, page: u32, grid: &Grid, out: &mut Session<'_>) -> Result<(), Stop> {
        let rows: Vec<RowBuf> = grid.rows.iter().map(|row| row_of(row, out.limits.cells)).collect();
        let mut skip = 0;
        if let Some(open) = self.open.as_mut().filter(|open| open.goes_on(page, grid)) {
            open.page = page;
            skip = open.header.iter().zip(&grid.rows).take_while(|(a, b)| a == b).count();
        } else {
            self.open = None;
        }
        let open = match self.open.take() {
            Some(open) => open,
            None => {
                if self.count >= out.limits.tables {
                    let limit = out.limits.tables as u64;
                    out.problem(Severity::Warning, "limit_tables", At::Page { page }, [limit]);
                    return grid
                        .rows
                        .iter()
                        .try_for_each(|row| paragraph(page, &row.join("   "), out));
                }
                let all: Vec<&RowBuf> = rows.iter().collect();
                skip = crate::csv::header_rows(&all).min(rows.len());
                let width = grid.columns.len().max(1);
                let names = crate::csv::joined_names(&all[..skip], width);
                self.count += 1;
                let name = match (std::mem::take(&mut self.name), self.count) {
                    (name, 1) => name,
                    (name, number) if name.is_empty() => number.to_string(),
                    (name, _) => name,
                };
                let key = out.open_table(&name, &names);
                let (header, columns) = (grid.rows[..skip].to_vec(), grid.columns.clone());
                OpenTable { key, names, header, columns, page }
            }
        };
        for row in rows.iter().skip(skip) {
            debug_assert!(row.len() <= open.names.len());
            out.record(open.key, RowAt::Page(page), row)?;
        }
        self.open = Some(open);
        Ok(())
    }
}

impl OpenTable {
    /// Whether a table is this one, on the next page.
    fn goes_on(&self, page: u32, grid: &Grid) -> bool {
        let same = |(a, b): (&f32, &f32)| (a - b).abs() < 4.0;
        page == self.page + 1
            && self.columns.len() == grid.columns.len()
            && self.columns.iter().zip(&grid.columns).all(same)
    }
}

fn row_of(cells: &[String], most: usize) -> RowBuf {
    let mut row = RowBuf::default();
    for cell in cells.iter().take(most) {
        row.push((!cell.is_empty()).then_some(cell.as_str()));
    }
    row
}
