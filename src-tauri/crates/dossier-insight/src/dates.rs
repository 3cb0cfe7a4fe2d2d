use chrono::{Datelike, Days, Months, NaiveDate};
use dossier_model::{Period, PeriodUnit};

/// The days that a text can mean: one, or two if day and month cannot be told
/// apart, or none.
pub(crate) fn possible(text: &str, format: &str) -> Vec<NaiveDate> {
    let text = text.trim();
    let told = Some(format).filter(|format| !format.is_empty() && *format != "?");
    let by_format = told.and_then(|format| {
        let whole = NaiveDate::parse_from_str(text, format).ok();
        whole.or_else(|| Some(NaiveDate::parse_and_remainder(text, format).ok()?.0))
    });
    if let Some(date) = by_format.or_else(|| iso(text)) {
        return readings(date, text);
    }
    let numbers: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).take(4).collect();
    let [a, b, year] = numbers.as_slice() else { return Vec::new() };
    if year.len() != 4 {
        return Vec::new();
    }
    let parse = |text: &str| text.parse::<u32>().unwrap_or(0);
    let (a, b, year) = (parse(a), parse(b), year.parse().unwrap_or(0));
    let day_first = NaiveDate::from_ymd_opt(year, b, a);
    // A dotted date is day first everywhere; a slash says nothing.
    let month_first = if text.contains('.') { None } else { NaiveDate::from_ymd_opt(year, a, b) };
    let mut days: Vec<_> = day_first.into_iter().chain(month_first).collect();
    days.dedup();
    days
}

/// What a day that was read may mean: of a year of two digits, two; of midnight as a program
/// wrote it in Greenwich's time, the next day too.
fn readings(date: NaiveDate, text: &str) -> Vec<NaiveDate> {
    if (0..100).contains(&date.year()) {
        let of = |century: i32| date.with_year(century + date.year());
        return [1900, 2000].into_iter().filter_map(of).collect();
    }
    let eve = ["T22:00:00", "T23:00:00"].iter().any(|time| text.contains(time));
    let next = date.succ_opt().filter(|_| eve && text.ends_with('Z'));
    std::iter::once(date).chain(next).collect()
}

/// The day at the start of an ISO 8601 text.
pub(crate) fn iso(text: &str) -> Option<NaiveDate> {
    let day = text.get(..10)?;
    if text[10..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()
}

/// The last day on which data of `start` may stand there by a period.
///
/// Tax and trade law count from the end of the calendar year, and letters seldom
/// say so; periods of years therefore end with the year, in the company's favor.
pub fn end_of(start: NaiveDate, period: Period) -> Option<NaiveDate> {
    match period.unit {
        PeriodUnit::Day => start.checked_add_days(Days::new(period.amount.into())),
        PeriodUnit::Week => start.checked_add_days(Days::new(u64::from(period.amount) * 7)),
        PeriodUnit::Month => start.checked_add_months(Months::new(period.amount)),
        PeriodUnit::Year => {
            let year = start.year().checked_add(i32::try_from(period.amount).ok()?)?;
            NaiveDate::from_ymd_opt(year, 12, 31)
        }
    }
}

/// A period as ISO 8601 writes it.
pub fn iso_period(period: Period) -> String {
    let unit = match period.unit {
        PeriodUnit::Day => 'D',
        PeriodUnit::Week => 'W',
        PeriodUnit::Month => 'M',
        PeriodUnit::Year => 'Y',
    };
    format!("P{}{unit}", period.amount)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(text: &str, format: &str, expect: &[(i32, u32, u32)]) {
        let expect: Vec<_> =
            expect.iter().map(|(y, m, d)| NaiveDate::from_ymd_opt(*y, *m, *d).unwrap()).collect();
        assert_eq!(possible(text, format), expect, "{text} {format}");
    }

    #[test]
    fn a_day_may_mean_two() {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
        assert!(possible("12.05.48", "%d.%m.%Y").contains(&day("1948-05-12")));
        let eve = possible("1948-05-11T22:00:00.000Z", "%Y-%m-%d");
        assert_eq!(eve, [day("1948-05-11"), day("1948-05-12")]);
        assert_eq!(possible("1948-05-11T21:00:00.000Z", "%Y-%m-%d"), [day("1948-05-11")]);
    }

    #[test]
    fn a_text_means_the_days_that_it_can_mean() {
        check("1988-04-03", "", &[(1988, 4, 3)]);
        check("1988-04-03T00:00:00Z", "", &[(1988, 4, 3)]);
        check("03.04.1988", "", &[(1988, 4, 3)]);
        check("03/04/1988", "", &[(1988, 4, 3), (1988, 3, 4)]);
        check("03/04/1988", "?", &[(1988, 4, 3), (1988, 3, 4)]);
        check("03/04/1988", "%m/%d/%Y", &[(1988, 3, 4)]);
        check("13/04/1988", "", &[(1988, 4, 13)]);
        check("4/4/1988", "", &[(1988, 4, 4)]);
        check("88", "", &[]);
        check("unknown", "", &[]);
    }

    #[test]
    fn years_end_with_the_year() {
        let start = NaiveDate::from_ymd_opt(2017, 3, 1).unwrap();
        let end = |amount, unit| end_of(start, Period { amount, unit }).unwrap().to_string();
        assert_eq!(end(8, PeriodUnit::Year), "2025-12-31");
        assert_eq!(end(2, PeriodUnit::Month), "2017-05-01");
        assert_eq!(end(30, PeriodUnit::Day), "2017-03-31");
        assert_eq!(end(2, PeriodUnit::Week), "2017-03-15");
    }

    #[test]
    fn absurd_periods_have_no_end() {
        let start = NaiveDate::from_ymd_opt(2017, 3, 1).unwrap();
        assert_eq!(end_of(start, Period { amount: u32::MAX, unit: PeriodUnit::Year }), None);
    }
}
