use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{Fault, read_json};

/// One recurring or single public holiday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DayRule {
    /// A fixed day, `12-25`.
    Fixed(String),
    /// Days after Western Easter Sunday; negative before.
    Easter(i32),
    /// Days after Orthodox Easter Sunday.
    OrthodoxEaster(i32),
    /// The nth (1 to 5; -1 is the last) weekday of a month, such as `[5, "mon", -1]`.
    Nth(u32, String, i8),
    /// A single date that follows no simple rule.
    Date(NaiveDate),
}

/// The public holidays of one region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarSpec {
    /// ISO 3166: `AT`, `DE-BY`.
    pub region: String,
    /// The calendar whose days apply as well; empty if none.
    #[serde(default)]
    pub base: String,
    /// Years for which the single dates are complete.
    pub years: (i32, i32),
    /// The days.
    pub days: Vec<DayRule>,
    /// Source in words.
    pub source: String,
    /// Checked against the official list.
    pub verified: bool,
    /// What to know beside it.
    #[serde(default)]
    pub note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarFile {
    source: String,
    verified: bool,
    years: (i32, i32),
    #[serde(default)]
    note: String,
    regions: Vec<Region>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Region {
    region: String,
    #[serde(default)]
    base: String,
    #[serde(default)]
    note: String,
    days: Vec<DayRule>,
}

impl CalendarSpec {
    /// Reads the calendars of one country's file.
    pub fn parse_all(file: &str, text: &str) -> Result<Vec<Self>, Fault> {
        let file_spec: CalendarFile = read_json(file, text)?;
        let (source, verified, years) = (file_spec.source, file_spec.verified, file_spec.years);
        let mut list = Vec::new();
        for region in file_spec.regions {
            if let Some(bad) = region.days.iter().position(|rule| !rule.is_sound()) {
                let hint = "write a day as MM-DD, a weekday as mon to sun, an nth as 1 to 5 or -1";
                return Err(Fault::new(file, format!("{} day {bad}", region.region), hint));
            }
            list.push(Self {
                region: region.region,
                base: region.base,
                years,
                days: region.days,
                source: source.clone(),
                verified,
                note: if region.note.is_empty() { file_spec.note.clone() } else { region.note },
            });
        }
        Ok(list)
    }

    /// Whether a date is one of this calendar's own days (without those of its base).
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.days.iter().any(|rule| rule.matches(date))
    }
}

impl DayRule {
    /// Whether the rule falls on a date.
    pub fn matches(&self, date: NaiveDate) -> bool {
        match self {
            Self::Date(day) => *day == date,
            Self::Fixed(day) => month_day(day) == Some((date.month(), date.day())),
            Self::Easter(offset) => shifted(easter(date.year()), *offset) == Some(date),
            Self::OrthodoxEaster(offset) => {
                shifted(orthodox_easter(date.year()), *offset) == Some(date)
            }
            Self::Nth(month, weekday, nth) => {
                *month == date.month()
                    && weekday.parse::<Weekday>().is_ok_and(|day| day == date.weekday())
                    && match nth {
                        -1 => {
                            date.checked_add_days(Days::new(7)).is_none_or(|d| d.month() != *month)
                        }
                        n => i64::from(*n) == i64::from((date.day() - 1) / 7 + 1),
                    }
            }
        }
    }

    fn is_sound(&self) -> bool {
        match self {
            Self::Fixed(day) => month_day(day)
                .is_some_and(|(month, day)| NaiveDate::from_ymd_opt(2024, month, day).is_some()),
            Self::Nth(month, weekday, nth) => {
                (1..=12).contains(month)
                    && weekday.parse::<Weekday>().is_ok()
                    && matches!(nth, -1 | 1..=5)
            }
            Self::Easter(offset) | Self::OrthodoxEaster(offset) => offset.abs() < 100,
            Self::Date(_) => true,
        }
    }
}

fn month_day(text: &str) -> Option<(u32, u32)> {
    let (month, day) = text.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

fn shifted(day: Option<NaiveDate>, offset: i32) -> Option<NaiveDate> {
    let days = Days::new(u64::from(offset.unsigned_abs()));
    if offset < 0 { day?.checked_sub_days(days) } else { day?.checked_add_days(days) }
}

/// Western Easter Sunday by the Gregorian computus (Meeus, Jones, Butcher).
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// Orthodox Easter Sunday: the Julian computus, moved to the Gregorian calendar (1900 to 2099).
fn orthodox_easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 4, year % 7, year % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let month = (d + e + 114) / 31;
    let day = (d + e + 114) % 31 + 1;
    let julian =
        NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)?;
    julian.checked_add_days(Days::new(13))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_where_it_fell() {
        for (year, day) in
            [(2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2038, "2038-04-25")]
        {
            assert_eq!(easter(year), Some(date(day)));
        }
        for (year, day) in
            [(2024, "2024-05-05"), (2025, "2025-04-20"), (2026, "2026-04-12"), (2027, "2027-05-02")]
        {
            assert_eq!(orthodox_easter(year), Some(date(day)));
        }
    }

    #[test]
    fn rules_match_their_days_only() {
        let whit_monday = DayRule::Easter(50);
        assert!(whit_monday.matches(date("2026-05-25")));
        assert!(!whit_monday.matches(date("2026-05-24")));
        let spring = DayRule::Nth(5, "mon".into(), -1);
        assert!(spring.matches(date("2026-05-25")));
        assert!(!spring.matches(date("2026-05-18")));
        let thanksgiving = DayRule::Nth(11, "thu".into(), 4);
        assert!(thanksgiving.matches(date("2026-11-26")));
        assert!(!thanksgiving.matches(date("2026-11-19")));
        assert!(DayRule::Fixed("12-25".into()).matches(date("2031-12-25")));
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        let text = r#"{"source":"s","verified":false,"years":[2025,2030],
            "regions":[{"region":"XX","days":[{"fixed":"02-31"}]}]}"#;
        assert!(CalendarSpec::parse_all("calendars/XX.json", text).is_err());
    }
}
