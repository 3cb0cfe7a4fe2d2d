use chrono::{Datelike, NaiveDate, Weekday};
use dossier_catalog::law::{CalendarSpec, Laws, OffDay};

/// The days off at one place.
pub(super) struct Place<'a> {
    /// Calendars whose days all apply.
    any: Vec<&'a CalendarSpec>,
    /// Calendars of the parts of a country of which none is known: a day counts
    /// only if it is off in each of them.
    all: Vec<(&'a CalendarSpec, Option<&'a CalendarSpec>)>,
    /// Whether other days off may exist that are not known here.
    pub(super) incomplete: bool,
    /// The region whose calendar is used; empty if there is none.
    pub(super) used: String,
}

impl<'a> Place<'a> {
    /// The place of a region code, falling back to its country.
    pub(super) fn of(laws: &'a Laws, region: &str) -> Self {
        let region = match region.strip_prefix("UK") {
            Some(rest) => format!("GB{rest}"),
            None => region.to_owned(),
        };
        let country = region.split('-').next().unwrap_or_default().to_owned();
        let inside = format!("{country}-");
        let has_parts = laws.regions().any(|known| known.starts_with(&inside));
        for (code, incomplete) in [(&region, region == country && has_parts), (&country, true)] {
            if let Some(own) = laws.calendar(code) {
                let any = [Some(own), laws.calendar(&own.base)].into_iter().flatten().collect();
                return Self { any, all: Vec::new(), incomplete, used: code.clone() };
            }
        }
        let parts = laws.regions().filter(|known| known.starts_with(&inside));
        let all: Vec<_> = parts
            .filter_map(|code| laws.calendar(code))
            .map(|own| (own, laws.calendar(&own.base)))
            .collect();
        let used = if all.is_empty() { String::new() } else { country };
        Self { any: Vec::new(), all, incomplete: true, used }
    }

    /// Whether a date is a public holiday here.
    pub(super) fn is_holiday(&self, date: NaiveDate) -> bool {
        self.any.iter().any(|calendar| calendar.contains(date))
            || (!self.all.is_empty()
                && self.all.iter().all(|(own, base)| {
                    own.contains(date) || base.is_some_and(|base| base.contains(date))
                }))
    }

    /// Whether the single dates of the calendar reach to this year.
    pub(super) fn covers(&self, date: NaiveDate) -> bool {
        let parts = self.all.iter().map(|(own, _)| *own);
        self.any
            .iter()
            .copied()
            .chain(parts)
            .all(|calendar| (calendar.years.0..=calendar.years.1).contains(&date.year()))
    }

    /// Why a date is off, if it is.
    pub(super) fn why_off(&self, date: NaiveDate, off: &[OffDay]) -> Option<OffDay> {
        off.iter().copied().find(|kind| match kind {
            OffDay::Saturday => date.weekday() == Weekday::Sat,
            OffDay::Sunday => date.weekday() == Weekday::Sun,
            OffDay::Holiday => self.is_holiday(date),
        })
    }
}
