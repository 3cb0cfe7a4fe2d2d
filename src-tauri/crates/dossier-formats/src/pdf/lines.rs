//! From glyphs to lines: what stands on one baseline without a wide gap.

use super::paint::{Glyph, Letters, Rule};

/// A gap wider than this part of the font's height separates words.
const WORD_GAP: f32 = 0.16;
/// A gap wider than this separates columns.
const COLUMN_GAP: f32 = 0.95;
/// Baselines that differ by less are one.
const SAME_BASELINE: f32 = 0.25;

/// A run of text on one baseline.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub text: String,
    pub x0: f32,
    pub x1: f32,
    pub y: f32,
    pub size: f32,
    /// The width of its first word.
    pub first_word: f32,
    /// Glyphs that are letters, and those of which nobody knows which.
    pub letters: u32,
    pub unknown: u32,
    /// What follows the broken word at its end elsewhere in the document, behind a hyphen.
    pub tails: Vec<String>,
}

/// The lines of a page by their direction of writing, the main one first.
pub(super) fn lines(glyphs: Vec<Glyph>, rules: &[Rule]) -> Vec<Vec<Line>> {
    let mut turns: Vec<(i16, Vec<Glyph>)> = Vec::new();
    for glyph in glyphs {
        match turns.iter().position(|(turn, _)| *turn == glyph.turn) {
            Some(at) => turns[at].1.push(glyph),
            // A circle of letters has a direction each; that is no text.
            None if turns.len() < 12 => turns.push((glyph.turn, vec![glyph])),
            None => {}
        }
    }
    turns.sort_by_key(|(turn, of)| (*turn != 0, std::cmp::Reverse(of.len())));
    let walls = Walls::new(rules);
    let none = Walls::default();
    let walls = |turn: i16| if turn == 0 { &walls } else { &none };
    turns.into_iter().map(|(turn, of)| merged(runs(of, walls(turn)), walls(turn))).collect()
}

/// Upright ruled lines: text does not go on past them.
#[derive(Default)]
struct Walls(Vec<Rule>);

impl Walls {
    fn new(rules: &[Rule]) -> Self {
        let mut walls: Vec<Rule> =
            rules.iter().filter(|rule| !rule.is_horizontal()).copied().collect();
        walls.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        Self(walls)
    }

    /// Whether one stands between two places on a baseline.
    fn part(&self, from: f32, to: f32, y: f32) -> bool {
        let start = self.0.partition_point(|wall| wall.x0 < from - 0.5);
        let between = self.0[start..].iter().take_while(|wall| wall.x0 <= to + 0.5);
        from < to && between.into_iter().any(|wall| wall.y0 < y && y - 2.0 < wall.y1)
    }
}

/// Glyphs that follow each other in the order of painting.
struct Run {
    glyphs: Vec<Glyph>,
    x0: f32,
    x1: f32,
    y: f32,
    size: f32,
}

fn runs(glyphs: Vec<Glyph>, walls: &Walls) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for glyph in glyphs {
        if let Some(run) = out.last_mut()
            && follows(run, &glyph)
            && !walls.part(ink_end(run), glyph.x0, glyph.y)
        {
            run.x1 = run.x1.max(glyph.x1);
            // A raised figure does not move the line.
            if glyph.size > run.size * 1.15 {
                (run.size, run.y) = (glyph.size, glyph.y);
            }
            run.glyphs.push(glyph);
            continue;
        }
        // A line neither begins nor ends with blanks.
        if !glyph.text.is_space() {
            let (x0, x1, y, size) = (glyph.x0, glyph.x1, glyph.y, glyph.size);
            out.push(Run { glyphs: vec![glyph], x0, x1, y, size });
        }
    }
    out
}

fn follows(run: &Run, glyph: &Glyph) -> bool {
    let size = run.size.max(glyph.size);
    let raised = glyph.size < run.size * 0.8 || run.size < glyph.size * 0.8;
    let off = (glyph.y - run.y).abs();
    let level = off <= size * if raised { 0.5 } else { SAME_BASELINE };
    let gap = glyph.x0 - ink_end(run);
    level && gap > -0.4 * size && gap < COLUMN_GAP * size
}

/// Where the last letter that is no blank ends.
fn ink_end(run: &Run) -> f32 {
    let ink = run.glyphs.iter().rev().find(|glyph| !glyph.text.is_space());
    ink.map_or(run.x1, |glyph| glyph.x1)
}

/// Runs that were painted in any order, joined where they touch.
fn merged(mut runs: Vec<Run>, walls: &Walls) -> Vec<Line> {
    runs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    let mut rows: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        let tolerance = run.size * SAME_BASELINE;
        match rows.last_mut() {
            Some(row) if (row[0].y - run.y).abs() <= tolerance => row.push(run),
            _ => rows.push(vec![run]),
        }
    }
    let mut out = Vec::new();
    for mut row in rows {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        let mut held: Option<Run> = None;
        for run in row {
            match &mut held {
                Some(before)
                    if touches(before, &run) && !walls.part(ink_end(before), run.x0, run.y) =>
                {
                    before.x1 = before.x1.max(run.x1);
                    before.size = before.size.max(run.size);
                    before.glyphs.extend(run.glyphs);
                }
                _ => out.extend(held.replace(run).and_then(line)),
            }
        }
        out.extend(held.and_then(line));
    }
    out
}

fn touches(before: &Run, run: &Run) -> bool {
    let gap = run.x0 - ink_end(before);
    let size = before.size.min(run.size);
    gap < COLUMN_GAP * size && gap > -0.5 * size
}

fn line(run: Run) -> Option<Line> {
    let mut out = Line { x0: run.x0, y: run.y, size: run.size, ..Line::default() };
    let mut last: Option<&Glyph> = None;
    let mut blank = false;
    for glyph in &run.glyphs {
        if glyph.text.is_space() {
            blank = true;
            continue;
        }
        if let Some(before) = last {
            // Bold type is sometimes made by painting twice.
            let again =
                before.text == glyph.text && (before.x0 - glyph.x0).abs() < glyph.size * 0.08;
            if again {
                continue;
            }
            let gap = glyph.x0 - before.x1;
            if blank && gap > -glyph.size * 0.2 || gap > glyph.size * WORD_GAP {
                if out.first_word == 0.0 {
                    out.first_word = before.x1 - run.x0;
                }
                out.text.push(' ');
            }
        }
        blank = false;
        out.letters += 1;
        out.unknown += u32::from(glyph.text.is_unknown());
        match glyph.text {
            // A soft hyphen that is painted is a hyphen.
            Letters::One('\u{ad}') if glyph.x1 - glyph.x0 > glyph.size * 0.1 => out.text.push('-'),
            Letters::One('\u{ad}') => {}
            ref text => text.push_to(&mut out.text),
        }
        out.x1 = out.x1.max(glyph.x1);
        last = Some(glyph);
    }
    if out.first_word == 0.0 {
        out.first_word = out.x1 - out.x0;
    }
    out.text = plain(&out.text);
    (!out.text.is_empty()).then_some(out)
}

/// Ligatures as their letters, and blanks of one kind.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => out.push_str("st"),
            '\0' => {}
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x: f32, y: f32) -> Vec<Glyph> {
        let glyph = |(at, c): (usize, char)| {
            let x0 = x + at as f32 * 5.0;
            Glyph { text: Letters::One(c), x0, x1: x0 + 5.0, y, size: 10.0, turn: 0 }
        };
        text.chars().enumerate().map(glyph).collect()
    }

    #[test]
    fn words_are_told_by_gaps_and_lines_by_columns() {
        let glyphs = [
            word("right", 200.0, 50.0),
            word("two", 13.0, 62.0),
            word("one", 0.0, 50.0),
            word("more", 18.0, 50.1),
        ];
        let found = lines(glyphs.concat(), &[]);
        let texts: Vec<&str> = found[0].iter().map(|line| &*line.text).collect();
        assert_eq!(texts, ["one more", "right", "two"]);
    }

    #[test]
    fn bold_by_double_paint_is_one_word() {
        let mut glyphs = Vec::new();
        for (at, c) in "Fett".chars().enumerate() {
            for shift in [0.0, 0.3] {
                let x0 = at as f32 * 5.0 + shift;
                glyphs.push(Glyph {
                    text: Letters::One(c),
                    x0,
                    x1: x0 + 5.0,
                    y: 9.0,
                    size: 10.0,
                    turn: 0,
                });
            }
        }
        assert_eq!(lines(glyphs, &[])[0][0].text, "Fett");
    }
}
