//! A linear chain of labels (a conditional random field). Its weights are the likeliest for
//! the examples when large weights are held back (L2) and needless ones are nothing (L1);
//! they are found by the steps of OWL-QN. No part is random: the same examples give the same
//! weights.

use std::error::Error;

use argmin::core::{CostFunction, Executor, Gradient, State};
use argmin::solver::linesearch::BacktrackingLineSearch;
use argmin::solver::linesearch::condition::ArmijoCondition;
use argmin::solver::quasinewton::LBFGS;

/// Steps until the weights hardly change.
const STEPS: u64 = 120;
/// Earlier steps that tell how the ground bends.
const REMEMBERED: usize = 6;
/// How much a weight costs by its size (L1), and by its square (L2).
const L1: f64 = 0.8;
const L2: f64 = 0.2;
/// Parts of the examples that are looked at side by side. It is no number of this machine:
/// sums of other parts would differ in their last digits.
const PARTS: usize = 8;

/// The words of a text: the features of each, and its label.
pub struct Sequence {
    /// Numbers of features, word by word.
    pub features: Vec<Vec<u32>>,
    /// Numbers of labels.
    pub labels: Vec<usize>,
}

/// The weights of a chain.
pub struct Chain {
    /// Feature by feature, the labels that it was seen with, and their weights.
    pub of_features: Vec<Vec<(usize, f32)>>,
    /// Label by label, a weight for each label behind it.
    pub transitions: Vec<Vec<f32>>,
}

impl Chain {
    /// Learns from sequences with so many features and labels.
    pub fn learn(
        sequences: &[Sequence],
        features: usize,
        labels: usize,
    ) -> Result<Self, Box<dyn Error>> {
        let examples = Examples::new(sequences, features, labels);
        let start = vec![0.0; examples.weights()];
        let slope = BacktrackingLineSearch::new(ArmijoCondition::new(1e-4)?).rho(0.5)?;
        let solver = LBFGS::new(slope, REMEMBERED).with_l1_regularization(L1)?;
        let found = Executor::new(&examples, solver)
            .configure(|state| state.param(start).max_iters(STEPS))
            .run()?;
        let state = found.state();
        println!("{} steps, cost {:.0}", state.get_iter(), state.get_best_cost());
        let weights = state.get_best_param().ok_or("no weights were found")?;
        let of = |own: &Vec<(usize, usize)>| {
            own.iter().map(|(label, at)| (*label, weights[*at] as f32)).collect()
        };
        let row = |row: &[f64]| row.iter().map(|weight| *weight as f32).collect();
        Ok(Self {
            of_features: examples.own.iter().map(of).collect(),
            transitions: weights[..labels * labels].chunks(labels).map(row).collect(),
        })
    }
}

/// What is learned from. The weights between labels come first.
struct Examples<'s> {
    sequences: &'s [Sequence],
    labels: usize,
    /// Feature by feature, the labels that it was seen with, and where their weights are.
    own: Vec<Vec<(usize, usize)>>,
}

impl<'s> Examples<'s> {
    fn new(sequences: &'s [Sequence], features: usize, labels: usize) -> Self {
        let mut own: Vec<Vec<(usize, usize)>> = vec![Vec::new(); features];
        let mut next = labels * labels;
        for sequence in sequences {
            for (features, label) in sequence.features.iter().zip(&sequence.labels) {
                for feature in features {
                    let own = &mut own[*feature as usize];
                    if own.iter().all(|(of, _)| of != label) {
                        own.push((*label, next));
                        next += 1;
                    }
                }
            }
        }
        Self { sequences, labels, own }
    }

    fn weights(&self) -> usize {
        self.labels * self.labels + self.own.iter().map(Vec::len).sum::<usize>()
    }

    /// What some weights cost, and how the cost changes with each.
    fn see(&self, weights: &[f64], slope: bool) -> Result<(f64, Vec<f64>), argmin::core::Error> {
        let ways: Vec<f64> =
            weights[..self.labels * self.labels].iter().map(|weight| weight.exp()).collect();
        let look = |part: &[Sequence]| {
            let mut slopes = vec![0.0; if slope { weights.len() } else { 0 }];
            let look = |one| self.see_one(one, weights, &ways, &mut slopes);
            (part.iter().map(look).sum::<f64>(), slopes)
        };
        let look = &look;
        let part = self.sequences.len().div_ceil(PARTS).max(1);
        let parts = std::thread::scope(|threads| {
            let parts = self.sequences.chunks(part).map(|part| threads.spawn(move || look(part)));
            let running: Vec<_> = parts.collect();
            running.into_iter().map(|one| one.join()).collect::<Result<Vec<_>, _>>()
        })
        .map_err(|_| argmin::core::Error::msg("a part of the examples was not seen"))?;
        let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
        let cost = parts.iter().map(|(cost, _)| cost).sum::<f64>() + L2 * squares;
        let mut slopes: Vec<f64> =
            if slope { weights.iter().map(|weight| 2.0 * L2 * weight).collect() } else { vec![] };
        for (_, part) in &parts {
            slopes.iter_mut().zip(part).for_each(|(sum, one)| *sum += one);
        }
        Ok((cost, slopes))
    }

    /// How unlikely the labels of a sequence are (the logarithm), by forward and backward
    /// sums.
    fn see_one(
        &self,
        sequence: &Sequence,
        weights: &[f64],
        ways: &[f64],
        slopes: &mut [f64],
    ) -> f64 {
        let n = self.labels;
        let words = sequence.labels.len();
        if words == 0 {
            return 0.0;
        }
        let mut cost = 0.0;
        // Each word's weights are told from its heaviest label, so that none grows too large.
        let mut own = vec![0.0_f64; words * n];
        for (at, (own, features)) in own.chunks_mut(n).zip(&sequence.features).enumerate() {
            for feature in features {
                for (label, weight) in &self.own[*feature as usize] {
                    own[*label] += weights[*weight];
                }
            }
            let most = own.iter().copied().fold(f64::MIN, f64::max);
            cost += most - own[sequence.labels[at]];
            own.iter_mut().for_each(|sum| *sum = (*sum - most).exp());
        }
        cost -= sequence.labels.windows(2).map(|two| weights[two[0] * n + two[1]]).sum::<f64>();
        // Shares of what can stand before each word, and with it.
        let mut before = own.clone();
        cost += share(&mut before[..n]).ln();
        for at in 1..words {
            let (last, next) = before[(at - 1) * n..].split_at_mut(n);
            let mut sums = vec![0.0; n];
            for (from, share) in last.iter().enumerate() {
                let ways = &ways[from * n..(from + 1) * n];
                sums.iter_mut().zip(ways).for_each(|(sum, way)| *sum += share * way);
            }
            next.iter_mut().zip(&sums).for_each(|(own, sum)| *own *= sum);
            cost += share(&mut next[..n]).ln();
        }
        if slopes.is_empty() {
            return cost;
        }
        let mut behind = vec![1.0 / n as f64; n];
        for at in (0..words).rev() {
            let mut chances: Vec<f64> =
                before[at * n..(at + 1) * n].iter().zip(&behind).map(|(a, b)| a * b).collect();
            share(&mut chances);
            let label = sequence.labels[at];
            for feature in &sequence.features[at] {
                for (of, weight) in &self.own[*feature as usize] {
                    slopes[*weight] += chances[*of] - if *of == label { 1.0 } else { 0.0 };
                }
            }
            let Some(last) = at.checked_sub(1) else { break };
            let next: Vec<f64> =
                own[at * n..(at + 1) * n].iter().zip(&behind).map(|(a, b)| a * b).collect();
            let mut pairs = Vec::with_capacity(n * n);
            for (from, share) in before[last * n..at * n].iter().enumerate() {
                let ways = &ways[from * n..(from + 1) * n];
                pairs.extend(ways.iter().zip(&next).map(|(way, next)| share * way * next));
                behind[from] = ways.iter().zip(&next).map(|(way, next)| way * next).sum();
            }
            share(&mut pairs);
            share(&mut behind);
            slopes.iter_mut().zip(&pairs).for_each(|(slope, pair)| *slope += pair);
            slopes[sequence.labels[last] * n + label] -= 1.0;
        }
        cost
    }
}

impl CostFunction for &Examples<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, weights: &Vec<f64>) -> Result<f64, argmin::core::Error> {
        Ok(self.see(weights, false)?.0)
    }
}

impl Gradient for &Examples<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, weights: &Vec<f64>) -> Result<Vec<f64>, argmin::core::Error> {
        Ok(self.see(weights, true)?.1)
    }
}

/// Makes numbers shares of their sum, which it gives.
fn share(of: &mut [f64]) -> f64 {
    let sum = of.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    of.iter_mut().for_each(|one| *one /= sum);
    sum
}
