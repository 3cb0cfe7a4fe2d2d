//! From a source to a stream of members.
//!
//! The inventory is taken once, before the first member is read, because a
//! format is recognized by all its names together. Then each member's bytes
//! pass by exactly once. Nothing is unpacked to disk; limits count what was
//! really produced, on all levels together.

mod archive;
mod expand;
mod leaf;
mod listing;
mod meter;
mod stream;
mod tar;

use std::collections::HashMap;

use dossier_model::{At, Cancel, MemberPath, Problem, Sensitive, Severity, Sha256, SourcePlace};

use crate::{FormatError, Limits, Source, Stop};

/// A member before its bytes are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberInfo {
    /// Where it lies, the name of the source first.
    pub path: MemberPath,
    /// Containers around it.
    pub depth: u32,
    /// Whether it holds other members, which are listed after it.
    pub container: bool,
    /// Its size, if the container says.
    pub size_hint: Option<u64>,
    /// Its checksum, if the container says.
    pub crc32: Option<u32>,
    /// Its time as the container says, ISO 8601 without zone.
    pub modified: Option<String>,
    /// The bytes of its name, if they were not UTF-8.
    pub raw_name: Option<Sensitive<Vec<u8>>>,
}

/// How a member ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberEnd {
    /// Bytes really produced.
    pub bytes: u64,
    /// Their digest.
    pub sha256: Sha256,
    /// What was wrong with the bytes: damage, a wrong checksum, a limit. The
    /// same problem is not told through [`Walker::problem`].
    pub problem: Option<Problem>,
}

impl MemberEnd {
    /// Whether all bytes came and were sound.
    pub fn is_whole(&self) -> bool {
        self.problem.is_none()
    }
}

/// Receives what a walk finds, in this order: `inventory` once; then for each
/// member either `refused`, or `member` and `finished`. A container is
/// `finished` after the last of its members. `found` tells of members that
/// could only be seen when their container was opened late, such as an
/// encrypted archive inside an archive.
pub trait Walker {
    /// Everything that can be known before reading.
    fn inventory(&mut self, members: &[MemberInfo]);

    /// More members, found while reading.
    fn found(&mut self, members: &[MemberInfo]);

    /// The password of a container. `attempt` counts from 0 and grows when the
    /// last answer was wrong. `None` leaves the encrypted members closed.
    fn password(&mut self, path: &MemberPath, attempt: u32) -> Option<Sensitive<String>>;

    /// The bytes of a member. What is not read here is read and counted by the
    /// walk.
    fn member(&mut self, info: &MemberInfo, bytes: &mut dyn std::io::Read) -> Result<(), Stop>;

    /// The files that the member just read carries, with their names: members of
    /// their own behind it. Only its reader can find them.
    fn carried(&mut self, _info: &MemberInfo) -> Vec<(String, Vec<u8>)> {
        Vec::new()
    }

    /// The end of a member that was opened, or of a container.
    fn finished(&mut self, info: &MemberInfo, end: &MemberEnd);

    /// A member that was not opened, and why.
    fn refused(&mut self, info: &MemberInfo, problem: Problem);

    /// Something odd about a container or a name.
    fn problem(&mut self, problem: Problem);
}

/// The sums of a walk, for a ledger that adds up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WalkSums {
    /// Members that were opened, containers not counted.
    pub members: u64,
    /// Bytes that they gave.
    pub bytes: u64,
    /// Containers.
    pub containers: u64,
    /// Members that were refused.
    pub refused: u64,
    /// Bytes of the source as it lies there.
    pub source_bytes: u64,
}

/// Walks a source: takes the inventory, then streams each member once.
///
/// ```
/// use dossier_formats::{Limits, MemberEnd, MemberInfo, Source, Stop, Walker, walk};
/// use dossier_model::{Cancel, MemberPath, Problem, Sensitive};
///
/// #[derive(Default)]
/// struct Count(u64);
/// impl Walker for Count {
///     fn inventory(&mut self, _: &[MemberInfo]) {}
///     fn found(&mut self, _: &[MemberInfo]) {}
///     fn password(&mut self, _: &MemberPath, _: u32) -> Option<Sensitive<String>> { None }
///     fn member(&mut self, _: &MemberInfo, bytes: &mut dyn std::io::Read) -> Result<(), Stop> {
///         self.0 += std::io::copy(bytes, &mut std::io::sink()).map_err(|_| Stop::Refused)?;
///         Ok(())
///     }
///     fn finished(&mut self, _: &MemberInfo, _: &MemberEnd) {}
///     fn refused(&mut self, _: &MemberInfo, _: Problem) {}
///     fn problem(&mut self, _: Problem) {}
/// }
///
/// let source = Source::memory("note.txt", *b"hello");
/// let mut count = Count::default();
/// let sums = walk(&source, &Limits::default(), &mut count, &Cancel::new())?;
/// assert_eq!((count.0, sums.members, sums.bytes), (5, 1, 5));
/// # Ok::<(), dossier_formats::FormatError>(())
/// ```
pub fn walk(
    source: &Source,
    limits: &Limits,
    walker: &mut dyn Walker,
    cancel: &Cancel,
) -> Result<WalkSums, FormatError> {
    let mut tree = expand::Expander::new(limits, cancel).source(source)?;
    let mut told = Told { limit: limits.problems, codes: HashMap::new(), more: 0 };
    told.tell(tree.problems.drain(..), walker);
    walker.inventory(&tree.infos());
    let sums =
        stream::Streamer::new(limits, cancel, walker, tree.meter, &mut told).run(&tree.roots)?;
    if told.more > 0 {
        let place = SourcePlace::new(MemberPath::new(source.name()), At::Whole);
        let problem = Problem::new(Severity::Note, "more_problems", place);
        walker.problem(problem.with_numbers([told.more]));
    }
    Ok(sums)
}

/// What was told of a walk: of one kind only so many, then the sum at the end.
/// Failures are always told, since they say why a container stayed closed.
struct Told {
    limit: u32,
    codes: HashMap<String, u32>,
    more: u64,
}

impl Told {
    fn tell(&mut self, problems: impl IntoIterator<Item = Problem>, walker: &mut dyn Walker) {
        for problem in problems {
            let seen = self.codes.entry(problem.code.clone()).or_insert(0);
            *seen = seen.saturating_add(1);
            if problem.severity == Severity::Failure || *seen <= self.limit {
                walker.problem(problem);
            } else {
                self.more += 1;
            }
        }
    }
}
