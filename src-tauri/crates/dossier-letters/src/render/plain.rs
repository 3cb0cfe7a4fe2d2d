use crate::letter::{Align, Block, Letter, Table};

/// The letter as plain text, for a mail body or a web form: one line for each
/// paragraph, so that every client can wrap it.
pub fn text(letter: &Letter) -> String {
    let mut out = String::new();
    let mut put = |part: &str| {
        if !part.is_empty() {
            out.push_str(part);
            out.push_str("\n\n");
        }
    };
    put(&letter.subject);
    let info = letter.info.iter().map(|(label, value)| format!("{label}: {value}"));
    put(&info.collect::<Vec<_>>().join("\n"));
    put(&letter.salutation);
    for part in &letter.body {
        put(&block(part));
    }
    if !letter.closing.is_empty() {
        put(&letter.closing);
        put(letter.sender.first().map_or("", String::as_str));
    }
    for annex in &letter.annexes {
        put(&format!("----------\n\n{}", annex.title));
        if !annex.note.is_empty() {
            put(&annex.note);
        }
        put(&rows(&annex.table));
    }
    let mut out = out.trim_end().to_owned();
    out.push('\n');
    out
}

/// The letter field by field, for web forms: a label and a text each.
pub fn fields(letter: &Letter) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut put = |label: &str, text: &str| {
        if !text.trim().is_empty() {
            all.push((label.to_owned(), text.trim().to_owned()));
        }
    };
    put("name", letter.sender.first().map_or("", String::as_str));
    put("address", &letter.sender.iter().skip(1).cloned().collect::<Vec<_>>().join("\n"));
    put("email", &letter.reply_to);
    for (label, value) in &letter.info {
        put(label, value);
    }
    put("subject", &letter.subject);
    put("message", &message(letter));
    put("all", &text(letter));
    all
}

/// The text between greeting and name, with the annexes.
fn message(letter: &Letter) -> String {
    let mut parts: Vec<String> = letter.body.iter().map(block).collect();
    for annex in &letter.annexes {
        parts.push(annex.title.clone());
        parts.push(rows(&annex.table));
    }
    parts.join("\n\n")
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading { text } | Block::Paragraph { text } => text.clone(),
        Block::List { numbered, points } => list(*numbered, points),
        Block::Table(table) => rows(table),
    }
}

fn list(numbered: bool, points: &[String]) -> String {
    let points = points.iter().enumerate().map(|(at, point)| match numbered {
        true => format!("{}. {point}", at + 1),
        false => format!("- {point}"),
    });
    points.collect::<Vec<_>>().join("\n")
}

/// A table as one paragraph a row, each cell after the head of its column.
fn rows(table: &Table) -> String {
    // The number of a row stands before it anyway.
    let numbered = table.columns.first().is_some_and(|column| column.align == Align::Right);
    let rows = table.rows.iter().enumerate().map(|(number, row)| {
        let mut lines = Vec::new();
        for (column, cell) in table.columns.iter().zip(row).skip(usize::from(numbered)) {
            let one_line = cell.replace('\n', "; ");
            if one_line.is_empty() {
                continue;
            }
            lines.push(format!("{}: {one_line}", column.label));
        }
        let number = format!("{}. ", number + 1);
        let indent = format!("\n{}", " ".repeat(number.len()));
        format!("{number}{}", lines.join(&indent))
    });
    rows.collect::<Vec<_>>().join("\n\n")
}

/// A text without what hides or turns other text: control, direction and
/// invisible characters. Line feeds stay.
pub(crate) fn clean(text: &str) -> String {
    text.chars().filter(|c| !is_hiding(*c)).collect()
}

fn is_hiding(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(
            c,
            '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}
