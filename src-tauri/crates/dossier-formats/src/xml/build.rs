use std::borrow::Cow;
use std::collections::HashMap;

use dossier_model::{At, Severity};

use crate::json::{Emitter, Json, join, list_name};
use crate::read::{ReadHints, Session};
use crate::{Limits, Stop};

type Value = Json<'static>;

/// Puts elements together as values.
pub(super) struct Builder {
    emitter: Emitter,
    stack: Vec<Element>,
    /// Elements too deep to stand alone; their text belongs to the last one.
    beyond: usize,
    depth_limit: usize,
    /// Bytes that wait on the stack.
    waiting: usize,
    waiting_limit: usize,
}

struct Element {
    name: String,
    /// The table of its children, if they are given out one by one.
    table: String,
    line: u32,
    members: Vec<(Cow<'static, str>, Value)>,
    text: String,
    /// Whether its children are given out as they end, and how many were.
    given: Option<HashMap<String, usize>>,
}

impl Builder {
    pub(super) fn new(hints: &ReadHints, limits: &Limits) -> Self {
        let mut emitter = Emitter::new(&hints.json);
        emitter.spot.element = true;
        Self {
            emitter,
            stack: Vec::new(),
            beyond: 0,
            depth_limit: limits.xml_depth,
            waiting: 0,
            waiting_limit: limits.json_unit_bytes,
        }
    }

    pub(super) fn open(&mut self, name: &str, line: u32, out: &mut Session<'_>) {
        if self.stack.len() >= self.depth_limit {
            if self.beyond == 0 {
                let limit = self.depth_limit as u64;
                out.problem(Severity::Warning, "xml_too_deep", At::Line { line }, [limit]);
            }
            self.beyond += 1;
            return;
        }
        let table = match self.stack.last() {
            Some(parent) => join(&parent.table, name),
            None => String::new(),
        };
        self.stack.push(Element {
            name: name.to_owned(),
            table,
            line,
            members: Vec::new(),
            text: String::new(),
            given: None,
        });
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        if let Some(element) = self.stack.last_mut() {
            self.waiting += name.len() + value.len();
            element.members.push((Cow::Owned(name.to_owned()), scalar(value)));
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some(element) = self.stack.last_mut() {
            self.waiting += text.len();
            element.text.push_str(text);
        }
    }

    pub(super) fn close(&mut self, out: &mut Session<'_>) -> Result<(), Stop> {
        if self.beyond > 0 {
            self.beyond -= 1;
            return Ok(());
        }
        let Some(element) = self.stack.pop() else { return Ok(()) };
        let name = element.name.clone();
        let value = element.value();
        let Some(parent) = self.stack.last_mut() else {
            let before = self.emitter.spot.enter(&name);
            self.emitter.structural(&value, "", out)?;
            self.emitter.spot.leave(before);
            return Ok(());
        };
        parent.members.push((Cow::Owned(name), value));
        self.waiting += 16;
        let last = self.stack.len() - 1;
        if self.stack[last].given.is_some() {
            return self.give(last, out);
        }
        if self.waiting > self.waiting_limit {
            let parts = |element: &&Element| {
                element.members.iter().filter(|(_, value)| !value.is_scalar()).count()
            };
            let most = self
                .stack
                .iter()
                .map(|element| parts(&element))
                .enumerate()
                .max_by_key(|(_, parts)| *parts);
            if let Some((level, 1..)) = most {
                return self.give(level, out);
            }
        }
        Ok(())
    }

    /// Gives out the children of an element, which surely is a list.
    fn give(&mut self, level: usize, out: &mut Session<'_>) -> Result<(), Stop> {
        let befores: Vec<usize> = self.stack[..=level]
            .iter()
            .map(|element| self.emitter.spot.enter(&element.name))
            .collect();
        let element = &mut self.stack[level];
        let given = element.given.get_or_insert_default();
        let (own, children): (Vec<_>, Vec<_>) = std::mem::take(&mut element.members)
            .into_iter()
            .partition(|(_, value)| value.is_scalar());
        element.members = own;
        for (name, value) in children {
            let count = given.entry(name.to_string()).or_insert(0);
            let index = *count;
            *count += 1;
            let named = self.emitter.spot.enter(&name);
            let numbered = self.emitter.spot.enter(&index.to_string());
            self.emitter.item(&value, &list_name(&join(&element.table, &name)), &[], out)?;
            self.emitter.spot.leave(numbered);
            self.emitter.spot.leave(named);
        }
        befores.into_iter().rev().for_each(|before| self.emitter.spot.leave(before));
        self.waiting = 0;
        Ok(())
    }

    pub(super) fn finish(&mut self, out: &mut Session<'_>) -> Result<(), Stop> {
        self.beyond = 0;
        if let Some(element) = self.stack.last() {
            let at = At::Line { line: element.line };
            out.problem(Severity::Warning, "xml_unclosed", at, [self.stack.len() as u64]);
        }
        while !self.stack.is_empty() {
            self.close(out)?;
        }
        Ok(())
    }
}

impl Element {
    /// Text alone is a scalar; children of one name are a list.
    fn value(self) -> Value {
        let text = self.text.trim();
        if self.members.is_empty() {
            return if text.is_empty() { Json::Null } else { scalar(text) };
        }
        let mut out: Vec<(Cow<'static, str>, Value)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut lists: HashMap<usize, Vec<Value>> = HashMap::new();
        for (name, value) in self.members {
            match places.get(&*name) {
                Some(place) => lists.entry(*place).or_default().push(value),
                None => {
                    places.insert(name.to_string(), out.len());
                    out.push((name, value));
                }
            }
        }
        for (place, rest) in lists {
            let first = std::mem::replace(&mut out[place].1, Json::Null);
            out[place].1 = Json::Array(std::iter::once(first).chain(rest).collect());
        }
        if !text.is_empty() {
            out.push((Cow::Borrowed("text"), scalar(text)));
        }
        Json::Object(out)
    }
}

fn scalar(text: &str) -> Value {
    Json::Scalar(Cow::Owned(text.to_owned()))
}
