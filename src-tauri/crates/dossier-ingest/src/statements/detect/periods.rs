//! How long.

use super::super::names::{items, slice};
use super::super::period::{PeriodSpan, criterion, iso, periods, start_of};
use super::super::tokens::{Word, find_all, find_any, tokenize};
use super::{Cue, Found, Text, days, push_all};

impl<'a> Text<'a> {
    pub(super) fn retention(&self) -> Vec<Found> {
        if self.text.contains("; ") && (self.cued(Cue::Retention) || self.about(Cue::Retention)) {
            let part = |text: &'a str| Text {
                text: text.trim(),
                words: tokenize(text.trim()),
                topic: Some(Cue::Retention),
                ..*self
            };
            return self.text.split("; ").flat_map(|text| part(text).one_retention()).collect();
        }
        self.one_retention()
    }

    pub(super) fn one_retention(&self) -> Vec<Found> {
        if !self.cued(Cue::Retention) && !self.about(Cue::Retention) || self.text.ends_with('?') {
            return Vec::new();
        }
        let spans = periods(&self.words, self.language);
        if spans.is_empty() {
            let Some((start, end)) = criterion(&self.words, self.language) else {
                return Vec::new();
            };
            let before = self.kept(0, start, None);
            // Behind a criterion stands its own object: `the term of the contract`.
            let known = !find_all(&self.language.data, &self.words[end..]).is_empty();
            let found = if before.applies_to.is_empty() && known {
                self.kept(end, self.words.len(), None)
            } else {
                before
            };
            return vec![found];
        }
        let mut out: Vec<Found> = Vec::new();
        let knows = |from: usize, to: usize| {
            !find_all(&self.language.data, &self.words[from..to]).is_empty()
        };
        let end = spans.get(1).map_or(self.words.len(), |next| next.start);
        // `Lenses are kept ten years, invoices eight`: an unknown noun at the start is
        // what the first period is about.
        let opens = self.words.first().is_some_and(|word| {
            self.text[word.start..word.end].starts_with(char::is_uppercase)
                && !self.language.fillers.contains(&word.fold)
                && !self.language.stop_words.contains(&word.fold)
        });
        // Behind a period stands what it is about only if that is known to be data or
        // said so (`ten years for lenses`); else it is the day that it begins.
        let said = || {
            let next = self.words.get(spans[0].end);
            next.is_some_and(|word| self.language.period_objects.contains(&word.fold))
        };
        let starts = || start_of(self.text, &self.words, &spans, 0, self.language).is_some();
        let first_has_none = self.name_in(0, spans[0].start).0.is_empty()
            && (spans.len() > 1 || knows(spans[0].end, end) || said())
            || !opens
                && !knows(0, spans[0].start)
                && knows(spans[0].end, end)
                && (said() || !starts());
        let beside = self.criteria_beside(&spans);
        // `Preferences until you unsubscribe, and recordings for 90 days`; `your profile until
        // you leave, and then for 30 days` speaks of the profile all the time.
        let ended = criterion(&self.words, self.language)
            .filter(|(_, end)| !beside.is_empty() && *end < spans[0].start);
        let clause = |end: usize| {
            (end..spans[0].start).find(|at| self.gap(*at).contains([',', ';'])).unwrap_or(end)
        };
        let past = ended
            .map(|(_, end)| self.part_before(clause(end), spans[0].start))
            .filter(|from| !self.name_in(*from, spans[0].start).0.is_empty());
        let until = ended.filter(|_| past.is_none());
        for (at, span) in spans.iter().enumerate() {
            let before = match at.checked_sub(1) {
                Some(last) => self.part_before(spans[last].end, span.start),
                None => past.unwrap_or(0),
            };
            let after = spans.get(at + 1).map_or(self.words.len(), |next| next.start);
            let mut found = if first_has_none && (spans.len() > 1 || at == 0) {
                self.kept(span.end, after, Some(*span))
            } else {
                let named = until.filter(|_| at == 0).map_or(span.start, |(start, _)| start);
                self.kept(before, named, Some(*span))
            };
            found.starts = start_of(self.text, &self.words, &spans, at, self.language);
            // `6 bzw. 10 Jahre` for one thing: the longer one counts.
            match out.last_mut() {
                Some(last)
                    if found.applies_to.is_empty()
                        && spans.len() > 1
                        && !last.applies_to.is_empty() =>
                {
                    // `Letters and invoices are kept six and eight years`: each its own.
                    let both = last.applies_to.clone();
                    let named = items(&both, self.language, &self.vocabulary.common);
                    if let ([first, second], [a, b]) = (named.as_slice(), spans.as_slice())
                        && self.language.conjunction(&self.words, a.end) == Some(b.start)
                    {
                        (last.applies_to, last.categories) = self.data_named(first);
                        (found.applies_to, found.categories) = self.data_named(second);
                        out.push(found);
                    } else if days(found.period) > days(last.period) {
                        (last.period, last.value) = (found.period, found.value);
                        last.starts = found.starts.or(last.starts.take());
                    }
                }
                _ => out.push(found),
            }
        }
        out.extend(beside);
        out
    }

    /// Behind an earlier period the next thing begins at the last comma, if it is named
    /// there: `copies a year after you move out, the ledger after six years`.
    fn part_before(&self, from: usize, to: usize) -> usize {
        let comma = (from + 1..to).rev().find(|at| {
            self.text[self.words[at - 1].end..self.words[*at].start].contains([',', ';'])
        });
        comma.filter(|at| !self.name_in(*at, to).0.is_empty()).unwrap_or(from)
    }

    /// Criteria in clauses of their own, beside periods: `your profile for as long as you
    /// have an account, invoices for eight years and the news until you unsubscribe`.
    fn criteria_beside(&self, spans: &[PeriodSpan]) -> Vec<Found> {
        if !self.subject.is_empty() {
            return Vec::new();
        }
        let clauses = self.clauses_of_periods(spans);
        let timed =
            |(from, to): (usize, usize)| spans.iter().any(|s| (from..to).contains(&s.start));
        let mut out = Vec::new();
        for (at, &(from, to)) in clauses.iter().enumerate().filter(|(_, clause)| !timed(**clause)) {
            let Some((start, _)) = criterion(&self.words[from..to], self.language) else {
                continue;
            };
            // `..., your address, as soon as you leave`: the name is the clause before.
            let last =
                at.checked_sub(1).and_then(|at| clauses.get(at)).filter(|last| !timed(**last));
            let (from, to) = match (start, last) {
                (0, Some(last)) => *last,
                _ => (from, from + start),
            };
            out.push(self.kept(from, to, None));
        }
        out
    }

    /// Where the parts of a sentence stand that commas cut, and conjunctions behind which
    /// another thing has its own end: `invoices ten years and the news until you leave`.
    fn clauses_of_periods(&self, spans: &[PeriodSpan]) -> Vec<(usize, usize)> {
        let ends = |from: usize, to: usize| {
            let words = &self.words[from..to];
            criterion(words, self.language)
                .filter(|(start, _)| !self.name_in(from, from + start).0.is_empty())
        };
        let timed = |from: usize, to: usize| spans.iter().any(|s| (from..to).contains(&s.start));
        let mut cuts = vec![0];
        for at in 1..self.words.len() {
            let joined = |past: usize| {
                let to = (past..self.words.len())
                    .find(|at| self.gap(*at).contains([',', ';']))
                    .unwrap_or(self.words.len());
                let from = *cuts.last().unwrap_or(&0);
                timed(from, at) && !timed(past, to) && ends(past, to).is_some()
            };
            let past = self.language.conjunction(&self.words, at);
            if self.gap(at).contains([',', ';']) || past.is_some_and(joined) {
                cuts.push(at);
            }
        }
        cuts.push(self.words.len());
        cuts.windows(2).map(|pair| (pair[0], pair[1])).collect()
    }

    pub(super) fn kept(&self, from: usize, to: usize, span: Option<PeriodSpan>) -> Found {
        // `Period: eyesight values 3 years`: what is named there goes before the record.
        let named = self.name_in(from, to);
        let (applies_to, categories) = match self.subject {
            "" => named,
            _ if !named.1.is_empty() && span.is_some_and(|span| to <= span.start) => named,
            subject => self.data_named(subject),
        };
        let period = span.map(|span| span.period);
        let value = period.map_or_else(String::new, iso);
        Found { value, applies_to, categories, period, starts: None }
    }

    /// The data that some words name: known kinds of data, else the nouns there.
    pub(super) fn name_in(&self, from: usize, to: usize) -> (String, Vec<String>) {
        let words = &self.words[from.min(to)..to];
        let known = find_all(&self.language.data, words);
        if !known.is_empty() {
            let mut categories = Vec::new();
            let mut shown: Vec<&str> = Vec::new();
            for (ids, start, end) in known {
                push_all(&mut categories, ids);
                shown.push(slice(self.text, words, start, end));
            }
            let phrase = self.noun_phrase(words, true);
            let whole = shown.iter().all(|name| phrase.contains(name));
            let name = if whole { phrase.to_owned() } else { shown.join(", ") };
            return (name, categories);
        }
        if let Some((start, end)) = find_any(&self.language.all_data, words) {
            // `Verrechnungsrelevante Daten`: data of one sort.
            let sort = start.checked_sub(1).and_then(|at| words.get(at)).filter(|word| {
                self.language.noun_capitals
                    && start == 1
                    && word.fold.len() > 7
                    && !self.language.fillers.contains(&word.fold)
                    && !self.language.stop_words.contains(&word.fold)
            });
            let named = sort.map_or("", |_| slice(self.text, words, start - 1, end));
            return (named.to_owned(), Vec::new());
        }
        let is_noun = |word: &Word| {
            let shown = &self.text[word.start..word.end];
            shown.starts_with(char::is_uppercase)
                && !self.language.fillers.contains(&word.fold)
                && word.fold.len() > 3
        };
        let german_like = self.language.noun_capitals;
        let (Some(first), Some(last)) =
            (words.iter().position(is_noun), words.iter().rposition(is_noun))
        else {
            return if german_like { (String::new(), Vec::new()) } else { self.bare_name(words) };
        };
        if !german_like {
            return self.bare_name(words);
        }
        // `die Vorgänge werden nach Ablauf der Frist ...`: the subject ends at its verb.
        let breaks = &self.language.reasons.breaks;
        let verb = (first + 1..last)
            .find(|at| breaks.iter().any(|phrase| phrase.matches_at(words, *at).is_some()));
        let last = verb.and_then(|verb| words[..verb].iter().rposition(is_noun)).unwrap_or(last);
        // `... kept ten years after treatment, invoices`: the name is the last part.
        let text = slice(self.text, words, first, last + 1);
        let part = text.rsplit(", ").next().unwrap_or(text);
        let listed = text.split(", ").all(|part| part.starts_with(char::is_uppercase));
        let clause = |word: &str| word.starts_with(char::is_lowercase) && word.len() > 4;
        let cut = !listed || text.split_whitespace().any(clause) && part.len() < text.len();
        let text = if cut { part } else { text };
        let short = text.split_whitespace().count() <= 5;
        (if short { text } else { "" }.to_owned(), Vec::new())
    }

    /// The thing that some words begin with, up to the verb, if it is one of few words:
    /// `The documentation of prescriptions is ...`.
    fn noun_phrase(&self, words: &[Word], bound: bool) -> &'a str {
        let frame = |word: &&Word| self.language.fillers.contains(&word.fold);
        // `data about your orders`: the word for data begins the name here.
        let whole = |word: &&Word| {
            let word = std::slice::from_ref(*word);
            self.language.all_data.iter().any(|p| p.matches_at(word, 0).is_some())
        };
        let opening = |from: usize| {
            from + words[from..].iter().take_while(|word| frame(word) && !whole(word)).count()
        };
        let mut start = opening(0);
        // `we close your account`: what is done to it stands before whose it is.
        let yours = words.get(start + 1).is_some_and(|w| self.language.yours.contains(&w.fold));
        if yours && find_all(&self.language.data, &words[start..=start]).is_empty() {
            start = opening(start + 1);
        }
        let breaks = &self.language.reasons.breaks;
        let verb = |at: &usize| {
            let word = &words[*at];
            let noun = |word: &Word| self.text[word.start..].starts_with(char::is_uppercase);
            let small = self.language.noun_capitals
                && words[start..*at].iter().any(noun)
                && self.text[word.start..].starts_with(char::is_lowercase)
                && !self.language.fillers.contains(&word.fold)
                && !self.language.conjunctions.contains(&word.fold);
            small || breaks.iter().any(|phrase| phrase.matches_at(words, *at).is_some())
        };
        let Some(mut end) = (start..words.len()).find(verb).or(bound.then_some(words.len())) else {
            return "";
        };
        while end > start && frame(&&words[end - 1]) {
            end -= 1;
        }
        let text = slice(self.text, words, start, end);
        let plain = (1..=6).contains(&(end - start)) && !text.contains([',', ';', ':', '(', '.']);
        if plain { text } else { "" }
    }

    /// Where nouns have no capital: what remains without the words of the frame.
    pub(super) fn bare_name(&self, words: &[Word]) -> (String, Vec<String>) {
        let phrase = self.noun_phrase(words, false);
        if !phrase.is_empty() {
            return (phrase.to_owned(), Vec::new());
        }
        let plain = |word: &&Word| !self.language.fillers.contains(&word.fold);
        let start = words.iter().take_while(|word| !plain(word)).count();
        // `Everything else goes after a year`
        let breaks = &self.language.reasons.breaks;
        if breaks.iter().any(|phrase| phrase.matches_at(words, start).is_some()) {
            return (String::new(), Vec::new());
        }
        let run = words[start..].iter().take_while(plain).count();
        let cut = |text: &str| {
            text.contains([',', ';', ':', '(']).then(String::new).unwrap_or(text.to_owned())
        };
        let text = if (1..=4).contains(&run) {
            cut(slice(self.text, words, start, start + run))
        } else {
            String::new()
        };
        (text, Vec::new())
    }
}
