use std::collections::BTreeSet;

use chrono::NaiveDate;
use dossier_catalog::finding::{Across, Compare, FieldFilter, FindingRule};
use dossier_model::Sensitive;

use crate::dates::{iso, possible};
use crate::finding::{Correction, Finding, Part};
use crate::knowledge::matches_any;
use crate::names::misspelled;
use crate::phone::Phone;
use crate::rules::age::is_impossible;
use crate::scene::Scene;
use crate::text::{fold, words};
use crate::{IdentityValue, Knowledge};

/// Values that say different things about the same person.
pub(crate) fn find(
    rule: &FindingRule,
    filter: &FieldFilter,
    compare: Compare,
    across: Across,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    let read: Vec<Reading<'_>> = scene
        .identities
        .iter()
        .filter(|value| passes(filter, value))
        .filter_map(|value| Reading::new(value, compare, scene.knowledge))
        .collect();
    match across {
        Across::Within => {
            let controllers: BTreeSet<&str> =
                read.iter().map(|r| r.value.controller.as_str()).collect();
            controllers
                .into_iter()
                .filter_map(|controller| {
                    let own: Vec<_> =
                        read.iter().filter(|r| r.value.controller == controller).collect();
                    report(rule, &own, |_, _| true, scene)
                })
                .collect()
        }
        Across::Companies => {
            let all: Vec<_> = read.iter().collect();
            let apart = |a: &Reading<'_>, b: &Reading<'_>| a.value.controller != b.value.controller;
            report(rule, &all, apart, scene).into_iter().collect()
        }
    }
}

fn passes(filter: &FieldFilter, value: &IdentityValue) -> bool {
    let listed = |list: &[String], what: &str| list.is_empty() || list.iter().any(|x| x == what);
    let names: Vec<String> = words(value.place.field.as_deref().unwrap_or_default());
    let named = |list: &[String]| names.iter().any(|name| matches_any(list, name));
    listed(&filter.categories, &value.category)
        && listed(&filter.groups, &value.group)
        && (filter.words.is_empty() || named(&filter.words))
        && !named(&filter.without)
}

/// One value as it is compared.
struct Reading<'a> {
    value: &'a IdentityValue,
    /// Words of the field's name: two single words are compared only in like fields.
    field: Vec<String>,
    norm: Norm<'a>,
}

enum Norm<'a> {
    Days(Vec<NaiveDate>),
    Name(Vec<String>),
    Text(String),
    Phone(Phone<'a>),
    Mobile(Phone<'a>),
}

impl<'a> Reading<'a> {
    fn new(value: &'a IdentityValue, compare: Compare, knowledge: Knowledge<'a>) -> Option<Self> {
        let text = value.value.expose();
        let phone = || Phone::read(text, &knowledge.rules.phones);
        let field = value.place.field.as_deref().unwrap_or_default();
        if knowledge.is_nothing(text) || knowledge.is_of_others(&value.table, field) {
            return None;
        }
        let norm = match compare {
            Compare::Date => Norm::Days(possible(text, &value.date_format)),
            Compare::Name => Norm::Name(name_words(text, &knowledge)),
            Compare::Email => Norm::Text(email(text)),
            Compare::Street => Norm::Text(street(text)),
            Compare::PostalCode => Norm::Text(postal_code(text)),
            Compare::Phone => Norm::Phone(phone()?),
            Compare::Mobile => Norm::Mobile(phone()?),
            Compare::Gender => Norm::Text(gender(text, &knowledge)),
            Compare::Plain => Norm::Text(fold(text)),
        };
        let is_empty = match &norm {
            Norm::Days(days) => days.is_empty(),
            Norm::Name(names) => names.is_empty(),
            Norm::Text(text) => text.is_empty(),
            Norm::Phone(_) | Norm::Mobile(_) => false,
        };
        let field = words(field);
        (!is_empty).then_some(Self { value, field, norm })
    }

    fn same(&self, other: &Self) -> bool {
        match (&self.norm, &other.norm) {
            (Norm::Days(a), Norm::Days(b)) => a.iter().any(|day| b.contains(day)),
            (Norm::Name(a), Norm::Name(b)) => !misspelled(a, b),
            (Norm::Text(a), Norm::Text(b)) => a == b,
            (Norm::Phone(a), Norm::Phone(b)) | (Norm::Mobile(a), Norm::Mobile(b)) => a.same(b),
            _ => true,
        }
    }

    fn contradicts(&self, other: &Self) -> bool {
        if self.same(other) {
            return false;
        }
        match (&self.norm, &other.norm) {
            (Norm::Name(a), Norm::Name(b)) if a.len() == 1 && b.len() == 1 => {
                self.field.iter().any(|word| word.len() > 3 && other.field.contains(word))
            }
            (Norm::Mobile(a), Norm::Mobile(b)) => a.is_another_mobile(b),
            _ => true,
        }
    }
}

fn name_words(text: &str, knowledge: &Knowledge<'_>) -> Vec<String> {
    let titles: Vec<String> = knowledge.rules.titles.iter().map(|title| fold(title)).collect();
    let mut out: Vec<String> =
        words(text).into_iter().filter(|word| word.len() > 1 && !titles.contains(word)).collect();
    out.sort();
    out
}

/// Addresses with a plus tag are one mailbox.
fn email(text: &str) -> String {
    let text = text.trim().to_lowercase();
    match text.split_once('@') {
        Some((local, domain)) if !domain.contains('@') => {
            let local = local.split('+').next().unwrap_or(local);
            format!("{local}@{domain}")
        }
        _ => String::new(),
    }
}

/// Street and number, if a value has both. Only the part with the number counts.
fn street(text: &str) -> String {
    let part = text.split([',', '\n', ';']).find(|part| {
        let folded = fold(part);
        let has_number = folded
            .split(' ')
            .any(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 4);
        let letters = folded.chars().filter(|c| c.is_alphabetic()).count();
        has_number && letters >= 4
    });
    let folded = part.map(fold).unwrap_or_default();
    let mut out = String::with_capacity(folded.len());
    for word in folded.split(' ') {
        let word = match word {
            "str" | "strasse" => "str",
            "street" | "st" => "street",
            other => other.strip_suffix("strasse").map_or(other, |stem| {
                out.push_str(stem);
                "str"
            }),
        };
        out.push_str(word);
    }
    out
}

fn postal_code(text: &str) -> String {
    let code: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let digits = code.chars().filter(char::is_ascii_digit).count();
    // `D-26789` is `26789` with its country.
    let country = code.chars().take_while(char::is_ascii_alphabetic).count();
    let number = code.get(country..).filter(|rest| rest.len() >= 4 && rest.len() == digits);
    let code = number.filter(|_| country <= 2).map_or(code.clone(), str::to_owned);
    if (3..=10).contains(&code.len()) && digits >= 2 { code.to_uppercase() } else { String::new() }
}

/// What a word says of a gender; empty if it says something else, or nothing.
fn gender(text: &str, knowledge: &Knowledge<'_>) -> String {
    let said = fold(text);
    let means = |(_, words): &(&String, &Vec<String>)| words.iter().any(|word| fold(word) == said);
    knowledge.rules.genders.iter().find(means).map(|(gender, _)| gender.clone()).unwrap_or_default()
}

fn report(
    rule: &FindingRule,
    all: &[&Reading<'_>],
    counts: impl Fn(&Reading<'_>, &Reading<'_>) -> bool,
    scene: &Scene<'_>,
) -> Option<Finding> {
    let differs = |a: &Reading<'_>| all.iter().any(|b| counts(a, b) && a.contradicts(b));
    let involved: Vec<&Reading<'_>> = all.iter().copied().filter(|a| differs(a)).collect();
    let first = involved.first()?;
    let groups = cluster(&involved);
    if groups.len() < 2 {
        return None;
    }
    let right = likely_right(&groups, scene);
    let mut controllers: Vec<String> = Vec::new();
    let mut values: Vec<String> = Vec::new();
    for reading in &involved {
        push_new(&mut controllers, &reading.value.controller);
    }
    for group in &groups {
        push_new(&mut values, group[0].value.value.expose());
    }
    let right_value = right.map(|reading| reading.value.value.expose().as_str());
    let mut finding = Finding::about(rule, &first.value.controller)
        .with("n", Part::Count(groups.len() as u64))
        .with("values", Part::list(values))
        .with("controllers", Part::list(controllers.clone()))
        .with("right", Part::text(right_value.unwrap_or_default()));
    finding.controllers = Sensitive::new(controllers);
    for reading in &involved {
        let value = reading.value;
        let (place, said) = (value.place.clone(), value.value.expose());
        finding = finding.seen_in(&value.controller, &value.table, place, said);
        if right.is_none_or(|right| !right.same(reading)) {
            finding.corrections.push(Correction {
                controller: Sensitive::new(value.controller.clone()),
                category: value.category.clone(),
                place: value.place.clone(),
                table: value.table.clone(),
                found: value.value.clone(),
                right: Sensitive::new(right_value.unwrap_or_default().to_owned()),
                right_place: right.map(|right| right.value.place.clone()),
            });
        }
    }
    Some(finding)
}

fn push_new(list: &mut Vec<String>, value: &str) {
    if !list.iter().any(|other| other == value) {
        list.push(value.to_owned());
    }
}

fn cluster<'r, 'v>(all: &[&'r Reading<'v>]) -> Vec<Vec<&'r Reading<'v>>> {
    let mut groups: Vec<Vec<&Reading<'_>>> = Vec::new();
    for &reading in all {
        match groups.iter_mut().find(|group| group[0].same(reading)) {
            Some(group) => group.push(reading),
            None => groups.push(vec![reading]),
        }
    }
    groups
}

/// The value that most companies, then most places have; for what moves (an
/// address), the newest. A draw is no answer.
fn likely_right<'r, 'v>(
    groups: &[Vec<&'r Reading<'v>>],
    scene: &Scene<'_>,
) -> Option<&'r Reading<'v>> {
    let possible: Vec<_> = groups.iter().filter(|group| !cannot_be(group, scene)).collect();
    if let [only] = possible.as_slice() {
        return only.first().copied();
    }
    let score = |group: &Vec<&'r Reading<'v>>| {
        let companies: BTreeSet<&str> = group.iter().map(|r| r.value.controller.as_str()).collect();
        let moves = !matches!(group[0].norm, Norm::Days(_) | Norm::Name(_));
        let newest = group.iter().filter_map(|r| r.value.last.as_deref().and_then(iso)).max();
        (if moves { newest } else { None }, companies.len(), group.len())
    };
    let best = possible.iter().max_by_key(|group| score(group))?;
    let best_score = score(best);
    let draws = possible.iter().filter(|group| score(group) == best_score).count();
    if draws > 1 { None } else { best.first().copied() }
}

fn cannot_be(group: &[&Reading<'_>], scene: &Scene<'_>) -> bool {
    match &group[0].norm {
        Norm::Days(days) => days.iter().all(|day| is_impossible(*day, scene)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::postal_code;

    #[test]
    fn a_postal_code_may_name_its_country() {
        assert_eq!(postal_code("D-26789"), postal_code("26789"));
        assert_eq!(postal_code("A 1010"), "1010");
        assert_eq!(postal_code("SW1A 1AA"), "SW1A1AA");
        assert_ne!(postal_code("26789"), postal_code("26788"));
        assert_eq!(postal_code("Leer"), "");
    }
}
