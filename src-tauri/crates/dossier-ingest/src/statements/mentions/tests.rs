//! How well words of pieces kept apart are marked: printed, and held by floors.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeMap;

use dossier_model::At;

use super::labels;
use crate::statements::evaluation::{marked_pieces, vocabulary};
use crate::statements::observe;

/// What is taken from the tagger: receivers, purposes, kinds of data and sources.
const USED: [char; 4] = ['r', 'p', 'c', 's'];
/// Precision and recall of these together, less a little.
const FLOORS: [f32; 2] = [0.67, 0.58];

fn spans(labels: &[String]) -> Vec<(char, usize, usize)> {
    let mut out: Vec<(char, usize, usize)> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let mut letters = label.chars();
        let (place, kind) = (letters.next(), letters.next());
        match (place, kind, out.last_mut()) {
            (Some('I'), Some(kind), Some(last)) if last.0 == kind && last.2 == at => {
                last.2 = at + 1
            }
            (_, Some(kind), _) => out.push((kind, at, at + 1)),
            _ => {}
        }
    }
    out
}

#[test]
fn words_of_pieces_kept_apart_are_marked() {
    let vocabulary = vocabulary();
    // Marked rightly, met, marked at all, to be marked.
    let mut counts: BTreeMap<char, [usize; 4]> = BTreeMap::new();
    let mut unread = 0;
    for piece in marked_pieces("apart") {
        let seen = observe(piece.text.split("\n\n").map(|text| (At::Whole, text)), &vocabulary);
        let labels = labels(&piece, &seen);
        let reached: usize = labels.iter().flatten().map(|of| spans(of).len()).sum();
        unread += piece.marks.len().saturating_sub(reached);
        for (one, labels) in seen.iter().zip(labels) {
            let Some(labels) = labels else { continue };
            let truth = spans(&labels);
            let tagger = &vocabulary.mentions;
            let sums = one.features.iter().map(|of| {
                let mut sums = tagger.nothing();
                of.iter().for_each(|feature| tagger.add(feature, &mut sums));
                sums
            });
            let told = tagger.tag(sums.collect()).mentions;
            let told: Vec<_> = told.iter().map(|one| (one.kind, one.start, one.end)).collect();
            for one in &truth {
                counts.entry(one.0).or_default()[3] += 1;
            }
            for one in &told {
                let count = counts.entry(one.0).or_default();
                count[2] += 1;
                count[0] += usize::from(truth.contains(one));
                let meets = truth.iter().any(|t| t.0 == one.0 && t.1 < one.2 && one.1 < t.2);
                count[1] += usize::from(meets);
            }
        }
    }
    println!("marks in texts that are not tagged: {unread}");
    let mut used = [0; 4];
    for (kind, count) in counts {
        show(kind, count);
        if USED.contains(&kind) {
            used.iter_mut().zip(count).for_each(|(sum, one)| *sum += one);
        }
    }
    let [precision, recall] = show('*', used);
    assert!(precision >= FLOORS[0] && recall >= FLOORS[1], "{precision} {recall}");
}

fn show(kind: char, [right, met, told, all]: [usize; 4]) -> [f32; 2] {
    let share = |of: usize, whole: usize| of as f32 / whole.max(1) as f32;
    let out = [share(right, told), share(right, all)];
    let met = share(met, told);
    println!("{kind}: precision {:.3} (met {met:.3}), recall {:.3}, of {all}", out[0], out[1]);
    out
}
