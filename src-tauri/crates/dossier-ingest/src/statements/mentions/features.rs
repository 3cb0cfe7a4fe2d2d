//! What the tagger looks at, word by word: the word and its neighbors, what stands
//! between them, what the catalog knows them as, what announces the text, and what the
//! rules read there.

use std::fmt::{self, Write};

use super::super::detect::{Cue, Found, Text};
use super::super::period::periods;
use super::super::tokens::{Letters, Phrase, Word, find_all, find_any, place_of};

/// Letters at the beginning of a word by which it is known in other forms.
const STEM: usize = 5;
/// Letters at the beginning and at the end of a word that tell what sort of word it is.
const BEGINNINGS: [usize; 2] = [4, 7];
const ENDS: [usize; 3] = [2, 3, 4];
/// Words before one that may have announced it.
const REACH: usize = 6;

/// The features of one word, beside those of the whole text.
pub(super) fn of_word(text: &Text<'_>, known: &Known, at: usize, mut put: impl FnMut(&str)) {
    let i = at as isize;
    let mut line = String::new();
    // Each is written into the same line: a letter has a hundred thousand of them.
    let mut add = |feature: fmt::Arguments<'_>| {
        line.clear();
        // Writing to a text cannot fail.
        let _ = line.write_fmt(feature);
        put(&line);
    };
    let word = |at: isize| word(text, at);
    let own = plain(word(i));
    add(format_args!("w={own}"));
    for step in [-2, -1, 1, 2] {
        add(format_args!("w{step}={}", plain(word(i + step))));
    }
    add(format_args!("w-={} {own}", plain(word(i - 1))));
    add(format_args!("w+={own} {}", plain(word(i + 1))));
    for step in [-1, 0, 1] {
        if let Some(stem) = beginning(word(i + step), STEM) {
            add(format_args!("^{step}={stem}"));
        }
        add(format_args!("s{step}={}", shape(text, i + step)));
    }
    for length in BEGINNINGS {
        if let Some(beginning) = beginning(own, length) {
            add(format_args!("^={beginning}"));
        }
    }
    for length in ENDS {
        if let Some(end) = end(own, length) {
            add(format_args!("$={end}"));
        }
    }
    let (before, after) = (mark(text, i), mark(text, i + 1));
    add(format_args!("g-={before}"));
    add(format_args!("g+={after}"));
    add(format_args!("g={before}{after}"));
    add(format_args!("s-={}{before}{}", shape(text, i - 1), shape(text, i)));
    add(format_args!("b-={} {}", word(i - 2), word(i - 1)));
    add(format_args!("b+={} {}", word(i + 1), word(i + 2)));
    for step in [-2, -1, 0, 1, 2] {
        for mark in known.at(i + step) {
            add(format_args!("k{step}={mark}"));
        }
    }
    if let Some(topic) = text.topic {
        for mark in known.at(i) {
            add(format_args!("k={mark} {topic:?}"));
        }
    }
    for (cue, parted) in known.announced(at) {
        add(format_args!("a={cue} {parted}"));
    }
    if let Some(cue) = known.follows(at) {
        add(format_args!("f={cue}"));
    }
    let small = |at: &usize| text.language.stop_words.contains(&text.words[*at].fold);
    if let Some(small) = (at.saturating_sub(REACH)..at).rev().find(small) {
        add(format_args!("p={} {}", text.words[small].fold, shape(text, i)));
    }
    if at == 0 {
        add(format_args!("first"));
    }
    if at + 1 == text.words.len() {
        add(format_args!("last"));
    }
}

fn word<'t>(text: &'t Text<'_>, at: isize) -> &'t str {
    usize::try_from(at).ok().and_then(|at| text.words.get(at)).map_or("_", |word| &word.fold)
}

/// What holds of the whole text.
pub(super) fn of_text(text: &Text<'_>, found: &[(Cue, Found)]) -> Vec<String> {
    let mut out = vec![String::new()];
    if let Some(topic) = text.topic {
        out.push(format!("under={topic:?}"));
        out.push(format!("under={topic:?} {}", text.entry));
    }
    if let Some(near) = text.near {
        out.push(format!("near={near:?}"));
    }
    out.push(format!("entry={}", text.entry));
    for (cue, list) in &text.language.cues {
        if find_any(list, &text.words).is_some() {
            out.push(format!("has={cue:?}"));
        }
    }
    for (name, list) in [
        ("no", &text.language.negations),
        ("would", &text.language.suppositions),
        ("frame", &text.language.frame),
    ] {
        if find_any(list, &text.words).is_some() {
            out.push(name.to_owned());
        }
    }
    let mut read: Vec<String> = found.iter().map(|(cue, _)| format!("read={cue:?}")).collect();
    read.dedup();
    out.extend(read);
    out.extend(text.guess.levels().map(|(kind, level)| format!("guess={kind} {level}")));
    out
}

/// Numbers count as numbers, whichever they are.
fn plain(word: &str) -> &str {
    if word.bytes().all(|byte| byte.is_ascii_digit()) { "0" } else { word }
}

fn beginning(word: &str, length: usize) -> Option<&str> {
    let (end, _) = word.char_indices().nth(length)?;
    word.get(..end)
}

fn end(word: &str, length: usize) -> Option<&str> {
    let (start, _) = word.char_indices().rev().nth(length - 1)?;
    word.get(start..).filter(|_| start > 0)
}

/// How a word is written.
fn shape(text: &Text<'_>, at: isize) -> char {
    let Some(word) = usize::try_from(at).ok().and_then(|at| text.words.get(at)) else { return '_' };
    let shown = &text.text[word.start..word.end];
    let mut letters = shown.chars();
    let first = letters.next().unwrap_or('_');
    match first {
        _ if first.is_numeric() => '0',
        _ if word.loud => 'L',
        _ if !first.is_uppercase() => 'a',
        _ if letters.any(char::is_uppercase) => 'M',
        _ => 'A',
    }
}

/// What stands before a word: the sign that parts it from the one before.
fn mark(text: &Text<'_>, at: isize) -> char {
    let Ok(at) = usize::try_from(at) else { return '^' };
    let start = at.checked_sub(1).and_then(|at| text.words.get(at)).map_or(0, |word| word.end);
    let end = text.words.get(at).map_or(text.text.len(), |word| word.start);
    let gap = text.text.get(start..end).unwrap_or_default();
    match gap.chars().find(|c| !c.is_whitespace()) {
        Some('"' | '\'' | '„' | '“' | '”' | '‘' | '’' | '‚' | '«' | '»') => '“',
        Some(sign) => sign,
        None if at == 0 => '^',
        None if gap.is_empty() => '$',
        None => '_',
    }
}

/// What the catalog and the rules know the words of a text as.
pub(super) struct Known {
    marks: Vec<Vec<String>>,
    /// Words that speak of a kind of statement, and where they stand.
    cues: Vec<(String, usize, usize)>,
    /// Where a clause ends: the word behind the sign.
    cuts: Vec<usize>,
}

impl Known {
    pub fn of(text: &Text<'_>, found: &[(Cue, Found)]) -> Self {
        let language = text.language;
        let words = &text.words;
        let mut out =
            Self { marks: vec![Vec::new(); words.len()], cues: Vec::new(), cuts: Vec::new() };
        for (name, table) in [
            ("why", &language.purposes),
            ("who", &language.recipient_types),
            ("from", &language.sources),
            ("land", &language.countries),
            ("base", &language.bases),
            ("safe", &language.safeguards),
        ] {
            for (_, start, end) in find_all(table, words) {
                out.put(name, start, end);
            }
        }
        for (_, start, end) in find_all(&language.data, words) {
            out.put("data", start, end);
        }
        for span in periods(words, language) {
            out.put("time", span.start, span.end);
        }
        for (name, list) in [
            ("all", &language.all_data),
            ("role", &language.roles),
            ("sort", &language.descriptors),
            ("nobody", &language.no_names),
            ("until", &language.criteria),
            ("no", &language.negations),
            ("in order", &language.reasons.clauses),
            ("in order", &language.reasons.nouns),
            ("in order", &language.reasons.infinitives),
            ("uses", &language.reasons.uses),
            ("verb", &language.reasons.breaks),
            ("authority", &language.authorities),
        ] {
            for (start, end) in matches(list, words) {
                out.put(name, start, end);
            }
        }
        for at in 0..words.len() {
            if let Some(end) = text.vocabulary.common.legal_form_at(text.text, words, at) {
                out.put("form", at, end);
            }
            if let Some((end, _)) = text.vocabulary.common.firms.at(text.text, words, at) {
                out.put("firm", at, end);
            }
            let fold = &words[at].fold;
            for (name, list) in [
                ("the", &language.articles),
                ("our", &language.ours),
                ("your", &language.yours),
                ("and", &language.conjunctions),
                ("clause", &language.clause_starts),
                ("which", &text.vocabulary.common.relatives),
            ] {
                if list.contains(fold) {
                    out.put(name, at, at + 1);
                }
            }
            if at > 0 && [',', ';', ':', '('].contains(&mark(text, at as isize)) {
                out.cuts.push(at);
            }
        }
        for (cue, list) in &language.cues {
            let cue = format!("{cue:?}");
            for (start, end) in matches(list, words) {
                out.put(&format!("cue {cue}"), start, end);
                out.cues.push((cue.clone(), start, end));
            }
        }
        for (cue, one) in found {
            if let Some((start, end)) = place_of(&one.value, words) {
                out.put(&format!("read {cue:?}"), start, end);
            }
            if *cue != Cue::Category {
                for named in one.applies_to.split(", ") {
                    if let Some((start, end)) = place_of(named, words) {
                        out.put("of", start, end);
                    }
                }
            }
        }
        out
    }

    /// `B` marks the first word, `I` the others.
    fn put(&mut self, name: &str, start: usize, end: usize) {
        for at in start..end.min(self.marks.len()) {
            let mark = format!("{}{name}", if at == start { 'B' } else { 'I' });
            if !self.marks[at].contains(&mark) {
                self.marks[at].push(mark);
            }
        }
    }

    fn at(&self, at: isize) -> &[String] {
        usize::try_from(at).ok().and_then(|at| self.marks.get(at)).map_or(&[], Vec::as_slice)
    }

    /// The last words before one that speak of a kind, and whether a clause ended since.
    fn announced(&self, at: usize) -> impl Iterator<Item = (&str, bool)> {
        let last = self.cues.iter().filter(|(.., end)| *end <= at).map(|(.., end)| *end).max();
        self.cues.iter().filter(move |(.., end)| Some(*end) == last).map(move |(cue, _, end)| {
            (cue.as_str(), self.cuts.iter().any(|cut| (*end..=at).contains(cut)))
        })
    }

    /// The next words behind one that speak of a kind.
    fn follows(&self, at: usize) -> Option<&str> {
        let next = self.cues.iter().filter(|(_, start, _)| *start > at);
        next.min_by_key(|(_, start, _)| *start).map(|(cue, ..)| cue.as_str())
    }
}

fn matches<'a>(list: &'a [Phrase], words: &'a [Word]) -> impl Iterator<Item = (usize, usize)> + 'a {
    let letters = Letters::of(words);
    list.iter().filter(move |phrase| phrase.may_be_in(letters)).flat_map(move |phrase| {
        (0..words.len()).filter_map(move |at| Some((at, phrase.matches_at(words, at)?)))
    })
}
