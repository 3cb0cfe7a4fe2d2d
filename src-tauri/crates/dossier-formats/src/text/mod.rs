//! Bytes to text in any encoding, and running text by paragraphs.

mod decode;
mod paragraphs;

pub(crate) use decode::{TextSource, preview};
pub(crate) use paragraphs::{Paragraphs, read_text, read_text_from};

/// Signs that begin an entry of a list.
const BULLETS: [char; 16] =
    ['•', '·', '▪', '◦', '‣', '●', '○', '■', '►', '✓', '*', '-', '–', '—', '−', '+'];

/// Whether a word begins compounds that keep their hyphen where a line breaks them:
/// `cross-context`, `e-mail`, `up-to-date`.
pub fn is_compound_prefix(word: &str) -> bool {
    const PREFIXES: [&str; 14] = [
        "cross", "non", "opt", "e", "long", "short", "self", "well", "real", "third", "machine",
        "nous", "vous", "peut",
    ];
    const LINKS: [&str; 6] = ["to", "of", "the", "by", "and", "in"];
    let word = word.to_lowercase();
    let linked = word.rsplit_once('-').is_some_and(|(_, last)| LINKS.contains(&last));
    linked || PREFIXES.contains(&word.as_str())
}

/// Whether a sign begins an entry of a list where a blank stands behind it.
pub fn is_bullet(sign: char) -> bool {
    BULLETS.contains(&sign)
}
