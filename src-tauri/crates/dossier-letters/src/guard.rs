//! What must never leave in a letter, found in the finished text.
//!
//! The border is here because a letter is put together from several hands
//! (files, exports, the person's own words): only the whole text can be looked
//! over. Numbers are recognized by their check digits, so that an order number
//! is not taken for a card.

use crate::error::LetterError;
use crate::letter::{Letter, Warning};

/// Refuses a letter that gives away a bank account, card, tax or identity
/// number; warns of telephone numbers.
///
/// Call it again after the person has edited the text.
pub fn check(letter: &Letter) -> Result<Vec<Warning>, LetterError> {
    let mut warnings = Vec::new();
    for (part, text) in letter.texts() {
        if let Some(kind) = given_away(text) {
            return Err(LetterError::GivesAway { kind: kind.to_owned(), part });
        }
        // The sender's own lines and the block of identifiers are chosen knowingly.
        if part != "sender" && part != "info" && has_phone(text) {
            warnings.push(Warning::new("phone_number", part));
        }
    }
    Ok(warnings)
}

/// The kind of forbidden number in a text.
pub fn given_away(text: &str) -> Option<&'static str> {
    let tokens = tokens(text);
    for token in &tokens {
        let bare: String = token.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        if is_iban(&bare.to_ascii_uppercase()) {
            return Some("iban");
        }
        if is_card(&bare) && groups_like_card(token) {
            return Some("card_number");
        }
        if is_us_social(token) || is_swiss_social(token) {
            return Some("social_security");
        }
        if is_german_tax_id(token) {
            return Some("tax_number");
        }
    }
    None
}

/// Runs of letters, digits and the separators that such numbers are written with.
fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut run = String::new();
    for c in text.chars().map(|c| if c == '\u{a0}' { ' ' } else { c }).chain(['\n']) {
        let joins = matches!(c, ' ' | '-' | '.') && !run.is_empty();
        if c.is_ascii_alphanumeric() || joins {
            run.push(c);
            continue;
        }
        split_run(&run, &mut found);
        run.clear();
    }
    found
}

/// The run's words one by one, and every stretch of words that could be one number.
fn split_run(run: &str, found: &mut Vec<String>) {
    let words: Vec<&str> = run.split(' ').filter(|word| !word.is_empty()).take(400).collect();
    for (start, word) in words.iter().enumerate() {
        let word = word.trim_end_matches(['.', '-']);
        found.push(word.to_owned());
        if !word.chars().any(|c| c.is_ascii_digit()) {
            continue;
        }
        let mut joined = word.to_owned();
        for (at, next) in words.iter().skip(start + 1).take(8).enumerate() {
            let next = next.trim_end_matches(['.', '-']);
            // `NL91 ABNA ...`: the bank stands in letters behind the check digits.
            let bank = at == 0 && joined.len() == 4 && next.len() == 4;
            if !bank && !next.chars().any(|c| c.is_ascii_digit()) || joined.len() > 42 {
                break;
            }
            joined.push(' ');
            joined.push_str(next);
            found.push(joined.clone());
        }
    }
}

fn is_iban(bare: &str) -> bool {
    let bytes = bare.as_bytes();
    if !(15..=34).contains(&bytes.len())
        || !bytes[..2].iter().all(u8::is_ascii_uppercase)
        || !bytes[2..4].iter().all(u8::is_ascii_digit)
    {
        return false;
    }
    let moved = bytes[4..].iter().chain(&bytes[..4]);
    let mut rest = 0u32;
    for byte in moved {
        let Some(value) = char::from(*byte).to_digit(36) else { return false };
        let shift = if value > 9 { 100 } else { 10 };
        rest = (rest * shift + value) % 97;
    }
    rest == 1
}

fn is_card(bare: &str) -> bool {
    let Some(digits) = digits(bare) else { return false };
    let prefix = |count: usize| digits.iter().take(count).fold(0, |sum, d| sum * 10 + d);
    let known = match digits.len() {
        // Thirteen digits are the number of an article rather than an old card.
        19 => prefix(1) == 4,
        14 => prefix(2) == 36 || (300..=305).contains(&prefix(3)),
        15 => matches!(prefix(2), 34 | 37),
        16 => {
            prefix(1) == 4
                || (51..=55).contains(&prefix(2))
                || (2221..=2720).contains(&prefix(4))
                || matches!(prefix(2), 35 | 65 | 50 | 56..=58 | 67)
                || prefix(4) == 6011
        }
        _ => false,
    };
    known && luhn(&digits)
}

/// Written in one piece or in groups of four (or 4-6-5), as cards are; order numbers are not.
fn groups_like_card(token: &str) -> bool {
    let groups: Vec<usize> = token.split([' ', '-']).map(str::len).collect();
    match groups.as_slice() {
        [_] | [4, 6, 4 | 5] => true,
        [rest @ .., last] => rest.iter().all(|len| *len == 4) && *last <= 4,
        [] => false,
    }
}

fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| match at % 2 {
            0 => *digit,
            _ if digit * 2 > 9 => digit * 2 - 9,
            _ => digit * 2,
        })
        .sum();
    sum.is_multiple_of(10)
}

fn is_us_social(token: &str) -> bool {
    let parts: Vec<&str> = token.split('-').collect();
    matches!(parts.as_slice(), [a, b, c] if a.len() == 3 && b.len() == 2 && c.len() == 4)
        && token.chars().all(|c| c.is_ascii_digit() || c == '-')
}

fn is_swiss_social(token: &str) -> bool {
    let parts: Vec<&str> = token.split('.').collect();
    let Some(digits) = digits(&token.replace('.', "")) else { return false };
    if !matches!(parts.as_slice(), ["756", a, b, c] if a.len() == 4 && b.len() == 4 && c.len() == 2)
    {
        return false;
    }
    let sum: u32 =
        digits[..12].iter().enumerate().map(|(at, d)| d * (1 + 2 * (at as u32 % 2))).sum();
    (10 - sum % 10) % 10 == digits[12]
}

fn is_german_tax_id(token: &str) -> bool {
    // Written in groups of 2, 3, 3, 3; a run of eleven digits is too common to be sure.
    let groups: Vec<usize> = token.split(' ').map(str::len).collect();
    if groups != [2, 3, 3, 3] {
        return false;
    }
    let Some(digits) = digits(&token.replace(' ', "")) else { return false };
    let product = digits[..10].iter().fold(10, |product, digit| {
        let sum = match (digit + product) % 10 {
            0 => 10,
            sum => sum,
        };
        (sum * 2) % 11
    });
    (11 - product) % 10 == digits[10]
}

fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().map(|c| c.to_digit(10)).collect::<Option<Vec<_>>>().filter(|all| !all.is_empty())
}

fn has_phone(text: &str) -> bool {
    text.split(['\n', ',', ';', '(', ')']).any(|piece| {
        let Some(at) = piece.find('+').or_else(|| piece.find("00")) else { return false };
        let tail = piece[at..].trim_start_matches(['+', '0']);
        let run: String = tail
            .chars()
            .take_while(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '/' | '\u{a0}'))
            .filter(char::is_ascii_digit)
            .collect();
        piece[..at].chars().next_back().is_none_or(char::is_whitespace)
            && (8..=14).contains(&run.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_must_not_leave_are_found() {
        for (text, kind) in [
            ("Konto DE89 3704 0044 0532 0130 00 bei", Some("iban")),
            ("Konto DE89370400440532013000", Some("iban")),
            ("Konto DE89370400440532013001", None),
            ("Mira NL91 ABNA 0417 1643 00", Some("iban")),
            ("gb29 nwbk 6016 1331 9268 19", Some("iban")),
            ("EAN 4006380000094", None),
            ("Karte 4111 1111 1111 1111", Some("card_number")),
            ("Karte 4111111111111111.", Some("card_number")),
            ("Karte 4111111111111112", None),
            ("Bestellung 302-1234567-1234567", None),
            ("Kundennummer 10482213", None),
            ("SSN 078-05-1120", Some("social_security")),
            ("AHV 756.9217.0769.85", Some("social_security")),
            ("IdNr. 86 095 742 719", Some("tax_number")),
            ("vom 21.11.2026 bis 21.12.2026", None),
            ("Zeile 12, 3.400 Einträge, 2019 bis 2026", None),
        ] {
            assert_eq!(given_away(text), kind, "{text}");
        }
    }

    #[test]
    fn telephone_numbers_are_noticed() {
        assert!(has_phone("Rufen Sie +49 30 5550123 an"));
        assert!(has_phone("0049 30 5550123"));
        assert!(!has_phone("2.000 Einträge seit 2019"));
        assert!(!has_phone("A+B 12"));
        assert!(!has_phone("Nr. 1000012345678"));
    }
}
