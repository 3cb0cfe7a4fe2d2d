//! Hyphens at the end of a line that belong to their word: `cross-` and `context`.

use std::collections::{BTreeMap, BTreeSet};

use super::PageText;
use crate::text::is_compound_prefix;

/// Words with a hyphen inside that are remembered of one document.
const MOST_WORDS: usize = 20_000;

/// Tells each line that ends with a hyphen what follows that beginning where the
/// document writes the word within a line.
pub(super) fn mark(pages: &mut [PageText]) {
    let mut tails: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut count = 0;
    let lines = pages.iter().flat_map(|page| page.lines.iter().flatten());
    for word in lines.flat_map(|line| line.text.split_whitespace()) {
        let word = letters(word);
        for (at, _) in word.match_indices('-') {
            let (head, tail) = (&word[..at], &word[at + 1..]);
            let whole =
                head.ends_with(char::is_alphabetic) && tail.starts_with(char::is_alphabetic);
            if whole && count < MOST_WORDS {
                count += 1;
                tails.entry(head.to_lowercase()).or_default().insert(tail.to_lowercase());
            }
        }
    }
    for line in pages.iter_mut().flat_map(|page| page.lines.iter_mut().flatten()) {
        if let Some(found) = broken(&line.text).and_then(|head| tails.get(&head)) {
            line.tails = found.iter().cloned().collect();
        }
    }
}

/// Whether the hyphen at the end of a text stays before the next line: the document
/// spells the word so, or it begins like words that are spelled so.
pub(super) fn stays(text: &str, next: &str, tails: &[String]) -> bool {
    let Some(head) = broken(text) else { return false };
    let next = letters(next.split_whitespace().next().unwrap_or_default()).to_lowercase();
    let spelled = |tail: &String| {
        *tail == next || tail.strip_prefix(&next).is_some_and(|rest| rest.starts_with('-'))
    };
    tails.iter().any(spelled) || is_compound_prefix(&head)
}

/// The beginning of a word that the end of a line broke.
fn broken(text: &str) -> Option<String> {
    let head = text.strip_suffix(['-', '\u{2010}'])?.split_whitespace().next_back()?;
    let head = head.trim_start_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    head.ends_with(char::is_alphabetic).then_some(head)
}

fn letters(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::lines::Line;

    fn page(texts: &[&str]) -> PageText {
        let line = |text: &&str| Line { text: (*text).to_owned(), ..Line::default() };
        PageText {
            lines: vec![texts.iter().map(line).collect()],
            rules: Vec::new(),
            height: 800.0,
            footer: Vec::new(),
        }
    }

    #[test]
    fn the_document_shows_how_a_word_is_spelled() {
        let mut pages =
            [page(&["we keep customer-facing tags.", "They are not customer-", "facing."])];
        mark(&mut pages);
        let line = &pages[0].lines[0][1];
        assert!(stays(&line.text, "facing.", &line.tails));
        assert!(!stays(&line.text, "ship", &line.tails));
    }

    #[test]
    fn words_that_begin_compounds_keep_their_hyphen() {
        for (text, next) in [
            ("for cross-", "context ads"),
            ("keep it up-to-", "date"),
            ("by e-", "mail"),
            ("an opt-", "out"),
        ] {
            assert!(stays(text, next, &[]), "{text}");
        }
        for (text, next) in [
            ("Ihre Liefe-", "rung"),
            ("an informa-", "tion"),
            ("Ihre E-Mail-Adres-", "se"),
            ("zur 3-", "mal"),
        ] {
            assert!(!stays(text, next, &[]), "{text}");
        }
    }
}
