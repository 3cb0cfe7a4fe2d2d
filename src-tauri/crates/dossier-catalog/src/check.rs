//! The rules that a declaration of a company keeps beyond its form. Each message
//! tells the author what to do.

use std::collections::HashSet;

use crate::header::normalize_header;
use crate::{
    Bilingual, CatalogError, CompanySpec, ExportSpec, Mark, MemberSpec, PathPattern, TableSpec,
};

/// Reads, checks and indexes one declaration.
pub(crate) fn read_company(file: &str, bytes: &[u8]) -> Result<CompanySpec, Vec<CatalogError>> {
    let mut company: CompanySpec =
        serde_json::from_slice(bytes).map_err(|error| vec![CatalogError::form(file, &error)])?;
    let mut check = Check { file, problems: Vec::new() };
    check.company(&company);
    for (number, table) in company.tables.iter_mut().enumerate() {
        check.table(number, table);
    }
    let tables: Vec<String> = company.tables.iter().map(|table| table.id.clone()).collect();
    let mut exports = std::mem::take(&mut company.exports);
    check.unique("exports", exports.iter().map(|export| export.id.as_str()));
    for export in &mut exports {
        check.export(export, &tables);
    }
    company.exports = exports;
    if check.problems.is_empty() { Ok(company) } else { Err(check.problems) }
}

struct Check<'a> {
    file: &'a str,
    problems: Vec<CatalogError>,
}

impl Check<'_> {
    fn fail(&mut self, key: impl Into<String>, rule: impl Into<String>) {
        self.problems.push(CatalogError::rule(self.file, key, rule));
    }

    fn need(&mut self, holds: bool, key: &str, rule: &str) {
        if !holds {
            self.fail(key, rule);
        }
    }

    fn text(&mut self, key: String, text: &Bilingual) {
        if text.is_incomplete() {
            self.fail(key, "write the text in German and in English");
        }
    }

    fn unique<'a>(&mut self, key: &str, ids: impl Iterator<Item = &'a str>) {
        let mut seen = HashSet::new();
        for id in ids {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if id.is_empty() || !id.chars().all(plain) {
                self.fail(key, format!("`{id}`: an id has lower-case letters, digits and hyphens"));
            }
            if !seen.insert(id) {
                self.fail(key, format!("`{id}` is declared twice; give each its own id"));
            }
        }
    }

    fn company(&mut self, company: &CompanySpec) {
        let expected = format!("companies/{}.json", company.slug);
        self.need(
            self.file == expected,
            "slug",
            "the slug is the name of the file without `.json`",
        );
        self.need(!company.name.is_empty(), "name", "write the name that people know");
        self.need(!company.sources.is_empty(), "sources", "say where the facts are from");
        self.need(!company.exports.is_empty(), "exports", "declare at least one export");
        self.need(
            company.software || !company.controllers.is_empty(),
            "controllers",
            "name who answers for the data, or set `software` for a shop software",
        );
        for country in company.controllers.iter().flat_map(|c| c.regions.iter().chain([&c.country]))
        {
            let code = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
            self.need(code, "controllers", "write countries as two capital letters (ISO 3166-1)");
        }
        for domain in &company.domains {
            let plain =
                domain.contains('.') && !domain.contains('/') && !domain.starts_with("www.");
            self.need(plain, "domains", "write domains bare: `shop.example`, no `www.`, no path");
        }
        for cell in &company.controller_from {
            let known = company.table(&cell.table).is_some_and(|t| has_key(t, &cell.column));
            self.need(
                known,
                "controller_from",
                "name a table and the first name of one of its columns",
            );
        }
        for notice in &company.stated {
            let sourced = notice.url.starts_with("https://") && notice.date.len() >= 10;
            self.need(
                sourced,
                "stated",
                "a public statement needs its `url` and the day it stood there",
            );
            let known = notice.tables.iter().all(|id| company.table(id).is_some());
            self.need(known, "stated", "a statement names a table that is not declared");
        }
        self.unique("tables", company.tables.iter().map(|table| table.id.as_str()));
    }

    fn table(&mut self, number: usize, table: &mut TableSpec) {
        let at = format!("tables[{number}] ({})", table.id);
        self.text(format!("{at}.label"), &table.label);
        self.text(format!("{at}.row"), &table.row);
        for (position, column) in table.columns.iter().enumerate() {
            let key = format!("{at}.columns[{position}]");
            self.need(!column.names.is_empty(), &key, "a column needs at least one name");
            let prefixed =
                column.category.split_once(':').is_some_and(|(_, term)| !term.is_empty());
            self.need(prefixed, &key, "write the category as `pd:`, `ext:` or `dpv:` and a term");
            for name in column.all_names() {
                let normal = normalize_header(name);
                if let Some(earlier) = table.index.insert(normal, position)
                    && earlier != position
                {
                    self.fail(
                        &key,
                        format!("`{name}` already names column {earlier} of this table"),
                    );
                }
            }
            if let Some(note) = &column.note {
                self.text(format!("{key}.note"), note);
            }
            if let Some(from) = column.money.as_ref().and_then(|money| money.currency_from.as_ref())
            {
                let rule = "`currency_from` is the first name of a column of this table";
                self.need(has_key(table, from), &key, rule);
            }
        }
        self.references(&at, table);
        table.known_as = table.names.iter().map(|name| normalize_header(name)).collect();
    }

    fn references(&mut self, at: &str, table: &mut TableSpec) {
        for name in &table.requires {
            match table.columns.iter().find(|column| column.key() == name) {
                Some(column) => {
                    table.required.push(column.all_names().map(normalize_header).collect());
                }
                None => self.fail(
                    format!("{at}.requires"),
                    format!("`{name}` is not the first name of a column of this table"),
                ),
            }
        }
        let names = table.time.iter().chain(&table.key);
        if let Some(name) = names.into_iter().find(|name| !has_key(table, name)) {
            self.fail(
                format!("{at}.time or .key"),
                format!("`{name}` is not the first name of a column of this table"),
            );
        }
        if table.mark == Mark::Own && table.requires.is_empty() {
            self.fail(
                format!("{at}.mark"),
                "`own` needs `requires`: the columns that nobody else writes",
            );
        }
    }

    fn export(&mut self, export: &mut ExportSpec, tables: &[String]) {
        let at = format!("exports ({})", export.id);
        self.text(format!("{at}.label"), &export.label);
        self.need(!export.languages.is_empty(), &at, "name the languages of the headers");
        self.need(!export.members.is_empty(), &at, "declare at least one member");
        self.unique(
            &format!("{at}.members"),
            export.members.iter().map(|member| member.id.as_str()),
        );
        let ids: HashSet<String> = export.members.iter().map(|member| member.id.clone()).collect();
        for member in &mut export.members {
            let at = format!("{at}.members ({})", member.id);
            self.member(&at, member, tables, &ids);
        }
    }

    fn member(
        &mut self,
        at: &str,
        member: &mut MemberSpec,
        tables: &[String],
        members: &HashSet<String>,
    ) {
        for id in &member.tables {
            match tables.iter().position(|table| table == id) {
                Some(position) => member.positions.push(position),
                None => {
                    self.fail(format!("{at}.tables"), format!("`{id}` is not a declared table"))
                }
            }
        }
        for text in &member.paths {
            match PathPattern::parse(text) {
                Ok(pattern) => member.patterns.push(pattern),
                Err(rule) => self.fail(format!("{at}.paths"), format!("`{text}`: {rule}")),
            }
        }
        member.required = member.requires.iter().map(|name| normalize_header(name)).collect();
        if let Some(other) = &member.duplicate_of
            && (other == &member.id || !members.contains(other))
        {
            self.fail(format!("{at}.duplicate_of"), "name another member of the same export");
        }
        if member.tables.is_empty() && member.label.is_none() {
            self.fail(at, "a member without tables needs a `label` that says what stands in it");
        }
        if let Some(label) = &member.label {
            self.text(format!("{at}.label"), label);
        }
        for hint in &member.json {
            if !hint.records.starts_with('/') || hint.records.len() < 2 {
                self.fail(format!("{at}.json"), "`records` is a pointer such as `/orders/{_}`");
            }
            let known: Vec<&str> = hint.wildcards().collect();
            let mut used = hint.table.split('{').skip(1).filter_map(|rest| rest.split('}').next());
            if !used.all(|name| known.contains(&name)) {
                self.fail(format!("{at}.json"), "`table` names wildcards of `records`");
            }
        }
        if member.with_path && (member.contains.is_empty() || member.paths.is_empty()) {
            self.fail(at, "`with_path` goes with `contains` and `paths`");
        }
    }
}

fn has_key(table: &TableSpec, name: &str) -> bool {
    table.columns.iter().any(|column| column.key() == name)
}
