//! Bytes to text in any encoding, and running text by paragraphs.

mod decode;
mod paragraphs;

pub(crate) use decode::{TextSource, preview};
pub(crate) use paragraphs::{Paragraphs, read_text};

/// Signs that begin an entry of a list.
const BULLETS: [char; 16] =
    ['•', '·', '▪', '◦', '‣', '●', '○', '■', '►', '✓', '*', '-', '–', '—', '−', '+'];

/// Whether a sign begins an entry of a list where a blank stands behind it.
pub fn is_bullet(sign: char) -> bool {
    BULLETS.contains(&sign)
}
