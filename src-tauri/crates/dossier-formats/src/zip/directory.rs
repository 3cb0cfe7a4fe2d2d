use std::io::{self, Read};

use crate::Limits;
use crate::blob::Blob;

const END: [u8; 4] = *b"PK\x05\x06";
const END_LEN: usize = 22;
const END64: [u8; 4] = *b"PK\x06\x06";
const END64_LOCATOR: [u8; 4] = *b"PK\x06\x07";
const ENTRY: [u8; 4] = *b"PK\x01\x02";

/// One entry of the central directory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) raw_name: Vec<u8>,
    /// The name of an Info-ZIP Unicode path field whose checksum fits.
    pub(crate) unicode_name: Option<String>,
    pub(crate) flags: u16,
    pub(crate) method: u16,
    pub(crate) crc32: u32,
    pub(crate) compressed: u64,
    pub(crate) size: u64,
    /// Where the local header lies in the blob.
    pub(crate) offset: u64,
    /// The part of a split archive that the offset counts from.
    pub(super) disk: u32,
    /// DOS time and date.
    pub(crate) time: (u16, u16),
    pub(crate) unix_mode: Option<u32>,
    /// AES: vendor version, strength 1 to 3, method under the encryption.
    pub(crate) aes: Option<(u16, u8, u16)>,
}

impl Entry {
    pub(crate) fn is_encrypted(&self) -> bool {
        self.flags & 1 != 0
    }

    pub(crate) fn is_folder(&self) -> bool {
        self.size == 0 && matches!(self.raw_name.last(), Some(b'/' | b'\\'))
    }

    /// Called a folder, but there are bytes: they are read as a member.
    pub(crate) fn is_full_folder(&self) -> bool {
        self.size > 0 && matches!(self.raw_name.last(), Some(b'/'))
    }

    pub(crate) fn is_link(&self) -> bool {
        self.unix_mode.is_some_and(|mode| mode & 0o170_000 == 0o120_000)
    }

    /// The time as `2024-05-17T09:30:00`, if it is one.
    pub(crate) fn modified(&self) -> Option<String> {
        let (time, date) = self.time;
        let (year, month, day) = (1980 + (date >> 9), date >> 5 & 15, date & 31);
        let (hour, minute, second) = (time >> 11, time >> 5 & 63, (time & 31) * 2);
        let real = (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        real.then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"))
    }
}

/// What the central directory says, and what is odd about it.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    pub(crate) entries: Vec<Entry>,
    /// Problem codes with their numbers.
    pub(crate) odd: Vec<(&'static str, Vec<u64>)>,
}

struct End {
    /// Where the record that ends the directory begins.
    at: u64,
    entries: u64,
    size: u64,
    offset: u64,
    /// The part that holds this record, and the one where the directory begins.
    disks: (u32, u32),
}

/// Reads the central directory, or says with a problem code why it cannot be.
pub(crate) fn read_directory(blob: &Blob, limits: &Limits) -> Result<Directory, &'static str> {
    let damaged = |_: io::Error| "zip_damaged";
    let tail_start = blob.len().saturating_sub((END_LEN + 65_535 + 76) as u64);
    let tail = blob.read_up_to(tail_start, u64::MAX).map_err(damaged)?;
    let mut directory = Directory::default();
    let mut seen = Err("zip_no_directory");
    for end in find_ends(&tail, tail_start) {
        match locate(blob, &end) {
            Ok((start, base)) => {
                seen = Ok((end, start, base));
                break;
            }
            Err(code) => seen = Err(code),
        }
    }
    let (end, start, base) = seen?;
    if base > 0 {
        directory.odd.push(("zip_bytes_in_front", vec![base as u64]));
    }
    let trailing = blob.len() - end.at;
    if trailing > (END_LEN + 65_535 + 76) as u64 {
        directory.odd.push(("zip_bytes_behind", vec![trailing]));
    }
    let mut reader = blob.reader(start).map_err(damaged)?.take(end.at - start);
    let parts = if end.disks == (0, 0) { &[] } else { blob.part_starts() };
    while let Some(mut entry) = read_entry(&mut reader, base).map_err(damaged)? {
        if let Some(start) = parts.get(entry.disk as usize) {
            entry.offset = entry.offset.saturating_add(*start);
        }
        if directory.entries.len() >= limits.members as usize {
            return Err("limit_members");
        }
        directory.entries.push(entry);
    }
    let found = directory.entries.len() as u64;
    if found != end.entries && found & 0xffff != end.entries {
        directory.odd.push(("zip_count_differs", vec![end.entries, found]));
    }
    Ok(directory)
}

/// Candidates for the end record: first those whose comment reaches exactly to
/// the end (the outermost first, since a comment may hold a false one), then
/// the others from the back.
fn find_ends(tail: &[u8], tail_start: u64) -> Vec<End> {
    let mut exact = Vec::new();
    let mut loose = Vec::new();
    for at in memchr::memmem::find_iter(tail, &END) {
        let Some(record) = tail.get(at..at + END_LEN) else { continue };
        // An archive of 64-bit sizes writes the disk as unknown here.
        let disk = |at| u32::from(u16_at(record, at)) % 0xffff;
        let end = End {
            at: tail_start + at as u64,
            disks: (disk(4), disk(6)),
            entries: u64::from(u16_at(record, 10)),
            size: u64::from(u32_at(record, 12)),
            offset: u64::from(u32_at(record, 16)),
        };
        match (at + END_LEN + usize::from(u16_at(record, 20))).cmp(&tail.len()) {
            std::cmp::Ordering::Equal => exact.push(end),
            _ => loose.insert(0, end),
        }
    }
    // Three are plenty: a file full of signatures must not cost a search each.
    exact.into_iter().chain(loose).take(8).collect()
}

/// Where the directory starts and by how much offsets are shifted.
fn locate(blob: &Blob, end: &End) -> Result<(u64, i64), &'static str> {
    let (mut at, mut size, mut offset, mut disks) = (end.at, end.size, end.offset, end.disks);
    if let Some(end64) = zip64_end(blob, end) {
        (at, size, offset, disks) = (end64.at, end64.size, end64.offset, end64.disks);
    }
    if disks != (0, 0) {
        let parts = blob.part_starts();
        // The last part holds the record; all parts before it must be here.
        let start = parts.get(disks.1 as usize).filter(|_| parts.len() == disks.0 as usize + 1);
        let start = start.and_then(|start| start.checked_add(offset));
        return match start {
            Some(start) if has_entry(blob, start) => Ok((start, 0)),
            Some(_) => Err("zip_no_directory"),
            None => Err("zip_multi_disk"),
        };
    }
    if at == end.at && end.entries == 0 && size == 0 {
        return Ok((at, 0));
    }
    // Bytes in front shift everything; then the directory still ends where the
    // end record begins.
    if let Some(start) = at.checked_sub(size)
        && size >= 46
        && has_entry(blob, start)
    {
        let base = start as i64 - i64::try_from(offset).unwrap_or(0);
        return Ok((start, base.max(0)));
    }
    if size > at {
        return Err("zip_directory_too_large");
    }
    if offset < at && has_entry(blob, offset) {
        return Ok((offset, 0));
    }
    Err("zip_no_directory")
}

fn has_entry(blob: &Blob, at: u64) -> bool {
    blob.read_up_to(at, 4).is_ok_and(|bytes| bytes == ENTRY)
}

fn zip64_end(blob: &Blob, end: &End) -> Option<End> {
    let locator_at = end.at.checked_sub(20)?;
    let locator = blob.read_up_to(locator_at, 20).ok()?;
    if !locator.starts_with(&END64_LOCATOR) {
        return None;
    }
    let stated = u64_at(&locator, 8);
    let behind = locator_at.checked_sub(56);
    [Some(stated), behind].into_iter().flatten().find_map(|at| {
        let record = blob.read_up_to(at, 56).ok()?;
        (record.len() == 56 && record.starts_with(&END64)).then(|| End {
            at,
            disks: (u32_at(&record, 16), u32_at(&record, 20)),
            entries: u64_at(&record, 32),
            size: u64_at(&record, 40),
            offset: u64_at(&record, 48),
        })
    })
}

fn read_entry(reader: &mut impl Read, base: i64) -> io::Result<Option<Entry>> {
    let mut head = [0; 46];
    let mut have = 0;
    while have < head.len() {
        match reader.read(&mut head[have..])? {
            0 => return Ok(None),
            n => have += n,
        }
    }
    if !head.starts_with(&ENTRY) {
        return Ok(None);
    }
    let read = |reader: &mut dyn Read, len: u16| -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; usize::from(len)];
        reader.read_exact(&mut bytes)?;
        Ok(bytes)
    };
    let raw_name = read(reader, u16_at(&head, 28))?;
    let extra = read(reader, u16_at(&head, 30))?;
    read(reader, u16_at(&head, 32))?;
    let made_on = u16_at(&head, 4) >> 8;
    let attributes = u32_at(&head, 38);
    let mut entry = Entry {
        raw_name,
        flags: u16_at(&head, 8),
        method: u16_at(&head, 10),
        time: (u16_at(&head, 12), u16_at(&head, 14)),
        crc32: u32_at(&head, 16),
        compressed: u64::from(u32_at(&head, 20)),
        size: u64::from(u32_at(&head, 24)),
        offset: u64::from(u32_at(&head, 42)),
        disk: u32::from(u16_at(&head, 34)),
        unix_mode: (made_on == 3 || made_on == 19).then_some(attributes >> 16),
        ..Entry::default()
    };
    read_extra(&extra, &mut entry);
    entry.offset = entry.offset.saturating_add_signed(base);
    Ok(Some(entry))
}

pub(super) fn read_extra(mut extra: &[u8], entry: &mut Entry) {
    while let Some((head, rest)) = extra.split_at_checked(4) {
        let Some((field, next)) = rest.split_at_checked(usize::from(u16_at(head, 2))) else {
            return;
        };
        match u16_at(head, 0) {
            0x0001 => read_zip64(field, entry),
            0x7075
                if field.len() > 5 && field[0] == 1
                // The field is about the raw name only if the checksum says so.
                && u32_at(field, 1) == crc32fast::hash(&entry.raw_name) =>
            {
                entry.unicode_name = String::from_utf8(field[5..].to_vec()).ok();
            }
            0x9901 if field.len() >= 7 => {
                entry.aes = Some((u16_at(field, 0), field[4], u16_at(field, 5)));
            }
            _ => {}
        }
        extra = next;
    }
}

fn read_zip64(mut field: &[u8], entry: &mut Entry) {
    for value in [&mut entry.size, &mut entry.compressed, &mut entry.offset] {
        if *value == u64::from(u32::MAX)
            && let Some((head, rest)) = field.split_at_checked(8)
        {
            *value = u64_at(head, 0);
            field = rest;
        }
    }
    if entry.disk == 0xffff && field.len() >= 4 {
        entry.disk = u32_at(field, 0);
    }
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}
