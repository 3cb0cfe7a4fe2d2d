//! Who holds what.

use dossier_model::{Kind, Voice};

use crate::contract::*;
use crate::snapshot::Company;
use crate::{Api, ApiError, Host};

/// Findings shown on the overview.
const FIRST_FINDINGS: usize = 5;

impl Api {
    pub(crate) fn overview(
        &self,
        request: LanguageRequest,
        host: &mut Host<'_>,
    ) -> Result<OverviewView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let companies: Vec<CompanyRow> = snapshot
            .companies
            .iter()
            .filter(|company| !company.imports.is_empty())
            .map(row)
            .collect();
        let mut findings = self.finding_views(&snapshot, &request.language, |_| true)?;
        findings.retain(|finding| finding.state != crate::findings::NOT_A_PROBLEM);
        findings.truncate(FIRST_FINDINGS);
        Ok(OverviewView {
            entries: companies.iter().map(|row| row.entries).sum(),
            without_purpose: snapshot.companies.iter().map(Company::without_purpose).sum(),
            companies,
            findings,
        })
    }
}

fn row(company: &Company) -> CompanyRow {
    let (first, last) = company.dates();
    CompanyRow {
        id: company.controller.id,
        name: company.controller.name.clone(),
        first,
        last,
        entries: company.entries(),
        cells: Kind::ALL.iter().enumerate().map(|(at, kind)| cell(company, at, *kind)).collect(),
        sample: company.controller.sample,
    }
}

/// One cell: the entries of each table count with the strongest voice that gives
/// a purpose for a field of this kind in it.
fn cell(company: &Company, at: usize, kind: Kind) -> KindCell {
    let mut cell =
        KindCell { kind, entries: 0, stated: 0, seen: 0, typical: 0, not_stated: 0, first: None };
    for table in company.record_tables() {
        let count = table.summary.kinds[at];
        if count == 0 {
            continue;
        }
        let voices = company
            .items_of(table)
            .filter(|item| item.kind == kind)
            .flat_map(|item| &item.purposes)
            .map(|voiced| voiced.voice);
        let voice = voices
            .min_by_key(|voice| crate::snapshot::strength(*voice))
            .unwrap_or(Voice::NotStated);
        cell.entries += count;
        match voice {
            Voice::Stated => cell.stated += count,
            Voice::Seen => cell.seen += count,
            Voice::Typical => cell.typical += count,
            Voice::NotStated => cell.not_stated += count,
        }
        cell.first = [cell.first.take(), table.summary.first.clone()].into_iter().flatten().min();
    }
    cell
}
