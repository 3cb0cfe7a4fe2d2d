//! Equal entries once, and the person's words on a company.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::Desk;
use dossier_api::contract::*;
use serde_json::{Value, json};

const FIRST: &str = "\
Visit date;Page;Device
2025-03-01;Lamps;A
2025-03-01;Lamps;A
2025-03-02;Tables;A
2025-03-01;Lamps;A
2025-03-04;Chairs;B
";
/// The same columns in another order, one visit again and one new.
const SECOND: &str = "\
Device;Page;Visit date
A;Lamps ;2025-03-01
B;Chairs;2025-03-04
B;Beds;2025-03-05
";

fn desk() -> Desk {
    let desk = Desk::empty();
    for (shop, files) in [
        ("Invented Shop GmbH", vec![("visits.csv", FIRST), ("more.csv", SECOND)]),
        ("Another Shop GmbH", vec![("visits.csv", FIRST)]),
    ] {
        desk.import(shop, "2026-01-10", &files);
    }
    desk
}

fn once(desk: &Desk, more: Value) -> EntriesView {
    let mut request = json!({ "limit": 50, "language": "en", "once": true });
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    desk.ask("entries", request)
}

/// The page of each row, with how often and in how many files it stands.
fn told(view: &EntriesView) -> Vec<(String, u32, u32)> {
    let page = |row: &EntryRow| {
        let (_, value, _) = row.what.iter().find(|(name, _, _)| name == "Page").unwrap().clone();
        let equal = row.equal.unwrap_or(EqualView { count: 1, files: 1 });
        (value.trim().to_owned(), equal.count, equal.files)
    };
    view.rows.iter().map(page).collect()
}

fn line(page: &str, count: u32, files: u32) -> (String, u32, u32) {
    (page.to_owned(), count, files)
}

#[test]
fn equal_entries_of_one_company_are_one_row_with_their_count_and_files() {
    let desk = desk();
    let shop = desk.company("Invented");
    let view = once(&desk, json!({ "filter": { "controllers": [shop] } }));
    let wanted =
        [line("Lamps", 4, 2), line("Chairs", 2, 2), line("Beds", 1, 1), line("Tables", 1, 1)];
    assert_eq!(told(&view), wanted);
    assert_eq!((view.total, view.exact, view.entries, view.compared), (4, true, Some(8), None));

    // Another company with the same rows has rows of its own.
    let all = once(&desk, json!({}));
    assert_eq!((all.total, all.entries), (7, Some(13)));
    let plain: EntriesView = desk.ask("entries", json!({ "limit": 50, "language": "en" }));
    assert_eq!((plain.total, plain.entries), (13, None));
    assert!(plain.rows.iter().all(|row| row.equal.is_none()));
}

#[test]
fn what_stands_behind_a_row_is_a_filter_of_its_own() {
    let desk = desk();
    let shop = desk.company("Invented");
    let view = once(&desk, json!({ "filter": { "controllers": [shop] } }));
    let lamps = view.rows[0].id;
    let filter = json!({ "same_as": lamps });
    let same: EntriesView =
        desk.ask("entries", json!({ "filter": filter, "limit": 50, "language": "en" }));
    assert_eq!((same.total, same.exact), (4, true));
    assert!(same.rows.iter().any(|row| row.id == lamps));
    let facets: FacetsView = desk.ask("facets", json!({ "filter": filter, "language": "en" }));
    let count: u64 = facets.tables.iter().map(|facet| facet.count).sum();
    assert_eq!(count, 4);
    let alone = json!({ "same_as": view.rows[2].id });
    let alone: EntriesView =
        desk.ask("entries", json!({ "filter": alone, "limit": 50, "language": "en" }));
    assert_eq!(alone.total, 1, "an entry without equals is its own");
    // Together with a tag: what has both.
    let _: Vec<TagView> = desk.ask("entries_tag", json!({ "tag": "old", "entries": [lamps] }));
    let both = json!({ "same_as": lamps, "tags": ["old"] });
    let both: EntriesView =
        desk.ask("entries", json!({ "filter": both, "limit": 50, "language": "en" }));
    assert_eq!(both.total, 1);
}

#[test]
fn other_filters_and_orders_hold_for_equal_entries_too() {
    let desk = desk();
    let shop = desk.company("Invented");
    let of = |filter: Value, sort: Value| {
        let mut filter = filter;
        filter["controllers"] = json!([shop]);
        told(&once(&desk, json!({ "filter": filter, "sort": sort })))
    };
    assert_eq!(of(json!({ "text": "chairs" }), Value::Null), [line("Chairs", 2, 2)]);
    let days = json!({ "from": "2025-03-02", "to": "2025-03-04" });
    assert_eq!(of(days, Value::Null), [line("Chairs", 2, 2), line("Tables", 1, 1)]);
    let newest = of(json!({}), json!({ "by": "when", "descending": true }));
    let wanted =
        [line("Beds", 1, 1), line("Chairs", 2, 2), line("Tables", 1, 1), line("Lamps", 4, 2)];
    assert_eq!(newest, wanted);
    let by_table = of(json!({}), json!({ "by": "table", "descending": true }));
    let wanted =
        [line("Lamps", 4, 2), line("Tables", 1, 1), line("Chairs", 2, 2), line("Beds", 1, 1)];
    assert_eq!(by_table, wanted, "visits.csv goes before more.csv");
    let page = once(&desk, json!({ "filter": { "controllers": [shop] }, "offset": 1, "limit": 2 }));
    assert_eq!(told(&page), [line("Chairs", 2, 2), line("Beds", 1, 1)]);
}

#[test]
fn best_hits_come_first_when_asked_for() {
    let desk = Desk::empty();
    let rows = "Date;Text\n2025-03-01;a lamp of green glass, no table\n2025-03-02;green table\n";
    desk.import("Invented Shop GmbH", "2026-01-10", &[("notes.csv", rows)]);
    let first = |sort: Value| {
        let filter = json!({ "text": "green table" });
        let request = json!({ "filter": filter, "limit": 5, "language": "en", "sort": sort });
        let view: EntriesView = desk.ask("entries", request);
        assert_eq!(view.total, 2);
        view.rows[0].id.row
    };
    assert_eq!((first(Value::Null), first(json!({ "by": "rank" }))), (0, 1));
}

fn note(desk: &Desk, id: u32, text: &str) -> String {
    let request = json!({ "id": id, "text": text, "language": "en" });
    desk.ask::<CompanyView>("company_note", request).note
}

fn note_of(desk: &Desk, id: u32) -> String {
    desk.ask::<CompanyView>("company", json!({ "id": id, "language": "en" })).note
}

#[test]
fn a_note_on_a_company_stays_and_can_be_undone() {
    let desk = desk();
    let shop = desk.company("Invented");
    assert_eq!(note_of(&desk, shop), "");
    assert_eq!(note(&desk, shop, "  They called me twice.\n"), "They called me twice.");
    assert_eq!(note_of(&desk, shop), "They called me twice.");
    assert_eq!(note_of(&desk, desk.company("Another")), "");
    let _: Value = desk.ask("undo", json!(null));
    assert_eq!(note_of(&desk, shop), "");
    let _: Value = desk.ask("redo", json!(null));
    assert_eq!(note(&desk, shop, " "), "", "no words take it out");
    let long = json!({ "id": shop, "text": "x".repeat(4_001), "language": "en" });
    assert!(desk.try_ask::<Value>("company_note", long).is_err());
    assert!(
        desk.try_ask::<Value>("company_note", json!({ "id": 999, "text": "x", "language": "en" }))
            .is_err()
    );
}

#[test]
fn notes_of_two_companies_that_become_one_both_stay() {
    let desk = desk();
    let (one, other) = (desk.company("Invented"), desk.company("Another"));
    note(&desk, one, "From the shop.");
    note(&desk, other, "From the other.");
    let imports: Vec<ImportView> = desk.ask("imports", json!({ "language": "en" }));
    let moved = imports.iter().find(|import| import.controller.id == other).unwrap().id;
    let name = json!({ "import": moved, "name": "Invented Shop GmbH" });
    let _: ImportView = desk.ask("import_set_controller", name);
    assert_eq!(note_of(&desk, one), "From the shop.\n\nFrom the other.");
    let _: Value = desk.ask("undo", json!(null));
    assert_eq!(
        (note_of(&desk, one), note_of(&desk, other)),
        ("From the shop.".into(), "From the other.".into())
    );
}

#[test]
fn each_row_of_the_list_tells_why_and_who_says_so() {
    let desk = Desk::with_sample();
    let list: EntriesView = desk.ask("entries", json!({ "limit": 200, "language": "en" }));
    let why: Vec<VoicedView> = list.rows.iter().map(|row| row.why.clone().unwrap()).collect();
    for (row, why) in list.rows.iter().zip(&why) {
        assert_eq!(why.text.is_empty(), why.voice == dossier_model::Voice::NotStated);
        assert!(why.quote.is_empty() && why.place.is_none());
        // The entry itself says the same: one of its fields has this reason, unless none has one.
        let entry: EntryView = desk.ask("entry", json!({ "id": row.id, "language": "en" }));
        let said = entry.fields.iter().flat_map(|field| &field.purposes);
        let said: Vec<_> = said.map(|one| (one.voice, one.text.as_str())).collect();
        assert!(
            said.contains(&(why.voice, why.text.as_str())) || why.text.is_empty(),
            "{}",
            row.table
        );
    }
    assert!(why.iter().any(|one| one.voice == dossier_model::Voice::Stated));
}
