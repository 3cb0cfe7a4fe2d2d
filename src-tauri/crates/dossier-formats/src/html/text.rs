/// Text with its blanks collapsed, as a browser shows it.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) text: String,
    space: bool,
}

impl Text {
    pub(super) fn push(&mut self, text: &str) {
        for part in text.split_inclusive(is_blank) {
            let word = part.trim_end_matches(is_blank);
            if !word.is_empty() {
                let fresh = self.text.is_empty() || self.text.ends_with('\n');
                if self.space && !fresh {
                    self.text.push(' ');
                }
                self.space = false;
                self.text.push_str(word);
            }
            self.space |= word.len() < part.len();
        }
    }

    pub(super) fn line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.space = false;
    }

    pub(super) fn trimmed(&self) -> &str {
        self.text.trim()
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}
