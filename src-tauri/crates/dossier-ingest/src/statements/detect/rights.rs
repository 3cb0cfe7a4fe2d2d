//! Rights, complaints, automated decisions and transfers.

use super::super::legal;
use super::super::names::slice;
use super::super::period::periods;
use super::super::tokens::{Word, find_all, find_any};
use super::{Cue, Found, NONE, Text};

impl<'a> Text<'a> {
    pub(super) fn rights(&self) -> Vec<Found> {
        let found = find_all(&self.language.rights, &self.words);
        let mut ids: Vec<&str> = Vec::new();
        for (id, ..) in &found {
            if !ids.contains(&id.as_str()) {
                ids.push(id);
            }
        }
        if ids.is_empty() {
            ids = legal::rights(self.text, &self.words, &self.vocabulary.citations);
        }
        let about = self.about(Cue::Right);
        // The right that is being answered is no news.
        if ids == ["access"] && !(about && self.entry) {
            return Vec::new();
        }
        let enough = about || self.cued(Cue::Right) || ids.len() >= 3 && !self.vetoed(Cue::Right);
        if ids.is_empty() || !enough || self.text.ends_with('?') {
            return Vec::new();
        }
        vec![Found { value: ids.join("; "), ..Found::default() }]
    }

    pub(super) fn complaint(&self) -> Vec<Found> {
        let named = || self.about(Cue::Complaint) && self.authority().is_some();
        if !self.cued(Cue::Complaint) && !named() {
            return Vec::new();
        }
        vec![Found { value: self.authority().unwrap_or_default(), ..Found::default() }]
    }

    /// The name of an authority: its first word, then capitals and linking words.
    pub(super) fn authority(&self) -> Option<String> {
        let known = &self.language.authorities;
        let first = find_any(known, &self.words)?;
        let small = |(start, end): (usize, usize)| {
            slice(self.text, &self.words, start, end).chars().all(|c| !c.is_uppercase())
        };
        // `the competent authority, in France the CNIL`: its name goes before what it is.
        let later = find_any(known, &self.words[first.1..]);
        let later = later.map(|(start, end)| (start + first.1, end + first.1));
        let (mut start, first_end) = later.filter(|l| small(first) && !small(*l)).unwrap_or(first);
        let is_capital =
            |word: &Word| self.text[word.start..word.end].starts_with(char::is_uppercase);
        while start > 1
            && is_capital(&self.words[start - 1])
            && self.text[self.words[start - 1].end..self.words[start].start].trim().is_empty()
            && !self.language.stop_words.contains(&self.words[start - 1].fold)
        {
            start -= 1;
        }
        let mut end = first_end;
        let mut last_name = first_end;
        while let Some(word) = self.words.get(end) {
            let gap = self.text[self.words[end - 1].end..word.start].trim();
            let link = self.language.authority_links.contains(&word.fold);
            let capital = self.text[word.start..word.end].starts_with(char::is_uppercase);
            let ends = self.language.authority_ends.contains(&word.fold);
            if !gap.trim_matches(['-', '\'', '’']).is_empty() || !link && !capital || ends {
                break;
            }
            end += 1;
            let named = self.language.bare_names && link && word.fold.chars().count() > 3;
            if capital || named {
                last_name = end;
            }
        }
        // `Data Protection Commission in Dublin`: the town is where it is.
        let common = &self.vocabulary.common;
        let inside = last_name.checked_sub(2).filter(|at| *at > start && *at >= first_end);
        if let Some(at) = inside
            && common.place_words.contains(&self.words[at].fold)
            && !self.language.authority_regions.contains(&self.words[at + 1].fold)
        {
            last_name = at;
        }
        Some(slice(self.text, &self.words, start, last_name).to_owned())
    }

    pub(super) fn automated(&self) -> Vec<Found> {
        if self.text.ends_with('?') {
            return Vec::new();
        }
        if self.denied(Cue::AutomatedDecision)
            || self.about(Cue::AutomatedDecision) && self.denied_shortly()
        {
            return vec![Found { value: NONE.to_owned(), ..Found::default() }];
        }
        // How long a score is kept, or from where it is, is another statement.
        let kept = self.cued(Cue::Retention) && !periods(&self.words, self.language).is_empty()
            || self.cued(Cue::Source);
        let about = self.about(Cue::AutomatedDecision)
            && (self.cued(Cue::AutomatedDecision) || !self.denied(Cue::Transfer));
        let logic = find_any(&self.language.logic, &self.words).is_some();
        // `Data: date of birth, score`: an entry of another list is no decision.
        let other = self.entry && self.topic.is_some() && !about;
        if kept
            || other
            || self.announces()
            || !(self.cued(Cue::AutomatedDecision) || about && (logic || self.entry))
        {
            return Vec::new();
        }
        let value = if logic { "logic" } else { "exists" };
        vec![Found { value: value.to_owned(), ..Found::default() }]
    }

    pub(super) fn transfer(&self) -> Vec<Found> {
        if self.text.ends_with('?') {
            return Vec::new();
        }
        let about = self.about(Cue::Transfer);
        let cued = self.cued(Cue::Transfer);
        let mut safe = find_all(&self.language.safeguards, &self.words);
        // `No clauses were agreed with X`: the safeguard is denied, and not the transfer.
        let all = safe.len();
        safe.retain(|(_, start, end)| !self.is_denied_at(*start, *end));
        let unsafe_one = safe.len() < all;
        // The country in the name of a safeguard is not where the data go.
        let mut places = find_all(&self.language.countries, &self.words);
        places
            .retain(|(_, start, end)| safe.iter().all(|(_, from, to)| end <= from || to <= start));
        // `sent to us` names no country.
        places.retain(|(_, start, end)| {
            let shown = slice(self.text, &self.words, *start, *end);
            shown.len() > 2 || shown.chars().all(char::is_uppercase)
        });
        let outside = |at: usize| {
            let before = &self.words[at.saturating_sub(2)..at];
            before.iter().any(|word| self.language.outside.contains(&word.fold))
        };
        places.retain(|(_, start, _)| !outside(*start));
        // `to Norway, Canada, and not to any other country` denies only the others.
        let others = find_any(&self.language.negations, &self.words).is_some_and(|(no, _)| {
            let before = no.checked_sub(1).and_then(|at| self.words.get(at));
            before.is_some_and(|word| self.language.conjunctions.contains(&word.fold))
                && places.iter().any(|(_, _, end)| *end < no)
        });
        if !others && !unsafe_one && (self.denied(Cue::Transfer) || about && self.denied_shortly())
        {
            return self.none();
        }
        let ids = |found: &[(&'a String, usize, usize)]| {
            let mut out: Vec<&str> = Vec::new();
            for (id, ..) in found {
                if !out.contains(&id.as_str()) {
                    out.push(id);
                }
            }
            out
        };
        let (countries, safeguards) = (ids(&places), ids(&safe));
        // `passed to Rabe Ltd in Mumbai, India`
        let receives = (self.cued(Cue::Recipient) || self.about(Cue::Recipient))
            && !self.language.home.is_empty()
            && countries.iter().any(|id| !self.language.home.iter().any(|home| home == id))
            && !self.denied(Cue::Recipient)
            && !self.announces();
        if receives && !cued && !about {
            let away = countries.iter().filter(|id| !self.language.home.iter().any(|h| h == *id));
            let value = away.copied().collect::<Vec<_>>().join(",");
            return vec![Found { value, ..self.applied() }];
        }
        if !cued && !(about && !(countries.is_empty() && safeguards.is_empty()))
            || self.announces() && !self.entry
        {
            return Vec::new();
        }
        // `established in Dublin`: no country that we would name, and nothing outside.
        let nowhere = countries.is_empty() && safeguards.is_empty() && !about;
        if nowhere && self.words.iter().all(|word| !self.language.outside.contains(&word.fold)) {
            return Vec::new();
        }
        let value = if safeguards.is_empty() {
            countries.join(",")
        } else {
            format!("{}; {}", countries.join(","), safeguards.join(","))
        };
        vec![Found { value, ..self.applied() }]
    }
}
