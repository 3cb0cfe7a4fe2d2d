//! Opens a document and lets its pages paint, within bounds.

use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro_interpret::hayro_syntax::object::dict::keys::CONTENTS;
use hayro_interpret::hayro_syntax::object::{Array, Stream};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::{DecryptionError, Filter, LoadPdfError, Pdf};
use hayro_interpret::util::{RectExt, TransformExt};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};

use super::paint::Painted;

/// Instructions of one page after decompression.
const MOST_INSTRUCTIONS: u64 = 16 << 20;
/// Filters on one stream; writers use one or two.
const MOST_FILTERS: usize = 4;

/// Opens a document with the first of the passwords that fits.
pub(super) fn open(bytes: Vec<u8>, passwords: &[&str]) -> Result<Pdf, &'static str> {
    let data = std::sync::Arc::new(bytes);
    let mut code = "pdf_broken";
    // Most encrypted letters open without a password: they only forbid changes.
    for password in std::iter::once("").chain(passwords.iter().copied()) {
        match Pdf::new_with_password(data.clone(), password) {
            Ok(pdf) => return Ok(pdf),
            Err(LoadPdfError::Invalid) => return Err("pdf_broken"),
            Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => {
                code =
                    if passwords.is_empty() { "pdf_password_needed" } else { "pdf_password_wrong" };
            }
            Err(LoadPdfError::Decryption(_)) => return Err("pdf_encryption"),
        }
    }
    Err(code)
}

/// What a page paints; an error if its instructions are out of all bounds.
pub(super) fn paint<'p>(
    pdf: &'p Pdf,
    page: &Page<'p>,
    cache: &InterpreterCache<'p>,
) -> Result<Painted, &'static str> {
    if !is_bounded(page) {
        return Err("pdf_page_too_large");
    }
    let settings = InterpreterSettings { render_annotations: true, ..Default::default() };
    let bounds = page.intersected_crop_box().to_kurbo();
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, bounds, cache, pdf.xref(), settings);
    let mut painted = Painted::default();
    interpret_page(page, &mut context, &mut painted);
    Ok(painted)
}

/// Whether the instructions of a page stay within bounds when unpacked. The
/// library unpacks them as a whole.
fn is_bounded(page: &Page<'_>) -> bool {
    let mut left = MOST_INSTRUCTIONS;
    let mut fits = |stream: &Stream<'_>| match unpacked(stream, left) {
        Some(size) => {
            left -= size;
            true
        }
        None => false,
    };
    let dict = page.raw();
    if let Some(stream) = dict.get::<Stream<'_>>(CONTENTS) {
        return fits(&stream);
    }
    match dict.get::<Array<'_>>(CONTENTS) {
        Some(parts) => parts.iter::<Stream<'_>>().all(|stream| fits(&stream)),
        None => true,
    }
}

/// The size of a stream when unpacked; none if it is more than `most`.
fn unpacked(stream: &Stream<'_>, most: u64) -> Option<u64> {
    let filters = stream.filters();
    if filters.len() > MOST_FILTERS {
        return None;
    }
    let mut data = stream.raw_data().into_owned();
    for filter in filters {
        // The other filters grow little or end at a limit of their own.
        if !matches!(filter, Filter::FlateDecode) {
            break;
        }
        let mut out = Vec::new();
        let read = ZlibDecoder::new(&data[..]).take(most + 1).read_to_end(&mut out);
        // What is broken in the middle is read up to there, here as there.
        if read.is_err() && out.is_empty() {
            break;
        }
        if out.len() as u64 > most {
            return None;
        }
        data = out;
    }
    let size = data.len() as u64;
    (size <= most).then_some(size)
}

/// The bytes of a stream; none if they are more than `most` or damaged.
pub(super) fn unpack(stream: &Stream<'_>, most: u64) -> Option<Vec<u8>> {
    unpacked(stream, most)?;
    let data = stream.decoded().ok()?.into_owned();
    (data.len() as u64 <= most).then_some(data)
}
