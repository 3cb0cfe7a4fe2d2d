//! Untrusted bytes in, members and records with their places out.
//!
//! The border is here because everything in this crate looks at bytes that a
//! stranger chose. It knows file kinds only: no company, no law, no vault. Bad
//! input is data (a value and its problems), limits have numbers, nothing is
//! written to disk, and errors carry positions and counts, never values.
//!
//! [`walk`] streams the members of a source, [`sniff`] says what one is,
//! [`read_member`] turns it into records.

mod blob;
mod csv;
mod dispatch;
mod document;
mod error;
mod hash;
mod html;
mod inside;
mod json;
mod limits;
mod mail;
mod packed;
mod parts;
mod pdf;
mod read;
mod runner;
mod sevenz;
mod sheet;
mod sniff;
mod source;
mod tar_header;
mod text;
mod walk;
mod xml;
mod zip;

pub use csv::{CutLines, cut_lines};
pub use dispatch::read_member;
pub use error::{FormatError, Stop};
pub use hash::HashingReader;
pub use limits::Limits;
pub use read::{
    BlockPart, BlockRun, CellRun, JsonPattern, ReadHints, ReadSummary, Receiver, RowAt, TableKey,
};
pub use runner::{InProcess, Job, Runner, is_risky};
pub use sniff::sniff;
pub use source::Source;
pub use text::{is_bullet, is_compound_prefix};
pub use walk::{MemberEnd, MemberInfo, WalkSums, Walker, walk};
