//! Accounts, cards, amounts and other numbers.

use super::{all_digits, luhn};

/// Account, card and money forms.
pub(super) fn find(
    value: &str,
    compact: &str,
    digits: usize,
    letters: usize,
    found: &mut dyn FnMut(&'static str),
) {
    accounts(compact, found);
    numbers(value, compact, digits, letters, found);
}

fn accounts(compact: &str, found: &mut dyn FnMut(&'static str)) {
    if is_iban(compact) {
        found("iban");
    }
    if is_masked(compact) {
        found("masked");
    }
    if is_card(compact) {
        found("card_number");
    }
    if let Some((month, year)) = compact.split_once('/') {
        let month_ok = month.len() == 2 && month.parse::<u8>().is_ok_and(|m| (1..=12).contains(&m));
        if month_ok
            && (year.len() == 2 || year.len() == 4)
            && year.bytes().all(|b| b.is_ascii_digit())
        {
            found("month_year");
        }
    }
    if is_bic(compact) {
        found("bic");
    }
}

fn numbers(
    value: &str,
    compact: &str,
    digits: usize,
    letters: usize,
    found: &mut dyn FnMut(&'static str),
) {
    if matches!(compact.len(), 8 | 12 | 13) && all_digits(compact) && ean(compact) {
        found("ean");
    }
    if is_coordinate_pair(compact) {
        found("coordinates");
    }
    if letters > 4 || digits == 0 {
        return;
    }
    let money = ["€", "$", "£", "zł", "EUR", "USD", "GBP", "PLN", "CHF", "kr", "Kč"];
    let sign = money.iter().find_map(|sign| {
        value.trim().strip_suffix(sign).or_else(|| value.trim().strip_prefix(sign))
    });
    let number = sign.unwrap_or(value).trim();
    let Some((parsed, decimals)) = parse_number(number) else { return };
    if sign.is_some() {
        found("money");
    }
    found("number");
    if decimals == 0 {
        found("integer");
        if (0.0..=10.0).contains(&parsed) && compact.len() <= 2 {
            found("small_integer");
        }
        if (1900.0..=2100.0).contains(&parsed) && compact.len() == 4 {
            found("year");
        }
    } else {
        found("decimal");
        if decimals == 2 {
            found("two_decimals");
        }
        if decimals >= 4 && parsed.abs() <= 180.0 && parsed.abs() > 1.0 {
            found("coordinate");
        }
        if (0.0..=1.0).contains(&parsed) {
            found("unit_interval");
        }
    }
    if (0.0..=100.0).contains(&parsed) {
        found("percent_range");
    }
    epoch(compact, parsed, found);
}

fn epoch(compact: &str, parsed: f64, found: &mut dyn FnMut(&'static str)) {
    let seconds = compact.len() == 10 && (9.0e8..2.5e9).contains(&parsed);
    let millis = compact.len() == 13 && (9.0e11..2.5e12).contains(&parsed);
    if (seconds || millis) && all_digits(compact) {
        found("epoch");
    }
    if all_digits(compact) && compact.len() >= 14 {
        found("long_digits");
    }
}

fn is_iban(value: &str) -> bool {
    let bytes = value.as_bytes();
    if !(15..=34).contains(&bytes.len())
        || !bytes[..2].iter().all(u8::is_ascii_uppercase)
        || !bytes[2..4].iter().all(u8::is_ascii_digit)
        || !bytes.iter().all(u8::is_ascii_alphanumeric)
    {
        return false;
    }
    let rest = bytes[4..].iter().chain(&bytes[..4]).try_fold(0_u32, |rest, &b| {
        let digit = (b as char).to_digit(36)?;
        Some((rest * if digit > 9 { 100 } else { 10 } + digit) % 97)
    });
    rest == Some(1)
}

fn is_card(compact: &str) -> bool {
    let digits: String = compact.chars().filter(|c| *c != '-').collect();
    (13..=19).contains(&digits.len())
        && all_digits(&digits)
        && digits.starts_with(['3', '4', '5', '6', '2'])
        && luhn(&digits)
}

fn is_masked(compact: &str) -> bool {
    let mask = compact.chars().filter(|c| "*xX•●#".contains(*c)).count();
    let digits = compact.bytes().filter(u8::is_ascii_digit).count();
    let rest = compact.chars().count() - mask - digits;
    mask >= 2 && (2..=10).contains(&digits) && rest <= 6 && compact.chars().count() >= 6
}

fn is_bic(compact: &str) -> bool {
    matches!(compact.len(), 8 | 11)
        && compact.bytes().take(6).all(|b| b.is_ascii_uppercase())
        && compact.bytes().skip(6).all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && (compact.len() == 11 || compact.bytes().any(|b| b.is_ascii_digit()))
}

fn ean(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, b)| u32::from(b - b'0') * if at % 2 == 1 { 3 } else { 1 })
        .sum();
    sum.is_multiple_of(10)
}

fn is_coordinate_pair(compact: &str) -> bool {
    let Some((lat, lon)) = compact.split_once([',', ';']) else { return false };
    let coordinate = |text: &str, limit: f64| {
        text.split_once('.').is_some_and(|(_, decimals)| decimals.len() >= 3)
            && text.parse::<f64>().is_ok_and(|n| n.abs() <= limit)
    };
    coordinate(lat, 90.0) && coordinate(lon, 180.0)
}

/// A number in the usual notations, with its count of decimals.
pub fn parse_number(text: &str) -> Option<(f64, usize)> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\'' && *c != '%' && *c != '\u{202f}')
        .collect();
    let body = bare.trim_start_matches(['-', '+']);
    if body.is_empty() || !body.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') {
        return None;
    }
    let last = body.rfind(['.', ',']);
    let (whole, decimals) = match last {
        Some(at) => {
            let mark = body.as_bytes()[at];
            let thousands = body.bytes().filter(|b| *b == mark).count() > 1;
            if thousands { (body, "") } else { (&body[..at], &body[at + 1..]) }
        }
        None => (body, ""),
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let number = format!("{}.{}", if whole.is_empty() { "0" } else { &whole }, decimals);
    let parsed: f64 = number.trim_end_matches('.').parse().ok()?;
    Some((if bare.starts_with('-') { -parsed } else { parsed }, decimals.len()))
}
