use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{EntryFilter, EntryId};

/// Puts a tag on entries, or takes it off them.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct TagEntriesRequest {
    /// The tag: `evidence`, or what the person wrote, 60 letters at most.
    pub tag: String,
    /// The entries.
    pub entries: Vec<EntryId>,
    /// All entries that this gives, besides: 100,000 at most, unless it names
    /// nothing but whole tables.
    #[ts(optional)]
    pub filter: Option<EntryFilter>,
}

/// Names a tag.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct TagRequest {
    /// The tag.
    pub tag: String,
}

/// Gives a tag another name. One that exists takes the entries in.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RenameTagRequest {
    /// The tag; not the built-in one.
    pub tag: String,
    /// Its new name.
    pub name: String,
}

/// Asks for the tagged entries of a company as the items of a request.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct TagItemsRequest {
    /// The tag.
    pub tag: String,
    /// Controller id.
    pub controller: u32,
}

/// A tag and how often it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TagView {
    /// The tag, as requests name it. To be shown as it is, except for a built-in
    /// one: its words are `tag.<tag>`.
    pub tag: String,
    /// Whether it is always offered: `evidence`.
    pub built_in: bool,
    /// Entries that have it.
    #[ts(type = "number")]
    pub entries: u64,
}
