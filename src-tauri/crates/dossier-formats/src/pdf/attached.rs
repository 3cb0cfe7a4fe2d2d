//! Files that a document carries: those in its list, and those pinned to pages.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dossier_model::{At, Severity};
use encoding_rs::{UTF_16BE, UTF_16LE};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::dict::keys::{
    EF, EMBEDDED_FILES, F, FS, KIDS, NAMES, UF,
};
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, Object, ObjectIdentifier, Stream, String as Text,
};

use super::open::unpack;
use crate::Stop;
use crate::read::Session;

/// Files of one document.
const MOST_FILES: usize = 256;
/// Their bytes together, unpacked.
const MOST_BYTES: u64 = 32 << 20;
/// Branches of the list inside each other.
const DEPTH: usize = 12;
/// Pages that are searched for pinned files.
const MOST_PAGES: usize = 2_000;

/// Gives out the files that a document carries.
pub(super) fn give(pdf: &Pdf, out: &mut Session<'_>) -> Result<(), Stop> {
    let mut found = catch_unwind(AssertUnwindSafe(|| find(pdf))).unwrap_or_default();
    if found.len() > MOST_FILES {
        let sums = [MOST_FILES as u64];
        out.problem(Severity::Warning, "pdf_attachments_many", At::Whole, sums);
        found.truncate(MOST_FILES);
    }
    let mut left = MOST_BYTES;
    for file in found {
        out.check()?;
        let bytes = catch_unwind(AssertUnwindSafe(|| unpack(&file.stream, left)));
        match bytes.unwrap_or(None) {
            Some(bytes) => {
                left -= (bytes.len() as u64).min(left);
                out.file(&file.name, &bytes)?;
            }
            None => out.problem(Severity::Failure, "pdf_attachment_unreadable", file.at, []),
        }
    }
    Ok(())
}

struct Found<'a> {
    name: String,
    at: At,
    stream: Stream<'a>,
}

fn find(pdf: &Pdf) -> Vec<Found<'_>> {
    let mut search = Search { found: Vec::new(), seen: HashSet::new() };
    let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    if let Some(names) = root.and_then(|root| root.get::<Dict<'_>>(NAMES))
        && let Some(list) = names.get::<Dict<'_>>(EMBEDDED_FILES)
    {
        search.branch(&list, DEPTH);
    }
    for (number, page) in (1..).zip(pdf.pages().iter().take(MOST_PAGES)) {
        let Some(notes) = page.raw().get::<Array<'_>>("Annots") else { continue };
        for note in dicts(&notes) {
            if let Some(file) = note.get::<Dict<'_>>(FS) {
                search.file(&file, At::Page { page: number });
            }
        }
    }
    search.found
}

struct Search<'a> {
    found: Vec<Found<'a>>,
    /// A file may be in the list and pinned to a page; a list may go in circles.
    seen: HashSet<ObjectIdentifier>,
}

impl<'a> Search<'a> {
    fn branch(&mut self, node: &Dict<'a>, depth: usize) {
        if depth == 0 || self.found.len() > MOST_FILES {
            return;
        }
        // Names and files in turn; only the files are dictionaries.
        if let Some(files) = node.get::<Array<'a>>(NAMES) {
            dicts(&files).for_each(|file| self.file(&file, At::Whole));
        }
        if let Some(kids) = node.get::<Array<'a>>(KIDS) {
            for kid in dicts(&kids) {
                if kid.obj_id().is_none_or(|id| self.seen.insert(id)) {
                    self.branch(&kid, depth - 1);
                }
            }
        }
    }

    fn file(&mut self, spec: &Dict<'a>, at: At) {
        if self.found.len() > MOST_FILES {
            return;
        }
        let Some(forms) = spec.get::<Dict<'a>>(EF) else { return };
        let stream = forms.get::<Stream<'a>>(F).or_else(|| forms.get::<Stream<'a>>(UF));
        let Some(stream) = stream.filter(|stream| self.seen.insert(stream.obj_id())) else {
            return;
        };
        let name = spec.get::<Text<'a>>(UF).or_else(|| spec.get::<Text<'a>>(F));
        let name = name.map(|name| text(name.as_bytes())).unwrap_or_default();
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim().to_owned();
        let number = self.found.len() + 1;
        let name = if name.is_empty() { format!("file {number}") } else { name };
        self.found.push(Found { name, at, stream });
    }
}

/// The dictionaries of a list, whatever stands between them.
fn dicts<'a>(list: &Array<'a>) -> impl Iterator<Item = Dict<'a>> {
    list.iter::<Object<'a>>().filter_map(|object| match object {
        Object::Dict(dict) => Some(dict),
        _ => None,
    })
}

/// A text of a document: UTF-16 or UTF-8 by its mark, else one byte a letter.
fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        },
    }
}
