use std::io::{self, Read};

use dossier_model::Cancel;

use super::directory::{Directory, Entry, read_extra, u16_at, u32_at, u64_at};
use crate::Limits;
use crate::blob::Blob;

const LOCAL: &[u8] = b"PK\x03\x04";
const DESCRIPTOR: &[u8] = b"PK\x07\x08";
const CENTRAL: &[u8] = b"PK\x01\x02";
const CHUNK: u64 = 256 << 10;

/// Finds the entries of an archive that lost its directory by the headers in
/// front of each. What a header promises beyond the end is listed too, so that
/// it can be named.
pub(crate) fn salvage(blob: &Blob, limits: &Limits, cancel: &Cancel) -> io::Result<Directory> {
    let mut directory = Directory::default();
    let mut budget =
        limits.ratio_free_bytes.saturating_add(blob.len().saturating_mul(limits.ratio));
    let mut finder = Finder::new(blob);
    let mut at = 0;
    while let Some(start) = finder.find(at, LOCAL)? {
        cancel.check().map_err(|_| io::ErrorKind::Interrupted)?;
        if directory.entries.len() >= limits.members as usize {
            break;
        }
        // A directory in between ends the entries: what follows is another archive.
        if !directory.entries.is_empty() && finder.bytes(at, 4)? == CENTRAL {
            break;
        }
        at = start + 4;
        let Some((mut entry, data)) = header(&mut finder, start)? else { continue };
        let stated = entry.flags & 8 == 0 || entry.compressed > 0;
        if !stated && !measure(blob, data, &mut entry, &mut budget)? {
            // Its end is not known: it reaches to the end of what is left.
            entry.compressed = (blob.len() - data.min(blob.len())).saturating_add(1);
        }
        at = at.max(data.saturating_add(entry.compressed).min(blob.len()));
        directory.entries.push(entry);
    }
    Ok(directory)
}

/// The entry of a local header, and where its data begin.
fn header(finder: &mut Finder<'_>, start: u64) -> io::Result<Option<(Entry, u64)>> {
    let head = finder.bytes(start, 30)?.to_vec();
    if head.len() < 30 || u16_at(&head, 4) & 0xff > 63 {
        return Ok(None);
    }
    let (name, extra) = (u16_at(&head, 26), u16_at(&head, 28));
    let rest = finder.bytes(start + 30, usize::from(name) + usize::from(extra))?;
    let Some((raw_name, extra)) = rest.split_at_checked(name.into()) else { return Ok(None) };
    let mut entry = Entry {
        raw_name: raw_name.to_vec(),
        flags: u16_at(&head, 6),
        method: u16_at(&head, 8),
        time: (u16_at(&head, 10), u16_at(&head, 12)),
        crc32: u32_at(&head, 14),
        compressed: u32_at(&head, 18).into(),
        size: u32_at(&head, 22).into(),
        offset: start,
        ..Entry::default()
    };
    read_extra(extra, &mut entry);
    Ok(Some((entry, start + 30 + rest.len() as u64)))
}

/// Finds where the data of a streamed entry end: deflate says so itself, other
/// data end at a descriptor that counts them. False if there is no end.
fn measure(blob: &Blob, data: u64, entry: &mut Entry, budget: &mut u64) -> io::Result<bool> {
    if entry.method == 8 && !entry.is_encrypted() {
        let Some((compressed, size)) = inflated(blob, data, budget)? else { return Ok(false) };
        (entry.compressed, entry.size) = (compressed, size);
        let behind = blob.read_up_to(data + compressed, 16)?;
        let crc = if behind.starts_with(DESCRIPTOR) { 4 } else { 0 };
        entry.crc32 = u32_at(&behind, crc);
        return Ok(behind.len() >= 12);
    }
    if *budget == 0 {
        return Ok(false);
    }
    let (mut finder, mut at) = (Finder::new(blob), data);
    while let Some(found) = finder.find(at, DESCRIPTOR)? {
        let record = finder.bytes(found, 24)?;
        let compressed = found - data;
        let fits = u64::from(u32_at(record, 8)) == compressed;
        if fits || record.len() == 24 && u64_at(record, 8) == compressed {
            entry.compressed = compressed;
            entry.size = if fits { u32_at(record, 12).into() } else { u64_at(record, 16) };
            entry.crc32 = u32_at(record, 4);
            return Ok(true);
        }
        at = found + 4;
    }
    *budget = budget.saturating_sub(blob.len() - data.min(blob.len()));
    Ok(false)
}

/// Packed and plain length of a deflate stream, if it ends and is sound.
fn inflated(blob: &Blob, data: u64, budget: &mut u64) -> io::Result<Option<(u64, u64)>> {
    let raw = io::BufReader::with_capacity(64 << 10, blob.reader(data)?);
    let mut decoder = flate2::bufread::DeflateDecoder::new(raw);
    let plain = io::copy(&mut decoder.by_ref().take(*budget), &mut io::sink());
    let Ok(plain) = plain else { return Ok(None) };
    *budget -= plain;
    Ok((*budget > 0).then(|| (decoder.total_in(), plain)))
}

/// Looks for signatures in a window that is kept, so that a false one costs no read.
struct Finder<'b> {
    blob: &'b Blob,
    window: Vec<u8>,
    start: u64,
}

impl<'b> Finder<'b> {
    fn new(blob: &'b Blob) -> Self {
        Self { blob, window: Vec::new(), start: 0 }
    }

    /// The window from an offset on, with at least `len` bytes if there are so many.
    fn window(&mut self, at: u64, len: usize) -> io::Result<&[u8]> {
        let end = self.start + self.window.len() as u64;
        if at < self.start || at + len as u64 > end && end < self.blob.len() {
            self.window = self.blob.read_up_to(at, CHUNK.max(len as u64))?;
            self.start = at;
        }
        Ok(self.window.get((at - self.start) as usize..).unwrap_or_default())
    }

    /// Up to `len` bytes from an offset.
    fn bytes(&mut self, at: u64, len: usize) -> io::Result<&[u8]> {
        let window = self.window(at, len)?;
        Ok(&window[..len.min(window.len())])
    }

    /// Where a signature stands next.
    fn find(&mut self, from: u64, sign: &[u8]) -> io::Result<Option<u64>> {
        let mut at = from;
        loop {
            let window = self.window(at, sign.len())?;
            if let Some(found) = memchr::memmem::find(window, sign) {
                return Ok(Some(at + found as u64));
            }
            if window.len() < sign.len() {
                return Ok(None);
            }
            // The last bytes may begin one.
            at += (window.len() - (sign.len() - 1)) as u64;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;
    use crate::blob::Opener;

    /// How often a compressed archive was opened anew while it was salvaged.
    fn opened(bytes: Vec<u8>, cancel: &Cancel) -> (io::Result<usize>, u32) {
        let (count, len) = (Rc::new(Cell::new(0)), bytes.len() as u64);
        let (seen, bytes) = (Rc::clone(&count), Rc::new(bytes));
        let open: Opener = Rc::new(move || {
            seen.set(seen.get() + 1);
            Ok(Box::new(io::Cursor::new(bytes.to_vec())))
        });
        let blob = Blob::rewind(open, len, Vec::new(), 1);
        let found = salvage(&blob, &Limits::default(), cancel);
        (found.map(|directory| directory.entries.len()), count.get())
    }

    #[test]
    fn false_signatures_cost_no_read_each() {
        let (found, opened) = opened(LOCAL.repeat(100_000), &Cancel::new());
        assert_eq!(found.unwrap(), 0);
        assert!(opened <= 8, "{opened} times");
    }

    #[test]
    fn looking_for_an_end_takes_of_the_budget() {
        // It says that its end is told behind it; nowhere is.
        let bytes = [LOCAL, &[20, 0, 8, 0, 0, 0], &[0; 20], &[b'x'; 100_000]].concat();
        let blob = Blob::memory(bytes);
        let (mut entry, data) = header(&mut Finder::new(&blob), 0).unwrap().unwrap();
        let mut budget = 120_000;
        assert!(!measure(&blob, data, &mut entry, &mut budget).unwrap());
        assert_eq!(budget, 20_000);
    }

    #[test]
    fn a_person_can_stop_it() {
        let cancel = Cancel::new();
        cancel.cancel();
        assert!(opened(LOCAL.repeat(10), &cancel).0.is_err());
    }
}
