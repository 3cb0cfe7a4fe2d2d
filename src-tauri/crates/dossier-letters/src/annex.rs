//! Annexes and tables: which entries, where they stand, on what ground.

use chrono::{Datelike, NaiveDate};
use dossier_catalog::law::{LawSpec, RetentionSpec};
use dossier_model::{At, SourcePlace, Voice};

use crate::deadline::retention_end;
use crate::error::LetterError;
use crate::letter::{Align, Annex, Column, Table};
use crate::mask::mask;
use crate::request::{Entry, LetterRequest, Shown};
use crate::text::{self, Scope};

/// Values longer than this are cut: the place tells the rest.
const LONGEST_VALUE: usize = 80;
/// Examples per entry.
const MOST_VALUES: usize = 2;

/// The chosen entries: to erase now, and to keep apart until the end of a duty.
pub(crate) struct Split<'a> {
    pub(crate) erase: Vec<&'a Entry>,
    pub(crate) keep: Vec<(&'a Entry, &'a RetentionSpec)>,
    today: NaiveDate,
}

/// Splits the entries by the retention law of the controller's country.
pub(crate) fn split<'a>(
    law: &'a LawSpec,
    right: &str,
    request: &'a LetterRequest,
    today: NaiveDate,
) -> Split<'a> {
    let country = request.controller.country();
    let mut split = Split { erase: Vec::new(), keep: Vec::new(), today };
    for entry in &request.entries {
        let rule = match entry.retained.as_deref() {
            Some(id) => law.retention.iter().find(|row| row.id == id && row.duty),
            None => law.retention_for(country, &entry.category),
        };
        // A duty to keep stands against erasure only.
        let rule = rule.filter(|rule| right == "erasure" && still_runs(rule, entry, today));
        match rule {
            Some(rule) => split.keep.push((entry, rule)),
            None => split.erase.push(entry),
        }
    }
    split
}

/// Whether the youngest document of an entry still has to be kept.
fn still_runs(rule: &RetentionSpec, entry: &Entry, today: NaiveDate) -> bool {
    let last = entry.last.as_deref().and_then(date_of).unwrap_or(today);
    retention_end(rule, last).is_none_or(|kept| kept.erasable_from > today)
}

/// What the letter's text can say of the entries.
pub(crate) fn facts(scope: &mut Scope<'_>, split: &Split<'_>) {
    let (erase, keep) = (split.erase.len(), split.keep.len());
    let words = scope.words;
    let number = |count: usize| text::count(words, count as u64);
    scope.values.insert("items_count".into(), number(erase));
    scope.values.insert("kept_count".into(), number(keep));
    scope.values.insert("kept_annex".into(), if erase > 0 { "2" } else { "1" }.into());
    for (name, given) in [
        ("items", erase > 0),
        ("one_item", erase == 1),
        ("kept", keep > 0),
        ("kept_only", keep > 0 && erase == 0),
        ("kept_and_items", keep > 0 && erase > 0),
    ] {
        scope.flags.insert(name.into(), given);
    }
    for ground in &scope.law.grounds {
        let used = split.erase.iter().any(|entry| entry.ground == ground.id);
        scope.flags.insert(format!("ground_{}", ground.id), used);
    }
}

/// The annexes of entries.
pub(crate) fn annexes(
    scope: &mut Scope<'_>,
    split: &Split<'_>,
    request: &LetterRequest,
) -> Result<Vec<Annex>, LetterError> {
    let mut annexes = Vec::new();
    if !split.erase.is_empty() {
        let rows = split.erase.iter().enumerate();
        let rows = rows.map(|(at, entry)| erase_row(scope, at, entry, request.shown));
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        let number = annexes.len() + 1;
        annexes.push(Annex {
            title: scope.say("annex_entries", &[("number", number.to_string())]),
            note: scope.label(note_key(&request.letter)),
            table: without_empty(Table { columns: columns(scope, "ground"), rows }),
        });
    }
    if !split.keep.is_empty() {
        let rows = split.keep.iter().enumerate();
        let rows = rows.map(|(at, (entry, rule))| keep_row(scope, at, entry, rule, split.today));
        let rows = rows.collect();
        let number = annexes.len() + 1;
        annexes.push(Annex {
            title: scope.say("annex_kept", &[("number", number.to_string())]),
            note: scope.label("annex_kept_note"),
            table: Table { columns: columns(scope, "statute"), rows },
        });
    }
    Ok(annexes)
}

/// The table without its last column, if nothing stands in it: letters that need no
/// ground for each entry.
fn without_empty(mut table: Table) -> Table {
    let said = table.rows.iter().any(|row| row.last().is_some_and(|cell| !cell.is_empty()));
    if !said {
        table.columns.pop();
        table.rows.iter_mut().for_each(|row| drop(row.pop()));
    }
    table
}

fn note_key(letter: &str) -> &'static str {
    if letter.starts_with("erasure") { "annex_entries_note" } else { "annex_places_note" }
}

fn columns(scope: &Scope<'_>, last: &str) -> Vec<Column> {
    [
        ("number", 6, Align::Right),
        ("entry", 34, Align::Left),
        ("place", 54, Align::Left),
        ("records", 26, Align::Left),
        (last, 45, Align::Left),
    ]
    .into_iter()
    .map(|(key, share, align)| Column {
        label: scope.label(&format!("column.{key}")),
        share,
        align,
    })
    .collect()
}

fn erase_row(
    scope: &mut Scope<'_>,
    at: usize,
    entry: &Entry,
    shown: Shown,
) -> Result<Vec<String>, LetterError> {
    let mut label = vec![name(scope, entry)];
    label.extend(values(entry, shown));
    let mut why = Vec::new();
    if !entry.ground.is_empty() {
        let language = scope.words.language.clone();
        let ground = text::ground_text(scope.law, &language, &entry.ground);
        let (article, words) =
            ground.ok_or_else(|| LetterError::missing(format!("items.{at}.ground")))?;
        let cited = scope.fill(&format!("[{article}]"), None)?;
        why.push(format!("{words} ({cited})"));
    }
    // Only what the company said or what stands in the data; never what we assume.
    let said = entry.purposes.iter().find(|purpose| purpose.voice == Voice::Stated);
    let wanted = !entry.special && !entry.ground.is_empty();
    if let (Some(purpose), true) = (said, wanted) {
        why.push(scope.say("stated_purpose", &[("purpose", purpose.text.expose().clone())]));
    }
    let mut row = vec![(at + 1).to_string(), label.join("\n")];
    row.push(place(scope, &entry.place, &entry.table, &entry.field));
    row.push(records(scope, entry));
    row.push(why.join("\n"));
    Ok(row)
}

fn keep_row(
    scope: &Scope<'_>,
    at: usize,
    entry: &Entry,
    rule: &RetentionSpec,
    today: NaiveDate,
) -> Vec<String> {
    let words = scope.words;
    let statute = rule.statute.get(&words.language).map_or("", String::as_str);
    let statute = text::glue(statute, words);
    let mut why =
        vec![scope.say("kept_rule", &[("years", rule.years.to_string()), ("statute", statute)])];
    let last = entry.last.as_deref().and_then(date_of);
    if let Some(kept) = last.and_then(|last| retention_end(rule, last)) {
        let end = text::short_date(words, kept.end);
        why.push(scope.say("kept_until", &[("date", end)]));
    }
    let first = entry.first.as_deref().and_then(date_of);
    if let Some(year) =
        free_until(rule, today).filter(|year| first.is_some_and(|f| f.year() <= *year))
    {
        why.push(scope.say("kept_already_free", &[("year", year.to_string())]));
    }
    vec![
        (at + 1).to_string(),
        name(scope, entry),
        place(scope, &entry.place, &entry.table, &entry.field),
        records(scope, entry),
        why.join("\n"),
    ]
}

/// The last year whose documents need not be kept any more.
fn free_until(rule: &RetentionSpec, today: NaiveDate) -> Option<i32> {
    (today.year() - 20..=today.year()).rev().find(|year| {
        NaiveDate::from_ymd_opt(*year, 12, 31)
            .and_then(|day| retention_end(rule, day))
            .is_some_and(|kept| kept.erasable_from <= today)
    })
}

/// The table of values to put right.
pub(crate) fn correction_table(scope: &Scope<'_>, request: &LetterRequest) -> Table {
    let words = scope.words;
    let columns = [("correction_place", 56), ("found", 37), ("right", 44), ("since", 28)];
    let has_since = request.corrections.iter().any(|row| row.since.is_some());
    let kept = columns.iter().filter(|(key, _)| *key != "since" || has_since);
    let columns = kept
        .map(|(key, share)| Column {
            label: scope.label(&format!("column.{key}")),
            share: *share,
            align: Align::Left,
        })
        .collect();
    let rows = request.corrections.iter().map(|row| {
        let mut cells = vec![
            format!("{}\n{}", row.label, place(scope, &row.place, &row.table, &row.field)),
            match row.found.expose().trim() {
                "" => scope.label("nothing_found"),
                found => found.to_owned(),
            },
            row.right.expose().trim().to_owned(),
        ];
        if has_since {
            cells.push(row.since.map(|day| text::short_date(words, day)).unwrap_or_default());
        }
        cells
    });
    Table { columns, rows: rows.collect() }
}

/// What an entry is called; a special category is named by its place alone.
fn name(scope: &Scope<'_>, entry: &Entry) -> String {
    let label = entry.label.trim();
    if entry.special || label.is_empty() { scope.label("neutral_entry") } else { label.to_owned() }
}

fn values(entry: &Entry, shown: Shown) -> Option<String> {
    if entry.special || shown == Shown::Hidden {
        return None;
    }
    let full = shown == Shown::Full && !entry.others;
    let all = entry.values.expose().iter().take(MOST_VALUES);
    let all = all.map(|value| if full { cut(value) } else { mask(value) });
    let all: Vec<_> = all.filter(|value| !value.is_empty()).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

fn cut(value: &str) -> String {
    let one_line = value.split_whitespace().collect::<Vec<_>>().join(" ");
    match one_line.char_indices().nth(LONGEST_VALUE) {
        Some((end, _)) => format!("{}…", &one_line[..end]),
        None => one_line,
    }
}

fn place(scope: &Scope<'_>, place: &SourcePlace, table: &str, field: &str) -> String {
    let mut lines = vec![place.path.as_str().replace("!/", " › ")];
    let mut inside = Vec::new();
    if !table.is_empty() {
        inside.push(scope.say("at.table", &[("name", table.to_owned())]));
    }
    let at = match &place.at {
        At::Whole => String::new(),
        At::Line { line } => scope.say("at.line", &[("number", line.to_string())]),
        At::Pointer { pointer } => pointer.clone(),
        At::Element { path } => path.clone(),
        At::Cell { sheet, cell } => {
            scope.say("at.cell", &[("sheet", sheet.clone()), ("cell", cell.clone())])
        }
        At::Page { page } => scope.say("at.page", &[("number", page.to_string())]),
        At::Part { part } => scope.say("at.part", &[("name", part.clone())]),
        At::Byte { offset } => scope.say("at.byte", &[("number", offset.to_string())]),
    };
    inside.push(at);
    let field = if field.is_empty() { place.field.as_deref().unwrap_or_default() } else { field };
    if !field.is_empty() {
        inside.push(scope.say("at.field", &[("name", field.to_owned())]));
    }
    inside.retain(|part| !part.is_empty());
    if !inside.is_empty() {
        lines.push(inside.join(", "));
    }
    lines.join("\n")
}

fn records(scope: &Scope<'_>, entry: &Entry) -> String {
    let words = scope.words;
    let mut lines = Vec::new();
    if entry.records > 0 {
        let key = if entry.records == 1 { "one_record" } else { "many_records" };
        lines.push(scope.say(key, &[("count", text::count(words, entry.records))]));
    }
    let day = |text: &Option<String>| {
        text.as_deref().and_then(date_of).map(|day| text::short_date(words, day))
    };
    match (day(&entry.first), day(&entry.last)) {
        (Some(first), Some(last)) if first != last => {
            lines.push(scope.say("from_to", &[("from", first), ("to", last)]));
        }
        (Some(day), _) | (None, Some(day)) => lines.push(day),
        (None, None) => {}
    }
    lines.join("\n")
}

/// The date of an ISO 8601 text, whatever time follows it.
fn date_of(text: &str) -> Option<NaiveDate> {
    text.get(..10)?.parse().ok()
}
