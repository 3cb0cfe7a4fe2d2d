//! Workbooks: XLSX, XLSB, XLS, ODS.
//!
//! The archive is looked at first, because the library unpacks what it is
//! told. Rows then go the way of rows of text: preamble, several tables on a
//! sheet, footers.

mod cells;
mod rows;

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use calamine::{Ods, Reader, Xls, Xlsb, Xlsx};
use dossier_model::{At, Severity};

use self::rows::{Flat, Source};
use crate::blob::Blob;
use crate::csv::Layout;
use crate::read::{Frame, ReadHints, Session};
use crate::{Limits, Stop};

/// A workbook is held in memory, and so is what it unpacks to.
const MAX_FILE: u64 = 64 << 20;
const MAX_UNPACKED: u64 = 512 << 20;
/// Formats that are unpacked as a whole.
const MAX_WHOLE: u64 = 64 << 20;

#[derive(Clone)]
struct Bytes(Rc<Vec<u8>>);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Reads all sheets of a workbook.
pub(crate) fn read_sheet(
    input: &mut dyn Read,
    hints: &ReadHints,
    out: &mut Session<'_>,
) -> Result<(), Stop> {
    let mut bytes = Vec::new();
    if input.take(MAX_FILE + 1).read_to_end(&mut bytes).is_err() {
        out.cut();
    }
    if bytes.len() as u64 > MAX_FILE {
        out.problem(Severity::Failure, "sheet_too_large", At::Whole, [MAX_FILE]);
        return Ok(());
    }
    let bytes = Rc::new(bytes);
    let kind = match kind_of(&bytes, out.limits) {
        Ok(kind) => kind,
        Err((code, numbers)) => {
            out.problem(Severity::Failure, code, At::Whole, numbers);
            return Ok(());
        }
    };
    let book = Cursor::new(Bytes(bytes));
    // The library is large and the file is a stranger's: if it falls, that is a
    // fault of the file.
    let result = catch_unwind(AssertUnwindSafe(|| match kind {
        Kind::Xlsx => xlsx(book, hints, out),
        Kind::Xlsb => xlsb(book, hints, out),
        Kind::Ods => whole::<Ods<_>>(book, hints, out),
        Kind::Xls => whole::<Xls<_>>(book, hints, out),
    }));
    out.frame(Frame::Lines);
    let fault = match result {
        Ok(Ok(fault)) => fault,
        Ok(Err(stop)) => return Err(stop),
        Err(_) => Some("sheet_broken"),
    };
    if let Some(code) = fault {
        out.problem(Severity::Failure, code, At::Whole, []);
    }
    Ok(())
}

enum Kind {
    Xlsx,
    Xlsb,
    Ods,
    Xls,
}

/// Which workbook it is, and whether it is safe to unpack.
fn kind_of(bytes: &Rc<Vec<u8>>, limits: &Limits) -> Result<Kind, (&'static str, Vec<u64>)> {
    if !bytes.starts_with(b"PK") {
        return Ok(Kind::Xls);
    }
    let blob = Blob::shared(Rc::clone(bytes));
    let directory = crate::zip::read_directory(&blob, limits).map_err(|code| (code, vec![]))?;
    let mut total = 0u64;
    let mut kind = Kind::Xlsx;
    for entry in &directory.entries {
        total = total.saturating_add(entry.size);
        let allowed =
            limits.ratio_free_bytes.saturating_add(entry.compressed.saturating_mul(limits.ratio));
        if entry.size > allowed {
            return Err(("limit_ratio", vec![entry.size]));
        }
        if entry.raw_name.to_ascii_lowercase().ends_with(b"sharedstrings.xml")
            && count_lies(&blob, entry)
        {
            return Err(("sheet_broken", vec![]));
        }
        match &*entry.raw_name {
            b"xl/workbook.bin" => kind = Kind::Xlsb,
            b"content.xml" => kind = Kind::Ods,
            _ => {}
        }
    }
    let most = if matches!(kind, Kind::Ods) { MAX_WHOLE } else { MAX_UNPACKED };
    if total > most { Err(("sheet_too_large", vec![most])) } else { Ok(kind) }
}

/// The library makes room for as many strings as the file says it has, and a
/// lie there would end the program.
fn count_lies(blob: &Blob, entry: &crate::zip::Entry) -> bool {
    const HEAD: u64 = 64 << 10;
    let mut head = Vec::new();
    let Ok(reader) = crate::zip::open(blob, entry, None) else { return false };
    if reader.take(HEAD).read_to_end(&mut head).is_err() {
        return false;
    }
    let Some(start) = memchr::memmem::find(&head, b"sst") else { return entry.size > HEAD };
    let Some(len) = memchr::memchr(b'>', &head[start..]) else { return true };
    let tag = String::from_utf8_lossy(&head[..start + len]);
    tag.split("uniqueCount").skip(1).any(|rest| {
        let digits: String = rest
            .trim_start_matches(|c: char| !c.is_ascii_digit())
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        // The shortest string takes five bytes.
        digits.parse::<u64>().unwrap_or(u64::MAX) > entry.size / 5 + 1
    })
}

type Fault = Option<&'static str>;

/// Two formats are read cell by cell; the library has no common word for them.
macro_rules! by_cells {
    ($read:ident, $book:ty) => {
        fn $read(
            book: Cursor<Bytes>,
            hints: &ReadHints,
            out: &mut Session<'_>,
        ) -> Result<Fault, Stop> {
            let Ok(mut book) = <$book>::new(book) else { return Ok(Some("sheet_broken")) };
            let names = book.sheet_names();
            let mut fault = names.is_empty().then_some("sheet_broken");
            for name in names {
                let Ok(mut cells) = book.worksheet_cells_reader(&name) else {
                    fault = Some("sheet_broken");
                    continue;
                };
                let next = || match cells.next_cell() {
                    Ok(Some(cell)) => {
                        Ok(Some((cell.get_position(), cells::text_of_ref(cell.get_value()))))
                    }
                    Ok(None) => Ok(None),
                    Err(_) => Err(()),
                };
                fault = fault.or(sheet(&name, next, hints, out)?);
            }
            Ok(fault)
        }
    };
}

by_cells!(xlsx, Xlsx<Cursor<Bytes>>);
by_cells!(xlsb, Xlsb<Cursor<Bytes>>);

fn whole<B: Reader<Cursor<Bytes>>>(
    book: Cursor<Bytes>,
    hints: &ReadHints,
    out: &mut Session<'_>,
) -> Result<Fault, Stop> {
    let Ok(mut book) = B::new(book) else { return Ok(Some("sheet_broken")) };
    let names = book.sheet_names();
    let mut fault = names.is_empty().then_some("sheet_broken");
    for name in names {
        let Ok(range) = book.worksheet_range(&name) else {
            fault = Some("sheet_broken");
            continue;
        };
        let (top, left) = range.start().unwrap_or_default();
        let mut used = range.used_cells();
        let next = || {
            Ok(used.next().map(|(row, column, value)| {
                let at = (top.saturating_add(row as u32), left.saturating_add(column as u32));
                (at, cells::text_of(value))
            }))
        };
        fault = fault.or(sheet(&name, next, hints, out)?);
    }
    Ok(fault)
}

fn sheet(
    name: &str,
    next: impl FnMut() -> Result<Option<rows::At>, ()>,
    hints: &ReadHints,
    out: &mut Session<'_>,
) -> Result<Fault, Stop> {
    out.frame(Frame::Sheet(name.to_owned()));
    let mut source = Source::new(next, out.limits.cells);
    Layout::new(Flat(&mut source), Some(name.to_owned()), hints.clone(), out).run()?;
    if source.too_wide {
        let limit = out.limits.cells as u64;
        out.problem(Severity::Warning, "limit_cells", At::Line { line: 1 }, [limit]);
    }
    Ok(source.failed.then_some("sheet_broken"))
}
