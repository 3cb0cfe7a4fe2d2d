//! The trained chain at work: the likeliest labels of the words of a text, and how likely
//! each is.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::Arc;

use dossier_catalog::statement::MentionModel;
use foldhash::fast::FixedState;

/// Words that name something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Mention {
    /// The letter of the mark.
    pub kind: char,
    /// The first word, and the one behind the last.
    pub start: usize,
    pub end: usize,
    /// How likely the least likely of its words is one.
    pub chance: f32,
}

/// What the words of a text name, and how likely each is to be part of what.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Tagged {
    /// In order.
    pub mentions: Vec<Mention>,
    kinds: Vec<Option<char>>,
    chances: Vec<Vec<f32>>,
}

impl Tagged {
    /// How likely some word of a span is part of such a mention.
    pub fn most(&self, kind: char, start: usize, end: usize) -> f32 {
        let of = |chances: &Vec<f32>| -> f32 {
            let both = chances.iter().zip(&self.kinds);
            both.filter(|(_, of)| **of == Some(kind)).map(|(chance, _)| chance).sum()
        };
        self.chances.iter().take(end).skip(start).map(of).fold(0.0, f32::max)
    }
}

/// The model, ready to be asked a hundred thousand times for a letter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tagger {
    model: Arc<MentionModel>,
    /// Where the weights of a feature are, by its hash.
    places: Arc<HashMap<u64, u32, FixedState>>,
    /// What each label marks.
    kinds: Vec<Option<char>>,
}

impl Tagger {
    pub fn new(model: &Arc<MentionModel>) -> Self {
        let names = model.weights.features().enumerate();
        let places = names.map(|(at, name)| (hash(name), at as u32)).collect();
        let labels = model.labels.len();
        let whole = model.transitions.len() == labels
            && model.transitions.iter().all(|of| of.len() == labels);
        let kinds = model.labels.iter().filter(|_| whole);
        let kinds = kinds.map(|label| label.chars().nth(1)).collect();
        Self { model: Arc::clone(model), places: Arc::new(places), kinds }
    }

    /// The sums of a word of which nothing is known.
    pub fn nothing(&self) -> Vec<f32> {
        vec![0.0; self.kinds.len()]
    }

    /// Adds what a feature tells to the sums.
    pub fn add(&self, feature: &str, sums: &mut [f32]) {
        let Some(at) = self.places.get(&hash(feature)) else { return };
        for (label, weight) in self.model.weights.at(*at as usize, feature) {
            if let Some(sum) = sums.get_mut(label) {
                *sum += weight;
            }
        }
    }

    /// What words with these sums name.
    pub fn tag(&self, sums: Vec<Vec<f32>>) -> Tagged {
        if self.kinds.is_empty() || sums.is_empty() {
            return Tagged::default();
        }
        let path = likeliest(&sums, &self.model.transitions);
        let chances = chances(&sums, &self.model.transitions);
        let mentions = self.mentions(&path, &chances);
        Tagged { mentions, kinds: self.kinds.clone(), chances }
    }

    fn mentions(&self, path: &[usize], chances: &[Vec<f32>]) -> Vec<Mention> {
        let mut out: Vec<Mention> = Vec::new();
        for (at, label) in path.iter().enumerate() {
            let Some(kind) = self.kinds[*label] else { continue };
            // Whether it is the first word or another says little of what it names.
            let both = chances[at].iter().zip(&self.kinds);
            let chance = both.filter(|(_, of)| **of == Some(kind)).map(|(chance, _)| chance).sum();
            let inside = self.model.labels[*label].starts_with('I');
            match out.last_mut().filter(|last| inside && last.end == at && last.kind == kind) {
                Some(last) => {
                    last.end = at + 1;
                    last.chance = last.chance.min(chance);
                }
                None => out.push(Mention { kind, start: at, end: at + 1, chance }),
            }
        }
        out
    }
}

fn hash(feature: &str) -> u64 {
    FixedState::with_seed(0).hash_one(feature)
}

/// The labels that together are likeliest (Viterbi).
fn likeliest(scores: &[Vec<f32>], between: &[Vec<f32>]) -> Vec<usize> {
    let labels = between.len();
    let mut best = scores.first().cloned().unwrap_or_default();
    let mut came: Vec<Vec<usize>> = Vec::new();
    for score in scores.iter().skip(1) {
        let (mut next, mut from) = (Vec::with_capacity(labels), Vec::with_capacity(labels));
        for to in 0..labels {
            let ways = (0..labels).map(|at| (best[at] + between[at][to], at));
            let (sum, at) = ways.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or_default();
            next.push(sum + score[to]);
            from.push(at);
        }
        best = next;
        came.push(from);
    }
    let last = (0..best.len()).max_by(|a, b| best[*a].total_cmp(&best[*b])).unwrap_or_default();
    let mut out = vec![last];
    for from in came.iter().rev() {
        out.push(from[out[out.len() - 1]]);
    }
    out.reverse();
    out
}

/// How likely each label of each word is (forward and backward sums).
fn chances(scores: &[Vec<f32>], between: &[Vec<f32>]) -> Vec<Vec<f32>> {
    let labels = between.len();
    let weight = |of: &[f32]| -> Vec<f32> {
        let most = of.iter().copied().fold(f32::MIN, f32::max);
        of.iter().map(|score| (score - most).exp()).collect()
    };
    let own: Vec<Vec<f32>> = scores.iter().map(|of| weight(of)).collect();
    let ways: Vec<Vec<f32>> =
        between.iter().map(|of| of.iter().map(|score| score.exp()).collect()).collect();
    let share = |mut of: Vec<f32>| -> Vec<f32> {
        let sum: f32 = of.iter().sum();
        of.iter_mut().for_each(|one| *one /= sum.max(f32::MIN_POSITIVE));
        of
    };
    let mut forward: Vec<Vec<f32>> = Vec::with_capacity(own.len());
    for (at, own) in own.iter().enumerate() {
        let sums = match at.checked_sub(1).and_then(|at| forward.get(at)) {
            None => own.clone(),
            Some(before) => (0..labels)
                .map(|to| {
                    own[to] * (0..labels).map(|from| before[from] * ways[from][to]).sum::<f32>()
                })
                .collect(),
        };
        forward.push(share(sums));
    }
    let mut backward = vec![1.0_f32; labels];
    let mut out: Vec<Vec<f32>> = Vec::with_capacity(own.len());
    for at in (0..own.len()).rev() {
        out.push(share((0..labels).map(|label| forward[at][label] * backward[label]).collect()));
        backward = share(
            (0..labels)
                .map(|from| (0..labels).map(|to| ways[from][to] * own[at][to] * backward[to]).sum())
                .collect(),
        );
    }
    out.reverse();
    out
}
