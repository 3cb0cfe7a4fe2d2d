//! What stands on every page: letterheads, footers, page numbers. They are read
//! once, on their first page, and footers do not stand between two pages.

use std::collections::HashMap;

use super::PageText;
use super::lines::Line;

/// The part of a page's height at its top and bottom that holds such lines.
const EDGE: f32 = 0.09;
/// A line of more letters is no page number.
const LONGEST_NUMBERED: usize = 40;

/// Takes lines that repeat at the top or bottom out of all pages but the first
/// that has them; there, those at the bottom are set apart.
pub(super) fn remove(pages: &mut [PageText]) {
    let mut times: HashMap<Key, u32> = HashMap::new();
    for (number, page) in pages.iter().enumerate() {
        for key in page.lines.first().into_iter().flatten().filter_map(|l| key(l, page, number)) {
            *times.entry(key).or_default() += 1;
        }
    }
    times.retain(|_, times| *times > 1);
    for (number, page) in pages.iter_mut().enumerate() {
        let Some(lines) = page.lines.first_mut().map(std::mem::take) else { continue };
        for line in lines {
            let key = key(&line, page, number);
            match key.and_then(|key| times.get_mut(&key)) {
                // Zero stands for one that was read.
                Some(0) => {}
                Some(times) if line.y > page.height / 2.0 => {
                    *times = 0;
                    page.footer.push(line);
                }
                Some(times) => {
                    *times = 0;
                    page.lines[0].push(line);
                }
                None => page.lines[0].push(line),
            }
        }
    }
}

/// A text and its height on the page. Numbers that count with the pages are
/// told by how far they are from them.
type Key = (String, i32);

fn key(line: &Line, page: &PageText, number: usize) -> Option<Key> {
    let (top, bottom) = (page.height * EDGE, page.height * (1.0 - EDGE));
    if line.y > top && line.y < bottom {
        return None;
    }
    let mut text = String::new();
    let numbered = line.text.chars().count() <= LONGEST_NUMBERED;
    for part in line.text.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits = part.trim_end_matches(|c: char| !c.is_ascii_digit());
        match digits.parse::<usize>() {
            // The first number that may be the page's; the last page's stays.
            Ok(value) if numbered && !text.contains('\0') && value > number => {
                text.push_str(&format!("\0{}", value - number));
                text.push_str(&part[digits.len()..]);
            }
            _ => text.push_str(part),
        }
    }
    Some((text, (line.y / 2.0).round() as i32))
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
        let lines = vec![texts.iter().map(line).collect()];
        PageText { lines, height: 800.0, ..PageText::default() }
    }

    #[test]
    fn letterheads_and_page_numbers_are_read_once() {
        let mut pages = [
            page(&[("Shop", 10.0), ("A sentence", 500.0), ("Page 1 of 2", 790.0)]),
            page(&[("Shop", 10.0), ("goes on.", 500.0), ("Page 2 of 2", 790.0)]),
        ];
        remove(&mut pages);
        let texts = |lines: &[Line]| lines.iter().map(|l| l.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&pages[0].lines[0]), ["Shop", "A sentence"]);
        assert_eq!(texts(&pages[0].footer), ["Page 1 of 2"]);
        assert_eq!(texts(&pages[1].lines[0]), ["goes on."]);
        assert!(pages[1].footer.is_empty());
    }

    #[test]
    fn data_that_look_alike_are_kept() {
        let mut pages = [
            page(&[("Order 42", 100.0), ("4.50", 10.0)]),
            page(&[("Order 43", 100.0), ("7.50", 10.0)]),
        ];
        remove(&mut pages);
        assert!(pages.iter().all(|page| page.lines[0].len() == 2 && page.footer.is_empty()));
    }
}
