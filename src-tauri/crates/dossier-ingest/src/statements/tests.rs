//! Records, keys and letterheads, case by case. Letters are in `evaluation`.
#![allow(clippy::unwrap_used)]

use dossier_catalog::Catalog;
use dossier_model::{At, MemberPath, SourcePlace, Statement, StatementKind};

use super::{
    StatementVocabulary, extract, extract_record, in_band, is_letter, letterhead, passages,
};

pub(super) fn vocabulary() -> StatementVocabulary {
    let catalog = Catalog::embedded();
    StatementVocabulary::new(catalog.statements(), catalog.purposes())
}

fn place() -> SourcePlace {
    SourcePlace::new(MemberPath::new("a.json"), At::Pointer { pointer: "/x".into() })
}

/// Kind, value and what it applies to.
fn shown(statements: &[Statement]) -> Vec<String> {
    let one = |s: &Statement| {
        let kind = serde_json::to_value(s.kind).unwrap();
        format!("{}={}<{}>", kind.as_str().unwrap(), s.value.expose(), s.applies_to.expose())
    };
    statements.iter().map(one).collect()
}

fn check_key(key: &str, value: &str, expect: &[&str]) {
    let found = in_band(key, value, "", &place(), &vocabulary());
    assert_eq!(shown(&found), expect, "{key} = {value}");
    assert!(found.iter().all(|s| s.quote.expose() == value), "the quote is the value");
}

#[test]
fn keys_of_machines_state_things() {
    check_key("/purposes/0", "fraud prevention", &["purpose=dpv:FraudPreventionAndDetection<>"]);
    check_key(
        "/finalites/2",
        "gestion de vos commandes",
        &["purpose=dpv:CustomerOrderManagement<>"],
    );
    check_key("/meta/recipients/0/name", "Rabe Kurier GmbH", &["recipient=Rabe Kurier GmbH<>"]);
    check_key("/Sold or Shared", "No", &["recipient=none<>"]);
    check_key("/orders/retention_period", "P6Y", &["retention=P6Y<orders>"]);
    check_key("/logs/retentionDays", "30", &["retention=P30D<logs>"]);
    check_key("/speicherdauer", "zehn Jahre", &["retention=P10Y<>"]);
    check_key("/Rechtsgrundlage", "Art. 6 Abs. 1 lit. f DSGVO", &["legal_basis=eu-gdpr:A6-1-f<>"]);
    check_key("/automated_decision", "false", &["automated_decision=none<>"]);
}

#[test]
fn other_keys_state_nothing() {
    check_key("/orders/0/name", "Lampe", &[]);
    check_key("/recipient_name", "Mira Beispiel", &[]);
    check_key("/orders/0/shipping_date", "2026-01-02", &[]);
    check_key("/purposes", "", &[]);
    check_key("/purpose_id", "7", &[]);
}

fn check_row(fields: &[&str], row: &[&str], expect: &[&str]) {
    let found = extract_record(fields, row, &place(), &vocabulary());
    assert_eq!(shown(&found), expect, "{fields:?}");
}

#[test]
fn rows_of_a_table_speak_of_their_first_column() {
    check_row(
        &["Datenart", "Zweck", "Empfänger", "Speicherdauer"],
        &["Kontakthistorie", "Kundenservice", "Rabe Kurier GmbH, Eilbote AG", "3 Jahre"],
        &[
            "category=Kontakthistorie<Kontakthistorie>",
            "purpose=dpv:CustomerCare<Kontakthistorie>",
            "recipient=Rabe Kurier GmbH<Kontakthistorie>",
            "recipient=Eilbote AG<Kontakthistorie>",
            "retention=P3Y<Kontakthistorie>",
        ],
    );
    check_row(&["", ""], &["Retention period", "6 years"], &["retention=P6Y<>"]);
}

#[test]
fn rows_of_data_are_no_statements() {
    check_row(
        &["Order", "Recipient", "Date", "City"],
        &["1", "Mira Beispiel", "2026-01-02", "Bonn"],
        &[],
    );
    check_row(&["Name", "Score", "Segment"], &["Mira", "612", "Family"], &[]);
}

fn head(text: &str) -> (String, String, String) {
    let lines: Vec<(At, &str)> = text.split("\n\n").map(|block| (At::Whole, block)).collect();
    let head = letterhead(lines.into_iter(), &vocabulary()).unwrap_or_default();
    (head.controller, head.address, head.date.map(|d| d.to_string()).unwrap_or_default())
}

#[test]
fn letterheads_of_many_styles() {
    let check = |text: &str, controller: &str, address: &str, date: &str| {
        let expect = (controller.to_owned(), address.to_owned(), date.to_owned());
        assert_eq!(head(text), expect, "{text}");
    };
    check(
        "Rabe GmbH · Amselweg 3 · 12345 Berlin\n\nFrau\nMira Beispiel\n\nBerlin, 1. März 2026\n\nSehr geehrte Frau Beispiel",
        "Rabe GmbH",
        "Amselweg 3, 12345 Berlin",
        "2026-03-01",
    );
    check(
        "March 12, 2026\n\nDear Ms Sample\n\nText of the letter.\n\nSincerely\n\nRaven Shop, Inc.",
        "Raven Shop, Inc",
        "",
        "2026-03-12",
    );
    check("Date: 04/05/2026\n\nDear Ms Sample\n\nRegards\nRaven Ltd", "Raven Ltd", "", "");
    check("Hello there", "", "", "");
}

#[test]
fn data_and_chatter_are_no_letter() {
    let vocabulary = vocabulary();
    assert!(!is_letter(["Order 1", "Lamp, 3 pieces", "Thank you!"].into_iter(), &vocabulary));
    assert!(!is_letter(["Ihre Bestellung wird heute versendet."].into_iter(), &vocabulary));
}

#[test]
fn a_long_chat_is_not_searched_for_statements() {
    let vocabulary = vocabulary();
    let line = (At::Whole, "We keep the keys for two years, see you!");
    let chat = std::iter::repeat_n(line, 300);
    assert!(extract(chat, &MemberPath::new("chat.txt"), &vocabulary).is_empty());
}

#[test]
fn hostile_text_ends_soon() {
    let vocabulary = vocabulary();
    let texts = [
        "(".repeat(60_000),
        "a, ".repeat(20_000),
        "und ".repeat(15_000),
        "10 Jahre ".repeat(7_000),
        "Wir speichern ".repeat(4_000),
        "GmbH ".repeat(12_000),
        "a: ".repeat(20_000),
        "ä\u{308}".repeat(10_000),
        "| Zweck | Empfänger |\n".repeat(2_000),
    ];
    for text in &texts {
        let started = worked();
        let paragraphs = [(At::Whole, text.as_str())];
        extract(paragraphs.into_iter(), &MemberPath::new("x"), &vocabulary);
        letterhead([(At::Whole, text.as_str())].into_iter(), &vocabulary);
        let spent = worked() - started;
        assert!(spent < 5, "{} bytes: {spent} s", text.len());
    }
}

/// Seconds that this thread has worked, however busy the machine is.
#[cfg(unix)]
fn worked() -> i64 {
    rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime).tv_sec
}

/// Elsewhere the test shows only that it ends.
#[cfg(not(unix))]
fn worked() -> i64 {
    0
}

/// What a letter of one paragraph says.
/// What a letter states, block by block.
fn told(letter: &str) -> Vec<String> {
    let blocks = letter.split("\n\n").map(|block| (At::Line { line: 1 }, block));
    shown(&extract(blocks, &MemberPath::new("letter.txt"), &vocabulary()))
}

fn said(text: &str) -> Vec<String> {
    let letter = [(At::Line { line: 1 }, text)];
    shown(&extract(letter.into_iter(), &MemberPath::new("letter.txt"), &vocabulary()))
}

#[test]
fn what_is_put_in_between_hides_no_denial() {
    for text in [
        "Automated decisions, including profiling, are not made about you.",
        "Automatisierte Entscheidungen, auch Profiling, finden bei uns nicht statt.",
    ] {
        assert_eq!(said(text), ["automated_decision=none<>"], "{text}");
    }
    let list = said("We transfer your data to Norway, Canada, and not to any other third country.");
    assert!(list.iter().all(|one| !one.contains("none")), "{list:?}");
}

#[test]
fn a_denial_of_one_kind_of_receivers_denies_only_that() {
    for (text, of) in [
        ("Eine Weitergabe an Werbepartner findet nicht statt.", "Werbepartner"),
        ("Your data are not passed on to advertising partners.", "advertising partners"),
        ("Your data are not passed on to anyone, advertising partners included.", ""),
        ("Eine Weitergabe Ihrer Daten an Dritte findet nicht statt.", ""),
        ("Vos données ne sont transmises à aucun tiers.", ""),
        ("We have not passed your data to Raven Couriers Ltd.", "Raven Couriers Ltd"),
    ] {
        assert_eq!(said(text), [format!("recipient=none<{of}>")], "{text}");
    }
}

#[test]
fn names_have_their_brackets_and_end_with_their_form() {
    let pay = "Ihre Anschrift geben wir an die Rabe Pay (Europe) GmbH weiter.";
    assert_eq!(said(pay), ["recipient=Rabe Pay (Europe) GmbH<Anschrift>"]);
    let next = "Empfänger war die Rabe Pay (Europe) S.à r.l. et Cie, S.C.A. Für den Versand \
                geben wir Ihre Daten an die Elster Kurier GmbH weiter.";
    let names = ["Rabe Pay (Europe) S.à r.l. et Cie, S.C.A", "Elster Kurier GmbH"];
    let said: Vec<String> =
        said(next).into_iter().filter(|one| one.starts_with("recipient=")).collect();
    assert_eq!(said, names.map(|name| format!("recipient={name}<>")));
}

/// `IT` is no English word here.
#[test]
fn capitals_tell_no_language() {
    let list = "Empfänger: Versanddienstleister (DHL), IT-Dienstleister (Rabe GmbH, AWS)";
    assert_eq!(said(list), ["DHL", "Rabe GmbH", "AWS"].map(|name| format!("recipient={name}<>")));
    let loud = said("WE KEEP YOUR INVOICES FOR SIX YEARS.");
    assert!(loud.iter().any(|one| one.starts_with("retention=P6Y")), "{loud:?}");
}

#[test]
fn lists_of_american_letters() {
    let sold = "We sold or shared your identifiers to advertising networks, including Raven LLC \
                and The Magpie Desk, Inc.";
    let sold = said(sold);
    assert!(sold.contains(&"recipient=Raven LLC<identifiers>".to_owned()), "{sold:?}");
    assert!(sold.iter().all(|one| !one.starts_with("purpose")), "{sold:?}");
    let carriers = "We disclosed your identifiers to: shipping carriers (UPS, FedEx), payment \
                    processors (Raven, Inc.), and hosting providers (Magpie Web Services, Inc.).";
    let named = ["UPS", "FedEx", "Raven, Inc.", "Magpie Web Services, Inc."];
    let told = said(carriers);
    for name in named {
        let told = told.iter().any(|one| one.starts_with(&format!("recipient={name}<")));
        assert!(told, "{name}");
    }
    let brokers = said("We obtained your address from Raven LLC and Magpie Data Management, LLC.");
    assert!(brokers.iter().any(|one| one.contains("=Magpie Data Management, LLC<")), "{brokers:?}");
}

#[test]
fn what_is_done_with_data_names_nobody_else() {
    let adverts = "We have also disclosed your data to Raven Ireland Ltd to show you adverts on \
                   Magpie and Jackdaw.";
    let said = said(adverts);
    assert!(said.contains(&"recipient=Raven Ireland Ltd<>".to_owned()), "{said:?}");
    assert!(!said.contains(&"recipient=Jackdaw<>".to_owned()), "{said:?}");
}

#[test]
fn nobody_else_hides_nobody() {
    for (text, name) in [
        (
            "Wir geben Ihre Adresse an die Rabe Kurier GmbH weiter, sonst an niemanden.",
            "Rabe Kurier GmbH",
        ),
        (
            "Wir haben Ihre Daten nur der Rabe Kurier GmbH übermittelt und an keine Dritten.",
            "Rabe Kurier GmbH",
        ),
        (
            "Your data went to Raven Couriers Ltd; we have not shared them with anyone else.",
            "Raven Couriers Ltd",
        ),
        (
            "We do not sell your data, but we share your address with Raven Couriers Ltd.",
            "Raven Couriers Ltd",
        ),
        (
            "Nous communiquons votre adresse à la société Corbeau SARL et à personne d’autre.",
            "Corbeau SARL",
        ),
    ] {
        let list = said(text);
        assert!(list.iter().any(|one| one.starts_with(&format!("recipient={name}<"))), "{list:?}");
        assert!(list.contains(&"recipient=none<>".to_owned()), "{list:?}");
    }
    let list = said("An die Rabe GmbH, die Krähe AG oder andere Stellen geben wir nichts weiter.");
    assert!(list.iter().all(|one| one.starts_with("recipient=none<")), "{list:?}");
}

#[test]
fn lines_of_a_table_tell_by_their_cells() {
    let letter = "Rabe AG\n\nDear Ms Example,\n\nRecord | Gone by\nMembership form | 3 years\nPhotos | 18 months\n\nHosting: Krähe Daten GmbH\nPost: Elster Brief OHG\n\nYours sincerely\nRabe AG";
    let list = told(letter);
    for wanted in [
        "retention=P3Y<Membership form>",
        "retention=P18M<Photos>",
        "recipient=Krähe Daten GmbH<>",
        "recipient=Elster Brief OHG<>",
    ] {
        assert!(list.contains(&wanted.to_owned()), "{wanted}: {list:?}");
    }
}

#[test]
fn companies_in_columns_and_lines_are_receivers() {
    let letter = "Rabe AG\n\nSehr geehrte Frau Beispiel,\n\n\
        Dienst      Anbieter              Land\n\
        Mail        Elster Post AG        Schweiz\n\
        Ablage      Krähe Daten GmbH      DE\n\n\
        Versand ........ Dohle Kurier KG\n\
        Verwaltung ..... specht AG\n\n\
        Empfänger:\nMeise GmbH\namselpost GmbH\nKanzlei Kauz & Partner\n\
        Finkwerk Pvt. Ltd.\nFink.com Markt Ltd\n\n\
        Mit freundlichen Grüßen\nRabe AG";
    let list = told(letter);
    for name in [
        "Elster Post AG",
        "Krähe Daten GmbH",
        "Dohle Kurier KG",
        "specht AG",
        "Meise GmbH",
        "amselpost GmbH",
        "Kanzlei Kauz & Partner",
        "Finkwerk Pvt. Ltd.",
        "Fink.com Markt Ltd",
    ] {
        let told = |one: &String| one.starts_with(&format!("recipient={name}<"));
        assert!(list.iter().any(told), "{name}: {list:?}");
    }
}

#[test]
fn what_is_told_behind_a_reference_to_the_request_is_stated() {
    for text in [
        "Auf Ihre Anfrage teilen wir Ihnen mit, dass Ihre Daten an die Rabe GmbH weitergegeben wurden.",
        "In answer to your letter we confirm that your data were passed to Rabe GmbH.",
        "En réponse à votre demande, nous confirmons que vos données ont été transmises à Rabe GmbH.",
    ] {
        assert_eq!(said(text), ["recipient=Rabe GmbH<>"], "{text}");
    }
    let held = said(
        "Following your request of 10 April, we confirm that we hold the following data: name, address.",
    );
    assert!(held.contains(&"category=name<name>".to_owned()), "{held:?}");
    let none = said("Empfänger: Rabe Inkasso GmbH; in Ihrem Fall ist das nicht geschehen.");
    assert_eq!(none, ["recipient=Rabe Inkasso GmbH<>"]);
    // `données` are no gift.
    let why = said("Nous utilisons ces données pour vous adresser nos offres par courriel.");
    assert!(why.iter().all(|one| !one.starts_with("source")), "{why:?}");
}

#[test]
fn what_is_not_collected_is_no_kind_that_is_held() {
    let letter = "Rabe AG\n\nDear Ms Example,\n\n\
        Category of personal information | Collected | Sold or shared | Disclosed for a business \
        purpose to\nIdentifiers | Yes | No | Service providers: Elster LLC\n\
        Biometric information | No | No | Not applicable\n\nYours sincerely\nRabe AG";
    let list = told(letter);
    assert!(list.contains(&"category=Identifiers<Identifiers>".to_owned()), "{list:?}");
    assert!(list.contains(&"recipient=Elster LLC<Identifiers>".to_owned()), "{list:?}");
    let wrong = |one: &String| one.starts_with("category=Bio") || one.starts_with("purpose");
    assert!(!list.iter().any(wrong), "{list:?}");
}

#[test]
fn of_two_joined_things_none_is_left_out() {
    let list =
        said("Categories: Identity and contact data, order data, usage data of our website.");
    assert!(list.iter().any(|one| one.starts_with("category=Identity and contact")), "{list:?}");
}

#[test]
fn what_a_statement_applies_to_is_what_it_names() {
    let list =
        said("We share data with Raven Payments Ltd (payments) and Crow plc (email marketing).");
    assert!(list.contains(&"recipient=Raven Payments Ltd<>".to_owned()), "{list:?}");
    let list = said("Our lawful basis is our legitimate interests (Article 6(1)(f)).");
    assert_eq!(list, ["legal_basis=eu-gdpr:A6-1-f<>"]);
    let list = said(
        "Marketing preferences are kept until you unsubscribe, and call recordings for 90 days.",
    );
    assert!(list.contains(&"retention=P90D<call recordings>".to_owned()), "{list:?}");
    let list = said("Empfänger: infoscore Consumer Data GmbH (Bonitätsprüfung)");
    assert!(list.contains(&"recipient=infoscore Consumer Data GmbH<>".to_owned()), "{list:?}");
}

/// Words that no rule reads are kept where they stand; a text that is no letter has none.
#[test]
fn words_that_may_state_something_are_kept() {
    let vocabulary = vocabulary();
    let told = "Ob Sie auf Rechnung kaufen dürfen, sagt uns ein Programm, kein Mensch.";
    let letter = [
        "Sehr geehrte Frau Beispiel,",
        "Wir haben Ihre Anfrage nach Art. 15 DSGVO erhalten.",
        told,
    ];
    let end = ["Mit freundlichen Grüßen", "Rabe GmbH"];
    let lines =
        letter.into_iter().chain(end).zip(1..).map(|(text, line)| (At::Line { line }, text));
    let lines: Vec<(At, &str)> = lines.collect();
    let path = MemberPath::new("brief.txt");
    let found = passages(lines.iter().cloned(), &path, &vocabulary);
    let kept = found.iter().find(|passage| passage.kind == StatementKind::AutomatedDecision);
    let kept = kept.unwrap();
    assert_eq!(kept.quote.expose(), told);
    assert_eq!(kept.place, SourcePlace::new(path.clone(), At::Line { line: 3 }));
    let alone = passages(std::iter::once((At::Whole, told)), &path, &vocabulary);
    assert!(alone.is_empty(), "no letter");
}

/// A line that names data behind what they belong to.
#[test]
fn lines_of_data_are_kinds() {
    let letter = "Dear Mira, here is what we keep about you.\n\
                  Your account: name, email, hashed password, profile photo.\n\
                  Money: payment method (last four digits only), invoices, card number.";
    let lines = letter.lines().enumerate();
    let lines: Vec<_> = lines.map(|(at, text)| (At::Line { line: at as u32 }, text)).collect();
    let found = extract(lines.into_iter(), &MemberPath::new("letter.txt"), &vocabulary());
    let kinds: Vec<&str> = found
        .iter()
        .filter(|one| one.kind == StatementKind::Category)
        .map(|one| one.value.expose().as_str())
        .collect();
    let account = ["name", "email", "hashed password", "profile photo"];
    let money = ["payment method (last four digits only)", "invoices", "card number"];
    assert_eq!(kinds, [&account[..], &money[..]].concat());
}
