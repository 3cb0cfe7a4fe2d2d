//! Everything that speaks for or against a category, gathered in one place: the
//! rules judge it, and the model weighs the same names.

use super::lexicon::{Hit, Lexicon};
use super::profile::Profile;
use super::text;
use super::{FieldSample, TableContext};

/// What is known of a field, in names of concepts and forms.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Concepts of the header, with the words that say them.
    pub header: Vec<(String, String)>,
    /// Concepts of the path before the header, the table's and the file's name.
    pub place: Vec<(String, String)>,
    /// Concepts of the siblings' headers, with how many siblings have them.
    pub near: Vec<(String, usize)>,
    /// Forms that most values have.
    pub values: Vec<String>,
    /// Forms that some values have.
    pub some: Vec<String>,
    /// The words of the header, in plain spelling.
    pub words: Vec<String>,
    /// The words of the object that the header stands in.
    pub owner_words: Vec<String>,
    /// The words of the path before the header.
    pub path_words: Vec<String>,
    /// The words of the table's and the file's name.
    pub file_words: Vec<String>,
    /// The values as a whole.
    pub profile: Profile,
}

/// A form counts for a field when this share of its values has it.
const MOST: f32 = 0.6;
const SOME: f32 = 0.15;

impl Evidence {
    /// Gathers the evidence for one field.
    pub fn gather(
        lexicon: &Lexicon,
        field: &FieldSample<'_>,
        table: &TableContext<'_>,
        language: &str,
        profile: Profile,
    ) -> Self {
        let (path, last) = text::split_path(field.header);
        let name = |hits: Vec<Hit>| -> Vec<(String, String)> {
            let mut out: Vec<(String, String)> = Vec::new();
            for hit in hits {
                let concept = lexicon.concept(hit.concept);
                if !out.iter().any(|(known, _)| known == concept) {
                    out.push((concept.to_owned(), hit.written));
                }
            }
            out
        };
        let mut header = name(lexicon.read(last, language));
        add_owner(&mut header, name(lexicon.read(owner(path), language)));
        let file = table.file.rsplit(['/', '\\']).next().unwrap_or(table.file);
        let file = file.split('.').next().unwrap_or(file);
        let mut place = name(lexicon.read(&path.replace(['.', '/', '[', ']'], " "), language));
        for part in [table.name, file] {
            for hit in name(lexicon.read(part, language)) {
                if !place.iter().any(|(known, _)| *known == hit.0) {
                    place.push(hit);
                }
            }
        }
        let mut near: Vec<(String, usize)> = Vec::new();
        for sibling in table.siblings.iter().take(80).filter(|s| **s != field.header) {
            for (concept, _) in name(lexicon.read(text::split_path(sibling).1, language)) {
                match near.iter_mut().find(|(known, _)| *known == concept) {
                    Some((_, count)) => *count += 1,
                    None => near.push((concept, 1)),
                }
            }
        }
        let (values, some) = value_forms(&profile);
        let words = plain_words(last);
        let path_words = plain_words(&path.replace(['.', '/', '[', ']'], " "));
        let owner_words = plain_words(owner(path));
        let mut file_words = plain_words(file);
        file_words.extend(plain_words(table.name));
        Self {
            header,
            place,
            near,
            values,
            some,
            words,
            owner_words,
            path_words,
            file_words,
            profile,
        }
    }

    /// Forgets the values, as if only the header were known.
    pub fn forget_values(&mut self) {
        self.values.clear();
        self.some.clear();
        self.profile.measures.clear();
    }

    /// Whether the header says a concept.
    pub fn header_has(&self, concept: &str) -> bool {
        self.header.iter().any(|(known, _)| known == concept)
    }

    /// Whether most values have a form; with `?` before it, whether some have it.
    pub fn values_have(&self, form: &str) -> bool {
        match form.strip_prefix('?') {
            Some(form) => self.some.iter().any(|known| known == form),
            None => self.values.iter().any(|known| known == form),
        }
    }

    /// Whether path, table or file name say a concept.
    pub fn place_has(&self, concept: &str) -> bool {
        self.place.iter().any(|(known, _)| known == concept)
    }

    /// Whether a sibling says a concept.
    pub fn near_has(&self, concept: &str) -> bool {
        self.near.iter().any(|(known, _)| known == concept)
    }
}

/// Concepts that need help: they say what sort of value stands there, not about what.
pub const VAGUE: [&str; 14] = [
    "id", "date", "name", "status", "class", "from_to", "created", "reason", "last", "count",
    "duration", "limit", "inferred", "hash",
];

/// What a JSON object is about, where its name changes the meaning of the names
/// in it: the `age` of `children[]` is not the customer's.
const OWNERS: [&str; 12] = [
    "child",
    "social",
    "pet",
    "device_info",
    "loyalty",
    "consent",
    "segment",
    "vehicle",
    "contract",
    "card",
    "bank",
    "recording",
];

pub(super) fn plain_words(text: &str) -> Vec<String> {
    text::tokens(text).into_iter().map(|token| token.plain).collect()
}

fn owner(path: &str) -> &str {
    let path = path.trim_end_matches(|c: char| "[]*.0123456789".contains(c));
    path.rsplit(['.', '/']).next().unwrap_or("").trim_end_matches("[]")
}

fn add_owner(header: &mut Vec<(String, String)>, owner: Vec<(String, String)>) {
    for (concept, word) in owner {
        let changes = OWNERS.contains(&concept.as_str());
        if changes && !header.iter().any(|(known, _)| *known == concept) {
            header.push((concept, word));
        }
    }
}

fn value_forms(profile: &Profile) -> (Vec<String>, Vec<String>) {
    let (mut most, mut some) = (Vec::new(), Vec::new());
    for (form, &count) in &profile.forms {
        let share = count as f32 / profile.filled.max(1) as f32;
        if share >= MOST {
            most.push(form.clone());
        }
        if share >= SOME {
            some.push(form.clone());
        }
    }
    if profile.filled == 0 {
        most.push("empty".to_owned());
    } else if profile.distinct == 1 && profile.filled >= 3 {
        most.push("constant".to_owned());
    } else if profile.filled >= 8 && profile.distinct == profile.filled {
        most.push("all_distinct".to_owned());
    } else if profile.filled >= 5 && profile.distinct <= 3 {
        most.push("few_distinct".to_owned());
    }
    most.sort_unstable();
    some.sort_unstable();
    (most, some)
}
