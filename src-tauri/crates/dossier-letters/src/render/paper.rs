use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use serde_json::json;

use super::sheet::{Sheet, pdf_of};
use crate::error::LetterError;

const PAPER: &str = include_str!("paper.typ");

/// What the window shows, as paper: a heading, sentences, pictures and tables.
#[derive(Clone, Debug, Serialize)]
pub struct Paper {
    /// The question of the screen.
    pub title: String,
    /// The language of the text, for hyphens and for those who listen.
    pub language: String,
    /// The line at the foot: where it comes from and from when.
    pub foot: String,
    /// `us` for US letter, else A4.
    pub sheet: String,
    /// The day for the file's metadata.
    #[serde(skip)]
    pub date: NaiveDate,
    /// What stands on it.
    pub blocks: Vec<PaperBlock>,
}

/// One part of a [`Paper`].
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PaperBlock {
    /// A heading of a part.
    Heading {
        /// The words.
        text: String,
    },
    /// A paragraph.
    Text {
        /// The words.
        text: String,
    },
    /// A picture, as SVG that refers to nothing outside itself.
    Picture {
        /// The SVG.
        svg: String,
        /// What it shows, for those who do not see it.
        alt: String,
    },
    /// A table with a head; rows are as long as the head.
    Table {
        /// The head.
        head: Vec<String>,
        /// The rows.
        rows: Vec<Vec<String>>,
    },
}

/// A paper as a tagged PDF (PDF/UA-1) with embedded fonts and page numbers.
pub fn paper(paper: &Paper) -> Result<Vec<u8>, LetterError> {
    let mut files = BTreeMap::new();
    let mut blocks = Vec::new();
    for (at, block) in paper.blocks.iter().enumerate() {
        blocks.push(match block {
            PaperBlock::Picture { svg, alt } => {
                let name = format!("picture{at}.svg");
                files.insert(name.clone(), svg.clone().into_bytes());
                json!({ "kind": "picture", "file": format!("/{name}"), "alt": alt })
            }
            PaperBlock::Table { head, rows } => {
                let even: Vec<Vec<&str>> =
                    rows.iter().map(|row| as_long(row, head.len())).collect();
                json!({ "kind": "table", "head": head, "rows": even })
            }
            other => serde_json::to_value(other).unwrap_or_default(),
        });
    }
    let data = json!({
        "title": paper.title,
        "language": paper.language,
        "foot": paper.foot,
        "sheet": paper.sheet,
        "blocks": blocks,
    });
    let sheet = Sheet::new(PAPER, data, files)?;
    let day = (paper.date.year(), paper.date.month(), paper.date.day());
    sheet.with_document(|document| pdf_of(document, &paper.title, day))
}

fn as_long(row: &[String], length: usize) -> Vec<&str> {
    let cells = row.iter().map(String::as_str);
    cells.chain(std::iter::repeat("")).take(length).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sample(blocks: Vec<PaperBlock>) -> Paper {
        Paper {
            title: "Who holds what?".to_owned(),
            language: "en".to_owned(),
            foot: "Dossier, 2 March 2026".to_owned(),
            sheet: String::new(),
            date: NaiveDate::from_ymd_opt(2026, 3, 2).unwrap(),
            blocks,
        }
    }

    #[test]
    fn words_pictures_and_ragged_tables_become_pages() {
        let svg =
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>"#;
        let rows = vec![vec!["one".to_owned()], vec!["two".to_owned(), "2".into(), "more".into()]];
        let blocks = vec![
            PaperBlock::Heading { text: "Kinds *not bold* #code".to_owned() },
            PaperBlock::Text { text: "A sentence.".to_owned() },
            PaperBlock::Picture { svg: svg.to_owned(), alt: "A circle".to_owned() },
            PaperBlock::Table { head: vec!["Kind".to_owned(), "Entries".to_owned()], rows },
        ];
        let first = paper(&sample(blocks.clone())).unwrap();
        assert!(first.starts_with(b"%PDF"));
        assert_eq!(first, paper(&sample(blocks)).unwrap(), "the same paper, the same bytes");
    }

    #[test]
    fn a_picture_that_is_none_is_an_error_and_no_panic() {
        let block = PaperBlock::Picture { svg: "<svg".to_owned(), alt: String::new() };
        assert!(matches!(paper(&sample(vec![block])), Err(LetterError::Layout { .. })));
    }
}
