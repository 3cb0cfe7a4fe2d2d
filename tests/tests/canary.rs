//! Marked values go through everything that can fail; none may come out in an
//! error, in debug output, on a terminal, or in a file that is not the vault.
#![cfg(target_os = "linux")]

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use dossier_api::{Api, Host, Source};
use dossier_formats::{CutLines, RowAt};
use dossier_ingest::{Preview, SeenColumn};
use dossier_model::{
    At, Benefit, Cancel, FieldSummary, FoundTable, Item, Kind, MemberPath, RowBuf, SourcePlace,
    TableHead, TableSummary, Voiced,
};
use dossier_tests::house;
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Stands in every fixture as a value, whole and in parts that survive decoding.
const MARK: &str = "Kanarienvogel-5f1e9c";
const PASSPHRASE: &str = "violet harbor ninety lantern";

/// Inputs that fail each in their own way, each with the mark in its values.
fn fixtures() -> Vec<(&'static str, Vec<u8>)> {
    let text = |text: &str| text.replace("MARK", MARK).into_bytes();
    let table =
        text("Name,E-mail,City\nMARK,MARK@example.org,Berlin\nMira,mira@example.org,MARK\n");
    let mut cut = zipped(&[("customer.csv", &table), ("orders.csv", &table)]);
    cut.truncate(cut.len() - 30);
    let mut flipped = zipped(&[("customer.csv", &table)]);
    let middle = flipped.len() / 3;
    flipped[middle] ^= 0xff;
    let utf16: Vec<u8> =
        String::from_utf8_lossy(&table).encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        ("unclosed-quote.csv", text("Name,City\n\"MARK,Berlin\nMira,Hamburg\n")),
        ("ragged.csv", text("Name,City\nMARK\nMARK,MARK,MARK,MARK\n,\n")),
        ("latin.csv", [text("Name;Stadt\nMARK;K"), vec![0xf6, 0x6c, 0x6e, b'\n']].concat()),
        ("no-mark-utf16.csv", utf16),
        ("nul.csv", text("Name,City\nMARK\0,Berlin\0\0\n")),
        ("cut.json", text(r#"{"customer":{"name":"MARK","orders":[{"to":"MARK"#)),
        ("escape.json", text(r#"[{"name":"MARK\x"},{"name":"MARK\ud800"}]"#)),
        ("number.json", text(r#"[{"name":"MARK","points":1e99999,"n":-}]"#)),
        ("bare.json", text("{name: MARK}")),
        ("deep.json", [text("[\"MARK\","), vec![b'['; 5000]].concat()),
        ("broken-lines.jsonl", text("{\"name\":\"MARK\"}\n{\"name\":\"MARK\n{}}\n[MARK]\n")),
        (
            "open.html",
            text("<table><tr><th>Name<tr><td>MARK<td colspan=9999999>MARK<table><tr><td>MARK"),
        ),
        ("bomb.xml", text("<!DOCTYPE a [<!ENTITY m \"MARK\">]><a><name>&m;MARK</nam></a>")),
        ("broken.pdf", text("%PDF-1.7\n1 0 obj << /Title (MARK) >> stream MARK")),
        (
            "broken.eml",
            text(
                "From: MARK <MARK@example.org>\nContent-Type: multipart/mixed; boundary=x\n\n--x\nMARK",
            ),
        ),
        ("letter.txt", text("Sehr geehrte Frau MARK,\nwir speichern Ihre Adresse MARK.\n")),
        ("cut.zip", cut),
        ("flipped.zip", flipped),
        ("nested.zip", zipped(&[("inner.zip", &zipped(&[("c.json", &text("{\"a\":\"MARK"))]))])),
        ("not-a.zip", text("PK\x03\x04MARK")),
    ]
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a member");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

/// The mark in any spelling that a byte search can see.
fn shows(bytes: &[u8]) -> bool {
    let wide: Vec<u8> = MARK.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [MARK.as_bytes(), MARK.to_lowercase().as_bytes(), &wide]
        .iter()
        .any(|mark| bytes.windows(mark.len()).any(|part| part == *mark))
}

/// A person's own folders, so that whatever is written is found.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a scratch folder"));
        for folder in ["in", "tmp", "home", "vault"] {
            std::fs::create_dir(place.0.path().join(folder)).expect("a scratch folder");
        }
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn cli(&self, arguments: &[&str]) -> Output {
        let mut cli = Command::new(house::built("dossier-cli"));
        cli.env_clear().env("TMPDIR", self.at("tmp")).env("HOME", self.at("home"));
        cli.env("DOSSIER_PASSPHRASE", PASSPHRASE)
            .env("RUST_BACKTRACE", "full")
            .env("RUST_LOG", "trace");
        cli.current_dir(self.at("home"))
            .arg("--vault")
            .arg(self.at("vault/canary.dossier"))
            .args(arguments);
        cli.output().expect("dossier-cli is built: cargo build --workspace --all-targets")
    }
}

fn silent(output: &Output, what: &str) {
    assert!(
        !shows(&output.stderr),
        "{what} on stderr: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        !shows(&output.stdout),
        "{what} on stdout: {}",
        String::from_utf8_lossy(&output.stdout)
    );
}

#[test]
fn no_value_comes_out_of_a_failing_import() {
    let place = Place::new();
    silent(&place.cli(&["init"]), "init");
    let files: Vec<String> = fixtures()
        .into_iter()
        .map(|(name, bytes)| {
            let file = place.at("in").join(name);
            std::fs::write(&file, bytes).expect("a fixture");
            file.to_string_lossy().into_owned()
        })
        .collect();
    // Each key derivation takes its time, so all files go in at once.
    for more in [vec![], vec!["--json"]] {
        let names = files.iter().map(String::as_str);
        let arguments: Vec<&str> = ["import"].into_iter().chain(names).chain(more).collect();
        let output = place.cli(&arguments);
        silent(&output, "import");
        let code = output.status.code();
        assert!(matches!(code, Some(0 | 1 | 3)), "it ends as one of the four answers: {code:?}");
    }
    for folder in ["tmp", "home", "vault"] {
        for file in all_files(&place.at(folder)) {
            assert!(
                !shows(&std::fs::read(&file).expect("readable")),
                "{} holds data",
                file.display()
            );
        }
    }
    assert!(all_files(&place.at("tmp")).is_empty(), "nothing is unpacked to disk");
    // The fixtures were not all refused: what can be read is found again.
    let found = place.cli(&["search", MARK, "--json"]);
    let found: Value = serde_json::from_slice(&found.stdout).expect("an answer");
    assert!(found["total"].as_u64().is_some_and(|total| total > 3), "{found}");
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let entries =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { all_files(&path) } else { vec![path] }).collect()
}

#[test]
fn no_value_comes_out_of_a_refused_request() {
    let place = Place::new();
    let api = Api::new(place.at("vault/canary.dossier"));
    let marked = [
        json!(MARK),
        json!([MARK]),
        json!({ MARK: MARK, "id": MARK, "language": MARK, "passphrase": { MARK: 1 } }),
        json!({ "passphrase": MARK, "language": "en", "id": 1, "name": MARK, "text": MARK }),
        json!({ "filter": { "text": MARK, "from": MARK }, "limit": MARK }),
    ];
    for command in Api::COMMANDS {
        for request in &marked {
            let error = call(&api, command, request.clone(), Vec::new()).err();
            let said = format!(
                "{error:?} {}",
                error.as_ref().map(ToString::to_string).unwrap_or_default()
            );
            assert!(!shows(said.as_bytes()), "{command}: {said}");
        }
    }
}

#[test]
fn no_value_comes_out_of_debug_output() {
    for (name, bytes) in fixtures() {
        let source = Source::memory(format!("{MARK}-{name}"), bytes);
        assert!(!shows(format!("{source:?}").as_bytes()), "{name}");
    }
    let place = dossier_model::MemberPath::new(format!("{MARK}/a.csv"));
    assert!(!shows(format!("{place:?}").as_bytes()));
    assert!(!shows(format!("{:?}", dossier_model::Sensitive::new(MARK)).as_bytes()));
}

/// What holds a person's text on its way prints counts and positions.
#[test]
fn no_value_comes_out_of_what_is_on_its_way() {
    let mark = || MARK.to_owned();
    let path = MemberPath::new(format!("{MARK}/a.csv"));
    let ats = [
        At::Pointer { pointer: mark() },
        At::Element { path: mark() },
        At::Cell { sheet: mark(), cell: mark() },
        At::Part { part: mark() },
    ];
    let field = FieldSummary {
        name: mark(),
        why: vec![mark()],
        examples: vec![mark()].into(),
        ..FieldSummary::default()
    };
    let table = TableSummary {
        path: path.clone(),
        name: mark(),
        fields: vec![field.clone()],
        ..TableSummary::default()
    };
    let item = Item {
        controller: mark().into(),
        category: String::new(),
        kind: Kind::Identity,
        place: SourcePlace::new(path.clone(), ats[0].clone()).with_field(MARK),
        table: mark(),
        field: mark(),
        records: 1,
        first: None,
        last: None,
        examples: vec![mark()].into(),
        purposes: vec![Voiced::guess(mark())],
        legal_bases: Vec::new(),
        recipients: Vec::new(),
        retention: Vec::new(),
        sources: Vec::new(),
        benefit: Benefit::default(),
    };
    let cut =
        CutLines { rows: vec![(1, vec![mark()])], lines: vec![mark()], ..CutLines::default() };
    let column = SeenColumn { header: mark(), ..SeenColumn::default() };
    let preview = Preview { cut: cut.clone(), columns: vec![column], ..Preview::default() };
    let mut row = RowBuf::default();
    row.push(Some(MARK));
    let borrowed = [
        RowAt::Pointer(MARK),
        RowAt::Element(MARK),
        RowAt::Cell { sheet: MARK, row: 1 },
        RowAt::Part(MARK),
    ];
    let printed = [
        format!("{borrowed:?}"),
        format!("{ats:?}"),
        format!("{:?} {:?}", item.place, FoundTable::of(&table)),
        format!("{field:?} {table:?} {item:?}"),
        format!("{:?} {row:?}", TableHead { name: mark(), fields: vec![mark()] }),
        format!("{cut:?} {preview:?}"),
    ];
    for text in printed {
        assert!(!shows(text.as_bytes()), "{text}");
        assert!(text.contains(|c: char| c.is_ascii_digit()), "{text} counts nothing");
    }
}

fn call(
    api: &Api,
    command: &str,
    request: Value,
    sources: Vec<(u32, Source)>,
) -> Result<Value, dossier_api::ApiError> {
    let now =
        chrono::NaiveDate::from_ymd_opt(2026, 11, 21).and_then(|day| day.and_hms_opt(12, 0, 0));
    let mut host =
        Host { now: now.expect("a day"), sources, cancel: &Cancel::new(), progress: &mut |_| () };
    api.call(command, request, &mut host)
}
