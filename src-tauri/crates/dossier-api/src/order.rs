//! Entries by date or by a column: orders are made once, kept, and filtered.

use std::sync::{Arc, Mutex};

use chrono::{Datelike, NaiveDate};
use dossier_ingest::{DateForm, Moment};
use dossier_vault::{
    Compared, EntryPage, EntryQuery, Equals, Keyed, Listing, OnceListing, Order, OrderFilter,
    RowSet, Sorted, StoredTable,
};

use crate::contract::*;
use crate::counted::main_date;
use crate::lock::lock;
use crate::snapshot::Snapshot;
use crate::{Api, ApiError, Host};

/// Orders and listings kept. One of five million rows takes fifty megabytes.
const KEPT: usize = 2;
/// Characters of a text that order it.
const LETTERS: usize = 14;

/// The days that a filter asks for.
pub(crate) struct Days {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

impl Days {
    pub(crate) fn new(filter: &EntryFilter) -> Self {
        let day = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok());
        Self { from: day(&filter.from), to: day(&filter.to) }
    }

    pub(crate) fn is_set(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }
}

/// What was asked for lately. A new import makes new tables, so an order that is
/// no longer right is simply not found again.
#[derive(Default)]
pub(crate) struct Orders {
    orders: Mutex<Vec<(Vec<Sorted>, Arc<Order>)>>,
    listings: Mutex<Vec<(ListingKey, Arc<Mutex<Listing>>)>>,
    pub(crate) equals: Mutex<Vec<(Vec<Compared>, Arc<Equals>)>>,
    pub(crate) onces: Mutex<Vec<(OnceKey, Arc<OnceListing>)>>,
}

/// A listing, how it is told once (the order and its language), and whether to the end.
pub(crate) type OnceKey = (ListingKey, Option<EntrySort>, String, bool);

/// An order with what of it a filter lets pass.
pub(crate) struct Listed {
    pub order: Arc<Order>,
    pub listing: Arc<Mutex<Listing>>,
    pub key: ListingKey,
}

/// Everything that a listing depends on.
#[derive(Clone, PartialEq)]
pub(crate) struct ListingKey {
    sorted: Vec<Sorted>,
    tables: Vec<u32>,
    kinds: u16,
    days: Option<(i32, i32)>,
    text: String,
    prefix: bool,
    only: Option<Arc<RowSet>>,
    descending: bool,
}

impl Orders {
    /// Forgets all: they say something about the records.
    pub fn forget(&self) {
        lock(&self.orders).clear();
        lock(&self.listings).clear();
        lock(&self.equals).clear();
        lock(&self.onces).clear();
    }
}

/// Finds what was asked for before, or makes it, and keeps the last few.
pub(crate) fn kept<K: PartialEq, V: Clone>(
    list: &Mutex<Vec<(K, V)>>,
    key: K,
    make: impl FnOnce() -> Result<V, ApiError>,
) -> Result<V, ApiError> {
    if let Some((_, value)) = lock(list).iter().find(|(known, _)| *known == key) {
        return Ok(value.clone());
    }
    // Not under the lock: others go on while a new one is made.
    let value = make()?;
    let mut list = lock(list);
    if list.len() >= KEPT {
        list.remove(0);
    }
    list.push((key, value.clone()));
    Ok(value)
}

impl Api {
    /// A page in the order of a column, or by date.
    pub(crate) fn sorted(
        &self,
        snapshot: &Arc<Snapshot>,
        request: &EntriesRequest,
        query: &EntryQuery,
        host: &Host<'_>,
    ) -> Result<EntryPage, ApiError> {
        let sort = request.sort.clone().unwrap_or_default();
        let Listed { order, listing, .. } = self.listing(snapshot, request, &sort, query, host)?;
        self.read(|vault| {
            let mut listing = lock(&listing);
            Ok(vault.listed(&order, &mut listing, query.offset, query.limit, query.count_blocks)?)
        })
    }

    /// What of an order the filter lets pass.
    pub(crate) fn listing(
        &self,
        snapshot: &Arc<Snapshot>,
        request: &EntriesRequest,
        sort: &EntrySort,
        query: &EntryQuery,
        host: &Host<'_>,
    ) -> Result<Listed, ApiError> {
        let sorted = sorting(snapshot, sort)?;
        let order = kept(&self.orders.orders, sorted.clone(), || {
            self.make_order(snapshot, &sorted, host).map(Arc::new)
        })?;
        let days = Days::new(&request.filter);
        let number =
            |day: Option<chrono::NaiveDate>, none| day.map_or(none, |d| d.num_days_from_ce());
        let key = ListingKey {
            sorted,
            tables: query.tables.clone(),
            kinds: query.kinds,
            days: days
                .is_set()
                .then(|| (number(days.from, i32::MIN + 1), number(days.to, i32::MAX))),
            text: query.text.clone(),
            prefix: query.prefix,
            only: query.only.clone(),
            descending: sort.descending,
        };
        let filter = OrderFilter {
            tables: key.tables.clone(),
            kinds: key.kinds,
            days: key.days,
            text: key.text.clone(),
            prefix: key.prefix,
            only: key.only.clone(),
            descending: key.descending,
        };
        let listing = kept(&self.orders.listings, key.clone(), || {
            self.read(|vault| Ok(Arc::new(Mutex::new(vault.listing(&order, &filter)?))))
        })?;
        Ok(Listed { order, listing, key })
    }

    fn make_order(
        &self,
        snapshot: &Snapshot,
        sorted: &[Sorted],
        host: &Host<'_>,
    ) -> Result<Order, ApiError> {
        let months = self.ingest().months();
        let mut forms = std::collections::HashMap::new();
        for Sorted { table, by, .. } in sorted {
            let Some((_, table)) = snapshot.table(*table) else { continue };
            forms.insert(table.id, (main_date(table).map(|(_, form)| form), form_of(table, *by)));
        }
        let none = (None, None);
        let key = |table: u32, by: Option<&str>, day: Option<&str>| -> Keyed<u128> {
            let (main, own) = forms.get(&table).unwrap_or(&none);
            let moment =
                |form: &Option<DateForm>, cell: Option<&str>| form.as_ref()?.parse(cell?, months);
            let day = moment(main, day).map(|moment| moment.date.num_days_from_ce());
            let by = by.filter(|cell| !cell.trim().is_empty());
            let key = match own {
                Some(_) => moment(own, by).map(key_of_moment),
                None => by.map(key_of_text),
            };
            (key, day)
        };
        self.read(|vault| Ok(vault.order(sorted, host.cancel, key)?))
    }
}

/// The columns that an order looks at. All tables that could be listed take part,
/// whatever the filter, so that another filter finds the same order.
fn sorting(snapshot: &Snapshot, sort: &EntrySort) -> Result<Vec<Sorted>, ApiError> {
    let tables = snapshot.companies.iter().flat_map(|company| &company.tables);
    let day = |table: &StoredTable| main_date(table).map(|(position, _)| position);
    if sort.by == "column" {
        let field = sort.field.ok_or_else(|| ApiError::new("bad_request"))?;
        let found = tables.into_iter().find_map(|table| {
            let by = table.fields.iter().position(|other| other.id == field)?;
            Some(vec![Sorted { table: table.id, by: Some(by), day: day(table) }])
        });
        return found.ok_or_else(|| ApiError::new("no_such"));
    }
    // Without an order the rows stay as they stand, and only their days are known.
    let by_date = sort.by == "when";
    let sorted = tables.map(|table| {
        let day = day(table);
        Sorted { table: table.id, by: day.filter(|_| by_date), day }
    });
    Ok(sorted.collect())
}

fn form_of(table: &StoredTable, by: Option<usize>) -> Option<DateForm> {
    let field = table.fields.get(by?)?;
    DateForm::from_name(&field.summary.date_format)
}

fn key_of_moment(moment: Moment) -> u128 {
    let time = moment.time.unwrap_or_default();
    let seconds = chrono::NaiveDateTime::new(moment.date, time).and_utc().timestamp();
    u128::from(seconds.cast_unsigned() ^ (1 << 63))
}

/// Numbers by their value, before words; words folded, as far as a key is long.
fn key_of_text(text: &str) -> u128 {
    if let Some(number) = number(text) {
        // The bits of positive floats grow with them, those of negative ones shrink.
        let bits = number.to_bits();
        let bits = if bits >> 63 == 1 { !bits } else { bits | 1 << 63 };
        return u128::from(bits);
    }
    let mut key = [0; 16];
    key[0] = 1;
    let folded = fold(text.trim());
    let letters = folded.as_bytes();
    let length = letters.len().min(LETTERS);
    key[1..=length].copy_from_slice(&letters[..length]);
    u128::from_be_bytes(key)
}

pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    dossier_vault::fold_into(text, &mut out);
    out
}

/// A number or an amount: the last of two marks parts the decimals, and a mark
/// before exactly three digits parts thousands.
fn number(text: &str) -> Option<f64> {
    let trimmed = text.trim();
    let text = trimmed.trim_matches(|c: char| !c.is_ascii_digit() && c != '-');
    let (before, after) = trimmed.split_once(text)?;
    if !(is_unit(before) && is_unit(after)) {
        return None;
    }
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit() || b"-.,' ".contains(&b)) {
        return None;
    }
    let mark = text.rfind(['.', ',']).filter(|at| {
        let other_mark = text[..*at].contains(['.', ',', '\'', ' ']);
        other_mark && !text[..*at].contains(&text[*at..=*at]) || text.len() - at != 4
    });
    let digits = |part: &str| part.replace(['.', ',', '\'', ' '], "");
    let plain = match mark {
        Some(at) => format!("{}.{}", digits(&text[..at]), digits(&text[at..])),
        None => digits(text),
    };
    plain.parse().ok()
}

/// Whether this may stand beside an amount: nothing, a sign, or a currency's code.
fn is_unit(text: &str) -> bool {
    let word = text.trim();
    let code = word.chars().count() == 3 && word.len() < text.len();
    match code {
        true => word.bytes().all(|b| b.is_ascii_uppercase()),
        false => !word.chars().any(char::is_alphanumeric),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_in_any_notation() {
        for (text, value) in [
            ("29,99 €", 29.99),
            ("EUR 1.234,56", 1234.56),
            ("1,234.56", 1234.56),
            ("1.234", 1234.0),
            ("-12", -12.0),
            ("1'200.50", 1200.5),
            ("0.5", 0.5),
            ("7", 7.0),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
        }
        for text in ["", "-", "A4", "2024-05-17", "x", "4711-A-12"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn keys_grow_as_people_sort() {
        let sorted = ["-5", "-1,5", "0", "0,5", "9", "10", "100,00 €", "Apfel", "äpfel 2", "Zebra"];
        for pair in sorted.windows(2) {
            assert!(key_of_text(pair[0]) < key_of_text(pair[1]), "{pair:?}");
        }
    }
}
