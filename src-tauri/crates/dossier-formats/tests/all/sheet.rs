use dossier_formats::{Limits, ReadHints};
use dossier_model::MemberKind;

use super::collect::{Collected, read, read_with, walked};
use super::zips::zip;

const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A workbook of one sheet with these rows of XML.
fn workbook(rows: &str) -> Vec<u8> {
    let types = "<?xml version='1.0'?><Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>";
    let rels = format!(
        "<?xml version='1.0'?><Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
        <Relationship Id='r1' Type='{REL}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"
    );
    let book = format!(
        "<?xml version='1.0'?><workbook xmlns='{MAIN}' xmlns:r='{REL}'><sheets>\
        <sheet name='Bestellungen' sheetId='1' r:id='r1'/></sheets></workbook>"
    );
    let styles = format!(
        "<?xml version='1.0'?><styleSheet xmlns='{MAIN}'><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>"
    );
    let sheet = format!(
        "<?xml version='1.0'?><worksheet xmlns='{MAIN}'><sheetData>{rows}</sheetData></worksheet>"
    );
    let top = format!(
        "<?xml version='1.0'?><Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>\
        <Relationship Id='r1' Type='{REL}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
    );
    zip(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", top.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// Rows of text; `#` marks a number, `@` a date.
fn rows(lines: &[(u32, &str)]) -> String {
    let cell = |row: u32, column: usize, text: &str| {
        let at = format!("{}{row}", char::from(b'A' + column as u8));
        match text.split_at_checked(1) {
            Some(("#", number)) => format!("<c r='{at}'><v>{number}</v></c>"),
            Some(("@", number)) => format!("<c r='{at}' s='1'><v>{number}</v></c>"),
            _ if text.is_empty() => String::new(),
            _ => format!("<c r='{at}' t='inlineStr'><is><t>{text}</t></is></c>"),
        }
    };
    let row = |(row, line): &(u32, &str)| {
        let cells: String =
            line.split('|').enumerate().map(|(column, text)| cell(*row, column, text)).collect();
        format!("<row r='{row}'>{cells}</row>")
    };
    lines.iter().map(row).collect()
}

fn sheet(lines: &[(u32, &str)]) -> Collected {
    read(MemberKind::Sheet, workbook(&rows(lines)))
}

#[test]
fn rows_have_their_place_and_dates_their_form() {
    let out = sheet(&[(1, "id|amount|date"), (2, "#1|#9.95|@45292"), (3, "#2||@45292.5")]);
    assert_eq!(out.codes(), Vec::<&str>::new());
    let table = out.table("Bestellungen");
    assert_eq!(table.fields, ["id", "amount", "date"]);
    assert_eq!(table.lines(), ["1|9.95|2024-01-01", "2|-|2024-01-01T12:00:00"]);
    assert_eq!(table.at, ["Bestellungen!2", "Bestellungen!3"]);
}

#[test]
fn several_tables_on_a_sheet() {
    let out = sheet(&[
        (1, "Export of 2024"),
        (3, "id|name|city"),
        (4, "#1|Mira|Bonn"),
        (5, "#2|Lea|Kiel"),
        (8, "Points"),
        (9, "year|points"),
        (10, "#2023|#5"),
    ]);
    assert_eq!(out.table("Bestellungen").lines(), ["1|Mira|Bonn", "2|Lea|Kiel"]);
    assert_eq!(out.tables[1].fields, ["year", "points"]);
    assert_eq!(out.tables[1].at, ["Bestellungen!10"]);
    assert_eq!(out.texts[0], ("Bestellungen!1".to_owned(), "Export of 2024".to_owned()));
}

#[test]
fn a_workbook_is_one_member() {
    let out = walked("x.zip", zip(&[("data.xlsx", &workbook(&rows(&[(1, "a|b"), (2, "#1|#2")])))]));
    assert_eq!(out.inventory.len(), 2);
    assert_eq!(out.member("data.xlsx").kind, MemberKind::Sheet);
    assert_eq!(out.member("data.xlsx").read.records(), 1);
}

#[test]
fn far_and_broken_cells() {
    let out = read(
        MemberKind::Sheet,
        workbook(
            "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>",
        ),
    );
    assert_eq!(out.everything().lines().filter(|line| !line.is_empty()).count(), 2);
    let out = read(
        MemberKind::Sheet,
        workbook("<row r='1'><c r='A1'><v>1</v></c><c r='ZZZZZZ9'><v>2</v></row"),
    );
    assert!(!out.codes().is_empty());
    assert_eq!(read(MemberKind::Sheet, b"PK\x03\x04 cut").codes(), ["zip_no_directory"]);
    assert_eq!(
        read(MemberKind::Sheet, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut").codes(),
        ["sheet_broken"]
    );
}

#[test]
fn cells_beyond_the_limit_end_in_the_last_one() {
    let lines = [(1, "id|name|city|mail|phone"), (2, "1|Mira|Bonn|m@example.org|0228")];
    let limits = Limits { cells: 3, ..Limits::default() };
    let book = workbook(&rows(&lines));
    let out = read_with(MemberKind::Sheet, &book, &ReadHints::default(), &limits);
    assert_eq!(out.codes(), ["limit_cells"]);
    assert_eq!(out.tables[0].lines(), ["1|Mira|Bonn\tm@example.org\t0228"]);
}
