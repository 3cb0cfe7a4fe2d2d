//! Letters of word processors: DOCX, ODT and RTF.
//!
//! Each is turned into a plain page on its way, so that paragraphs, headings
//! and tables are found by the same rules as in a web page.

mod office;
mod rtf;

use std::io::Read;

use dossier_model::{At, Severity};

use crate::Stop;
use crate::blob::Blob;
use crate::read::{ReadHints, Session};

/// A document is held in memory; its parts are not.
const MAX_FILE: u64 = 64 << 20;

/// Reads a document by its bytes. All of them come first: a child that answers
/// before it has heard the question waits for a host that is still speaking.
pub(crate) fn read_document(
    input: &mut dyn Read,
    hints: &ReadHints,
    out: &mut Session<'_>,
) -> Result<(), Stop> {
    let mut bytes = Vec::new();
    if input.take(MAX_FILE + 1).read_to_end(&mut bytes).is_err() {
        out.cut();
    }
    if bytes.len() as u64 > MAX_FILE {
        out.problem(Severity::Failure, "document_too_large", At::Whole, [MAX_FILE]);
        return Ok(());
    }
    if bytes.starts_with(b"{\\rtf") {
        return page(&mut rtf::RtfPage::new(&mut &bytes[..], out.limits), hints, out);
    }
    office::read(&Blob::memory(bytes), hints, out)
}

/// A page that was made here is UTF-8.
fn page(html: &mut dyn Read, hints: &ReadHints, out: &mut Session<'_>) -> Result<(), Stop> {
    let hints = ReadHints { encoding: Some("utf-8".to_owned()), ..hints.clone() };
    crate::html::read_html(html, &hints, out)
}

/// A document that is turned into a page piece by piece.
trait Page {
    /// Makes some more of it.
    fn step(&mut self);
    /// What was made, and how much of that was read.
    fn made(&mut self) -> (&mut Vec<u8>, &mut usize);
    fn is_at_end(&self) -> bool;
}

fn read_page(page: &mut impl Page, buf: &mut [u8]) -> usize {
    let (made, pos) = page.made();
    if *pos == made.len() {
        made.clear();
        *pos = 0;
        while page.made().0.len() < 4096 && !page.is_at_end() {
            page.step();
        }
    }
    let (made, pos) = page.made();
    let n = buf.len().min(made.len() - *pos);
    buf[..n].copy_from_slice(&made[*pos..*pos + n]);
    *pos += n;
    n
}

/// Text as a page holds it.
fn escape(text: &str, out: &mut Vec<u8>) {
    for c in text.chars() {
        match c {
            '<' => out.extend(b"&lt;"),
            '&' => out.extend(b"&amp;"),
            _ => out.extend(c.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
}
