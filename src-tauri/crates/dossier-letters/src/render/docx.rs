use std::io::Cursor;

use docx_rs::{
    AlignmentType, Docx, LineSpacing, PageMargin, Paragraph, Run, RunFonts, Style, StyleType,
    Table, TableCell, TableRow, WidthType,
};

use crate::error::LetterError;
use crate::letter::{Align, Block, Letter, Table as Data};

/// Twentieths of a point in a millimeter.
const PER_MM: f64 = 56.692_9;
/// The face that every word processor finds or replaces alike.
const FACE: &str = "Libertinus Serif";

/// The letter for a word processor, to be written on: the same parts in the same
/// order, headings as headings, tables as tables.
///
/// The same letter gives the same file; nothing tells of the machine.
pub fn docx(letter: &Letter) -> Result<Vec<u8>, LetterError> {
    let us = letter.sheet == "us";
    let (width, height) = if us { (12_240, 15_840) } else { (mm(210.0) as u32, mm(297.0) as u32) };
    let margin = PageMargin::new()
        .top(mm(25.0))
        .left(mm(25.0))
        .right(mm(20.0))
        .bottom(mm(22.0))
        .header(mm(12.0))
        .footer(mm(12.0));
    let day = format!("{}T12:00:00Z", letter.date);
    let fonts = RunFonts::new().ascii(FACE).hi_ansi(FACE).east_asia("Noto Sans JP");
    let mut sheet = Sheet { docx: Docx::new(), last: 0 };
    sheet.docx = sheet
        .docx
        .page_size(width, height)
        .page_margin(margin)
        .default_fonts(fonts)
        .default_size(21)
        .created_at(&day)
        .updated_at(&day)
        .add_style(heading("Heading1", "heading 1", 25, 0))
        .add_style(heading("Heading2", "heading 2", 22, 1));
    sheet.letter(letter);
    let mut file = Cursor::new(Vec::new());
    sheet.docx.build().pack(&mut file).map_err(|_| LetterError::Layout { problems: 1 })?;
    Ok(file.into_inner())
}

fn mm(length: f64) -> i32 {
    (length * PER_MM).round() as i32
}

fn heading(id: &str, name: &str, size: usize, level: usize) -> Style {
    Style::new(id, StyleType::Paragraph).name(name).bold().size(size).outline_lvl(level)
}

/// The document while it is written; paragraphs are numbered here, for the writer
/// would number them over the life of the program.
struct Sheet {
    docx: Docx,
    last: u32,
}

impl Sheet {
    fn letter(&mut self, letter: &Letter) {
        for line in &letter.sender {
            self.line(line);
        }
        self.line("");
        for line in &letter.recipient {
            self.line(line);
        }
        self.line("");
        for (label, value) in &letter.info {
            self.line(&format!("{label}: {value}"));
        }
        self.line("");
        self.styled(&letter.subject, "Heading1");
        if !letter.salutation.is_empty() {
            self.text(&letter.salutation);
        }
        for block in &letter.body {
            self.block(block);
        }
        if !letter.closing.is_empty() {
            self.text(&letter.closing);
            self.text(letter.sender.first().map_or("", String::as_str));
        }
        if !letter.annexes.is_empty() {
            self.line(&letter.annex_list.0);
            for title in &letter.annex_list.1 {
                self.line(title);
            }
        }
        for annex in &letter.annexes {
            let paragraph = self.paragraph(&annex.title).style("Heading1").page_break_before(true);
            self.put(paragraph);
            if !annex.note.is_empty() {
                self.text(&annex.note);
            }
            self.table(&annex.table);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { text } => self.styled(text, "Heading2"),
            Block::Paragraph { text } => self.text(text),
            Block::List { numbered, points } => {
                for (at, point) in points.iter().enumerate() {
                    let mark = if *numbered { format!("{}.", at + 1) } else { "–".to_owned() };
                    let paragraph = self
                        .paragraph(&format!("{mark} {point}"))
                        .indent(Some(mm(6.0)), None, None, None)
                        .line_spacing(LineSpacing::new().after(80));
                    self.put(paragraph);
                }
            }
            Block::Table(table) => {
                self.table(table);
                self.line("");
            }
        }
    }

    fn table(&mut self, data: &Data) {
        let parts: u32 = data.columns.iter().map(|column| u32::from(column.share)).sum();
        let whole = mm(165.0);
        let widths: Vec<usize> = data
            .columns
            .iter()
            .map(|column| (whole * i32::from(column.share)) as usize / parts.max(1) as usize)
            .collect();
        let mut rows = vec![self.row(data, &widths, |at| data.columns[at].label.clone(), true)];
        for line in &data.rows {
            let cell = |at: usize| line.get(at).cloned().unwrap_or_default();
            rows.push(self.row(data, &widths, cell, false));
        }
        let docx = std::mem::replace(&mut self.docx, Docx::new());
        self.docx = docx.add_table(Table::new(rows).set_grid(widths));
    }

    fn row(
        &mut self,
        data: &Data,
        widths: &[usize],
        text: impl Fn(usize) -> String,
        head: bool,
    ) -> TableRow {
        let mut cells = Vec::new();
        for (at, column) in data.columns.iter().enumerate() {
            let mut cell = TableCell::new().width(widths[at], WidthType::Dxa);
            for line in text(at).split('\n') {
                let mut run = Run::new().add_text(line).size(17);
                if head {
                    run = run.bold();
                }
                let mut paragraph = self.numbered(Paragraph::new().add_run(run));
                if column.align == Align::Right {
                    paragraph = paragraph.align(AlignmentType::Right);
                }
                cell = cell.add_paragraph(paragraph);
            }
            cells.push(cell);
        }
        TableRow::new(cells).cant_split()
    }

    /// A line of an address: nothing after it.
    fn line(&mut self, text: &str) {
        let paragraph = self.paragraph(text).line_spacing(LineSpacing::new().after(0));
        self.put(paragraph);
    }

    fn text(&mut self, text: &str) {
        let paragraph = self.paragraph(text).line_spacing(LineSpacing::new().after(160));
        self.put(paragraph);
    }

    fn styled(&mut self, text: &str, style: &str) {
        let spacing = LineSpacing::new().before(200).after(120);
        let paragraph = self.paragraph(text).style(style).line_spacing(spacing);
        self.put(paragraph);
    }

    fn paragraph(&mut self, text: &str) -> Paragraph {
        let mut run = Run::new();
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                run = run.add_break(docx_rs::BreakType::TextWrapping);
            }
            run = run.add_text(line);
        }
        self.numbered(Paragraph::new().add_run(run))
    }

    fn numbered(&mut self, paragraph: Paragraph) -> Paragraph {
        self.last += 1;
        paragraph.id(format!("{:08x}", self.last))
    }

    fn put(&mut self, paragraph: Paragraph) {
        let docx = std::mem::replace(&mut self.docx, Docx::new());
        self.docx = docx.add_paragraph(paragraph);
    }
}
