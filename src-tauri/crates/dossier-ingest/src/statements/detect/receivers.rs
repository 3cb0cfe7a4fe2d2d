//! Who gets the data, and from whom they are.

use super::super::names::{Names, Recipient, Trust, slice};
use super::super::tokens::{Word, find_all, find_any, tokenize};
use super::{Cue, Found, NONE, Text};

impl<'a> Text<'a> {
    /// Companies in a sentence of the body that says nothing else we know (`The
    /// lenses are ground by X Ltd`): whoever is named there has something to do
    /// with the data.
    pub fn companies(&self) -> Vec<(Cue, Found)> {
        if self.vetoed(Cue::Recipient)
            || self.talks(Cue::Recipient)
            || self.supposes(Cue::Recipient)
            || self.announces()
        {
            return Vec::new();
        }
        let applied = self.applied();
        let named = self.names();
        named
            .spelled(self.text)
            .filter(|name| find_all(&self.language.safeguards, &tokenize(name)).is_empty())
            .filter(|name| self.tells_company(name) && !self.denies(name))
            .map(|value| {
                // A firm that works for shops is not the source because others might be.
                let form = self.vocabulary.common.has_legal_form(&value, &tokenize(&value));
                let cue = if self.guess.gave && form { Cue::Source } else { Cue::Recipient };
                (cue, Found { value, ..applied.clone() })
            })
            .collect()
    }

    /// Whether a name tells by itself that it is a company's.
    fn tells_company(&self, name: &str) -> bool {
        let (common, words) = (&self.vocabulary.common, tokenize(name));
        common.has_legal_form(name, &words) || common.firms.find(name, &words, true).is_some()
    }

    pub(super) fn names(&self) -> Names<'a> {
        Names { vocabulary: self.vocabulary, language: self.language, controller: self.controller }
    }

    pub(super) fn recipients(&self) -> Vec<Found> {
        let about = self.about(Cue::Recipient);
        if self.denied(Cue::Recipient) || self.about(Cue::Recipient) && self.denied_shortly() {
            // `Data are not sent to third countries` says nothing of companies here.
            let types = find_all(&self.language.recipient_types, &self.words);
            let only_abroad = self.denied(Cue::Transfer) && !about && {
                let cues = self.language.cues.get(&Cue::Transfer).map_or(&[][..], Vec::as_slice);
                // `un pays tiers` is no third party.
                let abroad = |from: usize, to: usize| {
                    (from.saturating_sub(1)..=from).any(|at| {
                        let ends = cues.iter().filter_map(|p| p.matches_at(&self.words, at));
                        ends.into_iter().any(|end| end == to)
                    })
                };
                !types.iter().any(|(id, from, to)| *id == "dpv:ThirdParty" && !abroad(*from, *to))
            };
            // `We make no automated decisions` tells nothing of receivers.
            let other = !about && self.denied(Cue::AutomatedDecision);
            if only_abroad || other && types.is_empty() {
                return Vec::new();
            }
            let Some((clause, beside)) = self.beside_denial(Cue::Recipient) else {
                return self.nobody();
            };
            let mut found: Vec<Found> = beside.iter().flat_map(Text::recipients).collect();
            found.retain(|one| one.value != NONE);
            found.extend(clause.nobody());
            return found;
        }
        let cued = self.cued(Cue::Recipient);
        // What came to us did not go to others.
        let came = !about && (self.about(Cue::Source) || self.cued(Cue::Source));
        let right = !about && !self.rights().is_empty();
        if self.text.ends_with('?') || came || right {
            return Vec::new();
        }
        if !cued && !about {
            // Beside sentences about receivers, who else does something is one too.
            let near = self.near == Some(Cue::Recipient)
                && !self.vetoed(Cue::Recipient)
                && !self.talks(Cue::Recipient)
                && find_any(&self.language.negations, &self.words).is_none();
            let list = if near { self.names().subjects(self.text) } else { Vec::new() };
            let applied = self.applied();
            return list.into_iter().map(|one| self.received_by(one, applied.clone())).collect();
        }
        // `To nobody, except X Ltd`: only what is excepted gets the data.
        let denied = self.language.has(&self.language.denials, Cue::Recipient, &self.words);
        let except = find_any(&self.language.exceptions, &self.words);
        let except = except.filter(|(start, _)| denied || *start == 0);
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
            _ => {
                let mut found = self.inline_recipients(&names);
                if about || found.is_empty() && self.near == Some(Cue::Recipient) {
                    for one in names.subjects(self.text) {
                        push_new(&mut found, one);
                    }
                }
                found
            }
        };
        if self.negates(&list) {
            return self.nobody();
        }
        let applied = self.received(&list);
        let safeguard = |one: &Recipient| match one {
            Recipient::Name(name) => {
                !find_all(&self.language.safeguards, &tokenize(name)).is_empty()
            }
            Recipient::Type(_) => false,
        };
        // `with Rabe Ltd, but not with Elster Ltd`
        let denied = |one: &Recipient| match one {
            Recipient::Name(name) => self.denies(name),
            Recipient::Type(_) => false,
        };
        let list = list.into_iter().filter(|one| !safeguard(one) && !denied(one));
        list.map(|one| self.received_by(one, applied.clone())).collect()
    }

    /// The data that go to some receivers: not what stands in their names, or in brackets
    /// behind them (`Rabe Payments Ltd (payments)`).
    fn received(&self, list: &[Recipient]) -> Found {
        let name = |one: &Recipient| match one {
            Recipient::Name(name) => self.text.find(name.as_str()).map(|at| at..at + name.len()),
            Recipient::Type(_) => None,
        };
        let names: Vec<_> = list.iter().filter_map(name).collect();
        self.applied_where(|start, _| {
            let at = self.words[start].start;
            let before = &self.text[..at];
            let inside = before.matches('(').count() > before.matches(')').count();
            !inside && !names.iter().any(|name| name.contains(&at))
        })
    }

    /// To nobody; or, where it names kinds of receivers or companies and not everyone, to
    /// none of these.
    fn nobody(&self) -> Vec<Found> {
        let kinds = find_all(&self.language.recipient_types, &self.words);
        let everyone = find_any(&self.language.everyone, &self.words).is_some()
            || kinds.iter().any(|(id, ..)| *id == "dpv:ThirdParty");
        let mut found = self.none();
        if let Some(sale) = self.only_sold() {
            found.iter_mut().for_each(|found| found.applies_to = sale.to_owned());
            return found;
        }
        if everyone {
            return found;
        }
        let mut named: Vec<String> = self.names().spelled(self.text).collect();
        for (_, from, to) in kinds {
            let kind = slice(self.text, &self.words, from, to);
            if !named.iter().any(|name| name.contains(kind)) {
                named.push(kind.to_owned());
            }
        }
        if named.is_empty() {
            let mut role = Vec::new();
            self.names().role(self.text, &mut role);
            named.extend(role.into_iter().filter_map(|one| match one {
                Recipient::Name(name) => Some(name),
                Recipient::Type(_) => None,
            }));
        }
        if !named.is_empty() {
            found.iter_mut().for_each(|found| found.applies_to = named.join(", "));
        }
        found
    }

    /// `We do not sell your data`: that nothing is sold does not say that nobody gets it.
    fn only_sold(&self) -> Option<&'a str> {
        let (from, to) = find_any(&self.language.selling, &self.words)?;
        let kinds = find_all(&self.language.recipient_types, &self.words);
        let within = |at: usize| kinds.iter().any(|(_, start, end)| (*start..*end).contains(&at));
        let rest = (0..self.words.len()).filter(|at| !(from..to).contains(at) && !within(*at));
        let rest: Vec<Word> = rest.map(|at| self.words[at].clone()).collect();
        let other = self.language.has(&self.language.cues, Cue::Recipient, &rest);
        (!other && !self.about(Cue::Recipient)).then(|| slice(self.text, &self.words, from, to))
    }

    /// `An Behörden haben wir nichts herausgegeben`: a denial that names only kinds.
    fn negates(&self, list: &[Recipient]) -> bool {
        let kinds = list.iter().all(|one| match one {
            Recipient::Type(_) => true,
            Recipient::Name(name) => !name.contains(' '),
        });
        let role = |part: &[Word]| {
            !find_all(&self.language.recipient_types, part).is_empty()
                || find_any(&self.language.roles, part).is_some()
        };
        !list.is_empty()
            && kinds
            && self
                .text
                .split(';')
                .map(tokenize)
                .any(|part| find_any(&self.language.negations, &part).is_some() && role(&part))
            && find_any(&self.language.no_denials, &self.words).is_none()
            && find_any(&self.language.exceptions, &self.words).is_none()
            && !self.text.contains([',', ':'])
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
                (0..self.words.len())
                    .filter_map(|at| Some((at, phrase.matches_at(&self.words, at)?)))
            })
            .filter(|(_, end)| {
                self.words.get(*end).is_some_and(|word| {
                    let shown = &self.text[word.start..word.end];
                    shown.starts_with(char::is_uppercase)
                        || self.language.fillers.contains(&word.fold)
                })
            })
            .min_by_key(|(_, end)| *end);
        // `die Druckerei Rabe druckt die Kataloge`: behind the verb of somebody who is named
        // stands what it does.
        let lead = lead.filter(|(at, end)| {
            let verb = end - at >= 2 && !self.is_small(*at);
            let before = || names.subjects(slice(self.text, &self.words, 0, *at));
            !verb || *at == 0 || before().is_empty()
        });
        // An article inside the preposition stays with its noun.
        let lead = lead.map(|(_, at)| {
            let before = at.checked_sub(1).and_then(|at| self.words.get(at));
            let inside = before.is_some_and(|w| self.language.contracted.contains(&w.fold));
            at - usize::from(inside)
        });
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

    /// Whether a word of the frame stands here: `an`, `to`.
    fn is_small(&self, at: usize) -> bool {
        let word = &self.words[at..=at];
        self.language.fillers.contains(&word[0].fold)
            || self.language.list_leads.iter().any(|p| p.matches_at(word, 0) == Some(1))
    }

    pub(super) fn sources(&self) -> Vec<Found> {
        // `Most of it you told us; the older pictures your dentist gave us.`
        if !self.entry && self.text.contains("; ") {
            let part =
                |text: &'a str| Text { text: text.trim(), words: tokenize(text.trim()), ..*self };
            return self.text.split("; ").flat_map(|text| part(text).one_source()).collect();
        }
        self.one_source()
    }

    fn one_source(&self) -> Vec<Found> {
        let about = self.about(Cue::Source);
        let went = self.about(Cue::Recipient) || self.denied(Cue::Recipient);
        if !about && (!self.cued(Cue::Source) || went) || self.announces() {
            return Vec::new();
        }
        // `The parts came from X`: only of data, or of the person, it is a source.
        let known = !find_all(&self.language.data, &self.words).is_empty()
            || find_any(&self.language.all_data, &self.words).is_some()
            || !find_all(&self.language.sources, &self.words).is_empty();
        if !about && !known {
            return Vec::new();
        }
        // `all from you, except your date of birth, which X gave us`
        let except = find_any(&self.language.exceptions, &self.words);
        let own = match except {
            Some((at, _)) => self.applied_before(at),
            None => self.applied(),
        };
        let applied = match except {
            Some((_, past)) => self.applied_where(|start, _| start >= past),
            None => self.applied(),
        };
        let mut out: Vec<Found> = Vec::new();
        if self.denied(Cue::Source)
            && let Some((clause, beside)) = self.beside_denial(Cue::Source)
        {
            out = beside.iter().flat_map(Text::one_source).collect();
            out.retain(|found| found.value != NONE && !found.value.is_empty());
            out.extend(clause.none());
            return out;
        }
        if self.denied(Cue::Source) || about && self.denied_shortly() {
            out.push(Found { value: NONE.to_owned(), ..applied.clone() });
        }
        for (id, start, end) in find_all(&self.language.sources, &self.words) {
            // `We buy nothing from brokers.`
            if id != DATA_SUBJECT && self.is_denied_at(start, end) {
                continue;
            }
            if !out.iter().any(|found| found.value == *id) {
                let meant = if id == DATA_SUBJECT { &own } else { &applied };
                out.push(Found { value: id.clone(), ..meant.clone() });
            }
        }
        let denied = out.first().is_some_and(|found| found.value == NONE);
        let names = self.names();
        let mut list = if denied {
            Vec::new()
        } else if about && self.entry {
            names.read(self.text.rsplit(':').next().unwrap_or(self.text), Trust::List)
        } else {
            self.inline_recipients(&names)
        };
        // `hat uns Ihr früherer Zahnarzt überlassen`: who gave it stands as the subject.
        if list.is_empty() && !denied && out.iter().all(|found| found.value != DATA_SUBJECT) {
            list = names.subjects(self.text);
        }
        // `die Auskunftei Valens GmbH`: what it is stands beside the name.
        let named: Vec<&str> = list
            .iter()
            .filter_map(|one| match one {
                Recipient::Name(name) => Some(name.as_str()),
                Recipient::Type(_) => None,
            })
            .collect();
        for (id, start, end) in find_all(&self.language.sources, &self.words) {
            let shown = slice(self.text, &self.words, start, end);
            let next = self.words.get(end).map_or("", |word| &self.text[word.start..]);
            let same = |name: &&str| name.contains(shown) || next.starts_with(*name);
            if id != DATA_SUBJECT && named.iter().any(same) {
                out.retain(|found| found.value != *id);
            }
        }
        let public = out.iter().any(|found| found.value == PUBLIC_SOURCES);
        for recipient in list {
            if let Recipient::Name(name) = &recipient {
                let words = tokenize(name);
                // `the register of X, which is open to everyone`
                let known = public
                    || !find_all(&self.language.sources, &words).is_empty()
                    || !find_all(&self.language.data, &words).is_empty();
                if known && !self.vocabulary.common.names_company(name, &words) {
                    continue;
                }
            }
            let (Recipient::Name(value) | Recipient::Type(value)) = recipient;
            if out.iter().all(|found| found.value != value) {
                out.push(Found { value, ..applied.clone() });
            }
        }
        // `approximate location derived from your IP address`, where data are listed.
        let listed = self.topic == Some(Cue::Category) && !about && self.entry;
        // A mere likelihood without anyone named tells nothing.
        let said = about || self.language.has(&self.language.cues, Cue::Source, &self.words);
        if out.is_empty() && !listed && said {
            // `generated when you used the terminal`, under its heading: the person.
            let you = |word: &Word| {
                let shown = &self.text[word.start..word.end];
                self.language.persons.iter().any(|person| person == shown)
            };
            let value = if about && self.words.iter().any(you) { DATA_SUBJECT } else { "" };
            out.push(Found { value: value.to_owned(), ..applied });
        }
        out
    }
}

/// The source that anyone may read.
const PUBLIC_SOURCES: &str = "public_sources";

/// The source that is the person.
const DATA_SUBJECT: &str = dossier_model::Statement::DATA_SUBJECT;

/// Adds a recipient that is not told already, with or without what it is.
fn push_new(out: &mut Vec<Recipient>, one: Recipient) {
    let told = |other: &Recipient| match (other, &one) {
        (Recipient::Name(a), Recipient::Name(b)) => {
            a.contains(b.as_str()) || b.contains(a.as_str())
        }
        (a, b) => a == b,
    };
    if !out.iter().any(told) {
        out.push(one);
    }
}
