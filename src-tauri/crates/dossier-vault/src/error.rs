/// What can go wrong with a vault. None of these deletes or changes anything.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// There is no vault at the place.
    #[error("there is no vault at this place")]
    Absent,
    /// There is one already.
    #[error("there is a vault at this place already")]
    Exists,
    /// The data file is there, its key is not.
    #[error("the key of this vault is missing")]
    KeyAbsent,
    /// A key is there, the data file is not.
    #[error("there is a key at this place, and no vault")]
    FileAbsent,
    /// The passphrase does not open it.
    #[error("the passphrase does not open this vault")]
    WrongPassphrase,
    /// The passphrase is too short or too easily guessed.
    #[error("the passphrase is too weak")]
    WeakPassphrase,
    /// A part of it is not as it was written.
    #[error("the vault is damaged: {what}")]
    Damaged {
        /// Which part.
        what: &'static str,
    },
    /// A later version of the program wrote it.
    #[error("the vault has schema {found}, this program knows up to {known}")]
    Newer {
        /// The schema's number in the file.
        found: u32,
        /// The newest that this program knows.
        known: u32,
    },
    /// Another window or program has it open for writing.
    #[error("the vault is in use by another program")]
    Busy,
    /// The disk is full.
    #[error("there is no space left for the vault")]
    Full,
    /// Nothing in the vault has this id.
    #[error("nothing has this id")]
    NoSuch,
    /// The work was asked to stop.
    #[error("canceled")]
    Canceled,
    /// The file cannot be read or written.
    #[error("the vault's file: {0}")]
    Io(std::io::ErrorKind),
    /// SQLite said no, by its code. Its message may quote values.
    #[error("the vault's database, code {0}")]
    Database(i32),
}

impl From<std::io::Error> for VaultError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::Absent,
            std::io::ErrorKind::StorageFull => Self::Full,
            kind => Self::Io(kind),
        }
    }
}

impl From<rusqlite::Error> for VaultError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match &error {
            rusqlite::Error::QueryReturnedNoRows => Self::NoSuch,
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::NotADatabase => Self::Damaged { what: "pages" },
                ErrorCode::DatabaseCorrupt => Self::Damaged { what: "pages" },
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
                ErrorCode::DiskFull => Self::Full,
                ErrorCode::OperationInterrupted => Self::Canceled,
                _ => Self::Database(failure.extended_code),
            },
            _ => Self::Database(-1),
        }
    }
}

impl From<serde_json::Error> for VaultError {
    fn from(_: serde_json::Error) -> Self {
        Self::Damaged { what: "value" }
    }
}

impl From<dossier_model::Canceled> for VaultError {
    fn from(_: dossier_model::Canceled) -> Self {
        Self::Canceled
    }
}
