use std::borrow::Cow;

/// A JSON value in memory, borrowing what needs no unescaping. Numbers keep
/// their exact text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json<'t> {
    Null,
    /// A string, number or truth value.
    Scalar(Cow<'t, str>),
    Array(Vec<Json<'t>>),
    Object(Vec<(Cow<'t, str>, Json<'t>)>),
}

/// The members of an object, in their order.
pub(super) type Members<'t> = [(Cow<'t, str>, Json<'t>)];

impl Json<'_> {
    pub(crate) fn is_scalar(&self) -> bool {
        matches!(self, Self::Null | Self::Scalar(_))
    }

    /// Whether there is anything inside.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Array(items) => items.is_empty(),
            Self::Object(members) => members.is_empty(),
            Self::Null | Self::Scalar(_) => false,
        }
    }
}

/// Where a value breaks the grammar beyond repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) offset: usize,
}

/// Reads values leniently and notes what it forgave.
pub(super) struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth_limit: usize,
    /// Offsets and problem codes of what was forgiven.
    pub(super) odd: Vec<(usize, &'static str)>,
    /// Strings whose UTF-8 bytes had been escaped one by one.
    pub(super) repaired: u64,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str, depth_limit: usize) -> Self {
        Self { text, at: 0, depth_limit, odd: Vec::new(), repaired: 0 }
    }

    /// The text as one value with nothing behind it.
    pub(super) fn whole(&mut self) -> Result<Json<'t>, Broken> {
        let value = self.value(0)?;
        self.skip_space();
        if self.at < self.text.len() { Err(self.broken()) } else { Ok(value) }
    }

    fn value(&mut self, depth: usize) -> Result<Json<'t>, Broken> {
        self.skip_space();
        match self.peek() {
            Some(b'{' | b'[') if depth >= self.depth_limit => {
                self.note("json_too_deep");
                let end = end_of_value(self.text.as_bytes(), self.at).ok_or(self.broken())?;
                let raw = &self.text[self.at..end];
                self.at = end;
                Ok(Json::Scalar(Cow::Borrowed(raw)))
            }
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => Ok(Json::Scalar(self.string()?)),
            Some(_) => self.word(),
            None => Err(self.broken()),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn broken(&self) -> Broken {
        Broken { offset: self.at }
    }

    fn note(&mut self, code: &'static str) {
        if self.odd.len() < 64 {
            self.odd.push((self.at, code));
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json<'t>, Broken> {
        let mut items = Vec::new();
        self.at += 1;
        loop {
            self.skip_space();
            match self.peek() {
                Some(b']') => {
                    if !items.is_empty() {
                        self.note("json_trailing_comma");
                    }
                    break;
                }
                Some(b',') => return Err(self.broken()),
                _ => items.push(self.value(depth + 1)?),
            }
            if self.separator(b']')? {
                break;
            }
        }
        self.at += 1;
        Ok(Json::Array(items))
    }

    fn object(&mut self, depth: usize) -> Result<Json<'t>, Broken> {
        let mut members = Vec::with_capacity(8);
        self.at += 1;
        loop {
            self.skip_space();
            match self.peek() {
                Some(b'}') => {
                    if !members.is_empty() {
                        self.note("json_trailing_comma");
                    }
                    break;
                }
                Some(b'"') => {}
                _ => return Err(self.broken()),
            }
            let key = self.string()?;
            self.skip_space();
            if self.peek() != Some(b':') {
                return Err(self.broken());
            }
            self.at += 1;
            members.push((key, self.value(depth + 1)?));
            if self.separator(b'}')? {
                break;
            }
        }
        self.at += 1;
        Ok(Json::Object(members))
    }

    /// Passes a comma, or stops before the closing bracket.
    fn separator(&mut self, close: u8) -> Result<bool, Broken> {
        self.skip_space();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(false)
            }
            Some(byte) if byte == close => Ok(true),
            _ => Err(self.broken()),
        }
    }

    /// Blanks, and comments, which are noted.
    fn skip_space(&mut self) {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                Some(b'/') => {
                    let Some(len) = comment_len(&bytes[self.at..]) else { return };
                    self.note("json_comment");
                    self.at += len;
                }
                _ => return,
            }
        }
    }

    /// A number, a truth value, null, or a word that JSON does not know.
    fn word(&mut self) -> Result<Json<'t>, Broken> {
        let rest = &self.text[self.at..];
        let end = word_len(rest);
        let word = &rest[..end];
        match word {
            "" => return Err(self.broken()),
            "null" => {
                self.at += end;
                return Ok(Json::Null);
            }
            "true" | "false" => {}
            _ if is_number(word) => {}
            _ if word.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) => {
                self.note("json_number");
            }
            "NaN" | "Infinity" | "undefined" | "None" | "True" | "False" => self.note("json_word"),
            _ => return Err(self.broken()),
        }
        self.at += end;
        Ok(Json::Scalar(Cow::Borrowed(word)))
    }

    fn string(&mut self) -> Result<Cow<'t, str>, Broken> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let mut end = start;
        let mut escaped = false;
        loop {
            let Some(len) = memchr::memchr2(b'"', b'\\', bytes.get(end..).unwrap_or_default())
            else {
                return Err(self.broken());
            };
            end += len;
            if bytes[end] == b'"' {
                break;
            }
            escaped = true;
            end += 2;
        }
        let raw = &self.text[start..end];
        // All bytes are looked at, so that many are looked at at once.
        if raw.bytes().fold(false, |odd, byte| odd | (byte < 0x20)) {
            self.note("json_control_character");
        }
        let text = if escaped { self.unescape(raw) } else { Cow::Borrowed(raw) };
        self.at = end + 1;
        Ok(text)
    }

    /// The text of a string without its quotes.
    pub(super) fn unescape(&mut self, raw: &'t str) -> Cow<'t, str> {
        let mut out = String::with_capacity(raw.len());
        // Some exporters escape each byte of the UTF-8 form: `\u00c3\u00a4`.
        let mut bytewise = raw.is_ascii();
        let mut rest = raw;
        while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
            out.push_str(&rest[..at]);
            let (c, len) = escape(&rest[at..]);
            match c {
                Some(c) => {
                    bytewise &= c <= '\u{ff}';
                    if c == char::REPLACEMENT_CHARACTER && !rest[at..].starts_with("\\ufffd") {
                        self.note("json_lone_surrogate");
                    }
                    out.push(c);
                }
                None => {
                    self.note("json_escape");
                    out.push_str(&rest[at..at + len]);
                }
            }
            rest = &rest[at + len..];
        }
        out.push_str(rest);
        if bytewise && !out.is_ascii() {
            let bytes: Vec<u8> = out.chars().map(|c| c as u8).collect();
            if let Ok(text) = String::from_utf8(bytes) {
                self.repaired += 1;
                return Cow::Owned(text);
            }
        }
        Cow::Owned(out)
    }
}

/// A whole text as one value, if nothing about it had to be forgiven.
pub(crate) fn parse_strictly(text: &str, depth: usize) -> Option<Json<'_>> {
    let mut parser = Parser::new(text, depth);
    let value = parser.whole().ok()?;
    parser.odd.is_empty().then_some(value)
}

/// Bytes of the longest escape: a pair of surrogates.
pub(super) const LONGEST_ESCAPE: usize = 12;

/// Where a piece of about `len` bytes of a string ends, and whether the string ends
/// there. No escape is cut in two.
pub(super) fn piece_of_string(text: &str, len: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let most = len.min(bytes.len());
    let mut at = 0;
    while let Some(next) = memchr::memchr2(b'"', b'\\', bytes.get(at..most).unwrap_or_default()) {
        at += next;
        if bytes[at] == b'"' {
            return (at, true);
        }
        at += escape(&text[at..]).1;
    }
    (text.floor_char_boundary(most).max(at), false)
}

/// The character of an escape and its length; `None` if there is no such escape.
fn escape(text: &str) -> (Option<char>, usize) {
    let hex = |at: usize| {
        let digits = text.get(at..at + 4)?;
        digits
            .bytes()
            .all(|b| b.is_ascii_hexdigit())
            .then(|| u32::from_str_radix(digits, 16).ok())?
    };
    let simple = |c| (Some(c), 2);
    match text.as_bytes().get(1) {
        Some(b'"') => simple('"'),
        Some(b'\\') => simple('\\'),
        Some(b'/') => simple('/'),
        Some(b'b') => simple('\u{8}'),
        Some(b'f') => simple('\u{c}'),
        Some(b'n') => simple('\n'),
        Some(b'r') => simple('\r'),
        Some(b't') => simple('\t'),
        Some(b'u') => match hex(2) {
            None => (None, 2),
            Some(high @ 0xd800..=0xdbff) if text.get(6..8) == Some("\\u") => match hex(8) {
                Some(low @ 0xdc00..=0xdfff) => {
                    let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                    (char::from_u32(code), 12)
                }
                _ => (Some(char::REPLACEMENT_CHARACTER), 6),
            },
            Some(code) => (Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)), 6),
        },
        Some(_) => (None, 1 + text[1..].chars().next().map_or(0, char::len_utf8)),
        None => (None, 1),
    }
}

fn word_len(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b",:]}[{\"/\x0b".contains(byte);
    let end = bytes.iter().position(|byte| !byte.is_ascii() || ends(byte)).unwrap_or(bytes.len());
    match bytes.get(end) {
        Some(byte) if !byte.is_ascii() => {
            rest.find(|c: char| c.is_whitespace() || ",:]}[{\"/".contains(c)).unwrap_or(rest.len())
        }
        _ => end,
    }
}

fn is_number(word: &str) -> bool {
    let digits =
        |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut rest = word.strip_prefix('-').unwrap_or(word);
    let whole = digits(rest);
    if whole == 0 || whole > 1 && rest.starts_with('0') {
        return false;
    }
    rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let len = digits(fraction);
        if len == 0 {
            return false;
        }
        rest = &fraction[len..];
    }
    if let Some(power) = rest.strip_prefix(['e', 'E']) {
        let power = power.strip_prefix(['+', '-']).unwrap_or(power);
        let len = digits(power);
        return len > 0 && len == power.len();
    }
    rest.is_empty()
}

fn comment_len(bytes: &[u8]) -> Option<usize> {
    match bytes.get(1)? {
        b'/' => Some(memchr::memchr(b'\n', bytes).unwrap_or(bytes.len())),
        b'*' => Some(memchr::memmem::find(&bytes[2..], b"*/").map_or(bytes.len(), |len| len + 4)),
        _ => None,
    }
}

/// The offset behind the array, object or string that starts at `from`; `None`
/// if it does not end here. Looks at brackets and strings only.
pub(super) fn end_of_value(bytes: &[u8], from: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = from;
    loop {
        match bytes.get(at)? {
            b'"' => at = end_of_string(bytes, at)?,
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                at += 1;
            }
            _ => at += 1,
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

pub(super) fn end_of_string(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from + 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Result<Json<'_>, Broken>, Vec<&'static str>) {
        let mut parser = Parser::new(text, 8);
        let value = parser.whole();
        (value, parser.odd.iter().map(|odd| odd.1).collect())
    }

    fn scalar(text: &str) -> String {
        match parse(text).0 {
            Ok(Json::Scalar(text)) => text.into_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn scalars_keep_their_text() {
        assert_eq!(scalar("1.10"), "1.10");
        assert_eq!(scalar("123456789012345678901234567890"), "123456789012345678901234567890");
        assert_eq!(scalar(r#""a\n\u00e4\ud83d\ude00\/""#), "a\nä😀/");
        assert_eq!(scalar("true"), "true");
        assert_eq!(parse(" null ").0, Ok(Json::Null));
    }

    #[test]
    fn bytes_escaped_one_by_one_are_put_together() {
        assert_eq!(scalar(r#""K\u00c3\u00a4te""#), "Käte");
        assert_eq!(scalar(r#""caf\u00e9""#), "café");
        assert_eq!(scalar("\"Ã¤\""), "Ã¤");
    }

    #[test]
    fn what_is_forgiven_is_said() {
        let check = |text: &str, code: &'static str| {
            let (value, odd) = parse(text);
            assert!(value.is_ok(), "{text}");
            assert!(odd.contains(&code), "{text}: {odd:?}");
        };
        check("[1,]", "json_trailing_comma");
        check("{\"a\":1,}", "json_trailing_comma");
        check("/* x */ [1]", "json_comment");
        check("[01]", "json_number");
        check("[NaN]", "json_word");
        check("[\"\\ud800\"]", "json_lone_surrogate");
        check("[\"\\x\"]", "json_escape");
        check("[\"a\tb\"]", "json_control_character");
        check("[[[[[[[[[[1]]]]]]]]]]", "json_too_deep");
    }

    #[test]
    fn what_is_broken_is_broken() {
        for text in
            ["", "[", "{", "[1 2]", "{\"a\"}", "{a:1}", "[,1]", "\"a", "[1]]", "{\"a\":}", "nul"]
        {
            assert!(parse(text).0.is_err(), "{text}");
        }
    }
}
