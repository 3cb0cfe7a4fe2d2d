//! Single columns of a table, for counting: the blocks are read in order, the
//! cells of other columns are stepped over and never copied.

use crate::block::read_int;
use crate::pack::unpack;
use crate::{Vault, VaultError};

/// One record as a counting sees it.
#[derive(Clone, Copy, Debug)]
pub struct CellRow<'a> {
    /// Its row, counted from 0.
    pub row: u32,
    /// The kinds of data in it.
    pub kinds: u16,
    /// The cells of the columns asked for, in that order.
    pub cells: &'a [Option<&'a str>],
}

impl Vault {
    /// Gives some columns of every record of a table, in order.
    pub fn each_cells(
        &self,
        table: u32,
        columns: &[usize],
        mut each: impl FnMut(CellRow<'_>),
    ) -> Result<(), VaultError> {
        let mut query = self.connection.prepare_cached(
            "SELECT b.first_row, d.data FROM block b JOIN block_data d ON d.id = b.id
             WHERE b.tbl = ? ORDER BY b.first_row",
        )?;
        let damaged = || VaultError::Damaged { what: "block" };
        let mut rows = query.query([table])?;
        while let Some(row) = rows.next()? {
            let first: u32 = row.get(0)?;
            let data = row.get_ref(1)?.as_blob().map_err(|_| damaged())?;
            let plain = unpack(data)?;
            read(&plain, columns, first, &mut each).ok_or_else(damaged)?;
        }
        Ok(())
    }
}

/// The columns of one block; the layout stands in `block.rs`.
pub(crate) fn read(
    bytes: &[u8],
    wanted: &[usize],
    first: u32,
    each: &mut impl FnMut(CellRow<'_>),
) -> Option<()> {
    let mut rest = bytes;
    let rows = usize::try_from(read_int(&mut rest)?).ok()?;
    let columns = usize::try_from(read_int(&mut rest)?).ok()?;
    let places = usize::try_from(read_int(&mut rest)?).ok()?;
    if rows > places {
        return None;
    }
    rest = rest.get(places..)?;
    let (&mixed, after) = rest.split_first()?;
    let masks = if mixed == 1 { rows } else { rows.min(1) };
    let kinds = after.get(..masks * 2)?;
    rest = after.get(masks * 2..)?;
    let mut spans: Vec<Option<(&[u8], &[u8])>> = vec![None; wanted.len()];
    for column in 0..columns {
        let lengths = usize::try_from(read_int(&mut rest)?).ok()?;
        let cells = usize::try_from(read_int(&mut rest)?).ok()?;
        let span = (rest.get(..lengths)?, rest.get(lengths..lengths.checked_add(cells)?)?);
        for (at, _) in wanted.iter().enumerate().filter(|(_, index)| **index == column) {
            spans[at] = Some(span);
        }
        rest = &rest[lengths + cells..];
    }
    let mut cells: Vec<Option<&str>> = vec![None; wanted.len()];
    for row in 0..rows {
        for (cell, span) in cells.iter_mut().zip(&mut spans) {
            *cell = match span {
                Some((lengths, text)) => next(lengths, text)?,
                None => None,
            };
        }
        let mask = if mixed == 1 { row } else { 0 };
        let kinds = kinds.get(mask * 2..mask * 2 + 2)?;
        let kinds = u16::from_le_bytes([kinds[0], kinds[1]]);
        each(CellRow { row: first.checked_add(u32::try_from(row).ok()?)?, kinds, cells: &cells });
    }
    Some(())
}

/// The next cell of a column.
fn next<'a>(lengths: &mut &[u8], text: &mut &'a [u8]) -> Option<Option<&'a str>> {
    let Some(length) = read_int(lengths)?.checked_sub(1) else { return Some(None) };
    let length = usize::try_from(length).ok()?;
    let cell = text.get(..length)?;
    *text = &text[length..];
    Some(std::str::from_utf8(cell).ok())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use dossier_model::{At, RowBuf};
    use proptest::prelude::*;

    use super::*;
    use crate::block::{Block, BlockBuilder};

    proptest! {
        #[test]
        fn single_columns_are_those_of_the_whole_block(
            rows in prop::collection::vec(
                (prop::collection::vec(prop::option::of(".{0,6}"), 0..5), any::<u16>()), 1..30,
            )
        ) {
            let mut builder = BlockBuilder::default();
            for (cells, kinds) in &rows {
                let mut row = RowBuf::default();
                cells.iter().for_each(|cell| row.push(cell.as_deref()));
                builder.push(&At::Whole, &row, *kinds);
            }
            let mut bytes = Vec::new();
            builder.encode(&mut bytes);
            let block = Block::decode(&bytes).unwrap();
            let mut seen = 0;
            read(&bytes, &[3, 0, 9], 100, &mut |row: CellRow<'_>| {
                let whole: Vec<_> = block.row(seen).collect();
                let cell = |at: usize| whole.get(at).copied().flatten();
                assert_eq!(row.cells, [cell(3), cell(0), None]);
                assert_eq!((row.row, row.kinds), (100 + seen as u32, block.kinds(seen)));
                seen += 1;
            }).unwrap();
            prop_assert_eq!(seen, rows.len());
        }

        #[test]
        fn damaged_blocks_give_nothing_and_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes, &[0, 1], 0, &mut |_| ());
        }
    }
}
