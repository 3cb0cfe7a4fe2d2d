//! Who is told by what they are: `the port police`, `our landlord, Mrs X`.

use super::super::tokens::{Word, tokenize};
use super::{Names, Recipient, Trust, follows_comma, is_capital, items, push, slice};

impl Names<'_> {
    /// `Hobday & Son, plumbers`, `your landlord, Mrs Ingleby`: what stands behind a comma
    /// and says only what or who the one before is.
    pub(super) fn is_apposition(&self, text: &str, item: &str, out: &[Recipient]) -> bool {
        let words = tokenize(item);
        let (Some(last), Some(first)) = (out.last(), words.first()) else { return false };
        // `carriers (Rabe), processors (Elbe)`: each tells its own names.
        if !follows_comma(text, item) || item.contains('(') {
            return false;
        }
        if self.language.titles.contains(&first.fold) {
            return true;
        }
        let named = matches!(last, Recipient::Name(_));
        let bare = !self.language.noun_capitals && !is_capital(item, first);
        let frame = self.language.fillers.contains(&first.fold)
            || self.language.articles.contains(&first.fold);
        let role = self.language.roles.iter().any(|p| p.find(&words).is_some());
        named && bare && !frame && (role || !self.types(item).is_empty()) && words.len() <= 4
    }

    /// `dem Netzbetreiber, der Rabe Netz GmbH, gemeldet`: an article, and no list goes on
    /// behind the name.
    fn named_behind(&self, (text, item): (&str, &str)) -> bool {
        let end = (item.as_ptr() as usize + item.len()).checked_sub(text.as_ptr() as usize);
        let rest = end.and_then(|end| text.get(end..)).unwrap_or_default().trim_start();
        let article = tokenize(item).first().is_some_and(|word| {
            let mut articles = self.language.articles.iter().chain(&self.language.bent_articles);
            articles.any(|article| *article == word.fold)
        });
        article && (rest.is_empty() || rest.starts_with([',', '.', ';']))
    }

    /// `our payment processor, Square, Inc.`: the company stands for what it is.
    pub(super) fn replace_role(
        &self,
        item: &str,
        current: (&str, &str),
        before: usize,
        out: &mut Vec<Recipient>,
    ) {
        let [.., what, Recipient::Name(name)] = out.as_slice() else { return };
        let words = tokenize(item);
        let one = words.first().is_some_and(|word| {
            self.language.ours.contains(&word.fold)
                || self.language.fillers.contains(&word.fold)
                || self.language.articles.contains(&word.fold)
        });
        let common = &self.vocabulary.common;
        let role = match what {
            Recipient::Type(_) => true,
            Recipient::Name(name) => !common.names_company(name, &tokenize(name)),
        };
        let named = common.names_company(name, &tokenize(name));
        let bare = !self.language.noun_capitals
            && !words.last().is_some_and(|word| is_capital(item, word));
        let bare = bare || self.named_behind(current);
        if one && role && named && bare && out.len() == before + 1 {
            out.remove(before - 1);
        }
    }

    /// People, firms and offices that do something in a sentence: who stands first in
    /// each of its parts, by a name or by what they are.
    pub fn subjects(&self, text: &str) -> Vec<Recipient> {
        let mut out = Vec::new();
        for item in items(text, self.language, &self.vocabulary.common) {
            let before = out.len();
            self.names(item, Trust::Form, &mut out);
            let types = if out.len() == before { self.types(item) } else { Vec::new() };
            if out.len() == before && types.is_empty() {
                self.role(item, &mut out);
            }
            types.into_iter().for_each(|id| push(&mut out, Recipient::Type(id)));
        }
        out
    }

    /// `the port police`, `das Sportamt der Stadt`: who is told by a role.
    pub fn role(&self, text: &str, out: &mut Vec<Recipient>) {
        let words = tokenize(text);
        let known = |at: usize| {
            let ends = self.language.roles.iter().filter_map(|p| p.matches_at(&words, at));
            ends.max().filter(|_| !self.language.noun_capitals || is_capital(text, &words[at]))
        };
        let Some((at, end)) = (0..words.len()).find_map(|at| Some((at, known(at)?))) else {
            return;
        };
        let (start, end) = (self.role_start(text, &words, at), self.role_end(text, &words, end));
        self.push(slice(text, &words, start, end), out);
    }

    /// A role with a proper name before or behind it.
    pub(super) fn named_role(&self, text: &str, out: &mut Vec<Recipient>) {
        let mut found = Vec::new();
        self.role(text, &mut found);
        let proper = |one: &Recipient| match one {
            Recipient::Name(name) => {
                let words = tokenize(name);
                let capital = |word: &&Word| is_capital(name, word);
                let unknown = |word: &&Word| !self.is_known_noun(std::slice::from_ref(*word));
                let role = |word: &&Word| {
                    let word = std::slice::from_ref(*word);
                    self.language.roles.iter().all(|p| p.matches_at(word, 0).is_none())
                };
                words.iter().filter(capital).count() >= 2
                    && words.iter().filter(capital).filter(unknown).any(|word| role(&word))
            }
            Recipient::Type(_) => false,
        };
        found.into_iter().filter(proper).for_each(|one| push(out, one));
    }

    fn role_start(&self, text: &str, words: &[Word], at: usize) -> usize {
        let mut start = at;
        while start > 0 && at - start < 4 {
            let word = &words[start - 1];
            let gap = text[word.end..words[start].start].trim();
            let capital = is_capital(text, word);
            let small = start > 1 && (capital || !self.language.noun_capitals);
            let frame = self.language.fillers.contains(&word.fold)
                || self.language.stop_words.contains(&word.fold)
                || self.language.name_ends.contains(&word.fold);
            if !gap.trim_matches(['-', '\'', '’']).is_empty() || frame || !small {
                break;
            }
            start -= 1;
        }
        start
    }

    fn role_end(&self, text: &str, words: &[Word], end: usize) -> usize {
        let mut end = end;
        let capital = |at: usize| {
            words.get(at).is_some_and(|word| is_capital(text, word) && !self.is_possessive(word))
        };
        // `Zahnarzt Dr. Olschewski`
        let joined = |at: usize| {
            let gap = text[words[at - 1].end..words[at].start].trim();
            gap.is_empty()
                || matches!(gap, "&" | "-")
                || gap == "." && self.language.titles.contains(&words[at - 1].fold)
        };
        while end < words.len() && capital(end) && joined(end) {
            end += 1;
        }
        // `des Landes`, `of Ireland`, `für Steuern`
        let linked =
            words.get(end).is_some_and(|w| self.language.authority_links.contains(&w.fold));
        if linked && joined(end) && capital(end + 1) {
            end += 2;
            while end < words.len() && capital(end) && joined(end) {
                end += 1;
            }
        }
        end
    }
}
