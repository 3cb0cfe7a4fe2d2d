//! Words that the person puts on entries, to find them again.
//!
//! A tag lies in the vault as a set of rows a table, hung on the import: with it
//! the tag goes, and comes back with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use dossier_vault::{EntryQuery, OwnEntry, RowSet, StoredEntry, Vault, VaultError};

use crate::contract::*;
use crate::order::{Days, fold};
use crate::snapshot::Snapshot;
use crate::{Api, ApiError, Host};

mod carry;

pub(crate) use carry::{carry, moved};

/// Their sort in the vault's store of what the person added.
const SORT: &str = "import/tag";
/// The tag that is always offered.
const EVIDENCE: &str = "evidence";
/// Letters of a tag.
const LONGEST: usize = 60;
/// Different tags; more would be no help.
const MOST_TAGS: usize = 200;
/// Entries tagged at once, when they are found one by one.
const MOST_ENTRIES: usize = 100_000;
/// Entries that a letter can be about.
const MOST_ITEMS: u64 = 2_000;

/// All tags with their rows, those of imports that were taken out included.
#[derive(Default)]
pub(crate) struct Tags(BTreeMap<String, RowSet>);

impl Tags {
    pub fn read(vault: &Vault) -> Result<Self, ApiError> {
        let mut tags = Self::default();
        for one in vault.own(SORT)? {
            if let Some(key) = Key::read(&one) {
                let rows = tags.0.entry(key.tag.to_owned()).or_default();
                rows.add_text(key.table, one.body.expose());
            }
        }
        Ok(tags)
    }

    /// The tags of an entry.
    pub fn of(&self, table: u32, row: u32) -> Vec<String> {
        let has = self.0.iter().filter(|(_, rows)| rows.has(table, row));
        has.map(|(tag, _)| tag.clone()).collect()
    }

    /// The rows that have one of these tags.
    pub fn rows(&self, tags: &[String]) -> RowSet {
        let mut all = RowSet::default();
        tags.iter().filter_map(|tag| self.0.get(tag)).for_each(|rows| all.join(rows));
        all
    }

    /// The rows that have any tag.
    pub fn all(&self) -> RowSet {
        let mut all = RowSet::default();
        self.0.values().for_each(|rows| all.join(rows));
        all
    }

    /// Each tag with its rows.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &RowSet)> {
        self.0.iter().map(|(tag, rows)| (tag.as_str(), rows))
    }
}

/// The key of a set of rows: its import, its table, its tag.
struct Key<'a> {
    import: u32,
    table: u32,
    tag: &'a str,
}

impl<'a> Key<'a> {
    fn read(one: &'a OwnEntry) -> Option<Self> {
        let mut parts = one.key.splitn(3, '/');
        let mut number = || parts.next()?.parse().ok();
        let (import, table) = (number()?, number()?);
        Some(Self { import, table, tag: parts.next()? })
    }

    fn text(&self) -> String {
        format!("{}/{}/{}", self.import, self.table, self.tag)
    }
}

impl Api {
    pub(crate) fn tags(&self, _: Nothing, host: &mut Host<'_>) -> Result<Vec<TagView>, ApiError> {
        let snapshot = self.snapshot(host)?;
        let tags = self.tag_sets()?;
        let mut views: Vec<TagView> = tags
            .iter()
            .map(|(tag, rows)| TagView {
                tag: tag.to_owned(),
                built_in: is_built_in(tag),
                entries: visible(&snapshot, rows).map(|table| rows.count(table)).sum(),
            })
            .filter(|view| view.entries > 0 && !view.built_in)
            .collect();
        views.sort_by_cached_key(|view| fold(&view.tag));
        let evidence = tags.rows(&[EVIDENCE.to_owned()]);
        let entries = visible(&snapshot, &evidence).map(|table| evidence.count(table)).sum();
        views.insert(0, TagView { tag: EVIDENCE.to_owned(), built_in: true, entries });
        Ok(views)
    }

    pub(crate) fn entries_tag(
        &self,
        request: TagEntriesRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<TagView>, ApiError> {
        let tag = tag_name(&request.tag)?;
        let known = self.tag_sets()?;
        if !known.0.contains_key(&tag) && known.0.len() >= MOST_TAGS {
            return Err(ApiError::new("too_many_tags").with("limit", MOST_TAGS));
        }
        let chosen = self.chosen_rows(&request, host)?;
        self.tag_rows("history.entries_tagged", &tag, &chosen, host, RowSet::join)?;
        self.tags((), host)
    }

    pub(crate) fn entries_untag(
        &self,
        request: TagEntriesRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<TagView>, ApiError> {
        let tag = tag_name(&request.tag)?;
        let chosen = self.chosen_rows(&request, host)?;
        self.tag_rows("history.entries_untagged", &tag, &chosen, host, RowSet::part)?;
        self.tags((), host)
    }

    pub(crate) fn tag_rename(
        &self,
        request: RenameTagRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<TagView>, ApiError> {
        let name = tag_name(&request.name)?;
        if is_built_in(&request.tag) {
            return Err(ApiError::new("bad_request"));
        }
        if name != request.tag && self.tag_sets()?.0.contains_key(&request.tag) {
            self.tag_step("history.tag_renamed", |vault| {
                for one in of_tag(vault, &request.tag)? {
                    let Some(key) = Key::read(&one) else { continue };
                    let mut rows = RowSet::default();
                    rows.add_text(key.table, one.body.expose());
                    vault.own_remove(SORT, &one.key)?;
                    change(vault, &Key { tag: &name, ..key }, &rows, RowSet::join)?;
                }
                Ok(())
            })?;
        }
        self.tags((), host)
    }

    pub(crate) fn tag_remove(
        &self,
        request: TagRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<TagView>, ApiError> {
        if self.tag_sets()?.0.contains_key(&request.tag) {
            self.tag_step("history.tag_removed", |vault| {
                let all = of_tag(vault, &request.tag)?;
                all.iter().try_for_each(|one| vault.own_remove(SORT, &one.key))
            })?;
        }
        self.tags((), host)
    }

    pub(crate) fn tag_items(
        &self,
        request: TagItemsRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<RequestItem>, ApiError> {
        let snapshot = self.snapshot(host)?;
        let rows = self.tag_sets()?.rows(std::slice::from_ref(&request.tag));
        let tables = snapshot.company(request.controller)?.record_tables();
        let (mut items, mut left) = (Vec::new(), MOST_ITEMS);
        for table in tables.filter(|table| rows.count(table.id) > 0) {
            let count = rows.count(table.id);
            let mut item = RequestItem { table: table.id, ..RequestItem::default() };
            // No entries means the whole table.
            if count < table.summary.records {
                left = left
                    .checked_sub(count)
                    .ok_or_else(|| ApiError::new("too_many_items").with("limit", MOST_ITEMS))?;
                let entry = |row| EntryId { table: table.id, row };
                item.entries = rows.rows(table.id).map(entry).collect();
            }
            items.push(item);
        }
        Ok(items)
    }

    /// The entries that a request names, if they are there.
    fn chosen_rows(
        &self,
        request: &TagEntriesRequest,
        host: &Host<'_>,
    ) -> Result<RowSet, ApiError> {
        let snapshot = self.snapshot(host)?;
        let mut chosen = match &request.filter {
            Some(filter) => self.rows_of(&snapshot, filter, host)?,
            None => RowSet::default(),
        };
        if request.entries.len() > MOST_ENTRIES {
            return Err(ApiError::new("too_many_tagged").with("limit", MOST_ENTRIES));
        }
        for EntryId { table, row } in &request.entries {
            let known = snapshot.table(*table).map(|(_, table)| table.summary.records);
            if known.is_none_or(|records| u64::from(*row) >= records) {
                return Err(ApiError::new("no_such"));
            }
            chosen.add(*table, *row);
        }
        Ok(chosen)
    }

    /// All entries that a filter gives.
    fn rows_of(
        &self,
        snapshot: &Snapshot,
        filter: &EntryFilter,
        host: &Host<'_>,
    ) -> Result<RowSet, ApiError> {
        let query = EntryQuery { count_blocks: u32::MAX, ..self.query(snapshot, filter, host)? };
        let days = Days::new(filter);
        let mut found = RowSet::default();
        if query.text.is_empty() && query.kinds == 0 && query.only.is_none() && !days.is_set() {
            for (_, table) in query.tables.iter().filter_map(|id| snapshot.table(*id)) {
                let rows = u32::try_from(table.summary.records).unwrap_or(u32::MAX);
                found.add_first(table.id, rows);
            }
            return Ok(found);
        }
        let rows = std::cell::RefCell::new((0, found));
        let keep = |table: u32, entry: &StoredEntry| {
            let wanted = !days.is_set() || self.in_days(snapshot, &days, table, entry);
            let mut rows = rows.borrow_mut();
            if wanted && rows.0 <= MOST_ENTRIES {
                rows.0 += 1;
                rows.1.add(table, entry.row);
            }
            wanted
        };
        self.read(|vault| {
            vault.watch(host.cancel)?;
            Ok(vault.entries(&query, Some(&keep))?)
        })?;
        let (count, found) = rows.into_inner();
        match count > MOST_ENTRIES {
            true => Err(ApiError::new("too_many_tagged").with("limit", MOST_ENTRIES)),
            false => Ok(found),
        }
    }

    fn tag_rows(
        &self,
        label: &str,
        tag: &str,
        chosen: &RowSet,
        host: &Host<'_>,
        how: fn(&mut RowSet, &RowSet),
    ) -> Result<(), ApiError> {
        let snapshot = self.snapshot(host)?;
        let before = self.tag_sets()?.rows(&[tag.to_owned()]);
        let mut after = before.clone();
        how(&mut after, chosen);
        // Nothing to do is no step to undo.
        if after == before {
            return Ok(());
        }
        self.tag_step(label, |vault| {
            for table in chosen.tables() {
                let Some((_, stored)) = snapshot.table(table) else { continue };
                let key = Key { import: stored.import, table, tag };
                change(vault, &key, &chosen.of_table(table), how)?;
            }
            Ok(())
        })
    }

    /// Which entries a filter by tags lets pass.
    pub(crate) fn tagged(&self, filter: &EntryFilter) -> Result<Option<Arc<RowSet>>, ApiError> {
        if filter.tags.is_empty() {
            return Ok(None);
        }
        Ok(Some(Arc::new(self.tag_sets()?.rows(&filter.tags))))
    }
}

/// Whether the words of a tag are in the language files.
pub(crate) fn is_built_in(tag: &str) -> bool {
    tag == EVIDENCE
}

/// The tables of a set that are not taken out.
fn visible<'a>(snapshot: &'a Snapshot, rows: &'a RowSet) -> impl Iterator<Item = u32> + 'a {
    rows.tables().filter(|table| snapshot.table(*table).is_some())
}

/// A tag as the person wrote it, made plain.
fn tag_name(text: &str) -> Result<String, ApiError> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(ApiError::new("empty_name")),
        n if n > LONGEST || name.contains(char::is_control) => {
            Err(ApiError::new("tag_name").with("limit", LONGEST))
        }
        _ => Ok(name),
    }
}

fn of_tag(vault: &Vault, tag: &str) -> Result<Vec<OwnEntry>, VaultError> {
    let mut all = vault.own(SORT)?;
    all.retain(|one| Key::read(one).is_some_and(|key| key.tag == tag));
    Ok(all)
}

/// Joins rows to what stands under a key, or parts them from it.
fn change(
    vault: &Vault,
    key: &Key<'_>,
    rows: &RowSet,
    how: fn(&mut RowSet, &RowSet),
) -> Result<(), VaultError> {
    let text = key.text();
    let mut own = RowSet::default();
    if let Some(body) = vault.own_one(SORT, &text)? {
        own.add_text(key.table, &body);
    }
    how(&mut own, rows);
    match own.text(key.table) {
        Some(rows) => vault.own_put(SORT, &text, &rows).map(drop),
        None => vault.own_remove(SORT, &text),
    }
}
