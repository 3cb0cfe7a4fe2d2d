//! What a command costs: wall time, processor time, peak memory, its children included.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::shell::Failed;

const LOOK_EVERY: Duration = Duration::from_millis(4);

/// What one run cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Seconds by the clock.
    pub wall: f64,
    /// Seconds of processors.
    pub cpu: f64,
    /// Peak memory in MB.
    pub peak: f64,
}

/// Runs a command and measures it, its children included.
pub fn cost(work: &Command) -> Result<Cost, Failed> {
    // The shell's own clock has milliseconds of CPU; the standard library has none.
    let mut timed = Command::new("bash");
    timed.args(["-c", "TIMEFORMAT='%R %U %S'; time \"$@\" >/dev/null 2>/dev/null", "time"]);
    timed.arg(work.get_program()).args(work.get_args());
    for (name, value) in work.get_envs() {
        match value {
            Some(value) => timed.env(name, value),
            None => timed.env_remove(name),
        };
    }
    let failed = |error: std::io::Error| Failed(format!("it cannot be measured: {error}"));
    let mut running = timed.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    let peak = watch(&mut running);
    let done = running.wait_with_output().map_err(failed)?;
    // Exit 1 is "done with problems": still a whole import.
    if !matches!(done.status.code(), Some(0 | 1)) {
        return Err(Failed(format!("the measured command failed: {}", done.status)));
    }
    let said = String::from_utf8_lossy(&done.stderr);
    let times: Vec<f64> =
        said.split_whitespace().filter_map(|n| n.replace(',', ".").parse().ok()).collect();
    let [wall, user, system] = times[..] else {
        return Err(Failed("the measured command printed no times".to_owned()));
    };
    Ok(Cost { wall, cpu: user + system, peak })
}

/// The peak memory of all processes below, in MB, until they end.
fn watch(running: &mut Child) -> f64 {
    let mut peak = 0;
    while let Ok(None) = running.try_wait() {
        peak = peak.max(below(running.id()).iter().map(|id| high_water(*id)).max().unwrap_or(0));
        std::thread::sleep(LOOK_EVERY);
    }
    peak as f64 / 1000.0
}

fn below(id: u32) -> Vec<u32> {
    let list = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
    let list = list.unwrap_or_default();
    let children = list.split_whitespace().filter_map(|id| id.parse().ok());
    children.flat_map(|child: u32| std::iter::once(child).chain(below(child))).collect()
}

/// Peak resident memory of a process in kB; the kernel keeps the highest.
fn high_water(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod check {
    use super::*;

    #[test]
    fn memory_of_a_measured_command_is_seen() {
        let mut work = Command::new("bash");
        work.args(["-c", "x=$(head -c 40000000 /dev/zero | tr '\\0' a); sleep 0.2"]);
        let cost = cost(&work).unwrap_or_else(|Failed(why)| panic!("{why}"));
        assert!(cost.peak > 40.0, "{cost:?}");
        assert!(cost.wall >= 0.2 && cost.cpu > 0.0, "{cost:?}");
    }
}
