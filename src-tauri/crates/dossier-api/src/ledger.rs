//! What the data buy, and whom: line by line, and what can be computed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use dossier_catalog::finding::{GainCompute, GainSpec};
use dossier_insight::{Gain, GainSum, Serves, benefit_ledger, currency_of, gain_columns};
use dossier_vault::{StoredTable, Vault};

use crate::audit::wanted;
use crate::contract::*;
use crate::counted::main_date;
use crate::snapshot::{Company, knowledge};
use crate::wording::words;
use crate::{Api, ApiError, Host};

/// Gains of one id at one company while its tables are read.
#[derive(Default)]
struct Found {
    total: f64,
    worth: Option<f64>,
    records: u64,
    currency: String,
    tables: Vec<u32>,
}

impl Api {
    pub(crate) fn ledger(
        &self,
        request: AuditRequest,
        host: &mut Host<'_>,
    ) -> Result<BenefitLedgerView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let today = host.now.date();
        let mut view = BenefitLedgerView {
            lines: Vec::new(),
            gains: Vec::new(),
            erase: Vec::new(),
            kept: 0,
            erased: 0,
        };
        for company in snapshot.companies.iter().filter(|company| wanted(&request, company)) {
            self.lines(company, &request.language, &mut view);
            self.read(|vault| self.gains(vault, company, today, &mut view.gains))?;
        }
        view.lines.sort_by_key(|line| {
            let order = ["company", "both", "customer"];
            let at = order.iter().position(|serves| *serves == line.serves);
            (at, std::cmp::Reverse(line.records))
        });
        Ok(view)
    }

    fn lines(&self, company: &Company, language: &str, view: &mut BenefitLedgerView) {
        for line in benefit_ledger(&company.holdings.items, &knowledge(self.catalog)) {
            let hit = company.field_at(&line.place, &line.table, &line.field);
            let Some((table, field)) = hit else { continue };
            let category = self.catalog.categories().get(&line.category);
            let loss = category.map(|category| category.benefit.customer.get(language));
            let serves = match line.serves {
                Serves::Customer => "customer",
                Serves::Both => "both",
                Serves::Company => "company",
            };
            if line.serves == Serves::Company {
                view.erased += line.records;
                view.erase.push(RequestItem {
                    table: table.id,
                    field: Some(field.id),
                    entries: Vec::new(),
                    found: String::new(),
                    right_value: String::new(),
                    since: String::new(),
                });
            } else {
                view.kept += line.records;
            }
            view.lines.push(LedgerLine {
                controller: company.controller.id,
                controller_name: company.controller.name.clone(),
                kind: line.kind,
                label: words(self.catalog, &line.category, language),
                category: line.category,
                table: table.id,
                field: field.id,
                records: line.records,
                serves: serves.to_owned(),
                loss: loss.unwrap_or_default().to_owned(),
            });
        }
    }

    /// What a company's data are worth to the person. A declared fallback speaks
    /// only where nothing better was found.
    fn gains(
        &self,
        vault: &Vault,
        company: &Company,
        today: NaiveDate,
        out: &mut Vec<GainView>,
    ) -> Result<(), ApiError> {
        let mut found: BTreeMap<&str, Found> = BTreeMap::new();
        for spec in &self.catalog.findings().gains {
            if spec.fallback && found.contains_key(spec.id.as_str()) {
                continue;
            }
            let mut own = Found::default();
            for table in company.record_tables() {
                if let Some((gain, currency)) = self.gain(vault, spec, table, today)? {
                    // Of two balances the larger is the account's own, of sums all count.
                    own.total = match spec.compute {
                        GainCompute::Balance => own.total.max(gain.total),
                        _ => own.total + gain.total,
                    };
                    own.worth = gain.worth.or(own.worth);
                    own.records += gain.records;
                    own.tables.push(table.id);
                    own.currency = currency.unwrap_or(own.currency);
                }
            }
            if own.records > 0 {
                found.entry(spec.id.as_str()).or_insert(own);
            }
        }
        out.extend(found.into_iter().map(|(id, found)| gain_view(id, found, company)));
        Ok(())
    }

    fn gain(
        &self,
        vault: &Vault,
        spec: &GainSpec,
        table: &StoredTable,
        today: NaiveDate,
    ) -> Result<Option<(Gain, Option<String>)>, ApiError> {
        let summary = &table.summary;
        let Some(columns) = gain_columns(spec, summary, &knowledge(self.catalog)) else {
            return Ok(None);
        };
        let date = main_date(table);
        let wanted = [Some(columns.value), columns.unit, columns.only, date.as_ref().map(|d| d.0)];
        let positions: Vec<usize> = wanted.iter().map(|at| at.unwrap_or(usize::MAX)).collect();
        let format = summary.fields[columns.value].date_format.as_str();
        let mut sum = GainSum::new(spec, format, today);
        let months = self.ingest().months();
        vault.each_cells(table.id, &positions, |row| {
            let [value, unit, only, when] = row.cells else { return };
            let day =
                date.as_ref().zip(*when).and_then(|((_, form), when)| form.parse(when, months));
            sum.row(value.unwrap_or_default(), *unit, *only, day.map(|moment| moment.date));
        })?;
        let money = spec.compute == GainCompute::Sum || spec.id == "credit";
        let currency = || currency_of(summary, columns.value);
        Ok(sum.finish().map(|gain| (gain, if money { currency() } else { None })))
    }
}

fn gain_view(id: &str, found: Found, company: &Company) -> GainView {
    // The unit of points is points; what they are worth stands in hundredths of the
    // company's currency, which such a table seldom names.
    let unit =
        if found.currency.is_empty() { String::new() } else { format!(" {}", found.currency) };
    let amount = match (id, found.worth) {
        ("points", Some(worth)) => format!("{worth:.2}"),
        ("points", None) => format!("{:.0}", found.total),
        _ if found.total > 0.0 => format!("{:.2}{unit}", found.total),
        _ => String::new(),
    };
    let key = match (id, found.worth.is_some()) {
        ("points", true) => "gain.points.worth".to_owned(),
        _ => format!("gain.{id}"),
    };
    GainView {
        id: id.to_owned(),
        text: Text::new(key)
            .with("company", &company.controller.name)
            .with("n", found.records)
            .with("points", format!("{:.0}", found.total))
            .with("amount", &amount),
        amount,
        records: found.records,
        entries: EntryFilter {
            controllers: vec![company.controller.id],
            tables: found.tables,
            ..EntryFilter::default()
        },
    }
}
