use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// A request to stop or to stand still, shared between a host and the work.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<Wish>);

#[derive(Debug, Default)]
struct Wish {
    canceled: AtomicBool,
    paused: AtomicBool,
    /// How many threads stand still.
    standing: Mutex<u32>,
    changed: Condvar,
}

impl Cancel {
    /// Not canceled yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the work to stop, also while it stands still.
    pub fn cancel(&self) {
        self.0.canceled.store(true, Ordering::Release);
        self.0.tell();
    }

    /// Whether the work was asked to stop.
    pub fn is_canceled(&self) -> bool {
        self.0.canceled.load(Ordering::Acquire)
    }

    /// Asks the work to stand still. It does so where it next calls [`Cancel::check`].
    pub fn pause(&self) {
        self.0.paused.store(true, Ordering::Release);
    }

    /// Lets the work go on.
    pub fn resume(&self) {
        self.0.paused.store(false, Ordering::Release);
        self.0.tell();
    }

    /// Whether the work was asked to stand still and has not been asked to stop.
    pub fn is_paused(&self) -> bool {
        self.0.paused.load(Ordering::Acquire) && !self.is_canceled()
    }

    /// Waits until the work stands still. False if it was canceled or resumed before.
    pub fn wait_until_it_stands(&self) -> bool {
        let waits = |standing: &mut u32| self.is_paused() && *standing == 0;
        let standing = self.0.changed.wait_while(self.0.standing(), waits);
        let standing = standing.unwrap_or_else(PoisonError::into_inner);
        self.is_paused() && *standing > 0
    }

    /// Stops with `?` where long loops turn, and stands still there while it is
    /// paused. To be called where nothing is held that others wait for.
    pub fn check(&self) -> Result<(), Canceled> {
        if self.is_paused() {
            self.0.stand(|| self.is_paused());
        }
        if self.is_canceled() { Err(Canceled) } else { Ok(()) }
    }
}

impl Wish {
    fn stand(&self, paused: impl Fn() -> bool) {
        let mut standing = self.standing();
        *standing += 1;
        self.changed.notify_all();
        let waited = self.changed.wait_while(standing, |_| paused());
        *waited.unwrap_or_else(PoisonError::into_inner) -= 1;
    }

    /// Under the lock, so that nobody who has just looked misses it.
    fn tell(&self) {
        drop(self.standing());
        self.changed.notify_all();
    }

    fn standing(&self) -> MutexGuard<'_, u32> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The work was asked to stop and left nothing behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("canceled")]
pub struct Canceled;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::sync::atomic::AtomicU64;
    use std::time::Duration;

    /// Work that counts until it is stopped.
    fn work(cancel: &Cancel, turns: &Arc<AtomicU64>) -> std::thread::JoinHandle<()> {
        let (cancel, turns) = (cancel.clone(), Arc::clone(turns));
        std::thread::spawn(move || {
            while cancel.check().is_ok() {
                turns.fetch_add(1, Ordering::Relaxed);
            }
        })
    }

    #[test]
    fn paused_work_stands_still_until_it_is_resumed() {
        let (cancel, turns) = (Cancel::new(), Arc::new(AtomicU64::new(0)));
        let worker = work(&cancel, &turns);
        cancel.pause();
        assert!(cancel.wait_until_it_stands());
        let before = turns.load(Ordering::Relaxed);
        std::thread::sleep(Duration::from_millis(30));
        assert_eq!(turns.load(Ordering::Relaxed), before);
        cancel.resume();
        while turns.load(Ordering::Relaxed) == before {
            std::thread::yield_now();
        }
        cancel.cancel();
        worker.join().unwrap();
    }

    #[test]
    fn paused_work_can_be_canceled() {
        let (cancel, turns) = (Cancel::new(), Arc::new(AtomicU64::new(0)));
        let worker = work(&cancel, &turns);
        cancel.pause();
        assert!(cancel.wait_until_it_stands());
        cancel.cancel();
        worker.join().unwrap();
        assert!(!cancel.is_paused() && !cancel.wait_until_it_stands());
    }

    #[test]
    fn nobody_waits_for_work_that_was_resumed_before_it_stood_still() {
        let cancel = Cancel::new();
        cancel.pause();
        let waiter = std::thread::spawn({
            let cancel = cancel.clone();
            move || cancel.wait_until_it_stands()
        });
        std::thread::sleep(Duration::from_millis(10));
        cancel.resume();
        assert!(!waiter.join().unwrap());
    }
}
