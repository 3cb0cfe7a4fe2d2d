//! Finding records: the indexes name blocks, the blocks confirm the rows.

use std::collections::HashSet;

use crate::block::Block;
use crate::entries::{Keep, Pager, entry};
use crate::tokens::{Token, Tokenizer};
use crate::{EntryPage, EntryQuery, Vault, VaultError, exact};

/// A question, as tokens.
struct Question {
    words: Vec<String>,
    exact: Vec<String>,
    /// The last word, if longer words may follow from it.
    beginning: Option<String>,
}

impl Question {
    fn new(text: &str, prefix: bool) -> Self {
        let (mut words, mut exact) = (Vec::new(), Vec::new());
        let mut ends_in_word = false;
        Tokenizer::default().each(text, |token| match token {
            Token::Word(word) => {
                ends_in_word = true;
                words.push(word.to_owned());
            }
            Token::Exact(token) => {
                ends_in_word = false;
                exact.push(token.to_owned());
            }
        });
        // An identifier's parts follow from the whole; a longer one confirms more.
        let beginning = if prefix && ends_in_word { words.pop() } else { None };
        Self { words, exact, beginning }
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.exact.is_empty() && self.beginning.is_none()
    }

    /// Whether the cells of a row together hold every token.
    fn fits<'a>(
        &self,
        cells: impl Iterator<Item = Option<&'a str>>,
        tokenizer: &mut Tokenizer,
        seen: &mut Vec<bool>,
    ) -> bool {
        seen.clear();
        seen.resize(
            self.words.len() + self.exact.len() + usize::from(self.beginning.is_some()),
            false,
        );
        let mut missing = seen.len();
        for cell in cells.flatten() {
            if missing == 0 {
                break;
            }
            tokenizer.each(cell, |token| {
                let (list, base, text) = match token {
                    Token::Word(text) => (&self.words, 0, text),
                    Token::Exact(text) => (&self.exact, self.words.len(), text),
                };
                for (index, wanted) in list.iter().enumerate() {
                    if !seen[base + index] && wanted == text {
                        seen[base + index] = true;
                        missing -= 1;
                    }
                }
                if let (Token::Word(text), Some(beginning)) = (token, &self.beginning) {
                    let last = seen.len() - 1;
                    if !seen[last] && text.starts_with(beginning.as_str()) {
                        seen[last] = true;
                        missing -= 1;
                    }
                }
            });
        }
        missing == 0
    }
}

impl Vault {
    pub(crate) fn search(
        &self,
        query: &EntryQuery,
        keep: Option<Keep<'_>>,
    ) -> Result<EntryPage, VaultError> {
        let question = Question::new(&query.text, query.prefix);
        let mut page = Pager::new(query);
        if question.is_empty() {
            return Ok(page.finish(true));
        }
        let tables: HashSet<u32> = query.tables.iter().copied().collect();
        let mut tokenizer = Tokenizer::default();
        let mut seen = Vec::new();
        for id in self.candidates(&question)? {
            let Some(head) = self.block_head(id)? else { continue };
            if !tables.contains(&head.table) {
                continue;
            }
            if page.is_spent() {
                return Ok(page.finish(false));
            }
            let block: Block = self.block(id)?;
            for row in 0..block.rows() {
                if query.kinds != 0 && block.kinds(row) & query.kinds == 0 {
                    continue;
                }
                if question.fits(block.row(row), &mut tokenizer, &mut seen) {
                    page.offer(|| entry(&head, &block, row), keep);
                }
            }
        }
        Ok(page.finish(true))
    }

    /// The blocks that hold every token, in order.
    fn candidates(&self, question: &Question) -> Result<Vec<u32>, VaultError> {
        let mut found: Option<Vec<u32>> = None;
        for token in &question.exact {
            let blocks = exact::blocks(&self.connection, token)?;
            found = Some(match found {
                None => blocks,
                Some(before) => intersect(&before, &blocks),
            });
        }
        let mut parts: Vec<String> =
            question.words.iter().map(|word| format!("\"{word}\"")).collect();
        parts.extend(question.beginning.iter().map(|word| format!("\"{word}\"*")));
        if !parts.is_empty() {
            let mut query = self
                .connection
                .prepare_cached("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid")?;
            let blocks: Vec<u32> = query
                .query_map([parts.join(" AND ")], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            found = Some(match found {
                None => blocks,
                Some(before) => intersect(&before, &blocks),
            });
        }
        Ok(found.unwrap_or_default())
    }
}

fn intersect(a: &[u32], b: &[u32]) -> Vec<u32> {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut both = Vec::new();
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(a.next()),
            std::cmp::Ordering::Greater => drop(b.next()),
            std::cmp::Ordering::Equal => {
                both.push(**x);
                a.next();
                b.next();
            }
        }
    }
    both
}
