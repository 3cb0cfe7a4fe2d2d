//! Why, what it buys, and answers beside each other.

use dossier_api::contract::*;
use serde_json::{Map, Value, json};

use crate::args::Args;
use crate::ask::Core;
use crate::outcome::{Done, Failed, Outcome, controller_id, place, voiced};
use crate::output::{document, lines};

/// How a finding came about: enough for somebody else to do it again.
pub fn method(core: &Core, view: &FindingView) -> Value {
    let rules = core.api.catalog().findings();
    let Some(rule) = rules.rule(&view.rule) else { return Value::Null };
    json!({
        "rule": rule.id,
        "version": rule.version,
        "program": env!("CARGO_PKG_VERSION"),
        "why": view.why,
        "looks_for": rule.when,
        "reference": rule.reference,
        "inputs": view.evidence.len(),
    })
}

/// What became of the records between two answers.
pub fn compare(args: &Args, core: &Core, before: u32, after: u32) -> Outcome {
    let request = json!({ "before": before, "after": after, "language": args.lang });
    let view: CompareView = core.ask("compare", request)?;
    let of = |state: &str| -> Vec<Value> {
        let rows = view.rows.iter().filter(|row| row.state == state);
        rows.map(|row| {
            let mut value = json!({
                "table": row.table,
                "what": row.what,
                "moved_to": row.moved_to,
                "before": row.before_place.as_ref().map(place),
                "after": row.after_place.as_ref().map(place),
            });
            if !row.changes.is_empty() {
                value["changes"] = json!(row.changes);
            }
            value
        })
        .collect()
    };
    let sum = |count: fn(&ComparedTable) -> u64| view.tables.iter().map(count).sum::<u64>();
    let value = json!({
        "counts": {
            "gone": sum(|t| t.gone), "still_there": sum(|t| t.still_there),
            "kept_by_law": sum(|t| t.kept), "new": sum(|t| t.new), "changed": sum(|t| t.changed),
            "moved": sum(|t| t.moved), "not_to_be_seen": sum(|t| t.absent),
        },
        "tables": view.tables,
        "gone": of("gone"),
        "still_there": of("still_there"),
        "kept_by_law": of("kept"),
        "new": of("new"),
        "changed": of("changed"),
        "moved": of("moved"),
        "not_to_be_seen": of("absent"),
        "reasons": voiced(&view.reason_kept),
        "by_contents": view.by_position,
    });
    document(args, &value, |value| {
        let columns =
            ["/table", "/gone", "/still_there", "/kept", "/new", "/changed", "/moved", "/absent"];
        let told = view.rows.iter().flat_map(|row| {
            row.changes.iter().map(|one| {
                json!({
                    "table": row.table, "field": one.was.as_ref().unwrap_or(&one.field),
                    "state": one.state, "before": one.before,
                    "after": if one.was.is_some() { Some(&one.field) } else { one.after.as_ref() },
                })
            })
        });
        let told: Value = told.collect();
        let fields = match lines(&told, &["/table", "/field", "/state", "/before", "/after"]) {
            none if none.is_empty() => none,
            some => format!("\ntable\tfield\tbecame\tbefore\tafter\n{some}"),
        };
        format!(
            "table\tgone\tstill there\tkept by law\tnew\tchanged\tmoved\tnot to be seen\n{}{fields}",
            lines(&value["tables"], &columns)
        )
    });
    Ok(Done::Well)
}

/// Companies or cases side by side.
pub fn sides(args: &Args, core: &Core, name: Option<&str>) -> Outcome {
    let mut controllers = Vec::new();
    if let Some(name) = name {
        let imports: Vec<ImportView> = core.ask("imports", json!({ "language": args.lang }))?;
        let name = name.to_lowercase();
        let named = |import: &&ImportView| import.controller.name.to_lowercase().starts_with(&name);
        controllers.extend(imports.iter().filter(named).map(|import| import.controller.id));
        if controllers.is_empty() {
            return Err(Failed::Use("no import of a company of this name".to_owned()));
        }
    }
    let request = json!({ "controllers": controllers, "language": args.lang });
    let view: SidesView = core.ask("compare_sides", request)?;
    let rows = view.rows.iter().map(|row| {
        let cells = view.columns.iter().zip(&row.cells).map(|(column, cell)| {
            let value = json!({
                "state": cell.state,
                "records": cell.records,
                "place": cell.place.as_ref().map(place),
            });
            (column.name.clone(), value)
        });
        json!({
            "id": row.id,
            "label": row.label,
            "group": row.group,
            "cells": cells.collect::<Map<String, Value>>(),
        })
    });
    let value: Value = rows.collect();
    document(args, &value, |_| {
        let names: Vec<&str> = view.columns.iter().map(|column| column.name.as_str()).collect();
        let mut text = format!("\t{}\n", names.join("\t"));
        for row in &view.rows {
            let cell = |cell: &SideCell| match row.group.as_str() {
                "kind" => cell.records.to_string(),
                _ => cell.state.clone(),
            };
            let cells: Vec<String> = row.cells.iter().map(cell).collect();
            text += &format!("{}\t{}\n", row.id, cells.join("\t"));
        }
        text
    });
    Ok(Done::Well)
}

/// Kinds of data by purpose.
pub fn why(args: &Args, core: &Core, name: Option<&str>) -> Outcome {
    let controller = controller_id(core, name)?;
    let controllers: Vec<u32> = controller.into_iter().collect();
    let request = json!({ "controllers": controllers, "language": args.lang });
    let view: WhyView = core.ask("why", request)?;
    let label = |id: &str| {
        let column = view.purposes.iter().find(|column| column.id == id);
        column.map(|column| column.label.clone()).unwrap_or_default()
    };
    let cells = view.cells.iter().map(|cell| {
        json!({
            "kind": cell.kind,
            "purpose": cell.purpose,
            "label": label(&cell.purpose),
            "voice": cell.voice,
            "records": cell.records,
            "fields": cell.fields,
            "reasons": voiced(&cell.reasons),
            "legal_bases": voiced(&cell.legal_bases),
            "recipients": voiced(&cell.recipients),
            "retention": voiced(&cell.retention),
        })
    });
    let value = json!({ "cells": cells.collect::<Vec<_>>(), "flow": view.bands });
    document(args, &value, |value| {
        lines(&value["cells"], &["/kind", "/voice", "/label", "/fields", "/records"])
    });
    Ok(Done::Well)
}

/// What the data buy, and whom.
pub fn ledger(args: &Args, core: &Core, name: Option<&str>) -> Outcome {
    let controller = controller_id(core, name)?;
    let request = json!({ "controller": controller, "language": args.lang });
    let view: BenefitLedgerView = core.ask("ledger", request)?;
    let value = json!(view);
    document(args, &value, |value| {
        let gains = lines(&value["gains"], &["/id", "/amount", "/records", "/text/values/company"]);
        let own = lines(&value["lines"], &["/serves", "/controller_name", "/label", "/records"]);
        format!("{gains}{own}kept {}, erased {}\n", view.kept, view.erased)
    });
    Ok(Done::Well)
}
