//! What a child gives up before the first byte of a stranger: files, sockets,
//! other processes, memory and time beyond a limit.

use std::collections::BTreeMap;
use std::io;

use rustix::process::{DumpableBehavior, Resource, Rlimit, Signal};
use rustix::time::{ClockId, clock_gettime};
use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
    SeccompFilter, SeccompRule, TargetArch,
};

/// Bytes of its own that a child may hold: what it maps of the program's file
/// is not counted.
const MEMORY: u64 = 256 << 20;
/// Addresses beyond those that the program has at its start.
const ADDRESSES: u64 = 768 << 20;
/// Seconds of processor time for one member, and one more for each so many bytes.
const SECONDS: u64 = 4;
const BYTES_A_SECOND: u64 = 1 << 20;

/// Closes the process in. Fails closed: without it nothing is read.
pub fn confine() -> io::Result<()> {
    rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
    rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    let addresses = mapped()?.saturating_add(ADDRESSES);
    limit(Resource::As, addresses)?;
    limit(Resource::Data, MEMORY)?;
    limit(Resource::Core, 0)?;
    limit(Resource::Fsize, 0)?;
    // Those that are open stay; the number of the next would be too high.
    limit(Resource::Nofile, 3)?;
    grant_time(0)?;
    let program = filter().map_err(|_| io::ErrorKind::Unsupported)?;
    seccompiler::apply_filter(&program).map_err(|_| io::ErrorKind::PermissionDenied.into())
}

/// Lets the process work on for a member of this size.
pub fn grant_time(bytes: u64) -> io::Result<()> {
    let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec;
    let used = u64::try_from(used).unwrap_or(0);
    let until = used + SECONDS + bytes / BYTES_A_SECOND;
    let hard = rustix::process::getrlimit(Resource::Cpu).maximum;
    let limit = Rlimit { current: Some(until), maximum: hard };
    Ok(rustix::process::setrlimit(Resource::Cpu, limit)?)
}

fn limit(resource: Resource, most: u64) -> io::Result<()> {
    let had = rustix::process::getrlimit(resource).maximum;
    let most = had.map_or(most, |had| had.min(most));
    let limit = Rlimit { current: Some(most), maximum: Some(most) };
    Ok(rustix::process::setrlimit(resource, limit)?)
}

/// Bytes of addresses that the program takes already.
fn mapped() -> io::Result<u64> {
    let text = std::fs::read_to_string("/proc/self/statm")?;
    let pages = text.split(' ').next().and_then(|pages| pages.parse::<u64>().ok());
    let size = rustix::param::page_size() as u64;
    pages.map(|pages| pages * size).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

/// The calls that reading takes: bytes in, frames out, memory, time, the end.
/// All others fail, so that a library that asks in vain goes on.
fn filter() -> Result<BpfProgram, BackendError> {
    let arch: TargetArch = std::env::consts::ARCH.try_into()?;
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = BTreeMap::new();
    let free = [
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_brk,
        libc::SYS_madvise,
        libc::SYS_futex,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_sigaltstack,
        libc::SYS_restart_syscall,
        libc::SYS_clock_gettime,
        libc::SYS_getrandom,
        libc::SYS_sched_yield,
        libc::SYS_getpid,
        libc::SYS_gettid,
        libc::SYS_exit,
        libc::SYS_exit_group,
    ];
    rules.extend(free.map(|call| (call, Vec::new())));
    rules.insert(libc::SYS_read, vec![argument(0, 0)?]);
    rules.insert(libc::SYS_write, vec![argument(0, 1)?]);
    rules.insert(libc::SYS_writev, vec![argument(0, 1)?]);
    // Its own limits only.
    rules.insert(libc::SYS_prlimit64, vec![argument(0, 0)?]);
    // To end itself when memory is out, and nobody else.
    let own = u64::from(std::process::id());
    rules.insert(libc::SYS_tgkill, vec![argument(0, own)?]);
    rules.insert(libc::SYS_mmap, vec![not_executable()?]);
    rules.insert(libc::SYS_mprotect, vec![not_executable()?]);
    let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    SeccompFilter::new(rules, refused, SeccompAction::Allow, arch)?.try_into()
}

fn argument(index: u8, value: u64) -> Result<SeccompRule, BackendError> {
    let is = SeccompCondition::new(index, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, value)?;
    SeccompRule::new(vec![is])
}

fn not_executable() -> Result<SeccompRule, BackendError> {
    let code = u64::from(libc::PROT_EXEC.unsigned_abs());
    let none = SeccompCmpOp::MaskedEq(code);
    SeccompRule::new(vec![SeccompCondition::new(2, SeccompCmpArgLen::Dword, none, 0)?])
}
