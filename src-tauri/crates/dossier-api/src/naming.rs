//! What a table is called whose company nobody declared: its own name, in words.

use dossier_catalog::statement::StatementWords;
use dossier_model::MemberPath;

/// A table's name as a person would say it: the file, or its own last key, with the
/// file where that says nothing. `orders[].line_items[]` is "Line items".
pub(crate) fn spoken(name: &str, path: &MemberPath, known: &StatementWords) -> String {
    let file = path.file_name();
    if name.is_empty() {
        return file.to_owned();
    }
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let of_file = || words(stem).unwrap_or_else(|| file.to_owned());
    // A list of a JSON document is named by its path; people know its last key.
    let is_path = !name.contains(". ");
    let keys = name.split(|c: char| is_path && matches!(c, '.' | '[' | ']' | '*'));
    let keys = keys.filter(|key| !key.trim().is_empty());
    let telling: Vec<String> = keys.filter_map(words).collect();
    let Some(last) = telling.last() else { return numbered(of_file(), name) };
    if says_something(last, known) {
        return last.clone();
    }
    match telling.iter().rev().find(|key| says_something(key, known)) {
        Some(key) => format!("{last} ({key})"),
        None => format!("{last} ({})", of_file()),
    }
}

/// The second table of a document is told apart by its number.
fn numbered(file: String, name: &str) -> String {
    let number = name.trim();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { format!("{file} {number}") } else { file }
}

fn says_something(text: &str, known: &StatementWords) -> bool {
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let bare = bare.to_lowercase();
    !known.languages.iter().any(|language| language.plain_names.contains(&bare))
}

/// `lineItems`, `line_items` and `line-items` are "Line items". Numbers of files
/// and of exports are left out; none if nothing is left.
fn words(name: &str) -> Option<String> {
    let mut spaced = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for c in name.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(if matches!(c, '_' | '-' | '+') { ' ' } else { c });
        before = c;
    }
    let is_code = |word: &&str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        digits > 4 || word.len() >= 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let kept: Vec<&str> = spaced.split_whitespace().filter(|word| !is_code(word)).collect();
    if !kept.iter().any(|word| word.chars().any(char::is_alphabetic)) {
        return None;
    }
    let text = kept.join(" ");
    // Words that are written in capitals stay so: `AGB`, `IP`.
    let plain = name.contains(['_', '-']) || name.chars().all(|c| !c.is_uppercase());
    let camel = name.chars().next().is_some_and(char::is_lowercase);
    let text = if camel && !plain { text.to_lowercase() } else { text };
    let mut letters = text.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use dossier_catalog::Catalog;

    use super::*;

    fn check(name: &str, file: &str, expect: &str) {
        let catalog = Catalog::embedded();
        let shown = spoken(name, &MemberPath::new(file), catalog.statements());
        assert_eq!(shown, expect, "{name} in {file}");
    }

    #[test]
    fn tables_are_called_by_words() {
        check("orders[].line_items[]", "a.zip!/export.json", "Line items");
        check("lineItems[]", "export.json", "Line items");
        check("", "a.zip!/customer_orders.csv", "customer_orders.csv");
        check("items[]", "customer_orders_20240101.json", "Items (Customer orders)");
        check("Bestellungen", "x.xlsx", "Bestellungen");
        check("data[]", "newsletter-log.json", "Data (Newsletter log)");
        check("orders.data[]", "x.json", "Data (Orders)");
        check("Tabelle1", "kundenkonto.xlsx", "Tabelle1 (Kundenkonto)");
        check("2", "auskunft.pdf", "Auskunft 2");
        check("2", "0007.pdf", "0007.pdf 2");
        check("Ihre Bestellungen bei uns", "x.html", "Ihre Bestellungen bei uns");
        check("Jan. 2024", "x.xlsx", "Jan. 2024");
    }
}
