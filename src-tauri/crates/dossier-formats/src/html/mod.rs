//! Web pages as tables and running text.
//!
//! Only the tokenizer of an HTML parser is used, no tree: pages of a hundred
//! megabytes exist, and a tree of them would not fit; nor can nesting overflow
//! what is not built. Scripts and styles are dropped, nothing is loaded.

mod blocks;
mod cells;
mod page;
mod table;
mod text;

use std::cell::{Cell, RefCell};
use std::io::Read;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use crate::Stop;
use crate::read::{ReadHints, Session};
use crate::text::TextSource;

/// Reads a page: its tables as records, everything else as paragraphs.
pub(crate) fn read_html(
    input: &mut dyn Read,
    hints: &ReadHints,
    out: &mut Session<'_>,
) -> Result<(), Stop> {
    let mut source =
        TextSource::with_hint(input, |prefix| hints.encoding.clone().or_else(|| declared(prefix)));
    let mut page = page::Page::new(out.limits, hints);
    let queue = BufferQueue::default();
    let tokenizer = Tokenizer::new(Tokens::default(), TokenizerOpts::default());
    let mut buf = String::new();
    while source.fill(&mut buf) {
        queue.push_back(StrTendril::from(&*buf));
        buf.clear();
        // The sink never asks to wait, but the tokenizer returns at each script.
        while !queue.is_empty() {
            let _ = tokenizer.feed(&queue);
            page.take(&mut tokenizer.sink.events.borrow_mut(), out)?;
        }
        out.check()?;
    }
    tokenizer.end();
    page.take(&mut tokenizer.sink.events.borrow_mut(), out)?;
    page.finish(out)?;
    out.decoded(source.cut, source.foreign);
    Ok(())
}

/// What a page consists of, as far as it matters here.
pub(crate) enum Event {
    Start(Tag),
    End(String),
    Text(StrTendril),
}

#[derive(Default)]
struct Tokens {
    events: RefCell<Vec<Event>>,
    /// Drawings and formulas around this place: there CDATA is text.
    foreign: Cell<u32>,
}

impl TokenSink for Tokens {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut events = self.events.borrow_mut();
        match token {
            Token::CharacterTokens(text) => events.push(Event::Text(text)),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let raw = match &*tag.name {
                    "script" => Some(RawKind::ScriptData),
                    "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(RawKind::Rawtext),
                    "title" | "textarea" => Some(RawKind::Rcdata),
                    _ => None,
                };
                let raw = raw.filter(|_| !tag.self_closing);
                let plain = &*tag.name == "plaintext";
                if matches!(&*tag.name, "svg" | "math") && !tag.self_closing {
                    self.foreign.set(self.foreign.get() + 1);
                }
                events.push(Event::Start(tag));
                if let Some(raw) = raw {
                    return TokenSinkResult::RawData(raw);
                }
                if plain {
                    return TokenSinkResult::Plaintext;
                }
            }
            Token::TagToken(tag) => {
                if matches!(&*tag.name, "svg" | "math") {
                    self.foreign.set(self.foreign.get().saturating_sub(1));
                }
                events.push(Event::End(tag.name.to_string()));
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.foreign.get() > 0
    }
}

/// The encoding that a page names, believed only if the bytes do not contradict.
fn declared(prefix: &[u8]) -> Option<String> {
    let valid = match std::str::from_utf8(prefix) {
        Ok(_) => true,
        Err(err) => err.error_len().is_none(),
    };
    if valid {
        return None;
    }
    let head = prefix[..prefix.len().min(2048)].to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset=")? + 8;
    let label = head[at..].trim_ascii_start();
    let label = label.strip_prefix(b"\"").or_else(|| label.strip_prefix(b"'")).unwrap_or(label);
    let end = label.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:".contains(byte));
    let label = String::from_utf8(label[..end.unwrap_or(label.len())].to_vec()).ok()?;
    // The bytes are not UTF-8, whatever the page says.
    (!label.starts_with("utf") && !label.starts_with("us-ascii")).then_some(label)
}
