//! How a command ends, and what several of them say.

use dossier_api::ApiError;
use dossier_api::contract::*;
use dossier_model::{At, SourcePlace};
use serde_json::{Map, Value, json};

use crate::ask::Core;

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

/// What a command gives.
pub(crate) type Outcome = Result<Done, Failed>;

/// The id of a company by its name.
pub(crate) fn controller_id(core: &Core, name: Option<&str>) -> Result<Option<u32>, Failed> {
    let Some(name) = name else { return Ok(None) };
    let imports: Vec<ImportView> = core.ask("imports", json!({ "language": "en" }))?;
    let same = |import: &&ImportView| import.controller.name.eq_ignore_ascii_case(name);
    let hit = imports.iter().find(same).map(|import| import.controller.id);
    hit.map(Some).ok_or_else(|| Failed::Use("no import of a company of this name".to_owned()))
}

/// Where something stands, with only what there is to say.
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

/// Texts with who speaks.
pub(crate) fn voiced(views: &[VoicedView]) -> Vec<Value> {
    let one = |view: &VoicedView| {
        json!({
            "text": view.text,
            "voice": view.voice,
            "own": view.own,
            "quote": view.quote,
            "place": view.place.as_ref().map(place),
        })
    };
    views.iter().map(one).collect()
}
