//! The embedded catalog as a whole: every file is right, every reference leads somewhere.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::collections::BTreeSet;

use dossier_catalog::{Catalog, CompanySpec, DateSpec};

#[test]
fn no_file_has_a_problem() {
    let problems: Vec<String> = Catalog::embedded().problems().iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

fn each_column(check: impl Fn(&CompanySpec, &str, &dossier_catalog::ColumnSpec) -> Option<String>) {
    let catalog = Catalog::embedded();
    assert!(catalog.companies().len() >= 2);
    let mut wrong = BTreeSet::new();
    for company in catalog.companies() {
        for table in &company.tables {
            for column in &table.columns {
                let problem = check(company, &table.id, column);
                wrong.extend(problem.map(|text| format!("{}: {}: {text}", company.slug, table.id)));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_category_is_declared() {
    let catalog = Catalog::embedded();
    assert!(!catalog.categories().all().is_empty(), "no categories in the catalog");
    each_column(|_, _, column| {
        let known = catalog.categories().get(&column.category).is_some();
        (!known).then(|| format!("`{}` is no category of the catalog", column.category))
    });
}

#[test]
fn every_purpose_is_declared() {
    let catalog = Catalog::embedded();
    let used: BTreeSet<_> = catalog
        .companies()
        .iter()
        .flat_map(|company| &company.tables)
        .flat_map(|table| &table.purposes)
        .collect();
    let unknown: Vec<_> =
        used.into_iter().filter(|id| catalog.purposes().get(id).is_none()).collect();
    assert!(unknown.is_empty(), "no purposes of the catalog: {unknown:?}");
}

#[test]
fn every_date_format_is_one() {
    let good = |spec: &DateSpec| {
        spec.formats.iter().all(|format| {
            let counts = matches!(format.as_str(), "unix" | "unix_ms");
            let mut items = chrono::format::StrftimeItems::new(format);
            counts || !items.any(|item| item == chrono::format::Item::Error)
        })
    };
    each_column(|_, _, column| {
        let broken = column.date.as_ref().is_some_and(|spec| !good(spec));
        broken.then(|| format!("`{}` has a date format that chrono does not know", column.key()))
    });
}

#[test]
fn every_time_column_says_so() {
    let catalog = Catalog::embedded();
    for company in catalog.companies() {
        for table in &company.tables {
            let Some(column) = table.time_column() else { continue };
            assert_eq!(
                column.role,
                dossier_catalog::Role::Time,
                "{}: {}: the time column is no time",
                company.slug,
                table.id
            );
        }
    }
}

#[test]
fn controllers_are_in_the_directory() {
    let catalog = Catalog::embedded();
    let controllers = catalog.companies().iter().flat_map(|company| &company.controllers);
    for slug in controllers.filter_map(|controller| controller.directory.as_ref()) {
        assert!(catalog.directory().get(slug).is_some(), "`{slug}` is not in the directory");
    }
}

#[test]
fn the_directory_is_found_by_name_brand_and_domain() {
    let catalog = Catalog::embedded();
    let directory = catalog.directory();
    assert!(directory.entries().len() >= 500);
    for entry in directory.entries() {
        assert!(directory.by_name(&entry.name).contains(&entry), "{}", entry.slug);
        assert!(entry.changed.len() == 10, "{}: no date", entry.slug);
        assert!(!entry.sources.is_empty() || entry.quality != "tested", "{}", entry.slug);
        let reachable = !(entry.email.is_empty() && entry.address.is_empty() && entry.webform.is_empty());
        assert!(reachable, "{}: no way to write to", entry.slug);
        for domain in &entry.domains {
            assert!(directory.by_domain(&format!("https://www.{domain}/a")).contains(&entry), "{domain}");
        }
    }
}

#[test]
fn the_sample_customer_has_files() {
    let catalog = Catalog::embedded();
    let answers: Vec<_> = catalog.demo().collect();
    assert!(answers.len() >= 2);
    let bytes: usize =
        answers.iter().flat_map(|answer| answer.files()).map(|(_, bytes)| bytes.len()).sum();
    assert!(bytes < 400 * 1024, "{bytes} bytes");
}
