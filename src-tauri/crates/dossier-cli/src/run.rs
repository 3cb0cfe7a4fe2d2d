//! The commands.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use dossier_api::Source;
use dossier_api::contract::*;
use serde_json::{Value, json};

use crate::args::{Args, Command};
use crate::ask::Core;
use crate::asking;
use crate::held;
use crate::insight;
use crate::outcome::{Done, Failed, Outcome};
use crate::output::{document, lines};

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
        Command::Holdings { controller } => held::holdings(args, &core, controller.as_deref()),
        Command::Statements { controller } => held::statements(args, &core, controller.as_deref()),
        Command::Search { text, controller, limit } => {
            held::search(args, &core, text, controller.as_deref(), *limit)
        }
        Command::Records { path, table, offset, limit } => {
            held::records(args, &core, path, table.as_deref(), *offset, *limit)
        }
        Command::Checklist { controller, law } => held::checklist(args, &core, controller, law),
        Command::Findings { controller, method } => {
            held::findings(args, &core, controller.as_deref(), *method)
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
        Command::Proof { request, import, language, format, out } => {
            let (language, out) = (language.as_deref(), out.as_deref());
            asking::proof(args, &core, *request, *import, language, (format, out))
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

/// So many lines are looked at together: tables are shorter, and memory is bounded.
const TOGETHER: usize = 4096;

fn classify(args: &Args) -> Outcome {
    let core = Core::new(args.vault.clone().unwrap_or_default());
    let mut out = std::io::stdout().lock();
    let mut troubled = false;
    let mut lines = std::io::stdin().lock().lines().enumerate().peekable();
    while lines.peek().is_some() {
        let mut block = Vec::new();
        for (number, line) in lines.by_ref().take(TOGETHER) {
            let line =
                line.map_err(|_| Failed::Use(format!("line {} is not UTF-8", number + 1)))?;
            if !line.trim().is_empty() {
                block.push((number, line));
            }
        }
        let asked: Vec<&str> = block.iter().map(|(_, line)| line.as_str()).collect();
        let answers = dossier_api::classify_lines(&core.api, &asked);
        for ((number, _), answer) in block.iter().zip(answers) {
            match answer {
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
