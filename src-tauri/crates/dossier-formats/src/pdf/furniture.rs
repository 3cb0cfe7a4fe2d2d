//! What stands on every page: letterheads, footers, page numbers. They are read
//! once, on their first page, and footers do not stand between two pages.

use std::collections::{HashMap, HashSet};

use super::PageText;
use super::lines::Line;

/// Lines from the top and from the bottom that may repeat.
const EDGE: usize = 8;

/// Takes lines that repeat at the top or bottom out of all pages but the first
/// that has them; there, those at the bottom are set apart.
pub(super) fn remove(pages: &mut [PageText]) {
    let mut times: HashMap<Key, u32> = HashMap::new();
    for page in pages.iter() {
        let keys = edges(page).into_iter().filter_map(|(at, _)| key(&page.lines[0][at]));
        keys.for_each(|key| *times.entry(key).or_default() += 1);
    }
    let mut known: HashSet<Key> = HashSet::new();
    for page in pages.iter_mut() {
        let mut found = edges(page);
        found.retain(|(at, _)| {
            key(&page.lines[0][*at]).is_some_and(|key| times.get(&key).is_some_and(|n| *n > 1))
        });
        // From the last to the first, so that the places stay right.
        found.sort_unstable();
        for (at, bottom) in found.into_iter().rev() {
            let first = key(&page.lines[0][at]).is_some_and(|key| known.insert(key));
            if first && !bottom {
                continue;
            }
            let line = page.lines[0].remove(at);
            if first {
                page.footer.insert(0, line);
            }
        }
    }
}

/// The lines at the top and at the bottom of a page, and whether it is the bottom.
fn edges(page: &PageText) -> Vec<(usize, bool)> {
    let Some(lines) = page.lines.first() else { return Vec::new() };
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|a, b| lines[*a].y.total_cmp(&lines[*b].y));
    let len = order.len();
    let at_edge = |(place, at): (usize, usize)| {
        let bottom = place * 2 >= len;
        (place < EDGE || place + EDGE >= len).then_some((at, bottom))
    };
    order.into_iter().enumerate().filter_map(at_edge).collect()
}

type Key = (String, i32);

/// The text without its numbers, and its height on the page.
fn key(line: &Line) -> Option<Key> {
    let mut text = String::new();
    for c in line.text.chars() {
        let c = if c.is_ascii_digit() { '0' } else { c };
        if c != '0' || !text.ends_with('0') {
            text.push(c);
        }
    }
    (line.text.chars().count() < 160).then_some((text, (line.y / 2.0).round() as i32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(texts: &[(&str, f32)]) -> PageText {
        let line = |(text, y): &(&str, f32)| Line {
            text: (*text).to_owned(),
            y: *y,
            size: 10.0,
            ..Line::default()
        };
        PageText { lines: vec![texts.iter().map(line).collect()], ..PageText::default() }
    }

    #[test]
    fn letterheads_and_page_numbers_are_read_once() {
        let mut pages = [
            page(&[("Shop", 10.0), ("A sentence", 50.0), ("Page 9 of 10", 90.0)]),
            page(&[("Shop", 10.0), ("goes on.", 50.0), ("Page 10 of 10", 90.0)]),
        ];
        remove(&mut pages);
        let texts = |lines: &[Line]| lines.iter().map(|l| l.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&pages[0].lines[0]), ["Shop", "A sentence"]);
        assert_eq!(texts(&pages[0].footer), ["Page 9 of 10"]);
        assert_eq!(texts(&pages[1].lines[0]), ["goes on."]);
        assert!(pages[1].footer.is_empty());
    }
}
