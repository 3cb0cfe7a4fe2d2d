//! What a member is, by its bytes. The name only breaks ties.

use dossier_model::{MemberKind, MemberPath};

use crate::packed::Packing;
use crate::tar_header::checksum_fits;

/// The archives that a walk can or cannot open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Container {
    Zip,
    SevenZip,
    /// One packed stream.
    Packed(Packing),
    Tar,
    /// Known and named, not readable: a problem code.
    Unsupported(&'static str),
}

/// Which container the first bytes begin. Office documents are ZIPs too, but
/// they are read as a whole.
pub(crate) fn container_of(prefix: &[u8], path: &MemberPath) -> Option<Container> {
    if prefix.starts_with(b"PK\x03\x04") && !is_office(prefix, path) {
        return Some(Container::Zip);
    }
    if prefix.starts_with(b"PK\x05\x06") || prefix.starts_with(b"PK\x07\x08") {
        return Some(Container::Zip);
    }
    if prefix.starts_with(&[0x1f, 0x8b, 8]) {
        return Some(Container::Packed(Packing::Gzip));
    }
    if prefix.starts_with(b"7z\xbc\xaf\x27\x1c") {
        return Some(Container::SevenZip);
    }
    if prefix.starts_with(b"Rar!\x1a\x07") {
        return Some(Container::Unsupported("archive_rar"));
    }
    if prefix.starts_with(b"BZh") && prefix.get(4..10) == Some(b"1AY&SY") {
        return Some(Container::Packed(Packing::Bzip2));
    }
    if prefix.starts_with(b"\xfd7zXZ\0") {
        return Some(Container::Packed(Packing::Xz));
    }
    if prefix.starts_with(b"\x28\xb5\x2f\xfd") {
        return Some(Container::Packed(Packing::Zstd));
    }
    if checksum_fits(prefix) && prefix.iter().any(|byte| *byte != 0) {
        return Some(Container::Tar);
    }
    // A ZIP with something in front (a self-extractor, a bad download) is known
    // by its name and found by its end.
    (path.extension() == "zip" && !prefix.is_empty() && looks_prepended(prefix))
        .then_some(Container::Zip)
}

fn looks_prepended(prefix: &[u8]) -> bool {
    let text = prefix.iter().filter(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace());
    let known = matches!(
        sniff(prefix, ""),
        MemberKind::Pdf | MemberKind::Html | MemberKind::Image | MemberKind::Xml | MemberKind::Json
    );
    !known
        && (text.count() * 10 < prefix.len() * 9
            || memchr::memmem::find(prefix, b"PK\x03\x04").is_some())
}

fn is_office(prefix: &[u8], path: &MemberPath) -> bool {
    let name_len = usize::from(prefix.get(26).copied().unwrap_or(0));
    let first = prefix.get(30..30 + name_len).unwrap_or_default();
    let parts: [&[u8]; 6] =
        [b"[Content_Types].xml", b"_rels/", b"xl/", b"word/", b"docProps/", b"mimetype"];
    parts.iter().any(|part| first.starts_with(part))
        || matches!(
            &*path.extension(),
            "xlsx"
                | "xlsm"
                | "xlsb"
                | "ods"
                | "odt"
                | "odp"
                | "docx"
                | "pptx"
                | "epub"
                | "jar"
                | "apk"
        )
}

/// Names that promise an archive.
pub(crate) fn is_container_name(path: &MemberPath) -> bool {
    let ext = path.extension();
    matches!(&*ext, "zip" | "7z" | "tar" | "gz" | "gzip" | "tgz" | "bz2" | "xz" | "zst")
}

/// Names that promise plain data; their bytes are still looked at when they
/// pass, but not once more before.
pub(crate) fn is_leaf_name(path: &MemberPath) -> bool {
    matches!(
        &*path.extension(),
        "csv"
            | "tsv"
            | "txt"
            | "json"
            | "jsonl"
            | "ndjson"
            | "html"
            | "htm"
            | "xml"
            | "pdf"
            | "jpg"
            | "jpeg"
            | "png"
            | "gif"
            | "webp"
            | "heic"
            | "mp4"
            | "mov"
            | "mp3"
            | "wav"
            | "ics"
            | "vcf"
            | "eml"
            | "mbox"
            | "js"
            | "css"
            | "svg"
            | "log"
            | "md"
    )
}

/// What a member is, by its first bytes (a few kilobytes are enough).
///
/// ```
/// use dossier_formats::sniff;
/// use dossier_model::MemberKind;
/// assert_eq!(sniff(b"%PDF-1.7", "letter.zip"), MemberKind::Pdf);
/// assert_eq!(sniff(b"a;b;c\n1;2;3\n", "export.dat"), MemberKind::Csv);
/// assert_eq!(sniff(b"{\"a\":1}\n{\"a\":2}\n", "x.json"), MemberKind::JsonLines);
/// ```
pub fn sniff(prefix: &[u8], name: &str) -> MemberKind {
    let path = MemberPath::new(name);
    let ext = path.extension();
    if prefix.is_empty()
        || prefix == b"\xef\xbb\xbf"
        || prefix == b"\xff\xfe"
        || prefix == b"\xfe\xff"
    {
        return MemberKind::Empty;
    }
    if let Some(kind) = by_magic(prefix, &path, &ext) {
        return kind;
    }
    let Some(text) = crate::text::preview(prefix) else { return MemberKind::Binary };
    by_text(text.trim_start_matches(['\u{feff}', '\0']), &ext)
}

fn by_magic(prefix: &[u8], path: &MemberPath, ext: &str) -> Option<MemberKind> {
    const IMAGES: [&[u8]; 9] = [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF87a",
        b"GIF89a",
        b"II*\0",
        b"MM\0*",
        b"8BPS",
        b"\0\0\x01\0",
        b"\xd7\xcd\xc6\x9a",
    ];
    const BINARIES: [&[u8]; 12] = [
        b"\x7fELF",
        b"MZ\x90",
        b"OggS",
        b"ID3",
        b"fLaC",
        b"SQLite format 3\0",
        b"\x1aE\xdf\xa3",
        b"\0asm",
        b"wOFF",
        b"wOF2",
        b"\xca\xfe\xba\xbe",
        b"bplist00",
    ];
    let starts = |magic: &&[u8]| prefix.starts_with(magic);
    let riff = prefix.starts_with(b"RIFF");
    let boxed = prefix.get(4..8) == Some(b"ftyp");
    if IMAGES.iter().any(&starts)
        || riff && prefix.get(8..12) == Some(b"WEBP")
        || boxed && matches!(prefix.get(8..12), Some(b"heic" | b"heix" | b"mif1" | b"avif"))
    {
        return Some(MemberKind::Image);
    }
    if riff || boxed || BINARIES.iter().any(starts) {
        return Some(MemberKind::Binary);
    }
    // A download may carry a few bytes in front of the header.
    if memchr::memmem::find(&prefix[..prefix.len().min(1024)], b"%PDF-").is_some()
        && (prefix.starts_with(b"%PDF-") || ext == "pdf")
    {
        return Some(MemberKind::Pdf);
    }
    if prefix.starts_with(b"PK\x03\x04") && is_office(prefix, path) {
        let named = matches!(ext, "docx" | "odt" | "pptx" | "odp");
        let sheet = matches!(ext, "xlsx" | "xlsm" | "xlsb" | "ods")
            || !named && memchr::memmem::find(prefix, b"xl/").is_some()
            || memchr::memmem::find(prefix, b"opendocument.spreadsheet").is_some();
        let document = matches!(ext, "docx" | "odt")
            || memchr::memmem::find(prefix, b"word/").is_some()
            || memchr::memmem::find(prefix, b"opendocument.text").is_some();
        return Some(match (sheet, document) {
            (true, _) => MemberKind::Sheet,
            (_, true) => MemberKind::Document,
            _ => MemberKind::Binary,
        });
    }
    if prefix.starts_with(b"{\\rtf") {
        return Some(MemberKind::Document);
    }
    if prefix.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(if ext == "doc" || ext == "msg" || ext == "ppt" {
            MemberKind::Binary
        } else {
            MemberKind::Sheet
        });
    }
    container_of(prefix, path).map(|_| MemberKind::Container)
}

fn by_text(text: &str, ext: &str) -> MemberKind {
    let start = text.trim_start();
    let lower: String = start.chars().take(2048).flat_map(char::to_lowercase).collect();
    if start.is_empty() {
        return MemberKind::Text;
    }
    if lower.starts_with("<?xml") {
        let page = lower.contains("<!doctype html") || lower.contains("<html");
        return if page { MemberKind::Html } else { MemberKind::Xml };
    }
    if lower.starts_with('<') {
        return markup(&lower, ext);
    }
    if let Some(kind) = crate::json::looks_like(text, ext) {
        return kind;
    }
    if looks_like_mail(start, ext) {
        return MemberKind::Mail;
    }
    if matches!(ext, "csv" | "tsv" | "tab") || crate::csv::looks_like(text) {
        return MemberKind::Csv;
    }
    if matches!(ext, "html" | "htm") && lower.contains('<') {
        return MemberKind::Html;
    }
    MemberKind::Text
}

fn markup(lower: &str, ext: &str) -> MemberKind {
    const TAGS: [&str; 24] = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<table",
        "<div",
        "<p>",
        "<p ",
        "<h1",
        "<h2",
        "<meta",
        "<script",
        "<style",
        "<title",
        "<ul",
        "<a ",
        "<img",
        "<span",
        "<br",
        "<b>",
        "<form",
        "<iframe",
        "<link",
        "<frameset",
    ];
    let html = TAGS.iter().any(|tag| lower.starts_with(tag) || lower.contains(tag));
    match ext {
        "html" | "htm" | "xhtml" => MemberKind::Html,
        "xml" if !lower.starts_with("<!doctype html") && !lower.starts_with("<html") => {
            MemberKind::Xml
        }
        _ if html => MemberKind::Html,
        _ if lower.starts_with("<!--")
            || lower[1..].starts_with(|c: char| c.is_alphabetic() || c == '!') =>
        {
            MemberKind::Xml
        }
        _ => MemberKind::Text,
    }
}

/// A mail begins with header lines, at least two of which mails always have.
fn looks_like_mail(text: &str, ext: &str) -> bool {
    const KNOWN: [&str; 14] = [
        "from",
        "to",
        "subject",
        "date",
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "content-type",
        "delivered-to",
        "dkim-signature",
        "x-mailer",
        "reply-to",
        "cc",
    ];
    if text.starts_with("From ") && ext != "csv" {
        let second = text.lines().nth(1).unwrap_or_default();
        return second.split_once(':').is_some_and(|(key, _)| is_header_name(key));
    }
    let mut known = 0;
    for line in text.lines() {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        match line.split_once(':') {
            Some((key, _)) if is_header_name(key) => {
                known += usize::from(KNOWN.contains(&&*key.to_ascii_lowercase()));
            }
            _ => break,
        }
    }
    known >= 3 || matches!(ext, "eml" | "mbox") && known >= 1
}

fn is_header_name(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
