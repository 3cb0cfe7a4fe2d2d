mod date;

use chrono::NaiveDate;
use date::date_in;
use dossier_model::At;

use super::names::with_stop;
use super::quoted::own_words;
use super::segment::bullet;
use super::tokens::{Word, find_any, tokenize};
use super::vocabulary::{Language, StatementVocabulary};

/// Who wrote a letter, where they are, and when.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Letterhead {
    /// The controller's name; empty if the letter does not tell it.
    pub controller: String,
    /// Where that stands.
    pub controller_at: At,
    /// Street, code and town, comma separated; empty if unknown.
    pub address: String,
    /// The day of the letter.
    pub date: Option<NaiveDate>,
    /// ISO 639-1; empty if unknown.
    pub language: String,
}

impl std::fmt::Debug for Letterhead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A sole trader's name and address are a person's.
        let (name, address) = (!self.controller.is_empty(), !self.address.is_empty());
        write!(f, "Letterhead(name {name}, address {address}, {:?}, {})", self.date, self.language)
    }
}

/// Lines at the top that may be a letterhead if no greeting ends it.
const HEAD: usize = 24;
/// Lines behind the greeting that say for whom somebody answers.
const LINES_OF_CLIENT: usize = 6;
/// The part of a legal form that may also stand inside a name.
const PARTNERS: &str = "co";
/// Lines at the end that may be a signature if no closing begins it.
const TAIL: usize = 10;

/// The frame of a letter: controller, address, date and language; `None` if it
/// tells neither who wrote it nor when.
pub fn letterhead<'a>(
    paragraphs: impl Iterator<Item = (At, &'a str)>,
    vocabulary: &StatementVocabulary,
) -> Option<Letterhead> {
    let paragraphs = own_words(paragraphs.take(5_000), vocabulary);
    let lines: Vec<(At, &str)> = paragraphs
        .iter()
        .flat_map(|(at, text)| {
            let lines = text.lines().map(str::trim);
            let lines = lines.filter(|line| !line.is_empty() && line.len() <= 2_000);
            lines.map(move |line| (at.clone(), line)).collect::<Vec<_>>()
        })
        .collect();
    let frame = Frame::new(&lines, vocabulary);
    let language = vocabulary.language_of_most(lines.iter().take(400).map(|(_, line)| *line));
    let controller = frame.controller();
    let address = controller.as_ref().and_then(|(_, line, name)| {
        let named = frame.framed().filter(|l| lines[*l].1.contains(name.as_str()));
        std::iter::once(*line).chain(named).map(|l| frame.address(l, name)).find(|a| !a.is_empty())
    });
    let (at, name) = controller.map_or((At::Whole, String::new()), |(at, _, name)| (at, name));
    let date = frame.date();
    (date.is_some() || !name.is_empty()).then(|| Letterhead {
        controller: name,
        controller_at: at,
        address: address.unwrap_or_default(),
        date,
        language: language.map_or_else(String::new, |l| vocabulary.language(l).code.clone()),
    })
}

/// Whether a text reads like the answer to an access request, and not like the
/// data themselves: it must speak of several things that such an answer owes.
pub fn is_letter<'a>(
    paragraphs: impl Iterator<Item = &'a str>,
    vocabulary: &StatementVocabulary,
) -> bool {
    let mut kinds = std::collections::BTreeSet::new();
    let (mut subject, mut greeted) = (false, false);
    for text in paragraphs.take(2_000) {
        // A short paragraph is read whole: its lines may be broken inside a phrase.
        let whole = (text.len() <= 2_000).then_some(text);
        let lines = text.lines().take(200).filter(|line| line.len() <= 2_000);
        for part in whole.into_iter().chain(lines.filter(|_| whole.is_none())) {
            // Lines of a log, and no mail with its day above.
            let lines = part.lines().count();
            if part.lines().filter(|line| has_clock(line)).count() * 2 > lines {
                continue;
            }
            let words = tokenize(part);
            greeted |= vocabulary.greets(&words);
            let Some(at) = vocabulary.language_of(&words) else { continue };
            let language = vocabulary.language(at);
            subject |= find_any(&language.letter_subjects, &words).is_some();
            for cue in language.cues.keys() {
                if language.has(&language.cues, *cue, &words) {
                    kinds.insert(*cue);
                }
            }
        }
        let enough = 4 - usize::from(greeted);
        if kinds.len() >= enough || subject && (greeted || kinds.len() >= 2) {
            return true;
        }
    }
    false
}

/// The company that one of a few lines names by its legal form, as a title does: no label
/// says that it is somebody else.
pub fn company_in<'a>(
    lines: impl Iterator<Item = &'a str>,
    vocabulary: &StatementVocabulary,
) -> Option<String> {
    let lines: Vec<(At, &str)> = lines.map(|line| (At::Whole, line.trim())).collect();
    let frame = Frame::new(&lines, vocabulary);
    (0..lines.len()).find_map(|line| {
        let name = frame.company(line).filter(|name| !frame.stands_by(line, name))?;
        let before = lines[line].1.split(name.as_str()).next()?;
        (!before.contains(':')).then_some(name)
    })
}

/// Whether a line tells the second: a program wrote it.
fn has_clock(line: &str) -> bool {
    line.as_bytes().windows(8).any(|part| {
        part.iter().enumerate().all(|(at, byte)| match at {
            2 | 5 => *byte == b':',
            _ => byte.is_ascii_digit(),
        })
    })
}

struct Frame<'a> {
    lines: &'a [(At, &'a str)],
    words: Vec<Vec<Word>>,
    vocabulary: &'a StatementVocabulary,
    /// Lines before the greeting.
    head: usize,
    /// Whether there is one.
    greeted: bool,
    /// The line after the closing.
    tail: usize,
}

impl<'a> Frame<'a> {
    fn new(lines: &'a [(At, &'a str)], vocabulary: &'a StatementVocabulary) -> Self {
        let words: Vec<Vec<Word>> = lines.iter().map(|(_, line)| tokenize(line)).collect();
        let starts = |phrases: &dyn Fn(&Language) -> &[super::tokens::Phrase], words: &[Word]| {
            words.len() <= 12
                && vocabulary.languages.iter().any(|language| {
                    find_any(phrases(language), words).is_some_and(|(start, _)| start == 0)
                })
        };
        let greets = |line: &usize| starts(&|l| &l.greetings, &words[*line]);
        let greeting = (0..words.len()).find(greets).map(|first| {
            // `Madame Hélène Portal, 17 rue ...` is who the letter goes to.
            let calls = |line: &usize| lines[*line].1.ends_with([',', '!']);
            let later = (first + 1..words.len().min(first + 15)).find(|l| greets(l) && calls(l));
            later.filter(|_| !calls(&first)).unwrap_or(first)
        });
        let closing = words.iter().rposition(|w| starts(&|l| &l.closings, w));
        // Without a greeting the head ends where sentences begin.
        let text = lines.iter().position(|(_, line)| line.chars().count() > 75);
        let head = greeting.or(text).unwrap_or(HEAD).min(lines.len()).min(60);
        let tail = closing.unwrap_or_else(|| {
            let lines = lines.iter().rev().take(TAIL);
            let short = lines.take_while(|(_, line)| {
                let noted = line.starts_with('©') || line.starts_with("(c)");
                // The dot of `Inc.` ends no sentence.
                let lower = |word: &str| word.starts_with(char::is_lowercase);
                let named = || {
                    vocabulary.common.legal_forms.ends(line) && !line.split_whitespace().any(lower)
                };
                line.chars().count() <= 60 && (noted || !line.ends_with(['.', '!', '?']) || named())
            });
            words.len() - short.count()
        });
        let tail = tail.max(head);
        let (greeted, tail) = (greeting.is_some(), tail.min(lines.len()));
        Self { lines, words, vocabulary, head, greeted, tail }
    }

    fn framed(&self) -> impl Iterator<Item = usize> {
        (0..self.head).chain(self.tail.max(self.head)..self.lines.len())
    }

    fn sender_label(&self, line: usize) -> Option<usize> {
        let words = &self.words[line];
        let all = self.vocabulary.languages.iter().flat_map(|language| &language.senders);
        all.filter_map(|phrase| phrase.matches_at(words, 0)).max()
    }

    /// Whether a line is a sentence, or says what another company does: where no greeting
    /// ends the head, it may be of the text.
    fn tells(&self, line: usize) -> bool {
        let text = self.lines[line].1;
        let ends = text.ends_with(['.', ';', '!', '?']) && self.words[line].len() > 6;
        ends || text.contains(": ") && self.sender_label(line).is_none()
    }

    /// Whether a line names a company for what it does there: `powered by`, a bank, the
    /// court of a register.
    fn stands_by(&self, line: usize, name: &str) -> bool {
        let text = self.lines[line].1;
        let Some(at) = text.find(name) else { return false };
        let from = text[..at].rfind(['·', '•', '|', ';']).map_or(0, |from| from + 1);
        let from = (from..=at).find(|from| text.is_char_boundary(*from)).unwrap_or(at);
        let words = tokenize(&text[from..at + name.len()]);
        let own = tokenize(name).len();
        let languages = &self.vocabulary.languages;
        let found = languages.iter().filter_map(|l| find_any(&l.bystanders, &words));
        // Its own name may have such a word.
        found.into_iter().any(|(start, _)| start + own < words.len())
    }

    /// The company for which somebody else answers: `on behalf of Rabe Ltd`.
    fn client(&self) -> Option<(At, usize, String)> {
        let lines = self.head..(self.head + LINES_OF_CLIENT).min(self.lines.len());
        lines.into_iter().find_map(|line| {
            let (text, words) = (self.lines[line].1, &self.words[line]);
            let all = self.vocabulary.languages.iter().flat_map(|language| &language.clients);
            let (_, end) = all.filter_map(|phrase| phrase.find(words)).min()?;
            let name = self.company_behind(line, end)?;
            let at = text.find(&name)?;
            let between = words.iter().skip(end).take_while(|word| word.start < at).count();
            (between <= 3).then(|| (self.lines[line].0.clone(), line, name))
        })
    }

    /// The best name with a legal form in head or signature, else a labeled sender.
    fn controller(&self) -> Option<(At, usize, String)> {
        if let Some(client) = self.client() {
            return Some(client);
        }
        let mut best: Option<(i32, usize, String)> = None;
        // In the body only a label with its colon is one: `from X Ltd` is a sentence.
        let labeled = (0..self.lines.len()).filter(|line| {
            let colon = |end: usize| {
                let after = self.words[*line].get(end - 1).map_or(0, |word| word.end);
                self.lines[*line].1[after..].trim_start().starts_with(':')
            };
            self.sender_label(*line).is_some_and(|end| *line < self.head || colon(end))
        });
        for line in self.framed().chain(labeled) {
            let text = self.lines[line].1;
            // A list of recipients may stand right before the end.
            if bullet(text).is_some_and(|(_, numbered)| !numbered) {
                continue;
            }
            if line < self.head && !self.greeted && self.tells(line) {
                continue;
            }
            let Some(name) = self.company(line).filter(|name| !self.stands_by(line, name)) else {
                continue;
            };
            let words = tokenize(&name).len();
            let alone = self.words[line].len() <= words + 2;
            let listed = text.contains(['·', '•', '|']) || text.matches(',').count() >= 2;
            let repeats = self.framed().filter(|l| self.lines[*l].1.contains(&name)).count();
            let score = 4 * i32::from(self.sender_label(line).is_some())
                + 3 * i32::from(alone)
                + 2 * i32::from(listed)
                + 2 * i32::from(line < 6)
                + i32::from(line >= self.tail)
                + i32::try_from(repeats.min(4)).unwrap_or(0);
            if best.as_ref().is_none_or(|(other, ..)| score > *other) {
                best = Some((score, line, name));
            }
        }
        if let Some((_, line, name)) = best {
            let name = self.in_mixed_case(name);
            return Some((self.lines[line].0.clone(), line, name));
        }
        // `Controller: Rabe Brothers` may stand anywhere.
        let named = (self.head..self.tail.max(self.head)).filter(|line| {
            let label = self.lines[*line].1.split_once(':').map(|(label, _)| tokenize(label));
            label.is_some_and(|label| self.vocabulary.names_controller(&label))
        });
        let labeled = self.framed().chain(named).find_map(|line| {
            let end = self.sender_label(line)?;
            let name = self.sender_name(line, end)?;
            Some((self.lines[line].0.clone(), line, name))
        });
        labeled.or_else(|| {
            let line = self.addressed()?;
            Some((self.lines[line].0.clone(), line, self.lines[line].1.to_owned()))
        })
    }

    /// A name without a legal form: what stands right above street and town in the
    /// signature, or at the top if that is the town of the date or another address
    /// follows. One address alone at the top may be the reader's own.
    fn addressed(&self) -> Option<usize> {
        let above = |line: usize| {
            let next = |at: usize| Some((self.lines.get(line + at)?.1, self.words.get(line + at)?));
            let name = (2..=9).contains(&self.words[line].len())
                && !self.lines[line].1.contains(['@', ':', '<'])
                && self.date_in(line).is_none();
            // Street and town on two lines or on one, at once or below another line.
            let at = |below: usize| {
                let (street, words) = next(below)?;
                let numbered =
                    words.iter().any(|w| w.fold.starts_with(|c: char| c.is_ascii_digit()));
                if let Some((street, town)) = street.rsplit_once(',') {
                    let (street_words, town) = (tokenize(street), tokenize(town));
                    let ends = &self.vocabulary.common.streets;
                    let named = street_words
                        .iter()
                        .any(|w| ends.iter().any(|end| w.fold.ends_with(end.as_str())));
                    let whole = (named || self.is_street(street, &street_words)) && is_town(&town);
                    return whole.then_some(town);
                }
                let (_, town) = next(below + 1)?;
                (numbered && self.is_street(street, words) && is_town(town)).then(|| town.clone())
            };
            if name { at(1).or_else(|| at(2)) } else { None }
        };
        let signed = (self.tail.max(self.head)..self.lines.len()).find(|l| above(*l).is_some());
        if signed.is_some() {
            return signed;
        }
        let first = (0..self.head.min(4)).find(|line| above(*line).is_some())?;
        let town = above(first)?;
        let others = (first + 3..self.head).any(|line| above(line).is_some());
        let dated = (first + 3..self.head).any(|line| {
            self.date_in(line).is_some()
                && self.words[line].first().is_some_and(|word| {
                    word.fold.chars().all(char::is_alphabetic)
                        && town.iter().any(|part| part.fold == word.fold)
                })
        });
        // The reader's own address would bear the name of the greeting.
        let greeted = self.words.get(self.head).is_some_and(|greeting| {
            self.words[first].iter().any(|word| {
                word.fold.len() > 2 && greeting.iter().any(|other| other.fold == word.fold)
            })
        });
        let greets = self.head < self.lines.len();
        (others || dated || greets && first == 0 && !greeted).then_some(first)
    }

    /// A name in capitals as the letter spells it elsewhere, if it does.
    fn in_mixed_case(&self, name: String) -> String {
        if name.chars().any(char::is_lowercase) {
            return name;
        }
        let spelled = self.lines.iter().find_map(|(_, line)| {
            let at = line.to_lowercase().find(&name.to_lowercase())?;
            let shown = line.get(at..at + name.len())?;
            shown.chars().any(char::is_lowercase).then(|| shown.to_owned())
        });
        spelled.unwrap_or(name)
    }

    /// A name that ends with a legal form.
    fn company(&self, line: usize) -> Option<String> {
        self.company_behind(line, self.sender_label(line).unwrap_or(0))
    }

    /// The same, behind the first words of a line.
    fn company_behind(&self, line: usize, skip: usize) -> Option<String> {
        let (text, words) = (self.lines[line].1, &self.words[line]);
        let common = &self.vocabulary.common;
        let form = |at: usize| Some((at, common.legal_form_at(text, words, at)?));
        let (first, first_end) = (skip.max(1)..words.len()).find_map(form)?;
        // `Rabe & Co. Küchen GmbH`: what looks like the form goes on.
        let goes_on = |at: usize| {
            let gap = &text[words[at - 1].end..words[at].start];
            gap.trim_matches(['.', ' ', '&']).is_empty()
                && text[words[at].start..].starts_with(char::is_uppercase)
        };
        // `HRB 1234, AG Köln`: the court of a register.
        let number = words[first - 1].fold.chars().all(|c| c.is_ascii_digit());
        if number && text[words[first - 1].end..words[first].start].contains(',') {
            return None;
        }
        let partly = words[first].fold == PARTNERS;
        let behind = (first_end..(first_end + 4).min(words.len())).take_while(|at| goes_on(*at));
        let whole = behind.filter(|_| partly).find_map(form);
        let (at, end) = whole.unwrap_or((first, first_end));
        let mut start = at;
        while start > skip {
            let before = &words[start - 1];
            let gap = text[before.end..words[start].start].trim();
            let shown = &text[before.start..before.end];
            let linked = gap.trim_matches(['&', '+', '-', '.', '\'', '’', ',']).is_empty()
                && (!gap.contains(',') || start == at);
            let capital = shown.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
            let link = common.name_links.contains(&before.fold) && start - 1 > skip;
            // `Leeds Store Furniture Ltd`: a small word inside a name on a line of its own.
            let inside = start > skip + 1 && end == words.len();
            let filler = capital
                && !inside
                && self.vocabulary.languages.iter().any(|l| l.fillers.contains(&before.fold));
            if !linked || !(capital || link) || filler || at - start >= 6 {
                break;
            }
            start -= 1;
        }
        while start < at && common.name_links.contains(&words[start].fold) {
            start += 1;
        }
        // `© 2024-2025 Rabe Ltd`
        let is_year = |word: &Word| {
            word.fold.len() == 4 && word.fold.parse().is_ok_and(|year| (1900..2100).contains(&year))
        };
        let noted = text[..words[start].start].trim_end();
        if noted.ends_with(['©', ')']) {
            while start < at && is_year(&words[start]) {
                start += 1;
            }
        }
        (start < at).then(|| with_stop(text, words, start, end).to_owned())
    }

    /// The display name after `From:` or `Von:`.
    fn sender_name(&self, line: usize, label_end: usize) -> Option<String> {
        let (text, words) = (self.lines[line].1, &self.words[line]);
        let rest = text.get(words.get(label_end)?.start..)?;
        let name = rest.split(['<', '|', ',', '(']).next()?.trim().trim_matches('"').trim();
        let is_name = !name.contains('@') && name.chars().any(char::is_alphabetic);
        (is_name && name.split_whitespace().count() <= 6).then(|| name.to_owned())
    }

    /// Street and town on the same line as the name, else on the next lines.
    fn address(&self, line: usize, name: &str) -> String {
        let own = self.lines[line].1;
        // The name may be in capitals here.
        let at = own.to_lowercase().find(&name.to_lowercase());
        let same = at.and_then(|at| own.get(at + name.len()..)).unwrap_or("");
        let near = (line + 1..(line + 5).min(self.lines.len())).map(|l| self.lines[l].1);
        let mut parts: Vec<&str> = Vec::new();
        let mut before: Option<&str> = None;
        let separators = ['·', '•', '|', ',', '–', ';'];
        for part in std::iter::once(same).chain(near).flat_map(|text| text.split(separators)) {
            let part = part.trim().trim_matches(['(', ')', '.', '*', '-', ' ']);
            // `1019 XZ Amsterdam. Trade register 555`
            let part = part.split_once(". ").filter(|_| part.len() > 30).map_or(part, |(p, _)| p);
            let words = tokenize(part);
            if date_in(part, &words, self.vocabulary).is_some() {
                continue;
            }
            let (street, town) = (self.is_street(part, &words), is_town(&words));
            if town && is_state_code(&words) {
                // `Oakland, CA 94607`: the town is the part before.
                let city = before.filter(|part| !parts.contains(part));
                parts.extend(city);
                parts.push(part);
                break;
            }
            before = Some(part).filter(|part| !part.contains(char::is_numeric));
            if street && parts.len() < 3 {
                parts.push(part);
            } else if !town && (1..3).contains(&parts.len()) && (1..=3).contains(&words.len()) {
                // `4 Pier Road, Rosslare Harbour, Wexford`: kept if a town follows.
                parts.push(part);
            } else if town {
                parts.push(part);
                break;
            }
        }
        let has_town = parts.last().is_some_and(|part| is_town(&tokenize(part)));
        if has_town { parts.join(", ") } else { String::new() }
    }

    fn is_street(&self, part: &str, words: &[Word]) -> bool {
        let streets = &self.vocabulary.common.streets;
        let named = words.iter().any(|w| streets.iter().any(|end| w.fold.ends_with(end.as_str())));
        let numbered = words.iter().any(|w| w.fold.starts_with(|c: char| c.is_ascii_digit()));
        let box_number = numbered && !is_town(words) && words.len() <= 5 && !part.contains('@');
        named && numbered || box_number && words.iter().any(|w| w.fold.len() > 3)
    }
}

fn is_town(words: &[Word]) -> bool {
    let code = words.iter().any(|w| {
        let digits = w.fold.chars().filter(char::is_ascii_digit).count();
        (4..=5).contains(&digits) && digits == w.fold.len() || is_letter_code(&w.fold)
    });
    code && (2..=6).contains(&words.len())
        && words.iter().any(|w| w.fold.chars().all(char::is_alphabetic))
}

/// `CA 94607`: a state of two letters and its code.
fn is_state_code(words: &[Word]) -> bool {
    matches!(words, [state, code] if state.fold.len() == 2
        && state.fold.chars().all(|c| c.is_ascii_alphabetic())
        && code.fold.len() == 5
        && code.fold.chars().all(|c| c.is_ascii_digit()))
}

/// Outward codes of codes with letters: `d02`, `ec1a`, `sw1a`.
fn is_letter_code(word: &str) -> bool {
    (2..=4).contains(&word.len())
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().any(|c| c.is_ascii_digit())
}
