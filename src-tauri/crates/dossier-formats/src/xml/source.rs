use std::io::{self, BufRead, Read};

use crate::text::TextSource;

/// Text as the XML parser wants it, with an end to how much it may gather for
/// one piece: a tag or text of gigabytes must not become memory.
pub(crate) struct Bounded<'s, 'i> {
    source: &'s mut TextSource<'i>,
    buf: String,
    pos: usize,
    line: u32,
    limit: usize,
    left: usize,
}

impl<'s, 'i> Bounded<'s, 'i> {
    pub(crate) fn new(source: &'s mut TextSource<'i>, limit: usize) -> Self {
        Self { source, buf: String::new(), pos: 0, line: 1, limit, left: limit }
    }

    /// A new piece begins.
    pub(crate) fn renew(&mut self) {
        self.left = self.limit;
    }

    pub(crate) fn exhausted(&self) -> bool {
        self.left == 0
    }

    /// What was decoded and not parsed yet, and the line where it begins.
    pub(crate) fn rest(mut self) -> (String, u32) {
        (self.buf.split_off(self.pos), self.line)
    }

    /// The line that was reached.
    pub(crate) fn line(&self) -> u32 {
        self.line
    }
}

impl BufRead for Bounded<'_, '_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        if self.pos == self.buf.len() {
            self.buf.clear();
            self.pos = 0;
            self.source.fill(&mut self.buf);
        }
        Ok(&self.buf.as_bytes()[self.pos..])
    }

    fn consume(&mut self, len: usize) {
        let end = (self.pos + len).min(self.buf.len());
        let passed = &self.buf.as_bytes()[self.pos..end];
        self.line = self.line.saturating_add(memchr::memchr_iter(b'\n', passed).count() as u32);
        self.left = self.left.saturating_sub(len);
        self.pos = end;
    }
}

impl Read for Bounded<'_, '_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let from = self.fill_buf()?;
        let len = from.len().min(buf.len());
        buf[..len].copy_from_slice(&from[..len]);
        self.consume(len);
        Ok(len)
    }
}
