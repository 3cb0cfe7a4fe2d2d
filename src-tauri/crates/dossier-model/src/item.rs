use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Sensitive, SourcePlace};

/// Who speaks. The three voices and their absence are never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// The company said it: there is a quote and its place.
    Stated,
    /// It stands in the data: there is a place.
    Seen,
    /// Our assumption, from the catalog. Never in a letter as a fact.
    Typical,
    /// Nobody says. A finding of its own.
    NotStated,
}

/// A text with the voice that speaks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Voiced {
    /// A catalog id (`dpv:DirectMarketing`) or the company's own words.
    #[ts(as = "String")]
    pub text: Sensitive<String>,
    /// Who speaks.
    pub voice: Voice,
    /// The quote or value and where it stands; none for `Typical`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub place: Option<SourcePlace>,
    /// Whether the person said so: then it is `Typical`, as it proves nothing against
    /// the company, and still no guess of ours.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub own: bool,
}

impl Voiced {
    /// What our catalog assumes.
    pub fn guess(text: impl Into<Sensitive<String>>) -> Self {
        Self { text: text.into(), voice: Voice::Typical, place: None, own: false }
    }

    /// What the person said.
    pub fn own(text: impl Into<Sensitive<String>>) -> Self {
        Self { own: true, ..Self::guess(text) }
    }

    /// What stands in the data.
    pub fn seen(text: impl Into<Sensitive<String>>, place: Option<SourcePlace>) -> Self {
        Self { text: text.into(), voice: Voice::Seen, place, own: false }
    }

    /// Nobody says.
    pub fn nobody() -> Self {
        Self { text: Sensitive::default(), voice: Voice::NotStated, place: None, own: false }
    }
}

/// The twelve kinds of data of the label card, always in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Who you are.
    Identity,
    /// How to reach you.
    Contact,
    /// Your account and how you sign in.
    Account,
    /// What you bought, returned, wished for.
    Orders,
    /// How you paid.
    Payment,
    /// What you asked and what was answered.
    Support,
    /// What you searched, watched, clicked.
    Behaviour,
    /// Where you were.
    Location,
    /// Your devices and technical traces.
    Device,
    /// What they concluded about you.
    Inferences,
    /// What they send you and what you allowed.
    Marketing,
    /// Other people and other companies.
    ThirdParties,
}

impl Kind {
    /// All kinds in the order of the label card.
    pub const ALL: [Self; 12] = [
        Self::Identity,
        Self::Contact,
        Self::Account,
        Self::Orders,
        Self::Payment,
        Self::Support,
        Self::Behaviour,
        Self::Location,
        Self::Device,
        Self::Inferences,
        Self::Marketing,
        Self::ThirdParties,
    ];

    /// The bit of this kind in a record's mask of kinds.
    pub fn bit(self) -> u16 {
        1 << (self as u16)
    }
}

/// What the data buy, and whom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Benefit {
    /// Text key of what the customer gets; empty if nothing is known.
    pub customer: String,
    /// Text key of what the company gets.
    pub company: String,
}

/// One holding: the controller holds values of this category in this field.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Item {
    /// The controller's name.
    #[ts(as = "String")]
    pub controller: Sensitive<String>,
    /// The catalog id of the category.
    pub category: String,
    /// Which of the twelve kinds.
    pub kind: Kind,
    /// The member and table.
    pub place: SourcePlace,
    /// The table's name.
    pub table: String,
    /// The field, as the company names it.
    pub field: String,
    /// Records with a value in this field.
    #[ts(type = "number")]
    pub records: u64,
    /// The first date of those records, ISO 8601.
    pub first: Option<String>,
    /// The last date.
    pub last: Option<String>,
    /// A few values.
    #[ts(as = "Vec<String>")]
    pub examples: Sensitive<Vec<String>>,
    /// Why.
    pub purposes: Vec<Voiced>,
    /// On what basis.
    pub legal_bases: Vec<Voiced>,
    /// To whom.
    pub recipients: Vec<Voiced>,
    /// How long.
    pub retention: Vec<Voiced>,
    /// From where.
    pub sources: Vec<Voiced>,
    /// What it buys.
    pub benefit: Benefit,
}

impl std::fmt::Debug for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Item({:?}, {} records)", self.kind, self.records)
    }
}
