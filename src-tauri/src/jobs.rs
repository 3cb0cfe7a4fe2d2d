//! Long work that the window can stop.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use dossier_model::{Cancel, Progress};

/// Not more often than a person can read.
const PACE: Duration = Duration::from_millis(100);

/// The work under way, by the number that the window gave it.
#[derive(Default)]
pub struct Jobs(Mutex<HashMap<u32, Cancel>>);

impl Jobs {
    /// Starts to keep a job; a job with the same number is asked to stop.
    pub fn begin(&self, job: u32) -> Cancel {
        let cancel = Cancel::new();
        if let Some(before) = self.held().insert(job, cancel.clone()) {
            before.cancel();
        }
        cancel
    }

    /// Forgets a job that ended.
    pub fn end(&self, job: u32) {
        self.held().remove(&job);
    }

    /// Asks a job to stop. One that has ended is no mistake: it was faster.
    pub fn cancel(&self, job: u32) {
        if let Some(cancel) = self.held().get(&job) {
            cancel.cancel();
        }
    }

    /// Asks all jobs to stop.
    pub fn cancel_all(&self) {
        self.held().values().for_each(Cancel::cancel);
    }

    /// Whether anything runs.
    pub fn busy(&self) -> bool {
        !self.held().is_empty()
    }

    fn held(&self) -> std::sync::MutexGuard<'_, HashMap<u32, Cancel>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets words of progress through: the first of each phase at once, then at a steady pace.
pub struct Pace {
    last: Option<(Instant, dossier_model::Phase)>,
}

impl Pace {
    /// Nothing was said yet.
    pub fn new() -> Self {
        Self { last: None }
    }

    /// Whether this word is due.
    pub fn due(&mut self, word: &Progress, now: Instant) -> bool {
        let due = match self.last {
            None => true,
            Some((at, phase)) => phase != word.phase || now.duration_since(at) >= PACE,
        };
        if due {
            self.last = Some((now, word.phase));
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dossier_model::{MemberPath, Phase};

    fn word(phase: Phase) -> Progress {
        let (member, tables) = (MemberPath::default(), Vec::new());
        Progress { phase, member, done: 0, total: 0, bytes: 0, records: 0, tables }
    }

    #[test]
    fn a_job_is_canceled_by_its_number() {
        let jobs = Jobs::default();
        let (one, two) = (jobs.begin(1), jobs.begin(2));
        jobs.cancel(1);
        assert!(one.is_canceled() && !two.is_canceled());
        jobs.cancel(99);
        jobs.end(1);
        assert!(jobs.busy());
        jobs.end(2);
        assert!(!jobs.busy());
    }

    #[test]
    fn the_first_word_and_each_phase_pass_at_once() {
        let (mut pace, start) = (Pace::new(), Instant::now());
        assert!(pace.due(&word(Phase::List), start));
        assert!(!pace.due(&word(Phase::List), start + Duration::from_millis(99)));
        assert!(pace.due(&word(Phase::Read), start + Duration::from_millis(99)));
        assert!(!pace.due(&word(Phase::Read), start + Duration::from_millis(198)));
        assert!(pace.due(&word(Phase::Read), start + Duration::from_millis(199)));
    }
}
