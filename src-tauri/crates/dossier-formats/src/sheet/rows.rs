use dossier_model::RowBuf;

use crate::Stop;
use crate::csv::{RowInfo, Rows};
use crate::read::Session;

/// A cell with its row and column, counted from 0.
pub(super) type At = ((u32, u32), String);

/// Cells one by one as rows. Rows that a sheet leaves out are one blank row.
pub(super) struct Source<F> {
    next: F,
    held: Option<At>,
    started: bool,
    /// The row that was given out last, counted from 1; 0 before the first.
    last: u32,
    raw: String,
    columns: usize,
    pub(super) failed: bool,
    pub(super) too_wide: bool,
}

impl<F: FnMut() -> Result<Option<At>, ()>> Source<F> {
    pub(super) fn new(next: F, columns: usize) -> Self {
        Self {
            next,
            held: None,
            started: false,
            last: 0,
            raw: String::new(),
            columns,
            failed: false,
            too_wide: false,
        }
    }

    /// The next cell that holds something.
    fn cell(&mut self) -> Option<At> {
        loop {
            match (self.next)() {
                Ok(Some((_, text))) if text.is_empty() => {}
                Ok(found) => return found,
                Err(()) => {
                    self.failed = true;
                    return None;
                }
            }
        }
    }

    fn peek(&mut self) -> Option<&At> {
        if !self.started {
            self.started = true;
            self.held = self.cell();
        }
        self.held.as_ref()
    }

    fn row(&mut self, row: &mut RowBuf) -> Option<RowInfo> {
        row.clear();
        let line = self.peek()?.0.0.saturating_add(1);
        if self.last > 0 && line > self.last + 1 {
            self.last = line - 1;
            return Some(RowInfo::of_sheet(line - 1, true));
        }
        self.raw.clear();
        let mut tail = String::new();
        while let Some(((at, column), text)) = self.held.take_if(|held| held.0.0 + 1 == line) {
            debug_assert_eq!(at + 1, line);
            let last = self.columns.saturating_sub(1);
            self.too_wide |= column as usize > last;
            if (column as usize) < last {
                row.set(column, &text);
            } else {
                // What is beyond goes into the last cell.
                if !tail.is_empty() {
                    tail.push('\t');
                }
                tail.push_str(&text);
                row.set(last as u32, &tail);
            }
            if !self.raw.is_empty() {
                self.raw.push('\t');
            }
            self.raw.push_str(&text);
            self.held = self.cell();
        }
        self.last = line;
        Some(RowInfo::of_sheet(line, false))
    }
}

/// Lends a source to a layout.
pub(super) struct Flat<'s, F>(pub(super) &'s mut Source<F>);

impl<F: FnMut() -> Result<Option<At>, ()>> Rows for Flat<'_, F> {
    fn next(&mut self, row: &mut RowBuf, out: &mut Session<'_>) -> Result<Option<RowInfo>, Stop> {
        out.check()?;
        Ok(self.0.row(row))
    }

    fn raw(&self, _: &RowInfo) -> &str {
        &self.0.raw
    }

    fn at_end(&mut self) -> bool {
        self.0.peek().is_none()
    }

    fn passed_line_end(&self) -> bool {
        true
    }

    fn has_columns(&self) -> bool {
        true
    }
}
