//! What an author is told: the file, the key and what to do. A broken file costs
//! that file only.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use dossier_catalog::{Catalog, CatalogError, Files};
use serde_json::{Value, json};

fn good() -> Value {
    json!({
        "slug": "shop", "name": "Shop", "quality": "described",
        "controllers": [{ "name": "Shop Ltd", "country": "IE" }],
        "sources": [{ "title": "invented" }],
        "exports": [{
            "id": "first", "label": { "de": "Erste", "en": "First" }, "languages": ["en"],
            "members": [{ "id": "orders", "paths": ["orders.{n}.csv"], "kinds": ["csv"], "tables": ["orders"] }]
        }],
        "tables": [{
            "id": "orders", "label": { "de": "Bestellungen", "en": "Orders" },
            "row": { "de": "Eine Bestellung", "en": "An order" },
            "columns": [{ "names": ["Order ID"], "category": "ext:OrderNumber" }]
        }]
    })
}

fn problems(text: &str) -> Vec<String> {
    let mut files = Files::default();
    files.insert("companies/shop.json", text.as_bytes().to_vec());
    let catalog = Catalog::new(files);
    let mine = |problem: &CatalogError| problem.file() == "companies/shop.json";
    catalog.problems().iter().filter(|problem| mine(problem)).map(ToString::to_string).collect()
}

/// Changes one value of a good declaration and looks for a message.
fn check(pointer: &str, value: Value, expect: &str) {
    let mut company = good();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = company.pointer_mut(parent).expect("the pointer leads somewhere");
    match (parent, key.parse::<usize>()) {
        (Value::Array(list), Ok(at)) if at < list.len() => list[at] = value,
        (Value::Array(list), _) => list.push(value),
        (Value::Object(map), _) => drop(map.insert(key.to_owned(), value)),
        _ => unreachable!("pointers lead into lists and objects"),
    }
    let found = problems(&company.to_string());
    assert!(
        found.iter().any(|line| line.contains(expect)),
        "{pointer}: {found:?} lacks `{expect}`"
    );
}

#[test]
fn the_good_one_is_good() {
    assert_eq!(problems(&good().to_string()), Vec::<String>::new());
}

#[test]
fn form() {
    assert_eq!(
        problems("{\n  \"slug\": \"shop\"\n  \"name\": \"Shop\" }"),
        [
            "companies/shop.json: line 3, column 3: not valid JSON; look for a missing comma, quote or bracket before this place"
        ]
    );
    check("/colour", json!("red"), "unknown field `colour`");
    check("/quality", json!("perfect"), "unknown variant `perfect`");
    check("/exports/0/members/0/path", json!("a"), "unknown field `path`");
    check("/brands", json!("secret@example.org"), "a value has the wrong type");
    let mut company = good();
    company.as_object_mut().unwrap().remove("sources");
    assert!(problems(&company.to_string())[0].contains("missing field `sources`"));
}

#[test]
fn messages_do_not_quote_values() {
    let mut company = good();
    company["brands"] = json!("secret@example.org");
    assert!(!problems(&company.to_string()).concat().contains("secret"));
}

#[test]
fn company() {
    check("/slug", json!("store"), "slug: the slug is the name of the file");
    check("/sources", json!([]), "sources: say where the facts are from");
    check("/controllers", json!([]), "name who answers for the data, or set `software`");
    check("/controllers/0/country", json!("Ireland"), "two capital letters");
    check("/domains", json!(["https://www.shop.example/"]), "write domains bare");
    check(
        "/controller_from",
        json!([{ "table": "orders", "column": "Shop" }]),
        "name a table and the first name",
    );
    check(
        "/stated",
        json!([{ "kind": "purpose", "quote": "q", "url": "shop.example", "date": "2026" }]),
        "needs its `url`",
    );
}

#[test]
fn exports_and_members() {
    check("/exports", json!([]), "declare at least one export");
    check("/exports/0/label/de", json!(" "), "in German and in English");
    check("/exports/0/id", json!("First One"), "lower-case letters, digits and hyphens");
    check("/exports/0/members/0/tables", json!(["order"]), "`order` is not a declared table");
    check("/exports/0/members/0/paths", json!(["*.csv"]), "four letters besides wildcards");
    check(
        "/exports/0/members/0/duplicate_of",
        json!("other"),
        "name another member of the same export",
    );
    check("/exports/0/members/0/tables", json!([]), "needs a `label`");
    check("/exports/0/members/0/json", json!([{ "records": "orders" }]), "`records` is a pointer");
    check(
        "/exports/0/members/0/json",
        json!([{ "records": "/{a}/x", "table": "{b}" }]),
        "`table` names wildcards",
    );
    check("/exports/0/members/0/with_path", json!(true), "`with_path` goes with `contains`");
    check(
        "/exports/0/members/1",
        good()["exports"][0]["members"][0].clone(),
        "`orders` is declared twice",
    );
}

#[test]
fn tables_and_columns() {
    check("/tables/0/requires", json!(["Order"]), "`Order` is not the first name of a column");
    check("/tables/0/time", json!("Date"), "`Date` is not the first name");
    check("/tables/0/key", json!(["Date"]), "`Date` is not the first name");
    check("/tables/0/mark", json!("own"), "`own` needs `requires`");
    check("/tables/0/columns/0/names", json!([]), "at least one name");
    check("/tables/0/columns/0/category", json!("OrderNumber"), "write the category as `pd:`");
    check(
        "/tables/0/columns/0/money",
        json!({ "currency_from": "Currency" }),
        "`currency_from` is the first name",
    );
    check(
        "/tables/0/columns/1",
        json!({ "names": ["order id"], "category": "pd:UID" }),
        "`order id` already names column 0",
    );
    check("/tables/1", good()["tables"][0].clone(), "`orders` is declared twice");
}

#[test]
fn a_broken_file_costs_itself_only() {
    let mut files = Files::default();
    files.insert("companies/broken.json", b"{".to_vec());
    files.insert("companies/shop.json", good().to_string().into_bytes());
    let catalog = Catalog::new(files);
    assert_eq!(catalog.companies().len(), 1);
    assert_eq!(
        catalog.problems().iter().filter(|p| p.file() == "companies/broken.json").count(),
        1
    );
}

#[test]
fn a_persons_own_recipe_wins() {
    let mut files = Files::default();
    files.insert("companies/shop.json", good().to_string().into_bytes());
    let mut own = good();
    own["name"] = json!("My Shop");
    files.insert("companies/shop.json", own.to_string().into_bytes());
    let catalog = Catalog::new(files);
    assert_eq!(catalog.company("shop").unwrap().name, "My Shop");
}
