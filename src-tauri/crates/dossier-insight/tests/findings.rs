//! Rules fire on what they say, and on nothing else.
#![allow(clippy::unwrap_used)]

mod common;

use common::{World, answer, dated, day, field, kept, of_rule, says, table};
use dossier_insight::{Answer, sentence};
use dossier_model::{
    MemberKind, MemberState, MemberSummary, PeriodStart, Sha256, StartEvent, Statement,
    StatementKind, TableSummary,
};

fn birth(path: &str, value: &str) -> TableSummary {
    table(path, 1, vec![field("Geburtsdatum", "pd:BirthDate", &[value])])
}

/// Whether the birth dates of three companies contradict, and which is likely right.
fn check_birth(values: [&str; 3], expect: Option<&str>) {
    let world = World::new();
    let tables: Vec<[TableSummary; 1]> = values.iter().map(|v| [birth("k.csv", v)]).collect();
    let answers =
        [answer("A", &tables[0], &[]), answer("B", &tables[1], &[]), answer("C", &tables[2], &[])];
    let found = world.findings(&answers);
    let found = of_rule(&found, "birth_date_differs_across");
    match expect {
        None => assert!(found.is_empty(), "{values:?} agree"),
        Some(right) => {
            assert_eq!(found.len(), 1, "{values:?}");
            let correction = &found[0].corrections[0];
            assert_eq!(correction.right.expose(), right, "{values:?}");
            assert_eq!(correction.place.field.as_deref(), Some("Geburtsdatum"));
        }
    }
}

#[test]
fn birth_dates_across_companies() {
    check_birth(["1988-04-03", "03.04.1988", "1988-04-03"], None);
    check_birth(["1988-04-03", "03/04/1988", "1988-04-03"], None);
    check_birth(["1988-04-03", "1988-03-04", "1988-04-03"], Some("1988-04-03"));
    check_birth(["1988-04-03", "1900-01-01", "not given"], Some("1988-04-03"));
    check_birth(["1988-04-03", "1988-03-04", "not given"], Some(""));
}

#[test]
fn a_child_has_another_birth_date() {
    let world = World::new();
    let child = field("Geburtsdatum Kind", "pd:BirthDate", &["2015-01-02"]);
    let tables = [birth("k.csv", "1988-04-03"), table("kinder.csv", 1, vec![child])];
    let found = world.findings(&[answer("A", &tables, &[])]);
    assert!(of_rule(&found, "birth_date_differs_within").is_empty());
}

fn check_names(a: &str, b: &str, differ: bool) {
    let world = World::new();
    let one = [table("k.csv", 1, vec![field("Name", "pd:Name", &[a])])];
    let two = [table("c.csv", 1, vec![field("Name", "pd:Name", &[b])])];
    let found = world.findings(&[answer("A", &one, &[]), answer("B", &two, &[])]);
    assert_eq!(!of_rule(&found, "name_differs_across").is_empty(), differ, "{a} / {b}");
}

#[test]
fn names_are_compared_with_care() {
    check_names("Mira Öztürk", "MIRA OEZTUERK", false);
    check_names("Mira Öztürk", "Frau Mira Öztürk", false);
    check_names("Mira Öztürk", "M. Öztürk", false);
    check_names("Mira Öztürk", "Jonas Beispiel", false);
    check_names("Mira Öztürk", "Mira Beispiel", false);
    check_names("Mira Öztürk", "Mira Östürk", true);
    check_names("Mira Beispiel", "Mira Beispeil", true);
}

#[test]
fn addressees_of_parcels_are_not_the_customer() {
    let world = World::new();
    let many =
        table("o.csv", 40, vec![field("Name", "pd:Name", &["Mira Beispiel", "Mira Beispeil"])]);
    let one = table("k.csv", 1, vec![field("Name", "pd:Name", &["Mira Beispiel"])]);
    let tables = [one, many];
    assert!(
        of_rule(&world.findings(&[answer("A", &tables, &[])]), "name_differs_within").is_empty()
    );
}

#[test]
fn the_newest_address_is_likely_right() {
    let world = World::new();
    let street = |path: &str, value: &str, last: &str| {
        dated(
            table(path, 1, vec![field("Anschrift", "pd:PhysicalAddress", &[value])]),
            "2015-01-01",
            last,
        )
    };
    let old = [street("k.csv", "Lindenweg 3, 10115 Berlin", "2019-05-01")];
    let new = [street("k.csv", "Ahornstr. 9", "2026-05-01")];
    let same = [street("k.csv", "Ahornstraße 9", "2020-05-01")];
    let found =
        world.findings(&[answer("A", &old, &[]), answer("B", &new, &[]), answer("C", &same, &[])]);
    let found = of_rule(&found, "address_differs_across");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].corrections.len(), 1, "only the old one is to correct");
    assert_eq!(found[0].corrections[0].controller.expose(), "A");
    assert_eq!(found[0].corrections[0].right.expose(), "Ahornstr. 9");
}

fn check_age(first: &str, statement: dossier_model::Statement, fires: bool) {
    let world = World::new();
    let orders = table("orders.csv", 9, vec![field("Ware", "pd:Purchase", &["Lampe"])]);
    let tables = [dated(orders, first, "2026-01-01")];
    let statements = [statement];
    let given = Answer { received: Some(day("2026-03-01")), ..answer("A", &tables, &statements) };
    let found = world.findings(&[given]);
    assert_eq!(!of_rule(&found, "older_than_stated").is_empty(), fires, "{first}");
}

#[test]
fn older_than_the_stated_period() {
    let three = || kept(3, "orders", &["pd:Purchase"], "Orders are kept for three years.");
    check_age("2019-05-01", three(), true);
    check_age("2022-05-01", three(), true);
    check_age("2023-01-15", three(), false);
    let later = kept(3, "orders", &["pd:Purchase"], "three years after your last order");
    check_age("2015-05-01", later, false);
    let german = kept(3, "", &[], "drei Jahre nach Beendigung des Vertrags");
    check_age("2015-05-01", german, false);
    let other = kept(3, "reviews", &["ext:ProductReview"], "Reviews: three years");
    check_age("2015-05-01", other, false);
}

/// Orders of 2015 with an account that may have ended, and what is said of them.
fn check_start(event: StartEvent, words: &str, quote: &str, closed: Option<&str>, fires: bool) {
    let world = World::new();
    let orders = table("orders.csv", 9, vec![field("Order", "pd:Purchase", &["A", "B"])]);
    let mut tables = vec![dated(orders, "2015-05-01", "2016-01-01")];
    if let Some(day) = closed {
        let end = field("Account closed", "ext:ConsentRecord", &[day]);
        tables.push(table("account.csv", 1, vec![end]));
    }
    let start = PeriodStart { event, quote: words.to_owned().into() };
    let said = Statement { starts: Some(start), ..kept(3, "orders", &["pd:Purchase"], quote) };
    let statements = [said];
    let given = Answer { received: Some(day("2026-03-01")), ..answer("A", &tables, &statements) };
    let found = world.findings(&[given]);
    assert_eq!(!of_rule(&found, "older_than_stated").is_empty(), fires, "{quote} {closed:?}");
}

#[test]
fn a_period_counts_from_what_it_is_said_to_start_with() {
    use StartEvent as S;
    let year = "three years after the end of the year";
    check_start(S::YearEnd, "after the end of the year", year, None, true);
    let last = "three years after the end of the year of your last order";
    check_start(S::YearEnd, "after the end of the year", last, None, false);
    check_start(S::Made, "after collection", "three years after collection", None, true);
    check_start(
        S::LastActivity,
        "after your last",
        "three years after your last visit",
        None,
        false,
    );
    let closure = "three years after closure of the account";
    check_start(S::AccountClosed, "after closure of the account", closure, None, false);
    check_start(
        S::AccountClosed,
        "after closure of the account",
        closure,
        Some("2019-02-01"),
        true,
    );
    check_start(
        S::AccountClosed,
        "after closure of the account",
        closure,
        Some("2025-02-01"),
        false,
    );
    let contract = "three years after the end of the contract";
    check_start(S::ContractEnd, "after the end of the contract", contract, None, false);
}

#[test]
fn a_recipient_that_is_named_anywhere_is_no_finding() {
    let world = World::new();
    let tables = [table("o.csv", 2, vec![field("Carrier", "ext:OrderStatus", &["Rabe"])])];
    let check = |statements: &[dossier_model::Statement], fires: bool| {
        let found = world.findings(&[answer("Shop", &tables, statements)]);
        assert_eq!(!of_rule(&found, "recipient_seen_not_stated").is_empty(), fires);
    };
    check(&[], true);
    check(&[says(StatementKind::Recipient, "Eilbote GmbH", "to Eilbote GmbH")], true);
    check(&[says(StatementKind::Recipient, "Rabe Kurier GmbH", "to Rabe Kurier GmbH")], false);
    check(
        &[says(StatementKind::Recipient, "ext:carrier", "our carriers (Rabe and others)")],
        false,
    );
}

#[test]
fn a_score_needs_its_logic() {
    let world = World::new();
    let tables = [table("s.csv", 1, vec![field("Score", "pd:CreditScore", &["612"])])];
    let check = |value: Option<&str>, fires: bool| {
        let statements: Vec<_> = value
            .map(|value| says(StatementKind::AutomatedDecision, value, "q"))
            .into_iter()
            .collect();
        let found = world.findings(&[answer("Shop", &tables, &statements)]);
        assert_eq!(!of_rule(&found, "score_without_logic").is_empty(), fires, "{value:?}");
    };
    check(None, true);
    check(Some("exists"), true);
    check(Some("logic"), false);
    let denial = [says(StatementKind::AutomatedDecision, "none", "We do no scoring.")];
    let found = world.findings(&[answer("Shop", &tables, &denial)]);
    assert_eq!(of_rule(&found, "profiling_denied_but_seen").len(), 1);
}

#[test]
fn identifiers_that_link_companies() {
    let world = World::new();
    let id = |value: &str| [table("c.csv", 1, vec![field("cookie_id", "ext:CookieId", &[value])])];
    let check = |a: &str, b: &str, fires: bool| {
        let (one, two) = (id(a), id(b));
        let found = world.findings(&[answer("A", &one, &[]), answer("B", &two, &[])]);
        assert_eq!(!of_rule(&found, "identifier_shared").is_empty(), fires, "{a} {b}");
    };
    check("GA1.2.1234567.1600000000", "ga1.2.1234567.1600000000", true);
    check("GA1.2.1234567.1600000000", "GA1.2.7654321.1600000000", false);
    check("12345", "12345", false);
    check("00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000", false);
}

#[test]
fn a_hash_of_the_own_address_is_found_out() {
    let world = World::new();
    let mail = [table("k.csv", 1, vec![field("E-Mail", "pd:EmailAddress", &["Mira@example.org"])])];
    // SHA-256 of mira@example.org
    let hash = "b2a2e7d0bcbdd1a6b4c0a5c4";
    let partner = [table("m.csv", 1, vec![field("match_key", "ext:CookieId", &[hash])])];
    let found = world.findings(&[answer("A", &mail, &[]), answer("B", &partner, &[])]);
    assert!(of_rule(&found, "email_hashed").is_empty(), "another value is no hash of it");
    use sha2::Digest;
    let right: String =
        sha2::Sha256::digest(b"mira@example.org").iter().map(|b| format!("{b:02X}")).collect();
    let partner = [table("m.csv", 1, vec![field("match_key", "ext:CookieId", &[&right])])];
    let found = world.findings(&[answer("A", &mail, &[]), answer("B", &partner, &[])]);
    assert_eq!(of_rule(&found, "email_hashed").len(), 1);
}

#[test]
fn gaps_are_listed_once_and_the_legal_basis_is_no_gap() {
    let world = World::new();
    let tables = [table("k.csv", 1, vec![field("Name", "pd:Name", &["Mira"])])];
    assert!(of_rule(&world.findings(&[answer("Shop", &tables, &[])]), "audit_gap").is_empty());
    let said = [says(StatementKind::Complaint, "", "You may complain to the authority.")];
    let found = world.findings(&[answer("Shop", &tables, &said)]);
    let gaps = of_rule(&found, "audit_gap");
    assert_eq!(gaps.len(), 1);
    assert!(gaps[0].reference.iter().any(|article| article.contains("15(1)(c)")));
    assert!(gaps[0].reference.iter().all(|article| !article.contains("13(1)(c)")));
    assert!(of_rule(&world.findings(&[answer("Shop", &[], &[])]), "audit_gap").is_empty());
}

#[test]
fn special_categories_and_full_card_numbers() {
    let world = World::new();
    let tables = [table(
        "k.csv",
        1,
        vec![
            field("Diagnose", "pd:MedicalHealth", &["x"]),
            field("card", "pd:PaymentCardNumber", &["4539 5787 6362 1486"]),
        ],
    )];
    let found = world.findings(&[answer("Shop", &tables, &[])]);
    assert_eq!(of_rule(&found, "special_category").len(), 1);
    let cards = of_rule(&found, "card_number_full");
    assert_eq!(cards.len(), 1);
    let json = serde_json::to_string(cards[0]).unwrap();
    assert!(!json.contains("4539"), "the number itself never goes into a finding");
}

#[test]
fn unreadable_parts_are_named() {
    let world = World::new();
    let members = [MemberSummary {
        path: "a.zip!/b.pdf".into(),
        kind: MemberKind::Pdf,
        state: MemberState::Failed,
        reason: "pdf_encrypted".into(),
        bytes: 10,
        sha256: Sha256::default(),
        records: 0,
        same_as: None,
    }];
    let tables = [table("k.csv", 1, vec![field("Name", "pd:Name", &["Mira"])])];
    let given = Answer { members: &members, ..answer("Shop", &tables, &[]) };
    let found = world.findings(&[given]);
    let found = of_rule(&found, "unreadable_parts");
    let said = sentence(found[0], &world.knowledge(), "en");
    assert_eq!(said, "1\u{a0}part of the answer of Shop could not be read: b.pdf.");
}

#[test]
fn every_finding_renders_in_both_languages() {
    let world = World::new();
    let tables = [
        birth("a.csv", "1988-04-03"),
        birth("b.csv", "1990-01-02"),
        dated(
            table("orders.csv", 3, vec![field("Carrier", "ext:OrderStatus", &["Rabe"])]),
            "2010-01-01",
            "2026-01-01",
        ),
        table("s.csv", 1, vec![field("Score", "pd:CreditScore", &["612"])]),
    ];
    let statements = [kept(3, "orders", &["ext:OrderStatus"], "Orders: three years")];
    let found = world.findings(&[answer("Shop", &tables, &statements)]);
    assert!(found.len() >= 6, "{} findings", found.len());
    for finding in &found {
        assert!(!finding.reference.is_empty(), "{}", finding.rule);
        for language in ["de", "en"] {
            let said = sentence(finding, &world.knowledge(), language);
            assert!(said.contains("Shop"), "{}: {said}", finding.rule);
            assert!(!said.contains(['{', '}', '|']), "{}: {said}", finding.rule);
        }
    }
    let old = of_rule(&found, "older_than_stated");
    let said = sentence(old[0], &world.knowledge(), "de");
    assert!(said.contains("01.01.2010") && said.contains("3\u{a0}Jahre"), "{said}");
}

#[test]
fn the_same_data_give_the_same_list() {
    let world = World::new();
    let tables = [birth("a.csv", "1988-04-03"), birth("b.csv", "1990-01-02")];
    let given = [answer("Shop", &tables, &[])];
    assert_eq!(world.findings(&given), world.findings(&given));
}

/// Whether a rule fires on one table and some statements.
fn check_rule(rule: &str, tables: &[TableSummary], said: &[dossier_model::Statement], fires: bool) {
    let world = World::new();
    let found = world.findings(&[answer("Shop", tables, said)]);
    let names: Vec<_> = found.iter().map(|f| f.rule.as_str()).collect();
    assert_eq!(!of_rule(&found, rule).is_empty(), fires, "{rule}: {names:?}");
}

#[test]
fn a_refusal_beside_an_audience() {
    let tables = |value: &str| {
        [table(
            "k.csv",
            1,
            vec![
                field("Marketing consent", "ext:ConsentRecord", &[value]),
                field("Audience", "ext:AdAudienceMembership", &["Gardeners"]),
            ],
        )]
    };
    check_rule("refused_but_audience", &tables("no"), &[], true);
    check_rule("refused_but_audience", &tables("yes"), &[], false);
}

#[test]
fn entries_after_the_end_of_the_account() {
    let tables = |closed: &str| {
        let mut end = table("k.csv", 1, vec![field("closed_at", "ext:ConsentRecord", &[closed])]);
        end.fields[0].distinct = 1;
        let visits = table("visits.csv", 9, vec![field("id", "ext:CookieId", &["GA1.2.77.88"])]);
        [end, dated(visits, "2020-01-01", "2024-06-30")]
    };
    check_rule("after_closure", &tables("2023-01-15"), &[], true);
    check_rule("after_closure", &tables("2024-06-15"), &[], false);
    check_rule("after_closure", &tables("unknown"), &[], false);
}

#[test]
fn birth_dates_that_cannot_be() {
    check_rule("birth_date_impossible", &[birth("k.csv", "1900-01-01")], &[], true);
    check_rule("birth_date_impossible", &[birth("k.csv", "2031-01-01")], &[], true);
    check_rule("birth_date_impossible", &[birth("k.csv", "1988-04-03")], &[], false);
    check_rule("younger_than_16", &[birth("k.csv", "2014-04-03")], &[], true);
    check_rule("younger_than_16", &[birth("k.csv", "1988-04-03")], &[], false);
}

#[test]
fn what_is_stated_and_what_is_not() {
    let tables = [table("k.csv", 1, vec![field("Name", "pd:Name", &["Mira"])])];
    let purpose = || says(StatementKind::Purpose, "dpv:AccountManagement", "account");
    check_rule("purpose_missing", &tables, &[], true);
    check_rule("purpose_missing", &tables, &[purpose()], false);
    check_rule("retention_missing", &tables, &[kept(3, "", &[], "three years")], false);
    let types = [says(StatementKind::Recipient, "ext:carrier", "to carriers")];
    check_rule("recipients_only_by_type", &tables, &types, true);
    let named = [says(StatementKind::Recipient, "Rabe Kurier GmbH", "to Rabe Kurier GmbH")];
    check_rule("recipients_only_by_type", &tables, &named, false);
    let transfer = |value| [says(StatementKind::Transfer, value, "to the USA")];
    check_rule("transfer_without_safeguard", &tables, &transfer("US"), true);
    check_rule("transfer_without_safeguard", &tables, &transfer("US; scc"), false);
    check_rule("transfer_without_safeguard", &tables, &transfer("none"), false);
    let sold = [says(StatementKind::Purpose, "dpv:SellDataToThirdParties", "we sell data")];
    check_rule("data_sold", &tables, &sold, true);
    check_rule("data_sold", &tables, &[purpose()], false);
    let mut reviews = says(StatementKind::Category, "reviews", "reviews");
    reviews.categories = vec!["ext:ProductReview".into()];
    reviews.applies_to = dossier_model::Sensitive::new("reviews".into());
    check_rule("category_stated_not_delivered", &tables, &[reviews.clone()], true);
    let with = [table("r.csv", 1, vec![field("text", "ext:ProductReview", &["good"])])];
    check_rule("category_stated_not_delivered", &with, &[reviews], false);
}

#[test]
fn a_late_answer_is_counted_from_the_request() {
    let world = World::new();
    let tables = [table("k.csv", 1, vec![field("Name", "pd:Name", &["Mira"])])];
    let check = |received: &str, fires: bool| {
        let given = Answer {
            requested: Some(day("2026-01-31")),
            received: Some(day(received)),
            ..answer("Shop", &tables, &[])
        };
        let found = world.findings(&[given]);
        assert_eq!(!of_rule(&found, "late_answer").is_empty(), fires, "{received}");
    };
    check("2026-03-05", false);
    check("2026-03-06", true);
    let extended = |answered: &str| {
        let given = Answer {
            requested: Some(day("2026-01-31")),
            due: Some(day("2026-04-30")),
            answered: Some(day(answered)),
            received: Some(day("2026-11-01")),
            ..answer("Shop", &tables, &[])
        };
        !of_rule(&world.findings(&[given]), "late_answer").is_empty()
    };
    assert!(!extended("2026-04-29"), "the period was longer");
    assert!(extended("2026-05-06"));
}

#[test]
fn pages_only_are_not_usable() {
    let world = World::new();
    let member = |kind: MemberKind| MemberSummary {
        path: "a".into(),
        kind,
        state: MemberState::Kept,
        reason: String::new(),
        bytes: 10,
        sha256: Sha256::default(),
        records: 0,
        same_as: None,
    };
    let check = |kinds: &[MemberKind], fires: bool| {
        let members: Vec<_> = kinds.iter().map(|kind| member(*kind)).collect();
        let given = Answer { members: &members, ..answer("Shop", &[], &[]) };
        let found = world.findings(&[given]);
        assert_eq!(!of_rule(&found, "unusable_format").is_empty(), fires, "{kinds:?}");
    };
    check(&[MemberKind::Pdf, MemberKind::Image], true);
    check(&[MemberKind::Pdf, MemberKind::Csv], false);
    check(&[MemberKind::Mail], false);
    check(&[], false);
}

#[test]
fn what_is_denied_of_one_kind_is_no_lie_about_another() {
    let world = World::new();
    let partner = field("Partner", "ext:ThirdPartyRecipient", &["Reach Media"]);
    let tables = [table("t.csv", 2, vec![partner])];
    let accused = |said: &[Statement]| {
        let found = world.findings(&[answer("S", &tables, said)]);
        !of_rule(&found, "recipients_denied_but_seen").is_empty()
    };
    let nobody = || says(StatementKind::Recipient, Statement::NONE, "to nobody else");
    let named = says(StatementKind::Recipient, "Reach Media", "to Reach Media");
    let mut authorities = nobody();
    authorities.applies_to = "Behörden".to_owned().into();
    assert!(accused(&[nobody()]));
    assert!(!accused(&[authorities]));
    assert!(!accused(&[named, nobody()]));
}

#[test]
fn the_evidence_is_what_proves_it() {
    let world = World::new();
    let mut account = table(
        "k.csv",
        1,
        vec![
            field("Newsletter", "ext:ConsentRecord", &["nein"]),
            field("Werbewiderspruch vom", "ext:ConsentRecord", &["11.06.2024"]),
        ],
    );
    account.fields[1].distinct = 1;
    let reasons = ["Bonitätsprüfung", "Zielgruppe „Familie“", "Lieferung"];
    let log = table("log.csv", 3, vec![field("Anlass", "ext:AdAudienceMembership", &reasons)]);
    let tables = [account, dated(log, "2020-01-01", "2025-09-01")];
    let found = world.findings(&[answer("Shop", &tables, &[])]);
    let found = of_rule(&found, "refused_but_audience");
    let values: Vec<_> = found[0].evidence.iter().map(|e| e.value.expose().as_str()).collect();
    assert_eq!(values, ["Zielgruppe „Familie“", "11.06.2024"]);
}

#[test]
fn each_place_names_its_table() {
    let world = World::new();
    let named = |name: &str, value: &str| TableSummary {
        name: name.to_owned(),
        ..table("two.json", 1, vec![field("birthDate", "pd:BirthDate", &[value])])
    };
    let tables = [named("account", "1984-01-02"), named("loyalty", "1985-01-02")];
    let found = world.findings(&[answer("Shop", &tables, &[])]);
    let found = of_rule(&found, "birth_date_differs_within");
    let at: Vec<_> =
        found[0].evidence.iter().map(|e| (e.table.as_str(), e.value.expose().as_str())).collect();
    assert_eq!(at, [("account", "1984-01-02"), ("loyalty", "1985-01-02")]);
    let corrected: Vec<_> = found[0].corrections.iter().map(|c| c.table.as_str()).collect();
    assert_eq!(corrected, ["account", "loyalty"]);
}

#[test]
fn without_a_letter_nothing_is_missing_from_it() {
    let world = World::new();
    let member = MemberSummary {
        path: "readme.txt".into(),
        kind: MemberKind::Text,
        state: MemberState::Read,
        reason: String::new(),
        bytes: 10,
        sha256: Sha256::default(),
        records: 0,
        same_as: None,
    };
    let fields =
        vec![field("Name", "pd:Name", &["Mira"]), field("Carrier", "ext:OrderStatus", &["Elbe"])];
    let (tables, members) = ([table("k.csv", 1, fields)], [member]);
    let rules = |letter: Option<bool>| {
        let given = Answer { letter, members: &members, ..answer("Shop", &tables, &[]) };
        let found = world.findings(&[given]);
        ["audit_gap", "letter_not_imported", "recipient_seen_not_stated"]
            .map(|rule| of_rule(&found, rule).len())
    };
    assert_eq!(rules(Some(false)), [0, 1, 0], "a text that is no letter");
    assert_eq!(rules(Some(true)), [1, 0, 1], "a letter that says little");
    assert_eq!(rules(None), [1, 0, 1], "nobody looked");
}

#[test]
fn numbers_of_a_log_are_not_all_of_one_person() {
    let world = World::new();
    let differs = |with: &str| {
        let mut day = field(with, "ext:TransactionTime", &["2024-02-01", "2024-02-02"]);
        (day.group, day.first) = ("transaction_time".to_owned(), Some("2024-02-01".to_owned()));
        let mut fields =
            vec![field("E-Mail", "pd:EmailAddress", &["a@example.org", "b@example.org"])];
        if !with.is_empty() {
            fields.push(day);
        }
        let tables = [table("k.csv", 2, fields)];
        !of_rule(&world.findings(&[answer("S", &tables, &[])]), "email_differs_within").is_empty()
    };
    assert!(!differs("Datum"));
    assert!(differs(""));
}

#[test]
fn what_only_its_neighbors_suggest_accuses_nobody() {
    let world = World::new();
    let scored = |why: &[&str]| {
        let mut one = field("xq_3", "pd:CreditScore", &["B"]);
        one.why = why.iter().map(|key| format!("{{\"key\":\"{key}\"}}")).collect();
        let tables = [table("k.csv", 2, vec![one])];
        let found = world.findings(&[answer("S", &tables, &[])]);
        !of_rule(&found, "score_without_logic").is_empty()
    };
    assert!(scored(&["header"]));
    let named = |confidence: f32, key: &str| {
        let mut one = field("Score", "pd:CreditScore", &["712"]);
        (one.why, one.confidence) = (vec![format!("{{\"key\":\"{key}\"}}")], confidence);
        let tables = [table("k.csv", 1, vec![one])];
        !of_rule(&world.findings(&[answer("S", &tables, &[])]), "score_without_logic").is_empty()
    };
    assert!(named(0.55, "header") && !named(0.45, "header") && !named(0.55, "header_word"));
    assert!(scored(&["values_code", "header_word"]));
    assert!(!scored(&["header_vague", "neighbors", "values_code"]));
}

#[test]
fn a_mark_that_is_not_set_is_no_score() {
    let world = World::new();
    let scored = |name: &str, values: &[&str]| {
        let tables = [table("k.csv", 2, vec![field(name, "pd:CreditScore", values)])];
        let found = world.findings(&[answer("S", &tables, &[])]);
        !of_rule(&found, "score_without_logic").is_empty()
    };
    assert!(scored("fraud_score", &["412"]));
    assert!(scored("Bonität", &["NULL", "Klasse 3"]));
    for value in ["nein", "false", "none", "NULL", "\\N", "-", "n/a", "0", "0,00", "k.A."] {
        assert!(!scored("fraud_score", &[value]), "{value}");
    }
    for name in ["customer_group_id", "Kundengruppe", "Preisgruppe", "Priorität"] {
        assert!(!scored(name, &["3"]), "{name}");
    }
}

#[test]
fn recipients_are_companies() {
    let world = World::new();
    let seen = |name: &str, value: &str| {
        let fields =
            vec![field("Name", "pd:Name", &["Anna Ohm"]), field(name, "ext:OrderStatus", &[value])];
        let tables = [table("k.json", 1, fields)];
        let found = world.findings(&[answer("Shop", &tables, &[])]);
        !of_rule(&found, "recipient_seen_not_stated").is_empty()
    };
    assert!(seen("courier", "Elbe Kurier"));
    assert!(seen("courier.name", "Elbe Kurier"));
    assert!(seen("carrier_name", "4PX"));
    for leaf in ["rating", "vehicle", "etaMin"] {
        assert!(!seen(&format!("courier.{leaf}"), "bike"), "{leaf}");
    }
    for value in ["5", "018b", "anna@example.org", "Ali B.", "Anna Ohm", "ja", "NULL"] {
        assert!(!seen("courier", value), "{value}");
    }
}

#[test]
fn other_people_in_a_record_are_not_the_person() {
    let world = World::new();
    let found = |name: &str, category: &str, values: [&str; 2]| {
        let own = field(name.rsplit(['.', '_']).next().unwrap(), category, &[values[0]]);
        let tables = [table("k.json", 1, vec![own, field(name, category, &[values[1]])])];
        let found = world.findings(&[answer("S", &tables, &[])]);
        ["younger_than_16", "birth_date_differs_within", "email_differs_within"]
            .map(|rule| of_rule(&found, rule).len())
    };
    let dates = ["1980-02-03", "2014-06-30"];
    assert_eq!(found("children[].dob", "pd:BirthDate", dates), [0, 0, 0]);
    assert_eq!(found("account.dob", "pd:BirthDate", dates), [1, 1, 0]);
    let mails = ["anke@example.org", "kessler@example.com"];
    for name in ["owner.email", "store.email", "sales_rep_email"] {
        assert_eq!(found(name, "pd:EmailAddress", mails), [0, 0, 0], "{name}");
    }
    assert_eq!(found("account.email", "pd:EmailAddress", mails)[2], 1);
}

#[test]
fn null_words_are_no_values() {
    let world = World::new();
    let secret = |value: &str| {
        let tables = [table("k.csv", 1, vec![field("Religion", "pd:MedicalHealth", &[value])])];
        !of_rule(&world.findings(&[answer("S", &tables, &[])]), "special_category").is_empty()
    };
    assert!(secret("asthma"));
    for value in ["NULL", "\\N", "(null)", "None", "nan", "n/a", "k.A.", "-", "undefined"] {
        assert!(!secret(value), "{value}");
    }
}

#[test]
fn a_record_is_as_old_as_its_order() {
    let world = World::new();
    let said = [kept(3, "", &[], "Orders are kept for three years.")];
    let late = |days: &[(&str, &str)]| {
        let mut fields = vec![field("Ware", "pd:Purchase", &["Buch"])];
        for (name, first) in days {
            let mut day = field(name, "pd:Purchase", &[first]);
            day.first = Some((*first).to_owned());
            fields.push(day);
        }
        let tables = [dated(table("o.csv", 9, fields), days[0].1, "2026-02-04")];
        let given = Answer { received: Some(day("2026-03-01")), ..answer("A", &tables, &said) };
        !of_rule(&world.findings(&[given]), "older_than_stated").is_empty()
    };
    assert!(late(&[("Bestelldatum", "2019-05-01")]));
    assert!(late(&[("Versanddatum", "2019-05-01")]), "any day, if no better one is there");
    assert!(!late(&[("Erscheinungsdatum", "1998-03-01"), ("Bestelldatum", "2026-02-04")]));
    assert!(!late(&[("Erscheinungsdatum", "1998-03-01")]), "that of the book only");
    assert!(!late(&[("Stand", "2019-05-01"), ("Gekauft am", "2026-02-04")]));
    assert!(late(&[("Versanddatum", "2026-02-04"), ("Bestelldatum", "2019-05-01")]));
}

#[test]
fn what_stands_beside_a_field_makes_it_not_special() {
    let world = World::new();
    let special = |why: &[&str], confidence: f32| {
        let mut one = field("TYPE", "pd:MedicalHealth", &["INT"]);
        one.why = why.iter().map(|why| (*why).to_owned()).collect();
        one.confidence = confidence;
        let tables = [table("k.csv", 1, vec![one])];
        !of_rule(&world.findings(&[answer("S", &tables, &[])]), "special_category").is_empty()
    };
    let (vague, near) =
        (r#"{"key":"header_vague","parts":[]}"#, r#"{"key":"neighbors","parts":[]}"#);
    assert!(!special(&[vague, near], 0.2));
    assert!(special(&[vague, r#"{"key":"values_health","parts":[]}"#], 0.2));
    assert!(special(&[r#"{"key":"header","parts":[]}"#, near], 0.2));
    let guess = r#"{"key":"unsure","parts":[]}"#;
    assert!(!special(&[guess, r#"{"key":"header","parts":[]}"#], 0.2));
    assert!(special(&[guess, r#"{"key":"values_health","parts":[]}"#], 0.2));
    assert!(special(&["declared:health"], 0.2));
    assert!(special(&[vague, near], 0.9));
}
