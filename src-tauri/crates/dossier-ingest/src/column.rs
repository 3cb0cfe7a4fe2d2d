//! What is learned of one column while its records pass by.

use std::collections::HashSet;
use std::sync::Arc;

use dossier_model::{FieldSummary, Kind, Sensitive};
use foldhash::fast::RandomState;

use crate::dates::{DateForm, DateVote, Months};

/// Distinct values counted before a column is "many".
const MOST_DISTINCT: usize = 64;
const EXAMPLES: usize = 6;
const LONGEST_EXAMPLE: usize = 300;

/// What is declared or decided of a column before its records are counted.
#[derive(Clone, Debug, Default)]
pub struct ColumnPlan {
    /// The header.
    pub name: String,
    /// Catalog id of the category.
    pub category: String,
    /// Its evaluation group.
    pub group: String,
    /// Which kind; none for technical fields.
    pub kind: Option<Kind>,
    /// How sure, 0 to 1.
    pub confidence: f32,
    /// Why, as stored.
    pub why: Vec<String>,
    /// Values that stand for nothing.
    pub sentinels: Arc<[String]>,
    /// The declared form of its dates.
    pub date: Option<DateForm>,
    /// Whether its values may be dates.
    pub may_be_date: bool,
    /// Whether its values repeat a figure of a larger unit.
    pub repeats: bool,
}

/// A column at work.
#[derive(Default)]
pub struct Column {
    plan: ColumnPlan,
    /// How long sentinels are, and how they begin: most cells are ruled out at once.
    sentinel_lengths: u64,
    sentinel_starts: u64,
    filled: u64,
    /// Asked for every cell of a column of few values.
    distinct: HashSet<String, RandomState>,
    examples: Vec<String>,
    first_row: u64,
    dates: Option<DateVote>,
}

impl Column {
    /// Begins to count.
    pub fn new(plan: ColumnPlan) -> Self {
        let sentinels = plan.sentinels.iter();
        let sentinel_lengths =
            sentinels.clone().fold(0, |bits, word| bits | 1u64 << word.len().min(63));
        let sentinel_starts = sentinels.fold(0, |bits, word| bits | start_of(word));
        let vote = if plan.group == "birth_age" { DateVote::of_births } else { DateVote::default };
        let dates = plan.may_be_date.then(vote);
        Self { plan, sentinel_lengths, sentinel_starts, dates, ..Self::default() }
    }

    /// Counts one cell. Gives the bit of its kind if it holds a value.
    pub fn count(&mut self, cell: &str, row: u64, months: &Months) -> u16 {
        if cell.is_empty() || self.is_sentinel(cell) {
            return 0;
        }
        if self.filled == 0 {
            self.first_row = row;
        }
        self.filled += 1;
        if self.distinct.len() < MOST_DISTINCT
            && cell.len() <= 4096
            && !self.distinct.contains(cell)
        {
            self.distinct.insert(cell.to_owned());
            if self.examples.len() < EXAMPLES && !cell.trim().is_empty() {
                self.examples.push(shorten(cell));
            }
        }
        if let Some(vote) = &mut self.dates {
            vote.add(cell, self.plan.date.as_ref(), months);
        }
        self.plan.kind.map_or(0, Kind::bit)
    }

    /// Whether most of its values are dates so far.
    pub fn has_dates(&self) -> bool {
        self.dates.as_ref().is_some_and(DateVote::is_likely)
    }

    /// Stops looking for dates: the sample had none.
    pub fn drop_dates(&mut self) {
        self.dates = None;
    }

    /// Which kind; none for technical fields.
    pub fn kind(&self) -> Option<Kind> {
        self.plan.kind
    }

    /// Its evaluation group.
    pub fn group(&self) -> &str {
        &self.plan.group
    }

    /// Records with a value.
    pub fn filled(&self) -> u64 {
        self.filled
    }

    /// The order of day and month that its values settle.
    pub fn date_order(&self) -> Option<DateForm> {
        self.dates.as_ref().and_then(DateVote::order)
    }

    /// The summary. `order` is that of the table's other columns, for dates that fit both.
    pub fn finish(self, order: Option<&DateForm>) -> FieldSummary {
        let decide = |vote: DateVote| match vote.decide(self.plan.date.as_ref()) {
            unsure if unsure.format == "?" && order.is_some() => vote.decide(order),
            decided => decided,
        };
        let decided = self.dates.map(decide).unwrap_or_default();
        let (first, last) = decided.days.unzip();
        FieldSummary {
            name: self.plan.name,
            category: self.plan.category,
            group: self.plan.group,
            kind: self.plan.kind,
            confidence: self.plan.confidence,
            why: self.plan.why,
            filled: self.filled,
            distinct: u32::try_from(self.distinct.len()).unwrap_or(u32::MAX),
            date_format: decided.format,
            first,
            last,
            examples: Sensitive::new(self.examples),
            first_row: self.first_row,
            repeats: self.plan.repeats,
        }
    }

    fn is_sentinel(&self, cell: &str) -> bool {
        self.sentinel_lengths >> cell.len().min(63) & 1 == 1
            && self.sentinel_starts & start_of(cell) != 0
            && self.plan.sentinels.iter().any(|word| word == cell)
    }
}

/// A bit for the first byte of a text.
fn start_of(text: &str) -> u64 {
    text.as_bytes().first().map_or(0, |byte| 1 << (byte % 64))
}

fn shorten(text: &str) -> String {
    if text.len() <= LONGEST_EXAMPLE {
        return text.to_owned();
    }
    let mut end = LONGEST_EXAMPLE;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_not_counted() {
        let plan = ColumnPlan {
            sentinels: vec!["Not Available".to_owned()].into(),
            kind: Some(Kind::Orders),
            may_be_date: true,
            ..Default::default()
        };
        let mut column = Column::new(plan);
        let cells = ["", "Not Available", "2024-05-17", "2024-05-18", "2024-05-17"];
        let bits: Vec<u16> = (0..)
            .zip(cells)
            .map(|(row, cell)| column.count(cell, row, &Months::default()))
            .collect();
        assert_eq!(bits, [0, 0, 8, 8, 8]);
        let summary = column.finish(None);
        assert_eq!((summary.filled, summary.distinct, summary.first_row), (3, 2, 2));
        assert_eq!(summary.date_format, "%Y-%m-%d");
        assert_eq!(summary.first.as_deref(), Some("2024-05-17"));
    }

    #[test]
    fn dates_that_fit_both_orders_take_that_of_their_table() {
        let column = |cells: &[&str]| {
            let mut column = Column::new(ColumnPlan { may_be_date: true, ..Default::default() });
            for cell in cells {
                column.count(cell, 0, &Months::default());
            }
            column
        };
        let sure = column(&["13/05/2019", "02/03/2020"]);
        assert_eq!(sure.date_order(), Some(DateForm::DayFirst));
        let unsure = || column(&["01/02/2024", "03/04/2024"]);
        assert_eq!(unsure().date_order(), None);
        assert_eq!(unsure().finish(None).date_format, "?");
        let settled = unsure().finish(Some(&DateForm::DayFirst));
        assert_eq!(settled.first.as_deref(), Some("2024-02-01"));
    }

    #[test]
    fn a_column_of_births_has_no_dates_of_the_future() {
        let plan =
            ColumnPlan { group: "birth_age".into(), may_be_date: true, ..Default::default() };
        let mut column = Column::new(plan);
        for cell in ["03.04.55", "30.11.48"] {
            column.count(cell, 0, &Months::default());
        }
        assert_eq!(column.finish(None).last.as_deref(), Some("1955-04-03"));
    }
}
