//! A letter as PDF, page images, mail and text.
//!
//! The border is here so that the letter itself stays plain data: each
//! renderer takes the finished [`Letter`] and nothing else, and nothing but
//! what is printed goes into a file's metadata.

mod docx;
mod mail;
mod paper;
mod plain;
mod sheet;

pub use docx::docx;
pub use mail::eml;
pub use paper::{Paper, PaperBlock, paper};
pub(crate) use plain::clean;
pub use plain::{fields, text};
pub(crate) use sheet::unprintable;
pub use sheet::{pdf, preview};

#[cfg(doc)]
use crate::letter::Letter;
