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
}

impl Spot {
    pub(crate) fn enter(&mut self, part: &str) -> usize {
        let before = self.pointer.len();
        self.parts.push(part.to_owned());
        if self.element
            && let Ok(index) = part.parse::<u64>()
        {
            self.pointer.push_str(&format!("[{}]", index.saturating_add(1)));
            return before;
        }
        self.pointer.push('/');
        for c in part.chars() {
            match c {
                '~' => self.pointer.push_str("~0"),
                '/' => self.pointer.push_str("~1"),
                _ => self.pointer.push(c),
            }
        }
        before
    }

    pub(crate) fn leave(&mut self, before: usize) {
        self.pointer.truncate(before);
        self.parts.pop();
    }

    pub(super) fn row_at(&self) -> RowAt<'_> {
        match self.line {
            Some(line) => RowAt::Line(line),
            None if self.element => RowAt::Element(&self.pointer),
            None => RowAt::Pointer(&self.pointer),
        }
    }
}
