//! Messy CSV, measured as the Pollock benchmark does: each file is one clean
//! table with one thing done to it, and each gives up to ten points: read at
//! all, then precision, recall and F1 of header, records and cells.

use std::collections::HashMap;

use dossier_model::MemberKind;

use super::collect::{Collected, read};

const HEADER: [&str; 8] =
    ["order_id", "Date", "Item", "Price", "Customer", "E-Mail", "City", "Note"];

/// Rows as a shop would send them: dates, prices, commas, quotes, line ends.
fn rows() -> Vec<Vec<String>> {
    let items = ["Teapot, blue", "Lamp", "Shelf \"Oak\"", "Cup", "Rug"];
    let people = ["Mira Beispiel", "Jonas Muster", "Lea Sommer"];
    let cities = ["Bonn", "Kiel", "Graz", "Ulm"];
    (0..60usize)
        .map(|n| {
            vec![
                format!("A-{:05}", 1000 + n * 7),
                format!("2024-{:02}-{:02}", n % 12 + 1, n % 28 + 1),
                items[n % items.len()].to_owned(),
                format!("{}.{:02}", n * 3 + 1, n * 17 % 100),
                people[n % people.len()].to_owned(),
                format!("person{n}@example.org"),
                cities[n % cities.len()].to_owned(),
                if n % 9 == 4 { "left at\nthe door".to_owned() } else { String::new() },
            ]
        })
        .collect()
}

#[derive(Clone)]
struct Style {
    delimiter: &'static str,
    quote: char,
    always: bool,
    backslash: bool,
    end: &'static str,
}

const PLAIN: Style =
    Style { delimiter: ",", quote: '"', always: false, backslash: false, end: "\n" };

impl Style {
    fn cell(&self, cell: &str) -> String {
        let quote = self.quote;
        let must = cell.contains(self.delimiter) || cell.contains([quote, '\n', '\r']);
        if !self.always && !must {
            return cell.to_owned();
        }
        let escaped = if self.backslash { format!("\\{quote}") } else { format!("{quote}{quote}") };
        format!("{quote}{}{quote}", cell.replace(quote, &escaped))
    }

    fn line<S: AsRef<str>>(&self, cells: &[S]) -> String {
        let cells: Vec<String> = cells.iter().map(|cell| self.cell(cell.as_ref())).collect();
        cells.join(self.delimiter) + self.end
    }

    fn file(&self, rows: &[Vec<String>]) -> String {
        let body: String = rows.iter().map(|row| self.line(row)).collect();
        self.line(&HEADER) + &body
    }
}

/// One polluted file with what should be read from it.
struct Case {
    name: String,
    /// How often the like was seen: delimiters and encodings more than accidents.
    weight: f64,
    bytes: Vec<u8>,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

fn names() -> Vec<String> {
    HEADER.map(str::to_owned).to_vec()
}

fn case(name: impl Into<String>, weight: f64, text: impl Into<String>) -> Case {
    Case {
        name: name.into(),
        weight,
        bytes: text.into().into_bytes(),
        header: names(),
        rows: rows(),
    }
}

fn cases() -> Vec<Case> {
    let rows = rows();
    let mut out = vec![case("clean", 8.0, PLAIN.file(&rows))];
    for delimiter in [";", "\t", "|", "^", "||", ", "] {
        let style = Style { delimiter, ..PLAIN };
        let weight = if [";", "\t"].contains(&delimiter) { 6.0 } else { 1.0 };
        out.push(case(format!("separator {delimiter:?}"), weight, style.file(&rows)));
    }
    for quote in ['\'', '"'] {
        for backslash in [false, true] {
            let style = Style { quote, backslash, always: true, ..PLAIN };
            out.push(case(format!("quote {quote} {backslash}"), 2.0, style.file(&rows)));
        }
    }
    for end in ["\r\n", "\r"] {
        let weight = if end == "\r" { 1.0 } else { 8.0 };
        out.push(case(format!("line end {end:?}"), weight, Style { end, ..PLAIN }.file(&rows)));
    }
    let clean = PLAIN.file(&rows);
    let preamble = "Your orders\nExported for Mira Beispiel\n\n";
    out.push(case("preamble", 3.0, format!("{preamble}{clean}")));
    out.push(case(
        "preamble of cells",
        2.0,
        format!("Report,Orders\nCreated,2024-05-17\n\n{clean}"),
    ));
    out.push(case("footer", 3.0, format!("{clean}\nEnd of export\n")));
    out.push(case("footer without a gap", 1.0, format!("{clean}60 rows in all\n")));
    out.push(case("blank lines", 1.0, clean.replacen("A-01", "\n\nA-01", 1)));
    out.push(case("no end of the last line", 2.0, clean.trim_end()));
    out.push(case("separator at each end", 2.0, clean.replace(",\n", ",,\n")));
    let repeated = clean.replacen("A-01140", &(PLAIN.line(&HEADER) + "A-01140"), 1);
    out.push(case("header again", 2.0, repeated));
    let padded: Vec<Vec<String>> = rows.clone();
    out.push(case("blanks behind separators", 1.0, {
        let style = Style { delimiter: ", ", always: true, ..PLAIN };
        style.file(&padded)
    }));
    out.push(case("byte-order mark", 4.0, format!("\u{feff}{clean}")));
    out.push(case(
        "sep line",
        1.0,
        format!("sep=;\n{}", Style { delimiter: ";", ..PLAIN }.file(&rows)),
    ));
    let wide = |little: bool| -> Vec<u8> {
        let units = clean.encode_utf16();
        let pair = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        let mark = if little { [0xff, 0xfe] } else { [0xfe, 0xff] };
        mark.into_iter().chain(units.flat_map(pair)).collect()
    };
    for little in [true, false] {
        out.push(Case { bytes: wide(little), ..case(format!("utf-16 {little}"), 2.0, "") });
    }
    let umlauts = |mut rows: Vec<Vec<String>>| {
        rows.iter_mut().for_each(|row| row[6] = row[6].replace("Bonn", "Köln"));
        rows
    };
    let latin =
        encoding_rs::WINDOWS_1252.encode(&PLAIN.file(&umlauts(rows.clone()))).0.into_owned();
    out.push(Case { bytes: latin, rows: umlauts(rows.clone()), ..case("windows-1252", 4.0, "") });
    // One row loses or gains a cell at one place.
    for at in [0, 20, 59] {
        let mut short = rows.clone();
        short[at].pop();
        let text = PLAIN.file(&short);
        short[at].push(String::new());
        out.push(Case { rows: short, ..case(format!("short row {at}"), 1.0, text) });
        let mut long = rows.clone();
        long[at].push("more".to_owned());
        out.push(Case {
            rows: long.clone(),
            ..case(format!("long row {at}"), 1.0, PLAIN.file(&long))
        });
    }
    let stray = clean.replacen("Lamp", "La\"mp\"", 1);
    let mut with_stray = rows.clone();
    with_stray[1][2] = "La\"mp\"".to_owned();
    out.push(Case { rows: with_stray, ..case("stray quotes", 1.0, stray) });
    // Names on two rows, and none.
    let two = format!("Order,,,,Buyer,,,\n{clean}");
    let joined: Vec<String> = (0..8)
        .map(|at| format!("{} {}", if at < 4 { "Order" } else { "Buyer" }, HEADER[at]))
        .collect();
    out.push(Case { header: joined, ..case("two rows of names", 1.0, two) });
    let body: String = rows.iter().map(|row| PLAIN.line(row)).collect();
    let positions = (1..=8).map(|n| format!("column {n}")).collect();
    out.push(Case { header: positions, ..case("no header", 2.0, body) });
    let narrow: Vec<Vec<String>> = rows.iter().map(|row| vec![row[0].clone()]).collect();
    let one: String = narrow.iter().map(|row| PLAIN.line(row)).collect();
    out.push(Case {
        header: vec!["order_id".to_owned()],
        rows: narrow,
        ..case("one column", 1.0, format!("order_id\n{one}"))
    });
    out.push(Case { rows: Vec::new(), ..case("header only", 1.0, PLAIN.line(&HEADER)) });
    let first = vec![rows[0].clone()];
    out.push(Case { rows: first.clone(), ..case("one record", 1.0, PLAIN.file(&first)) });
    out.push(fixed_width(&rows));
    out
}

/// Columns that are told apart by where they stand.
fn fixed_width(rows: &[Vec<String>]) -> Case {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row[..7].to_vec()).collect();
    let header = names()[..7].to_vec();
    let widths: Vec<usize> = (0..7)
        .map(|at| rows.iter().chain([&header]).map(|row| row[at].len()).max().unwrap() + 2)
        .collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<String>().trim_end().to_owned() + "\n"
    };
    let text: String = [&header].into_iter().chain(&rows).map(line).collect();
    Case { header, rows, ..case("fixed width", 1.0, text) }
}

/// Precision, recall and F1 of two lists without order, added up.
fn measures<T: std::hash::Hash + Eq>(expect: Vec<T>, got: Vec<T>) -> f64 {
    if expect.is_empty() && got.is_empty() {
        return 3.0;
    }
    let mut counts: HashMap<T, i64> = HashMap::new();
    let (wanted, found) = (expect.len() as f64, got.len() as f64);
    expect.into_iter().for_each(|one| *counts.entry(one).or_default() += 1);
    let mut hits = 0.0;
    for one in got {
        if let Some(left) = counts.get_mut(&one).filter(|left| **left > 0) {
            *left -= 1;
            hits += 1.0;
        }
    }
    let precision = if found > 0.0 { hits / found } else { 0.0 };
    let recall = if wanted > 0.0 { hits / wanted } else { 0.0 };
    let f1 = if hits > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
    precision + recall + f1
}

fn points(case: &Case, out: &Collected) -> f64 {
    let Some(table) = out.tables.iter().max_by_key(|table| table.rows.len()) else { return 0.0 };
    let full = |row: &[Option<String>]| -> Vec<String> {
        let mut row: Vec<String> =
            row.iter().map(|cell| cell.clone().unwrap_or_default()).collect();
        row.resize(row.len().max(case.header.len()), String::new());
        // A column that no record fills is no difference.
        while row.len() > case.header.len() && row.last().is_some_and(String::is_empty) {
            row.pop();
        }
        row
    };
    let got: Vec<Vec<String>> =
        out.tables.iter().flat_map(|table| &table.rows).map(|row| full(row)).collect();
    let mut fields = table.fields.clone();
    fields.truncate(case.header.len());
    let cells = |rows: &[Vec<String>]| -> Vec<String> { rows.iter().flatten().cloned().collect() };
    1.0 + measures(case.header.clone(), fields)
        + measures(case.rows.clone(), got.clone())
        + measures(cells(&case.rows), cells(&got))
}

#[test]
fn messy_tables_score_above_what_was_published() {
    let cases = cases();
    let mut table = Vec::new();
    for case in &cases {
        let out = read(MemberKind::Csv, &case.bytes);
        table.push((points(case, &out), case.weight, &*case.name));
    }
    let simple = table.iter().map(|case| case.0).sum::<f64>() / table.len() as f64;
    let weights = table.iter().map(|case| case.1).sum::<f64>();
    let weighted = table.iter().map(|case| case.0 * case.1).sum::<f64>() / weights;
    for (points, _, name) in table.iter().filter(|case| case.0 < 9.9999) {
        eprintln!("{points:6.3}  {name}");
    }
    eprintln!("{} polluted tables: simple {simple:.3}, weighted {weighted:.3} of 10", table.len());
    assert!(simple >= 9.97 && weighted >= 9.65, "simple {simple:.3}, weighted {weighted:.3}");
}
