use crate::read::RowAt;

/// Where one stands in a document.
#[derive(Default)]
pub(crate) struct Spot {
    /// The JSON pointer.
    pub(super) pointer: String,
    /// The unescaped parts, for patterns.
    pub(super) parts: Vec<String>,
    /// The line, in files of one document a line.
    pub(super) line: Option<u32>,
    /// Elements of XML: numbers of a list stand in brackets and count from 1.
    pub(crate) element: bool,
    /// Parts that were left, for the next ones: a million records make no strings.
    spare: Vec<String>,
}

impl Spot {
    pub(crate) fn enter(&mut self, part: &str) -> usize {
        let before = self.pointer.len();
        let mut own = self.spare.pop().unwrap_or_default();
        own.clear();
        own.push_str(part);
        self.parts.push(own);
        if self.element
            && let Ok(index) = part.parse::<u64>()
        {
            self.pointer.push_str(&format!("[{}]", index.saturating_add(1)));
            return before;
        }
        self.pointer.push('/');
        if !part.contains(['~', '/']) {
            self.pointer.push_str(part);
            return before;
        }
        for c in part.chars() {
            match c {
                '~' => self.pointer.push_str("~0"),
                '/' => self.pointer.push_str("~1"),
                _ => self.pointer.push(c),
            }
        }
        before
    }

    /// An item of a list, counted from 0.
    pub(crate) fn enter_item(&mut self, index: u64) -> usize {
        let mut digits = [0u8; 20];
        let mut from = digits.len();
        let mut rest = index;
        loop {
            from -= 1;
            digits[from] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.enter(std::str::from_utf8(&digits[from..]).unwrap_or_default())
    }

    pub(crate) fn leave(&mut self, before: usize) {
        self.pointer.truncate(before);
        self.spare.extend(self.parts.pop());
    }

    pub(super) fn row_at(&self) -> RowAt<'_> {
        match self.line {
            Some(line) => RowAt::Line(line),
            None if self.element => RowAt::Element(&self.pointer),
            None => RowAt::Pointer(&self.pointer),
        }
    }
}
