//! Counts beside the list of entries, to filter by.

use std::collections::BTreeMap;
use std::sync::Arc;

use dossier_model::Kind;
use dossier_vault::{EntryQuery, StoredEntry};

use crate::contract::*;
use crate::imports::table_label;
use crate::order::Days;
use crate::snapshot::Snapshot;
use crate::tags::is_built_in;
use crate::{Api, ApiError, Host};

/// Blocks read at most to count among entries with a tag.
const TAGGED_BLOCKS: u32 = 2_000;

impl Api {
    pub(crate) fn facets(
        &self,
        request: FacetsRequest,
        host: &mut Host<'_>,
    ) -> Result<FacetsView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let mut query = self.query(&snapshot, &request.filter, host)?;
        if query.only.is_some() {
            query.count_blocks = TAGGED_BLOCKS;
        }
        let days = Days::new(&request.filter);
        let mut view = FacetsView {
            tags: self.tag_counts(&snapshot, &query, &days)?,
            ..FacetsView::default()
        };
        let counts = if query.text.is_empty() && query.only.is_none() && !days.is_set() {
            counts_of_tables(&snapshot, &query)
        } else {
            self.counts_of_hits(&snapshot, &query, &days)?
        };
        let mut controllers: BTreeMap<u32, (String, u64)> = BTreeMap::new();
        let mut kinds = [0u64; 12];
        for (id, count) in counts {
            let Some((company, table)) = snapshot.table(id) else { continue };
            let label = table_label(self.catalog, table, &request.language);
            view.tables.push(Facet { id: id.to_string(), label, count: count.entries });
            let controller = &company.controller;
            controllers.entry(controller.id).or_insert((controller.name.clone(), 0)).1 +=
                count.entries;
            kinds.iter_mut().zip(count.kinds).for_each(|(sum, count)| *sum += count);
        }
        view.tables.sort_by_key(|facet| std::cmp::Reverse(facet.count));
        view.controllers = controllers
            .into_iter()
            .map(|(id, (label, count))| Facet { id: id.to_string(), label, count })
            .collect();
        let named = Kind::ALL.iter().zip(kinds).filter(|(_, count)| *count > 0);
        view.kinds = named
            .map(|(kind, count)| Facet {
                id: serde_json::to_value(kind)
                    .ok()
                    .and_then(|word| word.as_str().map(str::to_owned))
                    .unwrap_or_default(),
                label: String::new(),
                count,
            })
            .collect();
        Ok(view)
    }

    fn counts_of_hits(
        &self,
        snapshot: &Snapshot,
        query: &EntryQuery,
        days: &Days,
    ) -> Result<BTreeMap<u32, Count>, ApiError> {
        let counts = std::cell::RefCell::new(BTreeMap::<u32, Count>::new());
        let keep = |table: u32, entry: &StoredEntry| {
            if days.is_set() && !self.in_days(snapshot, days, table, entry) {
                return false;
            }
            let mut counts = counts.borrow_mut();
            let count = counts.entry(table).or_default();
            count.entries += 1;
            for (bit, sum) in count.kinds.iter_mut().enumerate() {
                *sum += u64::from(entry.kinds >> bit & 1);
            }
            true
        };
        self.read(|vault| Ok(vault.entries(query, Some(&keep))?))?;
        Ok(counts.into_inner())
    }

    /// How many of the entries have each tag.
    fn tag_counts(
        &self,
        snapshot: &Snapshot,
        query: &EntryQuery,
        days: &Days,
    ) -> Result<Vec<Facet>, ApiError> {
        let tags = self.tag_sets()?;
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        let plain = query.text.is_empty() && query.kinds == 0 && !days.is_set();
        if plain {
            for (tag, rows) in tags.iter() {
                let count = |table: &u32| match &query.only {
                    Some(only) => rows.shared(only, *table),
                    None => rows.count(*table),
                };
                counts.insert(tag, query.tables.iter().map(count).sum());
            }
        } else {
            let only = query.only.clone().unwrap_or_else(|| Arc::new(tags.all()));
            let tables = query.tables.iter().copied().filter(|table| only.count(*table) > 0);
            let query = EntryQuery {
                tables: tables.collect(),
                only: Some(only),
                count_blocks: TAGGED_BLOCKS,
                ..query.clone()
            };
            let sums = std::cell::RefCell::new(&mut counts);
            let keep = |table: u32, entry: &StoredEntry| {
                if days.is_set() && !self.in_days(snapshot, days, table, entry) {
                    return false;
                }
                for (tag, _) in tags.iter().filter(|(_, rows)| rows.has(table, entry.row)) {
                    *sums.borrow_mut().entry(tag).or_default() += 1;
                }
                true
            };
            self.read(|vault| Ok(vault.entries(&query, Some(&keep))?))?;
        }
        let facet = |(tag, count): (&str, u64)| Facet {
            id: tag.to_owned(),
            label: if is_built_in(tag) { String::new() } else { tag.to_owned() },
            count,
        };
        Ok(counts.into_iter().filter(|(_, count)| *count > 0).map(facet).collect())
    }
}

#[derive(Clone, Copy, Default)]
struct Count {
    entries: u64,
    kinds: [u64; 12],
}

/// Counts without reading a record: the tables know their sums.
fn counts_of_tables(snapshot: &Snapshot, query: &EntryQuery) -> BTreeMap<u32, Count> {
    let tables = query.tables.iter().filter_map(|id| snapshot.table(*id));
    let counts = tables.map(|(_, table)| {
        let summary = &table.summary;
        let entries = match query.kinds {
            0 => summary.records,
            mask => (0..12)
                .filter(|bit| mask >> bit & 1 == 1)
                .map(|bit| summary.kinds[bit])
                .max()
                .unwrap_or(0),
        };
        (table.id, Count { entries, kinds: if entries == 0 { [0; 12] } else { summary.kinds } })
    });
    counts.filter(|(_, count)| count.entries > 0).collect()
}
