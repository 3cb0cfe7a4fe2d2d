mod list;
mod roles;
mod spelling;

pub(crate) use list::items;

use super::tokens::{Phrase, Word, find_all, tokenize};
use super::vocabulary::{Language, StatementVocabulary};

/// A recipient in a text: a company by its name, or a type of company by its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Recipient {
    Name(String),
    Type(String),
}

/// How far a text may be trusted to list companies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Only what has a legal form or is spelled like a brand is a name.
    Form,
    /// Any capitalized word that is no known noun is a name.
    List,
    /// The same inside a sentence: one common noun behind its article is none.
    Inline,
}

pub(crate) struct Names<'v> {
    pub vocabulary: &'v StatementVocabulary,
    pub language: &'v Language,
    /// The company that speaks is no recipient of its own.
    pub controller: &'v [Word],
}

/// The longest name in words.
const LONGEST_NAME: usize = 8;

/// Words behind a name that may still say where it is.
const LONGEST_PLACE: usize = 4;

impl Names<'_> {
    /// The recipients that a text lists, in order, each once.
    pub fn read(&self, text: &str, trust: Trust) -> Vec<Recipient> {
        let mut out = Vec::new();
        let items = items(text, self.language, &self.vocabulary.common);
        for (at, item) in items.iter().enumerate() {
            if self.is_apposition(text, item, &out) {
                continue;
            }
            if self.is_place(text, &items, at, &out) {
                continue;
            }
            if at > 0 && self.is_relative(item) {
                break;
            }
            // Behind `our archive service,` stands its name.
            let ours = at > 0 && self.is_ours(items[at - 1]) && follows_comma(text, item);
            let short = ours && tokenize(item).iter().all(|word| is_capital(item, word));
            let before = out.len();
            let trust = match short {
                true => Trust::List,
                false if at > 0 && self.goes_on(text, items[at - 1], item) => Trust::Form,
                false => trust,
            };
            self.item(item, trust, &mut out);
            if at > 0 && follows_comma(text, item) {
                self.replace_role(items[at - 1], (text, item), before, &mut out);
            }
        }
        // `our auditors, Rabe LLP` is one: the name stands beside what it is.
        if let ([kind, _], [Recipient::Type(_), Recipient::Name(_)]) =
            (items.as_slice(), out.as_slice())
        {
            if self.is_ours(kind) && follows_comma(text, items[1]) {
                out.remove(0);
            }
        } else if let ([_, kind], [Recipient::Name(_), Recipient::Type(_)]) =
            (items.as_slice(), out.as_slice())
            && self.is_ours(kind)
        {
            out.pop();
        }
        out
    }

    /// The names in a text that are spelled as those of companies.
    pub fn spelled(&self, text: &str) -> impl Iterator<Item = String> + use<> {
        self.read(text, Trust::Form).into_iter().filter_map(|one| match one {
            Recipient::Name(name) => Some(name),
            Recipient::Type(_) => None,
        })
    }

    /// `Rabe Ltd, Tel Aviv`, `Rabe SRL, à Liège`: a name with its legal form, and where it
    /// is.
    fn is_place(&self, text: &str, items: &[&str], at: usize, out: &[Recipient]) -> bool {
        let common = &self.vocabulary.common;
        let item = items[at];
        let words = tokenize(item);
        let legal = |text: &str| common.names_company(text, &tokenize(text));
        let capitals = |words: &[Word]| {
            (1..=2).contains(&words.len()) && words.iter().all(|word| is_capital(item, word))
        };
        let placed = words.first().is_some_and(|word| common.place_words.contains(&word.fold))
            && capitals(words.get(1..).unwrap_or_default());
        let known = capitals(&words) && words.iter().all(|w| common.places.contains(&w.fold));
        matches!(out.last(), Some(Recipient::Name(_)))
            && at > 0
            && legal(items[at - 1])
            && !legal(item)
            && follows_comma(text, item)
            && (placed || known)
    }

    /// `Rabe Ltd to show you adverts on Magpie and Jackdaw`: what is joined to the words
    /// behind a name is not joined to the name.
    fn goes_on(&self, text: &str, before: &str, item: &str) -> bool {
        let words = tokenize(before);
        let named = self.by_legal_form(before, &words);
        let behind = named.map_or(0, |(_, end)| words.len() - end);
        behind >= LONGEST_PLACE && !before.contains('(') && !follows_comma(text, item)
    }

    /// `in deren Räumen Sie ...`: a clause about the one before.
    fn is_relative(&self, item: &str) -> bool {
        let words = tokenize(item);
        words.iter().take(2).any(|word| self.vocabulary.common.relatives.contains(&word.fold))
    }

    /// `our auditors`: a text that begins with whose it is.
    fn is_ours(&self, text: &str) -> bool {
        tokenize(text).first().is_some_and(|word| self.language.ours.contains(&word.fold))
    }

    /// The same for a list inside a sentence: it ends where another clause begins.
    pub fn read_inline(&self, text: &str) -> Vec<Recipient> {
        let mut out = Vec::new();
        let items = items(text, self.language, &self.vocabulary.common);
        for (at, item) in items.iter().enumerate() {
            let words = tokenize(item);
            // `die uns unterstützen`: an article before a small word begins a clause.
            let relative = matches!(words.as_slice(), [first, second, ..]
                if self.language.noun_capitals
                    && self.language.articles.contains(&first.fold)
                    && self.language.stop_words.contains(&second.fold));
            let clause = relative
                || words.first().is_some_and(|w| self.language.clause_starts.contains(&w.fold));
            if clause && !out.is_empty() {
                break;
            }
            if !self.is_apposition(text, item, &out) {
                let before = out.len();
                let behind = at > 0 && self.goes_on(text, items[at - 1], item);
                self.item(item, if behind { Trust::Form } else { Trust::Inline }, &mut out);
                if at > 0 && follows_comma(text, item) {
                    self.replace_role(items[at - 1], (text, item), before, &mut out);
                }
            }
        }
        out
    }

    fn item(&self, item: &str, trust: Trust, out: &mut Vec<Recipient>) {
        let words = tokenize(item);
        let common = &self.vocabulary.common;
        if common.legal_form_at(item, &words, 0) == Some(words.len()) {
            return;
        }
        // `Rabe UG (haftungsbeschränkt)`: the brackets are the end of the name.
        if item.ends_with(')')
            && let Some((start, end)) = self.by_legal_form(item, &words)
            && slice(item, &words, start, end).ends_with(')')
        {
            self.push(slice(item, &words, start, end), out);
            return;
        }
        let (outer, inner) = parenthesis(item);
        // `Pay (Europe) Ltd`: the brackets are inside the name.
        let after = item.rsplit_once(')').map_or("", |(_, after)| after);
        if common.legal_form_at(after, &tokenize(after), 0).is_some() {
            let own = self.by_legal_form(item, &words).map(|(s, e)| slice(item, &words, s, e));
            self.push(own.filter(|name| name.contains('(')).unwrap_or(item), out);
            return;
        }
        let before = out.len();
        self.names(outer, trust, out);
        let named = out.len() > before;
        // `Kling (Rabe Inc., USA)`: a firm, and who is behind it.
        let known = |&(_, end): &(usize, usize)| end == tokenize(outer).len();
        let firm = common.firms.find(outer, &tokenize(outer), false).filter(known);
        if let (Some((0, _)), Some(inner)) = (firm, inner) {
            let words = tokenize(inner);
            if let Some((0, end)) = self.by_legal_form(inner, &words) {
                self.push(with_stop(inner, &words, 0, end), out);
            }
        }
        let types = self.types(outer);
        if let (false, Some(inner)) = (named, inner) {
            // What stands in brackets after a type are its names.
            let trust = if types.is_empty() { Trust::Form } else { Trust::List };
            for part in items(inner, self.language, common) {
                self.names(part, trust, out);
            }
        }
        // `das Kommunale Rechenzentrum Geestland` is named, whatever its type is.
        if out.len() == before
            && !types.is_empty()
            && (trust != Trust::Form || self.language.noun_capitals)
        {
            self.named_role(outer, out);
        }
        if out.len() == before {
            for id in types {
                push(out, Recipient::Type(id));
            }
            if let (true, Some(inner)) = (out.len() == before, inner) {
                for id in self.types(inner) {
                    push(out, Recipient::Type(id));
                }
            }
            if out.len() == before && trust != Trust::Form {
                self.role(outer, out);
            }
        }
    }

    fn types(&self, text: &str) -> Vec<String> {
        let words = tokenize(text);
        // `bank details` are no bank.
        let data = find_all(&self.language.data, &words);
        let apart = |start: usize, end: usize| {
            data.iter()
                .all(|(_, from, to)| end <= *from || start >= *to || to - from <= end - start)
        };
        let types = find_all(&self.language.recipient_types, &words).into_iter();
        // `The Bank's auditors` in the letter of a bank.
        let own = |start: usize, end: usize| {
            words[start..end].iter().all(|word| self.controller.iter().any(|c| c.fold == word.fold))
        };
        types
            .filter(|(_, from, to)| apart(*from, *to) && !own(*from, *to))
            .map(|(id, ..)| id.clone())
            .collect()
    }

    /// The name in a text, by how it is spelled, else that of a firm that is known.
    fn names(&self, text: &str, trust: Trust, out: &mut Vec<Recipient>) {
        let before = out.len();
        self.spelled_names(text, trust, out);
        if out.len() > before {
            return;
        }
        let words = tokenize(text);
        if let Some((start, end)) = self.vocabulary.common.firms.find(text, &words, false) {
            self.push(slice(text, &words, start, end), out);
        }
    }

    fn spelled_names(&self, text: &str, trust: Trust, out: &mut Vec<Recipient>) {
        let words = tokenize(text);
        if words.is_empty() || self.is_address(text, &words) {
            return;
        }
        if let Some((start, end)) = self.by_legal_form(text, &words) {
            self.push(with_stop(text, &words, start, end), out);
            return;
        }
        let mut start = self.after_fillers(text, &words);
        let described = start > 0;
        // `Paketdienst Rabe`: the name follows its description.
        while described
            && start + 1 < words.len()
            && self.is_known_noun(&words[start..=start])
            && is_capital(text, &words[start + 1])
            && !self.is_known_noun(&words[start + 1..start + 2])
        {
            start += 1;
        }
        let Some(end) = self.run_end(text, &words, start) else { return };
        let candidate = &words[start..end];
        // `Crash reports land at Rabe`: the capital only begins the sentence.
        let more = end < words.len();
        let data = if more { find_all(&self.language.data, &words) } else { Vec::new() };
        if data.iter().any(|(_, from, to)| *from <= start && *to > end) {
            return;
        }
        // `Paketdienst Elbe` in a list is a name; its words alone are none.
        let rest = candidate.get(1..).unwrap_or_default();
        let titled = !rest.is_empty() && !self.is_known_noun(rest) && trust != Trust::Form;
        // `the Central Credit Register`: where nouns are small, capitals make a name.
        let after_article = start > 0 && self.language.articles.contains(&words[start - 1].fold);
        let spelled = !self.language.noun_capitals
            && trust != Trust::Form
            && candidate.len() >= 2
            && (after_article || !self.is_known_noun(&candidate[..1]))
            && candidate.iter().all(|word| is_capital(text, word));
        // `la Police grand-ducale`: where only names have capitals, behind an article one does.
        let proper = self.language.bare_names
            && start == 1
            && trust != Trust::Form
            && after_article
            && !is_capital(text, &words[0]);
        if self.is_known_noun(candidate) && !titled && !spelled && !proper {
            return;
        }
        // `for parcels to Northern Ireland`
        let places = &self.vocabulary.common.places;
        if trust != Trust::List && candidate.iter().all(|word| places.contains(&word.fold)) {
            return;
        }
        let shouted = !text.contains(char::is_lowercase);
        let country = find_all(&self.language.countries, candidate);
        if country.iter().any(|(_, from, to)| to - from == candidate.len()) {
            return;
        }
        let branded =
            !shouted && candidate.iter().any(|word| self.is_brand(&text[word.start..word.end]));
        let alone = out.last().is_some_and(|last| matches!(last, Recipient::Name(_)))
            && candidate.len() == 1
            && self.vocabulary.common.places.contains(&candidate[0].fold);
        // `La Poste`: a capital makes the article a part of the name.
        let bare = self.language.bare_names;
        let start = if start == 1 && bare && is_capital(text, &words[0]) { 0 } else { start };
        let article = start > 0 && after_article;
        let last = words.len();
        let named = |phrase: &Phrase| phrase.matches_at(&words, end - 1).is_some();
        let office =
            end < last && last <= start + 4 && self.language.office_names.iter().any(named);
        let end = match trust {
            Trust::List | Trust::Inline if office => last,
            // `la Caisse primaire d'assurance maladie` has one capital.
            Trust::List | Trust::Inline if bare && start == 1 && article => {
                self.bare_end(text, &words, end)
            }
            _ => end,
        };
        // `an der Kasse`: a noun alone behind its article is a thing, not a name.
        let lead = |word: &Word| {
            let word = std::slice::from_ref(word);
            self.language.list_leads.iter().any(|p| p.matches_at(word, 0) == Some(1))
                && !self.language.contracted.contains(&word[0].fold)
        };
        let common_noun = trust == Trust::Inline
            && self.language.noun_capitals
            && candidate.len() == 1
            && start > 0
            && !lead(&words[start - 1])
            && !office;
        if (branded || trust != Trust::Form && !common_noun) && !alone {
            self.push(slice(text, &words, start, end), out);
        }
    }

    fn push(&self, name: &str, out: &mut Vec<Recipient>) {
        let words = tokenize(name);
        let own = !self.controller.is_empty()
            && words.iter().zip(self.controller).filter(|(a, b)| a.fold == b.fold).count()
                >= self.controller.len().min(words.len());
        // A legal form alone is the rest of a broken line.
        let form = self.vocabulary.common.legal_form_at(name, &words, 0) == Some(words.len());
        // `Abs. 1 Buchst`: a place in a law.
        let cited = &self.vocabulary.citations;
        let law = words.iter().all(|word| {
            cited.articles.contains(&word.fold)
                || cited.inside.contains(&word.fold)
                || word.fold.chars().all(|c| c.is_ascii_digit())
        });
        if !own && !form && !law && name.chars().filter(|c| c.is_alphabetic()).count() >= 2 {
            push(out, Recipient::Name(name.to_owned()));
        }
    }
}

/// Whether an item, a part of the text, stands behind a comma.
fn follows_comma(text: &str, item: &str) -> bool {
    let at = (item.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    let before = at.and_then(|at| text.get(..at));
    before.is_some_and(|before| before.trim_end().ends_with(','))
}

fn push(out: &mut Vec<Recipient>, recipient: Recipient) {
    if !out.contains(&recipient) {
        out.push(recipient);
    }
}

fn inner_digit(word: &str) -> bool {
    word.chars().skip(1).any(|c| c.is_ascii_digit())
}

fn is_capital(text: &str, word: &Word) -> bool {
    text[word.start..word.end].starts_with(char::is_uppercase)
}

/// The text from one word to another, with a bracket such as `(publ)` left out.
pub(crate) fn slice<'t>(text: &'t str, words: &[Word], start: usize, end: usize) -> &'t str {
    match (words.get(start), words.get(end.saturating_sub(1))) {
        (Some(first), Some(last)) if first.start <= last.end => {
            let shown = &text[first.start..last.end];
            let open = shown.matches('(').count() > shown.matches(')').count();
            // `UG (haftungsbeschränkt)` ends with its bracket.
            let end = last.end + usize::from(open && text[last.end..].starts_with(')'));
            &text[first.start..end]
        }
        _ => "",
    }
}

/// The same with the full stop of a legal form: `Rabe B.V.`, `Rabe Inc. in Boston`.
pub(crate) fn with_stop<'t>(text: &'t str, words: &[Word], start: usize, end: usize) -> &'t str {
    let shown = slice(text, words, start, end);
    let Some(last) = words.get(end.saturating_sub(1)).filter(|_| end > start + 1) else {
        return shown;
    };
    let rest = text.get(last.end..).unwrap_or_default();
    let inner = text[words[end - 2].end..last.start].starts_with('.');
    let next = rest.get(1..).and_then(|rest| rest.trim_start().chars().next());
    let goes_on = next.is_some_and(|next| !next.is_uppercase());
    if !rest.starts_with('.') || !shown.ends_with(char::is_alphanumeric) || !(inner || goes_on) {
        return shown;
    }
    text.get(words[start].start..=last.end).unwrap_or(shown)
}

/// A text and what stands in its first brackets.
fn parenthesis(text: &str) -> (&str, Option<&str>) {
    match text.split_once('(') {
        Some((outer, rest)) => {
            let inner = rest.rsplit_once(')').map_or(rest, |(inner, _)| inner);
            (outer.trim(), Some(inner))
        }
        None => (text, None),
    }
}
