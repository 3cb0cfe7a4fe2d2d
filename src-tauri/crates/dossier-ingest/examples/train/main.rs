//! Trains the small linear models, of fields and of letters, and writes them into the
//! catalog.
//!
//! `cargo xtask train [letters]`
//!
//! The model of fields is a multinomial logistic regression on top of the sums of the rules.
//! It has no random part: the same fields give the same weights. How sure it is, is
//! measured on companies that were left out and that the rules were not written for.

#![allow(clippy::print_stdout)]

mod chain;
mod data;
mod learn;
mod letters;
mod mentions;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::rc::Rc;

use dossier_catalog::Weights;
use dossier_catalog::category::Model;
use dossier_catalog::statement::StatementWords;
use dossier_ingest::classify::{Classifier, FirstLook, SPECIAL_BESIDE, digest, is_of_header};

use data::{Example, Set};
use learn::{Learned, RULES};

const FOLDS: usize = 5;
/// A weight below this says nothing that a person could see.
const LEAST: f32 = 0.19;

fn main() -> Result<(), Box<dyn Error>> {
    let root = std::env::args().nth(1).ok_or("give the root of the repository")?;
    let root = Path::new(&root);
    match std::env::args().nth(2).as_deref() {
        None => train_fields(root)?,
        // Of letters alone it takes five minutes.
        Some("letters") => {}
        Some(_) => return Err("train what? `letters`, or nothing for both models".into()),
    }
    train_letters(root)
}

fn train_fields(root: &Path) -> Result<(), Box<dyn Error>> {
    let categories = data::categories(&root.join("src-tauri/catalog/categories"))?;
    let classifier = Classifier::new(&categories, &StatementWords::embedded()?);
    let set = Set::load(root, &classifier)?;
    // The first look at each table, by models that never saw its company.
    let (alone, names) = set.examples(&BTreeMap::new());
    println!("{} examples, {} features", alone.len(), names.len());
    let looks = first_looks(left_out(&alone, &names, set.groups()));
    let (examples, names) = set.examples(&looks);
    println!("{} examples, {} features in their tables", examples.len(), names.len());
    let left: Vec<Left<'_>> =
        left_out(&examples, &names, set.groups()).filter(|left| left.example.judges).collect();
    special_report(&left, &classifier);
    let judged: Vec<(f32, bool)> =
        left.iter().map(|left| learn::judge(&left.chances, left.example)).collect();
    let right = judged.iter().filter(|(_, right)| *right).count();
    let share = right as f32 / judged.len().max(1) as f32;
    println!("{} fields of left-out companies, accuracy {share:.3}", judged.len());
    let all: Vec<_> = examples.iter().collect();
    let learned = Learned::mean_of(learn::MODELS, &all, names.len(), set.groups());
    let model = Model {
        about: format!(
            "Trained by `cargo xtask train` on {} fields and {} headers; {} fields of left-out companies, accuracy {share:.3}.",
            set.fields,
            set.headers,
            judged.len(),
        ),
        groups: classifier.groups().to_vec(),
        rules: RULES,
        trained_on: digest(root)?,
        weights: compact(&names, &learned),
        calibration: learn::calibrate(judged),
    };
    let head = [
        ("about", serde_json::to_string(&model.about)?),
        ("trained_on", serde_json::to_string(&model.trained_on)?),
        ("groups", serde_json::to_string(&model.groups)?),
        ("rules", model.rules.to_string()),
        ("calibration", serde_json::to_string(&model.calibration)?),
    ];
    write(&root.join("src-tauri/catalog/categories/model.json"), &head, &model.weights)
}

fn train_letters(root: &Path) -> Result<(), Box<dyn Error>> {
    let model = letters::train(root)?;
    let head = [
        ("about", serde_json::to_string(&model.about)?),
        ("trained_on", serde_json::to_string(&model.trained_on)?),
        ("kinds", serde_json::to_string(&model.kinds)?),
    ];
    write(&root.join("src-tauri/catalog/statements/passages.json"), &head, &model.weights)?;
    let model = mentions::train(&root.join("tests/letters/marked/tune.jsonl"))?;
    let head = [
        ("about", serde_json::to_string(&model.about)?),
        ("trained_on", serde_json::to_string(&model.trained_on)?),
        ("labels", serde_json::to_string(&model.labels)?),
        ("transitions", serde_json::to_string(&model.transitions)?),
    ];
    write(&root.join("src-tauri/catalog/statements/mentions.json"), &head, &model.weights)
}

/// A field of a company that its model never saw.
struct Left<'e> {
    example: &'e Example,
    chances: Vec<f32>,
    /// The chances without the words of its header.
    beside: Vec<f32>,
}

/// The fields of each fifth of the companies, by a model of the others.
fn left_out<'e>(
    examples: &'e [Example],
    names: &[String],
    groups: usize,
) -> impl Iterator<Item = Left<'e>> {
    let header: Rc<[bool]> = names.iter().map(|name| is_of_header(name)).collect();
    let features = names.len();
    (0..FOLDS).flat_map(move |fold| {
        let train: Vec<_> = examples.iter().filter(|e| e.fold % FOLDS != fold).collect();
        let learned = Learned::from(&train, features, groups);
        let header = Rc::clone(&header);
        let left = examples.iter().filter(move |e| e.place.is_some() && e.fold % FOLDS == fold);
        left.map(move |example| Left {
            example,
            chances: learned.chances(example, |_| true),
            beside: learned.chances(example, |feature| !header[feature]),
        })
    })
}

/// What each chance from which a special category goes first would cost.
fn special_report(left: &[Left<'_>], classifier: &Classifier) {
    let groups = 0..classifier.groups().len();
    let special: Vec<usize> = groups.filter(|group| classifier.is_special(*group)).collect();
    let sum = |of: &[f32]| special.iter().filter_map(|group| of.get(*group)).sum::<f32>();
    for enough in [0.5, 0.45, 0.4, 0.36, 0.33, 0.3, 0.25, 0.2, 0.15] {
        let (mut right, mut said, mut all) = (0.0_f32, 0.0_f32, 0.0_f32);
        for Left { example, chances, beside } in left {
            let is = special.contains(&example.group);
            let told = sum(chances) >= enough
                && (sum(&example.rules) > 0.0 || sum(beside) >= SPECIAL_BESIDE);
            all += f32::from(u8::from(is));
            said += f32::from(u8::from(told));
            right += f32::from(u8::from(is && told));
        }
        println!(
            "special from {enough}: recall {:.3}, precision {:.3}",
            right / all.max(1.0),
            right / said.max(1.0)
        );
    }
}

fn first_looks<'e>(left: impl Iterator<Item = Left<'e>>) -> BTreeMap<usize, FirstLook> {
    let mut tables: BTreeMap<usize, BTreeMap<usize, Vec<f32>>> = BTreeMap::new();
    for Left { example, chances, .. } in left {
        if let Some((table, column)) = example.place {
            tables.entry(table).or_default().insert(column, chances);
        }
    }
    let look = |columns: BTreeMap<usize, Vec<f32>>| FirstLook::new(columns.into_values().collect());
    tables.into_iter().map(|(table, columns)| (table, look(columns))).collect()
}

fn compact(names: &[String], learned: &Learned) -> Weights {
    Weights::new(names.iter().enumerate().map(|(at, name)| {
        let weights = learned.weights(at).iter().copied().enumerate();
        (name.clone(), weights.filter(|(_, weight)| weight.abs() >= LEAST))
    }))
}

fn write(path: &Path, head: &[(&str, String)], weights: &Weights) -> Result<(), Box<dyn Error>> {
    let mut text = String::from("{\n");
    for (key, value) in head {
        text.push_str(&format!("\"{key}\": {value},\n"));
    }
    // A line for each feature, so that a change can be read.
    let lines = serde_json::to_string(weights)?.replace("\",\"", "\",\n\"");
    text.push_str(&format!("\"weights\": {lines}\n}}\n"));
    std::fs::write(path, text)?;
    println!("{} features kept", weights.len());
    Ok(())
}
