use std::borrow::Cow;

use dossier_model::{At, Severity};

use super::emit::{Emitter, Extras, join, list_name};
use super::lexer::{Lexer, Unit};
use super::shape::{is_map, prefix_len};
use super::tree::{Json, Parser};
use crate::Stop;
use crate::read::{ReadHints, Session};
use crate::text::TextSource;

/// How reading a value ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Fine,
    /// The text is no JSON from here on; it was said.
    Broken,
}

/// What a value is to the place where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// It stands outside of any record.
    Structural,
    /// It is one record of the table.
    Item,
}

/// An object of more own values than this is given out as keys and values.
const OWN_VALUES: usize = 512;

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

struct Reader<'s, 'i, 'o, 'r> {
    lexer: Lexer<'s, 'i>,
    emitter: Emitter,
    out: &'o mut Session<'r>,
    repaired: u64,
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
    fn odd(&mut self, severity: Severity, code: &'static str, offset: usize) {
        let (line, column) = self.lexer.position(offset);
        self.out.problem(severity, code, At::Line { line }, [column]);
    }

    fn broken(&mut self, offset: usize) -> Flow {
        let unclosed = self.lexer.window().len() <= offset;
        self.odd(Severity::Failure, if unclosed { "json_unclosed" } else { "json_broken" }, offset);
        Flow::Broken
    }

    /// The next byte that is neither blank nor comment.
    fn next_byte(&mut self) -> Option<u8> {
        loop {
            let byte = self.lexer.peek()?;
            if byte != b'/' || !self.lexer.ahead(2).starts_with(['/']) {
                return Some(byte);
            }
            let end = match self.lexer.ahead(64 << 10).as_bytes() {
                [_, b'/', rest @ ..] => memchr::memchr(b'\n', rest).map(|len| len + 2),
                [_, b'*', rest @ ..] => memchr::memmem::find(rest, b"*/").map(|len| len + 4),
                _ => return Some(byte),
            };
            self.odd(Severity::Warning, "json_comment", 0);
            self.lexer.advance(end.unwrap_or(usize::MAX));
        }
    }

    fn line(&mut self, len: usize, line: u32) -> Result<(), Stop> {
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
    fn value(&mut self, name: &str, role: Role, depth: usize) -> Result<Flow, Stop> {
        self.out.check()?;
        let Some(first) = self.next_byte() else { return Ok(self.broken(0)) };
        let container = matches!(first, b'{' | b'[');
        let limit = self.out.limits.json_unit_bytes;
        let Unit::Whole(end) = self.lexer.unit(limit) else {
            return match first {
                b'"' => self.large_string(name),
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
    fn enter(
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

    fn array(&mut self, name: &str, depth: usize) -> Result<Flow, Stop> {
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
            let before = self.emitter.spot.enter(&index.to_string());
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

    fn object(&mut self, name: &str, role: Role, depth: usize) -> Result<Flow, Stop> {
        self.lexer.advance(1);
        let mut large = Large { name, role, own: Vec::new(), held: None, map: None, members: 0 };
        let flow = self.members(&mut large, depth)?;
        self.release(&mut large)?;
        if !large.own.is_empty() || role == Role::Item && large.members == 0 {
            self.give_own(&mut large)?;
        }
        Ok(flow)
    }

    fn members(&mut self, large: &mut Large<'_>, depth: usize) -> Result<Flow, Stop> {
        loop {
            match self.next_byte() {
                Some(b'"') => {}
                Some(b'}') => {
                    if large.members > 0 {
                        self.odd(Severity::Warning, "json_trailing_comma", 0);
                    }
                    self.lexer.advance(1);
                    return Ok(Flow::Fine);
                }
                _ => return Ok(self.broken(0)),
            }
            let Some(key) = self.key() else { return Ok(self.broken(0)) };
            if self.next_byte() != Some(b':') {
                return Ok(self.broken(0));
            }
            self.lexer.advance(1);
            large.members += 1;
            let before = self.emitter.spot.enter(&key);
            let flow = self.member(large, &key, depth)?;
            self.emitter.spot.leave(before);
            if flow == Flow::Broken {
                return Ok(flow);
            }
            match self.next_byte() {
                Some(b',') => self.lexer.advance(1),
                Some(b'}') => {
                    self.lexer.advance(1);
                    return Ok(Flow::Fine);
                }
                _ => return Ok(self.broken(0)),
            }
        }
    }

    fn key(&mut self) -> Option<String> {
        let Unit::Whole(end) = self.lexer.unit(64 << 10) else { return None };
        let mut parser = Parser::new(&self.lexer.window()[..end], 1);
        let key = match parser.whole() {
            Ok(Json::Scalar(key)) => key.into_owned(),
            _ => return None,
        };
        self.repaired += parser.repaired;
        self.lexer.advance(end);
        Some(key)
    }

    fn member(&mut self, large: &mut Large<'_>, key: &str, depth: usize) -> Result<Flow, Stop> {
        let name = join(large.name, key);
        let limit = self.out.limits.json_unit_bytes;
        match self.next_byte() {
            None => return Ok(self.broken(0)),
            Some(b'{') => {
                let unit = self.lexer.unit(limit);
                let forced = self.emitter.patterns.leads_on(&self.emitter.spot.parts)
                    || self.emitter.patterns.matching(&self.emitter.spot.parts).is_some();
                if let Unit::Whole(end) = unit
                    && !forced
                    && large.map != Some(false)
                {
                    return self.map_member(large, key, end, depth);
                }
            }
            Some(b'[') => {}
            Some(_) => return self.own_value(large, key),
        }
        self.value(&name, Role::Structural, depth + 1)
    }

    fn own_value(&mut self, large: &mut Large<'_>, key: &str) -> Result<Flow, Stop> {
        let limit = self.out.limits.json_unit_bytes;
        let Unit::Whole(end) = self.lexer.unit(limit) else {
            return self.large_string(large.name);
        };
        let mut parser = Parser::new(&self.lexer.window()[..end], 1);
        let value = parser.whole();
        for (offset, code) in &parser.odd {
            let (line, column) = self.lexer.position(*offset);
            self.out.problem(Severity::Warning, code, At::Line { line }, [column]);
        }
        self.repaired += parser.repaired;
        let text = match value {
            Ok(Json::Scalar(text)) => Some(text.into_owned()),
            Ok(_) => None,
            Err(broken) => return Ok(self.broken(broken.offset)),
        };
        self.lexer.advance(end);
        large.own.push((key.to_owned(), text));
        if large.own.len() > OWN_VALUES {
            self.give_own(large)?;
        }
        Ok(Flow::Fine)
    }

    /// The first two objects of a large object show whether its keys are data.
    fn map_member(
        &mut self,
        large: &mut Large<'_>,
        key: &str,
        end: usize,
        depth: usize,
    ) -> Result<Flow, Stop> {
        let text = self.lexer.window()[..end].to_owned();
        let parse = |text: &str| Parser::new(text, 512).whole().is_ok();
        if !parse(&text) {
            self.release(large)?;
            return self.value(&join(large.name, key), Role::Structural, depth + 1);
        }
        self.lexer.advance(end);
        let Some(held) = large.held.take() else {
            if large.map == Some(true) {
                self.held_member(large.name, key, &text, true)?;
            } else {
                large.held = Some((key.to_owned(), text));
            }
            return Ok(Flow::Fine);
        };
        let (one, other) = (Parser::new(&held.1, 512).whole(), Parser::new(&text, 512).whole());
        let map = match (one, other) {
            (Ok(one), Ok(other)) => {
                let members = [(Cow::Borrowed(&*held.0), one), (Cow::Borrowed(key), other)];
                large.own.is_empty() && is_map(&members, false)
            }
            _ => false,
        };
        large.map = Some(map);
        let parts = self.emitter.spot.parts.pop();
        let cut = self.emitter.spot.pointer.rfind('/').unwrap_or(0);
        let tail = self.emitter.spot.pointer.split_off(cut);
        let before = self.emitter.spot.enter(&held.0);
        self.held_member(large.name, &held.0, &held.1, map)?;
        self.emitter.spot.leave(before);
        self.emitter.spot.pointer.push_str(&tail);
        self.emitter.spot.parts.extend(parts);
        self.held_member(large.name, key, &text, map)?;
        Ok(Flow::Fine)
    }

    fn held_member(&mut self, name: &str, key: &str, text: &str, map: bool) -> Result<(), Stop> {
        let mut parser = Parser::new(text, self.out.limits.json_depth);
        let Ok(value) = parser.whole() else { return Ok(()) };
        self.repaired += parser.repaired;
        for (_, code) in &parser.odd {
            let (line, column) = self.lexer.position(0);
            self.out.problem(Severity::Warning, code, At::Line { line }, [column]);
        }
        if map {
            let extras: &Extras = &[("key".to_owned(), key.to_owned())];
            self.emitter.element(&value, &join(name, "*"), extras, self.out)
        } else {
            self.emitter.structural(&value, &join(name, key), self.out)
        }
    }

    /// An object that was held back while a second one was awaited.
    fn release(&mut self, large: &mut Large<'_>) -> Result<(), Stop> {
        let Some((key, text)) = large.held.take() else { return Ok(()) };
        large.map = Some(false);
        let before = self.emitter.spot.enter(&key);
        self.held_member(large.name, &key, &text, false)?;
        self.emitter.spot.leave(before);
        Ok(())
    }

    /// The own values of a large object: one record, or keys and values.
    fn give_own(&mut self, large: &mut Large<'_>) -> Result<(), Stop> {
        let own = std::mem::take(&mut large.own);
        let as_json = |text: &Option<String>| match text {
            Some(text) => Json::Scalar(Cow::Owned(text.clone())),
            None => Json::Null,
        };
        if own.len() > OWN_VALUES || large.split_own() {
            large.map = large.map.or(Some(false));
            let table = join(large.name, "*");
            for (key, text) in &own {
                let extras: &Extras = &[("key".to_owned(), key.clone())];
                self.emitter.element(&as_json(text), &table, extras, self.out)?;
            }
            large.role = Role::Structural;
            return Ok(());
        }
        let members =
            own.iter().map(|(key, text)| (Cow::Borrowed(&**key), as_json(text))).collect();
        self.emitter.own_values(members, large.name, self.out)
    }

    /// A string that is too long for a cell: all of it becomes text.
    fn large_string(&mut self, _name: &str) -> Result<Flow, Stop> {
        self.odd(Severity::Warning, "limit_record_bytes", 0);
        let line = self.lexer.position(0).0;
        self.lexer.advance(1);
        let piece = self.out.limits.paragraph_bytes;
        loop {
            let text = self.lexer.ahead(piece);
            let bytes = text.as_bytes();
            let mut at = 0;
            let mut closed = false;
            while let Some(len) = memchr::memchr2(b'"', b'\\', &bytes[at.min(bytes.len())..]) {
                at += len;
                if bytes[at] == b'"' {
                    closed = true;
                    break;
                }
                at += 2;
            }
            let end =
                if closed { at } else { text.floor_char_boundary(bytes.len().saturating_sub(1)) };
            let end = if closed || !bytes.is_empty() && end > 0 { end } else { bytes.len() };
            if !closed && end == 0 {
                return Ok(self.broken(0));
            }
            // An escape must not be cut in two.
            let end = if !closed && bytes[..end].ends_with(b"\\") { end - 1 } else { end };
            self.out.text(&At::Line { line }, &text[..end])?;
            self.lexer.advance(end + usize::from(closed));
            if closed {
                return Ok(Flow::Fine);
            }
            if end == 0 {
                self.lexer.advance(1);
            }
        }
    }

    fn rest_as_text(&mut self) -> Result<(), Stop> {
        while !self.lexer.ahead(1).is_empty() {
            self.as_text(self.lexer.window().len())?;
        }
        Ok(())
    }

    /// Gives out the next bytes as they stand.
    fn as_text(&mut self, mut len: usize) -> Result<(), Stop> {
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

/// An object that is read member by member.
struct Large<'n> {
    name: &'n str,
    role: Role,
    /// Its own scalars, until they are given out.
    own: Vec<(String, Option<String>)>,
    /// The first object in it, until the second one is met.
    held: Option<(String, String)>,
    /// Whether its keys are data.
    map: Option<bool>,
    members: u64,
}

impl Large<'_> {
    /// Whether own values were already given out as keys and values.
    fn split_own(&self) -> bool {
        self.members as usize > OWN_VALUES
    }
}
