//! Voices with their quotes.

use dossier_catalog::Catalog;
use dossier_model::{StatementKind, Voice, Voiced};

use crate::contract::VoicedView;
use crate::snapshot::Company;
use crate::wording::words;

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
        if let Some(said) = views.iter_mut().find(|view| view.text == text) {
            // A guess of ours for one field is one, whatever the person said of another.
            said.own &= one.own || one.voice != said.voice;
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
        views.push(VoicedView::new(&Voiced::nobody(), String::new(), String::new()));
    }
    views
}
