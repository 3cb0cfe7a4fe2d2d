//! Logistic regression by gradient steps that shrink for what is often seen.

use dossier_ingest::classify::chances;

use crate::data::Example;

/// Weight of the sum of the rules.
pub const RULES: f32 = 0.6;
const ROUNDS: usize = 18;
/// The last rounds go around the best weights: their mean is nearer to it.
const AVERAGED: usize = 10;
/// Models of all examples, of which the mean is shipped.
pub const MODELS: u64 = 5;
const RATE: f32 = 0.25;
/// Pulls weights to nothing that few examples hold.
const DECAY: f32 = 0.6;
/// How many of a field's features are hidden at each step, in percent: no word may
/// be relied on alone, since the next company has others.
const HIDDEN: u64 = 40;
/// The smallest pool of examples that a share of right answers is read from.
const POOL: f32 = 24.0;

/// Learned weights.
pub struct Learned {
    weights: Vec<f32>,
    groups: usize,
}

impl Learned {
    /// The mean of several models of the same examples in other orders: which features are
    /// hidden when is chance, and alone moves one field in a hundred.
    pub fn mean_of(times: u64, examples: &[&Example], features: usize, groups: usize) -> Self {
        let mut mean = Self { weights: vec![0.0; features * groups], groups };
        for time in 0..times {
            let one = Self::with(Dice(12_345 + time), examples, features, groups);
            let share = 1.0 / times as f32;
            mean.weights.iter_mut().zip(one.weights).for_each(|(sum, one)| *sum += one * share);
        }
        mean
    }

    /// Learns from these examples.
    pub fn from(examples: &[&Example], features: usize, groups: usize) -> Self {
        Self::with(Dice(12_345), examples, features, groups)
    }

    fn with(mut dice: Dice, examples: &[&Example], features: usize, groups: usize) -> Self {
        let mut learned = Self { weights: vec![0.0; features * groups], groups };
        let mut spread = vec![1e-2_f32; features * groups];
        let mut often = vec![0.0_f32; features];
        for (feature, _) in examples.iter().flat_map(|example| &example.features) {
            often[*feature] += 1.0;
        }
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut sum = vec![0.0_f32; features * groups];
        for round in 0..ROUNDS {
            for at in (1..order.len()).rev() {
                order.swap(at, dice.roll() as usize % (at + 1));
            }
            for &at in &order {
                learned.step(examples[at], &mut spread, &often, &mut dice);
            }
            if round >= ROUNDS - AVERAGED {
                sum.iter_mut().zip(&learned.weights).for_each(|(sum, weight)| *sum += weight);
            }
        }
        learned.weights = sum.iter().map(|sum| sum / AVERAGED as f32).collect();
        learned
    }

    fn step(&mut self, example: &Example, spread: &mut [f32], often: &[f32], dice: &mut Dice) {
        let seen: Vec<(usize, f32)> = example
            .features
            .iter()
            .filter(|_| dice.roll() % 100 >= HIDDEN)
            // The others speak louder, so that the sum stays as large.
            .map(|(feature, strength)| (*feature, strength * 100.0 / (100 - HIDDEN) as f32))
            .collect();
        let mut slope = self.chances_of(&example.rules, &seen);
        slope[example.group] -= 1.0;
        for &(feature, strength) in &seen {
            let from = feature * self.groups;
            let weights = &mut self.weights[from..from + self.groups];
            let spread = &mut spread[from..from + self.groups];
            let pull = DECAY / often[feature];
            for ((weight, spread), slope) in weights.iter_mut().zip(spread).zip(&slope) {
                let push = slope * strength * example.weight + pull * *weight;
                *spread += push * push;
                *weight -= RATE * push / spread.sqrt();
            }
        }
    }

    /// The chance of each group, by some of the features.
    pub fn chances(&self, example: &Example, counts: impl Fn(usize) -> bool) -> Vec<f32> {
        let features = example.features.iter().copied();
        let asked: Vec<_> = features.filter(|(feature, _)| counts(*feature)).collect();
        self.chances_of(&example.rules, &asked)
    }

    fn chances_of(&self, rules: &[f32], features: &[(usize, f32)]) -> Vec<f32> {
        let mut scores: Vec<f32> = rules.iter().map(|score| score * RULES).collect();
        for &(feature, strength) in features {
            for (score, weight) in scores.iter_mut().zip(self.weights(feature)) {
                *score += weight * strength;
            }
        }
        chances(&scores)
    }

    /// The weights of a feature.
    pub fn weights(&self, feature: usize) -> &[f32] {
        let from = feature * self.groups;
        &self.weights[from..from + self.groups]
    }
}

/// Numbers that look random and are the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        self.0 >> 33
    }
}

/// How sure the best group is, and whether it is right.
pub fn judge(chances: &[f32], example: &Example) -> (f32, bool) {
    let best = chances.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
    best.map_or((0.0, false), |(group, chance)| (*chance, group == example.group))
}

/// Raw probability to the share that was right, made rising by pooling.
pub fn calibrate(mut scored: Vec<(f32, bool)>) -> Vec<(f32, f32)> {
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut pools: Vec<(f32, f32, f32)> = Vec::new();
    for (raw, right) in scored {
        pools.push((raw, f32::from(u8::from(right)), 1.0));
        while let [.., (raw_a, right_a, n_a), (raw_b, right_b, n_b)] = pools[..]
            && (right_a / n_a >= right_b / n_b || n_a < POOL)
        {
            pools.truncate(pools.len() - 2);
            let n = n_a + n_b;
            pools.push(((raw_a * n_a + raw_b * n_b) / n, right_a + right_b, n));
        }
    }
    pools.iter().map(|(raw, right, n)| (*raw, at_least(*right, *n))).collect()
}

/// The lower end of what the share of right answers may be (one half of a standard
/// error, by Wilson): a small pool must not be too sure.
fn at_least(right: f32, n: f32) -> f32 {
    const Z: f32 = 0.5;
    let share = right / n;
    let spread = (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    (share + Z * Z / (2.0 * n) - Z * spread) / (1.0 + Z * Z / n)
}
