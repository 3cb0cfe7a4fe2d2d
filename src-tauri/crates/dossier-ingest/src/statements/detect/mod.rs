//! What a piece of text says, kind by kind.
//!
//! Each kind has its own file; what they share is here: when a text speaks of a
//! kind at all, what denies it, and which data it means.

mod clauses;
mod kinds;
mod lists;
mod periods;
mod reasons;
mod receivers;
mod rights;

pub(crate) use dossier_catalog::statement::StatementCue as Cue;
use dossier_model::{Period, PeriodStart, Sensitive, SourcePlace, Statement};

use super::names::slice;
use super::passages::Guess;
use super::tokens::{Word, find_all, find_any, place_of, tokenize};
use super::vocabulary::{Language, StatementVocabulary};

/// One thing that a text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub value: String,
    pub applies_to: String,
    pub categories: Vec<String>,
    pub period: Option<Period>,
    /// What the period starts with.
    pub starts: Option<PeriodStart>,
}

impl Found {
    /// The statement that this is; none for a cue that is no statement.
    pub fn statement(
        self,
        cue: Cue,
        quote: &str,
        language: &str,
        place: &SourcePlace,
    ) -> Option<Statement> {
        Some(Statement {
            kind: cue.kind()?,
            quote: Sensitive::new(quote.to_owned()),
            value: Sensitive::new(self.value),
            applies_to: Sensitive::new(self.applies_to),
            categories: self.categories,
            period: self.period,
            starts: self.starts,
            language: language.to_owned(),
            place: place.clone(),
        })
    }
}

/// A text that may say something, and what is known around it.
pub(crate) struct Text<'a> {
    pub vocabulary: &'a StatementVocabulary,
    pub language: &'a Language,
    pub text: &'a str,
    pub words: Vec<Word>,
    /// What a heading, label, column or lead-in says that this is about.
    pub topic: Option<Cue>,
    /// What the sentences around it are about, if no heading says so.
    pub near: Option<Cue>,
    /// What it speaks of to the trained model.
    pub guess: Guess,
    /// An entry of a list, a cell, or the rest after a label: no sentence.
    pub entry: bool,
    /// The data that a label or row names.
    pub subject: &'a str,
    pub controller: &'a [Word],
}

/// The value of a denial.
pub(crate) const NONE: &str = Statement::NONE;

impl<'a> Text<'a> {
    /// What the text says, kind by kind.
    pub fn read(&self) -> Vec<(Cue, Found)> {
        let mut out = Vec::new();
        let mut add = |cue: Cue, found: Vec<Found>| {
            if !self.supposes(cue) {
                out.extend(found.into_iter().map(|found| (cue, found)));
            }
        };
        add(Cue::Purpose, self.purposes());
        add(Cue::LegalBasis, self.bases());
        add(Cue::Category, self.categories());
        add(Cue::Recipient, self.recipients());
        add(Cue::Retention, self.retention());
        add(Cue::Source, self.sources());
        add(Cue::Right, self.rights());
        add(Cue::Complaint, self.complaint());
        add(Cue::AutomatedDecision, self.automated());
        add(Cue::Transfer, self.transfer());
        out
    }

    fn cued(&self, cue: Cue) -> bool {
        (self.language.has(&self.language.cues, cue, &self.words) || self.guess.likely(cue))
            && !self.vetoed(cue)
            && !self.talks(cue)
    }

    /// Whether the text speaks of the letter, its annexes or the request, and no heading
    /// says that it is about such a thing.
    pub fn talks(&self, cue: Cue) -> bool {
        let found = || find_any(&self.language.frame, &self.words);
        match cue {
            Cue::Right | Cue::Complaint | Cue::Transfer => false,
            // `Should you order our news, we would ask you first`
            Cue::LegalBasis => found().is_some_and(|(start, _)| start == 0),
            _ => {
                self.topic.is_none_or(|topic| topic != cue)
                    && found().is_some()
                    && !self.tells_behind(cue)
            }
        }
    }

    /// `On your request we inform you that your data were passed to Rabe Ltd`: what is told
    /// stands behind, and speaks of the letter no more.
    fn tells_behind(&self, cue: Cue) -> bool {
        let opens = |at: &usize| self.language.tells.contains(&self.words[*at].fold);
        let Some(at) = (0..self.words.len()).find(opens) else { return false };
        let told = &self.words[at + 1..];
        let cues = self.language.cues.get(&cue).map_or(&[][..], Vec::as_slice);
        find_any(cues, told).is_some() && find_any(&self.language.frame, told).is_none()
    }

    /// Whether the text tells only what would be: `it would go to an agency if ...`; what
    /// would have been otherwise stands behind its comma.
    pub fn supposes(&self, cue: Cue) -> bool {
        let first = self.text.find([',', ';']).unwrap_or(self.text.len());
        !matches!(cue, Cue::Right | Cue::Complaint | Cue::LegalBasis)
            && (find_any(&self.language.suppositions, &self.words).is_some()
                || self.words.iter().take_while(|word| word.start < first).any(|word| {
                    // As it is written: `wurde` is no `würde`.
                    let shown = self.text[word.start..word.end].to_lowercase();
                    self.language.conditionals.contains(&shown)
                }))
    }

    /// `keine`, `No, we do not`: the answer under a label or a question.
    fn denied_shortly(&self) -> bool {
        let no = |text: &str| {
            let text = super::tokens::fold(text.trim());
            self.vocabulary.keys.no.contains(&text)
        };
        let answer = self.text.split([',', '.', '–', ';', '!']).next().unwrap_or_default();
        let opens = self.words.len() <= 4 && self.words.first().is_some_and(|word| no(&word.fold));
        no(self.text.trim_end_matches('.')) || no(answer) || opens
    }

    /// Whether other words say that the text is not about such a thing.
    pub fn vetoed(&self, cue: Cue) -> bool {
        self.language.has(&self.language.vetoes, cue, &self.words)
    }

    /// A denial counts only where the text speaks of the thing at all.
    fn denied(&self, cue: Cue) -> bool {
        let language = self.language;
        (language.has(&language.denials, cue, &self.words) || self.negated(cue))
            && find_any(&language.exceptions, &self.words).is_none()
            && (self.cued(cue) || self.about(cue))
    }

    /// Whether what is named at a place is denied in its own clause: `not for adverts`,
    /// `Für Werbung nutzen wir sie nicht`, `Not held: ...`.
    pub fn is_denied_at(&self, from: usize, to: usize) -> bool {
        let no = |from: usize, to: usize| {
            let words = self.words.get(from..to).unwrap_or_default();
            find_any(&self.language.negations, words).is_some()
                && find_any(&self.language.no_denials, words).is_none()
        };
        if find_any(&self.language.exceptions, &self.words).is_some() {
            return false;
        }
        let contrast = |at: usize| self.language.contrasts.contains(&self.words[at].fold);
        let cuts =
            |at: &usize| self.gap(*at).contains([',', ';', '(', ')', '–', '—']) || contrast(*at);
        let start = (1..=from.min(self.words.len().saturating_sub(1))).rev().find(cuts);
        let end = (to.max(1)..self.words.len()).find(cuts).unwrap_or(self.words.len());
        let label = self.text.find(':').and_then(|colon| {
            self.words.iter().position(|word| word.start > colon).filter(|at| *at <= from)
        });
        // `not, however, to X`, `nicht aber an X`
        let just_before = start.is_some_and(|at| no(at - 1, at));
        no(start.unwrap_or(0), from)
            || just_before
            || label.is_some_and(|at| no(0, at))
            || self.language.noun_capitals && no(to, end)
    }

    /// The same of a value that stands in the text.
    pub fn denies(&self, value: &str) -> bool {
        place_of(value, &self.words).is_some_and(|(from, to)| self.is_denied_at(from, to))
    }

    /// The clause that a denial stands in, and the parts of the sentence beside it that
    /// speak of the thing by themselves: `X Ltd gets it, and nobody else`.
    fn beside_denial(&self, cue: Cue) -> Option<(Text<'a>, Vec<Text<'a>>)> {
        let (no, _) = find_any(&self.language.negations, &self.words)?;
        let cuts = |at: &usize| self.gap(*at).contains([',', ';', ':']);
        let joins = |at: &usize| self.language.conjunctions.contains(&self.words[*at].fold);
        let start = (1..=no).rev().find(|at| cuts(at) || joins(at)).unwrap_or(0);
        let end = (no + 1..self.words.len()).find(cuts).unwrap_or(self.words.len());
        let part = |from: usize, to: usize| {
            let text = slice(self.text, &self.words, from, to);
            Text { text, words: tokenize(text), entry: false, ..*self }
        };
        // `Recipients: X Ltd, nobody else`
        let listed = |part: &Text<'a>| {
            let common = &self.vocabulary.common;
            let apart = start > 0 && self.gap(start).contains([',', ';']);
            self.about(cue) && apart && common.names_company(part.text, &part.words)
        };
        let own = |part: &Text<'a>| {
            (part.language.has(&part.language.cues, cue, &part.words) || listed(part))
                && find_any(&part.language.negations, &part.words).is_none()
        };
        let beside: Vec<Text<'a>> = [(0, start), (end, self.words.len())]
            .into_iter()
            .filter(|(from, to)| from < to)
            .map(|(from, to)| part(from, to))
            .filter(own)
            .collect();
        (!beside.is_empty()).then(|| (part(start, end), beside))
    }

    /// Whether one clause speaks of the thing and has a word of denial: `If you are not
    /// a member, the computer decides` denies nothing.
    fn negated(&self, cue: Cue) -> bool {
        matches!(cue, Cue::AutomatedDecision | Cue::Transfer)
            && self.clauses().iter().any(|clause| {
                let words = tokenize(clause);
                find_any(&self.language.negations, &words).is_some()
                    && find_any(&self.language.no_denials, &words).is_none()
                    && self.language.has(&self.language.cues, cue, &words)
            })
    }

    /// The clauses of a sentence, and those around what is only put in between:
    /// `decisions by machines, including profiling, are not made`. What goes on with `and`
    /// or `not` is the end of a list: `to Norway, Iceland, and not to others`.
    fn clauses(&self) -> Vec<String> {
        let parts: Vec<&str> = self.text.split([',', ';']).collect();
        let goes_on = |rest: &str| {
            let words = tokenize(rest);
            let no = find_any(&self.language.negations, &words).is_some_and(|(at, _)| at == 0);
            !no && words.first().is_some_and(|w| !self.language.conjunctions.contains(&w.fold))
        };
        let around = parts.windows(3).filter(|part| {
            (1..=3).contains(&part[1].split_whitespace().count()) && goes_on(part[2])
        });
        let around = around.map(|part| format!("{}{}", part[0], part[2]));
        // `no decisions, which are made by machines alone`
        let relative = |text: &str| {
            let common = &self.vocabulary.common;
            let which = |word: &Word| {
                common.relatives.contains(&word.fold)
                    || self.language.noun_capitals && self.language.articles.contains(&word.fold)
            };
            tokenize(text).first().is_some_and(which)
        };
        let told = parts.windows(2).filter(|part| relative(part[1]));
        let told = told.map(|part| format!("{}{}", part[0], part[1]));
        parts.iter().map(|part| (*part).to_owned()).chain(around).chain(told).collect()
    }

    fn about(&self, cue: Cue) -> bool {
        self.topic == Some(cue) && !self.vetoed(cue)
    }

    /// A question, or a text that only announces what follows.
    fn announces(&self) -> bool {
        self.text.ends_with('?') || self.text.ends_with(':')
    }

    fn none(&self) -> Vec<Found> {
        vec![Found { value: NONE.to_owned(), ..self.applied() }]
    }

    /// A found thing that applies to what the label or the sentence names.
    pub fn applied(&self) -> Found {
        self.applied_before(self.words.len())
    }

    /// The same, of the data named before a word: what is named after it (`to
    /// process your orders`) is part of the reason.
    pub fn applied_before(&self, limit: usize) -> Found {
        self.applied_where(|_, end| end <= limit)
    }

    /// The same, of the data named in certain words. `Legitimate interests` are no data.
    fn applied_where(&self, counts: impl Fn(usize, usize) -> bool) -> Found {
        if !self.subject.is_empty() {
            let (applies_to, categories) = self.data_named(self.subject);
            return Found { applies_to, categories, ..Found::default() };
        }
        let mut found = Found::default();
        let mut named: Vec<&str> = Vec::new();
        let bases = find_all(&self.language.bases, &self.words);
        for (ids, start, end) in find_all(&self.language.data, &self.words) {
            let basis = bases.iter().any(|(_, from, to)| *from <= start && end <= *to);
            if basis || !counts(start, end) {
                continue;
            }
            let shown = slice(self.text, &self.words, start, end);
            if !named.contains(&shown) {
                named.push(shown);
            }
            push_all(&mut found.categories, ids);
        }
        found.applies_to = named.join(", ");
        found
    }

    /// Whether some words are nothing but a name for all data: not `household data`.
    fn is_everything(&self, words: &[Word]) -> bool {
        let frame = |word: &Word| self.language.fillers.contains(&word.fold);
        let all = &self.language.all_data;
        find_any(all, words).is_some_and(|(start, end)| {
            words[..start].iter().all(frame) && words[end..].iter().all(frame)
        })
    }

    /// A label as the name of data: its words, and the categories it means.
    pub fn data_named(&self, label: &str) -> (String, Vec<String>) {
        let words = tokenize(label);
        let mut categories = Vec::new();
        for (ids, ..) in find_all(&self.language.data, &words) {
            push_all(&mut categories, ids);
        }
        let everything = categories.is_empty() && self.is_everything(&words);
        (if everything { String::new() } else { label.trim().to_owned() }, categories)
    }
}

fn days(period: Option<Period>) -> u64 {
    period.map_or(0, |period| {
        let unit = match period.unit {
            dossier_model::PeriodUnit::Day => 1,
            dossier_model::PeriodUnit::Week => 7,
            dossier_model::PeriodUnit::Month => 30,
            dossier_model::PeriodUnit::Year => 365,
        };
        u64::from(period.amount) * unit
    })
}

fn push_all(out: &mut Vec<String>, ids: &[String]) {
    for id in ids {
        if !out.contains(id) {
            out.push(id.clone());
        }
    }
}
