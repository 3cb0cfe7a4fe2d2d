//! What goes between a host and its child: frames of a tag, a length and bytes.

use std::io::{self, Read, Write};

use dossier_formats::{Limits, ReadHints, RowAt};
use dossier_model::{At, MemberKind, RowBuf, Severity};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A frame that is longer is no frame.
const MOST_FRAME: u32 = 80 << 20;
/// What stands for the length of a cell that is absent.
const ABSENT: u32 = u32::MAX;

/// What a frame is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Tag {
    Job = 1,
    Bytes,
    /// The input ended; one byte says whether it was cut.
    End,
    OpenTable,
    AddField,
    Record,
    Text,
    Problem,
    Summary,
    /// A file that the member carries: the length of its name, the name, its bytes.
    File,
}

impl Tag {
    fn of(byte: u8) -> Option<Self> {
        const ALL: [Tag; 10] = [
            Tag::Job,
            Tag::Bytes,
            Tag::End,
            Tag::OpenTable,
            Tag::AddField,
            Tag::Record,
            Tag::Text,
            Tag::Problem,
            Tag::Summary,
            Tag::File,
        ];
        ALL.into_iter().find(|tag| *tag as u8 == byte)
    }
}

/// A job without its path: the child need not know it.
#[derive(Debug, Serialize, Deserialize)]
pub struct JobHead {
    pub kind: MemberKind,
    pub hints: ReadHints,
    pub limits: Limits,
}

// The frames below hold what is the person's own: nothing prints them.

#[derive(Serialize, Deserialize)]
pub struct TableFrame {
    pub name: String,
    pub fields: Vec<String>,
}

#[derive(Serialize, Deserialize)]
pub struct FieldFrame {
    pub table: u32,
    pub name: String,
}

#[derive(Serialize, Deserialize)]
pub struct TextFrame {
    pub at: At,
    pub text: String,
}

#[derive(Serialize, Deserialize)]
pub struct ProblemFrame {
    pub severity: Severity,
    pub code: String,
    pub at: At,
    pub field: Option<String>,
    pub numbers: Vec<u64>,
}

pub fn write(out: &mut impl Write, tag: Tag, bytes: &[u8]) -> io::Result<()> {
    let len = u32::try_from(bytes.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    out.write_all(&[tag as u8])?;
    out.write_all(&len.to_le_bytes())?;
    out.write_all(bytes)
}

pub fn write_value(out: &mut impl Write, tag: Tag, value: &impl Serialize) -> io::Result<()> {
    write(out, tag, &serde_json::to_vec(value).map_err(|_| io::ErrorKind::InvalidInput)?)
}

/// The next frame; none at the end of the stream.
pub fn read(input: &mut impl Read, bytes: &mut Vec<u8>) -> io::Result<Option<Tag>> {
    let mut tag = [0];
    if input.read(&mut tag)? == 0 {
        return Ok(None);
    }
    let mut len = [0; 4];
    input.read_exact(&mut len)?;
    let (tag, len) = (Tag::of(tag[0]), u32::from_le_bytes(len));
    let Some(tag) = tag.filter(|_| len <= MOST_FRAME) else {
        return Err(io::ErrorKind::InvalidData.into());
    };
    bytes.clear();
    // Grows with what really comes, not with what was promised.
    if input.take(u64::from(len)).read_to_end(bytes)? as u64 != u64::from(len) {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(tag))
}

pub fn value<T: DeserializeOwned>(bytes: &[u8]) -> io::Result<T> {
    serde_json::from_slice(bytes).map_err(|_| io::ErrorKind::InvalidData.into())
}

/// A record, packed: there are many.
pub fn pack_record(table: u32, at: &RowAt<'_>, row: &RowBuf, out: &mut Vec<u8>) {
    out.clear();
    let number = |out: &mut Vec<u8>, number: u32| out.extend_from_slice(&number.to_le_bytes());
    let text = |out: &mut Vec<u8>, text: &str| {
        out.extend_from_slice(&(text.len() as u32).to_le_bytes());
        out.extend_from_slice(text.as_bytes());
    };
    number(out, table);
    match *at {
        RowAt::Line(line) => {
            out.push(0);
            number(out, line);
        }
        RowAt::Page(page) => {
            out.push(1);
            number(out, page);
        }
        RowAt::Cell { sheet, row } => {
            out.push(2);
            number(out, row);
            text(out, sheet);
        }
        RowAt::Pointer(place) => {
            out.push(3);
            text(out, place);
        }
        RowAt::Element(place) => {
            out.push(4);
            text(out, place);
        }
        RowAt::Part(place) => {
            out.push(5);
            text(out, place);
        }
    }
    number(out, row.len() as u32);
    for cell in row.iter() {
        match cell {
            Some(cell) => text(out, cell),
            None => number(out, ABSENT),
        }
    }
}

/// The table, place and cells of a packed record; none if it is none.
pub fn unpack_record<'b>(mut bytes: &'b [u8], row: &mut RowBuf) -> Option<(u32, RowAt<'b>)> {
    let table = number(&mut bytes)?;
    let (kind, rest) = bytes.split_first()?;
    bytes = rest;
    let at = match kind {
        0 => RowAt::Line(number(&mut bytes)?),
        1 => RowAt::Page(number(&mut bytes)?),
        2 => {
            let row = number(&mut bytes)?;
            RowAt::Cell { sheet: text(&mut bytes)?, row }
        }
        3 => RowAt::Pointer(text(&mut bytes)?),
        4 => RowAt::Element(text(&mut bytes)?),
        5 => RowAt::Part(text(&mut bytes)?),
        _ => return None,
    };
    row.clear();
    for _ in 0..number(&mut bytes)? {
        if bytes.starts_with(&ABSENT.to_le_bytes()) {
            bytes = &bytes[4..];
            row.push(None);
        } else {
            row.push(Some(text(&mut bytes)?));
        }
    }
    bytes.is_empty().then_some((table, at))
}

/// A file with its name, packed.
pub fn pack_file(name: &str, file: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(4 + name.len() + file.len());
    out.extend_from_slice(&(name.len() as u32).to_le_bytes());
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(file);
    out
}

/// The name and the bytes of a packed file; none if it is none.
pub fn unpack_file(mut bytes: &[u8]) -> Option<(&str, &[u8])> {
    let name = text(&mut bytes)?;
    Some((name, bytes))
}

fn number(bytes: &mut &[u8]) -> Option<u32> {
    let (head, rest) = bytes.split_first_chunk::<4>()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*head))
}

fn text<'b>(bytes: &mut &'b [u8]) -> Option<&'b str> {
    let len = number(bytes)? as usize;
    let (head, rest) = bytes.split_at_checked(len)?;
    *bytes = rest;
    std::str::from_utf8(head).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn records_come_back_as_they_went() {
        let mut row = RowBuf::default();
        [Some("a"), None, Some(""), Some("Käufe")].into_iter().for_each(|cell| row.push(cell));
        let places = [
            RowAt::Line(7),
            RowAt::Page(2),
            RowAt::Cell { sheet: "Tabelle 1", row: 9 },
            RowAt::Pointer("/a"),
            RowAt::Element("p[1]"),
            RowAt::Part("body"),
        ];
        let (mut bytes, mut back) = (Vec::new(), RowBuf::default());
        for at in places {
            pack_record(3, &at, &row, &mut bytes);
            assert_eq!(unpack_record(&bytes, &mut back), Some((3, at)));
            assert_eq!(back.iter().collect::<Vec<_>>(), row.iter().collect::<Vec<_>>());
            for cut in 0..bytes.len() {
                assert_eq!(unpack_record(&bytes[..cut], &mut back), None, "{cut}");
            }
        }
    }

    #[test]
    fn files_come_back_as_they_went() {
        let packed = pack_file("Käufe.xml", b"<a/>\0");
        assert_eq!(unpack_file(&packed), Some(("Käufe.xml", &b"<a/>\0"[..])));
        assert_eq!(unpack_file(&packed[..6]), None);
        assert_eq!(unpack_file(&[1, 0, 0, 0, 0xff]), None);
    }

    #[test]
    fn a_frame_that_promises_too_much_is_none() {
        let mut bytes = vec![Tag::Text as u8];
        bytes.extend_from_slice(&u32::MAX.to_le_bytes());
        assert!(read(&mut &bytes[..], &mut Vec::new()).is_err());
        let short = [Tag::Text as u8, 9, 0, 0, 0, 1];
        assert!(read(&mut &short[..], &mut Vec::new()).is_err());
        assert_eq!(read(&mut &[][..], &mut Vec::new()).unwrap(), None);
        assert!(read(&mut &[99, 0, 0, 0, 0][..], &mut Vec::new()).is_err());
    }
}
