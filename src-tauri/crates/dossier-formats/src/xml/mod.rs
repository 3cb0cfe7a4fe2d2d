//! XML as records, without a document type, entities or anything from outside.
//!
//! An element is turned into the same kind of value that JSON gives, so that
//! both find records by the same rules. When the values that wait grow too
//! large, the outermost list that is certain is given out and forgotten.

mod build;
mod source;

use std::io::Read;

use dossier_model::{At, Severity};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use self::build::Builder;
pub(crate) use self::source::Bounded;
use crate::Stop;
use crate::read::{ReadHints, Session};
use crate::text::TextSource;

/// Reads a document of any size.
pub(crate) fn read_xml(
    input: &mut dyn Read,
    hints: &ReadHints,
    out: &mut Session<'_>,
) -> Result<(), Stop> {
    let mut named = None;
    let mut source = TextSource::with_hint(input, |prefix| {
        named = declared(prefix);
        let usable = named.clone().filter(|_| std::str::from_utf8(prefix).is_err());
        hints.encoding.clone().or(usable)
    });
    if named.as_deref().is_some_and(|label| label.eq_ignore_ascii_case("utf-7")) {
        out.problem(Severity::Failure, "xml_encoding", At::Line { line: 1 }, []);
        return crate::text::read_text(&mut source, out);
    }
    let longest = out.limits.record_bytes * 2;
    let mut reader = Reader::from_reader(Bounded::new(&mut source, longest));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut builder = Builder::new(hints, out.limits);
    let mut buf = Vec::new();
    let mut fault = None;
    loop {
        buf.clear();
        reader.get_mut().renew();
        let line = reader.get_mut().line();
        let event = match reader.read_event_into(&mut buf) {
            Ok(event) => event,
            Err(_) => {
                let at = At::Line { line };
                if reader.get_mut().exhausted() {
                    out.problem(Severity::Failure, "limit_record_bytes", at, [longest as u64]);
                } else {
                    out.problem(Severity::Failure, "xml_broken", at, []);
                }
                fault = Some(line);
                break;
            }
        };
        match event {
            Event::Eof => break,
            Event::Start(tag) => open(&mut builder, &tag, line, out),
            Event::Empty(tag) => {
                open(&mut builder, &tag, line, out);
                builder.close(out)?;
            }
            Event::End(_) => builder.close(out)?,
            Event::Text(text) => builder.text(&text.xml10_content(), out)?,
            Event::CData(text) => builder.text(&text.xml10_content(), out)?,
            Event::GeneralRef(name) => reference(&mut builder, &name, line, out)?,
            Event::DocType(_) => {
                out.problem(Severity::Warning, "xml_doctype_ignored", At::Line { line }, []);
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    builder.finish(out)?;
    if let Some(line) = fault {
        // The piece at fault and what stands behind it are kept as they are.
        let mut kept = String::from_utf8_lossy(&buf).into_owned();
        kept.push_str(&reader.into_inner().rest().0);
        crate::text::read_text_from(kept, line, &mut source, out)?;
    }
    out.decoded(source.cut, source.foreign);
    Ok(())
}

fn open(builder: &mut Builder, tag: &BytesStart<'_>, line: u32, out: &mut Session<'_>) {
    builder.open(tag.name().as_ref(), line, out);
    // Asking whether each name is new takes forever with many of them.
    for attribute in tag.attributes().with_checks(false).flatten() {
        let name = attribute.key.as_ref();
        if name != "xmlns" && !name.starts_with("xmlns:") {
            let value = attribute.normalized_value_with(XmlVersion::Implicit1_0, 8, known_entity);
            let text = value.unwrap_or_else(|_| attribute.value.clone());
            builder.attribute(name, &text);
        }
    }
}

/// The five entities that every document knows.
pub(crate) fn known_entity(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}

/// The five known entities and characters by number; any other stays as it is.
fn reference(
    builder: &mut Builder,
    name: &BytesRef<'_>,
    line: u32,
    out: &mut Session<'_>,
) -> Result<(), Stop> {
    let raw = name.xml10_content();
    match (name.resolve_char_ref(), known_entity(&raw)) {
        (Ok(Some(c)), _) => builder.text(c.encode_utf8(&mut [0; 4]), out),
        (_, Some(text)) => builder.text(text, out),
        _ => {
            out.problem(Severity::Warning, "xml_entity_ignored", At::Line { line }, []);
            builder.text(&format!("&{raw};"), out)
        }
    }
}

/// The encoding that the first line names.
fn declared(prefix: &[u8]) -> Option<String> {
    let head = &prefix[..prefix.len().min(256)];
    let start = memchr::memmem::find(head, b"encoding")? + 8;
    let end = memchr::memmem::find(head, b"?>")?;
    let rest = head.get(start..end)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = *rest.first()?;
    let label = rest[1..].split(|byte| *byte == quote).next()?;
    String::from_utf8(label.to_vec()).ok()
}
