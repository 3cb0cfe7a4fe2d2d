use std::io::{BufRead, Read};

use super::MAX_MAIL;

/// Mails one after the other, each behind a line that begins with `From `.
pub(crate) struct Mailbox<'i> {
    input: &'i mut dyn BufRead,
    raw: Vec<u8>,
    number: u64,
    ended: bool,
    /// Whether the input failed before its end.
    pub(crate) cut: bool,
}

impl<'i> Mailbox<'i> {
    pub(crate) fn new(input: &'i mut dyn BufRead) -> Self {
        Self { input, raw: Vec::new(), number: 0, ended: false, cut: false }
    }

    /// The bytes of the mail at hand; of one that is too large, one byte more
    /// than a mail may have.
    pub(crate) fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Goes to the next mail and gives its number, counted from 1.
    pub(crate) fn next(&mut self) -> Option<u64> {
        if self.ended {
            return None;
        }
        self.raw.clear();
        let (mut line, mut blank) = (Vec::new(), self.number == 0);
        loop {
            line.clear();
            let read = self.input.take(1 << 20).read_until(b'\n', &mut line);
            self.cut |= read.is_err();
            self.ended = !matches!(read, Ok(read) if read > 0);
            if self.ended || blank && line.starts_with(b"From ") {
                self.number += 1;
                if self.number > 1 {
                    return Some(self.number - 1);
                }
                if self.ended {
                    return None;
                }
                blank = false;
                continue;
            }
            blank = line.trim_ascii().is_empty();
            // Writers protect such lines of a body with a sign in front.
            let quoted = line.iter().take_while(|byte| **byte == b'>').count();
            let skip = usize::from(quoted > 0 && line[quoted..].starts_with(b"From "));
            if self.raw.len() <= MAX_MAIL {
                self.raw.extend_from_slice(&line[skip..]);
            }
        }
    }
}
