//! The commands.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use dossier_api::contract::*;
use dossier_api::{ApiError, Source};
use dossier_model::{At, MemberPath, SourcePlace};
use serde_json::{Map, Value, json};

use crate::args::{Args, Command};
use crate::ask::Core;
use crate::asking;
use crate::insight;
use crate::output::{document, lines};

/// How a command ended.
pub enum Done {
    Well,
    WithProblems,
}

/// Why it did not.
pub enum Failed {
    Use(String),
    Core(ApiError),
}

impl From<ApiError> for Failed {
    fn from(error: ApiError) -> Self {
        Self::Core(error)
    }
}

pub(crate) type Outcome = Result<Done, Failed>;

/// Runs one command.
pub fn run(args: &Args) -> Outcome {
    match &args.command {
        Command::Classify => return classify(args),
        Command::Deadline { cases, law, kind, start, region } => {
            return deadline(args, cases.as_deref(), [law, kind, start], region);
        }
        _ => {}
    }
    let vault = args.vault.clone().ok_or_else(|| Failed::Use("--vault FILE is missing".into()))?;
    let core = Core::new(vault);
    let passphrase = passphrase(args)?;
    if matches!(args.command, Command::Init) {
        let view: Value = core.ask("vault_create", json!({ "passphrase": passphrase }))?;
        document(args, &view, |_| "a new vault".to_owned());
        return Ok(Done::Well);
    }
    let _: Value = core.ask("vault_unlock", json!({ "passphrase": passphrase }))?;
    let language = json!({ "language": args.lang });
    match &args.command {
        Command::Import { paths, controller, received, password_file } => {
            let password = password_file.as_deref().map(first_line).transpose()?;
            import(args, &core, paths, controller, received, password)
        }
        Command::Sample => {
            let view: Value = core.ask("sample_load", language)?;
            document(args, &view, |_| "the sample customer is loaded".to_owned());
            Ok(Done::Well)
        }
        Command::Imports => {
            let view: Value = core.ask("imports", language)?;
            let columns = ["/id", "/controller/name", "/name", "/records", "/received"];
            document(args, &view, |view| lines(view, &columns));
            Ok(Done::Well)
        }
        Command::Remove { id } => {
            let view: Value =
                core.ask("import_remove", json!({ "id": id, "language": args.lang }))?;
            document(args, &view, |_| "taken out".to_owned());
            Ok(Done::Well)
        }
        Command::Verify => verify(args, &core),
        Command::Holdings { controller } => holdings(args, &core, controller.as_deref()),
        Command::Statements { controller } => statements(args, &core, controller.as_deref()),
        Command::Search { text, controller, limit } => {
            search(args, &core, text, controller.as_deref(), *limit)
        }
        Command::Records { path, table, offset, limit } => {
            records(args, &core, path, table.as_deref(), *offset, *limit)
        }
        Command::Checklist { controller, law } => checklist(args, &core, controller, law),
        Command::Findings { controller, method } => {
            findings(args, &core, controller.as_deref(), *method)
        }
        Command::Compare { imports, sides, controller } => match imports.as_slice() {
            [before, after] if !sides => insight::compare(args, &core, *before, *after),
            _ => insight::sides(args, &core, controller.as_deref()),
        },
        Command::Why { controller } => insight::why(args, &core, controller.as_deref()),
        Command::Ledger { controller } => insight::ledger(args, &core, controller.as_deref()),
        Command::Draft(draft) => asking::draft(args, &core, draft),
        Command::Requests { what } => asking::requests(args, &core, what.as_ref()),
        Command::Calendar { request, out } => asking::calendar(args, &core, *request, out),
        Command::Proof { request, import, format, out } => {
            asking::proof(args, &core, *request, *import, format, out.as_deref())
        }
        Command::Directory { query, authority } => {
            asking::directory(args, &core, query, *authority)
        }
        Command::Letters => asking::letters(args, &core),
        Command::Init | Command::Classify | Command::Deadline { .. } => Ok(Done::Well),
    }
}

fn passphrase(args: &Args) -> Result<Option<String>, Failed> {
    match &args.passphrase_file {
        Some(path) => first_line(path).map(Some),
        None => Ok(std::env::var("DOSSIER_PASSPHRASE").ok().filter(|text| !text.is_empty())),
    }
}

fn first_line(path: &Path) -> Result<String, Failed> {
    let unreadable = |_| Failed::Use("the file with the password cannot be read".to_owned());
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn import(
    args: &Args,
    core: &Core,
    paths: &[PathBuf],
    controller: &Option<String>,
    received: &Option<String>,
    password: Option<String>,
) -> Outcome {
    let sources = (1u32..).zip(paths.iter().map(Source::path)).collect();
    // An empty path stands for every encrypted member.
    let passwords: Vec<_> = password.into_iter().map(|password| ("", password)).collect();
    let request = json!({ "controller": controller, "received": received, "passwords": passwords });
    let mut last = None;
    let view: ImportedView = core.ask_with("import", request, sources, &mut |progress| {
        let word = (progress.phase, progress.done / 64);
        if !args.json && last != Some(word) {
            last = Some(word);
            eprintln!(
                "{:?} {}/{} {} records",
                word.0, progress.done, progress.total, progress.records
            );
        }
    })?;
    let mut troubled = false;
    let imports: Vec<Value> = view
        .imports
        .iter()
        .map(|report| {
            let failures = report.import.problems[2];
            troubled |= failures > 0 || report.import.ledger.failed.members > 0;
            import_value(report)
        })
        .collect();
    let value = json!({ "imports": imports });
    document(args, &value, |value| {
        let columns = ["/id", "/controller/name", "/controller/how", "/records", "/bytes"];
        lines(&value["imports"], &columns)
    });
    Ok(if troubled { Done::WithProblems } else { Done::Well })
}

fn import_value(report: &ImportReportView) -> Value {
    let import = &report.import;
    let members: Vec<Value> = report
        .members
        .iter()
        .map(|member| {
            json!({
                "path": member.summary.path,
                "kind": member.summary.kind,
                "state": member.summary.state,
                "reason": member.summary.reason,
                "records": member.summary.records,
                "bytes": member.summary.bytes,
                "sha256": member.summary.sha256,
                "same_as": member.summary.same_as,
                "tables": member.tables.iter().map(|table| json!({
                    "name": table.name,
                    "label": table.label,
                    "declared": table.declared,
                    "records": table.records,
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let mut problems = report.problems.clone();
    problems.extend(report.members.iter().flat_map(|member| member.problems.clone()));
    json!({
        "id": import.id,
        "controller": { "name": import.controller.name, "how": import.controller.how, "why": import.controller.why },
        "sha256": import.sha256,
        "bytes": import.bytes,
        "members": members,
        "records": import.records,
        "ledger": import.ledger,
        "problems": problems,
        "passwords_wanted": report.passwords_wanted,
        "same_as": report.same_as,
    })
}

fn verify(args: &Args, core: &Core) -> Outcome {
    let view: VerifyView = core.ask("verify", Value::Null)?;
    let value = json!(view);
    document(args, &value, |_| match view.sound {
        true => "everything is as it was written".to_owned(),
        false => format!("{value}"),
    });
    Ok(if view.sound { Done::Well } else { Done::WithProblems })
}

/// The id of a company by its name.
pub(crate) fn controller_id(core: &Core, name: Option<&str>) -> Result<Option<u32>, Failed> {
    let Some(name) = name else { return Ok(None) };
    let imports: Vec<ImportView> = core.ask("imports", json!({ "language": "en" }))?;
    let same = |import: &&ImportView| import.controller.name.eq_ignore_ascii_case(name);
    let hit = imports.iter().find(same).map(|import| import.controller.id);
    hit.map(Some).ok_or_else(|| Failed::Use("no import of a company of this name".to_owned()))
}

pub(crate) fn place(place: &SourcePlace) -> Value {
    let mut value = Map::new();
    value.insert("path".to_owned(), json!(place.path));
    match &place.at {
        At::Whole => {}
        At::Line { line } => drop(value.insert("line".to_owned(), json!(line))),
        At::Pointer { pointer } => drop(value.insert("pointer".to_owned(), json!(pointer))),
        At::Element { path } => drop(value.insert("element".to_owned(), json!(path))),
        At::Cell { sheet, cell } => {
            value.insert("sheet".to_owned(), json!(sheet));
            value.insert("cell".to_owned(), json!(cell));
        }
        At::Page { page } => drop(value.insert("page".to_owned(), json!(page))),
        At::Part { part } => drop(value.insert("part".to_owned(), json!(part))),
        At::Byte { offset } => drop(value.insert("byte".to_owned(), json!(offset))),
    }
    if let Some(field) = &place.field {
        value.insert("field".to_owned(), json!(field));
    }
    Value::Object(value)
}

pub(crate) fn voiced(views: &[VoicedView]) -> Vec<Value> {
    let one = |view: &VoicedView| {
        json!({
            "text": view.text,
            "voice": view.voice,
            "quote": view.quote,
            "place": view.place.as_ref().map(place),
        })
    };
    views.iter().map(one).collect()
}

fn holdings(args: &Args, core: &Core, name: Option<&str>) -> Outcome {
    let controller = controller_id(core, name)?;
    let request = json!({ "controller": controller, "language": args.lang });
    let views: Vec<HoldingView> = core.ask("holdings", request)?;
    let rows = views.iter().map(|HoldingView { controller, item }| {
        json!({
            "controller": controller,
            "category": item.category,
            "label": item.label,
            "path": item.place.path,
            "table": item.table,
            "field": item.field,
            "records": item.records,
            "first": item.first,
            "last": item.last,
            "examples": item.examples,
            "purposes": voiced(&item.purposes),
            "legal_bases": voiced(&item.legal_bases),
            "recipients": voiced(&item.recipients),
            "retention": voiced(&item.retention),
            "sources": voiced(&item.sources),
            "benefit": { "customer": item.benefit_customer, "company": item.benefit_company },
        })
    });
    let value: Value = rows.collect();
    let columns =
        ["/controller", "/label", "/field", "/records", "/purposes/0/voice", "/purposes/0/text"];
    document(args, &value, |value| lines(value, &columns));
    Ok(Done::Well)
}

fn statements(args: &Args, core: &Core, name: Option<&str>) -> Outcome {
    let controller = controller_id(core, name)?;
    let request = json!({ "controller": controller, "language": args.lang });
    let views: Vec<StatementView> = core.ask("statements", request)?;
    let rows = views.iter().map(|StatementView { controller, statement }| {
        json!({
            "controller": controller,
            "kind": statement.kind,
            "quote": statement.quote,
            "value": statement.value,
            "applies_to": statement.applies_to,
            "categories": statement.categories,
            "language": statement.language,
            "place": place(&statement.place),
        })
    });
    let value: Value = rows.collect();
    document(args, &value, |value| lines(value, &["/controller", "/kind", "/value", "/quote"]));
    Ok(Done::Well)
}

fn search(args: &Args, core: &Core, text: &str, name: Option<&str>, limit: u32) -> Outcome {
    let controller = controller_id(core, name)?;
    // A blank at the end asks for whole words.
    let filter = EntryFilter {
        text: format!("{text} "),
        controllers: controller.into_iter().collect(),
        ..EntryFilter::default()
    };
    let request = json!({ "filter": filter, "limit": limit, "exact": true, "language": args.lang });
    let view: EntriesView = core.ask("entries", request)?;
    let hits = view.rows.iter().map(|row| {
        let (field, snippet, _) = row.what.first().cloned().unwrap_or_default();
        json!({
            "controller": row.controller_name,
            "path": row.place.path,
            "place": place(&row.place),
            "field": field,
            "snippet": snippet,
        })
    });
    let hits: Vec<Value> = hits.collect();
    let value = json!({ "total": view.total, "exact": view.exact, "hits": hits });
    document(args, &value, |value| {
        let columns = ["/controller", "/path", "/field", "/snippet"];
        format!("{} entries\n{}", value["total"], lines(&value["hits"], &columns))
    });
    Ok(Done::Well)
}

fn records(
    args: &Args,
    core: &Core,
    path: &str,
    table: Option<&str>,
    offset: u32,
    limit: u32,
) -> Outcome {
    let mut filter = EntryFilter { paths: vec![MemberPath::new(path)], ..EntryFilter::default() };
    if let Some(table) = table {
        filter.tables = tables_named(core, path, table)?;
    }
    let request = json!({ "filter": filter, "offset": offset, "limit": limit, "exact": true, "language": args.lang });
    let view: EntriesView = core.ask("entries", request)?;
    let mut rows = Vec::new();
    for row in &view.rows {
        let entry: EntryView = core.ask("entry", json!({ "id": row.id, "language": args.lang }))?;
        let values: Map<String, Value> =
            entry.fields.iter().map(|field| (field.name.clone(), json!(field.value))).collect();
        rows.push(json!({ "place": place(&row.place), "when": row.when, "values": values }));
    }
    let value = json!({ "total": view.total, "rows": rows });
    document(args, &value, |value| lines(&value["rows"], &["/place/line", "/when", "/values"]));
    Ok(Done::Well)
}

fn tables_named(core: &Core, path: &str, name: &str) -> Result<Vec<u32>, Failed> {
    let mut ids = Vec::new();
    let imports: Vec<ImportView> = core.ask("imports", json!({ "language": "en" }))?;
    for import in imports {
        let report: ImportReportView =
            core.ask("import_report", json!({ "id": import.id, "language": "en" }))?;
        for member in report.members.iter().filter(|m| m.summary.path.as_str() == path) {
            ids.extend(member.tables.iter().filter(|t| t.name == name).map(|t| t.id));
        }
    }
    if ids.is_empty() {
        return Err(Failed::Use("there is no such table".to_owned()));
    }
    Ok(ids)
}

fn checklist(args: &Args, core: &Core, name: &str, law: &str) -> Outcome {
    let controller = controller_id(core, Some(name))?;
    let request = json!({ "controller": controller, "law": law, "language": args.lang });
    let rows: Vec<ChecklistRow> = core.ask("checklist", request)?;
    let entries = rows.iter().map(|row| {
        let value = json!({
            "answered": row.answered == "yes",
            "state": row.answered,
            "label": row.label,
            "reference": row.reference,
            "place": row.place.as_ref().map(place),
        });
        (row.id.clone(), value)
    });
    let value = Value::Object(entries.collect());
    document(args, &value, |_| {
        rows.iter().map(|r| format!("{}\t{}\t{}\n", r.id, r.answered, r.label)).collect()
    });
    Ok(Done::Well)
}

fn findings(args: &Args, core: &Core, name: Option<&str>, method: bool) -> Outcome {
    let controller = controller_id(core, name)?;
    let views: Vec<FindingView> = core.ask("findings", json!({ "language": args.lang }))?;
    let about = |view: &&FindingView| {
        controller.is_none_or(|id| view.controllers.iter().any(|(other, _)| *other == id))
    };
    let rows = views.iter().filter(about).map(|view| {
        let evidence = view.evidence.iter().map(
            |one| json!({ "path": one.place.path, "place": place(&one.place), "value": one.value }),
        );
        let mut row = json!({
            "rule": view.rule,
            "kind": view.group,
            "controller": view.controllers.first().map(|(_, name)| name),
            "controllers": view.controllers.iter().map(|(_, name)| name).collect::<Vec<_>>(),
            "sentence": view.sentence,
            "evidence": evidence.collect::<Vec<_>>(),
            "reference": view.reference,
            "actions": view.actions.iter().map(|action| &action.right).collect::<Vec<_>>(),
            "state": view.state,
        });
        if method {
            row["method"] = insight::method(core, view);
        }
        row
    });
    let value: Value = rows.collect();
    let mut columns = vec!["/rule", "/controller", "/sentence"];
    if method {
        columns.extend(["/method/version", "/reference", "/method/why", "/method/looks_for"]);
    }
    document(args, &value, |value| lines(value, &columns));
    Ok(Done::Well)
}

fn classify(args: &Args) -> Outcome {
    let core = Core::new(args.vault.clone().unwrap_or_default());
    let mut out = std::io::stdout().lock();
    let mut troubled = false;
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.map_err(|_| Failed::Use(format!("line {} is not UTF-8", number + 1)))?;
        if line.trim().is_empty() {
            continue;
        }
        match dossier_api::classify_line(&core.api, &line) {
            Ok(answer) => {
                let written = writeln!(out, "{answer}");
                written.map_err(|_| Failed::Use("standard output is closed".to_owned()))?;
            }
            Err(_) => {
                troubled = true;
                eprintln!("dossier-cli: line {} is no field", number + 1);
            }
        }
    }
    Ok(if troubled { Done::WithProblems } else { Done::Well })
}

fn deadline(args: &Args, cases: Option<&Path>, one: [&Option<String>; 3], region: &str) -> Outcome {
    let core = Core::new(args.vault.clone().unwrap_or_default());
    let value = match (cases, one) {
        (Some(path), _) => {
            let text = std::fs::read_to_string(path)
                .map_err(|_| Failed::Use("the file of cases cannot be read".to_owned()))?;
            dossier_api::deadline_cases(&core.api, &text)?
        }
        (None, [Some(law), Some(kind), Some(start)]) => {
            let start = start
                .parse()
                .map_err(|_| Failed::Use("--start is a day such as 2026-03-05".to_owned()))?;
            let found = dossier_api::count_deadline(&core.api, law, kind, start, region)?;
            Value::Array(vec![found])
        }
        _ => return Err(Failed::Use("--law, --kind and --start, or --cases".to_owned())),
    };
    document(args, &value, |value| lines(value, &["/id", "/due"]));
    Ok(Done::Well)
}
