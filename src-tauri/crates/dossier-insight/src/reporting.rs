//! Which fields of an answer speak of the processing and not of the person.
//!
//! Machine-made answers put purposes, periods and the company's own address beside
//! the data. Taken for data they would accuse the company of what it only reports.

use std::collections::BTreeSet;

use dossier_model::{FieldSummary, Statement, StatementKind, TableSummary};

use crate::Knowledge;
use crate::attach::{is_data, stands_in};
use crate::text::fold;

/// The category and the group of what is not about a person.
const ENVELOPE: (&str, &str) = ("dpv:NonPersonalData", "technical");

/// The tables, with what speaks of the processing or of the company marked as no data
/// about the person. What a declaration or the person says of a field stands.
pub fn about_the_person(
    mut tables: Vec<TableSummary>,
    statements: &[Statement],
    knowledge: &Knowledge<'_>,
) -> Vec<TableSummary> {
    let said: Vec<&Statement> =
        statements.iter().filter(|one| !is_data(one, statements, &tables)).collect();
    for table in &mut tables {
        let said: Vec<_> = said.iter().copied().filter(|one| stands_in(one, table)).collect();
        let marked: Vec<bool> = table
            .fields
            .iter()
            .map(|field| {
                names_the_company(table, field, knowledge)
                    || said.iter().any(|one| one.place.field.as_ref() == Some(&field.name))
                    || is_beside(&said, table, field)
            })
            .collect();
        for (field, marked) in table.fields.iter_mut().zip(marked) {
            let told = |why: &String| why.starts_with("declared:") || why.starts_with("corrected:");
            if marked && !field.why.iter().any(told) {
                (field.category, field.group) = (ENVELOPE.0.to_owned(), ENVELOPE.1.to_owned());
                field.kind = None;
            }
        }
    }
    tables
}

/// Whether a field stands in an object of the company or of an authority.
fn names_the_company(
    table: &TableSummary,
    field: &FieldSummary,
    knowledge: &Knowledge<'_>,
) -> bool {
    let inside = format!("{}.{}", table.name, object(&field.name));
    let mut parts = inside.split(['.', '/']).map(|part| spaced(part.trim_end_matches("[]")));
    parts.any(|part| knowledge.rules.reporting.iter().any(|name| fold(name) == part))
}

/// Whether the object of a field, or its table, states things of several kinds and little
/// else: then what stands beside them belongs to the statement.
fn is_beside(said: &[&Statement], table: &TableSummary, field: &FieldSummary) -> bool {
    let own = object(&field.name);
    let here = |name: &str| object(name) == own;
    let said = said.iter().filter(|one| one.place.field.as_deref().is_some_and(here));
    let (mut kinds, mut names) = (BTreeSet::new(), BTreeSet::new());
    for one in said {
        let kind: StatementKind = one.kind;
        kinds.insert(kind as u8);
        names.insert(&one.place.field);
    }
    let all = table.fields.iter().filter(|other| other.filled > 0 && here(&other.name)).count();
    kinds.len() > 1 && names.len() * 2 >= all
}

/// The object that a field stands in.
fn object(field: &str) -> &str {
    field.rsplit_once(['.', '/']).map_or("", |(object, _)| object)
}

/// `dataProtectionOfficer` as folded words.
fn spaced(name: &str) -> String {
    crate::text::words(name).join(" ")
}
