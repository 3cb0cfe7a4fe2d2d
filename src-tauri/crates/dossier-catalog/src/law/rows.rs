//! The rows of a law file.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Texts;

/// Where a fact was taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceSpec {
    /// Named by the rows.
    pub id: String,
    /// The text, decision or page.
    pub title: String,
    /// Where it is published.
    #[serde(default)]
    pub url: String,
    /// `primary`, `case`, `guidance` or `secondary`.
    pub kind: String,
    /// Whether it was read for this file, or is cited from memory.
    pub read: bool,
}

/// A provision that a letter may cite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefSpec {
    /// Cited as `[17-1-a]` in the letters.
    pub id: String,
    /// The citation as it is written in each language, without the law's name.
    pub text: Texts,
    /// Another law than the file's own, such as the commercial code.
    #[serde(default)]
    pub of: Texts,
    /// Source ids.
    pub source: Vec<String>,
    /// Read in the source.
    pub verified: bool,
}

/// A right of the data subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightSpec {
    /// Such as `erasure`.
    pub id: String,
    /// Its everyday name.
    pub name: Texts,
    /// The provision that grants it.
    pub article: String,
    /// Every provision that a letter on this right may cite.
    pub cites: Vec<String>,
    /// When it applies.
    pub condition: Texts,
    /// The deadline row; `none` if no day follows from the law.
    pub deadline: String,
    /// From when on it binds at the latest, if that is still to come for some.
    #[serde(default)]
    pub since: Option<NaiveDate>,
    /// Whether it holds without any balancing of interests.
    #[serde(default)]
    pub absolute: bool,
    /// Whether the person has to give reasons.
    #[serde(default)]
    pub reasons: bool,
    /// Letters of Art. 6(1), where the law knows them.
    #[serde(default)]
    pub legal_bases: Vec<String>,
    /// Source ids.
    pub source: Vec<String>,
    /// Read in the source.
    pub verified: bool,
}

/// The unit in which a period counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountUnit {
    /// Calendar days.
    Day,
    /// Days that are no `off` days.
    BusinessDay,
    /// Weeks.
    Week,
    /// Months, to the same day number, else the last day of the month.
    Month,
    /// Years from the end of the starting year.
    YearEnd,
}

/// What starts a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountFrom {
    /// The arrival at the controller.
    Receipt,
    /// The date of the request itself.
    Request,
    /// The arrival of the request, of identity proof or of a fee: the latest.
    LatestOfReceiptIdentityFee,
}

/// Days on which a period does not end, or which a count of business days skips.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OffDay {
    /// Saturdays.
    Saturday,
    /// Sundays.
    Sunday,
    /// The holidays of the region's calendar.
    Holiday,
}

/// How sure a computed day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// It follows from a text that was read.
    Statute,
    /// A defensible choice where the law is open.
    Policy,
    /// A day that the law does not set; ours.
    OwnWish,
}

/// A period and the way it is counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeadlineSpec {
    /// Such as `respond`.
    pub id: String,
    /// The deadline that it is in its region, if its id is another: `respond`.
    #[serde(default)]
    pub kind: String,
    /// The only region where it applies; empty for all.
    #[serde(default)]
    pub region: String,
    /// The rights it applies to; empty for all.
    #[serde(default)]
    pub rights: Vec<String>,
    /// How many units.
    pub amount: u32,
    /// Of what.
    pub unit: CountUnit,
    /// The region whose holidays count wherever the controller sits; empty if
    /// they are those of the controller's place.
    #[serde(default)]
    pub calendar: String,
    /// From when.
    pub from: CountFrom,
    /// The days that do not count as an end (or as business days).
    #[serde(default)]
    pub off: Vec<OffDay>,
    /// Whether an end on an off day moves to the next day that is none.
    #[serde(default)]
    pub roll: bool,
    /// Whether days between the controller's question and the answer to it stop the clock.
    #[serde(default)]
    pub pauses: bool,
    /// Whether the result is the first day after the period, not its last day.
    #[serde(default)]
    pub day_after: bool,
    /// The provisions.
    pub cites: Vec<String>,
    /// How sure.
    pub confidence: Confidence,
    /// What is open about it, in words.
    #[serde(default)]
    pub doubt: Texts,
    /// Source ids.
    pub source: Vec<String>,
    /// Read in the source.
    pub verified: bool,
}

/// A ground on which a right is exercised, chosen per entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroundSpec {
    /// Such as `no_longer_necessary`.
    pub id: String,
    /// The right it belongs to.
    pub right: String,
    /// The provision.
    pub article: String,
    /// Whether it is the one against marketing.
    #[serde(default)]
    pub marketing: bool,
    /// A few words for a table cell.
    pub text: Texts,
    /// Source ids.
    pub source: Vec<String>,
    /// Read in the source.
    pub verified: bool,
}

/// One thing that an answer to an access request owes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerItemSpec {
    /// Such as `15-1-c`.
    pub id: String,
    /// The provision.
    pub article: String,
    /// What is owed, for a person.
    pub text: Texts,
    /// Whether the law owes it under this right; legal basis, for one, is not.
    pub owed: bool,
    /// Source ids.
    pub source: Vec<String>,
    /// Read in the source.
    pub verified: bool,
}

/// A duty to keep documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionSpec {
    /// Such as `de_vouchers`.
    pub id: String,
    /// The country whose law it is.
    pub country: String,
    /// What has to be kept.
    pub what: Texts,
    /// For how long, from the end of the calendar year.
    pub years: u32,
    /// The statute as it is written in each language.
    pub statute: Texts,
    /// Categories of data that typically stand on such documents.
    #[serde(default)]
    pub categories: Vec<String>,
    /// A longer old period that ends with a change of the law.
    #[serde(default)]
    pub before: Option<OldPeriod>,
    /// Whether this is a duty; a limitation period is only an argument.
    pub duty: bool,
    /// What to know beside it.
    #[serde(default)]
    pub caution: Texts,
    /// Source ids.
    pub source: Vec<String>,
    /// Read in the source.
    pub verified: bool,
}

/// The period before a change of the law shortened it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OldPeriod {
    /// The years that applied before.
    pub years: u32,
    /// The day from which the shorter period applies.
    pub changed: NaiveDate,
}

/// Any other rule worth knowing: fee, identity, exception, escalation and so on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSpec {
    /// Its name.
    pub id: String,
    /// `fee`, `identity`, `exception`, `escalation`, `formality`, `consent`,
    /// `marketing`, `special`, `sanction`, `pending` or `hint`.
    pub kind: String,
    /// The right, if it limits one.
    #[serde(default)]
    pub right: String,
    /// The rule.
    pub text: Texts,
    /// What to answer when the controller invokes it.
    #[serde(default)]
    pub answer: Texts,
    /// The provision as words.
    #[serde(default)]
    pub article: String,
    /// Source ids.
    pub source: Vec<String>,
    /// Read in the source.
    pub verified: bool,
}

/// Whether a right can be used on data held on a legal basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// Always.
    Yes,
    /// When the condition holds.
    If,
    /// After an end date.
    Later,
    /// Not on this basis.
    No,
}

/// When a right fits: a row of the matrix of rights and legal bases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FitSpec {
    /// The right.
    pub right: String,
    /// Letters of Art. 6(1); empty for all.
    #[serde(default)]
    pub bases: Vec<String>,
    /// Whether it fits.
    pub answer: Fit,
    /// What the data must be for it: `marketing`, `given` (not concluded by the
    /// company), `automated`, `shared`; empty if the person judges it.
    #[serde(default)]
    pub when: String,
    /// Why it fits or not, for a person.
    pub reason: Texts,
    /// Source ids.
    pub source: Vec<String>,
    /// Read in the source.
    pub verified: bool,
}

/// A state of the union whose own law follows a common pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateSpec {
    /// `US-VA`.
    pub region: String,
    /// Its name.
    pub name: String,
    /// The name of the act.
    pub act: String,
    /// In force since.
    pub effective: NaiveDate,
    /// Days to respond.
    pub respond_days: u32,
    /// Further days.
    pub extension_days: u32,
    /// The rights of the act.
    pub rights: Vec<String>,
    /// Whether a refusal can be appealed to the company.
    pub appeal: bool,
    /// Whether a list of specific third parties is owed.
    pub third_party_list: bool,
    /// Source ids.
    pub source: Vec<String>,
    /// Read in the source.
    pub verified: bool,
}
