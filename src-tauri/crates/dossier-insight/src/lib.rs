//! Pure reasoning over what was imported: what is held and why, what an answer
//! leaves out, what contradicts what.
//!
//! The border is here because every sentence that accuses must be repeatable by
//! somebody else: the functions take tables, statements and the catalog, and give
//! values. They read no file, know no company, keep no state and ask no clock
//! (`today` is a parameter). What they look for and in which words they speak is
//! declared in the catalog; only the mechanics are here.
//!
//! ```
//! use dossier_catalog::{ValueWords, category::Categories, finding::FindingRules, purpose::Terms};
//! use dossier_insight::{Answer, Knowledge, items};
//! let (categories, terms) = (Categories::default(), Terms::default());
//! let (rules, values) = (FindingRules::default(), ValueWords::default());
//! let knowledge =
//!     Knowledge { categories: &categories, terms: &terms, rules: &rules, values: &values };
//! assert!(items(&Answer::default(), &knowledge).is_empty());
//! ```

mod about;
mod answer;
mod attach;
mod benefit;
mod checklist;
mod compare;
mod dates;
mod finding;
mod findings;
mod gain;
mod items;
mod keys;
mod knowledge;
mod label;
mod moved;
mod names;
mod phone;
mod reporting;
mod rules;
mod scene;
mod sure;
mod text;
mod why;

pub use about::{is_about, main_kind, names_table, one_thing, share_a_word};
pub use answer::{Announced, Answer, DeclaredFact, Hint, IdentityValue, identity_values};
pub use attach::Attached;
pub use benefit::{BenefitLine, Serves, benefit_ledger};
pub use checklist::{AnswerState, ChecklistItem, checklist, is_of_data};
pub use compare::{
    ComparedPair, ComparedRecord, Comparison, Keyed, Matched, compare, match_records, stable_table,
};
pub use dates::{end_of, iso_period};
pub use finding::{Correction, Finding, FindingEvidence, Part, reason, sentence};
pub use findings::findings;
pub use gain::{Gain, GainColumns, GainSum, currency_of, gain_columns};
pub use items::{Holdings, holdings, items};
pub use keys::{KeyColumn, stable_key};
pub use knowledge::Knowledge;
pub use label::{LabelRow, label, strength};
pub use moved::{Values, moved};
pub use reporting::about_the_person;
pub use rules::links::{Holder, SharedIdentifier, shared_identifiers};
pub use why::{FlowBand, WhyCell, flow, why_matrix};
