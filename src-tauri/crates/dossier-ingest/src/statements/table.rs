use std::collections::BTreeSet;

use dossier_catalog::statement::StatementCue as Cue;
use dossier_model::{At, MemberPath, RowBuf, SourcePlace, Statement};

use super::detect::{Found, NONE, Text};
use super::inband::is_bare;
use super::passages::Guess;
use super::period::language_of_period;
use super::segment::label;
use super::tokens::{Word, fold, tokenize};
use super::vocabulary::StatementVocabulary;

/// What one record of a table states, if its columns are purposes, recipients,
/// periods and the like: `kind of data | purpose | basis | recipients | period`.
///
/// `place` is the place of the record; each statement's place names the column.
pub fn extract_record<S: AsRef<str>, T: AsRef<str>>(
    fields: &[S],
    row: &[T],
    place: &SourcePlace,
    vocabulary: &StatementVocabulary,
) -> Vec<Statement> {
    // The names of the columns are the same for all rows; a cell of a few words
    // may read like any language.
    let language = vocabulary
        .language_of_columns(fields)
        .or_else(|| row.iter().find_map(|cell| vocabulary.language_of(&tokenize(cell.as_ref()))))
        .or_else(|| fields.iter().find_map(|f| vocabulary.language_of(&tokenize(f.as_ref()))));
    read_row(fields, row, place, vocabulary, language.unwrap_or(0), &[], None)
}

/// Whether the columns are those of a table of statements, in whatever file: kinds of data
/// beside purposes, bases or periods, and little else.
pub(crate) fn states_by_row(fields: &[String], vocabulary: &StatementVocabulary) -> bool {
    let columns: Vec<Column<'_>> = fields.iter().map(|name| column(name, "", vocabulary)).collect();
    let has = |cue: Cue| columns.iter().any(|column| column.cue == Some(cue));
    let known = columns.iter().filter(|column| column.cue.is_some() || column.is_subject).count();
    let kinds = columns.iter().filter_map(|column| column.cue).collect::<BTreeSet<_>>().len();
    let about = has(Cue::Category) || columns.iter().any(|column| column.is_subject);
    kinds >= 2
        && known * 3 >= fields.len() * 2
        && (about && has(Cue::Purpose) || has(Cue::Retention) || has(Cue::LegalBasis))
}

/// A table of few rows whose first cells name what each row tells (`Recipients | Rabe Ltd`),
/// or a record whose fields do: its lines, to be read as those of a letter.
pub(crate) fn topic_lines(
    fields: &[String],
    rows: &[(At, RowBuf)],
    vocabulary: &StatementVocabulary,
) -> Option<Vec<(At, String)>> {
    let mut out: Vec<(At, String)> = Vec::new();
    let mut labels: Vec<&str> = Vec::new();
    let mut add = |at: &At, label: &str, value: &str| {
        let label = label.trim().trim_end_matches(':');
        let lines: Vec<&str> = value.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        match lines[..] {
            [] => {}
            [line] => out.push((at.clone(), format!("{label}: {line}"))),
            _ => {
                out.push((at.clone(), label.to_owned()));
                out.extend(lines.iter().map(|line| (at.clone(), format!("• {line}"))));
            }
        }
    };
    // One row below kinds of data is a table like any other, unless its cells are lists.
    let about = fields.first().is_some_and(|name| {
        let first = column(name, "", vocabulary);
        first.is_subject || first.cue == Some(Cue::Category)
    });
    let lists = rows.iter().any(|(_, row)| row.iter().flatten().any(|cell| cell.contains('\n')));
    if let ([(at, row)], true) = (rows, fields.len() > 1 && (lists || !about)) {
        let mut inner: Vec<&str> = Vec::new();
        for (name, cell) in fields.iter().zip(row.iter()) {
            let cell = cell.unwrap_or_default();
            labels.push(if is_bare(cell, vocabulary) { "" } else { name });
            inner.extend(cell.lines().filter_map(|line| label(line).map(|(label, _)| label)));
            add(at, name, cell);
        }
        if tells_topics(&labels, vocabulary) || tells_topics(&inner, vocabulary) {
            return Some(out);
        }
        (out, labels) = (Vec::new(), Vec::new());
    }
    if fields.len() != 2 {
        return None;
    }
    let mut add = |at: &At, label: &str, value: &str| {
        out.push((at.clone(), format!("{}: {value}", label.trim().trim_end_matches(':'))));
    };
    // What was taken for the names of the columns is a line like the others.
    if !fields[0].starts_with(UNNAMED) {
        let at = match rows.first() {
            Some((At::Line { line }, _)) => At::Line { line: line.saturating_sub(1) },
            Some((at, _)) => at.clone(),
            None => return None,
        };
        labels.push(if is_bare(&fields[1], vocabulary) { "" } else { &fields[0] });
        add(&at, &fields[0], &fields[1]);
    }
    for (at, row) in rows {
        let label = row.get(0).unwrap_or_default();
        let rest: Vec<&str> = row.iter().skip(1).flatten().collect();
        let value = rest.join(", ");
        // `Credit check: 5.00` is a price.
        labels.push(if is_bare(&value, vocabulary) { "" } else { label });
        if !label.is_empty() && !rest.is_empty() {
            add(at, label, &value);
        }
    }
    tells_topics(&labels, vocabulary).then_some(out)
}

/// A table with a kind of data above each column, and in the first what its row tells:
/// `Purpose | delivery | news`.
pub(crate) fn read_matrix(
    fields: &[String],
    rows: &[(At, RowBuf)],
    path: &MemberPath,
    vocabulary: &StatementVocabulary,
) -> Vec<Statement> {
    let labels: Vec<&str> = rows.iter().map(|(_, row)| row.get(0).unwrap_or_default()).collect();
    let named = fields.iter().any(|name| heading(name, vocabulary).is_some());
    let Some((at, _)) = rows.first() else { return Vec::new() };
    if fields.len() < 3 || rows.len() < 2 || named || !tells_topics(&labels, vocabulary) {
        return Vec::new();
    }
    let place = SourcePlace::new(path.clone(), at.clone());
    let names: Vec<&str> = std::iter::once("").chain(labels).collect();
    let cells = |column: usize, name: &str| {
        let cell =
            |row: &RowBuf| u32::try_from(column).ok().and_then(|at| row.get(at)).map(str::to_owned);
        let below = rows.iter().map(|(_, row)| cell(row).unwrap_or_default());
        std::iter::once(name.to_owned()).chain(below).collect::<Vec<String>>()
    };
    let all = fields.iter().enumerate().skip(1);
    all.flat_map(|(at, name)| extract_record(&names, &cells(at, name), &place, vocabulary))
        .collect()
}

/// How readers call columns without a name.
const UNNAMED: &str = "column ";

/// Whether most of some labels name things that an answer owes, or at least many of these.
fn tells_topics(labels: &[&str], vocabulary: &StatementVocabulary) -> bool {
    let cues: Vec<Cue> = labels.iter().filter_map(|label| heading(label, vocabulary)).collect();
    let kinds = cues.iter().collect::<BTreeSet<_>>().len();
    kinds >= 4 || kinds >= 2 && cues.len() * 2 >= labels.len()
}

/// What a label names that an answer owes, and that is no right.
fn heading(label: &str, vocabulary: &StatementVocabulary) -> Option<Cue> {
    let words = tokenize(label);
    let cue = vocabulary.heading(&words).filter(|(_, covers)| covers * 2 >= words.len());
    let cue = cue.map(|(cue, _)| cue).filter(|_| words.len() <= 8);
    cue.filter(|cue| cue.kind().is_some() && !matches!(cue, Cue::Right | Cue::Complaint))
}

struct Column<'a> {
    name: &'a str,
    cue: Option<Cue>,
    is_subject: bool,
    cell: &'a str,
}

/// The same for a row of a table in a letter (`letter`: what the cells of its columns
/// tell) or in a file.
pub(crate) fn read_row<S: AsRef<str>, T: AsRef<str>>(
    fields: &[S],
    row: &[T],
    place: &SourcePlace,
    vocabulary: &StatementVocabulary,
    language: usize,
    controller: &[Word],
    letter: Option<&[Option<Cue>]>,
) -> Vec<Statement> {
    let mut columns: Vec<Column<'_>> = fields
        .iter()
        .zip(row)
        .map(|(name, cell)| column(name.as_ref(), cell.as_ref().trim(), vocabulary))
        .collect();
    for (column, told) in columns.iter_mut().zip(letter.unwrap_or_default()) {
        column.cue = column.cue.or(*told);
    }
    if is_absent(&columns, vocabulary) {
        return Vec::new();
    }
    let denied = not_collected(&mut columns, vocabulary);
    // `Attribute | Content` in a letter: the attribute is the kind, the content is not.
    let only_content = columns.iter().all(|column| column.cue.is_none_or(|c| c == Cue::Category));
    if letter.is_some() && only_content && !denied && columns.len() > 1 && columns[0].is_subject {
        columns.iter_mut().enumerate().for_each(|(at, column)| {
            column.cue = (at == 0).then_some(Cue::Category);
        });
    }
    // `Partner | What they do | What they receive`: companies tell what their column is.
    let stated = columns.iter().any(|column| column.cue.is_some());
    if stated && columns.iter().all(|column| column.cue != Some(Cue::Recipient)) {
        let company = |column: &&mut Column<'_>| {
            let words = tokenize(column.cell);
            column.cue.is_none()
                && !column.is_subject
                && vocabulary.common.has_legal_form(column.cell, &words)
        };
        if let Some(column) = columns.iter_mut().find(company) {
            column.cue = Some(Cue::Recipient);
        }
    }
    let tells = |columns: &[Column<'_>], cue: Cue| columns.iter().any(|c| c.cue == Some(cue));
    if tells(&columns, Cue::LegalBasis) && !tells(&columns, Cue::Purpose) {
        let activity =
            |c: &&mut Column<'_>| c.cue.is_none() && vocabulary.is_activity(&tokenize(c.name));
        if let Some(column) = columns.iter_mut().find(activity) {
            column.cue = Some(Cue::Purpose);
        }
    }
    let has_bases = columns.iter().any(|column| column.cue == Some(Cue::LegalBasis));
    let reader = Reader { has_bases, vocabulary, language, controller, place };
    if columns.iter().all(|column| column.cue.is_none()) {
        return reader.named_row(&columns);
    }
    let known = columns.iter().filter(|column| column.cue.is_some() || column.is_subject).count();
    // One such column among many others is no table of statements.
    if known < 2 && columns.len() > 2 && letter.is_none() {
        return Vec::new();
    }
    let subject = columns
        .iter()
        .find(|column| column.is_subject && !column.cell.is_empty())
        .or_else(|| columns.iter().find(|column| column.cue == Some(Cue::Category)))
        .or_else(|| columns.first().filter(|column| column.cue == Some(Cue::Purpose)))
        .map_or("", |column| column.cell);
    let first = columns.first().filter(|c| c.cue.is_none()).map_or("", |column| column.cell);
    let subject = if subject.is_empty() { first } else { subject };
    let mut out = Vec::new();
    for column in &columns {
        if let (Some(cue), false) = (column.cue, column.cell.is_empty()) {
            // A purpose in the first column is what the row is about.
            let own = if cue == Cue::Category || subject == column.cell { "" } else { subject };
            reader.cell(column, cue, own, column.cell, &mut out);
        }
    }
    out
}

/// Whether a row says that it speaks of data which are not held: nothing is told of them.
fn is_absent(columns: &[Column<'_>], vocabulary: &StatementVocabulary) -> bool {
    let (absent, no) = (&vocabulary.keys.absent, &vocabulary.keys.no);
    let is = |cell: &str, list: &[String]| list.contains(&fold(cell.trim_end_matches('.')));
    // `Health data (not held)`
    let bracket = |cell: &str| {
        let inner = cell.strip_suffix(')').and_then(|cell| cell.rsplit_once('('));
        inner.is_some_and(|(_, inner)| is(inner, absent))
    };
    let told: Vec<&Column<'_>> = columns.iter().filter(|c| !c.cell.is_empty()).collect();
    let Some((first, rest)) = told.split_first() else { return false };
    let empty = |cell: &str| !cell.chars().any(char::is_alphanumeric);
    let stated = columns.iter().any(|column| column.cue.is_some());
    // No purpose and no period: there is nothing that is processed.
    let gone = |column: &&Column<'_>| {
        let owed = matches!(column.cue, Some(Cue::Purpose | Cue::Retention));
        is(column.cell, absent) || owed && is(column.cell, no)
    };
    stated
        && (bracket(first.cell)
            || rest.iter().any(gone)
                && rest.iter().all(|c| empty(c.cell) || gone(c) || is(c.cell, no)))
}

/// `Category | Collected`: yes and no are no kinds of data, and what is not collected is no
/// kind that is held, only what the row is about. `Company | Receives data` is the same.
/// Gives whether a kind is denied.
fn not_collected(columns: &mut [Column<'_>], vocabulary: &StatementVocabulary) -> bool {
    let mut found = false;
    let is = |cell: &str, list: &[String]| list.contains(&fold(cell.trim_end_matches('.')));
    let (yes, no) = (&vocabulary.keys.yes, &vocabulary.keys.no);
    for cue in [Cue::Category, Cue::Recipient] {
        let kind = |column: &Column<'_>| column.cue == Some(cue);
        let answers = |column: &Column<'_>| is(column.cell, yes) || is(column.cell, no);
        let names = |column: &Column<'_>| kind(column) && !answers(column);
        if cue == Cue::Recipient {
            // `Receives your data?` may name no receivers itself.
            let asks = columns.first().is_some_and(names);
            let (first, rest) = columns.split_at_mut(usize::from(asks));
            let Some(answer) = rest.iter_mut().find(|c| answers(c)).filter(|_| asks) else {
                continue;
            };
            if is(answer.cell, no) {
                first[0].cue = None;
                answer.cue = Some(Cue::Recipient);
            } else {
                answer.cue = None;
            }
            (first[0].is_subject, answer.is_subject) = (true, false);
            continue;
        }
        let denied = columns.iter().any(|column| kind(column) && is(column.cell, no));
        found |= denied;
        for column in columns.iter_mut().filter(|column| kind(column)) {
            if answers(column) {
                column.cue = None;
            } else if denied {
                (column.cue, column.is_subject) = (None, true);
            }
        }
    }
    found
}

fn column<'a>(name: &'a str, cell: &'a str, vocabulary: &StatementVocabulary) -> Column<'a> {
    let words = tokenize(name);
    let cue = if words.len() <= 8 { vocabulary.heading(&words) } else { None };
    // `À quoi elles servent` asks for the purpose whatever else it names.
    let asked = vocabulary.question(&words).filter(|_| words.len() > 1);
    let all = vocabulary.names_all(&words).then_some(Cue::Category);
    let cue = asked.or(cue.map(|(cue, _)| cue)).or(all).filter(|cue| cue.kind().is_some());
    // `Not shared with`
    let listed = |cue: &Cue| matches!(cue, Cue::Category | Cue::Purpose | Cue::Recipient);
    let cue = cue.filter(|cue| !(listed(cue) && vocabulary.denies(&words)));
    Column { name, cue, is_subject: vocabulary.is_subject(&words), cell }
}

struct Reader<'a> {
    /// Whether a column of its own tells the legal bases.
    has_bases: bool,
    vocabulary: &'a StatementVocabulary,
    language: usize,
    controller: &'a [Word],
    place: &'a SourcePlace,
}

impl Reader<'_> {
    /// A row whose first cell names the kind of statement: `Purposes | ...`.
    fn named_row(&self, columns: &[Column<'_>]) -> Vec<Statement> {
        let mut out = Vec::new();
        if let [label, value] = columns {
            let words = tokenize(label.cell);
            if let (true, Some((cue, _))) = (words.len() <= 8, self.vocabulary.heading(&words)) {
                self.cell(value, cue, "", value.cell, &mut out);
            }
        }
        out
    }

    fn cell(
        &self,
        column: &Column<'_>,
        cue: Cue,
        subject: &str,
        cell: &str,
        out: &mut Vec<Statement>,
    ) {
        let words = tokenize(cell);
        if words.len() > 600 {
            return;
        }
        let told = self.vocabulary.language_of(&words).filter(|_| words.len() >= 4);
        let language = told.unwrap_or(self.language);
        let language = match cue {
            Cue::Retention => language_of_period(&words, self.vocabulary, language),
            _ => language,
        };
        let language = self.vocabulary.language(language);
        let place = match column.name {
            "" => self.place.clone(),
            name => self.place.clone().with_field(name),
        };
        let text = Text {
            vocabulary: self.vocabulary,
            language,
            text: cell,
            words,
            topic: Some(cue),
            near: None,
            guess: Guess::default(),
            entry: true,
            subject,
            controller: self.controller,
        };
        let mut found: Vec<(Cue, Found)> = text.read();
        // A column of bases beside one of purposes answers for itself only.
        let bases = cue == Cue::Purpose && !self.has_bases;
        found.retain(|(of, _)| *of == cue || *of == Cue::LegalBasis && bases);
        if found.is_empty() {
            found.extend(self.plain(cue, cell, &text));
        }
        for (of, found) in found {
            out.extend(found.statement(of, cell, &language.code, &place));
        }
    }

    /// A cell that says yes or no, or a thing in words that we do not know.
    fn plain(&self, cue: Cue, cell: &str, text: &Text<'_>) -> Option<(Cue, Found)> {
        let keys = &self.vocabulary.keys;
        let said = fold(cell.trim().trim_end_matches('.'));
        let (applies_to, categories) = text.data_named(text.subject);
        let found = |value: &str| Found {
            value: value.to_owned(),
            applies_to: applies_to.clone(),
            categories: categories.clone(),
            period: None,
            starts: None,
        };
        if keys.no.contains(&said) {
            let denies = matches!(cue, Cue::Recipient | Cue::AutomatedDecision | Cue::Transfer);
            return denies.then(|| (cue, found(NONE)));
        }
        let empty = said.chars().all(|c| !c.is_alphanumeric());
        let tells =
            matches!(cue, Cue::Purpose | Cue::Retention | Cue::Source | Cue::AutomatedDecision);
        if empty || !tells && !keys.yes.contains(&said) {
            return None;
        }
        Some((cue, found("")))
    }
}
