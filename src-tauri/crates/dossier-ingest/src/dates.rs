//! Dates of a column: one order of day and month for all its values, decided by
//! vote over every value. Where both orders fit to the end, the answer is
//! "unsure", never a guess a row.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime};

/// Month names in the languages that the catalog knows, and what stands for no day.
#[derive(Clone, Debug, Default)]
pub struct Months {
    /// Names of the same month beside each other, lower case.
    names: Vec<Vec<Vec<String>>>,
    /// What stands where no day is known, lower case: `k. A.`.
    absent: Vec<String>,
    /// Days that are none anywhere, and such as somebody may have been born on.
    never: Vec<NaiveDate>,
    fillers: Vec<NaiveDate>,
}

impl Months {
    /// From lists of twelve names; other names of the same month stand behind a `|`.
    pub fn new<'a>(lists: impl IntoIterator<Item = &'a [String]>) -> Self {
        let names = |month: &String| month.to_lowercase().split('|').map(str::to_owned).collect();
        let lists = lists.into_iter().filter(|list| list.len() == 12);
        let names = lists.map(|list| list.iter().map(names).collect()).collect();
        Self { names, ..Self::default() }
    }

    /// With what stands where no day is known.
    pub fn with_absent<'w>(mut self, words: impl IntoIterator<Item = &'w String>) -> Self {
        self.absent.extend(words.into_iter().map(|word| word.to_lowercase()));
        self
    }

    /// With the days that programs write where there is none.
    pub fn with_no_days(mut self, never: &[NaiveDate], fillers: &[NaiveDate]) -> Self {
        (self.never, self.fillers) = (never.to_vec(), fillers.to_vec());
        self
    }

    /// Whether a value says that there is no day, or names one that stands for none.
    fn is_no_day(&self, value: &str, birth: bool) -> bool {
        let value = value.trim();
        if value.starts_with(|c: char| c.is_ascii_digit()) {
            return value == "0" || self.is_filler(value, birth);
        }
        // Such words are short; a sentence is none.
        value.is_empty() || value.len() <= 40 && self.absent.contains(&value.to_lowercase())
    }

    /// A day alone, or with midnight behind it, whose parts are all zero or those of a
    /// day that stands for none, in whatever order.
    fn is_filler(&self, value: &str, birth: bool) -> bool {
        let Some((mut parts, rest)) = three_numbers(value) else { return false };
        let midnight = |byte: u8| matches!(byte, b'0' | b':' | b'.' | b' ' | b'T' | b'Z' | b'+');
        if !rest.bytes().all(midnight) {
            return false;
        }
        parts.sort_unstable();
        let [low, high, year] = parts;
        let is = |day: &NaiveDate| {
            let (month, of_month) = (day.month(), day.day());
            let mut whole = [month, of_month, day.year().unsigned_abs()];
            whole.sort_unstable();
            whole == parts
        };
        (low, high) == (0, 0) && (year == 0 || year >= 1000)
            || self.never.iter().any(is)
            || !birth && self.fillers.iter().any(is)
    }

    fn number(&self, word: &str) -> Option<u32> {
        let word = word.to_lowercase();
        let long = word.chars().count() >= 3;
        self.names.iter().find_map(|list| {
            let whole = |names: &Vec<String>| names.contains(&word);
            let short =
                |names: &Vec<String>| long && names.iter().any(|name| name.starts_with(&word));
            let at = list.iter().position(whole).or_else(|| {
                let mut hits = (0..12).filter(|&at| short(&list[at]));
                hits.next().filter(|_| hits.next().is_none())
            })?;
            u32::try_from(at + 1).ok()
        })
    }
}

/// The three numbers at the start of `1970-01-01`, `31/12/2099` or `99991231`, and what
/// follows.
fn three_numbers(value: &str) -> Option<([u32; 3], &str)> {
    let bytes = value.as_bytes();
    if bytes.len() == 8 && bytes.iter().all(u8::is_ascii_digit) {
        let part = |from: usize, to: usize| value[from..to].parse().ok();
        return Some(([part(0, 4)?, part(4, 6)?, part(6, 8)?], ""));
    }
    let (mut at, mut parts) = (0, [0; 3]);
    for (index, part) in parts.iter_mut().enumerate() {
        let (number, len) = number(&bytes[at..])?;
        *part = number;
        at += len;
        if index < 2 {
            at += usize::from(matches!(bytes.get(at)?, b'-' | b'.' | b'/'));
        }
    }
    Some((parts, value.get(at..)?))
}

/// Two digits of a year below this are of this century.
const PIVOT: i32 = 70;
/// The same for births, which lie in the past.
const BIRTH_PIVOT: i32 = 30;

/// The year that its last two digits mean.
fn whole_year(digits: i32, pivot: i32) -> i32 {
    digits + if digits < pivot { 2000 } else { 1900 }
}

/// The same for a birth.
pub(crate) fn birth_year(digits: i32) -> i32 {
    whole_year(digits, BIRTH_PIVOT)
}

/// A date as it stands, before the order of day and month is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Found {
    year: i32,
    /// Month and day, if the form leaves no doubt.
    sure: Option<(u32, u32)>,
    /// The two numbers in the order in which they stand.
    pair: (u32, u32),
    separator: u8,
    time: Option<NaiveTime>,
}

/// How a column writes its dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateForm {
    /// The form leaves no doubt: year first, or the month as a word.
    Plain,
    /// Day before month.
    DayFirst,
    /// Month before day.
    MonthFirst,
    /// Seconds since 1970.
    Unix,
    /// Milliseconds since 1970.
    UnixMs,
    /// Microseconds since 1970.
    UnixUs,
    /// Digits alone, year first: `20240131`, `20240131235959`, `20240131T235959Z`.
    Compact,
}

/// Forms that are numbers: what says that a column holds times must say so of its kind.
const OF_MACHINES: [DateForm; 4] =
    [DateForm::Compact, DateForm::Unix, DateForm::UnixMs, DateForm::UnixUs];

impl DateForm {
    /// The form by the name that a summary keeps; none for none and unsure.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "%Y-%m-%d" => Self::Plain,
            "%d.%m.%Y" => Self::DayFirst,
            "%m/%d/%Y" => Self::MonthFirst,
            "unix" => Self::Unix,
            "unix_ms" => Self::UnixMs,
            "unix_us" => Self::UnixUs,
            "%Y%m%d" => Self::Compact,
            _ => return None,
        })
    }

    /// The name for a summary.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Plain => "%Y-%m-%d",
            Self::DayFirst => "%d.%m.%Y",
            Self::MonthFirst => "%m/%d/%Y",
            Self::Unix => "unix",
            Self::UnixMs => "unix_ms",
            Self::UnixUs => "unix_us",
            Self::Compact => "%Y%m%d",
        }
    }

    /// The form that a declared `chrono` format means.
    pub fn declared(format: &str) -> Option<Self> {
        match format {
            "unix" => return Some(Self::Unix),
            "unix_ms" => return Some(Self::UnixMs),
            "unix_us" => return Some(Self::UnixUs),
            _ => {}
        }
        let at = |marks: [&str; 2]| marks.iter().filter_map(|mark| format.find(mark)).min();
        let (day, month, year) = (at(["%d", "%e"]), at(["%m", "%-m"]), at(["%Y", "%y"]));
        Some(match (day, month, year) {
            (Some(_), Some(month), Some(year)) if year < month => Self::Plain,
            (Some(day), Some(month), Some(_)) if day < month => Self::DayFirst,
            (Some(_), Some(_), Some(_)) => Self::MonthFirst,
            _ => Self::Plain,
        })
    }

    /// The form of a column of times whose values are numbers: nine in ten must be such
    /// times, or they are numbers.
    pub fn of_numbers(values: &[&str], months: &Months) -> Option<Self> {
        let filled: Vec<&str> =
            values.iter().copied().filter(|value| !months.is_no_day(value, false)).collect();
        OF_MACHINES.into_iter().find(|form| {
            let fits = filled.iter().filter(|value| form.parse(value, months).is_some()).count();
            fits > 0 && fits * 10 >= filled.len() * 9
        })
    }

    /// The form that a column's declared formats mean together. Formats with both
    /// orders say only that the values decide.
    pub fn of_all(formats: &[String]) -> Option<Self> {
        let forms: Vec<Self> = formats.iter().filter_map(|format| Self::declared(format)).collect();
        let ordered = |form: &&Self| !matches!(form, Self::Plain);
        let first = forms.iter().find(ordered).or(forms.first())?;
        forms.iter().filter(ordered).all(|form| form == first).then(|| first.clone())
    }

    /// Reads the day of a record; none where programs wrote one for want of any.
    pub fn day_of_record(&self, value: &str, months: &Months) -> Option<Moment> {
        self.parse(value, months).filter(|moment| {
            !months.never.contains(&moment.date) && !months.fillers.contains(&moment.date)
        })
    }

    /// Reads a value; the original text stays the truth.
    pub fn parse(&self, value: &str, months: &Months) -> Option<Moment> {
        match self {
            Self::Unix => moment_from_unix(value.trim().parse().ok()?),
            Self::UnixMs => moment_from_unix(value.trim().parse::<i64>().ok()? / 1000),
            Self::UnixUs => moment_from_unix(value.trim().parse::<i64>().ok()? / 1_000_000),
            Self::Compact => compact(value.trim()),
            _ => {
                let found = find(value, months, PIVOT)?;
                let (month, day) = match self {
                    Self::DayFirst => found.sure.unwrap_or((found.pair.1, found.pair.0)),
                    Self::MonthFirst => found.sure.unwrap_or(found.pair),
                    _ => found.sure?,
                };
                let date = NaiveDate::from_ymd_opt(found.year, month, day)?;
                Some(Moment { date, time: found.time })
            }
        }
    }
}

/// A day, with the time if the value has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The day.
    pub date: NaiveDate,
    /// The time of day.
    pub time: Option<NaiveTime>,
}

impl Moment {
    /// ISO 8601, with minutes if there is a time.
    pub fn iso(&self) -> String {
        match self.time {
            Some(time) => NaiveDateTime::new(self.date, time).format("%Y-%m-%dT%H:%M").to_string(),
            None => self.date.format("%Y-%m-%d").to_string(),
        }
    }
}

/// `20240131`, with `T` or without before the time.
fn compact(value: &str) -> Option<Moment> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (day, rest) = value.split_at_checked(8).filter(|(day, _)| digits(day))?;
    let year = day[..4].parse().ok().filter(plausible)?;
    let date = NaiveDate::from_ymd_opt(year, day[4..6].parse().ok()?, day[6..].parse().ok()?)?;
    let clock = rest.trim_start_matches('T').trim_end_matches('Z');
    let time = match clock.split_at_checked(6) {
        None if clock.is_empty() => None,
        Some((clock, more)) if digits(clock) && (more.is_empty() || more.starts_with('.')) => {
            let part = |at: usize| clock[at..at + 2].parse::<u32>().ok();
            Some(NaiveTime::from_hms_opt(part(0)?, part(2)?, part(4)?.min(59))?)
        }
        _ => return None,
    };
    Some(Moment { date, time })
}

fn moment_from_unix(seconds: i64) -> Option<Moment> {
    // 1990 to 2100: other numbers are no times of a shop.
    if !(631_152_000..4_102_444_800).contains(&seconds) {
        return None;
    }
    let time = DateTime::from_timestamp(seconds, 0)?.naive_utc();
    Some(Moment { date: time.date(), time: Some(time.time()) })
}

/// The vote of a column.
#[derive(Clone, Debug)]
pub struct DateVote {
    pivot: i32,
    values: u64,
    sure: u64,
    slashes: u64,
    day_first: Range,
    month_first: Range,
}

#[derive(Clone, Debug, Default)]
struct Range {
    fits: u64,
    first: Option<Moment>,
    last: Option<Moment>,
}

impl Range {
    fn add(&mut self, year: i32, month: u32, day: u32, time: Option<NaiveTime>) {
        let Some(date) = NaiveDate::from_ymd_opt(year, month, day) else { return };
        let moment = Moment { date, time };
        self.fits += 1;
        if self.first.is_none_or(|first| moment < first) {
            self.first = Some(moment);
        }
        if self.last.is_none_or(|last| moment > last) {
            self.last = Some(moment);
        }
    }

    fn days(&self) -> Option<(String, String)> {
        let day = |moment: Moment| moment.date.format("%Y-%m-%d").to_string();
        Some((day(self.first?), day(self.last?)))
    }
}

/// What a column's vote decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// The name of the form; `?` if day and month cannot be told apart.
    pub format: String,
    /// First and last day, ISO 8601.
    pub days: Option<(String, String)>,
}

impl Default for DateVote {
    fn default() -> Self {
        let (day_first, month_first) = (Range::default(), Range::default());
        Self { pivot: PIVOT, values: 0, sure: 0, slashes: 0, day_first, month_first }
    }
}

impl DateVote {
    /// The vote of a column of births.
    pub fn of_births() -> Self {
        Self { pivot: BIRTH_PIVOT, ..Self::default() }
    }

    /// Counts one value. `declared` is the form that a declaration names.
    pub fn add(&mut self, value: &str, declared: Option<&DateForm>, months: &Months) {
        if months.is_no_day(value, self.pivot == BIRTH_PIVOT) {
            return;
        }
        self.values += 1;
        if let Some(form) = declared.filter(|form| OF_MACHINES.contains(form)) {
            if let Some(moment) = form.parse(value, months) {
                self.sure += 1;
                let (date, time) = (moment.date, moment.time);
                self.day_first.add(date.year(), date.month(), date.day(), time);
                self.month_first.add(date.year(), date.month(), date.day(), time);
            }
            return;
        }
        let Some(found) = find(value, months, self.pivot) else { return };
        if let Some((month, day)) = found.sure {
            self.sure += 1;
            self.day_first.add(found.year, month, day, found.time);
            self.month_first.add(found.year, month, day, found.time);
            return;
        }
        self.slashes += u64::from(found.separator == b'/');
        let (a, b) = found.pair;
        self.day_first.add(found.year, b, a, found.time);
        self.month_first.add(found.year, a, b, found.time);
    }

    /// Whether most values so far look like dates.
    pub fn is_likely(&self) -> bool {
        let fits = self.day_first.fits.max(self.month_first.fits);
        fits > 0 && fits * 100 >= self.values * 80
    }

    /// The order of day and month that values with slashes settle.
    pub fn order(&self) -> Option<DateForm> {
        let (day, month) = (self.day_first.fits, self.month_first.fits);
        let settled = self.slashes > 0 && self.is_likely() && day != month;
        settled.then_some(if day > month { DateForm::DayFirst } else { DateForm::MonthFirst })
    }

    /// The decision over all values.
    pub fn decide(&self, declared: Option<&DateForm>) -> Decided {
        if !self.is_likely() {
            return Decided::default();
        }
        if let Some(form) = declared {
            let range =
                if *form == DateForm::MonthFirst { &self.month_first } else { &self.day_first };
            return Decided { format: form.name().to_owned(), days: range.days() };
        }
        let (day, month) = (self.day_first.fits, self.month_first.fits);
        let (form, range) = if self.sure == day && self.sure == month {
            (DateForm::Plain, &self.day_first)
        } else if day > month || (day == month && self.slashes == 0) {
            // Points and dashes stand after the day wherever people write them.
            (DateForm::DayFirst, &self.day_first)
        } else if month > day {
            (DateForm::MonthFirst, &self.month_first)
        } else {
            return Decided { format: "?".to_owned(), days: None };
        };
        Decided { format: form.name().to_owned(), days: range.days() }
    }
}

/// Finds a date at the start of a value, with the time that follows it.
fn find(value: &str, months: &Months, pivot: i32) -> Option<Found> {
    let value = value.trim_matches(|c: char| c.is_whitespace() || c == '\'' || c == '"');
    if value.len() < 6 || value.len() > 64 || !value.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    if value.as_bytes()[0].is_ascii_digit()
        && let Some(found) = numeric(value, pivot)
    {
        return Some(found);
    }
    if let Some(moment) = of_a_call(value) {
        let (date, time) = (moment.date, moment.time);
        let sure = (date.month(), date.day());
        return Some(Found {
            year: date.year(),
            sure: Some(sure),
            pair: sure,
            separator: b'(',
            time,
        });
    }
    named(value, months, pivot)
}

/// `/Date(1711922400000+0200)/`, as some programs write a day into JSON.
fn of_a_call(value: &str) -> Option<Moment> {
    let number = value.trim_matches('/').strip_prefix("Date(")?.strip_suffix(')')?;
    let end = number.bytes().skip(1).position(|byte| !byte.is_ascii_digit());
    let digits = end.map_or(number, |end| &number[..=end]);
    let seconds = digits.parse::<i64>().ok()?.div_euclid(1000);
    let time = DateTime::from_timestamp(seconds, 0)?.naive_utc();
    plausible(&time.year()).then(|| Moment { date: time.date(), time: Some(time.time()) })
}

fn numeric(value: &str, pivot: i32) -> Option<Found> {
    let bytes = value.as_bytes();
    let (a, a_len) = number(bytes)?;
    let separator = *bytes.get(a_len)?;
    if !matches!(separator, b'-' | b'.' | b'/') {
        return None;
    }
    let rest = &bytes[a_len + 1..];
    let (b, b_len) = number(rest)?;
    if rest.get(b_len) != Some(&separator) || b_len > 2 {
        return None;
    }
    let rest = &rest[b_len + 1..];
    let (c, c_len) = number(rest)?;
    let after = &value[value.len() - rest.len() + c_len..];
    let time = time_after(after)?;
    match (a_len, c_len) {
        (4, 1..=2) => Some(Found {
            year: i32::try_from(a).ok().filter(plausible)?,
            sure: Some((b, c)),
            pair: (b, c),
            separator,
            time,
        }),
        (1..=2, 4 | 2) => {
            let year = i32::try_from(c).ok()?;
            let year = if c_len == 2 { whole_year(year, pivot) } else { year };
            Some(Found {
                year: Some(year).filter(plausible)?,
                sure: None,
                pair: (a, b),
                separator,
                time,
            })
        }
        _ => None,
    }
}

fn plausible(year: &i32) -> bool {
    (1880..2200).contains(year)
}

fn number(bytes: &[u8]) -> Option<(u32, usize)> {
    let len = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if len == 0 || len > 4 {
        return None;
    }
    let value = bytes[..len].iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0'));
    Some((value, len))
}

/// The time after a date: `Some(None)` if there is none, `None` if what follows
/// shows that this is no date.
fn time_after(rest: &str) -> Option<Option<NaiveTime>> {
    let rest = rest.trim_start_matches(|c: char| c == 'T' || c == ',' || c.is_whitespace());
    let bytes = rest.as_bytes();
    let Some((hour, hour_len)) = number(bytes) else {
        let is_end = rest.is_empty() || !rest.starts_with(['-', '.', '/']);
        return is_end.then_some(None);
    };
    if bytes.get(hour_len) != Some(&b':') {
        return Some(None);
    }
    let bytes = &bytes[hour_len + 1..];
    let Some((minute, minute_len)) = number(bytes) else { return Some(None) };
    let second = match bytes.get(minute_len) {
        Some(b':') => number(&bytes[minute_len + 1..]).map_or(0, |(second, _)| second),
        _ => 0,
    };
    // Only the word right behind the time: `America` is no morning.
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit() || ":.,".contains(c));
    let word = behind.trim_start().split(|c: char| !c.is_alphabetic() && c != '.').next();
    let half = word.unwrap_or_default().replace('.', "").to_lowercase();
    let hour = match &*half {
        "pm" if hour < 12 => hour + 12,
        "am" if hour == 12 => 0,
        _ => hour,
    };
    Some(NaiveTime::from_hms_opt(hour, minute, second.min(59)))
}

/// A date with its month as a word: `17. Mai 2024`, `May 17, 2024`, `17-MAY-24`.
fn named(value: &str, months: &Months, pivot: i32) -> Option<Found> {
    let (mut day, mut month, mut year) = (None, None, None);
    let mut time_at = value.len();
    let mut at = 0;
    let separates = |c: char| !c.is_alphanumeric() && c != ':';
    for word in value.split(separates) {
        let start = at;
        at += word.len() + value[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        if word.is_empty() {
            continue;
        }
        if word.contains(':') {
            time_at = time_at.min(start);
            continue;
        }
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        match digits.parse::<u32>() {
            Ok(number) if digits.len() == 4 && year.is_none() => year = i32::try_from(number).ok(),
            Ok(number) if digits.len() <= 2 && day.is_none() => day = Some(number),
            // A year of two digits stands behind day and month.
            Ok(number) if digits.len() == 2 && month.is_some() && year.is_none() => {
                year = i32::try_from(number).ok().map(|digits| whole_year(digits, pivot));
            }
            Ok(_) => {}
            Err(_) if month.is_none() => month = months.number(word),
            Err(_) => {}
        }
    }
    let (day, month, year) = (day?, month?, year.filter(plausible)?);
    let time = value.get(time_at..).and_then(|rest| time_after(rest).flatten());
    Some(Found { year, sure: Some((month, day)), pair: (month, day), separator: b' ', time })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn months() -> Months {
        let list = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let en = list(
            "January February March April May June July August September October November December",
        );
        let de = list(
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        );
        let nl = list("januari februari maart|mrt april mei juni juli a s o n d");
        Months::new([&en[..], &de[..], &nl[..]])
    }

    #[test]
    fn months_have_several_names() {
        let parse = |value: &str| DateForm::Plain.parse(value, &months()).map(|m| m.iso());
        assert_eq!(parse("5 maart 2021").as_deref(), Some("2021-03-05"));
        assert_eq!(parse("5 mrt. 2021").as_deref(), Some("2021-03-05"));
        let catalog = dossier_catalog::Catalog::embedded();
        let ingest = crate::Ingest::new(&catalog);
        for value in [
            "5. Mrz. 2021",
            "5 marca 2021",
            "5 de marzo de 2021",
            "5 marzo 2021",
            "5 de março de 2021",
        ] {
            let day = DateForm::Plain.parse(value, ingest.months()).unwrap();
            assert_eq!(day.iso(), "2021-03-05", "{value}");
        }
        let day = DateForm::Plain.parse("5. Jänner 2021", ingest.months()).unwrap();
        assert_eq!(day.iso(), "2021-01-05");
    }

    fn decide(values: &[&str], declared: Option<&DateForm>) -> (String, String) {
        let mut vote = DateVote::default();
        values.iter().for_each(|value| vote.add(value, declared, &months()));
        let decided = vote.decide(declared);
        (decided.format, decided.days.map_or_else(String::new, |(a, b)| format!("{a} {b}")))
    }

    fn check(values: &[&str], format: &str, days: &str) {
        assert_eq!(decide(values, None), (format.to_owned(), days.to_owned()), "{values:?}");
    }

    #[test]
    fn numbers_are_times_where_nearly_all_of_them_are() {
        let months = months();
        for (values, form) in [
            (&["1711922400", "1711922600", "1423000000"][..], Some(DateForm::Unix)),
            (&["1711922400000", "", "1711922600000"], Some(DateForm::UnixMs)),
            (&["20230411", "20240102", "00.00.0000"], Some(DateForm::Compact)),
            (&["20230411101500", "20240102235959"], Some(DateForm::Compact)),
            (&["20210305T101112Z"], Some(DateForm::Compact)),
            (&["20231341", "20240102"], None),
            (&["17", "18"], None),
            (&["4711", "1711922400"], None),
            (&[""], None),
        ] {
            assert_eq!(DateForm::of_numbers(values, &months), form, "{values:?}");
        }
        let day = DateForm::Compact.parse("20240131235959", &months).unwrap();
        assert_eq!(day.iso(), "2024-01-31T23:59");
        assert_eq!(DateForm::from_name(DateForm::Compact.name()), Some(DateForm::Compact));
        assert_eq!(DateForm::Compact.parse("é0240131", &months), None);
    }

    #[test]
    fn what_stands_for_no_day_has_no_vote() {
        let absent = ["k.A.".to_owned()];
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let months = months()
            .with_absent(&absent)
            .with_absent(&["null".to_owned(), "-".to_owned()])
            .with_no_days(&[day("9999-12-31")], &[day("1970-01-01"), day("2099-12-31")]);
        let mut vote = DateVote::default();
        for value in [
            "03.04.2022",
            "k.A.",
            "k.A.",
            "00.00.0000",
            "NULL",
            "01.01.1970",
            "-",
            "31/12/2099",
            "12/31/2099",
            "9999-12-31T00:00:00Z",
            "1970-01-01 00:00:00.000+00:00",
            "99991231",
            "0",
        ] {
            vote.add(value, None, &months);
        }
        let decided = vote.decide(None);
        assert_eq!(decided.days, Some(("2022-04-03".to_owned(), "2022-04-03".to_owned())));
        assert!(DateForm::DayFirst.day_of_record("31.12.2099", &months).is_none());
        assert!(DateForm::DayFirst.parse("31.12.2099", &months).is_some());
        let mut born = DateVote::of_births();
        born.add("01.01.1970", None, &months);
        assert!(born.is_likely(), "somebody may have been born then");
        let mut words = DateVote::default();
        ["open", "03.04.2022", "closed"].iter().for_each(|word| words.add(word, None, &months));
        assert!(!words.is_likely());
    }

    #[test]
    fn one_order_a_column_decided_by_all_values() {
        check(&["01/02/2024", "13/02/2024"], "%d.%m.%Y", "2024-02-01 2024-02-13");
        check(&["01/02/2024", "02/13/2024"], "%m/%d/%Y", "2024-01-02 2024-02-13");
        check(&["01/02/2024", "03/04/2024"], "?", "");
        check(&["01.02.2024", "03.04.24"], "%d.%m.%Y", "2024-02-01 2024-04-03");
        check(&["05/17/24"], "%m/%d/%Y", "2024-05-17 2024-05-17");
    }

    #[test]
    fn forms_without_doubt() {
        check(
            &["2024-05-17T10:22:33Z", "2024-05-16T10:22:33.120Z", "2024-05-18 07:00:00 UTC"],
            "%Y-%m-%d",
            "2024-05-16 2024-05-18",
        );
        check(&["17. Mai 2024, 10:22", "1. März 2023"], "%Y-%m-%d", "2023-03-01 2024-05-17");
        check(&["Fri, 17 May 2024 10:22:33 GMT"], "%Y-%m-%d", "2024-05-17 2024-05-17");
        check(&["May 3, 2024 4:05 pm"], "%Y-%m-%d", "2024-05-03 2024-05-03");
        check(&["Tue Feb 06 10:00:00 UTC 2024"], "%Y-%m-%d", "2024-02-06 2024-02-06");
        check(&["05-JAN-21", "7. Dez 98"], "%Y-%m-%d", "1998-12-07 2021-01-05");
        check(
            &["/Date(1711922400000)/", "/Date(-1000+0200)/"],
            "%Y-%m-%d",
            "1969-12-31 2024-03-31",
        );
    }

    #[test]
    fn what_is_no_date_is_none() {
        for value in
            ["306-1234567-7654321", "12.50", "192.0.2.17", "12345678", "1/2", "Mai", "1.2.3.4"]
        {
            check(&[value], "", "");
        }
    }

    #[test]
    fn a_declared_order_wins() {
        let (format, days) = decide(&["01/02/2024"], Some(&DateForm::MonthFirst));
        assert_eq!((format.as_str(), days.as_str()), ("%m/%d/%Y", "2024-01-02 2024-01-02"));
        let (format, days) = decide(&["1715941353"], Some(&DateForm::Unix));
        assert_eq!((format.as_str(), days.as_str()), ("unix", "2024-05-17 2024-05-17"));
        let all = |formats: &[&str]| {
            DateForm::of_all(&formats.iter().map(|f| (*f).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(all(&["%Y-%m-%d", "%m/%d/%Y"]), Some(DateForm::MonthFirst));
        assert_eq!(all(&["%d/%m/%Y", "%m/%d/%Y"]), None, "the values decide");
        assert_eq!(DateForm::declared("%d/%m/%Y %H:%M:%S UTC"), Some(DateForm::DayFirst));
        assert_eq!(DateForm::declared("%m/%d/%y"), Some(DateForm::MonthFirst));
        assert_eq!(DateForm::declared("%Y-%m-%dT%H:%M:%SZ"), Some(DateForm::Plain));
    }

    #[test]
    fn births_lie_in_the_past() {
        let days = |mut vote: DateVote, values: &[&str]| {
            values.iter().for_each(|value| vote.add(value, None, &months()));
            vote.decide(None).days.unwrap()
        };
        let values = ["03.04.55", "30.11.48", "17.05.61", "01.02.05"];
        let day = |text: &str| text.to_owned();
        assert_eq!(days(DateVote::of_births(), &values), (day("1948-11-30"), day("2005-02-01")));
        // A contract may end in the future.
        assert_eq!(days(DateVote::default(), &["31.12.35"]).0, "2035-12-31");
    }

    #[test]
    fn times_are_kept() {
        let parse = |value| DateForm::Plain.parse(value, &months()).unwrap().iso();
        assert_eq!(parse("2024-05-17T10:22:33Z"), "2024-05-17T10:22");
        assert_eq!(parse("2024-05-17"), "2024-05-17");
        assert_eq!(parse("May 3, 2024 4:05 pm"), "2024-05-03T16:05");
        assert_eq!(parse("May 3, 2024 4:05:10\u{202f}p.m."), "2024-05-03T16:05");
        assert_eq!(parse("2024-05-17 12:30 AM"), "2024-05-17T00:30");
        // Half a day hides in many words.
        assert_eq!(parse("2024-05-17 12:30:00 America/New_York"), "2024-05-17T12:30");
        assert_eq!(parse("2024-05-17 12:30 Amsterdam"), "2024-05-17T12:30");
        assert_eq!(parse("2024-05-17 04:05 (shipment)"), "2024-05-17T04:05");
    }
}
