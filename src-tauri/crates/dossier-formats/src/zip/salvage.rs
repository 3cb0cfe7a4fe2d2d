use std::io::{self, Read};

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
pub(crate) fn salvage(blob: &Blob, limits: &Limits) -> io::Result<Directory> {
    let mut directory = Directory::default();
    let mut budget =
        limits.ratio_free_bytes.saturating_add(blob.len().saturating_mul(limits.ratio));
    let mut at = 0;
    while let Some(start) = find(blob, at, LOCAL)? {
        if directory.entries.len() >= limits.members as usize {
            break;
        }
        // A directory in between ends the entries: what follows is another archive.
        if !directory.entries.is_empty() && starts_with(blob, at, CENTRAL)? {
            break;
        }
        at = start + 4;
        let Some((mut entry, data)) = header(blob, start)? else { continue };
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
fn header(blob: &Blob, start: u64) -> io::Result<Option<(Entry, u64)>> {
    let head = blob.read_up_to(start, 30)?;
    if head.len() < 30 || u16_at(&head, 4) & 0xff > 63 {
        return Ok(None);
    }
    let (name, extra) = (u16_at(&head, 26), u16_at(&head, 28));
    let rest = blob.read_up_to(start + 30, u64::from(name) + u64::from(extra))?;
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
    let mut at = data;
    while let Some(found) = find(blob, at, DESCRIPTOR)? {
        let record = blob.read_up_to(found, 24)?;
        let compressed = found - data;
        let fits = u64::from(u32_at(&record, 8)) == compressed;
        if fits || record.len() == 24 && u64_at(&record, 8) == compressed {
            entry.compressed = compressed;
            entry.size = if fits { u32_at(&record, 12).into() } else { u64_at(&record, 16) };
            entry.crc32 = u32_at(&record, 4);
            return Ok(true);
        }
        at = found + 4;
    }
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

fn starts_with(blob: &Blob, at: u64, sign: &[u8]) -> io::Result<bool> {
    Ok(blob.read_up_to(at, sign.len() as u64)? == sign)
}

/// Where a signature stands next.
fn find(blob: &Blob, from: u64, sign: &[u8]) -> io::Result<Option<u64>> {
    let mut at = from;
    while at < blob.len() {
        let chunk = blob.read_up_to(at, CHUNK)?;
        if let Some(found) = memchr::memmem::find(&chunk, sign) {
            return Ok(Some(at + found as u64));
        }
        if (chunk.len() as u64) < CHUNK {
            break;
        }
        at += CHUNK - sign.len() as u64;
    }
    Ok(None)
}
