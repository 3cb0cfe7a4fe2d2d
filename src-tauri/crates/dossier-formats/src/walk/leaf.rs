use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::rc::Rc;

use dossier_model::{MemberPath, Sensitive};

use super::archive::Archive;
use crate::blob::Blob;
use crate::packed::Packing;
use crate::sevenz::{self, SevenZip};
use crate::zip::{self, Entry, Fault};

/// Where the bytes of a leaf come from.
#[derive(Clone)]
pub(super) enum Leaf {
    /// A file on disk, opened when it is its turn.
    Disk(Rc<PathBuf>),
    Blob(Blob),
    Zip(Rc<Archive>, Rc<Entry>),
    /// A file of a 7z archive, by its number.
    SevenZip(Rc<SevenZip>, usize),
    Packed(Packing, Blob),
    /// An archive whose names are encrypted.
    Sealed(Blob, MemberPath),
}

impl Leaf {
    pub(super) fn open(&self) -> Result<Box<dyn Read>, Fault> {
        let damaged = |_: io::Error| Fault("member_unreadable");
        match self {
            Self::Disk(path) => Blob::file(File::open(&**path).map_err(damaged)?)
                .and_then(|blob| blob.reader(0))
                .map_err(damaged),
            Self::Blob(blob) | Self::Sealed(blob, _) => blob.reader(0).map_err(damaged),
            Self::Zip(archive, entry) => archive.open(entry),
            Self::SevenZip(archive, index) => archive.reader(*index).map_err(unpack_fault),
            Self::Packed(packing, blob) => {
                packing.open(blob.reader(0).map_err(damaged)?, None).map_err(unpack_fault)
            }
        }
    }

    /// The bytes as they lie there, if they are not compressed.
    pub(super) fn plain(&self) -> Option<Blob> {
        match self {
            Self::Disk(path) => Blob::file(File::open(&**path).ok()?).ok(),
            Self::Blob(blob) | Self::Sealed(blob, _) => Some(blob.clone()),
            Self::Zip(archive, entry) if entry.method == 0 && !entry.is_encrypted() => {
                let start = zip::data_range(&archive.blob, entry).ok()?;
                Some(archive.blob.slice(start, entry.size))
            }
            Self::Zip(..) | Self::SevenZip(..) | Self::Packed(..) => None,
        }
    }

    pub(super) fn rewind_levels(&self) -> u32 {
        match self {
            Self::Disk(_) => 0,
            Self::Blob(blob) | Self::Packed(_, blob) | Self::Sealed(blob, _) => {
                blob.rewind_levels()
            }
            Self::Zip(archive, _) => archive.blob.rewind_levels(),
            // Going back there starts the block again.
            Self::SevenZip(archive, _) => archive.rewind_levels(),
        }
    }

    /// The archive that a password is asked for.
    pub(super) fn archive(&self) -> Option<&MemberPath> {
        match self {
            Self::Zip(archive, _) => Some(&archive.path),
            Self::SevenZip(archive, _) => Some(&archive.path),
            Self::Sealed(_, path) => Some(path),
            _ => None,
        }
    }

    /// Whether a password must be asked for first.
    pub(super) fn is_locked(&self) -> bool {
        match self {
            Self::Zip(archive, entry) => !archive.can_open(entry),
            Self::SevenZip(archive, index) => archive.is_locked(*index),
            Self::Sealed(..) => true,
            _ => false,
        }
    }

    /// Whether a password opens it.
    pub(super) fn fits(&self, password: &Sensitive<String>) -> bool {
        match self {
            Self::Zip(archive, entry) => archive.fits(entry, password.expose()),
            Self::SevenZip(archive, index) => archive.fits(*index, password),
            Self::Sealed(blob, path) => sevenz::open(blob, path, Some(password)).is_ok(),
            _ => true,
        }
    }

    /// Keeps a password that fits.
    pub(super) fn unlock(&self, password: &Sensitive<String>) {
        match self {
            Self::Zip(archive, _) => archive.passwords.borrow_mut().push(password.clone()),
            Self::SevenZip(archive, _) => archive.unlock(password),
            _ => {}
        }
    }

    /// Whether looking at the beginning means unpacking what stands before.
    pub(super) fn is_behind_others(&self) -> bool {
        matches!(self, Self::SevenZip(..))
    }
}

fn unpack_fault(err: io::Error) -> Fault {
    Fault(match err.kind() {
        io::ErrorKind::OutOfMemory => "limit_unpack_memory",
        io::ErrorKind::Unsupported => "archive_method",
        io::ErrorKind::UnexpectedEof => "member_cut_short",
        _ => "member_damaged",
    })
}
