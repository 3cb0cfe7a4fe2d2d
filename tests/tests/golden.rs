//! Golden cases: `golden/<company>/<what is special>/` with `input/` and `expect.json`.
//!
//! Each case is imported as a host would do it and compared with what the facts
//! say: members and their states, records, tables, categories, dates, problems.

use std::io::Write;
use std::path::{Path, PathBuf};

use dossier_api::contract::{CompanyView, ImportReportView, ImportedView, TableView};
use dossier_api::{Api, Host, Source};
use dossier_catalog::{Catalog, Evidence, MemberEvidence, MemberRef, TableEvidence};
use dossier_model::{Cancel, MemberPath, MemberState, Severity};
use dossier_tests::house::root;
use serde_json::{Value, json};

#[test]
fn golden_cases() {
    let wanted = std::env::var("GOLDEN").unwrap_or_default();
    let cases: Vec<PathBuf> =
        cases().into_iter().filter(|case| case.to_string_lossy().contains(&wanted)).collect();
    assert!(!cases.is_empty(), "no golden cases");
    let mut report = Vec::new();
    for case in &cases {
        let name = case.strip_prefix(root().join("tests/golden")).expect("below golden");
        let wrong = Case::run(case).check();
        report.extend(wrong.into_iter().map(|line| format!("{}: {line}", name.display())));
    }
    assert!(report.is_empty(), "{} cases\n{}", cases.len(), report.join("\n"));
}

#[test]
fn every_company_has_a_case_and_every_case_a_company() {
    let catalog = Catalog::embedded();
    let companies: Vec<_> =
        catalog.companies().iter().map(|company| company.slug.clone()).collect();
    let mut folders: Vec<String> =
        cases().iter().filter_map(|case| case.parent()).map(name).collect();
    folders.dedup();
    assert_eq!(folders, companies);
}

/// Invented shops are read by what stands in their files, and taken for nobody.
#[test]
fn the_sample_customer_is_read_without_declarations() {
    let place = tempfile::tempdir().expect("a scratch folder");
    let api = Api::new(place.path().join("sample.dossier"));
    call(&api, "vault_create", &json!({}), Vec::new());
    let loaded = call(&api, "sample_load", &json!({ "language": "en" }), Vec::new());
    let loaded: ImportedView = serde_json::from_value(loaded).expect("a view");
    assert_eq!(loaded.imports.len(), Catalog::embedded().demo().count());
    let mut records = 0;
    for report in &loaded.imports {
        assert!(report.import.ledger.adds_up && report.import.sample);
        records += report.import.records;
        for member in &report.members {
            let path = &member.summary.path;
            assert!(member.tables.iter().all(|table| !table.declared), "{}", path.as_str());
            assert_ne!(member.summary.state, MemberState::Failed, "{}", path.as_str());
        }
    }
    assert!((300..=3000).contains(&records), "{records} records");
}

fn cases() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        folders(&root().join("tests/golden")).iter().flat_map(|c| folders(c)).collect();
    found.sort();
    found
}

fn folders(of: &Path) -> Vec<PathBuf> {
    let entries =
        std::fs::read_dir(of).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.is_dir()).collect()
}

fn files(below: &Path) -> Vec<PathBuf> {
    let entries =
        std::fs::read_dir(below).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut all: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    all.sort();
    all
}

fn name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

struct Case {
    catalog: Catalog,
    input: PathBuf,
    expect: Value,
    report: ImportReportView,
    company: CompanyView,
    wrong: Vec<String>,
}

impl Case {
    fn run(folder: &Path) -> Self {
        let text = std::fs::read(folder.join("expect.json")).expect("expect.json");
        let expect: Value = serde_json::from_slice(&text).expect("expect.json is JSON");
        let input = folder.join("input");
        let place = tempfile::tempdir().expect("a scratch folder");
        let api = Api::new(place.path().join("golden.dossier"));
        call(&api, "vault_create", &json!({}), Vec::new());
        let source = match expect["zip"].as_str() {
            Some(name) => Source::memory(name, pack(&input)),
            None if files(&input).len() == 1 => Source::path(files(&input).remove(0)),
            None => Source::path(input.clone()),
        };
        let imported = call(&api, "import", &json!({ "sources": [0] }), vec![(0, source)]);
        let imported: ImportedView = serde_json::from_value(imported).expect("a view");
        let report = imported.imports.into_iter().next().expect("one import");
        let request = json!({ "id": report.import.controller.id, "language": "en" });
        let company = call(&api, "company", &request, Vec::new());
        let company: CompanyView = serde_json::from_value(company).expect("a view");
        Self { catalog: Catalog::embedded(), input, expect, report, company, wrong: Vec::new() }
    }

    fn same(&mut self, what: &str, found: &Value, expect: &Value) {
        if found != expect {
            self.wrong.push(format!("{what}: found {found}, expected {expect}"));
        }
    }

    fn check(mut self) -> Vec<String> {
        let ledger = self.report.import.ledger;
        self.same("ledger adds up", &json!(ledger.adds_up), &json!(true));
        let sizes =
            files(&self.input).into_iter().map(|file| file.metadata().expect("a file").len());
        // A container inside the answer counts with what is in it, not with its own bytes.
        let inner = self.expect["inner_bytes"].as_i64().unwrap_or_default();
        let bytes = sizes.sum::<u64>().saturating_add_signed(inner);
        self.same("bytes in the ledger", &json!(ledger.total.bytes), &json!(bytes));
        self.check_company();
        // What the reader cannot do yet is said in the case and not hidden.
        if let Some(reason) = self.expect["later"].as_str() {
            eprintln!("later: {reason}");
            return self.wrong;
        }
        if !self.expect["records"].is_null() {
            let expect = self.expect["records"].clone();
            self.same("records", &json!(self.report.import.records), &expect);
        }
        self.check_members();
        self.check_problems();
        self.wrong
    }

    fn check_company(&mut self) {
        let slug = self.expect["company"].as_str().expect("company").to_owned();
        let spec = self.catalog.company(&slug).expect("a declared company");
        let named = if spec.software { Value::Null } else { json!(spec.name) };
        let expect = match self.expect["controller"].clone() {
            Value::Null => named,
            given => given,
        };
        if !expect.is_null() {
            let found = json!(self.report.import.controller.name);
            self.same("controller", &found, &expect);
        }
        let Some(exports) = self.expect["exports"].as_array().cloned() else { return };
        let mut found: Vec<String> = Vec::new();
        for hit in self.catalog.recognize(&self.evidence()) {
            if hit.company == slug { found.push(hit.export) } else { found.push(hit.company) }
        }
        found.sort();
        self.same("recognized", &json!(found), &Value::Array(exports));
    }

    /// What the import found, seen by recognition once more.
    fn evidence(&self) -> Evidence {
        let members = self.report.members.iter().map(|member| {
            let kind = member.summary.kind;
            let path = &member.summary.path;
            let start = self.start_of(path);
            let marked = self.catalog.member_for(path, kind, &start).filter(|found| found.marked);
            let marked = marked.map(|found| MemberRef {
                company: found.company.slug.clone(),
                export: found.export.id.clone(),
                member: found.member.id.clone(),
            });
            let tables = member.tables.iter().map(|table| TableEvidence {
                name: table.name.clone(),
                headers: table.fields.iter().map(|field| field.name.clone()).collect(),
            });
            MemberEvidence {
                path: path.clone(),
                kind: Some(kind),
                tables: tables.collect(),
                marked: marked.into_iter().collect(),
            }
        });
        Evidence { members: members.collect() }
    }

    fn start_of(&self, path: &MemberPath) -> String {
        let file = files(&self.input).into_iter().find(|file| self.is_at(file, path));
        let bytes = file.map(|file| std::fs::read(file).expect("a file")).unwrap_or_default();
        String::from_utf8_lossy(&bytes[..bytes.len().min(16 * 1024)]).into_owned()
    }

    fn is_at(&self, file: &Path, path: &MemberPath) -> bool {
        let inside = file.strip_prefix(&self.input).expect("below input");
        inside.to_string_lossy().replace('\\', "/") == local(path)
    }

    fn check_members(&mut self) {
        let expected = self.expect["members"].as_array().cloned().unwrap_or_default();
        for expect in &expected {
            let path = expect["path"].as_str().expect("path");
            let found =
                self.report.members.iter().find(|member| local(&member.summary.path) == path);
            let Some(member) = found.cloned() else {
                self.wrong.push(format!("{path}: not in the report"));
                continue;
            };
            for key in ["kind", "state", "records"] {
                let found = json!(member.summary)[key].clone();
                if key == "records" && expect[key].is_null() {
                    continue;
                }
                self.same(&format!("{path}: {key}"), &found, &expect[key]);
            }
            let same_as = member.summary.same_as.as_ref().map(|path| local(path).to_owned());
            self.same(&format!("{path}: same_as"), &json!(same_as), &expect["same_as"]);
            for table in expect["tables"].as_array().cloned().unwrap_or_default() {
                self.check_table(path, &table, &member.tables);
            }
        }
        if self.expect["others"] != json!(true) && self.report.members.len() != expected.len() {
            self.wrong.push(format!(
                "{} members, expected {}",
                self.report.members.len(),
                expected.len()
            ));
        }
    }

    fn check_table(&mut self, path: &str, expect: &Value, tables: &[TableView]) {
        let slug = self.expect["company"].as_str().expect("company");
        let declared = expect["table"].as_str();
        let label = declared.map(|id| {
            let table = self.catalog.company(slug).and_then(|company| company.table(id));
            table.expect("a declared table").label.en.clone()
        });
        let hits: Vec<&TableView> = tables
            .iter()
            .filter(|table| match &label {
                Some(label) => table.declared && &table.label == label,
                None => expect["name"] == json!(table.name),
            })
            .collect();
        let at =
            format!("{path}: table {}", declared.unwrap_or(expect["name"].as_str().unwrap_or("")));
        if hits.is_empty() {
            let found: Vec<_> = tables.iter().map(|t| format!("{}={}", t.name, t.label)).collect();
            self.wrong.push(format!("{at}: not found among {found:?}"));
            return;
        }
        let records: u64 = hits.iter().map(|table| table.records).sum();
        let ids: Vec<u32> = hits.iter().map(|table| table.id).collect();
        let fields: Vec<(String, String)> = hits
            .iter()
            .flat_map(|table| &table.fields)
            .map(|field| (field.name.clone(), field.category.clone()))
            .collect();
        self.same(&format!("{at}: records"), &json!(records), &expect["records"]);
        for (field, category) in expect["fields"].as_object().into_iter().flatten() {
            let found = fields.iter().find(|(name, _)| name == field).map(|(_, category)| category);
            self.same(&format!("{at}: {field}"), &json!(found), category);
        }
        if let Some(time) = declared.and_then(|id| self.time_headers(id)) {
            let items = self.company.label.iter().flat_map(|row| &row.items);
            let dates =
                items.filter(|item| ids.contains(&item.table_id) && time.contains(&item.field));
            let dates: Vec<_> = dates.cloned().collect();
            let day =
                |date: Option<&String>| date.map(|date| date.chars().take(10).collect::<String>());
            let first = day(dates.iter().filter_map(|item| item.first.as_ref()).min());
            let last = day(dates.iter().filter_map(|item| item.last.as_ref()).max());
            if !expect["first"].is_null() {
                self.same(
                    &format!("{at}: first and last"),
                    &json!([first, last]),
                    &json!([expect["first"], expect["last"]]),
                );
            }
        }
    }

    fn time_headers(&self, table: &str) -> Option<Vec<String>> {
        let slug = self.expect["company"].as_str()?;
        let table = self.catalog.company(slug)?.table(table)?;
        let fields = self.report.members.iter().flat_map(|m| &m.tables).flat_map(|t| &t.fields);
        let time = table.time_column()?;
        let is_time = |name: &&String| table.column_for(name) == Some(time);
        Some(fields.map(|field| &field.name).filter(is_time).cloned().collect())
    }

    fn check_problems(&mut self) {
        let Some(expect) = self.expect["problems"].as_array().cloned() else { return };
        let members = self.report.members.iter().flat_map(|member| &member.problems);
        let all = members.chain(&self.report.problems);
        let mut found: Vec<String> = all
            .filter(|problem| problem.severity != Severity::Note)
            .map(|problem| format!("{}: {}", local(&problem.place.path), problem.code))
            .collect();
        found.sort();
        found.dedup();
        self.same("problems", &json!(found), &Value::Array(expect));
    }
}

/// The path inside the archive or folder that was imported.
fn local(path: &MemberPath) -> &str {
    let path = path.as_str();
    let packed = path.split_once(MemberPath::INSIDE).filter(|(outer, _)| !outer.contains('/'));
    packed.map(|(_, inside)| inside).or_else(|| path.strip_prefix("input/")).unwrap_or(path)
}

fn pack(input: &Path) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for file in files(input) {
        let path =
            file.strip_prefix(input).expect("below input").to_string_lossy().replace('\\', "/");
        zip.start_file(path, zip::write::SimpleFileOptions::default()).expect("a member");
        zip.write_all(&std::fs::read(&file).expect("a file")).expect("bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

fn call(api: &Api, command: &str, request: &Value, sources: Vec<(u32, Source)>) -> Value {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).expect("a day");
    let mut host = Host {
        now: day.and_hms_opt(12, 0, 0).expect("a time"),
        sources,
        cancel: &Cancel::new(),
        progress: &mut |_| {},
    };
    match api.call(command, request.clone(), &mut host) {
        Ok(view) => view,
        Err(error) => panic!("{command}: {error:?}"),
    }
}
