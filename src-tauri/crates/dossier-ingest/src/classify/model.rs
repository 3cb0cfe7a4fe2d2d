//! The trained weights: what each feature adds to each group.
//!
//! They stay packed as the catalog holds them.

use std::sync::Arc;

use dossier_catalog::category::Model;

use super::measures::Features;

/// Weights by feature, for the groups of the scorer.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    model: Arc<Model>,
    /// The model's groups among the scorer's.
    index: Vec<Option<usize>>,
}

impl Weights {
    /// The weights of a model for these groups; a group that is not there is left out.
    pub fn new(model: &Arc<Model>, groups: &[String]) -> Self {
        let place = |group: &String| groups.iter().position(|known| known == group);
        Self { model: Arc::clone(model), index: model.groups.iter().map(place).collect() }
    }

    fn of(&self, feature: &str) -> impl Iterator<Item = (usize, f32)> + '_ {
        let weights = self.model.weights.of(feature);
        weights.filter_map(|(group, weight)| Some(((*self.index.get(group)?)?, weight)))
    }

    /// Adds what the features say.
    pub fn add(&self, features: &Features, scores: &mut [f32]) {
        for (feature, strength) in features {
            for (group, weight) in self.of(feature) {
                if let Some(score) = scores.get_mut(group) {
                    *score += weight * strength;
                }
            }
        }
    }

    /// What a feature says for a group.
    pub fn says(&self, feature: &str, group: usize) -> f32 {
        self.of(feature).filter(|(of, _)| *of == group).map(|(_, weight)| weight).sum()
    }
}
