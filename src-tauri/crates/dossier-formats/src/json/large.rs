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
