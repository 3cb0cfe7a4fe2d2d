use chrono::{Datelike, Days, Months, NaiveDate};
use dossier_catalog::law::{Confidence, CountFrom, CountUnit, DeadlineSpec, Laws, OffDay};

use super::holidays::Place;
use super::{CountFacts, Deadline, Step};

/// No count needs more days than this; a wild date ends it.
const MOST_DAYS: u32 = 40_000;
const WORKING: [OffDay; 3] = [OffDay::Saturday, OffDay::Sunday, OffDay::Holiday];

/// Counts a deadline; none if the calendar ends before it does.
pub(super) fn count(
    laws: &Laws,
    row: &DeadlineSpec,
    start: NaiveDate,
    region: &str,
    facts: &CountFacts,
) -> Option<Deadline> {
    let place = Place::of(laws, if row.calendar.is_empty() { region } else { &row.calendar });
    let mut how = Vec::new();
    let start = begin(row, start, facts, &mut how);
    let mut day = add(row, start, &place, &mut how)?;
    let mut confidence = row.confidence;
    if row.pauses {
        let paused = paused_days(&facts.pauses);
        if paused > 0 {
            day = day.checked_add_days(Days::new(paused))?;
            how.push(Step::new(
                "paused",
                [("days", paused.to_string()), ("date", day.to_string())],
            ));
            confidence = confidence.max(Confidence::Policy);
        }
    }
    if row.roll {
        day = roll(day, &row.off, &place, &mut how)?;
    }
    if row.day_after {
        day = day.succ_opt()?;
        how.push(Step::new("day_after", [("date", day.to_string())]));
    }
    let uses_holidays = row.off.contains(&OffDay::Holiday);
    if uses_holidays {
        let key = if place.used.is_empty() { "no_calendar" } else { "calendar" };
        how.push(Step::new(key, [("region", place.used.clone())]));
        if !place.covers(day) {
            how.push(Step::new("calendar_ends", [("year", day.year().to_string())]));
            confidence = confidence.max(Confidence::Policy);
        }
    }
    let maybe_later = uses_holidays && place.incomplete;
    if maybe_later {
        how.push(Step::new("maybe_later", []));
    }
    let mut next = day.succ_opt()?;
    while place.why_off(next, &WORKING).is_some() {
        next = next.succ_opt()?;
    }
    let cites = row.cites.clone();
    Some(Deadline { due: day, overdue_from: next, maybe_later, how, confidence, cites })
}

fn begin(
    row: &DeadlineSpec,
    start: NaiveDate,
    facts: &CountFacts,
    how: &mut Vec<Step>,
) -> NaiveDate {
    let (key, day) = match row.from {
        CountFrom::Request => ("from_request", start),
        CountFrom::Receipt => ("from_receipt", start),
        CountFrom::LatestOfReceiptIdentityFee => {
            let identity = facts.identity_received.map(|day| (day, "from_identity"));
            let fee = facts.fee_paid.map(|day| (day, "from_fee"));
            [identity, fee].into_iter().flatten().fold(("from_receipt", start), |latest, other| {
                if other.0 > latest.1 { (other.1, other.0) } else { latest }
            })
        }
    };
    how.push(Step::new(key, [("date", day.to_string())]));
    day
}

fn add(
    row: &DeadlineSpec,
    start: NaiveDate,
    place: &Place<'_>,
    how: &mut Vec<Step>,
) -> Option<NaiveDate> {
    let amount = row.amount;
    let said = |day: NaiveDate| [("amount", amount.to_string()), ("date", day.to_string())];
    let day = match row.unit {
        CountUnit::Day => {
            let day = start.checked_add_days(Days::new(amount.into()))?;
            how.push(Step::new("days", said(day)));
            day
        }
        CountUnit::Week => {
            let day = start.checked_add_days(Days::new(u64::from(amount) * 7))?;
            how.push(Step::new("weeks", said(day)));
            day
        }
        CountUnit::Month => {
            let day = start.checked_add_months(Months::new(amount))?;
            let key = if day.day() == start.day() { "months" } else { "months_clipped" };
            how.push(Step::new(key, said(day)));
            day
        }
        CountUnit::YearEnd => {
            let year = start.year().checked_add(i32::try_from(amount).ok()?)?;
            let day = NaiveDate::from_ymd_opt(year, 12, 31)?;
            how.push(Step::new("years_end", said(day)));
            day
        }
        CountUnit::BusinessDay => {
            let day = business_days(start, amount, &row.off, place)?;
            how.push(Step::new("business_days", said(day)));
            day
        }
    };
    Some(day)
}

fn business_days(
    start: NaiveDate,
    amount: u32,
    off: &[OffDay],
    place: &Place<'_>,
) -> Option<NaiveDate> {
    let (mut day, mut left) = (start, amount);
    for _ in 0..MOST_DAYS {
        if left == 0 {
            return Some(day);
        }
        day = day.succ_opt()?;
        if place.why_off(day, off).is_none() {
            left -= 1;
        }
    }
    None
}

fn roll(
    mut day: NaiveDate,
    off: &[OffDay],
    place: &Place<'_>,
    how: &mut Vec<Step>,
) -> Option<NaiveDate> {
    for _ in 0..MOST_DAYS {
        let Some(why) = place.why_off(day, off) else { return Some(day) };
        let next = day.succ_opt()?;
        let why = match why {
            OffDay::Saturday => "saturday",
            OffDay::Sunday => "sunday",
            OffDay::Holiday => "holiday",
        };
        how.push(Step::new(why, [("date", day.to_string()), ("next", next.to_string())]));
        day = next;
    }
    None
}

/// Days of all pauses together, both ends counted, no day twice.
fn paused_days(pauses: &[(NaiveDate, NaiveDate)]) -> u64 {
    let mut spans: Vec<_> = pauses.iter().copied().filter(|(from, to)| from <= to).collect();
    spans.sort_unstable();
    let (mut total, mut counted_to) = (0, None);
    for (from, to) in spans {
        let from =
            counted_to.and_then(|last: NaiveDate| last.succ_opt()).map_or(from, |n| n.max(from));
        if from <= to {
            total += (to - from).num_days().unsigned_abs() + 1;
            counted_to = Some(to);
        }
    }
    total
}
