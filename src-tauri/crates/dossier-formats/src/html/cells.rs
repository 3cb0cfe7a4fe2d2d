use dossier_model::{At, RowBuf, Severity};
use html5ever::tokenizer::Tag;

use super::text::Text;
use crate::Stop;
use crate::read::{CellRun, RowAt, Session, TableKey};

/// Cells that follow each other without usable rows: so many are one record.
pub(super) struct Run {
    spec: CellRun,
    values: Vec<String>,
    open: Option<Text>,
    key: Option<TableKey>,
    seen: u32,
    row: RowBuf,
}

impl Run {
    pub(super) fn new(spec: CellRun) -> Option<Self> {
        let (values, row) = (Vec::new(), RowBuf::default());
        let usable = !spec.header.is_empty();
        usable.then_some(Self { spec, values, open: None, key: None, seen: 0, row })
    }

    /// Where text goes now, if it is a value.
    pub(super) fn open_text(&mut self) -> Option<&mut Text> {
        self.open.as_mut()
    }

    /// A cell begins; one of another class holds no value.
    pub(super) fn open_cell(&mut self, tag: &Tag, out: &mut Session<'_>) -> Result<(), Stop> {
        self.close_cell(out)?;
        let class = tag.attrs.iter().find(|attr| &*attr.name.local == "class");
        let is_value = self.spec.class.is_empty()
            || class.is_some_and(|class| {
                class.value.split_ascii_whitespace().any(|one| one == self.spec.class)
            });
        self.open = is_value.then(Text::default);
        Ok(())
    }

    pub(super) fn close_cell(&mut self, out: &mut Session<'_>) -> Result<(), Stop> {
        let Some(text) = self.open.take() else { return Ok(()) };
        self.seen += 1;
        self.values.push(text.trimmed().to_owned());
        if self.values.len() == self.spec.header.len() { self.record(out) } else { Ok(()) }
    }

    /// What is left at the end is a record that lost some cells.
    pub(super) fn finish(&mut self, out: &mut Session<'_>) -> Result<(), Stop> {
        self.close_cell(out)?;
        if self.values.is_empty() {
            return Ok(());
        }
        let numbers = [self.spec.header.len() as u64, self.values.len() as u64];
        out.problem(Severity::Warning, "csv_short_row", At::Whole, numbers);
        self.record(out)
    }

    fn record(&mut self, out: &mut Session<'_>) -> Result<(), Stop> {
        let key = match self.key {
            Some(key) => key,
            None => *self.key.insert(out.open_table("", &self.spec.header)),
        };
        let first = self.seen - self.values.len() as u32 + 1;
        self.row.clear();
        self.values.drain(..).for_each(|value| self.row.push(Some(&value)));
        out.record(key, RowAt::Element(&format!("td[{first}]")), &self.row)
    }
}
