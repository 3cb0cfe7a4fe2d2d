//! Pages: text in its order, tables, and what is no text.

use dossier_formats::{Limits, ReadHints};
use dossier_model::{MemberKind, Severity};

use super::collect::{Collected, read, read_with, walked};
use super::pages::{carrying, document, line, page};

fn pdf(pages: &[&str]) -> Collected {
    read(MemberKind::Pdf, document(pages))
}

fn texts(out: &Collected) -> Vec<&str> {
    out.texts.iter().map(|(_, text)| &**text).collect()
}

#[test]
fn paragraphs_carry_their_page() {
    let out = pdf(&[&line(72, 700, "Order 42"), &line(72, 700, "Order 43")]);
    assert_eq!(
        out.texts,
        [("page 1".into(), "Order 42".into()), ("page 2".into(), "Order 43".into())]
    );
    assert!(out.problems.is_empty());
}

/// Lines from `y` down, as a margin broke them.
fn column(x: u32, y: u32, lines: &[&str]) -> String {
    (0..).zip(lines).map(|(at, text)| line(x, y - 12 * at, text)).collect()
}

#[test]
fn columns_are_read_one_after_the_other() {
    let left = [
        "We keep your orders as long as the law asks",
        "us to, which is eight years, and delete them",
        "after that.",
    ];
    let right = [
        "Your address goes to the carrier that brings",
        "the parcel, and to nobody else in the world",
        "at all.",
    ];
    let both = column(60, 700, &left) + &column(330, 700, &right);
    // The order of painting is not the order of reading.
    let mixed: String = both.lines().rev().map(|line| format!("{line}\n")).collect();
    for page in [both, mixed] {
        assert_eq!(texts(&pdf(&[&page])), [left.join(" "), right.join(" ")]);
    }
}

#[test]
fn an_address_beside_particulars_is_two_blocks() {
    let page = column(60, 700, &["Mira Beispiel", "Musterweg 1", "12345 Ort"])
        + &column(400, 700, &["Tel. 555 0100", "Fax 555 0101", "shop@example.org"])
        + &line(60, 600, "Dear Mira,");
    assert_eq!(
        texts(&pdf(&[&page])),
        [
            "Mira Beispiel\nMusterweg 1\n12345 Ort",
            "Tel. 555 0100\nFax 555 0101\nshop@example.org",
            "Dear Mira,"
        ]
    );
}

/// A table in boxes of 20 points, its top left corner at 60, `y`.
fn boxes(y: u32, rows: &[[&str; 3]]) -> String {
    let mut out = String::from("0.5 w\n");
    for (at, row) in (0..).zip(rows) {
        let top = y - 20 * at;
        for (column, text) in (0..).zip(row) {
            let x = 60 + 150 * column;
            out += &format!("{x} {} 150 20 re S\n", top - 20);
            out += &line(x + 4, top - 14, text);
        }
    }
    out
}

#[test]
fn a_table_in_boxes_goes_on_over_pages() {
    let head = ["Data", "Purpose", "Period"];
    let out = pdf(&[
        &(line(60, 800, "What we keep:") + &boxes(760, &[head, ["Orders", "Contract", "8 years"]])),
        &(boxes(760, &[head, ["Logs", "", "7 days"]]) + &line(60, 500, "Yours, the shop")),
    ]);
    assert_eq!(out.tables.len(), 1);
    let table = out.table("What we keep");
    assert_eq!(table.fields, head);
    assert_eq!(table.lines(), ["Orders|Contract|8 years", "Logs|-|7 days"]);
    assert_eq!(table.at, ["page 1", "page 2"]);
    assert_eq!(texts(&out), ["What we keep:", "Yours, the shop"]);
}

#[test]
fn a_table_without_lines_is_seen_by_its_columns() {
    let rows = [
        ["Date", "Article", "Total"],
        ["03.04.2026", "Teapot", "12,50"],
        ["05.04.2026", "Cup", "3,00"],
        ["09.04.2026", "Spoon", "1,20"],
    ];
    let mut page = String::new();
    for (at, row) in (0..).zip(rows) {
        for (column, text) in (0..).zip(row) {
            page += &line(60 + 150 * column, 700 - 15 * at, text);
        }
    }
    let out = pdf(&[&page]);
    assert_eq!(out.tables[0].fields, rows[0]);
    assert_eq!(
        out.tables[0].lines(),
        ["03.04.2026|Teapot|12,50", "05.04.2026|Cup|3,00", "09.04.2026|Spoon|1,20"]
    );
}

#[test]
fn names_with_values_stay_on_their_lines() {
    let page = column(60, 700, &["Customer:", "Order:", "Date:"])
        + &column(200, 700, &["4711", "42", "03.04.2026"]);
    assert_eq!(texts(&pdf(&[&page])), ["Customer: 4711\nOrder: 42\nDate: 03.04.2026"]);
}

#[test]
fn pictures_alone_are_named() {
    let picture = "q 500 0 0 700 40 40 cm /I Do Q";
    let out = pdf(&[picture, picture]);
    assert_eq!(out.codes(), ["pdf_pictures_only"]);
    assert!(out.texts.is_empty() && out.tables.is_empty());
    let out = pdf(&[picture, &line(72, 700, "Order 42")]);
    assert_eq!(out.codes(), ["pdf_page_picture"]);
    assert_eq!(texts(&out), ["Order 42"]);
    assert_eq!(pdf(&[""]).codes(), ["pdf_no_text"]);
}

#[test]
fn text_that_nobody_can_read_is_no_text() {
    let unknown = "BT /U 12 Tf 72 700 Td <0012001300140015> Tj ET";
    let out = pdf(&[unknown]);
    assert_eq!(out.codes(), ["pdf_text_unknown"]);
    assert_eq!(out.problems[0].severity, Severity::Failure);
    assert!(out.texts.is_empty());
    // A line of it among others.
    let out = pdf(&[
        &(line(72, 760, "Dear Mira, these are all the data that we hold about you.") + unknown)
    ]);
    assert_eq!(out.codes(), ["pdf_lines_unknown"]);
    assert_eq!(out.texts.len(), 1);
    // A font that gives out other letters than it shows.
    let turned: String = "We hold your name your address and your orders because we need them to deliver what \
        you bought and we keep invoices for eight years as the law wants it from all of us in this trade"
        .chars()
        .map(|c| if c.is_ascii_lowercase() { char::from((c as u8 - b'a' + 5) % 26 + b'a') } else { c })
        .collect();
    let out = pdf(&[&line(20, 700, &turned)]);
    assert_eq!(out.codes(), ["pdf_text_scrambled"]);
    assert!(out.texts.is_empty());
}

#[test]
fn a_page_beyond_all_bounds_is_refused() {
    let limits = Limits::default();
    let long = "0 0 m ".repeat(3 << 20);
    let out = read_with(MemberKind::Pdf, &document(&[&long]), &ReadHints::default(), &limits);
    assert_eq!(out.codes(), ["pdf_page_too_large"]);
    let out = read(MemberKind::Pdf, b"%PDF-1.7\nnothing");
    assert_eq!(out.codes(), ["pdf_broken"]);
}

#[test]
fn letters_with_marks_and_ligatures_are_letters() {
    let out = read(MemberKind::Pdf, page("K\\344ufe f\\374r 12,50 \\200"));
    assert_eq!(texts(&out), ["Käufe für 12,50 €"]);
}

#[test]
fn files_that_a_document_carries_are_members() {
    let orders = "id,item\n1,Teapot\n2,Lamp\n";
    let bytes = carrying(&[("invoice.xml", "<a><b>1</b></a>"), ("dir/orders.csv", orders)]);
    let size = bytes.len() as u64;
    let out = walked("letter.pdf", bytes);
    let paths: Vec<&str> = out.members.iter().map(|member| &*member.path).collect();
    assert_eq!(paths, ["letter.pdf", "letter.pdf!/invoice.xml", "letter.pdf!/orders.csv"]);
    let csv = out.member("orders.csv");
    assert_eq!((csv.kind, &*csv.bytes), (MemberKind::Csv, orders.as_bytes()));
    assert_eq!(csv.read.records(), 2);
    assert!(out.member("letter.pdf").read.everything().contains("See what is attached"));
    assert_eq!(out.sums.bytes, size + 15 + orders.len() as u64);
    assert!(out.codes().is_empty(), "{:?}", out.codes());
}
