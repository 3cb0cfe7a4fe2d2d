//! What the tests of this crate share: the catalog from its folder and an invented customer.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use dossier_catalog::law::Laws;
use dossier_catalog::letter::Letters;
use dossier_letters::{Addressee, Correction, Entry, Fact, Identifier, LetterRequest, Sender};
use dossier_model::{At, Sensitive, SourcePlace, Voice, Voiced};

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

fn files(folder: &str) -> Vec<(String, String)> {
    let base = root().join("src-tauri/catalog").join(folder);
    let mut found = Vec::new();
    let mut open = vec![base.clone()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).expect("the catalog folder is there") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(&base).unwrap().to_str().unwrap().replace('\\', "/");
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

pub fn laws() -> Laws {
    let files = files("laws");
    Laws::from_files(files.iter().map(|(a, b)| (a.as_str(), b.as_str()))).expect("laws are sound")
}

pub fn letters(laws: &Laws) -> Letters {
    let files = files("letters");
    Letters::from_files(files.iter().map(|(a, b)| (a.as_str(), b.as_str())), laws)
        .expect("letters are sound")
}

/// Laws and letters, read once for all tests.
pub fn shelf() -> &'static (Laws, Letters) {
    static SHELF: std::sync::OnceLock<(Laws, Letters)> = std::sync::OnceLock::new();
    SHELF.get_or_init(|| {
        let laws = laws();
        let letters = letters(&laws);
        (laws, letters)
    })
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn place(path: &str, line: u32, field: &str) -> SourcePlace {
    SourcePlace::new(path.into(), At::Line { line }).with_field(field)
}

pub fn entry(label: &str, category: &str, path: &str, field: &str, ground: &str) -> Entry {
    Entry {
        label: label.into(),
        category: category.into(),
        place: SourcePlace::new(path.into(), At::Whole),
        field: field.into(),
        values: Sensitive::new(vec!["mira@example.org".into(), "Wanderstiefel rot".into()]),
        records: 1,
        ground: ground.into(),
        ..Entry::default()
    }
}

/// An invented customer who asks an invented shop.
pub fn request(law: &str, letter: &str, language: &str) -> LetterRequest {
    let de = language == "de";
    let say = |german: &str, english: &str| if de { german.to_owned() } else { english.to_owned() };
    let mut search = entry(
        &say("Suchbegriffe", "Search terms"),
        "ext:SearchHistory",
        "auskunft.zip!/Nutzung/suchverlauf_2026.csv",
        "Suchbegriff",
        "no_longer_necessary",
    );
    search.records = 1284;
    (search.first, search.last) = (Some("2019-03-02".into()), Some("2026-10-30".into()));
    let mut segment = entry(
        &say("Kundensegment", "Customer segment"),
        "ext:Segment",
        "auskunft.zip!/Marketing/segmente.json",
        "segment_name",
        "objection",
    );
    segment.records = 7;
    segment.purposes = vec![
        Voiced {
            text: Sensitive::new(say("Auswahl von Angeboten", "choice of offers")),
            voice: Voice::Stated,
            place: None,
            own: false,
        },
        Voiced {
            text: Sensitive::new("TYPICAL PURPOSE".into()),
            voice: Voice::Typical,
            place: None,
            own: false,
        },
    ];
    let mut newsletter = entry(
        &say("Öffnungen des Newsletters", "Newsletter openings"),
        "ext:NewsletterInteraction",
        "auskunft.zip!/Marketing/newsletter.csv",
        "opened_at",
        "consent_withdrawn",
    );
    newsletter.records = 212;
    let mut health = entry(
        "Schwangerschaft wahrscheinlich",
        "pd:MedicalHealth",
        "auskunft.zip!/Marketing/merkmale.csv",
        "merkmal_17",
        "unlawful",
    );
    health.special = true;
    health.records = 1;
    let mut orders = entry(
        &say("Bestellte Artikel und Preise", "Ordered goods and prices"),
        "pd:Purchase",
        "auskunft.zip!/Bestellungen/bestellungen.csv",
        "Artikel",
        "no_longer_necessary",
    );
    orders.records = 96;
    (orders.first, orders.last) = (Some("2015-02-11".into()), Some("2026-09-12".into()));
    LetterRequest {
        law: law.into(),
        letter: letter.into(),
        language: language.into(),
        controller: Addressee {
            name: "Muster Versand GmbH".into(),
            address: vec!["Datenschutz".into(), "Lindenallee 44".into(), "10115 Berlin".into()],
            email: "datenschutz@versand.example".into(),
            region: "DE-BE".into(),
        },
        sender: Sender {
            name: Sensitive::new("Mira Öztürk".into()),
            address: Sensitive::new(vec!["Musterweg 7".into(), "20095 Hamburg".into()]),
            reply_to: Sensitive::new("mira@example.org".into()),
        },
        identifiers: vec![
            Identifier {
                kind: "customer_number".into(),
                value: Sensitive::new("10482213".into()),
                place: Some(place("auskunft.zip!/Konto/stammdaten.csv", 2, "Kundennummer")),
            },
            Identifier {
                kind: "account_email".into(),
                value: Sensitive::new("mira@example.org".into()),
                place: Some(place("auskunft.zip!/Konto/stammdaten.csv", 2, "E-Mail")),
            },
        ],
        entries: if letter.starts_with("erasure") || letter == "restriction" || letter == "followup"
        {
            vec![search, segment, newsletter, health, orders]
        } else {
            Vec::new()
        },
        corrections: if letter.contains("rectification") { corrections(de) } else { Vec::new() },
        authority: Some(Addressee {
            name: say("Berliner Datenschutzaufsicht", "Data Protection Authority of Berlin"),
            address: vec!["Amtsweg 1".into(), "10555 Berlin".into()],
            email: "aufsicht@behoerde.example".into(),
            region: "DE-BE".into(),
        }),
        facts: facts(law, de),
        ..LetterRequest::default()
    }
    .with_grounds(letter)
}

trait WithGrounds {
    fn with_grounds(self, letter: &str) -> Self;
}

impl WithGrounds for LetterRequest {
    /// Grounds of the right that the letter is about.
    fn with_grounds(mut self, letter: &str) -> Self {
        let of = |ground: &str| match (self.law.as_str(), letter) {
            (_, "followup") => String::new(),
            (_, "restriction") => "accuracy_contested".to_owned(),
            ("eu_gdpr" | "uk_gdpr", _) => ground.to_owned(),
            ("ch_dsg", _) => "express_objection".to_owned(),
            ("us_ca_ccpa", _) => "right_to_delete".to_owned(),
            ("br_lgpd", _) => "excessive".to_owned(),
            ("jp_appi", _) => "no_longer_needed".to_owned(),
            ("ca_pipeda_qc", _) => "consent_withdrawn".to_owned(),
            _ => String::new(),
        };
        for entry in &mut self.entries {
            entry.ground = of(&entry.ground);
        }
        self
    }
}

fn rows(rows: &[&[(&str, &str)]]) -> Fact {
    let row = |cells: &[(&str, &str)]| -> BTreeMap<String, String> {
        cells.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    Fact::Rows(Sensitive::new(rows.iter().map(|cells| row(cells)).collect()))
}

/// An answer to every question that a letter asks.
fn facts(law: &str, de: bool) -> BTreeMap<String, Fact> {
    let say = |german: &'static str, english: &'static str| if de { german } else { english };
    let text = |german: &'static str, english: &'static str| Fact::text(say(german, english));
    let date = |text: &str| Fact::Date(day(text));
    let article = |id: &'static str| match law {
        "ch_dsg" => "25-2-c",
        "us_ca_ccpa" => "1798.110",
        "br_lgpd" => "19-II",
        "jp_appi" => "33-1",
        "ca_pipeda_qc" => "4.9.3",
        "au_privacy" => "12.1",
        "us_states" => "act",
        _ => id,
    };
    let missing_recipients = say(
        "genannt sind nur „Dienstleister“, keine Namen",
        "only “service providers” are mentioned, no names",
    );
    [
        ("answer_date", date("2026-11-02")),
        ("request_date", date("2026-09-28")),
        ("received_date", date("2026-09-29")),
        ("due_date", date("2026-10-29")),
        ("grace_date", date("2026-12-05")),
        ("action_date", date("2026-11-10")),
        ("decision_date", date("2026-10-04")),
        ("request_right", text("Auskunft über meine Daten", "access to my data")),
        ("action", text("die Löschung meiner Suchbegriffe", "the erasure of my search terms")),
        ("decision", text("Kauf auf Rechnung abgelehnt", "purchase on account refused")),
        ("effect", text("Ich konnte die Küche nicht bestellen", "I could not order the kitchen")),
        ("processing", text("Auswertung meiner Käufe für Profile", "analysis of my purchases for profiles")),
        ("reasons", text(
            "Mehrere Personen meines Haushalts nutzen das Konto; das Profil beschreibt mich falsch.",
            "Several people of my household use the account; the profile describes me wrongly.",
        )),
        ("wish", text(
            "Bitte weisen Sie das Unternehmen an, meine Auskunft zu vervollständigen.",
            "Please order the company to complete its answer.",
        )),
        ("state", Fact::text("Virginia")),
        ("resident", Fact::Flag(true)),
        ("agent", Fact::text("Rechtsanwältin Ada Beispiel, Marktweg 2, 20095 Hamburg")),
        ("scope", text("Auskunft und Löschung", "access and erasure")),
        ("refusals", rows(&[&[("quote", say(
            "Ihre Daten können wir wegen gesetzlicher Aufbewahrungspflichten nicht löschen.",
            "We are legally required to keep your data and cannot delete them.",
        ))]])),
        ("refusal_retention", Fact::Flag(true)),
        ("refusal_identity", Fact::Flag(true)),
        ("refusal_fee", Fact::Flag(true)),
        ("may_disclose", Fact::Flag(true)),
        ("missing", rows(&[
            &[("article", article("15-1-c")), ("label", say("Empfänger", "recipients")), ("given", missing_recipients)],
            &[("article", article("15-1-d")), ("label", say("Speicherdauer", "retention period")),
              ("given", say("fehlt ganz", "missing altogether"))],
        ])),
        ("events", rows(&[
            &[("date", say("28.09.2026", "28 September 2026")), ("what", say("Antrag auf Auskunft", "request for access"))],
            &[("date", say("02.11.2026", "2 November 2026")), ("what", say("unvollständige Antwort", "incomplete answer"))],
        ])),
        ("infringed", rows(&[
            &[("article", if law == "eu_gdpr" || law == "uk_gdpr" { "15-1" } else { article("15-1") }),
              ("what", say("Empfänger nicht genannt", "recipients not named"))],
        ])),
        ("files", rows(&[&[("name", "antrag.pdf")], &[("name", "antwort.zip")]])),
    ]
    .into_iter()
    .map(|(name, fact)| (name.to_owned(), fact))
    .collect()
}

fn corrections(de: bool) -> Vec<Correction> {
    let say = |german: &str, english: &str| if de { german.to_owned() } else { english.to_owned() };
    let file = "auskunft.zip!/Konto/stammdaten.csv";
    vec![
        Correction {
            label: say("Geburtsdatum", "Date of birth"),
            place: place(file, 2, "Geb.-Datum"),
            found: Sensitive::new("17.05.1948".into()),
            right: Sensitive::new("17.05.1984".into()),
            ..Correction::default()
        },
        Correction {
            label: say("Straße der Lieferanschrift", "Street of the delivery address"),
            place: place("auskunft.zip!/Konto/anschriften.csv", 5, "Strasse"),
            found: Sensitive::new("Alter Hafenweg 3".into()),
            right: Sensitive::new("Musterweg 7".into()),
            since: Some(day("2024-08-01")),
            ..Correction::default()
        },
    ]
}
