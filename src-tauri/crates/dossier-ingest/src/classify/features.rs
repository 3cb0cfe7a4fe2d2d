//! The names that the model weighs: words and pieces of words of the header, its
//! concepts, the forms of the values, and the words around.
//!
//! Each name begins with what it is about, so that a weight can be explained:
//! `t:` a word of the header, `b:` two words, `w:` the whole header, `e:` its last
//! word, `g:` a piece of a word, `h:` a concept, `v:` and `s:` forms of most and of
//! some values, `u:` the same where the header is vague, `p:` `q:` `f:` `o:` words
//! of path, table and file, `a:` the neighbors, `n:` the same where the header is vague.
//! The values as a whole stand in `measures.rs`.
//! What the first look saw in the other columns: `in:` somewhere in the table, `of:`
//! how much of it, `vi:` somewhere, where the header is vague; `le:` and `ri:` in the
//! column before and behind.

use super::around::Around;
use super::evidence::{Evidence, VAGUE};
use super::measures::Features;

/// What a piece of a word counts against a whole word.
pub const PIECE: f32 = 0.35;
const MOST_VALUES: f32 = 0.7;
const SOME_VALUES: f32 = 0.42;
const PLACE: f32 = 0.7;
const AROUND: f32 = 0.5;
/// What the words of the object count against those of the header.
const OWNER: f32 = 0.6;
const NEIGHBOR: f32 = 0.3;
/// What the neighbors count for a header that says what it is about.
const TOPIC: f32 = 0.2;
/// What it counts that some other column holds a group, and how many do.
const ELSEWHERE: f32 = 0.5;
/// The same where the header is vague.
const ELSEWHERE_VAGUE: f32 = 0.4;
/// What the column beside counts.
const BESIDE: f32 = 0.7;
/// Longer words say nothing more.
const LONGEST_WORD: usize = 32;

/// The features of a field.
pub fn of(evidence: &Evidence) -> Features {
    let mut out = Features::new();
    out.insert("bias".to_owned(), 1.0);
    if is_vague(evidence) {
        // `reviews[].text`: the name of the object says what the name in it does not.
        words(&evidence.owner_words, OWNER, &mut out);
    }
    words(&evidence.words, 1.0, &mut out);
    concepts(evidence, &mut out);
    let mut add = |start: &str, names: &[String], strength: f32| {
        for name in names {
            out.insert(format!("{start}{name}"), strength);
        }
    };
    add("v:", &evidence.values, MOST_VALUES);
    add("s:", &evidence.some, SOME_VALUES);
    add("o:", &evidence.path_words, AROUND);
    add("f:", &evidence.file_words, AROUND);
    let place: Vec<String> = evidence.place.iter().map(|(concept, _)| concept.clone()).collect();
    add("p:", &place, PLACE);
    let near: Vec<String> = evidence.near.iter().map(|(concept, _)| concept.clone()).collect();
    add("a:", &near, TOPIC);
    if is_vague(evidence) {
        add("u:", &evidence.values, MOST_VALUES);
        add("q:", &place, PLACE);
        add("n:", &near, NEIGHBOR);
    }
    out.extend(evidence.profile.measures.clone());
    out
}

/// Adds what the first look saw in the other columns.
pub fn add_around(vague: bool, around: &Around<'_>, groups: &[String], out: &mut Features) {
    let name = |group: usize| groups.get(group).map_or("", String::as_str);
    let others = around.others() as f32;
    around.elsewhere(|group, sum| {
        let once = sum.min(1.0);
        out.insert(format!("in:{}", name(group)), ELSEWHERE * once);
        out.insert(format!("of:{}", name(group)), ELSEWHERE * sum / others);
        if vague {
            out.insert(format!("vi:{}", name(group)), ELSEWHERE_VAGUE * once);
        }
    });
    for (side, steps) in [("le", -1), ("ri", 1)] {
        let there = around.beside(steps, |group, chance| {
            out.insert(format!("{side}:{}", name(group)), BESIDE * chance);
        });
        if !there {
            out.insert(format!("{side}:none"), BESIDE);
        }
    }
}

/// Whether a feature is of the words of the header.
pub fn is_of_header(name: &str) -> bool {
    ["t:", "b:", "w:", "e:", "g:"].iter().any(|start| name.starts_with(start))
}

/// Whether the header alone says little.
pub fn is_vague(evidence: &Evidence) -> bool {
    evidence.header.iter().all(|(concept, _)| VAGUE.contains(&concept.as_str()))
}

fn words(words: &[String], strength: f32, out: &mut Features) {
    for word in words {
        out.insert(format!("t:{word}"), strength);
        if !word.bytes().all(|b| b.is_ascii_digit()) {
            pieces(word, |piece| {
                out.insert(format!("g:{piece}"), PIECE * strength);
            });
        }
    }
    for pair in words.windows(2) {
        out.insert(format!("b:{} {}", pair[0], pair[1]), strength);
    }
    if let Some(last) = words.last() {
        out.insert(format!("w:{}", words.join(" ")), strength);
        out.insert(format!("e:{last}"), AROUND * strength);
    }
}

/// All pieces of three to five letters of a word, its ends marked.
pub fn pieces(word: &str, mut found: impl FnMut(&str)) {
    let marked = format!("_{word}_");
    let at: Vec<usize> = marked.char_indices().map(|(at, _)| at).take(LONGEST_WORD).collect();
    let end_of = |index: usize| at.get(index).copied().unwrap_or(marked.len());
    for len in 3..=5 {
        for start in 0..(at.len() + 1).saturating_sub(len) {
            found(&marked[at[start]..end_of(start + len)]);
        }
    }
}

fn concepts(evidence: &Evidence, out: &mut Features) {
    let mut concepts: Vec<&str> = evidence.header.iter().map(|(name, _)| name.as_str()).collect();
    concepts.sort_unstable();
    concepts.dedup();
    if concepts.is_empty() {
        out.insert("h:none".to_owned(), 1.0);
    }
    for (at, a) in concepts.iter().enumerate() {
        out.insert(format!("h:{a}"), 1.0);
        for b in &concepts[at + 1..] {
            out.insert(format!("h:{a}+{b}"), 1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_short_and_long_words() {
        let of = |word: &str| {
            let mut all = Vec::new();
            pieces(word, |piece| all.push(piece.to_owned()));
            all
        };
        assert_eq!(of("nr"), ["_nr", "nr_", "_nr_"]);
        assert_eq!(of(""), Vec::<String>::new());
        assert_eq!(of("żó"), ["_żó", "żó_", "_żó_"]);
        assert!(of(&"a".repeat(500)).len() < 100);
    }
}
