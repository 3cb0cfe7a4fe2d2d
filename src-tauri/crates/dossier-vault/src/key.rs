//! The key of the vault and the file that keeps it.
//!
//! The vault's key is 32 random bytes. The key file beside the vault holds it
//! wrapped by XChaCha20-Poly1305 under a key that Argon2id makes of the
//! passphrase. By explicit choice of the person it may hold it unwrapped; whoever
//! copies both files can then read the vault, and the window says so.
//!
//! Form: one JSON object, so that a person can see what protects the vault:
//! `version`, `protection` (`passphrase` | `key_file`), `memory_kib`, `passes`,
//! `lanes`, `salt`, `nonce`, `key` (hexadecimal), `check` (SHA-256 over the rest).
//! Erasing this file makes the vault unreadable at once. While the rest is erased it
//! says so, so that an erasure that was cut off is told from a key that was lost.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use dossier_model::Sensitive;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

use crate::VaultError;

/// How a key file begins whose vault is being erased.
const ERASED: &[u8] = b"erased";

/// What the key file says about the work that a passphrase costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Work {
    /// What a vault aims for: 256 MiB, 3 passes, 4 lanes.
    pub const AIM: Self = Self { memory_kib: 256 * 1024, passes: 3, lanes: 4 };
    /// What a vault never goes below: 64 MiB, 3 passes, 4 lanes.
    pub const LEAST: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 4 };

    /// The most work that stays under `patience` on this computer, from one
    /// measured run of the least.
    pub fn calibrated(patience: Duration) -> Self {
        let start = Instant::now();
        let mut out = Zeroizing::new([0u8; 32]);
        let measured = derive(b"calibration", &[0; 16], Self::LEAST, &mut out).is_ok();
        let least = start.elapsed().max(Duration::from_millis(1));
        let fits = if measured { patience.as_nanos() / least.as_nanos() } else { 1 };
        let factor = u32::try_from(fits.clamp(1, 4)).unwrap_or(1);
        Self { memory_kib: Self::LEAST.memory_kib * factor, ..Self::LEAST }
    }
}

/// The vault's key in memory, wiped when dropped.
#[derive(PartialEq, Eq)]
pub struct VaultKey(Zeroizing<[u8; 32]>);

impl VaultKey {
    pub(crate) fn random() -> Result<Self, VaultError> {
        let mut key = Zeroizing::new([0; 32]);
        random(&mut *key)?;
        Ok(Self(key))
    }

    /// The statement that gives SQLCipher the key, a raw one.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        let digits = hex(&*self.0);
        let parts = ["PRAGMA key = \"x'", &digits, "'\""];
        // Made in its full length: a text that grows leaves copies behind.
        let mut sql = Zeroizing::new(String::with_capacity(parts.map(str::len).iter().sum()));
        parts.iter().for_each(|part| sql.push_str(part));
        sql
    }
}

impl Clone for VaultKey {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

#[derive(Serialize, Deserialize, Zeroize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    version: u32,
    protection: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    nonce: String,
    key: String,
    check: String,
}

impl Drop for KeyFile {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

/// The key file of a vault: its name with `.key` added.
pub fn key_path(vault: &Path) -> PathBuf {
    beside(vault, ".key")
}

/// A file beside the vault: its name with an ending added.
pub(crate) fn beside(vault: &Path, ending: &str) -> PathBuf {
    let mut name = vault.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Makes a key and its file. Without a passphrase it stands there unwrapped.
pub(crate) fn create(
    path: &Path,
    passphrase: Option<&Sensitive<String>>,
    work: Work,
) -> Result<VaultKey, VaultError> {
    let key = VaultKey::random()?;
    write(path, &key, passphrase, work, false)?;
    Ok(key)
}

/// Wraps the key anew under another passphrase.
pub(crate) fn rewrap(
    path: &Path,
    key: &VaultKey,
    passphrase: Option<&Sensitive<String>>,
    work: Work,
) -> Result<(), VaultError> {
    let mut old = fs::OpenOptions::new().write(true).open(path)?;
    write(path, key, passphrase, work, true)?;
    // The old wrapping has lost its name; its bytes go too, as far as the disk lets them.
    overwrite(&mut old, b"")
}

/// Writes a word and then nothing but zeros over all of a file.
fn overwrite(file: &mut fs::File, word: &[u8]) -> Result<(), VaultError> {
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(4096);
    let mut bytes = word.to_vec();
    bytes.resize(length.max(word.len()), 0);
    file.write_all(&bytes)?;
    file.sync_all()?;
    Ok(())
}

/// Whether a passphrase protects the vault, without opening it.
pub(crate) fn is_protected(path: &Path) -> Result<bool, VaultError> {
    Ok(read(path)?.protection == "passphrase")
}

/// Takes the key out of its file.
pub(crate) fn open(
    path: &Path,
    passphrase: Option<&Sensitive<String>>,
) -> Result<VaultKey, VaultError> {
    let file = read(path)?;
    let stored = Zeroizing::new(unhex(&file.key)?);
    let mut key = Zeroizing::new([0; 32]);
    let plain = match file.protection.as_str() {
        "key_file" => stored,
        _ => {
            let passphrase = passphrase.ok_or(VaultError::WrongPassphrase)?;
            let work = Work { memory_kib: file.memory_kib, passes: file.passes, lanes: file.lanes };
            let cipher = wrapper(passphrase, &unhex(&file.salt)?, work)?;
            let nonce = unhex(&file.nonce)?;
            let nonce = XNonce::try_from(nonce.as_slice()).map_err(|_| damaged())?;
            let payload = Payload { msg: &stored, aad: b"dossier vault key" };
            Zeroizing::new(
                cipher.decrypt(&nonce, payload).map_err(|_| VaultError::WrongPassphrase)?,
            )
        }
    };
    if plain.len() != key.len() {
        return Err(damaged());
    }
    key.copy_from_slice(&plain);
    Ok(VaultKey(key))
}

/// Overwrites the key file, if there is one, and what a change of the passphrase that
/// was cut off left beside it: the vault can never be opened again.
pub(crate) fn destroy(path: &Path) -> Result<(), VaultError> {
    for file in [unfinished(path), path.to_owned()] {
        match fs::OpenOptions::new().write(true).open(file) {
            Ok(mut file) => overwrite(&mut file, ERASED)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Whether the vault of this key file is being erased, or was until it was cut off.
pub(crate) fn is_erased(path: &Path) -> bool {
    fs::read(path).is_ok_and(|bytes| bytes.starts_with(ERASED))
}

/// Where a key file is written before it takes its name.
pub(crate) fn unfinished(path: &Path) -> PathBuf {
    beside(path, ".new")
}

fn write(
    path: &Path,
    key: &VaultKey,
    passphrase: Option<&Sensitive<String>>,
    work: Work,
    replace: bool,
) -> Result<(), VaultError> {
    let (mut salt, mut nonce) = ([0; 16], [0; 24]);
    random(&mut salt)?;
    random(&mut nonce)?;
    let stored = match passphrase {
        None => Zeroizing::new(key.0.to_vec()),
        Some(passphrase) => {
            let cipher = wrapper(passphrase, &salt, work)?;
            let payload = Payload { msg: &*key.0, aad: b"dossier vault key" };
            let sealed = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| damaged())?;
            Zeroizing::new(sealed)
        }
    };
    let mut file = KeyFile {
        version: 1,
        protection: if passphrase.is_some() { "passphrase" } else { "key_file" }.to_owned(),
        memory_kib: work.memory_kib,
        passes: work.passes,
        lanes: work.lanes,
        salt: hex(&salt).to_string(),
        nonce: hex(&nonce).to_string(),
        key: hex(&stored).to_string(),
        check: String::new(),
    };
    file.check = check(&file);
    let text = Zeroizing::new(serde_json::to_vec_pretty(&file)?);
    // Written beside and renamed, so that a crash leaves the old key or the new one.
    let beside = unfinished(path);
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    private(&mut options);
    let mut out = options.open(&beside)?;
    out.write_all(&text)?;
    out.sync_all()?;
    if !replace && path.exists() {
        fs::remove_file(&beside)?;
        return Err(VaultError::Exists);
    }
    fs::rename(&beside, path)?;
    settle_name(path)
}

/// Makes sure that the new name of a file outlives a loss of power.
#[cfg(unix)]
fn settle_name(path: &Path) -> Result<(), VaultError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(())
}

/// Makes sure that the new name of a file outlives a loss of power.
#[cfg(not(unix))]
fn settle_name(_: &Path) -> Result<(), VaultError> {
    Ok(())
}

fn read(path: &Path) -> Result<KeyFile, VaultError> {
    let text = Zeroizing::new(fs::read(path)?);
    let file: KeyFile = serde_json::from_slice(&text).map_err(|_| damaged())?;
    if file.version > 1 {
        return Err(VaultError::Newer { found: file.version, known: 1 });
    }
    // Told apart from a wrong passphrase: the file itself is not as it was written.
    if file.check != check(&file) {
        return Err(damaged());
    }
    Ok(file)
}

fn check(file: &KeyFile) -> String {
    let mut hash = Sha256::new();
    for part in [&file.protection, &file.salt, &file.nonce, &file.key] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    for number in [file.version, file.memory_kib, file.passes, file.lanes] {
        hash.update(number.to_le_bytes());
    }
    hex(&hash.finalize()).to_string()
}

fn wrapper(
    passphrase: &Sensitive<String>,
    salt: &[u8],
    work: Work,
) -> Result<XChaCha20Poly1305, VaultError> {
    let mut wrapping = Zeroizing::new([0; 32]);
    derive(passphrase.expose().as_bytes(), salt, work, &mut wrapping)?;
    XChaCha20Poly1305::new_from_slice(&*wrapping).map_err(|_| damaged())
}

fn derive(
    passphrase: &[u8],
    salt: &[u8],
    work: Work,
    out: &mut [u8; 32],
) -> Result<(), VaultError> {
    // A forged key file must not ask for all memory.
    if work.memory_kib > 4 * Work::AIM.memory_kib || work.passes > 64 || work.lanes > 64 {
        return Err(damaged());
    }
    let params = Params::new(work.memory_kib, work.passes, work.lanes, Some(out.len()))
        .map_err(|_| damaged())?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase, salt, out)
        .map_err(|_| damaged())
}

fn damaged() -> VaultError {
    VaultError::Damaged { what: "key file" }
}

fn random(bytes: &mut [u8]) -> Result<(), VaultError> {
    getrandom::fill(bytes).map_err(|_| VaultError::Io(std::io::ErrorKind::Other))
}

fn hex(bytes: &[u8]) -> Zeroizing<String> {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    let mut text = Zeroizing::new(String::with_capacity(2 * bytes.len()));
    text.extend(bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]));
    text
}

fn unhex(text: &str) -> Result<Vec<u8>, VaultError> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return Err(damaged());
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| damaged()))
        .collect()
}

/// Lets only the owner read what is opened with these options.
#[cfg(unix)]
pub(crate) fn private(options: &mut fs::OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

/// Lets only the owner read what is opened with these options.
#[cfg(not(unix))]
pub(crate) fn private(_: &mut fs::OpenOptions) {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Far below the least, so that tests are quick; `create` is given it explicitly.
    const QUICK: Work = Work { memory_kib: 64, passes: 1, lanes: 1 };

    fn secret(text: &str) -> Option<Sensitive<String>> {
        Some(Sensitive::new(text.to_owned()))
    }

    #[test]
    fn only_the_passphrase_opens_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v.key");
        let key = create(&path, secret("correct horse").as_ref(), QUICK).unwrap();
        let again = open(&path, secret("correct horse").as_ref()).unwrap();
        assert_eq!(*key.0, *again.0);
        for wrong in [secret("correct horsE"), None] {
            let error = open(&path, wrong.as_ref()).err().unwrap();
            assert!(matches!(error, VaultError::WrongPassphrase));
        }
    }

    #[test]
    fn a_changed_file_is_damaged_and_not_a_wrong_passphrase() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v.key");
        create(&path, secret("correct horse").as_ref(), QUICK).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("\"passes\": 1", "\"passes\": 2")).unwrap();
        let error = open(&path, secret("correct horse").as_ref()).err().unwrap();
        assert!(matches!(error, VaultError::Damaged { .. }));
    }

    #[test]
    fn a_new_passphrase_replaces_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v.key");
        let key = create(&path, None, QUICK).unwrap();
        assert!(!is_protected(&path).unwrap());
        rewrap(&path, &key, secret("battery staple").as_ref(), QUICK).unwrap();
        assert!(is_protected(&path).unwrap());
        assert_eq!(*open(&path, secret("battery staple").as_ref()).unwrap().0, *key.0);
        destroy(&path).unwrap();
        assert!(is_erased(&path));
        assert!(open(&path, secret("battery staple").as_ref()).is_err());
    }
}
