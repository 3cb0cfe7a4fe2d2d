//! The same letter in the styles that shops use.

/// How a letter is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// One column, ragged.
    Plain,
    /// One column, justified with hyphens, another font.
    Justified,
    /// The company's own block at the right, a footer in three columns, numbered
    /// pages.
    Letterhead,
    /// Two columns below the address.
    Columns,
    /// Tables with a line below the head and at the end only.
    Lines,
    /// Tables without any line.
    Bare,
}

/// A part of a letter.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Lines that stand under each other.
    Lines(Vec<String>),
    /// Rows of cells.
    Table(Vec<Vec<String>>),
    /// Columns laid out by spaces, cells over several lines.
    Typed(Vec<String>),
}

/// Cuts the text of a fixture into parts. Lines that its margin broke are one.
pub fn parts(text: &str) -> Vec<Part> {
    let mut out = Vec::new();
    for block in text.split("\n\n").filter(|block| !block.trim().is_empty()) {
        let (mut lines, mut rows) = (Vec::<String>::new(), Vec::<Vec<String>>::new());
        if block.lines().skip(1).any(|line| line.starts_with("    "))
            && block.lines().any(|line| line.trim().contains("   "))
        {
            out.push(Part::Typed(block.lines().map(str::to_owned).collect()));
            continue;
        }
        for line in block.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match cells(line) {
                Some(row) => rows.push(row),
                None if line.chars().all(|c| matches!(c, '-' | '|' | '=')) => {}
                None => lines.push(line.to_owned()),
            }
        }
        if !lines.is_empty() {
            out.push(Part::Lines(unwrapped(lines)));
        }
        if !rows.is_empty() {
            out.push(Part::Table(rows));
        }
    }
    out
}

fn cells(line: &str) -> Option<Vec<String>> {
    let row: Vec<&str> = if line.contains('|') {
        line.trim_matches('|').split('|').collect()
    } else if line.contains('\t') {
        line.split('\t').collect()
    } else {
        line.split("   ").filter(|cell| !cell.trim().is_empty()).collect()
    };
    let ruled = row.iter().all(|cell| cell.trim().chars().all(|c| c == '-') && cell.len() > 1);
    (row.len() > 1 && !ruled).then(|| row.iter().map(|cell| cell.trim().to_owned()).collect())
}

/// A fixture that is wrapped has no line that is longer than the margin.
fn unwrapped(lines: Vec<String>) -> Vec<String> {
    let margin = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    if !(52..=80).contains(&margin) {
        return lines;
    }
    let mut out: Vec<String> = Vec::new();
    let mut room = 0;
    for line in lines {
        let word = line.split(' ').next().unwrap_or_default().chars().count();
        let entry = line.starts_with(['-', '*', '•', '–', '[']) || is_labeled(&line);
        match out.last_mut() {
            Some(last) if word + 1 > room && !entry => {
                if last.ends_with('-') && line.starts_with(char::is_lowercase) {
                    last.pop();
                } else {
                    last.push(' ');
                }
                last.push_str(&line);
            }
            _ => out.push(line.clone()),
        }
        room = margin.saturating_sub(line.chars().count()) + 6;
    }
    out
}

/// `Zweck: …`, `Email (marketing): …`: a line of its own wherever the margin is.
fn is_labeled(line: &str) -> bool {
    let label = line.split_once(':').map(|(label, _)| label.trim());
    line.contains("):")
        || label.is_some_and(|label| {
            label.starts_with(char::is_uppercase) && label.split(' ').count() < 4
        })
}

/// The markup of a letter in a style.
pub fn markup(parts: &[Part], style: Style, language: &str) -> String {
    let mut out = head(style, language);
    let (address, body) = parts.split_at(1.min(parts.len()));
    match style {
        Style::Letterhead => {
            out.push_str("#grid(columns: (1fr, 5.5cm), gutter: 1cm, [");
            address.iter().for_each(|part| set(part, style, &mut out));
            out.push_str(
                "], text(size: 9pt)[Tel. 0123 555 0100 #linebreak() Fax 0123 555 0101 #linebreak() \
                 shop\\@example.org #linebreak() Mo–Fr 9–17])\n#v(1.2cm)\n",
            );
        }
        _ => address.iter().for_each(|part| set(part, style, &mut out)),
    }
    if style == Style::Columns {
        out.push_str("\n#v(1cm)\n#columns(2, gutter: 0.9cm)[\n");
    }
    body.iter().for_each(|part| set(part, style, &mut out));
    if style == Style::Columns {
        out.push_str("]\n");
    }
    out
}

fn head(style: Style, language: &str) -> String {
    let (font, size, justify) = match style {
        Style::Justified => ("Inter", 9.5, true),
        Style::Columns => ("Libertinus Serif", 10.0, false),
        Style::Bare => ("Inter", 10.0, false),
        _ => ("Libertinus Serif", 11.0, false),
    };
    let footer = if style == Style::Letterhead {
        "#set page(footer: context [#set text(size: 7.5pt)\n\
         #grid(columns: (1fr, 1fr, 1fr), [Amtsgericht Musterstadt #linebreak() HRB 55555], \
         [IBAN DE00 0000 0000 0000 #linebreak() Musterbank], [USt-IdNr. DE000000000 #linebreak() \
         #counter(page).display()])])\n"
    } else {
        ""
    };
    let height = if style == Style::Letterhead { 16 } else { 30 };
    format!(
        "#set page(width: 21cm, height: {height}cm, margin: 2.4cm)\n{footer}\
         #set text(font: \"{font}\", size: {size}pt, lang: \"{language}\")\n\
         #set par(justify: {justify}, spacing: 1.3em)\n"
    )
}

fn set(part: &Part, style: Style, out: &mut String) {
    match part {
        Part::Lines(lines) => {
            let lines: Vec<String> = lines.iter().map(|line| said(line)).collect();
            out.push_str(&lines.join(" #linebreak() "));
            out.push_str("\n#parbreak()\n");
        }
        Part::Typed(lines) => out.push_str(&typed(lines, style)),
        Part::Table(rows) => {
            let width = rows.iter().map(Vec::len).max().unwrap_or(1);
            let (stroke, inset) = match style {
                Style::Lines => (
                    "(x, y) => if y == 0 { (top: 0.6pt, bottom: 0.6pt) } else { (bottom: 0.2pt) }",
                    5,
                ),
                Style::Bare => ("none", 6),
                _ => ("0.5pt", 5),
            };
            let columns = vec!["auto"; width].join(", ");
            out.push_str("#[#set text(size: 8pt, hyphenate: true)\n");
            out.push_str(&format!(
                "#table(columns: ({columns}), stroke: {stroke}, inset: {inset}pt,\n"
            ));
            for cell in rows.iter().flatten() {
                out.push_str(&format!("par(justify: false)[{}],\n", said(cell)));
            }
            out.push_str(")]\n#parbreak()\n");
        }
    }
}

/// Each run of words where its first letter stands.
fn typed(lines: &[String], style: Style) -> String {
    let width = if style == Style::Columns { 1.9 } else { 3.9 };
    let (size, leading) = (width * 1.6, width * 2.3);
    let height = lines.len() as f32 * leading;
    let mut out = format!("#block(height: {height}pt, width: 100%)[#set text(size: {size}pt)\n");
    for (number, line) in lines.iter().enumerate() {
        let mut column = 0;
        for run in line.split("   ") {
            let indent = run.len() - run.trim_start().len();
            if !run.trim().is_empty() {
                let x = (column + indent) as f32 * width;
                let y = number as f32 * leading;
                out.push_str(&format!("#place(dx: {x}pt, dy: {y}pt, [{}])\n", said(run.trim())));
            }
            column += run.chars().count() + 3;
        }
    }
    out + "]\n#parbreak()\n"
}

/// Text as text, whatever signs are in it.
fn said(text: &str) -> String {
    format!("#{:?}", text.replace('\u{a0}', " "))
}
