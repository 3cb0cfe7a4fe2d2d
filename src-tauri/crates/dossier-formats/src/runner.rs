use std::fmt;
use std::io::Read;

use dossier_model::{Cancel, MemberKind, MemberPath};

use crate::read::{ReadHints, ReadSummary, Receiver};
use crate::{FormatError, Limits, read_member};

/// One member to be read.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// What it is.
    pub kind: MemberKind,
    /// Where it lies, for the places of its problems.
    pub path: &'a MemberPath,
    /// What is known of it.
    pub hints: &'a ReadHints,
    /// Limits of the readers.
    pub limits: &'a Limits,
}

/// Where members are read: in this process, or in one that may fall.
///
/// A host that can start processes passes a runner that reads risky kinds in a
/// child; everybody else reads [`InProcess`].
pub trait Runner: fmt::Debug + Send + Sync {
    /// Reads a member as [`read_member`] does.
    fn read(
        &self,
        job: &Job<'_>,
        input: &mut dyn Read,
        out: &mut dyn Receiver,
        cancel: &Cancel,
    ) -> Result<ReadSummary, FormatError>;
}

/// Reads in the process that asks. A risky kind can end it: a document may be
/// nested deeper than the stack.
#[derive(Clone, Copy, Debug, Default)]
pub struct InProcess;

impl Runner for InProcess {
    fn read(
        &self,
        job: &Job<'_>,
        input: &mut dyn Read,
        out: &mut dyn Receiver,
        cancel: &Cancel,
    ) -> Result<ReadSummary, FormatError> {
        read_member(job.kind, input, job.path, job.hints, job.limits, out, cancel)
    }
}

/// Kinds whose readers are large libraries for formats that are programs: they
/// belong into a process of their own.
pub fn is_risky(kind: MemberKind) -> bool {
    matches!(kind, MemberKind::Pdf | MemberKind::Sheet | MemberKind::Document)
}
