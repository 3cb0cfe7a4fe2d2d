//! The child: reads one member after the other until its input ends.

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::process::ExitCode;

use dossier_formats::{FormatError, Receiver, RowAt, Stop, TableKey, read_member};
use dossier_model::{At, Cancel, FieldIndex, MemberPath, Problem, RowBuf, TableHead};

use crate::ARGUMENT;
use crate::wire::{self, FieldFrame, JobHead, ProblemFrame, TableFrame, Tag, TextFrame};

/// Serves if this process was started to be a reader. A host calls it before
/// anything else and ends with the code that it gives.
pub fn serve_if_asked() -> Option<ExitCode> {
    let asked = std::env::args_os().nth(1).is_some_and(|argument| argument == ARGUMENT);
    asked.then(|| if serve().is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn serve() -> io::Result<()> {
    // Its messages would hold values of the input.
    std::panic::set_hook(Box::new(|_| {}));
    // Both are made before files are out of reach.
    let mut input = BufReader::with_capacity(64 << 10, io::stdin().lock());
    let mut out = BufWriter::with_capacity(64 << 10, io::stdout().lock());
    #[cfg(target_os = "linux")]
    crate::confine::confine()?;
    let mut bytes = Vec::new();
    while let Some(tag) = wire::read(&mut input, &mut bytes)? {
        if tag != Tag::Job {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let head: JobHead = wire::value(&bytes)?;
        one(&head, &mut input, &mut out)?;
        out.flush()?;
    }
    Ok(())
}

fn one(head: &JobHead, input: &mut impl Read, out: &mut impl Write) -> io::Result<()> {
    let mut member = Member { input, buf: Vec::new(), at: 0, ended: None, read: 0 };
    let mut sender = Sender { out, fields: Vec::new(), record: Vec::new(), broken: false };
    let path = MemberPath::default();
    let summary = read_member(
        head.kind,
        &mut member,
        &path,
        &head.hints,
        &head.limits,
        &mut sender,
        &Cancel::new(),
    );
    // What the reader did not want is still on its way.
    io::copy(&mut member, &mut io::sink()).or_else(|error| {
        if error.kind() == io::ErrorKind::UnexpectedEof { Ok(0) } else { Err(error) }
    })?;
    match summary {
        Ok(summary) if !sender.broken => wire::write_value(out, Tag::Summary, &summary),
        Ok(_) | Err(FormatError::Stopped(_) | FormatError::Source(_)) => {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }
}

/// The bytes of one member, out of frames.
struct Member<'i, R> {
    input: &'i mut R,
    buf: Vec<u8>,
    at: usize,
    /// Set at the end; true if the input was cut.
    ended: Option<bool>,
    read: u64,
}

impl<R: Read> Read for Member<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.buf.len() {
            match self.ended {
                Some(false) => return Ok(0),
                Some(true) => return Err(io::ErrorKind::UnexpectedEof.into()),
                None => {}
            }
            match wire::read(self.input, &mut self.buf)? {
                Some(Tag::Bytes) => self.read += self.buf.len() as u64,
                Some(Tag::End) => {
                    self.ended = Some(self.buf.first() == Some(&1));
                    self.buf.clear();
                    #[cfg(target_os = "linux")]
                    crate::confine::grant_time(self.read)?;
                }
                _ => return Err(io::ErrorKind::InvalidData.into()),
            }
            self.at = 0;
        }
        let len = out.len().min(self.buf.len() - self.at);
        out[..len].copy_from_slice(&self.buf[self.at..self.at + len]);
        self.at += len;
        Ok(len)
    }
}

/// Sends what a reader finds.
struct Sender<'o, W> {
    out: &'o mut W,
    /// How many fields each table has.
    fields: Vec<u32>,
    record: Vec<u8>,
    broken: bool,
}

impl<W: Write> Sender<'_, W> {
    fn sent(&mut self, result: io::Result<()>) -> Result<(), Stop> {
        self.broken |= result.is_err();
        if self.broken { Err(Stop::Refused) } else { Ok(()) }
    }
}

impl<W: Write> Receiver for Sender<'_, W> {
    fn open_table(&mut self, head: TableHead) -> TableKey {
        self.fields.push(head.fields.len() as u32);
        let frame = TableFrame { name: head.name, fields: head.fields };
        let sent = wire::write_value(self.out, Tag::OpenTable, &frame);
        let _ = self.sent(sent);
        self.fields.len() as TableKey - 1
    }

    fn add_field(&mut self, table: TableKey, name: &str) -> FieldIndex {
        let frame = FieldFrame { table, name: name.to_owned() };
        let sent = wire::write_value(self.out, Tag::AddField, &frame);
        let _ = self.sent(sent);
        let Some(fields) = self.fields.get_mut(table as usize) else { return 0 };
        *fields += 1;
        *fields - 1
    }

    fn record(&mut self, table: TableKey, at: RowAt<'_>, row: &RowBuf) -> Result<(), Stop> {
        wire::pack_record(table, &at, row, &mut self.record);
        let sent = wire::write(self.out, Tag::Record, &self.record);
        self.sent(sent)
    }

    fn text(&mut self, at: &At, paragraph: &str) -> Result<(), Stop> {
        let frame = TextFrame { at: at.clone(), text: paragraph.to_owned() };
        let sent = wire::write_value(self.out, Tag::Text, &frame);
        self.sent(sent)
    }

    fn problem(&mut self, problem: Problem) {
        let Problem { severity, code, place, numbers } = problem;
        let frame = ProblemFrame { severity, code, at: place.at, field: place.field, numbers };
        let sent = wire::write_value(self.out, Tag::Problem, &frame);
        let _ = self.sent(sent);
    }

    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), Stop> {
        let sent = wire::write(self.out, Tag::File, &wire::pack_file(name, bytes));
        self.sent(sent)
    }
}
