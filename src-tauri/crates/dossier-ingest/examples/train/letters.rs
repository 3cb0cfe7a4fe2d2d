//! The model of passages: for each kind of statement, whether a piece of a letter makes
//! one. What it learns from are the labelled letters that are not kept apart.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use dossier_catalog::statement::{PassageModel, StatementWords};
use dossier_catalog::{Catalog, Weights};
use dossier_ingest::statements::StatementVocabulary;
use dossier_ingest::statements::passages::{Unit, digest, features, labelled, sentences, units};
use dossier_model::{At, StatementKind};

use crate::data::Example;
use crate::learn::Learned;

const KINDS: [StatementKind; 10] = [
    StatementKind::Purpose,
    StatementKind::LegalBasis,
    StatementKind::Category,
    StatementKind::Recipient,
    StatementKind::Retention,
    StatementKind::Source,
    StatementKind::Right,
    StatementKind::Complaint,
    StatementKind::AutomatedDecision,
    StatementKind::Transfer,
];
/// Features that occur less often cannot be told from chance.
const OFTEN: usize = 2;
const FOLDS: usize = 4;
/// A weight below this says nothing that a person could see.
const LEAST: f32 = 0.19;
/// The two answers that are told apart.
const YES: usize = 1;

/// A piece of a letter with what it states.
struct Piece {
    unit: Unit,
    stated: Vec<StatementKind>,
    /// The letter that it stands in; none if it was written by itself.
    letter: Option<usize>,
}

/// Learns from the labelled letters, says how it does on letters left out, and gives the
/// model.
pub fn train(root: &Path) -> Result<PassageModel, Box<dyn Error>> {
    let letters = labelled(root)?;
    let words = StatementWords::embedded()?;
    let vocabulary = StatementVocabulary::new(&words, Catalog::embedded().purposes());
    let mut pieces = Vec::new();
    for (letter, labelled) in letters.iter().enumerate() {
        let paragraphs = labelled.text.split("\n\n").map(|text| (At::Whole, text));
        pieces.extend(units(paragraphs, &vocabulary).into_iter().map(|unit| {
            let said = labelled.stated.iter().filter(|(_, words)| unit.text.contains(words));
            Piece { stated: said.map(|(kind, _)| *kind).collect(), unit, letter: Some(letter) }
        }));
    }
    let sentences = sentences(root)?;
    pieces.extend(sentences.iter().map(|one| {
        let (text, lead) = (one.text.clone(), one.lead.clone());
        let unit = Unit { at: At::Whole, text, lead };
        Piece { unit, stated: one.kinds.clone(), letter: None }
    }));
    let (names, rows) = numbered(&pieces);
    println!("{} letters, {} pieces, {} features", letters.len(), pieces.len(), names.len());
    for kind in KINDS {
        report(kind, &pieces, &rows, names.len());
    }
    let all: Vec<usize> = (0..pieces.len()).collect();
    let learned: Vec<Learned> =
        KINDS.iter().map(|kind| learn(*kind, &all, &pieces, &rows, names.len())).collect();
    let weights = Weights::new(names.into_iter().enumerate().map(|(at, name)| {
        let weights = learned.iter().map(|one| difference(one, at)).enumerate();
        (name, weights.filter(|(_, weight)| weight.abs() >= LEAST).collect::<Vec<_>>())
    }));
    Ok(PassageModel {
        about: format!(
            "Trained by `cargo xtask train` on {} pieces of {} letters and passages, {} sentences.",
            pieces.len() - sentences.len(),
            letters.len(),
            sentences.len(),
        ),
        trained_on: digest(&letters, &sentences),
        kinds: KINDS.to_vec(),
        weights,
    })
}

/// The names of the features that occur often, and those of each piece.
fn numbered(pieces: &[Piece]) -> (Vec<String>, Vec<Vec<(usize, f32)>>) {
    let all: Vec<_> = pieces.iter().map(|piece| features(&piece.unit)).collect();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    all.iter().flatten().for_each(|name| *seen.entry(name).or_default() += 1);
    let often = seen.into_iter().filter(|(_, n)| *n >= OFTEN);
    let names: Vec<String> = often.map(|(name, _)| name.to_owned()).collect();
    let index = |name: &String| Some((names.binary_search(name).ok()?, 1.0));
    let rows = all.iter().map(|of| of.iter().filter_map(index).collect()).collect();
    (names, rows)
}

fn learn(
    kind: StatementKind,
    of: &[usize],
    pieces: &[Piece],
    rows: &[Vec<(usize, f32)>],
    features: usize,
) -> Learned {
    let examples: Vec<Example> = of
        .iter()
        .map(|at| Example {
            features: rows[*at].clone(),
            rules: vec![0.0; 2],
            group: usize::from(pieces[*at].stated.contains(&kind)),
            weight: 1.0,
            fold: 0,
            place: None,
            judges: false,
        })
        .collect();
    Learned::from(&examples.iter().collect::<Vec<_>>(), features, 2)
}

fn difference(learned: &Learned, feature: usize) -> f32 {
    let weights = learned.weights(feature);
    weights[YES] - weights[1 - YES]
}

/// How often letters that were left out are told right, piece by piece.
fn report(kind: StatementKind, pieces: &[Piece], rows: &[Vec<(usize, f32)>], features: usize) {
    let mut judged: Vec<(f32, bool)> = Vec::new();
    for fold in 0..FOLDS {
        let (left, train): (Vec<usize>, Vec<usize>) = (0..pieces.len())
            .partition(|at| pieces[*at].letter.is_some_and(|of| of % FOLDS == fold));
        let learned = learn(kind, &train, pieces, rows, features);
        judged.extend(left.into_iter().map(|at| {
            let sum: f32 = rows[at].iter().map(|(feature, _)| difference(&learned, *feature)).sum();
            (1.0 / (1.0 + (-sum).exp()), pieces[at].stated.contains(&kind))
        }));
    }
    let all = judged.iter().filter(|(_, is)| *is).count().max(1);
    let line: Vec<String> = [0.3, 0.4, 0.5, 0.6]
        .iter()
        .map(|enough| {
            let told: Vec<&(f32, bool)> =
                judged.iter().filter(|(chance, _)| chance >= enough).collect();
            let right = told.iter().filter(|(_, is)| *is).count();
            let (right, all, said) = (right as f32, all as f32, told.len().max(1) as f32);
            format!("from {enough} {:.2}/{:.2}", right / said, right / all)
        })
        .collect();
    println!("{kind:?}: {all} of {}; precision/recall {}", judged.len(), line.join(", "));
}
