//! What something is for, by how the sentence is built: `um ... zu`, `so that we`,
//! `pour gérer`. The purposes need not be known; their words are kept.

use super::super::names::slice;
use super::super::period::periods;
use super::super::tokens::{Phrase, Word, find_any};
use super::{Cue, Text};

/// The words of one purpose: the first, and the one after the last.
pub(crate) type Span = (usize, usize);

/// Words of a purpose; what is longer is more than one thing.
const LONGEST: usize = 24;

impl<'a> Text<'a> {
    /// The purposes that the sentence introduces, each with its own words.
    pub(super) fn introduced(&self) -> Vec<Span> {
        let known = &self.language.reasons;
        // `Wozu? Zum Abschluss Ihres Vertrags, zur Reparatur Ihres Geräts.`
        let answers = || self.about(Cue::Purpose) && find_any(&known.breaks, &self.words).is_none();
        let uses = (find_any(&known.uses, &self.words).is_some() || answers())
            && periods(&self.words, self.language).is_empty();
        let mut out: Vec<Span> = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            let barred = self.is_barred(at);
            let found = if barred { None } else { self.introduced_at(at, uses) };
            match found.filter(|found| !found.is_empty()) {
                Some(found) => {
                    at = found.last().map_or(at + 1, |(_, end)| *end);
                    out.extend(found.into_iter().filter(|span| !self.is_basis(*span)));
                }
                None => at += 1,
            }
        }
        out
    }

    /// Whether what begins here, or one or two words before, only looks like a purpose.
    fn is_barred(&self, at: usize) -> bool {
        let known = &self.language.reasons;
        (0..=2.min(at)).any(|back| {
            let ends = known.not.iter().filter_map(|p| p.matches_at(&self.words, at - back));
            ends.max().is_some_and(|end| end > at)
        })
    }

    fn introduced_at(&self, at: usize, uses: bool) -> Option<Vec<Span>> {
        let known = &self.language.reasons;
        let opened = |phrases: &[Phrase]| {
            phrases.iter().filter_map(|phrase| phrase.matches_at(&self.words, at)).max()
        };
        if let Some(start) = opened(&known.clauses) {
            return Some(self.clause(start));
        }
        if let Some(start) = opened(&known.infinitives) {
            let found = self.infinitives(start);
            if !found.is_empty() {
                return Some(found);
            }
        }
        if let Some(start) = opened(&known.nouns) {
            return Some(self.nouns(start));
        }
        let start = opened(&known.prepositions).filter(|_| uses)?;
        Some(self.nouns(start))
    }

    /// From a word to the end of its sentence or bracket.
    fn run(&self, start: usize) -> usize {
        let ends = (start + 1..self.words.len()).find(|at| {
            self.gap(*at).contains(['.', ';', ':', '(', ')', '–', '—', '?', '|', '«', '„', '"'])
                || self.gap(*at).contains(" - ")
        });
        ends.unwrap_or(self.words.len())
    }

    pub(super) fn gap(&self, at: usize) -> &str {
        &self.text[self.words[at - 1].end..self.words[at].start]
    }

    /// The parts of a run between its commas and conjunctions.
    pub(super) fn parts(&self, start: usize, end: usize) -> Vec<Span> {
        let mut out = Vec::new();
        let mut from = start;
        for at in start..end {
            let joint = self.language.conjunction(&self.words, at);
            let joint = joint.filter(|_| !(at > 0 && self.gap(at).starts_with('-')));
            if (joint.is_some() || at > start && self.gap(at).contains(',')) && at > from {
                out.push((from, at));
                from = at;
            }
            from = joint.map_or(from, |past| from.max(past.min(end)));
        }
        if from < end {
            out.push((from, end));
        }
        out
    }

    /// A clause that is a purpose as a whole, up to the comma behind which another
    /// clause begins; where verbs come last, each of them ends a purpose.
    fn clause(&self, start: usize) -> Vec<Span> {
        if start >= self.words.len() {
            return Vec::new();
        }
        let run = self.run(start);
        let other = |at: &usize| {
            self.gap(*at).contains(',')
                && self.language.clause_starts.contains(&self.words[*at].fold)
        };
        let end = (start + 1..run).find(other).unwrap_or(run).min(start + 2 * LONGEST);
        // `so that we can treat your animals and reach you`
        let another = |before: Span, (from, to): Span| match self.language.reasons.verb_last() {
            true => to - from >= 3 && self.ends_in_verb(before.1),
            false => to - from >= 2 && before.1 - before.0 >= 4 && self.is_infinitive(from),
        };
        let mut out: Vec<Span> = Vec::new();
        for part in self.parts(start, end) {
            match out.last_mut() {
                Some(before) if !another(*before, part) => before.1 = part.1,
                _ => out.push(part),
            }
        }
        out
    }

    /// Whether a part ends in a small word that may be an infinitive.
    pub(super) fn ends_in_verb(&self, end: usize) -> bool {
        let word = &self.words[end - 1];
        let small = self.text[word.start..].starts_with(char::is_lowercase);
        let ends = &self.language.reasons.verb_ends;
        small && word.fold.len() > 4 && ends.iter().any(|end| word.fold.ends_with(end.as_str()))
    }

    /// `Ihre Bestellung zu bearbeiten und Sie zu informieren`, `to bill you and send
    /// you news`: one purpose for each infinitive.
    fn infinitives(&self, start: usize) -> Vec<Span> {
        if start >= self.words.len() {
            return Vec::new();
        }
        let known = &self.language.reasons;
        let end = self.run(start);
        if known.verb_last() { self.closed(start, end) } else { self.opened(start, end) }
    }

    /// Where the infinitive ends its clause.
    fn closed(&self, start: usize, end: usize) -> Vec<Span> {
        let mut out = Vec::new();
        let mut from = start;
        // `Plätze einteilen und das Gewicht berechnen zu können`: the mark stands once.
        let mut open: Vec<Span> = Vec::new();
        for (first, last) in self.parts(start, end) {
            let verb = (first..last).any(|at| self.is_infinitive(at));
            if from == first && first > start && self.opens_other(first) && !verb {
                break;
            }
            if last - from <= LONGEST
                && let Some(verb) = (first..last).rev().find(|at| self.is_infinitive(*at))
            {
                // `zu können`, `zu erbringen`: the verb may be the word after.
                let verb = if last > verb + 1 { verb + 2 } else { verb + 1 };
                out.append(&mut open);
                out.push((self.past_opener(from), verb.min(last)));
                from = self.past_conjunctions(last, end);
                // Behind a verb that does not end its part the main clause goes on.
                if verb < last {
                    break;
                }
            } else if last > from + 2 && self.ends_in_verb(last) {
                open.push((self.past_opener(from), last));
                from = self.past_conjunctions(last, end);
            }
        }
        out
    }

    fn past_conjunctions(&self, at: usize, end: usize) -> usize {
        match self.language.conjunction(&self.words, at).filter(|past| *past <= end) {
            Some(past) => self.past_conjunctions(past, end),
            None => at,
        }
    }

    /// Behind a word that opens a purpose, or opens one more.
    fn past_opener(&self, at: usize) -> usize {
        let reasons = &self.language.reasons;
        let openers = reasons.infinitives.iter().chain(&reasons.again);
        openers.filter_map(|phrase| phrase.matches_at(&self.words, at)).max().unwrap_or(at)
    }

    pub(super) fn is_infinitive(&self, at: usize) -> bool {
        let verbs = &self.language.reasons.verbs;
        verbs.iter().any(|verb| verb.matches_at(&self.words, at).is_some())
    }

    fn opens_other(&self, at: usize) -> bool {
        self.language.clause_starts.contains(&self.words[at].fold) && self.past_opener(at) == at
    }

    /// Where the infinitive comes first.
    fn opened(&self, start: usize, end: usize) -> Vec<Span> {
        let plain = |at: usize| {
            self.words.get(at).is_some_and(|word| {
                let shown = &self.text[word.start..word.end];
                !shown.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            })
        };
        let sure = self.is_sure(start);
        if !plain(start) || !sure && !self.begins_with_verb(start, end) {
            return Vec::new();
        }
        let parts = self.parts(start, end);
        let mut out: Vec<Span> = Vec::new();
        for (nth, (first, last)) in parts.iter().copied().enumerate() {
            let from = self.past_opener(first);
            let verb = self.begins_with_verb(from, last);
            let later = || {
                parts[nth + 1..].iter().any(|(at, last)| {
                    let from = self.past_opener(*at);
                    from > *at && self.begins_with_verb(from, *last)
                })
            };
            match out.last_mut() {
                // `Pour votre sécurité, nous ...`: the sentence itself begins.
                Some(_) if !verb && (self.opens_other(first) || self.breaks_at(first)) => break,
                // `and, where you agreed, to send you news`
                Some(_) if !verb && later() => {}
                Some(before) if !verb => before.1 = last,
                _ => out.push((from, last)),
            }
        }
        // `to establish, exercise or defend claims`: verbs of one object.
        let mut joined: Vec<Span> = Vec::new();
        let mut open = false;
        for span in out {
            match joined.last_mut().filter(|_| open) {
                Some(before) => before.1 = span.1,
                None => joined.push(span),
            }
            open = span.1 - span.0 == 1;
        }
        joined.retain(|(from, to)| to - from <= LONGEST);
        joined
    }

    /// Whether what stands before leaves no doubt that an infinitive follows: `we use it to`.
    fn is_sure(&self, start: usize) -> bool {
        let sure = &self.language.reasons.sure;
        let opens =
            |from: usize| sure.iter().any(|p| p.matches_at(&self.words, from) == Some(start));
        let word = &self.words[start];
        (start.saturating_sub(6)..start).any(opens)
            && !self.language.fillers.contains(&word.fold)
            && !self.language.stop_words.contains(&word.fold)
            && find_any(&self.language.roles, std::slice::from_ref(word)).is_none()
    }

    /// Whether an infinitive stands first, or behind a small word that may go before it.
    fn begins_with_verb(&self, start: usize, end: usize) -> bool {
        let skips = &self.language.reasons.skips;
        let small = |at: &usize| skips.iter().any(|p| p.matches_at(&self.words, *at).is_some());
        let at = (start..end.min(start + 3)).find(|at| !small(at));
        at.is_some_and(|at| self.is_infinitive(at))
    }

    /// `für die Abwicklung Ihrer Bestellung und den Versand`: one purpose for each
    /// thing named, until a word that belongs to the sentence again.
    fn nouns(&self, start: usize) -> Vec<Span> {
        let mut out: Vec<Span> = Vec::new();
        if start >= self.words.len() {
            return out;
        }
        for (first, last) in self.parts(start, self.run(start)) {
            let other = |at: usize| self.language.clause_starts.contains(&self.words[at].fold);
            let preposition = &self.language.reasons.prepositions;
            let again = preposition.iter().filter_map(|p| p.matches_at(&self.words, first)).max();
            if first > start && again.is_none() && other(first) {
                break;
            }
            let from = again.unwrap_or(first);
            let to = self.before_break(from, last);
            if from < to && self.names_something(from, to) {
                out.push((from, to));
            } else if from < to {
                break;
            }
            if to < last {
                break;
            }
        }
        self.merged(out)
    }

    /// `Organisation und Durchführung des Kurses` is one thing.
    pub(super) fn merged(&self, spans: Vec<Span>) -> Vec<Span> {
        let mut out: Vec<Span> = Vec::new();
        for span in spans {
            match out.last_mut() {
                Some(before)
                    if before.1 - before.0 == 1
                        && span.1 - span.0 >= 3
                        && self.language.conjunctions.contains(&self.words[span.0 - 1].fold) =>
                {
                    before.1 = span.1;
                }
                _ => out.push(span),
            }
        }
        out
    }

    fn before_break(&self, from: usize, to: usize) -> usize {
        (from..to).find(|at| self.breaks_at(*at)).unwrap_or(to)
    }

    fn breaks_at(&self, at: usize) -> bool {
        let breaks = &self.language.reasons.breaks;
        breaks.iter().any(|phrase| phrase.matches_at(&self.words, at).is_some())
    }

    /// Whether some words name a thing: a noun where nouns have capitals, else any
    /// word that is not of the frame.
    pub(super) fn names_something(&self, from: usize, to: usize) -> bool {
        self.words[from..to].iter().any(|word: &Word| {
            let shown = &self.text[word.start..word.end];
            let noun = !self.language.noun_capitals || shown.starts_with(char::is_uppercase);
            noun && word.fold.len() > 2
                && !self.language.fillers.contains(&word.fold)
                && !shown.starts_with(|c: char| c.is_ascii_digit())
        })
    }

    /// The words of a purpose as they are shown: without what the clause needs
    /// around them.
    pub(super) fn reason_words(&self, (start, end): Span) -> String {
        let shown = slice(self.text, &self.words, start, end);
        shown.trim().to_owned()
    }
}
