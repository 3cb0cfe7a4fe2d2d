//! Tables: cells between ruled lines, and cells under each other.

use super::flow;
use super::lines::Line;
use super::paint::Rule;

/// Lines that are closer are one.
const NEAR: f32 = 2.5;

/// Cells by rows, and where the columns begin.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Grid {
    pub rows: Vec<Vec<String>>,
    pub columns: Vec<f32>,
}

/// What stands on one baseline.
#[derive(Clone, Debug)]
pub(super) struct Row<'l> {
    pub lines: Vec<&'l Line>,
    pub y: f32,
    pub size: f32,
}

/// A table between ruled lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Ruled {
    pub top: f32,
    bottom: f32,
    left: f32,
    right: f32,
    pub cells: Grid,
}

impl Ruled {
    /// Whether a line stands in the table.
    pub fn holds(&self, line: &Line) -> bool {
        let (x, y) = ((line.x0 + line.x1) / 2.0, line.y - line.size * 0.3);
        x > self.left && x < self.right && y > self.top && y < self.bottom
    }
}

/// The tables of a page whose cells are boxed by ruled lines, from top to bottom.
pub(super) fn grids(lines: &[Line], rules: &[Rule]) -> Vec<Ruled> {
    let mut out: Vec<Ruled> =
        clusters(rules).iter().filter_map(|cluster| ruled(cluster, lines)).collect();
    out.sort_by(|a, b| a.top.total_cmp(&b.top));
    out
}

/// Ruled lines that touch each other.
fn clusters(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut out: Vec<(Rule, Vec<Rule>)> = Vec::new();
    for rule in rules {
        let touching = |bounds: &Rule| {
            rule.x0 <= bounds.x1 + NEAR
                && rule.x1 >= bounds.x0 - NEAR
                && rule.y0 <= bounds.y1 + NEAR
                && rule.y1 >= bounds.y0 - NEAR
        };
        let (mut bounds, mut members) = (*rule, vec![*rule]);
        // A rule may join what stood apart.
        let mut at = 0;
        while at < out.len() {
            if touching(&out[at].0) {
                let (other, more) = out.swap_remove(at);
                bounds = Rule {
                    x0: bounds.x0.min(other.x0),
                    y0: bounds.y0.min(other.y0),
                    x1: bounds.x1.max(other.x1),
                    y1: bounds.y1.max(other.y1),
                };
                members.extend(more);
            } else {
                at += 1;
            }
        }
        out.push((bounds, members));
    }
    out.into_iter().map(|(_, members)| members).collect()
}

/// The places of lines, near ones as one.
fn places(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut all: Vec<f32> = values.collect();
    all.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::new();
    for value in all {
        if out.last().is_none_or(|last| value - last > NEAR) {
            out.push(value);
        }
    }
    out
}

fn ruled(cluster: &[Rule], lines: &[Line]) -> Option<Ruled> {
    let across = cluster.iter().filter(|rule| rule.is_horizontal());
    let down = cluster.iter().filter(|rule| !rule.is_horizontal());
    let mut xs = places(down.map(|rule| rule.x0));
    let ys = places(across.clone().map(|rule| rule.y0));
    let left = across.clone().map(|rule| rule.x0).fold(f32::MAX, f32::min);
    let right = across.map(|rule| rule.x1).fold(f32::MIN, f32::max);
    // Tables are often open at their sides.
    if xs.first().is_none_or(|x| *x > left + NEAR * 2.0) {
        xs.insert(0, left);
    }
    if xs.last().is_some_and(|x| *x < right - NEAR * 2.0) {
        xs.push(right);
    }
    // A frame or an underlined heading is no table.
    if xs.len() < 3 || ys.len() < 3 {
        return None;
    }
    let mut out = Ruled {
        top: ys[0],
        bottom: ys[ys.len() - 1],
        left: xs[0],
        right: xs[xs.len() - 1],
        cells: Grid { rows: Vec::new(), columns: xs[..xs.len() - 1].to_vec() },
    };
    let mut cells: Vec<Vec<Vec<&Line>>> = vec![vec![Vec::new(); xs.len() - 1]; ys.len() - 1];
    for line in lines.iter().filter(|line| out.holds(line)) {
        let column = xs.partition_point(|x| *x <= line.x0 + 1.0).clamp(1, xs.len() - 1) - 1;
        let row = ys.partition_point(|y| *y <= line.y - line.size * 0.3).clamp(1, ys.len() - 1) - 1;
        cells[row][column].push(line);
    }
    for row in cells {
        let texts: Vec<String> = row
            .into_iter()
            .map(|mut cell| {
                cell.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
                flow::cell(cell.into_iter())
            })
            .collect();
        if texts.iter().any(|text| !text.is_empty()) {
            out.cells.rows.push(texts);
        }
    }
    let several =
        out.cells.rows.iter().filter(|row| row.iter().filter(|c| !c.is_empty()).count() > 1);
    (several.count() >= 1).then_some(out)
}

/// The cells of rows that stand under each other without boxes.
pub(super) fn aligned(
    rows: &[Row<'_>],
    width: usize,
    column_of: &impl Fn(&Line) -> usize,
) -> Vec<Vec<String>> {
    let apart = row_gap(rows, width);
    let mut out: Vec<Vec<Vec<&Line>>> = Vec::new();
    let mut last: Option<f32> = None;
    for row in rows {
        let first = row.lines.iter().any(|line| column_of(line) == 0);
        let begins = match (last, apart) {
            (None, _) => true,
            (Some(y), Some(apart)) => row.y - y > apart,
            // Without room between rows, a row begins where its first column does.
            (Some(_), None) => first && !row.lines[0].text.starts_with(char::is_lowercase),
        };
        if begins {
            out.push(vec![Vec::new(); width]);
        }
        if let Some(cells) = out.last_mut() {
            for line in &row.lines {
                cells[column_of(line)].push(line);
            }
        }
        last = Some(row.y);
    }
    let texts =
        |row: Vec<Vec<&Line>>| row.into_iter().map(|cell| flow::cell(cell.into_iter())).collect();
    out.into_iter().map(texts).collect()
}

/// The distance of baselines from which on a new row begins; none if all lines
/// are equally far from each other, or if each of them has all its cells.
fn row_gap(rows: &[Row<'_>], width: usize) -> Option<f32> {
    let mut gaps: Vec<f32> = rows.windows(2).map(|pair| pair[1].y - pair[0].y).collect();
    gaps.sort_by(f32::total_cmp);
    let (least, most) = (*gaps.first()?, *gaps.last()?);
    let apart = least * 1.12;
    let close = rows.windows(2).filter(|pair| pair[1].y - pair[0].y <= apart);
    let whole = close.clone().filter(|pair| pair[1].lines.len() >= width).count();
    (most > least * 1.25 && whole * 10 < close.count() * 6).then_some(apart)
}
