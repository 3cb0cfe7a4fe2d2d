//! When things happened.

use dossier_model::Kind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Text;

/// Asks for the timeline.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct TimelineRequest {
    /// Controllers; empty for all.
    pub controllers: Vec<u32>,
    /// Kinds of data; empty for all.
    pub kinds: Vec<Kind>,
    /// What a lane is: `company` or `kind`.
    pub by: String,
    /// From this day, ISO 8601.
    #[ts(optional)]
    pub from: Option<String>,
    /// To this day.
    #[ts(optional)]
    pub to: Option<String>,
    /// The year whose days are counted, for the heat map.
    #[ts(optional)]
    pub year: Option<i32>,
    /// The language for catalog texts.
    pub language: String,
}

/// Records by month and day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TimelineView {
    /// The first day of the records shown, ISO 8601.
    pub first: Option<String>,
    /// The last day.
    pub last: Option<String>,
    /// One lane a company or kind.
    pub lanes: Vec<Lane>,
    /// The days of the year asked for that have records.
    pub days: Vec<DayCount>,
    /// Years that have records, in order.
    pub years: Vec<i32>,
    /// What happened around them, in order.
    pub marks: Vec<TimeMark>,
}

/// One lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Lane {
    /// Its id: of the company, or the word of the kind.
    pub id: String,
    /// The company's name; empty for kinds.
    pub label: String,
    /// The kind, if lanes are kinds.
    pub kind: Option<Kind>,
    /// The company, if lanes are companies.
    pub controller: Option<u32>,
    /// Months with records, in order.
    pub months: Vec<MonthCount>,
    /// Records without a day.
    #[ts(type = "number")]
    pub undated: u64,
}

/// The records of one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MonthCount {
    /// `2024-03`.
    pub month: String,
    /// How many.
    #[ts(type = "number")]
    pub records: u64,
}

/// The records of one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayCount {
    /// `2024-03-05`.
    pub day: String,
    /// How many.
    #[ts(type = "number")]
    pub records: u64,
}

/// Something that happened on a day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct TimeMark {
    /// The day, ISO 8601.
    pub day: String,
    /// `opened`, `closed`, `export`, `deadline` or `sent`.
    pub kind: String,
    /// Controller id.
    pub controller: u32,
    /// What to say.
    pub text: Text,
}
