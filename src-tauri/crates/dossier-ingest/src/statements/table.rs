use dossier_catalog::statement::StatementCue as Cue;
use dossier_model::{SourcePlace, Statement};

use super::detect::{Found, NONE, Text};
use super::passages::Guess;
use super::period::language_of_period;
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
    not_collected(&mut columns, letter.is_some(), vocabulary);
    // `Attribute | Content` in a letter: the attribute is the kind, the content is not.
    let only_content = columns.iter().all(|column| column.cue.is_none_or(|c| c == Cue::Category));
    if letter.is_some() && only_content && columns.len() > 1 && columns[0].is_subject {
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

/// `Category | Collected`: yes and no are no kinds of data, and what is not collected is no
/// kind that is held, only what the row is about.
fn not_collected(columns: &mut [Column<'_>], letter: bool, vocabulary: &StatementVocabulary) {
    let is = |cell: &str, list: &[String]| list.contains(&fold(cell.trim_end_matches('.')));
    let (yes, no) = (&vocabulary.keys.yes, &vocabulary.keys.no);
    let kind = |column: &Column<'_>| letter && column.cue == Some(Cue::Category);
    let denied = columns.iter().any(|column| kind(column) && is(column.cell, no));
    for column in columns.iter_mut().filter(|column| kind(column)) {
        if is(column.cell, yes) || is(column.cell, no) {
            column.cue = None;
        } else if denied {
            (column.cue, column.is_subject) = (None, true);
        }
    }
}

fn column<'a>(name: &'a str, cell: &'a str, vocabulary: &StatementVocabulary) -> Column<'a> {
    let words = tokenize(name);
    let cue = if words.len() <= 8 { vocabulary.heading(&words) } else { None };
    // `À quoi elles servent` asks for the purpose whatever else it names.
    let asked = vocabulary.question(&words).filter(|_| words.len() > 1);
    let all = vocabulary.names_all(&words).then_some(Cue::Category);
    let cue = asked.or(cue.map(|(cue, _)| cue)).or(all).filter(|cue| cue.kind().is_some());
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
