use dossier_model::RowBuf;

use super::split::{RowInfo, Rows, Splitter};
use crate::Stop;
use crate::read::Session;

/// Lines that are looked at to find the columns.
const SAMPLE_LINES: usize = 200;

/// Where columns begin that are told apart by where they stand, in characters;
/// none if the lines do not agree.
pub(super) fn columns(sample: &str) -> Option<Vec<usize>> {
    let mut blank: Vec<bool> = Vec::new();
    let (mut spaced, mut all) = (0, 0);
    for line in sample.lines().take(SAMPLE_LINES).map(str::trim_end) {
        all += usize::from(!line.trim().is_empty());
        if !line.trim_start().contains("  ") || line.contains('\t') {
            continue;
        }
        spaced += 1;
        for (at, c) in line.chars().enumerate() {
            if at == blank.len() {
                // Lines that ended before are blank here.
                blank.push(true);
            }
            blank[at] &= c == ' ';
        }
    }
    if spaced < 2 || spaced * 10 < all * 8 {
        return None;
    }
    // A gap of one blank may be chance where words happen to end together.
    let mut starts = Vec::new();
    let mut gap = 2;
    for (at, blank) in blank.into_iter().enumerate() {
        if blank {
            gap += 1;
            continue;
        }
        if gap >= 2 {
            starts.push(at);
        }
        gap = 0;
    }
    (starts.len() > 1).then_some(starts)
}

/// Lines cut where their columns begin.
pub(super) struct Fixed<'s, 'i> {
    lines: Splitter<'s, 'i>,
    starts: Vec<usize>,
    line: RowBuf,
}

impl<'s, 'i> Fixed<'s, 'i> {
    pub(super) fn new(lines: Splitter<'s, 'i>, starts: Vec<usize>) -> Self {
        Self { lines, starts, line: RowBuf::default() }
    }

    fn cut(&self, line: &str, row: &mut RowBuf) {
        let mut cells = Vec::with_capacity(self.starts.len());
        let mut chars = line.char_indices();
        let (mut from, mut before) = (0, 0);
        for start in self.starts.iter().skip(1) {
            let Some((at, _)) = chars.nth(start - before) else { break };
            before = start + 1;
            // A word that crosses the border: the line is no row.
            if !line[..at].ends_with(' ') {
                row.push(Some(line));
                return;
            }
            cells.push(&line[from..at]);
            from = at;
        }
        cells.push(&line[from..]);
        cells.iter().for_each(|cell| row.push(Some(cell.trim())));
        // What the line ended before is empty, unless nothing else is there.
        if cells.len() > 1 {
            (cells.len()..self.starts.len()).for_each(|_| row.push(Some("")));
        }
    }
}

impl Rows for Fixed<'_, '_> {
    fn next(&mut self, row: &mut RowBuf, out: &mut Session<'_>) -> Result<Option<RowInfo>, Stop> {
        let mut line = std::mem::take(&mut self.line);
        let info = self.lines.next(&mut line, out)?;
        row.clear();
        if info.is_some() {
            self.cut(line.get(0).unwrap_or_default(), row);
        }
        self.line = line;
        Ok(info)
    }

    fn raw(&self, info: &RowInfo) -> &str {
        self.lines.raw(info)
    }

    fn at_end(&mut self) -> bool {
        self.lines.at_end()
    }

    fn passed_line_end(&self) -> bool {
        self.lines.passed_line_end()
    }

    fn has_columns(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_where_all_lines_have_a_gap() {
        assert_eq!(columns("id  v\n1   2\n"), Some(vec![0, 4]));
        let text = "Datum       Ort\n2024-05-17  Bad Ems\n2024-05-18  Köln am Rhein\n";
        assert_eq!(columns(text), Some(vec![0, 12]));
        assert_eq!(columns("Dear Ms Beispiel,\n\nthank you.  Yours\n"), None);
        assert_eq!(columns("a,b\n1,2\n"), None);
    }
}
