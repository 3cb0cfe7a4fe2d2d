//! Each part of an item speaks with the voice of the one who said it.
#![allow(clippy::unwrap_used)]

mod common;

use common::{World, answer, dated, field, kept, of_rule, says, table};
use dossier_insight::{AnswerState, DeclaredFact, Hint, checklist, holdings, items, label};
use dossier_model::{
    At, Item, Kind, MemberKind, MemberState, MemberSummary, Passage, Sensitive, Sha256,
    SourcePlace, StatementKind, Voice,
};

fn item<'a>(items: &'a [Item], field: &str) -> &'a Item {
    items.iter().find(|item| item.field == field).unwrap()
}

#[test]
fn nobody_speaks_then_the_catalog_does() {
    let world = World::new();
    let tables = [table("a.csv", 2, vec![field("Ware", "pd:Purchase", &["Lampe"])])];
    let items = items(&answer("Shop", &tables, &[]), &world.knowledge());
    assert_eq!(items[0].purposes[0].voice, Voice::Typical);
    assert_eq!(items[0].purposes[0].text.expose(), "dpv:DeliveryOfGoods");
    assert_eq!(items[0].retention[0].text.expose(), "tax8");
    assert_eq!(items[0].recipients[0].voice, Voice::NotStated, "the catalog knows no recipients");
    assert!(items[0].purposes[0].place.is_none(), "an assumption has no place");
}

#[test]
fn a_declaration_is_typical_and_never_stated() {
    let world = World::new();
    let tables = [table("a.csv", 1, vec![field("Ware", "pd:Purchase", &["Lampe"])])];
    let declared = [DeclaredFact {
        kind: StatementKind::Purpose,
        table: String::new(),
        category: "pd:Purchase".into(),
        value: "dpv:CustomerOrderManagement".into(),
    }];
    let given = dossier_insight::Answer { declared: &declared, ..answer("Shop", &tables, &[]) };
    let items = items(&given, &world.knowledge());
    assert_eq!(items[0].purposes.len(), 1);
    assert_eq!(items[0].purposes[0].text.expose(), "dpv:CustomerOrderManagement");
    assert_eq!(items[0].purposes[0].voice, Voice::Typical);
}

#[test]
fn a_statement_goes_to_what_it_names() {
    let world = World::new();
    let tables = [
        table("kontakthistorie.csv", 4, vec![field("Betreff", "ext:CustomerServiceCase", &["x"])]),
        table("kunden.csv", 1, vec![field("Name", "pd:Name", &["Mira Beispiel"])]),
    ];
    let statements = [kept(3, "Kontakthistorie", &[], "Kontakthistorie: 3 Jahre")];
    let items = items(&answer("Shop", &tables, &statements), &world.knowledge());
    let support = item(&items, "Betreff");
    assert_eq!(support.retention[0].voice, Voice::Stated);
    assert_eq!(support.retention[0].text.expose(), "P3Y");
    assert!(support.retention[0].place.is_some());
    assert_eq!(item(&items, "Name").retention[0].voice, Voice::Typical);
}

#[test]
fn a_statement_about_everything_goes_to_all_but_where_one_is_closer() {
    let world = World::new();
    let tables = [table(
        "k.csv",
        1,
        vec![
            field("Name", "pd:Name", &["Mira"]),
            field("Mail", "pd:EmailAddress", &["m@example.org"]),
        ],
    )];
    let mut close = says(StatementKind::Purpose, "dpv:DirectMarketing", "for our newsletter");
    close.categories = vec!["pd:EmailAddress".into()];
    let statements = [says(StatementKind::Purpose, "dpv:AccountManagement", "account"), close];
    let items = items(&answer("Shop", &tables, &statements), &world.knowledge());
    assert_eq!(item(&items, "Name").purposes[0].text.expose(), "dpv:AccountManagement");
    let mail: Vec<_> =
        item(&items, "Mail").purposes.iter().map(|p| p.text.expose().as_str()).collect();
    assert_eq!(mail, ["dpv:DirectMarketing"]);
}

#[test]
fn a_statement_about_a_thing_that_did_not_come_stands_for_the_company() {
    let world = World::new();
    let tables = [table("k.csv", 1, vec![field("Name", "pd:Name", &["Mira"])])];
    let statements = [kept(1, "Bewerbungen", &["ext:ProductReview"], "Bewerbungen 1 Jahr")];
    let held = holdings(&answer("Shop", &tables, &statements), &world.knowledge());
    assert_eq!(held.company.len(), 1);
    assert_eq!(item(&held.items, "Name").retention[0].voice, Voice::Typical);
}

#[test]
fn what_stands_in_the_data_is_seen() {
    let world = World::new();
    let tables = [
        table(
            "orders.csv",
            2,
            vec![
                field("Order", "ext:OrderNumber", &["1", "2"]),
                field("Carrier", "ext:OrderStatus", &["Rabe Kurier", "Eilbote"]),
                field("Carrier tracking number", "ext:OrderStatus", &["00340"]),
            ],
        ),
        table(
            "audiences.csv",
            1,
            vec![field("Audience", "ext:AdAudienceMembership", &["Gardeners"])],
        ),
    ];
    let items = items(&answer("Shop", &tables, &[]), &world.knowledge());
    let recipients: Vec<_> =
        item(&items, "Order").recipients.iter().map(|r| r.text.expose().as_str()).collect();
    assert_eq!(recipients, ["Rabe Kurier", "Eilbote"], "a courier gets the whole order");
    let audience = item(&items, "Audience");
    assert_eq!(audience.purposes[0].text.expose(), "dpv:TargetedAdvertising");
    assert_eq!(audience.purposes[0].voice, Voice::Seen);
}

#[test]
fn technical_and_empty_fields_are_no_items() {
    let world = World::new();
    let tables = [table("k.csv", 1, vec![field("row", "", &["1"]), field("Name", "pd:Name", &[])])];
    assert!(items(&answer("Shop", &tables, &[]), &world.knowledge()).is_empty());
}

#[test]
fn the_label_has_twelve_rows_in_their_order() {
    let world = World::new();
    let mut orders = dated(
        table("o.csv", 7, vec![field("Ware", "pd:Purchase", &["Lampe", "Tisch"])]),
        "2019-01-02",
        "2025-03-04",
    );
    orders.kinds[Kind::Orders as usize] = 7;
    let tables = [orders];
    let statements = [says(StatementKind::Purpose, "dpv:CustomerOrderManagement", "orders")];
    let given = answer("Shop", &tables, &statements);
    let items = items(&given, &world.knowledge());
    let rows = label(&tables, &items);
    assert_eq!(rows.iter().map(|row| row.kind).collect::<Vec<_>>(), Kind::ALL);
    let orders = &rows[Kind::Orders as usize];
    assert_eq!((orders.records, orders.fields, orders.without_reason), (7, 1, 0));
    assert_eq!(orders.first.as_deref(), Some("2019-01-02"));
    assert_eq!(orders.example.expose(), "Lampe");
    assert_eq!(orders.purposes[0].voice, Voice::Stated);
    assert_eq!(rows[Kind::Location as usize].records, 0);
}

fn state(world: &World, given: &dossier_insight::Answer<'_>, id: &str) -> AnswerState {
    let list = checklist("eu_gdpr", given, &world.knowledge()).unwrap();
    list.into_iter().find(|item| item.id == id).unwrap().state
}

/// Words that may state something are read by a person before anybody is reproached.
#[test]
fn words_that_may_answer_are_no_gap() {
    let world = World::new();
    let tables = [table(
        "k.csv",
        1,
        vec![field("Name", "pd:Name", &["Mira"]), field("Carrier", "ext:OrderStatus", &["Elbe"])],
    )];
    let hint = |id: u32, line: u32, answers: Option<bool>| Hint {
        id,
        passage: Passage {
            kind: StatementKind::Retention,
            quote: Sensitive::new("Nach acht Lenzen ist alles fort.".to_owned()),
            language: "de".to_owned(),
            place: SourcePlace::new("letter.txt".into(), At::Line { line }),
        },
        answers,
    };
    let hints = [hint(1, 7, None)];
    let letter = [MemberSummary {
        path: "letter.txt".into(),
        kind: MemberKind::Text,
        state: MemberState::Read,
        reason: String::new(),
        bytes: 10,
        sha256: Sha256::default(),
        records: 0,
        same_as: None,
    }];
    let silent = dossier_insight::Answer { members: &letter, ..answer("Shop", &tables, &[]) };
    let given = dossier_insight::Answer { hints: &hints, ..silent.clone() };
    let list = checklist("eu_gdpr", &given, &world.knowledge()).unwrap();
    let how_long = list.iter().find(|item| item.id == "15-1-d").unwrap();
    assert_eq!(how_long.state, AnswerState::Perhaps);
    assert_eq!(how_long.quote, hints[0].passage.quote);
    assert_eq!(how_long.place.as_ref(), Some(&hints[0].passage.place));
    assert_eq!(state(&world, &given, "15-1-a"), AnswerState::No);
    let gap = |given: &dossier_insight::Answer<'_>| {
        let found = world.findings(std::slice::from_ref(given));
        let gap = of_rule(&found, "audit_gap");
        assert_eq!(gap.len(), 1);
        (gap[0].reference.len(), of_rule(&found, "retention_missing").len())
    };
    let ((all, missing), (less, quiet)) = (gap(&silent), gap(&given));
    assert_eq!((less, quiet), (all - 1, missing - 1));
    // Once they were read, what was found counts, and the best of it.
    let read = |hints: &[Hint]| {
        let given = dossier_insight::Answer { hints, ..silent.clone() };
        let list = checklist("eu_gdpr", &given, &world.knowledge()).unwrap();
        let how_long = list.into_iter().find(|item| item.id == "15-1-d").unwrap();
        (how_long.state, how_long.hint, gap(&given))
    };
    let in_vain = hint(1, 7, Some(false));
    assert_eq!(read(std::slice::from_ref(&in_vain)), (AnswerState::No, Some(1), (all, missing)));
    let next = [in_vain.clone(), hint(2, 9, None)];
    assert_eq!(read(&next), (AnswerState::Perhaps, Some(2), (less, quiet)));
    let answers = [in_vain, hint(2, 9, None), hint(3, 11, Some(true))];
    assert_eq!(read(&answers), (AnswerState::Yes, Some(3), (less, quiet)));
    // What was read goes before what may be.
    let statements = [kept(1, "", &["pd:Name"], "one year")];
    let read = dossier_insight::Answer { statements: &statements, ..given.clone() };
    assert_eq!(state(&world, &read, "15-1-d"), AnswerState::Partly);
}

#[test]
fn the_audit_tells_yes_from_partly_from_no() {
    let world = World::new();
    let tables = [table(
        "k.csv",
        1,
        vec![field("Name", "pd:Name", &["Mira"]), field("Ware", "pd:Purchase", &["Lampe"])],
    )];
    let check = |statements: &[dossier_model::Statement], id: &str, expect: AnswerState| {
        let got = state(&world, &answer("Shop", &tables, statements), id);
        assert_eq!(got, expect, "{id} of {} statements", statements.len());
    };
    check(&[], "15-1-a", AnswerState::No);
    check(&[says(StatementKind::Purpose, "", "p")], "15-1-a", AnswerState::Yes);
    check(&[kept(3, "", &["pd:Name"], "r")], "15-1-d", AnswerState::Partly);
    check(&[says(StatementKind::Recipient, "ext:carrier", "q")], "15-1-c", AnswerState::Partly);
    check(&[says(StatementKind::Recipient, "Rabe Kurier GmbH", "q")], "15-1-c", AnswerState::Yes);
    check(&[says(StatementKind::Recipient, "none", "q")], "15-1-c", AnswerState::Yes);
    let mut authorities = says(StatementKind::Recipient, "none", "nothing to authorities");
    authorities.applies_to = "authorities".to_owned().into();
    check(&[authorities], "15-1-c", AnswerState::Partly);
    let rights = |value| [says(StatementKind::Right, value, "q")];
    check(&rights("rectification; erasure; restriction; objection"), "15-1-e", AnswerState::Yes);
    check(&rights("erasure"), "15-1-e", AnswerState::Partly);
    check(&[says(StatementKind::AutomatedDecision, "exists", "q")], "15-1-h", AnswerState::Partly);
    check(&[says(StatementKind::AutomatedDecision, "none", "q")], "15-1-h", AnswerState::Yes);
    check(&[says(StatementKind::Transfer, "US", "q")], "15-2", AnswerState::Partly);
    check(&[says(StatementKind::Transfer, "US; scc", "q")], "15-2", AnswerState::Yes);
    check(&[], "15-3", AnswerState::Yes);
}

#[test]
fn nobody_else_is_nobody_beside_the_named() {
    let world = World::new();
    let tables = [table("a.csv", 2, vec![field("Ware", "pd:Purchase", &["Lampe"])])];
    let nobody = || says(StatementKind::Recipient, "none", "to nobody else");
    let received = |said: &[dossier_model::Statement]| -> Vec<String> {
        let items = items(&answer("Shop", &tables, said), &world.knowledge());
        items[0].recipients.iter().map(|one| one.text.expose().clone()).collect()
    };
    let named = says(StatementKind::Recipient, "Rabe Kurier GmbH", "to Rabe Kurier GmbH");
    assert_eq!(received(&[named, nobody()]), ["Rabe Kurier GmbH"]);
    assert_eq!(received(&[nobody()]), ["none"]);
}

#[test]
fn a_short_word_can_make_another_thing_of_it() {
    let world = World::new();
    let tables = [table(
        "p.csv",
        1,
        vec![
            field("ip_adresse", "ext:OrderNumber", &["192.0.2.7"]),
            field("order_id", "ext:OrderNumber", &["B1"]),
        ],
    )];
    let stated = |of: &str, name: &str| {
        let mut said = says(StatementKind::Purpose, "dpv:DirectMarketing", "q");
        said.applies_to = Sensitive::new(of.to_owned());
        let statements = [said];
        let items = items(&answer("Shop", &tables, &statements), &world.knowledge());
        item(&items, name).purposes.iter().any(|purpose| purpose.voice == Voice::Stated)
    };
    assert!(!stated("E-Mail-Adresse", "ip_adresse"));
    assert!(stated("IP-Adresse", "ip_adresse"));
    assert!(stated("orders", "order_id"));
}
