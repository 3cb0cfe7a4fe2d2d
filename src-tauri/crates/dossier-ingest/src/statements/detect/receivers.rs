//! Who gets the data, and from whom they are.

use super::super::names::{Names, Recipient, Trust};
use super::super::tokens::{Word, find_all, find_any, tokenize};
use super::{Cue, Found, Text};

impl<'a> Text<'a> {
    /// Companies in a sentence of the body that says nothing else we know (`The
    /// lenses are ground by X Ltd`): whoever is named there has something to do
    /// with the data.
    pub fn companies(&self) -> Vec<(Cue, Found)> {
        if self.vetoed(Cue::Recipient) || self.announces() {
            return Vec::new();
        }
        let applied = self.applied();
        let named = self.names().read(self.text, Trust::Form).into_iter();
        named
            .filter_map(|recipient| match recipient {
                Recipient::Name(value) => Some(value),
                Recipient::Type(_) => None,
            })
            .filter(|name| self.vocabulary.common.has_legal_form(name, &tokenize(name)))
            .map(|value| (Cue::Recipient, Found { value, ..applied.clone() }))
            .collect()
    }

    pub(super) fn names(&self) -> Names<'a> {
        Names { vocabulary: self.vocabulary, language: self.language, controller: self.controller }
    }

    pub(super) fn recipients(&self) -> Vec<Found> {
        let about = self.about(Cue::Recipient);
        if self.denied(Cue::Recipient) || self.about(Cue::Recipient) && self.denied_shortly() {
            // `Data are not sent to third countries` says nothing of companies here.
            let only_abroad = self.denied(Cue::Transfer) && !self.about(Cue::Recipient) && {
                let types = find_all(&self.language.recipient_types, &self.words);
                !types.iter().any(|(id, ..)| *id == "dpv:ThirdParty")
            };
            return if only_abroad { Vec::new() } else { self.none() };
        }
        let cued = self.cued(Cue::Recipient);
        if !cued && !about || self.text.ends_with('?') {
            return Vec::new();
        }
        // `To nobody, except X Ltd`: only what is excepted gets the data.
        let denied = self.language.has(&self.language.denials, Cue::Recipient, &self.words);
        let except = find_any(&self.language.exceptions, &self.words).filter(|_| denied);
        if let Some(word) = except.and_then(|(_, end)| self.words.get(end)) {
            let list = self.names().read(&self.text[word.start..], Trust::Form);
            return list.into_iter().map(|one| self.received_by(one, Found::default())).collect();
        }
        let names = self.names();
        let list = match self.text.split_once(':') {
            Some((label, list)) if !(list.trim().is_empty() || about && self.entry) => {
                let mut found = names.read(list, Trust::List);
                // `Versand: Rabe` names a task, `Empfänger: Rabe` the thing itself.
                if found.is_empty() {
                    found = names.read(label, Trust::Form);
                }
                found
            }
            Some((label, rest)) if about && self.entry => {
                let mut found = names.read(rest, Trust::List);
                if !found.iter().any(|r| matches!(r, Recipient::Name(_))) {
                    let labels = names.read(label, Trust::List);
                    if labels.iter().any(|r| matches!(r, Recipient::Name(_))) {
                        found = labels;
                    }
                }
                found
            }
            _ if about && (self.entry || !cued) => names.read(self.text, Trust::List),
            _ => self.inline_recipients(&names),
        };
        let applied = self.applied();
        list.into_iter().map(|one| self.received_by(one, applied.clone())).collect()
    }

    pub(super) fn received_by(&self, recipient: Recipient, applied: Found) -> Found {
        let (Recipient::Name(value) | Recipient::Type(value)) = recipient;
        Found { value, ..applied }
    }

    /// In a sentence the list begins after `an`, `to`, `durch`; before it only what
    /// is spelled like a company is one.
    pub(super) fn inline_recipients(&self, names: &Names<'_>) -> Vec<Recipient> {
        let lead = self
            .language
            .list_leads
            .iter()
            .flat_map(|phrase| {
                (0..self.words.len()).filter_map(|at| phrase.matches_at(&self.words, at))
            })
            .filter(|end| {
                self.words.get(*end).is_some_and(|word| {
                    let shown = &self.text[word.start..word.end];
                    shown.starts_with(char::is_uppercase)
                        || self.language.fillers.contains(&word.fold)
                })
            })
            .min();
        let cut = lead.and_then(|at| self.words.get(at)).map_or(self.text.len(), |word| word.start);
        let mut out = names.read(&self.text[..cut], Trust::Form);
        out.extend(names.read_inline(&self.text[cut..]));
        // `Parkside sends our e-mails for us`, in languages that spare capitals.
        let ours = |word: &Word| self.language.ours.contains(&word.fold);
        if out.is_empty() && !self.language.noun_capitals && self.words.iter().any(ours) {
            let end = self.words.iter().take_while(|word| {
                self.text[word.start..word.end].starts_with(char::is_uppercase)
                    && !self.language.stop_words.contains(&word.fold)
            });
            let end = end.last().map_or(0, |word| word.end);
            out.extend(names.read(&self.text[..end], Trust::List));
        }
        let mut seen: Vec<Recipient> = Vec::new();
        for recipient in out {
            if !seen.contains(&recipient) {
                seen.push(recipient);
            }
        }
        seen
    }

    pub(super) fn sources(&self) -> Vec<Found> {
        let about = self.about(Cue::Source);
        if !about && !self.cued(Cue::Source) || self.announces() {
            return Vec::new();
        }
        // `The parts came from X`: only of data, or of the person, it is a source.
        let known = !find_all(&self.language.data, &self.words).is_empty()
            || find_any(&self.language.all_data, &self.words).is_some()
            || !find_all(&self.language.sources, &self.words).is_empty();
        if !about && !known {
            return Vec::new();
        }
        let applied = self.applied();
        let mut out: Vec<Found> = Vec::new();
        for (id, ..) in find_all(&self.language.sources, &self.words) {
            if !out.iter().any(|found| found.value == *id) {
                out.push(Found { value: id.clone(), ..applied.clone() });
            }
        }
        let names = self.names();
        let list = if about && self.entry {
            names.read(self.text.rsplit(':').next().unwrap_or(self.text), Trust::List)
        } else {
            self.inline_recipients(&names)
        };
        for recipient in list {
            if let Recipient::Name(name) = &recipient {
                let words = tokenize(name);
                let known = !find_all(&self.language.sources, &words).is_empty()
                    || !find_all(&self.language.data, &words).is_empty();
                if known && !self.vocabulary.common.has_legal_form(name, &words) {
                    continue;
                }
            }
            let (Recipient::Name(value) | Recipient::Type(value)) = recipient;
            out.push(Found { value, ..applied.clone() });
        }
        if out.is_empty() && (self.entry || self.cued(Cue::Source)) {
            out.push(applied);
        }
        out
    }
}
