//! Why: the matrix, the flow, how long, and what links companies.

use std::collections::BTreeMap;

use dossier_catalog::finding::{Check, FieldFilter};
use dossier_insight::{WhyCell, flow, shared_identifiers, why_matrix};
use dossier_model::{Item, Kind, PeriodUnit, SourcePlace, Statement, StatementKind, Voice};

use crate::contract::*;
use crate::imports::table_label;
use crate::snapshot::{Company, Snapshot, knowledge, strength};
use crate::voiced::{said, views};
use crate::wording::words;
use crate::{Api, ApiError, Host};

impl Api {
    pub(crate) fn why(
        &self,
        request: WhyRequest,
        host: &mut Host<'_>,
    ) -> Result<WhyView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let language = request.language.as_str();
        let mut view = WhyView {
            purposes: Vec::new(),
            recipients: Vec::new(),
            cells: Vec::new(),
            bands: Vec::new(),
            items: Vec::new(),
            without_purpose: 0,
        };
        for company in chosen(&snapshot, &request.controllers) {
            view.without_purpose += company.without_purpose();
            for cell in why_matrix(&company.holdings.items) {
                merge_cell(&mut view.cells, self.cell(company, &cell, language));
            }
            for item in &company.holdings.items {
                self.count_item(&mut view, item, language);
                let (id, name) = (company.controller.id, &company.controller.name);
                view.items.extend(self.item_view(company, item, language).map(|view| {
                    WhyItemView {
                        controller: id,
                        controller_name: name.clone(),
                        kind: item.kind,
                        item: view,
                    }
                }));
            }
            view.bands.extend(bands(company));
        }
        view.cells.sort_by_key(|cell| (cell.kind, std::cmp::Reverse(cell.records)));
        view.bands.sort_by_key(|band| std::cmp::Reverse(band.records));
        view.purposes.sort_by_key(|one| (one.id.is_empty(), std::cmp::Reverse(one.records)));
        view.recipients.sort_by_key(|one| (one.id.is_empty(), std::cmp::Reverse(one.records)));
        Ok(view)
    }

    fn cell(&self, company: &Company, cell: &WhyCell, language: &str) -> WhyCellView {
        let all = |kind, voiced| views(self.catalog, company, kind, voiced, language);
        WhyCellView {
            kind: cell.kind,
            purpose: cell.purpose.expose().clone(),
            voice: cell.voice,
            records: cell.records,
            fields: u32::try_from(cell.fields).unwrap_or(u32::MAX),
            reasons: all(StatementKind::Purpose, &cell.reasons),
            legal_bases: all(StatementKind::LegalBasis, &cell.legal_bases),
            recipients: all(StatementKind::Recipient, &cell.recipients),
            retention: all(StatementKind::Retention, &cell.retention),
        }
    }

    /// Adds a field to the columns of its purposes and recipients.
    fn count_item(&self, view: &mut WhyView, item: &Item, language: &str) {
        let catalog = self.catalog;
        for purpose in &item.purposes {
            let id = purpose.text.expose();
            match view.purposes.iter_mut().find(|column| column.id == *id) {
                Some(column) => {
                    column.records += item.records;
                    column.voice = stronger(column.voice, purpose.voice);
                }
                None => {
                    let term = catalog.purposes().get(id);
                    view.purposes.push(PurposeColumn {
                        id: id.clone(),
                        label: words(catalog, id, language),
                        sentence: term
                            .map(|term| term.about.get(language).to_owned())
                            .unwrap_or_default(),
                        voice: purpose.voice,
                        direct_marketing: term.is_some_and(|term| term.direct_marketing),
                        records: item.records,
                    });
                }
            }
        }
        for recipient in &item.recipients {
            let id = recipient.text.expose();
            match view.recipients.iter_mut().find(|column| column.id == *id) {
                Some(column) => {
                    column.records += item.records;
                    column.voice = stronger(column.voice, recipient.voice);
                }
                None => view.recipients.push(RecipientColumn {
                    id: id.clone(),
                    label: said(catalog, StatementKind::Recipient, id, language),
                    voice: recipient.voice,
                    records: item.records,
                }),
            }
        }
    }

    pub(crate) fn retention(
        &self,
        request: WhyRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<RetentionBar>, ApiError> {
        let snapshot = self.snapshot(host)?;
        let mut bars = Vec::new();
        for company in chosen(&snapshot, &request.controllers) {
            let late = self.older_than_stated(&snapshot, company);
            for table in company.record_tables() {
                // The finding is about the table; it names one of its fields.
                let is_late =
                    company.items_of(table).any(|item| late.contains(&(&item.place, &item.table)));
                let mut kinds: BTreeMap<Kind, Vec<&Item>> = BTreeMap::new();
                for item in company.items_of(table) {
                    kinds.entry(item.kind).or_default().push(item);
                }
                for (kind, items) in kinds {
                    let said = items.iter().flat_map(|item| &item.retention);
                    let mut said = views(
                        self.catalog,
                        company,
                        StatementKind::Retention,
                        said,
                        &request.language,
                    );
                    said.retain(|view| view.voice != Voice::NotStated);
                    // Of several periods of one voice the longest is what binds.
                    let voice = said.first().map(|view| view.voice);
                    said.retain(|view| Some(view.voice) == voice);
                    let months = |view: &VoicedView| self.months(company, view, &items);
                    let stated = voice == Some(Voice::Stated);
                    let period = said.iter().max_by_key(|view| months(view)).cloned();
                    bars.push(RetentionBar {
                        controller: company.controller.id,
                        controller_name: company.controller.name.clone(),
                        kind,
                        table: table_label(self.catalog, table, &request.language),
                        months: period.as_ref().and_then(months),
                        period,
                        oldest: day(table.summary.first.as_deref()),
                        newest: day(table.summary.last.as_deref()),
                        over: stated && is_late,
                        records: table.summary.kinds[kind as usize],
                    });
                }
            }
        }
        Ok(bars)
    }

    /// The places of fields that a finding calls older than stated, with their tables.
    fn older_than_stated<'a>(
        &self,
        snapshot: &'a Snapshot,
        company: &Company,
    ) -> Vec<(&'a SourcePlace, &'a String)> {
        let rules = self.catalog.findings();
        let is_age = |id: &str| {
            let rule = rules.rule(id);
            rule.is_some_and(|rule| matches!(rule.when, Check::OlderThanStated { .. }))
        };
        let findings = snapshot.findings.iter().filter(|finding| is_age(&finding.rule));
        findings
            .flat_map(|finding| &finding.evidence)
            .filter(|evidence| *evidence.controller.expose() == company.controller.name)
            .map(|evidence| (&evidence.place, &evidence.table))
            .collect()
    }

    /// A period in months: as stated, or as the catalog has it for a typical one.
    fn months(&self, company: &Company, view: &VoicedView, items: &[&Item]) -> Option<u32> {
        if let Some(place) = &view.place {
            let period = company.quote_at(StatementKind::Retention, place)?.period?;
            return Some(match period.unit {
                PeriodUnit::Day => period.amount.div_ceil(30),
                PeriodUnit::Week => period.amount.div_ceil(4),
                PeriodUnit::Month => period.amount,
                PeriodUnit::Year => period.amount.saturating_mul(12),
            });
        }
        let terms = items.iter().flat_map(|item| &item.retention);
        terms.filter_map(|voiced| self.catalog.purposes().get(voiced.text.expose())?.months).max()
    }

    pub(crate) fn links(
        &self,
        request: WhyRequest,
        host: &mut Host<'_>,
    ) -> Result<LinksView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let companies: Vec<&Company> = chosen(&snapshot, &request.controllers).collect();
        let mut view = LinksView { nodes: Vec::new(), edges: Vec::new() };
        for company in &companies {
            view.nodes.push(LinkNode {
                id: company_node(company),
                group: "company".to_owned(),
                label: company.controller.name.clone(),
                category: String::new(),
                voice: Voice::Seen,
            });
        }
        self.link_identifiers(&companies, &mut view, &request.language);
        for company in &companies {
            self.link_recipients(company, &mut view, &request.language);
        }
        Ok(view)
    }

    fn link_identifiers(&self, companies: &[&Company], view: &mut LinksView, language: &str) {
        let filter = FieldFilter {
            flag: Some(dossier_catalog::category::CategoryFlag::Identifier),
            ..FieldFilter::default()
        };
        let answers: Vec<_> = companies.iter().map(|company| company.answer()).collect();
        let shared = shared_identifiers(&answers, &filter, &knowledge(self.catalog));
        for (at, one) in shared.into_iter().enumerate() {
            let id = format!("identifier:{at}");
            view.nodes.push(LinkNode {
                id: id.clone(),
                group: "identifier".to_owned(),
                label: dossier_letters::mask(one.value.expose()),
                category: words(self.catalog, &one.category, language),
                voice: Voice::Seen,
            });
            for holder in one.holders {
                let named = |c: &&&Company| c.controller.name == holder.controller;
                let Some(company) = companies.iter().find(named) else { continue };
                view.edges.push(LinkEdge {
                    from: company_node(company),
                    to: id.clone(),
                    records: holder.records,
                    voice: Voice::Seen,
                    place: Some(holder.place),
                });
            }
        }
    }

    fn link_recipients(&self, company: &Company, view: &mut LinksView, language: &str) {
        let named = |s: &&Statement| s.kind == StatementKind::Recipient && !s.denies();
        let stated = company.statements.iter().filter(named);
        let stated = stated.map(|s| (s.value.expose(), Voice::Stated, Some(&s.place), 0));
        let items = company.holdings.items.iter();
        let seen = items.flat_map(|item| item.recipients.iter().map(move |v| (item, v)));
        let seen = seen
            .filter(|(_, voiced)| voiced.voice == Voice::Seen)
            .map(|(item, v)| (v.text.expose(), Voice::Seen, v.place.as_ref(), item.records));
        for (name, voice, place, records) in stated.chain(seen) {
            let name = name.trim();
            if name.is_empty() {
                continue;
            }
            let id = format!("recipient:{}", name.to_lowercase());
            if !view.nodes.iter().any(|node| node.id == id) {
                view.nodes.push(LinkNode {
                    id: id.clone(),
                    group: "recipient".to_owned(),
                    label: words(self.catalog, name, language),
                    category: String::new(),
                    voice,
                });
            }
            let from = company_node(company);
            match view.edges.iter_mut().find(|edge| edge.from == from && edge.to == id) {
                Some(edge) => {
                    edge.records = edge.records.max(records);
                    edge.voice = stronger(edge.voice, voice);
                }
                None => view.edges.push(LinkEdge {
                    from,
                    to: id,
                    records,
                    voice,
                    place: place.cloned(),
                }),
            }
        }
    }
}

/// The companies asked for; all if none is named.
pub(crate) fn chosen<'a>(
    snapshot: &'a Snapshot,
    controllers: &'a [u32],
) -> impl Iterator<Item = &'a Company> {
    let wanted =
        |company: &&Company| controllers.is_empty() || controllers.contains(&company.controller.id);
    snapshot.companies.iter().filter(wanted)
}

/// The day of a date or time.
pub(crate) fn day(moment: Option<&str>) -> Option<String> {
    moment.and_then(|text| text.get(..10)).map(str::to_owned)
}

fn company_node(company: &Company) -> String {
    format!("company:{}", company.controller.id)
}

fn stronger(a: Voice, b: Voice) -> Voice {
    if strength(b) < strength(a) { b } else { a }
}

fn bands(company: &Company) -> impl Iterator<Item = BandView> {
    flow(&company.holdings.items).into_iter().map(|band| BandView {
        controller: company.controller.id,
        controller_name: company.controller.name.clone(),
        kind: band.kind,
        purpose: band.purpose.into_inner(),
        purpose_voice: band.purpose_voice,
        recipient: band.recipient.into_inner(),
        recipient_voice: band.recipient_voice,
        records: band.records,
    })
}

/// Cells of several companies that meet in one.
fn merge_cell(cells: &mut Vec<WhyCellView>, more: WhyCellView) {
    let same = |cell: &&mut WhyCellView| cell.kind == more.kind && cell.purpose == more.purpose;
    let Some(cell) = cells.iter_mut().find(same) else { return cells.push(more) };
    cell.voice = stronger(cell.voice, more.voice);
    cell.records += more.records;
    cell.fields += more.fields;
    for (own, more) in [
        (&mut cell.reasons, more.reasons),
        (&mut cell.legal_bases, more.legal_bases),
        (&mut cell.recipients, more.recipients),
        (&mut cell.retention, more.retention),
    ] {
        for view in more {
            if !own.iter().any(|other| other.text == view.text && other.place == view.place) {
                own.push(view);
            }
        }
        own.sort_by_key(|view| strength(view.voice));
        if own.iter().any(|view| view.voice != Voice::NotStated) {
            own.retain(|view| view.voice != Voice::NotStated);
        }
    }
}
