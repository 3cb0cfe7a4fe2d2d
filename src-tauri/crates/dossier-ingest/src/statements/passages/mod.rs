//! Words of a letter that may state something, told by a small trained model.
//!
//! The rules of this module's neighbors make statements, with a value and its place,
//! and stay silent where wording is new to them. Silence is no proof that a company
//! said nothing: what the model takes for a statement of a kind is kept as a passage
//! to look at, and never as what was stated.

mod training;

use std::collections::BTreeSet;

use dossier_catalog::statement::{PassageModel, StatementCue as Cue};
use dossier_model::{At, MemberPath, Passage, Sensitive, SourcePlace, StatementKind};

use super::letterhead::is_letter;
use super::quoted::own_words;
use super::segment::{Piece, Shape, pieces};
use super::tokens::tokenize;
use super::vocabulary::StatementVocabulary;
pub use training::{LabelledSentence, LabelledText, digest, labelled, sentences};

/// From this chance on a person is asked to look.
const ENOUGH: f32 = 0.3;
/// From this chance on these need no word that a rule knows: it is right nine times in ten
/// on letters that it did not learn from.
const SURE: f32 = 0.6;
const TRUSTED: [StatementKind; 4] = [
    StatementKind::LegalBasis,
    StatementKind::Retention,
    StatementKind::Right,
    StatementKind::Complaint,
];
/// Below this chance the words of these rules stand there for something else. They are the
/// rules that name whoever and whatever they find.
const NEVER: f32 = 0.01;
const DOUBTED: [StatementKind; 4] = [
    StatementKind::Purpose,
    StatementKind::Recipient,
    StatementKind::Source,
    StatementKind::AutomatedDecision,
];
/// From these chances on a kind is told to the tagger as possible, likely, nearly certain.
const LEVELS: [f32; 3] = [0.1, 0.4, 0.8];
/// Passages of one kind; more would be the letter again.
const MOST: usize = 3;
/// Letters of a word by which it is known in other forms and compounds.
const STEM: usize = 5;
/// Stands before the features of what announces a unit.
const LEAD: &str = "h ";

/// A piece of a letter, and the heading or lead-in that it stands under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Where it stands.
    pub at: At,
    /// Its words.
    pub text: String,
    /// The words of the last heading or of the last sentence with a colon.
    pub lead: String,
}

/// The pieces of a letter in their order.
pub fn units<'a>(
    paragraphs: impl Iterator<Item = (At, &'a str)>,
    vocabulary: &StatementVocabulary,
) -> Vec<Unit> {
    let mut lead = String::new();
    let mut out = Vec::new();
    for piece in pieces(paragraphs, vocabulary) {
        match piece {
            Piece::Segment(segment) => {
                let announces = segment.shape == Shape::Line || segment.text.ends_with(':');
                let next = announces.then(|| segment.text.clone());
                out.push(Unit { at: segment.at, text: segment.text, lead: lead.clone() });
                lead = next.unwrap_or(lead);
            }
            Piece::Table(table) => out.extend(table.rows.into_iter().flat_map(|(at, cells)| {
                let under = table.header.clone();
                cells.into_iter().enumerate().map(move |(column, text)| Unit {
                    at: at.clone(),
                    text,
                    lead: under.get(column).cloned().unwrap_or_default(),
                })
            })),
        }
    }
    out
}

/// What the model looks at. Numbers count as numbers, whichever they are.
pub fn features(unit: &Unit) -> BTreeSet<String> {
    let words = |text: &str| -> Vec<String> {
        let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
        let known = |word: String| if number(&word) { "0".to_owned() } else { word };
        tokenize(text).into_iter().map(|word| known(word.fold)).collect()
    };
    let stem = |word: &String| -> Option<String> {
        let (end, _) = word.char_indices().nth(STEM)?;
        Some(word[..end].to_owned())
    };
    let own = words(&unit.text);
    let lead = words(&unit.lead);
    let mut out: BTreeSet<String> = own.iter().filter_map(stem).map(|s| format!("^{s}")).collect();
    out.extend(own.windows(2).map(|pair| pair.join(" ")));
    out.extend(own);
    out.extend(lead.iter().filter_map(stem).map(|stem| format!("{LEAD}^{stem}")));
    out.extend(lead.into_iter().map(|word| format!("{LEAD}{word}")));
    // What every unit has: how often the kind is told at all.
    out.insert(String::new());
    out
}

/// The chance that a unit states something, kind by kind.
fn chances(unit: &Unit, model: &PassageModel) -> Vec<f32> {
    let mut sums = vec![0.0_f32; model.kinds.len()];
    for feature in features(unit) {
        for (kind, weight) in model.weights.of(&feature) {
            if let Some(sum) = sums.get_mut(kind) {
                *sum += weight;
            }
        }
    }
    sums.into_iter().map(|sum| 1.0 / (1.0 + (-sum).exp())).collect()
}

/// What a text speaks of, and of what it does not, by the model alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Guess {
    likely: u16,
    unlikely: u16,
    /// Whether who is named there is likelier to have given data than to get them.
    pub gave: bool,
    /// How likely each kind is, in four levels: two bits a kind.
    levels: u32,
}

impl Guess {
    pub fn of(text: &str, model: &PassageModel) -> Self {
        let unit = Unit { at: At::Whole, text: text.to_owned(), lead: String::new() };
        let chances = chances(&unit, model);
        let of = |kind: StatementKind| {
            let mut all = model.kinds.iter().zip(&chances);
            all.find(|(of, _)| **of == kind).map_or(0.0, |(_, chance)| *chance)
        };
        let gave = of(StatementKind::Source) > of(StatementKind::Recipient);
        let mut out = Self { gave, ..Self::default() };
        for (kind, chance) in model.kinds.iter().zip(chances) {
            let bit = Self::bit(*kind);
            let level = LEVELS.iter().filter(|least| chance >= **least).count() as u32;
            out.levels |= level << (2 * *kind as u32);
            if chance >= SURE && TRUSTED.contains(kind) {
                out.likely |= bit;
            } else if chance < NEVER && DOUBTED.contains(kind) {
                out.unlikely |= bit;
            }
        }
        out
    }

    /// Whether it speaks of such a thing, whatever its words.
    pub fn likely(self, cue: Cue) -> bool {
        cue.kind().is_some_and(|kind| self.likely & Self::bit(kind) != 0)
    }

    /// Whether it speaks of something else, though its words sound like it.
    pub fn unlikely(self, cue: Cue) -> bool {
        cue.kind().is_some_and(|kind| self.unlikely & Self::bit(kind) != 0)
    }

    /// The kinds that are not out of the question, and how likely they are.
    pub fn levels(self) -> impl Iterator<Item = (u32, u32)> {
        (0..u32::BITS / 2)
            .map(move |kind| (kind, self.levels >> (2 * kind) & 3))
            .filter(|(_, level)| *level > 0)
    }

    fn bit(kind: StatementKind) -> u16 {
        1 << kind as u16
    }
}

/// The units between greeting and closing.
fn body(mut units: Vec<Unit>, vocabulary: &StatementVocabulary) -> Vec<Unit> {
    let greeting = units.iter().position(|unit| vocabulary.greets(&tokenize(&unit.text)));
    units.drain(..greeting.map_or(0, |at| at + 1));
    let closing = units.iter().rposition(|unit| vocabulary.closes(&tokenize(&unit.text)));
    units.truncate(closing.unwrap_or(units.len()));
    units
}

/// The passages of a letter that may state something: few of each kind, the likeliest
/// first. A text that is no letter has none.
pub fn passages<'a>(
    paragraphs: impl Iterator<Item = (At, &'a str)>,
    path: &MemberPath,
    vocabulary: &StatementVocabulary,
) -> Vec<Passage> {
    let paragraphs = own_words(paragraphs, vocabulary);
    if !is_letter(paragraphs.iter().map(|(_, text)| &**text), vocabulary) {
        return Vec::new();
    }
    let model = &vocabulary.passages;
    let most = vocabulary.language_of_most(paragraphs.iter().map(|(_, text)| &**text));
    let language = |unit: &Unit| {
        let told = vocabulary.language_of(&tokenize(&unit.text)).or(most);
        told.map(|at| vocabulary.language(at).code.clone()).unwrap_or_default()
    };
    let all = paragraphs.iter().map(|(at, text)| (at.clone(), &**text));
    let units = body(units(all, vocabulary), vocabulary);
    let told: Vec<Vec<f32>> = units.iter().map(|unit| chances(unit, model)).collect();
    let mut out = Vec::new();
    for (at, kind) in model.kinds.iter().enumerate() {
        let mut likely: Vec<(f32, &Unit)> =
            told.iter().filter_map(|chances| chances.get(at).copied()).zip(&units).collect();
        likely.retain(|(chance, _)| *chance >= ENOUGH);
        likely.sort_by(|a, b| b.0.total_cmp(&a.0));
        out.extend(likely.into_iter().take(MOST).map(|(_, unit)| Passage {
            kind: *kind,
            quote: Sensitive::new(unit.text.clone()),
            language: language(unit),
            place: SourcePlace::new(path.clone(), unit.at.clone()),
        }));
    }
    out
}
