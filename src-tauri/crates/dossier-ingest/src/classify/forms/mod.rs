//! What a single value looks like: checksums and shapes, without any dictionary.
//!
//! Every check works on the bytes that are there and never allocates more than
//! the value itself. Each family of forms has its file.

mod dates;
mod money;
mod people;
mod shape;
mod technical;

pub use dates::parse_date;
pub use money::parse_number;

/// Calls `found` with the name of every form that the value has.
pub fn of(value: &str, found: &mut dyn FnMut(&'static str)) {
    let compact: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    people::find(value, &compact, found);
    money::find(value, &compact, digits, letters, found);
    technical::find(value, &compact, found);
    dates::find(value, found);
    shape::find(value, digits, letters, found);
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The check digit of cards and devices.
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, b)| {
            let digit = u32::from(b - b'0') * if at % 2 == 1 { 2 } else { 1 };
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, form: &str, expect: bool) {
        let mut has = false;
        of(value, &mut |found| has |= found == form);
        assert_eq!(has, expect, "{value:?} as {form}");
    }

    #[test]
    fn check_digits_decide() {
        check("DE89 3704 0044 0532 0130 00", "iban", true);
        check("DE88 3704 0044 0532 0130 00", "iban", false);
        check("4111 1111 1111 1111", "card_number", true);
        check("4111 1111 1111 1112", "card_number", false);
        check("490154203237518", "imei", true);
        check("490154203237519", "imei", false);
        check("4006381333931", "ean", true);
        check("4006381333932", "ean", false);
        check("44051401359", "national_id", true);
        check("44051401358", "national_id", false);
        check("J45.9", "diagnosis_code", true);
        check("J4.59", "diagnosis_code", false);
        check("A12", "diagnosis_code", false);
    }

    #[test]
    fn shapes_are_told_apart() {
        check("mira@example.org", "email", true);
        check("mira@example", "email", false);
        check("+49 30 5550123", "phone", true);
        check("(555) 010-2345", "phone", true);
        check("12.03.2024", "phone", false);
        check("19.90", "phone", false);
        check("192.0.2.7", "ip", true);
        check("192.0.2.xxx", "ip", true);
        check("2001:db8::1", "ip", true);
        check("198.51.100.7:443", "ip", true);
        check("10:30", "ip", false);
        check("02:00:5e:10:00:00", "mac", true);
        check("**** **** **** 4242", "masked", true);
        check("52.5200, 13.4050", "coordinates", true);
        check("1,234.50", "two_decimals", true);
        check("1.234,50 €", "money", true);
        check("5 Mar 2023", "date", true);
        check("12. März 2021", "date", true);
        check("3 Socken 2021er", "date", false);
        check("07/28", "month_year", true);
        check("13/28", "month_year", false);
        check("25-34", "band", true);
        check("1500 - 2000", "money_band", true);
        check("$2b$12$abcdefghijklmnopqrstuv", "password_hash", true);
        check("de-AT", "locale", true);
        check("1920x1080", "resolution", true);
    }

    #[test]
    fn dates_in_the_usual_orders() {
        let day = |text| parse_date(text).map(|(day, time)| (day.to_string(), time));
        assert_eq!(day("31.12.1999"), Some(("1999-12-31".into(), false)));
        assert_eq!(day("12/31/1999"), Some(("1999-12-31".into(), false)));
        assert_eq!(day("1999-12-31T08:00:00Z"), Some(("1999-12-31".into(), true)));
        assert_eq!(day("19991231"), Some(("1999-12-31".into(), false)));
        assert_eq!(day("31.12.99"), Some(("1999-12-31".into(), false)));
        assert_eq!(day("31.13.1999"), None);
        assert_eq!(day("99999999"), None);
        assert_eq!(day("1.2.3"), None);
    }

    #[test]
    fn no_value_breaks_a_check() {
        for value in [
            "",
            " ",
            "\u{0}",
            "é",
            "ÀÀÀÀ",
            "1é.2",
            "€",
            "-",
            "--",
            "::",
            "....",
            "🦀🦀🦀🦀",
            "DEé9",
        ] {
            of(value, &mut |_| {});
        }
    }
}
