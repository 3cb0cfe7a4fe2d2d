//! What a company refuses, in its own words and with its place.

use dossier_ingest::statements::denials;
use dossier_model::{At, SourcePlace, Voice};

use crate::contract::*;
use crate::letter::Case;
use crate::requests::state_of;
use crate::{Api, ApiError};

/// Refusals in one answer beyond this say nothing more.
const MOST: usize = 12;
/// A letter is not longer than this.
const MOST_PARAGRAPHS: usize = 20_000;

/// One refusal.
#[derive(Clone)]
pub(crate) struct Refusal {
    pub kind: String,
    pub quote: String,
    pub place: SourcePlace,
}

impl Api {
    /// The refusals in the letters of an answer.
    pub(crate) fn denials_of(&self, import: u32) -> Result<Vec<Refusal>, ApiError> {
        let specs = self.catalog.letters().refusals();
        self.read(|vault| {
            let mut found: Vec<Refusal> = Vec::new();
            for table in vault.tables(Some(import))?.iter().filter(|table| table.prose) {
                let mut paragraphs: Vec<(At, String)> = Vec::new();
                vault.each_entry(table.id, |mut entry| {
                    let text = entry.cells.first_mut().and_then(Option::take);
                    paragraphs.push((entry.at, text.unwrap_or_default()));
                    paragraphs.len() < MOST_PARAGRAPHS
                })?;
                let all = paragraphs.iter().map(|(at, text)| (at.clone(), text.as_str()));
                // What is quoted below are the person's own words.
                for (at, text) in self.ingest().own_words(all) {
                    for denial in denials(specs, &text) {
                        if !found.iter().any(|known| known.kind == denial.kind) {
                            let place = SourcePlace::new(table.summary.path.clone(), at.clone());
                            found.push(Refusal { kind: denial.kind, quote: denial.quote, place });
                        }
                    }
                    if found.len() >= MOST {
                        break;
                    }
                }
            }
            Ok(found)
        })
    }

    pub(crate) fn denial_views(&self, import: u32) -> Result<Vec<VoicedView>, ApiError> {
        let found = self.denials_of(import)?;
        let views = found.into_iter().map(|refusal| VoicedView {
            text: refusal.kind,
            voice: Voice::Stated,
            quote: refusal.quote,
            place: Some(refusal.place),
            own: false,
            verbatim: false,
            language: String::new(),
        });
        Ok(views.collect())
    }

    /// The refusals that a reply answers: those of the answer that came after the
    /// earlier letter, and what the person noted when marking it as refused.
    pub(crate) fn refusals(&self, case: &Case<'_>) -> Vec<Refusal> {
        let Some(about) = &case.about else { return Vec::new() };
        let later = self.later_imports(&about.stored, case.snapshot).unwrap_or_default();
        let last = later.last().copied();
        let mut found =
            last.map(|import| self.denials_of(import).unwrap_or_default()).unwrap_or_default();
        let noted =
            about.events.iter().filter(|event| state_of(&event.state) == RequestState::Denied);
        for event in noted {
            for denial in denials(self.catalog.letters().refusals(), &event.note) {
                if !found.iter().any(|known| known.kind == denial.kind) {
                    found.push(Refusal {
                        kind: denial.kind,
                        quote: denial.quote,
                        place: SourcePlace::default(),
                    });
                }
            }
        }
        found
    }
}
