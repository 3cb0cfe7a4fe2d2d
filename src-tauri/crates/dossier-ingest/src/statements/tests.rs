//! Records, keys and letterheads, case by case. Letters are in `evaluation`.
#![allow(clippy::unwrap_used)]

use dossier_catalog::Catalog;
use dossier_model::{At, MemberPath, SourcePlace, StartEvent, Statement, StatementKind};

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
    let log = "2026-03-01 10:23:50 GET /delete?data=shared HTTP retained from you by us";
    assert!(!is_letter([log, log, "10:23:51 why: purpose of the data"].into_iter(), &vocabulary));
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

/// What a letter states, block by block.
fn told(letter: &str) -> Vec<String> {
    let blocks = letter.split("\n\n").map(|block| (At::Line { line: 1 }, block));
    shown(&extract(blocks, &MemberPath::new("letter.txt"), &vocabulary()))
}

/// What a letter of one paragraph says.
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
            "Nous communiquons votre adresse à la société Corbeau SARL et à personne d’autre.",
            "Corbeau SARL",
        ),
    ] {
        let list = said(text);
        assert!(list.iter().any(|one| one.starts_with(&format!("recipient={name}<"))), "{list:?}");
        assert!(list.contains(&"recipient=none<>".to_owned()), "{list:?}");
    }
    // That nothing is sold does not say that nobody gets it.
    for (text, sold) in [
        ("We do not sell your data, but we share your address with Raven Couriers Ltd.", "sell"),
        ("Wir verkaufen Ihre Daten nicht an Dritte.", "verkaufen"),
        ("Nous ne vendons pas vos données.", "vendons"),
        ("We do not sell or share your data.", ""),
    ] {
        let list = said(text);
        assert!(list.contains(&format!("recipient=none<{sold}>")), "{text}: {list:?}");
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
    let plain = "Rabe AG\n\nDear Ms Example,\n\nCategory | Examples | Collected\n\
        A. Identifiers | Name, email address | YES\nE. Biometric information | Fingerprints | NO";
    assert!(told(plain).iter().all(|one| !one.contains("Biometric")), "{:?}", told(plain));
    let wrong = |one: &String| one.starts_with("category=Bio") || one.starts_with("purpose");
    assert!(!list.iter().any(wrong), "{list:?}");
}

#[test]
fn what_is_denied_is_not_stated() {
    for text in [
        "We do not use your data for marketing.",
        "Your data has never been used for direct marketing.",
        "Nous n'utilisons pas vos données à des fins de prospection commerciale.",
        "Wir nutzen Ihre Daten nicht für Werbung.",
        "Für Werbung verwenden wir Ihre Daten nicht.",
        "We do not rely on your consent.",
        "Auf Ihre Einwilligung stützen wir uns nicht.",
        "Nous ne nous fondons pas sur votre consentement.",
        "We only pass on your data without your consent if the law requires it.",
        "Nicht gespeichert sind: Geburtsdatum und Telefonnummer.",
    ] {
        assert!(said(text).is_empty(), "{text} {:?}", said(text));
    }
    let beside = said("We use your address to fulfil your orders, but not for advertising.");
    assert_eq!(beside, ["purpose=dpv:CustomerOrderManagement<address>"]);
    let held = said("Gespeichert sind Name und Anschrift, nicht jedoch Ihr Geburtsdatum.");
    assert!(held.len() == 2 && !held.iter().any(|one| one.contains("Geburtsdatum")), "{held:?}");
    let nobody = said("We do not buy data about you from data brokers.");
    assert_eq!(nobody, ["source=none<>"]);
    let clauses = said("Für China gibt es keinen Angemessenheitsbeschluss.");
    assert_eq!(clauses, ["transfer=CN<>"]);
}

#[test]
fn who_is_asked_about_or_only_mentioned_receives_nothing() {
    for text in [
        "You asked whether we share your data with Raven Ltd.",
        "If you had opted in, we would have shared your email with Raven Ltd.",
        "Hätten Sie per Rechnung bezahlt, wäre eine Abfrage bei der Rabe GmbH erfolgt.",
        "Neither Raven Ltd nor Crow plc has received your data.",
        "Unser Datenschutzbeauftragter ist die Rabe Kanzlei GmbH, dsb@example.org.",
        "Bitte wenden Sie sich bei Fragen zum Gerät an die Rabe GmbH.",
        "Wir sind Mitglied im Krähen Management AG und nutzen das Logo der Rabe GmbH.",
    ] {
        let list = said(text);
        assert!(!list.iter().any(|one| one.starts_with("recipient=")), "{text} {list:?}");
    }
    let one = said("We share your data with Raven Ltd, but not with Crow plc.");
    assert_eq!(one, ["recipient=Raven Ltd<>"]);
    let one = said("Die Druckerei Rabe erhält von uns Ihre Anschrift.");
    assert_eq!(one, ["recipient=Druckerei Rabe<Anschrift>"]);
}

#[test]
fn a_safeguard_that_is_denied_denies_no_transfer() {
    let list =
        said("Standardvertragsklauseln haben wir mit der Rabe Inc. in den USA nicht geschlossen.");
    assert_eq!(list, ["transfer=US<>"]);
    // Where a receiver is outside of the union, the data go there.
    let list =
        said("Ihre Daten wurden an die Rabe Services Ltd. in Mumbai, Indien, weitergegeben.");
    assert_eq!(list, ["recipient=Rabe Services Ltd.<>", "transfer=IN<>"]);
    let list =
        said("We transfer your address to China, to perform your contract, Art. 49(1)(b) GDPR.");
    assert!(!list.iter().any(|one| one.starts_with("legal_basis")), "{list:?}");
}

#[test]
fn an_event_belongs_to_its_own_period() {
    let letter = "Les factures sont conservées dix ans à compter de la clôture de l'exercice, les \
                  e-mails trois ans.";
    let blocks = [(At::Whole, letter)];
    let list = extract(blocks.into_iter(), &MemberPath::new("a.txt"), &vocabulary());
    let starts: Vec<_> = list.iter().map(|one| one.starts.as_ref().map(|s| s.event)).collect();
    assert_eq!(starts, [Some(StartEvent::YearEnd), None]);
}

#[test]
fn what_others_gave_is_told_apart_from_the_rest() {
    let list = said(
        "All of the data was provided by you, except your date of birth, which Raven Ltd gave us.",
    );
    assert_eq!(list, ["source=data_subject<>", "source=Raven Ltd<date of birth>"]);
}

#[test]
fn numbers_of_several_words_are_one() {
    for (text, value) in [
        ("Les courbes sont supprimées après vingt-quatre mois.", "P24M"),
        ("Vos données sont conservées quatre-vingt-dix jours.", "P90D"),
        ("Vos données sont conservées soixante et onze jours.", "P71D"),
        ("Vos courriels sont conservés vingt et un jours.", "P21D"),
        ("Nous conservons les factures pendant un an et demi.", "P18M"),
        ("We keep recordings for one hundred and twenty days.", "P120D"),
        ("We keep invoices for two and a half years.", "P30M"),
        ("We keep invoices for six (6) years.", "P6Y"),
    ] {
        let list = said(text);
        let kept = list.iter().filter(|one| one.starts_with("retention="));
        let kept: Vec<&str> = kept.filter_map(|one| one.split(['=', '<']).nth(1)).collect();
        assert_eq!(kept, [value], "{text}");
    }
}

#[test]
fn periods_share_a_unit_or_end_on_a_day() {
    for (text, expect) in [
        (
            "Bestellungen löschen wir nach drei und Anfragen nach zwei Jahren.",
            &["retention=P3Y<Bestellungen>", "retention=P2Y<Anfragen>"][..],
        ),
        (
            "Handelsbriefe und Buchungsbelege bewahren wir sechs bzw. acht Jahre auf.",
            &["retention=P6Y<Handelsbriefe>", "retention=P8Y<Buchungsbelege>"],
        ),
        ("We hold invoices for six or seven years.", &["retention=P7Y<invoices>"]),
        ("Ihre Anfragen werden anderthalb Jahre gespeichert.", &["retention=P18M<Anfragen>"]),
        ("Chat logs are kept for a year and a half.", &["retention=P18M<Chat logs>"]),
        ("Chat logs are kept for a year.", &["retention=P1Y<Chat logs>"]),
        ("We look through what is kept once a year.", &[]),
        ("Ihre Bestelldaten speichern wir bis zum 31.12.2032.", &["retention=<Bestelldaten>"]),
        ("Your account will be deleted on 1 March 2027.", &["retention=<Your account>"]),
        ("Ihr Kundenkonto wurde am 31. Dezember 2024 gelöscht.", &[]),
        (
            "Marketing data is kept until you unsubscribe, and then for 30 days.",
            &["retention=P30D<Marketing data>", "retention=<Marketing data>"],
        ),
        ("Everything else goes after 13 months.", &["retention=P13M<>"]),
    ] {
        assert_eq!(said(text), expect, "{text}");
    }
}

#[test]
fn what_shops_write_is_read_to_its_end() {
    for (text, wanted) in [
        (
            "Beschweren können Sie sich beim Bayerischen Landesamt für Datenschutzaufsicht in Ansbach.",
            "complaint=Bayerischen Landesamt für Datenschutzaufsicht<>",
        ),
        (
            "Sie können bei der Landesbeauftragten für den Datenschutz in Niedersachsen Beschwerde einlegen.",
            "complaint=Landesbeauftragten für den Datenschutz in Niedersachsen<>",
        ),
        (
            "In Ihrem Dossier sind Ihr Name, Ihre Adresse, Ihre Telefonnummer und die Garantiefälle festgehalten.",
            "category=Garantiefälle<Garantiefälle>",
        ),
        (
            "Wir speichern Ihren Namen, Ihre Bestellungen (23, zuletzt am 2. August 2026) und Retouren.",
            "category=Bestellungen<Bestellungen>",
        ),
        (
            "Wozu? Zum Abschluss Ihres Vertrags, zur Reparatur Ihres Geräts und zur Prüfung Ihrer Kreditwürdigkeit.",
            "purpose=Reparatur Ihres Geräts<>",
        ),
        ("Retention of pet profile: until you delete it", "retention=<pet profile>"),
        (
            "Home deliveries are made for us by Kildare Haulage Ltd.",
            "recipient=Kildare Haulage Ltd<>",
        ),
        (
            "Den Newsletter verschicken wir mit Mailchimp (The Rocket Science Group LLC, USA).",
            "recipient=The Rocket Science Group LLC<Newsletter>",
        ),
        (
            "Dans votre compte figurent votre nom, votre adresse, vos commandes et vos avis.",
            "category=nom<nom>",
        ),
    ] {
        assert!(said(text).contains(&wanted.to_owned()), "{wanted}: {:?}", said(text));
    }
    let parts = told(
        "Rabe AG\n\nSehr geehrte Frau Beispiel,\n\nWelche Daten wir speichern:\n\n- Kontaktdaten (Name, Anschrift)\n\n- Zahlungsart (letzte vier Ziffern)\n\nViele Grüße\nRabe AG",
    );
    for wanted in ["Kontaktdaten", "Name", "Anschrift", "Zahlungsart (letzte vier Ziffern)"] {
        assert!(parts.contains(&format!("category={wanted}<{wanted}>")), "{wanted}: {parts:?}");
    }
    for text in [
        "My name is Ben and I look after privacy questions in the customer care team.",
        "Thanks for getting in touch, and sorry for making you wait.",
        "Film studios do not get your viewing history from us.",
        "Die vom EDÖB anerkannten Standardvertragsklauseln haben wir abgeschlossen.",
    ] {
        let list = said(text);
        let plain =
            |one: &String| one.starts_with("recipient=none") || one.starts_with("transfer=;");
        assert!(list.iter().all(plain), "{text}: {list:?}");
    }
}

#[test]
fn firms_that_are_known_need_no_legal_form() {
    for (text, expect) in [
        ("Die Zahlung wickelt Klarna ab.", &["recipient=Klarna<>"][..]),
        ("Verschickt wird mit DHL und Hermes.", &["recipient=DHL<>", "recipient=Hermes<>"]),
        ("Your shop account is with Klarna.", &["recipient=Klarna<>"]),
        ("Le paiement est assuré par Stripe.", &["recipient=Stripe<>"]),
        ("We never passed your details to Experian.", &["recipient=none<Experian>"]),
        ("Von der SCHUFA haben wir einen Scorewert erhalten.", &["source=SCHUFA<Scorewert>"]),
        ("Sie können uns auch über WhatsApp oder TikTok erreichen.", &[]),
        (
            "Gespeichert sind: Name, Klarna-Konto.",
            &["category=Name<Name>", "category=Klarna-Konto<Klarna-Konto>"],
        ),
    ] {
        assert_eq!(said(text), expect, "{text}");
    }
    let several =
        said("We use Mailchimp for emails, Xero for invoices and Zendesk to answer questions.");
    for wanted in ["Mailchimp", "Xero", "Zendesk"] {
        let told = format!("recipient={wanted}<");
        assert!(several.iter().any(|one| one.starts_with(&told)), "{wanted}: {several:?}");
    }
    assert!(several.iter().all(|one| !one.contains("for invoices")), "{several:?}");
}

#[test]
fn a_period_of_something_else_keeps_nothing() {
    for text in [
        "Rücksendungen sind innerhalb von 30 Tagen möglich.",
        "Die Gewährleistungsfrist beträgt zwei Jahre.",
        "Gerne geben wir Ihnen innert der Frist von 30 Tagen Auskunft.",
        "Refunds are made within 30 days of receipt and gift cards expire after 24 months.",
        "La garantie est de deux ans.",
    ] {
        let list = said(text);
        assert!(!list.iter().any(|one| one.starts_with("retention=")), "{text} {list:?}");
    }
    let law =
        said("Les pièces sont conservées sept ans, conformément au Code de droit économique.");
    assert!(law.contains(&"retention=P7Y<pièces>".to_owned()), "{law:?}");
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

/// The body of a mail and below it what it answers, in the manner of several programs.
#[test]
fn a_quoted_request_is_not_the_company() {
    let answer = "Dear Ms Example,\n\nWe share your address with Elster Couriers Ltd.\n\n";
    let asked = "You passed my data to Krähe Credit Ltd. You keep my data for 12 years.";
    for above in [
        "Rabe Foods Ltd\n\nFrom: Mira Example\nSent: 4 March 2025\nTo: Rabe\nSubject: my data\n\n",
        "Rabe Foods Ltd\n\n-----Original Message-----\n",
        "---- On Tue, 04 Mar 2025 20:11:00 +0000 Mira Example wrote ----\n\n",
        "On Mon, 3 Mar 2025 at 20:11, Mira Example <mira@example.org>\nwrote:\n\n",
        "Cheers\nJo\n\nOn 1 Apr 2025, at 20:11, Mira Example wrote:\n> ",
        "Rabe Foods Ltd\n\nYour original message:\n\"",
        "> ",
    ] {
        let letter = format!("{answer}{above}{asked}");
        assert_eq!(told(&letter), ["recipient=Elster Couriers Ltd<address>"], "{letter}");
        assert!(!head(&letter).0.contains("Krähe"), "{letter}");
    }
    let desk = format!(
        "Jo (Rabe Foods Ltd)\n4 Mar 2025, 10:00\n\n{answer}Mira Example\n3 Mar 2025, 20:11\n\n{asked}"
    );
    assert_eq!(told(&desk), ["recipient=Elster Couriers Ltd<address>"]);
    for (answer, above) in [
        (
            "Guten Tag,\n\nEmpfänger ist die Elster GmbH.\n\nRabe GmbH\n\n",
            "-------- Ursprüngliche Nachricht --------\nVon: Mira\nDatum: 4.3.25\n\n",
        ),
        (
            "Guten Tag,\n\nEmpfänger ist die Elster GmbH.\n\n",
            "Am 10.01.2025 um 09:12 schrieb Mira Beispiel:\n\nSehr geehrte Damen und Herren,\n",
        ),
    ] {
        let asked =
            "Sie haben meine Daten an die Krähe AG weitergegeben und speichern sie 12 Jahre.";
        assert_eq!(told(&format!("{answer}{above}{asked}")), ["recipient=Elster GmbH<>"]);
    }
    let french = "Bonjour,\n\nNous transmettons votre adresse à Colis Corbeau SARL.\n\nBonne soirée,\n\nLes Confitures\n\nLe lun. 2 févr. 2026 à 18:12, Mira Exemple a écrit :\n> Vous transmettez mes données à Pie SA et les gardez 5 ans.";
    assert_eq!(told(french), ["recipient=Colis Corbeau SARL<adresse>"]);
}

/// What a mail only passes on, and questions with their answers below, are kept.
#[test]
fn what_is_answered_or_passed_on_is_read() {
    let passed = "FYI\n\n-----Original Message-----\nFrom: Rabe Ltd\nTo: Mira\nSubject: your data\n\nDear Ms Example,\n\nWe share your address with Elster Couriers Ltd.";
    assert!(told(passed).contains(&"recipient=Elster Couriers Ltd<address>".to_owned()));
    let between = "Guten Tag,\n\nmeine Antworten stehen unter Ihren Fragen.\n\nAm 10.01.2025 schrieb Mira Beispiel:\n> Guten Tag,\n> ich habe bei Ihnen bestellt.\n> 1. An wen haben Sie meine Daten weitergegeben?\n\nDHL Paket GmbH und Elster AG.\n\n> Wie lange speichern Sie Rechnungen?\n\n10 Jahre.";
    let list = told(between);
    for wanted in ["recipient=DHL Paket GmbH<>", "recipient=Elster AG<>"] {
        assert!(list.contains(&wanted.to_owned()), "{list:?}");
    }
    assert!(list.iter().any(|one| one.starts_with("retention=P10Y")), "{list:?}");
}

#[test]
fn what_a_label_or_heading_denies_is_not_stated() {
    let letter = |body: &str| {
        told(&format!("Rabe Ltd\n\nDear Ms Example,\n\n{body}\n\nYours sincerely\nRabe Ltd"))
    };
    for body in [
        "Not shared with: insurers, Krähe Credit Ltd",
        "Never shared with: Krähe Credit Ltd, Elster plc",
        "Data not held: payment card numbers; date of birth",
        "Who does not get your data\n\n- Krähe Credit Ltd\n- Elster plc",
        "Data we do not hold\n\n- Health data\n- Voice recordings",
        "We have not collected the following categories:\n- Biometric information\n- Geolocation data",
        "Nicht weitergegeben an\n\n- Krähe AG\n- Elster GmbH",
        "Nicht gespeicherte Daten\n\n- Gesundheitsdaten\n- Standortdaten",
        "Données non collectées : situation patrimoniale, opinions",
        "Non communiqué à : employeur, banques",
    ] {
        let list = letter(body);
        assert!(list.iter().all(|one| one.starts_with("recipient=none")), "{body}: {list:?}");
    }
    let next =
        "Data we do not hold\n\n- Health data\n\nData we hold\n\n- Invoices\n- Call recordings";
    let next = letter(next);
    assert!(next.contains(&"category=Invoices<Invoices>".to_owned()), "{next:?}");
    assert!(!next.contains(&"category=Health data<Health data>".to_owned()), "{next:?}");
    let from = letter("Data not obtained from you\n\n- Krähe Credit Ltd\n- Elster plc");
    assert!(from.contains(&"source=Elster plc<>".to_owned()), "{from:?}");
}

#[test]
fn rows_of_what_is_not_held_tell_nothing() {
    check_row(
        &["Datenart", "Zweck", "Empfänger", "Speicherdauer"],
        &["Bonitätsdaten", "-", "-", "nicht gespeichert"],
        &[],
    );
    check_row(&["Data", "Retention"], &["Health data (not held)", "none"], &[]);
    check_row(
        &["Category", "Examples", "Collected"],
        &["Biometric information", "Fingerprints", "No"],
        &[],
    );
    let found = extract_record(
        &["Company", "Disclosed to"],
        &["Krähe Credit Ltd", "no"],
        &place(),
        &vocabulary(),
    );
    assert!(shown(&found).iter().all(|one| one.starts_with("recipient=none")), "{found:?}");
}

#[test]
fn fields_without_a_value_are_no_data() {
    let list = told(
        "Rabe GmbH\n\nSehr geehrte Frau Beispiel,\n\nFolgende Daten sind bei uns hinterlegt:\nName: Mira Beispiel\nTelefon: nicht hinterlegt\nGeburtsdatum: keine Angabe\nNewsletter: nein\nFaxnummer: -\n\nMit freundlichen Grüßen\nRabe GmbH",
    );
    assert_eq!(list, ["category=Name<Name>"]);
}

#[test]
fn names_of_data_tell_their_kind() {
    let vocabulary = vocabulary();
    let kinds = |letter: &str, of: &str| {
        let lines = letter.lines().map(|line| (At::Whole, line));
        let said = extract(lines, &MemberPath::new("x.txt"), &vocabulary);
        said.iter().flat_map(|one| &one.categories).any(|id| id == of)
    };
    for (text, of) in [
        ("Bestelldaten löschen wir nach zwei Jahren.", "ext:OrderNumber"),
        ("Rechnungsdaten löschen wir nach 10 Jahren.", "pd:Transaction"),
        ("Ihre Adresse löschen wir nach zwei Jahren.", "pd:PhysicalAddress"),
        ("Anmeldeprotokolle löschen wir nach 90 Tagen.", "pd:AuthenticationHistory"),
        ("We keep login records for 90 days.", "pd:AuthenticationHistory"),
    ] {
        assert!(kinds(text, of), "{text}");
    }
}

#[test]
fn what_stands_below_the_closing_is_no_statement() {
    for (closing, foot) in [
        (
            "Nous vous prions d'agréer, Madame, l'expression de nos sentiments distingués.",
            "Rabe SARL – KBC Banque SA – Assureur RC : Pie SA",
        ),
        ("À très bientôt,\nKévin", "Hébergeur : Corbeau Réseau SAS, 2 rue du Pont"),
        ("Plein de chlorophylle,\nInès", "Plantes Geai SAS, incubée chez Station Freux"),
    ] {
        let letter = format!(
            "Bonjour Mira,\n\nVotre adresse est transmise à Colis Pivert SARL.\n\n{closing}\n\n{foot}"
        );
        assert_eq!(told(&letter), ["recipient=Colis Pivert SARL<adresse>"], "{letter}");
    }
}

#[test]
fn registers_at_the_foot_are_no_statement() {
    for foot in [
        "Gut Tritt\nJo und das Team\n\nSitz Jena, HRA 1234, Komplementärin: Rabe Verwaltungs GmbH",
        "Rabe GbR, Jo Rabe & Mira Elster, Saalgasse 3, 07743 Jena\nSteuernr. 162/000/00000",
    ] {
        let letter = format!("Hallo Mira,\n\nWer bekommt das zu sehen: DHL und RabePay.\n\n{foot}");
        assert_eq!(told(&letter), ["recipient=DHL<>", "recipient=RabePay<>"], "{letter}");
    }
}

#[test]
fn labels_in_columns_of_their_own() {
    let letter = "Rabe Ltd\n\nDear Ms Example,\n\n\
        Categories held:    name, address\n\
        Recipients ......:  Elster Couriers Ltd\n\
        Retention:          6 years\n\
        Automated decisions:  none\n\nYours sincerely\nRabe Ltd";
    let wanted = [
        "category=name<name>",
        "category=address<address>",
        "recipient=Elster Couriers Ltd<>",
        "retention=P6Y<>",
        "automated_decision=none<>",
    ];
    assert_eq!(told(letter), wanted);
    let below = "Rabe Ltd\n\nDear Ms Example,\n\n\
        Retention:\n   contact details        2 years\n   order history          6 years\n\nYours sincerely\nRabe Ltd";
    assert_eq!(told(below), ["retention=P2Y<contact details>", "retention=P6Y<order history>"]);
}

#[test]
fn labels_say_what_they_are_about() {
    let letter = |body: &str| {
        told(&format!("Rabe Ltd\n\nDear Ms Example,\n\n{body}\n\nYours sincerely\nRabe Ltd"))
    };
    let periods = letter("Retention - orders: 7 years\nRetention (emails): 2 years");
    assert_eq!(periods, ["retention=P7Y<orders>", "retention=P2Y<emails>"]);
    let list = letter(
        "Finalités : gestion des commandes\nDonnées d'identification : nom, prénoms\nDonnées bancaires : RIB",
    );
    assert!(list.contains(&"category=nom<nom>".to_owned()), "{list:?}");
    assert!(list.iter().all(|one| !one.contains("=Données")), "{list:?}");
    let points = told(
        "Rabe GmbH\n\nSehr geehrte Frau Beispiel,\n\nzu d) 10 Jahre\nzu g) bei Ihnen erhoben\nzu h) nein\n\nMit freundlichen Grüßen\nRabe GmbH",
    );
    assert!(points.contains(&"retention=P10Y<>".to_owned()), "{points:?}");
    assert!(points.contains(&"automated_decision=none<>".to_owned()), "{points:?}");
    assert!(
        points.iter().any(|one| one.starts_with("source=dpv:DataSubject")
            || one.starts_with("source=data_subject")),
        "{points:?}"
    );
}

#[test]
fn a_heading_ends_the_section_before() {
    let letter = "Rabe AG\n\nSehr geehrte Frau Beispiel,\n\n\
        1. Verarbeitungszwecke (Art. 15 Abs. 1 lit. a DS-GVO)\n\n\
        Wir verarbeiten die Daten zu folgenden Zwecken:\na) Abwicklung von Bestellungen\nb) Kundenservice\n\n\
        2. Kategorien personenbezogener Daten (Art. 15 Abs. 1 lit. b DS-GVO)\n\n\
        Verarbeitet werden\n- Kontaktdaten,\n- Abrechnungsdaten.\n\nMit freundlichen Grüßen\nRabe AG";
    let list = told(letter);
    for wanted in
        ["category=Kontaktdaten<Kontaktdaten>", "category=Abrechnungsdaten<Abrechnungsdaten>"]
    {
        assert!(list.contains(&wanted.to_owned()), "{wanted}: {list:?}");
    }
    let close = letter.replace("DS-GVO)\n\n", "DS-GVO)\n");
    assert!(told(&close).contains(&"category=Kontaktdaten<Kontaktdaten>".to_owned()));
    let tools = "Rabe\n\nHallo Mira,\n\nMit wem teilt ihr das?\n\n\
        Ein paar Tools brauchen wir, um den Laden am Laufen zu halten:\n• Mailchimp\n• Stripe\n\nViele Grüße\nRabe";
    let tools = told(tools);
    assert!(tools.contains(&"recipient=Stripe<>".to_owned()), "{tools:?}");
    assert!(tools.iter().all(|one| !one.starts_with("purpose=Mail")), "{tools:?}");
}

#[test]
fn tables_in_boxes() {
    let letter = "Rabe AG\n\nDear Ms Example,\n\n\
        +-----------+------------------+----------+\n\
        | Data      | Recipients       | Kept for |\n\
        +-----------+------------------+----------+\n\
        | Invoices  | Elster Tax plc   | 8 years  |\n\
        +-----------+------------------+----------+\n\
        | Addresses | Krähe Parcel Ltd | 13       |\n\
        |           |                  | months   |\n\
        +-----------+------------------+----------+\n\nYours sincerely\nRabe AG";
    let list = told(letter);
    for wanted in [
        "recipient=Elster Tax plc<Invoices>",
        "retention=P8Y<Invoices>",
        "recipient=Krähe Parcel Ltd<Addresses>",
        "retention=P13M<Addresses>",
    ] {
        assert!(list.contains(&wanted.to_owned()), "{wanted}: {list:?}");
    }
    let ruled = "Rabe AG\n\nDear Ms Example,\n\n\
        ------------------------------------------\n\
        Recipient           Country     Purpose\n\
        ------------------------------------------\n\
        Elster Tax plc      Ireland     billing\n\
        Krähe Parcel Ltd    Malta       delivery\n\
        ------------------------------------------\n\nYours sincerely\nRabe AG";
    let apart = ruled
        .replace("           Country", " Country")
        .replace("Elster Tax plc   ", "Elster Tax plc");
    let apart = told(&apart);
    assert!(apart.iter().all(|one| !one.contains("=Recipient")), "{apart:?}");
    let ruled = told(ruled);
    assert!(ruled.iter().any(|one| one.starts_with("recipient=Krähe Parcel Ltd<")), "{ruled:?}");
}

#[test]
fn companies_that_stand_by_are_no_controller() {
    for (text, controller) in [
        (
            "Dear Ms Example\n\nText of the letter.\n\nSincerely\nAnna\n\nThis email has been scanned by Magpie Services Limited.",
            "",
        ),
        (
            "Dear Ms Example\n\nText of the letter.\n\nSincerely\n\n© 2024-2025 Raven Shop, Inc.",
            "Raven Shop, Inc.",
        ),
        (
            "Tischlein & Co. Küchenwelt GmbH\n\nSehr geehrte Frau Beispiel",
            "Tischlein & Co. Küchenwelt GmbH",
        ),
        ("Leeds Store Furniture Ltd\n\nDear Ms Example", "Leeds Store Furniture Ltd"),
        (
            "Kanzlei Kauz GbR\n\nSehr geehrte Frau Beispiel,\n\nnamens unserer Mandantin, der Nordrabe Mode AG, teilen wir mit:",
            "Nordrabe Mode AG",
        ),
        ("EU representative: Pie Europe SARL\n\nMadame", ""),
        (
            "Fiche de réponse\n\nResponsable de traitement : Mutuelle des Corbeaux\n\nFinalités : remboursement",
            "Mutuelle des Corbeaux",
        ),
    ] {
        let found = head(text).0;
        assert_eq!(found.trim_end_matches('.'), controller.trim_end_matches('.'), "{text}");
    }
}
