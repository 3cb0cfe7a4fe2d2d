use dossier_model::At;
use html5ever::tokenizer::Tag;

use super::Event;
use super::blocks::Blocks;
use super::cells::Run;
use super::table::{Table, Tables};
use super::text::Text;
use crate::read::{ReadHints, Session};
use crate::{Limits, Stop};

/// Tables inside each other; what is deeper is read as part of the last one.
const MAX_TABLES: usize = 32;

/// A page while its tags pass by.
pub(super) struct Page {
    /// Text outside of tables.
    text: Text,
    tables: Vec<Table>,
    /// Table tags that were ignored because there are too many around them.
    ignored: usize,
    seen_tables: u32,
    paragraphs: u32,
    done: Tables,
    /// The nearest heading above.
    heading: String,
    in_heading: bool,
    /// The name of the element whose text is dropped or kept apart.
    raw: Option<String>,
    link: Option<Link>,
    /// The lists around this place, and how many entries each has so far.
    lists: Vec<u32>,
    in_item: bool,
    /// The text of an entry that may be all of it.
    item: Option<String>,
    /// Cells that are records without rows, if the page is declared so.
    run: Option<Run>,
    /// Elements that are records, if the page is declared so.
    blocks: Option<Blocks>,
    paragraph_limit: usize,
    cell_limit: usize,
}

struct Link {
    href: String,
    /// Length of the text before the link.
    from: usize,
}

impl Page {
    pub(super) fn new(limits: &Limits, hints: &ReadHints) -> Self {
        Self {
            text: Text::default(),
            tables: Vec::new(),
            ignored: 0,
            seen_tables: 0,
            paragraphs: 0,
            done: Tables::default(),
            heading: String::new(),
            in_heading: false,
            raw: None,
            link: None,
            lists: Vec::new(),
            in_item: false,
            item: None,
            run: hints.cells.clone().and_then(Run::new),
            blocks: hints.blocks.clone().and_then(Blocks::new),
            paragraph_limit: limits.paragraph_bytes,
            cell_limit: limits.record_bytes,
        }
    }

    pub(super) fn take(
        &mut self,
        events: &mut Vec<Event>,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        for event in events.drain(..) {
            match event {
                Event::Text(text) => self.words(&text, out)?,
                Event::Start(tag) => self.start(&tag, out)?,
                Event::End(name) => self.end(&name, out)?,
            }
        }
        Ok(())
    }

    pub(super) fn finish(&mut self, out: &mut Session<'_>) -> Result<(), Stop> {
        while !self.tables.is_empty() {
            self.close_table(out)?;
        }
        if let Some(run) = &mut self.run {
            run.finish(out)?;
        }
        if let Some(blocks) = &mut self.blocks {
            blocks.finish(out)?;
        }
        self.flush(out)?;
        self.settle_item(out)
    }

    fn words(&mut self, text: &str, out: &mut Session<'_>) -> Result<(), Stop> {
        if matches!(self.raw.as_deref(), Some("script" | "style")) {
            return Ok(());
        }
        let limit = self.cell_limit;
        if let Some(open) = self.declared_text()
            && open.text.len() < limit
        {
            open.push(text);
            return Ok(());
        }
        if let Some(open) = self.tables.iter_mut().rev().find_map(Table::open_text)
            && open.text.len() < self.cell_limit
        {
            open.push(text);
            return Ok(());
        }
        self.text.push(text);
        if self.text.text.len() > self.paragraph_limit {
            self.flush(out)?;
        }
        Ok(())
    }

    /// Where text goes now if a declaration says so.
    fn declared_text(&mut self) -> Option<&mut Text> {
        let run = self.run.as_mut().and_then(Run::open_text);
        run.or(self.blocks.as_mut().and_then(Blocks::open_text))
    }

    fn current(&mut self) -> &mut Text {
        let run = self.run.as_mut().and_then(Run::open_text);
        let block = self.blocks.as_mut().and_then(Blocks::open_text);
        match run.or(block).or(self.tables.iter_mut().rev().find_map(Table::open_text)) {
            Some(text) => text,
            None => &mut self.text,
        }
    }

    fn start(&mut self, tag: &Tag, out: &mut Session<'_>) -> Result<(), Stop> {
        let name = &*tag.name;
        if let Some(run) = self.run.as_mut().filter(|_| is_table_part(name)) {
            if matches!(name, "td" | "th") {
                run.open_cell(tag, out)?;
            } else {
                run.close_cell(out)?;
            }
            return self.block(out);
        }
        if let Some(blocks) = &mut self.blocks {
            blocks.start(tag, out)?;
        }
        match name {
            "script" | "style" | "title" | "textarea" if !tag.self_closing => {
                self.raw = Some(name.to_owned());
                if name == "title" {
                    self.flush(out)?;
                }
            }
            "br" => self.current().line(),
            "a" => {
                let href = tag.attrs.iter().find(|attr| &*attr.name.local == "href");
                let href =
                    href.map(|attr| attr.value.to_string()).filter(|href| href.starts_with("http"));
                if let Some(blocks) = self.blocks.as_mut().filter(|blocks| blocks.is_open()) {
                    href.iter().for_each(|href| blocks.link(href, out));
                    return Ok(());
                }
                let from = self.current().text.len();
                self.link = href.map(|href| Link { href, from });
            }
            "table" | "dl" => self.open_table(name == "dl", out)?,
            "caption" | "tr" | "td" | "th" | "dt" | "dd" | "thead" | "tbody" | "tfoot"
                if !self.tables.is_empty() =>
            {
                self.table_part(name, tag, out)?;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.block(out)?;
                self.in_heading = true;
            }
            "ul" | "ol" if self.tables.is_empty() => {
                self.block(out)?;
                // What a list stands below is no entry like the others.
                self.give_item(false, out)?;
                self.lists.push(0);
                self.in_item = false;
            }
            "li" if self.tables.is_empty() => {
                self.block(out)?;
                if let Some(entries) = self.lists.last_mut() {
                    *entries += 1;
                }
                self.settle_item(out)?;
                self.in_item = !self.lists.is_empty();
            }
            _ if is_block(name) => self.block(out)?,
            _ => {}
        }
        Ok(())
    }

    fn table_part(&mut self, name: &str, tag: &Tag, out: &mut Session<'_>) -> Result<(), Stop> {
        if let Some(table) = self.tables.last_mut() {
            match name {
                "caption" => table.open_caption(),
                "tr" => table.open_row(),
                "thead" => table.set_head(true),
                "tbody" | "tfoot" => table.set_head(false),
                "dt" => {
                    table.open_row();
                    table.open_cell(true, 1, 1);
                }
                "dd" => table.open_said(),
                _ => {
                    let span = |name: &str| {
                        let attr = tag.attrs.iter().find(|attr| &*attr.name.local == name);
                        attr.and_then(|attr| attr.value.trim().parse().ok())
                            .unwrap_or(1)
                            .clamp(1, 100)
                    };
                    table.open_cell(name == "th", span("colspan"), span("rowspan"));
                }
            }
        }
        self.pour(out)
    }

    fn end(&mut self, name: &str, out: &mut Session<'_>) -> Result<(), Stop> {
        if let Some(run) = self.run.as_mut().filter(|_| is_table_part(name)) {
            run.close_cell(out)?;
            return self.block(out);
        }
        match name {
            "script" | "style" => self.raw = None,
            "title" | "textarea" => {
                self.raw = None;
                self.block(out)?;
            }
            "a" => self.close_link(),
            "table" | "dl" if self.ignored > 0 => self.ignored -= 1,
            "table" | "dl" => self.close_table(out)?,
            "td" | "th" | "dd" | "dt" | "caption" => {
                if let Some(table) = self.tables.last_mut() {
                    table.close_cell();
                }
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.close_row();
                }
                self.pour(out)?;
            }
            "thead" => {
                if let Some(table) = self.tables.last_mut() {
                    table.close_row();
                    table.set_head(false);
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                if self.in_heading && self.tables.is_empty() {
                    self.heading = without_count(self.text.trimmed()).to_owned();
                }
                self.block(out)?;
                self.in_heading = false;
            }
            "li" if self.tables.is_empty() => {
                self.block(out)?;
                self.in_item = false;
                // Of the first it is not known yet whether others follow.
                if self.lists.last().is_none_or(|entries| *entries > 1) {
                    self.settle_item(out)?;
                }
            }
            "ul" | "ol" if self.tables.is_empty() => {
                self.block(out)?;
                self.settle_item(out)?;
                self.lists.pop();
                self.in_item = false;
            }
            _ if is_block(name) => self.block(out)?,
            _ => {}
        }
        Ok(())
    }

    /// A link's address belongs to its text, unless that is the address.
    fn close_link(&mut self) {
        let Some(link) = self.link.take() else { return };
        let text = self.current();
        let shown = text.text.get(link.from..).unwrap_or_default().trim();
        let host = link.href.split('/').nth(2).unwrap_or_default();
        if !shown.is_empty() && !shown.contains(host) && link.href.len() <= 2000 {
            let href = format!(" ({})", link.href);
            text.push(&href);
        }
    }

    /// A block ends a paragraph; in a cell it ends a line.
    fn block(&mut self, out: &mut Session<'_>) -> Result<(), Stop> {
        if let Some(text) = self.declared_text() {
            text.line();
            return Ok(());
        }
        match self.tables.iter_mut().rev().find_map(Table::open_text) {
            Some(text) => {
                text.line();
                Ok(())
            }
            None => self.flush(out),
        }
    }

    fn flush(&mut self, out: &mut Session<'_>) -> Result<(), Stop> {
        let text = std::mem::take(&mut self.text);
        self.link = None;
        if text.trimmed().is_empty() {
            return Ok(());
        }
        if !self.in_item {
            self.settle_item(out)?;
        } else if self.item.is_none() && !self.in_heading && !text.trimmed().contains('\n') {
            self.item = Some(text.trimmed().to_owned());
            return Ok(());
        }
        // An entry of several paragraphs is no line of a list.
        self.in_item = false;
        self.give_item(false, out)?;
        self.give(text.trimmed(), out)
    }

    fn give(&mut self, text: &str, out: &mut Session<'_>) -> Result<(), Stop> {
        self.paragraphs += 1;
        let kind = if self.in_heading { "h" } else { "p" };
        let at = At::Element { path: format!("{kind}[{}]", self.paragraphs) };
        out.text(&at, text)
    }

    /// Gives out the entry that waits: as one of a list if there are others.
    fn settle_item(&mut self, out: &mut Session<'_>) -> Result<(), Stop> {
        let listed = self.lists.last().is_some_and(|entries| *entries > 1);
        self.give_item(listed, out)
    }

    fn give_item(&mut self, listed: bool, out: &mut Session<'_>) -> Result<(), Stop> {
        match self.item.take() {
            Some(text) if listed => self.give(&format!("• {text}"), out),
            Some(text) => self.give(&text, out),
            None => Ok(()),
        }
    }

    fn open_table(&mut self, is_list: bool, out: &mut Session<'_>) -> Result<(), Stop> {
        if self.tables.len() >= MAX_TABLES {
            self.ignored += 1;
            return Ok(());
        }
        if let Some(outer) = self.tables.last_mut() {
            outer.nested = true;
        } else {
            self.flush(out)?;
            self.settle_item(out)?;
        }
        self.seen_tables += 1;
        self.tables.push(Table::new(self.seen_tables, is_list));
        Ok(())
    }

    fn close_table(&mut self, out: &mut Session<'_>) -> Result<(), Stop> {
        let Some(mut table) = self.tables.pop() else { return Ok(()) };
        table.close_row();
        table.finish(&mut self.done, &self.heading, out)
    }

    /// Gives out the rows of a long table while it goes on.
    fn pour(&mut self, out: &mut Session<'_>) -> Result<(), Stop> {
        match self.tables.last_mut() {
            Some(table) => table.pour(&mut self.done, &self.heading, out),
            None => Ok(()),
        }
    }
}

/// `Orders (3)` is the heading `Orders`.
fn without_count(heading: &str) -> &str {
    let cut = heading.strip_suffix(')').and_then(|head| head.rsplit_once('('));
    match cut {
        Some((head, count)) if !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit()) => {
            head.trim_end()
        }
        _ => heading,
    }
}

fn is_table_part(name: &str) -> bool {
    matches!(name, "table" | "caption" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th")
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "aside"
            | "ul"
            | "ol"
            | "li"
            | "pre"
            | "blockquote"
            | "form"
            | "fieldset"
            | "hr"
            | "body"
            | "html"
            | "head"
            | "address"
            | "figure"
            | "figcaption"
            | "details"
            | "summary"
            | "tr"
            | "td"
            | "th"
            | "dt"
            | "dd"
            | "option"
            | "caption"
            | "center"
            | "legend"
            | "frameset"
            | "noframes"
            | "iframe"
            | "button"
            | "template"
    )
}
