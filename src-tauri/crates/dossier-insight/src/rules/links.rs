use std::collections::BTreeMap;

use dossier_catalog::finding::{FieldFilter, FindingRule};
use dossier_model::{Sensitive, SourcePlace};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::answer::field_place;
use crate::finding::{Finding, Part};
use crate::scene::Scene;
use crate::{Answer, IdentityValue, Knowledge};

/// Identifiers shorter than this are the same by chance.
const LONG_ENOUGH: usize = 8;

/// One identifier that several companies hold, plain or as a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedIdentifier {
    /// The category of the first holder.
    pub category: String,
    /// The value, as the first holder writes it; an address rather than its hash.
    pub value: Sensitive<String>,
    /// Where it stands.
    pub holders: Vec<Holder>,
}

/// One place of a shared identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The company.
    pub controller: String,
    /// The field.
    pub place: SourcePlace,
    /// The table of the member; empty if the member is one table.
    pub table: String,
    /// Records with a value in this field.
    pub records: u64,
    /// What stands there.
    pub value: Sensitive<String>,
    /// Whether it is a hash of the value.
    pub hashed: bool,
}

/// The identifiers that at least two of these companies hold. A hash of an e-mail
/// address counts as the address: it is computed here and compared here.
pub fn shared_identifiers(
    answers: &[Answer<'_>],
    filter: &FieldFilter,
    knowledge: &Knowledge<'_>,
) -> Vec<SharedIdentifier> {
    let own = address_hashes(answers.iter().flat_map(crate::identity_values));
    let mut found: BTreeMap<String, SharedIdentifier> = BTreeMap::new();
    for answer in answers {
        for (table, field) in
            answer.tables.iter().flat_map(|t| t.fields.iter().map(move |f| (t, f)))
        {
            let wanted = knowledge.passes(filter, table, field);
            for value in field.examples.expose() {
                let plain = value.trim().to_lowercase();
                let address = own.get(&plain);
                if address.is_none()
                    && (!wanted || plain.len() < LONG_ENOUGH || is_blank_id(&plain))
                {
                    continue;
                }
                let key = address.map_or(&plain, |address| &address.0).clone();
                let shown = address.map_or(value, |address| &address.1);
                let one = found.entry(key).or_insert_with(|| SharedIdentifier {
                    category: field.category.clone(),
                    value: Sensitive::new(shown.clone()),
                    holders: Vec::new(),
                });
                if address.is_none() {
                    one.category.clone_from(&field.category);
                }
                let place = field_place(table, &field.name);
                let same = |h: &Holder| {
                    h.controller == answer.controller && h.place == place && h.table == table.name
                };
                if !one.holders.iter().any(same) {
                    one.holders.push(Holder {
                        controller: answer.controller.to_owned(),
                        place,
                        table: table.name.clone(),
                        records: field.filled,
                        value: Sensitive::new(value.clone()),
                        hashed: address.is_some(),
                    });
                }
            }
        }
    }
    let mut out: Vec<_> = found.into_values().collect();
    out.retain(|one| distinct(one.holders.iter().map(|h| h.controller.as_str())).len() > 1);
    out
}

/// The same identifier in the answers of two companies.
pub(crate) fn shared(rule: &FindingRule, filter: &FieldFilter, scene: &Scene<'_>) -> Vec<Finding> {
    let answers: Vec<Answer<'_>> = scene.cases.iter().map(|case| case.answer.clone()).collect();
    let mut out = Vec::new();
    for mut one in shared_identifiers(&answers, filter, &scene.knowledge) {
        // Hashes of an address are a finding of their own.
        one.holders.retain(|holder| !holder.hashed);
        let controllers = distinct(one.holders.iter().map(|h| h.controller.as_str()));
        if controllers.len() < 2 {
            continue;
        }
        let field = one.holders[0].place.field.clone().unwrap_or_default();
        let mut finding = Finding::about(rule, &controllers[0])
            .with("n", Part::Count(controllers.len() as u64))
            .with("controllers", Part::list(controllers.clone()))
            .with("field", Part::text(field));
        finding.controllers = Sensitive::new(controllers);
        for holder in one.holders {
            let Holder { controller, table, place, value, .. } = &holder;
            finding = finding.seen_in(controller, table, place.clone(), value.expose());
        }
        out.push(finding);
    }
    out
}

/// Hashes of one of the person's own addresses: made to match people between
/// companies. The hashes are computed here and compared here.
pub(crate) fn hashed_email(rule: &FindingRule, scene: &Scene<'_>) -> Vec<Finding> {
    let own = address_hashes(scene.identities.iter().cloned());
    let mut out = Vec::new();
    for case in &scene.cases {
        let fields = case.answer.tables.iter().flat_map(|t| t.fields.iter().map(move |f| (t, f)));
        for (table, field) in fields {
            let examples = field.examples.expose();
            let hit = examples
                .iter()
                .find_map(|value| Some((value, own.get(&value.trim().to_lowercase())?)));
            if let Some((value, (_, address))) = hit {
                let controller = case.answer.controller;
                out.push(
                    Finding::about(rule, controller)
                        .with("address", Part::text(address))
                        .with("field", Part::text(&field.name))
                        .shown_by(controller, table, &field.name, value),
                );
            }
        }
    }
    out
}

/// The usual hashes of the person's addresses, each with the address in lower case
/// and as it stands.
fn address_hashes(
    values: impl Iterator<Item = IdentityValue>,
) -> BTreeMap<String, (String, String)> {
    let mut out = BTreeMap::new();
    for value in values.filter(|v| v.group == "email" && v.value.expose().contains('@')) {
        let plain = value.value.expose().trim().to_lowercase();
        for hash in [
            hex(&Sha256::digest(plain.as_bytes())),
            hex(&Sha1::digest(plain.as_bytes())),
            hex(&Md5::digest(plain.as_bytes())),
        ] {
            out.insert(hash, (plain.clone(), value.value.expose().trim().to_owned()));
        }
    }
    out
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// All zeros: the sign that tracking was refused, the same for everybody.
fn is_blank_id(key: &str) -> bool {
    key.chars().all(|c| matches!(c, '0' | '-' | '*' | 'x' | '.' | ' '))
}

fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in names {
        if !out.iter().any(|other| other == name) {
            out.push(name.to_owned());
        }
    }
    out
}
