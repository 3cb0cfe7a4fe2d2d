//! Voices with their quotes.

use dossier_catalog::Catalog;
use dossier_model::{Statement, StatementKind, Voice, Voiced};

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
            _ => said(catalog, kind, one.text.expose(), language),
        };
        if let Some(known) = views.iter_mut().find(|view| view.text == text) {
            // A guess of ours for one field is one, whatever the person said of another.
            known.own &= one.own || one.voice != known.voice;
            continue;
        }
        let source = match (&one.voice, &one.place) {
            (Voice::Stated, Some(place)) => company.quote_at(kind, place),
            _ => None,
        };
        views.push(VoicedView {
            // Names of receivers are names, in every language.
            verbatim: source.is_some()
                && kind == StatementKind::Purpose
                && text == *one.text.expose(),
            language: source.map(|source| source.language.clone()).unwrap_or_default(),
            quote: source.map(|source| source.quote.expose().clone()).unwrap_or_default(),
            ..view(one, text)
        });
    }
    if views.is_empty() {
        views.push(view(&Voiced::nobody(), String::new()));
    }
    views
}

/// What is said of a kind of thing, in words; of a denial: to nobody, from nobody else.
pub(crate) fn said(catalog: &Catalog, kind: StatementKind, text: &str, language: &str) -> String {
    if text != Statement::NONE {
        return words(catalog, text, language);
    }
    let key = match kind {
        StatementKind::Recipient => "denied.recipient",
        StatementKind::Source => "denied.source",
        _ => "denied",
    };
    catalog.findings().word(key, language).to_owned()
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
