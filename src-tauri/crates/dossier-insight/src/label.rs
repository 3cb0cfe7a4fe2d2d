use dossier_model::{Item, Kind, Sensitive, TableSummary, Voice, Voiced};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One of the twelve rows of the label card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LabelRow {
    /// Which kind.
    pub kind: Kind,
    /// Records with data of this kind; 0 is "none in this export".
    #[ts(type = "number")]
    pub records: u64,
    /// Fields of this kind.
    #[ts(type = "number")]
    pub fields: u64,
    /// The first date among them, ISO 8601.
    pub first: Option<String>,
    /// The last date.
    pub last: Option<String>,
    /// A value of the fullest field, for a masked example.
    #[ts(as = "String")]
    pub example: Sensitive<String>,
    /// Category ids, the fullest first.
    pub categories: Vec<String>,
    /// Why; one `not_stated` if nobody says.
    pub purposes: Vec<Voiced>,
    /// To whom.
    pub recipients: Vec<Voiced>,
    /// How long.
    pub retention: Vec<Voiced>,
    /// Records of this kind for whose fields no reason is stated.
    #[ts(type = "number")]
    pub without_reason: u64,
}

/// The label card of one company: all twelve kinds, in their order.
///
/// Records per kind come from the tables, because a record with three fields of
/// one kind is still one record.
pub fn label(tables: &[TableSummary], items: &[Item]) -> Vec<LabelRow> {
    Kind::ALL.iter().enumerate().map(|(at, kind)| row(*kind, at, tables, items)).collect()
}

fn row(kind: Kind, at: usize, tables: &[TableSummary], items: &[Item]) -> LabelRow {
    let mut own: Vec<&Item> = items.iter().filter(|item| item.kind == kind).collect();
    own.sort_by_key(|item| std::cmp::Reverse(item.records));
    let mut categories: Vec<String> = Vec::new();
    for item in &own {
        if !categories.contains(&item.category) {
            categories.push(item.category.clone());
        }
    }
    let counted: u64 = tables.iter().map(|table| table.kinds[at]).sum();
    let fullest = own.first().map_or(0, |item| item.records);
    let example = own.iter().find_map(|item| item.examples.expose().first());
    LabelRow {
        kind,
        records: counted.max(fullest),
        fields: own.len() as u64,
        first: own.iter().filter_map(|item| item.first.clone()).min(),
        last: own.iter().filter_map(|item| item.last.clone()).max(),
        example: Sensitive::new(example.cloned().unwrap_or_default()),
        categories,
        purposes: union(own.iter().map(|item| &item.purposes)),
        recipients: union(own.iter().map(|item| &item.recipients)),
        retention: union(own.iter().map(|item| &item.retention)),
        without_reason: without_reason(tables, &own),
    }
}

/// Records without a stated reason: at most the table's records, however many of
/// its fields lack one.
fn without_reason(tables: &[TableSummary], own: &[&Item]) -> u64 {
    let unstated = |item: &&&Item| !item.purposes.iter().any(|p| p.voice == Voice::Stated);
    let of_table = |table: &TableSummary| {
        let in_table = |item: &&&Item| item.place.path == table.path && item.table == table.name;
        own.iter().filter(in_table).filter(unstated).map(|item| item.records).max().unwrap_or(0)
    };
    tables.iter().map(of_table).sum()
}

/// Each text once, by its strongest voice: stated, seen, typical, not stated.
fn union<'a>(lists: impl Iterator<Item = &'a Vec<Voiced>>) -> Vec<Voiced> {
    let mut out: Vec<Voiced> = Vec::new();
    for voiced in lists.flatten() {
        match out.iter_mut().find(|other| other.text == voiced.text) {
            Some(other) if strength(voiced.voice) < strength(other.voice) => {
                *other = voiced.clone()
            }
            Some(_) => {}
            None => out.push(voiced.clone()),
        }
    }
    out.sort_by_key(|voiced| strength(voiced.voice));
    if out.iter().any(|voiced| voiced.voice != Voice::NotStated) {
        out.retain(|voiced| voiced.voice != Voice::NotStated);
    }
    out
}

/// 0 for the strongest voice.
pub fn strength(voice: Voice) -> u8 {
    match voice {
        Voice::Stated => 0,
        Voice::Seen => 1,
        Voice::Typical => 2,
        Voice::NotStated => 3,
    }
}
