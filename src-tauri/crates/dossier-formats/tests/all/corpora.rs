//! Files that were made to hurt, kept outside of the repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use dossier_formats::{Limits, Source};
use dossier_model::MemberKind;
use serde_json::Value;

use super::collect::{Walked, read, walked_with};

fn corpora() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpora");
    let root = std::env::var_os("DOSSIER_CORPORA").map_or(beside, PathBuf::from);
    if !root.is_dir() {
        eprintln!("skipped: the folder ../shared/corpora is not there");
        return None;
    }
    Some(root)
}

/// Debug builds on a busy machine are slow; a hang is still a hang.
const BUDGET: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 5 });

/// Walks a file in a thread of its own, within the budget.
fn run(path: &Path) -> Result<Walked, String> {
    let (send, receive) = mpsc::channel();
    let source = Source::path(path);
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let start = Instant::now();
    // A deep PDF takes a deep stack; a host reads it in a child, which may fall.
    let stack = if name.ends_with(".pdf") { 32 << 20 } else { 2 << 20 };
    let thread = std::thread::Builder::new().stack_size(stack).spawn(move || {
        let walker = Walked { password: Some("geheim".to_owned()), ..Walked::default() };
        let _ = send.send(walked_with(&source, &Limits::default(), walker));
    });
    let thread = thread.unwrap();
    match receive.recv_timeout(BUDGET) {
        Ok(walked) => {
            let _ = thread.join();
            if start.elapsed() > BUDGET / 2 {
                eprintln!("{name}: {:?}", start.elapsed());
            }
            Ok(walked)
        }
        Err(mpsc::RecvTimeoutError::Timeout) => Err(format!("{name}: hangs")),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(format!("{name}: panics")),
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { out.extend(files(&path)) } else { out.push(path) }
    }
    out.sort();
    out
}

#[test]
fn hostile_files_end_as_listed() {
    let Some(root) = corpora() else { return };
    let root = root.join("hostile-made");
    let manifest: Value =
        serde_json::from_slice(&fs::read(root.join("manifest.json")).unwrap()).unwrap();
    let (mut faults, mut seen) = (Vec::new(), 0);
    for entry in manifest.as_array().unwrap() {
        let path = entry["path"].as_str().unwrap();
        let expect = entry["expect"].as_str().unwrap();
        match run(&root.join("data").join(path)) {
            Err(fault) => faults.push(fault),
            Ok(walked) => {
                seen += 1;
                if let Err(fault) = judge(path, expect, &walked) {
                    faults.push(format!("{path}: {fault} (expected: {expect})"));
                }
            }
        }
    }
    eprintln!("{seen} hostile files");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Holds an outcome against the words of the manifest.
fn judge(path: &str, expect: &str, walked: &Walked) -> Result<(), String> {
    let (kind, name) = path.split_once('/').unwrap();
    let codes = walked.codes();
    let records: usize = walked.members.iter().map(|member| member.read.records()).sum();
    let everything: String =
        walked.members.iter().map(|member| member.read.everything() + "\n").collect();
    let check = |holds: bool, what: &str| {
        if holds { Ok(()) } else { Err(format!("{what}; codes {codes:?}")) }
    };
    let said = !codes.is_empty();
    match kind {
        "zip" if name.starts_with("name_") && expect.starts_with("import orders.csv") => {
            let orders = walked.members.iter().find(|member| member.path.ends_with("!/orders.csv"));
            check(
                orders.is_some_and(|member| member.read.records() == 1),
                "orders.csv is not read",
            )?;
            let listed = walked.members.len() + walked.refused.len();
            check(listed == 2, "the odd entry is not listed")
        }
        "zip" if name.starts_with("dup_") || name == "file_is_dir.zip" => {
            check(walked.members.len() == 2, "not both kept")
        }
        "zip" if name.starts_with("bomb_") || name == "bomb.csv.gz" => {
            check(said && walked.sums.bytes < 200 << 20, "the bomb was not stopped")
        }
        "zip"
            if expect == "import"
                || expect.starts_with("import:")
                || expect.starts_with("import from") =>
        {
            check(
                walked
                    .members
                    .iter()
                    .any(|member| member.end.as_ref().is_some_and(|end| end.is_whole())),
                "nothing was imported",
            )
        }
        "zip" if name.starts_with("enc_aes") || name.starts_with("enc_zipcrypto") => {
            check(walked.asked == 1 && records == 1, "the password was not asked")
        }
        "zip"
            if ["refuse", "flagged", "reported", "said plainly"]
                .iter()
                .any(|word| expect.contains(word))
                && !expect.starts_with("import")
                && name != "cd_off_far.zip"
                && !["html_login.zip", "type_tar.zip", "type_gz.zip", "zero_bytes.zip"]
                    .contains(&name) =>
        {
            check(said, "nothing was said")
        }
        "zip" if name == "cd_off_far.zip" => {
            check(records > 0 || said, "neither recovered nor refused")
        }
        "zip" if name == "html_login.zip" => {
            check(walked.members[0].kind == MemberKind::Html, "no web page")
        }
        "zip" if name == "symlink_abs.zip" => {
            check(codes.contains(&"link_not_followed".to_owned()), "followed")
        }
        "csv" => {
            let expected_records = match name {
                "cr_only.csv" | "backslash.csv" | "half_half.csv" => Some(2),
                "mixed_eol.csv" | "quote_mid.csv" => Some(3),
                "ragged.csv" => Some(4),
                "only_header.csv" | "zero.csv" | "bom_only.csv" | "binary.csv" | "ebcdic.csv" => {
                    Some(0)
                }
                "sep_line.csv" | "one_field.csv" | "utf16le.csv" | "utf16be_nobom.csv"
                | "utf32.csv" | "pipe_quoted.csv" | "comment.csv" | "footer.csv"
                | "double_bom.csv" | "dup_header.csv" => Some(1),
                _ => None,
            };
            if let Some(expected) = expected_records {
                check(records == expected, &format!("{records} records"))?;
            }
            let tables: Vec<_> =
                walked.members.iter().flat_map(|member| &member.read.tables).collect();
            check(tables.iter().all(|table| table.fields.len() <= 2048), "too many columns")?;
            match name {
                "two_tables.csv" => check(tables.len() == 2, "not two tables"),
                "half_half.csv" => {
                    check(everything.matches("Käufe").count() == 2, "not both Käufe")
                }
                "unclosed_quote.csv" => {
                    let problems = walked.members.iter().flat_map(|member| &member.read.problems);
                    let line = problems.map(|problem| problem.place.at.to_string()).next();
                    check(line.as_deref() == Some("line 2"), "the line is not named")
                }
                "comment.csv" => {
                    check(everything.contains("# export 2024"), "the preamble is lost")
                }
                "semicolon_in_comma.csv" => {
                    check(tables[0].fields == ["id", "name,first"], "not ;")
                }
                "tab_lies.csv" => check(tables[0].fields == ["id", "v"], "not comma"),
                "space_sep.csv" => check(said || tables[0].fields.len() == 2, "not said"),
                _ => Ok(()),
            }
        }
        "json" => match name {
            "concat.json" | "lines_broken.ndjson" => {
                check(records == 3, &format!("{records} records"))
            }
            "mojibake_meta.json" => check(everything.contains("Käte"), "not repaired"),
            "js_wrapper.json" | "xssi.json" => check(records == 1, &format!("{records} records")),
            "dup_keys.json" => check(walked.members[0].read.cells().count() == 3, "not all kept"),
            "number_100k_digits.json" => check(everything.len() > 100_000, "not exact"),
            "deep_array_100k.json"
            | "open_only_100k.json"
            | "trailing_comma.json"
            | "comments.json"
            | "nan.json" => check(said, "nothing was said"),
            "keys_50k.json" => check(records == 50_000, &format!("{records} records")),
            "null.json" | "empty.json" => check(records == 0, &format!("{records} records")),
            _ => check(records > 0 || said, "nothing was read or said"),
        },
        "xml" => {
            check(!everything.contains("root:"), "an outer file was read")?;
            match name {
                "latin1.xml" => check(everything.contains('ü'), "no ü"),
                "recursive.xml" | "utf7.xml" | "truncated.xml" | "deep_100k.xml" => {
                    check(said, "nothing was said")
                }
                _ => check(everything.len() < 1 << 20, "expanded"),
            }
        }
        "xlsx" => {
            check(!everything.contains("root:"), "an outer file was read")?;
            match name {
                "fair.xlsx" => check(
                    everything.contains('1') && everything.contains("id") || records == 1,
                    "not read",
                ),
                "sheet_bomb.xlsx" | "rows_bomb.xlsx" | "no_workbook.xlsx" => {
                    check(said, "nothing was said")
                }
                _ => Ok(()),
            }
        }
        "eml" => match name {
            "mbox_2.eml" => {
                let headers = walked.members[0].read.table("mails").rows.len();
                check(headers == 2, &format!("{headers} mails"))
            }
            "boundary_prefix.eml" => check(everything.contains("hi"), "no text"),
            "attach_zipbomb.eml" => check(
                codes.iter().any(|code| code.starts_with("limit_") || code == "zip_method"),
                "not stopped",
            ),
            "nested_message_300.eml" => check(said, "nothing was said"),
            _ => check(records > 0 || said || name == "empty.eml", "nothing was read or said"),
        },
        // Bounds are held by the child that reads such files; here the words count.
        "pdf" => match name {
            "zero.pdf" => check(walked.members[0].kind == MemberKind::Empty, "not empty"),
            "not_pdf.pdf" => check(walked.members[0].kind == MemberKind::Html, "no web page"),
            "embedded.pdf" => check(everything.contains("Order 42"), "not read"),
            _ => check(
                everything.contains("Order 42") && !everything.contains("root:")
                    || codes.iter().any(|code| code.starts_with("pdf_")),
                "neither read nor said",
            ),
        },
        "html" if expect.contains("text shown") => {
            // In these the word stands in what is no script to a reader of HTML.
            let text =
                ["url", "mxss", "xmlns", "utf7", "nul"].iter().any(|word| name.contains(word));
            check(text || !everything.contains("alert("), "script text is shown")
        }
        "html" if name == "charset_lie.html" => check(everything.contains("Käufe"), "not Käufe"),
        _ => Ok(()),
    }
}

#[test]
fn json_test_suite() {
    let Some(root) = corpora() else { return };
    let mut faults = Vec::new();
    let files = files(&root.join("jsontestsuite/data/test_parsing"));
    for path in &files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(path).unwrap();
        let out = read(MemberKind::Json, &bytes);
        let errors: Vec<&str> =
            out.codes().into_iter().filter(|code| *code != "json_lone_surrogate").collect();
        if name.starts_with("y_") {
            // Keys that stand twice and text in other encodings are read and said.
            if !errors.is_empty() {
                faults.push(format!("{name}: {errors:?}"));
            }
            if let Ok(value) = serde_json::from_slice::<Value>(&bytes) {
                let mut scalars = Vec::new();
                leaves(&value, &mut scalars);
                let cells = out.everything();
                faults.extend(
                    scalars
                        .iter()
                        .filter(|text| !cells.contains(&***text))
                        .map(|text| format!("{name}: {text:?} is lost")),
                );
            }
        } else if name.starts_with("n_") && out.problems.is_empty() {
            faults.push(format!("{name}: accepted"));
        }
    }
    eprintln!("{} files of the JSON test suite", files.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn leaves(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Bool(truth) => out.push(truth.to_string()),
        Value::Array(items) => items.iter().for_each(|item| leaves(item, out)),
        Value::Object(members) => members.values().for_each(|item| leaves(item, out)),
        Value::Null | Value::Number(_) => {}
    }
}

#[test]
fn csv_spectrum() {
    let Some(root) = corpora() else { return };
    let root = root.join("csv-spectrum/data");
    for path in files(&root.join("csvs")) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let out = read(MemberKind::Csv, fs::read(&path).unwrap());
        let expect: Value =
            serde_json::from_slice(&fs::read(root.join(format!("json/{name}.json"))).unwrap())
                .unwrap();
        let expect = match expect {
            Value::Array(rows) => rows,
            one => vec![one],
        };
        let table = &out.tables[0];
        let got: Vec<Value> = table
            .rows
            .iter()
            .map(|row| {
                table
                    .fields
                    .iter()
                    .zip(row)
                    .map(|(name, cell)| (name.clone(), Value::from(cell.clone())))
                    .collect()
            })
            .collect();
        // The list of places gives another telephone number than its file.
        let same = |got: &Value, expect: &Value| {
            let phone = name == "location_coordinates";
            got.as_object().unwrap().iter().all(|(key, value)| {
                // What stands inside a cell is a field below it.
                let inside = key.split_once('.').is_some_and(|(own, _)| expect.get(own).is_some());
                inside || phone && key == "Contact Phone Number" || expect.get(key) == Some(value)
            })
        };
        assert_eq!(got.len(), expect.len(), "{name}");
        for (got, expect) in got.iter().zip(&expect) {
            assert!(same(got, expect), "{name}: {got} is not {expect}");
        }
    }
}

#[test]
fn pages_of_the_html_test_suite() {
    let Some(root) = corpora() else { return };
    let (mut cases, mut missing) = (0, Vec::new());
    for path in files(&root.join("html5lib-tests/data/tree-construction")) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for case in text.split("#data\n").skip(1) {
            let (page, rest) = case.split_once("\n#errors").unwrap_or((case, ""));
            let out = read(MemberKind::Html, page);
            let shown = out.everything().replace(char::is_whitespace, "");
            cases += 1;
            let fragment = rest.contains("#document-fragment");
            let tree = rest.split_once("#document\n").map_or("", |tree| tree.1);
            let lost = texts_of(tree)
                .into_iter()
                .find(|text| !shown.contains(&*text.replace(char::is_whitespace, "")));
            if let Some(lost) = lost.filter(|_| !fragment) {
                missing.push(format!(
                    "{}: {page:?} lost {lost:?}",
                    path.file_name().unwrap().to_string_lossy()
                ));
            }
        }
    }
    eprintln!("{cases} pages, text lost in {}", missing.len());
    // Texts that only a tree cuts in this way: `noscript` with scripts, which the
    // reader does not run, and zeros in drawings.
    assert!(missing.len() * 100 <= cases * 3, "{}", missing.join("\n"));
}

/// The texts of an expected tree, without those of scripts and styles.
fn texts_of(tree: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut raw: Option<usize> = None;
    for line in tree.lines() {
        let Some(rest) = line.strip_prefix('|') else { continue };
        let indent = rest.len() - rest.trim_start().len();
        let node = rest.trim_start();
        if raw.is_some_and(|depth| indent <= depth) {
            raw = None;
        }
        if node.starts_with("<script")
            || node.starts_with("<style")
            || node.starts_with("<svg script")
        {
            raw = Some(indent);
        }
        if let Some(text) = node.strip_prefix('"').and_then(|text| text.strip_suffix('"'))
            && raw.is_none()
        {
            out.push(text.to_owned());
        }
    }
    out
}

#[test]
fn other_archives_and_documents_do_no_harm() {
    let Some(root) = corpora() else { return };
    let mut faults = Vec::new();
    let mut seen = 0;
    for folder in [
        "zip2-archives/data",
        "defusedxml/data",
        "calamine-sheets/data",
        "cpython-email/data",
        "verapdf-sample/data",
    ] {
        for path in files(&root.join(folder)) {
            seen += 1;
            faults.extend(run(&path).err());
        }
    }
    eprintln!("{seen} other files");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn expected(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all").join(name);
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// What the sheets hold, read off their XML by hand.
#[test]
fn values_of_workbooks() {
    let Some(root) = corpora() else { return };
    let expect: Value = expected("workbooks.json");
    let mut faults = Vec::new();
    for (name, values) in expect.as_object().unwrap() {
        let bytes = fs::read(root.join("calamine-sheets/data").join(name)).unwrap();
        let out = read(MemberKind::Sheet, bytes);
        let fields = out.tables.iter().flat_map(|table| &table.fields).map(String::as_str);
        let texts = out.texts.iter().flat_map(|(_, text)| text.split(['\t', '\n', ';', ',']));
        let whole = out.texts.iter().map(|(_, text)| &**text);
        let shown: Vec<&str> = fields.chain(out.cells()).chain(texts).chain(whole).collect();
        let lost = values.as_array().unwrap().iter().filter_map(Value::as_str);
        let lost: Vec<&str> = lost.filter(|value| !shown.contains(value)).collect();
        if !lost.is_empty() {
            faults.push(format!("{name}: {lost:?} not in {shown:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Strings that break programs come out of each kind of file byte by byte.
#[test]
fn strings_that_break_programs_stay_what_they_are() {
    let Some(root) = corpora() else { return };
    let naughty: Vec<String> =
        serde_json::from_slice(&fs::read(root.join("blns/data/blns.json")).unwrap()).unwrap();
    let payloads = fs::read_to_string(root.join("xss-payload-list/data/payloads.txt")).unwrap();
    let all: Vec<&str> = naughty.iter().map(String::as_str).chain(payloads.lines()).collect();
    let all: Vec<&str> = all.into_iter().filter(|text| !text.is_empty()).collect();
    assert!(all.len() > 4_000, "the whole list");
    let rows: Vec<Value> =
        all.iter().map(|text| serde_json::json!({ "n": 1, "v": text })).collect();
    let json = read(MemberKind::Json, serde_json::to_vec(&rows).unwrap());
    let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
    let json_lines = read(MemberKind::JsonLines, lines.join("\n"));
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let csv: Vec<String> = all.iter().map(|text| format!("1,{}\n", quoted(text))).collect();
    let csv = read(MemberKind::Csv, format!("n,v\n{}", csv.concat()));
    for (kind, out) in [("json", &json), ("json lines", &json_lines), ("csv", &csv)] {
        let table = &out.tables[0];
        let at = table.fields.iter().position(|field| field == "v").unwrap();
        let found: Vec<&str> =
            table.rows.iter().map(|row| row[at].as_deref().unwrap_or_default()).collect();
        assert_eq!(found.len(), all.len(), "{kind}");
        let changed: Vec<_> = found.iter().zip(&all).filter(|(a, b)| a != b).collect();
        assert!(changed.is_empty(), "{kind}: {changed:?}");
    }
    eprintln!("{} strings in three kinds of file", all.len());
}

/// How many parts mails have: bodies that are shown or left out for a better one,
/// and attachments.
#[test]
fn parts_of_mails() {
    let Some(root) = corpora() else { return };
    let expect: Value = expected("mails.json");
    let mut faults = Vec::new();
    for (name, count) in expect.as_object().unwrap() {
        let bytes = fs::read(root.join("cpython-email/data").join(name)).unwrap();
        let out = read(MemberKind::Mail, bytes);
        let attached = out.tables.iter().find(|table| table.name == "attachments");
        let attached = attached.map_or(0, |table| table.rows.len()) as u64;
        let mut bodies: Vec<&str> = out.texts.iter().map(|(at, _)| &**at).collect();
        bodies.sort_unstable();
        bodies.dedup();
        let found = (attached, bodies.len() as u64);
        let expect = (count[0].as_u64().unwrap(), count[1].as_u64().unwrap());
        if found != expect {
            faults.push(format!("{name}: {found:?}, expected {expect:?}, {:?}", out.codes()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
