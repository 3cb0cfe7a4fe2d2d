//! The header words of all languages, and how a header is read with them.
//!
//! A word means a *concept* (`birth`, `order`, `id`), the same in every language:
//! rules and the model speak of concepts, so that what was learned from a German
//! header holds for a Polish one.

use std::collections::HashMap;

use dossier_catalog::category::Categories;

use super::text::{self, Token};

const LONGEST_PHRASE: usize = 5;
const LINKS: [&str; 7] = ["", "s", "es", "n", "en", "e", "er"];
/// Words too short to be trusted inside a compound, except these.
const SHORT_PARTS: [&str; 18] = [
    "nr", "id", "kd", "no", "tel", "dat", "geb", "str", "plz", "kto", "abo", "bon", "kfz", "pin",
    "zip", "sms", "art", "typ",
];

/// A word of the header that means something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The concept.
    pub concept: u16,
    /// The word as the company wrote it.
    pub written: String,
}

/// Words and phrases to concepts, by language.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    languages: Vec<String>,
    concepts: Vec<String>,
    words: HashMap<String, Vec<(u8, u16)>>,
    /// Long words without their last two letters, for endings that no list has.
    stems: HashMap<String, Vec<(u8, u16)>>,
}

impl Lexicon {
    /// Compiles the word files.
    pub fn new(categories: &Categories) -> Self {
        let mut lexicon = Self { languages: vec![String::new(), "en".into()], ..Self::default() };
        let mut ids: HashMap<&str, u16> = HashMap::new();
        for file in categories.words() {
            let language = lexicon.add_language(&file.language);
            for (name, words) in &file.concepts {
                let next = u16::try_from(lexicon.concepts.len()).unwrap_or(u16::MAX);
                let concept = *ids.entry(name).or_insert_with(|| {
                    lexicon.concepts.push(name.clone());
                    next
                });
                for word in words {
                    lexicon.add_word(word, language, concept);
                }
            }
        }
        lexicon
    }

    fn add_language(&mut self, language: &str) -> u8 {
        let at = self.languages.iter().position(|known| known == language).unwrap_or_else(|| {
            self.languages.push(language.to_owned());
            self.languages.len() - 1
        });
        u8::try_from(at).unwrap_or(0)
    }

    fn add_word(&mut self, word: &str, language: u8, concept: u16) {
        let tokens: Vec<String> = text::tokens(word).into_iter().map(|t| t.plain).collect();
        if tokens.is_empty() {
            return;
        }
        if let [word] = &tokens[..]
            && word.len() >= 7
            && word.is_ascii()
        {
            let stem = word[..word.len() - 2].to_owned();
            self.stems.entry(stem).or_default().push((language, concept));
        }
        let mut keys = vec![tokens.join(" ")];
        if tokens.len() > 1 {
            // `codepostal`, `firstname`, `geb_dat` written in one.
            let glued = tokens.concat();
            if glued.len() > 3 {
                keys.push(glued);
            }
        }
        for key in keys {
            let entries = self.words.entry(key).or_default();
            if !entries.contains(&(language, concept)) {
                entries.push((language, concept));
            }
        }
    }

    /// The name of a concept.
    pub fn concept(&self, id: u16) -> &str {
        self.concepts.get(usize::from(id)).map_or("", String::as_str)
    }

    /// The language whose words stand most often in the headers of a table.
    pub fn guess_language<'a>(&self, headers: impl Iterator<Item = &'a str>) -> Option<&str> {
        let mut counts = vec![0_u32; self.languages.len()];
        for header in headers.take(60) {
            for token in text::tokens(text::split_path(header).1) {
                for (language, count) in counts.iter_mut().enumerate().skip(1) {
                    let known = self.words.get(&token.plain).is_some_and(|entries| {
                        entries.iter().any(|&(of, _)| usize::from(of) == language)
                    });
                    *count += u32::from(known && token.plain.len() > 2);
                }
            }
        }
        let best = counts.iter().enumerate().max_by_key(|&(at, count)| (*count, usize::MAX - at));
        best.filter(|&(_, &count)| count > 0).map(|(at, _)| self.languages[at].as_str())
    }

    /// Reads a header: the longest phrases first, then words, then compounds.
    pub fn read(&self, header: &str, language: &str) -> Vec<Hit> {
        let tokens = text::tokens(header);
        let language = self.language_id(language);
        let mut hits = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let taken = self.read_phrase(&tokens[at..], language, &mut hits);
            if taken == 0 {
                self.read_word(&tokens[at], language, &mut hits);
            }
            at += taken.max(1);
        }
        hits
    }

    fn language_id(&self, language: &str) -> u8 {
        let short = language.get(..2).unwrap_or("");
        let at = self.languages.iter().position(|known| known == short && !short.is_empty());
        u8::try_from(at.unwrap_or(1)).unwrap_or(1)
    }

    fn read_phrase(&self, tokens: &[Token], language: u8, hits: &mut Vec<Hit>) -> usize {
        for len in (1..=LONGEST_PHRASE.min(tokens.len())).rev() {
            let key = join(&tokens[..len], |t| &t.plain);
            let mut found = self.find(&key, language);
            if found.is_empty() && len == 2 {
                // `anzeige_name`, `post code`: one word that was parted.
                found = self.find(&key.replace(' ', ""), language);
            }
            if !found.is_empty() {
                let written = join(&tokens[..len], |t| &t.written);
                hits.extend(
                    found.into_iter().map(|concept| Hit { concept, written: written.clone() }),
                );
                return len;
            }
        }
        0
    }

    /// The concepts of a word: in the table's language and the shared ones, else
    /// in English, else in any language.
    fn find(&self, key: &str, language: u8) -> Vec<u16> {
        self.words.get(key).map_or_else(Vec::new, |entries| Self::choose(entries, language))
    }

    fn choose(entries: &[(u8, u16)], language: u8) -> Vec<u16> {
        let of = |wanted: &dyn Fn(u8) -> bool| -> Vec<u16> {
            let mut found: Vec<u16> =
                entries.iter().filter(|(of, _)| wanted(*of)).map(|&(_, concept)| concept).collect();
            found.dedup();
            found
        };
        let own = of(&|of| of == language || of == 0);
        if !own.is_empty() {
            return own;
        }
        let english = of(&|of| of == 1);
        if english.is_empty() { of(&|_| true) } else { english }
    }

    fn read_word(&self, token: &Token, language: u8, hits: &mut Vec<Hit>) {
        let word = token.plain.as_str();
        if !word.is_ascii() || word.len() < 3 {
            return;
        }
        let stem = ["s", "n", "en", "e", "es", "er", "em"].iter().find_map(|end| {
            let stem = word.strip_suffix(end).filter(|stem| stem.len() > 3)?;
            let mut found = self.find(stem, language);
            if found.is_empty() && *end == "es" && stem.ends_with('i') {
                found = self.find(&format!("{}y", &stem[..stem.len() - 1]), language);
            }
            (!found.is_empty()).then_some(found)
        });
        let concepts = stem.unwrap_or_else(|| {
            let parts = self.split(word, language);
            if parts.is_empty() { self.by_stem(word, language) } else { parts }
        });
        hits.extend(
            concepts.into_iter().map(|concept| Hit { concept, written: token.written.clone() }),
        );
    }

    /// A word with another ending: `zamowieniem`, `intereses`. Only if all known
    /// words of that stem mean the same.
    fn by_stem(&self, word: &str, language: u8) -> Vec<u16> {
        for cut in 1..=3 {
            let Some(stem) = word.get(..word.len().saturating_sub(cut)).filter(|s| s.len() > 5)
            else {
                break;
            };
            let Some(entries) = self.stems.get(stem) else { continue };
            let own: Vec<(u8, u16)> =
                entries.iter().filter(|(of, _)| *of == language || *of <= 1).copied().collect();
            let mut found = Self::choose(&own, language);
            found.sort_unstable();
            found.dedup();
            return if found.len() == 1 { found } else { Vec::new() };
        }
        Vec::new()
    }

    /// Splits a compound such as `Kundenkennwort` or `kdnr` into known words with
    /// the least that stays unknown.
    fn split(&self, word: &str, language: u8) -> Vec<u16> {
        const UNKNOWN: u32 = 3;
        let len = word.len().min(60);
        let mut best: Vec<(u32, usize, Vec<u16>)> = vec![(0, 0, Vec::new())];
        for end in 1..=len {
            let (cost, _, _) = best[end - 1];
            let mut choice = (cost + UNKNOWN, end - 1, Vec::new());
            for start in 0..end.saturating_sub(1) {
                let Some((concepts, size)) = self.part(&word[start..end], language) else {
                    continue;
                };
                let weak = if size < 4 { 4 } else { 2 };
                let cost = best[start].0 + weak;
                if cost < choice.0 {
                    choice = (cost, start, concepts);
                }
            }
            best.push(choice);
        }
        let mut parts = Vec::new();
        let (mut at, mut unknown) = (len, 0);
        while at > 0 {
            let (_, from, concepts) = &best[at];
            unknown += usize::from(concepts.is_empty());
            parts.push(concepts.clone());
            at = *from;
        }
        if unknown * 5 > len * 2 {
            return self.head(word, language);
        }
        let mut found: Vec<u16> = parts.into_iter().rev().flatten().collect();
        if unknown == 0 || found.len() > 1 {
            return found;
        }
        // One known part in a half unknown word says little unless it is most of it.
        if unknown * 2 > len {
            found.clear();
        }
        found
    }

    /// The last part of a compound whose first part no list has: a `Monteurnotiz`
    /// is a note. German and Dutch only.
    fn head(&self, word: &str, language: u8) -> Vec<u16> {
        let compounds = ["de", "nl"];
        let spoken = self.languages.get(usize::from(language)).map_or("", String::as_str);
        if !compounds.contains(&spoken) {
            return Vec::new();
        }
        (3..word.len().saturating_sub(3))
            .filter_map(|start| {
                let entries = self.words.get(&word[start..])?;
                let own: Vec<(u8, u16)> =
                    entries.iter().filter(|(of, _)| *of == language).copied().collect();
                (!own.is_empty()).then(|| Self::choose(&own, language))
            })
            .next()
            .unwrap_or_default()
    }

    /// A part of a compound, with or without the letters that link it to the next.
    fn part(&self, part: &str, language: u8) -> Option<(Vec<u16>, usize)> {
        LINKS.iter().find_map(|link| {
            let stem = part.strip_suffix(link)?;
            if (stem.len() < 4 && !SHORT_PARTS.contains(&stem))
                || (!link.is_empty() && stem.len() < 4)
            {
                return None;
            }
            let entries = self.words.get(stem)?;
            // A short English word inside a German one is mostly chance.
            let fits = |of: u8| of == language || of == 0 || (of == 1 && stem.len() > 4);
            let concepts: Vec<u16> =
                entries.iter().filter(|(of, _)| fits(*of)).map(|&(_, concept)| concept).collect();
            (!concepts.is_empty()).then_some((concepts, stem.len()))
        })
    }
}

fn join(tokens: &[Token], of: impl Fn(&Token) -> &String) -> String {
    let mut out = String::new();
    for token in tokens {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(of(token));
    }
    out
}
