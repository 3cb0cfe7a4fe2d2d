//! One table on its way into the store: a sample decides what its columns are,
//! then the records stream through.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use dossier_catalog::{MemberSpec, TableEvidence, TableSpec};
use dossier_formats::RowAt;
use dossier_model::{
    At, FoundTable, MemberKind, MemberPath, RowBuf, SourcePlace, Statement, StatementKind,
    TableSummary,
};

use crate::classify::{Classified, FieldSample, TableContext};
use crate::column::{Column, ColumnPlan};
use crate::dates::{DateForm, DateVote};
use crate::statements::{
    Consents, extract, extract_record, in_band, is_bare, read_matrix, states, states_by_row,
    states_purpose, topic_lines,
};
use crate::store::{Store, StoreFailed, StoreTable};
use crate::upright::{Turned, turned};
use crate::{Ingest, Whose};

/// Groups of times: numbers in their columns may be seconds or days.
const TIMES: [&str; 3] = ["transaction_time", "birth_age", "login_event"];
/// The category of a technical column that is a time all the same.
const CREATED: &str = "ext:AccountCreation";

/// Rows that wait until the columns are decided.
const SAMPLE_ROWS: usize = 200;
/// The category of what is not about a person.
const ENVELOPE: &str = "dpv:NonPersonalData";
/// Header lines of the mails of a mailbox that are data about the person.
const MAIL_LINES: [(&str, &str); 8] = [
    ("from", "pd:Communication"),
    ("to", "pd:Communication"),
    ("cc", "pd:Communication"),
    ("bcc", "pd:Communication"),
    ("reply-to", "pd:Communication"),
    ("date", "pd:Communication"),
    ("subject", "pd:EmailContent"),
    ("x-gmail-labels", "pd:EmailContent"),
];
const SAMPLE_BYTES: usize = 256 * 1024;
/// Different cells, or rows of a page, in which statements are looked for.
pub const MOST_HEARD: usize = 5_000;

/// The declaration of a table, and whose it is.
type Declared<'c> = (&'c dossier_catalog::CompanySpec, &'c TableSpec);

/// A table being read.
pub struct Table {
    id: StoreTable,
    path: MemberPath,
    kind: MemberKind,
    name: String,
    fields: Vec<String>,
    sample: Vec<(At, RowBuf)>,
    sample_bytes: usize,
    columns: Vec<Column>,
    settled: bool,
    declared: String,
    time: Option<String>,
    rows: u64,
    masks: Vec<(u16, u64)>,
    statements: Vec<Statement>,
    /// Columns whose name is a key of statements.
    stating: Vec<u32>,
    /// Whether its rows are statements, told by all of their columns.
    by_row: bool,
    /// What was looked at, and what was said: each counts once.
    heard: HashSet<u64>,
    said: HashSet<(StatementKind, String, String)>,
    /// Where its records say that a consent was refused, and what was: that counts never.
    consents: Consents,
    refused: HashSet<(StatementKind, String)>,
    /// What becomes of the rows that come.
    hears: Hears,
    /// Its lines, where they are those of a letter.
    letter: Vec<(At, String)>,
    /// Its rows are no records of anything: headings, sums, or lines of a letter.
    not_records: bool,
    /// Rows that became fields of a record.
    folded: u64,
}

/// Whether statements are looked for in the rows that come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hears {
    Yes,
    No,
    /// There were too many.
    NoMore,
}

/// A table that was read.
pub struct FinishedTable {
    /// Its summary.
    pub summary: TableSummary,
    /// What recognition needs.
    pub evidence: TableEvidence,
    /// What its keys and cells state.
    pub statements: Vec<Statement>,
    /// Whether statements were not looked for in all of its rows.
    pub unheard: bool,
    /// Its lines, if they are those of a letter.
    pub letter: Vec<(At, String)>,
    /// Whether its rows are kept and searched, and no records.
    pub not_records: bool,
    /// Rows that are fields of a record and counted as records.
    pub folded: u64,
}

impl Table {
    /// A table with the fields known so far.
    pub fn new(
        id: StoreTable,
        path: MemberPath,
        kind: MemberKind,
        name: String,
        fields: Vec<String>,
    ) -> Self {
        Self {
            id,
            path,
            kind,
            name,
            fields,
            sample: Vec::new(),
            sample_bytes: 0,
            columns: Vec::new(),
            settled: false,
            declared: String::new(),
            time: None,
            rows: 0,
            masks: Vec::new(),
            statements: Vec::new(),
            stating: Vec::new(),
            by_row: false,
            heard: HashSet::new(),
            said: HashSet::new(),
            consents: Consents::default(),
            refused: HashSet::new(),
            hears: Hears::Yes,
            letter: Vec::new(),
            not_records: false,
            folded: 0,
        }
    }

    /// One more field; gives its index.
    pub fn add_field(&mut self, name: &str, ingest: &Ingest<'_>, whose: Whose<'_>) -> u32 {
        self.fields.push(name.to_owned());
        if self.settled {
            // It came after the sample: decided by its name alone.
            let table = self.spec(ingest, whose);
            let found = self.classified(&[(name, Vec::new())], ingest).pop();
            let plan = self.plan(name, &[], 0, table, found, ingest);
            let plan = self.corrected(plan, ingest, whose);
            self.columns.push(Column::new(plan));
            let at = u32::try_from(self.fields.len() - 1).unwrap_or(u32::MAX);
            if !self.by_row && states(name, &ingest.vocabulary) {
                self.stating.push(at);
                if self.hears == Hears::No {
                    self.hears = Hears::Yes;
                }
            }
        }
        u32::try_from(self.fields.len() - 1).unwrap_or(u32::MAX)
    }

    /// One record.
    pub fn record(
        &mut self,
        at: &RowAt<'_>,
        row: &RowBuf,
        ingest: &Ingest<'_>,
        whose: Whose<'_>,
        store: &mut dyn Store,
    ) -> Result<(), StoreFailed> {
        let at = At::from(at);
        if self.settled {
            self.listen(&at, row, ingest);
            return self.pass(&at, row, ingest, store);
        }
        self.sample_bytes += row.text_bytes();
        self.sample.push((at, row.clone()));
        if self.sample.len() >= SAMPLE_ROWS || self.sample_bytes >= SAMPLE_BYTES {
            self.settle(ingest, whose, store)?;
        }
        Ok(())
    }

    /// Whether its columns are decided.
    pub fn is_settled(&self) -> bool {
        self.settled
    }

    /// What can be told of it already: none before its columns are decided.
    pub fn found(&self) -> Option<FoundTable> {
        self.settled.then(|| FoundTable {
            path: self.path.clone(),
            name: self.name.clone(),
            fields: self.fields.iter().take(FoundTable::MOST_FIELDS).cloned().collect(),
            kinds: FoundTable::distinct(self.columns.iter().map(Column::kind)),
            records: self.rows,
        })
    }

    /// The end of the table.
    pub fn finish(
        mut self,
        ingest: &Ingest<'_>,
        whose: Whose<'_>,
        store: &mut dyn Store,
    ) -> Result<FinishedTable, StoreFailed> {
        if !self.settled {
            self.turn(ingest, whose);
            self.settle(ingest, whose, store)?;
        }
        let refused = std::mem::take(&mut self.refused);
        self.statements.retain(|one| !refused.contains(&(one.kind, one.quote.expose().clone())));
        let evidence = TableEvidence { name: self.name.clone(), headers: self.fields.clone() };
        let main = self.main_date();
        let order = self.date_order();
        let columns = self.columns.into_iter();
        let fields: Vec<_> = columns.map(|column| column.finish(order.as_ref())).collect();
        let (first, last) = main
            .and_then(|index| fields.get(index))
            .map_or((None, None), |field| (field.first.clone(), field.last.clone()));
        let mut kinds = [0; 12];
        for (mask, count) in &self.masks {
            for (bit, sum) in kinds.iter_mut().enumerate() {
                if mask >> bit & 1 == 1 {
                    *sum += count;
                }
            }
        }
        let summary = TableSummary {
            path: self.path,
            name: self.name,
            declared: self.declared,
            records: self.rows,
            fields,
            first,
            last,
            kinds,
        };
        store.end_table(self.id, &summary)?;
        Ok(FinishedTable {
            summary,
            evidence,
            statements: self.statements,
            unheard: self.hears == Hears::NoMore,
            letter: self.letter,
            not_records: self.not_records,
            folded: self.folded,
        })
    }

    /// The order of day and month that some columns settle and none contradicts.
    fn date_order(&self) -> Option<DateForm> {
        let mut orders = self.columns.iter().filter_map(Column::date_order);
        let first = orders.next()?;
        orders.all(|order| order == first).then_some(first)
    }

    /// Makes fields of the rows, where the first column names what the second one holds.
    fn turn(&mut self, ingest: &Ingest<'_>, whose: Whose<'_>) {
        let tabular = matches!(self.kind, MemberKind::Csv | MemberKind::Sheet) || self.is_page();
        if !tabular || self.spec(ingest, whose).is_some() {
            return;
        }
        let turned = turned(&self.fields, &self.sample, &ingest.classifier, ingest.catalog);
        let Some(Turned { fields, records }) = turned.filter(|_| !self.is_said(ingest)) else {
            return;
        };
        self.folded = (self.sample.len() - records.len().min(self.sample.len())) as u64;
        self.fields = fields;
        self.sample = records;
    }

    /// Whether it is the text of a letter, or states purposes, periods and the like.
    fn is_said(&self, ingest: &Ingest<'_>) -> bool {
        let vocabulary = &ingest.vocabulary;
        self.is_page() && is_letter(&self.fields, &self.sample)
            || states_by_row(&self.fields, vocabulary)
            || !read_matrix(&self.fields, &self.sample, &self.path, vocabulary).is_empty()
            || topic_lines(&self.fields, &self.sample, vocabulary).is_some()
    }

    /// Decides the columns and lets the waiting rows pass.
    fn settle(
        &mut self,
        ingest: &Ingest<'_>,
        whose: Whose<'_>,
        store: &mut dyn Store,
    ) -> Result<(), StoreFailed> {
        self.settled = true;
        let sample = std::mem::take(&mut self.sample);
        let spec = self.spec(ingest, whose);
        if let Some((company, table)) = spec {
            self.declared = format!("{}/{}", company.slug, table.id);
            self.time = table.time_column().map(|column| column.key().to_owned());
            self.not_records = table.not_records;
        } else {
            self.not_records = self.is_page() && is_letter(&self.fields, &sample);
        }
        self.listen_first(&sample, ingest);
        let columns: Vec<(&str, Vec<&str>)> = (0_u32..)
            .zip(&self.fields)
            .map(|(index, name)| {
                let sentinels = sentinels(name, spec, ingest);
                let values = sample.iter().filter_map(|(_, row)| row.get(index));
                let told = values.filter(|value| !sentinels.iter().any(|word| word == value));
                (name.as_str(), told.collect())
            })
            .collect();
        let undeclared = |name| spec.is_none_or(|(_, table)| table.column_for(name).is_none());
        let found = match columns.iter().any(|(name, _)| undeclared(name)) {
            true => self.classified(&columns, ingest).into_iter().map(Some).collect(),
            false => vec![None; columns.len()],
        };
        let plans = columns.iter().zip(found).map(|((name, values), found)| {
            let plan = self.plan(name, values, sample.len(), spec, found, ingest);
            Column::new(self.corrected(plan, ingest, whose))
        });
        self.columns = plans.collect();
        for (at, row) in &sample {
            self.pass(at, row, ingest, store)?;
        }
        for column in &mut self.columns {
            // A column that fills late keeps its chance.
            if column.filled() >= 8 && !column.has_dates() {
                column.drop_dates();
            }
        }
        Ok(())
    }

    /// Kinds whose tables may be those of a letter; the parts of a mail that are its own
    /// are none.
    fn is_page(&self) -> bool {
        let of_mail = || ["header", "mails", "attachments"].contains(&self.name.as_str());
        match self.kind {
            MemberKind::Html | MemberKind::Document | MemberKind::Pdf => true,
            MemberKind::Mail => !of_mail(),
            _ => false,
        }
    }

    /// What the first records state, and whether more may follow.
    fn listen_first(&mut self, records: &[(At, RowBuf)], ingest: &Ingest<'_>) {
        let vocabulary = &ingest.vocabulary;
        let is_page = self.is_page();
        let tabular = is_page || matches!(self.kind, MemberKind::Csv | MemberKind::Sheet);
        if tabular && records.len() < SAMPLE_ROWS {
            let matrix = read_matrix(&self.fields, records, &self.path, vocabulary);
            let lines = topic_lines(&self.fields, records, vocabulary);
            if !matrix.is_empty() || lines.is_some() {
                (self.not_records, self.hears) = (true, Hears::No);
                self.statements = matrix;
                let lines = lines.unwrap_or_default();
                if self.kind == MemberKind::Csv {
                    self.letter = lines;
                } else {
                    let lines = lines.iter().map(|(at, line)| (at.clone(), line.as_str()));
                    self.statements.extend(extract(lines, &self.path, vocabulary));
                }
                return;
            }
        }
        // What happened on a day is data about the person: `on 2 March to Rabe Ltd, for ...`.
        let dated = || (0..self.fields.len()).any(|at| is_dated(records, at as u32, ingest));
        self.by_row = is_page || tabular && states_by_row(&self.fields, vocabulary) && !dated();
        if !self.by_row {
            let fields = (0..).zip(&self.fields);
            let stating = fields.filter(|(_, name)| states(name, vocabulary));
            self.stating = stating.map(|(at, _)| at).collect();
            let cells = self.stating.iter().flat_map(|at| {
                records.iter().filter_map(|(_, row)| row.get(*at)).filter(|cell| !cell.is_empty())
            });
            let cells: Vec<&str> = cells.collect();
            if !cells.is_empty() && cells.iter().all(|cell| is_bare(cell, vocabulary)) {
                self.stating.clear();
            }
        }
        if !is_page && self.fields.iter().any(|name| states_purpose(name, vocabulary)) {
            self.consents = Consents::new(&self.fields, vocabulary);
        }
        for (at, row) in records {
            self.listen(at, row, ingest);
        }
        // The rows of a page are read whole, which takes time: not where nothing is said.
        let more = if self.by_row { !self.statements.is_empty() } else { !self.stating.is_empty() };
        if !more {
            self.hears = Hears::No;
        }
    }

    /// What a record states: in a page by its columns, in data by its keys. Each
    /// thing that is said over and over counts once, at its first place.
    fn listen(&mut self, at: &At, row: &RowBuf, ingest: &Ingest<'_>) {
        if self.hears != Hears::Yes {
            return;
        }
        if self.heard.len() >= MOST_HEARD {
            self.hears = Hears::NoMore;
            return;
        }
        let vocabulary = &ingest.vocabulary;
        let place = SourcePlace::new(self.path.clone(), at.clone());
        let mut found = Vec::new();
        if self.by_row {
            let cells: Vec<&str> = row.iter().map(Option::unwrap_or_default).collect();
            if self.heard.insert(digest(&cells)) {
                found = extract_record(&self.fields, &cells, &place, vocabulary);
            }
            let fields = 0..u32::try_from(self.fields.len()).unwrap_or(u32::MAX);
            if fields.into_iter().any(|at| self.consents.refuses(at, |at| row.get(at), vocabulary))
            {
                let said = found.drain(..);
                self.refused.extend(said.map(|one| (one.kind, one.quote.expose().clone())));
            }
        }
        for index in &self.stating {
            let cell = row.get(*index).filter(|cell| !cell.is_empty());
            let (Some(cell), Some(field)) = (cell, self.fields.get(*index as usize)) else {
                continue;
            };
            let refused = self.consents.refuses(*index, |at| row.get(at), vocabulary);
            if self.heard.insert(digest(&(index, cell, refused))) {
                let place = place.clone().with_field(field);
                let said = in_band(field, cell, &self.name, &place, vocabulary);
                if refused {
                    let said = said.into_iter();
                    self.refused.extend(said.map(|one| (one.kind, one.quote.expose().clone())));
                } else {
                    found.extend(said);
                }
            }
        }
        for statement in found {
            let value = statement.value.expose().clone();
            let of = statement.applies_to.expose().clone();
            if self.said.insert((statement.kind, value, of)) {
                self.statements.push(statement);
            }
        }
    }

    fn pass(
        &mut self,
        at: &At,
        row: &RowBuf,
        ingest: &Ingest<'_>,
        store: &mut dyn Store,
    ) -> Result<(), StoreFailed> {
        let mut kinds = 0;
        for (column, cell) in self.columns.iter_mut().zip(row.iter()) {
            if let Some(cell) = cell {
                kinds |= column.count(cell, self.rows, &ingest.months);
            }
        }
        self.rows += 1;
        match self.masks.iter_mut().find(|(mask, _)| *mask == kinds) {
            Some((_, count)) => *count += 1,
            None => self.masks.push((kinds, 1)),
        }
        store.record(self.id, at, row, kinds)
    }

    /// What is declared of this table, if anything.
    fn spec<'c>(&self, ingest: &Ingest<'c>, whose: Whose<'_>) -> Option<Declared<'c>> {
        let found = TableEvidence { name: self.name.clone(), headers: self.fields.clone() };
        let hit = whose
            .company
            .and_then(|slug| ingest.catalog.table_for(Some(slug), &self.path, self.kind, &found))
            .or_else(|| ingest.catalog.table_for(None, &self.path, self.kind, &found))?;
        Some((hit.company, hit.table))
    }

    /// What the columns seem to hold, looked at together.
    fn classified(&self, columns: &[(&str, Vec<&str>)], ingest: &Ingest<'_>) -> Vec<Classified> {
        let siblings: Vec<&str> = self.fields.iter().map(String::as_str).collect();
        let context = TableContext {
            siblings: &siblings,
            name: &self.name,
            file: self.path.innermost(),
            language: "",
        };
        let fields: Vec<FieldSample<'_>> =
            columns.iter().map(|(header, values)| FieldSample { header, values }).collect();
        ingest.classifier.classify_table(&fields, &context, ingest.catalog.categories())
    }

    fn plan(
        &self,
        name: &str,
        values: &[&str],
        rows: usize,
        spec: Option<Declared<'_>>,
        found: Option<Classified>,
        ingest: &Ingest<'_>,
    ) -> ColumnPlan {
        let name = name.to_owned();
        let column = spec.and_then(|(_, table)| table.column_for(&name));
        let sentinels = sentinels(&name, spec, ingest);
        let date_shaped = {
            let mut vote = crate::dates::DateVote::default();
            let filled = values.iter().filter(|value| !value.is_empty());
            filled.for_each(|value| vote.add(value, None, &ingest.months));
            vote.is_likely()
        };
        let may_be_late = values.iter().all(|value| value.is_empty());
        if let Some((column, category)) = column
            .and_then(|column| Some((column, ingest.catalog.categories().get(&column.category)?)))
        {
            let date = column.date.as_ref().and_then(|date| DateForm::of_all(&date.formats));
            return ColumnPlan {
                name,
                category: category.id.clone(),
                group: category.group.clone(),
                kind: category.kind,
                confidence: 1.0,
                why: vec![format!("declared:{}", column.key())],
                sentinels,
                may_be_date: date.is_some() || date_shaped || may_be_late,
                date,
                repeats: column.repeats.is_some(),
            };
        }
        // The envelope of a mail speaks of the mail, and a table that states purposes
        // and periods of the processing, not of what is held.
        let speaks = self.by_row && self.statements.len() >= rows.max(2);
        if self.kind == MemberKind::Mail || speaks || self.not_records {
            let line = MAIL_LINES.iter().find(|(line, _)| name.eq_ignore_ascii_case(line));
            let line = line.filter(|_| self.kind == MemberKind::Mail && self.name == "mails");
            let category = line.and_then(|(_, id)| ingest.catalog.categories().get(id));
            if let Some(category) = category {
                return ColumnPlan {
                    name,
                    category: category.id.clone(),
                    group: category.group.clone(),
                    kind: category.kind,
                    confidence: 1.0,
                    may_be_date: date_shaped,
                    ..ColumnPlan::default()
                };
            }
            return ColumnPlan {
                name,
                category: ENVELOPE.to_owned(),
                group: "technical".to_owned(),
                confidence: 1.0,
                may_be_date: date_shaped,
                ..ColumnPlan::default()
            };
        }
        let categories = ingest.catalog.categories();
        let Some(found) = found else {
            return ColumnPlan { name, sentinels, ..ColumnPlan::default() };
        };
        // A guess is not shown as what a column holds, but for what must not be missed.
        let mapped = !found.is_unsure()
            || categories.get(&found.category).is_some_and(|category| category.special);
        let timed = mapped && (TIMES.contains(&found.group.as_str()) || found.category == CREATED);
        let date = if timed { DateForm::of_numbers(values, &ingest.months) } else { None };
        ColumnPlan {
            category: if mapped { found.category } else { String::new() },
            group: if mapped { found.group } else { String::new() },
            kind: found.kind.filter(|_| mapped),
            confidence: found.confidence,
            why: found.why.iter().filter_map(|why| serde_json::to_string(why).ok()).collect(),
            sentinels,
            may_be_date: date.is_some() || date_shaped || may_be_late,
            date,
            repeats: false,
            name,
        }
    }

    /// What a person said of such a field is more than any declaration or guess.
    fn corrected(&self, plan: ColumnPlan, ingest: &Ingest<'_>, whose: Whose<'_>) -> ColumnPlan {
        let known = whose
            .known
            .and_then(|known| known.category(&self.declared, &self.path, &self.name, &plan.name))
            .and_then(|id| ingest.catalog.categories().get(id));
        let Some(category) = known else { return plan };
        ColumnPlan {
            category: category.id.clone(),
            group: category.group.clone(),
            kind: category.kind,
            confidence: 1.0,
            why: vec!["corrected:".to_owned()],
            ..plan
        }
    }

    /// The column whose dates are the dates of the records.
    fn main_date(&self) -> Option<usize> {
        if let Some(time) = &self.time {
            let declared = |name: &String| dossier_catalog::normalize_header(name);
            let wanted = declared(time);
            let at = self.fields.iter().position(|field| declared(field) == wanted);
            if at.is_some_and(|at| self.columns[at].filled() > 0) {
                return at;
            }
        }
        let rank = |group: &str| match group {
            "transaction_time" => 3,
            "login_event" | "browsing_activity" | "consent" => 2,
            // A birth date is no date of a record.
            "birth_age" => 0,
            _ => 1,
        };
        (0..self.columns.len())
            .filter(|&at| self.columns[at].has_dates() && rank(self.columns[at].group()) > 0)
            .max_by_key(|&at| {
                (rank(self.columns[at].group()), self.columns[at].filled(), usize::MAX - at)
            })
    }
}

/// Whether every value of a column is a date.
fn is_dated(records: &[(At, RowBuf)], column: u32, ingest: &Ingest<'_>) -> bool {
    let mut vote = DateVote::default();
    let values = records.iter().filter_map(|(_, row)| row.get(column));
    values
        .filter(|value| !value.is_empty())
        .for_each(|value| vote.add(value, None, ingest.months()));
    vote.is_likely()
}

/// Words that stand for no value in a column.
fn sentinels(name: &str, spec: Option<Declared<'_>>, ingest: &Ingest<'_>) -> Arc<[String]> {
    let Some((company, table)) = spec else { return Arc::clone(&ingest.nothing) };
    let own = table.column_for(name).and_then(|column| column.sentinels.clone());
    own.unwrap_or_else(|| company.sentinels_of(table).to_vec()).into()
}

fn digest(cells: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    cells.hash(&mut hasher);
    hasher.finish()
}

/// Words that make a cell a sentence.
const SENTENCE: usize = 7;

/// Whether a table of a page only lays out the text of a letter: no column has a
/// name, and half of what stands in it are sentences.
fn is_letter(fields: &[String], sample: &[(At, RowBuf)]) -> bool {
    let words = |text: &str| text.split_whitespace().count();
    let number = |name: &str| name.trim_start_matches("column").trim().parse::<u32>().is_ok();
    let is_named = |name: &String| !name.is_empty() && !number(name) && words(name) < SENTENCE;
    if fields.is_empty() || fields.iter().any(is_named) {
        return false;
    }
    let headers = fields.iter().map(String::as_str);
    let cells = sample.iter().flat_map(|(_, row)| row.iter().flatten());
    let (mut filled, mut sentences) = (0, 0);
    for text in headers.filter(|name| !number(name)).chain(cells).filter(|text| !text.is_empty()) {
        filled += 1;
        sentences += usize::from(words(text) >= SENTENCE);
    }
    sentences > 0 && sentences * 2 >= filled
}

/// The reading hints of a declared member.
pub fn hints(member: &MemberSpec) -> dossier_formats::ReadHints {
    let csv = &member.csv;
    dossier_formats::ReadHints {
        encoding: csv.encoding.clone(),
        delimiter: csv.delimiter,
        header_line: (csv.skip_before_header > 0).then_some(csv.skip_before_header + 1),
        has_header: match (csv.header.is_empty(), csv.skip_after_header) {
            (false, _) => Some(false),
            (true, 0) => None,
            (true, _) => Some(true),
        },
        skip_rows_after_header: csv.skip_after_header,
        footer_prefixes: csv.footer.iter().cloned().collect(),
        json: member
            .json
            .iter()
            .map(|hint| dossier_formats::JsonPattern {
                path: hint.records.clone(),
                table: (!hint.table.is_empty()).then(|| hint.table.clone()),
                pairs: hint.pairs.clone(),
            })
            .collect(),
        cells: member.cells.as_ref().map(|cells| dossier_formats::CellRun {
            class: cells.class.clone(),
            header: cells.header.clone(),
        }),
        blocks: member.blocks.as_ref().map(|blocks| dossier_formats::BlockRun {
            class: blocks.class.clone(),
            parts: blocks.parts.iter().map(block_part).collect(),
        }),
        ..Default::default()
    }
}

fn block_part(part: &dossier_catalog::BlockPart) -> dossier_formats::BlockPart {
    dossier_formats::BlockPart {
        class: part.class.clone(),
        fields: part.fields.clone(),
        link: part.link.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(fields: &[&str], rows: &[&[&str]], expect: bool) {
        let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
        let row = |cells: &&[&str]| {
            let mut row = RowBuf::default();
            cells.iter().for_each(|cell| row.push(Some(cell)));
            (At::Whole, row)
        };
        let sample: Vec<_> = rows.iter().map(row).collect();
        assert_eq!(is_letter(&fields, &sample), expect, "{fields:?}");
    }

    #[test]
    fn a_letter_laid_out_as_a_table_is_no_data() {
        let long = "you asked us on 3 March which data about you we hold";
        check(&["column 1"], &[&["Dear Mira,"], &[long], &[long]], true);
        check(&["column 1", "column 2"], &[&["1.", long], &["2.", long]], true);
        check(&[long], &[&[long]], true);
        check(&["column 1", "column 2"], &[&["Teapot", "12.90"], &["Lamp", "5"]], false);
        check(&["Message"], &[&[long], &[long]], false);
        check(&["Date", "Message"], &[&["2024-01-02", long]], false);
    }
}
