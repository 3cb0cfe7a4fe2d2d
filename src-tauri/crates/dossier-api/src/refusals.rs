//! What a company refuses, in its own words and with its place.

use dossier_ingest::statements::{announcement, denials, done};
use dossier_insight::{Announced, is_of_data};
use dossier_model::{At, SourcePlace, Voice};

use crate::contract::*;
use crate::letter::Case;
use crate::requests::state_of;
use crate::snapshot::{Company, Snapshot};
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
        let mut found: Vec<Refusal> = Vec::new();
        self.each_paragraph(import, |text, place| {
            for denial in denials(specs, text) {
                if !found.iter().any(|known| known.kind == denial.kind) {
                    let place = place.clone();
                    found.push(Refusal { kind: denial.kind, quote: denial.quote, place });
                }
            }
            found.len() < MOST
        })?;
        Ok(found)
    }

    /// What the letters of an answer say was deleted, blocked or put right.
    pub(crate) fn done_views(&self, import: u32) -> Result<Vec<VoicedView>, ApiError> {
        let specs = self.catalog.letters().done();
        let mut found: Vec<VoicedView> = Vec::new();
        self.each_paragraph(import, |text, place| {
            found.extend(done(specs, text).into_iter().map(|quote| VoicedView {
                text: String::new(),
                voice: Voice::Stated,
                quote: quote.to_owned(),
                place: Some(place.clone()),
                own: false,
                verbatim: false,
                language: String::new(),
            }));
            found.len() < MOST
        })?;
        Ok(found)
    }

    /// Notes where a letter says that the copy of the data comes apart from it, for
    /// companies of which no data came.
    pub(crate) fn hear_announced(&self, snapshot: &mut Snapshot) -> Result<(), ApiError> {
        let specs = self.catalog.letters().announced();
        let silent = |company: &&mut Company| !company.summaries.iter().any(is_of_data);
        for company in snapshot.companies.iter_mut().filter(silent) {
            for import in &company.imports {
                self.each_paragraph(import.id, |text, place| {
                    company.announced = announcement(specs, text).map(|quote| Announced {
                        place: place.clone(),
                        quote: quote.to_owned().into(),
                    });
                    company.announced.is_none()
                })?;
                if company.announced.is_some() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Gives what the letters of an answer say, paragraph by paragraph, until it is enough.
    fn each_paragraph(
        &self,
        import: u32,
        mut each: impl FnMut(&str, &SourcePlace) -> bool,
    ) -> Result<(), ApiError> {
        self.read(|vault| {
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
                    let place = SourcePlace::new(table.summary.path.clone(), at.clone());
                    if !each(&text, &place) {
                        return Ok(());
                    }
                }
            }
            Ok(())
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
