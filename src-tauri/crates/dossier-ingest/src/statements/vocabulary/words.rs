//! The words of one language, and those that all share, ready to be looked for.

use std::collections::BTreeMap;

use dossier_catalog::purpose::{TermKind, Terms};
use dossier_catalog::statement::{
    CueTable, KeyWords, LanguageWords, PhraseTable, ReasonWords, StatementCue, StatementWords,
};
use dossier_model::{PeriodUnit, StartEvent};

use super::super::tokens::{Phrase, Word, find_any, fold};
use crate::firms::Firms;
use crate::legal_form::LegalForms;

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
    pub everyone: Vec<Phrase>,
    pub selling: Vec<Phrase>,
    pub suppositions: Vec<Phrase>,
    pub conditionals: Vec<String>,
    pub titles: Vec<String>,
    pub contracted: Vec<String>,
    pub office_names: Vec<Phrase>,
    pub hours: Vec<String>,
    pub halves: Vec<String>,
    pub and_a_half: BTreeMap<String, u32>,
    pub one_articles: Vec<String>,
    pub one_behind: Vec<String>,
    pub period_objects: Vec<String>,
    pub data_starts: Vec<Phrase>,
    pub outside: Vec<String>,
    pub outline: Vec<String>,
    pub stop_words: Vec<String>,
    pub abbreviations: Vec<String>,
    pub headings: Vec<(StatementCue, Phrase)>,
    pub questions: Vec<(StatementCue, Phrase)>,
    pub denying: Vec<Phrase>,
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
    pub home: Vec<String>,
    pub contrasts: Vec<String>,
    pub tells: Vec<String>,
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
    pub authority_regions: Vec<String>,
    pub authority_ends: Vec<String>,
    pub conjunctions: Vec<String>,
    /// Conjunctions of several words: `as well as`.
    pub long_conjunctions: Vec<Phrase>,
    pub fillers: Vec<String>,
    pub months: Vec<String>,
    pub greetings: Vec<Phrase>,
    pub closings: Vec<Phrase>,
    pub senders: Vec<Phrase>,
    pub dates: Vec<Phrase>,
    pub letter_subjects: Vec<Phrase>,
    pub quotes: Vec<Phrase>,
    pub wrote: Vec<Phrase>,
    pub mail_from: Vec<Phrase>,
    pub mail_lines: Vec<Phrase>,
    pub footers: Vec<Phrase>,
    pub bystanders: Vec<Phrase>,
    pub clients: Vec<Phrase>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Common {
    pub legal_forms: LegalForms,
    pub firms: Firms,
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
    pub controller: Vec<Phrase>,
    pub name: Vec<Phrase>,
    pub consent_given: Vec<Phrase>,
    pub consent_ended: Vec<Phrase>,
    pub consent_refused: Vec<String>,
    pub no: Vec<String>,
    pub absent: Vec<String>,
    pub yes: Vec<String>,
    pub of_files: Vec<String>,
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

pub(super) fn folded(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| fold(text)).collect()
}

/// The names of data. Of names of the same words the first counts: one that tells the
/// kind of data goes before one that only tells that it is data, as `*data` does.
fn data(words: &LanguageWords) -> Vec<(Vec<String>, Phrase)> {
    let named = words.data.iter().map(|(phrase, ids)| (ids.clone(), Phrase::new(phrase)));
    let (kinds, others): (Vec<_>, Vec<_>) = named.partition(|(ids, _)| !ids.is_empty());
    kinds.into_iter().chain(others).collect()
}

impl Language {
    pub(super) fn new(words: &LanguageWords) -> Self {
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
            everyone: Phrase::all(&words.everyone),
            selling: Phrase::all(&words.selling),
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
            denying: Phrase::all(&words.denying),
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
            home: words.home.clone(),
            contrasts: folded(&words.contrasts),
            tells: folded(&words.tells),
            list_leads: Phrase::all(&words.list_leads),
            name_ends: folded(&words.name_ends),
            rights: table(&words.rights),
            sources: table(&words.sources),
            data: data(words),
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
            one_articles: folded(&words.one.articles),
            one_behind: folded(&words.one.behind),
            and_a_half: words.and_a_half.iter().map(|(word, n)| (fold(word), *n)).collect(),
            units: words
                .units
                .iter()
                .flat_map(|(key, list)| {
                    list.iter().map(move |word| (PeriodUnit::from(*key), Phrase::new(word)))
                })
                .collect(),
            authorities: Phrase::all(&words.authorities),
            authority_links: folded(&words.authority_links),
            authority_regions: folded(&words.authority_regions),
            authority_ends: folded(&words.authority_ends),
            conjunctions: folded(&words.conjunctions),
            long_conjunctions: words
                .conjunctions
                .iter()
                .filter(|text| text.contains(' '))
                .map(|text| Phrase::new(text))
                .collect(),
            fillers: folded(&words.fillers),
            months: folded(&words.months),
            greetings: Phrase::all(&words.letter.greetings),
            closings: Phrase::all(&words.letter.closings),
            senders: Phrase::all(&words.letter.senders),
            dates: Phrase::all(&words.letter.dates),
            letter_subjects: Phrase::all(&words.letter.subjects),
            quotes: Phrase::all(&words.letter.quotes),
            wrote: Phrase::all(&words.letter.wrote),
            mail_from: Phrase::all(&words.letter.mail_from),
            mail_lines: Phrase::all(&words.letter.mail_lines),
            footers: Phrase::all(&words.letter.footers),
            bystanders: Phrase::all(&words.letter.bystanders),
            clients: Phrase::all(&words.letter.clients),
        }
    }

    pub(super) fn add_terms(&mut self, terms: &Terms) {
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

    /// The end of a conjunction that begins at a word: `and`, `as well as`.
    pub fn conjunction(&self, words: &[Word], at: usize) -> Option<usize> {
        let long = self.long_conjunctions.iter().find_map(|phrase| phrase.matches_at(words, at));
        long.or_else(|| self.conjunctions.contains(&words.get(at)?.fold).then_some(at + 1))
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
    pub(super) fn new(all: &StatementWords) -> Self {
        let words = &all.common;
        Self {
            legal_forms: LegalForms::new(all),
            firms: Firms::new(&all.firms),
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
        self.legal_forms.at(text, words, at)
    }

    /// Whether a text has a legal form after its first word.
    pub fn has_legal_form(&self, text: &str, words: &[Word]) -> bool {
        self.legal_forms.within(text, words)
    }

    /// Whether a text names a company: by a legal form, or one that is known.
    pub fn names_company(&self, text: &str, words: &[Word]) -> bool {
        self.has_legal_form(text, words) || self.firms.find(text, words, false).is_some()
    }
}

impl Keys {
    pub(super) fn new(words: &KeyWords) -> Self {
        let keys = words.keys.iter();
        Self {
            language: words.language.clone(),
            keys: keys
                .flat_map(|(cue, list)| list.iter().map(move |key| (*cue, Phrase::new(key))))
                .collect(),
            controller: Phrase::all(&words.controller),
            name: Phrase::all(&words.name),
            consent_given: words.consent.given.iter().map(|key| Phrase::new(key)).collect(),
            consent_ended: words.consent.ended.iter().map(|key| Phrase::new(key)).collect(),
            consent_refused: folded(&words.consent.refused),
            no: folded(&words.no),
            absent: folded(&words.absent),
            yes: folded(&words.yes),
            of_files: folded(&words.of_files),
        }
    }
}
