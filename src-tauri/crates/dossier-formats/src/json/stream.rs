use dossier_model::{At, Severity};

use super::emit::Emitter;
use super::lexer::{Lexer, Unit};
use super::names::list_name;
use super::shape::prefix_len;
use super::tree::{LONGEST_ESCAPE, Parser, piece_of_string};
use crate::Stop;
use crate::read::{ReadHints, Session};
use crate::text::TextSource;

/// How reading a value ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    Fine,
    /// The text is no JSON from here on; it was said.
    Broken,
}

/// What a value is to the place where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It stands outside of any record.
    Structural,
    /// It is one record of the table.
    Item,
}

/// Reads one or several JSON documents.
pub(crate) fn read_json(
    source: &mut TextSource<'_>,
    hints: &ReadHints,
    out: &mut Session<'_>,
) -> Result<(), Stop> {
    let mut reader = Reader::new(source, hints, out);
    let prefix = prefix_len(reader.lexer.ahead(4096));
    if prefix > 0 {
        reader.odd(Severity::Note, "json_prefix", 0);
        reader.lexer.advance(prefix);
    }
    let mut documents = 0;
    while let Some(byte) = reader.next_byte() {
        if prefix > 0 && documents > 0 && matches!(byte, b';' | b')') {
            reader.lexer.advance(1);
            continue;
        }
        if documents > 0 {
            // A pointer cannot tell documents apart, a line can.
            reader.emitter.spot.line = Some(reader.lexer.position(0).0);
        }
        if documents == 1 {
            reader.odd(Severity::Note, "json_several_documents", 0);
        }
        if reader.value("", Role::Structural, 0)? == Flow::Broken {
            reader.rest_as_text()?;
        }
        documents += 1;
    }
    if documents == 0 {
        reader.odd(Severity::Warning, "json_empty", 0);
    }
    reader.finish();
    Ok(())
}

/// Reads one JSON document a line; a broken line harms no other.
pub(crate) fn read_json_lines(
    source: &mut TextSource<'_>,
    hints: &ReadHints,
    out: &mut Session<'_>,
) -> Result<(), Stop> {
    let mut reader = Reader::new(source, hints, out);
    while reader.lexer.peek().is_some() {
        let line = reader.lexer.position(0).0;
        reader.emitter.spot.line = Some(line);
        let limit = reader.out.limits.json_unit_bytes;
        match reader.lexer.line_len(limit) {
            Some(len) => reader.line(len, line)?,
            None => {
                if reader.value("", Role::Item, 0)? == Flow::Broken {
                    reader.rest_as_text()?;
                }
            }
        }
    }
    reader.finish();
    Ok(())
}

pub(super) struct Reader<'s, 'i, 'o, 'r> {
    pub(super) lexer: Lexer<'s, 'i>,
    pub(super) emitter: Emitter,
    pub(super) out: &'o mut Session<'r>,
    pub(super) repaired: u64,
}

impl<'s, 'i, 'o, 'r> Reader<'s, 'i, 'o, 'r> {
    fn new(source: &'s mut TextSource<'i>, hints: &ReadHints, out: &'o mut Session<'r>) -> Self {
        let emitter = Emitter::new(&hints.json);
        Self { lexer: Lexer::new(source), emitter, out, repaired: 0 }
    }

    fn finish(self) {
        if self.repaired > 0 {
            self.out.problem(Severity::Note, "json_text_repaired", At::Whole, [self.repaired]);
        }
    }

    /// A problem at an offset of the window.
    pub(super) fn odd(&mut self, severity: Severity, code: &'static str, offset: usize) {
        let (line, column) = self.lexer.position(offset);
        self.out.problem(severity, code, At::Line { line }, [column]);
    }

    pub(super) fn broken(&mut self, offset: usize) -> Flow {
        let unclosed = self.lexer.window().len() <= offset;
        self.odd(Severity::Failure, if unclosed { "json_unclosed" } else { "json_broken" }, offset);
        Flow::Broken
    }

    /// The next byte that is neither blank nor comment.
    pub(super) fn next_byte(&mut self) -> Option<u8> {
        loop {
            let byte = self.lexer.peek()?;
            if byte != b'/' || !self.lexer.ahead(2).starts_with(['/']) {
                return Some(byte);
            }
            let end: &[u8] = match self.lexer.window().as_bytes() {
                [_, b'/', ..] => b"\n",
                [_, b'*', ..] => b"*/",
                _ => return Some(byte),
            };
            self.odd(Severity::Warning, "json_comment", 0);
            self.lexer.advance(2);
            self.lexer.pass(end);
        }
    }

    pub(super) fn line(&mut self, len: usize, line: u32) -> Result<(), Stop> {
        let text = &self.lexer.window()[..len];
        let mut parser = Parser::new(text, self.out.limits.json_depth);
        let value = parser.whole();
        self.repaired += parser.repaired;
        for (offset, code) in &parser.odd {
            let column = *offset as u64 + 1;
            self.out.problem(Severity::Warning, code, At::Line { line }, [column]);
        }
        match value {
            Ok(value) => self.emitter.item(&value, "", &[], self.out)?,
            Err(broken) => {
                let column = broken.offset as u64 + 1;
                self.out.problem(
                    Severity::Failure,
                    "json_line_broken",
                    At::Line { line },
                    [column],
                );
                self.out.text(&At::Line { line }, text.trim_end())?;
            }
        }
        self.lexer.advance(len);
        Ok(())
    }

    /// Reads the value at the window.
    pub(super) fn value(&mut self, name: &str, role: Role, depth: usize) -> Result<Flow, Stop> {
        self.out.check()?;
        let Some(first) = self.next_byte() else { return Ok(self.broken(0)) };
        let container = matches!(first, b'{' | b'[');
        let limit = self.out.limits.json_unit_bytes;
        let Unit::Whole(end) = self.lexer.unit(limit) else {
            return match first {
                b'"' => self.large_string(),
                _ if !container => Ok(self.broken(0)),
                _ => self.enter(name, role, depth, None),
            };
        };
        let text = &self.lexer.window()[..end];
        let mut parser = Parser::new(text, self.out.limits.json_depth.saturating_sub(depth));
        let value = parser.whole();
        match value {
            Ok(value) => {
                self.repaired += parser.repaired;
                for (offset, code) in &parser.odd {
                    let (line, column) = self.lexer.position(*offset);
                    self.out.problem(Severity::Warning, code, At::Line { line }, [column]);
                }
                match role {
                    Role::Structural => self.emitter.structural(&value, name, self.out)?,
                    Role::Item => self.emitter.item(&value, name, &[], self.out)?,
                }
            }
            // The smallest part that is broken is looked for inside.
            Err(_) if container => {
                let stop = self.lexer.offset() + end as u64;
                return self.enter(name, role, depth, Some(stop));
            }
            Err(broken) => return Ok(self.broken(broken.offset)),
        }
        self.lexer.advance(end);
        Ok(Flow::Fine)
    }

    /// Reads a container piece by piece. If it breaks and one knows where it
    /// ends, only what is left of it is lost to text.
    pub(super) fn enter(
        &mut self,
        name: &str,
        role: Role,
        depth: usize,
        stop: Option<u64>,
    ) -> Result<Flow, Stop> {
        let flow = if depth >= self.out.limits.json_depth {
            self.odd(Severity::Failure, "json_too_deep", 0);
            Flow::Broken
        } else if self.lexer.peek() == Some(b'[') {
            self.array(name, depth)?
        } else {
            self.object(name, role, depth)?
        };
        let Some(stop) = stop.filter(|_| flow == Flow::Broken) else { return Ok(flow) };
        let left = stop.saturating_sub(self.lexer.offset()) as usize;
        self.as_text(left)?;
        Ok(Flow::Fine)
    }

    pub(super) fn array(&mut self, name: &str, depth: usize) -> Result<Flow, Stop> {
        let table = list_name(name);
        self.lexer.advance(1);
        let mut index = 0u64;
        loop {
            match self.next_byte() {
                None => return Ok(self.broken(0)),
                Some(b']') => {
                    if index > 0 {
                        self.odd(Severity::Warning, "json_trailing_comma", 0);
                    }
                    self.lexer.advance(1);
                    return Ok(Flow::Fine);
                }
                Some(_) => {}
            }
            let before = self.emitter.spot.enter_item(index);
            let flow = self.value(&table, Role::Item, depth + 1)?;
            self.emitter.spot.leave(before);
            if flow == Flow::Broken {
                return Ok(flow);
            }
            index += 1;
            match self.next_byte() {
                Some(b',') => self.lexer.advance(1),
                Some(b']') => {
                    self.lexer.advance(1);
                    return Ok(Flow::Fine);
                }
                _ => return Ok(self.broken(0)),
            }
        }
    }

    /// A string that is too long for a cell: all of it becomes text.
    pub(super) fn large_string(&mut self) -> Result<Flow, Stop> {
        let line = self.lexer.position(0).0;
        let limit = self.out.limits.json_unit_bytes as u64;
        self.out.problem(Severity::Warning, "limit_record_bytes", At::Line { line }, [limit]);
        self.lexer.advance(1);
        let piece = self.out.limits.paragraph_bytes;
        loop {
            let column = self.lexer.position(0).1;
            let text = self.lexer.ahead(piece + LONGEST_ESCAPE);
            let (end, closed) = piece_of_string(text, piece);
            if text.is_empty() {
                return Ok(self.broken(0));
            }
            let mut parser = Parser::new(text, 1);
            let plain = parser.unescape(&text[..end]);
            for (_, code) in &parser.odd {
                self.out.problem(Severity::Warning, code, At::Line { line }, [column]);
            }
            self.repaired += parser.repaired;
            self.out.text(&At::Line { line }, &plain)?;
            self.lexer.advance(end + usize::from(closed));
            if closed {
                return Ok(Flow::Fine);
            }
        }
    }

    pub(super) fn rest_as_text(&mut self) -> Result<(), Stop> {
        while !self.lexer.ahead(1).is_empty() {
            self.as_text(self.lexer.window().len())?;
        }
        Ok(())
    }

    /// Gives out the next bytes as they stand.
    pub(super) fn as_text(&mut self, mut len: usize) -> Result<(), Stop> {
        let piece = self.out.limits.paragraph_bytes;
        while len > 0 {
            let line = self.lexer.position(0).0;
            let text = self.lexer.window();
            let take = text.floor_char_boundary(len.min(piece));
            let take = if take == 0 { len.min(text.len()) } else { take };
            if take == 0 {
                return Ok(());
            }
            if !text[..take].trim().is_empty() {
                self.out.text(&At::Line { line }, text[..take].trim())?;
            }
            self.lexer.advance(take);
            len -= take;
        }
        Ok(())
    }
}
