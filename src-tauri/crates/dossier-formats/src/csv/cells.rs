/// What a cell looks like. Only good enough to tell headers from values and one
/// separator from another; meaning is found elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Empty,
    Number,
    Date,
    /// Mail addresses, web addresses, IP addresses, long identifiers.
    Coded,
    /// Words.
    Text,
    /// Text with separators in it: perhaps cut wrongly.
    Odd,
}

impl Look {
    pub(super) fn is_typed(self) -> bool {
        matches!(self, Self::Number | Self::Date | Self::Coded)
    }
}

pub(super) fn look(cell: &str) -> Look {
    let cell = cell.trim();
    if cell.is_empty() {
        return Look::Empty;
    }
    let bytes = cell.as_bytes();
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    if digits > 0 {
        if is_number(cell) {
            return Look::Number;
        }
        if cell.parse::<std::net::IpAddr>().is_ok() {
            return Look::Coded;
        }
        if is_date(cell, digits) {
            return Look::Date;
        }
        let plain =
            bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_:./*#".contains(byte));
        if plain && cell.len() >= 4 && digits * 3 >= cell.len() {
            return Look::Coded;
        }
    }
    let space = cell.contains(char::is_whitespace);
    if !space && (cell.contains("://") || is_mail(cell)) {
        return Look::Coded;
    }
    if cell.contains([';', '\t', '|']) { Look::Odd } else { Look::Text }
}

fn is_mail(cell: &str) -> bool {
    cell.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// Digits with signs, separators and at most a currency around them.
fn is_number(cell: &str) -> bool {
    let core = cell
        .trim_start_matches(['-', '+', '€', '$', '£', '(', ' ', '~'])
        .trim_end_matches(['%', '€', '$', '£', ')', '-', ' ', '\u{a0}']);
    let core = match core.rsplit_once(' ').or_else(|| core.rsplit_once('\u{a0}')) {
        Some((core, unit)) if unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase()) => {
            core
        }
        _ => core,
    };
    let points = core.bytes().filter(|byte| matches!(byte, b'.' | b',')).count();
    let chars_fit = core
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'\'' | b'e' | b'E'));
    let letters = core.bytes().filter(u8::is_ascii_alphabetic).count();
    // Three points are an IP address or a date, not an amount.
    chars_fit
        && letters <= 1
        && (points <= 2 || core.split(['.', ',']).skip(1).all(|group| group.len() == 3))
        && !(points == 2 && is_date(core, core.len() - 2))
        && core.bytes().next().is_some_and(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn is_date(cell: &str, digits: usize) -> bool {
    if !(4..=20).contains(&digits) || cell.len() > 40 {
        return false;
    }
    let separators =
        cell.bytes().filter(|byte| matches!(byte, b'-' | b'/' | b'.' | b':' | b' ' | b'T')).count();
    let first: Vec<&str> =
        cell.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
    let lengths_fit = first.len() >= 2 && first.iter().take(3).all(|part| part.len() <= 4);
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    separators >= 2
        && lengths_fit
        && letters <= 12
        && digits + separators + letters + 6 >= cell.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_look_like_what_they_are() {
        let check = |cell: &str, expect: Look| assert_eq!(look(cell), expect, "{cell:?}");
        for cell in ["1", "-1,50", "1.234,56", "1,234.56", "12 %", "9,99 EUR", "1E5", "$5", "007"] {
            check(cell, Look::Number);
        }
        for cell in [
            "2024-05-17",
            "17.05.2024",
            "5/17/24 9:30",
            "2024-05-17T09:30:00Z",
            "17. Mai 2024, 09:30",
        ] {
            check(cell, Look::Date);
        }
        for cell in
            ["mira@example.org", "https://example.org/x", "192.0.2.17", "028-1234567-7654321"]
        {
            check(cell, Look::Coded);
        }
        for cell in ["Order ID", "Mira", "Unit Price 2"] {
            check(cell, Look::Text);
        }
        check("", Look::Empty);
        check("a;b", Look::Odd);
    }
}
