//! Which kind of data a field holds, and why we think so.
//!
//! The border is here because a classification knows one field and its table and
//! nothing of companies: it reads the header in eight languages, looks at the
//! values, at the neighbors and at the file's name, and says what it saw. Words,
//! rules, weights and sentences stand in `catalog/categories/`; here is only the
//! machinery.

mod around;
mod evidence;
mod features;
mod forms;
mod jsonl;
mod lexicon;
mod measures;
mod model;
mod profile;
mod score;
mod text;
mod training;
mod why;

#[cfg(test)]
mod tests;

use dossier_catalog::category::{Categories, Overrule};
use dossier_catalog::statement::StatementWords;
use dossier_model::Kind;

pub use around::FirstLook;
pub use evidence::Evidence;
pub use features::{add_around, is_of_header, is_vague, of as features_of};
pub use jsonl::{JsonlError, LabelledField, classify_fields, classify_jsonl, parse_labelled};
pub use measures::Features;
pub use score::{SPECIAL_BESIDE, Scores, chances};
pub use training::{HeaderList, digest};
pub use why::{Reason, render};

use lexicon::Lexicon;
use profile::Dictionary;
use score::Scorer;

/// A field with a sample of its values.
#[derive(Clone, Copy, Default)]
pub struct FieldSample<'a> {
    /// The column name or JSON path.
    pub header: &'a str,
    /// Up to a few hundred values, empty ones included.
    pub values: &'a [&'a str],
}

impl std::fmt::Debug for FieldSample<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FieldSample({} values)", self.values.len())
    }
}

/// What is known of the table that a field stands in.
#[derive(Clone, Copy, Default)]
pub struct TableContext<'a> {
    /// The headers of all fields.
    pub siblings: &'a [&'a str],
    /// The table's name inside its file; empty if the file is the table.
    pub name: &'a str,
    /// The file's path.
    pub file: &'a str,
    /// The language, ISO 639-1; empty if unknown.
    pub language: &'a str,
}

impl std::fmt::Debug for TableContext<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TableContext({} siblings)", self.siblings.len())
    }
}

/// From here on a classification is called sure: 97 in 100 were right on companies
/// that nothing was tuned on.
pub const SURE: f32 = 0.9;
/// Below, it is only a guess.
pub const UNSURE: f32 = 0.4;

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Classified {
    /// Catalog id of the category.
    pub category: String,
    /// Its evaluation group.
    pub group: String,
    /// Which of the twelve kinds; none for what only operation needs.
    pub kind: Option<Kind>,
    /// How sure, 0 to 1: the share of right answers among fields like this one.
    pub confidence: f32,
    /// Why, the strongest reason first.
    pub why: Vec<Reason>,
}

impl Classified {
    /// Whether it is only a guess.
    pub fn is_unsure(&self) -> bool {
        self.confidence < UNSURE
    }
}

/// Words, rules and weights of the catalog, ready for use. Building it takes some
/// milliseconds, so build it once.
#[derive(Clone, Debug, Default)]
pub struct Classifier {
    lexicon: Lexicon,
    dictionary: Dictionary,
    scorer: Scorer,
    /// Values that say no.
    no: Vec<String>,
}

impl Classifier {
    /// Compiles the declarations; how companies are called is told by the words of letters.
    pub fn new(categories: &Categories, statements: &StatementWords) -> Self {
        Self {
            lexicon: Lexicon::new(categories),
            dictionary: Dictionary::new(categories, statements),
            scorer: Scorer::new(categories),
            no: statements.keys.no.clone(),
        }
    }

    /// Classifies one field of which no other is known.
    pub fn classify(
        &self,
        field: &FieldSample<'_>,
        table: &TableContext<'_>,
        categories: &Categories,
    ) -> Classified {
        let evidence = self.evidence(field, table);
        let scores = self.scorer.score(&evidence);
        self.judge(field, table, &evidence, &scores, categories)
    }

    /// Classifies the fields of a table, in the order of its columns. Each is looked
    /// at twice: alone, and with what the others seem to hold.
    pub fn classify_table(
        &self,
        fields: &[FieldSample<'_>],
        table: &TableContext<'_>,
        categories: &Categories,
    ) -> Vec<Classified> {
        let mut seen: Vec<(Evidence, Scores)> = fields
            .iter()
            .map(|field| {
                let evidence = self.evidence(field, table);
                let scores = self.scorer.score(&evidence);
                (evidence, scores)
            })
            .collect();
        let look = FirstLook::new(seen.iter().map(|(_, scores)| chances(&scores.groups)).collect());
        for (at, (evidence, scores)) in seen.iter_mut().enumerate() {
            if let Some(around) = look.around(at) {
                self.scorer.look_around(scores, evidence, &around);
            }
        }
        let judged = fields.iter().zip(&seen);
        judged
            .map(|(field, (evidence, scores))| {
                self.judge(field, table, evidence, scores, categories)
            })
            .collect()
    }

    fn judge(
        &self,
        field: &FieldSample<'_>,
        table: &TableContext<'_>,
        evidence: &Evidence,
        scores: &Scores,
        categories: &Categories,
    ) -> Classified {
        let group = self.best_group(field, scores, evidence);
        let name = self.scorer.groups().get(group).map_or("", String::as_str);
        let settles = |rule: &&Overrule| overrules(rule, name, field, table, evidence);
        if let Some(settled) = categories.overrules().iter().find(settles)
            && let Some(category) = categories.get(&settled.is)
        {
            return Classified {
                category: category.id.clone(),
                group: category.group.clone(),
                kind: category.kind,
                confidence: SURE,
                why: vec![Reason::of_header(field.header)],
            };
        }
        let category = self.category_of(group, scores, evidence, categories);
        let group_name = self.scorer.groups().get(group).cloned().unwrap_or_default();
        let kind = categories.get(&category).and_then(|category| category.kind);
        let confidence = self.scorer.confidence(scores, group);
        let mut why = why::reasons(&self.scorer, scores, evidence, field, group);
        if confidence < UNSURE {
            why.insert(0, Reason::guess());
        }
        Classified { why, confidence, group: group_name, category, kind }
    }

    /// The evidence for a field, for training and for explaining.
    pub fn evidence(&self, field: &FieldSample<'_>, table: &TableContext<'_>) -> Evidence {
        let profile = self.dictionary.profile(field.values);
        let guessed;
        let language = if table.language.is_empty() {
            let headers = table.siblings.iter().copied().chain([field.header]);
            guessed = self.lexicon.guess_language(headers).unwrap_or("en");
            guessed
        } else {
            table.language
        };
        Evidence::gather(&self.lexicon, field, table, language, profile)
    }

    /// Whether a text holds a word that names what a field is.
    pub fn is_name_of_field(&self, text: &str, language: &str) -> bool {
        !self.lexicon.read(text, language).is_empty()
    }

    /// The language that the names of fields are in, ISO 639-1.
    pub fn language_of<'n>(&self, names: impl Iterator<Item = &'n str>) -> &str {
        self.lexicon.guess_language(names).unwrap_or("en")
    }

    /// The sums of the rules for each group, for training.
    pub fn rule_scores(&self, evidence: &Evidence) -> Scores {
        self.scorer.by_rules(evidence)
    }

    /// The evaluation groups in the order of the scores.
    pub fn groups(&self) -> &[String] {
        self.scorer.groups()
    }

    /// Whether a group, by its place among them, is a special category of Art. 9.
    pub fn is_special(&self, group: usize) -> bool {
        self.scorer.is_special(group)
    }

    fn best_group(&self, field: &FieldSample<'_>, scores: &Scores, evidence: &Evidence) -> usize {
        let technical = self.scorer.groups().iter().position(|group| group == "technical");
        let mut filled = field.values.iter().map(|value| value.trim()).filter(|v| !v.is_empty());
        let only_no = evidence.profile.filled > 0
            && filled.all(|value| self.no.contains(&value.to_lowercase()));
        let best = self.scorer.best(scores, only_no);
        // Neither a word that means something nor a value: nothing is held there.
        let nothing = evidence.header.is_empty() && evidence.profile.filled == 0;
        match (best, technical) {
            (Some(best), Some(technical))
                if nothing && self.scorer.confidence(scores, best) < UNSURE =>
            {
                technical
            }
            (Some(best), _) => best,
            (None, _) => technical.unwrap_or(0),
        }
    }

    /// The finest category of the group that the rules point at; where none fired,
    /// the one whose rules have most in common with the field.
    fn category_of(
        &self,
        group: usize,
        scores: &Scores,
        evidence: &Evidence,
        categories: &Categories,
    ) -> String {
        let fired = scores
            .fired
            .iter()
            .filter(|fired| self.scorer.rule_group(fired.rule) == group)
            .filter_map(|fired| Some((self.scorer.rule(fired.rule)?.is.as_str(), fired.weight)));
        let name = self.scorer.groups().get(group).map_or("", String::as_str);
        let first = || categories.all().iter().find(|c| c.group == name).map(|c| c.id.as_str());
        heaviest(fired)
            .or_else(|| heaviest(self.scorer.hints(group, evidence)))
            .or_else(first)
            .unwrap_or_default()
            .to_owned()
    }
}

/// Whether the names around a field settle what it is.
fn overrules(
    rule: &Overrule,
    group: &str,
    field: &FieldSample<'_>,
    table: &TableContext<'_>,
    evidence: &Evidence,
) -> bool {
    let listed = |list: &[String], words: &[String]| words.iter().any(|word| list.contains(word));
    let others = table.siblings.iter().filter(|sibling| **sibling != field.header);
    let near = |sibling: &&str| listed(&rule.near, &evidence::plain_words(sibling));
    (rule.of.is_empty() || rule.of.iter().any(|of| of == group))
        && listed(&rule.words, &evidence.words)
        && (rule.place.is_empty() || listed(&rule.place, &evidence.file_words))
        && (rule.near.is_empty() || others.copied().any(|sibling| near(&sibling)))
        && (rule.values.is_empty() || rule.values.iter().any(|form| evidence.values_have(form)))
}

/// The name with the largest sum; of equal ones the first.
fn heaviest<'a>(weighed: impl Iterator<Item = (&'a str, f32)>) -> Option<&'a str> {
    let mut totals: Vec<(&str, f32)> = Vec::new();
    for (id, weight) in weighed {
        match totals.iter_mut().find(|(known, _)| *known == id) {
            Some((_, total)) => *total += weight,
            None => totals.push((id, weight)),
        }
    }
    let mut best: Option<(&str, f32)> = None;
    for (id, total) in totals {
        if best.is_none_or(|(_, most)| total > most) {
            best = Some((id, total));
        }
    }
    best.map(|(id, _)| id)
}
