//! The window speaks more languages than the letters: a letter is written all the same.
#![allow(clippy::unwrap_used)]

mod common;

use common::Desk;
use dossier_api::contract::*;
use serde_json::json;

#[test]
fn a_letter_is_drafted_from_a_window_in_any_language() {
    let desk = Desk::with_sample();
    let overview: OverviewView = desk.ask("overview", json!({ "language": "en" }));
    let controller = overview.companies[0].id;
    for (window, right, letter) in [
        ("fr", "erasure", "fr"),
        ("es", "erasure", "en"),
        ("pl", "rectification", "en"),
        ("xx", "access_followup", "en"),
    ] {
        let request = json!({
            "controller": controller, "right": right, "items": [],
            "law": "eu_gdpr", "language": window,
        });
        let made: RequestView = desk.ask("request_create", request);
        assert_eq!((made.card.right.as_str(), made.language.as_str()), (right, letter));
    }
}

#[test]
fn findings_offer_their_letters_in_any_language() {
    let desk = Desk::with_sample();
    let offered = |language: &str| -> Vec<(String, usize)> {
        let findings: Vec<FindingView> = desk.ask("findings", json!({ "language": language }));
        let actions = findings.iter().flat_map(|finding| &finding.actions);
        actions.map(|action| (action.right.clone(), action.items.len())).collect()
    };
    let english = offered("en");
    assert!(english.iter().any(|(right, items)| right == "erasure" && *items > 0));
    assert_eq!(offered("es"), english);
}

#[test]
fn what_an_answer_lacks_can_be_asked_for() {
    let desk = Desk::empty();
    let visits = "Visit date;Page\n2025-03-01;Lamps\n2025-03-02;Tables\n";
    desk.import("Invented Shop GmbH", "2026-01-10", &[("visits.csv", visits)]);
    let company =
        |id: u32| -> CompanyView { desk.ask("company", json!({ "id": id, "language": "es" })) };
    let view = company(desk.company("Invented"));
    assert!(view.follow_up && view.checklist.iter().any(|row| row.answered != "yes"));
    let added: ControllerView = desk
        .ask("controller_add", json!({ "directory": "", "name": "Third Shop", "language": "en" }));
    assert!(!company(added.id).follow_up, "without an answer nothing is missing from it");
}
