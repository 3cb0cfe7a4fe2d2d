//! Reads members of risky kinds in a process of their own.
//!
//! The border is here because this is the only place that starts a process: the
//! host's own program again, with a hidden first argument. Bytes go in through
//! a pipe, what the reader finds comes back in frames; nothing of it is
//! believed before it is checked. If the child falls, hangs or grows, that is a
//! problem of the member.
//!
//! On Linux the child gives up files, sockets and new processes, its memory and
//! its time are limited by the kernel, and it ends with its parent. Elsewhere
//! the time limit holds; the rest does not.
//!
//! A host calls [`serve_if_asked`] before anything else and passes
//! [`Readers::own_program`] on.

mod children;
#[cfg(target_os = "linux")]
mod confine;
mod readers;
mod serve;
mod watch;
mod wire;

pub use children::Children;
pub use readers::Readers;
pub use serve::serve_if_asked;

/// The first argument that makes the program a reader.
const ARGUMENT: &str = "--dossier-reader";

/// Input beyond this is not sent: the readers of these kinds refuse it anyway.
const MOST_INPUT: u64 = (64 << 20) + 1;
