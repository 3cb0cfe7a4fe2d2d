//! Trains the small linear model of the classifier and writes it as JSON.
//!
//! `cargo run --release -p dossier-ingest --example train_classifier -- CATEGORIES_FOLDER
//! TRAIN.jsonl MODEL.json`
//!
//! The model is a multinomial logistic regression over the names of the evidence
//! (concepts of the header, forms of the values, words of the file), on top of
//! the sums of the rules. It is small, has no random part and gives the same
//! weights each time; confidence is calibrated on folds that were left out.

use std::collections::BTreeMap;
use std::path::Path;

use dossier_catalog::category::{Categories, Model};
use dossier_ingest::classify::{Classifier, parse_labelled};

const ROUNDS: usize = 300;
const RATE: f32 = 0.5;
const FOLDS: usize = 10;

struct Example {
    features: Vec<usize>,
    rules: Vec<f32>,
    group: usize,
}

struct Weights {
    of: Vec<Vec<f32>>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, train, out] = &args[..] else {
        return Err("give the folder of categories, the training set and the output".into());
    };
    let decay: f32 = std::env::var("DECAY").ok().and_then(|v| v.parse().ok()).unwrap_or(0.01);
    let rule_weight: f32 = std::env::var("RULES").ok().and_then(|v| v.parse().ok()).unwrap_or(1.0);
    let categories = load(Path::new(folder))?;
    let classifier = Classifier::new(&categories);
    let (examples, names) = examples(&classifier, &std::fs::read_to_string(train)?)?;
    let groups = classifier.groups().len();
    let learn = |from: &[&Example]| learn(from, names.len(), groups, decay, rule_weight);
    let mut scored = Vec::new();
    for fold in 0..FOLDS {
        let part = |keep: bool| -> Vec<&Example> {
            examples
                .iter()
                .enumerate()
                .filter(|(at, _)| (at % FOLDS == fold) != keep)
                .map(|(_, e)| e)
                .collect()
        };
        let weights = learn(&part(true));
        scored.extend(part(false).into_iter().map(|example| judge(&weights, example, rule_weight)));
    }
    let right = scored.iter().filter(|(_, right)| *right).count();
    let all: Vec<&Example> = examples.iter().collect();
    let weights = learn(&all);
    let model = Model {
        about: format!(
            "trained on {} fields of tests/classify/train.jsonl, {FOLDS} folds, left-out accuracy {:.3}",
            examples.len(),
            right as f32 / examples.len().max(1) as f32
        ),
        groups: classifier.groups().to_vec(),
        rules: rule_weight,
        weights: compact(&names, &weights),
        calibration: calibrate(scored),
    };
    write(Path::new(out), &model)?;
    Ok(())
}

fn load(folder: &Path) -> Result<Categories, Box<dyn std::error::Error>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("model.json") {
                let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
                files.push((name, std::fs::read_to_string(&path)?));
            }
        }
    }
    files.sort();
    let files = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    Ok(Categories::parse(files)?)
}

fn examples(
    classifier: &Classifier,
    text: &str,
) -> Result<(Vec<Example>, Vec<String>), Box<dyn std::error::Error>> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut raw = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let labelled = parse_labelled(line)?;
        let evidence = labelled.with_sample(|field, table| classifier.evidence(field, table));
        let Some(group) = classifier.groups().iter().position(|group| *group == labelled.category)
        else {
            return Err("the training set names an unknown group".into());
        };
        let features = evidence.features();
        for feature in &features {
            *seen.entry(feature.clone()).or_default() += 1;
        }
        raw.push((features, classifier.rule_scores(&evidence).groups, group));
    }
    // What occurs once cannot be told from chance.
    let names: Vec<String> =
        seen.into_iter().filter(|(_, n)| *n > 1).map(|(name, _)| name).collect();
    let examples = raw
        .into_iter()
        .map(|(features, rules, group)| {
            let mut features: Vec<usize> =
                features.iter().filter_map(|feature| names.binary_search(feature).ok()).collect();
            features.sort_unstable();
            features.dedup();
            Example { features, rules, group }
        })
        .collect();
    Ok((examples, names))
}

fn probabilities(weights: &Weights, example: &Example, rule_weight: f32) -> Vec<f32> {
    let mut scores: Vec<f32> = example.rules.iter().map(|score| score * rule_weight).collect();
    for &feature in &example.features {
        for (score, weight) in scores.iter_mut().zip(&weights.of[feature]) {
            *score += weight;
        }
    }
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let sum: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    scores.iter().map(|score| (score - most).exp() / sum).collect()
}

fn learn(
    examples: &[&Example],
    features: usize,
    groups: usize,
    decay: f32,
    rule_weight: f32,
) -> Weights {
    let mut weights = Weights { of: vec![vec![0.0; groups]; features] };
    let mut spread = vec![vec![1e-3_f32; groups]; features];
    for _ in 0..ROUNDS {
        let mut slope = vec![vec![0.0_f32; groups]; features];
        for example in examples {
            let chances = probabilities(&weights, example, rule_weight);
            for &feature in &example.features {
                for (group, chance) in chances.iter().enumerate() {
                    slope[feature][group] += chance - f32::from(u8::from(group == example.group));
                }
            }
        }
        for feature in 0..features {
            for group in 0..groups {
                let weight = &mut weights.of[feature][group];
                let push = slope[feature][group] + decay * examples.len() as f32 * *weight;
                spread[feature][group] += push * push;
                *weight -= RATE * push / spread[feature][group].sqrt();
            }
        }
    }
    weights
}

fn judge(weights: &Weights, example: &Example, rule_weight: f32) -> (f32, bool) {
    let chances = probabilities(weights, example, rule_weight);
    let best = chances.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
    best.map_or((0.0, false), |(group, chance)| (*chance, group == example.group))
}

fn compact(names: &[String], weights: &Weights) -> BTreeMap<String, Vec<(u16, i32)>> {
    let mut out = BTreeMap::new();
    for (name, of) in names.iter().zip(&weights.of) {
        let kept: Vec<(u16, i32)> = of
            .iter()
            .enumerate()
            .filter(|(_, weight)| weight.abs() >= 0.05)
            .map(|(group, weight)| (group as u16, (weight * 1000.0).round() as i32))
            .collect();
        if !kept.is_empty() {
            out.insert(name.clone(), kept);
        }
    }
    out
}

/// Raw probability to the share that was right, made rising by pooling.
fn calibrate(mut scored: Vec<(f32, bool)>) -> Vec<(f32, f32)> {
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut pools: Vec<(f32, f32, f32)> = Vec::new();
    for (raw, right) in scored {
        pools.push((raw, f32::from(u8::from(right)), 1.0));
        while let [.., (raw_a, right_a, n_a), (raw_b, right_b, n_b)] = pools[..]
            && (right_a / n_a >= right_b / n_b || n_a < 12.0)
        {
            pools.truncate(pools.len() - 2);
            let n = n_a + n_b;
            pools.push(((raw_a * n_a + raw_b * n_b) / n, right_a + right_b, n));
        }
    }
    // One of twenty more is taken as wrong, so that a small pool is not too sure.
    pools.iter().map(|(raw, right, n)| (*raw, (right + 1.0) / (n + 1.6))).collect()
}

fn write(path: &Path, model: &Model) -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::from("{\n");
    text.push_str(&format!("  \"about\": {},\n", serde_json::to_string(&model.about)?));
    text.push_str(&format!("  \"groups\": {},\n", serde_json::to_string(&model.groups)?));
    text.push_str(&format!("  \"rules\": {},\n", model.rules));
    text.push_str(&format!("  \"calibration\": {},\n", serde_json::to_string(&model.calibration)?));
    text.push_str("  \"weights\": {\n");
    let rows: Vec<String> = model
        .weights
        .iter()
        .map(|(name, of)| {
            Ok(format!("    {}: {}", serde_json::to_string(name)?, serde_json::to_string(of)?))
        })
        .collect::<Result<_, serde_json::Error>>()?;
    text.push_str(&rows.join(",\n"));
    text.push_str("\n  }\n}\n");
    std::fs::write(path, text)?;
    Ok(())
}
