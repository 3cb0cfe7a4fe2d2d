use chrono::{Datelike, NaiveDate};
use dossier_catalog::law::RetentionSpec;
use serde::{Deserialize, Serialize};

/// How long a document of a given date has to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The last day of the period.
    pub end: NaiveDate,
    /// The first day on which it can be erased.
    pub erasable_from: NaiveDate,
}

/// The end of a retention period: 31 December, so many years after the year of the document.
///
/// Where a change of the law shortened the period, a document whose old period
/// was still running takes the new one, but is not free before the change.
pub fn retention_end(rule: &RetentionSpec, document: NaiveDate) -> Option<Kept> {
    let end_after = |years: u32| {
        let year = document.year().checked_add(i32::try_from(years).ok()?)?;
        NaiveDate::from_ymd_opt(year, 12, 31)
    };
    let end = end_after(rule.years)?;
    let free = end.succ_opt()?;
    let Some(old) = rule.before else { return Some(Kept { end, erasable_from: free }) };
    let old_end = end_after(old.years)?;
    if old_end < old.changed {
        return Some(Kept { end: old_end, erasable_from: old_end.succ_opt()? });
    }
    Some(Kept { end, erasable_from: free.max(old.changed) })
}
