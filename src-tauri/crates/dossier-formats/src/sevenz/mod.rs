//! Reading 7z archives.
//!
//! The library reads the directory; the packed streams are opened here, because
//! members must be pulled one by one while the library pushes a whole block, and
//! because it asks for as much memory as an archive says it needs.

mod coders;
mod crypt;

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{self, Read};
use std::rc::Rc;

use dossier_model::{MemberPath, Sensitive};
use sevenz_rust2::{Archive, ArchiveEntry, Error, Password};

use crate::blob::{Blob, Opener, Seekable};
use coders::{Step, steps};
use crypt::Key;

/// A directory that is larger was made to hurt.
const MAX_HEADER: u64 = 32 << 20;
/// Bytes of a member that a password is tried on.
const TRIAL: u64 = 4 << 20;

/// Why an archive cannot be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    /// Even the names are encrypted.
    Password,
    /// A problem code.
    Broken(&'static str),
}

/// An opened archive.
pub(crate) struct SevenZip {
    blob: Blob,
    pub(crate) path: MemberPath,
    archive: Archive,
    /// Where each file begins in its block.
    starts: Vec<u64>,
    /// The block at hand as a stream, shared by its files.
    block: RefCell<Option<(usize, Blob)>>,
    password: RefCell<Option<Sensitive<String>>>,
    keys: Rc<RefCell<Vec<Key>>>,
}

/// Reads the directory; a password opens encrypted names.
pub(crate) fn open(
    blob: &Blob,
    path: &MemberPath,
    password: Option<&Sensitive<String>>,
) -> Result<SevenZip, Closed> {
    let head = blob.read_up_to(0, 32).map_err(|_| Closed::Broken("archive_damaged"))?;
    let size = head.get(20..28).and_then(|size| size.try_into().ok()).map(u64::from_le_bytes);
    let offset = head.get(12..20).and_then(|at| at.try_into().ok()).map(u64::from_le_bytes);
    let Some((size, offset)) = size.zip(offset) else {
        return Err(Closed::Broken("archive_damaged"));
    };
    if offset
        .checked_add(size)
        .and_then(|end| end.checked_add(32))
        .is_none_or(|end| end > blob.len())
    {
        return Err(Closed::Broken("archive_truncated"));
    }
    if size > MAX_HEADER {
        return Err(Closed::Broken("archive_damaged"));
    }
    let word = password.map_or_else(Password::empty, |word| Password::new(word.expose()));
    let archive = Archive::read(&mut Seekable::new(blob.clone()), &word).map_err(|err| {
        match (err, password) {
            (Error::PasswordRequired | Error::MaybeBadPassword(_), _) => Closed::Password,
            // With a wrong key the directory is noise, and noise is refused in many ways.
            (_, Some(_)) => Closed::Password,
            (Error::UnsupportedCompressionMethod(_) | Error::Unsupported(_), _) => {
                Closed::Broken("archive_method")
            }
            _ => Closed::Broken("archive_damaged"),
        }
    })?;
    let mut starts = vec![0; archive.files.len()];
    let mut ends: HashMap<usize, u64> = HashMap::new();
    for (index, file) in archive.files.iter().enumerate() {
        if let Some(block) = archive.stream_map.file_block_index.get(index).copied().flatten() {
            let end = ends.entry(block).or_default();
            starts[index] = *end;
            *end = end.saturating_add(file.size);
        }
    }
    Ok(SevenZip {
        blob: blob.clone(),
        path: path.clone(),
        archive,
        starts,
        block: RefCell::default(),
        password: RefCell::new(password.cloned()),
        keys: Rc::default(),
    })
}

impl SevenZip {
    /// Everything in the directory, folders too.
    pub(crate) fn entries(&self) -> &[ArchiveEntry] {
        &self.archive.files
    }

    fn block_of(&self, index: usize) -> Option<usize> {
        self.archive.stream_map.file_block_index.get(index).copied().flatten()
    }

    /// Packed and plain bytes of the block that a file stands in.
    pub(crate) fn block_sizes(&self, index: usize) -> (u64, u64) {
        let Some(block) = self.block_of(index) else { return (0, 0) };
        let first = self.archive.stream_map.block_first_pack_stream_index().get(block);
        let packed = first.and_then(|first| self.archive.pack_sizes().get(*first));
        let plain = self.archive.blocks.get(block).map_or(0, |block| block.get_unpack_size());
        (packed.copied().unwrap_or(0), plain)
    }

    /// Whether a file needs a password that is not known yet.
    pub(crate) fn is_locked(&self, index: usize) -> bool {
        self.password.borrow().is_none() && self.is_encrypted(index)
    }

    fn is_encrypted(&self, index: usize) -> bool {
        self.steps(index).is_ok_and(|steps| steps.iter().any(|step| matches!(step, Step::Aes(_))))
    }

    fn steps(&self, index: usize) -> Result<Vec<Step>, &'static str> {
        let block = self.block_of(index).and_then(|block| self.archive.blocks.get(block));
        block.map_or(Ok(Vec::new()), steps)
    }

    /// Why a file cannot be unpacked, as a problem code.
    pub(crate) fn refuses(&self, index: usize) -> Option<&'static str> {
        self.steps(index).err()
    }

    /// Whether a password opens a file: the format has no quick check, so the
    /// beginning of the block is unpacked.
    pub(crate) fn fits(&self, index: usize, password: &Sensitive<String>) -> bool {
        let Some(block) = self.block_of(index) else { return true };
        let smallest = (0..self.archive.files.len())
            .filter(|at| self.block_of(*at) == Some(block) && self.archive.files[*at].size > 0)
            .find(|at| self.starts[*at] == 0);
        let Some(first) = smallest else { return true };
        let file = &self.archive.files[first];
        let Ok(reader) = self.stream(block, Some(password)) else { return false };
        let (mut crc, mut buf, mut left) = (crc32fast::Hasher::new(), vec![0; 16 << 10], TRIAL);
        let mut reader = reader.take(file.size);
        while left > 0 {
            match reader.read(&mut buf) {
                Ok(0) => break,
                Ok(n) => {
                    crc.update(&buf[..n]);
                    left = left.saturating_sub(n as u64);
                }
                Err(_) => return false,
            }
        }
        left == 0 || !file.has_crc || u64::from(crc.finalize()) == file.crc
    }

    /// Keeps a password that fits.
    pub(crate) fn unlock(&self, password: &Sensitive<String>) {
        *self.password.borrow_mut() = Some(password.clone());
        self.release();
    }

    /// The plain bytes of a file.
    pub(crate) fn reader(self: &Rc<Self>, index: usize) -> io::Result<Box<dyn Read>> {
        let size = self.archive.files.get(index).map_or(0, |file| file.size);
        let Some(block) = self.block_of(index) else { return Ok(Box::new(io::empty())) };
        let blob = self.block(block);
        blob.slice(self.starts[index], size).reader(0)
    }

    /// How many rewinding streams lie under a file.
    pub(crate) fn rewind_levels(&self) -> u32 {
        self.blob.rewind_levels() + 1
    }

    /// A block as bytes that can be read from anywhere, forward at no cost.
    fn block(self: &Rc<Self>, block: usize) -> Blob {
        if let Some((_, known)) = self.block.borrow().as_ref().filter(|(at, _)| *at == block) {
            return known.clone();
        }
        let size = self.archive.blocks.get(block).map_or(0, |block| block.get_unpack_size());
        let home = Rc::downgrade(self);
        let open: Opener = Rc::new(move || {
            let home = home.upgrade().ok_or(io::ErrorKind::NotFound)?;
            let password = home.password.borrow().clone();
            home.stream(block, password.as_ref())
        });
        let blob = Blob::rewind(open, size, Vec::new(), self.rewind_levels());
        *self.block.borrow_mut() = Some((block, blob.clone()));
        blob
    }

    /// Forgets the open stream.
    pub(crate) fn release(&self) {
        self.block.borrow_mut().take();
    }

    fn stream(
        &self,
        block: usize,
        password: Option<&Sensitive<String>>,
    ) -> io::Result<Box<dyn Read>> {
        let bad = || io::Error::from(io::ErrorKind::InvalidData);
        let spec = self.archive.blocks.get(block).ok_or_else(bad)?;
        let map = &self.archive.stream_map;
        let first = *map.block_first_pack_stream_index().get(block).ok_or_else(bad)?;
        let offset = *map.pack_stream_offsets().get(first).ok_or_else(bad)?;
        let start =
            32u64.checked_add(self.archive.pack_pos()).and_then(|at| at.checked_add(offset));
        let packed = *self.archive.pack_sizes().get(first).ok_or_else(bad)?;
        let raw = self.blob.slice(start.ok_or_else(bad)?, packed).reader(0)?;
        let steps = steps(spec).map_err(|_| io::Error::from(io::ErrorKind::Unsupported))?;
        coders::open(raw, steps, password, &self.keys)
    }
}
