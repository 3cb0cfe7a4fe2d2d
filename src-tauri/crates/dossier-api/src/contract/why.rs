//! Why data are held, to whom they go, how long, and what they buy.

use dossier_model::{Kind, SourcePlace, Voice};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{EntryFilter, EntryId, ItemView, RequestItem, Text, VoicedView};

/// Asks about some companies, or about all.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct WhyRequest {
    /// Controllers; empty for all.
    pub controllers: Vec<u32>,
    /// The language for catalog texts.
    pub language: String,
}

/// The why matrix and the flow data, purpose, recipient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct WhyView {
    /// The columns: purposes, the largest first; "not stated" is the last, if any.
    pub purposes: Vec<PurposeColumn>,
    /// Recipients, the largest first; "not stated" is the last, if any.
    pub recipients: Vec<RecipientColumn>,
    /// One cell for each kind and purpose that meet.
    pub cells: Vec<WhyCellView>,
    /// The bands of the flow, the widest first.
    pub bands: Vec<BandView>,
    /// The fields behind, for correcting guesses.
    pub items: Vec<WhyItemView>,
    /// Entries for which no purpose is stated or seen, as in the overview.
    #[ts(type = "number")]
    pub without_purpose: u64,
}

/// One purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PurposeColumn {
    /// A catalog id or the company's own words; empty for "not stated".
    pub id: String,
    /// The plain name; empty for "not stated".
    pub label: String,
    /// One plain sentence; empty for the company's own words.
    pub sentence: String,
    /// The strongest voice that gives it.
    pub voice: Voice,
    /// Whether Art. 21(2) works against it without a reason.
    pub direct_marketing: bool,
    /// Values of the fields that it is for.
    #[ts(type = "number")]
    pub records: u64,
}

/// One recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecipientColumn {
    /// A catalog id or a name; empty for "not stated".
    pub id: String,
    /// The plain name; empty for "not stated".
    pub label: String,
    /// The strongest voice that names it.
    pub voice: Voice,
    /// Values of the fields that go there.
    #[ts(type = "number")]
    pub records: u64,
}

/// What is said of one kind of data for one purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WhyCellView {
    /// The row.
    pub kind: Kind,
    /// The id of the column.
    pub purpose: String,
    /// The strongest voice.
    pub voice: Voice,
    /// Values of the fields.
    #[ts(type = "number")]
    pub records: u64,
    /// Fields.
    pub fields: u32,
    /// Who says so, with quote and place.
    pub reasons: Vec<VoicedView>,
    /// On what basis.
    pub legal_bases: Vec<VoicedView>,
    /// To whom.
    pub recipients: Vec<VoicedView>,
    /// How long.
    pub retention: Vec<VoicedView>,
}

/// One band of the flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BandView {
    /// Whose.
    pub controller: u32,
    /// Whose, by name.
    pub controller_name: String,
    /// Which kind of data.
    pub kind: Kind,
    /// The id of the purpose; empty for "not stated".
    pub purpose: String,
    /// Who gives the purpose.
    pub purpose_voice: Voice,
    /// The id of the recipient; empty for "not stated".
    pub recipient: String,
    /// Who names the recipient.
    pub recipient_voice: Voice,
    /// Values of the fields.
    #[ts(type = "number")]
    pub records: u64,
}

/// One field with whose it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct WhyItemView {
    /// Controller id.
    pub controller: u32,
    /// The controller's name.
    pub controller_name: String,
    /// The kind of data.
    pub kind: Kind,
    /// The holding.
    pub item: ItemView,
}

/// How long one kind of data of one table is kept, and how old it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RetentionBar {
    /// Controller id.
    pub controller: u32,
    /// The controller's name.
    pub controller_name: String,
    /// The kind of data.
    pub kind: Kind,
    /// The table as people call it.
    pub table: String,
    /// The period, by the strongest voice; none if nobody says.
    pub period: Option<VoicedView>,
    /// The period in months, if it is a number.
    pub months: Option<u32>,
    /// The day of the oldest record, ISO 8601.
    pub oldest: Option<String>,
    /// The day of the newest record.
    pub newest: Option<String>,
    /// Whether the data are older than the company's own statement allows.
    pub over: bool,
    /// Records.
    #[ts(type = "number")]
    pub records: u64,
}

/// What links companies: shared identifiers and stated or seen recipients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LinksView {
    /// Companies, identifiers, recipients.
    pub nodes: Vec<LinkNode>,
    /// Which company has which identifier or names which recipient.
    pub edges: Vec<LinkEdge>,
}

/// One node of the picture of links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LinkNode {
    /// Its id within this view.
    pub id: String,
    /// `company`, `identifier` or `recipient`.
    pub group: String,
    /// What to show; the value of an identifier is masked.
    pub label: String,
    /// The kind of identifier, in words; empty otherwise.
    pub category: String,
    /// Who speaks.
    pub voice: Voice,
}

/// One link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LinkEdge {
    /// The id of the company's node.
    pub from: String,
    /// The id of the other node.
    pub to: String,
    /// Records behind it; 0 if it is only stated.
    #[ts(type = "number")]
    pub records: u64,
    /// Who speaks.
    pub voice: Voice,
    /// Where it shows.
    pub place: Option<SourcePlace>,
}

/// What the data buy, and whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct BenefitLedgerView {
    /// One line a field, what serves only the company first.
    pub lines: Vec<LedgerLine>,
    /// What the data are worth to the person, computed from them.
    pub gains: Vec<GainView>,
    /// What serves only the company, ready for an erasure request.
    pub erase: Vec<RequestItem>,
    /// Values of fields that stay under that choice.
    #[ts(type = "number")]
    pub kept: u64,
    /// Values of fields that it would erase.
    #[ts(type = "number")]
    pub erased: u64,
}

/// One line of the benefit ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LedgerLine {
    /// Controller id.
    pub controller: u32,
    /// The controller's name.
    pub controller_name: String,
    /// The kind of data.
    pub kind: Kind,
    /// Catalog id of the category.
    pub category: String,
    /// Its label.
    pub label: String,
    /// Table id.
    pub table: u32,
    /// Field id.
    pub field: u32,
    /// Records with a value.
    #[ts(type = "number")]
    pub records: u64,
    /// `customer`, `both` or `company`: our judgment, never the company's words.
    pub serves: String,
    /// What one would lose with it; empty if nothing is known.
    pub loss: String,
}

/// One thing that the data are worth to the person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct GainView {
    /// `points`, `discounts`, `warranty`, `returns`, `open_orders`, `credit` or
    /// `subscription`.
    pub id: String,
    /// The sentence, with its numbers.
    pub text: Text,
    /// The amount as a plain number with its unit, such as `26.14 EUR`; empty if
    /// it is none.
    pub amount: String,
    /// Records behind it.
    #[ts(type = "number")]
    pub records: u64,
    /// The entries behind it.
    pub entries: EntryFilter,
}

/// Where in the world the data point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PlacesView {
    /// Places that stand in the data as coordinates, the most frequent first.
    pub points: Vec<PlacePoint>,
    /// Countries: of addresses and of stated transfers.
    pub countries: Vec<PlaceCountry>,
    /// Points beyond those listed.
    pub more: u32,
}

/// One place, with the records near it put together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PlacePoint {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// The table it stands in, as people call it.
    pub label: String,
    /// Records here.
    #[ts(type = "number")]
    pub records: u64,
    /// Controller id.
    pub controller: u32,
    /// One of the records.
    pub entry: Option<EntryId>,
}

/// One country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlaceCountry {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// Its name in the language asked for.
    pub label: String,
    /// Records; 0 if it is only stated.
    #[ts(type = "number")]
    pub records: u64,
    /// Who speaks.
    pub voice: Voice,
    /// `data` (it stands in the data) or `transfer` (data go there).
    pub purpose: String,
}
