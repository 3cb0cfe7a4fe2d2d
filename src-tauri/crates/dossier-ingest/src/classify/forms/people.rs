//! Addresses and numbers of people: mail, telephone, official numbers, vehicles.

use super::{all_digits, parse_date};

/// Forms that belong to a person or a thing that one owns.
pub(super) fn find(value: &str, compact: &str, found: &mut dyn FnMut(&'static str)) {
    if is_email(compact) {
        found("email");
    }
    if is_phone(value) {
        found("phone");
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
    if is_diagnosis(compact) {
        found("diagnosis_code");
    }
}

/// A code of the international classification of diseases with its subdivision:
/// `J45.9`, `E11.90`. Without the point it may be anything.
fn is_diagnosis(compact: &str) -> bool {
    let Some((class, rest)) = compact.split_once('.') else { return false };
    let bytes = class.as_bytes();
    bytes.len() == 3
        && bytes[0].is_ascii_uppercase()
        && bytes[1..].iter().all(u8::is_ascii_digit)
        && (1..=4).contains(&rest.len())
        && rest.bytes().all(|b| b.is_ascii_digit())
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
