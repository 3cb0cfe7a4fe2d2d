//! The trained weights, unpacked: what each feature adds to each group.

use std::collections::HashMap;

use dossier_catalog::category::{Model, unpack};

use super::features::Features;

/// Weights by feature, for the groups of the scorer.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    of: HashMap<String, Vec<(usize, f32)>>,
}

impl Weights {
    /// Unpacks a model for these groups; a group that is not there is left out.
    pub fn new(model: &Model, groups: &[String]) -> Self {
        let index: Vec<Option<usize>> = model
            .groups
            .iter()
            .map(|group| groups.iter().position(|known| known == group))
            .collect();
        let of = model
            .weights
            .iter()
            .map(|(feature, packed)| {
                let weights = unpack(packed)
                    .filter_map(|(group, weight)| Some(((*index.get(group)?)?, weight)))
                    .collect();
                (feature.clone(), weights)
            })
            .collect();
        Self { of }
    }

    /// Adds what the features say.
    pub fn add(&self, features: &Features, scores: &mut [f32]) {
        for (feature, strength) in features {
            for &(group, weight) in self.of.get(feature).into_iter().flatten() {
                if let Some(score) = scores.get_mut(group) {
                    *score += weight * strength;
                }
            }
        }
    }

    /// What a feature says for a group.
    pub fn says(&self, feature: &str, group: usize) -> f32 {
        let weights = self.of.get(feature).into_iter().flatten();
        weights.filter(|(of, _)| *of == group).map(|(_, weight)| weight).sum()
    }
}
