//! The purposes of an entry under their heading, each with its own words.

use super::super::legal;
use super::super::tokens::{Word, find_all};
use super::Text;
use super::clauses::Span;

impl Text<'_> {
    /// The purposes of an entry under their heading: `handling orders and returns`,
    /// `Beiträge einziehen`, `Versand und Rechnung`.
    pub(super) fn listed(&self) -> Vec<Span> {
        let opened = self.introduced();
        if opened.first().is_some_and(|(start, _)| *start <= 1) {
            return opened;
        }
        let known = &self.language.reasons;
        let mut out: Vec<Span> = Vec::new();
        for (first, last) in self.entries() {
            if last > first + 1 && self.ends_in_verb(last) {
                out.push((first, last));
                continue;
            }
            let parts = self.parts(first, last);
            let style = !known.verb_last() && self.is_infinitive(first);
            let mut spans: Vec<Span> = Vec::new();
            for (from, to) in parts {
                match spans.last_mut() {
                    Some(before) if style && !self.is_infinitive(from) => before.1 = to,
                    _ => spans.push((from, to)),
                }
            }
            spans.retain(|(from, to)| self.names_something(*from, *to));
            out.extend(self.joined(self.merged(spans)));
        }
        out.retain(|span| !self.is_basis(*span));
        out
    }

    /// `Lieferung von Strom und Gas` is one purpose: without a comma two are told only by
    /// words that are known for them.
    fn joined(&self, spans: Vec<Span>) -> Vec<Span> {
        let known =
            |(from, to): Span| !find_all(&self.language.purposes, &self.words[from..to]).is_empty();
        // `sending you the bill and keeping the site safe`, `Freischalten der Fahrzeuge und
        // Berechnung der Kosten`: two that are whole.
        let whole = |(from, to): Span| {
            let verb = !self.language.reasons.verb_last() && self.is_infinitive(from);
            let of = self.language.noun_capitals
                && self
                    .words
                    .get(from + 1)
                    .is_some_and(|w| self.language.genitives.contains(&w.fold));
            to - from >= 3 && (verb || of)
        };
        let two =
            |before: Span, span: Span| whole(before) && whole(span) || known(before) && known(span);
        let mut out: Vec<Span> = Vec::new();
        for span in spans {
            match out.last_mut() {
                Some(before)
                    if span.0 > before.1
                        && !self.gap(span.0).contains([',', ';'])
                        && !self.gap(before.1).contains([',', ';'])
                        && !two(*before, span) =>
                {
                    before.1 = span.1;
                }
                _ => out.push(span),
            }
        }
        out
    }

    /// Whether a part names a legal basis and no purpose.
    pub(super) fn is_basis(&self, (from, to): Span) -> bool {
        let words = &self.words[from..to];
        !legal::articles(words, &self.vocabulary.citations).is_empty()
            || !find_all(&self.language.bases, words).is_empty()
                && find_all(&self.language.purposes, words).is_empty()
    }

    /// The parts of an entry between semicolons and brackets.
    fn entries(&self) -> Vec<Span> {
        let mut out = Vec::new();
        let (mut from, mut depth) = (0, 0_i32);
        // `Prüfung der Fahrerlaubnis: Art. 6 Abs. 1 lit. c DSGVO`
        let end = self.citation().unwrap_or(self.words.len());
        for at in 0..end {
            let gap = if at > 0 { self.gap(at) } else { &self.text[..self.words[0].start] };
            let cut = gap.contains([';', '(', ')', '.', '•', '–']);
            if cut && at > from && depth == 0 {
                out.push((from, at));
            }
            if cut {
                from = at;
            }
            depth += i32::from(gap.contains('(')) - i32::from(gap.contains(')'));
        }
        if from < end && depth <= 0 {
            out.push((from, end));
        }
        out
    }

    /// Where an article of a law is cited.
    fn citation(&self) -> Option<usize> {
        let cited = &self.vocabulary.citations.articles;
        let number = |word: &Word| word.fold.starts_with(|c: char| c.is_ascii_digit());
        (0..self.words.len()).find(|at| {
            cited.contains(&self.words[*at].fold) && self.words.get(at + 1).is_some_and(number)
        })
    }
}
