//! What stands on every page: letterheads, footers, page numbers. They are read
//! once, on their first page, and footers do not stand between two pages.

use std::collections::HashMap;

use super::PageText;
use super::layout::body_size;
use super::lines::Line;

/// The part of a page's height at its top and bottom that holds such lines.
const EDGE: f32 = 0.09;
/// The part of small print at the bottom.
const SMALL_PRINT: f32 = 0.16;
/// A line of more letters is no page number.
const LONGEST_NUMBERED: usize = 40;

/// Takes lines that repeat at the top or bottom out of all pages but the first
/// that has them; there, those at the bottom are set apart.
pub(super) fn remove(pages: &mut [PageText]) {
    let mut times: HashMap<Key, u32> = HashMap::new();
    for (number, page) in (0..).zip(pages.iter()) {
        let lines = page.lines.first().map_or(&[][..], Vec::as_slice);
        let edges = Edges::of(lines, page.height, number);
        for key in lines.iter().flat_map(|line| edges.keys(line)) {
            *times.entry(key).or_default() += 1;
        }
    }
    times.retain(|_, times| *times > 1);
    for (number, page) in (0..).zip(pages.iter_mut()) {
        let Some(lines) = page.lines.first_mut().map(std::mem::take) else { continue };
        let edges = Edges::of(&lines, page.height, number);
        for line in lines {
            let key = edges.keys(&line).find(|key| times.contains_key(key));
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

/// Where a page's own text begins and ends.
struct Edges {
    height: f32,
    body: f32,
    number: usize,
}

impl Edges {
    fn of(lines: &[Line], height: f32, number: usize) -> Self {
        Self { height, body: body_size(lines), number }
    }

    /// As it stands, and as it stands with a number that counts with the pages.
    fn keys(&self, line: &Line) -> impl Iterator<Item = Key> + use<> {
        let edge = line.y < self.height * EDGE || line.y > self.height * (1.0 - EDGE);
        let small = line.size < self.body * 0.9 && line.y > self.height * (1.0 - SMALL_PRINT);
        let text = (edge || small).then(|| line.text.clone());
        let numbered = edge && line.text.chars().count() <= LONGEST_NUMBERED;
        let numbered = numbered.then(|| self.numbered(&line.text));
        let y = (line.y / 2.0).round() as i32;
        text.into_iter().chain(numbered).map(move |text| (text, y))
    }

    /// The text with the first number that may be the page's as its distance
    /// from it; the number of the last page stays.
    fn numbered(&self, line: &str) -> String {
        let mut text = String::new();
        for part in line.split_inclusive(|c: char| !c.is_ascii_digit()) {
            let digits = part.trim_end_matches(|c: char| !c.is_ascii_digit());
            match digits.parse::<usize>() {
                Ok(value) if value > self.number && !text.contains('\0') => {
                    text.push_str(&format!("\0{}", value - self.number));
                    text.push_str(&part[digits.len()..]);
                }
                _ => text.push_str(part),
            }
        }
        text
    }
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
            page(&[
                ("Shop", 10.0),
                ("A sentence", 500.0),
                ("HRB 55", 780.0),
                ("Page 1 of 2", 790.0),
            ]),
            page(&[("Shop", 10.0), ("goes on.", 500.0), ("HRB 55", 780.0), ("Page 2 of 2", 790.0)]),
        ];
        remove(&mut pages);
        let texts = |lines: &[Line]| lines.iter().map(|l| l.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&pages[0].lines[0]), ["Shop", "A sentence"]);
        assert_eq!(texts(&pages[0].footer), ["HRB 55", "Page 1 of 2"]);
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
