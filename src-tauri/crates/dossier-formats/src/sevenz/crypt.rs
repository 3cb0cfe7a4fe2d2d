use std::cell::RefCell;
use std::io::{self, Read};

use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use dossier_model::Sensitive;
use sha2::{Digest, Sha256};

/// Rounds as a power of two. Programs write 19; much more is a trap.
const MAX_POWER: u8 = 24;
const BLOCK: usize = 16;

/// What is said of an encrypted stream.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct AesProperties {
    power: u8,
    salt: Vec<u8>,
    pub(super) iv: [u8; BLOCK],
}

/// A key that was derived once; deriving is slow on purpose.
pub(super) struct Key {
    power: u8,
    salt: Vec<u8>,
    password: Sensitive<String>,
    key: Sensitive<[u8; 32]>,
}

impl AesProperties {
    pub(super) fn read(properties: &[u8]) -> Option<Self> {
        let (&first, rest) = properties.split_first()?;
        let (&second, rest) = rest.split_first().unwrap_or((&0, &[]));
        let salt_len = usize::from((first >> 7 & 1) + (second >> 4));
        let iv_len = usize::from((first >> 6 & 1) + (second & 15));
        let salt = rest.get(..salt_len)?.to_vec();
        let stated = rest.get(salt_len..salt_len + iv_len)?;
        let mut iv = [0; BLOCK];
        iv.get_mut(..iv_len)?.copy_from_slice(stated);
        let power = first & 63;
        (power <= MAX_POWER).then_some(Self { power, salt, iv })
    }

    pub(super) fn key(
        &self,
        password: &Sensitive<String>,
        keys: &RefCell<Vec<Key>>,
    ) -> io::Result<Sensitive<[u8; 32]>> {
        let same = |key: &&Key| {
            key.power == self.power
                && key.salt == self.salt
                && key.password.expose() == password.expose()
        };
        if let Some(known) = keys.borrow().iter().find(same) {
            return Ok(known.key.clone());
        }
        let word: Vec<u8> = password.expose().encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut round = [&self.salt[..], &word, &[0; 8]].concat();
        let counter = round.len() - 8;
        let mut sha = Sha256::new();
        for number in 0..1u64 << self.power {
            round[counter..].copy_from_slice(&number.to_le_bytes());
            sha.update(&round);
        }
        let key = Sensitive::new(sha.finalize().into());
        let (power, salt) = (self.power, self.salt.clone());
        keys.borrow_mut().push(Key { power, salt, password: password.clone(), key: key.clone() });
        Ok(key)
    }
}

/// AES in chained blocks.
pub(super) struct CbcReader {
    inner: Box<dyn Read>,
    cipher: cbc::Decryptor<aes::Aes256>,
    buf: Vec<u8>,
    at: usize,
    /// Bytes of `buf` that are plain.
    plain: usize,
    ended: bool,
}

impl CbcReader {
    pub(super) fn new(inner: Box<dyn Read>, key: &Sensitive<[u8; 32]>, iv: &[u8; BLOCK]) -> Self {
        let cipher = cbc::Decryptor::new(key.expose().into(), iv.into());
        Self { inner, cipher, buf: Vec::new(), at: 0, plain: 0, ended: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.buf.drain(..self.plain);
        (self.at, self.plain) = (0, 0);
        while self.buf.len() < BLOCK && !self.ended {
            let have = self.buf.len();
            self.buf.resize(have + (16 << 10), 0);
            let n = self.inner.read(&mut self.buf[have..])?;
            self.buf.truncate(have + n);
            self.ended = n == 0;
        }
        let whole = self.buf.len() / BLOCK * BLOCK;
        for block in self.buf[..whole].as_chunks_mut::<BLOCK>().0 {
            self.cipher.decrypt_block(block.into());
        }
        self.plain = whole;
        if whole == 0 && !self.buf.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

impl Read for CbcReader {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.at == self.plain {
            self.fill()?;
        }
        let n = buf.len().min(self.plain - self.at);
        buf[..n].copy_from_slice(&self.buf[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}
