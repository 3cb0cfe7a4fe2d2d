//! Looks after a child while it reads: its time, and whether a person stopped.

use std::process::Child;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use dossier_model::Cancel;

/// How soon a person's word is heard.
const TURN: Duration = Duration::from_millis(20);
/// Time for a member, and more for each byte of it. The kernel's limit of
/// processor time is shorter; this one is for a child that sleeps, for a
/// machine that is busy, and for systems without the other.
const BASE: Duration = Duration::from_secs(if cfg!(target_os = "linux") { 20 } else { 8 });
const NANOS_A_BYTE: u64 = 2_000;

const RUNS: u8 = 0;
const CANCELED: u8 = 1;
const LATE: u8 = 2;

/// Why a child was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was not.
    No,
    /// A person stopped.
    Canceled,
    /// It took too long.
    Late,
}

/// A watch over one member. It ends when it is dropped.
pub struct Watch {
    state: Arc<State>,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct State {
    ended: AtomicU8,
    bytes: AtomicU64,
}

impl Watch {
    /// Watches a child from now on; none if no thread is to be had.
    pub fn over(child: Arc<Mutex<Child>>, cancel: Cancel) -> Option<Self> {
        let state = Arc::new(State { ended: AtomicU8::new(RUNS), bytes: AtomicU64::new(0) });
        let (stop, stopped) = channel();
        let seen = Arc::clone(&state);
        let thread = std::thread::Builder::new()
            .name("reader watch".to_owned())
            .spawn(move || watch(&child, &cancel, &seen, &stopped))
            .ok()?;
        Some(Self { state, stop: Some(stop), thread: Some(thread) })
    }

    /// More bytes were sent: there is more time.
    pub fn sent(&self, bytes: usize) {
        self.state.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Ends the watch and says what it did.
    pub fn end(mut self) -> Ended {
        self.join();
        match self.state.ended.load(Ordering::Acquire) {
            CANCELED => Ended::Canceled,
            LATE => Ended::Late,
            _ => Ended::No,
        }
    }

    fn join(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.join();
    }
}

fn watch(child: &Mutex<Child>, cancel: &Cancel, state: &State, stopped: &Receiver<()>) {
    let (mut seen, mut took) = (Instant::now(), Duration::ZERO);
    while stopped.recv_timeout(TURN) == Err(RecvTimeoutError::Timeout) {
        let now = Instant::now();
        // Nobody takes what a child says while the work stands still.
        if !cancel.is_paused() {
            took += now.duration_since(seen);
        }
        seen = now;
        let bytes = state.bytes.load(Ordering::Relaxed);
        let allowed = BASE + Duration::from_nanos(bytes.saturating_mul(NANOS_A_BYTE));
        let why = match (cancel.is_canceled(), took > allowed) {
            (true, _) => CANCELED,
            (_, true) => LATE,
            _ => continue,
        };
        state.ended.store(why, Ordering::Release);
        let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
        return;
    }
}
