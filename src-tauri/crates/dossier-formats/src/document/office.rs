use std::io::{self, Read};

use dossier_model::{At, Severity};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Page, escape, page, read_page};
use crate::Stop;
use crate::blob::Blob;
use crate::read::{ReadHints, Session};
use crate::text::TextSource;
use crate::xml::{Bounded, known_entity};
use crate::zip::{self, Entry};

/// Reads the parts that a person sees, the letterhead first.
pub(super) fn read(blob: &Blob, hints: &ReadHints, out: &mut Session<'_>) -> Result<(), Stop> {
    let directory = match zip::read_directory(blob, out.limits) {
        Ok(directory) => directory,
        Err(code) => {
            out.problem(Severity::Failure, code, At::Whole, []);
            return Ok(());
        }
    };
    let mut parts: Vec<(u32, &Entry)> = directory
        .entries
        .iter()
        .filter_map(|entry| Some((rank(&entry.raw_name)?, entry)))
        .collect();
    parts.sort_by(|a, b| (a.0, &a.1.raw_name).cmp(&(b.0, &b.1.raw_name)));
    if parts.is_empty() {
        out.problem(Severity::Failure, "document_broken", At::Whole, []);
    }
    for (_, entry) in parts {
        let allowed = entry.compressed.saturating_mul(out.limits.ratio);
        if entry.size > allowed.saturating_add(out.limits.ratio_free_bytes) {
            out.problem(Severity::Failure, "limit_ratio", At::Whole, [entry.size]);
            continue;
        }
        match zip::open(blob, entry, None) {
            Ok(reader) => part(&mut reader.take(entry.size), entry, hints, out)?,
            Err(fault) => out.problem(Severity::Failure, fault.0, At::Whole, []),
        }
    }
    Ok(())
}

/// The order in which parts are read; none for what is no text.
fn rank(name: &[u8]) -> Option<u32> {
    let name = std::str::from_utf8(name).ok()?;
    let word = name.strip_prefix("word/").and_then(|name| name.strip_suffix(".xml"));
    let is =
        |prefix| word.is_some_and(|name: &str| name.starts_with(prefix) && !name.contains('/'));
    Some(match name {
        "styles.xml" => 0,
        "content.xml" | "word/document.xml" => 2,
        _ if is("header") => 1,
        _ if is("footnotes") || is("endnotes") => 3,
        _ if is("footer") => 4,
        _ => return None,
    })
}

fn part(
    reader: &mut dyn Read,
    entry: &Entry,
    hints: &ReadHints,
    out: &mut Session<'_>,
) -> Result<(), Stop> {
    let mut source = TextSource::new(reader, Some("utf-8"));
    let limit = out.limits.record_bytes;
    let mut xml = Reader::from_reader(Bounded::new(&mut source, limit));
    let config = xml.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut html = Html {
        xml,
        buf: Vec::new(),
        ready: Vec::new(),
        pos: 0,
        skip: None,
        in_text: 0,
        heading: false,
        cell: None,
        // Styles hold names of fonts; only the lines of each page are text.
        shown: u32::from(entry.raw_name != b"styles.xml"),
        ended: false,
        broken: false,
    };
    page(&mut html, hints, out)?;
    if html.broken {
        out.problem(Severity::Failure, "document_broken", At::Whole, []);
    }
    Ok(())
}

/// Turns the elements of a document into those of a page.
struct Html<'s, 'i> {
    xml: Reader<Bounded<'s, 'i>>,
    buf: Vec<u8>,
    ready: Vec<u8>,
    pos: usize,
    /// Elements inside of one that is not shown.
    skip: Option<u32>,
    /// Elements around this place whose text is shown.
    in_text: u32,
    heading: bool,
    /// A cell that is open but not written yet: its span comes later.
    cell: Option<u32>,
    shown: u32,
    ended: bool,
    broken: bool,
}

impl Html<'_, '_> {
    fn step(&mut self) {
        self.buf.clear();
        self.xml.get_mut().renew();
        let mut buf = std::mem::take(&mut self.buf);
        match self.xml.read_event_into(&mut buf) {
            Ok(Event::Eof) => self.ended = true,
            Ok(Event::Start(tag)) => self.open(&tag, true),
            Ok(Event::Empty(tag)) => self.open(&tag, false),
            Ok(Event::End(tag)) => {
                if tag.name().as_ref().starts_with("text:") {
                    self.leave_text(local(tag.name().as_ref()));
                }
                self.close(local(tag.name().as_ref()));
            }
            Ok(Event::Text(text)) => self.text(&text.xml10_content()),
            Ok(Event::CData(text)) => self.text(&text.xml10_content()),
            Ok(Event::GeneralRef(name)) => match name.resolve_char_ref() {
                Ok(Some(c)) => self.text(c.encode_utf8(&mut [0; 4])),
                _ => self.text(known_entity(&name.xml10_content()).unwrap_or_default()),
            },
            Ok(_) => {}
            Err(_) => (self.ended, self.broken) = (true, true),
        }
        self.buf = buf;
    }

    fn text(&mut self, text: &str) {
        if self.skip.is_none() && self.in_text > 0 && self.shown > 0 {
            self.flush_cell();
            escape(text, &mut self.ready);
        }
    }

    fn put(&mut self, html: &str) {
        if self.shown > 0 {
            self.flush_cell();
            self.ready.extend(html.bytes());
        }
    }

    fn leave_text(&mut self, name: &str) {
        if self.skip.is_none() && matches!(name, "p" | "h") {
            self.in_text = self.in_text.saturating_sub(1);
        }
    }

    fn flush_cell(&mut self) {
        if let Some(span) = self.cell.take() {
            self.ready.extend(format!("<td colspan={span}>").bytes());
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, has_end: bool) {
        let name = tag.name();
        let name = local(name.as_ref());
        if let Some(depth) = &mut self.skip {
            *depth += u32::from(has_end);
            return;
        }
        let value = |key: &str| {
            let mut all = tag.attributes();
            let mut found = all.with_checks(false).flatten();
            found.find(|one| local(one.key.as_ref()) == key).map(|one| one.value.to_string())
        };
        match name {
            // The same again for older programs; what was taken out; what others noted.
            "Fallback" | "tracked-changes" | "annotation" if has_end => self.skip = Some(0),
            "header" | "footer" if has_end => self.shown += 1,
            "p" | "h" => {
                // In one format text stands in runs, in the other it stands as it is.
                self.in_text += u32::from(tag.name().as_ref().starts_with("text:") && has_end);
                self.put(if name == "h" { "<h2>" } else { "<p>" });
            }
            "pStyle" => {
                let style = value("val").unwrap_or_default().to_lowercase();
                let heading = ["heading", "title", "berschrift", "titre", "titel"];
                if !self.heading && heading.iter().any(|word| style.contains(word)) {
                    self.heading = true;
                    self.put("<h2>");
                }
            }
            "t" => self.in_text += u32::from(has_end),
            "tab" | "s" => self.put(" "),
            "br" | "cr" | "line-break" => self.put("<br>"),
            "tbl" | "table" if has_end => self.put("<table>"),
            "tr" | "table-row" if has_end => self.put("<tr>"),
            "tc" | "table-cell" => {
                self.put("");
                let span = value("number-columns-spanned").and_then(|span| span.parse().ok());
                self.cell = Some(span.unwrap_or(1));
                if !has_end {
                    self.put("</td>");
                }
            }
            "gridSpan" if self.cell.is_some() => {
                self.cell = value("val").and_then(|span| span.parse().ok()).or(self.cell);
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(depth) = self.skip {
            self.skip = depth.checked_sub(1);
            return;
        }
        match name {
            "header" | "footer" => self.shown = self.shown.saturating_sub(1),
            "p" if std::mem::take(&mut self.heading) => {
                self.put("</h2></p>");
            }
            "p" | "h" => self.put(if name == "h" { "</h2>" } else { "</p>" }),
            "t" => self.in_text = self.in_text.saturating_sub(1),
            "tbl" | "table" => self.put("</table>"),
            "tr" | "table-row" => self.put("</tr>"),
            "tc" | "table-cell" => self.put("</td>"),
            _ => {}
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

impl Page for Html<'_, '_> {
    fn step(&mut self) {
        self.step();
    }

    fn made(&mut self) -> (&mut Vec<u8>, &mut usize) {
        (&mut self.ready, &mut self.pos)
    }

    fn is_at_end(&self) -> bool {
        self.ended
    }
}

impl Read for Html<'_, '_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        Ok(read_page(self, buf))
    }
}
