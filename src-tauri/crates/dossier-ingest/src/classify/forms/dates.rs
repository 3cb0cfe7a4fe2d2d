//! Days, clock times, spans of years and of money.

use chrono::{Datelike, NaiveDate};

use super::all_digits;
use crate::dates::birth_year;

/// A day and what else the text says about time.
pub fn parse_date(value: &str) -> Option<(NaiveDate, bool)> {
    let value = value.trim();
    if value.len() < 6 || value.len() > 40 || !value.is_ascii() {
        return None;
    }
    let split = value.find(['T', ' ', ',']).filter(|&at| at >= 8);
    let (day, rest) = split.map_or((value, ""), |at| (&value[..at], &value[at + 1..]));
    let has_time = rest.contains(':');
    if !rest.is_empty() && !has_time {
        return None;
    }
    if day.len() == 8 && all_digits(day) {
        let number = |at: std::ops::Range<usize>| day.get(at)?.parse::<u32>().ok();
        let (year, month, date) = (number(0..4)?, number(4..6)?, number(6..8)?);
        let year = i32::try_from(year).ok().filter(|y| (1900..=2099).contains(y))?;
        return Some((NaiveDate::from_ymd_opt(year, month, date)?, has_time));
    }
    let parts: Vec<&str> = day.split(['-', '.', '/']).filter(|part| !part.is_empty()).collect();
    let [a, b, c] = parts[..] else { return None };
    let (a, b, c) = (a.parse::<u32>().ok()?, b.parse::<u32>().ok()?, c.parse::<u32>().ok()?);
    let (year, month, date) = if a > 31 {
        (a, b, c)
    } else if b > 12 {
        (c, a, b)
    } else {
        (c, b, a)
    };
    let year = match year {
        0..=99 if parts[2].len() == 2 => birth_year(i32::try_from(year).ok()?),
        other => i32::try_from(other).ok()?,
    };
    let year = Some(year).filter(|y| (1850..=2150).contains(y))?;
    Some((NaiveDate::from_ymd_opt(year, month, date)?, has_time))
}

/// Days, clock times and spans.
pub(super) fn find(value: &str, found: &mut dyn FnMut(&'static str)) {
    if let Some((day, has_time)) = parse_date(value) {
        found("date");
        if has_time {
            found("datetime");
        }
        // A customer is at least fourteen or so; nobody shops since before 1915.
        if (1915..=2012).contains(&day.year()) && !has_time {
            found("birth_range");
        }
        if day.year() < 1995 {
            found("old_date");
        }
        return;
    }
    if has_named_month(value) {
        found("date");
    }
    let time: Vec<&str> = value.trim().split(':').collect();
    let is_clock = matches!(time.len(), 2 | 3)
        && time.iter().all(|part| part.len() <= 2 && !part.is_empty() && all_digits(part));
    if is_clock {
        found("clock");
    }
    let ranges = value.matches(':').count() >= 2 && value.contains(['-', '–']);
    if ranges && value.len() <= 40 && !is_clock && value.bytes().any(|b| b.is_ascii_digit()) {
        found("time_range");
    }
    let band = value.trim().split_once(['-', '–']).is_some_and(|(from, to)| {
        let number = |text: &str| text.trim().parse::<u32>().ok();
        matches!((number(from), number(to)), (Some(a), Some(b)) if a < b && b <= 120)
    });
    if band {
        found("band");
    }
    let money_band = value.trim().split_once(['-', '–']).is_some_and(|(from, to)| {
        let number = |text: &str| -> Option<u64> {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            digits.parse().ok()
        };
        matches!((number(from), number(to)), (Some(a), Some(b)) if a < b && b >= 500)
            && value.len() < 24
    });
    if money_band {
        found("money_band");
    }
}

/// `5 Mar 2023`, `März 12, 2021`: a day, a word and a year, nothing else.
fn has_named_month(value: &str) -> bool {
    let parts: Vec<&str> =
        value.split([' ', '.', ',', '-']).filter(|part| !part.is_empty()).collect();
    let [a, b, year] = parts[..] else { return false };
    let is_day = |text: &str| text.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day));
    let is_word =
        |text: &str| (3..=12).contains(&text.len()) && text.chars().all(char::is_alphabetic);
    year.len() == 4
        && year.parse::<u16>().is_ok_and(|year| (1900..=2100).contains(&year))
        && ((is_day(a) && is_word(b)) || (is_word(a) && is_day(b)))
}
