//! The labelled fields as numbers, with variants that the world has and a list of
//! fields does not: abbreviated headers, headers without values, values without
//! a header that means anything.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use dossier_catalog::category::Categories;
use dossier_ingest::classify::{
    Classifier, Evidence, Features, FirstLook, HeaderList, LabelledField, add_around, features_of,
    is_vague, parse_labelled,
};

/// Features that occur less often cannot be told from chance.
const OFTEN: usize = 3;
/// What a variant counts against the field it was made of.
const VARIANT: f32 = 0.35;
/// What a field counts without its neighbors, against the field in its table.
const ALONE: f32 = 0.5;

/// One field, or a variant of one.
pub struct Example {
    /// Features and their strength.
    pub features: Vec<(usize, f32)>,
    /// What the rules say.
    pub rules: Vec<f32>,
    /// The right group.
    pub group: usize,
    /// How much it counts.
    pub weight: f32,
    /// The same for all fields of a company.
    pub fold: usize,
    /// Where the field stands, if it is a field as it stood in its table.
    pub place: Option<Place>,
    /// Whether confidence is measured on it.
    pub judges: bool,
}

/// A table, and a column of it.
pub type Place = (usize, usize);

/// Everything that is learned from.
pub struct Set {
    raw: Vec<Raw>,
    group_names: Vec<String>,
    /// Labelled fields among the sources.
    pub fields: usize,
    /// Labelled headers among the sources.
    pub headers: usize,
}

struct Raw {
    features: Features,
    rules: Vec<f32>,
    group: usize,
    weight: f32,
    fold: usize,
    /// The header alone says little.
    vague: bool,
    place: Option<Place>,
    /// As it stood in its table, and no variant.
    whole: bool,
    judges: bool,
}

struct Reader<'a> {
    classifier: &'a Classifier,
    raw: Vec<Raw>,
}

/// Where a labelled field comes from.
#[derive(Clone, Copy)]
struct Origin {
    fold: usize,
    place: Option<Place>,
    judges: bool,
}

impl Set {
    /// Reads the labelled fields of the repository.
    pub fn load(root: &Path, classifier: &Classifier) -> Result<Self, Box<dyn Error>> {
        let folder = root.join("tests/classify");
        let mut reader = Reader { classifier, raw: Vec::new() };
        let (mut fields, mut tables, mut table) = (0, 0, String::new());
        let mut column = 0;
        for (file, judges) in [("train.jsonl", false), ("calibrate.jsonl", true)] {
            let text = std::fs::read_to_string(folder.join(file))?;
            for line in text.lines().filter(|line| !line.trim().is_empty()) {
                let field = parse_labelled(line)?;
                // The fields of a table stand behind each other, in its order.
                let name = format!("{}/{}", field.company, field.file);
                column += 1;
                if name != table {
                    (table, column) = (name, 0);
                    tables += 1;
                }
                let place = Some((tables, column));
                reader.add(&field, Origin { fold: stable(&field.company), place, judges })?;
                fields += 1;
            }
        }
        let text = std::fs::read_to_string(folder.join("headers.jsonl"))?;
        let mut headers = 0;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let list: HeaderList = serde_json::from_str(line)?;
            for field in list.fields() {
                headers += 1;
                reader.add(&field, Origin { fold: headers, place: None, judges: false })?;
            }
        }
        Ok(Self { raw: reader.raw, group_names: classifier.groups().to_vec(), fields, headers })
    }

    /// How many groups there are.
    pub fn groups(&self) -> usize {
        self.group_names.len()
    }

    /// The examples and the names of their features. With the first look at each
    /// table, what stands around a field is among them.
    pub fn examples(&self, looks: &BTreeMap<usize, FirstLook>) -> (Vec<Example>, Vec<String>) {
        let mut all: Vec<(&Raw, Features, f32)> = Vec::new();
        for raw in &self.raw {
            let around = raw.place.and_then(|(table, at)| looks.get(&table)?.around(at));
            let mut features = raw.features.clone();
            if let Some(around) = around {
                if raw.whole {
                    // Also learned as a field of which no neighbor is known.
                    all.push((raw, features.clone(), ALONE));
                }
                add_around(raw.vague, &around, &self.group_names, &mut features);
            }
            all.push((raw, features, 1.0));
        }
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for name in all.iter().flat_map(|(_, features, _)| features.keys()) {
            *seen.entry(name).or_default() += 1;
        }
        let often = seen.into_iter().filter(|(_, n)| *n >= OFTEN);
        let names: Vec<String> = often.map(|(name, _)| name.to_owned()).collect();
        let index = |name: &String| names.binary_search(name).ok();
        let examples = all.iter().map(|(raw, features, share)| Example {
            features: features.iter().filter_map(|(n, s)| Some((index(n)?, *s))).collect(),
            rules: raw.rules.clone(),
            group: raw.group,
            weight: raw.weight * share,
            fold: raw.fold,
            place: raw.place.filter(|_| raw.whole && *share >= 1.0),
            judges: raw.judges && *share >= 1.0,
        });
        (examples.collect(), names)
    }
}

impl Reader<'_> {
    fn add(&mut self, field: &LabelledField, from: Origin) -> Result<(), Box<dyn Error>> {
        let evidence = self.evidence(field);
        let groups = self.classifier.groups();
        let group = groups.iter().position(|group| *group == field.category);
        let group = group.ok_or("a labelled field names an unknown category")?;
        let mut push = |evidence: &Evidence, weight: f32| {
            let whole = weight >= 1.0;
            self.raw.push(Raw {
                features: features_of(evidence),
                rules: self.classifier.rule_scores(evidence).groups,
                group,
                weight,
                fold: from.fold,
                vague: is_vague(evidence),
                place: from.place,
                whole,
                judges: from.judges && whole,
            });
        };
        push(&evidence, 1.0);
        // A header that is silent by itself must not accuse by itself.
        if !(field.hard && self.classifier.is_special(group)) {
            let mut without_values = evidence.clone();
            without_values.forget_values();
            push(&without_values, VARIANT);
            let short = shortened(field, &evidence.words, from.fold);
            let short = short.with_sample(|field, table| self.classifier.evidence(field, table));
            push(&short, VARIANT);
        }
        if field.values.iter().any(|value| value.as_str().is_some_and(|text| !text.is_empty())) {
            let silent = LabelledField { field: "x".to_owned(), ..field.clone() };
            let silent = silent.with_sample(|field, table| self.classifier.evidence(field, table));
            push(&silent, VARIANT);
        }
        Ok(())
    }

    fn evidence(&self, field: &LabelledField) -> Evidence {
        field.with_sample(|field, table| self.classifier.evidence(field, table))
    }
}

/// The header as an exporter of few letters writes it: `geb_dat`, `geb_dt`, `brt`.
fn shortened(field: &LabelledField, words: &[String], turn: usize) -> LabelledField {
    let short = |word: &String| -> String {
        match (turn + word.len()) % 3 {
            0 => word.chars().take(4).collect(),
            1 => word.chars().take(3).collect(),
            _ => {
                let kept = |(at, c): &(usize, char)| *at == 0 || !"aeiouy".contains(*c);
                word.chars().enumerate().filter(kept).map(|(_, c)| c).take(5).collect()
            }
        }
    };
    let last = words.iter().map(short).collect::<Vec<_>>().join("_");
    let path = field.field.rsplit_once('.').filter(|(path, _)| !path.contains(' '));
    let header = path.map_or(last.clone(), |(path, _)| format!("{path}.{last}"));
    LabelledField { field: header, ..field.clone() }
}

/// A number for a name that is the same on every machine.
fn stable(name: &str) -> usize {
    name.bytes().fold(7_usize, |sum, byte| (sum * 31 + usize::from(byte)) % 1_000_003)
}

/// The declarations without the model that is to be made.
pub fn categories(folder: &Path) -> Result<Categories, Box<dyn Error>> {
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
    Ok(Categories::parse(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))?)
}
