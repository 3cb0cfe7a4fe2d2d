//! How records lie in the vault: blocks of rows, columns beside each other,
//! compressed. A block is the unit of reading, of the search index and of paging.
//!
//! Layout before compression, integers as LEB128:
//! rows, columns, places, kinds (one mask for all rows, or one a row), then for
//! each column the length of each cell plus one (0 = the record has no such
//! cell), then the cells' bytes.

use dossier_model::{At, RowBuf};

use crate::VaultError;

/// The most rows of a block.
pub const MOST_ROWS: usize = 256;
/// The most bytes of a block before compression; one larger row is a block alone.
pub const MOST_BYTES: usize = 64 * 1024;

/// Collects rows until the block is full.
#[derive(Default)]
pub struct BlockBuilder {
    rows: usize,
    bytes: usize,
    columns: Vec<Column>,
    places: Vec<u8>,
    last_line: u32,
    kinds: Vec<u16>,
}

#[derive(Default)]
struct Column {
    lengths: Vec<u8>,
    cells: Vec<u8>,
    rows: usize,
}

impl BlockBuilder {
    /// Adds a row with its place and its kinds of data.
    pub fn push(&mut self, at: &At, row: &RowBuf, kinds: u16) {
        if self.columns.len() < row.len() {
            self.columns.resize_with(row.len(), Column::default);
        }
        for (column, cell) in self.columns.iter_mut().zip(row.iter()) {
            // Columns that appeared late have no cells in the rows before.
            for _ in column.rows..self.rows {
                column.lengths.push(0);
            }
            match cell {
                None => column.lengths.push(0),
                Some(text) => {
                    write_int(&mut column.lengths, text.len() as u64 + 1);
                    column.cells.extend_from_slice(text.as_bytes());
                }
            }
            column.rows = self.rows + 1;
        }
        self.push_place(at);
        self.kinds.push(kinds);
        self.rows += 1;
        self.bytes += row.text_bytes() + row.len() + 2;
    }

    /// Rows so far.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Whether the block should be written before the next row.
    pub fn is_full(&self) -> bool {
        self.rows >= MOST_ROWS || self.bytes >= MOST_BYTES
    }

    /// How many rows hold a value of each kind.
    pub fn kind_counts(&self) -> [u32; 12] {
        let mut counts = [0; 12];
        for mask in &self.kinds {
            for (bit, count) in counts.iter_mut().enumerate() {
                *count += u32::from(mask >> bit & 1);
            }
        }
        counts
    }

    /// Calls `each` with every cell, column by column.
    pub fn each_cell(&self, mut each: impl FnMut(&str)) {
        for column in &self.columns {
            let (mut lengths, mut at) = (column.lengths.as_slice(), 0usize);
            // Checked once for all cells: they were text when they came.
            let Ok(cells) = std::str::from_utf8(&column.cells) else { continue };
            while let Some(length) = read_int(&mut lengths) {
                let Some(length) = length.checked_sub(1) else { continue };
                let end = at + length as usize;
                if let Some(text) = cells.get(at..end) {
                    each(text);
                }
                at = end;
            }
        }
    }

    /// Writes the block into `out` and starts the next one.
    pub fn encode(&mut self, out: &mut Vec<u8>) {
        out.clear();
        write_int(out, self.rows as u64);
        write_int(out, self.columns.len() as u64);
        write_int(out, self.places.len() as u64);
        out.extend_from_slice(&self.places);
        let first = self.kinds.first().copied().unwrap_or(0);
        let same = self.kinds.iter().all(|mask| *mask == first);
        out.push(u8::from(!same));
        let masks = if same { &self.kinds[..self.kinds.len().min(1)] } else { &self.kinds[..] };
        masks.iter().for_each(|mask| out.extend_from_slice(&mask.to_le_bytes()));
        for column in &mut self.columns {
            for _ in column.rows..self.rows {
                column.lengths.push(0);
            }
            write_int(out, column.lengths.len() as u64);
            write_int(out, column.cells.len() as u64);
            out.extend_from_slice(&column.lengths);
            out.extend_from_slice(&column.cells);
            column.lengths.clear();
            column.cells.clear();
            column.rows = 0;
        }
        (self.rows, self.bytes, self.last_line) = (0, 0, 0);
        self.places.clear();
        self.kinds.clear();
    }

    fn push_place(&mut self, at: &At) {
        match at {
            At::Whole => self.places.push(0),
            At::Line { line } => {
                self.places.push(1);
                write_int(&mut self.places, u64::from(line.saturating_sub(self.last_line)));
                self.last_line = *line;
            }
            At::Pointer { pointer } => self.push_text(2, pointer),
            At::Element { path } => self.push_text(3, path),
            At::Cell { sheet, cell } => {
                self.push_text(4, sheet);
                write_int(&mut self.places, cell.len() as u64);
                self.places.extend_from_slice(cell.as_bytes());
            }
            At::Page { page } => {
                self.places.push(5);
                write_int(&mut self.places, u64::from(*page));
            }
            At::Part { part } => self.push_text(6, part),
            At::Byte { offset } => {
                self.places.push(7);
                write_int(&mut self.places, *offset);
            }
        }
    }

    fn push_text(&mut self, tag: u8, text: &str) {
        self.places.push(tag);
        write_int(&mut self.places, text.len() as u64);
        self.places.extend_from_slice(text.as_bytes());
    }
}

/// A block read back.
pub struct Block {
    /// The cells of all columns, one behind the other.
    text: String,
    rows: usize,
    places: Vec<At>,
    kinds: Vec<u16>,
    /// For each column the span of each cell.
    cells: Vec<Vec<Option<(u32, u32)>>>,
}

impl Block {
    /// Reads a block. A damaged one is an error, never a panic.
    pub fn decode(bytes: &[u8]) -> Result<Self, VaultError> {
        Self::parse(bytes).ok_or(VaultError::Damaged { what: "block" })
    }

    fn parse(mut rest: &[u8]) -> Option<Self> {
        let mut text = String::with_capacity(rest.len());
        let rows = usize::try_from(read_int(&mut rest)?).ok()?;
        let columns = usize::try_from(read_int(&mut rest)?).ok()?;
        let places_len = usize::try_from(read_int(&mut rest)?).ok()?;
        let mut place_bytes = rest.get(..places_len)?;
        rest = rest.get(places_len..)?;
        // Each row has a place of a byte at least: a damaged count must not ask for memory.
        if rows > places_len {
            return None;
        }
        let mut places = Vec::with_capacity(rows);
        let mut last_line = 0;
        for _ in 0..rows {
            places.push(read_place(&mut place_bytes, &mut last_line)?);
        }
        let (&each, after) = rest.split_first()?;
        let masks = if each == 1 { rows } else { rows.min(1) };
        let mut kinds: Vec<u16> = after
            .get(..masks * 2)?
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        kinds.resize(rows, kinds.first().copied().unwrap_or(0));
        rest = after.get(masks * 2..)?;
        let mut cells = Vec::with_capacity(columns.min(rest.len()));
        for _ in 0..columns {
            let lengths_len = usize::try_from(read_int(&mut rest)?).ok()?;
            let cells_len = usize::try_from(read_int(&mut rest)?).ok()?;
            let (mut lengths, after) = rest.split_at_checked(lengths_len)?;
            let (column, after) = after.split_at_checked(cells_len)?;
            rest = after;
            let mut spans = Vec::with_capacity(rows);
            let mut at = text.len();
            // Checked once for all cells: they were text when they came.
            text.push_str(std::str::from_utf8(column).ok()?);
            for _ in 0..rows {
                match read_int(&mut lengths)?.checked_sub(1) {
                    None => spans.push(None),
                    Some(length) => {
                        let end = at.checked_add(usize::try_from(length).ok()?)?;
                        if end > text.len() {
                            return None;
                        }
                        spans.push(Some((u32::try_from(at).ok()?, u32::try_from(end).ok()?)));
                        at = end;
                    }
                }
            }
            cells.push(spans);
        }
        Some(Self { text, rows, places, kinds, cells })
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Where a row stands.
    pub fn place(&self, row: usize) -> At {
        self.places.get(row).cloned().unwrap_or_default()
    }

    /// The kinds of data in a row.
    pub fn kinds(&self, row: usize) -> u16 {
        self.kinds.get(row).copied().unwrap_or(0)
    }

    /// The cells of all columns, for looking for words in all of them at once.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// For each column the span of each cell in [`Block::text`].
    pub fn columns(&self) -> &[Vec<Option<(u32, u32)>>] {
        &self.cells
    }

    /// The cell of a span.
    pub fn cell(&self, start: usize, end: usize) -> Option<&str> {
        self.text.get(start..end)
    }

    /// The cells of a row, as many as the block has columns.
    pub fn row(&self, row: usize) -> impl Iterator<Item = Option<&str>> {
        self.cells.iter().map(move |column| {
            let (start, end) = (*column.get(row)?)?;
            self.cell(start as usize, end as usize)
        })
    }
}

/// Two columns of a block, read without the rest of it.
pub struct Columns<'b, const N: usize> {
    rows: usize,
    kinds: Kinds<'b>,
    /// For each wanted column its lengths and its cells; none if the block has none.
    columns: [Option<(&'b [u8], &'b [u8])>; N],
}

/// The kinds of each row, as they lie there.
enum Kinds<'b> {
    Same(u16),
    Each(&'b [u8]),
}

impl<'b, const N: usize> Columns<'b, N> {
    /// Finds the wanted columns.
    pub fn decode(bytes: &'b [u8], wanted: [Option<usize>; N]) -> Result<Self, VaultError> {
        Self::parse(bytes, wanted).ok_or(VaultError::Damaged { what: "block" })
    }

    fn parse(mut rest: &'b [u8], wanted: [Option<usize>; N]) -> Option<Self> {
        let rows = usize::try_from(read_int(&mut rest)?).ok()?;
        let count = usize::try_from(read_int(&mut rest)?).ok()?;
        let places = usize::try_from(read_int(&mut rest)?).ok()?;
        if rows > places {
            return None;
        }
        let (&each, after) = rest.get(places..)?.split_first()?;
        let masks = if each == 1 { rows } else { rows.min(1) };
        let (masks, mut rest) = after.split_at_checked(masks * 2)?;
        let kinds = match (each, masks) {
            (1, masks) => Kinds::Each(masks),
            (_, [low, high]) => Kinds::Same(u16::from_le_bytes([*low, *high])),
            _ => Kinds::Same(0),
        };
        let mut columns = [None; N];
        for column in 0..count {
            let lengths = usize::try_from(read_int(&mut rest)?).ok()?;
            let cells = usize::try_from(read_int(&mut rest)?).ok()?;
            let (lengths, after) = rest.split_at_checked(lengths)?;
            let (cells, after) = after.split_at_checked(cells)?;
            for (slot, wanted) in columns.iter_mut().zip(wanted) {
                if wanted == Some(column) {
                    *slot = Some((lengths, cells));
                }
            }
            rest = after;
        }
        Some(Self { rows, kinds, columns })
    }

    /// Calls `each` with every row's kinds and cells.
    pub fn each(mut self, mut each: impl FnMut(u16, [Option<&str>; N])) {
        for row in 0..self.rows {
            let kinds = match self.kinds {
                Kinds::Same(kinds) => kinds,
                Kinds::Each(masks) => masks
                    .get(row * 2..row * 2 + 2)
                    .map_or(0, |pair| u16::from_le_bytes([pair[0], pair[1]])),
            };
            let mut cells = [None; N];
            for (cell, column) in cells.iter_mut().zip(&mut self.columns) {
                let Some((lengths, bytes)) = column else { continue };
                let length = read_int(lengths).and_then(|length| length.checked_sub(1));
                let Some(length) = length.and_then(|length| usize::try_from(length).ok()) else {
                    continue;
                };
                let Some((text, after)) = bytes.split_at_checked(length) else { continue };
                *cell = std::str::from_utf8(text).ok();
                *bytes = after;
            }
            each(kinds, cells);
        }
    }
}

fn read_place(bytes: &mut &[u8], last_line: &mut u32) -> Option<At> {
    let (&tag, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(match tag {
        0 => At::Whole,
        1 => {
            let delta = u32::try_from(read_int(bytes)?).ok()?;
            *last_line = last_line.saturating_add(delta);
            At::Line { line: *last_line }
        }
        2 => At::Pointer { pointer: read_text(bytes)? },
        3 => At::Element { path: read_text(bytes)? },
        4 => At::Cell { sheet: read_text(bytes)?, cell: read_text(bytes)? },
        5 => At::Page { page: u32::try_from(read_int(bytes)?).ok()? },
        6 => At::Part { part: read_text(bytes)? },
        7 => At::Byte { offset: read_int(bytes)? },
        _ => return None,
    })
}

fn read_text(bytes: &mut &[u8]) -> Option<String> {
    let len = usize::try_from(read_int(bytes)?).ok()?;
    let text = bytes.get(..len)?;
    *bytes = &bytes[len..];
    String::from_utf8(text.to_vec()).ok()
}

/// Appends an integer as LEB128.
pub fn write_int(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Takes an integer from the front; none if the bytes end or it is too long.
pub fn read_int(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for (index, &byte) in bytes.iter().enumerate().take(10) {
        value |= u64::from(byte & 0x7f) << (7 * index);
        if byte < 0x80 {
            *bytes = &bytes[index + 1..];
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn row(cells: &[Option<String>]) -> RowBuf {
        let mut row = RowBuf::default();
        cells.iter().for_each(|cell| row.push(cell.as_deref()));
        row
    }

    proptest! {
        #[test]
        fn rows_come_back_as_they_went_in(
            rows in prop::collection::vec(
                (prop::collection::vec(prop::option::of(".{0,12}"), 0..6), any::<u16>(), 0u32..9),
                0..40,
            )
        ) {
            let mut builder = BlockBuilder::default();
            let mut line = 0;
            for (cells, kinds, step) in &rows {
                line += step;
                builder.push(&At::Line { line }, &row(cells), *kinds);
            }
            let mut bytes = Vec::new();
            builder.encode(&mut bytes);
            let block = Block::decode(&bytes).unwrap();
            prop_assert_eq!(block.rows(), rows.len());
            let mut line = 0;
            for (index, (cells, kinds, step)) in rows.iter().enumerate() {
                line += step;
                prop_assert_eq!(block.place(index), At::Line { line });
                prop_assert_eq!(block.kinds(index), *kinds);
                let back: Vec<_> = block.row(index).collect();
                for (column, cell) in cells.iter().enumerate() {
                    prop_assert_eq!(back[column], cell.as_deref());
                }
                prop_assert!(back[cells.len()..].iter().all(Option::is_none));
            }
        }

        #[test]
        fn damaged_blocks_are_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Block::decode(&bytes);
        }
    }

    #[test]
    fn every_kind_of_place_comes_back() {
        let places = [
            At::Whole,
            At::Line { line: 7 },
            At::Pointer { pointer: "/a/0".into() },
            At::Element { path: "/table[2]".into() },
            At::Cell { sheet: "Blatt 1".into(), cell: "B7".into() },
            At::Page { page: 3 },
            At::Part { part: "2".into() },
            At::Byte { offset: 1 << 40 },
        ];
        let mut builder = BlockBuilder::default();
        places.iter().for_each(|at| builder.push(at, &RowBuf::default(), 0));
        let mut bytes = Vec::new();
        builder.encode(&mut bytes);
        let block = Block::decode(&bytes).unwrap();
        let back: Vec<_> = (0..places.len()).map(|row| block.place(row)).collect();
        assert_eq!(back, places);
    }
}
