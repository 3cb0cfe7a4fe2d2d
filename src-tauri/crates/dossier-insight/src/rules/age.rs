use chrono::{Datelike, Days, Months, NaiveDate};
use dossier_catalog::finding::{FieldFilter, FindingRule};
use dossier_model::{FieldSummary, Kind, StartEvent, Statement, StatementKind, TableSummary};

use crate::Knowledge;
use crate::dates::{end_of, iso, possible};
use crate::finding::{Finding, Part};
use crate::knowledge::{has_value, matches_any};
use crate::scene::{Case, Scene};
use crate::sure::is_sure;
use crate::text::words;

/// The day as of which the data were held: when the answer was made, if known.
fn held_on(case: &Case<'_>, scene: &Scene<'_>) -> NaiveDate {
    case.answer.received.map_or(scene.today, |received| received.min(scene.today))
}

/// The oldest entry of a table, not of a single field: a birth date is old by nature.
/// None if it is a day that stands for no day. Of several days of a record that of the
/// order or purchase counts, and of several of those the newest: nothing is older for the
/// day on which a book came out.
fn oldest(table: &TableSummary, knowledge: &Knowledge<'_>) -> Option<NaiveDate> {
    let first = |day: &Option<String>| {
        day.as_deref().and_then(iso).filter(|day| !knowledge.values.is_filler(*day))
    };
    let named = |field: &FieldSummary, list: &[String]| {
        words(&field.name).iter().any(|word| matches_any(list, word))
    };
    let rules = knowledge.rules;
    let dated = || table.fields.iter().filter(|field| field.filled > 0 && field.first.is_some());
    let own = || dated().filter(|field| !named(field, &rules.other_days));
    // A declaration knows which day it is.
    if !table.declared.is_empty() || dated().next().is_none() {
        return first(&table.first);
    }
    let recorded = own().filter(|field| named(field, &rules.recorded));
    let recorded = recorded.filter_map(|field| first(&field.first)).max();
    recorded.or_else(|| own().filter_map(|field| first(&field.first)).max())
}

/// Whether a table is about the person as such: master data are as old as the
/// account and no older for it.
fn is_master(table: &TableSummary) -> bool {
    let of = |kinds: &[Kind]| {
        table
            .fields
            .iter()
            .filter(|f| f.filled > 0 && f.kind.is_some_and(|k| kinds.contains(&k)))
            .count()
    };
    let person = of(&[Kind::Identity, Kind::Contact, Kind::Account]);
    let all = table.fields.iter().filter(|f| f.filled > 0 && f.kind.is_some()).count();
    table.records <= 1 && person * 2 >= all
}

/// Whether at least half of a table's fields are meant: a name and an address do not make
/// orders a table of names.
fn is_about(table: &TableSummary, meant: impl Fn(&FieldSummary) -> bool) -> bool {
    let held = || table.fields.iter().filter(|f| f.filled > 0 && f.kind.is_some());
    held().filter(|field| meant(field)).count() * 2 >= held().count()
}

/// Tables that are older than the longest period stated for their fields.
pub(crate) fn older_than_stated(
    rule: &FindingRule,
    filter: &FieldFilter,
    grace_days: u32,
    unless_quote: &[String],
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    let today = held_on(case, scene);
    let closed = closing_day(case, scene);
    let mut out = Vec::new();
    for table in case.answer.tables.iter().filter(|table| !is_master(table)) {
        let Some(first) = oldest(table, &scene.knowledge) else { continue };
        let ends = |said: &Statement| {
            let start = counted_from(said, first, closed, unless_quote)?;
            end_of(start, said.period?)
        };
        let mut late: Option<(&Statement, &FieldSummary, NaiveDate)> = None;
        let passes = |f: &&FieldSummary| is_sure(f) && scene.knowledge.passes(filter, table, f);
        for field in table.fields.iter().filter(passes) {
            let said = case.attached.of(&scene.knowledge, StatementKind::Retention, table, field);
            // What has no end that can be dated may allow more than the rest does.
            let open = said.iter().any(|s| ends(s).is_none());
            let dated = said.iter().filter_map(|s| Some((*s, ends(s)?)));
            if let (Some((statement, end)), false) = (dated.max_by_key(|(_, end)| *end), open)
                && end + Days::new(grace_days.into()) < today
                && late.is_none_or(|(_, _, other)| end > other)
            {
                late = Some((statement, field, end));
            }
        }
        let meant = |statement: &Statement, field: &FieldSummary| {
            let said = case.attached.of(&scene.knowledge, StatementKind::Retention, table, field);
            said.iter().any(|other| std::ptr::eq(*other, statement))
        };
        late = late.filter(|(statement, ..)| is_about(table, |field| meant(statement, field)));
        if let Some((statement, field, end)) = late {
            out.push(too_old(rule, case, table, field, statement, first, end));
        }
    }
    out
}

/// The day from which a stated period counts, if it can be dated: by the data
/// themselves, or by the end of the account where that stands in the answer. Words
/// of a later event that is not known keep it open.
fn counted_from(
    said: &Statement,
    first: NaiveDate,
    closed: Option<NaiveDate>,
    later_words: &[String],
) -> Option<NaiveDate> {
    let quote = said.quote.expose();
    match &said.starts {
        None => (!has_value(later_words, quote)).then_some(first),
        Some(start) if start.event.is_dated_by_the_data() => {
            let rest = quote.replacen(start.quote.expose(), " ", 1);
            (!has_value(later_words, &rest)).then_some(first)
        }
        Some(start) => match start.event {
            StartEvent::AccountClosed | StartEvent::ContractEnd => {
                closed.map(|closed| closed.max(first))
            }
            _ => None,
        },
    }
}

/// The day on which the relationship ended, if the answer gives one day only.
fn closing_day(case: &Case<'_>, scene: &Scene<'_>) -> Option<NaiveDate> {
    let ends = scene.knowledge.rules.milestones.iter().filter(|one| one.id == "closed");
    let mut days =
        ends.flat_map(|one| case.sure_fields(&one.fields, scene)).flat_map(|(_, field)| {
            field.examples.expose().iter().map(move |value| possible(value, &field.date_format))
        });
    let [day] = days.next()?[..] else { return None };
    if scene.knowledge.values.is_filler(day) {
        return None;
    }
    days.all(|other| other == [day]).then_some(day)
}

fn too_old(
    rule: &FindingRule,
    case: &Case<'_>,
    table: &TableSummary,
    field: &FieldSummary,
    statement: &Statement,
    first: NaiveDate,
    end: NaiveDate,
) -> Finding {
    let controller = case.answer.controller;
    let mut finding = Finding::about(rule, controller)
        .with("first", Part::Date(first.to_string()))
        .with("end", Part::Date(end.to_string()))
        .with("table", Part::text(table_name(table)))
        .with("quote", Part::text(statement.quote.expose()));
    if let Some(period) = statement.period {
        finding = finding.with("period", Part::Period(period));
    }
    finding.shown_by(controller, table, &field.name, &first.to_string()).seen_at(
        controller,
        statement.place.clone(),
        statement.quote.expose(),
    )
}

fn table_name(table: &TableSummary) -> &str {
    if table.name.is_empty() { table.path.file_name() } else { &table.name }
}

/// Old data for which no period is stated.
pub(crate) fn older_than(
    rule: &FindingRule,
    filter: &FieldFilter,
    years: u32,
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    let limit = held_on(case, scene).checked_sub_months(Months::new(years.saturating_mul(12)));
    let mut out = Vec::new();
    for table in case.answer.tables.iter().filter(|table| !is_master(table)) {
        let (Some(first), Some(limit)) = (oldest(table, &scene.knowledge), limit) else { continue };
        let kept = |field: &FieldSummary| {
            let said = case.attached.of(&scene.knowledge, StatementKind::Retention, table, field);
            !said.is_empty()
        };
        // A period for the amounts of orders is one for the orders.
        if table.fields.iter().any(kept) {
            continue;
        }
        let field = table.fields.iter().find(|field| {
            is_sure(field) && scene.knowledge.passes(filter, table, field) && field.kind.is_some()
        });
        let meant = |field: &FieldSummary| scene.knowledge.passes(filter, table, field);
        if let (Some(field), true) = (field, first < limit && is_about(table, meant)) {
            out.push(
                Finding::about(rule, case.answer.controller)
                    .with("first", Part::Date(first.to_string()))
                    .with("table", Part::text(table_name(table)))
                    .shown_by(case.answer.controller, table, &field.name, &first.to_string()),
            );
        }
    }
    out
}

/// What counts as after an end.
pub(crate) struct After<'r> {
    pub end: &'r FieldFilter,
    pub fields: &'r FieldFilter,
    pub grace_days: u32,
    pub again: Option<&'r FieldFilter>,
    pub unless_values: &'r [String],
}

impl After<'_> {
    /// Whether a later day takes the end back, as one who subscribes again does.
    fn is_taken_back(&self, day: NaiveDate, case: &Case<'_>, scene: &Scene<'_>) -> bool {
        let Some(again) = self.again else { return false };
        let later = |field: &FieldSummary| {
            let mut values = field.examples.expose().iter();
            values.any(|value| possible(value, &field.date_format).iter().any(|one| *one > day))
        };
        case.fields(again, scene).iter().any(|(_, field)| later(field))
    }

    /// Whether a value says that a table is not what it is called: bills are no advertising.
    fn is_other(&self, table: &TableSummary) -> bool {
        let mut values = table.fields.iter().flat_map(|field| field.examples.expose());
        values.any(|value| has_value(self.unless_values, value))
    }
}

/// Records dated after an end, such as the closure of the account.
pub(crate) fn after_end(
    rule: &FindingRule,
    meant: &After<'_>,
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    let mut ends = case.sure_fields(meant.end, scene);
    // In a list of choices the day may be that of another choice.
    ends.retain(|(table, _)| meant.again.is_none() || table.records <= 1);
    let values = scene.knowledge.values;
    // A notice comes before the end that it is about: of several days the last counts.
    let ends = ends.iter().filter_map(|(table, field)| {
        let value = field.examples.expose().first()?;
        match possible(value, &field.date_format).as_slice() {
            [day] if field.distinct <= 1 && !values.is_filler(*day) => Some((*table, *field, *day)),
            _ => None,
        }
    });
    let Some((end_table, end_field, end_day)) = ends.max_by_key(|(.., day)| *day) else {
        return Vec::new();
    };
    if meant.is_taken_back(end_day, case, scene) {
        return Vec::new();
    }
    let limit = end_day + Days::new(meant.grace_days.into());
    let mut out = Vec::new();
    for table in case.answer.tables {
        let last = table.last.as_deref().and_then(iso);
        let passes =
            |f: &&FieldSummary| is_sure(f) && scene.knowledge.passes(meant.fields, table, f);
        let field = table.fields.iter().find(passes).filter(|_| !meant.is_other(table));
        let (Some(last), Some(field)) = (last, field) else { continue };
        if last > limit && !std::ptr::eq(table, end_table) {
            let controller = case.answer.controller;
            out.push(
                Finding::about(rule, controller)
                    .with("end", Part::Date(end_day.to_string()))
                    .with("last", Part::Date(last.to_string()))
                    .with("table", Part::text(table_name(table)))
                    .shown_by(controller, table, &field.name, &last.to_string())
                    .shown_by(controller, end_table, &end_field.name, &end_day.to_string()),
            );
        }
    }
    out
}

/// A birth date in the future, over 120 years ago, or a usual filler.
pub(crate) fn impossible(
    rule: &FindingRule,
    filter: &FieldFilter,
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    single_dates(filter, case, scene)
        .into_iter()
        .filter(|(.., day)| is_impossible(*day, scene))
        .map(|(table, field, value, day)| {
            Finding::about(rule, case.answer.controller)
                .with("date", Part::Date(day.to_string()))
                .with("field", Part::text(&field.name))
                .shown_by(case.answer.controller, table, &field.name, value)
        })
        .collect()
}

pub(crate) fn is_impossible(day: NaiveDate, scene: &Scene<'_>) -> bool {
    let today = scene.today;
    let oldest = today.checked_sub_months(Months::new(120 * 12));
    // Somebody may be born on the first day of 1980.
    let filler = scene.knowledge.values.is_filler(day) && day.year() != 1980;
    day > today || oldest.is_some_and(|oldest| day < oldest) || filler
}

/// A birth date under an age.
pub(crate) fn younger_than(
    rule: &FindingRule,
    filter: &FieldFilter,
    years: u32,
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    let limit = scene.today.checked_sub_months(Months::new(years.saturating_mul(12)));
    single_dates(filter, case, scene)
        .into_iter()
        .filter(|(table, field, ..)| !scene.knowledge.is_of_others(&table.name, &field.name))
        .filter(|(.., day)| limit.is_some_and(|limit| *day > limit) && *day <= scene.today)
        .map(|(table, field, value, _)| {
            Finding::about(rule, case.answer.controller)
                .with("field", Part::text(&field.name))
                .shown_by(case.answer.controller, table, &field.name, value)
        })
        .collect()
}

type DatedField<'a> = (&'a TableSummary, &'a FieldSummary, &'a str, NaiveDate);

fn single_dates<'a>(
    filter: &FieldFilter,
    case: &Case<'a>,
    scene: &Scene<'_>,
) -> Vec<DatedField<'a>> {
    let mut out = Vec::new();
    for (table, field) in case.sure_fields(filter, scene) {
        for value in field.examples.expose() {
            if let [day] = possible(value, &field.date_format).as_slice() {
                out.push((table, field, value.as_str(), *day));
                break;
            }
        }
    }
    out
}

/// An answer that came after the period of the law.
pub(crate) fn late_answer(
    rule: &FindingRule,
    months: u32,
    grace_days: u32,
    case: &Case<'_>,
) -> Vec<Finding> {
    let came = case.answer.answered.or(case.answer.received);
    let (Some(requested), Some(received)) = (case.answer.requested, came) else {
        return Vec::new();
    };
    // The law's own period, and a longer one of which the company told, go before the usual.
    let due = case.answer.due.or_else(|| requested.checked_add_months(Months::new(months)));
    let due = due.and_then(|due| due.checked_add_days(Days::new(grace_days.into())));
    if due.is_none_or(|due| received <= due) {
        return Vec::new();
    }
    let finding = Finding::about(rule, case.answer.controller)
        .with("requested", Part::Date(requested.to_string()))
        .with("received", Part::Date(received.to_string()));
    vec![finding]
}
