use dossier_formats::{Limits, ReadHints, sniff};
use dossier_model::MemberKind;

use super::collect::{read, read_with};

#[test]
fn paragraphs_have_the_line_they_start_on() {
    let out = read(MemberKind::Text, "Dear Mira,\r\n\r\nwe hold\r\nthis.\r\n\r\n\r\nYours");
    let expect = [("line 1", "Dear Mira,"), ("line 3", "we hold\nthis."), ("line 7", "Yours")];
    let got: Vec<(&str, &str)> = out.texts.iter().map(|(at, text)| (&**at, &**text)).collect();
    assert_eq!(got, expect);
}

#[test]
fn a_line_without_end_is_split_and_nothing_is_lost() {
    let text = "ä".repeat(100_000);
    let limits = Limits { paragraph_bytes: 1000, ..Limits::default() };
    let out = read_with(MemberKind::Text, text.as_bytes(), &ReadHints::default(), &limits);
    assert!(out.texts.iter().all(|(_, part)| part.len() <= 2000));
    assert_eq!(out.texts.iter().map(|(_, part)| &**part).collect::<String>(), text);
}

#[test]
fn encodings_are_found_by_the_bytes() {
    let text = "Käufe für Jürgen, Größe süß. Überweisung an Müller";
    let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let check = |bytes: &[u8], what: &str| {
        assert_eq!(read(MemberKind::Text, bytes).everything(), text, "{what}");
    };
    check(text.as_bytes(), "UTF-8");
    check(&latin, "Windows-1252");
    check(&wide(u16::to_le_bytes), "UTF-16 LE without mark");
    check(&wide(u16::to_be_bytes), "UTF-16 BE without mark");
    check(&[b"\xff\xfe", &*wide(u16::to_le_bytes)].concat(), "UTF-16 LE");
    check(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), "UTF-8 with mark");
    check(&text.chars().flat_map(|c| (c as u32).to_le_bytes()).collect::<Vec<_>>(), "UTF-32");
}

#[test]
fn the_first_foreign_byte_may_come_late() {
    let mut bytes = "plain ascii words\n".repeat(20_000).into_bytes();
    bytes.extend_from_slice(b"K\xe4ufe f\xfcr M\xfcller");
    assert!(read(MemberKind::Text, bytes).everything().ends_with("Käufe für Müller"));
}

#[test]
fn kinds_are_found_by_the_bytes() {
    let check = |bytes: &[u8], name: &str, expect: MemberKind| {
        assert_eq!(sniff(bytes, name), expect, "{name} {:?}", String::from_utf8_lossy(bytes));
    };
    check(b"", "a.csv", MemberKind::Empty);
    check(b"%PDF-1.4", "orders.csv", MemberKind::Pdf);
    check(b"<html><p>Login</p>", "answer.zip", MemberKind::Html);
    check(b"<?xml version='1.0'?><a/>", "x", MemberKind::Xml);
    check(b"<orders><order/></orders>", "x.xml", MemberKind::Xml);
    check(b"\x89PNG\r\n\x1a\n", "x.csv", MemberKind::Image);
    check(b"PK\x03\x04 and more", "x.dat", MemberKind::Container);
    check(
        b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nhi",
        "x.txt",
        MemberKind::Mail,
    );
    check(b"Date,Amount\n2024-01-01,5\n2024-01-02,6\n", "x.txt", MemberKind::Csv);
    check(b"Dear Mira,\n\nyour data.\n", "x.txt", MemberKind::Text);
    check(b"a,b\n", "x.csv", MemberKind::Csv);
    check(
        &[0u8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15, 16, 17].repeat(20),
        "x.csv",
        MemberKind::Binary,
    );
    check(b"\x89\x84k\xa5%\xf1k\xf2%", "x.csv", MemberKind::Binary);
}
