//! The files that leave: mail, PDF, page images, and the wording of every letter.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use dossier_letters::{Letter, LetterRequest, docx, draft, eml, fields, pdf, plain_text, preview};
use dossier_model::Sensitive;

fn letter(request: &LetterRequest) -> Letter {
    let laws = common::laws();
    draft(&laws, &common::letters(&laws), request, common::day("2026-11-21")).unwrap()
}

fn headers(mail: &str) -> Vec<(String, String)> {
    let head = mail.split("\r\n\r\n").next().unwrap().replace("\r\n\t", " ").replace("\r\n ", " ");
    head.split("\r\n")
        .map(|line| line.split_once(':').expect("a header has a colon"))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect()
}

#[test]
fn a_mail_has_the_expected_headers_and_no_other() {
    let request = common::request("eu_gdpr", "rectification", "de");
    let letter = letter(&request);
    let mail = eml(&letter).unwrap();
    assert_eq!(mail, eml(&letter).unwrap(), "the same letter is the same file");
    let mail = String::from_utf8(mail).expect("a mail is plain ASCII or UTF-8");
    let mut names: Vec<_> = headers(&mail).into_iter().map(|(name, _)| name).collect();
    names.sort();
    assert_eq!(
        names,
        ["Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To", "X-Unsent"]
    );
    let value =
        |wanted: &str| headers(&mail).into_iter().find(|(name, _)| name == wanted).unwrap().1;
    assert!(value("To").contains("<datenschutz@versand.example>"));
    let plain = mail.lines().find(|line| line.starts_with("Content-Type: text/plain")).unwrap();
    assert_eq!(plain.matches("charset").count(), 1, "{plain}");
    assert!(value("From").contains("<mira@example.org>"));
    assert!(value("Message-ID").ends_with("@letter.invalid>"), "no host name");
    assert!(value("Date").starts_with("Sat, 21 Nov 2026"));
    assert!(mail.contains("application/pdf") && mail.contains("JVBERi0"), "the PDF is attached");
    assert!(mail.lines().all(|line| line.len() < 999));
}

#[test]
fn a_mail_names_who_gets_it() {
    let mut request = common::request("eu_gdpr", "rectification", "en");
    for (name, shown) in [
        ("Shop, \"Inc.\" (Data Protection)", r#""Shop, \"Inc.\" (Data Protection)""#),
        ("Möbel Söhne GmbH", "=?utf-8?"),
    ] {
        request.controller.name = name.into();
        let mail = String::from_utf8(eml(&letter(&request)).unwrap()).unwrap();
        let to = headers(&mail).into_iter().find(|(header, _)| header == "To").unwrap().1;
        let (named, address) = to.rsplit_once(' ').unwrap();
        assert!(named.starts_with(shown), "{to}");
        assert!(to.is_ascii() && address == "<datenschutz@versand.example>", "{to}");
    }
}

#[test]
fn no_value_can_add_a_header() {
    let mut request = common::request("eu_gdpr", "rectification", "de");
    request.controller.name = "Shop\r\nBcc: other@example.org".into();
    request.controller.email = "a@example.org\r\nBcc: other@example.org".into();
    request.sender.name = Sensitive::new("Mira\nBcc: other@example.org".into());
    let mail = String::from_utf8(eml(&letter(&request)).unwrap()).unwrap();
    assert!(headers(&mail).iter().all(|(name, _)| !name.eq_ignore_ascii_case("bcc")));
}

#[test]
fn a_pdf_tells_nothing_beside_its_pages() {
    let request = common::request("eu_gdpr", "rectification", "de");
    let letter = letter(&request);
    let sheet = pdf(&letter).unwrap();
    assert_eq!(sheet, pdf(&letter).unwrap(), "the same letter is the same file");
    let raw = String::from_utf8_lossy(&sheet);
    assert!(raw.contains("/MarkInfo"), "it is tagged");
    assert!(raw.contains("pdfuaid"), "it says that it is PDF/UA");
    assert!(!raw.contains("/Author") && !raw.contains("dc:creator"));
    assert!(
        !raw.contains("/JavaScript") && !raw.contains("/URI") && !raw.contains("/EmbeddedFile")
    );
    assert!(!raw.contains("ztürk") && !raw.contains("mira@example.org"));
}

#[test]
fn a_word_processor_gets_the_same_words() {
    let request = common::request("eu_gdpr", "erasure_part", "de");
    let letter = letter(&request);
    let file = docx(&letter).unwrap();
    assert_eq!(file, docx(&letter).unwrap(), "the same letter is the same file");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("word/document.xml").unwrap(), &mut text)
        .unwrap();
    for part in
        ["Muster Versand GmbH", "Mira Öztürk", "Kundensegment", "segment_name", "Anlage\u{a0}1"]
    {
        assert!(text.contains(part), "{part}");
    }
    assert!(!text.contains("Schwangerschaft"), "special categories stay unnamed");
    let mut core = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("docProps/core.xml").unwrap(), &mut core)
        .unwrap();
    assert!(core.contains("2026-11-21") && !core.contains("Mira"), "{core}");
}

#[test]
fn a_web_form_gets_the_letter_field_by_field() {
    let letter = letter(&common::request("eu_gdpr", "access", "en"));
    let fields = fields(&letter);
    let of = |key: &str| &fields.iter().find(|(label, _)| label == key).unwrap().1;
    assert_eq!(of("name"), "Mira Öztürk");
    assert_eq!(of("email"), "mira@example.org");
    assert!(of("message").contains("Please confirm") && !of("message").contains("Dear"));
    assert_eq!(of("all").trim(), plain_text(&letter).trim());
}

#[test]
fn page_images_refer_to_nothing_outside() {
    let request = common::request("eu_gdpr", "rectification", "de");
    let pages = preview(&letter(&request)).unwrap();
    assert_eq!(pages.len(), 1);
    for page in pages {
        let bare = page.replace("http://www.w3.org/", "");
        for sign in
            ["http:", "https:", "url(http", "<script", "<image", "<foreignObject", "@import"]
        {
            assert!(!bare.contains(sign), "{sign}");
        }
    }
}

#[test]
fn text_of_any_script_can_be_set() {
    let mut request = common::request("eu_gdpr", "rectification", "de");
    let wild = "Ωμέγα Жук 日本語 العربية 👩‍👩‍👧 a\u{301} #let x = 1 $y$ \\u{41} @ref <b> ";
    request.corrections[0].right = Sensitive::new(wild.repeat(40));
    request.corrections[0].place.path = "x".repeat(3000).as_str().into();
    let letter = letter(&request);
    assert!(letter.warnings.iter().any(|warning| warning.code == "characters_without_glyph"));
    assert!(pdf(&letter).unwrap().starts_with(b"%PDF-"));
    assert!(plain_text(&letter).contains("日本語"), "the text keeps what the PDF cannot draw");
}

/// The wording of every letter stands in `tests/letters`, for reading and reviewing.
/// Run with `UPDATE_LETTERS=1` after a deliberate change.
#[test]
fn the_wording_of_every_letter_is_the_reviewed_one() {
    let laws = common::laws();
    let letters = common::letters(&laws);
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters");
    let update = std::env::var_os("UPDATE_LETTERS").is_some();
    let mut names = Vec::new();
    for spec in letters.iter() {
        let request = common::request(&spec.law, &spec.letter, &spec.language);
        let letter = draft(&laws, &letters, &request, common::day("2026-11-21"))
            .unwrap_or_else(|error| panic!("{} {}: {error}", spec.law, spec.letter));
        let said = plain_text(&letter);
        let name = format!("{}.{}.{}.txt", spec.law, spec.letter, spec.language);
        let path = folder.join(&name);
        if update {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &said).unwrap();
        }
        let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(reviewed == said, "{name} differs from the letter as it is drafted now");
        names.push(name);
    }
    for file in std::fs::read_dir(&folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(names.contains(&name), "{name} belongs to no letter: remove it");
    }
}
