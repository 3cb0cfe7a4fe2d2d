//! Making, opening and closing the one file.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dossier_model::{Cancel, Sensitive};
use rusqlite::{Connection, OpenFlags};

use crate::entries::Directory;
use crate::gate::{Closes, Gate};
use crate::history::Growing;
use crate::key::{self, VaultKey, Work};
use crate::{VaultError, schema};

/// What is to be deleted may delay an opening by this.
const AT_OPENING: Duration = Duration::from_millis(20);

/// One connection is opened at a time: SQLCipher sets up parts of itself with the
/// first, and was seen to fail when several did so at once.
static OPENING: Mutex<()> = Mutex::new(());

/// An open vault: one connection to the encrypted file.
///
/// Several may be open on the same file at once, through [`Vault::another`]: one
/// writes an import while the others read what is complete.
pub struct Vault {
    pub(crate) connection: Connection,
    pub(crate) gate: Arc<Gate>,
    pub(crate) directory: RefCell<Directory>,
    pub(crate) growing: Option<Growing>,
    path: PathBuf,
    key: VaultKey,
    /// Only the first connection closes the vault.
    _closes: Option<Closes>,
}

/// What a check of the whole file found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Pages whose seal is broken.
    pub broken_pages: u32,
    /// Blocks whose rows do not add up.
    pub broken_blocks: u32,
    /// Imports whose original bytes no longer have their digest.
    pub broken_sources: u32,
}

impl Vault {
    /// Makes a vault. Without a passphrase its key lies beside it in plain: the
    /// caller has made sure that the person wants this.
    pub fn create(
        path: &Path,
        passphrase: Option<&Sensitive<String>>,
        work: Work,
    ) -> Result<Self, VaultError> {
        let key_path = key::key_path(path);
        if key::is_erased(&key_path) {
            Self::erase(path)?;
        }
        match Self::look(path) {
            Err(VaultError::Absent) => {}
            Err(half) => return Err(half),
            Ok(()) => return Err(VaultError::Exists),
        }
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty() && !f.exists()) {
            create_private_folder(folder)?;
        }
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(false);
        key::private(&mut options);
        // The empty file first: whatever cuts this off, no key is left alone, which
        // could be that of a vault that was moved away.
        options.open(path)?;
        let key = key::create(&key_path, passphrase, work)?;
        let mut vault = Self::first(path, key)?;
        schema::upgrade(&mut vault.connection)?;
        Ok(vault)
    }

    /// Opens a vault.
    pub fn open(path: &Path, passphrase: Option<&Sensitive<String>>) -> Result<Self, VaultError> {
        Self::look(path)?;
        let key = key::open(&key::key_path(path), passphrase)?;
        let mut vault = Self::first(path, key)?;
        schema::upgrade(&mut vault.connection)?;
        vault.forget_history()?;
        vault.tidy_soon(AT_OPENING);
        Ok(vault)
    }

    /// Whether there is a vault at this place.
    pub fn exists(path: &Path) -> bool {
        Self::look(path).is_ok()
    }

    /// Whether there is a vault: its file and its key. An empty file without a key is
    /// none: making one was cut off. One part alone may be all that is left of a vault,
    /// so it is an answer of its own and nothing is made in its place.
    fn look(path: &Path) -> Result<(), VaultError> {
        let key = key::key_path(path);
        if key::is_erased(&key) {
            return Err(VaultError::Absent);
        }
        match (fs::metadata(path), key.exists()) {
            (Ok(_), true) => Ok(()),
            (Ok(file), false) if file.len() > 0 => Err(VaultError::KeyAbsent),
            (Err(_), true) => Err(VaultError::FileAbsent),
            (_, false) => Err(VaultError::Absent),
        }
    }

    /// Whether a passphrase protects the vault at this place.
    pub fn is_protected(path: &Path) -> Result<bool, VaultError> {
        key::is_protected(&key::key_path(path))
    }

    /// Whether both are connections to one vault, opened once.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.gate, &other.gate)
    }

    /// Another connection to the same vault.
    pub fn another(&self) -> Result<Self, VaultError> {
        Self::connect(&self.path, self.key.clone(), Arc::clone(&self.gate))
    }

    /// Changes, sets or removes the passphrase. The old one must be given again: an
    /// unlocked window that somebody left alone is not enough. Only the wrapping of
    /// the key changes, so it takes as long for a large vault as for an empty one; a
    /// crash leaves the old key file or the new one.
    pub fn change_passphrase(
        &self,
        old: Option<&Sensitive<String>>,
        new: Option<&Sensitive<String>>,
        work: Work,
    ) -> Result<(), VaultError> {
        let file = key::key_path(&self.path);
        if key::open(&file, old)? != self.key {
            return Err(VaultError::Damaged { what: "key file" });
        }
        key::rewrap(&file, &self.key, new, work)
    }

    /// Destroys the vault at this place, or the part of one that is there: first the
    /// key, then the file. The name of the key goes last, so that an erasure that was
    /// cut off can be told and finished.
    pub fn erase(path: &Path) -> Result<(), VaultError> {
        let key = key::key_path(path);
        key::destroy(&key)?;
        let files = ["", "-wal", "-shm", ".lock"].map(|ending| key::beside(path, ending));
        let mut any = false;
        for file in files.into_iter().chain([key::unfinished(&key), key]) {
            match fs::remove_file(file) {
                Ok(()) => any = true,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        if any { Ok(()) } else { Err(VaultError::Absent) }
    }

    /// Interrupts a running query when the work is canceled.
    pub fn watch(&self, cancel: &Cancel) -> Result<(), VaultError> {
        let cancel = cancel.clone();
        self.connection.progress_handler(20_000, Some(move || cancel.is_canceled()))?;
        Ok(())
    }

    /// The size of the file in bytes, with what is not yet moved into it.
    pub fn size(&self) -> u64 {
        let length = |path: &Path| fs::metadata(path).map_or(0, |m| m.len());
        length(&self.path) + length(&key::beside(&self.path, "-wal"))
    }

    /// Where the vault lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn first(path: &Path, key: VaultKey) -> Result<Self, VaultError> {
        let gate = Arc::new(Gate::default());
        let vault = Self::connect(path, key, Arc::clone(&gate))?;
        Ok(Self { _closes: Some(Closes(gate)), ..vault })
    }

    fn connect(path: &Path, key: VaultKey, gate: Arc<Gate>) -> Result<Self, VaultError> {
        // A thread that failed inside left nothing half done here.
        let _turn = OPENING.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        // Its log would go to the terminal; what it says comes back as an error anyway.
        connection.pragma_update(None, "cipher_log_level", "NONE")?;
        // Before the key: SQLCipher then wipes its copies of that statement too.
        connection.pragma_update(None, "cipher_memory_security", true)?;
        connection.execute_batch(&key.pragma())?;
        // Larger pages cost fewer seals for the same bytes.
        connection.pragma_update(None, "cipher_page_size", 8192)?;
        // Taken by a new file only: what is deleted can be given back to the disk.
        connection.pragma_update(None, "auto_vacuum", "incremental")?;
        // The first read tells a foreign or damaged file from a vault.
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "temp_store", "memory")?;
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "cache_size", -8 * 1024)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        let directory = RefCell::default();
        let path = path.to_owned();
        Ok(Self { connection, gate, directory, growing: None, path, key, _closes: None })
    }
}

#[cfg(unix)]
fn create_private_folder(folder: &Path) -> Result<(), VaultError> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    Ok(())
}

#[cfg(not(unix))]
fn create_private_folder(folder: &Path) -> Result<(), VaultError> {
    fs::create_dir_all(folder)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_source_that_cannot_be_unpacked_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::create(&folder.path().join("v"), None, Work::LEAST).unwrap();
        for _ in 0..2 {
            let mut writer = vault.begin_import(&crate::ImportHead::default()).unwrap();
            writer.source_chunk(0, 0, "a.csv", &[7; 100]).unwrap();
            writer.commit(&crate::ImportEnd::default()).unwrap();
        }
        let broken = "UPDATE source_chunk SET data = x'0500000001020304' WHERE import = 1";
        vault.connection.execute(broken, []).unwrap();
        // The other one is whole, but not what its digest says.
        assert_eq!(vault.verify().unwrap().broken_sources, 2);
    }
}
