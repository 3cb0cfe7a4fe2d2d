//! What is told by the pieces around one: the language, records, and what the sentences
//! of a block are about.

use std::collections::{BTreeMap, BTreeSet};

use dossier_catalog::statement::StatementCue as Cue;

use super::super::segment::{Piece, Segment, Shape, label};
use super::super::tokens::{find_any, tokenize};
use super::super::vocabulary::{Language, StatementVocabulary};
use super::LONGEST_SENTENCE;

/// Pieces that stand below the words which close a letter.
const MOST_OF_FOOT: usize = 8;
/// Of these the last may tell of a register.
const LINES_OF_FOOT: usize = 4;

/// Whether the purpose is told by a label more than once: the letter is made of records.
pub(super) fn tells_records(pieces: &[Piece], vocabulary: &StatementVocabulary) -> bool {
    let purpose = |text: &str| {
        let label = label(text).and_then(|(label, _)| vocabulary.heading(&tokenize(label)));
        label.is_some_and(|(cue, _)| cue == Cue::Purpose)
    };
    let labels = pieces.iter().filter(|piece| match piece {
        Piece::Segment(segment) => purpose(&segment.text),
        Piece::Table(_) => false,
    });
    labels.count() > 1
}

/// Whether a line stands by itself between sentences or tables.
pub(super) fn stands_alone(pieces: &[Piece], at: usize, vocabulary: &StatementVocabulary) -> bool {
    let flows = |piece: Option<&Piece>| match piece {
        Some(Piece::Segment(segment)) => {
            let labeled = |(label, _): (&str, &str)| vocabulary.heading(&tokenize(label)).is_some();
            segment.shape == Shape::Sentence
                || segment.text.ends_with(':')
                || label(&segment.text).is_some_and(labeled)
        }
        Some(Piece::Table(_)) => true,
        None => false,
    };
    at > 0 && flows(pieces.get(at - 1)) && flows(pieces.get(at + 1))
}

pub(super) fn main_language(pieces: &[Piece], vocabulary: &StatementVocabulary) -> usize {
    let texts = pieces.iter().filter_map(|piece| match piece {
        Piece::Segment(segment) => Some(segment.text.as_str()),
        Piece::Table(_) => None,
    });
    vocabulary.language_of_most(texts).unwrap_or_default()
}

/// What the sentences of a block are about by their own words: receivers, sources or
/// purposes.
pub(super) fn near(pieces: &[Piece], vocabulary: &StatementVocabulary) -> BTreeMap<usize, Cue> {
    let mut votes: BTreeMap<usize, Vec<Cue>> = BTreeMap::new();
    for piece in pieces {
        let Piece::Segment(segment) = piece else { continue };
        let words = tokenize(&segment.text);
        if segment.shape != Shape::Sentence || words.len() > LONGEST_SENTENCE {
            continue;
        }
        let Some(language) = vocabulary.language_of(&words) else { continue };
        let language = vocabulary.language(language);
        let cued = |cue: &Cue| {
            language.has(&language.cues, *cue, &words)
                && !language.has(&language.vetoes, *cue, &words)
        };
        let all = [Cue::Recipient, Cue::Source, Cue::Retention, Cue::Category];
        let votes = votes.entry(segment.block).or_default();
        votes.extend(all.into_iter().filter(cued));
        let reasons = &language.reasons;
        let opens = reasons.clauses.iter().chain(&reasons.nouns).chain(&reasons.infinitives);
        if language.reasons.verb_last() && opens.clone().any(|phrase| phrase.find(&words).is_some())
            || !language.reasons.verb_last() && cued(&Cue::Purpose)
        {
            votes.push(Cue::Purpose);
        }
    }
    let most = |cues: Vec<Cue>| {
        let count = |cue: Cue| cues.iter().filter(|other| **other == cue).count();
        [Cue::Recipient, Cue::Source, Cue::Purpose].into_iter().find(|cue| {
            let others = cues.iter().filter(|other| *other != cue).map(|other| count(*other));
            let least = if *cue == Cue::Purpose { 2 } else { 1 };
            count(*cue) >= least && count(*cue) > others.max().unwrap_or(0)
        })
    };
    votes.into_iter().filter_map(|(block, cues)| Some((block, most(cues)?))).collect()
}

/// The line that closes a letter in words of its own: short, behind a sentence, with a comma
/// before a name, and below it nothing but names and the foot of the page.
pub(super) fn signs(pieces: &[Piece], vocabulary: &StatementVocabulary) -> Option<usize> {
    let name = |text: &str| {
        !text.contains([':', ',', '.'])
            && !text.contains(|c: char| c.is_ascii_digit())
            && text.starts_with(char::is_uppercase)
    };
    // The name may stand on the same line.
    let parts = |piece| {
        let text: &str = short_line(piece, 7)?;
        text.split_once([',', '!']).map(|(words, name)| (words, name.trim()))
    };
    let at = pieces.iter().rposition(|piece| {
        parts(piece).is_some_and(|(words, own)| {
            let few = words.split_whitespace().count() <= 5 && words.len() > 4;
            few && words.starts_with(char::is_uppercase) && (own.is_empty() || name(own))
        })
    })?;
    let below = &pieces[at + 1..];
    let (_, own) = parts(&pieces[at])?;
    let next = below.first().and_then(|piece| short_line(piece, 4));
    let behind = matches!(pieces.get(at.checked_sub(1)?),
        Some(Piece::Segment(segment)) if segment.shape == Shape::Sentence);
    let signed = if own.is_empty() { next.is_some_and(name) } else { !below.is_empty() };
    let told = |piece: &Piece| match piece {
        Piece::Segment(segment) => {
            let heading = vocabulary.heading(&tokenize(&segment.text)).is_some();
            segment.shape == Shape::Bullet || segment.shape == Shape::Line && heading
        }
        Piece::Table(_) => true,
    };
    let foot = below.len() <= MOST_OF_FOOT && !below.iter().any(told);
    (at > 1 && behind && signed && foot).then_some(at)
}

/// Where the foot of the last page begins: registers, their numbers and what follows.
pub(super) fn foot(pieces: &[Piece], vocabulary: &StatementVocabulary) -> Option<usize> {
    let from = pieces.len().saturating_sub(LINES_OF_FOOT).max(2);
    let registers = |piece: &Piece| match piece {
        Piece::Segment(segment) if segment.shape != Shape::Bullet => {
            let words = tokenize(&segment.text);
            let found = |language: &Language| find_any(&language.footers, &words).is_some();
            segment.text.contains(|c: char| c.is_ascii_digit())
                && vocabulary.languages.iter().any(found)
        }
        _ => false,
    };
    (from..pieces.len()).find(|at| registers(&pieces[*at]))
}

/// A line of few words.
fn short_line(piece: &Piece, most: usize) -> Option<&str> {
    match piece {
        Piece::Segment(segment) => {
            let count = segment.text.split_whitespace().count();
            (segment.shape == Shape::Line && count <= most).then_some(&segment.text)
        }
        Piece::Table(_) => None,
    }
}

/// Whether an entry is only the name of the entries below it: `• Contact` before
/// `– telephone number`.
pub(super) fn opens_group(segment: &Segment, next: Option<&Piece>) -> bool {
    let Some(Piece::Segment(next)) = next else { return false };
    let entries = segment.shape == Shape::Bullet && next.shape == Shape::Bullet;
    entries
        && !segment.numbered
        && !next.numbered
        && next.indent > segment.indent
        && segment.text.split_whitespace().count() <= 4
        && !segment.text.contains([':', ',', '.', '('])
}

/// The blocks of short lines `label: value` that stand among their like.
pub(super) fn pairs(pieces: &[Piece]) -> BTreeSet<usize> {
    let pair = |piece: &Piece| match piece {
        Piece::Segment(segment) if segment.shape != Shape::Sentence && !segment.more => {
            label(&segment.text).map(|_| segment.block)
        }
        _ => None,
    };
    let found = pieces.windows(2).filter_map(|two| Some([pair(&two[0])?, pair(&two[1])?]));
    found.flatten().collect()
}
