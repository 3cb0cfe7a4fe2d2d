//! Locks the vault when nobody is there.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tauri::{AppHandle, Manager};

use crate::Shell;
use crate::events::{HostEvent, LockReason};

const LOOK_EVERY: Duration = Duration::from_secs(2);
/// A clock that ran so much further than the other means that the computer slept.
const SLEPT: Duration = Duration::from_secs(10);

/// When the person was last there, and when that is too long ago.
pub struct Idle {
    open: AtomicBool,
    minutes: AtomicU32,
    seen_ms: AtomicU64,
    language: Mutex<String>,
}

/// Two clocks: one goes on while the computer sleeps, one stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clocks {
    /// Since the computer started, sleep included.
    pub with_sleep: Duration,
    /// The same without sleep.
    pub awake: Duration,
}

impl Default for Idle {
    fn default() -> Self {
        Self {
            open: AtomicBool::new(false),
            minutes: AtomicU32::new(5),
            seen_ms: AtomicU64::new(0),
            language: Mutex::default(),
        }
    }
}

impl Idle {
    /// The person did something.
    pub fn present(&self, now: Clocks) {
        let ms = u64::try_from(now.with_sleep.as_millis()).unwrap_or(u64::MAX);
        self.seen_ms.store(ms, Ordering::Relaxed);
    }

    /// Learns from what the core answered whether the vault is open, when it is to
    /// lock and in which language to speak. Answers that say nothing of it change nothing.
    pub fn learn(&self, answer: &Value) {
        let Some(state) = answer.get("vault").and_then(Value::as_str) else { return };
        self.open.store(state == "open", Ordering::Relaxed);
        let minutes = answer.pointer("/settings/lock_minutes").and_then(Value::as_u64);
        if let Some(minutes) = minutes.and_then(|minutes| u32::try_from(minutes).ok()) {
            self.minutes.store(minutes, Ordering::Relaxed);
        }
        if let Some(language) = answer.pointer("/settings/language").and_then(Value::as_str) {
            *self.language.lock().unwrap_or_else(PoisonError::into_inner) = language.to_owned();
        }
    }

    /// Whether the vault is open.
    pub fn is_open(&self) -> bool {
        self.open.load(Ordering::Relaxed)
    }

    /// The language that the person set; empty for the system's.
    pub fn language(&self) -> String {
        self.language.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Why the vault is to be locked now, if it is.
    pub fn due(&self, before: Clocks, now: Clocks) -> Option<LockReason> {
        if !self.open.load(Ordering::Relaxed) {
            return None;
        }
        let went = now.with_sleep.saturating_sub(before.with_sleep);
        if went.saturating_sub(now.awake.saturating_sub(before.awake)) >= SLEPT {
            return Some(LockReason::Sleep);
        }
        let minutes = self.minutes.load(Ordering::Relaxed);
        let seen = Duration::from_millis(self.seen_ms.load(Ordering::Relaxed));
        let alone = now.with_sleep.saturating_sub(seen);
        let over = alone >= Duration::from_secs(u64::from(minutes) * 60);
        (minutes > 0 && over).then_some(LockReason::Idle)
    }
}

/// Watches until the program ends.
pub fn watch(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let mut before = clocks();
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let now = clocks();
            let shell = app.state::<Arc<Shell>>();
            // Work that the person started and waits for is not idleness.
            if shell.jobs.busy() {
                shell.idle.present(now);
            }
            if let Some(reason) = shell.idle.due(before, now) {
                lock(&app, reason);
            }
            before = now;
        }
    });
}

/// Locks the vault and has the window empty itself.
pub fn lock(app: &AppHandle, reason: LockReason) {
    let shell = Arc::clone(&app.state::<Arc<Shell>>());
    if !shell.idle.open.swap(false, Ordering::Relaxed) {
        return;
    }
    shell.events.tell(HostEvent::Locked { reason });
    tauri::async_runtime::spawn_blocking(move || shell.core.lock());
}

/// Reads the clocks.
#[cfg(target_os = "linux")]
pub fn clocks() -> Clocks {
    use rustix::time::{ClockId, clock_gettime};
    let read = |clock| {
        let time = clock_gettime(clock);
        let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
        Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0))
    };
    Clocks { with_sleep: read(ClockId::Boottime), awake: read(ClockId::Monotonic) }
}

/// Reads the clocks: the wall clock stands in for the one that goes on in sleep.
#[cfg(not(target_os = "linux"))]
pub fn clocks() -> Clocks {
    use std::sync::OnceLock;
    use std::time::{Instant, SystemTime};
    static START: OnceLock<(SystemTime, Instant)> = OnceLock::new();
    let (wall, steady) = START.get_or_init(|| (SystemTime::now(), Instant::now()));
    Clocks { with_sleep: wall.elapsed().unwrap_or_default(), awake: steady.elapsed() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn at(with_sleep: u64, awake: u64) -> Clocks {
        Clocks { with_sleep: Duration::from_secs(with_sleep), awake: Duration::from_secs(awake) }
    }

    fn opened(minutes: u32) -> Idle {
        let idle = Idle::default();
        idle.learn(&json!({ "vault": "open", "settings": { "lock_minutes": minutes } }));
        idle.present(at(1000, 1000));
        idle
    }

    #[test]
    fn locks_after_the_minutes_set_and_not_before() {
        let idle = opened(5);
        assert_eq!(idle.due(at(1297, 1297), at(1299, 1299)), None);
        assert_eq!(idle.due(at(1298, 1298), at(1300, 1300)), Some(LockReason::Idle));
        idle.present(at(1299, 1299));
        assert_eq!(idle.due(at(1298, 1298), at(1300, 1300)), None);
    }

    #[test]
    fn zero_minutes_never_lock() {
        assert_eq!(opened(0).due(at(99_998, 99_998), at(100_000, 100_000)), None);
    }

    #[test]
    fn sleep_locks_at_once_even_if_short() {
        let idle = opened(5);
        assert_eq!(idle.due(at(1002, 1002), at(1064, 1004)), Some(LockReason::Sleep));
        assert_eq!(opened(0).due(at(1002, 1002), at(1064, 1004)), Some(LockReason::Sleep));
        // A busy machine that wakes us late did not sleep.
        assert_eq!(idle.due(at(1002, 1002), at(1064, 1064)), None);
    }

    #[test]
    fn a_locked_vault_is_left_alone() {
        let idle = opened(5);
        idle.learn(&json!({ "vault": "locked" }));
        assert_eq!(idle.due(at(1002, 1002), at(9000, 1004)), None);
    }

    #[test]
    fn answers_about_other_things_change_nothing() {
        let idle = opened(5);
        idle.learn(&json!({ "companies": [] }));
        idle.learn(&Value::Null);
        assert_eq!(idle.due(at(1298, 1298), at(1300, 1300)), Some(LockReason::Idle));
    }
}
