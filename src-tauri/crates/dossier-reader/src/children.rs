//! The host's side: starts a child, sends it members, checks what comes back.

use std::io::{self, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dossier_formats::{
    FormatError, InProcess, Job, Limits, ReadSummary, Receiver, Runner, Stop, TableKey, is_risky,
};
use dossier_model::{At, Cancel, Problem, RowBuf, Severity, SourcePlace, TableHead};

use crate::watch::{Ended, Watch};
use crate::wire::{self, FieldFrame, JobHead, ProblemFrame, TableFrame, Tag, TextFrame};
use crate::{ARGUMENT, MOST_INPUT};

/// Members that one child reads before another takes its place.
const MOST_MEMBERS: u32 = 200;
/// Bytes of the files that a member may carry: more than any reader gives.
const MOST_CARRIED: u64 = 64 << 20;
/// Bytes of the name of such a file.
const LONGEST_NAME: usize = 4096;

/// Reads risky kinds in a child, all others here. The child is kept for the
/// next member and ends with this.
#[derive(Debug)]
pub struct Children {
    program: PathBuf,
    worker: Mutex<Option<Worker>>,
}

#[derive(Debug)]
struct Worker {
    child: Arc<Mutex<Child>>,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    members: u32,
}

/// Why a member was not read to its end.
enum Fault {
    /// The receiver or a person stopped.
    Stopped(Stop),
    /// The child is gone, or says what no reader says.
    Broken,
}

impl From<io::Error> for Fault {
    fn from(_: io::Error) -> Self {
        Self::Broken
    }
}

impl From<Stop> for Fault {
    fn from(stop: Stop) -> Self {
        Self::Stopped(stop)
    }
}

impl Children {
    /// Children are this program with a hidden argument.
    pub fn new(program: PathBuf) -> Self {
        Self { program, worker: Mutex::new(None) }
    }

    /// The process that reads now, for measuring it.
    pub fn process(&self) -> Option<u32> {
        let worker = self.held();
        worker.as_ref().map(|worker| locked(&worker.child).id())
    }

    fn held(&self) -> MutexGuard<'_, Option<Worker>> {
        self.worker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spawn(&self) -> io::Result<Worker> {
        let mut command = Command::new(&self.program);
        command.arg(ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        // Nothing of the person's surroundings is a reader's business, but where
        // the program's own libraries lie.
        #[cfg(unix)]
        {
            command.env_clear().current_dir("/");
            let libraries = std::env::var_os("LD_LIBRARY_PATH");
            command.envs(libraries.map(|path| ("LD_LIBRARY_PATH", path)));
        }
        let mut child = command.spawn()?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let child = Arc::new(Mutex::new(child));
        match (input, output) {
            (Some(input), Some(output)) => {
                let output = BufReader::with_capacity(64 << 10, output);
                Ok(Worker { child, input, output, members: 0 })
            }
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}

impl Runner for Children {
    fn read(
        &self,
        job: &Job<'_>,
        input: &mut dyn Read,
        out: &mut dyn Receiver,
        cancel: &Cancel,
    ) -> Result<ReadSummary, FormatError> {
        if !is_risky(job.kind) {
            return InProcess.read(job, input, out, cancel);
        }
        cancel.check()?;
        let mut held = self.held();
        let worker = held.take().map_or_else(|| self.spawn(), Ok);
        let watched = worker.and_then(|worker| {
            let watch = Watch::over(Arc::clone(&worker.child), cancel.clone());
            Ok((worker, watch.ok_or(io::ErrorKind::OutOfMemory)?))
        });
        let Ok((mut worker, watch)) = watched else {
            return Ok(failed(job, out, "reader_missing", []));
        };
        let result =
            worker.send(job, input, &watch).and_then(|()| worker.receive(job, out, cancel));
        let ended = watch.end();
        worker.members += 1;
        match (result, ended) {
            (_, Ended::Canceled) => Err(Stop::Canceled.into()),
            (Ok(summary), Ended::No) => {
                *held = (worker.members < MOST_MEMBERS).then_some(worker);
                Ok(summary)
            }
            (Err(Fault::Stopped(stop)), _) => Err(stop.into()),
            (_, Ended::Late) => Ok(failed(job, out, "reader_time", [])),
            (Err(Fault::Broken), Ended::No) => {
                let (code, numbers) = worker.death();
                Ok(failed(job, out, code, numbers))
            }
        }
    }
}

fn failed(
    job: &Job<'_>,
    out: &mut dyn Receiver,
    code: &str,
    numbers: impl IntoIterator<Item = u64>,
) -> ReadSummary {
    let place = SourcePlace::new(job.path.clone(), At::Whole);
    out.problem(Problem::new(Severity::Failure, code, place).with_numbers(numbers));
    ReadSummary { problems: 1, ..ReadSummary::default() }
}

fn locked(child: &Mutex<Child>) -> MutexGuard<'_, Child> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Worker {
    /// Sends all bytes before anything is heard: the readers of these kinds begin
    /// when they have them.
    fn send(&mut self, job: &Job<'_>, input: &mut dyn Read, watch: &Watch) -> Result<(), Fault> {
        let head = JobHead { kind: job.kind, hints: job.hints.clone(), limits: job.limits.clone() };
        wire::write_value(&mut self.input, Tag::Job, &head)?;
        let mut input = input.take(MOST_INPUT);
        let mut buf = vec![0; 64 << 10];
        let cut = loop {
            match input.read(&mut buf) {
                Ok(0) => break false,
                Ok(n) => {
                    wire::write(&mut self.input, Tag::Bytes, &buf[..n])?;
                    watch.sent(n);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break true,
            }
        };
        wire::write(&mut self.input, Tag::End, &[u8::from(cut)])?;
        Ok(self.input.flush()?)
    }

    fn receive(
        &mut self,
        job: &Job<'_>,
        out: &mut dyn Receiver,
        cancel: &Cancel,
    ) -> Result<ReadSummary, Fault> {
        let mut check = Check { job, out, tables: Vec::new(), row: RowBuf::default(), carried: 0 };
        let mut bytes = Vec::new();
        loop {
            cancel.check().map_err(Stop::from)?;
            let tag = wire::read(&mut self.output, &mut bytes)?.ok_or(Fault::Broken)?;
            if tag == Tag::Summary {
                return Ok(wire::value(&bytes)?);
            }
            check.frame(tag, &bytes)?;
        }
    }

    /// What a child that broke off died of.
    fn death(&self) -> (&'static str, Vec<u64>) {
        let mut child = locked(&self.child);
        // It may have said nonsense and live on.
        let status = match child.try_wait() {
            Ok(Some(status)) => Ok(status),
            _ => {
                std::thread::sleep(std::time::Duration::from_millis(50));
                child.try_wait().and_then(|status| match status {
                    Some(status) => Ok(status),
                    None => child.kill().and_then(|()| child.wait()),
                })
            }
        };
        let signal = status.as_ref().ok().and_then(signal_of);
        let code = status.ok().and_then(|status| status.code());
        match (signal, code) {
            // What the kernel sends when processor time is used up, and what a
            // program sends itself when memory is.
            (Some(24), _) => ("reader_time", vec![]),
            (Some(6), _) => ("reader_memory", vec![]),
            (signal, code) => {
                let number = signal.or(code).unwrap_or(0);
                ("reader_stopped", vec![u64::from(number.unsigned_abs())])
            }
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let mut child = locked(&self.child);
        let _ = child.kill();
        let _ = child.wait();
    }
}

#[cfg(unix)]
fn signal_of(status: &ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(status)
}

#[cfg(not(unix))]
fn signal_of(_: &ExitStatus) -> Option<i32> {
    None
}

/// Passes on what a child says, as far as a reader could have said it.
struct Check<'a> {
    job: &'a Job<'a>,
    out: &'a mut dyn Receiver,
    /// The receiver's key of each table, and how many fields it has.
    tables: Vec<(TableKey, usize)>,
    row: RowBuf,
    /// Bytes of the files that came so far.
    carried: u64,
}

impl Check<'_> {
    fn frame(&mut self, tag: Tag, bytes: &[u8]) -> Result<(), Fault> {
        let limits: &Limits = self.job.limits;
        match tag {
            Tag::OpenTable => {
                let TableFrame { name, fields } = wire::value(bytes)?;
                // One more than allowed takes what is left over.
                if self.tables.len() > limits.tables + 1 || fields.len() > most_fields(limits) {
                    return Err(Fault::Broken);
                }
                let width = fields.len();
                let key = self.out.open_table(TableHead { name, fields });
                self.tables.push((key, width));
            }
            Tag::AddField => {
                let FieldFrame { table, name } = wire::value(bytes)?;
                let most = most_fields(limits);
                let table = self.tables.get_mut(table as usize).ok_or(Fault::Broken)?;
                if table.1 >= most {
                    return Err(Fault::Broken);
                }
                table.1 += 1;
                self.out.add_field(table.0, &name);
            }
            Tag::Record => {
                let (table, at) = wire::unpack_record(bytes, &mut self.row).ok_or(Fault::Broken)?;
                let (key, width) = *self.tables.get(table as usize).ok_or(Fault::Broken)?;
                if self.row.len() > width {
                    return Err(Fault::Broken);
                }
                self.out.record(key, at, &self.row)?;
            }
            Tag::Text => {
                let TextFrame { at, text } = wire::value(bytes)?;
                self.out.text(&at, &text)?;
            }
            Tag::Problem => {
                let ProblemFrame { severity, code, at, field, numbers } = wire::value(bytes)?;
                let known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
                if code.len() > 40 || !code.bytes().all(known) || numbers.len() > 8 {
                    return Err(Fault::Broken);
                }
                let place = SourcePlace { path: self.job.path.clone(), at, field };
                self.out.problem(Problem::new(severity, &code, place).with_numbers(numbers));
            }
            Tag::File => {
                let (name, file) = wire::unpack_file(bytes).ok_or(Fault::Broken)?;
                self.carried = self.carried.saturating_add(file.len() as u64);
                if self.carried > MOST_CARRIED || name.len() > LONGEST_NAME {
                    return Err(Fault::Broken);
                }
                self.out.file(name, file)?;
            }
            Tag::Job | Tag::Bytes | Tag::End | Tag::Summary => return Err(Fault::Broken),
        }
        Ok(())
    }
}

/// Three fields may come on top: the key and the value of a list, and its parent.
fn most_fields(limits: &Limits) -> usize {
    limits.fields.max(limits.cells) + 3
}
