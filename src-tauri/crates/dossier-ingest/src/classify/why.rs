//! The reasons of a classification, as parts that a person can read in any
//! language of the program.

use std::fmt;

use dossier_catalog::category::Categories;
use serde::{Deserialize, Serialize};

use super::FieldSample;
use super::evidence::Evidence;
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
}

/// The forms that make a good sentence, the most telling first. The name of the
/// form is the key of its text.
const TELLING: [&str; 38] = [
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
    "country",
    "street",
    "payment_method",
    "order_status",
    "image_file",
    "media_file",
];

/// The reasons for a group.
pub fn reasons(
    scorer: &Scorer,
    scores: &Scores,
    evidence: &Evidence,
    field: &FieldSample<'_>,
    group: usize,
) -> Vec<Reason> {
    let mut out = Vec::new();
    let concepts: Vec<&str> = scores
        .fired
        .iter()
        .filter(|fired| scorer.rule_group(fired.rule) == group && fired.weight > 0.0)
        .filter_map(|fired| scorer.rule(fired.rule))
        .flat_map(|rule| rule.header.iter().map(String::as_str))
        .collect();
    let says = evidence.header.iter().any(|(concept, _)| concepts.contains(&concept.as_str()));
    if says {
        out.push(Reason::new("header", &[("header", field.header.to_owned())]));
    } else if !evidence.header.is_empty() {
        out.push(Reason::new("header_vague", &[("header", field.header.to_owned())]));
    }
    out.extend(values(evidence));
    let place: Vec<&str> = scores
        .fired
        .iter()
        .filter(|fired| scorer.rule_group(fired.rule) == group)
        .filter_map(|fired| scorer.rule(fired.rule))
        .flat_map(|rule| rule.place.iter().chain(&rule.near).map(String::as_str))
        .collect();
    let word = evidence.place.iter().find(|(concept, _)| place.contains(&concept.as_str()));
    if let Some((_, word)) = word {
        out.push(Reason::new("place", &[("word", word.clone())]));
    } else if !says && !evidence.near.is_empty() {
        out.push(Reason::new("neighbors", &[("count", evidence.near.len().to_string())]));
    }
    if out.is_empty() {
        out.push(Reason::new("nothing", &[]));
    }
    out
}

fn values(evidence: &Evidence) -> Option<Reason> {
    let profile = &evidence.profile;
    let of = profile.filled.to_string();
    if profile.filled == 0 {
        return Some(Reason::new("values_empty", &[]));
    }
    let telling = TELLING.iter().find_map(|form| {
        let (form, contained) = if evidence.values_have(form) {
            ((*form).to_owned(), false)
        } else {
            (format!("{form}~"), true)
        };
        let there = if contained { evidence.values_have(&format!("?{form}")) } else { true };
        (there && profile.count(&form) > 0).then_some(form)
    });
    if let Some(form) = telling {
        let key = format!("values_{}", form.trim_end_matches('~'));
        return Some(Reason::new(&key, &[("count", profile.count(&form).to_string()), ("of", of)]));
    }
    if let Some((first, last)) = profile.years.filter(|_| evidence.values_have("date")) {
        return Some(Reason::new(
            "values_date",
            &[
                ("count", profile.count("date").to_string()),
                ("of", of),
                ("first", first.to_string()),
                ("last", last.to_string()),
            ],
        ));
    }
    if evidence.values_have("constant") {
        return Some(Reason::new("values_constant", &[("of", of)]));
    }
    let common = ["boolean", "free_text", "two_decimals", "integer", "date", "code", "token"];
    let form = common.iter().find(|form| evidence.values_have(form))?;
    Some(Reason::new(
        &format!("values_{form}"),
        &[("count", profile.count(form).to_string()), ("of", of)],
    ))
}

/// The reasons as one sentence in a language of the program.
pub fn render(reasons: &[Reason], language: &str, categories: &Categories) -> String {
    let mut parts = Vec::new();
    for reason in reasons {
        let Some(template) = categories.why(language, &reason.key) else { continue };
        let text = reason.parts.iter().fold(template.to_owned(), |text, (name, part)| {
            text.replace(&format!("{{{name}}}"), part)
        });
        parts.push(text);
    }
    let and = categories.why(language, "and").unwrap_or(", ");
    let sentence = categories.why(language, "sentence").unwrap_or("{reasons}");
    sentence.replace("{reasons}", &parts.join(and))
}
