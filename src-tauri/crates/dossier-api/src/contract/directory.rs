use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ContactView;

/// Searches companies or authorities.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct DirectoryRequest {
    /// Name, brand, domain or mail address; empty for the person's own entries.
    pub query: String,
    /// The language for catalog texts.
    pub language: String,
    /// `company` or `authority`.
    pub what: String,
}

/// One entry of the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DirectoryHit {
    /// Its key.
    pub id: String,
    /// Its legal name.
    pub name: String,
    /// Its domains.
    pub domains: Vec<String>,
    /// How to reach it.
    pub contact: ContactView,
    /// What it wants to be told in a request, in its own words.
    pub required: Vec<String>,
    /// Where the facts were read.
    pub source: String,
    /// Day of the facts, ISO 8601.
    pub as_of: String,
    /// Whether it is the person's own entry.
    pub own: bool,
    /// Whether the facts are older than two years.
    pub stale: bool,
    /// The company in the vault that it is, if any.
    pub controller: Option<u32>,
}

/// Keeps the person's own entry: a correction or a new one.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct SaveDirectoryRequest {
    /// The entry that it corrects; empty for a new one.
    pub id: String,
    /// How to reach it.
    pub contact: ContactView,
    /// Its domains.
    pub domains: Vec<String>,
    /// The language for catalog texts.
    pub language: String,
}

/// Takes the person's own entry out again.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ResetDirectoryRequest {
    /// Which.
    pub id: String,
    /// The language for catalog texts.
    pub language: String,
}

/// Adds a company without an export, so that access can be asked of it.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct AddControllerRequest {
    /// Its entry in the directory; empty if it has none.
    pub directory: String,
    /// Its name, if it has no entry.
    pub name: String,
    /// The language for catalog texts.
    pub language: String,
}
