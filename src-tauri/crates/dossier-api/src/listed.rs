//! A company in the directory.

use dossier_catalog::{Catalog, DirectoryEntry};
use dossier_model::StatementKind;

use crate::held::Company;
use crate::own_entries::OwnEntry;

/// The directory's entry for a company: as declared, else by its name, the
/// address of its letter, or a domain that its letter names.
pub(crate) fn listed<'a>(catalog: &'a Catalog, company: &Company) -> Option<&'a DirectoryEntry> {
    let directory = catalog.directory();
    let declared = catalog.company(&company.controller.slug);
    let declared = declared
        .into_iter()
        .flat_map(|spec| &spec.controllers)
        .find_map(|controller| directory.get(controller.directory.as_deref()?));
    declared
        .or_else(|| directory.by_name(&company.controller.name).into_iter().next())
        .or_else(|| directory.by_address(&company.letter_address()?.0))
        .or_else(|| {
            let said = company.statements.iter().filter(|s| s.kind == StatementKind::Right);
            let quotes = said.map(|statement| statement.quote.expose());
            let domains = quotes.flat_map(|quote| mail_domains(quote));
            domains.flat_map(|domain| directory.by_domain(&domain)).next()
        })
}

/// The person's own entry for a company.
pub(crate) fn own_entry(
    catalog: &Catalog,
    own: &[OwnEntry],
    company: &Company,
) -> Option<OwnEntry> {
    let listed = listed(catalog, company).map(|entry| entry.slug.as_str());
    let name = company.controller.name.to_lowercase();
    let is = |entry: &&OwnEntry| {
        Some(entry.id.as_str()) == listed || entry.contact.name.to_lowercase() == name
    };
    own.iter().find(is).cloned()
}

/// The domains of the mail addresses in a text.
fn mail_domains(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | ','));
    let mails = words.filter_map(|word| word.split_once('@'));
    mails
        .map(|(_, domain)| domain.trim_end_matches(['.', ';', ':']).to_lowercase())
        .filter(|domain| domain.contains('.'))
        .collect()
}
