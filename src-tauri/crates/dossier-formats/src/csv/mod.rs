//! Values with separators, in any dialect that a shop was seen to write.
//!
//! `split` cuts text into rows and is the hot path; `dialect` guesses how to
//! cut; `layout` decides what the rows are: preamble, header, records, footer,
//! the next table.

mod cells;
mod dialect;
mod fixed;
mod header;
mod layout;
mod split;

pub(crate) use dialect::looks_like;
pub(crate) use layout::{Layout, read_csv};
pub(crate) use split::{RowInfo, Rows};

use dossier_model::RowBuf;

/// How many of these rows are names: for tables of other kinds.
pub(crate) fn header_rows(rows: &[&RowBuf]) -> usize {
    match header::detect(rows, true) {
        header::Header::None => 0,
        header::Header::One => 1,
        header::Header::Two => 2,
    }
}

/// Distinct names out of one or more rows of names, one for each column.
pub(crate) fn joined_names(rows: &[&RowBuf], width: usize) -> Vec<String> {
    let mut names = vec![String::new(); width];
    for row in rows {
        for (name, cell) in names.iter_mut().zip(row.iter()) {
            let cell = cell.unwrap_or_default().trim();
            if !cell.is_empty() && !name.ends_with(cell) {
                name.push_str(if name.is_empty() { "" } else { " " });
                name.push_str(cell);
            }
        }
    }
    header::distinct_names(names.iter().map(String::as_str))
}

/// Whether a cell is a number, a date or a code rather than words.
pub(crate) fn typed(cell: &str) -> bool {
    cells::look(cell).is_typed()
}
