use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Kind, MemberPath, TableSummary};

/// What an import is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Taking the inventory of members.
    List,
    /// Finding out whose answer it is.
    Recognize,
    /// Reading members into the vault.
    Read,
    /// Finishing the search index and the summaries.
    Index,
    /// Making it visible.
    Store,
}

/// One word from long work. A host may drop any of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Progress {
    /// What is done now.
    pub phase: Phase,
    /// The member at work, if any.
    pub member: MemberPath,
    /// Members finished.
    pub done: u32,
    /// Members known so far.
    pub total: u32,
    /// Bytes read so far, after decompression.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Records read so far.
    #[ts(type = "number")]
    pub records: u64,
    /// The first tables found, to be shown while the rest is read.
    pub tables: Vec<FoundTable>,
}

/// A table as it is known while it is read.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FoundTable {
    /// The member that it stands in.
    pub path: MemberPath,
    /// Its name inside the member; empty if it is the only one.
    pub name: String,
    /// Its columns.
    pub fields: Vec<String>,
    /// The kinds of data that its columns hold.
    pub kinds: Vec<Kind>,
    /// Its records so far.
    #[ts(type = "number")]
    pub records: u64,
}

impl FoundTable {
    /// Tables that one word carries at most.
    pub const MOST: usize = 24;
    /// Columns named of one table at most.
    pub const MOST_FIELDS: usize = 40;

    /// A table that was read to its end.
    pub fn of(summary: &TableSummary) -> Self {
        Self {
            path: summary.path.clone(),
            name: summary.name.clone(),
            fields: summary
                .fields
                .iter()
                .take(Self::MOST_FIELDS)
                .map(|field| field.name.clone())
                .collect(),
            kinds: Self::distinct(summary.fields.iter().map(|field| field.kind)),
            records: summary.records,
        }
    }

    /// Each kind once, in the order of its first column.
    pub fn distinct(of_fields: impl Iterator<Item = Option<Kind>>) -> Vec<Kind> {
        let mut kinds = Vec::new();
        for kind in of_fields.flatten() {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds
    }
}

impl std::fmt::Debug for FoundTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FoundTable({} fields, {} records)", self.fields.len(), self.records)
    }
}
