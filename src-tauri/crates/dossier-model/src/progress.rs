use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::MemberPath;

/// What an import is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Taking the inventory of members.
    List,
    /// Finding out whose answer it is.
    Recognize,
    /// Reading members into the vault.
    Read,
    /// Finishing the search index and the summaries.
    Index,
    /// Making it visible.
    Store,
}

/// One word from long work. A host may drop any of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Progress {
    /// What is done now.
    pub phase: Phase,
    /// The member at work, if any.
    pub member: MemberPath,
    /// Members finished.
    pub done: u32,
    /// Members known so far.
    pub total: u32,
    /// Bytes read so far, after decompression.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Records read so far.
    #[ts(type = "number")]
    pub records: u64,
}

/// A request to stop, shared between a host and the work.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Not canceled yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the work to stop.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the work was asked to stop.
    pub fn is_canceled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Stops with `?` where long loops turn.
    pub fn check(&self) -> Result<(), Canceled> {
        if self.is_canceled() { Err(Canceled) } else { Ok(()) }
    }
}

/// The work was asked to stop and left nothing behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("canceled")]
pub struct Canceled;
