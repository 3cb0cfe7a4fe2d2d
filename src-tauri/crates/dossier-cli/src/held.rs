//! What is held: listed, searched, checked.

use dossier_api::contract::*;
use dossier_model::MemberPath;
use serde_json::{Map, Value, json};

use crate::args::Args;
use crate::ask::Core;
use crate::insight;
use crate::outcome::{Done, Failed, Outcome, controller_id, place, voiced};
use crate::output::{document, lines};

/// What each company holds, and why.
pub fn holdings(args: &Args, core: &Core, name: Option<&str>) -> Outcome {
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

/// What the companies say, with what a stated period starts with.
pub fn statements(args: &Args, core: &Core, name: Option<&str>) -> Outcome {
    let controller = controller_id(core, name)?;
    let request = json!({ "controller": controller, "language": args.lang });
    let views: Vec<StatementView> = core.ask("statements", request)?;
    let rows = views.iter().map(|StatementView { controller, statement }| {
        json!({
            "controller": controller,
            "kind": statement.kind,
            "quote": statement.quote,
            "value": statement.value,
            "starts": statement.starts,
            "applies_to": statement.applies_to,
            "categories": statement.categories,
            "language": statement.language,
            "place": place(&statement.place),
        })
    });
    let value: Value = rows.collect();
    document(args, &value, |value| {
        lines(value, &["/controller", "/kind", "/value", "/applies_to", "/starts/event", "/quote"])
    });
    Ok(Done::Well)
}

/// Entries with some words.
pub fn search(args: &Args, core: &Core, text: &str, name: Option<&str>, limit: u32) -> Outcome {
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

/// The records of a member.
pub fn records(
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

/// What an answer must hold, and whether it does.
pub fn checklist(args: &Args, core: &Core, name: &str, law: &str) -> Outcome {
    let controller = controller_id(core, Some(name))?;
    let asked = json!({ "id": controller, "language": args.lang });
    let chosen = core.ask::<CompanyView>("company", asked)?.law;
    let request = json!({ "controller": controller, "law": law, "language": args.lang });
    let rows: Vec<ChecklistRow> = core.ask("checklist", request)?;
    let entries = rows.iter().map(|row| {
        let value = json!({
            "answered": row.answered == "yes",
            "state": row.answered,
            "label": row.label,
            "reference": row.reference,
            "place": row.place.as_ref().map(place),
            "quote": row.hint.as_ref().map(|hint| hint.quote.expose()),
        });
        (row.id.clone(), value)
    });
    let value = Value::Object(entries.collect());
    document(args, &value, |_| {
        let rows = rows.iter().map(|r| format!("{}\t{}\t{}\n", r.id, r.answered, r.label));
        // Who names the law knows why it.
        let reason = json!(chosen.reason);
        let why = law.is_empty().then(|| {
            format!("{}\t{}\t{}\n", chosen.id, reason.as_str().unwrap_or_default(), chosen.label)
        });
        why.into_iter().chain(rows).collect()
    });
    Ok(Done::Well)
}

/// What is worth knowing, and how it was found.
pub fn findings(args: &Args, core: &Core, name: Option<&str>, method: bool) -> Outcome {
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
