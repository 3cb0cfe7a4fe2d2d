mod words;

use std::sync::Arc;

use dossier_catalog::purpose::Terms;
use dossier_catalog::statement::{PassageModel, StatementCue, StatementWords};

use super::tagger::Tagger;
use super::tokens::{Letters, Phrase, Word, find_all, find_any, tokenize};
use words::folded;
pub(crate) use words::{Citations, Common, Keys, Language};

/// The catalog's words of statements, ready to be looked for in letters.
///
/// Making one costs a few milliseconds; make it once and keep it.
#[derive(Clone, Debug, Default)]
pub struct StatementVocabulary {
    pub(crate) languages: Vec<Language>,
    pub(crate) common: Common,
    pub(crate) keys: Keys,
    /// How articles are cited, in any language.
    pub(crate) citations: Citations,
    /// Weights of words that may state something.
    pub(crate) passages: Arc<PassageModel>,
    /// Tells what words name.
    pub(crate) mentions: Tagger,
}

/// Words that a heading or label has at most.
pub(super) const LONGEST_HEADING: usize = 9;

/// Words that the closing of a letter has at most.
const LONGEST_CLOSING: usize = 24;

/// Names of data that are learned of one letter.
const MOST_LEARNED: usize = 60;

impl StatementVocabulary {
    /// Makes a vocabulary of the catalog's words and of the phrases of its terms.
    pub fn new(words: &StatementWords, terms: &Terms) -> Self {
        let mut languages: Vec<Language> = words.languages.iter().map(Language::new).collect();
        for language in &mut languages {
            language.add_terms(terms);
        }
        let mut citations = Citations::default();
        for cited in words.languages.iter().map(|language| &language.citations) {
            citations.articles.extend(folded(&cited.articles));
            citations.inside.extend(folded(&cited.inside));
            citations.between.extend(folded(&cited.between));
            citations.through.extend(folded(&cited.through));
        }
        let (common, keys) = (Common::new(words), Keys::new(&words.keys));
        let (passages, mentions) = (Arc::clone(&words.passages), Tagger::new(&words.mentions));
        Self { languages, common, keys, citations, passages, mentions }
    }

    /// The same words and the names of data that a letter lists itself; `None` if all
    /// of them are known.
    pub(crate) fn with_data(&self, named: &[(&str, &[String])]) -> Option<Self> {
        let mut learned: Vec<(Vec<String>, Phrase)> = Vec::new();
        for (name, ids) in named {
            let words = tokenize(name);
            let plain = !name.contains(['*', '|', '…', '?', '^', '@']);
            let sized = (1..=4).contains(&words.len()) && name.chars().count() >= 4;
            let known = self.languages.iter().any(|language| {
                let found = find_all(&language.data, &words);
                found.iter().any(|(_, start, end)| end - start == words.len())
                    || find_any(&language.all_data, &words).is_some() && words.len() == 1
            });
            if plain && sized && !known && learned.len() < MOST_LEARNED {
                learned.push((ids.to_vec(), Phrase::new(name)));
            }
        }
        if learned.is_empty() {
            return None;
        }
        let mut out = self.clone();
        for language in &mut out.languages {
            language.data.extend(learned.iter().cloned());
        }
        Some(out)
    }

    /// The language of a text by its small words; `None` if nothing tells it.
    pub(crate) fn language_of(&self, words: &[Word]) -> Option<usize> {
        // `IT` is a short word of another language only where all words are in capitals.
        let all = words.iter().all(|word| word.loud);
        let score = |language: &Language| {
            let small = words.iter().filter(|word| all || !word.loud);
            small.filter(|word| language.stop_words.contains(&word.fold)).count()
        };
        let scores: Vec<usize> = self.languages.iter().map(score).collect();
        let best = scores.iter().enumerate().max_by_key(|(_, score)| **score)?;
        let draws = scores.iter().filter(|score| *score == best.1).count();
        (*best.1 > 0 && draws == 1).then_some(best.0)
    }

    /// The language of most words of several texts.
    pub(crate) fn language_of_most<'t>(
        &self,
        texts: impl Iterator<Item = &'t str>,
    ) -> Option<usize> {
        let mut votes = vec![0_usize; self.languages.len()];
        for text in texts {
            let words = tokenize(text);
            if let Some(language) = self.language_of(&words) {
                votes[language] += words.len();
            }
        }
        let best = votes.iter().enumerate().max_by_key(|(_, votes)| **votes)?;
        (*best.1 > 0).then_some(best.0)
    }

    /// The language whose headings name most of these columns.
    pub(crate) fn language_of_columns<S: AsRef<str>>(&self, names: &[S]) -> Option<usize> {
        let words: Vec<_> = names.iter().map(|name| tokenize(name.as_ref())).collect();
        let named = |language: &Language, words: &[Word]| {
            language.headings.iter().any(|(_, phrase)| phrase.find(words).is_some())
                || find_any(&language.subjects, words).is_some()
        };
        let score = |language: &Language| words.iter().filter(|w| named(language, w)).count();
        let scores: Vec<usize> = self.languages.iter().map(score).collect();
        let best = scores.iter().enumerate().max_by_key(|(_, score)| **score)?;
        let draws = scores.iter().filter(|score| *score == best.1).count();
        (*best.1 > 0 && draws == 1).then_some(best.0)
    }

    /// Whether a key or label is nothing but a name for the controller.
    pub(crate) fn names_controller(&self, words: &[Word]) -> bool {
        let whole = |phrase: &Phrase| phrase.matches_at(words, 0) == Some(words.len());
        self.keys.controller.iter().any(whole)
    }

    /// Whether a line greets.
    pub(crate) fn greets(&self, words: &[Word]) -> bool {
        self.opens(words, |language| &language.greetings)
    }

    /// Whether a line closes a letter; a long one only by many words of its own.
    pub(crate) fn closes(&self, words: &[Word]) -> bool {
        let all = self.languages.iter().flat_map(|language| &language.closings);
        let long = |phrase: &Phrase| phrase.matches_at(words, 0).is_some_and(|end| end > 3);
        self.opens(words, |language| &language.closings)
            || words.len() <= LONGEST_CLOSING && all.into_iter().any(long)
    }

    /// Whether a heading or label denies what it names: `Not shared with`. What does not
    /// come from somebody is no denial.
    pub(crate) fn denies(&self, words: &[Word]) -> bool {
        let from = |language: &Language| {
            let mut all = language.headings.iter().filter(|(cue, _)| *cue == StatementCue::Source);
            all.any(|(_, phrase)| phrase.find(words).is_some())
        };
        words.len() <= LONGEST_HEADING
            && self.languages.iter().any(|l| find_any(&l.denying, words).is_some())
            && !self.languages.iter().any(from)
    }

    fn opens(&self, words: &[Word], phrases: impl Fn(&Language) -> &Vec<Phrase>) -> bool {
        let first = |language| find_any(phrases(language), words).is_some_and(|(at, _)| at == 0);
        words.len() <= LONGEST_HEADING && self.languages.iter().any(first)
    }

    pub(crate) fn language(&self, at: usize) -> &Language {
        static NONE: std::sync::LazyLock<Language> = std::sync::LazyLock::new(Language::default);
        self.languages.get(at).unwrap_or(&NONE)
    }

    /// Whether a letter of any language gives a heading of this sort.
    pub(crate) fn heading(&self, words: &[Word]) -> Option<(StatementCue, usize)> {
        let all = self.languages.iter().flat_map(|language| &language.headings);
        let mut best: Option<(StatementCue, usize)> = None;
        let mut purpose: Option<(usize, usize)> = None;
        let letters = Letters::of(words);
        for (cue, phrase) in all.filter(|(_, phrase)| phrase.may_be_in(letters)) {
            if let Some((start, end)) = phrase.find(words) {
                let covers = end - start;
                if best.is_none_or(|(_, other)| covers > other) {
                    best = Some((*cue, covers));
                }
                if *cue == StatementCue::Purpose {
                    purpose = purpose.max(Some((end, covers)));
                }
            }
        }
        // `Purposes and legal bases`: what for comes first, an article tells itself.
        let and = |at: usize| {
            let joins =
                |word: &Word| self.languages.iter().any(|l| l.conjunctions.contains(&word.fold));
            words[at..].iter().any(joins)
        };
        match (best, purpose) {
            (Some((StatementCue::LegalBasis, covers)), Some((end, n))) if and(end) => {
                Some((StatementCue::Purpose, covers + n))
            }
            _ => best,
        }
    }

    /// Whether a heading of this sort stands first: `Bodies that receive data from us`.
    pub(crate) fn begins_with(&self, cue: StatementCue, words: &[Word]) -> bool {
        let mut all = self.languages.iter().flat_map(|language| &language.headings);
        all.any(|(of, phrase)| *of == cue && phrase.matches_at(words, 0).is_some())
    }

    /// Whether some words begin or end like a heading, or begin like a question.
    pub(crate) fn begins_heading(&self, words: &[Word]) -> bool {
        let mut all = self.languages.iter().flat_map(|language| &language.headings);
        let last = words.len().saturating_sub(1);
        self.question(words).is_some()
            || all.any(|(_, phrase)| {
                phrase.matches_at(words, 0).is_some() || phrase.matches_at(words, last).is_some()
            })
    }

    /// Whether some words are nothing but a name for all data.
    pub(crate) fn names_all(&self, words: &[Word]) -> bool {
        let all = self.languages.iter().flat_map(|language| &language.all_data);
        all.filter_map(|phrase| phrase.matches_at(words, 0)).any(|end| end == words.len())
    }

    /// What a heading is about that begins like a question: `Wofür wir das brauchen`.
    pub(crate) fn question(&self, words: &[Word]) -> Option<StatementCue> {
        let all = self.languages.iter().flat_map(|language| &language.questions);
        let begins = all.filter_map(|(cue, phrase)| Some((phrase.matches_at(words, 0)?, *cue)));
        begins.max_by_key(|(end, _)| *end).map(|(_, cue)| cue)
    }

    /// Whether a column header names what is done with data.
    pub(crate) fn is_activity(&self, words: &[Word]) -> bool {
        let all = self.languages.iter().flat_map(|language| &language.activities);
        all.filter_map(|phrase| phrase.matches_at(words, 0)).any(|end| end == words.len())
    }

    /// Whether a column header names what a row speaks of.
    pub(crate) fn is_subject(&self, words: &[Word]) -> bool {
        self.languages.iter().any(|language| find_any(&language.subjects, words).is_some())
    }
}
