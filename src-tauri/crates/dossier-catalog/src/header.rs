use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// A header in the form in which headers are compared: no byte-order mark, no
/// spaces, no quotes around it, lower case, composed letters.
///
/// ```
/// use dossier_catalog::normalize_header;
/// assert_eq!(normalize_header("\u{feff}\"Order  ID\""), "orderid");
/// assert_eq!(normalize_header("OrderId"), "orderid");
/// assert_eq!(normalize_header("Gro\u{308}ße"), "größe");
/// ```
pub fn normalize_header(header: &str) -> String {
    let composed: Cow<'_, str> =
        if header.is_ascii() { Cow::Borrowed(header) } else { Cow::Owned(header.nfc().collect()) };
    let text: String = composed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}'))
        .flat_map(char::to_lowercase)
        .collect();
    let quoted = |mark: char| text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    match quoted('"').or_else(|| quoted('\'')) {
        Some(inner) => inner.to_owned(),
        None => text,
    }
}

/// The header without the ` (2)` that a reader appends to a repeated one.
pub(crate) fn without_repeat_mark(header: &str) -> Option<&str> {
    let (head, tail) = header.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let number = !tail.is_empty() && tail.bytes().all(|b| b.is_ascii_digit());
    (number && head.ends_with(' ')).then(|| head.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_that_differ_in_meaning_stay_apart() {
        assert_ne!(normalize_header("Order Date"), normalize_header("Order-Date"));
        assert_ne!(normalize_header("Ship Date"), normalize_header("Ship State"));
        assert_eq!(normalize_header("\u{a0}Straße "), "straße");
        assert_eq!(normalize_header("'"), "'");
        assert_eq!(normalize_header(""), "");
    }

    #[test]
    fn the_readers_mark_of_a_repeat_is_dropped() {
        assert_eq!(without_repeat_mark("Amount (2)"), Some("Amount"));
        assert_eq!(without_repeat_mark("First Search Time (GMT)"), None);
        assert_eq!(without_repeat_mark("f(2)"), None);
        assert_eq!(without_repeat_mark(")"), None);
    }
}
