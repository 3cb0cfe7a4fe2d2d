//! Lines of one column as paragraphs: what the margin broke is joined again.

use super::hyphens::stays;
use super::lines::Line;
use crate::text::is_bullet;

/// A column narrower than this many letters holds no running text.
const NARROW: usize = 34;

/// The right end of running text in a column: the furthest that two lines come
/// near to, so that one wide heading does not count; none if there is no
/// running text.
pub(super) fn margin<'l>(lines: impl Iterator<Item = &'l Line> + Clone) -> Option<f32> {
    let left = lines.clone().map(|line| line.x0).fold(f32::MAX, f32::min);
    let long = lines.filter(|line| line.text.chars().count() >= NARROW);
    let mut ends: Vec<f32> = long.map(|line| line.x1).collect();
    ends.sort_by(|a, b| b.total_cmp(a));
    let near = |pair: &&[f32]| pair[0] - pair[1] <= (pair[0] - left) * 0.12;
    ends.windows(2).find(near).map(|pair| pair[0])
}

/// Paragraphs of a column, its lines in their order.
pub(super) fn paragraphs(lines: &[&Line], margin: Option<f32>) -> Vec<String> {
    let leading = leading(lines);
    let groups = lines.chunk_by(|before, line| !parted(before, line, leading));
    groups.map(|group| paragraph(group, own_margin(group).or(margin))).collect()
}

fn paragraph(lines: &[&Line], margin: Option<f32>) -> String {
    let mut text = lines[0].text.clone();
    // Where the line that is being written began.
    let mut start = 0;
    for pair in lines.windows(2) {
        let (before, line) = (pair[0], pair[1]);
        let wrapped =
            margin.is_some_and(|margin| reaches(before, line, margin) && before.x1 <= margin + 1.0);
        if wrapped && goes_on(&text[start..], &line.text) {
            join(&mut text, &line.text, &before.tails);
        } else {
            text.push('\n');
            start = text.len();
            text.push_str(&line.text);
        }
    }
    text
}

/// The right end of a paragraph of some lines that all go about as far.
fn own_margin(lines: &[&Line]) -> Option<f32> {
    let (_, full) = lines.split_last()?;
    let left = lines.iter().map(|line| line.x0).fold(f32::MAX, f32::min);
    let edge = lines.iter().map(|line| line.x1).fold(f32::MIN, f32::max);
    let longest = lines.iter().map(|line| line.text.chars().count()).max()?;
    let filled: f32 = full.iter().map(|line| (line.x1 - left) / (edge - left)).sum();
    (full.len() >= 2 && longest >= NARROW && filled >= 0.82 * full.len() as f32).then_some(edge)
}

/// Whether a line after the margin goes on with the one before it.
fn goes_on(so_far: &str, line: &str) -> bool {
    if is_reference(so_far, line) {
        return true;
    }
    // A dash may stand within a sentence, at the start of a line by chance.
    let dashed = line.starts_with(['-', '–', '—']);
    let within = dashed && so_far.ends_with(char::is_lowercase) && !opens_entry(so_far);
    (within || !opens_entry(line)) && !opens_label(line)
}

/// `Article 6(1)` and `(f)`: a reference has no blanks.
fn is_reference(so_far: &str, line: &str) -> bool {
    const BEFORE: [&str; 6] = ["lit.", "litera", "buchst.", "buchstabe", "point", "letter"];
    let last = so_far.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    let mut signs = line.chars();
    let letter = signs.next().is_some_and(|c| c.is_ascii_lowercase()) && signs.next() == Some(')');
    if letter && BEFORE.contains(&last.as_str()) {
        return true;
    }
    let part = line.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(part, _)| part);
    so_far.ends_with(|c: char| c == ')' || c.is_ascii_digit())
        && part
            .is_some_and(|part| part.len() < 4 && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The lines of a cell as one text.
pub(super) fn cell<'l>(lines: impl Iterator<Item = &'l Line>) -> String {
    let mut out = String::new();
    let mut tails: &[String] = &[];
    for line in lines {
        if out.is_empty() {
            out.push_str(&line.text)
        } else {
            join(&mut out, &line.text, tails)
        }
        tails = &line.tails;
    }
    out
}

/// The distance of two baselines within a paragraph, in font heights: the short
/// ones count, as there may be more paragraphs than wrapped lines.
fn leading(lines: &[&Line]) -> f32 {
    let near = |pair: &[&Line]| {
        let ratio = (pair[1].y - pair[0].y) / pair[0].size.max(pair[1].size);
        (0.95..2.2).contains(&ratio).then_some(ratio)
    };
    let mut ratios: Vec<f32> = lines.windows(2).filter_map(near).collect();
    ratios.sort_by(f32::total_cmp);
    ratios.get(ratios.len() / 8).map_or(1.3, |ratio| ratio.min(1.7))
}

fn parted(before: &Line, line: &Line, leading: f32) -> bool {
    let gap = line.y - before.y;
    let usual = leading * before.size.max(line.size);
    let other_size = (line.size - before.size).abs() > before.size.min(line.size) * 0.12;
    gap <= 0.0 || gap > usual * 1.22 + 0.5 || other_size && gap > line.size
}

/// Whether a column holds running text: sentences that its margin broke.
pub(super) fn is_running(lines: &[&Line]) -> bool {
    let broken = lines.windows(2).filter(|pair| is_unfinished(&pair[0].text, &pair[1].text));
    lines.len() >= 8 && margin(lines.iter().copied()).is_some() && broken.count() >= 3
}

/// Whether the end of a column broke a sentence: its last line is full, or the text
/// itself says that it goes on.
pub(super) fn is_broken(line: &Line, next: &Line, margin: Option<f32>) -> bool {
    let full = |margin| reaches(line, next, margin) && line.text.chars().count() >= NARROW;
    let next = &next.text;
    is_unfinished(&line.text, next)
        || margin.is_some_and(full) && !ends(&line.text) && !opens_entry(next) && !opens_label(next)
}

/// Whether the next line's first word found no room before the margin.
fn reaches(line: &Line, next: &Line, margin: f32) -> bool {
    line.x1 + line.size * 0.25 + next.first_word > margin + 0.5
}

/// Whether the text itself says that a line goes on in the next one.
fn is_unfinished(line: &str, next: &str) -> bool {
    !ends(line) && next.starts_with(char::is_lowercase)
}

fn ends(line: &str) -> bool {
    line.ends_with(['.', '!', '?', ':', ';'])
}

/// Adds a line to the one that the margin broke.
pub(super) fn join(text: &mut String, line: &str, tails: &[String]) {
    const SUSPENDED: [&str; 14] = [
        "und", "oder", "bzw.", "sowie", "bis", "noch", "and", "or", "to", "et", "ou", "als", "wie",
        "&",
    ];
    let hyphen = text.ends_with(['-', '\u{2010}'])
        && text.trim_end_matches(['-', '\u{2010}']).ends_with(char::is_alphabetic);
    let first = line.split_whitespace().next().unwrap_or_default();
    // `A/S`, `und/oder`; behind `lit.` stands a blank.
    let slash = text.strip_suffix('/').is_some_and(|rest| rest.ends_with(char::is_alphabetic));
    if slash || line.starts_with('(') && is_reference(text, line) {
    } else if !hyphen || SUSPENDED.contains(&first) {
        text.push(' ');
    } else if line.starts_with(char::is_lowercase) && !stays(text, line, tails) {
        text.pop();
    }
    text.push_str(line);
}

/// Whether a line begins with a name and a colon; the reader of letters knows
/// whether that is a label.
fn opens_label(text: &str) -> bool {
    let Some((head, rest)) = text.split_once(':') else { return false };
    head.starts_with(char::is_uppercase)
        && head.chars().count() <= 50
        && head.split_whitespace().count() <= 5
        && rest.starts_with(' ')
}

/// Whether a line begins an entry of a list.
fn opens_entry(text: &str) -> bool {
    let Some((head, rest)) = text.split_once(' ') else { return false };
    if rest.trim().is_empty() {
        return false;
    }
    let sign = head.chars().count() == 1 && head.chars().all(is_bullet);
    let inner = head.trim_start_matches('(').trim_end_matches([')', '.']);
    let number = !inner.is_empty()
        && inner.len() <= 2
        && head.ends_with([')', '.'])
        && inner.bytes().all(|b| b.is_ascii_digit());
    // `1.3 Orders`
    let deep = inner.contains('.')
        && inner.len() <= 6
        && inner
            .split('.')
            .all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
        && rest.trim_start().starts_with(char::is_uppercase);
    let letter =
        inner.len() == 1 && head.ends_with(')') && inner.bytes().all(|b| b.is_ascii_lowercase());
    let note = head.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let note = note.is_some_and(|n| n.len() <= 2 && n.parse::<u8>().is_ok());
    // `am 3. März` may stand at the start of a line too.
    sign || note || letter || deep || number && (head.ends_with(')') || !month_follows(rest))
}

/// A word after a number and a dot that reads like a month or an ordinal's noun.
fn month_follows(rest: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"];
    let word = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
    MONTHS.iter().any(|month| word.starts_with(month))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, y: f32) -> Line {
        let width = text.chars().count() as f32 * 5.0;
        let word = text.split(' ').next().unwrap_or_default().chars().count() as f32 * 5.0;
        Line {
            text: text.to_owned(),
            x0: 50.0,
            x1: 50.0 + width,
            y,
            size: 10.0,
            first_word: word,
            ..Line::default()
        }
    }

    #[test]
    fn wrapped_lines_are_joined_and_headings_are_not() {
        let lines = [
            line("Zwecke", 10.0),
            line("Wir verarbeiten Ihre Bestelldaten, um Ihre Liefe-", 22.0),
            line("rung auszuführen und um Ihnen unsere Rechnungs- und", 34.0),
            line("Zahlungsdaten zu zeigen.", 46.0),
            line("- Name, Anschrift und was Sie sonst angegeben haben", 58.0),
            line("- Bestellungen", 70.0),
            line("Ein neuer Absatz.", 95.0),
        ];
        let all: Vec<&Line> = lines.iter().collect();
        let margin = margin(lines.iter());
        assert_eq!(
            paragraphs(&all, margin),
            [
                "Zwecke\nWir verarbeiten Ihre Bestelldaten, um Ihre Lieferung auszuführen und um Ihnen unsere \
                 Rechnungs- und Zahlungsdaten zu zeigen.\n- Name, Anschrift und was Sie sonst angegeben haben\n\
                 - Bestellungen",
                "Ein neuer Absatz."
            ]
        );
    }

    #[test]
    fn what_the_margin_broke_is_joined_as_it_is_written() {
        for (so_far, next, whole) in [
            ("by Rabe Nordic A/", "S in Denmark", "by Rabe Nordic A/S in Denmark"),
            ("Art. 6 Abs. 1 lit.", "b) DSGVO", "Art. 6 Abs. 1 lit. b) DSGVO"),
            ("Article 6(1)", "(f) GDPR", "Article 6(1)(f) GDPR"),
            ("a machine-", "readable file", "a machine-readable file"),
        ] {
            let mut text = so_far.to_owned();
            join(&mut text, next, &[]);
            assert_eq!(text, whole);
        }
    }

    #[test]
    fn an_address_keeps_its_lines() {
        let lines = [
            line("Versandhaus Beispiel GmbH", 10.0),
            line("Musterweg 1", 22.0),
            line("12345 Ort", 34.0),
        ];
        let all: Vec<&Line> = lines.iter().collect();
        assert_eq!(
            paragraphs(&all, margin(lines.iter())),
            ["Versandhaus Beispiel GmbH\nMusterweg 1\n12345 Ort"]
        );
    }

    #[test]
    fn entries_are_told_from_dates() {
        for text in ["• Name", "1. Zwecke", "a) Zwecke", "(c) Recipients", "12) x", "[2] Kept"] {
            assert!(opens_entry(text), "{text}");
        }
        for text in ["3. März 2026", "und mehr", "2026 war", "-", "GmbH. Wir"] {
            assert!(!opens_entry(text), "{text}");
        }
    }
}
