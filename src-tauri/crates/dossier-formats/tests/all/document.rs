use dossier_model::MemberKind;

use super::collect::{read, walked};
use super::zips::zip;

const WORD: &str = r#"<?xml version="1.0"?><w:document xmlns:w="w" xmlns:mc="m"><w:body>
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Ihre Auskunft</w:t></w:r></w:p>
<w:p><w:r><w:t>Sehr geehrte Frau Bei</w:t></w:r><w:r><w:t xml:space="preserve">spiel &amp; Co,</w:t></w:r>
<w:r><w:instrText>PAGE</w:instrText></w:r><w:del><w:r><w:delText>weg</w:delText></w:r></w:del></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Zweck</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Dauer</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p><w:r><w:t>Werbung</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2 Jahre</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><mc:AlternateContent><mc:Choice><w:r><w:t>einmal</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>einmal</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>
</w:body></w:document>"#;

#[test]
fn letters_of_a_word_processor() {
    let header = r#"<w:hdr xmlns:w="w"><w:p><w:r><w:t>Laden GmbH</w:t></w:r></w:p></w:hdr>"#;
    let bytes = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", WORD.as_bytes()),
        ("word/header1.xml", header.as_bytes()),
    ]);
    let out = walked("brief.docx", bytes);
    let letter = out.member("brief.docx");
    assert_eq!(letter.kind, MemberKind::Document);
    let texts: Vec<&str> = letter.read.texts.iter().map(|text| &*text.1).collect();
    assert_eq!(
        texts,
        ["Laden GmbH", "Ihre Auskunft", "Sehr geehrte Frau Beispiel & Co,", "einmal"]
    );
    assert_eq!(letter.read.tables[0].fields, ["Zweck", "Dauer"]);
    assert_eq!(letter.read.tables[0].lines(), ["Werbung|2 Jahre"]);
}

#[test]
fn open_documents() {
    let content = r#"<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b">
<text:h>Auskunft</text:h><text:p>Guten<text:s/>Tag<text:span>, Mira</text:span>
<text:note><text:p>Fußnote</text:p></text:note> und mehr.</text:p>
<table:table><table:table-row><table:table-cell><text:p>id</text:p></table:table-cell>
<table:table-cell><text:p>v</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell>
<table:table-cell><text:p>2</text:p></table:table-cell></table:table-row></table:table>
</office:document-content>"#;
    let styles = "<s><style:font>Arial</style:font><style:header><text:p>Laden GmbH</text:p></style:header></s>";
    let bytes = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("styles.xml", styles.as_bytes()),
    ]);
    let out = walked("brief.odt", bytes);
    let letter = &out.member("brief.odt").read;
    let texts: Vec<&str> = letter.texts.iter().map(|text| &*text.1).collect();
    assert_eq!(texts, ["Laden GmbH", "Auskunft", "Guten Tag, Mira", "Fußnote", "und mehr."]);
    assert_eq!(letter.tables[0].lines(), ["1|2"]);
}

#[test]
fn rich_text() {
    let text = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator Some program;}
\pard Gr\'fc\'dfe an \u8364? 5 und \b Mira\b0\par
\trowd\intbl Zweck\cell Dauer\cell\row\trowd Werbung\cell 2 Jahre\cell\row\pard
Ende\line der Zeile \{so\}\par}";
    let out = walked("brief.rtf", text.as_bytes().to_vec());
    let letter = out.member("brief.rtf");
    assert_eq!(letter.kind, MemberKind::Document);
    let all = letter.read.everything();
    assert!(all.contains("Grüße an € 5 und Mira"), "{all}");
    assert!(all.contains("Ende\nder Zeile {so}"), "{all}");
    assert!(all.contains("Werbung") && !all.contains("Arial") && !all.contains("program"), "{all}");
}

#[test]
fn broken_documents_do_no_harm() {
    let bytes =
        zip(&[("[Content_Types].xml", b""), ("word/document.xml", &WORD.as_bytes()[..400])]);
    assert!(walked("x.docx", bytes).member("x.docx").read.everything().contains("Beispiel"));
    let empty = zip(&[("[Content_Types].xml", b"")]);
    assert_eq!(read(MemberKind::Document, empty).codes(), ["document_broken"]);
    read(MemberKind::Document, b"{\\rtf1".repeat(3000));
    read(MemberKind::Document, [b"{\\rtf1 ".as_slice(), &[b'{'; 100_000]].concat());
    read(MemberKind::Document, b"{\\rtf1 \\bin99999999999 x \\u-99999999999999 \\'g");
}
