use std::collections::BTreeMap;

use dossier_catalog::purpose::{TermKind, Terms};
use dossier_catalog::statement::{
    CueTable, KeyWords, LanguageWords, PhraseTable, ReasonWords, StatementCue, StatementWords,
};
use dossier_model::{PeriodUnit, StartEvent};

use super::tokens::{Letters, Phrase, Word, find_all, find_any, fold, tokenize};

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
}

/// Names of data that are learned of one letter.
const MOST_LEARNED: usize = 60;

/// Labeled phrases.
pub(crate) type Table = Vec<(String, Phrase)>;

#[derive(Clone, Debug, Default)]
pub(crate) struct Language {
    pub code: String,
    pub noun_capitals: bool,
    pub bare_names: bool,
    pub articles: Vec<String>,
    pub bent_articles: Vec<String>,
    pub ours: Vec<String>,
    pub yours: Vec<String>,
    pub persons: Vec<String>,
    pub genitives: Vec<String>,
    pub frame: Vec<Phrase>,
    pub suppositions: Vec<Phrase>,
    pub conditionals: Vec<String>,
    pub titles: Vec<String>,
    pub contracted: Vec<String>,
    pub office_names: Vec<Phrase>,
    pub hours: Vec<String>,
    pub halves: Vec<String>,
    pub period_objects: Vec<String>,
    pub data_starts: Vec<Phrase>,
    pub outside: Vec<String>,
    pub outline: Vec<String>,
    pub stop_words: Vec<String>,
    pub abbreviations: Vec<String>,
    pub headings: Vec<(StatementCue, Phrase)>,
    pub questions: Vec<(StatementCue, Phrase)>,
    pub subjects: Vec<Phrase>,
    pub activities: Vec<Phrase>,
    pub cues: BTreeMap<StatementCue, Vec<Phrase>>,
    pub vetoes: BTreeMap<StatementCue, Vec<Phrase>>,
    pub denials: BTreeMap<StatementCue, Vec<Phrase>>,
    pub negations: Vec<Phrase>,
    pub no_denials: Vec<Phrase>,
    pub purposes: Table,
    pub reasons: Reasons,
    pub bases: Table,
    pub recipient_types: Table,
    pub no_names: Vec<Phrase>,
    pub descriptors: Vec<Phrase>,
    pub roles: Vec<Phrase>,
    pub clause_starts: Vec<String>,
    pub list_leads: Vec<Phrase>,
    pub name_ends: Vec<String>,
    pub rights: Table,
    pub sources: Table,
    pub data: Vec<(Vec<String>, Phrase)>,
    pub all_data: Vec<Phrase>,
    pub countries: Table,
    pub safeguards: Table,
    pub logic: Vec<Phrase>,
    pub criteria: Vec<Phrase>,
    pub starts: Vec<(StartEvent, Phrase)>,
    pub exceptions: Vec<Phrase>,
    pub numbers: BTreeMap<String, u32>,
    pub units: Vec<(PeriodUnit, Phrase)>,
    pub authorities: Vec<Phrase>,
    pub authority_links: Vec<String>,
    pub conjunctions: Vec<String>,
    pub fillers: Vec<String>,
    pub months: Vec<String>,
    pub greetings: Vec<Phrase>,
    pub closings: Vec<Phrase>,
    pub senders: Vec<Phrase>,
    pub dates: Vec<Phrase>,
    pub letter_subjects: Vec<Phrase>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Common {
    pub legal_forms: Vec<Vec<String>>,
    pub places: Vec<String>,
    pub acronyms: Vec<String>,
    pub streets: Vec<String>,
    pub name_links: Vec<String>,
    pub place_words: Vec<String>,
    pub relatives: Vec<String>,
    /// Ends of the numbers of days, in any language.
    pub ordinals: Vec<String>,
}

/// How a sentence says what something is for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reasons {
    pub clauses: Vec<Phrase>,
    pub nouns: Vec<Phrase>,
    pub infinitives: Vec<Phrase>,
    pub verbs: Vec<Phrase>,
    pub verb_ends: Vec<String>,
    pub sure: Vec<Phrase>,
    pub again: Vec<Phrase>,
    pub skips: Vec<Phrase>,
    pub uses: Vec<Phrase>,
    pub prepositions: Vec<Phrase>,
    pub not: Vec<Phrase>,
    pub breaks: Vec<Phrase>,
}

impl Reasons {
    fn new(words: &ReasonWords) -> Self {
        Self {
            clauses: Phrase::all(&words.clauses),
            nouns: Phrase::all(&words.nouns),
            infinitives: Phrase::all(&words.infinitives),
            verbs: Phrase::all(&words.verbs),
            verb_ends: folded(&words.verb_ends),
            sure: Phrase::all(&words.sure),
            again: Phrase::all(&words.again),
            skips: Phrase::all(&words.skips),
            uses: Phrase::all(&words.uses),
            prepositions: Phrase::all(&words.prepositions),
            not: Phrase::all(&words.not),
            breaks: Phrase::all(&words.breaks),
        }
    }

    /// Whether the infinitive ends its clause.
    pub fn verb_last(&self) -> bool {
        !self.verb_ends.is_empty()
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Citations {
    pub articles: Vec<String>,
    pub inside: Vec<String>,
    pub between: Vec<String>,
    pub through: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    pub language: String,
    pub keys: Vec<(StatementCue, Phrase)>,
    pub no: Vec<String>,
    pub yes: Vec<String>,
}

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
        Self { languages, common, keys, citations }
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
        let score = |language: &Language| {
            words.iter().filter(|word| language.stop_words.contains(&word.fold)).count()
        };
        let scores: Vec<usize> = self.languages.iter().map(score).collect();
        let best = scores.iter().enumerate().max_by_key(|(_, score)| **score)?;
        let draws = scores.iter().filter(|score| *score == best.1).count();
        (*best.1 > 0 && draws == 1).then_some(best.0)
    }

    /// The language whose headings name most of these columns.
    pub(crate) fn language_of_columns<S: AsRef<str>>(&self, names: &[S]) -> Option<usize> {
        let words: Vec<_> =
            names.iter().map(|name| super::tokens::tokenize(name.as_ref())).collect();
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

fn table(source: &PhraseTable) -> Table {
    source
        .iter()
        .flat_map(|(id, phrases)| phrases.iter().map(move |p| (id.clone(), Phrase::new(p))))
        .collect()
}

fn by_cue(source: &CueTable) -> Vec<(StatementCue, Phrase)> {
    let all = source.iter();
    all.flat_map(|(cue, phrases)| phrases.iter().map(|p| (*cue, Phrase::new(p)))).collect()
}

fn folded(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| fold(text)).collect()
}

impl Language {
    fn new(words: &LanguageWords) -> Self {
        let cues = |source: &BTreeMap<StatementCue, Vec<String>>| {
            source.iter().map(|(cue, phrases)| (*cue, Phrase::all(phrases))).collect()
        };
        Self {
            code: words.language.clone(),
            noun_capitals: words.noun_capitals,
            bare_names: words.bare_names,
            articles: folded(&words.articles),
            bent_articles: folded(&words.bent_articles),
            ours: folded(&words.ours),
            yours: folded(&words.yours),
            genitives: folded(&words.genitives),
            persons: words.persons.clone(),
            frame: Phrase::all(&words.frame),
            conditionals: words.conditionals.clone(),
            suppositions: Phrase::all(&words.suppositions),
            titles: folded(&words.titles),
            contracted: folded(&words.contracted),
            office_names: Phrase::all(&words.office_names),
            hours: folded(&words.hours),
            halves: folded(&words.halves),
            period_objects: folded(&words.period_objects),
            data_starts: Phrase::all(&words.data_starts),
            outside: folded(&words.outside),
            outline: folded(&words.outline),
            stop_words: folded(&words.stop_words),
            abbreviations: folded(&words.abbreviations),
            headings: by_cue(&words.headings),
            questions: by_cue(&words.questions),
            subjects: Phrase::all(&words.subjects),
            activities: Phrase::all(&words.activities),
            cues: cues(&words.cues),
            vetoes: cues(&words.vetoes),
            denials: cues(&words.denials),
            negations: Phrase::all(&words.negations),
            no_denials: Phrase::all(&words.no_denials),
            purposes: table(&words.purposes),
            reasons: Reasons::new(&words.reasons),
            bases: table(&words.bases),
            recipient_types: table(&words.recipient_types),
            no_names: Phrase::all(&words.no_names),
            descriptors: Phrase::all(&words.descriptors),
            roles: Phrase::all(&words.roles),
            clause_starts: folded(&words.clause_starts),
            list_leads: Phrase::all(&words.list_leads),
            name_ends: folded(&words.name_ends),
            rights: table(&words.rights),
            sources: table(&words.sources),
            data: words.data.iter().map(|(p, ids)| (ids.clone(), Phrase::new(p))).collect(),
            all_data: Phrase::all(&words.all_data),
            countries: table(&words.countries),
            safeguards: table(&words.safeguards),
            logic: Phrase::all(&words.logic),
            criteria: Phrase::all(&words.criteria),
            starts: words
                .starts
                .iter()
                .flat_map(|(event, list)| list.iter().map(|text| (*event, Phrase::new(text))))
                .collect(),
            exceptions: Phrase::all(&words.exceptions),
            numbers: words.numbers.iter().map(|(word, n)| (fold(word), *n)).collect(),
            units: words
                .units
                .iter()
                .flat_map(|(key, list)| {
                    list.iter().map(move |word| (PeriodUnit::from(*key), Phrase::new(word)))
                })
                .collect(),
            authorities: Phrase::all(&words.authorities),
            authority_links: folded(&words.authority_links),
            conjunctions: folded(&words.conjunctions),
            fillers: folded(&words.fillers),
            months: folded(&words.months),
            greetings: Phrase::all(&words.letter.greetings),
            closings: Phrase::all(&words.letter.closings),
            senders: Phrase::all(&words.letter.senders),
            dates: Phrase::all(&words.letter.dates),
            letter_subjects: Phrase::all(&words.letter.subjects),
        }
    }

    fn add_terms(&mut self, terms: &Terms) {
        for term in terms.of(TermKind::Purpose) {
            for phrase in term.phrases.get(&self.code).into_iter().flatten() {
                // A single short word would name a purpose in passing.
                if phrase.split_whitespace().count() > 1 || phrase.chars().count() > 9 {
                    self.purposes.push((term.id.clone(), Phrase::new(phrase)));
                }
            }
        }
        // Roles such as `recipient` itself name nobody.
        for term in terms.of(TermKind::Recipient).filter(|term| term.id.starts_with("ext:")) {
            for phrase in term.phrases.get(&self.code).into_iter().flatten() {
                self.recipient_types.push((term.id.clone(), Phrase::new(phrase)));
            }
        }
    }

    pub fn has(
        &self,
        table: &BTreeMap<StatementCue, Vec<Phrase>>,
        cue: StatementCue,
        words: &[Word],
    ) -> bool {
        table.get(&cue).is_some_and(|phrases| find_any(phrases, words).is_some())
    }
}

impl Common {
    fn new(all: &StatementWords) -> Self {
        let words = &all.common;
        // The case of a legal form counts: `AB` is one, `ab` is a German word.
        let form = |text: &String| {
            super::tokens::tokenize(text).iter().map(|w| text[w.start..w.end].to_owned()).collect()
        };
        Self {
            legal_forms: words.legal_forms.iter().map(form).collect(),
            places: folded(&words.places),
            acronyms: folded(&words.acronyms),
            streets: folded(&words.streets),
            name_links: folded(&words.name_links),
            place_words: folded(&words.place_words),
            relatives: folded(&words.relatives),
            ordinals: all.languages.iter().flat_map(|l| folded(&l.ordinals)).collect(),
        }
    }

    /// The words from `at` on that are a legal form, with its parts (`GmbH & Co. KG`).
    pub fn legal_form_at(&self, text: &str, words: &[Word], at: usize) -> Option<usize> {
        let mut end = self.simple_form_at(text, words, at)?;
        while let Some(next) = words.get(end).and_then(|_| self.simple_form_at(text, words, end)) {
            let between = text[words[end - 1].end..words[end].start].trim();
            if !between.trim_matches(['&', '.']).is_empty() {
                break;
            }
            end = next;
        }
        Some(end)
    }

    fn simple_form_at(&self, text: &str, words: &[Word], at: usize) -> Option<usize> {
        let fits = |form: &&Vec<String>| {
            words.len() >= at + form.len()
                && form.iter().zip(&words[at..]).all(|(part, w)| part == &text[w.start..w.end])
        };
        self.legal_forms.iter().filter(fits).map(Vec::len).max().map(|len| at + len)
    }

    /// Whether a text has a legal form after its first word.
    pub fn has_legal_form(&self, text: &str, words: &[Word]) -> bool {
        (1..words.len()).any(|at| self.legal_form_at(text, words, at).is_some())
    }
}

impl Keys {
    fn new(words: &KeyWords) -> Self {
        let keys = words.keys.iter();
        Self {
            language: words.language.clone(),
            keys: keys
                .flat_map(|(cue, list)| list.iter().map(move |key| (*cue, Phrase::new(key))))
                .collect(),
            no: folded(&words.no),
            yes: folded(&words.yes),
        }
    }
}
