//! Tables that nobody declared: looked at, read by a person's own recipe, shared.

use std::path::Path;

use base64::Engine;
use dossier_catalog::{Recipe, RecipeColumn};
use dossier_formats::{ReadHints, Source};
use dossier_ingest::{Ingest, Preview, classify};
use dossier_model::{MemberKind, MemberPath, MemberSummary};
use dossier_vault::StoredMember;

use crate::contract::*;
use crate::declared::{RECIPE, with_own};
use crate::import::About;
use crate::{Api, ApiError, Host};

/// Kept bytes that are held in memory to be read again.
const MOST_BYTES: u64 = 512 << 20;

impl Api {
    pub(crate) fn table_preview(
        &self,
        request: TablePreviewRequest,
        host: &mut Host<'_>,
    ) -> Result<TablePreviewView, ApiError> {
        let table = self.with(|vault| Ok(vault.tables(Some(request.import))?))?;
        let table = table.into_iter().find(|table| Some(table.id) == request.table);
        let name = table.map(|table| table.summary.name);
        let source = self.kept_source(request.import, Some(&request.path), host)?;
        let hints = request.recipe.as_ref().map(hints).unwrap_or_default();
        let preview =
            self.ingest().preview(&source, &request.path, name.as_deref(), &hints, host.cancel)?;
        if preview.kind.is_none() {
            return Err(ApiError::new("no_such"));
        }
        Ok(self.preview_view(preview, request.recipe, &request.language))
    }

    fn preview_view(
        &self,
        preview: Preview,
        recipe: Option<RecipeView>,
        language: &str,
    ) -> TablePreviewView {
        let chosen = |header: &str| {
            let columns = recipe.iter().flat_map(|recipe| &recipe.columns);
            let mut own = columns.filter(|(name, category)| name == header && !category.is_empty());
            own.next().map(|(_, category)| category.clone())
        };
        let order = recipe.as_ref().map(|recipe| recipe.date_order.clone()).unwrap_or_default();
        let columns: Vec<PreviewColumn> = preview
            .columns
            .into_iter()
            .map(|column| {
                let own = chosen(&column.header);
                let because = match own {
                    Some(_) => String::new(),
                    None => classify::render(&column.why, language, self.catalog.categories()),
                };
                let category = own.unwrap_or(column.category);
                PreviewColumn {
                    label: crate::wording::words(self.catalog, &category, language),
                    because,
                    dates: order_of(&column.dates, &order),
                    header: column.header,
                    category,
                }
            })
            .collect();
        let separator = preview.cut.separator.map(String::from).unwrap_or_default();
        let found = RecipeView {
            encoding: preview.cut.encoding.clone(),
            separator: separator.clone(),
            header_line: preview.cut.header_line,
            date_order: order,
            columns: columns.iter().map(|one| (one.header.clone(), one.category.clone())).collect(),
            name: recipe.map(|recipe| recipe.name).unwrap_or_default(),
        };
        TablePreviewView {
            encoding: preview.cut.encoding,
            separator,
            header_line: preview.cut.header_line,
            rows: preview.cut.rows.into_iter().map(|(_, cells)| cells).collect(),
            lines: preview.cut.lines,
            columns,
            recipe: found,
        }
    }

    pub(crate) fn recipe_save(
        &self,
        request: RecipeRequest,
        host: &mut Host<'_>,
    ) -> Result<ImportReportView, ApiError> {
        let recipe = self.recipe(&request, host)?;
        let (slug, text) = (recipe.slug(), recipe.declaration().to_string());
        // What cannot be read as a declaration must not be kept as one.
        if with_own(&[(slug.clone(), text.clone())]).company(&slug).is_none() {
            return Err(ApiError::new("bad_request"));
        }
        let before = self.with(|vault| Ok(vault.import(request.import)?))?;
        let source = self.kept_source(request.import, None, host)?;
        let controller = self.with(|vault| Ok(vault.controller(before.controller)?))?;
        let about = About {
            controller: (controller.how == "given").then_some(controller.name),
            received: Some(before.received.clone()),
            sample: before.sample,
            ..About::default()
        };
        let mut own = self.own_declarations()?;
        own.retain(|(known, _)| *known != slug);
        own.push((slug.clone(), text.clone()));
        let catalog = with_own(&own);
        let new = self.read_again(&before, &source, &about, &Ingest::new(&catalog), host)?;
        // One step: the recipe, and what was read with it in place of what was read before.
        self.step("history.recipe_saved", |vault| {
            vault.own_put(RECIPE, &slug, &text)?;
            vault.hide_import(new, false)?;
            crate::tags::carry(vault, request.import, new)?;
            crate::hints::carry(vault, request.import, new)?;
            crate::requests::carry(vault, request.import, new)?;
            vault.hide_import(request.import, true)
        })?;
        self.report(new, &request.language, host)
    }

    pub(crate) fn recipe_export(
        &self,
        request: RecipeRequest,
        host: &mut Host<'_>,
    ) -> Result<RenderedView, ApiError> {
        let recipe = self.recipe(&request, host)?;
        let text = serde_json::to_string_pretty(&recipe.declaration());
        let text = text.map_err(|_| ApiError::new("internal"))? + "\n";
        Ok(RenderedView {
            name: format!("{}.json", recipe.slug()),
            base64: base64::engine::general_purpose::STANDARD.encode(text),
        })
    }

    /// The recipe with what only the file knows: its kind and its line of names.
    fn recipe(&self, request: &RecipeRequest, host: &Host<'_>) -> Result<Recipe, ApiError> {
        let view = &request.recipe;
        let source = self.kept_source(request.import, Some(&request.path), host)?;
        let hints = hints(view);
        let preview = self.ingest().preview(&source, &request.path, None, &hints, host.cancel)?;
        let kind = preview.kind.ok_or_else(|| ApiError::new("no_such"))?;
        let kind = serde_json::to_value(kind).ok();
        let kind = kind.and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default();
        // Without names nothing tells the next file of this kind from any other.
        if view.columns.is_empty() || kind == "csv" && view.header_line == 0 {
            return Err(ApiError::new("recipe_needs_header"));
        }
        let line = view.header_line.checked_sub(1).and_then(|line| usize::try_from(line).ok());
        let header = line.and_then(|line| preview.cut.lines.get(line)).cloned();
        let dates = |header: &str| {
            preview.columns.iter().any(|one| one.header == header && !one.dates.is_empty())
        };
        let name = match view.name.trim() {
            "" => request.path.file_name(),
            name => name,
        };
        Ok(Recipe {
            name: name.to_owned(),
            kind,
            encoding: view.encoding.clone(),
            separator: view.separator.chars().next(),
            header_line: view.header_line,
            // Marks are compared as plain text; other letters depend on the encoding.
            header: header.filter(|line| line.is_ascii()).unwrap_or_default(),
            date_order: view.date_order.clone(),
            columns: view
                .columns
                .iter()
                .map(|(header, category)| RecipeColumn {
                    header: header.clone(),
                    category: category.clone(),
                    date: dates(header),
                })
                .collect(),
        })
    }

    /// The original bytes of an import, or of the one file in it that holds a member.
    fn kept_source(
        &self,
        import: u32,
        path: Option<&MemberPath>,
        host: &Host<'_>,
    ) -> Result<Source, ApiError> {
        host.cancel.check().map_err(|_| ApiError::new("canceled"))?;
        self.with(|vault| {
            let import = vault.import(import)?;
            if import.bytes > MOST_BYTES {
                return Err(ApiError::new("too_large_to_read_again"));
            }
            let mut files: Vec<(String, Vec<u8>)> = Vec::new();
            let mut last = None;
            vault.each_source_chunk(import.id, |source, name, bytes| {
                if last.replace(source) != Some(source) {
                    files.push((name.to_owned(), Vec::new()));
                }
                if let Some((_, all)) = files.last_mut() {
                    all.extend_from_slice(bytes);
                }
            })?;
            // A file without bytes has no chunk; the ledger names it.
            let is_empty = |member: &StoredMember| {
                let MemberSummary { path, kind, .. } = &member.summary;
                *kind == MemberKind::Empty && !path.as_str().contains(MemberPath::INSIDE)
            };
            let members = vault.members(import.id)?.into_iter().filter(is_empty);
            files.extend(members.map(|member| (member.summary.path.as_str().to_owned(), vec![])));
            let is_folder = files.iter().all(|(name, _)| name.contains('/'));
            if is_folder {
                // As the folder was listed.
                files.sort_by(|(one, _), (other, _)| Path::new(one).cmp(Path::new(other)));
            }
            if let [(name, bytes)] = &mut files[..] {
                return Ok(Source::memory(std::mem::take(name), std::mem::take(bytes)));
            }
            let holds = |name: &str| {
                path.is_none_or(|path| {
                    path.as_str()
                        .strip_prefix(name)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with(MemberPath::INSIDE))
                })
            };
            // The parts of a split archive hold together what is in it.
            if files.iter().any(|(name, _)| is_folder && holds(name)) {
                files.retain(|(name, _)| holds(name));
            }
            let files =
                files.into_iter().map(|(name, bytes)| (name.into(), bytes.into())).collect();
            Ok(Source::Files { name: import.name.into(), files })
        })
    }
}

fn hints(recipe: &RecipeView) -> ReadHints {
    ReadHints {
        encoding: Some(recipe.encoding.clone()).filter(|label| !label.is_empty()),
        delimiter: recipe.separator.chars().next(),
        header_line: (recipe.header_line > 0).then_some(recipe.header_line),
        has_header: Some(recipe.header_line > 0),
        ..ReadHints::default()
    }
}

/// The order of day, month and year as the window names it.
fn order_of(found: &str, chosen: &str) -> String {
    let order = match (found, chosen) {
        ("", _) => "",
        (_, chosen) if !chosen.is_empty() => chosen,
        ("%d.%m.%Y", _) => "dmy",
        ("%m/%d/%Y", _) => "mdy",
        ("%Y-%m-%d", _) => "ymd",
        ("?", _) => "unsure",
        _ => "",
    };
    order.to_owned()
}
