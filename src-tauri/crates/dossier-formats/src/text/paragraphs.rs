use dossier_model::At;

use super::TextSource;
use crate::Stop;
use crate::read::Session;

/// Gathers lines into paragraphs: a blank line, or too much text, ends one.
pub(crate) struct Paragraphs {
    text: String,
    line: u32,
    limit: usize,
}

impl Paragraphs {
    pub(crate) fn new(limit: usize) -> Self {
        Self { text: String::new(), line: 0, limit }
    }

    /// Takes a line without its end; `line` counts from 1.
    pub(crate) fn push(&mut self, at: u32, line: &str, out: &mut Session<'_>) -> Result<(), Stop> {
        if line.trim().is_empty() {
            return self.end(out);
        }
        if self.text.len() + line.len() > self.limit {
            self.end(out)?;
        }
        if self.text.is_empty() {
            self.line = at;
        } else {
            self.text.push('\n');
        }
        let mut rest = line;
        // One line may be longer than a paragraph; no part of it is lost.
        while rest.len() > self.limit {
            let cut = rest.floor_char_boundary(self.limit).max(1);
            out.text(&At::Line { line: at }, &rest[..cut])?;
            rest = &rest[cut..];
        }
        self.text.push_str(rest);
        Ok(())
    }

    /// Gives out what was gathered.
    pub(crate) fn end(&mut self, out: &mut Session<'_>) -> Result<(), Stop> {
        if !self.text.trim().is_empty() {
            out.text(&At::Line { line: self.line }, self.text.trim_end())?;
        }
        self.text.clear();
        Ok(())
    }
}

/// Reads a text that is no table, paragraph by paragraph.
pub(crate) fn read_text(source: &mut TextSource<'_>, out: &mut Session<'_>) -> Result<(), Stop> {
    read_text_from(String::new(), 1, source, out)
}

/// The same for a text whose beginning was taken out of its source already.
pub(crate) fn read_text_from(
    mut buf: String,
    mut line: u32,
    source: &mut TextSource<'_>,
    out: &mut Session<'_>,
) -> Result<(), Stop> {
    let mut paragraphs = Paragraphs::new(out.limits.paragraph_bytes);
    let mut more = true;
    while more {
        more = source.fill(&mut buf);
        out.check()?;
        let mut start = 0;
        while let Some((end, next)) = line_end(&buf, start, more) {
            paragraphs.push(line, &buf[start..end], out)?;
            line += 1;
            start = next;
        }
        while buf.len() - start > out.limits.paragraph_bytes {
            // A line without an end: given out in parts, still one line.
            let cut = buf.floor_char_boundary(start + out.limits.paragraph_bytes);
            paragraphs.push(line, &buf[start..cut], out)?;
            paragraphs.end(out)?;
            start = cut;
        }
        buf.drain(..start);
    }
    paragraphs.push(line, &buf, out)?;
    paragraphs.end(out)
}

/// Where the line from `start` ends and the next begins. A CR at the end of the
/// buffer may belong to an LF that was not read yet.
fn line_end(buf: &str, start: usize, more: bool) -> Option<(usize, usize)> {
    let bytes = buf.as_bytes();
    let end = start + memchr::memchr2(b'\n', b'\r', &bytes[start..])?;
    match (bytes[end], bytes.get(end + 1)) {
        (b'\r', Some(b'\n')) => Some((end, end + 2)),
        (b'\r', None) if more => None,
        _ => Some((end, end + 1)),
    }
}
