use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, OnceLock};

use chrono::NaiveDateTime;
use dossier_catalog::Catalog;
use dossier_formats::Source;
use dossier_ingest::Ingest;
use dossier_model::{Cancel, Progress};
use dossier_reader::Readers;
use dossier_vault::Vault;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::counted::Counted;
use crate::lock::lock;
use crate::order::Orders;
use crate::running::Running;
use crate::snapshot::Snapshot;
use crate::tags::Tags;
use crate::{ApiError, for_each_command};

/// The catalog is a constant of the program: parsed once, never changed.
static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::embedded);

/// Connections for reading that are kept open.
const READERS: usize = 2;

/// The core, for one vault. Hosts share one between their threads.
pub struct Api {
    pub(crate) catalog: &'static LazyLock<Catalog>,
    pub(crate) readers: Readers,
    path: PathBuf,
    vault: Mutex<Option<Vault>>,
    /// Connections for reading records, made when they are needed.
    spare: Mutex<Vec<Vault>>,
    pub(crate) orders: Orders,
    pub(crate) running: Running,
    ingest: OnceLock<Ingest<'static>>,
    changes: AtomicU64,
    snapshot: Mutex<Option<(u64, Arc<Snapshot>)>>,
    /// Changes of tags alone: no view but the list of entries depends on them.
    tag_changes: AtomicU64,
    tags: Mutex<Option<(u64, Arc<Tags>)>>,
    pub(crate) counted: Counted,
}

/// What a command needs of its host.
pub struct Host<'a> {
    /// The time now.
    pub now: NaiveDateTime,
    /// The files behind the handles of the request.
    pub sources: Vec<(u32, Source)>,
    /// A request to stop.
    pub cancel: &'a Cancel,
    /// Takes the words of long work.
    pub progress: &'a mut dyn FnMut(Progress),
}

macro_rules! dispatcher {
    ($($name:ident: $request:ty => $view:ty,)*) => {
        impl Api {
            /// Does one command of the contract.
            pub fn call(
                &self,
                command: &str,
                request: Value,
                host: &mut Host<'_>,
            ) -> Result<Value, ApiError> {
                match command {
                    $(stringify!($name) => {
                        let request: $request = parse(request)?;
                        let view: $view = self.$name(request, host)?;
                        give(&view)
                    })*
                    _ => Err(ApiError::new("unknown_command")),
                }
            }

            /// The names of all commands.
            pub const COMMANDS: &'static [&'static str] = &[$(stringify!($name)),*];
        }
    };
}
use crate::contract::*;
for_each_command!(dispatcher);

fn parse<T: DeserializeOwned>(request: Value) -> Result<T, ApiError> {
    // The message of the parser quotes the request, so it is not kept.
    serde_json::from_value(request).map_err(|_| ApiError::new("bad_request"))
}

fn give<T: Serialize>(view: &T) -> Result<Value, ApiError> {
    serde_json::to_value(view).map_err(|_| ApiError::new("internal"))
}

impl Api {
    /// The core for the vault at this path. Nothing is opened or parsed yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            catalog: &CATALOG,
            readers: Readers::InProcess,
            path: path.into(),
            vault: Mutex::new(None),
            spare: Mutex::new(Vec::new()),
            orders: Orders::default(),
            running: Running::default(),
            ingest: OnceLock::new(),
            changes: AtomicU64::new(0),
            snapshot: Mutex::new(None),
            tag_changes: AtomicU64::new(0),
            tags: Mutex::new(None),
            counted: Counted::default(),
        }
    }

    /// Reads risky kinds of files elsewhere than in this process.
    #[must_use]
    pub fn with_readers(mut self, readers: Readers) -> Self {
        self.readers = readers;
        self
    }

    /// Where the vault lies or will lie.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What reading needs of the catalog.
    pub fn ingest(&self) -> &Ingest<'static> {
        self.ingest.get_or_init(|| Ingest::new(self.catalog))
    }

    /// The catalog.
    pub fn catalog(&self) -> &'static Catalog {
        self.catalog
    }

    pub(crate) fn slot(&self) -> MutexGuard<'_, Option<Vault>> {
        // A panic while the vault was held cannot have changed it: SQLite rolled back.
        lock(&self.vault)
    }

    /// Works with the open vault.
    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&mut Vault) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        work(self.slot().as_mut().ok_or_else(|| ApiError::new("vault_locked"))?)
    }

    /// Reads records on a connection of its own: a search over millions of them and
    /// the writing of an import do not wait for each other.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Vault) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let kept = lock(&self.spare).pop();
        let reader = match kept {
            Some(reader) => reader,
            None => self.with(|vault| Ok(vault.another()?))?,
        };
        let result = work(&reader);
        // Not kept when the vault was locked meanwhile: it holds the key.
        let slot = self.slot();
        let mut spare = lock(&self.spare);
        if slot.as_ref().is_some_and(|vault| vault.is_same(&reader)) && spare.len() < READERS {
            spare.push(reader);
        }
        result
    }

    /// Closes the vault and every connection to it, those of imports last: one that
    /// would begin now finds the vault locked.
    pub(crate) fn close(&self) {
        let mut slot = self.slot();
        lock(&self.spare).clear();
        self.orders.forget();
        *slot = None;
        drop(slot);
        self.running.stop();
        self.forget_snapshot();
    }

    /// Does something that can be undone.
    pub(crate) fn step<T>(
        &self,
        label: &str,
        work: impl FnOnce(&Vault) -> Result<T, dossier_vault::VaultError>,
    ) -> Result<T, ApiError> {
        let done = self.with(|vault| Ok(vault.step(label, work)?));
        self.changed();
        done
    }

    /// Does something to a thing that can be undone, with what was done to it just before.
    pub(crate) fn growing_step<T>(
        &self,
        label: &str,
        thing: u32,
        host: &Host<'_>,
        work: impl FnOnce(&Vault) -> Result<T, dossier_vault::VaultError>,
    ) -> Result<T, ApiError> {
        let done = self.with(|vault| Ok(vault.growing_step(label, thing, host.now, work)?));
        self.changed();
        done
    }

    /// Says that what views were built on is no longer so.
    pub(crate) fn changed(&self) {
        self.changes.fetch_add(1, Ordering::Release);
        self.tag_changes.fetch_add(1, Ordering::Release);
    }

    /// Does something to tags alone that can be undone.
    pub(crate) fn tag_step<T>(
        &self,
        label: &str,
        work: impl FnOnce(&Vault) -> Result<T, dossier_vault::VaultError>,
    ) -> Result<T, ApiError> {
        let done = self.with(|vault| Ok(vault.step(label, work)?));
        self.tag_changes.fetch_add(1, Ordering::Release);
        done
    }

    /// All tags, read once until one changes.
    pub(crate) fn tag_sets(&self) -> Result<Arc<Tags>, ApiError> {
        let now = self.tag_changes.load(Ordering::Acquire);
        let mut kept = lock(&self.tags);
        if let Some((_, tags)) = kept.as_ref().filter(|(at, _)| *at == now) {
            self.with(|_| Ok(()))?;
            return Ok(Arc::clone(tags));
        }
        let tags = Arc::new(self.with(|vault| Tags::read(vault))?);
        *kept = Some((now, Arc::clone(&tags)));
        Ok(tags)
    }

    pub(crate) fn forget_snapshot(&self) {
        self.changed();
        self.counted.forget();
        *lock(&self.tags) = None;
        *lock(&self.snapshot) = None;
    }

    /// Everything but the records, read once until something changes.
    pub(crate) fn snapshot(&self, host: &Host<'_>) -> Result<Arc<Snapshot>, ApiError> {
        let now = self.changes.load(Ordering::Acquire);
        let mut kept = lock(&self.snapshot);
        if let Some((at, snapshot)) = kept.as_ref()
            && *at == now
        {
            // The vault may have been locked meanwhile.
            self.with(|_| Ok(()))?;
            return Ok(Arc::clone(snapshot));
        }
        let today = host.now.date();
        let mut snapshot = self.read(|vault| Snapshot::read(vault, self.catalog, today))?;
        self.keep_owed(&mut snapshot)?;
        self.hear_announced(&mut snapshot)?;
        let snapshot = Arc::new(snapshot);
        *kept = Some((now, Arc::clone(&snapshot)));
        Ok(snapshot)
    }
}
