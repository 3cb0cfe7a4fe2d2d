use std::collections::{HashMap, HashSet};

use dossier_model::RowBuf;

use super::cells::{Look, look};

/// What the first row of a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    /// Data: the fields have no names.
    None,
    /// Names.
    One,
    /// Names over names, such as a year over four quarters.
    Two,
}

/// How many rows of names stand on top of these rows.
pub(super) fn detect(rows: &[&RowBuf], quoted: bool) -> Header {
    let Some((first, body)) = rows.split_first() else { return Header::None };
    if body.is_empty() {
        // A lone word is a value, a lone row of words are names.
        let name = first.len() > 1 || quoted || first.get(0).is_some_and(|cell| cell.contains(' '));
        return if name && lead(first, body) >= 0.0 { Header::One } else { Header::None };
    }
    if lead(first, body) < 0.0 {
        return Header::None;
    }
    if is_two_rows(first, body) { Header::Two } else { Header::One }
}

/// How much more a row looks like names than like one of `body`.
pub(super) fn lead(first: &RowBuf, body: &[&RowBuf]) -> f64 {
    let (mut names, mut data) = (0.0, 0.0);
    // Names that stand again over each page are no values.
    let body: Vec<&RowBuf> =
        body.iter().filter(|row| !row.iter().eq(first.iter())).copied().collect();
    for (column, cell) in first.iter().enumerate() {
        let cell = cell.unwrap_or_default();
        let kind = look(cell);
        let below = Column::of(&body, column as u32, cell);
        match kind {
            Look::Empty => {}
            Look::Text | Look::Odd => {
                names += if below.typed * 2 > below.filled { 1.0 } else { 0.0 };
                names += if is_identifier(cell) { 0.5 } else { 0.0 };
                data += if below.repeats { 1.0 } else { 0.0 };
            }
            // Years do stand as names over other numbers.
            Look::Number if is_year(cell) && below.filled > 0 && !below.years => names += 0.3,
            Look::Number if below.filled > 0 => data += 0.7,
            Look::Number => data += 0.3,
            _ => data += 1.5,
        }
    }
    let texts: Vec<&str> = first.iter().flatten().filter(|cell| !cell.is_empty()).collect();
    let distinct: HashSet<&&str> = texts.iter().collect();
    data += (texts.len() - distinct.len()) as f64 * 0.2;
    data += texts.iter().filter(|cell| cell.len() > 120 && texts.len() > 1).count() as f64;
    names - data
}

struct Column {
    filled: usize,
    typed: usize,
    /// The candidate's own text stands below again.
    repeats: bool,
    /// A year stands below.
    years: bool,
}

impl Column {
    fn of(body: &[&RowBuf], column: u32, head: &str) -> Self {
        let mut out = Self { filled: 0, typed: 0, repeats: false, years: false };
        for cell in body.iter().take(50).filter_map(|row| row.get(column)) {
            let kind = look(cell);
            out.filled += usize::from(kind != Look::Empty);
            out.typed += usize::from(kind.is_typed());
            out.years |= is_year(cell);
            out.repeats |= !head.is_empty() && cell == head;
        }
        out
    }
}

fn is_year(cell: &str) -> bool {
    cell.len() == 4
        && (cell.starts_with("19") || cell.starts_with("20"))
        && cell.bytes().all(|b| b.is_ascii_digit())
}

/// `order_id`, `OrderId`, `ORDER_DATE`: no person is called so.
fn is_identifier(cell: &str) -> bool {
    let word = cell.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'));
    let bytes = cell.as_bytes();
    let camel =
        bytes.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    word && bytes.first().is_some_and(u8::is_ascii_alphabetic) && (camel || cell.contains('_'))
}

/// A row with gaps or repeats, and below it a full row of names that the
/// records do not look like.
fn is_two_rows(first: &RowBuf, body: &[&RowBuf]) -> bool {
    let Some((second, rest)) = body.split_first() else { return false };
    let (gaps, _) = gaps_and_repeats(first);
    let (second_gaps, second_repeats) = gaps_and_repeats(second);
    let words = second.iter().flatten().all(|cell| matches!(look(cell), Look::Text | Look::Odd));
    // A gap at the first place is an index; at the end, a trailing separator.
    gaps > 0
        && first.len() > 2
        && second_gaps == 0
        && second_repeats < second.len() / 2
        // A merged cell at the end leaves none behind it.
        && second.len() >= first.len()
        && words
        && !rest.is_empty()
        && lead(second, rest) >= 1.0
}

fn gaps_and_repeats(row: &RowBuf) -> (usize, usize) {
    let mut seen = HashSet::new();
    let (mut gaps, mut repeats) = (0, 0);
    for cell in row.iter() {
        match cell.map(str::trim) {
            None | Some("") => gaps += 1,
            Some(cell) => repeats += usize::from(!seen.insert(cell)),
        }
    }
    (gaps, repeats)
}

/// Joins two rows of names; a gap in the upper one repeats what stands left.
pub(super) fn join(upper: &RowBuf, lower: &RowBuf) -> Vec<String> {
    let mut group = String::new();
    let upper = upper.iter().chain(std::iter::repeat(None));
    let cells = upper.zip(lower.iter()).map(|(top, name)| {
        match top.map(str::trim) {
            Some("") | None => {}
            Some(text) => group = text.to_owned(),
        }
        let name = name.unwrap_or_default().trim();
        if group.is_empty() || group == name { name.to_owned() } else { format!("{group} {name}") }
    });
    cells.collect()
}

/// Names that are all different: empty ones by their position, repeated ones
/// by a number.
pub(super) fn distinct_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut out = Vec::new();
    for (index, name) in names.into_iter().enumerate() {
        let name = name.trim();
        let base = if name.is_empty() { format!("column {}", index + 1) } else { name.to_owned() };
        let mut unique = base.clone();
        while !seen.insert(unique.clone()) {
            let number = numbers.entry(base.clone()).or_insert(1);
            *number += 1;
            unique = format!("{base} ({number})");
        }
        out.push(unique);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<RowBuf> {
        let row = |line: &str| {
            let mut row = RowBuf::default();
            line.split(',').for_each(|cell| row.push(Some(cell)));
            row
        };
        text.lines().map(row).collect()
    }

    fn check(text: &str, expect: Header) {
        let rows = rows(text);
        let rows: Vec<&RowBuf> = rows.iter().collect();
        assert_eq!(detect(&rows, false), expect, "{text:?}");
    }

    #[test]
    fn headers() {
        check("id,name\n1,Mira\n2,Jonas", Header::One);
        check("1,Mira\n2,Jonas", Header::None);
        check("Mira,2024-05-17,1\nJonas,2024-05-18,2", Header::None);
        check("name,city\nMira,Bonn\nJonas,Kiel", Header::One);
        check("DE,Mira\nDE,Jonas\nAT,Lea", Header::None);
        check("Land,2023,2024\nDE,5,6\nAT,7,8", Header::One);
        check("id,v", Header::One);
        check("x", Header::None);
        check(
            "Orders,,Customer,\nid,date,name,age\n1,2024-05-17,Mira,40\n2,2024-05-18,Lea,41",
            Header::Two,
        );
    }

    #[test]
    fn names_become_distinct() {
        assert_eq!(
            distinct_names(["id", "id", "ID", "", ""]),
            ["id", "id (2)", "ID", "column 4", "column 5"]
        );
        assert_eq!(distinct_names(["a", "a (2)", "a"]), ["a", "a (2)", "a (3)"]);
        let (rows, expect) =
            (rows("Order,,Me\nid,date,name"), ["Order id", "Order date", "Me name"]);
        assert_eq!(join(&rows[0], &rows[1]), expect);
    }
}
