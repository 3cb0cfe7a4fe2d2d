use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{Encoding, WINDOWS_1252};

use super::{Page, escape, read_page};
use crate::Limits;

/// Groups inside each other; what is deeper is read as if it were not.
const MAX_GROUPS: usize = 200;

/// Turns RTF into a page.
pub(super) struct RtfPage<'i> {
    input: BufReader<&'i mut dyn Read>,
    ready: Vec<u8>,
    pos: usize,
    groups: Vec<Group>,
    /// Bytes of one code page that wait to be decoded together.
    raw: Vec<u8>,
    encoding: &'static Encoding,
    table: bool,
    row: bool,
    raw_limit: usize,
    /// Characters to pass over: they stand in for one that was named.
    skip: u32,
    ended: bool,
}

#[derive(Clone, Copy)]
struct Group {
    /// Fonts, styles, pictures: nothing that is read.
    hidden: bool,
    /// Characters that stand in for one in Unicode.
    stand_in: u32,
}

impl<'i> RtfPage<'i> {
    pub(super) fn new(input: &'i mut dyn Read, limits: &Limits) -> Self {
        Self {
            input: BufReader::new(input),
            ready: b"<p>".to_vec(),
            pos: 0,
            groups: vec![Group { hidden: false, stand_in: 1 }],
            raw: Vec::new(),
            encoding: WINDOWS_1252,
            table: false,
            row: false,
            raw_limit: limits.paragraph_bytes,
            skip: 0,
            ended: false,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.input.fill_buf().ok()?.first()?;
        self.input.consume(1);
        Some(byte)
    }

    fn peek(&mut self) -> Option<u8> {
        self.input.fill_buf().ok()?.first().copied()
    }

    fn group(&mut self) -> Group {
        self.groups.last().copied().unwrap_or(Group { hidden: false, stand_in: 1 })
    }

    fn step(&mut self) {
        let Some(byte) = self.byte() else {
            self.ended = true;
            self.flush();
            return;
        };
        match byte {
            b'{' => {
                let group = self.group();
                if self.groups.len() < MAX_GROUPS {
                    self.groups.push(group);
                }
            }
            b'}' if self.groups.len() > 1 => {
                self.groups.pop();
            }
            b'\\' => self.control(),
            b'\r' | b'\n' | b'}' => {}
            byte => self.char_byte(byte),
        }
    }

    fn char_byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if !self.group().hidden {
            self.raw.push(byte);
            if self.raw.len() > self.raw_limit {
                self.flush();
            }
        }
    }

    fn flush(&mut self) {
        let raw = std::mem::take(&mut self.raw);
        if !raw.is_empty() {
            let text = self.encoding.decode_without_bom_handling(&raw).0;
            escape(&text, &mut self.ready);
        }
    }

    fn put(&mut self, html: &str) {
        self.flush();
        if !self.group().hidden {
            self.ready.extend(html.bytes());
        }
    }

    fn control(&mut self) {
        match self.byte() {
            Some(b'\'') => {
                let digits = [self.byte(), self.byte()]
                    .map(|d| d.and_then(|d| char::from(d).to_digit(16)).unwrap_or(0));
                self.char_byte((digits[0] << 4 | digits[1]) as u8);
            }
            Some(b'*') => self.hide(),
            Some(b'~') => self.char_byte(b' '),
            Some(b'_') => self.char_byte(b'-'),
            Some(b'\r' | b'\n') => self.put("</p><p>"),
            Some(byte) if byte.is_ascii_alphabetic() => self.word(byte),
            Some(byte @ (b'\\' | b'{' | b'}')) => self.char_byte(byte),
            _ => {}
        }
    }

    fn word(&mut self, first: u8) {
        let mut name = String::from(char::from(first));
        while let Some(byte) = self.peek().filter(u8::is_ascii_alphabetic) {
            self.input.consume(1);
            if name.len() < 32 {
                name.push(char::from(byte));
            }
        }
        let mut number = String::new();
        while let Some(byte) = self.peek() {
            let sign = byte == b'-' && number.is_empty();
            if !(sign || byte.is_ascii_digit()) || number.len() > 10 {
                break;
            }
            self.input.consume(1);
            number.push(char::from(byte));
        }
        if self.peek() == Some(b' ') {
            self.input.consume(1);
        }
        self.act(&name, number.parse().ok());
    }

    fn hide(&mut self) {
        self.flush();
        if let Some(group) = self.groups.last_mut() {
            group.hidden = true;
        }
    }

    fn act(&mut self, name: &str, number: Option<i64>) {
        match name {
            "fonttbl" | "colortbl" | "stylesheet" | "info" | "pict" | "object" | "themedata"
            | "datastore" | "listtable" | "listoverridetable" | "fldinst" => self.hide(),
            "par" | "sect" | "page" => {
                let end = self.table && !self.row;
                self.put(if end { "</table></p><p>" } else { "</p><p>" });
                self.table &= !end;
            }
            "line" => self.put("<br>"),
            "tab" => self.char_byte(b' '),
            "trowd" if !self.row => {
                self.put(if self.table { "<tr><td>" } else { "</p><table><tr><td>" });
                (self.table, self.row) = (true, true);
            }
            "cell" => self.put("</td><td>"),
            "row" => {
                self.put("</tr>");
                self.row = false;
            }
            "bin" => {
                let len = number.and_then(|len| u64::try_from(len).ok()).unwrap_or(0);
                let _ = io::copy(&mut self.input.by_ref().take(len), &mut io::sink());
            }
            "uc" => {
                if let Some(group) = self.groups.last_mut() {
                    group.stand_in =
                        number.and_then(|n| u32::try_from(n).ok()).unwrap_or(1).min(16);
                }
            }
            "u" => self.unicode(number.unwrap_or(0)),
            "ansicpg" => {
                let label = format!("windows-{}", number.unwrap_or(1252));
                self.encoding = Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252);
            }
            "mac" => self.encoding = encoding_rs::MACINTOSH,
            _ => {
                let known = [
                    ("rquote", "’"),
                    ("lquote", "‘"),
                    ("ldblquote", "“"),
                    ("rdblquote", "”"),
                    ("endash", "–"),
                    ("emdash", "—"),
                    ("bullet", "•"),
                ];
                if let Some((_, text)) = known.iter().find(|(word, _)| *word == name) {
                    self.put(text);
                }
            }
        }
    }

    fn unicode(&mut self, number: i64) {
        // Written as a signed number of sixteen bits.
        let unit = (number & 0xffff) as u16;
        self.skip = self.group().stand_in;
        self.flush();
        if self.group().hidden {
            return;
        }
        let c = char::from_u32(u32::from(unit)).unwrap_or('\u{fffd}');
        escape(c.encode_utf8(&mut [0; 4]), &mut self.ready);
    }
}

impl Page for RtfPage<'_> {
    fn step(&mut self) {
        self.step();
    }

    fn made(&mut self) -> (&mut Vec<u8>, &mut usize) {
        (&mut self.ready, &mut self.pos)
    }

    fn is_at_end(&self) -> bool {
        self.ended
    }
}

impl Read for RtfPage<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        Ok(read_page(self, buf))
    }
}
