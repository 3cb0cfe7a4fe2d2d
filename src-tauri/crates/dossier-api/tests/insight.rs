//! Why, when, where and what it buys, on the sample customer.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::sync::LazyLock;

use common::Desk;
use dossier_api::contract::*;
use dossier_model::{Kind, Voice};
use serde_json::json;

/// One vault for all tests that only look.
fn sample() -> &'static Desk {
    static SAMPLE: LazyLock<Desk> = LazyLock::new(Desk::with_sample);
    &SAMPLE
}

fn all() -> serde_json::Value {
    json!({ "language": "de" })
}

#[test]
fn the_matrix_the_flow_and_their_columns_agree() {
    let desk = sample();
    let view: WhyView = desk.ask("why", all());
    assert!(view.cells.len() > 20 && view.bands.len() > 20, "{} cells", view.cells.len());
    for cell in &view.cells {
        let column = view.purposes.iter().find(|column| column.id == cell.purpose).unwrap();
        assert_eq!(column.label.is_empty(), column.id.is_empty());
        assert!(cell.records > 0 && cell.fields > 0 && !cell.reasons.is_empty());
        for reason in cell.reasons.iter().filter(|reason| reason.voice == Voice::Stated) {
            assert!(reason.place.is_some() && !reason.quote.is_empty(), "{}", reason.text);
            assert!(!reason.verbatim || reason.quote.contains(&reason.text), "{}", reason.text);
            assert_eq!(reason.language.len(), 2);
        }
    }
    assert!(view.cells.iter().flat_map(|cell| &cell.reasons).any(|reason| reason.verbatim));
    for column in &view.purposes {
        let sum: u64 =
            view.cells.iter().filter(|c| c.purpose == column.id).map(|c| c.records).sum();
        assert_eq!(sum, column.records, "{}", column.id);
    }
    let orders = view
        .cells
        .iter()
        .find(|cell| cell.kind == Kind::Orders && cell.purpose == "dpv:CustomerOrderManagement");
    assert_eq!(orders.unwrap().voice, Voice::Stated);
    let nobody = view.purposes.iter().position(|column| column.voice == Voice::NotStated);
    assert!(nobody.is_none_or(|at| at + 1 == view.purposes.len()), "not stated comes last");
    assert!(view.recipients.iter().any(|one| one.label == "Nordspedition Kiel GmbH"));
    assert!(view.items.iter().all(|one| one.item.field_id > 0 && one.item.table_id > 0));
}

#[test]
fn an_import_counts_the_entries_that_its_list_shows() {
    let desk = sample();
    let imports: Vec<ImportView> = desk.ask("imports", all());
    assert!(imports.iter().any(|import| import.entries > import.records), "lists inside records");
    for import in imports {
        let request = json!({ "filter": { "imports": [import.id] }, "limit": 1, "language": "en" });
        let page: serde_json::Value = desk.ask("entries", request);
        assert_eq!(page["total"], import.entries);
    }
}

#[test]
fn the_lines_of_a_letter_stand_last_and_need_no_reason() {
    let desk = sample();
    let page = |more: serde_json::Value| -> EntriesView {
        let mut request = json!({ "filter": {}, "limit": 200, "language": "en" });
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        desk.ask("entries", request)
    };
    let total = page(json!({})).total;
    let last = page(json!({ "offset": total - 50 })).rows;
    let first = last.iter().position(|row| row.why.is_none()).unwrap();
    assert!(last[first..].iter().all(|row| row.why.is_none()));
    let letter = last[first..].iter().filter(|row| row.place.path.as_str().contains("Anschreiben"));
    assert_eq!(letter.count(), 5);
    assert!(page(json!({})).rows.iter().all(|row| row.why.is_some()));
    let silent = page(json!({ "filter": { "without_purpose": true } }));
    assert!(silent.rows.iter().all(|row| row.why.is_some()));
}

#[test]
fn one_company_has_only_its_own() {
    let desk = sample();
    let shop = desk.company("Larkfield");
    let view: WhyView = desk.ask("why", json!({ "controllers": [shop], "language": "en" }));
    assert!(!view.bands.is_empty());
    assert!(view.bands.iter().all(|band| band.controller == shop));
    assert!(view.items.iter().all(|item| item.controller == shop));
}

#[test]
fn bars_tell_what_is_older_than_stated() {
    let desk = sample();
    let bars: Vec<RetentionBar> = desk.ask("retention", all());
    let bar = |table: &str, kind: Kind| {
        bars.iter().find(|bar| bar.table == table && bar.kind == kind).unwrap()
    };
    let contacts = bar("Kontakthistorie.csv", Kind::Support);
    assert_eq!((contacts.months, contacts.over), (Some(36), true));
    assert_eq!(contacts.oldest.as_deref(), Some("2015-06-12"));
    assert_eq!(contacts.period.as_ref().unwrap().text, "3\u{a0}Jahre");
    let visits = bar("Besuche", Kind::Behaviour);
    assert_eq!((visits.months, visits.over), (Some(13), true));
    let newsletter = bars.iter().find(|bar| bar.table == "Newsletter.csv").unwrap();
    assert!(!newsletter.over, "until withdrawal has no end that could have passed");
    let findings: Vec<FindingView> = desk.ask("findings", all());
    let old = findings.iter().filter(|finding| finding.rule == "older_than_stated").count();
    assert!(old > 0 && bars.iter().filter(|bar| bar.over).count() >= old);
}

#[test]
fn identifiers_link_companies_and_stay_masked() {
    let desk = sample();
    let view: LinksView = desk.ask("links", all());
    let companies = view.nodes.iter().filter(|node| node.group == "company").count();
    assert_eq!(companies, 3);
    let identifiers: Vec<&LinkNode> =
        view.nodes.iter().filter(|node| node.group == "identifier").collect();
    assert!(identifiers.iter().all(|node| node.label.contains('•')), "masked");
    let holders = |node: &LinkNode| view.edges.iter().filter(|edge| edge.to == node.id).count();
    assert!(identifiers.iter().all(|node| holders(node) >= 2));
    let address = identifiers.iter().find(|node| node.label.contains('@')).unwrap();
    let hashed = view.edges.iter().find(|edge| {
        edge.to == address.id
            && edge.place.as_ref().is_some_and(|p| p.field.as_deref() == Some("match_key"))
    });
    assert!(hashed.is_some(), "a hash of the address is the address");
    let advertising = identifiers.iter().find(|node| holders(node) == 2 && node.id != address.id);
    assert!(advertising.is_some(), "one advertising id at two companies");
    let media = view.nodes.iter().find(|node| node.label == "Reichweite Media GmbH").unwrap();
    let edge = view.edges.iter().find(|edge| edge.to == media.id).unwrap();
    assert!(edge.place.is_some() && edge.records > 0);
}

#[test]
fn places_are_put_together_and_countries_named() {
    let desk = sample();
    let view: PlacesView = desk.ask("places", all());
    assert!(view.points.len() > 1);
    for point in &view.points {
        assert!((52.0..53.0).contains(&point.latitude) && (13.0..14.0).contains(&point.longitude));
        let entry: EntryView =
            desk.ask("entry", json!({ "id": point.entry.unwrap(), "language": "de" }));
        let latitude = entry.fields.iter().find(|f| f.name == "breitengrad").unwrap();
        let stands: f64 = latitude.value.parse().unwrap();
        assert!((stands - point.latitude).abs() < 0.001);
    }
    let germany = view.countries.iter().find(|c| c.code == "DE" && c.purpose == "data").unwrap();
    assert_eq!((germany.label.as_str(), germany.voice), ("Deutschland", Voice::Seen));
    let transfer = view.countries.iter().find(|c| c.purpose == "transfer").unwrap();
    assert_eq!((transfer.code.as_str(), transfer.voice), ("US", Voice::Stated));
}

#[test]
fn the_timeline_counts_every_record_once() {
    let desk = sample();
    let view: TimelineView = desk.ask("timeline", json!({ "by": "company", "language": "de" }));
    let overview: OverviewView = desk.ask("overview", all());
    assert_eq!(view.lanes.len(), overview.companies.len());
    for lane in &view.lanes {
        let dated: u64 = lane.months.iter().map(|month| month.records).sum();
        let row = overview.companies.iter().find(|row| Some(row.id) == lane.controller).unwrap();
        assert_eq!(dated + lane.undated, row.entries, "{}", lane.label);
    }
    assert_eq!(view.first.as_deref(), Some("2014-05-02"));
    let kinds: Vec<&str> = view.marks.iter().map(|mark| mark.kind.as_str()).collect();
    assert!(kinds.contains(&"opened") && kinds.contains(&"export"), "{kinds:?}");
    let shop = desk.company("Möbelhaus");
    let opened = view.marks.iter().find(|m| m.kind == "opened" && m.controller == shop).unwrap();
    assert_eq!(opened.day, "2014-05-02");
}

#[test]
fn a_year_has_its_days_and_a_kind_its_lane() {
    let desk = sample();
    let request = json!({
        "by": "kind", "kinds": ["orders"], "year": 2024, "from": "2024-01-01",
        "to": "2024-12-31", "language": "en",
    });
    let view: TimelineView = desk.ask("timeline", request);
    assert_eq!(view.lanes.len(), 1);
    assert_eq!((view.lanes[0].kind, view.lanes[0].undated), (Some(Kind::Orders), 0));
    let months: u64 = view.lanes[0].months.iter().map(|month| month.records).sum();
    assert_eq!(view.days.iter().map(|day| day.records).sum::<u64>(), months);
    assert!(view.days.iter().all(|day| day.day.starts_with("2024-")) && months > 0);
    let filter = json!({ "kinds": ["orders"], "from": "2024-01-01", "to": "2024-12-31" });
    let page: EntriesView = desk
        .ask("entries", json!({ "filter": filter, "limit": 1, "exact": true, "language": "en" }));
    assert_eq!(u64::from(page.total), months, "the list counts what the timeline counts");
    let wrong = desk.try_ask::<TimelineView>("timeline", json!({ "from": "no day" }));
    assert_eq!(wrong.unwrap_err().code, "bad_day");
}

#[test]
fn the_ledger_computes_what_the_data_are_worth() {
    let desk = sample();
    let view: BenefitLedgerView = desk.ask("ledger", all());
    let gain = |id: &str, company: &str| {
        let name =
            |view: &&GainView| view.id == id && view.text.values["company"].starts_with(company);
        view.gains.iter().find(name).unwrap_or_else(|| panic!("{id} of {company}"))
    };
    let points = gain("points", "Frischmarkt");
    assert_eq!((points.amount.as_str(), points.text.values["points"].as_str()), ("26.14", "2614"));
    let discounts = gain("discounts", "Frischmarkt");
    assert!(discounts.amount.ends_with(" EUR"), "{}", discounts.amount);
    let page: EntriesView =
        desk.ask("entries", json!({ "filter": discounts.entries, "limit": 200, "language": "de" }));
    assert!(u64::from(page.total) >= discounts.records, "some coupons were never redeemed");
    let returns = gain("returns", "Möbelhaus");
    assert!(returns.records > 0 && returns.amount.is_empty());
    assert!(view.lines.iter().any(|line| line.serves == "company"));
    let own: u64 = view.lines.iter().filter(|l| l.serves == "company").map(|l| l.records).sum();
    assert_eq!(own, view.erased);
    assert_eq!(view.lines.iter().map(|l| l.records).sum::<u64>(), view.erased + view.kept);
    assert_eq!(view.erase.len(), view.lines.iter().filter(|l| l.serves == "company").count());
    assert!(view.lines.iter().filter(|l| l.serves == "customer").all(|l| !l.loss.is_empty()));
}

#[test]
fn what_serves_only_them_is_ready_for_a_letter() {
    let desk = Desk::with_sample();
    let shop = desk.company("Möbelhaus");
    let view: BenefitLedgerView =
        desk.ask("ledger", json!({ "controller": shop, "language": "de" }));
    let request: RequestView = desk.ask(
        "request_create",
        json!({ "controller": shop, "right": "erasure", "language": "de", "items": view.erase }),
    );
    assert_eq!(request.items.len(), view.erase.len());
}

#[test]
fn companies_stand_side_by_side() {
    let desk = sample();
    let view: SidesView = desk.ask("compare_sides", all());
    assert_eq!(view.columns.len(), 3);
    assert!(view.rows.iter().all(|row| row.cells.len() == 3));
    assert_eq!(view.rows.iter().filter(|row| row.group == "kind").count(), 12);
    let complaint = view.rows.iter().find(|row| row.id == "15-1-f").unwrap();
    let states: Vec<&str> = complaint.cells.iter().map(|cell| cell.state.as_str()).collect();
    assert_eq!(states, ["no", "yes", "yes"], "the furniture shop names no authority");
}

#[test]
fn choosers_list_everything_in_both_languages() {
    let desk = Desk::empty();
    for language in ["de", "en"] {
        let categories: Vec<CategoryOption> =
            desk.ask("categories", json!({ "language": language }));
        assert!(categories.len() > 90 && categories.iter().all(|c| !c.sentence.is_empty()));
        let purposes: Vec<PurposeOption> = desk.ask("purposes", json!({ "language": language }));
        assert!(purposes.len() > 40 && purposes.iter().all(|p| !p.label.is_empty()));
    }
}
