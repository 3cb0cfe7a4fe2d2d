use std::rc::Rc;

use dossier_model::{Cancel, MemberPath, Sensitive};

use super::MemberInfo;
use super::archive::Archive;
use super::leaf::Leaf;
use super::meter::{Meter, Stated};
use crate::Limits;
use crate::blob::Blob;
use crate::packed::Packing;
use crate::sevenz::{self, Closed, SevenZip};
use crate::zip::{self, Entry};

/// A member as its container lists it; an error is why it stays closed.
pub(super) struct Listed {
    pub(super) info: MemberInfo,
    pub(super) stated: Stated,
    pub(super) bytes: Result<Leaf, (&'static str, Vec<u64>)>,
}

pub(super) type Listing = Result<(Vec<Listed>, Vec<(&'static str, Vec<u64>)>), &'static str>;

/// Lists a ZIP by its directory; if it has none, by what its entries say.
pub(super) fn zip(
    blob: &Blob,
    info: &MemberInfo,
    limits: &Limits,
    meter: &Meter,
    cancel: &Cancel,
) -> Listing {
    let mut directory = match zip::read_directory(blob, limits) {
        Ok(directory) => directory,
        Err(code @ ("zip_no_directory" | "zip_damaged" | "zip_multi_disk")) => {
            let mut found = zip::salvage(blob, limits, cancel).map_err(|_| code)?;
            if found.entries.is_empty() {
                return Err(code);
            }
            found.odd.push((code, vec![]));
            found.odd.push(("zip_salvaged", vec![found.entries.len() as u64]));
            found
        }
        Err(code) => return Err(code),
    };
    // In the order of the bytes, so that a stream is read in one pass.
    directory.entries.sort_by_key(|entry| entry.offset);
    let full = directory.entries.iter().filter(|entry| entry.is_full_folder()).count();
    if full > 0 {
        directory.odd.push(("zip_folder_with_bytes", vec![full as u64]));
    }
    let archive = Rc::new(Archive::new(blob.clone(), info.path.clone(), &directory.entries));
    let overlaps = archive.overlaps(&directory.entries);
    let mut listed: Vec<Listed> = Vec::new();
    for (index, entry) in directory.entries.into_iter().enumerate() {
        if !entry.is_folder() {
            let overlap = overlaps.contains(&index);
            listed.push(archive_leaf(&archive, entry, info, overlap, meter));
        }
    }
    Ok((listed, directory.odd))
}

/// An entry as a member, or why it stays closed.
fn archive_leaf(
    archive: &Rc<Archive>,
    entry: Entry,
    container: &MemberInfo,
    overlap: bool,
    meter: &Meter,
) -> Listed {
    let method = entry.aes.filter(|_| entry.method == 99).map_or(entry.method, |aes| aes.2);
    let refusal = if entry.is_link() {
        Some(("link_not_followed", vec![]))
    } else if overlap {
        Some(("zip_overlap", vec![]))
    } else if method != 0 && Packing::of_zip(method).is_none() {
        Some(("zip_method", vec![method.into()]))
    } else {
        meter.refuses(entry.size, entry.compressed).map(|code| (code, vec![entry.size]))
    };
    // The newer AES entries leave the checksum out; they have a stronger one.
    let crc32 = (entry.crc32 != 0 || entry.method != 99).then_some(entry.crc32);
    let info = MemberInfo {
        path: container
            .path
            .inside(&zip::decode_name(&entry.raw_name, entry.unicode_name.as_deref())),
        depth: container.depth + 1,
        container: false,
        size_hint: Some(entry.size),
        crc32,
        modified: entry.modified(),
        raw_name: raw_name(&entry.raw_name),
    };
    let stated = Stated { size: Some(entry.size), crc32, compressed: entry.compressed };
    let bytes = match refusal {
        Some(refusal) => Err(refusal),
        None => Ok(Leaf::Zip(Rc::clone(archive), Rc::new(entry))),
    };
    Listed { info, stated, bytes }
}

/// The one member of a packed stream.
pub(super) fn packed(packing: Packing, blob: &Blob, info: &MemberInfo) -> Listing {
    let name = info.path.file_name();
    let lower = name.to_lowercase();
    let inner = match lower.rsplit_once('.') {
        Some((stem, "gz" | "gzip" | "bz2" | "xz" | "zst")) => name[..stem.len()].to_owned(),
        Some((stem, "tgz" | "tbz" | "tbz2" | "txz")) => format!("{}.tar", &name[..stem.len()]),
        _ => name.to_owned(),
    };
    let inner = MemberInfo {
        path: info.path.inside(&inner),
        depth: info.depth + 1,
        ..MemberInfo::default()
    };
    let stated = Stated { size: None, crc32: None, compressed: blob.len() };
    let bytes = Ok(Leaf::Packed(packing, blob.clone()));
    Ok((vec![Listed { info: inner, stated, bytes }], Vec::new()))
}

/// Opens a 7z archive with the first password that fits.
pub(super) fn open_seven(
    blob: &Blob,
    path: &MemberPath,
    passwords: &[Sensitive<String>],
) -> Result<Rc<SevenZip>, Closed> {
    match sevenz::open(blob, path, None) {
        Err(Closed::Password) => {}
        other => return other.map(Rc::new),
    }
    let opened = passwords.iter().find_map(|word| sevenz::open(blob, path, Some(word)).ok());
    opened.map(Rc::new).ok_or(Closed::Password)
}

/// Lists a 7z archive.
pub(super) fn seven(
    archive: &Rc<SevenZip>,
    info: &MemberInfo,
    limits: &Limits,
    meter: &Meter,
) -> Listing {
    if archive.entries().len() > limits.members as usize {
        return Err("limit_members");
    }
    let mut listed = Vec::new();
    for (index, entry) in archive.entries().iter().enumerate() {
        if entry.is_directory || entry.is_anti_item {
            continue;
        }
        let (packed, plain) = archive.block_sizes(index);
        let is_link = entry.has_windows_attributes
            && entry.windows_attributes & 0x8000 != 0
            && entry.windows_attributes >> 16 & 0o170_000 == 0o120_000;
        // A member costs the unpacking of all that stands before it.
        let refusal = if is_link {
            Some(("link_not_followed", vec![]))
        } else if let Some(code) = archive.refuses(index) {
            Some((code, vec![]))
        } else {
            meter.refuses(entry.size.max(plain), packed).map(|code| (code, vec![entry.size]))
        };
        let crc32 = entry.has_crc.then_some(entry.crc as u32);
        let member = MemberInfo {
            path: info.path.inside(&entry.name),
            depth: info.depth + 1,
            container: false,
            size_hint: Some(entry.size),
            crc32,
            modified: None,
            raw_name: None,
        };
        let stated = Stated { size: Some(entry.size), crc32, compressed: packed };
        let bytes = match refusal {
            Some(refusal) => Err(refusal),
            None => Ok(Leaf::SevenZip(Rc::clone(archive), index)),
        };
        listed.push(Listed { info: member, stated, bytes });
    }
    Ok((listed, Vec::new()))
}

/// The raw bytes of a name, if reading it lost something.
pub(super) fn raw_name(raw: &[u8]) -> Option<Sensitive<Vec<u8>>> {
    std::str::from_utf8(raw).is_err().then(|| Sensitive::new(raw.to_vec()))
}
