//! Imports under way, so that locking the vault ends them: each has a copy of the
//! key, and what it reads could not be shown any more.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use dossier_model::Cancel;

use crate::lock::lock;

/// How long locking waits for imports to end. The vault is whole without that.
const PARTING: Duration = Duration::from_secs(2);

/// The imports of one vault.
#[derive(Default)]
pub(crate) struct Running {
    imports: Mutex<Imports>,
    ended: Condvar,
}

#[derive(Default)]
struct Imports {
    next: u64,
    cancels: Vec<(u64, Cancel)>,
}

/// An import under way, until it is dropped.
pub(crate) struct Run<'a> {
    of: &'a Running,
    id: u64,
}

impl Running {
    /// Notes an import.
    pub fn begin(&self, cancel: &Cancel) -> Run<'_> {
        let mut imports = lock(&self.imports);
        imports.next += 1;
        let id = imports.next;
        imports.cancels.push((id, cancel.clone()));
        Run { of: self, id }
    }

    /// Asks all imports to stop, those that stand still too, and waits for them.
    pub fn stop(&self) {
        let imports = lock(&self.imports);
        imports.cancels.iter().for_each(|(_, cancel)| cancel.cancel());
        let busy = |imports: &mut Imports| !imports.cancels.is_empty();
        let waited = self.ended.wait_timeout_while(imports, PARTING, busy);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        lock(&self.of.imports).cancels.retain(|(id, _)| *id != self.id);
        self.of.ended.notify_all();
    }
}
