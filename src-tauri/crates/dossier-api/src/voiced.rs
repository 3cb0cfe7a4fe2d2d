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
        let said = match (&one.voice, &one.place) {
            (Voice::Stated, Some(place)) => company.quote_at(kind, place),
            _ => None,
        };
        views.push(VoicedView {
            // Names of receivers are names, in every language.
            verbatim: said.is_some()
                && kind == StatementKind::Purpose
                && text == *one.text.expose(),
            language: said.map(|said| said.language.clone()).unwrap_or_default(),
            quote: said.map(|said| said.quote.expose().clone()).unwrap_or_default(),
            ..view(one, text)
        });
    }
    if views.is_empty() {
        views.push(view(&Voiced::nobody(), String::new()));
    }
    views
}

fn view(voiced: &Voiced, text: String) -> VoicedView {
    VoicedView {
        text,
        voice: voiced.voice,
        quote: String::new(),
        place: voiced.place.clone(),
        own: voiced.own,
        verbatim: false,
        language: String::new(),
    }
}
