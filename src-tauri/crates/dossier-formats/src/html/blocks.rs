use std::mem::take;

use html5ever::tokenizer::Tag;

use super::text::Text;
use crate::Stop;
use crate::read::{BlockPart, BlockRun, Record, RowAt, Session, Tables};

/// Elements of one class that are records each, on a page without tables.
///
/// No tree is built, so an element is known to end when the next part or record
/// begins: what stands between them belongs to the part before.
pub(super) struct Blocks {
    spec: BlockRun,
    tables: Tables,
    table: usize,
    record: Record,
    /// The part that is open, and whether it is the first of its class in the record.
    open: Option<(usize, bool)>,
    text: Text,
    /// Parts of this record that had text already.
    filled: Vec<bool>,
    seen: u64,
    is_open: bool,
}

impl Blocks {
    pub(super) fn new(spec: BlockRun) -> Option<Self> {
        let usable =
            !spec.class.is_empty() && spec.parts.iter().all(|part| !part.fields.is_empty());
        (usable && !spec.parts.is_empty()).then(|| Self {
            spec,
            tables: Tables::default(),
            table: 0,
            record: Record::default(),
            open: None,
            text: Text::default(),
            filled: Vec::new(),
            seen: 0,
            is_open: false,
        })
    }

    /// Whether a record is open.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Where text goes now, if it is in a record.
    pub(super) fn open_text(&mut self) -> Option<&mut Text> {
        self.is_open.then_some(&mut self.text)
    }

    /// An element begins.
    pub(super) fn start(&mut self, tag: &Tag, out: &mut Session<'_>) -> Result<(), Stop> {
        let class = tag.attrs.iter().find(|attr| &*attr.name.local == "class");
        let Some(class) = class else { return Ok(()) };
        let has = |wanted: &str| class.value.split_ascii_whitespace().any(|one| one == wanted);
        if has(&self.spec.class) {
            return self.begin(out);
        }
        if !self.is_open {
            return Ok(());
        }
        if let Some(part) = self.spec.parts.iter().position(|part| has(&part.class)) {
            self.close_part(out);
            self.open = Some((part, !self.filled[part]));
        }
        Ok(())
    }

    /// The address of a link: the first one of a part is a value of its own.
    pub(super) fn link(&mut self, href: &str, out: &mut Session<'_>) {
        let Some((part, true)) = self.open else { return };
        let Some(field) = self.spec.parts[part].link.clone() else { return };
        let known = self.tables.has(self.table, &self.record, &field);
        if !known {
            self.tables.set(self.table, &mut self.record, &field, href, out);
        }
    }

    pub(super) fn finish(&mut self, out: &mut Session<'_>) -> Result<(), Stop> {
        if !self.is_open {
            return Ok(());
        }
        self.close_part(out);
        self.is_open = false;
        let path = format!("{}[{}]", self.spec.class, self.seen);
        self.tables.record(self.table, &self.record, RowAt::Element(&path), out)
    }

    fn begin(&mut self, out: &mut Session<'_>) -> Result<(), Stop> {
        self.finish(out)?;
        if self.seen == 0 {
            self.table = self.tables.table("", out);
            for part in &self.spec.parts {
                for field in part.fields.iter().chain(&part.link) {
                    self.tables.know(self.table, field, out);
                }
            }
        }
        self.seen += 1;
        self.is_open = true;
        self.filled.clear();
        self.filled.resize(self.spec.parts.len(), false);
        self.tables.begin(self.table, &mut self.record);
        Ok(())
    }

    fn close_part(&mut self, out: &mut Session<'_>) {
        let text = take(&mut self.text);
        let open = self.open.take();
        let lines: Vec<&str> =
            text.trimmed().lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.is_empty() {
            return;
        }
        let cells = match open {
            Some((part, true)) => by_position(&self.spec.parts[part], &lines),
            _ => by_label(&lines),
        };
        if let Some((part, _)) = open {
            self.filled[part] = true;
        }
        for (field, value) in cells {
            self.tables.set(self.table, &mut self.record, &field, &value, out);
        }
    }
}

/// The first line is the first field, the last line the last one; what stands
/// between is the one between.
fn by_position(part: &BlockPart, lines: &[&str]) -> Vec<(String, String)> {
    let (Some(first), Some(last)) = (part.fields.first(), part.fields.last()) else {
        return Vec::new();
    };
    match (part.fields.len(), lines) {
        (1, _) => vec![(first.clone(), lines.join("\n"))],
        (_, [head, between @ .., tail]) => {
            let mut cells = vec![(first.clone(), (*head).to_owned())];
            if !between.is_empty() {
                let field = part.fields.get(1).filter(|_| part.fields.len() > 2).unwrap_or(first);
                cells.push((field.clone(), between.join("\n")));
            }
            cells.push((last.clone(), (*tail).to_owned()));
            cells
        }
        _ => lines.iter().map(|line| (first.clone(), (*line).to_owned())).collect(),
    }
}

/// Lines under lines that end in a colon, which name them.
fn by_label(lines: &[&str]) -> Vec<(String, String)> {
    let mut cells: Vec<(String, String)> = Vec::new();
    for line in lines {
        match (line.strip_suffix(':'), cells.last_mut()) {
            (Some(label), _) if !label.trim().is_empty() => {
                cells.push((label.trim().to_owned(), String::new()));
            }
            (_, Some((_, value))) => {
                if !value.is_empty() {
                    value.push_str("; ");
                }
                value.push_str(line);
            }
            _ => cells.push(("note".to_owned(), (*line).to_owned())),
        }
    }
    cells.retain(|(_, value)| !value.is_empty());
    cells
}
