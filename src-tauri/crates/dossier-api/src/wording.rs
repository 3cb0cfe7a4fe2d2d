//! Catalog ids as words.

use dossier_catalog::Catalog;

/// A catalog id in words; the company's own words as they are.
pub(crate) fn words(catalog: &Catalog, text: &str, language: &str) -> String {
    if let Some(term) = catalog.purposes().get(text) {
        return term.label.get(language).to_owned();
    }
    if let Some(category) = catalog.categories().get(text) {
        return category.label.get(language).to_owned();
    }
    period(catalog, text, language).unwrap_or_else(|| text.to_owned())
}

/// An ISO 8601 length of time with one unit, in words of the catalog.
fn period(catalog: &Catalog, text: &str, language: &str) -> Option<String> {
    let (amount, unit) = text.strip_prefix('P')?.split_at_checked(text.len().checked_sub(2)?)?;
    let amount: u32 = amount.parse().ok()?;
    let unit = match unit {
        "D" => "day",
        "W" => "week",
        "M" => "month",
        "Y" => "year",
        _ => return None,
    };
    let many = if amount == 1 { "one" } else { "many" };
    let word = catalog.findings().word(&format!("{unit}.{many}"), language);
    (!word.is_empty()).then(|| format!("{amount}\u{a0}{word}"))
}
