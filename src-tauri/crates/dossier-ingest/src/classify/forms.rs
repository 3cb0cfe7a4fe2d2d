//! What a single value looks like: checksums and shapes, without any dictionary.
//!
//! Every check works on the bytes that are there and never allocates more than
//! the value itself.

use std::net::{Ipv4Addr, Ipv6Addr};

use chrono::{Datelike, NaiveDate};

/// Calls `found` with the name of every form that the value has.
pub fn of(value: &str, found: &mut dyn FnMut(&'static str)) {
    let compact: String = value.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    identity(value, &compact, found);
    numbers(value, &compact, digits, letters, found);
    technical(value, &compact, found);
    dates(value, found);
    shape(value, digits, letters, found);
}

fn identity(value: &str, compact: &str, found: &mut dyn FnMut(&'static str)) {
    if is_email(compact) {
        found("email");
    }
    if is_iban(compact) {
        found("iban");
    }
    if is_phone(value) {
        found("phone");
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
    if compact.len() == 15 && all_digits(compact) && luhn(compact) {
        found("imei");
    }
    if compact.len() >= 18
        && compact.len() <= 20
        && compact.starts_with("89")
        && all_digits(compact)
    {
        found("iccid");
    }
    if is_vin(compact) {
        found("vin");
    }
    if is_national_id(compact) {
        found("national_id");
    }
    if is_plate(value) {
        found("plate");
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

fn technical(value: &str, compact: &str, found: &mut dyn FnMut(&'static str)) {
    if is_uuid(compact) {
        found("uuid");
    }
    if is_ip(compact) {
        found("ip");
    }
    if is_mac(compact) {
        found("mac");
    }
    let is_hex = compact.len() >= 12 && compact.bytes().all(|b| b.is_ascii_hexdigit());
    if is_hex && compact.bytes().any(|b| b.is_ascii_alphabetic()) {
        found(if matches!(compact.len(), 32 | 40 | 64 | 128) { "hash" } else { "hex" });
    }
    let crypt = [
        "$2a$", "$2b$", "$2y$", "$argon2", "$6$", "$1$", "$5$", "$P$", "{SSHA}", "pbkdf2",
        "scrypt", "sha256$", "{bcrypt}",
    ];
    if crypt.iter().any(|start| compact.starts_with(start)) {
        found("password_hash");
    }
    if compact.starts_with("eyJ") && compact.len() > 20 {
        found("jwt");
    }
    let lower = value.trim().to_ascii_lowercase();
    if lower.starts_with("mozilla/")
        || lower.contains("applewebkit")
        || lower.starts_with("opera/")
        || lower.starts_with("dalvik/")
        || lower.contains("okhttp/")
        || lower.contains("cfnetwork/")
    {
        found("user_agent");
    }
    if lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www.") {
        found("url");
    }
    if lower.starts_with('/') && lower.len() > 1 && !lower.contains(' ') && !lower.contains('+') {
        found("url_path");
    }
    for (ends, name) in [
        (
            &[".jpg", ".jpeg", ".png", ".heic", ".webp", ".gif", ".bmp", ".svg", ".tif"][..],
            "image_file",
        ),
        (
            &[
                ".mp3", ".wav", ".ogg", ".m4a", ".mp4", ".mov", ".amr", ".opus", ".flac", ".webm",
                ".avi",
            ][..],
            "media_file",
        ),
        (&[".dat", ".bin", ".tpl", ".fmr"][..], "binary_file"),
    ] {
        if ends.iter().any(|end| lower.ends_with(end)) {
            found(name);
        }
    }
    let tracking = [
        "ga1.", "gs1.", "gs2.", "fb.1.", "fb.2.", "fcm:", "apns:", "cj0kc", "eaiaiq", "iwar", "_ga",
    ];
    if tracking.iter().any(|start| lower.starts_with(start)) || compact.contains(":APA91") {
        found("tracking_token");
    }
    if is_token(compact) {
        found("token");
    }
    if is_resolution(&lower) {
        found("resolution");
    }
    if is_version(compact) {
        found("version");
    }
    if compact.starts_with('{') || compact.starts_with("[{") {
        found("json");
    }
    if is_cell(compact) {
        found("cell_id");
    }
    if is_locale(compact) {
        found("locale");
    }
    if compact.len() > 30
        && (compact.starts_with("CP")
            || compact.starts_with("CO")
            || compact.starts_with("CQ")
            || compact.starts_with("BO"))
        && compact.contains(['A', '.'])
        && is_base64url(compact)
    {
        found("consent_string");
    }
}

fn shape(value: &str, digits: usize, letters: usize, found: &mut dyn FnMut(&'static str)) {
    let words = value.split_whitespace().count();
    if words >= 4 && letters > digits * 3 {
        found("free_text");
    }
    if words >= 7 && letters > digits * 4 {
        found("long_text");
    }
    if words == 1 && letters == 1 && digits == 0 && value.chars().count() <= 2 {
        found("single_letter");
    }
    let upper = value.chars().filter(|c| c.is_uppercase()).count();
    let lower = letters - upper.min(letters);
    if words == 1 && digits > 0 && upper > 0 && lower == 0 && value.len() >= 4 {
        found("code");
    }
    if words == 1
        && (1..=3).contains(&upper)
        && lower == 0
        && (1..=4).contains(&digits)
        && value.len() <= 6
    {
        found("short_code");
    }
    if digits > 0 && letters == 0 && value.len() >= 4 && !value.contains([',', '.', ':', '/']) {
        found("digit_code");
    }
    if (1..=3).contains(&words) && digits == 0 && upper >= 1 && upper <= words + 2 && lower > 1 {
        found("title_words");
    }
    if words >= 2 && digits > 0 && letters > 3 {
        found("words_and_digits");
    }
    if matches!(value.len(), 2 | 3) && letters == value.len() && lower == 0 {
        found("upper_code");
    }
    if value.trim().len() <= 4 && letters >= 1 && words >= 1 && value.contains('.') && digits == 0 {
        found("initials");
    }
    if value.contains("/10") || value.contains("/5") || value.starts_with(['★', '⭐']) {
        found("stars");
    }
    if words == 1
        && digits > 0
        && lower > 2
        && upper <= 3
        && letters > digits
        && !value.contains(['.', '@', ':', '/'])
    {
        found("handle");
    }
}

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
        0..=29 if parts[2].len() == 2 => year + 2000,
        30..=99 if parts[2].len() == 2 => year + 1900,
        other => other,
    };
    let year = i32::try_from(year).ok().filter(|y| (1850..=2150).contains(y))?;
    Some((NaiveDate::from_ymd_opt(year, month, date)?, has_time))
}

fn dates(value: &str, found: &mut dyn FnMut(&'static str)) {
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

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_email(value: &str) -> bool {
    let Some((local, domain)) = value.split_once('@') else { return false };
    !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !value.contains(['/', ',', '<', '(', ';'])
        && !domain.contains('@')
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

fn is_phone(value: &str) -> bool {
    let value = value.trim();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let clean = value.chars().all(|c| c.is_ascii_digit() || " +-/().\u{a0}".contains(c));
    if !clean || !(7..=15).contains(&digits) || parse_date(value).is_some() {
        return false;
    }
    // Numbers of customers and documents are filled up with zeros.
    if all_digits(value) && (value.starts_with("000") || (value.starts_with("00") && digits < 12)) {
        return false;
    }
    let points = value.matches('.').count();
    let international = value.starts_with('+') || value.starts_with("00");
    let grouped = value.contains([' ', '/', '-', '(']) || points >= 2;
    international
        || (value.starts_with(['0', '(']) && points != 1)
        || (grouped && digits >= 9 && points == 0)
}

fn is_bic(compact: &str) -> bool {
    matches!(compact.len(), 8 | 11)
        && compact.bytes().take(6).all(|b| b.is_ascii_uppercase())
        && compact.bytes().skip(6).all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && (compact.len() == 11 || compact.bytes().any(|b| b.is_ascii_digit()))
}

fn is_vin(compact: &str) -> bool {
    compact.len() == 17
        && compact.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && !compact.contains(['I', 'O', 'Q'])
        && compact.bytes().filter(u8::is_ascii_digit).count() >= 4
        && compact.bytes().filter(u8::is_ascii_uppercase).count() >= 3
}

/// Spanish, Italian and Polish person numbers carry check digits or a fixed pattern.
fn is_national_id(compact: &str) -> bool {
    let b = compact.as_bytes();
    let pattern = |pattern: &str| {
        b.len() == pattern.len()
            && b.iter().zip(pattern.bytes()).all(|(b, p)| match p {
                b'A' => b.is_ascii_uppercase(),
                _ => b.is_ascii_digit(),
            })
    };
    let spanish = pattern("99999999A") || pattern("A9999999A");
    let italian = pattern("AAAAAA99A99A999A");
    let british = pattern("AA999999A");
    let polish = pattern("99999999999") && {
        let weights = [1_u32, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1];
        let sum: u32 = b.iter().zip(weights).map(|(b, w)| u32::from(b - b'0') * w).sum();
        let month = u32::from(b[2] - b'0') * 10 + u32::from(b[3] - b'0');
        sum.is_multiple_of(10) && (1..=12).contains(&(month % 20))
    };
    spanish || italian || british || polish
}

fn is_plate(value: &str) -> bool {
    let value = value.trim();
    let letters = value.chars().filter(|c| c.is_uppercase()).count();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let parts = value.split([' ', '-']).count();
    (5..=10).contains(&value.len())
        && (2..=5).contains(&letters)
        && (1..=4).contains(&digits)
        && letters + digits + parts - 1 == value.chars().count()
        && parts <= 3
        && value.starts_with(|c: char| c.is_uppercase())
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

fn is_uuid(compact: &str) -> bool {
    let parts: Vec<&str> = compact.trim_matches(['{', '}']).split('-').collect();
    let hex =
        |text: &str, len: usize| text.len() == len && text.bytes().all(|b| b.is_ascii_hexdigit());
    matches!(parts[..], [a, b, c, d, e] if hex(a, 8) && hex(b, 4) && hex(c, 4) && hex(d, 4) && hex(e, 12))
}

fn is_ip(compact: &str) -> bool {
    let bare = compact.trim_matches(['[', ']']);
    let bare = bare.split('/').next().unwrap_or(bare);
    if bare.parse::<Ipv4Addr>().is_ok() || (bare.contains(':') && bare.parse::<Ipv6Addr>().is_ok())
    {
        return true;
    }
    let with_port = bare.rsplit_once(':').is_some_and(|(ip, port)| {
        ip.trim_matches(['[', ']']).parse::<Ipv4Addr>().is_ok() && all_digits(port)
    });
    let cut = bare.split('.').collect::<Vec<_>>();
    let masked = cut.len() == 4
        && cut[..2].iter().all(|part| part.parse::<u8>().is_ok())
        && cut[2..].iter().all(|part| {
            matches!(*part, "x" | "xxx" | "*" | "X" | "XXX") || part.parse::<u8>().is_ok()
        });
    with_port || masked
}

fn is_mac(compact: &str) -> bool {
    let parts: Vec<&str> = compact.split([':', '-']).collect();
    parts.len() == 6
        && parts.iter().all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn is_base64url(compact: &str) -> bool {
    compact.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~+/=".contains(&b))
}

fn is_token(compact: &str) -> bool {
    compact.len() >= 16
        && compact.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:+/=~".contains(&b))
        && compact.bytes().filter(u8::is_ascii_digit).count() >= 2
        && compact.bytes().filter(u8::is_ascii_alphabetic).count() >= 4
        && !compact.contains("//")
        && parse_date(compact).is_none()
        && !is_ip(compact)
}

fn is_resolution(lower: &str) -> bool {
    lower.split_once(['x', '×']).is_some_and(|(w, h)| {
        let side =
            |text: &str| text.trim().parse::<u32>().is_ok_and(|n| (200..=10_000).contains(&n));
        side(w) && side(h)
    })
}

fn is_version(compact: &str) -> bool {
    let bare = compact.trim_start_matches(['v', 'V']);
    let parts: Vec<&str> = bare.split('.').collect();
    (parts.len() == 3 || (parts.len() == 2 && bare.len() < compact.len()))
        && parts.iter().all(|part| all_digits(part) && part.len() <= 4)
        && parse_date(bare).is_none()
}

fn is_cell(compact: &str) -> bool {
    let parts: Vec<&str> = compact.split(['-', ':', '_']).collect();
    parts.len() == 4
        && parts[0].len() == 3
        && parts[1].len() <= 3
        && parts.iter().all(|p| all_digits(p))
}

fn is_locale(compact: &str) -> bool {
    compact.split_once(['-', '_']).is_some_and(|(language, region)| {
        language.len() == 2
            && region.len() == 2
            && language.bytes().all(|b| b.is_ascii_lowercase())
            && region.bytes().all(|b| b.is_ascii_alphabetic())
    })
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
