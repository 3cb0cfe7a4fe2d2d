//! Two answers of one company, and what the person knows better.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::Desk;
use dossier_api::contract::*;
use dossier_model::{Kind, Voice};
use serde_json::json;

const BEFORE: &str = "\
Order number;Line;Order date;Product;Price;Status
A-1;1;2025-03-01;Lamp;10.00;Delivered
A-1;2;2025-03-01;Shade;4.00;Delivered
A-2;1;2012-04-01;Table;99.00;Delivered
A-3;1;2025-05-01;Chair;50.00;Ordered
A-4;1;2025-06-01;Bench;70.00;Delivered
";
/// Other order of rows and columns, one row gone, one new, one changed.
const AFTER: &str = "\
Line;Order number;Order date;Product;Price;Status
1;A-5;2026-07-01;Sofa;400.00;Delivered
1;A-3;2025-05-01;Chair;50.00;Delivered
2;A-1;2025-03-01;Shade;4.00;Delivered
1;A-1;2025-03-01;Lamp;10.00;Delivered
1;A-2;2012-04-01;Table;99.00;Delivered
";
const LETTER: &str = "\
Invented Shop GmbH, Musterweg 1, 10115 Berlin

Purposes. We process order data to comply with our legal obligations.
Storage. We keep order data for eight years.
";

fn two_answers(desk: &Desk) -> CompareView {
    let files = |orders| [("orders.csv", orders), ("letter.txt", LETTER)];
    let before = desk.import("Invented Shop GmbH", "2026-01-10", &files(BEFORE));
    let after = desk.import("Invented Shop GmbH", "2026-08-10", &files(AFTER));
    desk.ask("compare", json!({ "before": before, "after": after, "language": "en" }))
}

#[test]
fn records_are_matched_by_their_key() {
    let desk = Desk::empty();
    let view = two_answers(&desk);
    let orders = view.tables.iter().find(|table| table.table == "orders.csv").unwrap();
    assert_eq!((orders.gone, orders.new, orders.changed), (1, 1, 1));
    assert_eq!(orders.kept + orders.still_there, 3);
    assert!(!view.by_position, "number and line together are the key");
    let changed = view.rows.iter().find(|row| row.state == "changed").unwrap();
    assert_eq!(told(changed), ["changed Status Ordered Delivered"]);
    assert!(changed.before_place.is_some() && changed.after_place.is_some());
    let gone = view.rows.iter().find(|row| row.state == "gone").unwrap();
    assert!(gone.what.contains("Bench") && gone.after.is_none(), "{}", gone.what);
    let entry: EntryView =
        desk.ask("entry", json!({ "id": gone.before.unwrap(), "language": "en" }));
    assert!(entry.fields.iter().any(|field| field.value == "Bench"));
    let new = view.rows.iter().find(|row| row.state == "new").unwrap();
    assert!(new.what.contains("Sofa") && new.before.is_none());
}

#[test]
fn what_a_law_keeps_is_told_from_what_just_stayed() {
    let desk = Desk::empty();
    let view = two_answers(&desk);
    let orders = view.tables.iter().find(|table| table.table == "orders.csv").unwrap();
    assert_eq!((orders.kept, orders.still_there), (2, 1), "2012 is beyond eight years");
    let still = view.rows.iter().find(|row| row.state == "still_there").unwrap();
    assert!(still.what.contains("Table"), "{}", still.what);
    let reason = &view.reason_kept[0];
    assert_eq!(reason.voice, Voice::Stated);
    assert!(reason.quote.contains("eight years") && reason.place.is_some());
}

/// Two answers with letters and other files each, compared.
fn compared(desk: &Desk, files: [&[(&str, &str)]; 2]) -> CompareView {
    let [before, after] = [("2026-03-04", files[0]), ("2026-04-27", files[1])]
        .map(|(day, files)| desk.import("Invented Shop GmbH", day, files));
    desk.ask("compare", json!({ "before": before, "after": after, "language": "en" }))
}

fn table<'a>(view: &'a CompareView, name: &str) -> &'a ComparedTable {
    view.tables.iter().find(|table| table.table == name).unwrap_or_else(|| panic!("{name}"))
}

fn told(row: &ComparedRow) -> Vec<String> {
    row.changes.iter().map(in_short).collect()
}

fn in_short(one: &FieldChange) -> String {
    let parts = [Some(&one.state), one.was.as_ref(), Some(&one.field), one.before.as_ref()];
    let parts = parts.into_iter().chain([one.after.as_ref()]).flatten();
    parts.cloned().collect::<Vec<_>>().join(" ")
}

#[test]
fn fields_that_vanish_or_come_or_change_their_name_are_told() {
    let desk = Desk::empty();
    let before = "kundennr,name,medikamente,newsletter_einwilligung\nK-1,Mira,Ibuprofen,ja\n";
    let after = "kundennr,name,newsletter_zustimmung,wertklasse\nK-1,Mira,ja,B\n";
    let view = compared(&desk, [&[("kunde.csv", before)], &[("kunde.csv", after)]]);
    let sums = table(&view, "kunde.csv");
    assert_eq!((sums.changed, sums.still_there, sums.gone), (1, 0, 0));
    assert_eq!(
        told(&view.rows[0]),
        [
            "gone medikamente Ibuprofen",
            "renamed newsletter_einwilligung newsletter_zustimmung ja ja",
            "new wertklasse B"
        ]
    );
}

#[test]
fn rows_without_a_key_stay_the_same_rows_when_a_column_goes() {
    let desk = Desk::empty();
    let before = "Topic,Text,Mood\na,hello,sad\na,hello,glad\nb,bye,sad\n";
    let after = "Topic,Text\nb,bye\na,hello\na,hello\n";
    let view = compared(&desk, [&[("notes.csv", before)], &[("notes.csv", after)]]);
    let sums = table(&view, "notes.csv");
    assert_eq!((sums.changed, sums.gone, sums.new), (3, 0, 0));
}

#[test]
fn what_the_letter_itself_lays_out_is_no_data() {
    let desk = Desk::empty();
    let letter = "<html><body><p>Invented Shop GmbH</p><h1>Auskunft</h1>\
        <p>Sehr geehrte Frau Beispiel</p><p>Gerne geben wir Ihnen Auskunft über Ihre Daten.</p>\
        <table><tr><th>Daten</th><th>Zweck</th><th>Empfänger</th><th>Aufbewahrung</th></tr>\
        <tr><td>Name, Adresse</td><td>Lieferung</td><td>Die Schweizerische Post AG</td><td>10 Jahre</td></tr>\
        <tr><td>Bestellungen</td><td>Buchhaltung</td><td>Treuhand Aare GmbH</td><td>10 Jahre</td></tr>\
        </table><p>Freundliche Grüsse</p></body></html>";
    let mail = |id: u32| {
        format!(
            "From: Shop <shop@example.org>\r\nTo: mira@example.org\r\nSubject: Answer {id}\r\nDate: Mon, 0{id} Mar 2026 10:00:00 +0000\r\nMessage-ID: <{id}@example.org>\r\n\r\nDear Ms Beispiel,\r\n\r\nwe answer your request.\r\n"
        )
    };
    let (one, two) = (mail(2), mail(3));
    let files = [("brief.html", letter), ("orders.csv", ORDERS), ("mail.eml", &one)];
    let view = compared(&desk, [&files, &[("orders.csv", ORDERS), ("mail.eml", &two)]]);
    let tables: Vec<_> = view.tables.iter().map(|table| table.table.as_str()).collect();
    assert_eq!(tables, ["orders.csv"]);
}

#[test]
fn visits_of_two_days_are_not_one_visit_that_changed() {
    let desk = Desk::empty();
    let before = "zeit,studio,drehkreuz\n2023-02-02 18:00,Erfurt,1\n2026-02-28 18:10,Erfurt,2\n";
    let after = "zeit,studio,drehkreuz\n2026-04-10 18:10,Erfurt,2\n";
    let view = compared(&desk, [&[("checkins.csv", before)], &[("checkins.csv", after)]]);
    let sums = table(&view, "checkins.csv");
    assert_eq!((sums.gone, sums.new, sums.changed), (2, 1, 0));
}

#[test]
fn records_of_a_renamed_table_moved_and_are_not_gone() {
    let desk = Desk::empty();
    let calls = "zeitpunkt,zielnummer,dauer_s,funkzelle\n2023-12-01 12:00:00,+49170111,61,DUS-044\n\
        2024-05-30 09:00:00,+49170222,12,DUS-044\n2024-09-12 17:22:10,+49170111,5,DUS-101\n";
    let left = "zeitpunkt,zielnummer,dauer_s,funkzelle\n2024-09-12 17:22:10,+49170111,5,DUS-101\n";
    let view = compared(&desk, [&[("calls.csv", calls)], &[("anonymous.csv", left)]]);
    let sums = table(&view, "calls.csv");
    assert_eq!((sums.moved, sums.gone, sums.absent), (1, 0, 2), "as the proof says");
    assert_eq!(table(&view, "anonymous.csv").new, 0);
    let row = view.rows.iter().find(|row| row.state == "moved").unwrap();
    assert_eq!(row.moved_to.as_deref(), Some("anonymous.csv"));
    assert!(row.before_place.is_some() && row.after_place.is_some() && row.changes.is_empty());
}

#[test]
fn a_record_that_is_cut_anew_shows_what_changed_in_it() {
    let desk = Desk::empty();
    let before = r#"{"account": {"number": "MV-3001", "first": "Mira", "last": "Beispiel",
        "insurer": "AOK Nord"}, "score": {"points": "71.4", "source": "Bureau", "day": "2025-01-02"},
        "interests": ["hiking gear"]}"#;
    let account = "number,first,last,insurer\nMV-3001,Mira,Beispiel,TK West\n";
    let score = "points,source,day\n71.4,Bureau,2025-01-02\n";
    let files = [("account.csv", account), ("score.csv", score)];
    let view = compared(&desk, [&[("export.json", before)], &files]);
    assert_eq!(view.tables.iter().map(|one| one.gone + one.new + one.absent).sum::<u64>(), 0);
    assert_eq!(view.tables.iter().map(|one| one.moved).sum::<u64>(), 1, "one record, two parts");
    let moved: Vec<_> = view.rows.iter().filter(|row| row.state == "moved").collect();
    assert_eq!(moved.len(), 2);
    let told: Vec<_> = moved.iter().flat_map(|row| told(row)).collect();
    assert_eq!(told, ["changed insurer AOK Nord TK West"]);
}

#[test]
fn a_table_that_nothing_shows_is_not_called_gone() {
    let desk = Desk::empty();
    let visits = "seen,page\n2024-05-30 09:00:00,/boots/winter\n2024-05-31 10:00:00,/tents/small\n";
    let first = [("visits.csv", visits), ("orders.csv", ORDERS)];
    let sums = |view: &CompareView| {
        let sums = table(view, "visits.csv");
        (sums.gone, sums.absent)
    };
    let view = compared(&desk, [&first, &[("orders.csv", ORDERS)]]);
    assert_eq!(sums(&view), (2, 0));
    let desk = Desk::empty();
    let second = [("orders.csv", ORDERS), ("brief.pdf", "%PDF-1.4 broken")];
    let view = compared(&desk, [&first, &second]);
    assert_eq!(sums(&view), (0, 2), "a file could not be read");
}

const ADS: &str = "versendet_am,kanal,kampagne\n2025-03-15,E-Mail,Frühling\n";
const ORDERS: &str = "order_no,ordered_on,item,amount_eur\nO1,2023-01-05,Notebook,14.00\n\
    O2,2025-09-09,Pen,9.00\n";

#[test]
fn nothing_is_kept_by_a_law_that_nobody_named() {
    let desk = Desk::empty();
    let letter = "Invented Shop GmbH\nSportplatz 2\n99084 Erfurt\n\nSehr geehrte Frau Beispiel,\n\n\
        Werbekontakte verarbeiten wir aufgrund unseres berechtigten Interesses. Ihre Orders \
        verarbeiten wir für die Buchhaltung. Ihre Orders bewahren wir zehn Jahre auf.\n";
    let files = [("brief.txt", letter), ("werbung.csv", ADS), ("orders.csv", ORDERS)];
    let more = [&files[..], &[("neu.csv", "id,name\n1,x\n")]].concat();
    let view = compared(&desk, [&files, &more]);
    for (name, still) in [("werbung.csv", 1), ("orders.csv", 2)] {
        let table = table(&view, name);
        assert_eq!((table.kept, table.still_there), (0, still), "{name}");
    }
    assert!(view.reason_kept.is_empty());
}

#[test]
fn a_law_named_for_orders_keeps_no_advertising() {
    let desk = Desk::empty();
    let letter = "Invented Shop GmbH\nSportplatz 2\n99084 Erfurt\n\nSehr geehrte Frau Beispiel,\n\n\
        Ihre Bestelldaten bewahren wir acht Jahre auf, weil das Steuerrecht es verlangt.\n";
    let orders = ORDERS.replace("order_no,ordered_on,item", "bestellnummer,datum,artikel");
    let files = [("brief.txt", letter), ("werbung.csv", ADS), ("bestellungen.csv", &orders)];
    let view = compared(&desk, [&files[1..], &files]);
    assert_eq!(table(&view, "bestellungen.csv").kept, 2);
    assert_eq!(table(&view, "werbung.csv").kept, 0);
    assert_eq!(view.reason_kept.len(), 1);
    assert_eq!(view.reason_kept[0].voice, Voice::Stated);
    assert!(view.reason_kept[0].quote.contains("Steuerrecht"));
}

#[test]
fn a_law_that_only_the_second_letter_names_counts() {
    let desk = Desk::empty();
    let letter = |says: &str| {
        format!(
            "Ledger Ltd\n17 Dawson Street, Dublin 2, Ireland\n\n20 April 2026\n\nDear Ms Beispiel,\n\n{says}\n"
        )
    };
    let first = letter("Orders are kept for six years.");
    let second = letter("We keep your orders for six years because tax law requires it.");
    let view = compared(
        &desk,
        [
            &[("letter.txt", &first), ("orders.csv", ORDERS)],
            &[("letter.txt", &second), ("orders.csv", ORDERS)],
        ],
    );
    assert_eq!(table(&view, "orders.csv").kept, 2);
    assert!(view.reason_kept[0].quote.contains("tax law requires"));
}

#[test]
fn a_table_without_a_key_is_compared_by_its_contents() {
    let desk = Desk::empty();
    let one = [("notes.csv", "Topic,Text\na,hello\na,hello\nb,bye\n")];
    let two = [("notes.csv", "Topic,Text\nb,bye\na,hello\nc,new\n")];
    let before = desk.import("Shop", "2026-01-10", &one);
    let after = desk.import("Shop", "2026-02-10", &two);
    let view: CompareView =
        desk.ask("compare", json!({ "before": before, "after": after, "language": "en" }));
    assert!(view.by_position);
    let notes = &view.tables[0];
    assert_eq!((notes.gone, notes.new, notes.changed, notes.still_there), (1, 1, 0, 2));
}

#[test]
fn answers_of_two_companies_are_not_compared() {
    let desk = Desk::empty();
    let before = desk.import("Shop A", "2026-01-10", &[("a.csv", "id,name\n1,x\n")]);
    let after = desk.import("Shop B", "2026-01-10", &[("b.csv", "id,name\n1,y\n")]);
    let request = json!({ "before": before, "after": after, "language": "en" });
    assert_eq!(desk.try_ask::<CompareView>("compare", request).unwrap_err().code, "not_comparable");
}

fn field(desk: &Desk, header: &str) -> ItemView {
    let all: Vec<HoldingView> = desk.ask("holdings", json!({ "language": "en" }));
    let hit = all.into_iter().rev().find(|view| view.item.field == header);
    hit.unwrap_or_else(|| panic!("{header} is held")).item
}

const CARD: &str = "Card level,Order number\nsilver,A-1\ngold,A-2\nsilver,A-3\n";

#[test]
fn a_corrected_field_stays_corrected_in_the_next_answer() {
    let desk = Desk::empty();
    desk.import("Shop", "2026-01-10", &[("cards-2026-01.csv", CARD)]);
    let found = field(&desk, "Card level");
    let request = json!({
        "table": found.table_id, "field": found.field_id, "category": "pd:Interest",
        "purpose": "dpv:DirectMarketing", "language": "en",
    });
    let corrected: ItemView = desk.ask("field_correct", request);
    assert_eq!(corrected.category, "pd:Interest");
    assert_eq!(corrected.purposes.len(), 1);
    assert_eq!(corrected.purposes[0].voice, Voice::Typical, "never as the company's words");
    let changed = CARD.replace("silver", "bronze");
    desk.import("Shop", "2026-05-10", &[("cards-2026-05.csv", &changed)]);
    let next = field(&desk, "Card level");
    assert_ne!(next.table_id, corrected.table_id);
    assert_eq!(next.category, "pd:Interest", "read right at once");
    // The records of the next answer are of the corrected kind as well.
    let filter = json!({ "tables": [next.table_id], "kinds": ["inferences"] });
    let page: EntriesView =
        desk.ask("entries", json!({ "filter": filter, "limit": 9, "language": "en" }));
    assert_eq!(page.total, 3);
    assert!(page.rows.iter().all(|row| row.kinds.contains(&Kind::Inferences)));
}

#[test]
fn a_correction_can_be_taken_back_and_undone() {
    let desk = Desk::empty();
    desk.import("Shop", "2026-01-10", &[("cards.csv", CARD)]);
    let found = field(&desk, "Card level");
    let ask = |category: &str| -> ItemView {
        let request = json!({
            "table": found.table_id, "field": found.field_id, "category": category,
            "language": "en",
        });
        desk.ask("field_correct", request)
    };
    ask("pd:Interest");
    let _: SessionView = desk.ask("undo", json!(null));
    assert_eq!(field(&desk, "Card level").category, found.category);
    ask("pd:Interest");
    assert_eq!(ask("").category, found.category, "an empty one takes it back");
    let wrong = json!({ "table": found.table_id, "field": found.field_id, "category": "no:Such" });
    assert_eq!(desk.try_ask::<ItemView>("field_correct", wrong).unwrap_err().code, "no_such");
}

#[test]
fn a_finding_can_be_put_aside_with_a_note() {
    let desk = Desk::with_sample();
    let all: Vec<FindingView> = desk.ask("findings", json!({ "language": "en" }));
    assert!(all.iter().all(|finding| finding.state == "open" && finding.note.is_empty()));
    let mut ids: Vec<&str> = all.iter().map(|finding| finding.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all.len(), "each finding has an id of its own");
    let first = &all[0];
    let request = json!({
        "id": first.id, "state": "not_a_problem", "note": "asked on the phone", "language": "en",
    });
    let marked: FindingView = desk.ask("finding_mark", request);
    assert_eq!(
        (marked.state.as_str(), marked.note.as_str()),
        ("not_a_problem", "asked on the phone")
    );
    let overview: OverviewView = desk.ask("overview", json!({ "language": "en" }));
    assert!(overview.findings.iter().all(|finding| finding.id != first.id));
    let _: SessionView = desk.ask("undo", json!(null));
    let again: Vec<FindingView> = desk.ask("findings", json!({ "language": "en" }));
    assert_eq!(again[0], *first);
}

#[test]
fn a_folder_is_sound_however_many_files_are_in_it() {
    let desk = Desk::empty();
    desk.import("Shop", "2026-01-10", &[("cards.csv", CARD)]);
    desk.import("Shop", "2026-02-10", &[("cards.csv", BEFORE), ("letter.txt", LETTER)]);
    let view: VerifyView = desk.ask("verify", json!(null));
    assert!(view.sound, "{view:?}");
}
