//! Equal entries once: which are equal is found once for all tables and kept.

use std::sync::Arc;

use dossier_catalog::normalize_header;
use dossier_vault::{Compared, EntryPage, EntryQuery, Equals, OnceOrder, RowSet};

use crate::contract::*;
use crate::lock::lock;
use crate::order::{Listed, kept};
use crate::snapshot::Snapshot;
use crate::{Api, ApiError, Host};

/// Entries that are compared at most: some eighty megabytes while it lasts.
const MOST_COMPARED: usize = 5_000_000;
/// Blocks that are searched for words before equals are told: some 200 ms.
const WORD_BLOCKS: u32 = 240;

/// What stands behind the rows of a page.
#[derive(Default)]
pub(crate) struct Behind {
    pub equal: Vec<Option<EqualView>>,
    pub entries: u32,
    pub compared: Option<u32>,
}

impl Api {
    /// A page with equal entries once.
    pub(crate) fn once(
        &self,
        snapshot: &Arc<Snapshot>,
        request: &EntriesRequest,
        query: &EntryQuery,
        host: &Host<'_>,
    ) -> Result<(EntryPage, Behind), ApiError> {
        let by = request.sort.as_ref().map_or("", |sort| sort.by.as_str());
        let own = request.sort.clone().filter(|_| matches!(by, "when" | "company" | "table"));
        let sort = own.clone().filter(|_| by == "when").unwrap_or_default();
        let equals = self.equals(snapshot, host)?;
        let Listed { order, listing, key } = self.listing(snapshot, request, &sort, query, host)?;
        let key = (key, own.clone(), request.language.clone(), request.exact);
        let once = kept(&self.orders.onces, key, || {
            let mut tables = query.tables.clone();
            self.order_tables(snapshot, request, &mut tables);
            let rank = |table| tables.iter().position(|id| *id == table).unwrap_or(usize::MAX);
            let wanted = OnceOrder {
                most_first: own.is_none(),
                before: if matches!(by, "company" | "table") { Some(&rank) } else { None },
                blocks: if request.exact { u32::MAX } else { WORD_BLOCKS },
            };
            let mut listing = lock(&listing);
            self.read(|vault| Ok(Arc::new(vault.once(&order, &mut listing, &equals, &wanted)?)))
        })?;
        let (page, behind) =
            self.read(|vault| Ok(vault.once_page(&order, &once, query.offset, query.limit)?))?;
        let equal = behind.into_iter().map(|once| {
            let view = EqualView { count: once.count, files: once.files };
            (once.count > 1).then_some(view)
        });
        let all = once.exact && once.compared == once.rows;
        let behind = Behind {
            equal: equal.collect(),
            entries: once.rows,
            compared: (!all).then_some(once.compared),
        };
        Ok((page, behind))
    }

    /// The rows that tags and equality leave; none if all are wanted.
    pub(crate) fn only(
        &self,
        snapshot: &Snapshot,
        filter: &EntryFilter,
        host: &Host<'_>,
    ) -> Result<Option<Arc<RowSet>>, ApiError> {
        let tagged = self.tagged(filter)?;
        let Some(EntryId { table, row }) = filter.same_as else { return Ok(tagged) };
        let mut same = self.equals(snapshot, host)?.of(table, row);
        tagged.iter().for_each(|tagged| same.meet(tagged));
        Ok(Some(Arc::new(same)))
    }

    fn equals(&self, snapshot: &Snapshot, host: &Host<'_>) -> Result<Arc<Equals>, ApiError> {
        let tables = snapshot.companies.iter().flat_map(|company| &company.tables);
        let compared: Vec<Compared> = tables
            .map(|table| Compared {
                table: table.id,
                owner: table.controller,
                file: table.member,
                headers: table.fields.iter().map(|f| normalize_header(&f.summary.name)).collect(),
            })
            .collect();
        kept(&self.orders.equals, compared.clone(), || {
            self.read(|vault| Ok(Arc::new(vault.equals(&compared, MOST_COMPARED, host.cancel)?)))
        })
    }
}
