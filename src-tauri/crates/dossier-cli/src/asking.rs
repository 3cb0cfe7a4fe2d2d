//! The commands that ask, track and prove.

use std::path::Path;

use base64::Engine;
use dossier_api::contract::*;
use dossier_api::{ApiError, Source};
use serde_json::{Map, Value, json};

use crate::args::{Args, Draft, Requests};
use crate::ask::Core;
use crate::outcome::{Done, Failed, Outcome, controller_id};
use crate::output::{document, lines};

/// Lists requests, or works on one.
pub fn requests(args: &Args, core: &Core, what: Option<&Requests>) -> Outcome {
    let language = json!({ "language": args.lang });
    let of = |id: &u32| json!({ "id": id, "language": args.lang });
    match what {
        None | Some(Requests::List) => {
            let view: Value = core.ask("requests", language)?;
            let columns = ["/id", "/controller_name", "/right", "/law", "/state", "/due"];
            document(args, &view, |view| lines(view, &columns));
        }
        Some(Requests::Show { id }) => {
            let view: RequestView = core.ask("request", of(id))?;
            document(args, &json!(view), |_| view.text.clone());
        }
        Some(Requests::Next { id }) => next(args, core, *id)?,
        Some(Requests::Mark { id, state, day, how, note, file }) => {
            let today = chrono::Local::now().date_naive().to_string();
            let handles: Vec<u32> = (1..).take(file.len()).collect();
            let request = json!({
                "id": id,
                "state": state,
                "day": day.clone().unwrap_or(today),
                "how": how,
                "note": note,
                "files": handles,
            });
            let sources = (1..).zip(file.iter().map(Source::path)).collect();
            let view: RequestView = core.ask_with("request_mark", request, sources, &mut |_| ())?;
            document(args, &json!(view), |_| {
                format!("{state}, due {}", view.card.due.clone().unwrap_or_default())
            });
        }
        Some(Requests::Remove { id }) => {
            let view: Value = core.ask("request_remove", of(id))?;
            document(args, &view, |_| "taken out".to_owned());
        }
        Some(Requests::Due) => {
            let view: Value = core.ask("reminders", language)?;
            document(args, &view, |view| {
                lines(view, &["/request", "/controller_name", "/right", "/due", "/days"])
            });
        }
    }
    Ok(Done::Well)
}

fn next(args: &Args, core: &Core, id: Option<u32>) -> Result<(), Failed> {
    let cards: Vec<RequestCard> = core.ask("requests", json!({ "language": args.lang }))?;
    let mut steps = Vec::new();
    for card in cards.iter().filter(|card| id.is_none_or(|id| card.id == id)) {
        let view: RequestView =
            core.ask("request", json!({ "id": card.id, "language": args.lang }))?;
        steps.extend(view.next.iter().map(|step| {
            json!({
                "request": card.id,
                "controller": card.controller_name,
                "action": step.action,
                "right": step.right,
                "due": step.due,
            })
        }));
    }
    let columns = ["/request", "/controller", "/action", "/right", "/due"];
    document(args, &Value::Array(steps), |value| lines(value, &columns));
    Ok(())
}

/// Writes a deadline as a calendar file.
pub fn calendar(args: &Args, core: &Core, request: u32, out: &Path) -> Outcome {
    let rendered: RenderedView =
        core.ask("request_render", json!({ "id": request, "format": "ics" }))?;
    let bytes = write(&rendered, out)?;
    document(args, &json!({ "bytes": bytes }), |_| format!("{bytes} bytes"));
    Ok(Done::Well)
}

/// What became of a request.
pub fn proof(
    args: &Args,
    core: &Core,
    request: u32,
    import: Option<u32>,
    language: Option<&str>,
    (format, out): (&str, Option<&Path>),
) -> Outcome {
    let view: RequestView = core.ask("request", json!({ "id": request, "language": args.lang }))?;
    let language = language.unwrap_or(&view.language);
    let import = match import {
        Some(import) => import,
        None => {
            let asked = json!({ "controller": view.card.controller, "language": args.lang });
            let offers: Vec<ProofOffer> = core.ask("proofs", asked)?;
            let fits = offers.iter().filter(|offer| offer.request == request);
            let newest = fits.map(|offer| offer.import).max();
            newest.ok_or_else(|| Failed::Use("no later answer is imported".to_owned()))?
        }
    };
    if let Some(out) = out {
        let format = format!("proof_{format}");
        let asked = json!({
            "id": request,
            "format": format,
            "import": import,
            "language": language,
        });
        let rendered: RenderedView = core.ask("request_render", asked)?;
        let bytes = write(&rendered, out)?;
        document(args, &json!({ "bytes": bytes }), |_| format!("{bytes} bytes"));
        return Ok(Done::Well);
    }
    let asked = json!({ "request": request, "import": import, "language": language });
    let view: ProofView = core.ask("proof", asked)?;
    document(args, &json!(view), |value| {
        lines(&value["rows"], &["/state", "/label", "/table", "/field", "/asked", "/gone"])
    });
    Ok(if view.done { Done::Well } else { Done::WithProblems })
}

/// Finds somebody to write to.
pub fn directory(args: &Args, core: &Core, query: &str, authority: bool) -> Outcome {
    let what = if authority { "authority" } else { "company" };
    let asked = json!({ "query": query, "language": args.lang, "what": what });
    let view: Value = core.ask("directory_search", asked)?;
    let columns = ["/id", "/name", "/contact/email", "/as_of", "/stale"];
    document(args, &view, |view| lines(view, &columns));
    Ok(Done::Well)
}

/// The letters that there are.
pub fn letters(args: &Args, core: &Core) -> Outcome {
    let letters = core.api.catalog().letters().iter();
    let rows = letters.map(|letter| {
        json!({
            "law": letter.law,
            "letter": letter.letter,
            "language": letter.language,
            "right": letter.right,
            "name": letter.name,
        })
    });
    let value: Value = rows.collect();
    document(args, &value, |value| lines(value, &["/law", "/letter", "/language", "/name"]));
    Ok(Done::Well)
}

/// Writes what was rendered, and says how much it was.
fn write(rendered: &RenderedView, out: &Path) -> Result<usize, Failed> {
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(&rendered.base64)
        .map_err(|_| ApiError::new("internal"))?;
    std::fs::write(out, &bytes)
        .map_err(|_| Failed::Use("the file cannot be written there".to_owned()))?;
    Ok(bytes.len())
}

/// Drafts a letter as a new request.
pub fn draft(args: &Args, core: &Core, draft: &Draft) -> Outcome {
    let controller = match draft.add {
        true => {
            let view: ControllerView = core.ask(
                "controller_add",
                json!({ "name": draft.controller, "language": args.lang }),
            )?;
            view.id
        }
        false => controller_id(core, Some(&draft.controller))?.unwrap_or_default(),
    };
    let company: CompanyView =
        core.ask("company", json!({ "id": controller, "language": args.lang }))?;
    let mut items = Vec::new();
    for wanted in &draft.items {
        items.push(item(&company, wanted, None)?);
    }
    for wanted in &draft.correct {
        let (wanted, right) = wanted
            .split_once('=')
            .ok_or_else(|| Failed::Use("--correct takes PATH::FIELD=VALUE".to_owned()))?;
        items.push(item(&company, wanted, Some(right))?);
    }
    let request: RequestView = core.ask(
        "request_create",
        json!({
            "controller": controller,
            "right": whole_right(&draft.right),
            "law": draft.law,
            "language": draft.language,
            "items": items,
            "about": draft.about,
        }),
    )?;
    let id = request.card.id;
    let mut change = json!({ "id": id, "masked": !draft.full_values });
    let mut facts = Map::new();
    for fact in &draft.fact {
        let (fact, value) =
            fact.split_once('=').ok_or_else(|| Failed::Use("--fact takes ID=VALUE".to_owned()))?;
        facts.insert(fact.to_owned(), json!(value));
    }
    change["facts"] = Value::Object(facts);
    if let Some(name) = &draft.sender_name {
        change["sender"] = json!({ "name": name, "address": lines_of(&draft.sender_address), "email": draft.sender_email });
    }
    if !draft.contact_address.is_empty() || draft.contact_email.is_some() {
        let mut contact = request.contact;
        if !draft.contact_address.is_empty() {
            contact.address = lines_of(&draft.contact_address);
        }
        contact.email = draft.contact_email.clone().unwrap_or(contact.email);
        change["contact"] = json!(contact);
    }
    let _: Value = core.ask("request_update", change)?;
    let rendered: Result<RenderedView, _> =
        core.ask("request_render", json!({ "id": id, "format": draft.format }));
    let rendered = match rendered {
        Ok(rendered) => rendered,
        Err(error) => {
            // A letter that was refused leaves no request behind.
            let _: Value =
                core.ask("request_remove", json!({ "id": id, "language": args.lang }))?;
            return Err(error.into());
        }
    };
    let bytes = write(&rendered, &draft.out)?;
    let value = json!({ "request": id, "bytes": bytes, "format": draft.format });
    document(args, &value, |_| format!("request {id}, {bytes} bytes"));
    Ok(Done::Well)
}

/// An item by its path, table and field.
fn item(company: &CompanyView, wanted: &str, right: Option<&str>) -> Result<RequestItem, Failed> {
    let parts: Vec<&str> = wanted.split("::").collect();
    let (path, table, field) = match parts.as_slice() {
        [path] => (*path, None, None),
        [path, field] => (*path, None, Some(*field)),
        [path, table, field] => (*path, Some(*table), Some(*field)),
        _ => return Err(Failed::Use("an item is PATH, PATH::FIELD or PATH::TABLE::FIELD".into())),
    };
    let hit = company.label.iter().flat_map(|row| &row.items).find(|item| {
        item.place.path.as_str().ends_with(path)
            && table.is_none_or(|table| item.table == table)
            && field.is_none_or(|field| item.field == field)
    });
    let hit = hit.ok_or_else(|| Failed::Use("an item is not in the imports".to_owned()))?;
    Ok(RequestItem {
        table: hit.table_id,
        field: field.map(|_| hit.field_id),
        entries: Vec::new(),
        found: right.and(hit.examples.first().cloned()).unwrap_or_default(),
        right_value: right.unwrap_or_default().to_owned(),
        since: String::new(),
    })
}

/// A line each, also where several came in one word.
fn lines_of(words: &[String]) -> Vec<String> {
    words.iter().flat_map(|word| word.lines()).map(str::to_owned).collect()
}

/// The right of a letter that is named by its extent: whether all or a part is meant, the
/// items tell.
fn whole_right(right: &str) -> &str {
    right.strip_suffix("_part").or_else(|| right.strip_suffix("_all")).unwrap_or(right)
}
