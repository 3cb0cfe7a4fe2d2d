use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A place in the program that the person wants to come back to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedView {
    /// Its id.
    pub id: u32,
    /// What the person calls it.
    pub name: String,
    /// The address of the screen with its filters, from `#` on.
    pub hash: String,
}

/// Saves a view; one of the same name is replaced.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SaveViewRequest {
    /// What the person calls it.
    pub name: String,
    /// The address of the screen with its filters, from `#` on.
    pub hash: String,
}

/// Names one saved view.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ViewIdRequest {
    /// Which.
    pub id: u32,
}

/// One step of the history of this opening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HistoryLine {
    /// What was done.
    pub text: super::Text,
    /// Whether it was taken back.
    pub undone: bool,
}

/// Asks for the report of an import as a file.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ReportRenderRequest {
    /// The import.
    pub id: u32,
    /// `json` (all of it) or `csv` (a line a member).
    pub format: String,
    /// The language for catalog texts.
    pub language: String,
}

/// Asks for what a screen shows as PDF.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PageRenderRequest {
    /// The question of the screen.
    pub title: String,
    /// ISO 639-1.
    pub language: String,
    /// The line at the foot of each page.
    pub foot: String,
    /// US letter instead of A4.
    #[serde(default)]
    pub us_letter: bool,
    /// What stands on it.
    pub blocks: Vec<PageBlock>,
}

/// One part of a page.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PageBlock {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A picture.
    Picture(PagePicture),
    /// A table.
    Table(PageTable),
}

/// A picture on a page.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PagePicture {
    /// The SVG; it refers to nothing outside itself.
    pub svg: String,
    /// What it shows.
    pub alt: String,
}

/// A table on a page.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PageTable {
    /// The head.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// Another passphrase, or none; the one so far stands beside it.
#[derive(Clone, Deserialize, TS)]
pub struct ChangePassphraseRequest {
    /// The passphrase so far; absent if a key file opens the vault.
    #[ts(optional, as = "Option<String>")]
    pub old: Option<dossier_model::Sensitive<String>>,
    /// The new one; absent for a key file, by explicit choice.
    #[ts(optional, as = "Option<String>")]
    pub new: Option<dossier_model::Sensitive<String>>,
}
