use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::deadline::Deadline;

/// How a column is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// To the left.
    #[default]
    Left,
    /// To the right: numbers.
    Right,
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its head.
    pub label: String,
    /// Its part of the width.
    pub share: u16,
    /// How it is set.
    pub align: Align,
}

/// A table; a line feed in a cell starts a new line.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// One block of the letter's text.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading.
    Heading {
        /// The text.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// The text.
        text: String,
    },
    /// A list.
    List {
        /// With numbers instead of dashes.
        numbered: bool,
        /// The points.
        points: Vec<String>,
    },
    /// A table.
    Table(Table),
}

/// A page or more after the letter.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annex {
    /// Its name, such as `Anlage 1: Zu löschende Einträge`.
    pub title: String,
    /// What to know before reading it.
    pub note: String,
    /// The entries.
    pub table: Table,
}

/// Something that the person should know before sending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// A stable word; the words' labels have `warning.<code>`.
    pub code: String,
    /// Where, or how many.
    pub at: String,
}

impl Warning {
    pub(crate) fn new(code: &str, at: impl fmt::Display) -> Self {
        Self { code: code.to_owned(), at: at.to_string() }
    }
}

/// A letter, ready to be set, sent or edited.
///
/// The renderers take nothing else, so an edited letter can be set again;
/// [`crate::check`] looks over the edited text first.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The law file.
    pub law: String,
    /// The letter file.
    pub letter: String,
    /// The right that it exercises.
    pub right: String,
    /// ISO 639-1.
    pub language: String,
    /// `din5008` or `us`.
    pub sheet: String,
    /// The day it is written.
    pub date: NaiveDate,
    /// That day in words.
    pub date_text: String,
    /// Our sign.
    pub reference: String,
    /// Name, then address.
    pub sender: Vec<String>,
    /// Where the answer shall go; may be empty.
    pub reply_to: String,
    /// Name, then address.
    pub recipient: Vec<String>,
    /// The mail address; may be empty.
    pub recipient_email: String,
    /// Label and value of the information block.
    pub info: Vec<(String, String)>,
    /// The subject.
    pub subject: String,
    /// The greeting.
    pub salutation: String,
    /// The text.
    pub body: Vec<Block>,
    /// The words before the name.
    pub closing: String,
    /// The annexes.
    pub annexes: Vec<Annex>,
    /// The list of annexes under the name, with its label.
    pub annex_list: (String, Vec<String>),
    /// The page line, with `{page}` and `{pages}`.
    pub page_label: String,
    /// The day until which an answer is due.
    pub deadline: Option<Deadline>,
    /// Provisions that the text cites, as ids of the law file.
    pub citations: Vec<String>,
    /// What the person should know before sending.
    pub warnings: Vec<Warning>,
}

impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: usize = self.annexes.iter().map(|annex| annex.table.rows.len()).sum();
        write!(
            f,
            "Letter({}/{}.{}, {} blocks, {rows} rows, {} citations)",
            self.law,
            self.letter,
            self.language,
            self.body.len(),
            self.citations.len(),
        )
    }
}

impl Letter {
    /// Every text of the letter that leaves, with the part in which it stands.
    pub fn texts(&self) -> Vec<(String, &str)> {
        let mut all: Vec<(String, &str)> = vec![("subject".into(), &self.subject)];
        all.extend(self.sender.iter().map(|line| ("sender".into(), line.as_str())));
        all.extend(self.info.iter().map(|(_, value)| ("info".into(), value.as_str())));
        for (number, block) in self.body.iter().enumerate() {
            let part = format!("body.{number}");
            match block {
                Block::Heading { text } | Block::Paragraph { text } => all.push((part, text)),
                Block::List { points, .. } => {
                    all.extend(points.iter().map(|point| (part.clone(), point.as_str())));
                }
                Block::Table(table) => cells(&mut all, &part, table),
            }
        }
        for (number, annex) in self.annexes.iter().enumerate() {
            cells(&mut all, &format!("annex.{}", number + 1), &annex.table);
        }
        all
    }
}

fn cells<'a>(all: &mut Vec<(String, &'a str)>, part: &str, table: &'a Table) {
    for (row, line) in table.rows.iter().enumerate() {
        let part = format!("{part}.{}", row + 1);
        all.extend(line.iter().map(|cell| (part.clone(), cell.as_str())));
    }
}
