//! Firms that are known by the name they trade under: letters name them without a legal
//! form, and in sentences of any build.

use std::collections::HashMap;

use dossier_catalog::statement::FirmWords;

use crate::statements::tokens::{Word, tokenize};

/// The names of known firms, by their first word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Firms(HashMap<String, Vec<Firm>>);

#[derive(Clone, Debug)]
struct Firm {
    name: String,
    /// Whether it counts only where a sentence speaks of receivers.
    cued: bool,
}

/// What joins a name to another word: `Kling-Konto` is an account, `kling.example` a page.
const JOINTS: [char; 5] = ['-', '‑', '@', '_', '.'];

impl Firms {
    pub fn new(words: &FirmWords) -> Self {
        let mut all: HashMap<String, Vec<Firm>> = HashMap::new();
        let known = words.known.values().flatten().map(|name| (name, false));
        for (name, cued) in known.chain(words.cued.iter().map(|name| (name, true))) {
            if let Some(first) = tokenize(name).into_iter().next() {
                all.entry(first.fold).or_default().push(Firm { name: name.clone(), cued });
            }
        }
        // The longest name first: one may begin another.
        all.values_mut().for_each(|firms| firms.sort_by_key(|firm| firm.name.len()));
        all.values_mut().for_each(|firms| firms.reverse());
        Self(all)
    }

    /// The end of the name of a firm that begins at a word, and whether it counts anywhere.
    pub fn at(&self, text: &str, words: &[Word], at: usize) -> Option<(usize, bool)> {
        let word = words.get(at)?;
        let (before, rest) = text.split_at_checked(word.start)?;
        let firms = self.0.get(&word.fold).filter(|_| !before.ends_with(JOINTS))?;
        let firm = firms.iter().find(|firm| {
            rest.strip_prefix(firm.name.as_str()).is_some_and(|behind| {
                let behind = behind.strip_prefix(JOINTS).unwrap_or(behind);
                !behind.starts_with(char::is_alphanumeric)
            })
        })?;
        let end = word.start + firm.name.len();
        let last = words[at..].iter().take_while(|word| word.start < end).count();
        Some((at + last, !firm.cued))
    }

    /// Where the first firm stands that is known; `anywhere`: by its name alone.
    pub fn find(&self, text: &str, words: &[Word], anywhere: bool) -> Option<(usize, usize)> {
        (0..words.len()).find_map(|at| {
            let (end, alone) = self.at(text, words, at)?;
            (alone || !anywhere).then_some((at, end))
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn named<'t>(firms: &Firms, text: &'t str, anywhere: bool) -> Option<&'t str> {
        let words = tokenize(text);
        let (start, end) = firms.find(text, &words, anywhere)?;
        Some(&text[words[start].start..words[end - 1].end])
    }

    #[test]
    fn firms_are_known_by_their_whole_name() {
        let words = dossier_catalog::statement::StatementWords::embedded().unwrap();
        let firms = Firms::new(&words.firms);
        for (text, name) in [
            ("Die Zahlung wickelt Klarna ab.", Some("Klarna")),
            ("Parcels go with DHL Express, letters too", Some("DHL Express")),
            ("hosted by mailbox.org", Some("mailbox.org")),
            ("It is Klarna's.", Some("Klarna")),
            ("Ihr Klarna-Konto", None),
            ("Write to help@Klarna.example", None),
            ("klarna", None),
            ("DHLX", None),
        ] {
            assert_eq!(named(&firms, text, true), name, "{text}");
        }
        assert_eq!(named(&firms, "You clicked on TikTok", true), None);
        assert_eq!(named(&firms, "We told TikTok", false), Some("TikTok"));
    }
}
