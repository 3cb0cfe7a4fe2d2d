//! Kinds of data: what they are, what they can tell, and the words by which a
//! field betrays them.
//!
//! The border is here because the same declarations serve two readers: views and
//! letters want the plain sentences, the classifier wants words, rules and the
//! weights of its small model. Both come from one folder, `catalog/categories/`:
//!
//! - `<kind>.json`: the categories of one kind of the label card;
//! - `words/<language>.json`: header words, as language-free concepts;
//! - `values/<name>.json`: words that stand in values;
//! - `rules/<name>.json`: which concepts and value forms speak for which category;
//! - `why/<language>.json`: templates of the sentences that explain;
//! - `model.json`: the trained weights.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use dossier_model::Kind;
use serde::{Deserialize, Serialize};

use crate::{Name, NameFile, Weights};

/// A sentence or label in the two languages of the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// German.
    pub de: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// The text in a language; English unless German is asked for.
    pub fn get(&self, language: &str) -> &str {
        if language.starts_with("de") { &self.de } else { &self.en }
    }

    /// Whether one of the languages is missing.
    pub fn is_incomplete(&self) -> bool {
        self.de.trim().is_empty() || self.en.trim().is_empty()
    }
}

/// What is special about a kind of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CategoryFlag {
    /// Links records of one person, within a company or between companies.
    Identifier,
    /// Opens a door: shown masked, never written into a letter.
    Secret,
    /// Speaks about somebody else too.
    ConcernsOthers,
    /// May feed an automated decision (Art. 22).
    MayFeedAutomatedDecision,
    /// Ordinary by itself, but can reveal a special category.
    CanRevealSpecial,
    /// Mostly concluded by the company, not given by the person.
    OftenInferred,
}

/// What the data buy, and whom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryBenefit {
    /// What the customer gets.
    pub customer: Bilingual,
    /// What the company gets.
    pub company: Bilingual,
}

/// Assumptions of ours. Views mark them as typical, letters never state them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typical {
    /// Catalog ids of purposes, such as `dpv:DeliveryOfGoods`.
    #[serde(default)]
    pub purposes: Vec<String>,
    /// Catalog ids of legal bases, such as `eu-gdpr:A6-1-b`.
    #[serde(default)]
    pub bases: Vec<String>,
    /// Catalog id of a retention; empty if there is none.
    #[serde(default)]
    pub retention: String,
}

/// One kind of data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// `pd:` or `dpv:` term of the W3C vocabulary, or our own `ext:` term.
    pub id: String,
    /// The plain name.
    pub label: Name,
    /// One plain sentence.
    pub about: Bilingual,
    /// Which of the twelve kinds; none if it says nothing about the person.
    pub kind: Option<Kind>,
    /// The evaluation group, such as `birth_age`.
    pub group: String,
    /// A special category of Art. 9.
    #[serde(default)]
    pub special: bool,
    /// What it can reveal.
    pub reveals: Bilingual,
    /// Why a shop typically holds it.
    pub why: Bilingual,
    /// What it buys, and whom.
    pub benefit: CategoryBenefit,
    /// Our assumptions.
    pub typical: Typical,
    /// What is special about it.
    #[serde(default)]
    pub flags: Vec<CategoryFlag>,
    /// Ids of the rights that fit, the best first.
    pub rights: Vec<String>,
    /// Where the term is from: `dpv-2.2` or `own`.
    pub source: String,
}

impl Category {
    /// Whether it has a flag.
    pub fn has(&self, flag: CategoryFlag) -> bool {
        self.flags.contains(&flag)
    }
}

/// Header words of one language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordFile {
    /// ISO 639-1; empty for abbreviations that all languages share.
    pub language: String,
    /// Concept to words and phrases.
    pub concepts: BTreeMap<String, Vec<String>>,
}

/// Words that stand in values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueFile {
    /// What the lists are, for a reader.
    pub about: String,
    /// Name of the value form to its words. `*` at an end matches any rest.
    pub forms: BTreeMap<String, Vec<String>>,
}

/// What speaks for a category.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The category.
    pub is: String,
    /// Weight, in the units of a log-odds.
    pub weight: f32,
    /// Concepts that all must stand in the header.
    #[serde(default)]
    pub header: Vec<String>,
    /// Value forms, one of which must hold for most values.
    #[serde(default)]
    pub values: Vec<String>,
    /// Concepts, one of which must stand in the path, file or table name.
    #[serde(default)]
    pub place: Vec<String>,
    /// Concepts, one of which must stand in a sibling's header.
    #[serde(default)]
    pub near: Vec<String>,
    /// Concepts of the header and value forms of which none may hold.
    #[serde(default)]
    pub not: Vec<String>,
}

/// What the names around a field settle, whatever rules and model say: a checksum beside
/// the name of a file is no secret, and the gender of a product nobody's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overrule {
    /// The category that it is.
    pub is: String,
    /// Groups that it is not; empty for any.
    #[serde(default)]
    pub of: Vec<String>,
    /// Words, one of which must stand in the header.
    #[serde(default)]
    pub words: Vec<String>,
    /// Words, one of which must stand in a sibling's header.
    #[serde(default)]
    pub near: Vec<String>,
    /// Words, one of which must stand in the table's or the file's name.
    #[serde(default)]
    pub place: Vec<String>,
    /// Value forms, one of which must hold for most values.
    #[serde(default)]
    pub values: Vec<String>,
}

/// The heads of tables that have a name at the left of each value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upright {
    /// What the file is about, for a reader.
    #[serde(default)]
    pub about: String,
    /// Heads of the column of names, in lower case.
    pub labels: Vec<String>,
    /// Heads of the column of values.
    pub values: Vec<String>,
}

/// The file of overrules.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OverruleFile {
    overrules: Vec<Overrule>,
}

/// The rules of one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// What the rules are about, for a reader.
    pub about: String,
    /// The rules.
    pub rules: Vec<Rule>,
}

/// The trained linear model: for each feature its weight per group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// How it came to be, for a reader.
    pub about: String,
    /// The groups, in the order of the weights.
    pub groups: Vec<String>,
    /// Weight of the sum of the rules.
    pub rules: f32,
    /// SHA-256 of everything it was trained on; a test compares it.
    #[serde(default)]
    pub trained_on: String,
    /// Feature to its weights.
    pub weights: Weights,
    /// Raw probability to calibrated probability, rising.
    pub calibration: Vec<(f32, f32)>,
}

/// Templates of the sentences that explain a classification.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhyFile {
    /// ISO 639-1.
    pub language: String,
    /// Text key to template with `{name}` places.
    pub texts: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryFile {
    categories: Vec<Category>,
}

/// Why the folder could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CategoryError {
    /// A file is not what its place says.
    #[error("{file}: not a valid declaration at line {line}, column {column}: {message}")]
    Syntax {
        /// The file, relative to the folder.
        file: String,
        /// Line, counted from 1.
        line: usize,
        /// Column, counted from 1.
        column: usize,
        /// What the parser says. The catalog is ours: it holds no personal data.
        message: String,
    },
    /// Two categories have one id.
    #[error("category {id} is declared twice")]
    Twice {
        /// The id.
        id: String,
    },
    /// A rule names a category that is not declared.
    #[error("{file}: a rule names {id}, which is not declared")]
    UnknownCategory {
        /// The file of the rule.
        file: String,
        /// The id.
        id: String,
    },
}

/// Everything in `catalog/categories/`, parsed and checked.
#[derive(Clone, Debug, Default)]
pub struct Categories {
    list: Vec<Category>,
    index: HashMap<String, usize>,
    words: Vec<WordFile>,
    values: Vec<ValueFile>,
    rules: Vec<Rule>,
    overrules: Vec<Overrule>,
    upright: Upright,
    model: Option<Arc<Model>>,
    why: Vec<WhyFile>,
}

impl Categories {
    /// Parses the files of the folder: path relative to it, and text. Files that
    /// are not JSON are ignored.
    pub fn parse<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, CategoryError> {
        let mut all = Self::default();
        let mut rule_files = Vec::new();
        for (path, text) in files {
            if !path.ends_with(".json") {
                continue;
            }
            let (folder, _) = path.rsplit_once(['/', '\\']).unwrap_or(("", path));
            match folder {
                "words" => all.words.push(parse(path, text)?),
                "values" => all.values.push(parse(path, text)?),
                "rules" => rule_files.push((path, parse::<RuleFile>(path, text)?)),
                "why" => all.why.push(parse(path, text)?),
                _ if path == "overrules.json" => {
                    all.overrules = parse::<OverruleFile>(path, text)?.overrules;
                }
                _ if path == "upright.json" => all.upright = parse(path, text)?,
                _ if path == "model.json" => all.model = Some(Arc::new(parse(path, text)?)),
                _ => all.add(parse::<CategoryFile>(path, text)?)?,
            }
        }
        for (path, file) in rule_files {
            if let Some(rule) = file.rules.iter().find(|rule| all.get(&rule.is).is_none()) {
                return Err(CategoryError::UnknownCategory {
                    file: path.to_owned(),
                    id: rule.is.clone(),
                });
            }
            all.rules.extend(file.rules);
        }
        if let Some(unknown) = all.overrules.iter().find(|rule| all.get(&rule.is).is_none()) {
            return Err(CategoryError::UnknownCategory {
                file: "overrules.json".to_owned(),
                id: unknown.is.clone(),
            });
        }
        Ok(all)
    }

    fn add(&mut self, file: CategoryFile) -> Result<(), CategoryError> {
        for category in file.categories {
            let id = category.id.clone();
            if self.index.insert(id.clone(), self.list.len()).is_some() {
                return Err(CategoryError::Twice { id });
            }
            self.list.push(category);
        }
        Ok(())
    }

    /// Names its categories in further languages.
    pub(crate) fn name(&mut self, files: &[NameFile]) {
        for category in &mut self.list {
            for file in files {
                if let Some(name) = file.names.get(&category.id) {
                    category.label.add(&file.language, name);
                }
            }
        }
    }

    /// The heads of tables that have a name at the left of each value.
    pub fn upright(&self) -> &Upright {
        &self.upright
    }

    /// What names settle.
    pub fn overrules(&self) -> &[Overrule] {
        &self.overrules
    }

    /// A category by its id.
    pub fn get(&self, id: &str) -> Option<&Category> {
        self.index.get(id).and_then(|&at| self.list.get(at))
    }

    /// All categories, file by file.
    pub fn all(&self) -> &[Category] {
        &self.list
    }

    /// Header words of every language.
    pub fn words(&self) -> &[WordFile] {
        &self.words
    }

    /// Words of values.
    pub fn values(&self) -> &[ValueFile] {
        &self.values
    }

    /// What speaks for what.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The trained weights, if the folder has them.
    pub fn model(&self) -> Option<&Arc<Model>> {
        self.model.as_ref()
    }

    /// The template of an explanation; English if the language lacks it.
    pub fn why(&self, language: &str, key: &str) -> Option<&str> {
        let of = |language: &str| {
            let file = self.why.iter().find(|file| language.starts_with(&file.language))?;
            file.texts.get(key).map(String::as_str)
        };
        of(language).or_else(|| of("en"))
    }
}

fn parse<T: for<'de> Deserialize<'de>>(file: &str, text: &str) -> Result<T, CategoryError> {
    serde_json::from_str(text).map_err(|error| CategoryError::Syntax {
        file: file.to_owned(),
        line: error.line(),
        column: error.column(),
        message: error.to_string(),
    })
}
