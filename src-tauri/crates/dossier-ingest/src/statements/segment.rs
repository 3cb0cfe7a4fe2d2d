mod columns;
mod marks;
mod sentences;

use dossier_catalog::statement::StatementCue as Cue;
use dossier_model::At;

pub(crate) use marks::bullet;
use marks::numbered;
use sentences::past_outline;
pub(crate) use sentences::sentences;

use super::tokens::fold;
use super::vocabulary::{LONGEST_HEADING, StatementVocabulary};

/// What a piece of a letter looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A short line without an end: a heading, a label, a name.
    Line,
    /// An entry of a list.
    Bullet,
    /// A sentence.
    Sentence,
}

/// A piece of a letter that is quoted as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    pub text: String,
    pub at: At,
    pub shape: Shape,
    /// Whether its bullet was a number or letter: an outline, not a list.
    pub numbered: bool,
    /// Whether that was a letter: `a)`.
    pub lettered: bool,
    /// Whether that was a number inside another: `2.1`.
    pub deep: bool,
    /// Blanks before it.
    pub indent: usize,
    /// The block that it is a sentence of.
    pub block: usize,
    /// Whether more of that block follows.
    pub more: bool,
}

impl Segment {
    /// A row of a table whose columns say nothing, as an entry.
    pub fn entry(at: &At, cells: &[String]) -> Self {
        Self {
            text: cells.join(" | "),
            at: at.clone(),
            shape: Shape::Bullet,
            numbered: false,
            lettered: false,
            deep: false,
            indent: 0,
            block: usize::MAX,
            more: false,
        }
    }
}

/// A table that stands in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextTable {
    pub header: Vec<String>,
    /// What the cells of a column tell, where its name does not.
    pub told: Vec<Option<Cue>>,
    pub rows: Vec<(At, Vec<String>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Segment(Segment),
    Table(TextTable),
}

/// Paragraphs beyond this are not read: no letter is that long.
const MOST_PARAGRAPHS: usize = 20_000;
/// Bytes of one paragraph that are read.
const LONGEST_PARAGRAPH: usize = 64 * 1024;

struct Line {
    text: String,
    /// Characters before it: where a table's first cell would stand.
    indent: usize,
    at: At,
    /// Whether the reader saw a new paragraph here.
    first: bool,
    /// A line of this many characters was most likely broken by the margin.
    margin: usize,
    /// Whether its last word is broken there.
    broken: bool,
    /// Lines of a text file may be wrapped over paragraphs; elements are whole.
    wrapped: bool,
}

/// Cuts the paragraphs of a letter into pieces that are quoted as a whole.
pub(crate) fn pieces<'a>(
    paragraphs: impl Iterator<Item = (At, &'a str)>,
    vocabulary: &StatementVocabulary,
) -> Vec<Piece> {
    let mut lines: Vec<Line> = Vec::new();
    for (at, text) in paragraphs.take(MOST_PARAGRAPHS) {
        push_lines(&at, text, vocabulary, &mut lines);
    }
    // Where words are broken again and again, the whole text is a narrow column.
    let columns: Vec<usize> =
        lines.iter().filter(|line| line.broken).map(|line| line.text.chars().count()).collect();
    if let (true, Some(widest)) = (columns.len() >= 2, columns.iter().max()) {
        for line in lines.iter_mut().filter(|line| line.wrapped) {
            line.margin = line.margin.min(widest * 2 / 3);
        }
    }
    let mut out = Vec::new();
    let mut rest = lines.as_slice();
    while let Some((first, _)) = rest.split_first() {
        if let Some((table, used)) = columns::table_at(rest, vocabulary) {
            out.push(Piece::Table(table));
            rest = &rest[used..];
            continue;
        }
        if let Some((entries, used)) = columns::entries_at(rest, vocabulary) {
            let block = out.len();
            let indent = first.indent;
            out.extend(entries.into_iter().map(|(at, text)| {
                let shape = Shape::Bullet;
                let (numbered, lettered, deep, more) = (false, false, false, false);
                Piece::Segment(Segment {
                    text,
                    at,
                    shape,
                    numbered,
                    lettered,
                    deep,
                    indent,
                    block,
                    more,
                })
            }));
            rest = &rest[used..];
            continue;
        }
        let (text, used) = block(rest, vocabulary);
        segments(&text, first, vocabulary, &mut out);
        rest = &rest[used..];
    }
    out
}

fn push_lines(at: &At, text: &str, vocabulary: &StatementVocabulary, out: &mut Vec<Line>) {
    let text = cut(text, LONGEST_PARAGRAPH);
    let mut first = true;
    let (start, mut run) = (out.len(), out.len());
    for (number, line) in (0_u32..).zip(text.lines()) {
        let trimmed = line.trim();
        // A box that is not ticked says nothing.
        if ["[ ]", "☐", "( )"].iter().any(|open| trimmed.starts_with(open)) {
            continue;
        }
        // So does a rule that no table stands above.
        let above = out.get(run..).and_then(<[Line]>::last);
        let rule = columns::ruled(trimmed) && !above.is_some_and(|l| columns::has_cells(&l.text));
        if trimmed.is_empty() || rule && trimmed.len() > 2 {
            first = true;
            narrow(&mut out[run..], vocabulary);
            run = out.len();
            continue;
        }
        let wrapped = matches!(at, At::Line { .. } | At::Page { .. } | At::Part { .. });
        let at = match at {
            At::Line { line } => At::Line { line: line.saturating_add(number) },
            other => other.clone(),
        };
        let text = numbered(unmarked(trimmed)).replace('\u{ad}', "");
        let text = unpadded(&text).unwrap_or(text).replace(['│', '┃', '║'], "|");
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        out.push(Line { text, indent, at, first, margin: WRAPPED_LENGTH, broken: false, wrapped });
        first = false;
    }
    narrow(&mut out[run.max(start)..], vocabulary);
}

/// Lines of a narrow column, told by words that are broken at its margin.
fn narrow(lines: &mut [Line], vocabulary: &StatementVocabulary) {
    for at in 1..lines.len() {
        let next = &lines[at].text;
        let goes_on = starts_lower(next) && !is_suspended(next, vocabulary);
        lines[at - 1].broken =
            goes_on && lines[at - 1].text.strip_suffix('-').is_some_and(ends_in_letter);
    }
    let broken = lines.iter().any(|line| line.broken);
    let widest = lines.iter().map(|line| line.text.chars().count()).max().unwrap_or(0);
    // A sentence that goes on in most lines is one column too.
    let going = lines.iter().skip(1).filter(|line| starts_lower(&line.text)).count();
    let flowing = lines.len() >= 3 && going * 2 >= lines.len() && widest >= 30;
    if broken || flowing {
        for line in lines {
            line.margin = line.margin.min(widest * 2 / 3);
        }
    }
}

/// `Recipients:      Rabe Ltd`, `Recipients ....: Rabe Ltd`: a label in a column of its own.
fn unpadded(line: &str) -> Option<String> {
    let (label, rest) = line.split_once(':')?;
    let bare = label.trim_end_matches(['.', ' ']);
    let padded = rest.starts_with("  ") || label.len() - bare.len() > 2;
    let rest = rest.trim_start();
    let named = bare.starts_with(char::is_uppercase)
        && bare.len() <= 40
        && bare.split_whitespace().count() <= 5;
    let cells = |text: &str| text.contains("   ") || text.contains(['|', '\t']);
    (padded && named && !rest.is_empty() && !cells(bare) && !cells(rest))
        .then(|| format!("{bare}: {rest}"))
}

/// A line that is wholly emphasized (`*Recipients*`, `**Purposes**`) without the signs.
fn unmarked(line: &str) -> &str {
    let inner = line.trim_start_matches(['*', '_', '#']);
    let whole = line.ends_with(['*', '_']) && !inner.starts_with(char::is_whitespace)
        || line.starts_with('#') && inner.starts_with(char::is_whitespace);
    let inner = inner.trim_end_matches(['*', '_']).trim();
    if whole && inner.len() < line.len() && !inner.is_empty() { inner } else { line }
}

fn cut(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// One block: a line and the lines that go on with it.
fn block(lines: &[Line], vocabulary: &StatementVocabulary) -> (String, usize) {
    let mut text = lines[0].text.clone();
    let mut used = 1;
    while let Some(next) = lines.get(used) {
        let opens = opens_label(&next.text, vocabulary)
            || ends_in_form(&lines[used - 1].text, vocabulary)
                && ends_in_form(&next.text, vocabulary)
            || is_labeled(&lines[used - 1].text) && is_labeled(&next.text)
            || is_dashed(&lines[used - 1].text) && is_dashed(&next.text)
            || point(&next.text, vocabulary).is_some()
            || used == 1 && is_titled(&lines[0].text, vocabulary) && !starts_lower(&next.text);
        if opens || !goes_on(&text, &lines[used - 1], next) {
            break;
        }
        let hyphen = text.ends_with('-') && ends_in_letter(&text[..text.len() - 1]);
        if !hyphen || is_suspended(&next.text, vocabulary) {
            text.push(' ');
        } else if starts_lower(&next.text) && !keeps_hyphen(&text) {
            text.pop();
        }
        text.push_str(&next.text);
        used += 1;
    }
    (text, used)
}

/// A company at the end of each line: an entry each, however small its name begins.
fn ends_in_form(text: &str, vocabulary: &StatementVocabulary) -> bool {
    let words = super::tokens::tokenize(text);
    let end = |at: usize| vocabulary.common.legal_form_at(text, &words, at);
    words.len() <= 8 && (1..words.len()).any(|at| end(at) == Some(words.len()))
}

/// A label before a colon and what it says.
pub(super) fn label(text: &str) -> Option<(&str, &str)> {
    let (label, rest) = text.split_once(':')?;
    let short = label.chars().count() <= 70 && label.split_whitespace().count() <= LONGEST_HEADING;
    // The colon of a time or an address in the net is none.
    let apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (short && apart && !rest.trim().is_empty()).then_some((label.trim(), rest.trim()))
}

/// The letter of a point and what is answered to it: `zu d) 10 Jahre`.
pub(super) fn point<'t>(
    text: &'t str,
    vocabulary: &StatementVocabulary,
) -> Option<(char, &'t str)> {
    let (head, rest) = text.split_once(')').filter(|(head, _)| head.len() <= 12)?;
    let words = super::tokens::tokenize(head);
    let [to, point] = &words[..] else { return None };
    let outline = vocabulary.languages.iter().any(|l| l.outline.contains(&to.fold));
    let mut letters = point.fold.chars();
    let (letter, rest) = (letters.next()?, rest.trim());
    (outline && to.fold.len() > 1 && letters.next().is_none() && !rest.is_empty())
        .then_some((letter, rest))
}

/// A line such as `Speicherdauer: ...` is a block of its own, and so is the line
/// before it.
fn opens_label(text: &str, vocabulary: &StatementVocabulary) -> bool {
    label(text).is_some_and(|(label, _)| {
        let words = super::tokens::tokenize(label);
        words.len() <= 5
            && label.starts_with(char::is_uppercase)
            && vocabulary.heading(&words).is_some()
    })
}

/// `Invoices: eight years` under a line of the same build is an entry of its own.
fn is_labeled(text: &str) -> bool {
    label(text).is_some_and(|(label, _)| {
        let short = label.split_whitespace().count() <= 4 && !label.contains([',', '.', '(']);
        short && label.starts_with(char::is_uppercase)
    })
}

/// `2. Kinds of data (Art. 15(1)(b) GDPR)` is a line of its own, however long.
fn is_titled(text: &str, vocabulary: &StatementVocabulary) -> bool {
    let title = text.strip_suffix(')').and_then(|text| text.split_once(" ("));
    title.is_some_and(|(title, _)| {
        let words = super::tokens::tokenize(title);
        bullet(text).is_some_and(|(_, numbered)| numbered)
            && words.len() <= LONGEST_HEADING
            && vocabulary.heading(&words).is_some()
    })
}

/// `To recover debts - legitimate interests` under a line of the same build is one, too.
fn is_dashed(text: &str) -> bool {
    let sides = [" - ", " – ", " — "].iter().find_map(|dash| text.split_once(dash));
    sides.is_some_and(|(before, after)| {
        before.starts_with(char::is_uppercase)
            && !before.contains(['.', ':'])
            && !after.ends_with([',', '-'])
            && after.split_whitespace().count() <= 8
    })
}

/// A line of text this long was most likely broken by the margin.
const WRAPPED_LENGTH: usize = 52;

fn goes_on(so_far: &str, last: &Line, next: &Line) -> bool {
    let cells = last.text.contains('|') && next.text.contains('|');
    if bullet(&next.text).is_some() || cells || so_far.len() > LONGEST_PARAGRAPH {
        return false;
    }
    if next.first && !(last.wrapped && next.wrapped) {
        return false;
    }
    let ends = last.text.ends_with(['.', '!', '?', ':', ';']);
    let open = last.text.ends_with([',', '-', '(']) || starts_lower(&next.text);
    let long = last.text.chars().count() >= last.margin;
    if next.first {
        // Across paragraphs only where the text itself says that it goes on.
        return !ends && long && open;
    }
    // A sentence may end at the margin; the next line then still belongs to it.
    (!ends && (open || long)) || (ends && long && !last.text.ends_with(':'))
}

fn starts_lower(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_lowercase)
}

/// `Kauf-` and `und Lieferdaten`: this hyphen stays, with a blank behind it.
fn is_suspended(next: &str, vocabulary: &StatementVocabulary) -> bool {
    let word = fold(next.split_whitespace().next().unwrap_or_default().trim_end_matches('.'));
    vocabulary.languages.iter().any(|language| language.conjunctions.contains(&word))
        || vocabulary.citations.through.contains(&word)
}

/// `cross-` and `context`
fn keeps_hyphen(text: &str) -> bool {
    let head = text.trim_end_matches('-').split_whitespace().next_back().unwrap_or_default();
    dossier_formats::is_compound_prefix(head)
}

fn ends_in_letter(text: &str) -> bool {
    text.chars().next_back().is_some_and(char::is_alphabetic)
}

fn segments(text: &str, line: &Line, vocabulary: &StatementVocabulary, out: &mut Vec<Piece>) {
    let (at, indent) = (&line.at, line.indent);
    let (start, marked) =
        bullet(text).map_or((0, None), |(start, numbered)| (start, Some(numbered)));
    let body = past_outline(text[start..].trim(), vocabulary);
    let cuts = sentences(body, vocabulary);
    let block = out.len();
    for (number, sentence) in cuts.iter().enumerate() {
        let short = sentence.chars().count() <= 90;
        let shape = match marked {
            Some(_) if number == 0 => Shape::Bullet,
            _ if cuts.len() == 1 && short && !sentence.ends_with(['.', '!', ';']) => Shape::Line,
            _ => Shape::Sentence,
        };
        out.push(Piece::Segment(Segment {
            text: (*sentence).to_owned(),
            at: at.clone(),
            shape,
            numbered: marked == Some(true) && number == 0,
            lettered: text[..start].contains(char::is_alphabetic),
            deep: number == 0
                && text[..start].trim_end().trim_end_matches(['.', ')']).contains('.'),
            indent,
            block,
            more: number + 1 < cuts.len(),
        }));
    }
}
