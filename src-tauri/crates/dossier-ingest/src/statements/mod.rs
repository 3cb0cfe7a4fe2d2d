//! What the company states: purposes, legal bases, recipients, periods and the
//! rest of Art. 15, out of covering letters and of keys inside the data.
//!
//! The border is here because a sentence of a company is evidence: each statement
//! keeps its words and its place, and what is made of them (an id, a name, a
//! period) stands beside the words and never replaces them. The reading is the
//! same for every language; the words are in the catalog.

mod consent;
mod denial;
mod detect;
#[cfg(test)]
mod evaluation;
mod inband;
mod legal;
mod letter;
mod letterhead;
pub mod mentions;
mod names;
pub mod passages;
mod period;
mod quoted;
mod reply;
mod segment;
mod table;
mod tagger;
#[cfg(test)]
mod tests;
pub(crate) mod tokens;
mod vocabulary;

pub use consent::Consents;
pub use denial::{Denial, announcement, denials, done};
pub use inband::{in_band, names_controller, states};
pub(crate) use inband::{is_bare, states_purpose};
pub use letter::{extract, extract_until, observe};
pub use letterhead::{Letterhead, company_in, is_letter, letterhead};
pub use passages::passages;
pub(crate) use quoted::own_words;
pub use reply::{own_request, replies};
pub use table::extract_record;
pub(crate) use table::{read_matrix, states_by_row, topic_lines};
pub use vocabulary::StatementVocabulary;
