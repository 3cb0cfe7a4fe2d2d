use std::io::{self, Read};

use super::crypt::{AesReader, ZipCrypto};
use super::directory::{Entry, u16_at};
use crate::blob::Blob;
use crate::packed::Packing;

/// Why an entry cannot be opened, as a problem code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fault(pub(crate) &'static str);

/// The local header lies where the directory says and agrees with it.
/// Returns where the data begin.
pub(crate) fn data_range(blob: &Blob, entry: &Entry) -> Result<u64, Fault> {
    let len = 30 + entry.raw_name.len();
    let head = blob.read_up_to(entry.offset, len as u64).map_err(|_| Fault("zip_damaged"))?;
    if head.len() < 30 || !head.starts_with(b"PK\x03\x04") {
        return Err(Fault("zip_header_missing"));
    }
    let name_len = u16_at(&head, 26);
    let start = entry.offset + 30 + u64::from(name_len) + u64::from(u16_at(&head, 28));
    let same = usize::from(name_len) == entry.raw_name.len()
        && head[30..] == entry.raw_name
        && u16_at(&head, 8) == entry.method
        && (u16_at(&head, 6) ^ entry.flags) & 1 == 0;
    if !same {
        return Err(Fault("zip_header_differs"));
    }
    if start.checked_add(entry.compressed).is_none_or(|end| end > blob.len()) {
        return Err(Fault("zip_truncated"));
    }
    Ok(start)
}

/// Opens the plain bytes of an entry. A wrong password shows itself as damage;
/// ask the `*_fits` functions first.
pub(crate) fn open(
    blob: &Blob,
    entry: &Entry,
    password: Option<&str>,
) -> Result<Box<dyn Read>, Fault> {
    let start = data_range(blob, entry)?;
    let damaged = |_: io::Error| Fault("zip_damaged");
    let raw = blob.slice(start, entry.compressed).reader(0).map_err(damaged)?;
    if !entry.is_encrypted() {
        return decoded(raw, entry, entry.method, entry.compressed);
    }
    let password = password.ok_or(Fault("zip_password_needed"))?;
    if entry.method != 99 {
        let plain = ZipCrypto::new(raw, password).map_err(damaged)?;
        let len = entry.compressed.saturating_sub(12);
        return decoded(Box::new(plain), entry, entry.method, len);
    }
    let (_, strength, method) = entry.aes.ok_or(Fault("zip_method"))?;
    let plain = AesReader::new(raw, entry.compressed, strength, password).map_err(damaged)?;
    decoded(Box::new(plain), entry, method, entry.size)
}

fn decoded(
    raw: Box<dyn Read>,
    entry: &Entry,
    method: u16,
    len: u64,
) -> Result<Box<dyn Read>, Fault> {
    match method {
        0 if len != entry.size => Err(Fault("zip_size_differs")),
        0 => Ok(raw),
        _ => {
            let packing = Packing::of_zip(method).ok_or(Fault("zip_method"))?;
            packing.open(raw, Some(entry.size)).map_err(|err| match err.kind() {
                io::ErrorKind::OutOfMemory => Fault("limit_unpack_memory"),
                io::ErrorKind::Unsupported => Fault("zip_method"),
                _ => Fault("member_damaged"),
            })
        }
    }
}
