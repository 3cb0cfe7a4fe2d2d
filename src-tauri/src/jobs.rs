//! Long work that the window can stop and hold.

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
        if let Some(ended) = self.held().remove(&job) {
            // Whoever waits for it to stand still waits no longer.
            ended.resume();
        }
    }

    /// Asks a job to stand still and waits until it does. False if it ended, was
    /// resumed or was asked to stop before.
    pub fn pause(&self, job: u32) -> bool {
        let Some(job) = self.held().get(&job).cloned() else { return false };
        job.pause();
        job.wait_until_it_stands()
    }

    /// Lets a job go on. False if it has ended.
    pub fn resume(&self, job: u32) -> bool {
        let job = self.held().get(&job).cloned();
        job.inspect(Cancel::resume).is_some()
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

    /// Whether anything runs. What stands still does not.
    pub fn busy(&self) -> bool {
        self.held().values().any(|job| !job.is_paused())
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
    fn a_paused_job_is_no_business_until_it_goes_on() {
        let jobs = Jobs::default();
        assert!(!jobs.pause(1) && !jobs.resume(1));
        let job = jobs.begin(1);
        std::thread::scope(|threads| {
            threads.spawn(|| while job.check().is_ok() {});
            assert!(jobs.pause(1) && !jobs.busy());
            assert!(jobs.resume(1) && jobs.busy());
            jobs.cancel(1);
        });
    }

    #[test]
    fn nobody_waits_for_a_job_that_ends_instead() {
        let jobs = Jobs::default();
        jobs.begin(1);
        std::thread::scope(|threads| {
            let waits = threads.spawn(|| jobs.pause(1));
            std::thread::sleep(Duration::from_millis(10));
            jobs.end(1);
            assert!(waits.join().is_ok_and(|stood| !stood));
        });
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
