//! The loop, closed: an answer, a letter about it, the next answer, and the proof.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

use std::io::{Cursor, Write};

use chrono::NaiveDate;
use dossier_api::contract::*;
use dossier_api::{Api, ApiError, Host, Source};
use dossier_model::Cancel;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const SHOP: &str = "Versandhaus Beispiel GmbH";

struct Desk {
    api: Api,
    cancel: Cancel,
    day: NaiveDate,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let api = Api::new(folder.path().join("test.dossier"));
        let mut desk = Self {
            api,
            cancel: Cancel::new(),
            day: "2026-09-01".parse().unwrap(),
            _folder: folder,
        };
        desk.ask::<Value>("vault_create", json!({})).unwrap();
        desk
    }

    fn ask<V: DeserializeOwned>(&mut self, command: &str, request: Value) -> Result<V, ApiError> {
        self.ask_with(command, request, Vec::new())
    }

    fn ask_with<V: DeserializeOwned>(
        &mut self,
        command: &str,
        request: Value,
        sources: Vec<(u32, Source)>,
    ) -> Result<V, ApiError> {
        let now = self.day.and_hms_opt(10, 0, 0).unwrap();
        let mut host = Host { now, sources, cancel: &self.cancel, progress: &mut |_| () };
        let view = self.api.call(command, request, &mut host)?;
        Ok(serde_json::from_value(view).unwrap())
    }

    fn import(&mut self, day: &str, files: &[(&str, &str)]) -> u32 {
        self.day = day.parse().unwrap();
        let source = Source::memory(format!("auskunft-{day}.zip"), zip(files));
        let request = json!({ "sources": [1], "controller": SHOP, "received": day });
        let view: ImportedView = self.ask_with("import", request, vec![(1, source)]).unwrap();
        view.imports[0].import.id
    }

    fn company(&mut self) -> CompanyView {
        let imports: Vec<ImportView> = self.ask("imports", json!({ "language": "de" })).unwrap();
        let id = imports[0].controller.id;
        self.ask("company", json!({ "id": id, "language": "de" })).unwrap()
    }

    fn field(&mut self, name: &str) -> ItemView {
        let company = self.company();
        let mut items = company.label.iter().flat_map(|row| &row.items);
        let found = items.clone().map(|item| item.field.clone()).collect::<Vec<_>>();
        items.rfind(|item| item.field == name).cloned().unwrap_or_else(|| panic!("{found:?}"))
    }

    fn draft(&mut self, right: &str, items: Value, about: Option<u32>) -> RequestView {
        let controller = self.company().controller.id;
        let request = json!({
            "controller": controller, "right": right, "law": "eu_gdpr",
            "language": "de", "items": items, "about": about,
        });
        let view: RequestView = self.ask("request_create", request).unwrap();
        let change = json!({
            "id": view.card.id,
            "sender": { "name": "Mira Beispiel", "address": ["Musterweg 7", "20095 Hamburg"],
                        "email": "mira@example.org" },
            "contact": { "name": SHOP, "address": ["Lindenallee 44", "10115 Berlin"],
                         "email": "datenschutz@versand.example" },
        });
        self.ask("request_update", change).unwrap()
    }

    fn sent(&mut self, id: u32, day: &str) -> RequestView {
        self.day = day.parse().unwrap();
        let request = json!({ "id": id, "state": "sent", "day": day, "how": "email" });
        self.ask("request_mark", request).unwrap()
    }

    fn proof(&mut self, request: u32, import: u32) -> ProofView {
        let asked = json!({ "request": request, "import": import, "language": "de" });
        self.ask("proof", asked).unwrap()
    }
}

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const ACCOUNT: &str = "Kundennummer;E-Mail;Vorname;Nachname;Geburtsdatum\n\
    KD-4471902;mira@example.org;Mira;Beispiel;17.05.1948\n";
const RIGHT: &str = "Kundennummer;E-Mail;Vorname;Nachname;Geburtsdatum\n\
    KD-4471902;mira@example.org;Mira;Beispiel;17.05.1984\n";
const CARD: &str = "Kartennummer;Geburtsdatum;Angelegt\n6048 1234;17.05.1984;2020-01-04\n";
const SEARCHES: &str = "Zeitpunkt;Suchbegriff\n2024-03-01;Wanderstiefel\n2024-04-02;Zelt\n\
    2024-05-03;Kocher\n";
const FEWER: &str = "Zeitpunkt;Suchbegriff\n2024-05-03;Kocher\n";
const LETTER: &str = "Versandhaus Beispiel GmbH\nLindenallee 44\n10115 Berlin\n\n\
    Sehr geehrte Frau Beispiel,\n\nIhr Geburtsdatum haben wir berichtigt.\n\n\
    Einen Teil Ihrer Suchbegriffe können wir wegen einer gesetzlichen Aufbewahrungspflicht \
    nicht löschen.\n\nMit freundlichen Grüßen\n";

fn first() -> Vec<(&'static str, &'static str)> {
    vec![
        ("Konto/stammdaten.csv", ACCOUNT),
        ("Karte/kundenkarte.csv", CARD),
        ("Nutzung/suchverlauf_2026.csv", SEARCHES),
    ]
}

fn second() -> Vec<(&'static str, &'static str)> {
    vec![
        ("Anschreiben.txt", LETTER),
        ("Konto/stammdaten.csv", RIGHT),
        ("Karte/kundenkarte.csv", CARD),
        ("Nutzung/suchverlauf_2027.csv", FEWER),
    ]
}

/// The items of the finding that two values do not fit together.
fn correction(desk: &mut Desk) -> Value {
    let findings: Vec<FindingView> = desk.ask("findings", json!({ "language": "de" })).unwrap();
    let action = findings
        .iter()
        .flat_map(|finding| &finding.actions)
        .find(|action| action.right == "rectification" && !action.items.is_empty())
        .expect("two birth dates contradict each other");
    let wrong = action.items.iter().find(|item| item.found == "17.05.1948");
    let mut item = wrong.or(action.items.first()).cloned().unwrap();
    item.right_value = "17.05.1984".to_owned();
    json!([item])
}

#[test]
fn from_a_finding_to_the_proof_of_the_correction() {
    let mut desk = Desk::new();
    desk.import("2026-09-01", &first());
    let items = correction(&mut desk);
    let view = desk.draft("rectification", items, None);
    assert!(view.missing.is_empty(), "{:?}", view.missing);
    assert!(view.text.contains("17.05.1948") && view.text.contains("17.05.1984"));
    assert_eq!(view.next[0].action, "mark_sent");

    let view = desk.sent(view.card.id, "2026-09-02");
    assert_eq!(view.card.due.as_deref(), Some("2026-10-02"));
    let kept = view.events.last().unwrap();
    assert_eq!((kept.how.as_str(), kept.files.len()), ("email", 1), "the letter as it was sent");
    let file: RenderedView =
        desk.ask("request_file", json!({ "id": kept.files[0].id, "language": "de" })).unwrap();
    assert!(file.base64.starts_with("JVBERi0"));

    let after = desk.import("2026-09-28", &second());
    let controller = view.card.controller;
    let offers: Vec<ProofOffer> =
        desk.ask("proofs", json!({ "controller": controller, "language": "de" })).unwrap();
    assert!(offers.iter().any(|o| o.request == view.card.id && o.import == after));
    let proof = desk.proof(view.card.id, after);
    assert_eq!(proof.rows.len(), 1);
    assert_eq!(
        (proof.rows[0].state.as_str(), proof.rows[0].found.as_str()),
        ("changed", "17.05.1984")
    );
    assert!(proof.done && proof.follow_up.is_empty());
    assert_ne!(proof.before_sha256, proof.after_sha256);

    for (format, start) in [("proof_pdf", "JVBERi0"), ("proof_json", "ewog")] {
        let asked = json!({ "id": view.card.id, "format": format, "import": after });
        let sheet: RenderedView = desk.ask("request_render", asked).unwrap();
        assert!(sheet.base64.starts_with(start), "{format}");
        keep(&sheet);
    }
}

/// `PROOF_OUT=<folder>` keeps the sheets for looking at.
fn keep(sheet: &RenderedView) {
    use base64::Engine;
    if let Some(folder) = std::env::var_os("PROOF_OUT") {
        let bytes = base64::engine::general_purpose::STANDARD.decode(&sheet.base64).unwrap();
        std::fs::write(std::path::Path::new(&folder).join(&sheet.name), bytes).unwrap();
    }
}

#[test]
fn what_is_left_is_followed_up_with_the_companys_words() {
    let mut desk = Desk::new();
    desk.import("2026-09-01", &first());
    let field = desk.field("Suchbegriff");
    let item = json!([{ "table": field.table_id, "field": field.field_id }]);
    let view = desk.draft("erasure", item, None);
    assert!(view.missing.is_empty(), "{:?}", view.missing);
    let view = desk.sent(view.card.id, "2026-09-02");
    let after = desk.import("2026-09-28", &second());

    let proof = desk.proof(view.card.id, after);
    let row = &proof.rows[0];
    assert_eq!((row.asked, row.gone, row.still_there), (3, 2, 1));
    assert_eq!(row.state, "partly");
    assert!(!proof.done);
    assert_eq!(proof.denials.len(), 1, "{:?}", proof.denials);
    assert_eq!(proof.denials[0].text, "retention");
    assert!(proof.denials[0].quote.contains("Aufbewahrungspflicht"));
    assert!(proof.denials[0].place.is_some());
    let asked = json!({ "id": view.card.id, "format": "proof_pdf", "import": after });
    let mut sheet: RenderedView = desk.ask("request_render", asked).unwrap();
    sheet.name = format!("left-{}", sheet.name);
    keep(&sheet);

    let mark = json!({ "id": view.card.id, "state": "denied", "day": "2026-09-28" });
    let denied: RequestView = desk.ask("request_mark", mark).unwrap();
    let reply = denied.next.iter().find(|step| step.action == "reply").unwrap();
    let reply = desk.draft(&reply.right.clone(), json!([]), Some(view.card.id));
    assert!(reply.missing.is_empty(), "{:?}", reply.missing);
    assert!(reply.text.contains("Einen Teil Ihrer Suchbegriffe"), "{}", reply.text);
    assert!(reply.text.contains("Eine Aufbewahrungspflicht betrifft nur die Belege"));

    let items = json!(proof.follow_up);
    let follow = desk.draft("followup", items, Some(view.card.id));
    assert!(follow.missing.is_empty(), "{:?}", follow.missing);
    assert!(follow.text.contains("Suchbegriff") && follow.text.contains("Noch offen"));
    for right in ["reminder", "complaint"] {
        let letter = desk.draft(right, json!([]), Some(view.card.id));
        assert!(letter.missing.is_empty(), "{right} {:?}", letter.missing);
        assert!(!letter.text.is_empty());
    }

    let before: Vec<RequestCard> = desk.ask("requests", json!({ "language": "de" })).unwrap();
    let _: SessionView = desk.ask("undo", Value::Null).unwrap();
    let _: SessionView = desk.ask("undo", Value::Null).unwrap();
    let now: Vec<RequestCard> = desk.ask("requests", json!({ "language": "de" })).unwrap();
    assert_eq!(now.len() + 1, before.len(), "creating a letter is undone");
}

#[test]
fn only_an_answer_with_the_data_proves_that_they_are_gone() {
    let mut desk = Desk::new();
    desk.import("2026-09-01", &first());
    let searches = desk.field("Suchbegriff");
    let item = json!([{ "table": searches.table_id }]);
    let id = desk.draft("erasure", item, None).card.id;
    desk.sent(id, "2026-09-02");
    let mut became = |day, files: &[(&str, &str)]| {
        let after = desk.import(day, files);
        let proof = desk.proof(id, after);
        let row = &proof.rows[0];
        (row.state.clone(), row.gone, proof.done)
    };
    let absent = ("absent".to_owned(), 0, false);
    assert_eq!(became("2026-09-20", &[("Anschreiben.txt", LETTER)]), absent, "words alone");
    let renamed = SEARCHES.replace("Zeitpunkt;Suchbegriff", "Zeit;Begriff");
    let files = [("Konto/stammdaten.csv", RIGHT), ("Nutzung/eingaben.csv", renamed.as_str())];
    assert_eq!(became("2026-09-21", &files), absent, "the same values under another name");
    let broken = [("Konto/stammdaten.csv", RIGHT), ("brief.pdf", "%PDF-1.4 broken")];
    assert_eq!(became("2026-09-22", &broken), absent, "a file that could not be read");
    let files = [("Konto/stammdaten.csv", RIGHT), ("Karte/kundenkarte.csv", CARD)];
    assert_eq!(became("2026-09-23", &files), ("gone".to_owned(), 3, true));
}

#[test]
fn words_that_a_mail_quotes_refuse_nothing() {
    let own = LETTER.lines().skip(8).collect::<Vec<_>>().join("\n");
    let mail = format!(
        "Sehr geehrte Frau Beispiel,\n\nwir haben Ihre Suchbegriffe gelöscht.\n\n\
         Ursprüngliche Nachricht\n\nVon: Mira Beispiel\nAn: Versandhaus\n\
         Betreff: Löschung\n\n{own}\n"
    );
    assert!(own.contains("Aufbewahrungspflicht"));
    let mut desk = Desk::new();
    desk.import("2026-09-01", &first());
    let id = desk.draft("erasure", json!([]), None).card.id;
    desk.sent(id, "2026-09-02");
    let after = desk.import("2026-09-20", &[("Antwort.txt", &mail), ("Konto/k.csv", RIGHT)]);
    let denials = desk.proof(id, after).denials;
    assert!(denials.is_empty(), "{:?}", denials.iter().map(|one| &one.quote).collect::<Vec<_>>());
}

#[test]
fn a_record_beyond_its_period_is_not_excused() {
    let orders = "Bestellnummer;Bestelldatum;Betrag\nA-1001;2005-03-01;19,90 €\n\
                  A-1002;2025-03-01;29,90 €\n";
    let letter = LETTER.replace(
        "Ihr Geburtsdatum haben wir berichtigt.",
        "Ihre Bestellungen bewahren wir acht Jahre auf, weil das Steuerrecht es verlangt.",
    );
    let files = [
        ("Anschreiben.txt", LETTER),
        ("Konto/stammdaten.csv", ACCOUNT),
        ("Einkauf/bestellungen.csv", orders),
    ];
    let mut desk = Desk::new();
    desk.import("2026-09-01", &files);
    let table = desk.field("Bestellnummer").table_id;
    let item = json!([{ "table": table }]);
    let view = desk.draft("erasure", item, None);
    assert!(view.missing.is_empty(), "{:?}", view.missing);
    desk.sent(view.card.id, "2026-09-02");
    // A letter about searches excuses no order, and our own law books are no reason.
    let after = desk.import("2026-09-20", &[files[0], ("Konto/stammdaten.csv", RIGHT), files[2]]);
    let row = desk.proof(view.card.id, after).rows.remove(0);
    assert_eq!((row.kept, row.still_there, row.reason), (0, 2, None), "{}", row.state);
    let next = [
        ("Anschreiben.txt", letter.as_str()),
        ("Konto/stammdaten.csv", RIGHT),
        ("Einkauf/bestellungen.csv", orders),
    ];
    let after = desk.import("2026-09-28", &next);
    let proof = desk.proof(view.card.id, after);
    let row = &proof.rows[0];
    assert!(row.reason.as_ref().unwrap().quote.contains("Steuerrecht"));
    assert_eq!((row.asked, row.kept, row.still_there), (2, 1, 1), "{}", row.state);
    assert_eq!(proof.follow_up.len(), 1);
    // The letter tells a single old record the same way.
    let old = json!([{ "table": table, "entries": [{ "table": table, "row": 0 }] }]);
    let view = desk.draft("erasure", old, None);
    assert!(!view.text.contains("AO"), "{}", view.text);
}

#[test]
fn a_reason_is_quoted_only_for_the_data_that_it_is_about() {
    let answer = "Versandhaus Beispiel GmbH\nLindenallee 44\n10115 Berlin\n\n\
        Sehr geehrte Frau Beispiel,\n\ndie Anmeldeprotokolle haben wir gelöscht. Die Bestelldaten \
        dürfen wir nicht löschen, weil wir Rechnungen nach § 147 AO zehn Jahre aufbewahren müssen. \
        Rezeptdaten müssen wir nach § 17 Abs. 6 ApBetrO fünf Jahre aufbewahren.\n";
    let logs = "zeitpunkt,ip_adresse,ergebnis\n2026-01-02,198.51.100.7,ok\n";
    let orders = "bestellnummer,datum,artikel,betrag_eur\nB-1001,2024-03-01,Lampe,19.90\n";
    let scripts = "datum,wirkstoff,arzt\n2025-06-01,Ibuprofen,Dr. Muster\n";
    let files = [
        ("Antwort.txt", answer),
        ("login_protokoll.csv", logs),
        ("bestellungen.csv", orders),
        ("rezepte.csv", scripts),
    ];
    let mut desk = Desk::new();
    desk.import("2026-09-01", &files[1..]);
    let id = desk.draft("erasure", json!([]), None).card.id;
    desk.sent(id, "2026-09-02");
    let after = desk.import("2026-09-20", &files);
    let proof = desk.proof(id, after);
    let quote = |table: &str| {
        let row = proof.rows.iter().find(|row| row.table == table).unwrap();
        (row.kept, row.reason.as_ref().map(|one| one.quote.as_str()).unwrap_or_default())
    };
    assert_eq!(quote("login_protokoll.csv"), (0, ""));
    let claims: Vec<&str> = proof.claims.iter().map(|one| one.quote.as_str()).collect();
    assert_eq!(claims, ["die Anmeldeprotokolle haben wir gelöscht."], "beside what is there");
    assert!(proof.claims[0].place.is_some());
    let (kept, why) = quote("bestellungen.csv");
    assert!(kept == 1 && why.starts_with("Die Bestelldaten"), "{kept} {why}");
    let (kept, why) = quote("rezepte.csv");
    assert!(kept == 1 && why.starts_with("Rezeptdaten"), "{kept} {why}");
}

#[test]
fn entries_that_came_after_the_request_are_told() {
    let calls = "datum,kampagne,ergebnis\n2025-02-02,Rückgewinnung,nicht erreicht\n";
    let more = format!("{calls}2026-08-30,Frühling,abgelehnt\n2026-09-15,Herbst,nicht erreicht\n");
    let mut desk = Desk::new();
    desk.import("2026-09-01", &[("werbeanrufe.csv", calls)]);
    let id = desk.draft("erasure", json!([]), None).card.id;
    desk.sent(id, "2026-09-02");
    let after = desk.import("2026-09-20", &[("werbeanrufe.csv", &more)]);
    let row = desk.proof(id, after).rows.remove(0);
    assert_eq!((row.still_there, row.new), (1, 1), "one was there before the request went");
}

#[test]
fn the_proof_says_which_fields_changed() {
    let before = "Kundennummer,Name,Medikamente,Ort\nKD-4471902,Mira Beispiel,Ibuprofen,Hamburg\n";
    let after = "Kundennummer,Name,Ort\nKD-4471902,Mira Beispiel,Berlin\n";
    let mut desk = Desk::new();
    desk.import("2026-09-01", &[("kunde.csv", before)]);
    let id = desk.draft("erasure", json!([]), None).card.id;
    desk.sent(id, "2026-09-02");
    let after = desk.import("2026-09-20", &[("kunde.csv", after)]);
    let row = desk.proof(id, after).rows.remove(0);
    assert_eq!((row.state.as_str(), row.still_there), ("changed", 0));
    let told = |one: &FieldChange| (one.state.clone(), one.field.clone(), one.before.clone());
    let told: Vec<_> = row.changes.iter().map(told).collect();
    let value = |text: &str| Some(text.to_owned());
    assert_eq!(
        told,
        [
            ("changed".to_owned(), "Ort".to_owned(), value("Hamburg")),
            ("gone".to_owned(), "Medikamente".to_owned(), value("Ibuprofen")),
        ]
    );
    assert_eq!(row.changes[0].after, value("Berlin"));
    let asked = json!({ "id": id, "format": "proof_pdf", "import": after });
    let mut sheet: RenderedView = desk.ask("request_render", asked).unwrap();
    sheet.name = format!("fields-{}", sheet.name);
    keep(&sheet);
}

#[test]
fn a_complaint_reproaches_only_what_happened() {
    let mut desk = Desk::new();
    desk.import("2026-09-01", &first());
    let id = desk.draft("access", json!([]), None).card.id;
    desk.sent(id, "2026-09-02");
    let mut complaint = |day: &str| {
        desk.day = day.parse().unwrap();
        let view = desk.draft("complaint", json!([]), Some(id));
        let infringed = view.facts.iter().find(|fact| fact.id == "infringed").cloned();
        infringed.unwrap().value
    };
    assert_eq!(complaint("2026-09-10"), "", "there is time until 2 October");
    assert_ne!(complaint("2026-10-20"), "", "and now there is none");
}

#[test]
fn a_period_counts_from_how_the_letter_went() {
    let mut desk = Desk::new();
    desk.import("2026-09-01", &first());
    let id = desk.draft("access", json!([]), None).card.id;
    let mut mark = |state: &str, day: &str, how: &str| -> RequestView {
        let request = json!({ "id": id, "state": state, "day": day, "how": how });
        desk.ask("request_mark", request).unwrap()
    };
    let sent = mark("sent", "2026-10-01", "post");
    let due = |view: &RequestView| {
        (view.card.due.clone().unwrap(), view.deadline.as_ref().unwrap().due.clone())
    };
    let first = due(&sent);
    assert_eq!(first.0, first.1, "the card and the letter's side say the same day");
    let later = due(&mark("extended", "2026-10-20", "email"));
    assert_eq!(later, ("2027-01-04".to_owned(), "2027-01-04".to_owned()));
}

#[test]
fn undoing_a_change_brings_the_old_sender_back() {
    let mut desk = Desk::new();
    desk.import("2026-09-01", &first());
    let view = desk.draft("access", json!([]), None);
    // Somebody comes back to it the day after.
    desk.day = "2026-09-02".parse().unwrap();
    let change = json!({ "id": view.card.id, "sender": { "name": "M. Muster", "address": [], "email": "" } });
    let view: RequestView = desk.ask("request_update", change).unwrap();
    assert_eq!(view.sender.name, "M. Muster");
    let _: SessionView = desk.ask("undo", Value::Null).unwrap();
    let asked = json!({ "id": view.card.id, "language": "de" });
    let view: RequestView = desk.ask("request", asked).unwrap();
    assert_eq!(view.sender.name, "Mira Beispiel");
}

#[test]
fn what_is_saved_while_a_letter_is_typed_is_one_step() {
    let mut desk = Desk::new();
    desk.import("2026-09-01", &first());
    let [one, other] =
        ["access", "erasure"].map(|right| desk.draft(right, json!([]), None).card.id);
    let note = |desk: &mut Desk, id: u32, note: &str| -> RequestView {
        desk.ask("request_update", json!({ "id": id, "note": note })).unwrap()
    };
    let read = |desk: &mut Desk, id: u32| -> String {
        let view: RequestView = desk.ask("request", json!({ "id": id, "language": "de" })).unwrap();
        view.note
    };
    for text in ["P", "Pl", "Please"] {
        note(&mut desk, one, text);
    }
    note(&mut desk, other, "Another letter");
    note(&mut desk, other, "Another letter.");
    let _: SessionView = desk.ask("undo", Value::Null).unwrap();
    assert_eq!(read(&mut desk, other), "");
    assert_eq!(read(&mut desk, one), "Please");
    let left: SessionView = desk.ask("undo", Value::Null).unwrap();
    assert_eq!(read(&mut desk, one), "");
    assert_eq!(left.undo.unwrap().key, "history.request_changed", "of the other one");
    let _: SessionView = desk.ask("redo", Value::Null).unwrap();
    assert_eq!(read(&mut desk, one), "Please");
}

#[test]
fn what_a_letter_was_about_does_not_go_without_a_word() {
    let mut desk = Desk::new();
    let first_answer = desk.import("2026-09-01", &first());
    let field = desk.field("Suchbegriff");
    let item = json!([{ "table": field.table_id, "field": field.field_id }]);
    let id = desk.draft("erasure", item, None).card.id;
    desk.import("2026-09-28", &second());
    let _: SessionView =
        desk.ask("import_remove", json!({ "id": first_answer, "language": "de" })).unwrap();
    let asked = json!({ "id": id, "language": "de" });
    let view: RequestView = desk.ask("request", asked).unwrap();
    assert_eq!(view.missing[0].key, "missing.items_gone");
    let render = json!({ "id": id, "format": "txt" });
    let refused = desk.ask::<RenderedView>("request_render", render).unwrap_err();
    assert_eq!(refused.code, "letter_incomplete");
}

#[test]
fn a_company_without_an_answer_can_be_asked() {
    let mut desk = Desk::new();
    let add = json!({ "directory": "", "name": "Kaufhaus Muster", "language": "de" });
    let company: ControllerView = desk.ask("controller_add", add).unwrap();
    let create = json!({
        "controller": company.id, "right": "access", "law": "eu_gdpr", "language": "de",
    });
    let view: RequestView = desk.ask("request_create", create).unwrap();
    let change = json!({
        "id": view.card.id,
        "sender": { "name": "Mira Beispiel", "address": [], "email": "mira@example.org" },
        "contact": { "name": "Kaufhaus Muster", "email": "privacy@kaufhaus.example" },
    });
    let view: RequestView = desk.ask("request_update", change).unwrap();
    assert!(view.missing.is_empty(), "{:?}", view.missing);
    assert!(view.text.contains("mira@example.org"));
    for format in ["pdf", "docx", "eml", "txt", "json"] {
        let asked = json!({ "id": view.card.id, "format": format });
        let file: RenderedView = desk.ask("request_render", asked).unwrap();
        assert!(!file.base64.is_empty() && !file.name.contains("Kaufhaus"), "{format}");
    }
    let overview: OverviewView = desk.ask("overview", json!({ "language": "de" })).unwrap();
    assert!(overview.companies.is_empty(), "it holds nothing yet");

    desk.sent(view.card.id, "2026-09-02");
    let ics = json!({ "id": view.card.id, "format": "ics" });
    let calendar: RenderedView = desk.ask("request_render", ics).unwrap();
    assert!(calendar.name.ends_with(".ics"));
    desk.day = "2026-10-05".parse().unwrap();
    let due: Vec<ReminderView> = desk.ask("reminders", json!({ "language": "de" })).unwrap();
    assert_eq!((due.len(), due[0].days), (1, -3));
}

#[test]
fn questions_are_asked_in_the_language_of_the_person() {
    let mut desk = Desk::new();
    desk.import("2026-09-01", &first());
    let view = desk.draft("rectification", json!([]), None);
    let mut ask = |language: &str| -> Vec<String> {
        let asked = json!({ "id": view.card.id, "language": language });
        let view: RequestView = desk.ask("request", asked).unwrap();
        assert_eq!(view.language, "de", "the letter keeps its own");
        view.facts.into_iter().map(|fact| fact.question).collect()
    };
    let (german, english) = (ask("de"), ask("en"));
    assert!(!german.is_empty());
    assert_eq!(german.len(), english.len());
    assert!(german.iter().zip(&english).all(|(one, other)| one != other), "{english:?}");
}

#[test]
fn rights_fit_what_was_chosen_and_say_why() {
    let mut desk = Desk::new();
    desk.import("2026-09-01", &first());
    let field = desk.field("Suchbegriff");
    let controller = desk.company().controller.id;
    let asked = json!({
        "controller": controller, "law": "eu_gdpr", "language": "de",
        "items": [{ "table": field.table_id, "field": field.field_id }],
    });
    let rights: Vec<RightView> = desk.ask("rights_for", asked).unwrap();
    let of = |id: &str| rights.iter().find(|right| right.id == id).unwrap();
    let ids: std::collections::BTreeSet<_> = rights.iter().map(|right| &right.id).collect();
    assert_eq!(ids.len(), rights.len(), "each right is offered once");
    assert!(of("access").fits && !of("access").reason.is_empty());
    assert!(of("erasure").fits && of("erasure").languages.contains(&"fr".to_owned()));
    assert!(rights.iter().all(|right| !right.label.is_empty() && !right.article.is_empty()));
    let first = rights.iter().position(|right| !right.first).unwrap();
    assert!(rights[first..].iter().all(|right| !right.first), "those without reasons come first");
    let laws: Vec<LawView> =
        desk.ask("laws_for", json!({ "controller": controller, "language": "en" })).unwrap();
    assert_eq!(laws.len(), 9);
    assert_eq!(laws.iter().filter(|law| law.suggested).count(), 1);
}

#[test]
fn own_entries_of_the_directory_win_and_can_be_taken_back() {
    let mut desk = Desk::new();
    let search = json!({ "query": "datenschutz", "language": "de", "what": "authority" });
    let found: Vec<DirectoryHit> = desk.ask("directory_search", search).unwrap();
    assert!(!found.is_empty());
    let own = json!({
        "id": "", "domains": ["kaufhaus.example"], "language": "de",
        "contact": { "name": "Kaufhaus Muster", "email": "neu@kaufhaus.example" },
    });
    let saved: DirectoryHit = desk.ask("directory_save", own).unwrap();
    assert!(saved.own);
    let search = json!({ "query": "kaufhaus.example", "language": "de", "what": "company" });
    let found: Vec<DirectoryHit> = desk.ask("directory_search", search.clone()).unwrap();
    assert_eq!(found[0].contact.email, "neu@kaufhaus.example");
    let add = json!({ "directory": saved.id, "name": "", "language": "de" });
    let company: ControllerView = desk.ask("controller_add", add).unwrap();
    assert_eq!(company.name, "Kaufhaus Muster");
    let reset = json!({ "id": saved.id, "language": "de" });
    let _: Vec<DirectoryHit> = desk.ask("directory_reset", reset).unwrap();
    let found: Vec<DirectoryHit> = desk.ask("directory_search", search).unwrap();
    assert!(found.iter().all(|hit| !hit.own));
}

const ONLY_WORDS: &str = "Versandhaus Beispiel GmbH\nLindenallee 44\n10115 Berlin\n\n1. September 2026\n\n\
    Sehr geehrte Frau Beispiel,\n\nwir danken für Ihre Anfrage nach Art. 15 DSGVO.\n\n\
    Ob Sie auf Rechnung kaufen dürfen, sagt uns ein Programm, kein Mensch.\n\n\
    Mit freundlichen Grüßen\nVersandhaus Beispiel GmbH\n";

/// A letter without data: what it leaves out is asked for, what it may say is not, and the
/// address that the answer shall go to says who asks.
#[test]
fn an_answer_of_words_alone_can_be_asked_to_be_whole() {
    let mut desk = Desk::new();
    desk.import("2026-09-01", &[("brief.txt", ONLY_WORDS)]);
    let checklist = desk.company().checklist;
    let state = |id: &str| checklist.iter().find(|row| row.id == id).unwrap().answered.clone();
    assert_eq!((state("15-1-a").as_str(), state("15-1-h").as_str()), ("no", "perhaps"));
    let view = desk.draft("access_followup", json!([]), None);
    assert_eq!(view.chosen, ["mira@example.org"]);
    let missing = view.facts.iter().find(|fact| fact.id == "missing").unwrap();
    let missing = serde_json::to_string(missing).unwrap();
    assert!(missing.contains("15(1)(a)") || missing.contains("15-1-a"), "{missing}");
    assert!(!missing.contains("15(1)(h)") && !missing.contains("15-1-h"), "{missing}");
    let left: Vec<String> = view.missing.iter().map(|text| format!("{text:?}")).collect();
    assert!(left.iter().all(|text| !text.contains("identifiers")), "{left:?}");
}

/// A copy that the letter announces is not missing; a person has yet to import it.
#[test]
fn a_copy_that_the_letter_announces_is_not_called_missing() {
    let copy = |desk: &mut Desk| {
        let list = desk.company().checklist.into_iter();
        let rows = list.filter(|row| row.id.starts_with("15-3"));
        rows.map(|row| (row.answered, row.place.is_some())).collect::<Vec<_>>()
    };
    let mut desk = Desk::new();
    desk.import("2026-09-01", &[("brief.txt", ONLY_WORDS)]);
    assert_eq!(copy(&mut desk), [("no".to_owned(), false), ("no".to_owned(), false)]);

    let mut desk = Desk::new();
    let words = "Die Kopie Ihrer Daten erhalten Sie mit getrennter Post.\n\nMit freundlichen";
    let letter = ONLY_WORDS.replace("Mit freundlichen", words);
    desk.import("2026-09-01", &[("brief.txt", &letter)]);
    assert_eq!(copy(&mut desk), [("announced".to_owned(), true), ("announced".to_owned(), true)]);
    let view = desk.draft("access_followup", json!([]), None);
    let missing = view.facts.iter().find(|fact| fact.id == "missing").unwrap();
    assert!(!missing.value.contains("15-3"), "{}", missing.value);
    desk.import("2026-09-03", &first());
    assert_eq!(copy(&mut desk), [("yes".to_owned(), true), ("yes".to_owned(), true)]);
}

/// The list is that of the law that protects the person, and the window says why.
#[test]
fn an_answer_is_held_against_the_law_that_protects_the_person() {
    let us = |named: &str| {
        format!(
            "Example Shop, Inc.\n\nDear customer,\n\nUnder the {named} you have the right to ask \
             us to delete your personal information and to correct it.\n\nWe keep your orders \
             for seven years.\n\nSincerely\nExample Shop, Inc.\n"
        )
    };
    let seen = |desk: &mut Desk| {
        let view = desk.company();
        let first = view.checklist.first().unwrap().reference.clone();
        (view.law.id, view.law.reason, first)
    };
    for (name, law, reason, article) in [
        ("California Consumer Privacy Act (CCPA)", "us_ca_ccpa", LawReason::Named, "Cal. Civ."),
        ("CPRA", "us_ca_ccpa", LawReason::Named, "Cal. Civ."),
        ("UK GDPR", "uk_gdpr", LawReason::Named, "Art. 15(1)(a) UK"),
        ("GDPR or the CCPA", "eu_gdpr", LawReason::Assumed, "Art. 15(1)(a) GDPR"),
        ("law", "eu_gdpr", LawReason::Assumed, "Art. 15(1)(a) GDPR"),
    ] {
        let mut desk = Desk::new();
        desk.import("2026-09-01", &[("letter.txt", &us(name))]);
        let found = seen(&mut desk);
        assert_eq!((found.0.as_str(), found.1), (law, reason), "{name}");
        assert!(found.2.starts_with(article), "{name}: {}", found.2);
    }
    let mut desk = Desk::new();
    desk.import("2026-09-01", &[("letter.txt", &us("CCPA"))]);
    let view = desk.company();
    let id = view.controller.id;
    let contact = json!({ "name": SHOP, "address": ["1 Main Street", "Austin, TX 78701", "USA"],
                          "email": "privacy@shop.example" });
    let draft = desk.draft("access", json!([]), None);
    let change = json!({ "id": draft.card.id, "contact": contact });
    let _: Value = desk.ask("request_update", change).unwrap();
    assert_eq!(seen(&mut desk).0, "us_ca_ccpa", "what they name goes before where they sit");
    let mut settings: Value =
        desk.ask::<Value>("session", Value::Null).unwrap()["settings"].clone();
    settings["region"] = json!("CH");
    let _: Value = desk.ask("settings_save", settings).unwrap();
    let found = seen(&mut desk);
    assert_eq!((found.0.as_str(), found.1), ("ch_dsg", LawReason::Home));
    // What a person chooses goes before all.
    let list = |desk: &mut Desk, law: &str| -> Vec<ChecklistRow> {
        let ask = json!({ "controller": id, "law": law, "language": "en" });
        desk.ask("checklist", ask).unwrap()
    };
    assert_eq!(list(&mut desk, "")[0].reference, found.2);
    assert!(list(&mut desk, "us_ca_ccpa")[0].reference.starts_with("Cal. Civ."));
}

/// What a person read counts, until it is taken back.
#[test]
fn a_person_settles_what_words_answer() {
    let mut desk = Desk::new();
    let question = "Ob Sie auf Rechnung kaufen dürfen, sagt uns ein Programm, kein Mensch.";
    let how_long = "Nach der letzten Bestellung dauert es drei Winter, bis alles weg ist.";
    let letter = ONLY_WORDS.replace(question, how_long);
    let table = "Report\n\nNr;Was\nA-1;Tee\nA-2;Tasse\n";
    desk.import("2026-09-01", &[("brief.txt", &letter), ("report.csv", table)]);
    let controller = desk.company().controller.id;
    let row = |desk: &mut Desk| {
        let mut list = desk.company().checklist.into_iter();
        list.find(|row| row.id == "15-1-d").unwrap()
    };
    let hint = row(&mut desk).hint.unwrap();
    assert_eq!((hint.language.as_str(), hint.answers), ("de", None));
    let read = |answers: Value| {
        let hint = hint.id;
        json!({ "controller": controller, "hint": hint, "answers": answers, "language": "en" })
    };
    let missing = |desk: &mut Desk| {
        let view = desk.draft("access_followup", json!([]), None);
        let missing = view.facts.iter().find(|fact| fact.id == "missing").unwrap();
        serde_json::to_string(missing).unwrap().contains("15-1-d")
    };
    for (answers, state, asked) in
        [(json!(true), "yes", false), (json!(false), "no", true), (json!(null), "perhaps", false)]
    {
        let _: Value = desk.ask("hint_read", read(answers.clone())).unwrap();
        let now = row(&mut desk);
        assert_eq!(now.answered, state);
        assert_eq!(json!(now.hint.unwrap().answers), answers);
        assert_eq!(missing(&mut desk), asked, "{state}");
    }
    let _: Value = desk.ask("hint_read", read(json!(true))).unwrap();
    let _: Value = desk.ask("undo", json!(null)).unwrap();
    assert_eq!(row(&mut desk).answered, "perhaps");
    let unknown =
        json!({ "controller": controller, "hint": 999, "answers": true, "language": "en" });
    assert_eq!(desk.ask::<Value>("hint_read", unknown).unwrap_err().code, "no_such");
    // Reading the answer anew by a recipe forgets nothing.
    let _: Value = desk.ask("hint_read", read(json!(false))).unwrap();
    let imports: Vec<ImportView> = desk.ask("imports", json!({ "language": "en" })).unwrap();
    let report = desk
        .ask::<ImportReportView>("import_report", json!({ "id": imports[0].id, "language": "en" }));
    let members = report.unwrap().members;
    let csv = members.iter().find(|one| one.summary.path.as_str().ends_with("report.csv")).unwrap();
    let mut request =
        json!({ "import": imports[0].id, "path": csv.summary.path, "language": "en" });
    let seen: Value = desk.ask("table_preview", request.clone()).unwrap();
    request["recipe"] = seen["recipe"].clone();
    request["recipe"]["name"] = json!("Reports");
    let again: ImportReportView = desk.ask("recipe_save", request).unwrap();
    assert_ne!(again.import.id, imports[0].id);
    let again = row(&mut desk);
    assert_eq!((again.answered.as_str(), again.hint.unwrap().answers), ("no", Some(false)));
}

/// A request about the answer of the shop, sent.
fn asked(desk: &mut Desk) -> u32 {
    desk.import("2026-09-01", &first());
    let field = desk.field("Suchbegriff");
    let items = json!([{ "table": field.table_id, "field": field.field_id }]);
    let id = desk.draft("erasure", items, None).card.id;
    desk.sent(id, "2026-09-02").card.id
}

/// The company that a request can be opened for, looked up as the window does.
fn company_of(desk: &mut Desk, request: u32) -> (String, usize) {
    let view: RequestView =
        desk.ask("request", json!({ "id": request, "language": "de" })).unwrap();
    let id = view.card.controller;
    let company: CompanyView = desk.ask("company", json!({ "id": id, "language": "de" })).unwrap();
    assert!(company.requests.iter().any(|card| card.id == request));
    (company.controller.name, company.imports.len())
}

#[test]
fn requests_go_with_the_company_when_its_name_is_corrected() {
    let mut desk = Desk::new();
    let request = asked(&mut desk);
    let imports: Vec<ImportView> = desk.ask("imports", json!({ "language": "de" })).unwrap();
    let name = |name: &str| json!({ "import": imports[0].id, "name": name });
    let _: ImportView = desk.ask("import_set_controller", name("Versand Muster AG")).unwrap();
    assert_eq!(company_of(&mut desk, request), ("Versand Muster AG".to_owned(), 1));
    let _: SessionView = desk.ask("undo", Value::Null).unwrap();
    assert_eq!(company_of(&mut desk, request), (SHOP.to_owned(), 1));
    let _: SessionView = desk.ask("redo", Value::Null).unwrap();
    assert_eq!(company_of(&mut desk, request), ("Versand Muster AG".to_owned(), 1));
    // An answer that was taken out does not keep them with a name that nobody sees.
    let second = desk.import("2026-09-28", &second());
    let other: ImportView = desk
        .ask("import_set_controller", json!({ "import": second, "name": "Versand Muster AG" }))
        .unwrap();
    assert_eq!(company_of(&mut desk, request), ("Versand Muster AG".to_owned(), 2));
    let _: SessionView =
        desk.ask("import_remove", json!({ "id": other.id, "language": "de" })).unwrap();
    let _: ImportView = desk.ask("import_set_controller", name(SHOP)).unwrap();
    assert_eq!(company_of(&mut desk, request), (SHOP.to_owned(), 1));
}

#[test]
fn all_answers_of_a_company_get_another_name_in_one_step() {
    let mut desk = Desk::new();
    let add = json!({ "directory": "", "name": SHOP, "language": "de" });
    let added: ControllerView = desk.ask("controller_add", add).unwrap();
    let request = asked(&mut desk);
    desk.import("2026-09-28", &second());
    assert_eq!(company_of(&mut desk, request), (SHOP.to_owned(), 2));
    let count = |desk: &mut Desk| {
        let view: OverviewView = desk.ask("overview", json!({ "language": "de" })).unwrap();
        let lines: Vec<HistoryLine> = desk.ask("history", Value::Null).unwrap();
        (view.companies.len(), lines.iter().filter(|line| !line.undone).count())
    };
    let email = |desk: &mut Desk, id: u32| {
        let ask = json!({ "id": id, "language": "de" });
        desk.ask::<CompanyView>("company", ask).map(|view| view.contact.email)
    };
    let before = count(&mut desk);
    let own = email(&mut desk, added.id).unwrap();
    assert_eq!(own, "datenschutz@versand.example");
    let name = json!({ "id": added.id, "name": " Versand Muster AG " });
    let now: ControllerView = desk.ask("controller_rename", name.clone()).unwrap();
    assert_eq!(company_of(&mut desk, request), ("Versand Muster AG".to_owned(), 2));
    assert_eq!(email(&mut desk, now.id).unwrap(), own);
    assert_eq!(count(&mut desk), (before.0, before.1 + 1), "no empty company stays behind");
    assert_eq!(desk.ask::<Value>("controller_rename", name).unwrap_err().code, "no_such");
    let _: SessionView = desk.ask("undo", Value::Null).unwrap();
    assert_eq!(company_of(&mut desk, request), (SHOP.to_owned(), 2));
    assert_eq!(email(&mut desk, added.id).unwrap(), own);
    assert_eq!(count(&mut desk), before);
    let _: SessionView = desk.ask("redo", Value::Null).unwrap();
    assert_eq!(company_of(&mut desk, request), ("Versand Muster AG".to_owned(), 2));
    // What was written on it meanwhile goes back with it.
    let contact = json!({ "name": SHOP, "address": [], "email": "neu@versand.example" });
    let change = json!({ "id": request, "contact": contact });
    let _: Value = desk.ask("request_update", change).unwrap();
    let back = json!({ "id": now.id, "name": SHOP });
    let back: ControllerView = desk.ask("controller_rename", back).unwrap();
    assert_eq!(email(&mut desk, back.id).unwrap(), "neu@versand.example");
    let _: SessionView = desk.ask("undo", Value::Null).unwrap();
    let nameless = json!({ "id": now.id, "name": " " });
    assert_eq!(desk.ask::<Value>("controller_rename", nameless).unwrap_err().code, "empty_name");
}

#[test]
fn a_request_can_be_opened_when_the_answer_it_was_about_is_gone() {
    let mut desk = Desk::new();
    let request = asked(&mut desk);
    let imports: Vec<ImportView> = desk.ask("imports", json!({ "language": "de" })).unwrap();
    let _: SessionView =
        desk.ask("import_remove", json!({ "id": imports[0].id, "language": "de" })).unwrap();
    assert_eq!(company_of(&mut desk, request), (SHOP.to_owned(), 0));
    let findings: Vec<FindingView> = desk.ask("findings", json!({ "language": "de" })).unwrap();
    assert!(findings.is_empty(), "nothing is said of an answer that is not there");
    // For good, once the vault was closed.
    let _: SessionView = desk.ask("vault_lock", Value::Null).unwrap();
    let _: SessionView = desk.ask("vault_unlock", json!({})).unwrap();
    assert_eq!(company_of(&mut desk, request), (SHOP.to_owned(), 0));
    let add = json!({ "directory": "", "name": SHOP, "language": "de" });
    let same: ControllerView = desk.ask("controller_add", add).unwrap();
    let cards: Vec<RequestCard> = desk.ask("requests", json!({ "language": "de" })).unwrap();
    assert_eq!(same.id, cards[0].controller, "it is not listed twice");
    // Its next answer comes to the same company.
    desk.import("2026-09-28", &second());
    assert_eq!(company_of(&mut desk, request), (SHOP.to_owned(), 1));
    let _: SessionView = desk.ask("undo", Value::Null).unwrap();
    assert_eq!(company_of(&mut desk, request), (SHOP.to_owned(), 0));
}

#[test]
fn an_added_company_and_its_answer_are_undone_one_after_the_other() {
    let mut desk = Desk::new();
    let add = json!({ "directory": "", "name": SHOP, "language": "de" });
    let company: ControllerView = desk.ask("controller_add", add).unwrap();
    desk.import("2026-09-01", &first());
    assert_eq!(desk.company().controller.id, company.id);
    let ask = json!({ "id": company.id, "language": "de" });
    for _ in 0..2 {
        let _: SessionView = desk.ask("undo", Value::Null).unwrap();
        assert!(desk.ask::<CompanyView>("company", ask.clone()).unwrap().imports.is_empty());
        let view: SessionView = desk.ask("undo", Value::Null).unwrap();
        assert!(view.undo.is_none());
        assert_eq!(desk.ask::<CompanyView>("company", ask.clone()).unwrap_err().code, "no_such");
        let _: SessionView = desk.ask("redo", Value::Null).unwrap();
        let _: SessionView = desk.ask("redo", Value::Null).unwrap();
        assert_eq!(desk.company().controller.name, SHOP);
    }
}
impl Desk {
    /// A letter to a company that never answered.
    fn first_letter(&mut self, law: &str, right: &str, contact: Value) -> RequestView {
        let add = json!({ "directory": "", "name": "Kaufhaus Muster", "language": "de" });
        let company: ControllerView = self.ask("controller_add", add).unwrap();
        let create = json!({
            "controller": company.id, "right": right, "law": law, "language": "de",
        });
        let view: RequestView = self.ask("request_create", create).unwrap();
        let change = json!({
            "id": view.card.id,
            "sender": { "name": "Mira Beispiel", "address": ["Musterweg 7", "75001 Paris"],
                        "email": "mira@example.org" },
            "contact": contact,
        });
        self.ask("request_update", change).unwrap()
    }
}

/// The address of whoever answered in the shop stands in an answer too.
#[test]
fn the_mail_address_of_somebody_else_does_not_name_the_person() {
    let mut desk = Desk::new();
    let tickets = "ticket;E-Mail;betreff\n17;support@versand.example;Lieferung\n";
    desk.import("2026-09-01", &[("tickets.csv", tickets)]);
    let view = desk.draft("access", json!([]), None);
    assert!(view.missing.is_empty(), "{:?}", view.missing);
    assert_eq!(view.chosen, ["mira@example.org"]);
    assert!(view.text.contains("Meine E-Mail-Adresse: mira@example.org"), "{}", view.text);
    assert!(!view.text.contains("support@") && !view.text.contains("des Kontos"), "{}", view.text);
    assert!(view.identifiers.iter().any(|one| one.value.starts_with("support@")), "to choose from");
}

/// A number that stops every letter is not offered.
#[test]
fn a_number_like_that_of_a_card_identifies_nobody() {
    let mut desk = Desk::new();
    let account = "Kundennummer;E-Mail\n4111111111111111;mira@example.org\n";
    desk.import("2026-09-01", &[("konto.csv", account)]);
    let view = desk.draft("access", json!([]), None);
    assert!(view.missing.is_empty(), "{:?}", view.missing);
    assert!(view.identifiers.iter().all(|one| !one.value.starts_with("4111")));
}

#[test]
fn an_authority_is_named_only_where_an_address_tells_it() {
    let unknown = "bei der zuständigen Aufsichtsbehörde";
    for (address, expect) in [
        (json!(["Speicherstraße 3", "24103 Kiel", "Deutschland"]), "Schleswig-Holstein"),
        (json!(["Ring 1", "53111 Bonn", "Germany"]), "Nordrhein-Westfalen"),
        (json!(["Calle 1", "28001 Madrid", "España"]), "Española"),
        (json!(["Ring 1", "12529 Schönefeld", "Deutschland"]), unknown),
        (json!(["Ring 1", "53111 Bonn"]), unknown),
    ] {
        let mut desk = Desk::new();
        let contact = json!({ "name": "Kaufhaus Muster", "address": address });
        let first = desk.first_letter("eu_gdpr", "access", contact);
        let sent = desk.sent(first.card.id, "2026-09-02");
        desk.day = "2026-11-01".parse().unwrap();
        let mut after = |right: &str| -> RequestView {
            let create = json!({
                "controller": sent.card.controller, "right": right, "law": "eu_gdpr",
                "language": "de", "about": sent.card.id,
            });
            desk.ask("request_create", create).unwrap()
        };
        let reminder = after("reminder").text.replace('\u{a0}', " ");
        assert!(reminder.contains(expect), "{expect}: {reminder}");
        let left = after("complaint").missing;
        let asked = left.iter().any(|text| text.key == "missing.authority");
        assert_eq!(asked, expect == unknown, "{left:?}");
    }
}

#[test]
fn the_counted_day_is_that_of_the_letter() {
    let contact = json!({ "name": "Kaufhaus Muster", "address": ["Weg 1", "Springfield"] });
    for (law, fact, due) in [
        ("us_states", json!({ "state": "Iowa" }), "2026-12-04"),
        ("br_lgpd", json!({}), "2026-09-17"),
        ("uk_gdpr", json!({}), "2026-10-05"),
    ] {
        let mut desk = Desk::new();
        let first = desk.first_letter(law, "access", contact.clone());
        let change = json!({ "id": first.card.id, "facts": fact });
        let view: RequestView = desk.ask("request_update", change).unwrap();
        assert!(view.missing.is_empty(), "{law} {:?}", view.missing);
        let mark =
            json!({ "id": first.card.id, "state": "sent", "day": "2026-09-02", "how": "post" });
        let view: RequestView = desk.ask("request_mark", mark).unwrap();
        assert_eq!(view.card.due.as_deref(), Some(due), "{law}");
    }
}

/// A law that sets no period is not said to have been broken by silence.
#[test]
fn a_wish_that_passes_breaks_no_law() {
    let mut desk = Desk::new();
    let contact = json!({ "name": "Kaufhaus Muster", "address": ["Weg 1", "Ottawa", "Canada"] });
    let first = desk.first_letter("ca_pipeda_qc", "withdraw_consent", contact);
    let sent = desk.sent(first.card.id, "2026-09-02");
    assert_eq!(sent.card.due.as_deref(), Some("2026-10-02"));
    desk.day = "2026-11-01".parse().unwrap();
    let mut after = |right: &str| -> RequestView {
        let create = json!({
            "controller": sent.card.controller, "right": right, "law": "ca_pipeda_qc",
            "language": "de", "about": sent.card.id,
        });
        desk.ask("request_create", create).unwrap()
    };
    let reminder = after("reminder");
    assert!(reminder.missing.is_empty(), "{:?}", reminder.missing);
    assert!(reminder.text.contains("hatte ich bis zum"), "{}", reminder.text);
    assert!(!reminder.text.contains("8(3)"), "{}", reminder.text);
    let complaint = after("complaint");
    let said = |id: &str| complaint.facts.iter().find(|fact| fact.id == id).unwrap();
    assert!(said("events").value.contains("Schreiben gesendet"));
    assert!(!said("events").value.contains("Frist ohne Antwort"));
    assert_eq!(said("infringed").value, "");
}

/// A receipt or a demand is told as what it is: nothing is missing from it, and nothing is
/// proved by it.
#[test]
fn a_letter_that_only_holds_the_answer_up_is_no_answer() {
    let head = "Versand am Deich GmbH\nHafenstraße 4\n28195 Bremen\n\n12. September 2026\n\n\
                Sehr geehrte Frau Beispiel,\n\n";
    let receipt = format!("{head}Ihre Anfrage nach Art. 15 DSGVO ist bei uns eingegangen.\n");
    let demand = format!(
        "{head}zu Ihrer Anfrage nach Art. 15 DSGVO: Bitte senden Sie uns eine Kopie Ihres \
         Personalausweises.\n"
    );
    let own = "Mira Beispiel\nMusterweg 7\n20095 Hamburg\n\nSehr geehrte Damen und Herren,\n\n\
               ich bitte um Auskunft über meine Daten und die Empfänger.\n";
    let mut desk = Desk::new();
    let found = |desk: &mut Desk| -> Vec<String> {
        let all: Vec<FindingView> = desk.ask("findings", json!({ "language": "de" })).unwrap();
        all.into_iter().map(|finding| finding.rule).collect()
    };
    desk.import("2026-09-01", &[("brief.txt", own)]);
    assert_eq!(found(&mut desk), ["own_request"]);
    assert!(!desk.company().follow_up, "the own request is no answer");
    let id = desk.draft("access", json!([]), None).card.id;
    desk.sent(id, "2026-09-02");
    let steps = |desk: &mut Desk| -> Vec<String> {
        let view: RequestView = desk.ask("request", json!({ "id": id, "language": "de" })).unwrap();
        view.next.into_iter().map(|step| step.action).collect()
    };
    desk.import("2026-09-12", &[("antwort.txt", &receipt)]);
    assert_eq!(found(&mut desk), ["reply_received", "own_request"]);
    assert_eq!(steps(&mut desk), ["wait", "import_answer", "mark_answered"]);
    desk.import("2026-09-13", &[("antwort.txt", &demand)]);
    assert_eq!(found(&mut desk), ["reply_identity", "own_request"]);
    assert_eq!(steps(&mut desk), ["reply", "wait", "import_answer", "mark_answered"]);
    desk.import("2026-09-20", &[("bestellungen.csv", "Bestellnummer,Artikel\n8001,Lampe\n")]);
    assert!(steps(&mut desk).contains(&"proof".to_owned()));
    assert!(!found(&mut desk).contains(&"reply_identity".to_owned()));
}

/// What a later answer brings again stands for what is held now: an error that was put
/// right contradicts nothing.
#[test]
fn an_earlier_answer_contradicts_no_later_one() {
    let file = |born: &str| format!("Kundennummer,Name,Geburtsdatum\n8001,Mira Beispiel,{born}\n");
    let profile = "Kundennummer,Geburtstag\n8001,1988-04-03\n";
    let mut desk = Desk::new();
    let differs = |desk: &mut Desk| -> bool {
        let all: Vec<FindingView> = desk.ask("findings", json!({ "language": "de" })).unwrap();
        all.iter().any(|finding| finding.rule == "birth_date_differs_within")
    };
    desk.import("2026-09-01", &[("kunde.csv", &file("1986-04-03")), ("profil.csv", profile)]);
    assert!(differs(&mut desk), "two days in one answer");
    desk.import("2026-10-01", &[("kunde.csv", &file("1988-04-03"))]);
    assert!(!differs(&mut desk), "the wrong one was put right");
}

/// Who first thanks for the request and then answers has answered.
#[test]
fn a_polite_answer_is_an_answer() {
    let letter = "Versand am Deich GmbH\nHafenstraße 4\n28195 Bremen\n\n12. September 2026\n\n\
                  Sehr geehrte Frau Beispiel,\n\nIhre Anfrage nach Art. 15 DSGVO ist bei uns \
                  eingegangen.\n\nWir verarbeiten Ihre Daten zur Abwicklung von Bestellungen. \
                  Empfänger ist die Rabe Paket GmbH. Bestelldaten speichern wir zehn Jahre.\n";
    let mut desk = Desk::new();
    desk.import("2026-09-12", &[("antwort.txt", letter)]);
    let all: Vec<FindingView> = desk.ask("findings", json!({ "language": "de" })).unwrap();
    let rules: Vec<&str> = all.iter().map(|finding| finding.rule.as_str()).collect();
    assert!(rules.contains(&"audit_gap") && !rules.contains(&"reply_received"), "{rules:?}");
    assert!(desk.company().follow_up);
}
