//! How names of companies are spelled: legal forms, capitals, brands and addresses.

use super::super::tokens::{Word, find_all, find_any};
use super::{LONGEST_NAME, Names, inner_digit, is_capital};

impl Names<'_> {
    /// Where a name goes on in small letters: to the end of its part, but not into a clause.
    pub(super) fn bare_end(&self, text: &str, words: &[Word], end: usize) -> usize {
        let clause = |word: &&Word| {
            self.language.clause_starts.contains(&word.fold)
                || self.vocabulary.common.relatives.contains(&word.fold)
        };
        let last = words.iter().take_while(|word| !clause(word)).count();
        let broken = find_any(&self.language.reasons.breaks, &words[..last]).is_some();
        let named = last <= LONGEST_NAME + 3 && !broken && is_capital(text, &words[last - 1]);
        if last < LONGEST_NAME || named { last.max(end) } else { end }
    }

    /// A name that ends with a legal form, back to its first capital.
    pub(super) fn by_legal_form(&self, text: &str, words: &[Word]) -> Option<(usize, usize)> {
        let common = &self.vocabulary.common;
        let (at, end) =
            (1..words.len()).find_map(|at| Some((at, common.legal_form_at(text, words, at)?)))?;
        let mut start = at;
        // `Pay (Europe) Ltd`: brackets inside the name, and where it begins without them.
        let mut bracket = None;
        while start > 0 && at - start < LONGEST_NAME {
            let word = &words[start - 1];
            let gap = text[word.end..words[start].start].trim();
            match (gap.contains(')'), gap.contains('('), bracket) {
                (true, false, None) => bracket = Some(start),
                (false, true, Some(_)) => bracket = None,
                (false, false, _) => {}
                _ => break,
            }
            let joints = ['&', '+', '-', '.', '\'', '’', ',', '(', ')'];
            let linked = gap.trim_matches(joints).is_empty();
            // Only the legal form itself may stand after a comma.
            let linked = linked && (!gap.contains(',') || start == at);
            if !linked || !self.is_part_of_name(text, words, start - 1, at) {
                break;
            }
            start -= 1;
        }
        start = bracket.unwrap_or(start);
        while start < at && common.name_links.contains(&words[start].fold) {
            start += 1;
        }
        // `Ihren früheren Versorger Rabe GmbH`: behind whose it is stands what it is.
        let small = |at: &usize| !is_capital(text, &words[*at]);
        let whose = (0..start).rev().find(|at| !small(at) || self.is_possessive(&words[*at]));
        let possessed = whose.is_some_and(|at| self.is_possessive(&words[at]) && start - at <= 2);
        if self.language.noun_capitals && possessed && at - start >= 2 {
            start += 1;
        }
        (start < at).then_some((start, end))
    }

    pub(super) fn is_possessive(&self, word: &Word) -> bool {
        self.language.ours.contains(&word.fold) || self.language.yours.contains(&word.fold)
    }

    /// Whether a word before a legal form belongs to the name.
    pub(super) fn is_part_of_name(
        &self,
        text: &str,
        words: &[Word],
        at: usize,
        form: usize,
    ) -> bool {
        let word = &words[at];
        let shown = &text[word.start..word.end];
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        // `Rabe.com Ltd`
        if before.is_some_and(|last| is_capital(text, last) && &text[last.end..word.start] == ".") {
            return true;
        }
        let brand = shown.contains(|c: char| c.is_uppercase());
        if brand || shown.starts_with(|c: char| c.is_ascii_digit()) {
            let described =
                find_any(&self.language.descriptors, std::slice::from_ref(word)).is_some();
            // `to The Trade Desk, Inc.`: a capital makes the article a part of the name.
            let article = at > 0
                && self.language.articles.contains(&word.fold)
                && before.is_some_and(|before| !is_capital(text, before))
                && !text[..word.start].trim_end().ends_with(['.', ':']);
            let filler = self.language.fillers.contains(&word.fold) && !article;
            // `Rabe Data Ltd`: where nouns are small, a capital between capitals is of the name.
            let within = !self.language.noun_capitals
                && is_capital(text, word)
                && before.is_some_and(|before| {
                    is_capital(text, before) && !self.language.fillers.contains(&before.fold)
                });
            return at + 1 == form || within || !described && !filler;
        }
        if self.vocabulary.common.name_links.contains(&word.fold) {
            return before.is_some_and(|before| is_capital(text, before));
        }
        // A brand in small letters at the start or right after an article: `die infoscore
        // Data GmbH`.
        let plain = shown.len() > 3
            && !self.language.fillers.contains(&word.fold)
            && !self.language.stop_words.contains(&word.fold)
            && !self.language.name_ends.contains(&word.fold);
        // `Newsletter – rabe GmbH`
        let sign = |before: &Word| text[before.end..word.start].contains(['–', '—', '|', ':']);
        let led =
            before.is_none_or(|last| self.language.articles.contains(&last.fold) || sign(last));
        (self.language.noun_capitals || at == 0) && plain && led && !self.leads(word)
    }

    /// `durch`, `mittels`: what goes before a name.
    fn leads(&self, word: &Word) -> bool {
        let word = std::slice::from_ref(word);
        self.language.list_leads.iter().any(|phrase| phrase.matches_at(word, 0).is_some())
    }

    pub(super) fn after_fillers(&self, text: &str, words: &[Word]) -> usize {
        let is_filler = |word: &&Word| {
            self.language.fillers.contains(&word.fold)
                || !is_capital(text, word)
                    && !text[word.start..word.end].contains(char::is_uppercase)
        };
        words.iter().take_while(is_filler).count()
    }

    /// The end of the capitalized words from `start` on.
    pub(super) fn run_end(&self, text: &str, words: &[Word], start: usize) -> Option<usize> {
        let mut end = start;
        while let Some(word) = words.get(end) {
            let shown = &text[word.start..word.end];
            let gap = if end > start { text[words[end - 1].end..word.start].trim() } else { "" };
            let apart = !gap.trim_matches(['&', '+', '-', '.', '\'', '’', '/']).is_empty();
            let ends = self.language.name_ends.contains(&word.fold)
                || end > start && self.is_possessive(word);
            let brand_like = shown.contains(|c: char| c.is_uppercase())
                || end > start && shown.starts_with(|c: char| c.is_ascii_digit())
                || end > start && self.goes_on_title(text, words, end);
            if apart || ends || !brand_like || end - start >= LONGEST_NAME {
                break;
            }
            end += 1;
        }
        // A full stop inside is part of names such as `Rabe.de`: the ending is lower case.
        while let (Some(word), true) = (words.get(end), end > start) {
            let joined = &text[words[end - 1].end..word.start] == ".";
            if !joined || word.fold.len() > 4 {
                break;
            }
            end += 1;
        }
        (end > start).then_some(end)
    }

    /// `Dr. med. dent. Rabe`: a short word with its full stop behind a title.
    fn goes_on_title(&self, text: &str, words: &[Word], at: usize) -> bool {
        let abbreviated = |word: &Word| text[word.end..].starts_with('.') && word.fold.len() <= 5;
        let title = |word: &Word| self.language.titles.contains(&word.fold);
        let start = (0..at).rev().find(|at| title(&words[*at]));
        start.is_some_and(|start| words[start..=at].iter().all(abbreviated))
    }

    pub(super) fn is_known_noun(&self, words: &[Word]) -> bool {
        let language = self.language;
        find_any(&language.no_names, words).is_some()
            || !find_all(&language.recipient_types, words).is_empty()
            || words.len() == 1 && self.vocabulary.common.acronyms.contains(&words[0].fold)
    }

    pub(super) fn is_brand(&self, word: &str) -> bool {
        let upper = word.chars().filter(|c| c.is_uppercase()).count();
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let inner = word.chars().skip(1).any(char::is_uppercase) && upper < letters;
        let folded = super::super::tokens::fold(word);
        // `QX7PLM` is the number of a booking.
        let code = word.len() >= 5 && inner_digit(word);
        !code
            && (upper >= 2 && upper == letters || inner)
            && !self.vocabulary.common.acronyms.contains(&folded)
            && !self.language.fillers.contains(&folded)
    }

    /// A street or a town with its code, as it follows a name.
    pub(super) fn is_address(&self, text: &str, words: &[Word]) -> bool {
        let common = &self.vocabulary.common;
        if common.has_legal_form(text, words) {
            return false;
        }
        let street =
            words.iter().any(|w| common.streets.iter().any(|end| w.fold.ends_with(end.as_str())));
        let number = words.iter().any(|w| w.fold.starts_with(|c: char| c.is_ascii_digit()));
        let code =
            words.iter().any(|w| w.fold.len() >= 4 && w.fold.chars().all(|c| c.is_ascii_digit()));
        let place = words
            .iter()
            .all(|w| common.places.contains(&w.fold) || self.language.fillers.contains(&w.fold));
        let countries = find_all(&self.language.countries, words);
        let country = !countries.is_empty()
            && words.iter().enumerate().all(|(at, word)| {
                countries.iter().any(|(_, start, end)| (*start..*end).contains(&at))
                    || self.language.fillers.contains(&word.fold)
            });
        street && number || code || place || country
    }
}
