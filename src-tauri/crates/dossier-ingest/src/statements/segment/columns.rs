//! Tables in running text: by their separators, or by blanks alone.

use dossier_catalog::statement::StatementCue as Cue;
use dossier_model::At;

use super::super::period::is_period;
use super::super::tokens::{find_all, tokenize};
use super::super::vocabulary::StatementVocabulary;
use super::{Line, TextTable, bullet, starts_lower};

/// The cells of a line, if it has a table's separators.
fn cells(text: &str) -> Option<Vec<String>> {
    let split: Vec<String> = if text.matches('|').count() >= 1 {
        text.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    } else if text.contains('\t') {
        text.split('\t').map(|cell| cell.trim().to_owned()).collect()
    } else {
        text.split("   ")
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .map(str::to_owned)
            .collect()
    };
    (split.len() >= 2).then_some(split)
}

/// A table at the start of the lines: a header that names at least two columns
/// that statements are made of, or cells that tell what they are, and rows of the same
/// width.
pub(super) fn table_at(
    lines: &[Line],
    vocabulary: &StatementVocabulary,
) -> Option<(TextTable, usize)> {
    let header = cells(&lines[0].text)?;
    if let Some(found) = columns_at(lines, vocabulary) {
        return Some(found);
    }
    let known = header.iter().filter(|cell| is_column(cell, vocabulary)).count();
    // The rule below a header says that this is one, whatever it is called.
    let is_ruled = lines.get(1).is_some_and(|line| ruled(&line.text) && line.text.contains("--"));
    // In a box with a rule below each row a row may have several lines.
    let all = lines[1..].iter().take_while(|line| has_cells(&line.text));
    let is_boxed = all.filter(|line| ruled(&line.text)).count() > 2;
    let mut rows: Vec<(At, Vec<String>)> = Vec::new();
    let (mut used, mut below_rule) = (1, true);
    for line in &lines[1..] {
        match cells(&line.text) {
            _ if ruled(&line.text) => {}
            Some(row) if row.len() == header.len() => match rows.last_mut() {
                Some((_, above)) if is_boxed && !below_rule => join(above, row),
                _ => rows.push((line.at.clone(), row)),
            },
            _ => break,
        }
        below_rule = ruled(&line.text);
        used += 1;
    }
    if rows.is_empty() {
        return None;
    }
    let named = known >= 2 || is_ruled && (known > 0 || rows.len() > 1);
    if named {
        let told = vec![None; header.len()];
        return Some((TextTable { header, told, rows }, used));
    }
    if !lines[0].text.contains('|') || rows.len() < 2 {
        return None;
    }
    let mut told: Vec<_> = (0..header.len()).map(|at| column_told(&rows, at, vocabulary)).collect();
    // Data beside data are a list in several columns.
    if told.iter().filter(|cue| **cue == Some(Cue::Category)).count() > 1 {
        return None;
    }
    // What follows the name of data is its content, and no kind of its own.
    told.iter_mut().skip(1).filter(|cue| **cue == Some(Cue::Category)).for_each(|cue| *cue = None);
    // Without names of its own the first line is a row like the others.
    let is_row = told
        .iter()
        .zip(&header)
        .any(|(cue, cell)| cue.is_some_and(|cue| cell_tells(cell, cue, vocabulary)));
    let mut header = header;
    if is_row {
        let names = vec![String::new(); header.len()];
        rows.insert(0, (lines[0].at.clone(), std::mem::replace(&mut header, names)));
    }
    Some((TextTable { header, told, rows }, used))
}

/// What most cells of a column tell by themselves.
fn column_told(
    rows: &[(At, Vec<String>)],
    at: usize,
    vocabulary: &StatementVocabulary,
) -> Option<Cue> {
    let filled: Vec<&str> =
        rows.iter().map(|(_, row)| row[at].as_str()).filter(|cell| !cell.is_empty()).collect();
    let all = [Cue::Retention, Cue::Recipient, Cue::Category];
    let told = |cue: &Cue| {
        let cells = filled.iter().filter(|cell| cell_tells(cell, *cue, vocabulary));
        cells.count() * 2 >= filled.len().max(1)
    };
    all.into_iter().find(told)
}

fn cell_tells(cell: &str, cue: Cue, vocabulary: &StatementVocabulary) -> bool {
    let words = tokenize(cell);
    match cue {
        Cue::Retention => is_period(cell, vocabulary),
        Cue::Recipient => is_company(cell, vocabulary),
        _ => vocabulary.languages.iter().any(|l| !find_all(&l.data, &words).is_empty()),
    }
}

fn is_company(cell: &str, vocabulary: &StatementVocabulary) -> bool {
    vocabulary.common.has_legal_form(cell, &tokenize(cell))
}

/// Cells of a line between runs of blanks, with the column where each begins.
fn spaced_cells(line: &Line) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut blanks = 2;
    let leaders = leaders(&line.text);
    for (at, c) in line.text.chars().enumerate() {
        if c == ' ' || leaders.iter().any(|dots| dots.contains(&at)) {
            blanks += 1;
            continue;
        }
        match out.last_mut() {
            Some((_, cell)) if blanks < 2 => {
                cell.extend(std::iter::repeat_n(' ', blanks));
                cell.push(c);
            }
            _ => out.push((line.indent + at, c.to_string())),
        }
        blanks = 0;
    }
    out
}

/// Where dots lead from one cell to the next (`Hosting ..... Rabe Ltd`), in letters.
fn leaders(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, _) in text.chars().enumerate().filter(|(_, c)| *c == '.') {
        match out.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => out.push(at..at + 1),
        }
    }
    out.retain(|dots| dots.len() > 3);
    out
}

/// A table whose columns are told by blanks alone, as the text of a page gives them:
/// a cell may go on in the next line, and a column may be empty there.
fn columns_at(lines: &[Line], vocabulary: &StatementVocabulary) -> Option<(TextTable, usize)> {
    let first = lines.first().filter(|line| line.wrapped && !line.text.contains(['|', '\t']))?;
    let header = spaced_cells(first);
    let known = header.iter().filter(|(_, cell)| is_column(cell, vocabulary)).count();
    let below = lines[1..].iter().take(2).filter(|line| aligned(&header, line));
    let companies = header.len() > 2
        && !header.iter().any(|(_, cell)| is_company(cell, vocabulary))
        && (0..header.len()).any(|at| {
            below.clone().filter(|line| is_company(&spaced_cells(line)[at].1, vocabulary)).count()
                == 2
        });
    // What names a period is no name of a column.
    let row = header.iter().any(|(_, cell)| is_period(cell, vocabulary));
    let few = known < 2 && !(known == 1 && below.count() == 2) && !companies;
    if header.len() < 2 || row || few {
        return None;
    }
    let starts: Vec<usize> = header.iter().map(|(start, _)| *start).collect();
    let mut rows: Vec<(At, Vec<String>)> = Vec::new();
    let mut used = 1;
    for line in &lines[1..] {
        if ruled(&line.text) {
            used += 1;
            continue;
        }
        let cells = spaced_cells(line);
        // Another table of the same columns begins with their names.
        let named = cells.iter().filter(|(_, cell)| is_column(cell, vocabulary)).count();
        if line.first && cells.len() > 1 && named == cells.len() {
            break;
        }
        let column = |at: usize| {
            let near = starts.iter().position(|start| at.abs_diff(*start) <= 2);
            near.filter(|_| bullet(&line.text).is_none())
        };
        let placed: Option<Vec<usize>> = cells.iter().map(|(at, _)| column(*at)).collect();
        let Some(placed) = placed.filter(|placed| placed.len() > 1 || !line.first) else { break };
        let mut row = vec![String::new(); starts.len()];
        for (at, (_, cell)) in placed.iter().zip(cells) {
            row[*at] = cell;
        }
        used += 1;
        match rows.last_mut() {
            Some((_, above)) if !line.first && goes_on_in(&row) => join(above, row),
            // An empty first column is what stands above it.
            Some((_, above)) if row[0].is_empty() => {
                row[0] = above[0].clone();
                rows.push((line.at.clone(), row));
            }
            _ => rows.push((line.at.clone(), row)),
        }
    }
    let header: Vec<String> = header.into_iter().map(|(_, cell)| cell).collect();
    // Where no column is named as that of receivers, cells of companies tell it.
    let kind = |cell: &String| vocabulary.heading(&tokenize(cell)).map(|(cue, _)| cue);
    let who = |cue: Option<Cue>| matches!(cue, Some(Cue::Recipient | Cue::Source));
    let named = header.iter().any(|cell| who(kind(cell)));
    let company = |at: usize| {
        let told = column_told(&rows, at, vocabulary).filter(|cue| *cue == Cue::Recipient);
        told.filter(|_| !named && kind(&header[at]).is_none())
    };
    let told = (0..header.len()).map(company).collect();
    (!rows.is_empty()).then_some((TextTable { header, told, rows }, used))
}

/// Whether a line has the same columns.
fn aligned(header: &[(usize, String)], line: &Line) -> bool {
    let cells = spaced_cells(line);
    let apart = !line.text.contains(['|', '\t']);
    apart
        && cells.len() == header.len()
        && cells.iter().zip(header).all(|((at, _), (start, _))| at.abs_diff(*start) <= 2)
}

/// Lines of the same columns without a header: what each says, entry by entry. Beside a
/// period stands what it is of.
pub(super) fn entries_at(
    lines: &[Line],
    vocabulary: &StatementVocabulary,
) -> Option<(Vec<(At, String)>, usize)> {
    let first = lines.first().filter(|line| line.wrapped && !line.text.contains(['|', '\t']))?;
    let header = spaced_cells(first);
    let used = lines.iter().take_while(|line| aligned(&header, line)).count();
    if header.len() < 2 || used < 2 {
        return None;
    }
    let company = |line: &Line, at: usize| {
        spaced_cells(line).get(at).is_some_and(|(_, cell)| is_company(cell, vocabulary))
    };
    let most = |at: usize| lines[..used].iter().filter(|line| company(line, at)).count() * 2 > used;
    let (companies, labeled) = (most(0), most(1));
    let mut out = Vec::new();
    for (nth, line) in lines[..used].iter().enumerate() {
        let cells: Vec<String> = spaced_cells(line).into_iter().map(|(_, cell)| cell).collect();
        match cells.as_slice() {
            // Companies and what they do, maybe below names of the columns.
            _ if companies && nth == 0 && !company(line, 0) => {}
            [name, what @ ..] if companies => {
                out.push((line.at.clone(), format!("{name} ({})", what.join(", "))));
            }
            [name, told] if labeled || is_period(told, vocabulary) => {
                out.push((line.at.clone(), format!("{name}: {told}")));
            }
            _ => out.extend(cells.into_iter().map(|cell| (line.at.clone(), cell))),
        }
    }
    Some((out, used))
}

/// Whether the cells of a line are the ends of those above it.
fn goes_on_in(row: &[String]) -> bool {
    let first = row.iter().find(|cell| !cell.is_empty());
    first.is_some_and(|cell| starts_lower(cell) || cell.starts_with('('))
}

fn join(above: &mut [String], row: Vec<String>) {
    for (cell, more) in above.iter_mut().zip(row).filter(|(_, more)| !more.is_empty()) {
        if !cell.is_empty() {
            cell.push(' ');
        }
        cell.push_str(&more);
    }
}

/// Whether a line is one of a table with separators.
pub(super) fn has_cells(text: &str) -> bool {
    ruled(text) || text.contains(['|', '\t']) || text.contains("   ")
}

pub(super) fn ruled(text: &str) -> bool {
    let drawn = |c: char| matches!(c, '\u{2500}'..='\u{257f}');
    text.chars().all(|c| matches!(c, '-' | '|' | '+' | '=' | ':' | ' ' | '_') || drawn(c))
}

fn is_column(cell: &str, vocabulary: &StatementVocabulary) -> bool {
    let words = tokenize(cell);
    let named = |words: &[super::super::tokens::Word]| {
        vocabulary.heading(words).is_some()
            || vocabulary.is_subject(words)
            || vocabulary.question(words).is_some()
    };
    words.len() <= 6 && named(&words)
}
