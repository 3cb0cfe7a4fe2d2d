//! The embedded catalog as a whole: every file is right, every reference leads somewhere.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::collections::BTreeSet;

use dossier_catalog::{
    Catalog, Certainty, CompanySpec, DateSpec, Evidence, Mark, MemberEvidence, PathFit,
    TableEvidence, TableSpec,
};
use dossier_model::{MemberKind, MemberPath};

#[test]
fn no_file_has_a_problem() {
    let problems: Vec<String> =
        Catalog::embedded().problems().iter().map(ToString::to_string).collect();
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
            let counts = matches!(format.as_str(), "unix" | "unix_ms" | "unix_us");
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
        let reachable =
            !(entry.email.is_empty() && entry.address.is_empty() && entry.webform.is_empty());
        assert!(reachable, "{}: no way to write to", entry.slug);
        for domain in &entry.domains {
            assert!(
                directory.by_domain(&format!("https://www.{domain}/a")).contains(&entry),
                "{domain}"
            );
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

fn evidence(
    path: &str,
    kind: Option<MemberKind>,
    headers: impl Iterator<Item = String>,
) -> Evidence {
    let table = TableEvidence { name: String::new(), headers: headers.collect() };
    let path = MemberPath::new(path);
    Evidence {
        members: vec![MemberEvidence { path, kind, tables: vec![table], marked: Vec::new() }],
    }
}

/// The headers that a version of a table must have to be taken for it.
fn headers_for(company: &CompanySpec, table: &TableSpec) -> Vec<String> {
    let members = company.exports.iter().flat_map(|export| &export.members);
    let version = members.into_iter().find(|member| member.tables.contains(&table.id));
    let extra = version.map(|member| member.requires.clone()).unwrap_or_default();
    table.requires.iter().cloned().chain(extra).map(|name| name.replace("*.", "a.b.")).collect()
}

#[test]
fn every_own_table_names_its_company_under_any_file_name() {
    let catalog = Catalog::embedded();
    for company in catalog.companies() {
        for table in company.tables.iter().filter(|table| table.mark == Mark::Own) {
            let headers = headers_for(company, table);
            let found = catalog.recognize(&evidence("x/renamed", None, headers.into_iter()));
            let first = found.first().expect(&table.id);
            assert_eq!(first.company, company.slug, "{}", table.id);
            assert_eq!(first.certainty, Certainty::Sure, "{}: {:?}", table.id, first.rivals);
        }
    }
}

#[test]
fn every_table_is_found_under_its_own_path() {
    let catalog = Catalog::embedded();
    for company in catalog.companies() {
        for export in &company.exports {
            for member in &export.members {
                let Some(pattern) = member.paths.first() else { continue };
                let path = MemberPath::new(pattern.replace("{n}", "3").replace('*', "abc"));
                let long = pattern.contains('/') || member.fit(&path) == PathFit::Full;
                assert_eq!(member.fit(&path) == PathFit::Full, long, "{}: {pattern}", company.slug);
                assert!(member.matches(&path), "{}: {pattern}", company.slug);
                if !long || member.common_path {
                    continue;
                }
                let Some(table) = member.tables.first().and_then(|id| company.table(id)) else {
                    continue;
                };
                let kind = member.kinds.first().copied().unwrap_or(MemberKind::Csv);
                let mut headers = headers_for(company, table);
                headers.extend(member.requires.iter().cloned());
                let found = TableEvidence {
                    name: table.names.first().cloned().unwrap_or_default(),
                    headers,
                };
                let hit = catalog.table_for(Some(&company.slug), &path, kind, &found);
                let hit =
                    hit.unwrap_or_else(|| panic!("{}: {} not found", company.slug, member.id));
                let same = hit.table.id == table.id || !hit.table.requires.is_empty();
                assert!(same, "{}: {} taken for {}", company.slug, table.id, hit.table.id);
            }
        }
    }
}

#[test]
fn answers_of_unknown_shops_are_not_recognized() {
    let catalog = Catalog::embedded();
    let mut members = Vec::new();
    for (path, bytes) in catalog.demo().flat_map(|answer| answer.files()) {
        let text = String::from_utf8_lossy(bytes);
        let line = text.lines().next().unwrap_or_default();
        let headers = line.split([';', ',']).map(ToOwned::to_owned);
        members.extend(evidence(path, None, headers).members);
    }
    assert!(members.len() > 10);
    assert!(catalog.recognize(&Evidence { members }).is_empty());
}

#[test]
fn everyday_paths_are_not_taken_for_a_company() {
    let everyday = [
        "account.csv",
        "orders.csv",
        "Lists/Lists.csv",
        "DEVICES/Devices.csv",
        "reviews.json",
        "no-data.txt",
        "Alerts/Notifications.csv",
        "Feedback/Feedback-1.csv",
        "profile.json",
        "Subscriptions.csv",
        "export.json",
        "index.html",
        "accountPreferences.csv",
        "data/customers.csv",
        "letter.txt",
    ];
    let catalog = Catalog::embedded();
    for path in everyday.map(MemberPath::new) {
        for kind in [MemberKind::Csv, MemberKind::Json, MemberKind::Html, MemberKind::Text] {
            let found = catalog.member_for(&path, kind, "name;value\n1;2\n");
            assert!(found.is_none(), "{}: {:?}", path.as_str(), found.map(|f| &f.member.id));
        }
    }
}

#[test]
fn everyday_headers_are_not_recognized() {
    let everyday: [&[&str]; 8] = [
        &["Date", "Time", "Amount", "Currency", "Status", "Description"],
        &["id", "name", "email", "created_at", "updated_at"],
        &["Order ID", "Order Date", "Product Name", "Quantity", "Price", "Total"],
        &["Bestellnummer", "Bestelldatum", "Artikel", "Menge", "Preis", "Lieferadresse"],
        &["First Name", "Last Name", "Email", "Phone", "City", "Zip", "Country"],
        &["timestamp", "title", "type", "value"],
        &["Datum", "Zeit", "Artikel", "Menge", "Umsatz"],
        &["Transaction ID", "Date", "Type", "Name", "Gross", "Fee", "Net"],
    ];
    let catalog = Catalog::embedded();
    for headers in everyday {
        for path in ["orders.csv", "Orders/Order History.csv", "amounts.json", "export.json"] {
            let found =
                catalog.recognize(&evidence(path, None, headers.iter().map(|&h| h.to_owned())));
            assert!(found.is_empty(), "{headers:?} in {path}: {found:?}");
        }
    }
}

#[test]
fn reading_the_catalog_is_quick() {
    let start = std::time::Instant::now();
    let catalog = Catalog::embedded();
    let companies = catalog.companies().len();
    let first = start.elapsed();
    let problems = catalog.problems().len();
    eprintln!(
        "{companies} companies in {first:?}, everything in {:?}, {problems} problems",
        start.elapsed()
    );
    // Unoptimized builds take some ten times as long as the released program.
    assert!(first.as_millis() < 500);
}

#[test]
fn finding_a_table_is_quick() {
    let catalog = Catalog::embedded();
    let headers = (0..40).map(|n| format!("header number {n}")).collect();
    let found = TableEvidence { name: "orders[].items[]".to_owned(), headers };
    let path = MemberPath::new("answer.zip!/some/folder/file-name.json");
    assert!(catalog.table_for(None, &path, MemberKind::Json, &found).is_none());
    let start = std::time::Instant::now();
    for _ in 0..200 {
        assert!(catalog.table_for(None, &path, MemberKind::Json, &found).is_none());
    }
    let each = start.elapsed() / 200;
    eprintln!("{each:?} a table");
    // A document may have ten thousand tables.
    assert!(each.as_micros() < 5_000);
}
