use dossier_model::{Cancel, MemberPath, RowBuf};

use super::cells::{Look, look};
use super::split::{Dialect, Splitter};
use crate::Limits;
use crate::read::{ReadHints, Session, Silent};

/// How well a dialect explains the beginning of a file.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    value: f64,
    /// Share of rows with the most common number of cells, and that number.
    agree: f64,
    cells: usize,
    rows: usize,
}

/// Bytes that the guess looks at.
pub(super) const SAMPLE: usize = 64 << 10;
/// In the order of preference when two explain a file equally well: what people
/// seldom type in text comes first.
const DELIMITERS: [u8; 7] = [b'\t', b';', b'|', b',', 0x1f, b'^', b':'];

/// Guesses the dialect of the beginning of a file, and whether its lines agree;
/// hints win.
pub(super) fn guess(sample: &str, whole: bool, hints: &ReadHints) -> (Dialect, bool) {
    let (mut dialect, score) = best(sample, whole, hints);
    dialect.spaced = dialect.delimiter.is_some_and(|delimiter| always_spaced(sample, delimiter));
    (dialect, dialect.delimiter.is_some() && score.agree > 0.95)
}

/// Whether the separator is written with a blank behind it.
fn always_spaced(sample: &str, delimiter: u8) -> bool {
    let bytes = sample.as_bytes();
    let all = memchr::memchr_iter(delimiter, bytes).count();
    let spaced = memchr::memmem::find_iter(bytes, &[delimiter, b' ']).count();
    all > 0 && spaced * 20 >= all * 19
}

/// Whether text looks like a table rather than like prose.
pub(crate) fn looks_like(text: &str) -> bool {
    let (dialect, score) = best(text, false, &ReadHints::default());
    let sure = match dialect.delimiter {
        None => return false,
        Some(b'\t' | b';' | b'|') => 0.6,
        Some(b',') => 0.8,
        Some(_) => 0.95,
    };
    score.cells >= 2
        && score.agree >= sure
        && (score.rows >= 3 || score.rows == 2 && score.agree > 0.99)
}

fn best(sample: &str, whole: bool, hints: &ReadHints) -> (Dialect, Score) {
    let sample = whole_lines(sample, whole);
    let declared = hints.delimiter.and_then(|c| u8::try_from(c).ok());
    let quote_hint = hints.quote.and_then(|c| u8::try_from(c).ok());
    let delimiters = declared.as_ref().map_or(&DELIMITERS[..], std::slice::from_ref);
    let mut best = (
        Dialect { quote: Some(quote_hint.unwrap_or(b'"')), ..Dialect::default() },
        Score::default(),
    );
    for &delimiter in delimiters {
        let clock = delimiter == b':' && tells_time(sample);
        if (!sample.as_bytes().contains(&delimiter) || clock) && declared.is_none() {
            continue;
        }
        for quote in [b'"', b'\''] {
            let unused = quote == b'\'' && !quotes_cells(sample, quote, delimiter);
            if quote_hint.map_or(unused, |hint| hint != quote && quote == b'\'') {
                continue;
            }
            let quote = quote_hint.unwrap_or(quote);
            let protects = sample.contains(&*format!("\\{}", char::from(quote)));
            for backslash in [false, true] {
                if backslash && !protects {
                    continue;
                }
                let spaced =
                    sample.contains(&*format!("{} {}", char::from(delimiter), char::from(quote)));
                let twice = always_twice(sample, delimiter);
                let (quote, delimiter) = (Some(quote), Some(delimiter));
                for padded in [false, true].into_iter().take(1 + usize::from(spaced)) {
                    let dialect =
                        Dialect { delimiter, quote, backslash, twice, padded, spaced: false };
                    let score = rate(sample, dialect);
                    if score.value > best.1.value + 1e-9 || declared.is_some() && best.1.rows == 0 {
                        best = (dialect, score);
                    }
                }
            }
        }
    }
    best
}

/// Whether the colons of most lines stand in times of day: lines of a log or a chat.
fn tells_time(sample: &str) -> bool {
    let timed = |line: &str| {
        line.as_bytes().windows(5).enumerate().any(|(at, five)| {
            let digit = |at: usize| five[at].is_ascii_digit();
            let more = line.as_bytes().get(at + 5).is_some_and(u8::is_ascii_digit);
            five[2] == b':' && [0, 1, 3, 4].into_iter().all(digit) && !more
        })
    };
    let lines = || sample.lines().filter(|line| line.contains(':'));
    // A first line of names is a header.
    let headed = lines().next().is_some_and(|line| !timed(line));
    !headed && lines().filter(|line| timed(line)).count() * 2 > lines().count()
}

/// Some programs separate by `||` or `::`. Commas side by side are empty cells.
fn always_twice(sample: &str, delimiter: u8) -> bool {
    let bytes = sample.as_bytes();
    let all = memchr::memchr_iter(delimiter, bytes).count();
    let pairs = memchr::memmem::find_iter(bytes, &[delimiter; 2]).count();
    matches!(delimiter, b'|' | b':' | b'^') && pairs > 0 && pairs * 2 == all
}

/// The sample without a last line that is cut.
fn whole_lines(sample: &str, whole: bool) -> &str {
    let cut = sample.floor_char_boundary(SAMPLE);
    let part = &sample[..cut];
    if whole && cut == sample.len() {
        return part;
    }
    part.rfind(['\n', '\r']).map_or(part, |end| &part[..=end])
}

/// A quote is one if it stands at the edges of cells.
fn quotes_cells(sample: &str, quote: u8, delimiter: u8) -> bool {
    let bytes = sample.as_bytes();
    let edge =
        |byte: Option<&u8>| byte.is_none_or(|b| *b == delimiter || *b == b'\n' || *b == b'\r');
    let (mut opens, mut closes) = (0, 0);
    for at in memchr::memchr_iter(quote, bytes) {
        opens += usize::from(edge(at.checked_sub(1).and_then(|before| bytes.get(before))));
        closes += usize::from(edge(bytes.get(at + 1)));
    }
    opens > 0 && closes > 0 && opens.abs_diff(closes) * 4 <= opens + closes
}

fn rate(sample: &str, dialect: Dialect) -> Score {
    let (limits, cancel, path) = (Limits::default(), Cancel::new(), MemberPath::default());
    let mut silent = Silent;
    let mut out = Session::new(&mut silent, &path, &limits, &cancel);
    let mut splitter = Splitter::over(sample.to_owned(), dialect, 4096, SAMPLE);
    let mut row = RowBuf::default();
    let (mut counts, mut faults) = (Vec::new(), 0.0);
    let (mut fits, mut cells) = (0.0, 0.0);
    while let Ok(Some(info)) = splitter.next(&mut row, &mut out) {
        if info.blank || counts.len() >= 300 {
            continue;
        }
        faults += f64::from(info.stray);
        counts.push(row.len());
        for cell in row.iter().flatten().take(64) {
            cells += 1.0;
            fits += match look(cell) {
                Look::Number | Look::Date | Look::Coded | Look::Empty => 1.0,
                Look::Text if cell.contains(',') => 0.6,
                Look::Text => 0.9,
                Look::Odd => 0.2,
            };
        }
    }
    if splitter.dialect.quote.is_none() && dialect.quote.is_some() {
        faults += 10.0;
    }
    let rows = counts.len();
    let Some((mode, same)) = mode(&counts) else { return Score::default() };
    let agree = same as f64 / rows as f64;
    let width = (mode as f64 - 1.0) / mode as f64;
    let rare = if matches!(dialect.delimiter, Some(b':' | b'^')) { 0.4 } else { 1.0 };
    let fault = 1.0 / (1.0 + faults / rows as f64);
    // A separator that is always doubled would give an empty cell between.
    let value = width * agree * agree * (fits / f64::max(cells, 1.0)) * rare * fault;
    Score { value, agree, cells: mode, rows }
}

/// The most common number of cells above one, and how often it stands.
fn mode(counts: &[usize]) -> Option<(usize, usize)> {
    let mut sorted: Vec<usize> = counts.iter().copied().filter(|count| *count > 1).collect();
    sorted.sort_unstable();
    sorted
        .chunk_by(|a, b| a == b)
        .map(|run| (run[0], run.len()))
        .max_by_key(|(count, len)| (*len, *count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, delimiter: Option<char>, quote: char) {
        let dialect = guess(text, true, &ReadHints::default()).0;
        let expect = delimiter.map(|c| c as u8);
        assert_eq!(dialect.delimiter, expect, "separator of {text:?}");
        assert_eq!(dialect.quote, Some(quote as u8), "quote of {text:?}");
    }

    #[test]
    fn separators() {
        check("a,b\n1,2\n", Some(','), '"');
        check("id;preis\n1;1.234,56\n2;0,99\n", Some(';'), '"');
        check("a\tb, c\n1\t2, 3\n", Some('\t'), '"');
        check("'id'|'v'\n'1'|'a|b'\n", Some('|'), '\'');
        check("id;name,first\n1;a,b\n2;c,d\n", Some(';'), '"');
        check("\"An audience, with a comma\"\n\"In-market: x\"\n", None, '"');
        check("Interest: Hiking\nInterest: Dogs\n", Some(':'), '"');
        check("from:to\n10:20\n11:30\n", Some(':'), '"');
        let log = "192.0.2.1 - - [10/Oct/2023:23:50:36 +0200] \"GET / HTTP/1.1\" 200 5\n";
        check(&log.repeat(3), None, '"');
        check(&"2023-10-10T21:50:36.120Z INFO login ok\n".repeat(3), None, '"');
    }

    #[test]
    fn escapes_and_doubles() {
        assert!(
            guess("id,v\n1,\"a\\\"b\"\n2,\"c\\\\\"\n", true, &ReadHints::default()).0.backslash
        );
        assert!(!guess("id,v\n1,\"a\"\"b\"\n", true, &ReadHints::default()).0.backslash);
        assert!(guess("id||v\n1||2\n", true, &ReadHints::default()).0.twice);
        assert!(!guess("id,v,w\n1,,2\n", true, &ReadHints::default()).0.twice);
        assert!(guess("a, \"b\"\n1, \"2\"\n", true, &ReadHints::default()).0.padded);
    }

    #[test]
    fn prose_is_no_table() {
        assert!(!looks_like(
            "Dear Ms Beispiel,\n\nthank you for your letter, which we got.\nYours\n"
        ));
        assert!(looks_like("Datum\tStatus\n1.1.2024\tja\n"));
        assert!(looks_like("a;b;c\n1;2;3\n"));
    }
}
