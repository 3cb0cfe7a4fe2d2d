use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One word of a text: folded for comparing, with its place in the original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub fold: String,
    pub start: usize,
    pub end: usize,
}

/// The words of a text. Punctuation is no word; `§` is.
pub(crate) fn tokenize(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut open: Option<usize> = None;
    let close = |from: usize, to: usize, out: &mut Vec<Word>| {
        out.push(Word { fold: fold(&text[from..to]), start: from, end: to });
    };
    for (at, c) in text.char_indices() {
        let inside = c.is_alphanumeric() || is_combining_mark(c);
        match (inside, open) {
            (true, None) => open = Some(at),
            (false, Some(from)) => {
                close(from, at, &mut out);
                open = None;
            }
            _ => {}
        }
        if c == '§' {
            out.push(Word { fold: "§".to_owned(), start: at, end: at + c.len_utf8() });
        }
    }
    if let Some(from) = open {
        close(from, text.len(), &mut out);
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

/// A phrase of the catalog, ready to be looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    steps: Vec<Step>,
    /// For each word that it says, the first letters that word may have.
    letters: Vec<Letters>,
}

/// A set of first letters: most phrases are ruled out by them at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letters(u64);

impl Letters {
    const ANY: Self = Self(u64::MAX);

    /// The first letters of the words of a text.
    pub fn of(words: &[Word]) -> Self {
        Self(words.iter().fold(0, |set, word| set | Self::first(&word.fold).0))
    }

    fn first(word: &str) -> Self {
        word.chars().next().map_or(Self::ANY, |c| Self(1 << (u32::from(c) % 64)))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Start,
    Gap,
    AnyWord,
    OneOf(Vec<Glob>),
}

/// A word with stars: what stands between them, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Glob(Vec<String>);

impl Glob {
    fn new(text: &str) -> Self {
        Self(text.split('*').map(fold).collect())
    }

    fn fits(&self, word: &str) -> bool {
        let [first, middle @ .., last] = self.0.as_slice() else {
            return self.0.first().is_some_and(|only| only == word);
        };
        let Some(mut rest) = word.strip_prefix(first.as_str()) else { return false };
        for part in middle {
            match rest.split_once(part.as_str()) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        rest.ends_with(last.as_str())
    }
}

/// Words that a gap may span.
const LONGEST_GAP: usize = 6;

impl Phrase {
    pub fn new(text: &str) -> Self {
        let step = |word: &str| match word {
            "^" => Step::Start,
            "…" => Step::Gap,
            "?" => Step::AnyWord,
            _ => Step::OneOf(word.split('|').map(Glob::new).collect()),
        };
        // A phrase is split as texts are, so that `l'exécution` is two words.
        let spaced = text.replace(['\'', '’', '-', '.', '(', ')', ','], " ");
        let steps: Vec<Step> = spaced.split_whitespace().map(step).collect();
        let letters = steps.iter().filter_map(|step| match step {
            Step::OneOf(globs) => Some(globs.iter().fold(Letters(0), |set, glob| {
                Letters(set.0 | glob.0.first().map_or(Letters::ANY, |w| Letters::first(w)).0)
            })),
            _ => None,
        });
        Self { letters: letters.collect(), steps }
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
        step(&self.steps, words, at)
    }

    /// The words that it says itself.
    fn said(&self) -> usize {
        self.letters.len()
    }

    /// The first match: its first word and the word after its last.
    pub fn find(&self, words: &[Word]) -> Option<(usize, usize)> {
        (0..words.len()).find_map(|at| Some((at, self.matches_at(words, at)?)))
    }
}

fn step(steps: &[Step], words: &[Word], at: usize) -> Option<usize> {
    let Some((first, rest)) = steps.split_first() else { return Some(at) };
    match first {
        Step::Start if at == 0 => step(rest, words, at),
        Step::Start => None,
        Step::Gap => (0..=LONGEST_GAP).find_map(|skip| step(rest, words, at + skip)),
        Step::AnyWord => words.get(at).and_then(|_| step(rest, words, at + 1)),
        Step::OneOf(globs) => {
            let word = &words.get(at)?.fold;
            if globs.iter().any(|glob| glob.fits(word)) { step(rest, words, at + 1) } else { None }
        }
    }
}

/// The first match of any phrase.
pub(crate) fn find_any(phrases: &[Phrase], words: &[Word]) -> Option<(usize, usize)> {
    let letters = Letters::of(words);
    let may = phrases.iter().filter(|phrase| phrase.may_be_in(letters));
    may.filter_map(|phrase| phrase.find(words)).min()
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
