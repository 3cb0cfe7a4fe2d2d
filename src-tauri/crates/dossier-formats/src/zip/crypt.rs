use std::io::{self, Read};

use aes::cipher::{BlockCipherEncrypt, KeyInit};
use hmac::Mac;

use super::directory::Entry;

/// The old ZIP encryption. Weak, but shops use it.
pub(super) struct ZipCrypto<R> {
    inner: R,
    keys: Keys,
}

#[derive(Clone)]
struct Keys([u32; 3]);

impl Keys {
    fn new(password: &str) -> Self {
        let mut keys = Self([0x1234_5678, 0x2345_6789, 0x3456_7890]);
        password.bytes().for_each(|byte| keys.update(byte));
        keys
    }

    fn update(&mut self, plain: u8) {
        let [a, b, c] = &mut self.0;
        *a = crc_step(*a, plain);
        *b = b.wrapping_add(*a & 0xff).wrapping_mul(134_775_813).wrapping_add(1);
        *c = crc_step(*c, (*b >> 24) as u8);
    }

    fn decrypt(&mut self, cipher: u8) -> u8 {
        let t = self.0[2] | 3;
        let plain = cipher ^ (t.wrapping_mul(t ^ 1) >> 8) as u8;
        self.update(plain);
        plain
    }
}

fn crc_step(crc: u32, byte: u8) -> u32 {
    let mut low = (crc ^ u32::from(byte)) & 0xff;
    for _ in 0..8 {
        low = if low & 1 != 0 { low >> 1 ^ 0xedb8_8320 } else { low >> 1 };
    }
    crc >> 8 ^ low
}

/// Whether the first twelve bytes of an entry accept the password. One wrong
/// password in 256 passes; the checksum of the whole entry finds those.
pub(crate) fn zip_crypto_fits(entry: &Entry, head: &[u8], password: &str) -> bool {
    let mut keys = Keys::new(password);
    let Some(head) = head.get(..12) else { return false };
    let last = head.iter().fold(0, |_, byte| keys.decrypt(*byte));
    let streamed = entry.flags & 8 != 0;
    last == (entry.crc32 >> 24) as u8 || (streamed && last == (entry.time.0 >> 8) as u8)
}

impl<R: Read> ZipCrypto<R> {
    pub(super) fn new(mut inner: R, password: &str) -> io::Result<Self> {
        let mut keys = Keys::new(password);
        let mut head = [0; 12];
        inner.read_exact(&mut head)?;
        head.iter().for_each(|byte| {
            keys.decrypt(*byte);
        });
        Ok(Self { inner, keys })
    }
}

impl<R: Read> Read for ZipCrypto<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        buf[..n].iter_mut().for_each(|byte| *byte = self.keys.decrypt(*byte));
        Ok(n)
    }
}

/// Lengths of key and salt for an AES strength of 1 to 3.
fn aes_lengths(strength: u8) -> Option<(usize, usize)> {
    Some(match strength {
        1 => (16, 8),
        2 => (24, 12),
        3 => (32, 16),
        _ => return None,
    })
}

/// Key, key of the checksum, and the two bytes that tell a wrong password.
fn aes_keys(password: &str, salt: &[u8], key_len: usize) -> (Vec<u8>, Vec<u8>, [u8; 2]) {
    let mut out = vec![0; key_len * 2 + 2];
    pbkdf2::pbkdf2_hmac::<sha1::Sha1>(password.as_bytes(), salt, 1000, &mut out);
    let check = [out[key_len * 2], out[key_len * 2 + 1]];
    (out[..key_len].to_vec(), out[key_len..key_len * 2].to_vec(), check)
}

/// Whether the first bytes of an AES entry accept the password.
pub(crate) fn aes_fits(entry: &Entry, head: &[u8], password: &str) -> bool {
    let Some((key_len, salt_len)) = entry.aes.and_then(|aes| aes_lengths(aes.1)) else {
        return false;
    };
    let Some(head) = head.get(..salt_len + 2) else { return false };
    aes_keys(password, &head[..salt_len], key_len).2 == head[salt_len..]
}

enum Cipher {
    Aes128(aes::Aes128),
    Aes192(aes::Aes192),
    Aes256(aes::Aes256),
}

impl Cipher {
    fn new(key: &[u8]) -> Option<Self> {
        Some(match key.len() {
            16 => Self::Aes128(aes::Aes128::new_from_slice(key).ok()?),
            24 => Self::Aes192(aes::Aes192::new_from_slice(key).ok()?),
            _ => Self::Aes256(aes::Aes256::new_from_slice(key).ok()?),
        })
    }

    fn block(&self, counter: u128) -> [u8; 16] {
        let mut block = aes::Block::from(counter.to_le_bytes());
        match self {
            Self::Aes128(cipher) => cipher.encrypt_block(&mut block),
            Self::Aes192(cipher) => cipher.encrypt_block(&mut block),
            Self::Aes256(cipher) => cipher.encrypt_block(&mut block),
        }
        block.into()
    }
}

/// AES in counter mode with the checksum that WinZip writes behind the data.
pub(super) struct AesReader<R> {
    inner: R,
    left: u64,
    cipher: Cipher,
    mac: hmac::Hmac<sha1::Sha1>,
    counter: u128,
    pad: [u8; 16],
    used: usize,
    checked: bool,
}

impl<R: Read> AesReader<R> {
    /// `len` counts everything: salt, check bytes, data and checksum.
    pub(super) fn new(mut inner: R, len: u64, strength: u8, password: &str) -> io::Result<Self> {
        let bad = || io::Error::from(io::ErrorKind::InvalidData);
        let (key_len, salt_len) = aes_lengths(strength).ok_or_else(bad)?;
        let mut salt = vec![0; salt_len];
        inner.read_exact(&mut salt)?;
        inner.read_exact(&mut [0; 2])?;
        let left = len.checked_sub(salt_len as u64 + 12).ok_or_else(bad)?;
        let (key, mac_key, _) = aes_keys(password, &salt, key_len);
        let cipher = Cipher::new(&key).ok_or_else(bad)?;
        let mac = hmac::Hmac::new_from_slice(&mac_key).map_err(|_| bad())?;
        Ok(Self { inner, left, cipher, mac, counter: 0, pad: [0; 16], used: 16, checked: false })
    }

    fn check(&mut self) -> io::Result<()> {
        if self.checked {
            return Ok(());
        }
        self.checked = true;
        let mut stated = [0; 10];
        self.inner.read_exact(&mut stated)?;
        let sum = self.mac.clone().finalize().into_bytes();
        if sum[..10] == stated { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    }
}

impl<R: Read> Read for AesReader<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let want = buf.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if want == 0 {
            if self.left == 0 {
                self.check()?;
            }
            return Ok(0);
        }
        let n = self.inner.read(&mut buf[..want])?;
        if n == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.mac.update(&buf[..n]);
        for byte in &mut buf[..n] {
            if self.used == 16 {
                self.counter += 1;
                self.pad = self.cipher.block(self.counter);
                self.used = 0;
            }
            *byte ^= self.pad[self.used];
            self.used += 1;
        }
        self.left -= n as u64;
        Ok(n)
    }
}
