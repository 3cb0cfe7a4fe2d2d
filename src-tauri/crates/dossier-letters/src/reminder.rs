//! Deadlines for the calendar of the person's computer.

use chrono::{Days, NaiveDate};
use icalendar::{Alarm, Calendar, Component, Event, EventLike, Property};

/// One deadline to be reminded of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// The letter's sign; the only link to the company, and it says nothing.
    pub reference: String,
    /// The day.
    pub due: NaiveDate,
    /// What the entry is called, such as `Frist: Antwort auf Schreiben`.
    pub title: String,
    /// What to do.
    pub note: String,
    /// Days before at which the calendar speaks up.
    pub days_before: u32,
}

/// An iCalendar file of deadlines: whole days, no names, the same identifier
/// each time, so that a second import moves an entry instead of doubling it.
pub fn calendar(reminders: &[Reminder], today: NaiveDate) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//Dossier//Deadlines//EN"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    let stamp = today.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc();
    for reminder in reminders {
        let mut event = Event::with_uid(&format!("{}@deadline.invalid", reminder.reference));
        event.timestamp(stamp);
        event.summary(&reminder.title);
        event.description(&format!("{} ({})", reminder.note, reminder.reference));
        event.starts(reminder.due);
        event.ends(reminder.due.checked_add_days(Days::new(1)).unwrap_or(reminder.due));
        event.add_property("TRANSP", "TRANSPARENT");
        let before = chrono::Duration::days(i64::from(reminder.days_before));
        let mut alarm = Alarm::display(&reminder.title, -before);
        alarm.uid(&format!("{}-alarm@deadline.invalid", reminder.reference));
        alarm.timestamp(stamp);
        event.alarm(alarm.done());
        calendar.push(event.done());
    }
    calendar.to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_same_deadline_has_the_same_file() {
        let reminder = Reminder {
            reference: "20261121-A1B2".into(),
            due: "2026-12-21".parse().unwrap(),
            title: "Frist".into(),
            note: "Antwort prüfen".into(),
            days_before: 3,
        };
        let today = "2026-11-21".parse().unwrap();
        let file = calendar(std::slice::from_ref(&reminder), today);
        assert_eq!(file, calendar(&[reminder], today));
        assert!(file.contains("UID:20261121-A1B2@deadline.invalid\r\n"), "{file}");
        assert!(file.contains("DTSTART;VALUE=DATE:20261221\r\n"), "{file}");
        assert!(file.contains("TRIGGER:-PT259200S\r\n"), "{file}");
        assert!(file.contains("DTSTAMP:20261121T000000Z\r\n"), "{file}");
    }
}
