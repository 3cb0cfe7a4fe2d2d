//! Rules and model put together: a score for every group, the best category of
//! the best group, and how sure that is.

use std::collections::HashMap;
use std::sync::Arc;

use dossier_catalog::category::{Categories, Model, Rule};

use super::around::Around;
use super::evidence::Evidence;
use super::features;
use super::measures::Features;
use super::model::Weights;

/// A missed special category costs more than a wrong one: from this chance on it goes
/// before what is likelier. Of those said so, four in five are right (`cargo xtask train`
/// prints what each chance would cost).
const SPECIAL_ENOUGH: f32 = 0.25;
/// So much of it must be left without the words of the header, unless a rule knows them:
/// `Origin` stands for a belief in one shop and for a campaign in the next.
pub const SPECIAL_BESIDE: f32 = 0.2;

/// A rule that fired, and what of the evidence made it fire.
#[derive(Clone, Debug, PartialEq)]
pub struct Fired {
    /// Index of the rule.
    pub rule: usize,
    /// Its weight.
    pub weight: f32,
}

/// The rules and the model, with names resolved.
#[derive(Clone, Debug, Default)]
pub struct Scorer {
    rules: Vec<Rule>,
    /// Group index of each rule's category.
    rule_groups: Vec<usize>,
    /// First header concept to rules; rules without one come under the empty name.
    by_header: HashMap<String, Vec<usize>>,
    groups: Vec<String>,
    /// Which groups are special categories.
    special: Vec<bool>,
    weights: Weights,
    rule_weight: f32,
    calibration: Vec<(f32, f32)>,
}

/// The scores of one field.
#[derive(Clone, Default)]
pub struct Scores {
    /// Score per group, in the order of [`Scorer::groups`].
    pub groups: Vec<f32>,
    /// The rules that fired.
    pub fired: Vec<Fired>,
    /// What the model looked at.
    pub features: Features,
}

impl std::fmt::Debug for Scores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The features hold words of the values.
        write!(f, "Scores({} rules, {} features)", self.fired.len(), self.features.len())
    }
}

impl Scorer {
    /// Compiles rules and model.
    pub fn new(categories: &Categories) -> Self {
        let mut scorer = Self { rules: categories.rules().to_vec(), ..Self::default() };
        for category in categories.all() {
            if !scorer.groups.contains(&category.group) {
                scorer.groups.push(category.group.clone());
            }
        }
        scorer.groups.sort_unstable();
        let special = |group: &String| {
            categories.all().iter().filter(|c| c.group == *group).all(|category| category.special)
        };
        scorer.special = scorer.groups.iter().map(special).collect();
        for (at, rule) in scorer.rules.iter().enumerate() {
            let group = categories.get(&rule.is).map_or("", |category| category.group.as_str());
            scorer.rule_groups.push(scorer.groups.iter().position(|g| g == group).unwrap_or(0));
            let first = rule.header.first().cloned().unwrap_or_default();
            scorer.by_header.entry(first).or_default().push(at);
        }
        scorer.rule_weight = 1.0;
        if let Some(model) = categories.model() {
            scorer.take_model(model);
        }
        scorer
    }

    fn take_model(&mut self, model: &Arc<Model>) {
        self.rule_weight = model.rules;
        self.calibration.clone_from(&model.calibration);
        self.weights = Weights::new(model, &self.groups);
    }

    /// The groups, in the order of the scores.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// A rule by its index.
    pub fn rule(&self, at: usize) -> Option<&Rule> {
        self.rules.get(at)
    }

    /// The group of a rule.
    pub fn rule_group(&self, at: usize) -> usize {
        self.rule_groups.get(at).copied().unwrap_or(0)
    }

    /// Categories of a group whose rules ask for something that the field has, even
    /// if no rule has all it asks for.
    pub fn hints<'a>(
        &'a self,
        group: usize,
        evidence: &'a Evidence,
    ) -> impl Iterator<Item = (&'a str, f32)> {
        let of_group = self.rules.iter().zip(&self.rule_groups).filter(move |(_, g)| **g == group);
        of_group.filter_map(|(rule, _)| {
            let said = rule.header.iter().any(|concept| evidence.header_has(concept));
            let held = rule.values.iter().any(|form| {
                let form = form.trim_start_matches('?');
                evidence.some.iter().any(|known| known == form)
            });
            (said || held).then_some((rule.is.as_str(), rule.weight))
        })
    }

    /// The sums of the rules alone: what the training starts from.
    pub fn by_rules(&self, evidence: &Evidence) -> Scores {
        let mut candidates: Vec<usize> = self.by_header.get("").cloned().unwrap_or_default();
        for (concept, _) in &evidence.header {
            candidates.extend(self.by_header.get(concept).into_iter().flatten());
        }
        let fits: Vec<usize> =
            candidates.into_iter().filter(|&at| holds(&self.rules[at], evidence)).collect();
        let mut scores = Scores { groups: vec![0.0; self.groups.len()], ..Scores::default() };
        for &at in &fits {
            let rule = &self.rules[at];
            // `birth` and `date` together mean more than `date`: the larger rule stands alone.
            let outdone = fits.iter().any(|&other| {
                let other = &self.rules[other];
                other.header.len() > rule.header.len()
                    && !rule.header.is_empty()
                    && rule.header.iter().all(|concept| other.header.contains(concept))
            });
            if !outdone {
                scores.groups[self.rule_groups[at]] += rule.weight;
                scores.fired.push(Fired { rule: at, weight: rule.weight });
            }
        }
        scores
    }

    /// Rules and model together: the first look at a field.
    pub fn score(&self, evidence: &Evidence) -> Scores {
        let mut scores = self.by_rules(evidence);
        for score in &mut scores.groups {
            *score *= self.rule_weight;
        }
        scores.features = features::of(evidence);
        self.weights.add(&scores.features, &mut scores.groups);
        scores
    }

    /// Adds what the first look saw around the field.
    pub fn look_around(&self, scores: &mut Scores, evidence: &Evidence, around: &Around<'_>) {
        let mut seen = Features::new();
        features::add_around(features::is_vague(evidence), around, &self.groups, &mut seen);
        self.weights.add(&seen, &mut scores.groups);
        scores.features.extend(seen);
    }

    /// What a feature says for a group, in the model.
    pub fn says(&self, feature: &str, group: usize) -> f32 {
        self.weights.says(feature, group)
    }

    /// The best group: the likeliest of the special categories if one is likely enough,
    /// else of the others. `only_no`: a column that only says no holds nothing special by
    /// its values, so a rule must know its header.
    pub fn best(&self, scores: &Scores, only_no: bool) -> Option<usize> {
        let chances = chances(&scores.groups);
        let beside = || !only_no && self.without_header(scores) >= SPECIAL_BESIDE;
        let special = self.special_chance(&scores.groups) >= SPECIAL_ENOUGH
            && (self.is_ruled(scores) || beside());
        let asked = (0..chances.len()).filter(|&at| self.is_special(at) == special);
        asked.max_by(|&a, &b| chances[a].total_cmp(&chances[b]).then(b.cmp(&a)))
    }

    /// The chance that a field is of any special category.
    fn special_chance(&self, groups: &[f32]) -> f32 {
        let chances = chances(groups).into_iter().enumerate();
        chances.filter(|(at, _)| self.is_special(*at)).map(|(_, chance)| chance).sum()
    }

    /// Whether a rule says that it is special.
    fn is_ruled(&self, scores: &Scores) -> bool {
        scores.fired.iter().any(|fired| self.is_special(self.rule_group(fired.rule)))
    }

    /// The chance of a special category by all but the words of the header.
    fn without_header(&self, scores: &Scores) -> f32 {
        let words = scores.features.iter().filter(|(name, _)| features::is_of_header(name));
        let taken: Features = words.map(|(name, strength)| (name.clone(), -strength)).collect();
        let mut groups = scores.groups.clone();
        self.weights.add(&taken, &mut groups);
        self.special_chance(&groups)
    }

    /// Whether a group is a special category.
    pub fn is_special(&self, group: usize) -> bool {
        self.special.get(group).copied().unwrap_or(false)
    }

    /// Calibrated probability that a group is right.
    pub fn confidence(&self, scores: &Scores, group: usize) -> f32 {
        let raw = chances(&scores.groups).get(group).copied().unwrap_or(0.0);
        calibrate(&self.calibration, raw)
    }
}

/// Scores as chances that sum up to one.
pub fn chances(scores: &[f32]) -> Vec<f32> {
    let best = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut out: Vec<f32> = scores.iter().map(|score| (score - best).exp()).collect();
    let sum: f32 = out.iter().sum();
    for chance in &mut out {
        *chance /= sum;
    }
    out
}

fn calibrate(table: &[(f32, f32)], raw: f32) -> f32 {
    let Some(&(first_raw, first)) = table.first() else { return raw.min(0.99) };
    if raw <= first_raw {
        return first * raw / first_raw.max(0.001);
    }
    for pair in table.windows(2) {
        let ((from, low), (to, high)) = (pair[0], pair[1]);
        if raw <= to {
            return low + (high - low) * (raw - from) / (to - from).max(1e-6);
        }
    }
    table.last().map_or(raw, |&(_, last)| last)
}

fn holds(rule: &Rule, evidence: &Evidence) -> bool {
    rule.header.iter().all(|concept| evidence.header_has(concept))
        && (rule.values.is_empty() || rule.values.iter().any(|form| evidence.values_have(form)))
        && (rule.place.is_empty() || rule.place.iter().any(|concept| evidence.place_has(concept)))
        && (rule.near.is_empty() || rule.near.iter().any(|concept| evidence.near_has(concept)))
        && !rule.not.iter().any(|not| rules_out(not, evidence))
}

/// `known` rules out every header that says anything at all.
fn rules_out(not: &str, evidence: &Evidence) -> bool {
    evidence.header_has(not)
        || evidence.values_have(not)
        || (not == "known" && !evidence.header.is_empty())
}
