//! Objects that are too large to be looked at as a whole, member by member.

use std::borrow::Cow;

use dossier_model::{At, Severity};

use super::emit::Extras;
use super::lexer::Unit;
use super::names::join;
use super::shape::is_map;
use super::stream::{Flow, Reader, Role};
use super::tree::{Json, Parser};
use crate::Stop;

/// An object of more own values than this is given out as keys and values.
const OWN_VALUES: usize = 512;

impl Reader<'_, '_, '_, '_> {
    pub(super) fn object(&mut self, name: &str, role: Role, depth: usize) -> Result<Flow, Stop> {
        self.lexer.advance(1);
        let mut large =
            Large { name, role, own: Vec::new(), held: None, map: None, members: 0, split: false };
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
            let flow = self.member(large, &key, depth)?;
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
        let Some(first) = self.next_byte() else { return Ok(self.broken(0)) };
        if !matches!(first, b'{' | b'[') {
            return self.own_value(large, key);
        }
        let limit = self.out.limits.json_unit_bytes;
        let before = self.emitter.spot.enter(key);
        let forced = self.emitter.patterns.leads_on(&self.emitter.spot.parts)
            || self.emitter.patterns.matching(&self.emitter.spot.parts).is_some();
        if first == b'{'
            && !forced
            && large.map != Some(false)
            && let Unit::Whole(end) = self.lexer.unit(limit)
        {
            // What was held back stands elsewhere.
            self.emitter.spot.leave(before);
            if self.map_member(large, key, end, depth)? {
                return Ok(Flow::Fine);
            }
            self.emitter.spot.enter(key);
        }
        let flow = self.value(&join(large.name, key), Role::Structural, depth + 1)?;
        self.emitter.spot.leave(before);
        Ok(flow)
    }

    fn own_value(&mut self, large: &mut Large<'_>, key: &str) -> Result<Flow, Stop> {
        let limit = self.out.limits.json_unit_bytes;
        let Unit::Whole(end) = self.lexer.unit(limit) else {
            return self.large_string();
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

    /// The first two objects of a large object show whether its keys are data. False
    /// if the object cannot be read as a whole.
    fn map_member(
        &mut self,
        large: &mut Large<'_>,
        key: &str,
        end: usize,
        depth: usize,
    ) -> Result<bool, Stop> {
        let text = self.lexer.window()[..end].to_owned();
        let levels = self.out.limits.json_depth.saturating_sub(depth + 1);
        let mut parser = Parser::new(&text, levels);
        let Ok(value) = parser.whole() else {
            self.release(large)?;
            return Ok(false);
        };
        self.repaired += parser.repaired;
        for (offset, code) in &parser.odd {
            self.odd(Severity::Warning, code, *offset);
        }
        self.lexer.advance(end);
        if let Some(map) = large.map {
            self.object_member(large.name, key, &value, map)?;
            return Ok(true);
        }
        let Some(held) = large.held.take() else {
            large.held = Some(Held { key: key.to_owned(), text, levels });
            return Ok(true);
        };
        let members = [(Cow::Borrowed(&*held.key), held.value()), (Cow::Borrowed(key), value)];
        let map = large.own.is_empty() && is_map(&members);
        large.map = Some(map);
        for (key, value) in &members {
            self.object_member(large.name, key, value, map)?;
        }
        Ok(true)
    }

    fn object_member(
        &mut self,
        name: &str,
        key: &str,
        value: &Json<'_>,
        map: bool,
    ) -> Result<(), Stop> {
        let before = self.emitter.spot.enter(key);
        if map {
            let extras: &Extras = &[("key".to_owned(), key.to_owned())];
            self.emitter.element(value, &join(name, "*"), extras, self.out)?;
        } else {
            self.emitter.structural(value, &join(name, key), self.out)?;
        }
        self.emitter.spot.leave(before);
        Ok(())
    }

    /// An object that was held back while a second one was awaited.
    fn release(&mut self, large: &mut Large<'_>) -> Result<(), Stop> {
        let Some(held) = large.held.take() else { return Ok(()) };
        large.map = Some(false);
        self.object_member(large.name, &held.key, &held.value(), false)
    }

    /// The own values of a large object: one record, or keys and values.
    fn give_own(&mut self, large: &mut Large<'_>) -> Result<(), Stop> {
        let own = std::mem::take(&mut large.own);
        let as_json = |text: &Option<String>| match text {
            Some(text) => Json::Scalar(Cow::Owned(text.clone())),
            None => Json::Null,
        };
        large.split |= own.len() > OWN_VALUES;
        if large.split {
            large.map = large.map.or(Some(false));
            for (key, text) in &own {
                self.object_member(large.name, key, &as_json(text), true)?;
            }
            large.role = Role::Structural;
            return Ok(());
        }
        let members =
            own.iter().map(|(key, text)| (Cow::Borrowed(&**key), as_json(text))).collect();
        self.emitter.own_values(members, large.name, self.out)
    }
}

/// An object that is read member by member.
struct Large<'n> {
    name: &'n str,
    role: Role,
    /// Its own scalars, until they are given out.
    own: Vec<(String, Option<String>)>,
    /// The first object in it, until the second one is met.
    held: Option<Held>,
    /// Whether its keys are data.
    map: Option<bool>,
    members: u64,
    /// Whether own values were given out as keys and values.
    split: bool,
}

/// An object that was read once and fits into memory.
struct Held {
    key: String,
    text: String,
    levels: usize,
}

impl Held {
    fn value(&self) -> Json<'_> {
        Parser::new(&self.text, self.levels).whole().unwrap_or(Json::Null)
    }
}
