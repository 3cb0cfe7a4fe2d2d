//! One member on its way into the store: receives what a reader finds.

use dossier_catalog::MemberEvidence;
use dossier_formats::{Receiver, RowAt, Stop, TableKey};
use dossier_model::{
    At, FieldIndex, FoundTable, MemberKind, MemberPath, Problem, RowBuf, Severity, SourcePlace,
    Statement, TableHead, TableSummary,
};

use crate::store::{Store, StoreFailed, StoreMember, StoreTable};
use crate::table::{FinishedTable, MOST_HEARD, Table};
use crate::{Ingest, Whose};

/// Text of a member that is kept for finding statements.
const MOST_TEXT: usize = 400 * 1024;
/// Tables of a member that recognition looks at.
const MOST_EVIDENCE: usize = 64;

/// Takes the records read so far, and the tables that they are in.
pub type OnRows<'r> = dyn FnMut(u64, &[Table]) + 'r;

/// A member being read.
pub struct MemberReader<'r, 'c> {
    ingest: &'r Ingest<'c>,
    whose: Whose<'r>,
    store: &'r mut dyn Store,
    member: StoreMember,
    path: MemberPath,
    kind: MemberKind,
    tables: Vec<Table>,
    prose: Option<StoreTable>,
    prose_row: RowBuf,
    records: u64,
    failures: u32,
    first_failure: String,
    kept_because: String,
    text: Vec<(At, String)>,
    text_bytes: usize,
    /// Text that no statements are looked for in, in bytes.
    text_left: usize,
    files: Vec<(String, Vec<u8>)>,
    on_rows: &'r mut OnRows<'r>,
    store_failed: bool,
}

/// What a member gave.
#[derive(Default)]
pub struct MemberRead {
    /// Records read.
    pub records: u64,
    /// Paragraphs of running text.
    pub has_text: bool,
    /// The code of the first failure, if there was one.
    pub failure: String,
    /// Why a document without text gave nothing, if its reader said so.
    pub kept_because: String,
    /// Its tables.
    pub tables: Vec<TableSummary>,
    /// What recognition needs.
    pub evidence: MemberEvidence,
    /// Whether a table of it is the lines of a letter.
    pub is_letter: bool,
    /// Its running text, up to a limit.
    pub text: Vec<(At, String)>,
    /// What its keys and cells state.
    pub statements: Vec<Statement>,
    /// Files that it carries.
    pub files: Vec<(String, Vec<u8>)>,
}

impl<'r, 'c> MemberReader<'r, 'c> {
    /// Begins with a member that the store has begun.
    pub fn new(
        ingest: &'r Ingest<'c>,
        whose: Whose<'r>,
        store: &'r mut dyn Store,
        member: StoreMember,
        path: MemberPath,
        kind: MemberKind,
        on_rows: &'r mut OnRows<'r>,
    ) -> Self {
        Self {
            ingest,
            whose,
            store,
            member,
            path,
            kind,
            tables: Vec::new(),
            prose: None,
            prose_row: RowBuf::default(),
            records: 0,
            failures: 0,
            first_failure: String::new(),
            kept_because: String::new(),
            text: Vec::new(),
            text_bytes: 0,
            text_left: 0,
            files: Vec::new(),
            on_rows,
            store_failed: false,
        }
    }

    /// Closes the tables.
    pub fn finish(mut self) -> Result<MemberRead, StoreFailed> {
        if self.store_failed {
            return Err(StoreFailed);
        }
        if self.text_left > 0 {
            self.note("limit_statement_text", MOST_TEXT / 1024)?;
        }
        let mut no_records = Vec::new();
        let mut unheard = false;
        let mut read = MemberRead {
            records: self.records,
            has_text: self.prose.is_some(),
            failure: std::mem::take(&mut self.first_failure),
            kept_because: std::mem::take(&mut self.kept_because),
            text: std::mem::take(&mut self.text),
            files: std::mem::take(&mut self.files),
            ..MemberRead::default()
        };
        for table in std::mem::take(&mut self.tables) {
            let FinishedTable {
                summary,
                evidence,
                statements,
                unheard: more,
                letter,
                not_records,
                folded,
            } = table.finish(self.ingest, self.whose, self.store)?;
            read.records -= folded.min(read.records);
            read.statements.extend(statements);
            unheard |= more;
            read.is_letter |= !letter.is_empty();
            read.text.extend(letter);
            if not_records {
                no_records.push(read.tables.len());
            }
            if read.evidence.tables.len() < MOST_EVIDENCE {
                read.evidence.tables.push(evidence);
            }
            read.tables.push(summary);
        }
        if unheard {
            self.note("limit_statement_rows", MOST_HEARD)?;
        }
        if read.is_letter {
            // Its lines stand between those of the text.
            let line = |at: &At| if let At::Line { line } = at { *line } else { 0 };
            read.text.sort_by_key(|(at, _)| line(at));
        }
        // A list inside a record is a part of that record: its rows are entries of
        // their own and are searched, but the ledger counts the record once.
        let parts = read
            .tables
            .iter()
            .enumerate()
            .filter(|(at, table)| no_records.contains(at) || is_part(table, &read.tables));
        read.records -= parts.map(|(_, table)| table.records).sum::<u64>().min(read.records);
        if let Some(prose) = self.prose {
            let summary = TableSummary { path: self.path.clone(), ..Default::default() };
            self.store.end_table(prose, &summary)?;
        }
        read.evidence.path = self.path;
        read.evidence.kind = Some(self.kind);
        Ok(read)
    }

    /// Says that statements were not looked for in all of it.
    fn note(&mut self, code: &str, limit: usize) -> Result<(), StoreFailed> {
        let place = SourcePlace::new(self.path.clone(), At::Whole);
        let problem = Problem::new(Severity::Note, code, place).with_numbers([limit as u64]);
        self.store.problem(Some(self.member), &problem)
    }

    fn stop(&mut self, failed: StoreFailed) -> Stop {
        let StoreFailed = failed;
        self.store_failed = true;
        Stop::Refused
    }

    fn open(&mut self, head: TableHead) -> Result<(), StoreFailed> {
        let id = self.store.open_table(&head.name, false)?;
        self.tables.push(Table::new(id, self.path.clone(), self.kind, head.name, head.fields));
        Ok(())
    }

    fn paragraph(&mut self, at: &At, paragraph: &str) -> Result<(), StoreFailed> {
        let prose = match self.prose {
            Some(prose) => prose,
            None => *self.prose.insert(self.store.open_table("", true)?),
        };
        self.prose_row.clear();
        self.prose_row.push(Some(paragraph));
        self.store.record(prose, at, &self.prose_row, 0)
    }
}

/// Whether a table is a list inside the records of another one: `orders[].items[]`
/// in `orders[]`, or `items[]` in the document's own list, which has no name.
fn is_part(table: &TableSummary, all: &[TableSummary]) -> bool {
    all.iter().any(|outer| {
        let own_list = outer.name.is_empty() || outer.name.ends_with("[]");
        let inside = table.name.strip_prefix(&outer.name).map(|rest| rest.trim_start_matches('.'));
        own_list && inside.is_some_and(|rest| !rest.is_empty() && rest.ends_with("[]"))
    })
}

impl Receiver for MemberReader<'_, '_> {
    fn open_table(&mut self, head: TableHead) -> TableKey {
        // The contract has no way to fail here; the next record will.
        if self.open(head).is_err() {
            self.store_failed = true;
        }
        TableKey::try_from(self.tables.len().saturating_sub(1)).unwrap_or(TableKey::MAX)
    }

    fn add_field(&mut self, table: TableKey, name: &str) -> FieldIndex {
        match self.tables.get_mut(table as usize) {
            Some(table) => table.add_field(name, self.ingest, self.whose),
            None => 0,
        }
    }

    fn record(&mut self, table: TableKey, at: RowAt<'_>, row: &RowBuf) -> Result<(), Stop> {
        if self.store_failed {
            return Err(Stop::Refused);
        }
        let Some(open) = self.tables.get_mut(table as usize) else { return Err(Stop::Refused) };
        self.records += 1;
        let known = open.is_settled();
        open.record(&at, row, self.ingest, self.whose, self.store)
            .map_err(|failed| self.stop(failed))?;
        let found = !known && self.tables.get(table as usize).is_some_and(Table::is_settled);
        if self.records.is_multiple_of(4096) || (found && self.tables.len() <= FoundTable::MOST) {
            (self.on_rows)(self.records, &self.tables);
        }
        Ok(())
    }

    fn text(&mut self, at: &At, paragraph: &str) -> Result<(), Stop> {
        // Without holes: what stands behind the first that is too much is left out, too.
        if self.text_left == 0 && self.text_bytes + paragraph.len() <= MOST_TEXT {
            self.text_bytes += paragraph.len();
            self.text.push((at.clone(), paragraph.to_owned()));
        } else {
            self.text_left += paragraph.len();
        }
        self.paragraph(at, paragraph).map_err(|failed| self.stop(failed))
    }

    fn problem(&mut self, problem: Problem) {
        if problem.severity == Severity::Failure {
            if self.failures == 0 {
                self.first_failure.clone_from(&problem.code);
            }
            self.failures += 1;
        } else if self.kind == MemberKind::Pdf && problem.place.at == At::Whole {
            self.kept_because.clone_from(&problem.code);
        }
        if self.store.problem(Some(self.member), &problem).is_err() {
            self.store_failed = true;
        }
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), Stop> {
        self.files.push((name.to_owned(), bytes.to_vec()));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_inside_records_are_parts() {
        let tables = |names: &[&str]| -> Vec<TableSummary> {
            let table =
                |name: &&str| TableSummary { name: (*name).to_owned(), ..Default::default() };
            names.iter().map(table).collect()
        };
        let parts = |names: &[&str]| -> Vec<bool> {
            let all = tables(names);
            all.iter().map(|table| is_part(table, &all)).collect()
        };
        assert_eq!(parts(&["", "messages[]"]), [false, true]);
        assert_eq!(parts(&["orders[]", "orders[].items[]", "returns[]"]), [false, true, false]);
        assert_eq!(parts(&["account", "account.addresses[]"]), [false, false]);
    }
}
