//! Purposes and legal bases.

use super::super::legal;
use super::super::period::periods;
use super::super::tokens::{find_all, find_any, tokenize};
use super::{Cue, Found, Text};

impl<'a> Text<'a> {
    pub(super) fn purposes(&self) -> Vec<Found> {
        let cued = self.cued(Cue::Purpose);
        if !cued && !self.about(Cue::Purpose) || self.announces() && !self.entry {
            return Vec::new();
        }
        let found = self.reasons();
        let first = found.first().map_or(self.words.len(), |(_, start, _)| *start);
        let applied = self.applied_before(first);
        let mut out: Vec<Found> = Vec::new();
        for (id, ..) in found {
            if !out.iter().any(|other| other.value == *id) {
                out.push(Found { value: id.clone(), ..applied.clone() });
            }
        }
        // An entry under this heading is a purpose even in words that we do not know.
        if out.is_empty()
            && self.about(Cue::Purpose)
            && (self.entry || cued)
            && self.words.len() > 1
            && !self.announces()
            && !self.says_otherwise()
        {
            out.push(applied);
        }
        out
    }

    /// The purposes that are named, without those that are named as a legal basis
    /// (`on the basis of the performance of a contract`).
    pub(super) fn reasons(&self) -> Vec<(&'a String, usize, usize)> {
        let mut found = find_all(&self.language.purposes, &self.words);
        let cues = self.language.cues.get(&Cue::LegalBasis).map_or(&[][..], Vec::as_slice);
        let basis = find_any(cues, &self.words);
        found.retain(|(id, start, _)| {
            let near = basis.is_some_and(|(_, end)| (end..=end + 2).contains(start));
            !near
                || !self.language.bases.iter().any(|(_, phrase)| {
                    phrase.matches_at(&self.words, *start).is_some()
                        || id.ends_with("ContractualObligation")
                })
        });
        found
    }

    /// Whether an entry without a known word rather speaks of another kind.
    pub(super) fn says_otherwise(&self) -> bool {
        !periods(&self.words, self.language).is_empty()
            || !legal::articles(&self.words, &self.vocabulary.citations).is_empty()
            || find_any(&self.language.criteria, &self.words).is_some()
    }

    /// `to send you offers (consent)`: a purpose with its basis in brackets.
    fn basis_in_brackets(&self) -> Vec<String> {
        let inner = self.text.rsplit_once('(').and_then(|(_, rest)| rest.split_once(')'));
        let words = inner.map(|(inner, _)| tokenize(inner)).unwrap_or_default();
        if words.is_empty() || words.len() > 7 {
            return Vec::new();
        }
        find_all(&self.language.bases, &words)
            .first()
            .map(|(id, ..)| (*id).clone())
            .into_iter()
            .collect()
    }

    pub(super) fn bases(&self) -> Vec<Found> {
        if self.vetoed(Cue::LegalBasis) {
            return Vec::new();
        }
        let mut ids = legal::articles(&self.words, &self.vocabulary.citations);
        if ids.is_empty() && (self.cued(Cue::LegalBasis) || self.about(Cue::LegalBasis)) {
            for (id, ..) in find_all(&self.language.bases, &self.words) {
                if !ids.contains(id) {
                    ids.push(id.clone());
                }
            }
        }
        if ids.is_empty() && (self.cued(Cue::Purpose) || self.about(Cue::Purpose)) {
            ids = self.basis_in_brackets();
        }
        let reasons = if self.cued(Cue::Purpose) { self.reasons() } else { Vec::new() };
        let limit = reasons.first().map_or(self.words.len(), |(_, start, _)| *start);
        let applied = self.applied_before(limit);
        ids.into_iter().map(|value| Found { value, ..applied.clone() }).collect()
    }
}
