use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

const CHUNK: usize = 64 << 10;

/// A stream of text out of bytes in any encoding.
///
/// The encoding is a byte-order mark, else what a declaration says, else what
/// the bytes look like. Plain ASCII stays undecided until the first byte that
/// is none; a file that mixes UTF-8 and Windows-1252 is read as both.
pub(crate) struct TextSource<'a> {
    input: &'a mut dyn Read,
    raw: Vec<u8>,
    mode: Mode,
    ended: bool,
    started: bool,
    /// The encoding of text that was read to its end.
    was: Option<&'static Encoding>,
    /// Bytes that were not in the encoding of the rest.
    pub(crate) foreign: u64,
    /// Whether the input failed before its end.
    pub(crate) cut: bool,
}

enum Mode {
    /// Nothing but ASCII so far.
    Ascii,
    /// UTF-8; single bytes that are none are read as Windows-1252.
    Utf8,
    Other(Box<Decoder>),
    /// UTF-32; whether the low byte comes first.
    Utf32(bool),
}

impl<'a> TextSource<'a> {
    /// Reads the beginning and decides on the encoding. `hint` is a label such
    /// as `windows-1252`.
    pub(crate) fn new(input: &'a mut dyn Read, hint: Option<&str>) -> Self {
        Self::with_hint(input, |_| hint.map(str::to_owned))
    }

    /// The same for kinds that name their encoding inside.
    pub(crate) fn with_hint(
        input: &'a mut dyn Read,
        hint: impl FnOnce(&[u8]) -> Option<String>,
    ) -> Self {
        let mut source = Self {
            input,
            raw: Vec::with_capacity(CHUNK),
            mode: Mode::Ascii,
            ended: false,
            started: false,
            was: None,
            foreign: 0,
            cut: false,
        };
        while source.raw.len() < CHUNK && !source.ended {
            source.read_more();
        }
        let hint = hint(&source.raw);
        let (mode, bom) = detect(&source.raw, hint.as_deref());
        source.mode = mode;
        source.raw.drain(..bom);
        source
    }

    /// Adds more text to `out`; false when there is none.
    pub(crate) fn fill(&mut self, out: &mut String) -> bool {
        let before = out.len();
        while out.len() == before {
            if self.raw.len() < CHUNK / 2 && !self.ended {
                self.read_more();
            }
            if self.raw.is_empty() && self.ended {
                self.flush(out);
                return out.len() > before;
            }
            self.decode(out);
            if !self.started {
                self.started = true;
                // Programs that add a mark to a file that has one leave two.
                let marks =
                    out[before..].len() - out[before..].trim_start_matches('\u{feff}').len();
                out.drain(before..before + marks);
            }
        }
        true
    }

    /// The encoding by its web label, as far as it is decided.
    pub(crate) fn encoding(&self) -> String {
        match &self.mode {
            Mode::Ascii | Mode::Utf8 => self.was.unwrap_or(UTF_8).name().to_lowercase(),
            Mode::Other(decoder) => decoder.encoding().name().to_lowercase(),
            Mode::Utf32(_) => "utf-32".to_owned(),
        }
    }

    fn read_more(&mut self) {
        let have = self.raw.len();
        self.raw.resize(have + CHUNK, 0);
        let got = loop {
            match self.input.read(&mut self.raw[have..]) {
                Err(err) if err.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let n = got.unwrap_or_else(|_| {
            self.cut = true;
            0
        });
        self.ended |= n == 0;
        self.raw.truncate(have + n);
    }

    fn decode(&mut self, out: &mut String) {
        if matches!(self.mode, Mode::Ascii) && !self.raw.is_ascii() {
            let start = self.raw.iter().position(|byte| *byte >= 0x80).unwrap_or(0);
            self.mode = detect_8bit(&self.raw[start..]);
        }
        match &mut self.mode {
            Mode::Ascii | Mode::Utf8 => self.decode_utf8(out),
            Mode::Utf32(little) => {
                let little = *little;
                let whole = self.raw.len() / 4 * 4;
                for unit in self.raw[..whole].chunks_exact(4) {
                    let unit = [unit[0], unit[1], unit[2], unit[3]];
                    let code =
                        if little { u32::from_le_bytes(unit) } else { u32::from_be_bytes(unit) };
                    out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                }
                self.raw.drain(..if whole == 0 { self.raw.len() } else { whole });
            }
            Mode::Other(decoder) => {
                let need = decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(CHUNK * 3);
                out.reserve(need);
                let (_, read, errors) = decoder.decode_to_string(&self.raw, out, false);
                self.foreign += u64::from(errors);
                self.raw.drain(..read);
            }
        }
    }

    fn decode_utf8(&mut self, out: &mut String) {
        let mut at = 0;
        while at < self.raw.len() {
            let rest = &self.raw[at..];
            let err = match std::str::from_utf8(rest) {
                Ok(text) => {
                    out.push_str(text);
                    at = self.raw.len();
                    break;
                }
                Err(err) => err,
            };
            let (good, bad) = rest.split_at(err.valid_up_to());
            out.push_str(std::str::from_utf8(good).unwrap_or_default());
            at += good.len();
            let len = match err.error_len() {
                Some(len) => len,
                None if self.ended => bad.len(),
                None => break,
            };
            self.foreign += len as u64;
            out.push_str(&WINDOWS_1252.decode_without_bom_handling(&bad[..len]).0);
            at += len;
        }
        self.raw.drain(..at);
    }

    fn flush(&mut self, out: &mut String) {
        if let Mode::Other(decoder) = &mut self.mode {
            out.reserve(16);
            let (_, _, errors) = decoder.decode_to_string(&[], out, true);
            self.foreign += u64::from(errors);
            self.was = Some(decoder.encoding());
            self.mode = Mode::Ascii;
        }
    }
}

/// The mode, and the length of the byte-order mark.
fn detect(prefix: &[u8], hint: Option<&str>) -> (Mode, usize) {
    let other = |encoding: &'static Encoding| {
        Mode::Other(Box::new(encoding.new_decoder_without_bom_handling()))
    };
    match prefix {
        [0xff, 0xfe, 0, 0, ..] => return (Mode::Utf32(true), 4),
        [0, 0, 0xfe, 0xff, ..] => return (Mode::Utf32(false), 4),
        [0xef, 0xbb, 0xbf, ..] => return (Mode::Utf8, 3),
        [0xff, 0xfe, ..] => return (other(UTF_16LE), 2),
        [0xfe, 0xff, ..] => return (other(UTF_16BE), 2),
        _ => {}
    }
    if let Some(wide) = wide_without_mark(prefix) {
        return (wide, 0);
    }
    if let Some(encoding) = hint.and_then(|label| Encoding::for_label(label.as_bytes())) {
        return (if encoding == UTF_8 { Mode::Utf8 } else { other(encoding) }, 0);
    }
    if prefix.is_ascii() { (Mode::Ascii, 0) } else { (detect_8bit(prefix), 0) }
}

/// UTF-16 and UTF-32 show themselves by where their zeros stand.
fn wide_without_mark(prefix: &[u8]) -> Option<Mode> {
    let sample = &prefix[..prefix.len().min(4096) / 4 * 4];
    if sample.len() < 8 {
        return None;
    }
    let mut zeros = [0usize; 4];
    for (at, byte) in sample.iter().enumerate() {
        zeros[at % 4] += usize::from(*byte == 0);
    }
    let quarter = sample.len() / 4;
    let (many, few) = (|n: usize| n * 10 >= quarter * 6, |n: usize| n * 20 <= quarter);
    let other = |encoding: &'static Encoding| {
        Mode::Other(Box::new(encoding.new_decoder_without_bom_handling()))
    };
    match zeros {
        [a, b, c, d] if few(a) && many(b) && many(c) && many(d) => Some(Mode::Utf32(true)),
        [a, b, c, d] if many(a) && many(b) && many(c) && few(d) => Some(Mode::Utf32(false)),
        [a, b, c, d] if few(a) && many(b) && few(c) && many(d) => Some(other(UTF_16LE)),
        [a, b, c, d] if many(a) && few(b) && many(c) && few(d) => Some(other(UTF_16BE)),
        _ => None,
    }
}

/// UTF-8 if that explains at least as many bytes as it does not.
fn detect_8bit(bytes: &[u8]) -> Mode {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // What looks cut at the end is no fault.
    let cut = bytes.utf8_chunks().last().is_some_and(|last| {
        std::str::from_utf8(last.invalid()).is_err_and(|err| err.error_len().is_none())
    });
    bad -= usize::from(cut && bad > 0 && good > 0);
    if good > 0 && good >= bad {
        return Mode::Utf8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(CHUNK)], true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    Mode::Other(Box::new(encoding.new_decoder_without_bom_handling()))
}

/// The beginning of a member as text; `None` if it is no text.
pub(crate) fn preview(prefix: &[u8]) -> Option<String> {
    let mut input = prefix;
    let mut source = TextSource::new(&mut input, None);
    let mut text = String::new();
    while source.fill(&mut text) {}
    if is_ebcdic(prefix) {
        return None;
    }
    let (mut controls, mut zeros, mut lost, mut all) = (0, 0, 0, 0);
    for c in text.chars() {
        all += 1;
        match c {
            '\0' => zeros += 1,
            '\t' | '\n' | '\r' | '\x0c' | '\x1b' => {}
            '\u{fffd}' => lost += 1,
            c if c.is_control() => controls += 1,
            _ => {}
        }
    }
    let binary = controls >= 3 && controls * 20 > all
        || zeros * 4 > all
        || zeros >= 8 && zeros * 50 > all
        || lost >= 8 && lost * 10 > all;
    (!binary).then_some(text)
}

/// The code of mainframes: letters and digits above 0x80, comma `k`, space `@`.
pub(crate) fn is_ebcdic(prefix: &[u8]) -> bool {
    let sample = &prefix[..prefix.len().min(4096)];
    let letters = sample.iter().filter(|byte| {
        matches!(byte, 0x81..=0x89 | 0x91..=0x99 | 0xa2..=0xa9 | 0xc1..=0xc9 | 0xd1..=0xd9 | 0xe2..=0xe9 | 0xf0..=0xf9)
    });
    let letters = letters.count();
    let signs = sample
        .iter()
        .filter(|byte| matches!(byte, 0x40 | 0x4b | 0x60 | 0x6b | 0x15 | 0x25 | 0x0d))
        .count();
    let ascii_space = sample.iter().any(|byte| matches!(byte, b' ' | b'\n'));
    sample.len() >= 8
        && !ascii_space
        && signs > 0
        && letters * 2 > sample.len()
        && (letters + signs) * 10 >= sample.len() * 9
}
