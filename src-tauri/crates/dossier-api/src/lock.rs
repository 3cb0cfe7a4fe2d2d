use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a mutex guards. A panic while it was held left it as it was before.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
