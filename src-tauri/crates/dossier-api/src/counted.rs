//! What is counted over the records themselves, once a table: records never
//! change, so a count stays right until the vault is locked.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use dossier_ingest::{DateForm, Months};
use dossier_vault::{StoredEntry, StoredTable, Vault};

use crate::lock::lock;
use crate::{Api, ApiError};

/// Distinct values of a column that are counted; the rest is left out.
const MOST_VALUES: usize = 4096;

/// Records of a table by day and mask of kinds.
pub(crate) type DaySums = BTreeMap<(Option<NaiveDate>, u16), u64>;

/// Records of a table by the values of some columns, with the first row of each.
pub(crate) type ValueSums = HashMap<Vec<String>, (u64, u32)>;

/// A way of reading, a table and its columns.
type ColumnsOf = (&'static str, u32, Vec<usize>);

/// The counts made so far.
#[derive(Default)]
pub(crate) struct Counted {
    days: Mutex<HashMap<u32, Arc<DaySums>>>,
    values: Mutex<HashMap<ColumnsOf, Arc<ValueSums>>>,
}

impl Counted {
    /// Forgets everything: at lock, and when tables may have gone.
    pub fn forget(&self) {
        lock(&self.days).clear();
        lock(&self.values).clear();
    }
}

/// The column whose dates are the dates of a table's records.
pub(crate) fn main_date(table: &StoredTable) -> Option<(usize, DateForm)> {
    let summary = &table.summary;
    let position = summary.fields.iter().position(|field| {
        !field.date_format.is_empty()
            && summary.first.is_some()
            && field.first == summary.first
            && field.last == summary.last
    })?;
    Some((position, DateForm::from_name(&summary.fields[position].date_format)?))
}

/// The day of an entry.
pub(crate) fn day_of(
    (column, form): &(usize, DateForm),
    entry: &StoredEntry,
    months: &Months,
) -> Option<NaiveDate> {
    let text = entry.cells.get(*column)?.as_deref()?;
    form.day_of_record(text, months).map(|moment| moment.date)
}

impl Api {
    /// The records of a table by day.
    pub(crate) fn days_of(
        &self,
        vault: &Vault,
        table: &StoredTable,
    ) -> Result<Arc<DaySums>, ApiError> {
        let kept = || lock(&self.counted.days);
        if let Some(sums) = kept().get(&table.id) {
            return Ok(Arc::clone(sums));
        }
        let mut sums = DaySums::new();
        let months = self.ingest().months();
        match main_date(table) {
            Some((column, form)) => vault.each_cells(table.id, &[column], |row| {
                let day = row.cells[0].and_then(|cell| form.day_of_record(cell, months));
                *sums.entry((day.map(|moment| moment.date), row.kinds)).or_default() += 1;
            })?,
            None => vault.each_cells(table.id, &[], |row| {
                *sums.entry((None, row.kinds)).or_default() += 1;
            })?,
        }
        let sums = Arc::new(sums);
        kept().insert(table.id, Arc::clone(&sums));
        Ok(sums)
    }

    /// The records of a table by the values of some columns, made plain by `plain`;
    /// values that it does not take are not counted. `what` names the way of `plain`.
    pub(crate) fn values_of(
        &self,
        vault: &Vault,
        what: &'static str,
        table: u32,
        columns: &[usize],
        plain: impl Fn(&[Option<&str>]) -> Option<Vec<String>>,
    ) -> Result<Arc<ValueSums>, ApiError> {
        let kept = || lock(&self.counted.values);
        let key = (what, table, columns.to_vec());
        if let Some(sums) = kept().get(&key) {
            return Ok(Arc::clone(sums));
        }
        let mut sums = ValueSums::new();
        vault.each_cells(table, columns, |row| {
            let Some(value) = plain(row.cells) else { return };
            let room = sums.len() < MOST_VALUES;
            match sums.get_mut(&value) {
                Some((count, _)) => *count += 1,
                None if room => drop(sums.insert(value, (1, row.row))),
                None => {}
            }
        })?;
        let sums = Arc::new(sums);
        kept().insert(key, Arc::clone(&sums));
        Ok(sums)
    }
}
