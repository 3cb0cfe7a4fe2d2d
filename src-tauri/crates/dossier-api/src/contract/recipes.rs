use dossier_model::MemberPath;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a table is read: what a person found out about it, and no data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct RecipeView {
    /// The encoding, by its web label; empty to find out.
    pub encoding: String,
    /// The separator; empty for one column or columns by position.
    pub separator: String,
    /// The line of the header, counted from 1; 0 for no header.
    pub header_line: u32,
    /// `dmy`, `mdy`, `ymd`; empty to find out.
    pub date_order: String,
    /// Headers with the ids of their categories.
    pub columns: Vec<(String, String)>,
    /// What the person calls it.
    pub name: String,
}

/// Asks how a table is read, or would be read by another recipe.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct TablePreviewRequest {
    /// The import.
    pub import: u32,
    /// The member.
    pub path: MemberPath,
    /// The table, if the member has several.
    #[ts(optional)]
    pub table: Option<u32>,
    /// Read by this instead of what was found.
    #[ts(optional)]
    pub recipe: Option<RecipeView>,
    /// Language of the labels.
    pub language: String,
}

/// One column as it would be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct PreviewColumn {
    /// The header.
    pub header: String,
    /// The id of its category.
    pub category: String,
    /// Its label.
    pub label: String,
    /// Why.
    pub because: String,
    /// `dmy`, `mdy`, `ymd`, `unsure`, or empty for no dates.
    pub dates: String,
}

/// A table before it is understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct TablePreviewView {
    /// The encoding that was found or chosen.
    pub encoding: String,
    /// The separator.
    pub separator: String,
    /// The line of the header; 0 for none.
    pub header_line: u32,
    /// The first ten rows as they are cut, before it is said which is the header.
    pub rows: Vec<Vec<String>>,
    /// The first twenty lines as they stand there.
    pub lines: Vec<String>,
    /// The columns.
    pub columns: Vec<PreviewColumn>,
    /// All of this as a recipe.
    pub recipe: RecipeView,
}

/// Keeps a recipe, or gives it out.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct RecipeRequest {
    /// The import.
    pub import: u32,
    /// The member.
    pub path: MemberPath,
    /// The recipe.
    pub recipe: RecipeView,
    /// Language of the answer.
    pub language: String,
}
