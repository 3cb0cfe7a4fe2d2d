//! The reasons of a classification, as parts that a person can read in any
//! language of the program.

use std::fmt;

use dossier_catalog::category::Categories;
use serde::{Deserialize, Serialize};

use super::FieldSample;
use super::evidence::Evidence;
use super::features;
use super::score::{Scorer, Scores};

/// One reason: the key of a text in `catalog/categories/why/`, and what goes into it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The key of the text.
    pub key: String,
    /// Names and contents of the places in the text.
    pub parts: Vec<(String, String)>,
}

impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers are the shop's words and may name a person.
        write!(f, "Reason({}, {} parts)", self.key, self.parts.len())
    }
}

impl Reason {
    fn new(key: &str, parts: &[(&str, String)]) -> Self {
        let parts = parts.iter().map(|(name, part)| ((*name).to_owned(), part.clone())).collect();
        Self { key: key.to_owned(), parts }
    }

    /// That the header says it.
    pub(super) fn of_header(header: &str) -> Self {
        Self::new("header", &[("header", header.to_owned())])
    }

    /// What stands before the reasons of a guess.
    pub(super) fn guess() -> Self {
        Self::new(GUESS, &[])
    }
}

const GUESS: &str = "unsure";

/// The forms that make a good sentence, the most telling first. The name of the
/// form is the key of its text.
const TELLING: [&str; 42] = [
    "password_hash",
    "iban",
    "card_number",
    "masked",
    "email",
    "user_agent",
    "ip",
    "mac",
    "coordinates",
    "national_id",
    "diagnosis_code",
    "company_name",
    "imei",
    "vin",
    "consent_string",
    "jwt",
    "tracking_token",
    "phone",
    "url",
    "uuid",
    "hash",
    "ean",
    "coordinate",
    "money",
    "health",
    "religion",
    "politics",
    "ethnic",
    "sexual",
    "union",
    "salutation",
    "gender",
    "marital",
    "first_name",
    "last_name",
    "country",
    "street",
    "city",
    "payment_method",
    "order_status",
    "image_file",
    "media_file",
];

/// A feature of the model has to say this much to be a reason.
const TELLS: f32 = 0.3;
/// Features of what stands around a field.
const AROUND: [&str; 3] = ["in:", "le:", "ri:"];
/// The words of a header longer than this are not named apart.
const FEW_WORDS: usize = 1;

/// What is asked about a group.
struct Ask<'a> {
    scorer: &'a Scorer,
    scores: &'a Scores,
    evidence: &'a Evidence,
    group: usize,
}

/// The reasons for a group.
pub fn reasons(
    scorer: &Scorer,
    scores: &Scores,
    evidence: &Evidence,
    field: &FieldSample<'_>,
    group: usize,
) -> Vec<Reason> {
    let ask = Ask { scorer, scores, evidence, group };
    let mut out = Vec::new();
    let header = ask.header(field.header);
    let says = header.as_ref().is_some_and(|reason| reason.key != "header_vague");
    out.extend(header);
    out.extend(ask.values());
    let near = ask.neighbors();
    if let Some(word) = ask.place() {
        out.push(Reason::new("place", &[("word", word)]));
    } else if !says && near > 0 {
        out.push(Reason::new("neighbors", &[("count", near.to_string())]));
    }
    if out.is_empty() {
        out.push(Reason::new("nothing", &[]));
    }
    out
}

impl Ask<'_> {
    /// The rules that fired for the group.
    fn rules(&self) -> impl Iterator<Item = &dossier_catalog::category::Rule> {
        let fired = self.scores.fired.iter();
        fired
            .filter(|fired| self.scorer.rule_group(fired.rule) == self.group && fired.weight > 0.0)
            .filter_map(|fired| self.scorer.rule(fired.rule))
    }

    fn says(&self, feature: &str) -> f32 {
        self.scorer.says(feature, self.group)
    }

    /// The header, and which of its words speaks for the group.
    fn header(&self, header: &str) -> Option<Reason> {
        let whole = || ("header", header.to_owned());
        let concepts: Vec<&String> = self.rules().flat_map(|rule| &rule.header).collect();
        if self.evidence.header.iter().any(|(concept, _)| concepts.contains(&concept)) {
            return Some(Reason::new("header", &[whole()]));
        }
        let words = &self.evidence.words;
        let best = words
            .iter()
            .map(|word| (self.word(word), word))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .filter(|(says, _)| *says >= TELLS);
        match best {
            Some((_, word)) if words.len() > FEW_WORDS => {
                Some(Reason::new("header_word", &[whole(), ("word", word.clone())]))
            }
            Some(_) => Some(Reason::new("header", &[whole()])),
            None if !words.is_empty() => Some(Reason::new("header_vague", &[whole()])),
            None => None,
        }
    }

    /// What a word of the header says in the model, with its pieces.
    fn word(&self, word: &str) -> f32 {
        let mut sum = self.says(&format!("t:{word}"));
        features::pieces(word, |piece| sum += features::PIECE * self.says(&format!("g:{piece}")));
        sum
    }

    /// A word of path, table or file that speaks for the group.
    fn place(&self) -> Option<String> {
        let named: Vec<&String> =
            self.rules().flat_map(|rule| rule.place.iter().chain(&rule.near)).collect();
        let concept = self.evidence.place.iter().find(|(concept, _)| {
            named.contains(&concept) || self.says(&format!("p:{concept}")) >= TELLS
        });
        let plain = || {
            let path = self.evidence.path_words.iter().map(|word| ("o:", word));
            let file = self.evidence.file_words.iter().map(|word| ("f:", word));
            let mut around = path.chain(file);
            around.find(|(kind, word)| self.says(&format!("{kind}{word}")) >= TELLS)
        };
        concept.map(|(_, word)| word.clone()).or_else(|| plain().map(|(_, word)| word.clone()))
    }

    /// How many kinds of neighbors speak for the group, by their headers or by what
    /// they seemed to hold at the first look.
    fn neighbors(&self) -> usize {
        let near = self.evidence.near.iter();
        let named = near.filter(|(concept, _)| self.says(&format!("n:{concept}")) >= TELLS);
        let around = self.scores.features.iter().filter(|(name, strength)| {
            AROUND.iter().any(|start| name.starts_with(start))
                && self.says(name) * **strength >= TELLS
        });
        named.count() + around.count()
    }

    /// Whether a form of the values speaks against the group. What rules and model
    /// say nothing of may be told: it is true of the values.
    fn speaks_against(&self, form: &str) -> bool {
        let told = self
            .rules()
            .any(|rule| rule.values.iter().any(|known| known.trim_start_matches('?') == form));
        !told && self.says(&format!("v:{form}")) + self.says(&format!("s:{form}")) < -TELLS
    }

    fn values(&self) -> Option<Reason> {
        let (evidence, profile) = (self.evidence, &self.evidence.profile);
        let of = profile.filled.to_string();
        if profile.filled == 0 {
            return Some(Reason::new("values_empty", &[]));
        }
        let counted = |form: &str, key: &str| {
            let count = profile.count(form).to_string();
            Some(Reason::new(&format!("values_{key}"), &[("count", count), ("of", of.clone())]))
        };
        let telling = TELLING.iter().find_map(|form| {
            let part = format!("{form}~");
            if evidence.values_have(form) && !self.speaks_against(form) {
                return Some(((*form).to_owned(), *form));
            }
            let there = evidence.values_have(&format!("?{part}")) && profile.count(&part) > 0;
            (there && !self.speaks_against(&part)).then_some((part, *form))
        });
        if let Some((form, key)) = telling {
            return counted(&form, key);
        }
        if let Some((first, last)) = profile.years.filter(|_| evidence.values_have("date")) {
            let count = profile.count("date").to_string();
            let years = [("first", first.to_string()), ("last", last.to_string())];
            let [first, last] = years;
            return Some(Reason::new(
                "values_date",
                &[("count", count), ("of", of.clone()), first, last],
            ));
        }
        if evidence.values_have("constant") {
            return Some(Reason::new("values_constant", &[("of", of)]));
        }
        let common = ["boolean", "free_text", "two_decimals", "integer", "date", "code", "token"];
        let form = common.iter().find(|form| evidence.values_have(form))?;
        counted(form, if *form == "date" { "day" } else { form })
    }
}

/// The reasons as one sentence in a language of the program.
pub fn render(reasons: &[Reason], language: &str, categories: &Categories) -> String {
    let mut parts = Vec::new();
    for reason in reasons.iter().filter(|reason| reason.key != GUESS) {
        let Some(template) = categories.why(language, &reason.key) else { continue };
        let text = reason.parts.iter().fold(template.to_owned(), |text, (name, part)| {
            text.replace(&format!("{{{name}}}"), part)
        });
        parts.push(text);
    }
    let and = categories.why(language, "and").unwrap_or(", ");
    let sentence = categories.why(language, "sentence").unwrap_or("{reasons}");
    let guess = reasons.iter().any(|reason| reason.key == GUESS);
    let before = guess.then(|| categories.why(language, GUESS)).flatten().unwrap_or("");
    if parts.is_empty() {
        return String::new();
    }
    format!("{before}{}", sentence.replace("{reasons}", &parts.join(and)))
}
