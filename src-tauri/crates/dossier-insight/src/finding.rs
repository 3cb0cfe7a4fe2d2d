use std::collections::BTreeMap;

use dossier_catalog::finding::{FindingGroup, FindingRule, Weight};
use dossier_model::{Period, PeriodUnit, Sensitive, SourcePlace};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::Knowledge;

/// One sentence worth knowing, with everything that proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Finding {
    /// The id of the rule.
    pub rule: String,
    /// Which group of the screen.
    #[ts(type = "'no_reason' | 'surprising' | 'old' | 'contradictory' | 'missing'")]
    pub group: FindingGroup,
    /// How soon it deserves a look.
    #[ts(type = "'note' | 'look' | 'act'")]
    pub weight: Weight,
    /// The companies that it is about.
    #[ts(as = "Vec<String>")]
    pub controllers: Sensitive<Vec<String>>,
    /// The parts of the sentence; the words are in the rule.
    pub parts: BTreeMap<String, Part>,
    /// What shows it.
    pub evidence: Vec<FindingEvidence>,
    /// Records that it is about, if it is about records.
    #[ts(type = "number")]
    pub records: u64,
    /// Articles.
    pub reference: Vec<String>,
    /// What a person can do.
    pub actions: Vec<String>,
    /// Values to correct, for a pre-filled letter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
}

/// One place that shows a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FindingEvidence {
    /// Whose.
    #[ts(as = "String")]
    pub controller: Sensitive<String>,
    /// Where.
    pub place: SourcePlace,
    /// The table of the member; empty if the member is one table, or a letter.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub table: String,
    /// What stands there.
    #[ts(as = "String")]
    pub value: Sensitive<String>,
}

/// A wrong value and what is likely right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Correction {
    /// Who should correct it.
    #[ts(as = "String")]
    pub controller: Sensitive<String>,
    /// The category.
    pub category: String,
    /// Where it stands, with the field.
    pub place: SourcePlace,
    /// The table of the member; empty if the member is one table.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub table: String,
    /// What stands there.
    #[ts(as = "String")]
    pub found: Sensitive<String>,
    /// What is likely right, as another place has it; empty if we cannot tell.
    #[ts(as = "String")]
    pub right: Sensitive<String>,
    /// The place of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub right_place: Option<SourcePlace>,
}

/// A part of a sentence, rendered in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Part {
    /// Words of the export.
    Text(#[ts(as = "String")] Sensitive<String>),
    /// Several words of the export.
    List(#[ts(as = "Vec<String>")] Sensitive<Vec<String>>),
    /// A number.
    Count(#[ts(type = "number")] u64),
    /// A day, ISO 8601.
    Date(String),
    /// A length of time.
    Period(Period),
    /// A catalog id: of a category, term or audit item.
    Term(String),
    /// Several catalog ids.
    Terms(Vec<String>),
}

impl Finding {
    /// What tells it from others of its rule: a digest of all that shows it.
    pub fn digest(&self) -> String {
        let mut sum = Sha256::new();
        for one in &self.evidence {
            let field = one.place.field.as_deref().unwrap_or_default();
            for part in [one.place.path.as_str(), &one.table, field, one.value.expose()] {
                sum.update((part.len() as u64).to_le_bytes());
                sum.update(part);
            }
        }
        sum.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Part {
    /// Words of the export.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(Sensitive::new(text.into()))
    }

    /// Several words of the export.
    pub fn list<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(Sensitive::new(texts.into_iter().map(Into::into).collect()))
    }
}

/// The sentence of a finding in a language; empty if its rule is not declared.
pub fn sentence(finding: &Finding, knowledge: &Knowledge<'_>, language: &str) -> String {
    knowledge.rules.rule(&finding.rule).map_or_else(String::new, |rule| {
        fill(rule.sentence.get(language), &finding.parts, knowledge, language)
    })
}

/// The rule of a finding in words.
pub fn reason<'a>(rule: &'a FindingRule, language: &str) -> &'a str {
    rule.why.get(language)
}

/// Fills `{name}`, `{name|one|many}` with the number before the word, and
/// `{name?one|many}` with the word alone.
fn fill(
    template: &str,
    parts: &BTreeMap<String, Part>,
    knowledge: &Knowledge<'_>,
    language: &str,
) -> String {
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((inside, tail)) = after.split_once('}') else { break };
        let name = inside.split(['|', '?']).next().unwrap_or(inside);
        let words = inside.get(name.len() + 1..).and_then(|words| words.split_once('|'));
        if let Some(part) = parts.get(name) {
            let shown = show(part, knowledge, language);
            match (part, words) {
                (Part::Count(n), Some((one, many))) => {
                    if !inside[name.len()..].starts_with('?') {
                        out.push_str(&shown);
                        out.push('\u{a0}');
                    }
                    out.push_str(if *n == 1 { one } else { many });
                }
                _ => out.push_str(&shown),
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn show(part: &Part, knowledge: &Knowledge<'_>, language: &str) -> String {
    let word = |key: &str| knowledge.rules.word(key, language).to_owned();
    let listing = |texts: &[String]| listing(texts, &word("and"), &word("more"));
    match part {
        Part::Text(text) => text.expose().clone(),
        Part::List(texts) => listing(texts.expose()),
        Part::Count(n) => grouped(*n, &word("thousands")),
        Part::Date(iso) => crate::dates::iso(iso).map_or_else(
            || iso.clone(),
            |date| date.format(knowledge.rules.word("date", language)).to_string(),
        ),
        Part::Period(period) => {
            let unit = match period.unit {
                PeriodUnit::Day => "day",
                PeriodUnit::Week => "week",
                PeriodUnit::Month => "month",
                PeriodUnit::Year => "year",
            };
            let number = if period.amount == 1 { "one" } else { "many" };
            format!("{}\u{a0}{}", period.amount, word(&format!("{unit}.{number}")))
        }
        Part::Term(id) => term(id, knowledge, language),
        Part::Terms(ids) => {
            let names: Vec<_> = ids.iter().map(|id| term(id, knowledge, language)).collect();
            listing(&names)
        }
    }
}

/// `a, b and c`; more than five are counted.
fn listing(texts: &[String], and: &str, more: &str) -> String {
    match texts {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] if texts.len() <= 5 => format!("{} {and} {last}", most.join(", ")),
        _ => format!("{} {and} {} {more}", texts[..4].join(", "), texts.len() - 4),
    }
}

fn grouped(n: u64, separator: &str) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}

fn term(id: &str, knowledge: &Knowledge<'_>, language: &str) -> String {
    if let Some(category) = knowledge.categories.get(id) {
        return category.label.get(language).to_owned();
    }
    if let Some(term) = knowledge.terms.get(id) {
        return term.label.get(language).to_owned();
    }
    let mut items = knowledge.rules.audits.iter().flat_map(|audit| &audit.items);
    match items.find(|item| item.id == id) {
        Some(item) => item.label.get(language).to_owned(),
        None => id.to_owned(),
    }
}
