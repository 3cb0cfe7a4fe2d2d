//! Law, right, language, controller and chosen items in, a letter out; and the
//! day until which the answer is due.
//!
//! The border is here because a letter is a pure function: what the law says
//! comes from `catalog/laws`, what the letter says from `catalog/letters`, what
//! it is about from the caller, and `today` is an argument. The crate reads no
//! file, asks no clock and knows neither vault nor window. What is deliberately
//! absent: sending, and any sentence of a letter in Rust.

mod annex;
mod deadline;
mod draft;
mod error;
mod guard;
mod letter;
mod mask;
mod reminder;
mod render;
mod request;
mod require;
mod text;

pub use deadline::{
    CaseAnswer, CountFacts, Deadline, DeadlineError, Kept, Step, due, retention_end, run_cases,
};
pub use draft::draft;
pub use error::LetterError;
pub use guard::{check, given_away};
pub use letter::{Align, Annex, Block, Column, Letter, Table, Warning};
pub use mask::mask;
pub use reminder::{Reminder, calendar};
pub use render::{Paper, PaperBlock, docx, eml, fields, paper, pdf, preview, text as plain_text};
pub use request::{
    Addressee, Channel, Correction, Entry, Fact, Identifier, LetterRequest, Sender, Shown,
};
pub use text::short_date;
