use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One word of a text: folded for comparing, with its place in the original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub fold: String,
    pub start: usize,
    pub end: usize,
    letter: Letters,
    /// Whether it is written in capitals alone.
    pub loud: bool,
}

impl Word {
    pub fn new(text: &str, start: usize, end: usize) -> Self {
        let shown = &text[start..end];
        let loud = shown.len() > 1 && shown.chars().all(char::is_uppercase);
        let fold = fold(shown);
        Self { letter: Letters::first(&fold), loud, fold, start, end }
    }

    /// The same word, said to end there.
    pub fn to(&self, end: usize) -> Self {
        Self { end, ..self.clone() }
    }
}

/// The words of a text. Punctuation is no word; `§` is.
pub(crate) fn tokenize(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        let inside = c.is_alphanumeric() || is_combining_mark(c);
        match (inside, open) {
            (true, None) => open = Some(at),
            (false, Some(from)) => {
                out.push(Word::new(text, from, at));
                open = None;
            }
            _ => {}
        }
        if c == '§' {
            out.push(Word::new(text, at, at + c.len_utf8()));
        }
    }
    if let Some(from) = open {
        out.push(Word::new(text, from, text.len()));
    }
    out
}

/// Lower case without accents, `ß` as `ss`.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' | 'ẞ' => out.push_str("ss"),
            'œ' | 'Œ' => out.push_str("oe"),
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// A phrase of the catalog, ready to be looked for. There are tens of thousands, and a
/// letter that names data of its own looks with a copy of them: the words are shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Its steps, folded, a space between two: words with `|` and `*`, and `^`, `…`, `?`.
    steps: Arc<str>,
    /// The first letters that a word may have with which a match begins.
    head: Letters,
    /// For its first words, the first letters that each may have.
    letters: [Letters; 3],
}

/// A set of first letters: most phrases are ruled out by them at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letters(u64);

impl Letters {
    const ANY: Self = Self(u64::MAX);

    /// The first letters of the words of a text.
    pub fn of(words: &[Word]) -> Self {
        Self(words.iter().fold(0, |set, word| set | word.letter.0))
    }

    fn first(word: &str) -> Self {
        word.chars().next().map_or(Self::ANY, |c| Self(1 << (u32::from(c) % 64)))
    }

    /// Those that a word of a phrase may begin with.
    fn of_step(step: &str) -> Self {
        let begin = |glob: &str| Self::first(glob.split('*').next().unwrap_or_default()).0;
        Self(step.split('|').fold(0, |set, glob| set | begin(glob)))
    }
}

const START: &[u8] = b"^";
const GAP: &[u8] = "…".as_bytes();
const ANY_WORD: &[u8] = b"?";

/// Whether a step of a phrase is a word.
fn is_word(step: &[u8]) -> bool {
    ![START, GAP, ANY_WORD].contains(&step)
}

/// Whether a word is as a glob says. Globs are short: a search made for long texts takes
/// longer than looking at each letter.
fn fits(glob: &[u8], word: &[u8]) -> bool {
    for (at, letter) in glob.iter().enumerate() {
        if *letter == b'*' {
            return ends(&glob[at + 1..], &word[at..]);
        }
        if word.get(at) != Some(letter) {
            return false;
        }
    }
    glob.len() == word.len()
}

/// Whether what follows a star of a glob fits to what is left of a word.
fn ends(glob: &[u8], word: &[u8]) -> bool {
    let Some(star) = glob.iter().position(|letter| *letter == b'*') else {
        return word.ends_with(glob);
    };
    let part = &glob[..star];
    let found = (0..=word.len()).find(|at| word[*at..].starts_with(part));
    found.is_some_and(|at| ends(&glob[star + 1..], &word[at + star..]))
}

/// Words that a gap may span.
const LONGEST_GAP: usize = 6;

impl Phrase {
    pub fn new(text: &str) -> Self {
        // A phrase is split as texts are, so that `l'exécution` is two words.
        let spaced = text.replace(['\'', '’', '-', '.', '(', ')', ','], " ");
        let sign = |step: &&str| !is_word(step.as_bytes());
        let folded = |step: &str| if sign(&step) { step.to_owned() } else { fold(step) };
        let steps: Vec<String> = spaced.split_whitespace().map(folded).collect();
        let mut letters = [Letters::ANY; 3];
        let words = steps.iter().map(String::as_str).filter(|step| !sign(step));
        for (letters, word) in letters.iter_mut().zip(words) {
            *letters = Letters::of_step(word);
        }
        let head = steps.first().map(String::as_str).filter(|step| !sign(step));
        let head = head.map_or(Letters::ANY, Letters::of_step);
        Self { steps: steps.join(" ").into(), head, letters }
    }

    /// Whether a text with these first letters may have it.
    pub fn may_be_in(&self, text: Letters) -> bool {
        self.letters.iter().all(|step| step.0 & text.0 != 0)
    }

    pub fn all(texts: &[String]) -> Vec<Self> {
        texts.iter().map(|text| Self::new(text)).collect()
    }

    /// The words from `at` on that the phrase covers: the end of the match.
    pub fn matches_at(&self, words: &[Word], at: usize) -> Option<usize> {
        let may = words.get(at).is_none_or(|word| word.letter.0 & self.head.0 != 0);
        if may { matched(self.steps.as_bytes(), words, at) } else { None }
    }

    /// The words that it says itself.
    fn said(&self) -> usize {
        self.steps.split(' ').filter(|step| is_word(step.as_bytes())).count()
    }

    /// The first match: its first word and the word after its last.
    pub fn find(&self, words: &[Word]) -> Option<(usize, usize)> {
        (0..words.len()).find_map(|at| Some((at, self.matches_at(words, at)?)))
    }
}

fn matched(steps: &[u8], words: &[Word], at: usize) -> Option<usize> {
    if steps.is_empty() {
        return Some(at);
    }
    let end = steps.iter().position(|letter| *letter == b' ').unwrap_or(steps.len());
    let (first, rest) = (&steps[..end], steps.get(end + 1..).unwrap_or_default());
    match first {
        START if at == 0 => matched(rest, words, at),
        START => None,
        GAP => (0..=LONGEST_GAP).find_map(|skip| matched(rest, words, at + skip)),
        ANY_WORD => words.get(at).and_then(|_| matched(rest, words, at + 1)),
        _ => {
            let word = words.get(at)?.fold.as_bytes();
            let fits = first.split(|letter| *letter == b'|').any(|glob| fits(glob, word));
            fits.then(|| matched(rest, words, at + 1)).flatten()
        }
    }
}

/// The first match of any phrase.
pub(crate) fn find_any(phrases: &[Phrase], words: &[Word]) -> Option<(usize, usize)> {
    let letters = Letters::of(words);
    let may = phrases.iter().filter(|phrase| phrase.may_be_in(letters));
    may.filter_map(|phrase| phrase.find(words)).min()
}

/// Where a value stands among the words of its text.
pub(crate) fn place_of(value: &str, words: &[Word]) -> Option<(usize, usize)> {
    let value = tokenize(value);
    if value.is_empty() {
        return None;
    }
    let same = |at: &usize| {
        let part = words.get(*at..at + value.len());
        part.is_some_and(|part| part.iter().zip(&value).all(|(a, b)| a.fold == b.fold))
    };
    let start = (0..words.len()).find(same)?;
    Some((start, start + value.len()))
}

/// All matches of labeled phrases, the most telling where they overlap, in order.
pub(crate) fn find_all<'p, T>(
    table: &'p [(T, Phrase)],
    words: &[Word],
) -> Vec<(&'p T, usize, usize)> {
    let mut found: Vec<(usize, (&T, usize, usize))> = Vec::new();
    let letters = Letters::of(words);
    for (id, phrase) in table.iter().filter(|(_, phrase)| phrase.may_be_in(letters)) {
        for at in 0..words.len() {
            if let Some(end) = phrase.matches_at(words, at) {
                found.push((phrase.said(), (id, at, end)));
            }
        }
    }
    // The phrase that says most, with the fewest words between.
    found.sort_by_key(|(said, (_, start, end))| (std::cmp::Reverse(*said), end - start, *start));
    let mut kept: Vec<(&T, usize, usize)> = Vec::new();
    for (_, candidate) in found {
        let apart = |other: &(&T, usize, usize)| candidate.2 <= other.1 || candidate.1 >= other.2;
        if kept.iter().all(apart) {
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|(_, start, _)| *start);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(phrase: &str, text: &str, expect: bool) {
        let found = Phrase::new(phrase).find(&tokenize(text)).is_some();
        assert_eq!(found, expect, "{phrase:?} in {text:?}");
    }

    #[test]
    fn phrases_match_as_their_signs_say() {
        check("speicher*", "Wir speichern Ihre Daten", true);
        check("*dienstleister", "unsere Versanddienstleister", true);
        check("geben … weiter", "Wir geben Ihre Daten nicht an Dritte weiter.", true);
        check("geben … weiter", "geben eins zwei drei vier fünf sechs sieben weiter", false);
        check("recht auf löschung|berichtigung", "Ihr RECHT auf Berichtigung", true);
        check("l'exécution du contrat", "pour l’execution du contrat", true);
        check("drittländer", "in Drittlander", true);
        check("ein ? dritter", "ein ganz dritter", true);
        check("ein ? dritter", "ein dritter", false);
        check("^ zur", "Zur Lieferung", true);
        check("^ zur", "Daten zur Lieferung", false);
        check("personali*ed", "personalised", true);
        check("personali*ed", "personal", false);
        check("*mitt*ung*", "Datenübermittlungen", true);
    }

    #[test]
    fn words_know_their_place() {
        let text = "Größe: 4 µm (§ 7)";
        let words = tokenize(text);
        let shown: Vec<_> = words.iter().map(|w| &text[w.start..w.end]).collect();
        assert_eq!(shown, ["Größe", "4", "µm", "§", "7"]);
        assert_eq!(words[0].fold, "grosse");
    }

    #[test]
    fn the_longest_of_overlapping_phrases_wins() {
        let table = [("a", Phrase::new("marketing")), ("b", Phrase::new("direct marketing"))];
        let words = tokenize("for direct marketing and other marketing");
        let ids: Vec<_> = find_all(&table, &words).iter().map(|(id, ..)| **id).collect();
        assert_eq!(ids, ["b", "a"]);
    }
}
