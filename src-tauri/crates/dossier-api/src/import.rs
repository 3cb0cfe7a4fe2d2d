//! Taking an answer in.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use dossier_formats::{FormatError, Source};
use dossier_ingest::{Ingest, Options, Outcome, Store, StoreFailed, StoreMember, StoreTable};
use dossier_model::{
    At, MemberPath, MemberSummary, Passage, Problem, RowBuf, Sensitive, Statement, TableSummary,
};
use dossier_vault::{ImportEnd, ImportHead, ImportWriter, StoredImport, VaultError};

use crate::contract::*;
use crate::correct::Corrections;
use crate::declared::with_own;
use crate::letterhead::ImportFacts;
use crate::{Api, ApiError, Host};

/// Original bytes are kept in parts of this size.
const CHUNK: usize = 512 * 1024;
/// How often an import that waits for another one asks again.
const NEXT_TRY: std::time::Duration = std::time::Duration::from_millis(50);

/// What else is known of one source.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    pub controller: Option<String>,
    pub received: Option<String>,
    pub passwords: Vec<(MemberPath, Sensitive<String>)>,
    pub sample: bool,
}

impl Api {
    pub(crate) fn import(
        &self,
        request: ImportRequest,
        host: &mut Host<'_>,
    ) -> Result<ImportedView, ApiError> {
        let about = About {
            controller: request.controller.filter(|name| !name.trim().is_empty()),
            received: request.received,
            passwords: request.passwords,
            sample: false,
        };
        let wanted = |handle: &u32| request.sources.is_empty() || request.sources.contains(handle);
        let sources = std::mem::take(&mut host.sources);
        let mut imports = Vec::new();
        let chosen = sources.into_iter().filter(|(handle, _)| wanted(handle));
        for source in Source::join(chosen.map(|(_, source)| source).collect()) {
            imports.push(self.import_one(&source, &about, host)?);
        }
        if imports.is_empty() {
            return Err(ApiError::new("nothing_to_import"));
        }
        Ok(ImportedView { imports })
    }

    pub(crate) fn import_one(
        &self,
        source: &Source,
        about: &About,
        host: &mut Host<'_>,
    ) -> Result<ImportReportView, ApiError> {
        let _run = self.running.begin(host.cancel);
        let head = head(source, about, host);
        let mut digest = Digest::of(source);
        let writer = loop {
            if let Some(same) = self.same(&mut digest, host)? {
                let mut report = self.report(same, "en", host)?;
                report.same_as = Some(same);
                return Ok(report);
            }
            match self.with(|vault| Ok(vault.begin_import(&head)))? {
                Ok(writer) => break writer,
                // One import after the other, each in its turn.
                Err(VaultError::Busy) => {
                    host.cancel.check().map_err(|_| ApiError::new("canceled"))?;
                    std::thread::sleep(NEXT_TRY);
                }
                Err(error) => return Err(error.into()),
            }
        };
        let own = self.own_declarations()?;
        let outcome = if own.is_empty() {
            self.read_answer(source, about, self.ingest(), writer, &mut digest, host)?
        } else {
            let catalog = with_own(&own);
            self.read_answer(source, about, &Ingest::new(&catalog), writer, &mut digest, host)?
        };
        let (id, passwords_wanted) = outcome;
        // Stored hidden, shown as a step: so that the import itself can be undone.
        self.step("history.imported", |vault| vault.hide_import(id, false))?;
        let mut report = self.report(id, "en", host)?;
        report.passwords_wanted = passwords_wanted;
        Ok(report)
    }

    /// Reads a source that was read before; what comes of it stays hidden.
    pub(crate) fn read_again(
        &self,
        before: &StoredImport,
        source: &Source,
        about: &About,
        ingest: &Ingest<'_>,
        host: &mut Host<'_>,
    ) -> Result<u32, ApiError> {
        let _run = self.running.begin(host.cancel);
        let writer = self.with(|vault| Ok(vault.begin_import(&head(source, about, host))?))?;
        // The same answer still, whatever form its kept bytes have now.
        let made = Some((before.bytes, before.sha256.clone()));
        let mut digest = Digest { source, size: None, made };
        let (id, passwords_wanted) =
            self.read_answer(source, about, ingest, writer, &mut digest, host)?;
        // What was opened with a password before must not get lost on the way.
        if passwords_wanted.is_empty() { Ok(id) } else { Err(ApiError::new("password_again")) }
    }

    fn read_answer(
        &self,
        source: &Source,
        about: &About,
        ingest: &Ingest<'_>,
        writer: ImportWriter,
        digest: &mut Digest<'_>,
        host: &mut Host<'_>,
    ) -> Result<(u32, Vec<MemberPath>), ApiError> {
        let mut store = VaultStore { writer, error: None };
        let options = Options {
            passwords: about.passwords.clone(),
            controller: about.controller.clone(),
            runner: Some(self.readers.start()),
            known: Some(Arc::new(self.with(|vault| Corrections::read(vault))?)),
            ..Options::default()
        };
        let read = ingest.import(source, &options, &mut store, host.progress, host.cancel);
        let outcome = match (read, store.error) {
            (Ok(outcome), None) => outcome,
            (_, Some(error)) => return Err(error.into()),
            (Err(error), None) => return Err(error.into()),
        };
        // After the reading, so that the first tables need not wait for it.
        keep_source(&mut store.writer, source, host)?;
        let (bytes, sha256) = digest.get(host)?;
        host.cancel.check().map_err(|_| ApiError::new("canceled"))?;
        let id = store.writer.commit(&end(&outcome, sha256, bytes)?)?;
        Ok((id, outcome.passwords_wanted))
    }
}

impl Api {
    /// The import of the very same bytes, if there is one.
    fn same(&self, digest: &mut Digest<'_>, host: &Host<'_>) -> Result<Option<u32>, ApiError> {
        let imports = self.with(|vault| Ok(vault.imports()?))?;
        // Other sizes are other bytes: then nobody waits for the digest of a gigabyte.
        let may_be = |import: &StoredImport| digest.size.is_none_or(|size| size == import.bytes);
        if !imports.iter().any(may_be) {
            return Ok(None);
        }
        let (_, sha256) = digest.get(host)?;
        Ok(imports.iter().find(|import| import.sha256 == sha256).map(|import| import.id))
    }
}

fn head(source: &Source, about: &About, host: &Host<'_>) -> ImportHead {
    ImportHead {
        name: source.name(),
        received: about.received.clone().unwrap_or_else(|| host.now.date().to_string()),
        imported: host.now.format("%Y-%m-%dT%H:%M:%S").to_string(),
        sample: about.sample,
    }
}

/// The digest of a source, made once and when it is needed.
struct Digest<'s> {
    source: &'s Source,
    /// Its bytes, if that is known at once.
    size: Option<u64>,
    made: Option<(u64, String)>,
}

impl<'s> Digest<'s> {
    fn of(source: &'s Source) -> Self {
        let size = match source {
            Source::Memory { bytes, .. } => u64::try_from(bytes.expose().len()).ok(),
            Source::Path(path) => std::fs::metadata(path.expose())
                .ok()
                .filter(std::fs::Metadata::is_file)
                .map(|file| file.len()),
            Source::Parts { .. } | Source::Files { .. } => None,
        };
        Self { source, size, made: None }
    }

    fn get(&mut self, host: &Host<'_>) -> Result<(u64, String), ApiError> {
        if let Some(made) = &self.made {
            return Ok(made.clone());
        }
        let (bytes, sha256) = self.source.digest(host.cancel).map_err(|error| match error {
            FormatError::Source(std::io::ErrorKind::NotFound) => ApiError::new("file_absent"),
            FormatError::Source(_) => ApiError::new("file"),
            FormatError::Stopped(_) => ApiError::new("canceled"),
        })?;
        Ok(self.made.insert((bytes, sha256.to_string())).clone())
    }
}

fn end(outcome: &Outcome, sha256: String, bytes: u64) -> Result<ImportEnd, ApiError> {
    let controller = &outcome.controller;
    let why: Vec<Text> = controller
        .recognition
        .iter()
        .flat_map(|recognition| &recognition.why)
        .take(6)
        .map(|reason| {
            Text::new(reason.key)
                .with("path", reason.path.as_str())
                .with("parts", reason.parts.join(", "))
        })
        .collect();
    let head = outcome.letterhead.as_ref();
    let facts = ImportFacts {
        address: head.map(|head| head.address.clone()).unwrap_or_default(),
        letter_date: head.and_then(|head| head.date).map(|day| day.to_string()),
        letter: Some(outcome.letter),
        laws: outcome.laws.iter().cloned().collect(),
        replies: outcome.replies.clone(),
    };
    let json = |value: serde_json::Result<String>| value.map_err(|_| ApiError::new("internal"));
    Ok(ImportEnd {
        controller: controller.name.expose().clone(),
        company: controller.company.clone(),
        export: controller.export.clone(),
        how: controller.how.to_owned(),
        why: json(serde_json::to_string(&why))?,
        facts: json(serde_json::to_string(&facts))?,
        sha256,
        bytes,
        hidden: true,
    })
}

/// Keeps the original bytes. A folder is kept file by file, in the order of names.
fn keep_source(
    writer: &mut ImportWriter,
    source: &Source,
    host: &Host<'_>,
) -> Result<(), ApiError> {
    match source {
        Source::Memory { name, bytes } => {
            for (part, chunk) in (0..).zip(bytes.expose().chunks(CHUNK)) {
                writer.source_chunk(0, part, name.expose(), chunk)?;
            }
            Ok(())
        }
        Source::Files { files, .. } => {
            for (number, (name, bytes)) in (0..).zip(files) {
                for (part, chunk) in (0..).zip(bytes.expose().chunks(CHUNK)) {
                    writer.source_chunk(number, part, name.expose(), chunk)?;
                }
            }
            Ok(())
        }
        Source::Path(path) => {
            let mut next = 0;
            keep_path(writer, path.expose(), "", &mut next, host)
        }
        Source::Parts { paths, .. } => {
            let mut next = 0;
            paths.iter().try_for_each(|path| keep_path(writer, path.expose(), "", &mut next, host))
        }
    }
}

fn keep_path(
    writer: &mut ImportWriter,
    path: &Path,
    inside: &str,
    next: &mut u32,
    host: &Host<'_>,
) -> Result<(), ApiError> {
    let file = |_: std::io::Error| ApiError::new("file");
    let kind = std::fs::symlink_metadata(path).map_err(file)?.file_type();
    let top = inside.is_empty();
    let name = Source::path(path).name();
    let name = if top { name } else { format!("{inside}/{name}") };
    if kind.is_dir() || (top && path.is_dir()) {
        let mut entries: Vec<_> =
            std::fs::read_dir(path).map_err(file)?.filter_map(Result::ok).collect();
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            keep_path(writer, &entry.path(), &name, next, host)?;
        }
        return Ok(());
    }
    // Links lead out of what the person chose.
    if !kind.is_file() && !top {
        return Ok(());
    }
    let number = *next;
    *next += 1;
    let mut input = File::open(path).map_err(file)?;
    let mut chunk = Vec::with_capacity(CHUNK);
    for part in 0.. {
        chunk.clear();
        Read::take(&mut input, CHUNK as u64).read_to_end(&mut chunk).map_err(file)?;
        if chunk.is_empty() {
            break;
        }
        host.cancel.check().map_err(|_| ApiError::new("canceled"))?;
        writer.source_chunk(number, part, &name, &chunk)?;
    }
    Ok(())
}

/// The vault as the reading stages see it.
struct VaultStore {
    writer: ImportWriter,
    error: Option<VaultError>,
}

impl VaultStore {
    fn keep<T>(&mut self, result: Result<T, VaultError>) -> Result<T, StoreFailed> {
        result.map_err(|error| {
            self.error.get_or_insert(error);
            StoreFailed
        })
    }
}

impl Store for VaultStore {
    fn begin_member(&mut self, path: &MemberPath) -> Result<StoreMember, StoreFailed> {
        let key = self.writer.begin_member(path);
        self.keep(key)
    }

    fn open_table(&mut self, name: &str, prose: bool) -> Result<StoreTable, StoreFailed> {
        let key = self.writer.open_table(name, prose);
        self.keep(key)
    }

    fn record(
        &mut self,
        table: StoreTable,
        at: &At,
        row: &RowBuf,
        kinds: u16,
    ) -> Result<(), StoreFailed> {
        let done = self.writer.record(table, at, row, kinds);
        self.keep(done)
    }

    fn end_table(&mut self, table: StoreTable, summary: &TableSummary) -> Result<(), StoreFailed> {
        let done = self.writer.end_table(table, summary);
        self.keep(done)
    }

    fn end_member(
        &mut self,
        member: StoreMember,
        summary: &MemberSummary,
    ) -> Result<(), StoreFailed> {
        let done = self.writer.end_member(member, summary);
        self.keep(done)
    }

    fn forget(&mut self, member: StoreMember) -> Result<(), StoreFailed> {
        let done = self.writer.forget(member);
        self.keep(done)
    }

    fn problem(
        &mut self,
        member: Option<StoreMember>,
        problem: &Problem,
    ) -> Result<(), StoreFailed> {
        let done = self.writer.problem(problem, member);
        self.keep(done)
    }

    fn statement(&mut self, statement: &Statement) -> Result<(), StoreFailed> {
        let done = self.writer.statement(statement);
        self.keep(done)
    }

    fn passage(&mut self, passage: &Passage) -> Result<(), StoreFailed> {
        let done = self.writer.passage(passage);
        self.keep(done)
    }
}
