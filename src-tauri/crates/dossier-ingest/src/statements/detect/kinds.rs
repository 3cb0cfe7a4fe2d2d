//! Kinds of data.

use super::super::names::items;
use super::super::period::periods;
use super::super::tokens::{Word, find_all, find_any, tokenize};
use super::{Cue, Found, Text};

/// Words before the colon of a list.
const LONGEST_LABEL: usize = 4;

impl<'a> Text<'a> {
    pub(super) fn categories(&self) -> Vec<Found> {
        let mut found = self.kinds();
        found.retain(|one| !self.denies(&one.value));
        found
    }

    fn kinds(&self) -> Vec<Found> {
        let about = self.about(Cue::Category);
        let cued = self.cued(Cue::Category);
        let no =
            |word: &Word| find_any(&self.language.negations, std::slice::from_ref(word)).is_some();
        if about && self.entry && self.words.first().is_some_and(no) {
            return Vec::new();
        }
        if about && self.entry {
            let label = self.text.split([':', '–']).next().unwrap_or(self.text);
            let list = if label.len() < self.text.len() || self.is_one_thing() {
                vec![label]
            } else {
                items(self.text, self.language, &self.vocabulary.common)
            };
            let list = list.into_iter().flat_map(|item| self.with_parts(item));
            return list.filter_map(|item| self.category(item)).collect();
        }
        // `Those who were told: Rabe Ltd, your landlord, ...` lists no data.
        let common = &self.vocabulary.common;
        if items(self.text, self.language, common)
            .iter()
            .any(|item| common.has_legal_form(item, &tokenize(item)))
        {
            return Vec::new();
        }
        let bare = about && self.is_bare_list();
        if let Some(list) = self.data_list().filter(|_| !bare) {
            return list.into_iter().filter_map(|item| self.category(item)).collect();
        }
        // `We do not keep the number of your card.`
        if !bare && find_any(&self.language.negations, &self.words).is_some() {
            return Vec::new();
        }
        // `We keep invoices for eight years` speaks of periods.
        let periods = !about && !periods(&self.words, self.language).is_empty();
        if !cued && !about || periods {
            return Vec::new();
        }
        if let Some((_, list)) =
            self.text.split_once(':').filter(|(_, list)| !list.trim().is_empty())
        {
            return items(list, self.language, &self.vocabulary.common)
                .into_iter()
                .filter_map(|i| self.category(i))
                .collect();
        }
        if bare {
            return items(self.past_verb(), self.language, &self.vocabulary.common)
                .into_iter()
                .filter_map(|item| self.category(item))
                .collect();
        }
        // Without a colon only what is known to be data; one word may stand there by
        // chance, and what is named after a purpose is part of the purpose.
        let reasons = if self.cued(Cue::Purpose) { self.reasons() } else { Vec::new() };
        let limit = reasons.first().map_or(self.words.len(), |(_, start, _)| *start);
        let mut found = find_all(&self.language.data, &self.words);
        found.retain(|(.., end)| about || *end <= limit);
        if found.is_empty() || found.len() < 2 && !about && !self.ends_in_list(found[0].1) {
            return Vec::new();
        }
        let (Some((_, first, _)), Some((.., last))) = (found.first(), found.last()) else {
            return Vec::new();
        };
        // The rest of the list is data too, in words that we do not know.
        // `Dans votre compte figurent votre nom, ...`: behind the verb.
        let breaks = &self.language.reasons.breaks;
        let comma = (*first + 1..*last).find(|at| self.gap(*at).contains(',')).unwrap_or(*first);
        let verb = (*first..comma)
            .filter_map(|at| breaks.iter().filter_map(|p| p.matches_at(&self.words, at)).max())
            .next_back();
        let from = self.words[verb.filter(|end| *end < comma).unwrap_or(*first)].start;
        let known_end = self.words[last - 1].end;
        let stop =
            self.words.iter().enumerate().skip(*last).find(|(at, word)| {
                *at >= limit || self.language.clause_starts.contains(&word.fold)
            });
        let mut end = stop.map_or(self.text.len(), |(_, word)| word.start);
        if let Some(bracket) = self.text[known_end..end].find(['(', '.', ';', ':']) {
            end = known_end + bracket;
        }
        let list = items(&self.text[from..end], self.language, &self.vocabulary.common);
        let short = |item: &&str| item.split_whitespace().count() <= 5;
        list.into_iter().filter(short).filter_map(|item| self.category(item)).collect()
    }

    /// `The data concerned are your name, ...` without what stands before the list.
    fn past_verb(&self) -> &'a str {
        let breaks = &self.language.reasons.breaks;
        let first = self.text.find(',').unwrap_or(0);
        let head = self.words.iter().take_while(|word| word.end <= first).count();
        let verb = (1..head).rev().find_map(|at| {
            let ends = breaks.iter().filter_map(|p| p.matches_at(&self.words, at));
            ends.max().filter(|end| *end < head)
        });
        let yours = (1..head).find(|at| self.language.yours.contains(&self.words[*at].fold));
        let start = yours.or(verb).and_then(|at| self.words.get(at));
        start.map_or(self.text, |word| &self.text[word.start..])
    }

    /// An entry without commas is one thing, unless it names two that are known: `Internet
    /// or other network activity`.
    fn is_one_thing(&self) -> bool {
        let parts = items(self.text, self.language, &self.vocabulary.common);
        let known = |part: &&str| !find_all(&self.language.data, &tokenize(part)).is_empty();
        parts.len() > 1 && !self.text.contains([',', ';']) && !parts.iter().all(known)
    }

    /// Three things or more, two of them known as data: `we have got your name and
    /// address, the history form and the X-rays`. Who gets or gives them, and how long
    /// they stay, is said in sentences of another sort.
    fn data_list(&self) -> Option<Vec<&'a str>> {
        if self.text.ends_with('?')
            || self.talks(Cue::Category)
            || self.cued(Cue::Right)
            || self.language.has(&self.language.cues, Cue::LegalBasis, &self.words)
            || self.topic.is_some_and(|topic| topic != Cue::Category)
            || !periods(&self.words, self.language).is_empty()
        {
            return None;
        }
        // What is named after a purpose is part of the purpose.
        let reasons = if self.may_say_why() { self.introduced() } else { Vec::new() };
        let limit = reasons.first().and_then(|(start, _)| self.words.get(*start));
        let text = &self.text[..limit.map_or(self.text.len(), |word| word.start)];
        // `Your account: name, password`
        let text = match text.split_once(':') {
            Some((label, rest)) if tokenize(label).len() <= LONGEST_LABEL => rest,
            _ => text,
        };
        let list = items(text, self.language, &self.vocabulary.common);
        let words: Vec<_> = list.iter().map(|item| tokenize(item)).collect();
        let known = |at: usize| find_all(&self.language.data, &words[at]);
        let breaks = &self.language.reasons.breaks;
        let plain = |at: &usize| {
            let clause = words[*at].first().is_none_or(|word| {
                self.language.clause_starts.contains(&word.fold)
                    || self
                        .language
                        .reasons
                        .infinitives
                        .iter()
                        .any(|p| p.matches_at(&words[*at], 0).is_some())
            });
            !clause && words[*at].len() <= 7 && find_any(breaks, &words[*at]).is_none()
        };
        let named: Vec<usize> = (0..list.len()).filter(|at| !known(*at).is_empty()).collect();
        let (first, last) = (*named.first()?, *named.last()?);
        let more = (last + 1..list.len()).take_while(plain).count();
        let count = last + more + 1 - first;
        let inner = (first + 1..last).all(|at| words[at].len() <= 9);
        if count < 3 || named.len() < 2 || named.len() * 4 < count || !inner {
            return None;
        }
        if !self.recipients().is_empty() || !self.sources().is_empty() {
            return None;
        }
        let (_, start, end) = *known(first).first()?;
        let verb = |at: usize| breaks.iter().any(|p| p.matches_at(&words[first], at).is_some());
        // `Your orders were sent on by the shop and ...` is no list.
        if (end..words[first].len()).any(verb) {
            return None;
        }
        // `customer master data`: what stands before the known word belongs to it.
        let joined = |at: usize| {
            let word = &words[first][at];
            let gap = list[first][word.end..words[first][at + 1].start].trim().is_empty();
            let frame = self.language.fillers.contains(&word.fold)
                || self.language.stop_words.contains(&word.fold);
            gap && !frame && !verb(at) && !self.language.noun_capitals
        };
        // `AHV-Nummer`
        let bound = |at: &usize| {
            let (word, next) = (&words[first][*at], &words[first][at + 1]);
            list[first][word.end..next.start] == *"-"
        };
        let start = (0..start).rev().take_while(bound).last().unwrap_or(start);
        let start = (0..start).rev().take_while(|at| joined(*at)).last().unwrap_or(start);
        let opening = &list[first][words[first][start].start..];
        // `payment method (last four digits)`: what is known may stand in the brackets.
        let inside = opening.contains(')') && !opening.contains('(');
        let opening = if inside { list[first] } else { opening };
        let mut out = vec![opening];
        out.extend(&list[first + 1..=last + more]);
        // Behind the last one the sentence may go on.
        if let Some(end) = out.last_mut() {
            let words = tokenize(end);
            let stop = (1..words.len())
                .find(|at| breaks.iter().any(|p| p.matches_at(&words, *at).is_some()));
            if let Some(stop) = stop {
                *end = end[..words[stop].start].trim();
            }
        }
        Some(out)
    }

    /// Whether a sentence is a list and nothing else: `Name, address and photographs.`
    pub(super) fn is_bare_list(&self) -> bool {
        let breaks = &self.language.reasons.breaks;
        let verb = |at: usize| breaks.iter().any(|p| p.matches_at(&self.words, at).is_some());
        let short = |item: &&str| item.split_whitespace().count() <= 10;
        let items = items(self.text, self.language, &self.vocabulary.common);
        let ends = self.words.first().map_or(0, |word| word.end);
        !verb(0)
            && items.len() >= 2
            && items.iter().all(short)
            && (self.text[..ends].starts_with(char::is_uppercase)
                || self.topic == Some(Cue::Category) && find_any(breaks, &self.words).is_none())
            && !items.iter().any(|item| {
                let words = tokenize(item);
                words.first().is_some_and(|w| self.language.clause_starts.contains(&w.fold))
            })
    }

    /// Whether a sentence goes on from here as a plain list to its end: `your master
    /// data and your prescription.`
    fn ends_in_list(&self, from: usize) -> bool {
        let list = &self.text[self.words[from].start..];
        let items = items(list, self.language, &self.vocabulary.common);
        let plain =
            |item: &&str| item.split_whitespace().count() <= 3 && !item.contains(['(', ':']);
        items.len() >= 2 && items.iter().all(plain)
    }

    /// `Contact data (name, address, e-mail)`: a kind, and the kinds that it is.
    fn with_parts<'i>(&self, item: &'i str) -> Vec<&'i str> {
        let Some((head, inside)) = item.strip_suffix(')').and_then(|item| item.split_once('('))
        else {
            return vec![item];
        };
        let parts = items(inside, self.language, &self.vocabulary.common);
        let known = |part: &&str| !find_all(&self.language.data, &tokenize(part)).is_empty();
        if parts.len() < 2 || !parts.iter().all(known) || head.trim().is_empty() {
            return vec![item];
        }
        std::iter::once(head.trim()).chain(parts).collect()
    }

    /// `die Garantiefälle festgehalten`: the verb that ends the sentence is no part of it.
    fn without_verb<'i>(&self, item: &'i str) -> &'i str {
        let Some((before, last)) = item.rsplit_once(' ') else { return item };
        let verb = last.chars().count() >= 6
            && last.chars().all(char::is_lowercase)
            && last.ends_with(['t', 'n'])
            && before.ends_with(char::is_alphabetic)
            && before.contains(char::is_uppercase);
        if self.language.noun_capitals && verb { before } else { item }
    }

    pub fn category(&self, item: &str) -> Option<Found> {
        let item = without_note(item.trim().trim_end_matches(['.', ';', ',']));
        let item = without_count(item);
        let words = tokenize(item);
        // `données de santé`: the word for data begins the name here.
        let named = |at: usize| {
            let starts = &self.language.data_starts;
            starts.iter().any(|phrase| phrase.matches_at(&words, at).is_some())
        };
        let edge = words
            .iter()
            .enumerate()
            .take_while(|(at, w)| {
                let bound = item[w.end..].starts_with('-');
                self.language.fillers.contains(&w.fold) && !named(*at) && !bound
            })
            .count();
        let item = item.get(words.get(edge)?.start..)?;
        let item = self.without_verb(item);
        let long = item.chars().count() > 80;
        let (_, categories) = self.data_named(item);
        if long && categories.is_empty() || item.ends_with('?') {
            return None;
        }
        let value = item.to_owned();
        Some(Found { applies_to: value.clone(), value, categories, period: None, starts: None })
    }
}

/// An entry without the mark of its footnote: `tickets[1]`, `tickets¹`.
fn without_note(item: &str) -> &str {
    let item = item.trim_end_matches(['¹', '²', '³', '*']);
    let Some((before, mark)) = item.rsplit_once('[') else { return item };
    let number = mark.strip_suffix(']').is_some_and(|mark| {
        !mark.is_empty() && mark.len() <= 2 && mark.chars().all(|c| c.is_ascii_digit())
    });
    if number { before.trim_end() } else { item }
}

/// An entry without how many there are, or from when: `orders (14, the last on 3 May 2025)`.
fn without_count(item: &str) -> &str {
    let Some((before, inside)) = item.strip_suffix(')').and_then(|item| item.rsplit_once('('))
    else {
        return item;
    };
    let year = |word: &Word| {
        let digits = &inside[word.start..word.end];
        digits.len() == 4 && digits.starts_with(['1', '2']) && digits.parse::<u16>().is_ok()
    };
    let counted = inside.starts_with(|c: char| c.is_ascii_digit());
    let counts = counted || tokenize(inside).iter().any(year);
    if counts && !before.trim().is_empty() { before.trim_end() } else { item }
}
