//! Two answers of one company: what is gone, new, changed, and what stayed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;
use dossier_catalog::normalize_header;
use dossier_insight::{
    KeyColumn, Keyed, Matched, Values, match_records, moved, stable_key, stable_table,
};
use dossier_model::SourcePlace;
use dossier_vault::{StoredEntry, StoredTable, Vault};

use crate::contract::*;
use crate::counted::main_date;
use crate::differ::{changes, changes_moved};
use crate::imports::{table_label, view};
use crate::kept::KeptRules;
use crate::proof::{Later, plain};
use crate::snapshot::Company;
use crate::{Api, ApiError, Host};

/// Rows listed; beyond it they are only counted.
const MOST_ROWS: usize = 2_000;
/// The rank of a column that is no number of a thing.
const UNNAMED: u8 = 2;
/// In so few rows a value may be there once by chance.
const FEW_ROWS: usize = 3;
/// The group of birth dates.
const BIRTH: &str = "birth_age";
/// Cells that are looked at to find a key.
const SAMPLE_CELLS: usize = 4_000_000;

/// The tables of one name in both answers.
#[derive(Default)]
struct Group<'a> {
    before: Vec<&'a StoredTable>,
    after: Vec<&'a StoredTable>,
}

/// One record with where it is and when it happened.
struct Row {
    keyed: Keyed,
    id: EntryId,
    day: Option<NaiveDate>,
}

/// A row to show, before its values are read.
struct Listed {
    state: &'static str,
    table: String,
    moved_to: Option<String>,
    before: Option<EntryId>,
    after: Option<EntryId>,
}

/// The rows of tables that stand in one answer only.
#[derive(Default)]
struct Single {
    rows: Vec<Values>,
    ids: Vec<EntryId>,
    cells: usize,
}

impl Single {
    /// Reads the values of a table; beyond a limit only that its rows are there.
    fn read(&mut self, vault: &Vault, table: &StoredTable, group: u32) -> Result<(), ApiError> {
        let columns: Vec<usize> = (0..table.summary.fields.len()).collect();
        Ok(vault.each_cells(table.id, &columns, |row| {
            let cells = row.cells.iter().flatten().map(|cell| plain(cell));
            let cells = cells.filter(|cell| !cell.is_empty() && self.cells < SAMPLE_CELLS);
            let mut cells: Vec<u64> =
                cells.map(|cell| digest(std::iter::once(Some(cell.as_str())))).collect();
            cells.sort_unstable();
            cells.dedup();
            self.cells += cells.len();
            self.rows.push(Values { table: group, cells });
            self.ids.push(EntryId { table: table.id, row: row.row });
        })?)
    }

    fn group(&self, at: usize) -> usize {
        self.rows[at].table as usize
    }
}

impl Api {
    pub(crate) fn compare(
        &self,
        request: CompareRequest,
        host: &mut Host<'_>,
    ) -> Result<CompareView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let (before, after) = self.with(|vault| {
            let of = |id: u32| vault.import(id);
            Ok((of(request.before)?, of(request.after)?))
        })?;
        if before.controller != after.controller || before.id == after.id {
            return Err(ApiError::new("not_comparable"));
        }
        let company = snapshot.company(after.controller)?;
        let mut groups: BTreeMap<String, Group<'_>> = BTreeMap::new();
        for table in company.data_tables() {
            let summary = &table.summary;
            let name = stable_table(&summary.declared, &summary.path, &summary.name);
            match table.import {
                id if id == before.id => groups.entry(name).or_default().before.push(table),
                id if id == after.id => groups.entry(name).or_default().after.push(table),
                _ => {}
            }
        }
        let later = self.later_answer(company, &after)?;
        let received = later.received;
        let mut view = CompareView {
            before: self.with(|vault| view(vault, &before))?,
            after: self.with(|vault| view(vault, &after))?,
            tables: Vec::new(),
            rows: Vec::new(),
            reason_kept: Vec::new(),
            by_position: false,
        };
        let mut listed: Vec<Listed> = Vec::new();
        let (paired, single): (Vec<_>, Vec<_>) = groups
            .into_values()
            .partition(|group| !group.before.is_empty() && !group.after.is_empty());
        for group in &paired {
            host.cancel.check().map_err(|_| ApiError::new("canceled"))?;
            let rules = match group.after.first() {
                Some(table) => {
                    KeptRules::new(self, company, (table, None), received, &request.language)
                }
                None => KeptRules::none(received),
            };
            let table = self.compare_group(
                group,
                &rules,
                &request.language,
                &mut view.by_position,
                &mut listed,
            )?;
            if let Some(reason) = rules.reason().filter(|_| table.kept > 0)
                && !view.reason_kept.iter().any(|other| other.quote == reason.quote)
            {
                view.reason_kept.push(reason.clone());
            }
            view.tables.push(table);
        }
        host.cancel.check().map_err(|_| ApiError::new("canceled"))?;
        view.tables.extend(self.compare_single(&single, &later, &request.language, &mut listed)?);
        view.tables.sort_by(|one, other| one.table.cmp(&other.table));
        let order = ["changed", "moved", "gone", "absent", "new", "kept", "still_there"];
        listed.sort_by_key(|row| order.iter().position(|state| *state == row.state));
        listed.truncate(MOST_ROWS);
        view.rows = self.compared_rows(company, listed, &request.language)?;
        Ok(view)
    }

    fn compare_group(
        &self,
        group: &Group<'_>,
        rules: &KeptRules,
        language: &str,
        by_position: &mut bool,
        listed: &mut Vec<Listed>,
    ) -> Result<ComparedTable, ApiError> {
        let (headers, common) = headers(group);
        let (before, after, keyless) = self.read(|vault| {
            let found = self.key_of(vault, group, &headers)?;
            let keyless = found.is_none();
            // What stands in one answer only does not tell which record it is.
            let shared = || (0..headers.len()).filter(|at| common[*at]).collect();
            let key = found.unwrap_or_else(shared);
            let read = |tables: &[&StoredTable]| {
                let mut rows = Vec::new();
                for table in tables {
                    self.read_rows(vault, table, &headers, &key, rules, &mut rows)?;
                }
                Ok::<_, ApiError>(rows)
            };
            Ok((read(&group.before)?, read(&group.after)?, keyless))
        })?;
        *by_position |= keyless && !before.is_empty() && !after.is_empty();
        let keyed = |rows: &[Row]| -> Vec<Keyed> { rows.iter().map(|row| row.keyed).collect() };
        let matched = match_records(&keyed(&before), &keyed(&after));
        let label = self.group_label(group, language);
        let mut sums = ComparedTable {
            table: label.clone(),
            gone: matched.gone.len() as u64,
            new: matched.new.len() as u64,
            changed: matched.changed.len() as u64,
            ..ComparedTable::default()
        };
        let Matched { gone, same, changed, new } = matched;
        let mut list = |state, one: Option<usize>, other: Option<usize>| {
            let row = Listed {
                state,
                table: label.clone(),
                moved_to: None,
                before: one.map(|at| before[at].id),
                after: other.map(|at| after[at].id),
            };
            listed.push(row);
        };
        changed.iter().take(MOST_ROWS).for_each(|(a, b)| list("changed", Some(*a), Some(*b)));
        gone.iter().take(MOST_ROWS).for_each(|a| list("gone", Some(*a), None));
        new.iter().take(MOST_ROWS).for_each(|b| list("new", None, Some(*b)));
        for (a, b) in same {
            let kept = rules.keeps(after[b].day);
            let (state, sum) = match kept {
                true => ("kept", &mut sums.kept),
                false => ("still_there", &mut sums.still_there),
            };
            *sum += 1;
            if *sum <= MOST_ROWS as u64 {
                list(state, Some(a), Some(b));
            }
        }
        Ok(sums)
    }

    fn group_label(&self, group: &Group<'_>, language: &str) -> String {
        let table = group.after.first().or(group.before.first());
        table.map(|table| table_label(self.catalog, table, language)).unwrap_or_default()
    }

    /// Tables that stand in one answer only: records of those that vanished may have moved
    /// into those that are new.
    fn compare_single(
        &self,
        groups: &[Group<'_>],
        later: &Later<'_>,
        language: &str,
        listed: &mut Vec<Listed>,
    ) -> Result<Vec<ComparedTable>, ApiError> {
        let (mut before, mut after) = (Single::default(), Single::default());
        let mut shown = Vec::new();
        self.read(|vault| {
            for (number, group) in (0..).zip(groups) {
                let mut gone = true;
                for table in &group.before {
                    before.read(vault, table, number)?;
                    gone &= later.shows_gone(vault, table, self.ingest().months())?;
                }
                group.after.iter().try_for_each(|table| after.read(vault, table, number))?;
                shown.push(gone);
            }
            Ok::<_, ApiError>(())
        })?;
        let mut sums: Vec<ComparedTable> = groups
            .iter()
            .map(|group| ComparedTable {
                table: self.group_label(group, language),
                ..ComparedTable::default()
            })
            .collect();
        let labels: Vec<String> = sums.iter().map(|sum| sum.table.clone()).collect();
        let mut list = |state, one: Option<usize>, other: Option<usize>, group: u32| {
            listed.push(Listed {
                state,
                table: labels[group as usize].clone(),
                moved_to: one.and(other).map(|at| labels[after.group(at)].clone()),
                before: one.map(|at| before.ids[at]),
                after: other.map(|at| after.ids[at]),
            });
        };
        let pairs = moved(&before.rows, &after.rows);
        for (one, other) in pairs.iter().take(MOST_ROWS) {
            list("moved", Some(*one), Some(*other), before.rows[*one].table);
        }
        let (left, came): (HashSet<usize>, HashSet<usize>) = pairs.into_iter().unzip();
        for (at, row) in before.rows.iter().enumerate() {
            let sum = &mut sums[row.table as usize];
            let (state, count) = match (left.contains(&at), shown[row.table as usize]) {
                (true, _) => {
                    sum.moved += 1;
                    continue;
                }
                (_, true) => ("gone", &mut sum.gone),
                (_, false) => ("absent", &mut sum.absent),
            };
            *count += 1;
            if *count <= MOST_ROWS as u64 {
                list(state, Some(at), None, row.table);
            }
        }
        for (at, row) in after.rows.iter().enumerate().filter(|(at, _)| !came.contains(at)) {
            let sum = &mut sums[row.table as usize];
            sum.new += 1;
            if sum.new <= MOST_ROWS as u64 {
                list("new", None, Some(at), row.table);
            }
        }
        Ok(sums)
    }

    /// The headers by which rows are told apart: declared, or found in the data.
    fn key_of(
        &self,
        vault: &Vault,
        group: &Group<'_>,
        headers: &[String],
    ) -> Result<Option<Vec<usize>>, ApiError> {
        let Some(table) = group.after.first().or(group.before.first()) else { return Ok(None) };
        let declared = table.summary.declared.split_once('/').and_then(|(company, id)| {
            let spec = self.catalog.company(company)?.table(id)?;
            let named = |key: &String| {
                let column = spec.column_for(key)?;
                headers.iter().position(|header| {
                    spec.column_for(header).is_some_and(|other| other.key() == column.key())
                })
            };
            let key: Option<Vec<usize>> = spec.key.iter().map(named).collect();
            key.filter(|key| !key.is_empty())
        });
        if declared.is_some() || group.before.is_empty() || group.after.is_empty() {
            return Ok(declared);
        }
        let rows = SAMPLE_CELLS / headers.len().max(1) / 2;
        let mut columns: Vec<KeyColumn> = headers
            .iter()
            .map(|header| KeyColumn { rank: rank(table, header), ..KeyColumn::default() })
            .collect();
        let mut in_order = vec![true; headers.len()];
        for (tables, side) in [(&group.before, 0), (&group.after, 1)] {
            for table in tables {
                vault.each_cells(table.id, &positions(table, headers), |row| {
                    if row.row as usize >= rows {
                        return;
                    }
                    for (at, cell) in row.cells.iter().enumerate() {
                        let cell = cell.filter(|cell| !cell.trim().is_empty());
                        let counted = cell.and_then(|cell| cell.trim().parse::<u64>().ok());
                        in_order[at] &= counted.is_some_and(|n| n.abs_diff(row.row.into()) <= 1);
                        let digest = cell.map(|cell| digest(std::iter::once(Some(cell))));
                        let column = &mut columns[at];
                        if side == 0 { &mut column.before } else { &mut column.after }.push(digest);
                    }
                })?;
            }
        }
        for (column, in_order) in columns.iter_mut().zip(in_order) {
            column.counts_rows = in_order && column.before.len() + column.after.len() > 2;
        }
        let mut key = stable_key(&columns);
        // In a few rows any value is there once: of what happened on a day the day tells too.
        let rows = |side: fn(&KeyColumn) -> usize| columns.first().map_or(0, side);
        let (one, other) = (rows(|column| column.before.len()), rows(|column| column.after.len()));
        if let Some(key) = &mut key
            && one.min(other) < FEW_ROWS
            && one.max(other) > 1
            && key.iter().all(|at| columns[*at].rank >= UNNAMED)
            && let Some(day) = day_column(table, headers)
            && !key.contains(&day)
        {
            key.push(day);
        }
        Ok(key)
    }

    fn read_rows(
        &self,
        vault: &Vault,
        table: &StoredTable,
        headers: &[String],
        key: &[usize],
        rules: &KeptRules,
        out: &mut Vec<Row>,
    ) -> Result<(), ApiError> {
        let mut columns = positions(table, headers);
        let date = main_date(table).filter(|_| rules.any());
        columns.push(date.as_ref().map_or(usize::MAX, |(column, _)| *column));
        let months = self.ingest().months();
        vault.each_cells(table.id, &columns, |row| {
            let Some((when, cells)) = row.cells.split_last() else { return };
            let content = contents(cells);
            let key = digest(key.iter().map(|at| cells[*at]));
            let day =
                date.as_ref().zip(*when).and_then(|((_, form), when)| form.parse(when, months));
            out.push(Row {
                keyed: Keyed { table: 0, key, content },
                id: EntryId { table: table.id, row: row.row },
                day: day.map(|moment| moment.date),
            });
        })?;
        Ok(())
    }

    /// The rows with their values: each block that holds one is read once.
    fn compared_rows(
        &self,
        company: &Company,
        listed: Vec<Listed>,
        language: &str,
    ) -> Result<Vec<ComparedRow>, ApiError> {
        let ids = listed.iter().flat_map(|row| [row.before, row.after]).flatten();
        let places: Vec<(u32, u32)> = ids.map(|id| (id.table, id.row)).collect();
        let entries = self.read(|vault| Ok(vault.entries_at(&places)?))?;
        let id = |entry: &StoredEntry| EntryId { table: entry.table, row: entry.row };
        let wanted: HashMap<EntryId, StoredEntry> =
            entries.into_iter().map(|entry| (id(&entry), entry)).collect();
        let table = |id: EntryId| company.tables.iter().find(|table| table.id == id.table);
        let found = |id: Option<EntryId>| {
            let id = id?;
            Some((table(id)?, wanted.get(&id)?))
        };
        let place = |hit: &Option<(&StoredTable, &StoredEntry)>| {
            hit.map(|(table, entry)| SourcePlace::new(table.summary.path.clone(), entry.at.clone()))
        };
        let rows = listed.into_iter().filter_map(|row| {
            let (before, after) = (found(row.before), found(row.after));
            let (shown, entry) = after.or(before)?;
            let what = self.row(company, shown, entry, &[], language).what;
            let what: Vec<String> = what.into_iter().map(|(_, value, _)| value).collect();
            Some(ComparedRow {
                state: row.state.to_owned(),
                table: row.table,
                moved_to: row.moved_to,
                what: what.join(" · "),
                before_place: place(&before),
                after_place: place(&after),
                changes: match (row.state, before, after) {
                    ("changed", Some(before), Some(after)) => changes(before, after),
                    ("moved", Some(before), Some(after)) => changes_moved(before, after),
                    _ => Vec::new(),
                },
                before: row.before,
                after: row.after,
            })
        });
        Ok(rows.collect())
    }
}

/// The headers of both answers, as they are compared, and which all tables have.
fn headers(group: &Group<'_>) -> (Vec<String>, Vec<bool>) {
    let tables = || group.after.iter().chain(&group.before);
    let mut counted: HashMap<String, usize> = HashMap::new();
    let mut headers = Vec::new();
    for table in tables() {
        let mut own = HashSet::new();
        let names = table.summary.fields.iter().map(|field| normalize_header(&field.name));
        for name in names.filter(|name| own.insert(name.clone())) {
            let count = counted.entry(name.clone()).or_default();
            if *count == 0 {
                headers.push(name);
            }
            *count += 1;
        }
    }
    let all = tables().count();
    let common = headers.iter().map(|name| counted[name] == all).collect();
    (headers, common)
}

fn positions(table: &StoredTable, headers: &[String]) -> Vec<usize> {
    let fields = &table.summary.fields;
    let at =
        |header: &String| fields.iter().position(|field| normalize_header(&field.name) == *header);
    headers.iter().map(|header| at(header).unwrap_or(usize::MAX)).collect()
}

/// The column with the days on which something happened; a birth date is none of them.
fn day_column(table: &StoredTable, headers: &[String]) -> Option<usize> {
    let field = &table.summary.fields[main_date(table)?.0];
    let header = normalize_header(&field.name);
    headers.iter().position(|other| *other == header && field.group != BIRTH)
}

/// How well a header fits a key: numbers of orders and identifiers first, what is
/// measured or dated last.
fn rank(table: &StoredTable, header: &str) -> u8 {
    let field = table.summary.fields.iter().find(|f| normalize_header(&f.name) == header);
    match field.map(|field| field.group.as_str()).unwrap_or_default() {
        "order_id" => 0,
        "customer_id" | "tracking_id" | "technical" => 1,
        "amount" => 4,
        _ if field.is_some_and(|field| !field.date_format.is_empty()) => 3,
        _ => UNNAMED,
    }
}

fn digest<'c>(cells: impl Iterator<Item = Option<&'c str>>) -> u64 {
    let mut hasher = DefaultHasher::new();
    cells.for_each(|cell| cell.unwrap_or_default().trim().hash(&mut hasher));
    hasher.finish()
}

/// A digest of what a record holds: an empty field is like none.
fn contents(cells: &[Option<&str>]) -> u64 {
    let mut hasher = DefaultHasher::new();
    let cells = cells.iter().map(|cell| cell.unwrap_or_default().trim()).enumerate();
    cells.filter(|(_, cell)| !cell.is_empty()).for_each(|cell| cell.hash(&mut hasher));
    hasher.finish()
}
