//! What the other columns of a table seem to hold, for the second look at a column.
//!
//! A `Status` stands beside the parcel it speaks of, a code beside its date. The
//! first look judges each column alone; the second knows how the first went.

/// Less than this chance of a neighbor says nothing.
const LEAST_NEXT: f32 = 0.2;
/// Less than this in the whole table says nothing.
const LEAST_ALL: f32 = 0.25;

/// How the first look at a table went: the chance of each group, column by column.
#[derive(Clone, Debug, Default)]
pub struct FirstLook {
    columns: Vec<Vec<f32>>,
    sums: Vec<f32>,
}

impl FirstLook {
    /// Takes the chances of each column, in the order of the columns.
    pub fn new(columns: Vec<Vec<f32>>) -> Self {
        let mut sums = vec![0.0; columns.first().map_or(0, Vec::len)];
        for chances in &columns {
            for (sum, chance) in sums.iter_mut().zip(chances) {
                *sum += chance;
            }
        }
        Self { columns, sums }
    }

    /// What stands around a column; nothing if it is the only one.
    pub fn around(&self, at: usize) -> Option<Around<'_>> {
        (at < self.columns.len() && self.columns.len() > 1).then_some(Around { look: self, at })
    }
}

/// A column's place in its table.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    look: &'a FirstLook,
    at: usize,
}

impl Around<'_> {
    /// Calls `found` with each group that other columns seem to hold and the sum of
    /// its chances.
    pub fn elsewhere(&self, mut found: impl FnMut(usize, f32)) {
        let own = &self.look.columns[self.at];
        for (group, (sum, own)) in self.look.sums.iter().zip(own).enumerate() {
            if sum - own > LEAST_ALL {
                found(group, sum - own);
            }
        }
    }

    /// How many other columns there are.
    pub fn others(&self) -> usize {
        self.look.columns.len() - 1
    }

    /// Calls `found` with each group that the column so many steps away may hold and
    /// its chance. Gives whether there is such a column.
    pub fn beside(&self, steps: isize, mut found: impl FnMut(usize, f32)) -> bool {
        let column = self.at.checked_add_signed(steps).and_then(|at| self.look.columns.get(at));
        for (group, chance) in column.into_iter().flatten().enumerate() {
            if *chance > LEAST_NEXT {
                found(group, *chance);
            }
        }
        column.is_some()
    }
}
