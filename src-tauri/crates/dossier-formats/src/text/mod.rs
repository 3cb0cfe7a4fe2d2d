//! Bytes to text in any encoding, and running text by paragraphs.

mod decode;
mod paragraphs;

pub(crate) use decode::{TextSource, preview};
pub(crate) use paragraphs::{Paragraphs, read_text};
