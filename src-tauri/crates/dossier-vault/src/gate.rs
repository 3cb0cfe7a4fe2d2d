//! Turns at writing, between the connections of one program.
//!
//! SQLite lets one connection write at a time and makes the others ask again and
//! again; an import that writes without pause would always win. So small writes
//! announce themselves here, and the import ends its transaction and waits until
//! they are done.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// However many small writes come, an import goes on after this time.
const LONGEST: Duration = Duration::from_secs(1);

/// Shared by all connections that were made of one vault.
#[derive(Default)]
pub struct Gate {
    waiting: Mutex<u32>,
    done: Condvar,
    closing: AtomicBool,
    /// The thread that works in the background.
    keeper: Mutex<Option<JoinHandle<()>>>,
}

/// Ends the work in the background when the vault is closed.
pub struct Closes(pub Arc<Gate>);

/// A small write under way.
pub struct Turn<'g>(&'g Gate);

impl Gate {
    /// Asks an import to make room until the turn is dropped.
    pub fn small_write(&self) -> Turn<'_> {
        *self.waiting() += 1;
        Turn(self)
    }

    /// Whether a small write waits.
    pub fn is_wanted(&self) -> bool {
        *self.waiting() > 0
    }

    /// Waits until no small write is under way.
    pub fn let_others_write(&self) {
        let waited = self.done.wait_timeout_while(self.waiting(), LONGEST, |n| *n > 0);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }

    /// Whether the vault is being closed.
    pub fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    /// Works in the background, unless something does already.
    pub fn keep_busy(&self, work: impl FnOnce() + Send + 'static) {
        let mut keeper = self.keeper();
        if self.is_closing() || keeper.as_ref().is_some_and(|thread| !thread.is_finished()) {
            return;
        }
        // Without a thread the work waits for the next opening.
        *keeper = std::thread::Builder::new().name("vault-tidy".to_owned()).spawn(work).ok();
    }

    fn keeper(&self) -> MutexGuard<'_, Option<JoinHandle<()>>> {
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn waiting(&self) -> MutexGuard<'_, u32> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut waiting = self.0.waiting();
        *waiting = waiting.saturating_sub(1);
        self.0.done.notify_all();
    }
}

impl Drop for Closes {
    fn drop(&mut self) {
        self.0.closing.store(true, Ordering::Release);
        let keeper = self.0.keeper().take();
        // The work looks often whether the vault is closing.
        let _ = keeper.map(JoinHandle::join);
    }
}
