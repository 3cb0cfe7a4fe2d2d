mod around;
mod section;

use std::collections::{BTreeMap, BTreeSet};

use dossier_catalog::statement::StatementCue as Cue;
use dossier_model::{At, Cancel, MemberPath, SourcePlace, Statement};

use around::{foot, main_language, near, opens_group, pairs, signs, stands_alone, tells_records};

use super::detect::{Found, NONE, Text};
use super::letterhead::{is_letter, letterhead};
use super::mentions::Observation;
use super::passages::Guess;
use super::period::{criterion, periods};
use super::quoted::own_words;
use super::segment::{Piece, Segment, Shape, TextTable, label, pieces};
use super::table::read_row;
use super::tokens::{Word, tokenize};
use super::vocabulary::StatementVocabulary;

/// A text of more paragraphs must read like a letter before it is searched: a
/// chat of years is full of sentences that sound like statements.
const SHORT_TEXT: usize = 200;
/// Words of one sentence; longer ones are no sentences.
const LONGEST_SENTENCE: usize = 600;
/// Pieces before a greeting that are addresses, dates and subject lines.
const MOST_OF_HEAD: usize = 30;
/// Statements beyond this are not kept: no letter says so much.
const MOST_STATEMENTS: usize = 5_000;

/// What a letter states, out of its paragraphs in their order.
///
/// Headings, outline numbers, lead-ins (`we pass your data to:`) and list entries
/// are read together with what they announce. Tables that a reader has already
/// made into records go through [`extract_record`](super::extract_record).
pub fn extract<'a>(
    paragraphs: impl Iterator<Item = (At, &'a str)>,
    path: &MemberPath,
    vocabulary: &StatementVocabulary,
) -> Vec<Statement> {
    extract_until(paragraphs, path, vocabulary, &Cancel::new())
}

/// The same until a person stops it: then only what was found so far.
pub fn extract_until<'a>(
    paragraphs: impl Iterator<Item = (At, &'a str)>,
    path: &MemberPath,
    vocabulary: &StatementVocabulary,
    cancel: &Cancel,
) -> Vec<Statement> {
    let paragraphs = own_words(paragraphs.take(20_000), vocabulary);
    let long = paragraphs.len() > SHORT_TEXT;
    if long && !is_letter(paragraphs.iter().map(|(_, text)| &**text), vocabulary) {
        return Vec::new();
    }
    let all = || paragraphs.iter().map(|(at, text)| (at.clone(), &**text));
    let head = letterhead(all(), vocabulary);
    let controller = head.map(|head| tokenize(&head.controller)).unwrap_or_default();
    let pieces = pieces(all(), vocabulary);
    let around = Around { path, controller: &controller, vocabulary };
    read_twice(&pieces, around, Tagging::Tags, cancel).0
}

/// What the tagger looks at in a text.
pub fn observe<'a>(
    paragraphs: impl Iterator<Item = (At, &'a str)>,
    vocabulary: &StatementVocabulary,
) -> Vec<Observation> {
    let pieces = pieces(paragraphs, vocabulary);
    let around = Around { path: &MemberPath::default(), controller: &[], vocabulary };
    match read_twice(&pieces, around, Tagging::Keeps(Vec::new()), &Cancel::new()).1 {
        Tagging::Keeps(seen) => seen,
        Tagging::Never | Tagging::Tags => Vec::new(),
    }
}

/// What the letter itself lists as data is known by name in all of its sentences, and what
/// it has a section for is told there.
fn read_twice(
    pieces: &[Piece],
    around: Around<'_>,
    tagging: Tagging,
    cancel: &Cancel,
) -> (Vec<Statement>, Tagging) {
    let first = read_all(pieces, around, &[], Tagging::Never, cancel);
    let learned = around.vocabulary.with_data(&listed(&first.out));
    let vocabulary = learned.as_ref().unwrap_or(around.vocabulary);
    let around = Around { vocabulary, ..around };
    let second = read_all(pieces, around, &first.opened, tagging, cancel);
    (second.out, second.tagging)
}

/// The kinds of data that a letter lists, with their categories.
fn listed(statements: &[Statement]) -> Vec<(&str, &[String])> {
    statements
        .iter()
        .filter(|statement| Cue::Category.kind() == Some(statement.kind))
        .map(|statement| (statement.value.expose().as_str(), statement.categories.as_slice()))
        .collect()
}

/// What is the same for all readings of a letter.
#[derive(Clone, Copy)]
struct Around<'a> {
    path: &'a MemberPath,
    controller: &'a [Word],
    vocabulary: &'a StatementVocabulary,
}

/// What becomes of a text behind the rules.
enum Tagging {
    /// Nothing.
    Never,
    /// The tagger adds what it finds and takes what it does not see.
    Tags,
    /// What it would look at is kept.
    Keeps(Vec<Observation>),
}

fn read_all<'a>(
    pieces: &[Piece],
    around: Around<'a>,
    sections: &'a [Cue],
    tagging: Tagging,
    cancel: &Cancel,
) -> Reading<'a> {
    let Around { path, controller, vocabulary } = around;
    let mut reading = Reading {
        vocabulary,
        path,
        controller,
        language: main_language(pieces, vocabulary),
        topic: None,
        outlined: false,
        lettered: false,
        within: None,
        lead: None,
        colon: None,
        near: near(pieces, vocabulary),
        record: String::new(),
        records: tells_records(pieces, vocabulary),
        by_purpose: false,
        pairs: pairs(pieces),
        block: None,
        note: false,
        sections,
        opened: Vec::new(),
        denied: false,
        body: false,
        closed: false,
        signature: signs(pieces, vocabulary).or_else(|| foot(pieces, vocabulary)),
        tagging,
        out: Vec::new(),
    };
    let opening = pieces.iter().take(MOST_OF_HEAD).position(|piece| match piece {
        Piece::Segment(segment) => reading.greets(segment),
        Piece::Table(_) => false,
    });
    let opening = opening.unwrap_or(0);
    for (at, piece) in pieces.iter().enumerate().skip(opening) {
        if cancel.check().is_err() {
            break;
        }
        match piece {
            Piece::Segment(segment) => {
                if reading.signature == Some(at) {
                    (reading.topic, reading.lead) = (None, None);
                    (reading.body, reading.closed) = (false, true);
                }
                if stands_alone(pieces, at, vocabulary) && reading.is_unknown_heading(segment) {
                    (reading.topic, reading.lead) = (None, None);
                    reading.record = segment.text.clone();
                    reading.by_purpose = false;
                    continue;
                }
                if !opens_group(segment, pieces.get(at + 1)) {
                    reading.segment(segment);
                }
            }
            Piece::Table(table) => reading.table(table),
        }
    }
    reading
}

struct Reading<'a> {
    vocabulary: &'a StatementVocabulary,
    path: &'a MemberPath,
    controller: &'a [Word],
    language: usize,
    /// What the last heading was about.
    topic: Option<Cue>,
    /// Whether that heading was numbered: then the next number ends it.
    outlined: bool,
    /// Whether its number was a letter.
    lettered: bool,
    /// The block of a heading that is followed by its text at once: the topic ends
    /// with it.
    within: Option<usize>,
    /// What the last lead-in announced, for the entries right after it.
    lead: Option<Cue>,
    /// The block whose last sentence ended with a colon.
    colon: Option<usize>,
    /// What most sentences of a block are about, by their own words.
    near: BTreeMap<usize, Cue>,
    /// The case that the labels below a line are about.
    record: String,
    /// Whether a label gives the purpose again and again: each opens a record.
    records: bool,
    /// Whether the record has no name but its purpose.
    by_purpose: bool,
    /// The blocks that are lines of the same build: a label and what it says.
    pairs: BTreeSet<usize>,
    /// The block of the last segment.
    block: Option<usize>,
    /// Whether that began as an entry.
    note: bool,
    /// What the letter has sections for, as far as an earlier reading told.
    sections: &'a [Cue],
    /// The sections that this reading met.
    opened: Vec<Cue>,
    /// Below a heading that denies: `Data we do not hold`.
    denied: bool,
    /// Between greeting and closing.
    body: bool,
    /// Behind the closing, and before any heading there.
    closed: bool,
    /// The piece that closes the letter in words of its own, or its foot.
    signature: Option<usize>,
    tagging: Tagging,
    out: Vec<Statement>,
}

impl Reading<'_> {
    fn segment(&mut self, segment: &Segment) {
        self.read_segment(segment);
        self.note = segment.shape == Shape::Bullet || self.goes_on(segment);
        self.block = Some(segment.block);
    }

    fn read_segment(&mut self, segment: &Segment) {
        let words = tokenize(&segment.text);
        if words.is_empty() || words.len() > LONGEST_SENTENCE {
            return;
        }
        if self.within.is_some_and(|block| block != segment.block) {
            (self.topic, self.lead, self.within) = (None, None, None);
        }
        if self.frames(&words, segment) {
            (self.topic, self.lead, self.denied) = (None, None, false);
            let greets = self.greets(segment);
            self.closed = !greets && (self.body || self.closed);
            self.body = greets;
            return;
        }
        // Behind the closing stand names, register and bank; an annex has headings, and a
        // footnote its number.
        if self.closed && segment.shape != Shape::Bullet && !self.goes_on(segment) {
            let whole = self.vocabulary.heading(&words).is_some_and(|(_, n)| n * 2 > words.len());
            self.closed = !(whole && self.is_heading(segment, &words));
            return;
        }
        let listed = self
            .lead
            .or(self.topic)
            .filter(|cue| segment.shape == Shape::Bullet && *cue == Cue::Purpose);
        let chunks = self.chunks(&segment.text, listed);
        if !chunks.is_empty() {
            let around = (self.topic, self.lead, self.outlined, self.within);
            for (cue, rest) in chunks {
                self.labeled(segment, cue, rest, "");
            }
            if listed.is_some() {
                (self.topic, self.lead, self.outlined, self.within) = around;
            }
            return;
        }
        if let Some((cue, rest)) = self.answers_point(segment) {
            self.labeled(segment, cue, rest, "");
            return;
        }
        if let Some((label, rest)) = label(&segment.text) {
            if self.denies(&tokenize(label)) {
                self.denial(segment);
                return;
            }
            // `Credit agency: Rabe AG` below `Recipients` tells no other kind.
            let company = || self.vocabulary.common.names_company(rest, &tokenize(rest));
            let receiver = self.topic == Some(Cue::Recipient) && company();
            let cue = self.label_cue(label, rest);
            // `Contact details: two years` below `Retention` is no address to write to.
            let period = self.topic == Some(Cue::Retention) && self.is_period(rest);
            let cue = cue.filter(|cue| cue.kind().is_some() || !period);
            if let Some(cue) = cue.filter(|cue| !receiver || *cue == Cue::Recipient) {
                let of = match of_label(label) {
                    "" if cue == Cue::Retention => self.behind_heading(label),
                    of => of,
                };
                self.labeled(segment, cue, rest, of);
                return;
            }
            if cue.is_none() && self.is_data(label, rest) {
                self.labeled(segment, Cue::Category, rest, "");
                return;
            }
            // `Phone: not on file` among what is held
            let held = matches!(self.topic, None | Some(Cue::Category));
            if cue.is_none() && held && self.says_none(rest) {
                return;
            }
            if self.names_record(label, rest) {
                self.record = rest.to_owned();
                (self.topic, self.lead) = (None, None);
                return;
            }
        }
        if self.is_heading(segment, &words) {
            self.denied = self.denies(&words);
            if self.denied {
                (self.topic, self.lead) = (None, None);
            }
            return;
        }
        self.denied &= segment.shape != Shape::Sentence;
        if self.denied {
            return;
        }
        // `1.` below `A.` is an entry, and so is `a)` below `2.`.
        let level = segment.lettered == self.lettered;
        let next = segment.numbered && !segment.deep && self.outlined && level;
        if next && segment.shape == Shape::Bullet {
            (self.topic, self.lead) = (None, None);
        }
        if self.topic.is_some() && self.turns(segment, &words) {
            (self.topic, self.lead) = (None, None);
        }
        let list = matches!(segment.shape, Shape::Bullet | Shape::Line);
        // `... are stored: your name, your address`: cut there, but one sentence.
        let goes_on = self.colon == Some(segment.block) && self.lead.is_some();
        if segment.shape == Shape::Sentence && !goes_on {
            self.lead = None;
        }
        self.colon = None;
        let list = list || goes_on || self.pairs.contains(&segment.block);
        let topic = if list { self.lead.or(self.topic) } else { self.topic };
        // `Invoices: eight years` in a list says how long, `Hosting: Rabe AG` who.
        let topic = match label(&segment.text) {
            Some((_, rest)) if matches!(topic, None | Some(Cue::Category)) => {
                self.told_by_entry(segment, rest).or(topic)
            }
            _ => topic,
        };
        let entry = list && words.len() <= 30;
        let subject = label(&segment.text).map_or("", |(label, _)| label);
        self.read(segment, &segment.text, topic, entry, subject);
        if segment.text.ends_with(':') {
            let asked = self.asked(segment, &words);
            let announced = self
                .announced(&words)
                .filter(|cue| !(*cue == Cue::LegalBasis && self.topic == Some(Cue::Purpose)))
                // `Who gets it? We need some tools to run the shop:`
                .filter(|cue| !(*cue == Cue::Purpose && self.topic == Some(Cue::Recipient)));
            self.lead = asked.or(announced).or(self.topic);
            self.colon = Some(segment.block);
        }
    }

    fn table(&mut self, table: &TextTable) {
        if self.denied {
            return;
        }
        let Some(told) = self.told(table) else {
            table.rows.iter().for_each(|(at, row)| self.segment(&Segment::entry(at, row)));
            return;
        };
        for (at, row) in &table.rows {
            let place = SourcePlace::new(self.path.clone(), at.clone());
            let (vocabulary, language) = (self.vocabulary, self.language);
            let letter = Some(told.as_slice());
            let (header, controller) = (&table.header, self.controller);
            let found = read_row(header, row, &place, vocabulary, language, controller, letter);
            found.into_iter().for_each(|statement| self.keep(statement));
        }
    }

    /// Whether a piece is of the same block as the one before, and that is an entry.
    fn goes_on(&self, segment: &Segment) -> bool {
        self.block == Some(segment.block) && self.note
    }

    fn greets(&self, segment: &Segment) -> bool {
        segment.shape != Shape::Bullet && self.vocabulary.greets(&tokenize(&segment.text))
    }

    /// Greeting and closing: no statement, and no topic goes on past them.
    fn frames(&self, words: &[Word], segment: &Segment) -> bool {
        let vocabulary = self.vocabulary;
        segment.shape != Shape::Bullet && (vocabulary.greets(words) || vocabulary.closes(words))
    }

    /// `Empfänger: …`: the label is the topic of the rest, and of what follows if
    /// it opens a section.
    fn labeled(&mut self, segment: &Segment, cue: Cue, rest: &str, of: &str) {
        self.denied = false;
        let topic = cue.kind().map(|_| cue);
        // `Controller: Rabe SA` tells nothing about the data.
        if topic.is_none() && !is_sentence(rest) {
            return;
        }
        // `We process the following data: ...` says it all and opens no section.
        let names = segment.text.len() - rest.len() <= 40 && !is_sentence(&segment.text);
        if segment.numbered || segment.shape != Shape::Bullet && names {
            (self.topic, self.lead) = (topic, topic);
            self.opened.push(cue);
            (self.outlined, self.lettered) = (segment.numbered, segment.lettered);
        } else if segment.more {
            // `Sources: your supplier gave us ... . The rest came ...`
            (self.topic, self.lead, self.within) = (topic, topic, Some(segment.block));
        }
        let entry = rest.split_whitespace().count() <= 30 && !rest.trim_end().ends_with('.');
        // `Traitement n° 1` is a number and no name.
        let counted = |word: &Word| word.fold.len() == 1 || word.fold.parse::<u32>().is_ok();
        let unnamed = tokenize(&self.record).last().is_none_or(counted) || self.by_purpose;
        let short = !is_sentence(rest) && rest.len() <= 100;
        if cue == Cue::Purpose && self.records && unnamed && short {
            self.by_purpose = true;
            self.record = rest.trim_end_matches([';', ',']).to_owned();
        }
        let record = match cue {
            Cue::Retention if of.is_empty() => self.record.clone(),
            Cue::Retention => of.to_owned(),
            _ => String::new(),
        };
        self.read(segment, rest, topic, entry || !is_sentence(rest), &record);
    }

    /// What a label denies is told as such, and nothing else of it.
    fn denial(&mut self, segment: &Segment) {
        let before = self.out.len();
        self.read(segment, &segment.text, None, false, "");
        let mut at = 0;
        self.out.retain(|statement| {
            at += 1;
            at <= before || statement.value.expose() == NONE
        });
    }

    /// `Retention of order history`: what a label is about behind its first word.
    fn behind_heading<'t>(&self, label: &'t str) -> &'t str {
        let words = tokenize(label);
        let language = self.vocabulary.language(self.language);
        let joins = |at: &usize| {
            let links = self.vocabulary.common.name_links.iter().chain(&language.genitives);
            links.into_iter().any(|link| *link == words[*at].fold)
        };
        let joint = (1..words.len()).find(joins);
        let rest = joint.and_then(|at| words.get(at + 1)).map_or("", |word| &label[word.start..]);
        // `Duration of storage` is about no data.
        let named = self.vocabulary.heading(&tokenize(rest)).is_none();
        if named { rest } else { "" }
    }

    fn is_period(&self, text: &str) -> bool {
        let language = self.vocabulary.language(self.language);
        let words = tokenize(text);
        !periods(&words, language).is_empty() || criterion(&words, language).is_some()
    }

    fn read(
        &mut self,
        segment: &Segment,
        text: &str,
        topic: Option<Cue>,
        entry: bool,
        subject: &str,
    ) {
        let words = tokenize(text);
        // A few words do not tell their language.
        let told = self.vocabulary.language_of(&words).filter(|_| words.len() >= 4);
        let language = told.unwrap_or(self.language);
        let guess = Guess::of(text, &self.vocabulary.passages);
        let mut reading = Text {
            vocabulary: self.vocabulary,
            language: self.vocabulary.language(language),
            text,
            words,
            topic,
            near: self.near.get(&segment.block).copied().filter(|_| topic.is_none()),
            guess,
            entry,
            subject: "",
            controller: self.controller,
        };
        if !subject.is_empty() {
            let known = !reading.data_named(subject).1.is_empty();
            if known || topic == Some(Cue::Retention) {
                reading.subject = subject;
            }
        }
        let place = SourcePlace::new(self.path.clone(), segment.at.clone());
        let mut found = reading.read();
        let told = segment.shape == Shape::Sentence
            || segment.shape == Shape::Bullet && topic.is_none() && is_sentence(&segment.text);
        let company = |(cue, _): &(Cue, Found)| {
            matches!(cue, Cue::Recipient | Cue::Source | Cue::Complaint | Cue::Category)
        };
        // A denial is plain wherever it stands.
        let plain = |cue: Cue, found: &Found| topic == Some(cue) || found.value == NONE;
        let likely = |(cue, found): &(Cue, Found)| plain(*cue, found) || !guess.unlikely(*cue);
        found.retain(likely);
        if !found.iter().any(company) && self.body && told {
            found.extend(reading.companies().into_iter().filter(likely));
        }
        match &mut self.tagging {
            Tagging::Never => {}
            Tagging::Tags => found = reading.with_mentions(found),
            Tagging::Keeps(seen) => seen.push(Observation::of(&reading, &found)),
        }
        let code = reading.language.code.clone();
        let common = &self.vocabulary.common;
        found.retain(|(cue, found)| {
            topic == Some(*cue)
                || !self.sections.contains(cue)
                || match cue {
                    Cue::Recipient | Cue::Source => {
                        common.has_legal_form(&found.value, &tokenize(&found.value))
                    }
                    Cue::Category | Cue::Purpose => false,
                    Cue::AutomatedDecision => found.value == NONE,
                    Cue::Transfer => !found.value.is_empty(),
                    _ => true,
                }
        });
        for (cue, found) in found {
            if let Some(statement) = found.statement(cue, &segment.text, &code, &place) {
                self.keep(statement);
            }
        }
    }

    fn keep(&mut self, statement: Statement) {
        if self.out.len() < MOST_STATEMENTS && !self.out.contains(&statement) {
            self.out.push(statement);
        }
    }
}

/// Kinds that are often given as lists.
fn is_listed(cue: Cue) -> bool {
    matches!(cue, Cue::Recipient | Cue::Retention | Cue::Category | Cue::Purpose | Cue::Right)
}

/// What a label is about besides its topic: `Retention - orders`, `Retention (orders)`.
fn of_label(label: &str) -> &str {
    let cut = [" - ", " – ", " — ", " ("].iter().find_map(|mark| label.split_once(mark));
    cut.map_or("", |(_, of)| of.trim_end_matches(')').trim())
}

fn is_sentence(text: &str) -> bool {
    text.trim_end().ends_with('.') && text.split_whitespace().count() > 5
}
