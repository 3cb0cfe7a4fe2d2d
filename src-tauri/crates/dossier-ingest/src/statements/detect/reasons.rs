//! Purposes and legal bases.

use super::super::legal;
use super::super::period::periods;
use super::super::tokens::{find_all, find_any, place_of, tokenize};
use super::clauses::Span;
use super::{Cue, Found, Text};

/// The article whose reasons for a transfer are worded like legal bases.
const TRANSFERS: &str = "49";

/// Words with which a part begins that names a company and no purpose.
const LONGEST_COMPANY: usize = 5;

impl<'a> Text<'a> {
    pub(super) fn purposes(&self) -> Vec<Found> {
        let (about, cued) = (self.about(Cue::Purpose), self.cued(Cue::Purpose));
        // What a list of data tells beside their names is no purpose.
        let listed = self.topic == Some(Cue::Category) && (self.entry || self.is_bare_list());
        if self.announces() && !self.entry || self.text.ends_with('?') || listed {
            return Vec::new();
        }
        // `Filling and shipping orders; debugging.`: no sentence either.
        let cut = self.text.contains("; ") && !self.text.contains(':');
        let list =
            self.entry || cut && find_any(&self.language.reasons.breaks, &self.words).is_none();
        let mut spans = match (about && list, self.may_say_why()) {
            (true, _) => self.listed(),
            (false, true) => self.introduced(),
            (false, false) => Vec::new(),
        };
        // `passed on to advertising partners`: who, and no infinitive.
        let who = find_all(&self.language.recipient_types, &self.words);
        spans.retain(|(from, to)| !who.iter().any(|(_, start, end)| start == from && end == to));
        // `to advertising networks, including Rabe LLC`: companies are no purpose.
        let forms = &self.vocabulary.common;
        spans.retain(|(from, to)| {
            let shown = self.reason_words((*from, (*to).min(from + LONGEST_COMPANY)));
            !forms.has_legal_form(&shown, &tokenize(&shown))
        });
        // `Kling for the shop, Klang for news`: behind a firm stands what for.
        for (from, to) in &mut spans {
            if let Some((end, _)) = forms.firms.at(self.text, &self.words, *from) {
                let prepositions = self.language.reasons.prepositions.iter();
                let behind = prepositions.filter_map(|p| p.matches_at(&self.words, end)).max();
                *from = behind.unwrap_or(*to);
            }
        }
        spans.retain(|(from, to)| from < to);
        let said = spans.len();
        let opens_no = |at: usize| {
            let first = self.words.get(at..=at).unwrap_or_default();
            find_any(&self.language.negations, first).is_some()
        };
        spans.retain(|(from, to)| !self.is_denied_at(*from, *to) && !opens_no(*from));
        let mut denied = spans.len() < said;
        let mut known = self.reasons();
        // `Rabe Payments Ltd` is who, and not what for.
        let names: Vec<Span> = self
            .names()
            .spelled(self.text)
            .filter_map(|name| place_of(&name, &self.words))
            .collect();
        known.retain(|(_, start, end)| names.iter().all(|(from, to)| end <= from || start >= to));
        known.retain(|(_, start, end)| {
            let no = self.is_denied_at(*start, *end);
            denied |= no;
            !no
        });
        let inside =
            |start: usize, end: usize| spans.iter().any(|(from, to)| start < *to && *from < end);
        // `These rest on our legal obligations (Article 6(1)(c))` names no purpose.
        let cited = !about && !legal::articles(&self.words, &self.vocabulary.citations).is_empty();
        let bases = if cited { find_all(&self.language.bases, &self.words) } else { Vec::new() };
        let rests =
            |start: usize, end: usize| bases.iter().any(|(_, from, to)| start < *to && *from < end);
        let noted = self.basis_note();
        known.retain(|(_, start, end)| {
            (about || cued && !rests(*start, *end) || inside(*start, *end))
                && noted.is_none_or(|(from, to)| *end <= from || *start >= to)
        });
        self.one_each(&spans, &mut known);
        let mut named: Vec<(usize, String)> =
            known.iter().map(|(id, start, _)| (*start, (*id).clone())).collect();
        for (from, to) in &spans {
            if !known.iter().any(|(_, start, end)| start < to && from < end) {
                named.push((*from, self.reason_words((*from, *to))));
            }
        }
        named.sort_by_key(|(start, _)| *start);
        named.retain(|(at, _)| noted.is_none_or(|(from, to)| *at < from || *at >= to));
        let first = named.first().map_or(self.words.len(), |(start, _)| *start);
        let applied = self.applied_before(first);
        let mut out: Vec<Found> = Vec::new();
        for (_, value) in named {
            if !out.iter().any(|other| other.value == value) {
                out.push(Found { value, ..applied.clone() });
            }
        }
        // A sentence under this heading says what for, however it is built.
        if denied {
            return out;
        }
        if out.is_empty() && about && self.words.len() > 1 && !self.says_otherwise() {
            out.push(applied);
        } else if out.is_empty() && self.near == Some(Cue::Purpose) && self.does_something() {
            // Among sentences that say what for, one that does something with data does.
            out.push(applied);
        }
        out
    }

    /// Whether a sentence of data says nothing else that we know.
    fn does_something(&self) -> bool {
        let others = [
            Cue::Recipient,
            Cue::Retention,
            Cue::Source,
            Cue::Right,
            Cue::Complaint,
            Cue::LegalBasis,
            Cue::Transfer,
            Cue::AutomatedDecision,
        ];
        !self.announces()
            && !self.vetoed(Cue::Purpose)
            && !self.talks(Cue::Purpose)
            && !find_all(&self.language.data, &self.words).is_empty()
            && !others
                .into_iter()
                .any(|cue| self.language.has(&self.language.cues, cue, &self.words))
    }

    /// A part of a purpose is one thing: what is told of it with most words.
    fn one_each(&self, spans: &[(usize, usize)], known: &mut Vec<(&'a String, usize, usize)>) {
        let parts = |(from, to): &(usize, usize)| match self.entry {
            true => vec![(*from, *to)],
            false => self.parts(*from, *to),
        };
        for (from, to) in spans.iter().flat_map(parts) {
            let within = |start: usize, end: usize| from <= start && end <= to;
            let best = known.iter().filter(|(_, start, end)| within(*start, *end));
            let best =
                best.max_by_key(|(_, start, end)| (end - start, usize::MAX - start)).copied();
            if let Some(best) = best {
                known.retain(|one| !within(one.1, one.2) || *one == best);
            }
        }
    }

    /// Whether the text speaks of what is done with data, and of no right to it.
    pub(super) fn may_say_why(&self) -> bool {
        let kinds = [Cue::Purpose, Cue::Category, Cue::Recipient, Cue::Retention, Cue::Source];
        !self.vetoed(Cue::Purpose)
            && !self.talks(Cue::Purpose)
            && !self.cued(Cue::Right)
            && !self.cued(Cue::Complaint)
            && (kinds.into_iter().any(|cue| self.cued(cue) || self.about(cue))
                || !find_all(&self.language.data, &self.words).is_empty())
    }

    /// The purposes that are named, without those that are named as a legal basis
    /// (`on the basis of the performance of a contract`).
    pub(super) fn reasons(&self) -> Vec<(&'a String, usize, usize)> {
        let mut found = find_all(&self.language.purposes, &self.words);
        // `our payment provider` is who and `your delivery address` what, not what for.
        let who = find_all(&self.language.recipient_types, &self.words);
        let data = find_all(&self.language.data, &self.words);
        let who = who.iter().map(|(_, from, to)| (*from, *to));
        let named: Vec<Span> = who.chain(data.iter().map(|(_, from, to)| (*from, *to))).collect();
        found.retain(|(_, start, end)| {
            named.iter().all(|(from, to)| {
                // `your account details`: the data go on where the purpose ends.
                let enough = if to > end { to - from + 1 } else { to - from };
                end <= from || start >= to || end - start >= enough
            })
        });
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
            || self.cued(Cue::LegalBasis)
    }

    /// The words of a bracket at the end that names the legal basis.
    fn basis_note(&self) -> Option<(usize, usize)> {
        let open = self.text.rfind('(').filter(|_| !self.basis_in_brackets().is_empty())?;
        let from = self.words.iter().position(|word| word.start > open)?;
        (from > 0).then_some((from, self.words.len()))
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

    /// The bases that are told in words, clause by clause: beside an article they only
    /// say what it is.
    fn bases_in_words(&self) -> Vec<String> {
        let mut out = Vec::new();
        for clause in self.text.split([',', ';']) {
            let words = tokenize(clause);
            let cited = legal::articles(&words, &self.vocabulary.citations);
            // `Art. 49(1)(b)`, for the performance of a contract, allows a transfer.
            let other = legal::cites(&self.words, TRANSFERS, &self.vocabulary.citations);
            if cited.is_empty() && !other {
                // `We do not rely on your consent.`
                let no = find_any(&self.language.negations, &words).is_some()
                    && find_any(&self.language.no_denials, &words).is_none();
                let found = if no { Vec::new() } else { find_all(&self.language.bases, &words) };
                out.extend(found.into_iter().map(|(id, ..)| id.clone()));
            }
        }
        out
    }

    pub(super) fn bases(&self) -> Vec<Found> {
        let vetoed = self.vetoed(Cue::LegalBasis);
        if vetoed && (self.cued(Cue::Right) || self.about(Cue::Right)) {
            return Vec::new();
        }
        let mut ids = legal::articles(&self.words, &self.vocabulary.citations);
        if vetoed && ids.is_empty() {
            return Vec::new();
        }
        if self.cued(Cue::LegalBasis) || self.about(Cue::LegalBasis) {
            // `explicit consent, Article 9(2)(a)`: the words of the article.
            let explicit = ids.iter().any(|id| id == "eu-gdpr:A9-2-a");
            for id in self.bases_in_words() {
                let told = ids.contains(&id) || explicit && id == "eu-gdpr:A6-1-a";
                if !told {
                    ids.push(id);
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
