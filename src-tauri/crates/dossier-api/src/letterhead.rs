//! What the covering letter of an answer says of itself.

/// What an import knows beyond its records.
#[derive(Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub(crate) struct ImportFacts {
    /// The controller's address from the letterhead.
    pub address: String,
    /// The day of the letter.
    pub letter_date: Option<String>,
    /// Whether there is one; none for what was imported before this was kept.
    pub letter: Option<bool>,
    /// Ids of the laws that its letters name.
    pub laws: Vec<String>,
    /// What its letters say instead of an answer.
    pub replies: Vec<dossier_model::Reply>,
}
