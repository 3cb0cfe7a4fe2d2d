//! What data are worth to the person they are about, as declared entries.

use serde::{Deserialize, Serialize};

use super::FieldFilter;

/// How a worth is computed from rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GainCompute {
    /// The newest number of the field: a balance.
    Balance,
    /// The sum of the field's numbers over the rows that count.
    Sum,
    /// The number of rows that count.
    Count,
}

/// One thing that data are worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GainSpec {
    /// What it is: `points`, `discounts`, `warranty`, `returns`, `open_orders`,
    /// `credit` or `subscription`. Several entries may find the same thing.
    pub id: String,
    /// How it is computed.
    pub compute: GainCompute,
    /// The field that holds it.
    pub fields: FieldFilter,
    /// The field beside it that holds what one unit is worth, in hundredths.
    #[serde(default)]
    pub unit_worth: Option<FieldFilter>,
    /// A row counts only if this field beside it has one of `values`.
    #[serde(default)]
    pub only: Option<FieldFilter>,
    /// The values that count, folded; empty for any value.
    #[serde(default)]
    pub values: Vec<String>,
    /// Values of which none may stand there.
    #[serde(default)]
    pub not_values: Vec<String>,
    /// A row counts only if the field's date lies in the future.
    #[serde(default)]
    pub running: bool,
    /// A row counts only if its day is not older than so many months.
    #[serde(default)]
    pub within_months: u32,
    /// Another entry of the same id that found something makes this one silent.
    #[serde(default)]
    pub fallback: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GainFile {
    pub gains: Vec<GainSpec>,
}
