use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use dossier_model::{At, Cancel, MemberPath, Problem, Sensitive, Severity, Sha256, SourcePlace};

use super::MemberInfo;
use super::leaf::Leaf;
use super::listing::{self, Listed};
use super::meter::{Meter, Metered, Stated};
use crate::blob::{Blob, Opener};
use crate::parts;
use crate::sevenz::Closed;
use crate::sniff::{Container, container_of, is_container_name, is_leaf_name};
use crate::source::list_folder;
use crate::{FormatError, Limits, Source};

/// A member with what is known of it before it is read.
pub(super) struct Node {
    pub(super) info: MemberInfo,
    pub(super) stated: Stated,
    pub(super) body: Body,
}

pub(super) enum Body {
    /// `peeked` says that nobody needs to look whether it is a container.
    Leaf {
        bytes: Leaf,
        peeked: bool,
    },
    Container {
        blob: Blob,
        children: Vec<Node>,
        sha256: Option<Sha256>,
    },
    Refused(Problem),
}

/// Everything that was found before reading.
pub(super) struct Tree {
    pub(super) roots: Vec<Node>,
    pub(super) problems: Vec<Problem>,
    pub(super) meter: Meter,
}

impl Tree {
    pub(super) fn infos(&self) -> Vec<MemberInfo> {
        let mut out = Vec::new();
        collect_infos(&self.roots, &mut out);
        out
    }
}

pub(super) fn collect_infos(nodes: &[Node], out: &mut Vec<MemberInfo>) {
    for node in nodes {
        out.push(node.info.clone());
        if let Body::Container { children, .. } = &node.body {
            collect_infos(children, out);
        }
    }
}

/// Rewinding streams inside each other cost a pass for each pass.
const MAX_REWIND_LEVELS: u32 = 2;
/// The end of a large nested container that is kept for its directory.
const TAIL: usize = 512 << 10;

/// Opens containers and lists what is in them.
pub(super) struct Expander<'a> {
    limits: &'a Limits,
    cancel: &'a Cancel,
    meter: Meter,
    members: u32,
    /// Passwords that opened something before.
    passwords: Vec<Sensitive<String>>,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Expander<'a> {
    pub(super) fn new(limits: &'a Limits, cancel: &'a Cancel) -> Self {
        let meter = Meter::new(limits);
        Self { limits, cancel, meter, members: 0, passwords: Vec::new(), problems: Vec::new() }
    }

    /// Goes on with the sums of an earlier listing.
    pub(super) fn late(
        limits: &'a Limits,
        cancel: &'a Cancel,
        meter: Meter,
        members: u32,
        passwords: Vec<Sensitive<String>>,
    ) -> Self {
        Self { limits, cancel, meter, members, passwords, problems: Vec::new() }
    }

    pub(super) fn source(mut self, source: &Source) -> Result<Tree, FormatError> {
        let failed = |err: io::Error| FormatError::Source(err.kind());
        let path = MemberPath::new(source.name());
        let mut roots = Vec::new();
        match source {
            Source::Memory { bytes, .. } => {
                let bytes = bytes.expose().clone();
                self.meter.add_source(bytes.len() as u64);
                let size = bytes.len() as u64;
                roots.push(self.leaf(path, 0, size, Leaf::Blob(Blob::memory(bytes)))?);
            }
            Source::Path(disk) if fs::metadata(disk.expose()).map_err(failed)?.is_dir() => {
                self.folder(disk.expose(), &path, 0, &mut roots)?;
            }
            Source::Files { files, .. } => {
                let names: Vec<String> =
                    files.iter().map(|(name, _)| name.expose().clone()).collect();
                for set in parts::join(&names) {
                    let parts = set.parts.iter().map(|part| &files[*part].1);
                    let parts = parts.map(|bytes| Blob::memory(bytes.expose().clone()));
                    let blob = Blob::joined(parts.collect());
                    let size = blob.len();
                    self.meter.add_source(size);
                    roots.push(self.leaf(MemberPath::new(set.name), 0, size, Leaf::Blob(blob))?);
                }
            }
            Source::Parts { paths, .. } => {
                let paths: Vec<&Path> = paths.iter().map(|path| &**path.expose()).collect();
                let blob = joined(&paths).map_err(failed)?;
                let size = blob.len();
                self.meter.add_source(size);
                roots.push(self.leaf(path, 0, size, Leaf::Blob(blob))?);
            }
            Source::Path(disk) => {
                let size = File::open(disk.expose()).and_then(|file| file.metadata());
                let size = size.map_err(failed)?.len();
                self.meter.add_source(size);
                let leaf = Leaf::Disk(Rc::new(disk.expose().clone()));
                roots.push(self.leaf(path, 0, size, leaf)?);
            }
        }
        Ok(Tree { roots, problems: self.problems, meter: self.meter })
    }

    fn leaf(
        &mut self,
        path: MemberPath,
        depth: u32,
        size: u64,
        bytes: Leaf,
    ) -> Result<Node, FormatError> {
        let info = MemberInfo { path, depth, size_hint: Some(size), ..MemberInfo::default() };
        let stated = Stated { size: None, crc32: None, compressed: size };
        self.expand(info, stated, bytes)
    }

    fn folder(
        &mut self,
        disk: &Path,
        path: &MemberPath,
        level: u32,
        out: &mut Vec<Node>,
    ) -> Result<(), FormatError> {
        self.cancel.check()?;
        if level >= self.limits.folder_depth {
            self.note(
                Severity::Failure,
                "limit_folder_depth",
                path,
                [self.limits.folder_depth.into()],
            );
            return Ok(());
        }
        let Ok(names) = list_folder(disk) else {
            self.note(Severity::Failure, "folder_unreadable", path, []);
            return Ok(());
        };
        let name_of =
            |disk: &PathBuf| disk.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let all: Vec<String> = names.iter().map(name_of).collect();
        for set in parts::join(&all) {
            let (name, disk) = (set.name, names[set.parts[0]].clone());
            let inner = MemberPath::new(format!("{}/{name}", path.as_str()));
            let kind = fs::symlink_metadata(&disk).map(|meta| (meta.file_type(), meta.len()));
            let (code, size) = match kind {
                Ok((kind, _)) if kind.is_dir() => {
                    self.folder(&disk, &inner, level + 1, out)?;
                    continue;
                }
                Ok((kind, size)) if kind.is_file() => (None, size),
                Ok((kind, size)) if kind.is_symlink() => (Some("link_not_followed"), size),
                Ok(_) => (Some("no_regular_file"), 0),
                Err(_) => (Some("member_unreadable"), 0),
            };
            if !self.count_member(path) {
                return Ok(());
            }
            if set.parts.len() > 1 {
                let paths: Vec<&Path> = set.parts.iter().map(|part| &*names[*part]).collect();
                if let Ok(blob) = joined(&paths) {
                    self.meter.add_source(blob.len());
                    out.push(self.leaf(inner, 0, blob.len(), Leaf::Blob(blob))?);
                    continue;
                }
            }
            if let Some(code) = code {
                let info = MemberInfo { path: inner, ..MemberInfo::default() };
                out.push(refused(info, code, []));
                continue;
            }
            self.meter.add_source(size);
            out.push(self.leaf(inner, 0, size, Leaf::Disk(Rc::new(disk)))?);
        }
        Ok(())
    }

    /// False, with one problem, when there are too many.
    fn count_member(&mut self, path: &MemberPath) -> bool {
        self.members += 1;
        if self.members == self.limits.members.saturating_add(1) {
            self.note(Severity::Failure, "limit_members", path, [self.limits.members.into()]);
        }
        self.members <= self.limits.members
    }

    fn note(
        &mut self,
        severity: Severity,
        code: &str,
        path: &MemberPath,
        numbers: impl IntoIterator<Item = u64>,
    ) {
        let place = SourcePlace::new(path.clone(), At::Whole);
        self.problems.push(Problem::new(severity, code, place).with_numbers(numbers));
    }

    fn expand(
        &mut self,
        info: MemberInfo,
        stated: Stated,
        bytes: Leaf,
    ) -> Result<Node, FormatError> {
        let dear = bytes.is_behind_others() && !is_container_name(&info.path);
        if dear || bytes.is_locked() || self.meter.exhausted().is_some() || is_leaf_name(&info.path)
        {
            return Ok(Node { info, stated, body: Body::Leaf { bytes, peeked: false } });
        }
        self.look(info, stated, bytes)
    }

    /// Looks into a member: a container is listed, everything else is a leaf.
    pub(super) fn look(
        &mut self,
        mut info: MemberInfo,
        stated: Stated,
        bytes: Leaf,
    ) -> Result<Node, FormatError> {
        self.cancel.check()?;
        let leaf = |info, bytes| Node { info, stated, body: Body::Leaf { bytes, peeked: true } };
        let kind = self.container_kind(&bytes, &info);
        let Some(kind) = kind.or_else(|| last_of_parts(&bytes, &info)) else {
            if parts::is_part(info.path.file_name()) {
                self.note(Severity::Warning, "archive_parts_missing", &info.path, []);
            }
            return Ok(leaf(info, bytes));
        };
        if info.depth >= self.limits.depth {
            self.note(Severity::Failure, "limit_depth", &info.path, [self.limits.depth.into()]);
            return Ok(leaf(info, bytes));
        }
        let Some((blob, sha256)) = self.materialize(&bytes, stated, &info)? else {
            return Ok(leaf(info, bytes));
        };
        let children = match kind {
            Container::Zip => listing::zip(&blob, &info, self.limits, &self.meter, self.cancel),
            Container::Packed(packing) => listing::packed(packing, &blob, &info),
            Container::SevenZip => match listing::open_seven(&blob, &info.path, &self.passwords) {
                Ok(archive) => listing::seven(&archive, &info, self.limits, &self.meter),
                // Asked for while reading; until then it is one closed member.
                Err(Closed::Password) => {
                    let path = info.path.clone();
                    let body = Body::Leaf { bytes: Leaf::Sealed(blob, path), peeked: false };
                    return Ok(Node { info, stated, body });
                }
                Err(Closed::Broken(code)) => Err(code),
            },
            Container::Tar => super::tar::list(&blob, &info, self.limits),
            Container::Unsupported(code) => Err(code),
        };
        if parts::is_part(info.path.file_name()) {
            self.note(Severity::Warning, "archive_parts_missing", &info.path, []);
        }
        let (listed, odd) = match children {
            Ok(children) => children,
            Err(code) => {
                self.note(Severity::Failure, code, &info.path, []);
                return Ok(leaf(info, bytes));
            }
        };
        for (code, numbers) in odd {
            self.note(Severity::Warning, code, &info.path, numbers);
        }
        let mut children = Vec::new();
        for listed in self.unique(listed, &info) {
            if !self.count_member(&info.path) {
                break;
            }
            children.push(match listed.bytes {
                Err((code, numbers)) => refused(listed.info, code, numbers),
                Ok(bytes) => self.expand(listed.info, listed.stated, bytes)?,
            });
        }
        blob.release();
        info.container = true;
        Ok(Node { info, stated, body: Body::Container { blob, children, sha256 } })
    }

    fn container_kind(&self, bytes: &Leaf, info: &MemberInfo) -> Option<Container> {
        let mut prefix = Vec::new();
        bytes.open().ok()?.take(1024).read_to_end(&mut prefix).ok()?;
        container_of(&prefix, &info.path)
    }

    /// Makes a member's bytes seekable. None if they are damaged: then reading
    /// them as a leaf will say so.
    fn materialize(
        &mut self,
        bytes: &Leaf,
        stated: Stated,
        info: &MemberInfo,
    ) -> Result<Option<(Blob, Option<Sha256>)>, FormatError> {
        if let Some(blob) = bytes.plain() {
            return Ok(Some((blob, None)));
        }
        let Ok(stream) = bytes.open() else { return Ok(None) };
        let mut stream = Metered::new(stream, stated, self.meter.clone(), self.cancel.clone());
        let mut kept = Vec::new();
        let in_memory = self.limits.nested_in_memory;
        let read = stream.by_ref().take(in_memory + 1).read_to_end(&mut kept);
        let small = kept.len() as u64 <= in_memory;
        if read.is_ok() && !small {
            kept.drain(..kept.len().saturating_sub(TAIL));
            keep_tail(&mut stream, &mut kept);
        }
        let (len, sha256, fault) = stream.finish();
        self.cancel.check()?;
        // A wrong checksum is told when the container is finished; what it holds
        // is still worth reading, and each member has a checksum of its own.
        if fault.is_some_and(|code| code != "member_checksum") {
            return Ok(None);
        }
        let source = bytes.clone();
        let open: Opener =
            Rc::new(move || source.open().map_err(|fault| io::Error::other(fault.0)));
        if small {
            return Ok(Some((Blob::reload(open, kept), Some(sha256))));
        }
        let levels = bytes.rewind_levels() + 1;
        if levels > MAX_REWIND_LEVELS {
            self.note(Severity::Failure, "nested_too_large", &info.path, [in_memory]);
            return Ok(None);
        }
        Ok(Some((Blob::rewind(open, len, kept, levels), Some(sha256))))
    }

    /// Tells equal names apart and says which names are odd.
    fn unique(&mut self, mut listed: Vec<Listed>, info: &MemberInfo) -> Vec<Listed> {
        let mut seen: HashSet<String> = HashSet::with_capacity(listed.len());
        let (mut repeated, mut unsafe_names) = (0, 0);
        for one in &mut listed {
            let name = one.info.path.innermost().to_owned();
            unsafe_names += u64::from(is_unsafe(&name));
            if seen.insert(name.clone()) {
                continue;
            }
            repeated += 1;
            let (stem, ext) = match name.rsplit_once('.') {
                Some((stem, ext)) if !ext.contains('/') => (stem, format!(".{ext}")),
                _ => (&*name, String::new()),
            };
            let free = (2..)
                .map(|n: u32| format!("{stem} ({n}){ext}"))
                .find(|name| !seen.contains(name))
                .unwrap_or_default();
            one.info.path = info.path.inside(&free);
            seen.insert(free);
        }
        if repeated > 0 {
            self.note(Severity::Warning, "names_repeated", &info.path, [repeated]);
        }
        if unsafe_names > 0 {
            self.note(Severity::Note, "names_unsafe", &info.path, [unsafe_names]);
        }
        listed
    }
}

/// The last part of a split ZIP begins anywhere, and holds the directory.
fn last_of_parts(bytes: &Leaf, info: &MemberInfo) -> Option<Container> {
    let joined = matches!(bytes, Leaf::Blob(blob) if !blob.part_starts().is_empty());
    (joined && info.path.extension() == "zip").then_some(Container::Zip)
}

/// The files of a split archive as one. A link among them is not followed.
fn joined(paths: &[&Path]) -> io::Result<Blob> {
    let part = |path: &&Path| {
        if !fs::symlink_metadata(path)?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        Blob::file(File::open(path)?)
    };
    Ok(Blob::joined(paths.iter().map(part).collect::<io::Result<_>>()?))
}

fn refused(info: MemberInfo, code: &str, numbers: impl IntoIterator<Item = u64>) -> Node {
    let place = SourcePlace::new(info.path.clone(), At::Whole);
    let problem = Problem::new(Severity::Failure, code, place).with_numbers(numbers);
    Node { info, stated: Stated::default(), body: Body::Refused(problem) }
}

/// Names that would leave a folder or deceive the eye. Nothing is ever written
/// under them; a person should know that they were there.
fn is_unsafe(name: &str) -> bool {
    let parts = || name.split(['/', '\\']);
    let deceives = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    name.is_empty()
        || name.starts_with(['/', '\\', '~'])
        || name.get(1..2) == Some(":")
        || parts().any(|part| part == ".." || part == ".")
        || name.chars().any(deceives)
}

fn keep_tail(stream: &mut impl Read, kept: &mut Vec<u8>) {
    let mut buf = vec![0; 64 << 10];
    while let Ok(n) = stream.read(&mut buf) {
        if n == 0 {
            return;
        }
        kept.extend_from_slice(&buf[..n]);
        if kept.len() > TAIL * 2 {
            kept.drain(..kept.len() - TAIL);
        }
    }
}
