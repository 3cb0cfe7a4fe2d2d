use std::io::{BufRead, BufReader, Read};

use dossier_model::{
    At, Cancel, MemberKind, MemberPath, Problem, Sensitive, Severity, Sha256, SourcePlace,
};

use super::expand::{Body, Expander, Node, collect_infos};
use super::leaf::Leaf;
use super::meter::{Meter, Metered, Stated};
use super::{MemberEnd, MemberInfo, Told, WalkSums, Walker};
use crate::blob::Blob;
use crate::mail::{MAX_MAIL, Mailbox};
use crate::{FormatError, HashingReader, Limits};

/// Wrong passwords that a person may give for one archive.
const ATTEMPTS: u32 = 3;

/// Streams the members of a listed tree to a walker.
pub(super) struct Streamer<'a> {
    limits: &'a Limits,
    cancel: &'a Cancel,
    walker: &'a mut dyn Walker,
    meter: Meter,
    told: &'a mut Told,
    sums: WalkSums,
    members: u32,
    passwords: Vec<Sensitive<String>>,
    /// Archives for which no password was given, and why their members stay
    /// closed.
    closed: Vec<(MemberPath, &'static str)>,
    /// Whether it was said that members carry more than is walked.
    full: bool,
}

impl<'a> Streamer<'a> {
    pub(super) fn new(
        limits: &'a Limits,
        cancel: &'a Cancel,
        walker: &'a mut dyn Walker,
        meter: Meter,
        told: &'a mut Told,
    ) -> Self {
        let sums = WalkSums { source_bytes: meter.source_bytes(), ..WalkSums::default() };
        let (passwords, closed) = (Vec::new(), Vec::new());
        Self {
            limits,
            cancel,
            walker,
            meter,
            told,
            sums,
            members: 0,
            passwords,
            closed,
            full: false,
        }
    }

    pub(super) fn run(mut self, nodes: &[Node]) -> Result<WalkSums, FormatError> {
        self.nodes(nodes)?;
        Ok(self.sums)
    }

    fn nodes(&mut self, nodes: &[Node]) -> Result<(), FormatError> {
        nodes.iter().try_for_each(|node| self.node(node))
    }

    fn node(&mut self, node: &Node) -> Result<(), FormatError> {
        self.cancel.check()?;
        match &node.body {
            Body::Refused(problem) => self.refuse(&node.info, problem.clone()),
            Body::Leaf { bytes, peeked } => return self.leaf(node, bytes, *peeked),
            Body::Container { blob, children, sha256 } => {
                self.nodes(children)?;
                let sha256 = match sha256 {
                    Some(sha256) => *sha256,
                    None => self.digest(blob)?,
                };
                blob.release();
                self.sums.containers += 1;
                let end = MemberEnd { bytes: blob.len(), sha256, problem: None };
                self.walker.finished(&node.info, &end);
            }
        }
        Ok(())
    }

    fn refuse(&mut self, info: &MemberInfo, problem: Problem) {
        self.sums.refused += 1;
        self.members += 1;
        self.walker.refused(info, problem);
    }

    fn leaf(&mut self, node: &Node, bytes: &Leaf, peeked: bool) -> Result<(), FormatError> {
        let info = &node.info;
        if let Some(code) = self.meter.exhausted() {
            self.refuse(info, failure(info, code));
            return Ok(());
        }
        if let Err(code) = self.unlock(info, bytes) {
            self.refuse(info, failure(info, code));
            return Ok(());
        }
        let reader = match bytes.open() {
            Ok(reader) => reader,
            Err(fault) => {
                self.refuse(info, failure(info, fault.0));
                return Ok(());
            }
        };
        let mut prefix = Vec::new();
        let mut reader = reader;
        let read = reader.by_ref().take(4096).read_to_end(&mut prefix);
        // Its name said that it is no container, or it was locked: look now.
        if !peeked && read.is_ok() && crate::sniff::container_of(&prefix, &info.path).is_some() {
            return self.late(info, node.stated, bytes.clone());
        }
        let mail = crate::sniff(&prefix, info.path.file_name()) == MemberKind::Mail;
        // An error met while peeking must come again at its place.
        let rest: Box<dyn Read> = match read {
            Ok(_) => reader,
            Err(err) => Box::new(Failing(Some(err))),
        };
        self.stream(info, node.stated, std::io::Cursor::new(prefix).chain(rest))?;
        let carried = self.walker.carried(info);
        if info.depth >= self.limits.depth {
            return Ok(());
        }
        let packed = node.stated.compressed;
        self.members_of(info, carried, "", packed)?;
        if mail { self.attachments(info, bytes) } else { Ok(()) }
    }

    fn expander(&self) -> Expander<'a> {
        let (meter, passwords) = (self.meter.clone(), self.passwords.clone());
        Expander::late(self.limits, self.cancel, meter, self.members, passwords)
    }

    /// A container that could not be seen before.
    fn late(&mut self, info: &MemberInfo, stated: Stated, bytes: Leaf) -> Result<(), FormatError> {
        let mut expander = self.expander();
        let node = expander.look(info.clone(), stated, bytes)?;
        self.told.tell(expander.problems, self.walker);
        let mut infos = Vec::new();
        if let Body::Container { children, .. } = &node.body {
            collect_infos(children, &mut infos);
            self.walker.found(&infos);
        }
        self.node(&node)
    }

    /// What is attached to a mail, or to the mails of a mailbox: members of
    /// their own, behind it.
    fn attachments(&mut self, info: &MemberInfo, bytes: &Leaf) -> Result<(), FormatError> {
        let Ok(reader) = bytes.open() else { return Ok(()) };
        let mut input = BufReader::with_capacity(64 << 10, reader);
        if input.fill_buf().is_ok_and(|start| start.starts_with(b"From ")) {
            let mut mails = Mailbox::new(&mut input);
            while let Some(number) = mails.next() {
                self.cancel.check()?;
                self.attached(info, mails.raw(), &format!("{number}/"))?;
            }
            return Ok(());
        }
        let mut raw = Vec::new();
        if input.take(MAX_MAIL as u64 + 1).read_to_end(&mut raw).is_err() {
            return Ok(());
        }
        self.attached(info, &raw, "")
    }

    fn attached(&mut self, info: &MemberInfo, raw: &[u8], of: &str) -> Result<(), FormatError> {
        if raw.len() > MAX_MAIL {
            return Ok(());
        }
        self.members_of(info, crate::mail::attachments(raw), of, raw.len() as u64)
    }

    /// Files out of a member that is no archive, each a member behind it.
    fn members_of(
        &mut self,
        info: &MemberInfo,
        files: Vec<(String, Vec<u8>)>,
        of: &str,
        packed: u64,
    ) -> Result<(), FormatError> {
        let mut names: Vec<String> = Vec::new();
        for (name, bytes) in files {
            if self.members >= self.limits.members {
                if !std::mem::replace(&mut self.full, true) {
                    let limit = u64::from(self.limits.members);
                    self.walker.problem(failure(info, "limit_members").with_numbers([limit]));
                }
                return Ok(());
            }
            let mut unique = format!("{of}{name}");
            let mut number = 2;
            while names.contains(&unique) {
                unique = format!("{of}{name} ({number})");
                number += 1;
            }
            let inner = MemberInfo {
                path: info.path.inside(&unique),
                depth: info.depth + 1,
                size_hint: Some(bytes.len() as u64),
                ..MemberInfo::default()
            };
            names.push(unique);
            let stated = Stated { size: None, crc32: None, compressed: packed };
            let mut expander = self.expander();
            let node = expander.look(inner, stated, Leaf::Blob(Blob::memory(bytes)))?;
            self.told.tell(expander.problems, self.walker);
            let mut infos = Vec::new();
            collect_infos(std::slice::from_ref(&node), &mut infos);
            self.walker.found(&infos);
            self.node(&node)?;
        }
        Ok(())
    }

    fn stream(
        &mut self,
        info: &MemberInfo,
        stated: Stated,
        reader: impl Read,
    ) -> Result<(), FormatError> {
        let mut reader = Metered::new(reader, stated, self.meter.clone(), self.cancel.clone());
        let result = self.walker.member(info, &mut reader);
        self.cancel.check()?;
        result?;
        let (bytes, sha256, fault) = reader.finish();
        self.cancel.check()?;
        self.sums.members += 1;
        self.members += 1;
        self.sums.bytes += bytes;
        let problem = fault.map(|code| failure(info, code).with_numbers([bytes]));
        self.walker.finished(info, &MemberEnd { bytes, sha256, problem });
        Ok(())
    }

    fn digest(&mut self, blob: &Blob) -> Result<Sha256, FormatError> {
        let failed = |err: std::io::Error| FormatError::Source(err.kind());
        let mut reader = HashingReader::new(blob.reader(0).map_err(failed)?);
        let mut buf = vec![0; 128 << 10];
        while reader.read(&mut buf).map_err(failed)? > 0 {
            self.cancel.check()?;
        }
        Ok(reader.sha256())
    }

    /// Makes sure that the password of a member is known.
    fn unlock(&mut self, info: &MemberInfo, bytes: &Leaf) -> Result<(), &'static str> {
        if !bytes.is_locked() {
            return Ok(());
        }
        let path = bytes.archive().unwrap_or(&info.path).clone();
        if let Some((_, code)) = self.closed.iter().find(|(closed, _)| *closed == path) {
            return Err(code);
        }
        let known = self.passwords.iter().find(|word| bytes.fits(word)).cloned();
        if let Some(word) = known {
            bytes.unlock(&word);
            return Ok(());
        }
        let mut code = "zip_password_needed";
        for attempt in 0..ATTEMPTS {
            let Some(word) = self.walker.password(&path, attempt) else { break };
            if bytes.fits(&word) {
                bytes.unlock(&word);
                self.passwords.push(word);
                return Ok(());
            }
            code = "zip_password_wrong";
        }
        self.closed.push((path, code));
        Err(code)
    }
}

fn failure(info: &MemberInfo, code: &str) -> Problem {
    Problem::new(Severity::Failure, code, SourcePlace::new(info.path.clone(), At::Whole))
}

struct Failing(Option<std::io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
