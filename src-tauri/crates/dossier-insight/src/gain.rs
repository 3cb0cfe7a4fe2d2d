//! What data are worth to the person, summed up row by row.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};
use dossier_catalog::finding::{GainCompute, GainSpec};
use dossier_model::{FieldSummary, TableSummary};

use crate::Knowledge;
use crate::dates::possible;
use crate::knowledge::has_value;

/// The columns of a table that a gain is computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GainColumns {
    /// The column that holds it.
    pub value: usize,
    /// The column with the worth of one unit.
    pub unit: Option<usize>,
    /// The column by which a row counts.
    pub only: Option<usize>,
}

/// The columns of one table that fit a declared gain; none if it does not fit.
///
/// The header itself must fit, and not only the name of its file: in a file of
/// coupons only one column is what was saved.
pub fn gain_columns(
    spec: &GainSpec,
    table: &TableSummary,
    knowledge: &Knowledge<'_>,
) -> Option<GainColumns> {
    let of = |filter| {
        let fits = |field: &FieldSummary| {
            let alone = TableSummary { path: "".into(), ..TableSummary::default() };
            knowledge.passes(filter, &alone, field)
        };
        table.fields.iter().position(fits)
    };
    let value = match spec.compute {
        // A table of returns is one by its name as well.
        GainCompute::Count => of(&spec.fields).or_else(|| {
            let fits = |field: &FieldSummary| knowledge.passes(&spec.fields, table, field);
            table.fields.iter().position(fits)
        })?,
        GainCompute::Balance | GainCompute::Sum => of(&spec.fields)?,
    };
    let only = match &spec.only {
        Some(filter) => Some(of(filter)?),
        None => None,
    };
    Some(GainColumns { value, unit: spec.unit_worth.as_ref().and_then(of), only })
}

/// A gain while its rows are read.
#[derive(Debug)]
pub struct GainSum<'a> {
    spec: &'a GainSpec,
    today: NaiveDate,
    date_format: &'a str,
    records: u64,
    total: f64,
    newest: Option<(NaiveDate, f64)>,
    unit: Option<f64>,
}

/// A gain after its last row.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    /// Rows that count.
    pub records: u64,
    /// The balance or sum; 0 for counts.
    pub total: f64,
    /// The worth in currency units, where the data say what one unit is worth.
    pub worth: Option<f64>,
}

impl<'a> GainSum<'a> {
    /// Begins; `date_format` is that of the value's column.
    pub fn new(spec: &'a GainSpec, date_format: &'a str, today: NaiveDate) -> Self {
        Self { spec, today, date_format, records: 0, total: 0.0, newest: None, unit: None }
    }

    /// Takes one row: the cells of the columns, and its day if it has one.
    pub fn row(
        &mut self,
        value: &str,
        unit: Option<&str>,
        only: Option<&str>,
        day: Option<NaiveDate>,
    ) {
        let value = value.trim();
        if value.is_empty() || !self.counts(value, only, day) {
            return;
        }
        if self.spec.compute == GainCompute::Count {
            self.records += 1;
            return;
        }
        let Some(number) = number(value).filter(|number| *number != 0.0) else { return };
        self.records += 1;
        self.total += number.abs();
        self.unit = unit.and_then(self::number).or(self.unit);
        let at = day.unwrap_or(NaiveDate::MIN);
        if self.newest.is_none_or(|(newest, _)| at >= newest) {
            self.newest = Some((at, number));
        }
    }

    fn counts(&self, value: &str, only: Option<&str>, day: Option<NaiveDate>) -> bool {
        let spec = self.spec;
        let said = only.unwrap_or(value);
        if spec.only.is_some() && only.is_none_or(|only| only.trim().is_empty()) {
            return false;
        }
        if !spec.values.is_empty() && !has_value(&spec.values, said)
            || has_value(&spec.not_values, said)
        {
            return false;
        }
        if spec.running {
            let ends = possible(value, self.date_format);
            if !ends.iter().any(|end| *end >= self.today) {
                return false;
            }
        }
        let oldest = self.today.checked_sub_months(Months::new(spec.within_months));
        spec.within_months == 0
            || day.zip(oldest).is_some_and(|(day, oldest)| day >= oldest && day <= self.today)
    }

    /// The gain; none if no row counted.
    pub fn finish(self) -> Option<Gain> {
        if self.records == 0 {
            return None;
        }
        let total = match self.spec.compute {
            GainCompute::Balance => self.newest.map_or(0.0, |(_, value)| value),
            GainCompute::Sum => self.total,
            GainCompute::Count => 0.0,
        };
        // What is owed by the person is no gain.
        if total < 0.0 {
            return None;
        }
        Some(Gain {
            records: self.records,
            total,
            worth: self.unit.map(|unit| total * unit / 100.0),
        })
    }
}

/// A plain amount: `1.234,50`, `1,234.50`, `2 EUR`, `€ 3`.
fn number(text: &str) -> Option<f64> {
    let kept: String = text
        .chars()
        .filter(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '\''))
        .filter(|c| *c != '\'')
        .collect();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if kept.is_empty() || letters > 4 || text.len() > 32 {
        return None;
    }
    // The last separator is the decimal one, unless three digits follow it alone.
    let last = kept.rfind(['.', ',']);
    let plain = match last {
        None => kept,
        Some(at) => {
            let (whole, rest) = kept.split_at(at);
            let whole = whole.replace(['.', ','], "");
            let rest = &rest[1..];
            let groups = rest.len() == 3 && !kept[..at].contains(['.', ',']) && whole != "0";
            if groups { format!("{whole}{rest}") } else { format!("{whole}.{rest}") }
        }
    };
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The currency of a column: by its header (`Ersparnis in EUR`), else by a column of
/// currencies beside it.
pub fn currency_of(table: &TableSummary, column: usize) -> Option<String> {
    let in_header = table.fields.get(column).and_then(|field| {
        let words = field.name.split(|c: char| !c.is_alphanumeric() && c != '€' && c != '£');
        words.map(str::to_owned).find(|word| is_currency(word))
    });
    in_header.or_else(|| {
        let mut named: BTreeMap<String, u64> = BTreeMap::new();
        for field in table.fields.iter().filter(|field| field.distinct == 1) {
            let examples = field.examples.expose();
            if let Some(code) = examples.first().filter(|value| is_currency(value)) {
                *named.entry(code.clone()).or_default() += field.filled;
            }
        }
        named.into_iter().max_by_key(|(_, count)| *count).map(|(code, _)| code)
    })
}

fn is_currency(word: &str) -> bool {
    matches!(
        word,
        "EUR"
            | "USD"
            | "GBP"
            | "CHF"
            | "PLN"
            | "SEK"
            | "NOK"
            | "DKK"
            | "CZK"
            | "HUF"
            | "RON"
            | "BGN"
            | "CAD"
            | "AUD"
            | "JPY"
            | "BRL"
            | "€"
            | "£"
            | "$"
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use dossier_catalog::finding::FieldFilter;

    fn spec(compute: GainCompute) -> GainSpec {
        GainSpec {
            id: "points".into(),
            compute,
            fields: FieldFilter::default(),
            unit_worth: None,
            only: None,
            values: Vec::new(),
            not_values: Vec::new(),
            running: false,
            within_months: 0,
            fallback: false,
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn amounts_of_any_notation() {
        for (text, expect) in [
            ("2614", Some(2614.0)),
            ("2,00", Some(2.0)),
            ("1.234,50", Some(1234.5)),
            ("1,234.50 USD", Some(1234.5)),
            ("1.234", Some(1234.0)),
            ("0.125", Some(0.125)),
            ("€ 3", Some(3.0)),
            ("-40,00", Some(-40.0)),
            ("no money", None),
            ("", None),
        ] {
            assert_eq!(number(text), expect, "{text}");
        }
    }

    #[test]
    fn a_balance_is_the_newest_and_a_sum_is_all() {
        let mut balance = spec(GainCompute::Balance);
        balance.unit_worth = Some(FieldFilter::default());
        let today = day("2026-11-21");
        let mut sum = GainSum::new(&balance, "", today);
        sum.row("2614", Some("1"), None, Some(day("2026-09-01")));
        sum.row("12", Some("1"), None, Some(day("2020-01-01")));
        let gain = sum.finish().unwrap();
        assert_eq!((gain.records, gain.total, gain.worth), (2, 2614.0, Some(26.14)));
        let used = GainSpec {
            only: Some(FieldFilter::default()),
            values: vec!["ja".into()],
            ..spec(GainCompute::Sum)
        };
        let mut sum = GainSum::new(&used, "", today);
        sum.row("2,00", None, Some("ja"), None);
        sum.row("9,00", None, Some("nein"), None);
        sum.row("3,50", None, Some("Ja"), None);
        sum.row("3,50", None, None, None);
        assert_eq!(sum.finish().unwrap().total, 5.5);
    }

    #[test]
    fn what_has_ended_or_is_old_does_not_count() {
        let running = GainSpec { running: true, ..spec(GainCompute::Count) };
        let today = day("2026-11-21");
        let mut sum = GainSum::new(&running, "%d.%m.%Y", today);
        sum.row("01.01.2020", None, None, None);
        assert!(sum.finish().is_none());
        let recent = GainSpec { within_months: 24, ..spec(GainCompute::Count) };
        let mut sum = GainSum::new(&recent, "", today);
        sum.row("Lampe", None, None, Some(day("2025-03-01")));
        sum.row("Tisch", None, None, Some(day("2021-03-01")));
        sum.row("Stuhl", None, None, None);
        assert_eq!(sum.finish().unwrap().records, 1);
    }
}
