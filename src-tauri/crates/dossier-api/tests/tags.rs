//! Words that the person puts on entries.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::Desk;
use dossier_api::contract::*;
use serde_json::{Value, json};

const ORDERS: &str = "\
Order number;Order date;Product;Price
A-1;2025-03-01;Lamp;10.00
A-2;2012-04-01;Table;99.00
A-3;2025-05-01;Green Chair;50.00
A-4;2025-06-01;Green Bench;70.00
";
const MAIL: &str = "Date;Topic\n2025-03-01;Green letter\n2025-04-01;Sale\n";

fn desk() -> (Desk, u32) {
    let desk = Desk::empty();
    let import = desk.import(
        "Invented Shop GmbH",
        "2026-01-10",
        &[("orders.csv", ORDERS), ("mail.csv", MAIL)],
    );
    (desk, import)
}

fn page(desk: &Desk, filter: Value) -> EntriesView {
    desk.ask("entries", json!({ "filter": filter, "limit": 50, "language": "en" }))
}

/// The products and topics of some entries.
fn words(view: &EntriesView) -> Vec<String> {
    let word = |row: &EntryRow| {
        let what = row.what.iter().find(|(name, _, _)| name == "Product" || name == "Topic");
        what.unwrap().1.clone()
    };
    view.rows.iter().map(word).collect()
}

fn entries(desk: &Desk, words: &str) -> Vec<EntryId> {
    page(desk, json!({ "text": words })).rows.iter().map(|row| row.id).collect()
}

fn tag(desk: &Desk, name: &str, words: &str) -> Vec<TagView> {
    desk.ask("entries_tag", json!({ "tag": name, "entries": entries(desk, words) }))
}

fn counts(tags: &[TagView]) -> Vec<(&str, u64)> {
    tags.iter().map(|one| (one.tag.as_str(), one.entries)).collect()
}

#[test]
fn many_entries_are_tagged_and_untagged_at_once() {
    let (desk, _) = desk();
    let none: Vec<TagView> = desk.ask("tags", json!(null));
    assert_eq!(counts(&none), [("evidence", 0)], "one is always offered");
    let tags = tag(&desk, "  garden   things ", "green");
    assert_eq!(counts(&tags), [("evidence", 0), ("garden things", 3)]);
    let view = page(&desk, json!({ "tags": ["garden things"] }));
    assert_eq!((view.total, view.exact), (3, true));
    assert!(view.rows.iter().all(|row| row.tags == ["garden things"]));
    let entry: EntryView = desk.ask("entry", json!({ "id": view.rows[0].id, "language": "en" }));
    assert_eq!(entry.row.tags, ["garden things"]);
    let all = page(&desk, json!({}));
    assert_eq!(all.rows.iter().filter(|row| row.tags.is_empty()).count(), 3);
    let request = json!({ "tag": "garden things", "entries": entries(&desk, "bench") });
    let tags: Vec<TagView> = desk.ask("entries_untag", request);
    assert_eq!(counts(&tags), [("evidence", 0), ("garden things", 2)]);
}

#[test]
fn a_filter_by_tag_meets_every_other_filter_and_order() {
    let (desk, _) = desk();
    tag(&desk, "a", "green");
    tag(&desk, "b", "lamp");
    let found = |filter: Value| words(&page(&desk, filter));
    assert_eq!(found(json!({ "tags": ["a"], "text": "chair" })), ["Green Chair"]);
    assert_eq!(found(json!({ "tags": ["b"], "text": "chair" })), [""; 0]);
    let dated = json!({ "tags": ["a", "b"], "from": "2025-03-01", "to": "2025-05-01" });
    assert_eq!(found(dated).len(), 3);
    let orders = entries(&desk, "lamp")[0].table;
    assert_eq!(found(json!({ "tags": ["a"], "tables": [orders] })), ["Green Chair", "Green Bench"]);
    assert_eq!(found(json!({ "tags": ["unknown"] })), [""; 0]);
    let sorted = |by: &str| -> EntriesView {
        let filter = json!({ "tags": ["a"] });
        let sort = json!({ "by": by, "descending": true });
        desk.ask("entries", json!({ "filter": filter, "sort": sort, "limit": 9, "language": "en" }))
    };
    assert_eq!(words(&sorted("when")), ["Green Bench", "Green Chair", "Green letter"]);
    assert_eq!(sorted("table").total, 3);
    let rank = json!({
        "filter": { "tags": ["a"], "text": "green chair" }, "sort": { "by": "rank" },
        "limit": 9, "language": "en",
    });
    assert_eq!(words(&desk.ask("entries", rank)), ["Green Chair"]);
}

#[test]
fn facets_count_tags_beside_the_rest() {
    let (desk, _) = desk();
    tag(&desk, "a", "green");
    tag(&desk, "evidence", "lamp");
    let facets = |filter: Value| -> FacetsView {
        desk.ask("facets", json!({ "filter": filter, "language": "en" }))
    };
    let of = |view: &FacetsView| -> Vec<(String, String, u64)> {
        view.tags.iter().map(|one| (one.id.clone(), one.label.clone(), one.count)).collect()
    };
    let all = facets(json!({}));
    assert_eq!(of(&all), [("a".into(), "a".into(), 3), ("evidence".into(), String::new(), 1)]);
    assert_eq!(of(&facets(json!({ "text": "chair" }))), [("a".into(), "a".into(), 1)]);
    let tagged = facets(json!({ "tags": ["a"] }));
    assert_eq!(tagged.controllers[0].count, 3);
    assert_eq!(tagged.tables.iter().map(|one| one.count).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(of(&tagged), [("a".into(), "a".into(), 3)]);
    let kind = facets(json!({ "kinds": [tagged.kinds[0].id] }));
    assert!(kind.tags[0].count > 0);
}

#[test]
fn all_that_a_filter_gives_is_tagged_and_whole_tables_cost_nothing() {
    let (desk, _) = desk();
    let by = |filter: Value| -> Vec<TagView> {
        desk.ask("entries_tag", json!({ "tag": "x", "filter": filter }))
    };
    assert_eq!(by(json!({ "text": "green" }))[1].entries, 3);
    assert_eq!(by(json!({ "from": "2012-01-01", "to": "2012-12-31" }))[1].entries, 4);
    assert_eq!(by(json!({}))[1].entries, 6);
}

#[test]
fn each_step_stands_in_the_history_and_can_be_undone() {
    let (desk, _) = desk();
    tag(&desk, "a", "green");
    tag(&desk, "a", "green");
    let history: Vec<HistoryLine> = desk.ask("history", json!(null));
    let lines: Vec<&str> = history.iter().map(|line| line.text.key.as_str()).collect();
    assert_eq!(lines[..2], ["history.entries_tagged", "history.imported"], "twice is once");
    let renamed: Vec<TagView> = desk.ask("tag_rename", json!({ "tag": "a", "name": "b" }));
    assert_eq!(counts(&renamed), [("evidence", 0), ("b", 3)]);
    let gone: Vec<TagView> = desk.ask("tag_remove", json!({ "tag": "b" }));
    assert_eq!(counts(&gone), [("evidence", 0)]);
    for expected in [vec![("evidence", 0), ("b", 3)], vec![("evidence", 0), ("a", 3)]] {
        let _: SessionView = desk.ask("undo", json!(null));
        let tags: Vec<TagView> = desk.ask("tags", json!(null));
        assert_eq!(counts(&tags), expected);
    }
    let _: SessionView = desk.ask("undo", json!(null));
    assert_eq!(page(&desk, json!({ "tags": ["a"] })).total, 0);
    let _: SessionView = desk.ask("redo", json!(null));
    assert_eq!(page(&desk, json!({ "tags": ["a"] })).total, 3);
}

#[test]
fn tags_go_with_their_import_and_come_back_with_it() {
    let (desk, import) = desk();
    tag(&desk, "a", "green");
    let _: SessionView = desk.ask("import_remove", json!({ "id": import, "language": "en" }));
    let tags: Vec<TagView> = desk.ask("tags", json!(null));
    assert_eq!(counts(&tags), [("evidence", 0)]);
    let _: SessionView = desk.ask("undo", json!(null));
    let tags: Vec<TagView> = desk.ask("tags", json!(null));
    assert_eq!(counts(&tags), [("evidence", 0), ("a", 3)]);
    // For good: a new import of the same numbers has none of them.
    let _: SessionView = desk.ask("import_remove", json!({ "id": import, "language": "en" }));
    // Each opening deletes a piece, however slow the machine is.
    for _ in 0..20 {
        let _: SessionView = desk.ask("vault_lock", json!(null));
        let _: SessionView = desk.ask("vault_unlock", json!({}));
    }
    let again = desk.import("Invented Shop GmbH", "2026-01-10", &[("orders.csv", ORDERS)]);
    assert_eq!(again, import, "numbers are used again, so this test tests something");
    assert!(page(&desk, json!({})).rows.iter().all(|row| row.tags.is_empty()));
}

#[test]
fn tagged_entries_are_the_items_of_a_request() {
    let (desk, _) = desk();
    tag(&desk, "a", "green");
    let _: Vec<TagView> =
        desk.ask("entries_tag", json!({ "tag": "a", "entries": entries(&desk, "sale") }));
    let controller = desk.company("Invented");
    let request = json!({ "tag": "a", "controller": controller });
    let items: Vec<RequestItem> = desk.ask("tag_items", request);
    let mut sizes: Vec<usize> = items.iter().map(|item| item.entries.len()).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [0, 2], "all mails are the whole table");
    let view: RequestView = desk.ask(
        "request_create",
        json!({ "controller": controller, "right": "erasure", "language": "en", "items": items }),
    );
    assert_eq!(view.items.iter().map(|item| item.count).sum::<u64>(), 4);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let (desk, _) = desk();
    let refused =
        |name: &str, request: Value| desk.try_ask::<Vec<TagView>>(name, request).unwrap_err().code;
    let lamp = entries(&desk, "lamp");
    assert_eq!(refused("entries_tag", json!({ "tag": " ", "entries": lamp })), "empty_name");
    let long = "x".repeat(61);
    assert_eq!(refused("entries_tag", json!({ "tag": long, "entries": lamp })), "tag_name");
    let beyond = [EntryId { row: 4, ..lamp[0] }];
    assert_eq!(refused("entries_tag", json!({ "tag": "a", "entries": beyond })), "no_such");
    let rename = json!({ "tag": "evidence", "name": "x" });
    assert_eq!(refused("tag_rename", rename), "bad_request");
}
