//! What the shipped tagger was trained on: pieces of letters with marked words.

use std::path::Path;

use serde::Deserialize;

use super::super::tokens::tokenize;
use super::Observation;
use crate::trained::digest_of;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    language: String,
    text: String,
}

/// A piece of a letter with its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedText {
    /// Its number.
    pub id: String,
    /// The language that it is written in.
    pub language: String,
    /// The text without marks.
    pub text: String,
    /// Where the marked words begin and end, and the letter of the mark; `n` for what is
    /// denied.
    pub marks: Vec<(usize, usize, char)>,
}

/// The pieces in a file.
pub fn marked(file: &Path) -> std::io::Result<Vec<MarkedText>> {
    let text = std::fs::read_to_string(file)?;
    text.lines().map(|line| Ok(parse(serde_json::from_str(line)?))).collect()
}

fn parse(line: Line) -> MarkedText {
    let Line { id, language, .. } = line;
    let mut out = MarkedText { id, language, text: String::new(), marks: Vec::new() };
    let mut rest = line.text.as_str();
    while let Some((before, marked)) = rest.split_once("[[") {
        out.text.push_str(before);
        let (mark, after) = marked.split_once("]]").unwrap_or((marked, ""));
        let (kind, words) = mark.split_once(':').unwrap_or(("", mark));
        let start = out.text.len();
        out.text.push_str(words);
        let kind = if kind.starts_with('!') { Some('n') } else { kind.chars().next() };
        out.marks.extend(kind.map(|kind| (start, out.text.len(), kind)));
        rest = after;
    }
    out.text.push_str(rest);
    out
}

/// The label of each word of each observation of a piece: `O`, or `B` and `I` with the
/// letter of the mark. A word that is not in the piece has none.
pub fn labels(piece: &MarkedText, seen: &[Observation]) -> Vec<Option<Vec<String>>> {
    let words = tokenize(&piece.text);
    let label = |at: usize| -> String {
        let word = &words[at];
        let mark =
            piece.marks.iter().find(|(start, end, _)| *start < word.end && word.start < *end);
        match mark {
            None => "O".to_owned(),
            Some((start, _, kind)) => {
                let first = at == 0 || words[at - 1].end <= *start;
                format!("{}{kind}", if first { 'B' } else { 'I' })
            }
        }
    };
    let mut from = 0;
    let mut out = Vec::new();
    for one in seen {
        let n = one.words.len();
        let same = |at: &usize| {
            words
                .get(*at..at + n)
                .is_some_and(|part| part.iter().zip(&one.words).all(|(a, b)| a.fold == *b))
        };
        let place = (from..words.len()).find(same).or_else(|| (0..words.len()).find(same));
        out.push(place.map(|at| (at..at + n).map(label).collect()));
        from = place.map_or(from, |at| at + n);
    }
    out
}

/// The digest of what the tagger learned from.
pub fn digest(pieces: &[MarkedText]) -> String {
    let marks = |piece: &MarkedText| format!("{:?}", piece.marks);
    digest_of(pieces.iter().flat_map(|one| [one.id.clone(), one.text.clone(), marks(one)]))
}
