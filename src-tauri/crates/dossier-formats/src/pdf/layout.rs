//! The order of reading: ruled tables, columns, tables by alignment, running text.

use super::flow;
use super::grid::{self, Grid, Row};
use super::lines::Line;
use super::paint::Rule;

/// A gap between columns is at least so many font heights wide.
const GUTTER: f32 = 0.9;
/// Rows that a table without ruled lines must have.
const TABLE_ROWS: usize = 3;

/// A part of a page in the order of reading.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    Text(String),
    Table(Grid),
    /// What stands at the bottom of the page and belongs to no sentence.
    Footer(String),
}

/// The blocks of a page.
pub(super) fn blocks(lines: &[Line], rules: &[Rule]) -> Vec<Block> {
    let grids = grid::grids(lines, rules);
    let inside = |line: &Line| grids.iter().any(|grid| grid.holds(line));
    let free: Vec<&Line> = lines.iter().filter(|line| !inside(line)).collect();
    let rows = rows(&free);
    // Running text sets the margin; a table's cells do not.
    let margin =
        flow::margin(rows.iter().filter(|row| row.lines.len() == 1).map(|row| row.lines[0]));
    let body = body_size(lines);
    let mut out = Vec::new();
    let mut waiting: Vec<&Line> = Vec::new();
    let mut tables = grids.iter().peekable();
    let mut at = 0;
    while at < rows.len() {
        while let Some(table) = tables.next_if(|table| table.top < rows[at].y) {
            text(&mut waiting, margin, &mut out);
            out.push(Block::Table(table.cells.clone()));
        }
        let end = tables.peek().map_or(f32::MAX, |table| table.top);
        let used = whole(&rows[at..], band(&rows[at..], end), end);
        let parts = &rows[at..at + used.max(1)];
        // Small print in columns at the end of a page are the company's own
        // particulars.
        let size = parts.iter().map(|row| row.size).fold(0.0, f32::max);
        let beside = used > 1 || parts[0].lines.len() > 1;
        if beside && at + parts.len() == rows.len() && size < body * 0.88 {
            text(&mut waiting, margin, &mut out);
            let parts: Vec<&str> =
                parts.iter().flat_map(|row| &row.lines).map(|line| &*line.text).collect();
            out.push(Block::Footer(parts.join("   ")));
        } else if used < 2 {
            single(&rows[at], margin, &mut waiting, &mut out);
        } else {
            text(&mut waiting, margin, &mut out);
            columns(parts, rules, &mut out);
        }
        at += used.max(1);
    }
    text(&mut waiting, margin, &mut out);
    out.extend(tables.map(|table| Block::Table(table.cells.clone())));
    out
}

/// The size of most of the text.
pub(super) fn body_size(lines: &[Line]) -> f32 {
    let mut sizes: Vec<(f32, usize)> =
        lines.iter().map(|line| (line.size, line.text.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut left = sizes.iter().map(|(_, len)| len).sum::<usize>() / 2;
    let median = sizes.iter().find(|(_, len)| {
        let here = left < *len;
        left = left.saturating_sub(*len);
        here
    });
    median.map_or(0.0, |(size, _)| *size)
}

fn rows<'l>(lines: &[&'l Line]) -> Vec<Row<'l>> {
    let mut sorted = lines.to_vec();
    sorted.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut out: Vec<Row<'l>> = Vec::new();
    for line in sorted {
        match out.last_mut() {
            Some(row) if line.y - row.y <= row.size.min(line.size) * 0.4 => {
                row.lines.push(line);
                row.size = row.size.max(line.size);
            }
            _ => out.push(Row { lines: vec![line], y: line.y, size: line.size }),
        }
    }
    for row in &mut out {
        row.lines.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    out
}

fn text(waiting: &mut Vec<&Line>, margin: Option<f32>, out: &mut Vec<Block>) {
    out.extend(flow::paragraphs(waiting, margin).into_iter().map(Block::Text));
    waiting.clear();
}

/// A row that no other belongs to: its parts stay on one line.
fn single<'l>(
    row: &Row<'l>,
    margin: Option<f32>,
    waiting: &mut Vec<&'l Line>,
    out: &mut Vec<Block>,
) {
    if let [line] = row.lines[..] {
        waiting.push(line);
        return;
    }
    text(waiting, margin, out);
    let parts: Vec<&str> = row.lines.iter().map(|line| &*line.text).collect();
    out.push(Block::Text(parts.join("   ")));
}

/// How many of these rows stand in columns beside each other.
fn band(rows: &[Row<'_>], end: f32) -> usize {
    if rows[0].lines.len() < 2 {
        return 0;
    }
    let mut extents = Vec::new();
    cover(&mut extents, &rows[0]);
    let (mut used, mut both) = (1, 1);
    let mut usual = f32::MAX;
    for (before, row) in rows.iter().zip(&rows[1..]) {
        let gap = row.y - before.y;
        if row.y >= end || gap > before.size.max(row.size) * 3.2 {
            break;
        }
        let mut next = extents.clone();
        cover(&mut next, row);
        let gutters = gutters(&next, row.size).len();
        let had = self::gutters(&extents, row.size).len();
        // A row that runs over a column that three rows kept is no part of them.
        if gutters == 0 || gutters < had && both >= TABLE_ROWS {
            break;
        }
        if row.lines.len() > 1 {
            usual = usual.min(gap);
            both += 1;
        } else if gap > before.size * 1.7 && gap > usual * 1.3 {
            break;
        }
        extents = next;
        used += 1;
    }
    // What stands alone at the end may be the text that follows.
    let last = rows[..used].iter().rposition(|row| row.lines.len() > 1).unwrap_or(0);
    let tail = rows[..used]
        .windows(2)
        .skip(last)
        .take_while(|pair| pair[1].y - pair[0].y <= pair[0].size * 1.6)
        .count();
    if both < 2 && tail < 2 { 1 } else { last + 1 + tail }
}

/// Columns of running text are of different lengths: where nothing below them runs
/// over their gap, all that follows belongs to them.
fn whole(rows: &[Row<'_>], used: usize, end: f32) -> usize {
    if used < 2 {
        return used;
    }
    let rows = &rows[..used.max(rows.partition_point(|row| row.y < end))];
    let columns = Columns::of(&rows[..used]);
    let all = Columns::of(rows);
    if all.gutters.is_empty() || all.gutters.len() < columns.gutters.len() {
        return used;
    }
    let parts = all.parts(rows);
    let running = parts[..parts.len() - 1].iter().all(|part| flow::is_running(part));
    if running && !is_table(rows, &parts) { rows.len() } else { used }
}

/// Adds the places of a row's parts to the covered stretches.
fn cover(extents: &mut Vec<(f32, f32)>, row: &Row<'_>) {
    extents.extend(row.lines.iter().map(|line| (line.x0, line.x1)));
    extents.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<(f32, f32)> = Vec::with_capacity(extents.len());
    for (start, stop) in extents.drain(..) {
        match out.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(stop),
            _ => out.push((start, stop)),
        }
    }
    *extents = out;
}

/// The gaps between covered stretches that are wide enough for a column.
fn gutters(extents: &[(f32, f32)], size: f32) -> Vec<(f32, f32)> {
    let gaps = extents.windows(2).map(|pair| (pair[0].1, pair[1].0));
    gaps.filter(|(start, stop)| stop - start >= size * GUTTER).collect()
}

/// The gaps that part rows into columns, and where the columns begin.
struct Columns {
    gutters: Vec<(f32, f32)>,
    starts: Vec<f32>,
    size: f32,
}

impl Columns {
    fn of(rows: &[Row<'_>]) -> Self {
        let mut extents = Vec::new();
        rows.iter().for_each(|row| cover(&mut extents, row));
        let size = rows.iter().map(|row| row.size).fold(f32::MAX, f32::min);
        let gutters = gutters(&extents, size);
        let middles = gutters.iter().map(|(start, stop)| (start + stop) / 2.0);
        let starts = std::iter::once(f32::MIN).chain(middles).collect();
        Self { gutters, starts, size }
    }

    fn of_line(&self, line: &Line) -> usize {
        self.starts.partition_point(|start| *start <= line.x0).max(1) - 1
    }

    fn parts<'l>(&self, rows: &[Row<'l>]) -> Vec<Vec<&'l Line>> {
        let mut parts: Vec<Vec<&Line>> = vec![Vec::new(); self.starts.len()];
        for line in rows.iter().flat_map(|row| &row.lines) {
            parts[self.of_line(line)].push(line);
        }
        parts
    }
}

/// Reads rows that stand in columns: as a table, as names with values, or one
/// column after the other.
fn columns(rows: &[Row<'_>], rules: &[Rule], out: &mut Vec<Block>) {
    let columns = Columns::of(rows);
    let parts = columns.parts(rows);
    let column_of = |line: &Line| columns.of_line(line);
    let Columns { gutters, starts, size } = &columns;
    let (top, bottom) = (rows[0].y, rows[rows.len() - 1].y);
    let ruled = rules.iter().filter(|rule| {
        let crosses = gutters.iter().any(|gutter| rule.x0 <= gutter.0 && rule.x1 >= gutter.1);
        rule.is_horizontal()
            && crosses
            && rule.y0 > top - size * 2.0
            && rule.y0 < bottom + size * 2.0
    });
    let ruled = ruled.count();
    let labels = parts[0].iter().filter(|line| line.text.ends_with(':')).count();
    if parts.len() == 2 && labels * 10 >= parts[0].len() * 7 {
        out.push(Block::Text(named_values(rows, column_of)));
    } else if ruled >= 2 || is_table(rows, &parts) {
        let cells = grid::aligned(rows, starts.len(), &column_of);
        let columns = parts.iter().map(|part| part[0].x0).collect();
        out.push(Block::Table(Grid { rows: cells, columns }));
    } else {
        let mut last: Option<(&Line, Option<f32>)> = None;
        for part in &parts {
            let margin = flow::margin(part.iter().copied());
            let mut texts = flow::paragraphs(part, margin).into_iter();
            // A sentence goes on from column to column.
            if let (Some((last, margin)), Some(first), Some(Block::Text(text))) =
                (last, part.first(), out.last_mut())
                && flow::is_broken(last, first, margin)
                && let Some(more) = texts.next()
            {
                flow::join(text, &more, &last.tails);
            }
            out.extend(texts.map(Block::Text));
            last = part.last().map(|line| (*line, margin));
        }
    }
}

/// `Name:   value`, line by line; a value may go over several.
fn named_values(rows: &[Row<'_>], column_of: impl Fn(&Line) -> usize) -> String {
    let mut out = String::new();
    for row in rows {
        if !out.is_empty() {
            out.push(if column_of(row.lines[0]) == 0 { '\n' } else { ' ' });
        }
        let parts: Vec<&str> = row.lines.iter().map(|line| &*line.text).collect();
        out.push_str(&parts.join(" "));
    }
    out
}

/// Whether columns without ruled lines are a table: each row has its cells, and
/// the columns are no running text.
fn is_table(rows: &[Row<'_>], parts: &[Vec<&Line>]) -> bool {
    let both = rows.iter().filter(|row| row.lines.len() > 1).count();
    let prose = parts.iter().filter(|part| is_prose(part)).count();
    let filled = rows.iter().map(|row| row.lines.len()).sum::<usize>();
    match parts.len() {
        0 | 1 => false,
        // A letterhead has two columns too, and its sides have nothing to do
        // with each other.
        2 => {
            let short = parts[0].iter().all(|line| line.text.chars().count() <= 44);
            both >= TABLE_ROWS
                && prose == 0
                && short
                && both * 4 >= rows.len() * 3
                && is_list(parts)
        }
        _ => both >= 2 && prose * 2 < parts.len() && filled * 2 >= rows.len() * parts.len(),
    }
}

/// Whether one side of two is a list of amounts, dates or codes.
fn is_list(parts: &[Vec<&Line>]) -> bool {
    parts.iter().any(|part| {
        let typed = part.iter().skip(1).filter(|line| is_amount(&line.text)).count();
        typed * 10 >= part.len().saturating_sub(1) * 7 && typed >= 2
    })
}

fn is_amount(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let signs = text.chars().filter(|c| c.is_alphanumeric()).count();
    crate::csv::typed(text) && digits * 2 >= signs
}

/// Whether most lines of a column go to its margin.
fn is_prose(part: &[&Line]) -> bool {
    let edge = part.iter().map(|line| line.x1).fold(f32::MIN, f32::max);
    let left = part.iter().map(|line| line.x0).fold(f32::MAX, f32::min);
    let full = |line: &&&Line| line.x1 > edge - (edge - left) * 0.25;
    let letters: usize = part.iter().map(|line| line.text.chars().count()).sum();
    part.len() >= 3
        && letters >= part.len() * 20
        && part.iter().filter(full).count() * 10 >= part.len() * 6
}
