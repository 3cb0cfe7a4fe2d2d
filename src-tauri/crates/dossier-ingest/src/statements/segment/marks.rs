//! What stands before an entry: bullets, numbers of an outline, ticked boxes.

/// `1  Purposes`, `2.1   Telephone number`: a number of the outline that stands apart is
/// no column.
pub(super) fn numbered(line: &str) -> std::borrow::Cow<'_, str> {
    let head = line.split(' ').next().unwrap_or_default();
    let rest = line[head.len()..].trim_start();
    let number = head.len() <= 5
        && head.starts_with(|c: char| c.is_ascii_digit())
        && head.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ')'));
    let apart = line.len() - rest.len() >= head.len() + 2;
    let short = head.trim_end_matches(['.', ')']).split('.').all(|part| part.len() <= 2);
    if !number || !short || !apart || rest.contains("   ") {
        return line.into();
    }
    let mark = if head.contains(['.', ')']) { "" } else { "." };
    format!("{head}{mark} {rest}").into()
}

/// A bullet or an outline number at the start of a line: its length, and whether
/// it is a number or letter.
pub(crate) fn bullet(text: &str) -> Option<(usize, bool)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    if dossier_formats::is_bullet(first) {
        let rest = chars.as_str();
        return rest
            .starts_with(char::is_whitespace)
            .then(|| (text.len() - rest.trim_start().len(), false));
    }
    let head = text.split(char::is_whitespace).next().unwrap_or(text);
    // `[x] Orders`, `☒ Orders`: a ticked box; `14. May 2021` goes on.
    if matches!(head, "[x]" | "[X]" | "☒" | "☑" | "✓" | "✔" | "(x)") {
        let rest = text.get(head.len()..)?.trim_start();
        return (!rest.is_empty()).then_some((text.len() - rest.len(), false));
    }
    if is_date(text, head) {
        return None;
    }
    if let Some(note) = head.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        // A footnote: `[1] Kept for eight years.`
        let rest = text.get(head.len()..)?.trim_start();
        let number = note.len() <= 2 && note.chars().all(|c| c.is_ascii_digit());
        return (number && !note.is_empty() && !rest.is_empty())
            .then(|| (text.len() - rest.len(), false));
    }
    let inner = head.trim_start_matches('(').trim_end_matches([')', '.', ':']);
    let marked = head.len() > inner.len();
    let number = !inner.is_empty()
        && inner.len() <= 5
        && inner.split('.').all(|part| {
            !part.is_empty() && part.len() <= 2 && part.chars().all(|c| c.is_ascii_digit())
        });
    let letter = inner.len() == 1 && inner.chars().all(|c| c.is_ascii_alphabetic());
    let roman = (2..=4).contains(&inner.len())
        && inner.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'I' | 'V' | 'X'));
    let is_outline = number && (marked || inner.contains('.'))
        || (letter || roman) && head.ends_with(')')
        || (roman || letter) && head.ends_with('.') && head.chars().all(|c| !c.is_lowercase());
    // `a. Name`, `§ 2 Zweck`
    let rest = text.get(head.len()..)?;
    let named = rest.trim_start().starts_with(char::is_uppercase);
    let is_outline = is_outline
        || letter && head.len() == 2 && head.ends_with('.') && named
        || head == "§" && rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    if head == "§" && is_outline {
        let at = text.find(|c: char| c.is_alphabetic())?;
        let short = text.len() <= 60 && text[at..].starts_with(char::is_uppercase);
        return (short && !text.ends_with('.')).then_some((at, true));
    }
    (is_outline && !rest.trim().is_empty()).then(|| (text.len() - rest.trim_start().len(), true))
}

/// Whether a line goes on with a day: `14. Mai 2021`.
fn is_date(text: &str, head: &str) -> bool {
    let day = head.strip_suffix('.').is_some_and(|day| day.parse::<u8>().is_ok());
    let mut words = text.split_whitespace().skip(1);
    let month = words.next().is_some_and(|word| word.chars().all(char::is_alphabetic));
    let year = words.next().map(|word| word.trim_end_matches([',', '.', ')', ';', ':']));
    day && month && year.is_some_and(|y| y.len() == 4 && y.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_and_outlines_are_told_from_text() {
        for text in ["• Daten", "- Daten", "– Daten", "* Daten"] {
            assert_eq!(bullet(text).map(|(_, n)| n), Some(false), "{text}");
        }
        for text in
            ["1. Zwecke", "a) Zwecke", "(c) Recipients", "2.1 Fristen", "IV. Rechte", "3) x"]
        {
            assert_eq!(bullet(text).map(|(_, n)| n), Some(true), "{text}");
        }
        for text in ["Daten", "3 Jahre", "10 Jahre lang", "-1", "2026", "Am 3. März"] {
            assert_eq!(bullet(text), None, "{text}");
        }
    }
}
