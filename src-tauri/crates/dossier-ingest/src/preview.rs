//! A table before it is understood: how it is cut and what its columns seem to be.

use std::io::Read;

use dossier_formats::{
    CutLines, FormatError, Limits, MemberEnd, MemberInfo, ReadHints, Receiver, RowAt, Source, Stop,
    TableKey, Walker, cut_lines, read_member, sniff, walk,
};
use dossier_model::{
    At, Cancel, FieldIndex, MemberKind, MemberPath, Problem, RowBuf, Sensitive, TableHead,
};

use crate::classify::{Classified, FieldSample, Reason, TableContext};
use crate::dates::DateVote;
use crate::{ImportError, Ingest};

/// Bytes of a member that a preview looks at.
const START: u64 = 256 << 10;
/// Rows and lines that are shown as they stand.
const ROWS: usize = 10;
const LINES: usize = 20;
/// Records that decide what a column is.
const SAMPLE: usize = 200;

/// A table before it is understood.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// What kind of file it is; none if there is no such member.
    pub kind: Option<MemberKind>,
    /// How the lines are cut, for separated values.
    pub cut: CutLines,
    /// The columns.
    pub columns: Vec<SeenColumn>,
}

/// What a column seems to be.
#[derive(Clone, Default)]
pub struct SeenColumn {
    /// The header.
    pub header: String,
    /// The id of the category.
    pub category: String,
    /// Why.
    pub why: Vec<Reason>,
    /// The form of its dates as a summary names it; `?` if day and month cannot
    /// be told apart; empty for no dates.
    pub dates: String,
}

impl std::fmt::Debug for SeenColumn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SeenColumn({} reasons)", self.why.len())
    }
}

impl Ingest<'_> {
    /// Looks at the beginning of one member. `table` is its name inside the member.
    pub fn preview(
        &self,
        source: &Source,
        path: &MemberPath,
        table: Option<&str>,
        hints: &ReadHints,
        cancel: &Cancel,
    ) -> Result<Preview, ImportError> {
        let mut seek = Seek { path, start: None };
        match walk(source, &Limits::default(), &mut seek, cancel) {
            // The member was found and no more is wanted.
            Ok(_) | Err(FormatError::Stopped(Stop::Refused)) => {}
            Err(FormatError::Source(kind)) => return Err(ImportError::Source(kind)),
            Err(FormatError::Stopped(Stop::Canceled)) => return Err(ImportError::Canceled),
        }
        let Some(start) = seek.start else { return Ok(Preview::default()) };
        let kind = sniff(&start, path.file_name());
        let cut = match kind {
            MemberKind::Csv => cut_lines(&start, hints, ROWS, LINES),
            _ => CutLines::default(),
        };
        let mut sample = Sample::default();
        let (mut input, limits) = (&start[..], Limits::default());
        // The sample stops the reading when it has enough.
        let _ = read_member(kind, &mut input, path, hints, &limits, &mut sample, cancel);
        let wanted =
            sample.tables.iter().position(|one| table.is_some_and(|name| one.name == name));
        let columns = sample.tables.get(wanted.unwrap_or(0));
        let columns = columns.map(|table| self.seen(table, path)).unwrap_or_default();
        Ok(Preview { kind: Some(kind), cut, columns })
    }

    fn seen(&self, table: &SampleTable, path: &MemberPath) -> Vec<SeenColumn> {
        let siblings: Vec<&str> = table.fields.iter().map(String::as_str).collect();
        let context = TableContext {
            siblings: &siblings,
            name: &table.name,
            file: path.innermost(),
            language: "",
        };
        let values: Vec<Vec<&str>> = (0_u32..)
            .zip(&table.fields)
            .map(|(index, _)| table.rows.iter().filter_map(|row| row.get(index)).collect())
            .collect();
        let samples: Vec<FieldSample<'_>> = (siblings.iter().zip(&values))
            .map(|(header, values)| FieldSample { header, values })
            .collect();
        let categories = self.catalog.categories();
        let found = self.classifier.classify_table(&samples, &context, categories);
        let column = |(field, found): (&FieldSample<'_>, Classified)| {
            let mut vote = DateVote::default();
            let filled = field.values.iter().filter(|value| !value.is_empty());
            filled.for_each(|value| vote.add(value, None, &self.months));
            SeenColumn {
                header: field.header.to_owned(),
                category: found.category,
                why: found.why,
                dates: vote.decide(None).format,
            }
        };
        samples.iter().zip(found).map(column).collect()
    }
}

/// Finds one member and keeps its beginning.
struct Seek<'a> {
    path: &'a MemberPath,
    start: Option<Vec<u8>>,
}

impl Walker for Seek<'_> {
    fn inventory(&mut self, _: &[MemberInfo]) {}

    fn found(&mut self, _: &[MemberInfo]) {}

    fn password(&mut self, _: &MemberPath, _: u32) -> Option<Sensitive<String>> {
        None
    }

    fn member(&mut self, info: &MemberInfo, bytes: &mut dyn Read) -> Result<(), Stop> {
        if info.path != *self.path {
            return Ok(());
        }
        let mut start = Vec::new();
        // What a damaged member gives is looked at all the same.
        let _ = bytes.take(START).read_to_end(&mut start);
        self.start = Some(start);
        Err(Stop::Refused)
    }

    fn finished(&mut self, _: &MemberInfo, _: &MemberEnd) {}

    fn refused(&mut self, _: &MemberInfo, _: Problem) {}

    fn problem(&mut self, _: Problem) {}
}

#[derive(Default)]
struct Sample {
    tables: Vec<SampleTable>,
    rows: usize,
}

struct SampleTable {
    name: String,
    fields: Vec<String>,
    rows: Vec<RowBuf>,
}

impl Receiver for Sample {
    fn open_table(&mut self, head: TableHead) -> TableKey {
        let (name, fields) = (head.name, head.fields);
        self.tables.push(SampleTable { name, fields, rows: Vec::new() });
        u32::try_from(self.tables.len() - 1).unwrap_or(u32::MAX)
    }

    fn add_field(&mut self, table: TableKey, name: &str) -> FieldIndex {
        let Some(table) = self.tables.get_mut(table as usize) else { return 0 };
        table.fields.push(name.to_owned());
        u32::try_from(table.fields.len() - 1).unwrap_or(u32::MAX)
    }

    fn record(&mut self, table: TableKey, _: RowAt<'_>, row: &RowBuf) -> Result<(), Stop> {
        self.rows += 1;
        if let Some(table) = self.tables.get_mut(table as usize)
            && table.rows.len() < SAMPLE
        {
            table.rows.push(row.clone());
        }
        if self.rows > SAMPLE * 20 { Err(Stop::Refused) } else { Ok(()) }
    }

    fn text(&mut self, _: &At, _: &str) -> Result<(), Stop> {
        Ok(())
    }

    fn problem(&mut self, _: Problem) {}
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use dossier_catalog::Catalog;

    use super::*;

    #[test]
    fn an_unknown_table_is_shown_before_it_is_understood() {
        let catalog = Catalog::embedded();
        let ingest = Ingest::new(&catalog);
        let text = "Export\n\nOrder number;Ordered on;E-mail\n\
            A-100;03/04/2024;mira@example.org\nA-101;05/04/2024;mira@example.org\n";
        let source = Source::memory("x.csv", text.as_bytes());
        let look = |path: &str, hints: &ReadHints| {
            ingest.preview(&source, &path.into(), None, hints, &Cancel::new()).unwrap()
        };
        let preview = look("x.csv", &ReadHints::default());
        assert_eq!(preview.kind, Some(MemberKind::Csv));
        assert_eq!((preview.cut.separator, preview.cut.header_line), (Some(';'), 3));
        assert_eq!(preview.cut.lines.len(), 5);
        let columns: Vec<(&str, &str)> =
            preview.columns.iter().map(|one| (&*one.header, &*one.dates)).collect();
        assert_eq!(columns, [("Order number", ""), ("Ordered on", "?"), ("E-mail", "")]);
        let moved = look("x.csv", &ReadHints { header_line: Some(4), ..ReadHints::default() });
        assert_eq!(moved.columns[0].header, "A-100");
        assert!(look("y.csv", &ReadHints::default()).kind.is_none());
    }
}
