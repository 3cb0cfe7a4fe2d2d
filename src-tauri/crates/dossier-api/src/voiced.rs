//! Catalog ids as words, and voices with their quotes.

use dossier_catalog::Catalog;
use dossier_model::{StatementKind, Voice, Voiced};

use crate::contract::VoicedView;
use crate::snapshot::Company;

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

/// Voices as views, the strongest first, each text once.
pub(crate) fn views<'a>(
    catalog: &Catalog,
    company: &Company,
    kind: StatementKind,
    voiced: impl IntoIterator<Item = &'a Voiced>,
    language: &str,
) -> Vec<VoicedView> {
    let mut views: Vec<VoicedView> = Vec::new();
    let mut all: Vec<&Voiced> = voiced.into_iter().collect();
    all.sort_by_key(|voiced| crate::snapshot::strength(voiced.voice));
    for one in all {
        // "Not stated" says something only where nobody says anything.
        if one.voice == Voice::NotStated && !views.is_empty() {
            continue;
        }
        let text = match one.voice {
            Voice::NotStated => String::new(),
            _ => words(catalog, one.text.expose(), language),
        };
        if views.iter().any(|view| view.text == text) {
            continue;
        }
        let quote = match (&one.voice, &one.place) {
            (Voice::Stated, Some(place)) => {
                company.quote_at(kind, place).map(|s| s.quote.expose().clone()).unwrap_or_default()
            }
            _ => String::new(),
        };
        views.push(VoicedView::new(one, text, quote));
    }
    if views.is_empty() {
        let nobody = Voiced { text: String::new().into(), voice: Voice::NotStated, place: None };
        views.push(VoicedView::new(&nobody, String::new(), String::new()));
    }
    views
}
