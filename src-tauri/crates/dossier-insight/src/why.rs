use std::collections::BTreeMap;

use dossier_model::{Item, Kind, Sensitive, Voice, Voiced};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::label::strength;

/// One cell of the why matrix: what is said of one kind of data for one purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WhyCell {
    /// The row.
    pub kind: Kind,
    /// The column: a catalog id or the company's words; empty for "not stated".
    #[ts(as = "String")]
    pub purpose: Sensitive<String>,
    /// The strongest voice that gives this purpose for this kind.
    pub voice: Voice,
    /// Records of the fields that it is for.
    #[ts(type = "number")]
    pub records: u64,
    /// Fields that it is for.
    #[ts(type = "number")]
    pub fields: u64,
    /// The purpose's quote or value and its place.
    pub reasons: Vec<Voiced>,
    /// On what basis.
    pub legal_bases: Vec<Voiced>,
    /// To whom.
    pub recipients: Vec<Voiced>,
    /// How long.
    pub retention: Vec<Voiced>,
}

/// A band of the flow: kind of data, purpose, recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FlowBand {
    /// Whose.
    #[ts(as = "String")]
    pub controller: Sensitive<String>,
    /// Which kind of data.
    pub kind: Kind,
    /// Why; empty for "not stated".
    #[ts(as = "String")]
    pub purpose: Sensitive<String>,
    /// Who gives the purpose.
    pub purpose_voice: Voice,
    /// To whom; empty for "not stated".
    #[ts(as = "String")]
    pub recipient: Sensitive<String>,
    /// Who names the recipient.
    pub recipient_voice: Voice,
    /// Records, each counted once per field.
    #[ts(type = "number")]
    pub records: u64,
}

/// The why matrix of some items, by kind and then by purpose, the largest first.
pub fn why_matrix(items: &[Item]) -> Vec<WhyCell> {
    let mut cells: BTreeMap<(Kind, String), WhyCell> = BTreeMap::new();
    for item in items {
        for purpose in &item.purposes {
            let key = (item.kind, purpose.text.expose().clone());
            let cell = cells.entry(key).or_insert_with(|| WhyCell {
                kind: item.kind,
                purpose: purpose.text.clone(),
                voice: purpose.voice,
                records: 0,
                fields: 0,
                reasons: Vec::new(),
                legal_bases: Vec::new(),
                recipients: Vec::new(),
                retention: Vec::new(),
            });
            if strength(purpose.voice) < strength(cell.voice) {
                cell.voice = purpose.voice;
            }
            cell.records += item.records;
            cell.fields += 1;
            add(&mut cell.reasons, std::slice::from_ref(purpose));
            add(&mut cell.legal_bases, &item.legal_bases);
            add(&mut cell.recipients, &item.recipients);
            add(&mut cell.retention, &item.retention);
        }
    }
    let mut out: Vec<WhyCell> = cells.into_values().collect();
    out.sort_by_key(|cell| (cell.kind, std::cmp::Reverse(cell.records)));
    out
}

/// The bands of the flow picture, the widest first. A record with two purposes is
/// in two bands: bands show where data go, not how many there are.
pub fn flow(items: &[Item]) -> Vec<FlowBand> {
    let mut bands: BTreeMap<(String, Kind, String, String), FlowBand> = BTreeMap::new();
    for item in items {
        for purpose in &item.purposes {
            for recipient in &item.recipients {
                let key = (
                    item.controller.expose().clone(),
                    item.kind,
                    purpose.text.expose().clone(),
                    recipient.text.expose().clone(),
                );
                let band = bands.entry(key).or_insert_with(|| FlowBand {
                    controller: item.controller.clone(),
                    kind: item.kind,
                    purpose: purpose.text.clone(),
                    purpose_voice: purpose.voice,
                    recipient: recipient.text.clone(),
                    recipient_voice: recipient.voice,
                    records: 0,
                });
                if strength(purpose.voice) < strength(band.purpose_voice) {
                    band.purpose_voice = purpose.voice;
                }
                if strength(recipient.voice) < strength(band.recipient_voice) {
                    band.recipient_voice = recipient.voice;
                }
                band.records += item.records;
            }
        }
    }
    let mut out: Vec<FlowBand> = bands.into_values().collect();
    out.sort_by_key(|band| std::cmp::Reverse(band.records));
    out
}

fn add(list: &mut Vec<Voiced>, more: &[Voiced]) {
    for voiced in more {
        if !list.contains(voiced) {
            list.push(voiced.clone());
        }
    }
}
