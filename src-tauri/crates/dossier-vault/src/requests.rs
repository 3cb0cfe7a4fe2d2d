//! Requests and their history.

use rusqlite::{Row, params};

use crate::{Vault, VaultError};

/// A request as it stands in the vault. `body` is the hosts' business.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredRequest {
    /// Its id; 0 before it is stored.
    pub id: u32,
    /// To whom.
    pub controller: u32,
    /// Its state, a word.
    pub state: String,
    /// The day it was made.
    pub created: String,
    /// The day it was sent.
    pub sent: Option<String>,
    /// The day the answer is due.
    pub due: Option<String>,
    /// Everything chosen, as JSON.
    pub body: String,
}

/// One thing that happened to a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its id; 0 before it is stored.
    pub id: u32,
    /// The state it went to.
    pub state: String,
    /// The day.
    pub day: String,
    /// A note of the person.
    pub note: String,
    /// How it went or came, a word.
    pub how: String,
}

/// A proof kept with an event, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Its id.
    pub id: u32,
    /// The event it belongs to.
    pub event: u32,
    /// Its name.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its digest.
    pub sha256: String,
}

impl Vault {
    /// All requests, the newest first.
    pub fn requests(&self) -> Result<Vec<StoredRequest>, VaultError> {
        let mut query = self.connection.prepare_cached(&format!("{REQUEST} ORDER BY id DESC"))?;
        let rows = query.query_map([], request)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One request.
    pub fn request(&self, id: u32) -> Result<StoredRequest, VaultError> {
        let mut query = self.connection.prepare_cached(&format!("{REQUEST} WHERE id = ?"))?;
        Ok(query.query_row([id], request)?)
    }

    /// Stores a request, a new one if its id is 0, and gives its id.
    pub fn save_request(&self, request: &StoredRequest) -> Result<u32, VaultError> {
        if request.id == 0 {
            self.connection
                .prepare_cached(
                    "INSERT INTO request (controller, state, created, sent, due, body)
                     VALUES (?, ?, ?, ?, ?, ?)",
                )?
                .execute(params![
                    request.controller,
                    request.state,
                    request.created,
                    request.sent,
                    request.due,
                    request.body
                ])?;
            let id = self.connection.last_insert_rowid();
            return u32::try_from(id).map_err(|_| VaultError::Damaged { what: "request" });
        }
        let changed = self
            .connection
            .prepare_cached(
                "UPDATE request SET controller = ?, state = ?, sent = ?, due = ?, body = ?
                 WHERE id = ?",
            )?
            .execute(params![
                request.controller,
                request.state,
                request.sent,
                request.due,
                request.body,
                request.id
            ])?;
        if changed == 0 { Err(VaultError::NoSuch) } else { Ok(request.id) }
    }

    /// Hangs the requests to one controller on another. For use inside [`Vault::step`].
    pub fn move_requests(&self, from: u32, to: u32) -> Result<(), VaultError> {
        self.connection
            .prepare_cached("UPDATE request SET controller = ? WHERE controller = ?")?
            .execute([to, from])?;
        Ok(())
    }

    /// Takes a request out with its history.
    pub fn remove_request(&self, id: u32) -> Result<(), VaultError> {
        self.connection.execute("DELETE FROM request_file WHERE request = ?", [id])?;
        self.connection.execute("DELETE FROM request_event WHERE request = ?", [id])?;
        let removed = self.connection.execute("DELETE FROM request WHERE id = ?", [id])?;
        if removed == 0 { Err(VaultError::NoSuch) } else { Ok(()) }
    }

    /// Notes what happened to a request, and gives the id of the note.
    pub fn add_event(&self, request: u32, event: &StoredEvent) -> Result<u32, VaultError> {
        self.connection
            .prepare_cached(
                "INSERT INTO request_event (request, state, day, note, how)
                 VALUES (?, ?, ?, ?, ?)",
            )?
            .execute(params![request, event.state, event.day, event.note, event.how])?;
        let id = self.connection.last_insert_rowid();
        u32::try_from(id).map_err(|_| VaultError::Damaged { what: "event" })
    }

    /// What happened to a request, in order.
    pub fn events(&self, request: u32) -> Result<Vec<StoredEvent>, VaultError> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, state, day, note, how FROM request_event WHERE request = ? ORDER BY id",
        )?;
        let rows = query.query_map([request], |row| {
            Ok(StoredEvent {
                id: row.get(0)?,
                state: row.get(1)?,
                day: row.get(2)?,
                note: row.get(3)?,
                how: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps a proof with an event of a request.
    pub fn add_file(&self, request: u32, file: &StoredFile, data: &[u8]) -> Result<(), VaultError> {
        self.connection
            .prepare_cached(
                "INSERT INTO request_file (request, event, name, bytes, sha256, data)
                 VALUES (?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![request, file.event, file.name, file.bytes, file.sha256, data])?;
        Ok(())
    }

    /// The proofs kept with a request, without their bytes.
    pub fn files(&self, request: u32) -> Result<Vec<StoredFile>, VaultError> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, event, name, bytes, sha256 FROM request_file
             WHERE request = ? ORDER BY id",
        )?;
        let rows = query.query_map([request], |row| {
            Ok(StoredFile {
                id: row.get(0)?,
                event: row.get(1)?,
                name: row.get(2)?,
                bytes: row.get(3)?,
                sha256: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The name and the bytes of a proof.
    pub fn file(&self, id: u32) -> Result<(String, Vec<u8>), VaultError> {
        let mut query =
            self.connection.prepare_cached("SELECT name, data FROM request_file WHERE id = ?")?;
        Ok(query.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }
}

const REQUEST: &str = "SELECT id, controller, state, created, sent, due, body FROM request";

fn request(row: &Row<'_>) -> rusqlite::Result<StoredRequest> {
    Ok(StoredRequest {
        id: row.get(0)?,
        controller: row.get(1)?,
        state: row.get(2)?,
        created: row.get(3)?,
        sent: row.get(4)?,
        due: row.get(5)?,
        body: row.get(6)?,
    })
}
