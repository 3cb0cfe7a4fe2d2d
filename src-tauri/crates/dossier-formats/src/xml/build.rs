use std::borrow::Cow;
use std::collections::HashMap;

use dossier_model::{At, Severity};

use crate::json::{Emitter, Json, join, list_name};
use crate::read::{ReadHints, Session};
use crate::text::Paragraphs;
use crate::{Limits, Stop};

type Value = Json<'static>;

/// Plain values of one element that make it a list.
const PLAIN_VALUES: usize = 512;

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
    record_limit: usize,
}

struct Element {
    name: String,
    /// The table of its children, if they are given out one by one.
    table: String,
    line: u32,
    members: Vec<(Cow<'static, str>, Value)>,
    /// How many of its members have parts.
    parts: usize,
    text: String,
    /// Bytes that waited when it began.
    before: usize,
    /// Whether its children are given out as they end, and how many were.
    given: Option<HashMap<String, usize>>,
    /// Whether children without parts are given out too.
    scalars: bool,
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
            record_limit: limits.record_bytes,
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
            parts: 0,
            text: String::new(),
            before: self.waiting,
            given: None,
            scalars: false,
        });
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        if let Some(element) = self.stack.last_mut() {
            self.waiting += name.len() + value.len();
            element.members.push((Cow::Owned(name.to_owned()), scalar(value)));
        }
    }

    /// Text that is too long for a cell becomes paragraphs.
    pub(super) fn text(&mut self, text: &str, out: &mut Session<'_>) -> Result<(), Stop> {
        let Some(element) = self.stack.last_mut() else { return Ok(()) };
        if element.text.len() + text.len() > self.record_limit && !element.text.is_empty() {
            let (line, limit) = (element.line, self.record_limit as u64);
            out.problem(Severity::Warning, "limit_record_bytes", At::Line { line }, [limit]);
            let long = std::mem::take(&mut element.text);
            self.waiting = self.waiting.saturating_sub(long.len());
            let mut paragraphs = Paragraphs::new(out.limits.paragraph_bytes);
            paragraphs.push(line, &long, out)?;
            paragraphs.end(out)?;
        }
        self.waiting += text.len();
        element.text.push_str(text);
        Ok(())
    }

    pub(super) fn close(&mut self, out: &mut Session<'_>) -> Result<(), Stop> {
        if self.beyond > 0 {
            self.beyond -= 1;
            return Ok(());
        }
        let Some(element) = self.stack.pop() else { return Ok(()) };
        let (name, before) = (element.name.clone(), element.before);
        let value = element.value();
        let Some(parent) = self.stack.last_mut() else {
            let before = self.emitter.spot.enter(&name);
            self.emitter.structural(&value, "", out)?;
            self.emitter.spot.leave(before);
            return Ok(());
        };
        if parent.given.is_some() && (parent.scalars || !value.is_scalar()) {
            self.waiting = before;
            let level = self.stack.len() - 1;
            return self.give(level, vec![(Cow::Owned(name), value)], out);
        }
        parent.parts += usize::from(!value.is_scalar());
        parent.members.push((Cow::Owned(name), value));
        self.waiting += 16;
        if self.waiting > self.waiting_limit
            && let Some((level, scalars)) = self.list()
        {
            let element = &mut self.stack[level];
            if scalars && !element.scalars && self.waiting > self.record_limit {
                let at = At::Line { line: element.line };
                let limit = self.record_limit as u64;
                out.problem(Severity::Warning, "limit_record_bytes", at, [limit]);
            }
            element.scalars |= scalars;
            element.parts = 0;
            let (own, children) = std::mem::take(&mut element.members)
                .into_iter()
                .partition(|(_, value)| value.is_scalar() && !scalars);
            element.members = own;
            self.waiting = 0;
            return self.give(level, children, out);
        }
        Ok(())
    }

    /// The element that most surely is a list, and whether one of plain values.
    fn list(&self) -> Option<(usize, bool)> {
        let most = |count: fn(&Element) -> usize| {
            self.stack.iter().map(count).enumerate().max_by_key(|(_, count)| *count)
        };
        if let Some((level, 1..)) = most(|element| element.parts) {
            return Some((level, false));
        }
        let (level, count) = most(|element| element.members.len())?;
        let full = count > PLAIN_VALUES || count > 0 && self.waiting > self.record_limit;
        full.then_some((level, true))
    }

    /// Gives out children of an element, which surely is a list.
    fn give(
        &mut self,
        level: usize,
        children: Vec<(Cow<'static, str>, Value)>,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let befores: Vec<usize> = self.stack[..=level]
            .iter()
            .map(|element| self.emitter.spot.enter(&element.name))
            .collect();
        let element = &mut self.stack[level];
        let given = element.given.get_or_insert_default();
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use dossier_model::{Cancel, FieldIndex, MemberPath, Problem, RowBuf, TableHead};

    use super::*;
    use crate::read::{Receiver, RowAt, TableKey};

    /// Counts fields.
    struct Fields(FieldIndex);

    impl Receiver for Fields {
        fn open_table(&mut self, _: TableHead) -> TableKey {
            0
        }

        fn add_field(&mut self, _: TableKey, _: &str) -> FieldIndex {
            self.0 += 1;
            self.0 - 1
        }

        fn record(&mut self, _: TableKey, _: RowAt<'_>, _: &RowBuf) -> Result<(), Stop> {
            Ok(())
        }

        fn text(&mut self, _: &At, _: &str) -> Result<(), Stop> {
            Ok(())
        }

        fn problem(&mut self, _: Problem) {}
    }

    #[test]
    fn plain_values_do_not_wait_for_the_end() {
        let limits = Limits { json_unit_bytes: 4096, ..Limits::default() };
        let (mut fields, path, cancel) = (Fields(0), MemberPath::default(), Cancel::new());
        let mut out = Session::new(&mut fields, &path, &limits, &cancel);
        let mut builder = Builder::new(&ReadHints::default(), &limits);
        builder.open("root", 1, &mut out);
        for name in ["v", "record", "v"] {
            for number in 0..5000 {
                builder.open(name, 1, &mut out);
                builder.attribute("id", "1");
                if name == "v" {
                    builder.stack.last_mut().unwrap().members.clear();
                }
                builder.text(&number.to_string(), &mut out).unwrap();
                builder.close(&mut out).unwrap();
                assert!(builder.stack[0].members.len() <= 1000);
            }
        }
        builder.finish(&mut out).unwrap();
        assert!(builder.stack.is_empty());
    }
}
