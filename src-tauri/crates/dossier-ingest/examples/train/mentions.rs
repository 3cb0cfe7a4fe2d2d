//! The tagger of mentions: which words of a letter name a receiver, a purpose, a kind of
//! data. It learns from pieces of letters with marked words.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use dossier_catalog::statement::{MentionModel, StatementWords};
use dossier_catalog::{Catalog, Weights};
use dossier_ingest::statements::mentions::{digest, labels, marked};
use dossier_ingest::statements::{StatementVocabulary, observe};
use dossier_model::At;

use crate::chain::{Chain, Sequence};

/// Features that occur less often cannot be told from chance.
const OFTEN: usize = 2;
/// A weight below this is left out.
const LEAST: f32 = 0.09;

/// Learns from the marked pieces and gives the model.
pub fn train(file: &Path) -> Result<MentionModel, Box<dyn Error>> {
    let words = StatementWords::embedded()?;
    let vocabulary = StatementVocabulary::new(&words, Catalog::embedded().purposes());
    let pieces = marked(file)?;
    let mut seen = Vec::new();
    for piece in &pieces {
        let paragraphs = piece.text.split("\n\n").map(|text| (At::Whole, text));
        let observed = observe(paragraphs, &vocabulary);
        let labels = labels(piece, &observed);
        let both = observed.into_iter().zip(labels);
        seen.extend(both.filter_map(|(one, labels)| Some((one.features, labels?))));
    }
    let mut often: BTreeMap<&str, usize> = BTreeMap::new();
    seen.iter()
        .flat_map(|(words, _)| words.iter().flatten())
        .for_each(|name| *often.entry(name).or_default() += 1);
    let names: Vec<&str> =
        often.into_iter().filter(|(_, n)| *n >= OFTEN).map(|(name, _)| name).collect();
    let mut known: Vec<&str> =
        seen.iter().flat_map(|(_, labels)| labels).map(String::as_str).collect();
    known.sort_unstable();
    known.dedup();
    let number = |of: &str, all: &[&str]| all.binary_search(&of).ok();
    let sequences: Vec<Sequence> = seen
        .iter()
        .map(|(words, labels)| Sequence {
            features: words
                .iter()
                .map(|of| of.iter().filter_map(|name| Some(number(name, &names)? as u32)).collect())
                .collect(),
            labels: labels.iter().filter_map(|label| number(label, &known)).collect(),
        })
        .collect();
    println!("{} pieces, {} texts, {} features", pieces.len(), sequences.len(), names.len());
    let chain = Chain::learn(&sequences, names.len(), known.len())?;
    let weights = names.iter().zip(&chain.of_features).map(|(name, weights)| {
        let weights = weights.iter().copied().filter(|(_, weight)| weight.abs() >= LEAST);
        ((*name).to_owned(), weights.collect::<Vec<_>>())
    });
    let hundredths = |weight: f32| (weight * 100.0).round() / 100.0;
    Ok(MentionModel {
        about: format!(
            "Trained by `cargo xtask train letters` on {} marked pieces of letters.",
            pieces.len()
        ),
        trained_on: digest(&pieces),
        labels: known.iter().map(|label| (*label).to_owned()).collect(),
        transitions: chain
            .transitions
            .into_iter()
            .map(|row| row.into_iter().map(hundredths).collect())
            .collect(),
        weights: Weights::new(weights),
    })
}
