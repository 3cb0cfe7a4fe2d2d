use std::io::{self, Read};

use dossier_model::Sha256;
use sha2::Digest;

/// Counts and hashes the bytes that pass through.
///
/// ```
/// use std::io::Read;
/// let mut reader = dossier_formats::HashingReader::new(&b"abc"[..]);
/// std::io::copy(&mut reader, &mut std::io::sink())?;
/// assert_eq!(reader.count(), 3);
/// assert!(reader.sha256().to_string().starts_with("ba7816bf"));
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct HashingReader<R> {
    inner: R,
    hasher: sha2::Sha256,
    bytes: u64,
}

impl<R: Read> HashingReader<R> {
    /// Wraps a reader.
    pub fn new(inner: R) -> Self {
        Self { inner, hasher: sha2::Sha256::new(), bytes: 0 }
    }

    /// Bytes that passed so far.
    pub fn count(&self) -> u64 {
        self.bytes
    }

    /// The digest of the bytes that passed so far.
    pub fn sha256(&self) -> Sha256 {
        Sha256(self.hasher.clone().finalize().into())
    }
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.hasher.update(&buf[..n]);
        self.bytes += n as u64;
        Ok(n)
    }
}
