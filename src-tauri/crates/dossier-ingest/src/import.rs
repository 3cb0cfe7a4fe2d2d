//! A whole answer: walks its members, reads each, recognizes whose it is.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::Read;
use std::sync::Arc;

use dossier_catalog::{Certainty, Evidence, MemberRef, Recognition};
use dossier_formats::{
    FormatError, InProcess, Job, Limits, MemberEnd, MemberInfo, Runner, Source, Stop, Walker,
    sniff, walk,
};
use dossier_model::{
    At, Cancel, Canceled, FoundTable, MemberKind, MemberPath, MemberState, MemberSummary, Phase,
    Problem, Progress, Reply, Sensitive, Severity, Sha256, TableSummary,
};

use crate::member::{MemberRead, MemberReader};
use crate::statements::tokens::fold;
use crate::statements::{self, Letterhead};
use crate::store::{Store, StoreFailed, StoreMember};
use crate::table::{self, Table};
use crate::{Ingest, Known, Whose};

#[cfg(test)]
mod ledger_tests;
mod letters;

/// Bytes that show what a member is.
const START: usize = 16 * 1024;

/// What a person said about an import.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Limits of the readers.
    pub limits: Limits,
    /// Passwords of encrypted members.
    pub passwords: Vec<(MemberPath, Sensitive<String>)>,
    /// Whose answer it is.
    pub controller: Option<String>,
    /// Where members are read; in this process if the host says nothing.
    pub runner: Option<Arc<dyn Runner>>,
    /// What the person said about fields of earlier answers.
    pub known: Option<Arc<dyn Known>>,
}

/// Whose answer it is, and how that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Controller {
    /// The name.
    pub name: Sensitive<String>,
    /// The slug of its declaration; empty if it has none.
    pub company: String,
    /// The export of the declaration.
    pub export: String,
    /// `given`, `declared`, `stated`, `name` or `unknown`.
    pub how: &'static str,
    /// The evidence for a declaration.
    pub recognition: Option<Recognition>,
}

/// What an import gave.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Whose answer it is.
    pub controller: Controller,
    /// The letterhead of its covering letter, if there is one.
    pub letterhead: Option<Letterhead>,
    /// Whether one of its texts reads like the answer itself.
    pub letter: bool,
    /// What its letters say instead of an answer.
    pub replies: Vec<Reply>,
    /// Ids of the laws that such texts name, each text one.
    pub laws: BTreeSet<String>,
    /// Encrypted containers that stayed closed for want of a password.
    pub passwords_wanted: Vec<MemberPath>,
    /// Leaf members.
    pub members: u32,
    /// Their bytes.
    pub bytes: u64,
    /// Records.
    pub records: u64,
}

/// Why an import ended early. Nothing of it is kept.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The person stopped it.
    #[error("canceled")]
    Canceled,
    /// The store could not take something and knows why.
    #[error("the store refused")]
    Store,
    /// The source could not be opened.
    #[error("the source could not be read ({0})")]
    Source(std::io::ErrorKind),
}

impl From<StoreFailed> for ImportError {
    fn from(_: StoreFailed) -> Self {
        Self::Store
    }
}

impl From<Canceled> for ImportError {
    fn from(_: Canceled) -> Self {
        Self::Canceled
    }
}

impl Ingest<'_> {
    /// Reads an answer into a store.
    pub fn import(
        &self,
        source: &Source,
        options: &Options,
        store: &mut dyn Store,
        progress: &mut dyn FnMut(Progress),
        cancel: &Cancel,
    ) -> Result<Outcome, ImportError> {
        let mut run = Run {
            ingest: self,
            options,
            store,
            progress,
            cancel,
            read: Vec::new(),
            carried: Vec::new(),
            open: None,
            digests: HashMap::new(),
            evidence: Evidence::default(),
            outcome: Outcome::default(),
            found: Vec::new(),
            total: 0,
            wanted: Vec::new(),
            closed: HashMap::new(),
            failed: false,
        };
        run.tell(Phase::List, &MemberPath::default(), 0);
        let walked = walk(source, &options.limits, &mut run, cancel);
        if run.failed {
            return Err(ImportError::Store);
        }
        match walked {
            Ok(_) => {}
            Err(FormatError::Source(kind)) => return Err(ImportError::Source(kind)),
            Err(FormatError::Stopped(Stop::Canceled)) => return Err(ImportError::Canceled),
            Err(FormatError::Stopped(Stop::Refused)) => return Err(ImportError::Store),
        }
        run.tell(Phase::Recognize, &MemberPath::default(), 0);
        run.settle_duplicates()?;
        run.find_statements()?;
        run.outcome.controller = run.controller(source);
        run.tell(Phase::Store, &MemberPath::default(), 0);
        Ok(run.outcome)
    }
}

/// Whether a member was read without a fault, and how many records it gave.
type Gave = (bool, u64);

/// A member that was read, for what can only be decided at the end.
struct ReadMember {
    id: StoreMember,
    summary: MemberSummary,
    read: MemberRead,
    declared: Option<MemberRef>,
    /// Whether its text states something.
    states: bool,
}

struct Run<'r, 'c> {
    ingest: &'r Ingest<'c>,
    options: &'r Options,
    store: &'r mut dyn Store,
    progress: &'r mut dyn FnMut(Progress),
    cancel: &'r Cancel,
    read: Vec<ReadMember>,
    /// Files that the last member carries.
    carried: Vec<(String, Vec<u8>)>,
    open: Option<(StoreMember, MemberKind, MemberRead, Option<MemberRef>)>,
    /// Members that were read, and what they gave, by the digest of their bytes.
    digests: HashMap<Sha256, (MemberPath, Gave)>,
    evidence: Evidence,
    outcome: Outcome,
    /// The first tables, for the words on the way.
    found: Vec<FoundTable>,
    total: u32,
    wanted: Vec<MemberPath>,
    /// Archives that could not be opened, and why.
    closed: HashMap<MemberPath, String>,
    failed: bool,
}

impl Walker for Run<'_, '_> {
    fn inventory(&mut self, members: &[MemberInfo]) {
        self.found(members);
        self.tell(Phase::Read, &MemberPath::default(), 0);
    }

    fn found(&mut self, members: &[MemberInfo]) {
        let leaves = members.iter().filter(|member| !member.container).count();
        self.total += u32::try_from(leaves).unwrap_or(u32::MAX);
    }

    fn password(&mut self, path: &MemberPath, attempt: u32) -> Option<Sensitive<String>> {
        let password = self.passwords(path).nth(attempt as usize).cloned();
        if password.is_none() && !self.wanted.contains(path) {
            self.wanted.push(path.clone());
        }
        password
    }

    fn member(&mut self, info: &MemberInfo, bytes: &mut dyn Read) -> Result<(), Stop> {
        self.tell(Phase::Read, &info.path, 0);
        match self.read_one(info, bytes) {
            Ok(()) => Ok(()),
            Err(stop) => {
                self.failed |= stop == Stop::Refused;
                Err(stop)
            }
        }
    }

    fn finished(&mut self, info: &MemberInfo, end: &MemberEnd) {
        let id = self.open.as_ref().map(|open| open.0);
        if let Some(problem) = &end.problem
            && self.store.problem(id, problem).is_err()
        {
            self.failed = true;
        }
        if info.container {
            return;
        }
        if self.close(info, end).is_err() {
            self.failed = true;
        }
    }

    fn carried(&mut self, _: &MemberInfo) -> Vec<(String, Vec<u8>)> {
        std::mem::take(&mut self.carried)
    }

    fn refused(&mut self, info: &MemberInfo, problem: Problem) {
        if self.refuse(info, &problem).is_err() {
            self.failed = true;
        }
    }

    fn problem(&mut self, problem: Problem) {
        if problem.severity == Severity::Failure && problem.place.at == At::Whole {
            self.closed.insert(problem.place.path.clone(), problem.code.clone());
        }
        if self.store.problem(None, &problem).is_err() {
            self.failed = true;
        }
    }
}

impl Run<'_, '_> {
    /// The passwords that a person gave for a member, in their order.
    fn passwords(&self, path: &MemberPath) -> impl Iterator<Item = &Sensitive<String>> {
        let given = self.options.passwords.iter();
        given.filter(move |(of, _)| of == path || of.as_str().is_empty()).map(|(_, word)| word)
    }

    fn tell(&mut self, phase: Phase, member: &MemberPath, more: u64) {
        (self.progress)(Progress {
            phase,
            member: member.clone(),
            done: self.outcome.members,
            total: self.total,
            bytes: self.outcome.bytes,
            records: self.outcome.records + more,
            tables: self.found.clone(),
        });
    }

    fn read_one(&mut self, info: &MemberInfo, bytes: &mut dyn Read) -> Result<(), Stop> {
        let mut start = Vec::with_capacity(START);
        // A damaged member fails here or later; the walk tells why.
        let _ = Read::take(&mut *bytes, START as u64).read_to_end(&mut start);
        let kind = sniff(&start, info.path.file_name());
        let text = String::from_utf8_lossy(&start);
        let found = self.ingest.catalog.member_for(&info.path, kind, &text);
        let mut hints = found.map(|found| table::hints(found.member)).unwrap_or_default();
        hints.passwords = self.passwords(&info.path).cloned().collect();
        let declared = found.map(|found| MemberRef {
            company: found.company.slug.clone(),
            export: found.export.id.clone(),
            member: found.member.id.clone(),
        });
        let marked = found.is_some_and(|found| found.marked);
        let whose = Whose {
            company: declared.as_ref().map(|found| found.company.as_str()),
            known: self.options.known.as_deref(),
        };
        let id = self.store.begin_member(&info.path).map_err(|_| Stop::Refused)?;
        let base = Progress {
            phase: Phase::Read,
            member: info.path.clone(),
            done: self.outcome.members,
            total: self.total,
            bytes: self.outcome.bytes,
            records: self.outcome.records,
            tables: self.found.clone(),
        };
        let progress = &mut self.progress;
        let mut on_rows = |records: u64, tables: &[Table]| {
            let mut word = Progress { records: base.records + records, ..base.clone() };
            let room = FoundTable::MOST.saturating_sub(word.tables.len());
            word.tables.extend(tables.iter().filter_map(Table::found).take(room));
            progress(word);
        };
        let mut reader = MemberReader::new(
            self.ingest,
            whose,
            &mut *self.store,
            id,
            info.path.clone(),
            kind,
            &mut on_rows,
        );
        let mut input = (&start[..]).chain(bytes);
        let job = Job { kind, path: &info.path, hints: &hints, limits: &self.options.limits };
        let runner = self.options.runner.as_deref().unwrap_or(&InProcess);
        let result = runner.read(&job, &mut input, &mut reader, self.cancel);
        let mut read = reader.finish().map_err(|_| Stop::Refused)?;
        match result {
            Err(FormatError::Stopped(stop)) => return Err(stop),
            Err(FormatError::Source(_)) | Ok(_) => {}
        }
        if marked {
            read.evidence.marked.extend(declared.clone());
        }
        self.carried = std::mem::take(&mut read.files);
        self.open = Some((id, kind, read, declared));
        Ok(())
    }

    fn close(&mut self, info: &MemberInfo, end: &MemberEnd) -> Result<(), StoreFailed> {
        let Some((id, kind, read, declared)) = self.open.take() else { return Ok(()) };
        let failure = match &end.problem {
            Some(problem) => problem.code.clone(),
            None => read.failure.clone(),
        };
        if failure.starts_with("pdf_password") {
            self.outcome.passwords_wanted.push(info.path.clone());
        }
        let gave = read.records > 0 || read.has_text || !read.tables.is_empty();
        let (state, reason) = match (gave, failure.is_empty()) {
            (true, _) => (MemberState::Read, String::new()),
            (false, false) => (MemberState::Failed, failure),
            (false, true) if !read.kept_because.is_empty() => {
                (MemberState::Kept, read.kept_because.clone())
            }
            (false, true) => {
                let told = self.closed.get(&info.path).cloned();
                (MemberState::Kept, told.unwrap_or_else(|| kept_reason(kind).to_owned()))
            }
        };
        let mut summary = MemberSummary {
            path: info.path.clone(),
            kind,
            state,
            reason,
            bytes: end.bytes,
            sha256: end.sha256,
            records: read.records,
            same_as: None,
        };
        // The same bytes twice in one answer are one set of data, unless the first
        // copy gave less of it: its name misled, or its reader fell.
        if state == MemberState::Read {
            let sound = read.failure.is_empty() && end.problem.is_none();
            let gave = (sound, read.records);
            match self.digests.get(&end.sha256) {
                Some((first, given)) if end.bytes > 0 && gave <= *given => {
                    duplicate(&mut summary, first.clone(), "same_bytes");
                    self.store.forget(id)?;
                }
                _ => {
                    self.digests.insert(end.sha256, (info.path.clone(), gave));
                }
            }
        }
        self.store.end_member(id, &summary)?;
        self.outcome.members += 1;
        self.outcome.bytes += end.bytes;
        self.outcome.records += summary.records;
        self.evidence.members.push(read.evidence.clone());
        let room = FoundTable::MOST.saturating_sub(self.found.len());
        self.found.extend(read.tables.iter().take(room).map(FoundTable::of));
        self.read.push(ReadMember { id, summary, read, declared, states: false });
        Ok(())
    }

    fn refuse(&mut self, info: &MemberInfo, problem: &Problem) -> Result<(), StoreFailed> {
        if problem.code.contains("password") {
            self.outcome.passwords_wanted.append(&mut self.wanted);
        }
        let id = self.store.begin_member(&info.path)?;
        self.store.problem(Some(id), problem)?;
        let summary = MemberSummary {
            path: info.path.clone(),
            kind: if info.container { MemberKind::Container } else { MemberKind::Binary },
            state: MemberState::Failed,
            reason: problem.code.clone(),
            // Nothing was produced, so nothing is counted; the container's own bytes are kept.
            bytes: 0,
            sha256: Sha256::default(),
            records: 0,
            same_as: None,
        };
        self.store.end_member(id, &summary)?;
        self.outcome.members += 1;
        Ok(())
    }

    /// Members that are declared to hold the same data as another one that was read.
    fn settle_duplicates(&mut self) -> Result<(), ImportError> {
        for at in 0..self.read.len() {
            self.cancel.check()?;
            let member = &self.read[at];
            if member.summary.state != MemberState::Read {
                continue;
            }
            let Some(twin) = self.twin(member) else { continue };
            let first = self.read[twin].summary.path.clone();
            let member = &mut self.read[at];
            self.outcome.records -= member.summary.records;
            duplicate(&mut member.summary, first, "same_data");
            member.read = MemberRead::default();
            self.store.forget(member.id)?;
            self.store.end_member(member.id, &member.summary)?;
        }
        Ok(())
    }

    fn twin(&self, member: &ReadMember) -> Option<usize> {
        let of = member.declared.as_ref()?;
        let export = self.ingest.catalog.company(&of.company)?.export(&of.export)?;
        let wanted = export.member(&of.member)?.duplicate_of.as_ref()?;
        self.read.iter().position(|other| {
            let is_it =
                |other_of: &MemberRef| other_of.company == of.company && other_of.member == *wanted;
            other.declared.as_ref().is_some_and(is_it)
                && other.summary.state == MemberState::Read
                && other.summary.records > 0
                && other.read.failure.is_empty()
        })
    }

    fn controller(&self, source: &Source) -> Controller {
        let mut found = self.ingest.catalog.recognize(&self.evidence);
        found.retain(|hit| hit.certainty != Certainty::Ambiguous);
        let recognition = found.into_iter().next();
        let spec = recognition.as_ref().and_then(|hit| self.ingest.catalog.company(&hit.company));
        let mut controller = Controller {
            company: spec.map(|spec| spec.slug.clone()).unwrap_or_default(),
            export: recognition.as_ref().map(|hit| hit.export.clone()).unwrap_or_default(),
            recognition,
            ..Controller::default()
        };
        let own_name = spec.filter(|spec| !spec.software).map(|spec| spec.name.clone());
        let inside = spec.and_then(|spec| {
            spec.controller_from
                .iter()
                .find_map(|cell| self.cell(&spec.slug, &cell.table, &cell.column))
        });
        let letter = self.outcome.letterhead.as_ref().map(|head| head.controller.clone());
        let letter = letter.or_else(|| self.told()).or_else(|| self.sender());
        let letter = letter.or_else(|| self.titled());
        let (name, how) = match (&self.options.controller, own_name, inside, letter) {
            (Some(given), ..) => (given.clone(), "given"),
            (_, Some(name), ..) => (name, "declared"),
            (_, _, Some(name), _) => (name, "stated"),
            (_, _, _, Some(name)) => (name, "stated"),
            _ => (plain_name(&source.name(), self.ingest, &self.people()), "name"),
        };
        (controller.name, controller.how) = (Sensitive::new(name), how);
        controller
    }

    /// The controller that a document names under a key for it.
    fn told(&self) -> Option<String> {
        let vocabulary = &self.ingest.vocabulary;
        let is_name = |name: &&String| {
            name.len() <= 120 && !name.contains('@') && name.contains(char::is_alphabetic)
        };
        let tables = self.read.iter().flat_map(|member| &member.read.tables);
        tables.filter(|table| table.records == 1).find_map(|table| {
            let keys = table.fields.iter();
            let mut keys =
                keys.filter(|field| statements::names_controller(&field.name, vocabulary));
            keys.find_map(|field| field.examples.expose().first().filter(is_name).cloned())
        })
    }

    /// The name by which a mail that answers was sent.
    fn sender(&self) -> Option<String> {
        let mails = self.read.iter().filter(|member| member.summary.kind == MemberKind::Mail);
        let mut answers = mails.filter(|member| member.states);
        answers.find_map(|member| {
            let header = member.read.tables.iter().find(|table| table.name == "header")?;
            let from =
                header.fields.iter().find(|field| field.name.eq_ignore_ascii_case("from"))?;
            let (name, _) = from.examples.expose().first()?.split_once('<')?;
            let name = name.trim().trim_matches('"').trim();
            (name.contains(char::is_alphabetic) && !name.contains('@')).then(|| name.to_owned())
        })
    }

    /// The company that a line over a table names by its legal form.
    fn titled(&self) -> Option<String> {
        let of_table = |kind| matches!(kind, MemberKind::Csv | MemberKind::Sheet);
        let members = self.read.iter().filter(|member| of_table(member.summary.kind));
        members.flat_map(|member| member.read.text.iter().take(TITLES)).find_map(|(_, text)| {
            statements::company_in(text.lines().take(TITLES), &self.ingest.vocabulary)
        })
    }

    /// The words of the names of people in the answer, in lower case.
    fn people(&self) -> HashSet<String> {
        let tables = self.read.iter().flat_map(|member| &member.read.tables);
        let names = tables.flat_map(|table| &table.fields).filter(|f| f.group == "person_name");
        let values = names.flat_map(|field| field.examples.expose());
        values.flat_map(|name| name.split_whitespace()).map(fold).collect()
    }

    /// The first value of a declared column.
    fn cell(&self, company: &str, table: &str, column: &str) -> Option<String> {
        let declared = format!("{company}/{table}");
        let spec = self.ingest.catalog.company(company)?.table(table)?;
        let is_it = |summary: &&TableSummary| summary.declared == declared;
        self.read.iter().flat_map(|member| &member.read.tables).filter(is_it).find_map(|summary| {
            let field = summary.fields.iter().find(|field| {
                spec.column_for(&field.name).is_some_and(|found| found.key() == column)
            })?;
            field.examples.expose().first().cloned()
        })
    }
}

/// Lines at the top that may be titles.
const TITLES: usize = 5;

fn duplicate(summary: &mut MemberSummary, of: MemberPath, reason: &str) {
    summary.state = MemberState::Duplicate;
    summary.reason = reason.to_owned();
    summary.records = 0;
    summary.same_as = Some(of);
}

fn kept_reason(kind: MemberKind) -> &'static str {
    match kind {
        MemberKind::Image => "picture",
        MemberKind::Empty => "empty",
        MemberKind::Binary | MemberKind::Container => "binary",
        MemberKind::Pdf => "pdf_no_text",
        MemberKind::Mail
        | MemberKind::Document
        | MemberKind::Sheet
        | MemberKind::Xml
        | MemberKind::Csv
        | MemberKind::Json
        | MemberKind::JsonLines
        | MemberKind::Html
        | MemberKind::Text => "no_content",
    }
}

/// A file name as a first name for an unknown company: without extension, without the
/// words that any answer is called by, and without what names the person.
fn plain_name(name: &str, ingest: &Ingest<'_>, people: &HashSet<String>) -> String {
    let stem = match name.rsplit_once('.') {
        Some((stem, end)) if end.len() <= 5 && !end.contains(' ') => stem,
        _ => name,
    };
    let is_code = |word: &str| {
        let digits = word.contains(|c: char| c.is_ascii_digit());
        let counted = word.starts_with('(') && word.ends_with(')');
        counted || (digits || word.len() >= 8) && word.bytes().all(|b| b.is_ascii_hexdigit())
    };
    let words = || {
        let words = stem.split(['-', '_', ' ']);
        words.filter(|word| !word.is_empty() && !word.contains('@') && !is_code(word))
    };
    let any = &ingest.vocabulary.keys.of_files;
    let is_person = |word: &str| people.contains(&fold(word));
    let is_any = |word: &str| any.contains(&fold(word));
    let own = without_called(words().collect(), ingest);
    let kept = |rest: &dyn Fn(&str) -> bool| {
        own.iter().copied().filter(|word| !is_person(word) && !rest(word)).collect::<Vec<_>>()
    };
    let telling = kept(&is_any).join(" ");
    if telling.contains(char::is_alphabetic) {
        return telling;
    }
    let all = kept(&|_| false).join(" ");
    // Only a number is better than nothing, unless it stands beside the person.
    let named = own.len() < words().count() || own.iter().any(|word| is_person(word));
    match all.is_empty() {
        true if named || stem.contains('@') => NOBODY.to_owned(),
        true => stem.to_owned(),
        false => all,
    }
}

/// What stands for a company of which nothing is known.
const NOBODY: &str = "N. N.";

/// The words without those of a person who is called by a form of address.
fn without_called<'w>(words: Vec<&'w str>, ingest: &Ingest<'_>) -> Vec<&'w str> {
    let languages = &ingest.vocabulary.languages;
    let titles = || languages.iter().flat_map(|language| &language.titles);
    // `Dr` may begin the name of a company.
    let calls = |word: &&str| {
        let word = fold(word);
        word.chars().count() > 3 && titles().any(|title| *title == word)
    };
    match words.iter().position(calls) {
        Some(at) => words[..at].to_vec(),
        None => words,
    }
}

#[cfg(test)]
mod tests;
