use std::cell::RefCell;
use std::collections::HashSet;
use std::io::Read;

use dossier_model::{MemberPath, Sensitive};

use crate::blob::Blob;
use crate::zip::{self, Entry, Fault};

/// An opened ZIP: where its bytes are and which password opens it.
pub(super) struct Archive {
    pub(super) blob: Blob,
    pub(super) path: MemberPath,
    pub(super) passwords: RefCell<Vec<Sensitive<String>>>,
    /// Some encrypted entries, to try a password on.
    samples: Vec<Entry>,
}

impl Archive {
    pub(super) fn new(blob: Blob, path: MemberPath, entries: &[Entry]) -> Self {
        let samples = entries.iter().filter(|entry| entry.is_encrypted()).take(8).cloned();
        Self { blob, path, passwords: RefCell::default(), samples: samples.collect() }
    }

    /// Whether an entry is plain or its password is known.
    pub(super) fn can_open(&self, entry: &Entry) -> bool {
        !entry.is_encrypted() || self.password_of(entry).is_some()
    }

    pub(super) fn open(&self, entry: &Entry) -> Result<Box<dyn Read>, Fault> {
        let password = if entry.is_encrypted() { self.password_of(entry) } else { None };
        zip::open(&self.blob, entry, password.as_ref().map(|word| word.expose().as_str()))
    }

    fn password_of(&self, entry: &Entry) -> Option<Sensitive<String>> {
        let passwords = self.passwords.borrow();
        passwords.iter().find(|word| self.accepts(entry, word.expose())).cloned()
    }

    /// The quick check that the format has for one entry.
    fn accepts(&self, entry: &Entry, password: &str) -> bool {
        let Ok(start) = zip::data_range(&self.blob, entry) else { return false };
        let Ok(head) = self.blob.read_up_to(start, 18) else { return false };
        if entry.method == 99 {
            zip::aes_fits(entry, &head, password)
        } else {
            zip::zip_crypto_fits(entry, &head, password)
        }
    }

    /// Whether a password opens an entry. The old encryption lets one wrong
    /// password in 256 pass, so other entries and a checksum are asked too.
    pub(super) fn fits(&self, entry: &Entry, password: &str) -> bool {
        if !self.accepts(entry, password) {
            return false;
        }
        if entry.method == 99 {
            return true;
        }
        self.samples.iter().all(|sample| self.accepts(sample, password))
            && (entry.size > 4 << 20 || self.checksum_fits(entry, password))
    }

    fn checksum_fits(&self, entry: &Entry, password: &str) -> bool {
        let Ok(reader) = zip::open(&self.blob, entry, Some(password)) else { return false };
        let (mut crc, mut buf) = (crc32fast::Hasher::new(), vec![0; 16 << 10]);
        let mut reader = reader.take(entry.size.saturating_add(1));
        loop {
            match reader.read(&mut buf) {
                Ok(0) => return crc.finalize() == entry.crc32,
                Ok(n) => crc.update(&buf[..n]),
                Err(_) => return false,
            }
        }
    }

    /// The entries that share bytes with another one: the trick of a bomb that
    /// unpacks one block a thousand times.
    pub(super) fn overlaps(&self, entries: &[Entry]) -> HashSet<usize> {
        let end = |entry: &Entry| {
            let head = 30 + entry.raw_name.len() as u64;
            entry.offset.saturating_add(head).saturating_add(entry.compressed)
        };
        let mut order: Vec<usize> = (0..entries.len()).collect();
        order.sort_by_key(|index| entries[*index].offset);
        let mut out = HashSet::new();
        let mut reach: Option<(usize, u64)> = None;
        for index in order {
            let entry = &entries[index];
            if let Some((before, until)) = reach
                && entry.offset < until
            {
                out.extend([before, index]);
            }
            if reach.is_none_or(|(_, until)| end(entry) > until) {
                reach = Some((index, end(entry)));
            }
        }
        out
    }
}
