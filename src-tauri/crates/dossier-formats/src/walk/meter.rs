use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use dossier_model::{Cancel, Sha256};
use sha2::Digest;

use crate::Limits;

/// Counts bytes over all levels of a walk, so that a bomb made of many small
/// bombs meets the same limit.
#[derive(Clone)]
pub(crate) struct Meter {
    produced: Rc<Cell<u64>>,
    source_bytes: Rc<Cell<u64>>,
    total_limit: u64,
    ratio: u64,
    free: u64,
    member_limit: u64,
}

impl Meter {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            produced: Rc::default(),
            source_bytes: Rc::default(),
            total_limit: limits.total_bytes,
            ratio: limits.ratio,
            free: limits.ratio_free_bytes,
            member_limit: limits.member_bytes,
        }
    }

    pub(crate) fn add_source(&self, bytes: u64) {
        self.source_bytes.set(self.source_bytes.get().saturating_add(bytes));
    }

    pub(crate) fn source_bytes(&self) -> u64 {
        self.source_bytes.get()
    }

    /// Counts `n` more bytes; a problem code if that is too much.
    fn count(&self, n: u64, member: u64, compressed: u64) -> Option<&'static str> {
        let produced = self.produced.get().saturating_add(n);
        self.produced.set(produced);
        let over = |bytes: u64, of: u64, free: u64| {
            bytes > free.saturating_add(of.saturating_mul(self.ratio))
        };
        if produced > self.total_limit {
            Some("limit_total_bytes")
        } else if member > self.member_limit {
            Some("limit_member_bytes")
        } else if over(member, compressed, self.free)
            // Containers inside containers are produced more than once.
            || over(produced, self.source_bytes.get(), self.free.saturating_mul(32))
        {
            Some("limit_ratio")
        } else {
            None
        }
    }

    /// Why nothing more may be produced, if so.
    pub(crate) fn exhausted(&self) -> Option<&'static str> {
        self.count(0, 0, 0)
    }

    /// Whether a stated size is already too much, before a byte is read.
    pub(crate) fn refuses(&self, size: u64, compressed: u64) -> Option<&'static str> {
        if size > self.member_limit {
            Some("limit_member_bytes")
        } else if size > self.free.saturating_add(compressed.saturating_mul(self.ratio)) {
            Some("limit_ratio")
        } else {
            None
        }
    }
}

/// What a container says of a member, to be held against what comes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stated {
    pub(crate) size: Option<u64>,
    pub(crate) crc32: Option<u32>,
    /// Bytes that it takes in its container.
    pub(crate) compressed: u64,
}

/// The bytes of one member on their way: counted, hashed, limited, checked.
pub(crate) struct Metered<R> {
    inner: R,
    meter: Meter,
    stated: Stated,
    cancel: Cancel,
    sha: sha2::Sha256,
    crc: crc32fast::Hasher,
    bytes: u64,
    fault: Option<&'static str>,
    ended: bool,
}

impl<R: Read> Metered<R> {
    pub(crate) fn new(inner: R, stated: Stated, meter: Meter, cancel: Cancel) -> Self {
        let (sha, crc) = (sha2::Sha256::new(), crc32fast::Hasher::new());
        Self { inner, meter, stated, cancel, sha, crc, bytes: 0, fault: None, ended: false }
    }

    /// Reads what is left and says how it ended: bytes, digest, problem code.
    pub(crate) fn finish(mut self) -> (u64, Sha256, Option<&'static str>) {
        let mut buf = vec![0; 64 << 10];
        while matches!(self.read(&mut buf), Ok(n) if n > 0) {}
        (self.bytes, Sha256(self.sha.finalize().into()), self.fault)
    }

    fn fail(&mut self, code: &'static str) -> io::Error {
        self.fault.get_or_insert(code);
        self.ended = true;
        io::Error::new(io::ErrorKind::InvalidData, code)
    }

    fn end(&mut self) {
        self.ended = true;
        if self.stated.size.is_some_and(|size| size != self.bytes) {
            self.fault.get_or_insert("member_size_differs");
        } else if self.stated.crc32.is_some_and(|crc| crc != self.crc.clone().finalize()) {
            self.fault.get_or_insert("member_checksum");
        }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.ended || buf.is_empty() {
            return Ok(0);
        }
        if self.cancel.check().is_err() {
            self.ended = true;
            return Err(io::ErrorKind::Other.into());
        }
        let n = match self.inner.read(buf) {
            Ok(0) => {
                self.end();
                return Ok(0);
            }
            Ok(n) => n,
            Err(err) if err.kind() == io::ErrorKind::Interrupted => return Err(err),
            Err(err) if err.kind() == io::ErrorKind::UnexpectedEof => {
                return Err(self.fail("member_cut_short"));
            }
            Err(_) => return Err(self.fail("member_damaged")),
        };
        let after = self.bytes + n as u64;
        if self.stated.size.is_some_and(|size| after > size) {
            return Err(self.fail("member_size_differs"));
        }
        if let Some(code) = self.meter.count(n as u64, after, self.stated.compressed) {
            return Err(self.fail(code));
        }
        self.sha.update(&buf[..n]);
        if self.stated.crc32.is_some() {
            self.crc.update(&buf[..n]);
        }
        self.bytes = after;
        Ok(n)
    }
}
