//! E-mails: the header as a record, the body as text, attachments by name.
//!
//! The attachments themselves are members of their own; the walk asks
//! [`attachments`] for them.

mod mailbox;

use std::io::{BufRead, BufReader, Read};

use dossier_model::{At, Severity};
use mail_parser::{
    Address, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType,
};

use crate::Stop;
use crate::read::{Frame, ReadHints, Record, RowAt, Session, Tables};
use crate::text::Paragraphs;
pub(crate) use mailbox::Mailbox;

/// A mail that is larger is cut: it is held in memory.
pub(crate) const MAX_MAIL: usize = 48 << 20;
/// Parts of one mail that are looked at.
const MAX_PARTS: usize = 2000;
/// Mails inside of mails. A mail that names more is not taken apart: the
/// library frees them one inside the other.
const MAX_INSIDE: usize = 500;
/// Mails inside of mails that are read.
const MAX_DEPTH: usize = 8;

/// Reads a mail, or a file of many mails.
pub(crate) fn read_mail(
    input: &mut dyn Read,
    hints: &ReadHints,
    out: &mut Session<'_>,
) -> Result<(), Stop> {
    let mut input = BufReader::with_capacity(64 << 10, input);
    let many = input.fill_buf().is_ok_and(|start| start.starts_with(b"From "));
    let mut reader = Reader { tables: Tables::default(), hints, out, many };
    if many {
        return reader.mailbox(&mut input);
    }
    let mut raw = Vec::new();
    let cut = input.by_ref().take(MAX_MAIL as u64 + 1).read_to_end(&mut raw).is_err();
    reader.mail(&raw, "")?;
    if cut {
        reader.out.cut();
    }
    Ok(())
}

/// Names and bytes of what is attached to one mail, also to mails inside it.
pub(crate) fn attachments(raw: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    if let Some(message) = parse(raw) {
        collect(&message, 0, &mut out);
    }
    out
}

fn collect(message: &Message<'_>, depth: usize, out: &mut Vec<(String, Vec<u8>)>) {
    for (index, part) in message.attachments().take(MAX_PARTS).enumerate() {
        match &part.body {
            PartType::Message(inner) if depth < MAX_DEPTH => collect(inner, depth + 1, out),
            PartType::Message(_) | PartType::Multipart(_) => {}
            _ if out.len() < MAX_PARTS => {
                out.push((name_of(part, index), part.contents().to_vec()))
            }
            _ => {}
        }
    }
}

fn parse(raw: &[u8]) -> Option<Message<'_>> {
    let inside = memchr::memmem::find_iter(raw, b"essage/").take(MAX_INSIDE + 1).count();
    if inside > MAX_INSIDE {
        return None;
    }
    MessageParser::default().parse(raw)
}

fn name_of(part: &MessagePart<'_>, index: usize) -> String {
    match part.attachment_name().map(str::trim) {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => format!("part {}", index + 1),
    }
}

struct Reader<'h, 'o, 'r> {
    tables: Tables,
    hints: &'h ReadHints,
    out: &'o mut Session<'r>,
    many: bool,
}

impl Reader<'_, '_, '_> {
    fn mailbox(&mut self, input: &mut dyn BufRead) -> Result<(), Stop> {
        let mut mails = Mailbox::new(input);
        while let Some(number) = mails.next() {
            self.mail(mails.raw(), &number.to_string())?;
        }
        if mails.cut {
            self.out.cut();
        }
        Ok(())
    }

    /// One mail and the mails in it.
    fn mail(&mut self, raw: &[u8], number: &str) -> Result<(), Stop> {
        self.out.check()?;
        let place = |part: &str| match (number, part) {
            ("", part) => part.to_owned(),
            (number, part) => format!("{number} {part}"),
        };
        let at = |part: &str| At::Part { part: place(part) };
        if raw.len() > MAX_MAIL {
            self.out.problem(Severity::Failure, "mail_too_large", at("header"), [raw.len() as u64]);
        }
        let Some(message) = parse(raw) else {
            self.out.problem(Severity::Failure, "mail_broken", at("header"), []);
            let text = String::from_utf8_lossy(raw);
            return self.body(&text, place("body"));
        };
        self.message(&message, "", &place, 0)
    }

    fn message(
        &mut self,
        message: &Message<'_>,
        prefix: &str,
        place: &dyn Fn(&str) -> String,
        depth: usize,
    ) -> Result<(), Stop> {
        self.header(message, &place(&format!("{prefix}header")))?;
        let body = place(&format!("{prefix}body"));
        if message.parts.iter().any(|part| part.is_encoding_problem) {
            let at = At::Part { part: body.clone() };
            self.out.problem(Severity::Warning, "mail_damaged", at, []);
        }
        let mut read_html = true;
        for part in message.text_bodies().take(MAX_PARTS) {
            if let PartType::Text(text) = &part.body {
                read_html &= text.trim().len() < 200;
                self.body(text, body.clone())?;
            }
        }
        // A page beside a text says the same, unless the text is only a hint.
        for part in message.html_bodies().take(MAX_PARTS).filter(|_| read_html) {
            if let PartType::Html(text) = &part.body {
                self.out.frame(Frame::Part(body.clone()));
                crate::html::read_html(&mut text.as_bytes(), self.hints, self.out)?;
                self.out.frame(Frame::Lines);
            }
        }
        for (index, part) in message.attachments().take(MAX_PARTS).enumerate() {
            let number = format!("{prefix}{}", index + 1);
            self.attachment(part, index, &place(&number))?;
            if let PartType::Message(inner) = &part.body {
                if depth >= MAX_DEPTH {
                    let at = At::Part { part: place(&number) };
                    self.out.problem(Severity::Failure, "mail_too_deep", at, [MAX_DEPTH as u64]);
                } else {
                    self.message(inner, &format!("{number}."), place, depth + 1)?;
                }
            }
        }
        Ok(())
    }

    /// The header lines as one record, encoded words decoded.
    fn header(&mut self, message: &Message<'_>, place: &str) -> Result<(), Stop> {
        // Of many mails the mails are the data; of one it is what it brings.
        let name = if self.many { "mails" } else { "header" };
        let table = self.tables.table(name, self.out);
        let mut record = Record::default();
        self.tables.begin(table, &mut record);
        let headers = message.parts.first().map_or(&[][..], |part| &part.headers);
        for header in headers {
            let raw = message
                .raw_message
                .get(header.offset_start as usize..header.offset_end as usize)
                .unwrap_or_default();
            let value = match &header.value {
                HeaderValue::Text(text) => text.to_string(),
                HeaderValue::Address(Address::List(list)) => {
                    let one = |one: &mail_parser::Addr<'_>| match (&one.name, &one.address) {
                        (Some(name), Some(address)) => format!("{name} <{address}>"),
                        (name, address) => {
                            name.as_deref().or(address.as_deref()).unwrap_or_default().to_owned()
                        }
                    };
                    list.iter().map(one).collect::<Vec<_>>().join(", ")
                }
                _ => {
                    let raw = String::from_utf8_lossy(raw);
                    raw.split(['\r', '\n']).map(str::trim).collect::<Vec<_>>().join(" ")
                }
            };
            self.tables.set(table, &mut record, header.name.as_str(), value.trim(), self.out);
        }
        self.tables.record(table, &record, RowAt::Part(place), self.out)?;
        for (name, value) in record.rest {
            self.out.text(&At::Part { part: place.to_owned() }, &format!("{name}: {value}"))?;
        }
        Ok(())
    }

    fn body(&mut self, text: &str, place: String) -> Result<(), Stop> {
        self.out.frame(Frame::Part(place));
        let mut paragraphs = Paragraphs::new(self.out.limits.paragraph_bytes);
        for (index, line) in text.lines().enumerate() {
            paragraphs.push(index as u32 + 1, line, self.out)?;
        }
        paragraphs.end(self.out)?;
        self.out.frame(Frame::Lines);
        Ok(())
    }

    fn attachment(
        &mut self,
        part: &MessagePart<'_>,
        index: usize,
        place: &str,
    ) -> Result<(), Stop> {
        let table = self.tables.table("attachments", self.out);
        let mut record = Record::default();
        self.tables.begin(table, &mut record);
        let kind = part.content_type().map(|kind| match kind.subtype() {
            Some(subtype) => format!("{}/{subtype}", kind.ctype()),
            None => kind.ctype().to_owned(),
        });
        let fields = [
            ("name", name_of(part, index)),
            ("type", kind.unwrap_or_default()),
            ("bytes", part.contents().len().to_string()),
        ];
        for (name, value) in fields {
            self.tables.set(table, &mut record, name, &value, self.out);
        }
        self.tables.record(table, &record, RowAt::Part(place), self.out)
    }
}
