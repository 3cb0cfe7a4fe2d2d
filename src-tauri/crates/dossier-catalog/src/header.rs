use std::borrow::Cow;
use std::collections::HashSet;

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
        .filter(|c| {
            !c.is_whitespace() && !matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
        })
        .flat_map(char::to_lowercase)
        .collect();
    let quoted = |mark: char| text.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    match quoted('"').or_else(|| quoted('\'')) {
        Some(inner) => inner.to_owned(),
        None => text,
    }
}

/// The headers of one table, normalized once, to be compared with many declarations.
pub(crate) struct HeaderSet(HashSet<String>);

impl HeaderSet {
    pub(crate) fn new<'a>(headers: impl IntoIterator<Item = &'a str>) -> Self {
        let mut set = HashSet::new();
        for header in headers {
            if let Some(plain) = without_repeat_mark(header) {
                set.insert(normalize_header(plain));
            }
            let normal = normalize_header(header);
            let mut rest = Some(normal.as_str());
            while let Some(tail) = rest {
                set.insert(format!("*.{tail}"));
                rest = tail.split_once('.').map(|(_, tail)| tail);
            }
            set.insert(normal);
        }
        Self(set)
    }

    pub(crate) fn has(&self, normal: &str) -> bool {
        self.0.contains(normal)
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
