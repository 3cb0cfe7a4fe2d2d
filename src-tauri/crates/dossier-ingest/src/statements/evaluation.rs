//! How well the letters of `tests/letters` are read: printed, and held by floors.
//! The half in `apart` is never tuned on.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use dossier_catalog::statement::StatementWords;
use dossier_catalog::{Catalog, Files};
use dossier_model::{At, MemberPath, Statement, StatementKind};
use serde::Deserialize;

use super::detect::NONE;
use super::mentions::{MarkedText, digest, marked};
use super::tokens::tokenize;
use super::{StatementVocabulary, extract, is_letter, letterhead};

/// The share of marked companies that is read, less a little.
const COMPANIES: f64 = 0.81;

#[derive(Deserialize)]
struct Expected {
    language: String,
    #[serde(default)]
    controller: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    date: String,
    /// Kind, value, what it applies to, part of the quote. `*` is anything, `+`
    /// anything but a denial, `~US` these countries with any safeguard, `~dpv:X` this
    /// purpose or its own words.
    statements: Vec<[String; 4]>,
    /// Written by other hands in free wording: matched as their hands would.
    #[serde(default)]
    free: bool,
}

/// The words as they stand in the folder: trying one needs no new build.
pub(super) fn vocabulary() -> StatementVocabulary {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../catalog");
    let files = Files::from_dir(&folder).unwrap();
    let words = StatementWords::parse(files.section("statements")).unwrap();
    StatementVocabulary::new(&words, Catalog::embedded().purposes())
}

fn letters(half: &str) -> Vec<(String, String, Expected)> {
    let folder =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../tests/letters").join(half);
    let mut out = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            let text = std::fs::read_to_string(&path).unwrap();
            let expected = std::fs::read_to_string(path.with_extension("json")).unwrap();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            out.push((name, text, serde_json::from_str(&expected).unwrap()));
        }
    }
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out
}

/// Paragraphs as the text reader gives them: blocks between empty lines.
fn paragraphs(text: &str) -> Vec<(At, &str)> {
    let mut out = Vec::new();
    let mut line = 1;
    for block in text.split("\n\n") {
        if !block.trim().is_empty() {
            out.push((At::Line { line }, block));
        }
        line += u32::try_from(block.matches('\n').count()).unwrap() + 2;
    }
    out
}

fn kind(statement: &Statement) -> String {
    let text = serde_json::to_value(statement.kind).unwrap();
    text.as_str().unwrap().to_owned()
}

fn is_open(value: &str) -> bool {
    matches!(value, "*" | "+")
}

/// Whether one of two names is the other with words before or behind it.
fn is_part(wanted: &str, found: &str) -> bool {
    let bare = |name: &str| super::tokens::fold(name.trim_end_matches('.'));
    let (wanted, found) = (bare(wanted), bare(found));
    let (short, long) =
        if wanted.len() < found.len() { (&wanted, &found) } else { (&found, &wanted) };
    let edge = |rest: &str, at_end: bool| {
        let mut letters = rest.chars();
        let next = if at_end { letters.next() } else { letters.next_back() };
        next.is_some_and(|c| !c.is_alphanumeric())
    };
    short.len() > 3
        && (long.strip_prefix(short.as_str()).is_some_and(|rest| edge(rest, true))
            || long.strip_suffix(short.as_str()).is_some_and(|rest| edge(rest, false)))
}

/// Whether a statement is the expected one, word for word or, in free wording, with
/// words before or behind it.
fn fits(statement: &Statement, expected: &[String; 4], free: bool) -> bool {
    let [of, value, applies_to, quote] = expected;
    // The full stop of a legal form may be the one of its sentence.
    let bare = |name: &str| name.trim_end_matches('.').to_owned();
    let same = |wanted: &String, found: &str| {
        wanted == "*"
            || bare(wanted) == bare(found)
            || free
                && (super::tokens::fold(wanted) == super::tokens::fold(found)
                    || is_part(wanted, found))
    };
    let found = statement.value.expose();
    let valued = match value.strip_prefix('~') {
        Some(id) if id.starts_with("dpv:") => found == id || !found.starts_with("dpv:"),
        Some(countries) => {
            let given: BTreeSet<&str> = found.split(';').next().unwrap().split(',').collect();
            given == countries.split(',').collect()
        }
        None if value == "+" => found != NONE,
        // A purpose may be told in its own words instead of an id, and never by a wrong one.
        None if free && of == "purpose" && value.starts_with("dpv:") => {
            value == found || !found.starts_with("dpv:")
        }
        None => same(value, found),
    };
    kind(statement) == *of
        && valued
        && same(applies_to, statement.applies_to.expose())
        && statement.quote.expose().contains(quote.as_str())
}

#[derive(Default)]
struct Counts {
    right: usize,
    found: usize,
    expected: usize,
}

impl Counts {
    fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / self.expected.max(1) as f64
    }
}

/// Who wrote a letter, told by its name. Each has floors of its own, so that harder letters
/// hide no step back on easier ones.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hands {
    /// Those with whom the reader began.
    First,
    /// Those that came later.
    Later,
    /// One that was asked for ordinary letters of shops.
    Shops,
}

impl Hands {
    fn of(name: &str) -> Self {
        let hand = name.get(1..3).unwrap_or_default();
        let languages = ["d", "e", "f"];
        match languages.iter().any(|language| name.starts_with(language)) {
            true if ["f_", "p_", "g_", "q_"].contains(&hand) => Self::Later,
            false if name.starts_with('o') => Self::Shops,
            _ => Self::First,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::First => "",
            Self::Later => ", new",
            Self::Shops => ", shops",
        }
    }
}

/// Counts what of the wanted is found, and prints what is missed and what is too much.
fn compare(
    name: &str,
    mut found: Vec<Statement>,
    wanted: &[[String; 4]],
    free: bool,
    by_kind: &mut BTreeMap<String, Counts>,
) {
    for statement in &found {
        let counts = by_kind.entry(kind(statement)).or_default();
        counts.found += 1;
    }
    let (mut right, mut told) = (0, 0);
    // What is told exactly is looked for before what may be anything.
    let open = |wanted: &&[String; 4]| wanted[1..3].iter().filter(|v| is_open(v)).count();
    let mut sorted: Vec<&[String; 4]> = wanted.iter().collect();
    sorted.sort_by_key(open);
    for wanted in sorted {
        let counts = by_kind.entry(wanted[0].clone()).or_default();
        counts.expected += 1;
        told += 1;
        match found.iter().position(|statement| fits(statement, wanted, free)) {
            Some(at) => {
                found.remove(at);
                counts.right += 1;
                right += 1;
            }
            None => println!("  {name}: missed {wanted:?}"),
        }
    }
    // The same thing said twice is told once in the truth, and no error.
    let said = |statement: &Statement| {
        let exact = wanted.iter().filter(|wanted| !is_open(&wanted[1]));
        exact.into_iter().any(|wanted| {
            let [of, value, applies_to, _] = wanted;
            let anywhere = [of.clone(), value.clone(), applies_to.clone(), String::new()];
            fits(statement, &anywhere, free)
        })
    };
    found.retain(|statement| {
        let again = said(statement);
        if again {
            by_kind.entry(kind(statement)).or_default().found -= 1;
        }
        !again
    });
    println!("  {name}: {right} right, {} too much, {told} told", found.len());
    for statement in &found {
        println!(
            "  {name}: too much {} [{}] <{}> {}",
            kind(statement),
            statement.value.expose(),
            statement.applies_to.expose(),
            statement.quote.expose()
        );
    }
}

/// Prints a line for each kind, and one for all.
fn shown(title: &str, by_kind: &BTreeMap<String, Counts>) -> Counts {
    let mut all = Counts::default();
    println!("{title:<16} {:<20} {:>9} {:>7}", "kind", "precision", "recall");
    for (kind, counts) in by_kind {
        println!(
            "{title:<16} {kind:<20} {:>9.3} {:>7.3}  of {}",
            counts.precision(),
            counts.recall(),
            counts.expected
        );
        all.right += counts.right;
        all.found += counts.found;
        all.expected += counts.expected;
    }
    println!(
        "{title:<16} {:<20} {:>9.3} {:>7.3}  of {}",
        "all",
        all.precision(),
        all.recall(),
        all.expected
    );
    all
}

fn evaluate(half: &str, free: bool, hands: Hands) -> (Counts, Counts) {
    let vocabulary = vocabulary();
    let title = [half, if free { ", free" } else { "" }, hands.title()].concat();
    let mut by_kind: BTreeMap<String, Counts> = BTreeMap::new();
    let mut heads = Counts::default();
    for (name, text, expected) in
        letters(half).into_iter().filter(|one| one.2.free == free && Hands::of(&one.0) == hands)
    {
        let paragraphs = paragraphs(&text);
        let given = || paragraphs.iter().map(|(at, text)| (at.clone(), *text));
        // What is not taken for a letter is not read at all.
        let found = if is_letter(paragraphs.iter().map(|p| p.1), &vocabulary) {
            extract(given(), &MemberPath::new(name.as_str()), &vocabulary)
        } else {
            println!("  {half}/{name}: not taken for a letter");
            Vec::new()
        };
        compare(&format!("{half}/{name}"), found, &expected.statements, free, &mut by_kind);
        let head = letterhead(given(), &vocabulary).unwrap_or_default();
        let date = head.date.map(|date| date.to_string()).unwrap_or_default();
        let language = if expected.language == "*" { &head.language } else { &expected.language };
        for (wanted, got) in [
            (&expected.controller, &head.controller),
            (&expected.date, &date),
            (&expected.address, &head.address),
            (language, &head.language),
        ] {
            if !wanted.is_empty() {
                heads.expected += 1;
                let same = wanted.trim_end_matches('.') == got.trim_end_matches('.');
                heads.right += usize::from(same);
                if !same {
                    println!("  {half}/{name}: letterhead {wanted:?}, not {got:?}");
                }
            }
        }
    }
    let all = shown(&title, &by_kind);
    println!(
        "{title:<16} {:<20} {:>17.3}  of {}",
        "letterhead facts",
        heads.recall(),
        heads.expected
    );
    (all, heads)
}

/// Measures one half of the letters, all of it, and then holds it against its floors:
/// precision and recall of what is stated, and the share of right facts of the letterheads.
fn hold(half: &str, floors: [(bool, Hands, [f64; 3]); 5]) {
    let measured = floors.map(|(free, hands, floor)| (evaluate(half, free, hands), floor));
    for ((all, heads), [precision, recall, head]) in measured {
        assert!(all.precision() >= precision, "precision {}", all.precision());
        assert!(all.recall() >= recall, "recall {}", all.recall());
        assert!(heads.recall() >= head, "letterheads {}", heads.recall());
    }
}

#[test]
fn letters_that_were_tuned_on() {
    hold(
        "tune",
        [
            (false, Hands::First, [0.98, 0.98, 0.97]),
            (false, Hands::Later, [0.89, 0.89, 0.9]),
            (false, Hands::Shops, [0.955, 0.96, 0.95]),
            (true, Hands::First, [0.95, 0.88, 0.92]),
            (true, Hands::Later, [0.8, 0.62, 0.85]),
        ],
    );
}

#[test]
fn letters_kept_apart() {
    // What is measured, less a little: raise these with the reader, never by the letters.
    hold(
        "apart",
        [
            (false, Hands::First, [0.79, 0.82, 0.96]),
            (false, Hands::Later, [0.815, 0.75, 0.87]),
            (false, Hands::Shops, [0.91, 0.945, 0.96]),
            (true, Hands::First, [0.835, 0.6, 0.87]),
            (true, Hands::Later, [0.74, 0.54, 0.85]),
        ],
    );
}

#[derive(Deserialize)]
struct Passage {
    id: String,
    language: String,
    text: String,
    statements: Vec<[String; 4]>,
}

/// A letter around a piece of one, by its language.
fn framed(language: &str, text: &str) -> String {
    let (greeting, closing) = match language {
        "de" => ("Sehr geehrte Frau Beispiel,", "Mit freundlichen Grüßen"),
        "fr" => ("Madame,", "Veuillez agréer nos salutations distinguées."),
        _ => ("Dear Ms Example,", "Yours sincerely"),
    };
    let sender = "Nirgendwann AG";
    format!("{sender}\nAm Steg 1\n99999 Nirgendheim\n\n{greeting}\n\n{text}\n\n{closing}\n{sender}")
}

/// Pieces of letters, each in a letter of its own: matched as free wording is.
fn passages(half: &str) -> Counts {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../tests/letters/passages")
        .join(half)
        .with_extension("jsonl");
    let vocabulary = vocabulary();
    let mut by_kind = BTreeMap::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let passage: Passage = serde_json::from_str(line).unwrap();
        let found = extract(
            paragraphs(&framed(&passage.language, &passage.text)).into_iter(),
            &MemberPath::new(passage.id.as_str()),
            &vocabulary,
        );
        compare(&passage.id, found, &passage.statements, true, &mut by_kind);
    }
    shown(&format!("passages, {half}"), &by_kind)
}

#[test]
fn passages_of_letters() {
    for (half, floors) in [("tune", [0.88, 0.88]), ("apart", [0.67, 0.59])] {
        let all = passages(half);
        assert!(all.precision() >= floors[0], "precision {}", all.precision());
        assert!(all.recall() >= floors[1], "recall {}", all.recall());
    }
}

/// How many kinds letters state; of those of which nothing was read, and of kinds that they
/// do not state, how many have a passage that says to look there.
fn looked_for(half: &str) -> (usize, (usize, usize), (usize, usize)) {
    let vocabulary = vocabulary();
    let (mut kinds, mut silent, mut absent) = (0, (0, 0), (0, 0));
    for (name, text, expected) in letters(half) {
        let paragraphs = paragraphs(&text);
        let given = || paragraphs.iter().map(|(at, text)| (at.clone(), *text));
        let path = MemberPath::new(name.as_str());
        let read = extract(given(), &path, &vocabulary);
        let hints = super::passages(given(), &path, &vocabulary);
        for kind in &vocabulary.passages.kinds {
            let word = serde_json::to_value(kind).unwrap();
            let stated = expected.statements.iter().any(|of| Some(of[0].as_str()) == word.as_str());
            kinds += usize::from(stated);
            if read.iter().any(|statement| statement.kind == *kind) {
                continue;
            }
            let counts = if stated { &mut silent } else { &mut absent };
            counts.1 += 1;
            counts.0 += usize::from(hints.iter().any(|hint| hint.kind == *kind));
        }
    }
    (kinds, silent, absent)
}

#[test]
fn what_was_not_read_can_be_looked_for() {
    let (kinds, silent, absent) = looked_for("apart");
    let share = |(some, all): (usize, usize)| some as f64 / all.max(1) as f64;
    println!(
        "of {kinds} kinds stated, not read: {silent:?} with a passage; not stated: {absent:?}"
    );
    // What is neither read nor pointed to is lost on who reads only the statements.
    let lost = share((silent.1 - silent.0, kinds));
    assert!(lost <= 0.05, "{lost} of {kinds}");
    assert!(share(absent) <= 0.08, "{absent:?}");
}

#[test]
fn the_model_of_passages_is_the_one_of_its_letters() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let letters = super::passages::labelled(&root).unwrap();
    let sentences = super::passages::sentences(&root).unwrap();
    assert_eq!(
        vocabulary().passages.trained_on,
        super::passages::digest(&letters, &sentences),
        "labelled letters changed: run `cargo xtask train letters`"
    );
}

/// The marked pieces of a half.
pub(super) fn marked_pieces(half: &str) -> Vec<MarkedText> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../tests/letters/marked");
    marked(&folder.join(half).with_extension("jsonl")).unwrap()
}

/// Receivers with a legal form, in pieces of letters by hands who did not know the reader.
#[test]
fn marked_companies_are_read() {
    let vocabulary = vocabulary();
    let bare = |name: &str| name.trim_end_matches('.').to_owned();
    let (mut read, mut all) = (0_usize, 0_usize);
    for piece in marked_pieces("apart") {
        let path = MemberPath::new(piece.id.as_str());
        let letter = framed(&piece.language, &piece.text);
        let found = extract(paragraphs(&letter).into_iter(), &path, &vocabulary);
        let receivers = piece.marks.iter().filter(|(.., kind)| *kind == 'r');
        for name in receivers.map(|(start, end, _)| &piece.text[*start..*end]) {
            if vocabulary.common.has_legal_form(name, &tokenize(name)) {
                all += 1;
                let told = |one: &Statement| {
                    one.kind == StatementKind::Recipient && bare(one.value.expose()) == bare(name)
                };
                read += usize::from(found.iter().any(told));
            }
        }
    }
    let recall = read as f64 / all as f64;
    println!("marked companies: {recall:.3} of {all} are read");
    assert!(all > 300 && recall >= COMPANIES, "{recall} of {all}");
}

#[test]
fn the_model_of_mentions_is_the_one_of_its_pieces() {
    let words = StatementWords::embedded().unwrap();
    assert_eq!(
        words.mentions.trained_on,
        digest(&marked_pieces("tune")),
        "marked pieces changed: run `cargo xtask train letters`"
    );
}
