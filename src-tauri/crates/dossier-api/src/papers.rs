//! What goes onto paper or into a file besides letters: reports, screens, pictures.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use dossier_letters::{Paper, PaperBlock};

use crate::contract::*;
use crate::{Api, ApiError, Host};

/// A screen is a few pages; what is larger belongs into a table file.
const MOST_ROWS: usize = 5_000;

impl Api {
    pub(crate) fn import_report_render(
        &self,
        request: ReportRenderRequest,
        host: &mut Host<'_>,
    ) -> Result<RenderedView, ApiError> {
        let report = self.report(request.id, &request.language, host)?;
        let bytes = match request.format.as_str() {
            "json" => serde_json::to_vec_pretty(&report).map_err(|_| ApiError::new("internal"))?,
            "csv" => csv(&report_table(&report))?,
            _ => return Err(ApiError::new("unknown_format")),
        };
        Ok(rendered("import-report", host, &request.format, &bytes))
    }

    pub(crate) fn page_render(
        &self,
        request: PageRenderRequest,
        host: &mut Host<'_>,
    ) -> Result<RenderedView, ApiError> {
        let rows = request.blocks.iter().map(|block| match block {
            PageBlock::Table(table) => table.rows.len(),
            _ => 1,
        });
        if rows.sum::<usize>() > MOST_ROWS {
            return Err(ApiError::new("page_too_long").with("limit", MOST_ROWS));
        }
        let paper = Paper {
            title: request.title,
            language: request.language,
            foot: request.foot,
            sheet: if request.us_letter { "us" } else { "" }.to_owned(),
            date: host.now.date(),
            blocks: request.blocks.into_iter().map(block).collect(),
        };
        let bytes =
            dossier_letters::paper(&paper).map_err(|error| crate::letter::refuse(&error))?;
        Ok(rendered("page", host, "pdf", &bytes))
    }
}

fn rendered(name: &str, host: &Host<'_>, format: &str, bytes: &[u8]) -> RenderedView {
    RenderedView {
        name: format!("{name}-{}.{format}", host.now.date()),
        base64: BASE64_STANDARD.encode(bytes),
    }
}

fn block(block: PageBlock) -> PaperBlock {
    match block {
        PageBlock::Heading(text) => PaperBlock::Heading { text },
        PageBlock::Text(text) => PaperBlock::Text { text },
        PageBlock::Picture(picture) => PaperBlock::Picture { svg: picture.svg, alt: picture.alt },
        PageBlock::Table(table) => PaperBlock::Table { head: table.head, rows: table.rows },
    }
}

/// A line a member: what became of it, and why.
fn report_table(report: &ImportReportView) -> PageTable {
    let head = ["path", "kind", "state", "reason", "bytes", "records", "sha256", "problems"];
    let line = |member: &MemberView| {
        let summary = &member.summary;
        let problems: Vec<String> = member.problems.iter().map(|one| word(&one.code)).collect();
        vec![
            summary.path.as_str().to_owned(),
            word(&summary.kind),
            word(&summary.state),
            summary.reason.clone(),
            summary.bytes.to_string(),
            summary.records.to_string(),
            summary.sha256.to_string(),
            problems.join(" "),
        ]
    };
    PageTable {
        head: head.map(str::to_owned).to_vec(),
        rows: report.members.iter().map(line).collect(),
    }
}

/// The word by which serde names a plain value.
fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(value) => value.to_string(),
        Err(_) => String::new(),
    }
}

fn csv(table: &PageTable) -> Result<Vec<u8>, ApiError> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in std::iter::once(&table.head).chain(&table.rows) {
        let written = writer.write_record(row.iter().map(|cell| harmless(cell)));
        written.map_err(|_| ApiError::new("internal"))?;
    }
    writer.into_inner().map_err(|_| ApiError::new("internal"))
}

/// A cell that no spreadsheet takes for a formula; numbers stay numbers.
fn harmless(cell: &str) -> String {
    let begins = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if begins && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_cell_of_a_saved_table_is_never_a_formula() {
        let rows = vec![vec!["=1+1".to_owned(), "-12.5".into()], vec!["@x".into()]];
        let table = PageTable { head: vec!["a".to_owned(), "b,c".into()], rows };
        let text = String::from_utf8(csv(&table).unwrap()).unwrap();
        assert_eq!(text, "a,\"b,c\"\n'=1+1,-12.5\n'@x\n");
    }
}
