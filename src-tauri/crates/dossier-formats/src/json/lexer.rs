use memchr::memchr_iter;

use super::tree::{end_of_string, end_of_value};
use crate::text::TextSource;

/// A window on a JSON text of any size.
pub(super) struct Lexer<'s, 'i> {
    source: &'s mut TextSource<'i>,
    buf: String,
    pos: usize,
    ended: bool,
    /// The line at the start of the buffer, and characters before it there.
    line: u32,
    column: u64,
    /// Bytes that were dropped from the buffer.
    dropped: u64,
}

/// What starts at the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A value that ends at this offset of the window.
    Whole(usize),
    /// It is larger than what is looked at, or never ends.
    Large,
}

impl<'s, 'i> Lexer<'s, 'i> {
    pub(super) fn new(source: &'s mut TextSource<'i>) -> Self {
        Self { source, buf: String::new(), pos: 0, ended: false, line: 1, column: 0, dropped: 0 }
    }

    /// The text from here on, as far as it was read.
    pub(super) fn window(&self) -> &str {
        &self.buf[self.pos..]
    }

    /// Reads until the window has `len` bytes, if there are so many.
    pub(super) fn ahead(&mut self, len: usize) -> &str {
        while self.buf.len() - self.pos < len && self.fill() {}
        self.window()
    }

    fn fill(&mut self) -> bool {
        if self.pos > 0 {
            let (line, column) = self.place(self.pos);
            (self.line, self.column) = (line, column - 1);
            self.dropped += self.pos as u64;
            self.buf.drain(..self.pos);
            self.pos = 0;
        }
        let more = !self.ended && self.source.fill(&mut self.buf);
        self.ended |= !more;
        more
    }

    /// Line and column of an offset in the buffer, both counted from 1.
    fn place(&self, offset: usize) -> (u32, u64) {
        let before = &self.buf.as_bytes()[..offset.min(self.buf.len())];
        let lines = memchr_iter(b'\n', before).count() as u32;
        let column = match memchr::memrchr(b'\n', before) {
            Some(last) => (before.len() - last) as u64,
            None => self.column + before.len() as u64 + 1,
        };
        (self.line.saturating_add(lines), column)
    }

    /// Line and column of an offset in the window.
    pub(super) fn position(&self, offset: usize) -> (u32, u64) {
        self.place(self.pos + offset)
    }

    /// Bytes of text before the window.
    pub(super) fn offset(&self) -> u64 {
        self.dropped + self.pos as u64
    }

    pub(super) fn advance(&mut self, len: usize) {
        self.pos = self.pos.saturating_add(len).min(self.buf.len());
    }

    /// Passes over everything up to `end` and over that.
    pub(super) fn pass(&mut self, end: &[u8]) {
        loop {
            let window = self.window();
            if let Some(at) = memchr::memmem::find(window.as_bytes(), end) {
                return self.advance(at + end.len());
            }
            // The end may be cut in two by the window.
            self.pos += window.floor_char_boundary(window.len().saturating_sub(end.len() - 1));
            if !self.fill() {
                return self.advance(usize::MAX);
            }
        }
    }

    /// The next byte that is no blank.
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            let blanks = self
                .window()
                .bytes()
                .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
                .count();
            self.pos += blanks;
            if let Some(byte) = self.window().as_bytes().first() {
                return Some(*byte);
            }
            if !self.fill() {
                return None;
            }
        }
    }

    /// How far the value at the window reaches, looking at `limit` bytes.
    pub(super) fn unit(&mut self, limit: usize) -> Unit {
        loop {
            let bytes = self.window().as_bytes();
            let end = match bytes.first() {
                Some(b'{' | b'[') => end_of_value(bytes, 0),
                Some(b'"') => end_of_string(bytes, 0),
                _ => {
                    let end = bytes.iter().position(|byte| b" \t\n\r,:]}[{\"/".contains(byte));
                    end.or(self.ended.then_some(bytes.len())).map(|end| end.max(1).min(bytes.len()))
                }
            };
            if let Some(end) = end.filter(|end| *end <= bytes.len()) {
                return Unit::Whole(end);
            }
            let have = bytes.len();
            if have >= limit || self.ended {
                return Unit::Large;
            }
            // Doubling keeps looking again linear.
            while self.window().len() < (have * 2).clamp(1, limit.max(have + 1)) && self.fill() {}
        }
    }
}

impl Lexer<'_, '_> {
    /// The bytes up to the end of the line; `None` if it is longer than `limit`.
    pub(super) fn line_len(&mut self, limit: usize) -> Option<usize> {
        let mut seen = 0;
        loop {
            let bytes = self.window().as_bytes();
            if let Some(len) = memchr::memchr2(b'\n', b'\r', &bytes[seen..]) {
                return Some(seen + len);
            }
            seen = bytes.len();
            if seen > limit {
                return None;
            }
            if !self.fill() {
                return Some(self.window().len());
            }
        }
    }
}
