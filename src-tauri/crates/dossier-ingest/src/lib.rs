//! Recognizes an answer, reads it by its declaration, classifies its fields and
//! finds what the company states.

pub mod classify;
pub mod statements;
