//! Entries: pages, one in detail, counts to filter by.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::Datelike;
use dossier_model::{FieldSummary, Kind, SourcePlace, StatementKind, Voice};
use dossier_vault::{EntryPage, EntryQuery, Keep, StoredEntry, StoredField, StoredTable};

use crate::contract::*;
use crate::counted::main_date;
use crate::held::is_impersonal;
use crate::imports::table_label;
use crate::once::Behind;
use crate::order::{Days, fold};
use crate::snapshot::{Company, Snapshot};
use crate::voiced::views;
use crate::wording::words;
use crate::{Api, ApiError, Host};

/// Rows of one page at most.
const MOST_ROWS: u32 = 200;
/// Blocks read on after a page is full, to count hits: a page waits for few.
const PAGE_BLOCKS: u32 = 4;
/// Blocks read on when a count is wanted: some 50 ms.
pub(crate) const COUNT_BLOCKS: u32 = 60;
/// Values of an entry shown in the list.
const TELLING: usize = 4;

/// Why entries are held, by table and main kind.
type Reasons = HashMap<(u32, Option<Kind>), VoicedView>;

/// Groups whose values say most about a record, the most telling first.
const TELLING_GROUPS: [&str; 16] = [
    "product",
    "search_query",
    "media_usage",
    "communication",
    "review_opinion",
    "interest_segment",
    "internal_score",
    "health",
    "special_category_other",
    "browsing_activity",
    "person_name",
    "postal_address",
    "email",
    "consent",
    "loyalty_voucher",
    "amount",
];

impl Api {
    pub(crate) fn entries(
        &self,
        request: EntriesRequest,
        host: &mut Host<'_>,
    ) -> Result<EntriesView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let query = EntryQuery {
            offset: request.offset,
            limit: request.limit.min(MOST_ROWS),
            count_blocks: match (request.exact, request.count) {
                (true, _) => u32::MAX,
                (_, Some(true)) => COUNT_BLOCKS,
                _ => PAGE_BLOCKS,
            },
            ..self.query(&snapshot, &request.filter, host)?
        };
        let once = request.once == Some(true);
        let (page, behind) = match once {
            true => self.once(&snapshot, &request, &query, host)?,
            false => (self.page(&snapshot, &request, &query, host)?, Behind::default()),
        };
        let hits = hits(&request.filter.text);
        let tags = self.tag_sets()?;
        let mut reasons = Reasons::default();
        let rows = page.entries.iter().enumerate().filter_map(|(at, entry)| {
            let (company, table) = snapshot.table(entry.table)?;
            let row = self.row(company, table, entry, &hits, &request.language);
            let equal = behind.equal.get(at).copied().flatten();
            let why = self.reason(&mut reasons, company, table, &row, &request.language);
            Some(EntryRow { tags: tags.of(entry.table, entry.row), equal, why, ..row })
        });
        Ok(EntriesView {
            total: page.total,
            exact: page.exact,
            rows: rows.collect(),
            entries: once.then_some(behind.entries),
            compared: behind.compared,
        })
    }

    fn page(
        &self,
        snapshot: &Arc<Snapshot>,
        request: &EntriesRequest,
        query: &EntryQuery,
        host: &Host<'_>,
    ) -> Result<EntryPage, ApiError> {
        let days = Days::new(&request.filter);
        let keep = |table: u32, entry: &StoredEntry| self.in_days(snapshot, &days, table, entry);
        let keep: Option<Keep<'_>> = if days.is_set() { Some(&keep) } else { None };
        let by = request.sort.as_ref().map_or("", |sort| sort.by.as_str());
        match by {
            "rank" if !query.text.is_empty() => self.read(|vault| {
                let day = |entry: &StoredEntry| {
                    let (_, table) = snapshot.table(entry.table)?;
                    Some(self.when(table, entry)?.date.num_days_from_ce())
                };
                Ok(vault.ranked(query, keep, &day)?)
            }),
            // Days are known to an order by date, and to nothing else without reading.
            "when" | "column" => self.sorted(snapshot, request, query, host),
            "" if days.is_set() && query.text.is_empty() => {
                self.sorted(snapshot, request, query, host)
            }
            "company" | "table" => {
                let mut query = query.clone();
                self.order_tables(snapshot, request, &mut query.tables);
                self.read(|vault| Ok(vault.entries(&query, keep)?))
            }
            _ => self.read(|vault| Ok(vault.entries(query, keep)?)),
        }
    }

    /// By company or by table: each table's entries stay together, in their order.
    pub(crate) fn order_tables(
        &self,
        snapshot: &Snapshot,
        request: &EntriesRequest,
        tables: &mut [u32],
    ) {
        let by_company = request.sort.as_ref().is_some_and(|sort| sort.by == "company");
        let name = |id: &u32| {
            let Some((company, table)) = snapshot.table(*id) else { return Default::default() };
            let label = fold(&table_label(self.catalog, table, &request.language));
            let company = fold(&company.controller.name);
            if by_company { (company, label) } else { (label, company) }
        };
        tables.sort_by_cached_key(name);
        if request.sort.as_ref().is_some_and(|sort| sort.descending) {
            tables.reverse();
        }
    }

    pub(crate) fn entry(
        &self,
        request: EntryRequest,
        host: &mut Host<'_>,
    ) -> Result<EntryView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let EntryId { table, row } = request.id;
        let (entry, member) =
            self.read(|vault| Ok((vault.entry(table, row)?, vault.member_of_table(table)?)))?;
        let (company, table) = snapshot.table(table).ok_or_else(|| ApiError::new("no_such"))?;
        let place = SourcePlace::new(table.summary.path.clone(), entry.at.clone());
        let language = request.language.as_str();
        let cells = entry.cells.iter().zip(&table.fields);
        let fields = cells.filter_map(|(cell, field)| {
            let value = cell.clone()?;
            let summary = &field.summary;
            let items = company.items_of(table).filter(|item| item.field == summary.name);
            Some(EntryField {
                field_id: field.id,
                name: summary.name.clone(),
                value,
                category: summary.category.clone(),
                label: words(self.catalog, &summary.category, language),
                kind: summary.kind,
                sensitive: self.is_sensitive(&summary.category, summary.kind),
                purposes: views(
                    self.catalog,
                    company,
                    StatementKind::Purpose,
                    items.flat_map(|item| &item.purposes),
                    language,
                ),
                place: place.clone().with_field(&summary.name),
            })
        });
        let fields: Vec<EntryField> = fields.collect();
        let raw = match table.prose {
            true => entry.cells.first().cloned().flatten().unwrap_or_default(),
            false => fields.iter().map(|f| format!("{}: {}\n", f.name, f.value)).collect(),
        };
        let tags = self.tag_sets()?.of(entry.table, entry.row);
        Ok(EntryView {
            row: EntryRow { tags, ..self.row(company, table, &entry, &[], language) },
            fields,
            import: table.import,
            sha256: member.summary.sha256.to_string(),
            raw,
        })
    }

    /// The filter as the vault takes it.
    pub(crate) fn query(
        &self,
        snapshot: &Snapshot,
        filter: &EntryFilter,
        host: &Host<'_>,
    ) -> Result<EntryQuery, ApiError> {
        fn wanted<T: PartialEq>(list: &[T], value: &T) -> bool {
            list.is_empty() || list.contains(value)
        }
        let text = filter.text.trim().to_owned();
        let only = self.only(snapshot, filter, host)?;
        let (mut tables, mut impersonal) = (Vec::new(), Vec::new());
        for company in &snapshot.companies {
            if !wanted(&filter.controllers, &company.controller.id) {
                continue;
            }
            for table in &company.tables {
                let silent = || {
                    let voice = company.purpose_voice(table);
                    matches!(voice, Voice::Typical | Voice::NotStated) && !is_impersonal(table)
                };
                // Running text is found by a search and is no entry otherwise.
                if (table.prose && (text.is_empty() || !filter.kinds.is_empty()))
                    || !wanted(&filter.imports, &table.import)
                    || !wanted(&filter.tables, &table.id)
                    || !wanted(&filter.paths, &table.summary.path)
                    || only.as_ref().is_some_and(|only| only.count(table.id) == 0)
                    || (filter.without_purpose && !silent())
                {
                    continue;
                }
                let list = if is_impersonal(table) { &mut impersonal } else { &mut tables };
                list.push(table.id);
            }
        }
        // What is about nobody stands last.
        tables.append(&mut impersonal);
        Ok(EntryQuery {
            tables,
            kinds: filter.kinds.iter().fold(0, |mask, kind| mask | kind.bit()),
            prefix: !filter.text.ends_with(' '),
            text,
            only,
            count_blocks: COUNT_BLOCKS,
            ..EntryQuery::default()
        })
    }

    pub(crate) fn row(
        &self,
        company: &Company,
        table: &StoredTable,
        entry: &StoredEntry,
        hits: &[String],
        language: &str,
    ) -> EntryRow {
        let mut kinds: Vec<Kind> =
            Kind::ALL.into_iter().filter(|kind| entry.kinds & kind.bit() != 0).collect();
        // The main kind is the one that most of its fields are of: an order names an
        // address too, and is an order all the same.
        let fields = |kind: Kind| {
            table.summary.fields.iter().filter(|field| field.kind == Some(kind)).count()
        };
        kinds.sort_by_key(|kind| {
            std::cmp::Reverse((fields(*kind), table.summary.kinds[*kind as usize]))
        });
        EntryRow {
            id: EntryId { table: entry.table, row: entry.row },
            when: self.when(table, entry).map(|moment| moment.iso()),
            controller: company.controller.id,
            controller_name: company.controller.name.clone(),
            kinds,
            table: table_label(self.catalog, table, language),
            what: self.telling(table, entry, hits),
            place: SourcePlace::new(table.summary.path.clone(), entry.at.clone()),
            hits: hits.to_vec(),
            why: None,
            tags: Vec::new(),
            equal: None,
        }
    }

    /// Why an entry is held: what is said of its main kind of data, or of its table.
    fn reason(
        &self,
        known: &mut Reasons,
        company: &Company,
        table: &StoredTable,
        row: &EntryRow,
        language: &str,
    ) -> Option<VoicedView> {
        // What is about nobody needs no reason.
        if table.prose || is_impersonal(table) {
            return None;
        }
        let main = row.kinds.first().copied();
        let reason = known.entry((table.id, main)).or_insert_with(|| {
            let of = |kind: Option<Kind>| {
                let items = company.items_of(table);
                let items = items.filter(move |item| kind.is_none_or(|kind| item.kind == kind));
                let said = items.flat_map(|item| &item.purposes);
                views(self.catalog, company, StatementKind::Purpose, said, language).swap_remove(0)
            };
            match of(main) {
                view if view.voice == Voice::NotStated => of(None),
                view => view,
            }
        });
        // The list shows who speaks; the words and their place are in the entry.
        Some(VoicedView { quote: String::new(), place: None, ..reason.clone() })
    }

    /// When the entry happened, by its table's main date.
    pub(crate) fn when(
        &self,
        table: &StoredTable,
        entry: &StoredEntry,
    ) -> Option<dossier_ingest::Moment> {
        let (position, form) = main_date(table)?;
        form.day_of_record(entry.cells.get(position)?.as_deref()?, self.ingest().months())
    }

    /// The most telling values of an entry; those with a hit first.
    fn telling(
        &self,
        table: &StoredTable,
        entry: &StoredEntry,
        hits: &[String],
    ) -> Vec<(String, String, bool)> {
        let mut values: Vec<(usize, &StoredField, &str)> = Vec::new();
        for (cell, field) in entry.cells.iter().zip(&table.fields) {
            let Some(value) = cell.as_deref().filter(|value| !value.trim().is_empty()) else {
                continue;
            };
            let folded = fold(value);
            let hit = hits.iter().any(|hit| folded.contains(&fold(hit)));
            let rank = TELLING_GROUPS.iter().position(|group| *group == field.summary.group);
            let rank = match (hit, rank) {
                (true, _) => 0,
                (false, Some(rank)) => rank + 1,
                (false, None) => {
                    TELLING_GROUPS.len() + 1 + usize::from(field.summary.kind.is_none())
                }
            };
            values.push((rank, field, value));
        }
        if table.prose {
            let text = entry.cells.first().cloned().flatten().unwrap_or_default();
            return vec![(String::new(), text, false)];
        }
        values.sort_by_key(|(rank, _, _)| *rank);
        let told = values.into_iter().take(TELLING).map(|(_, field, value)| {
            let FieldSummary { name, category, kind, .. } = &field.summary;
            (name.clone(), value.to_owned(), self.is_sensitive(category, *kind))
        });
        told.collect()
    }

    pub(crate) fn in_days(
        &self,
        snapshot: &Snapshot,
        days: &Days,
        table: u32,
        entry: &StoredEntry,
    ) -> bool {
        let Some((_, table)) = snapshot.table(table) else { return false };
        let day = self.when(table, entry).map(|moment| moment.date);
        day.is_some_and(|day| {
            days.from.is_none_or(|from| day >= from) && days.to.is_none_or(|to| day <= to)
        })
    }
}

/// The words of a question, for highlighting.
fn hits(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}
