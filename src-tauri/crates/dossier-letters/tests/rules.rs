//! What a letter must and must not say, whatever the caller hands in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use dossier_catalog::law::Confidence;
use dossier_letters::{
    Channel, Fact, Identifier, Letter, LetterError, LetterRequest, Shown, check, draft, plain_text,
};
use dossier_model::Sensitive;

fn try_draft(request: &LetterRequest) -> Result<Letter, LetterError> {
    let (laws, letters) = common::shelf();
    draft(laws, letters, request, common::day("2026-11-21"))
}

fn text(request: &LetterRequest) -> String {
    plain_text(&try_draft(request).expect("the letter is complete")).replace('\u{a0}', " ")
}

fn erasure() -> LetterRequest {
    common::request("eu_gdpr", "erasure_part", "de")
}

fn rectification() -> LetterRequest {
    common::request("eu_gdpr", "rectification", "de")
}

fn missing(change: impl FnOnce(&mut LetterRequest), letter: &str) -> String {
    let mut request = common::request("eu_gdpr", letter, "de");
    change(&mut request);
    match try_draft(&request) {
        Err(LetterError::Missing { fact }) => fact,
        other => panic!("{letter} should be refused for a missing fact, got {other:?}"),
    }
}

#[test]
fn a_missing_fact_is_named() {
    let part = "erasure_part";
    assert_eq!(missing(|r| r.controller.name.clear(), part), "controller.name");
    assert_eq!(missing(|r| r.controller.email.clear(), part), "controller.email");
    assert_eq!(missing(|r| r.sender.name = Sensitive::default(), part), "sender.name");
    assert_eq!(missing(|r| r.identifiers.clear(), part), "identifiers");
    assert_eq!(
        missing(|r| r.identifiers[1].value = Sensitive::default(), part),
        "identifiers.1.value"
    );
    assert_eq!(missing(|r| r.entries.clear(), part), "items");
    assert_eq!(missing(|r| r.entries[2].ground.clear(), part), "items.2.ground");
    assert_eq!(missing(|r| r.corrections.clear(), "rectification"), "corrections");
    let right = |r: &mut LetterRequest| r.corrections[1].right = Sensitive::default();
    assert_eq!(missing(right, "rectification"), "corrections.1.right");
    let by_post = |r: &mut LetterRequest| {
        r.channel = Channel::Post;
        r.controller.address.clear();
    };
    assert_eq!(missing(by_post, part), "controller.address");
    let without_address = |r: &mut LetterRequest| {
        r.channel = Channel::Post;
        r.sender.address = Sensitive::default();
    };
    assert_eq!(missing(without_address, part), "sender.address");
    assert_eq!(missing(|r| r.authority = None, "complaint"), "authority");
    assert_eq!(missing(|r| drop(r.facts.remove("reasons")), "object_situation"), "reasons");
    assert_eq!(missing(|r| drop(r.facts.remove("missing")), "access_followup"), "missing");
    let blank = |r: &mut LetterRequest| drop(r.facts.insert("reasons".into(), Fact::text(" ")));
    assert_eq!(missing(blank, "object_situation"), "reasons");
}

#[test]
fn required_facts_of_every_letter_are_required() {
    let laws = common::laws();
    let letters = common::letters(&laws);
    for spec in letters.iter() {
        for fact in spec.facts.iter().filter(|fact| fact.required) {
            let mut request = common::request(&spec.law, &spec.letter, &spec.language);
            request.facts.remove(&fact.id);
            let expect = LetterError::Missing { fact: fact.id.clone() };
            assert_eq!(try_draft(&request).unwrap_err(), expect, "{} {}", spec.law, spec.letter);
        }
    }
}

#[test]
fn at_most_three_identifiers_and_all_from_the_export() {
    let mut request = erasure();
    let one = request.identifiers[0].clone();
    request.identifiers.push(one.clone());
    assert!(try_draft(&request).is_ok(), "three are allowed");
    request.identifiers.push(one);
    assert_eq!(
        try_draft(&request).unwrap_err(),
        LetterError::TooManyIdentifiers { found: 4, limit: 3 }
    );
    let mut request = erasure();
    request.identifiers[1].value = "K-4711".to_owned().into();
    request.identifiers[1].place = None;
    let expect = LetterError::NotFromExport { fact: "identifiers.1".into() };
    assert_eq!(try_draft(&request).unwrap_err(), expect);
    let mut own = erasure();
    own.identifiers.truncate(1);
    own.identifiers[0].value = own.sender.reply_to.clone();
    own.identifiers[0].place = None;
    let letter = try_draft(&own).unwrap();
    assert!(
        letter.texts().iter().all(|(_, text)| !text.contains("entnommen")),
        "the address for the answer stands in the letter anyway, and comes from no answer"
    );
    let mut first = common::request("eu_gdpr", "access", "de");
    first.identifiers.iter_mut().for_each(|identifier| identifier.place = None);
    assert!(try_draft(&first).is_ok(), "a first access request has no export yet");
}

#[test]
fn what_must_not_leave_stops_the_letter() {
    let refused = |change: &dyn Fn(&mut LetterRequest)| {
        let mut request = rectification();
        change(&mut request);
        match try_draft(&request) {
            Err(LetterError::GivesAway { kind, .. }) => kind,
            other => panic!("it should be refused, got {other:?}"),
        }
    };
    let card = Sensitive::new("4111 1111 1111 1111".to_owned());
    assert_eq!(refused(&|r| r.corrections[0].right = card.clone()), "card_number");
    let iban = "Mein Konto ist DE89 3704 0044 0532 0130 00.";
    assert_eq!(refused(&|r| drop(r.facts.insert("supplement".into(), Fact::text(iban)))), "iban");
    let identifier = Identifier {
        kind: "customer_number".into(),
        value: Sensitive::new("078-05-1120".into()),
        place: Some(common::place("a.csv", 1, "ssn")),
    };
    assert_eq!(refused(&|r| r.identifiers[0] = identifier.clone()), "social_security");
    // Errors name the part and never the value.
    let mut request = rectification();
    request.corrections[0].right = card;
    let error = try_draft(&request).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("4111"));
}

#[test]
fn an_edited_letter_is_looked_over_again() {
    let mut letter = try_draft(&rectification()).unwrap();
    assert!(check(&letter).is_ok());
    letter.subject.push_str(" DE89370400440532013000");
    let error = check(&letter).unwrap_err();
    assert_eq!(error, LetterError::GivesAway { kind: "iban".into(), part: "subject".into() });
}

#[test]
fn assumptions_are_never_stated() {
    let request = erasure();
    let letter = try_draft(&request).unwrap();
    let said = plain_text(&letter);
    assert!(!said.contains("TYPICAL PURPOSE"));
    assert!(said.contains("Auswahl von Angeboten"), "what the company stated is quoted");
    assert!(letter.warnings.iter().any(|warning| warning.code == "assumptions_left_out"));
}

#[test]
fn special_categories_are_named_by_their_place() {
    for shown in [Shown::Hidden, Shown::Masked, Shown::Full] {
        let mut request = erasure();
        request.shown = shown;
        let said = text(&request);
        assert!(!said.contains("Schwangerschaft"), "{shown:?}");
        assert!(said.contains("Angaben an dieser Fundstelle"));
        assert!(said.contains("merkmal_17"));
    }
}

#[test]
fn values_are_masked_unless_wanted() {
    let shown = |shown: Shown, others: bool| {
        let mut request = erasure();
        request.shown = shown;
        request.entries.truncate(1);
        request.entries[0].others = others;
        let said = text(&request);
        (said.contains("Wanderstiefel"), said.contains("Wa•••"))
    };
    assert_eq!(shown(Shown::Masked, false), (false, true));
    assert_eq!(shown(Shown::Full, false), (true, false));
    assert_eq!(shown(Shown::Hidden, false), (false, false));
    assert_eq!(shown(Shown::Full, true), (false, true), "other people stay masked");
}

#[test]
fn each_entry_has_its_place_and_ground() {
    let letter = try_draft(&erasure()).unwrap();
    let rows = &letter.annexes[0].table.rows;
    assert_eq!(rows.len(), 4);
    let row: Vec<_> = rows[0].iter().map(|cell| cell.replace('\u{a0}', " ")).collect();
    assert_eq!(row[2], "auskunft.zip › Nutzung/suchverlauf_2026.csv\nFeld „Suchbegriff“");
    assert_eq!(row[3], "1284 Einträge\n02.03.2019 bis 30.10.2026");
    assert_eq!(row[4], "für den Zweck nicht mehr nötig (Art. 17 Abs. 1 lit. a)");
}

#[test]
fn vouchers_are_split_off_with_statute_and_end() {
    let letter = try_draft(&erasure()).unwrap();
    let kept = &letter.annexes[1].table.rows;
    assert_eq!(kept.len(), 1);
    let why = kept[0][4].replace('\u{a0}', " ");
    assert!(why.contains("§ 147 Abs. 1 Nr. 4"), "{why}");
    assert!(why.contains("bis 31.12.2034"), "{why}");
    assert!(why.contains("bis Ende 2017: Frist schon abgelaufen"), "{why}");

    let annexes = |change: &dyn Fn(&mut LetterRequest)| {
        let mut request = erasure();
        change(&mut request);
        let letter = try_draft(&request).unwrap();
        letter.annexes.iter().map(|annex| annex.table.rows.len()).collect::<Vec<_>>()
    };
    assert_eq!(annexes(&|_| ()), [4, 1]);
    assert_eq!(annexes(&|r| r.controller.region = "FR".into()), [5], "no such rule there");
    assert_eq!(annexes(&|r| r.entries[4].retained = Some("none".into())), [5], "by choice");
    assert_eq!(annexes(&|r| r.entries[4].last = Some("2016-05-01".into())), [5], "period over");
    assert_eq!(annexes(&|r| drop(r.entries.drain(..4))), [1], "nothing but vouchers");
}

#[test]
fn a_correction_shows_before_and_after() {
    let said = text(&rectification());
    assert!(said.contains("gespeichert ist: 17.05.1948\n   richtig ist: 17.05.1984"), "{said}");
    assert!(said.contains("auskunft.zip › Konto/stammdaten.csv; Zeile 2, Feld „Geb.-Datum“"));
    let mut same = rectification();
    same.corrections[0].right = same.corrections[0].found.clone();
    assert_eq!(try_draft(&same).unwrap_err(), LetterError::NothingToCorrect { row: 0 });
    let mut nowhere = rectification();
    nowhere.corrections[1].place = Default::default();
    let expect = LetterError::NotFromExport { fact: "corrections.1".into() };
    assert_eq!(try_draft(&nowhere).unwrap_err(), expect);
}

#[test]
fn the_deadline_is_a_day_counted_from_receipt() {
    let said = |change: &dyn Fn(&mut LetterRequest)| {
        let mut request = rectification();
        change(&mut request);
        let letter = try_draft(&request).unwrap();
        (letter.deadline.as_ref().unwrap().due, letter.warnings.clone(), plain_text(&letter))
    };
    let (due, _, words) = said(&|_| ());
    assert_eq!(due, common::day("2026-12-21"));
    assert!(
        words.contains("Montag, dem 21.\u{a0}Dezember\u{a0}2026")
            || words.contains("21.\u{a0}Dezember 2026")
    );
    let (due, warnings, _) = said(&|r| r.channel = Channel::Post);
    assert_eq!(due, common::day("2026-12-24"), "three days later by post");
    assert!(warnings.iter().any(|warning| warning.code == "receipt_estimated"));
    let (due, _, _) = said(&|r| r.receipt = Some(common::day("2026-11-26")));
    assert_eq!(due, common::day("2026-12-28"), "Boxing Day is a Saturday, then Sunday");
}

#[test]
fn a_state_counts_by_its_own_act() {
    let of = |state: &str| {
        let mut request = common::request("us_states", "access", "en");
        request.facts.insert("state".into(), Fact::text(state));
        try_draft(&request)
    };
    let iowa = of("Iowa").unwrap();
    assert_eq!(iowa.deadline.as_ref().unwrap().due, common::day("2027-02-19"), "ninety days");
    assert!(plain_text(&iowa).contains("Iowa Consumer Data Protection Act"));
    let virginia = of("Virginia").unwrap();
    assert_eq!(virginia.deadline.unwrap().due, common::day("2027-01-05"));
    assert_eq!(of("Ohio").unwrap_err(), LetterError::Missing { fact: "state".into() });
}

#[test]
fn a_period_from_the_request_does_not_wait_for_the_post() {
    for (law, due) in [("br_lgpd", "2026-12-07"), ("au_privacy", "2026-12-21")] {
        let mut request = common::request(law, "access", "en");
        request.channel = Channel::Post;
        let letter = try_draft(&request).unwrap();
        assert_eq!(letter.deadline.unwrap().due, common::day(due), "{law}");
    }
}

#[test]
fn a_duty_that_is_still_to_come_is_not_demanded() {
    let request = common::request("us_ca_ccpa", "automated_decision", "en");
    let said = |day: &str| {
        let (laws, letters) = common::shelf();
        let letter = draft(laws, letters, &request, common::day(day)).unwrap();
        plain_text(&letter).replace('\u{a0}', " ")
    };
    let before = said("2026-11-21");
    assert!(before.contains("7200") && before.contains("my own wish"), "{before}");
    assert!(!before.contains("7021(b)"), "{before}");
    let after = said("2027-01-01");
    assert!(!after.contains("my own wish") && after.contains("7021(b)"), "{after}");
}

#[test]
fn what_no_period_covers_is_a_wish() {
    for letter in ["erasure_all", "erasure_part", "withdraw_consent", "qc_automated"] {
        let letter = try_draft(&common::request("ca_pipeda_qc", letter, "en")).unwrap();
        let said = plain_text(&letter).replace('\u{a0}', " ");
        assert!(said.contains("my own wish"), "{said}");
        for wrong in ["section 8", "section 32", "section 42", "deemed"] {
            assert!(!said.contains(wrong), "{wrong}: {said}");
        }
        assert_eq!(letter.deadline.unwrap().confidence, Confidence::OwnWish);
    }
}

#[test]
fn only_the_person_keeps_the_account() {
    let said = |answer: Option<bool>| {
        let mut request = common::request("eu_gdpr", "erasure_all", "en");
        let answer = answer.map(|yes| ("close_account".to_owned(), Fact::Flag(yes)));
        request.facts.extend(answer);
        text(&request)
    };
    let keeps = |text: &str| text.contains("keep my customer account");
    let closes = |text: &str| text.contains("close my customer account");
    assert!(!keeps(&said(None)) && !closes(&said(None)));
    assert!(keeps(&said(Some(false))) && !closes(&said(Some(false))));
    assert!(closes(&said(Some(true))) && !keeps(&said(Some(true))));
}

#[test]
fn a_follow_up_has_something_open() {
    let mut request = common::request("eu_gdpr", "followup", "de");
    request.facts.remove("refusals");
    assert!(try_draft(&request).is_ok());
    request.entries.clear();
    assert_eq!(try_draft(&request).unwrap_err(), LetterError::Missing { fact: "open".into() });
}

/// Before any answer nobody said that there is an account or that data are held.
#[test]
fn a_first_letter_claims_no_account() {
    let laws = common::laws();
    for spec in common::letters(&laws).iter() {
        let mut request = common::request(&spec.law, &spec.letter, &spec.language);
        request.identifiers.remove(0);
        request.identifiers[0].kind = "own_email".into();
        request.identifiers[0].place = None;
        let letter = try_draft(&request).unwrap();
        let said = plain_text(&letter);
        for claim in [
            "already hold",
            "die Ihnen vorliegen",
            "liegen Ihnen vor",
            "disposez déjà",
            "em seu poder",
            "すでにお持ち",
        ] {
            // The company wrote to the person, or decided about it.
            let seen = spec.parts.iter().any(|part| part.use_part == "identity_seen");
            let follows = seen || spec.letter == "reply";
            assert!(follows || !said.contains(claim), "{} {}: {claim}", spec.law, spec.letter);
        }
    }
}

#[test]
fn a_mandate_is_no_letter() {
    let letter = try_draft(&common::request("eu_gdpr", "mandate", "de")).unwrap();
    let said = plain_text(&letter);
    assert!(!said.contains("Guten Tag") && !said.contains("Grüßen"), "{said}");
    assert!(said.contains("dem Unternehmen Muster Versand GmbH"), "{said}");
    assert_eq!(said.matches("______").count() / 5, 2, "{said}");
}

#[test]
fn only_what_the_right_allows_is_cited() {
    let laws = common::laws();
    let letters = common::letters(&laws);
    for spec in letters.iter() {
        let law = laws.get(&spec.law).unwrap();
        let right = law.right(&spec.right).unwrap();
        let possible = letters.citations(spec);
        // A mandate cites nothing, and a law may have no rule on how requests are handled.
        let follows = ["mandate", "reminder", "reply", "followup", "complaint"];
        let silent = follows.contains(&spec.letter.as_str());
        assert!(silent || !possible.is_empty(), "{} {} cites nothing", spec.law, spec.letter);
        // Beside the right's own provisions only those on handling any request.
        let allowed =
            |cite: &String| right.cites.contains(cite) || law.roles.values().any(|id| id == cite);
        for cite in &possible {
            assert!(allowed(cite), "{} {} cites {cite}", spec.law, spec.letter);
        }
        let request = common::request(&spec.law, &spec.letter, &spec.language);
        for cite in try_draft(&request).unwrap().citations {
            assert!(allowed(&cite), "{} {} cites {cite}", spec.law, spec.letter);
        }
        // Nobody writes a provision by hand: every one goes through the law file.
        for part in spec.parts.iter() {
            let own = part.list.iter().map(|point| &point.text).chain([&part.text, &part.heading]);
            for words in own {
                for sign in ["Art.", "Article ", "§", "article ", "section "] {
                    assert!(!words.contains(sign), "{} {}: {words}", spec.law, spec.letter);
                }
            }
        }
    }
    let mut request = common::request("eu_gdpr", "access_followup", "de");
    let row = [("article", "17-1"), ("label", "x"), ("given", "y")];
    let row = row.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    request.facts.insert("missing".into(), Fact::Rows(Sensitive::new(vec![row])));
    let expect = LetterError::WrongCitation { cite: "17-1".into(), right: "access".into() };
    assert_eq!(try_draft(&request).unwrap_err(), expect);
}

#[test]
fn no_letter_demands_money_or_gives_reasons_where_none_are_owed() {
    let laws = common::laws();
    for spec in common::letters(&laws).iter() {
        let request = common::request(&spec.law, &spec.letter, &spec.language);
        let said = text(&request).to_lowercase();
        for word in [
            "schadensersatz",
            "schadenersatz",
            "schmerzensgeld",
            "damages",
            "compensation",
            "dommages",
        ] {
            assert!(!said.contains(word), "{} {} says {word}", spec.law, spec.letter);
        }
        let right = laws.get(&spec.law).unwrap().right(&spec.right).unwrap();
        assert!(right.reasons || !said.contains("besonderen situation"), "{}", spec.letter);
    }
}

#[test]
fn facts_are_never_read_as_text() {
    let mut request = rectification();
    request.facts.insert("supplement".into(), Fact::text("{sender} [16] {{x}} [nonsense]"));
    let said = text(&request);
    assert!(said.contains("{sender} [16] {{x}} [nonsense]"));
}

#[test]
fn a_note_is_the_last_paragraph_of_any_letter() {
    for letter in ["erasure_part", "rectification", "access"] {
        let mut request = common::request("eu_gdpr", letter, "de");
        request.facts.insert("note".into(), Fact::text(" Ich danke Ihnen. "));
        assert!(text(&request).contains("\n\nIch danke Ihnen.\n\nMit freundlichen"), "{letter}");
    }
}

#[test]
fn hiding_characters_are_taken_out() {
    let mut request = rectification();
    request.corrections[0].found = Sensitive::new("1948\u{202e}7005\u{200b}\u{0}\u{e0041}".into());
    let said = text(&request);
    assert!(said.contains("19487005"));
    assert!(!said.contains(['\u{202e}', '\u{200b}', '\u{0}', '\u{e0041}']));
}

#[test]
fn nothing_personal_is_printed_by_debug() {
    let request = rectification();
    let letter = try_draft(&request).unwrap();
    let printed = format!("{request:?} {letter:?}");
    for value in ["Öztürk", "mira@", "1948", "Hafenweg", "10482213"] {
        assert!(!printed.contains(value), "{value}");
    }
}

#[test]
fn unknown_letters_are_refused() {
    for (law, letter, language) in [
        ("moon", "erasure_part", "de"),
        ("eu_gdpr", "nonsense", "de"),
        ("eu_gdpr", "erasure_part", "xx"),
    ] {
        let request = common::request(law, letter, language);
        assert!(matches!(try_draft(&request), Err(LetterError::NoSuchLetter { .. })));
    }
}

#[test]
fn every_language_has_every_label() {
    let laws = common::laws();
    let letters = common::letters(&laws);
    let keys = |words: &str| -> std::collections::BTreeSet<String> {
        let labels = &letters.words(words).expect("the language is there").labels;
        labels.keys().cloned().collect()
    };
    for words in ["de", "de-CH", "en-US", "fr", "pt", "ja"] {
        assert_eq!(keys(words), keys("en"), "{words}");
    }
    for spec in letters.iter() {
        let request = common::request(&spec.law, &spec.letter, &spec.language);
        let letter = try_draft(&request).unwrap();
        let said = plain_text(&letter);
        for key in ["column.", "identifier.", "at.field", "at.line", "annex_", "how."] {
            assert!(!said.contains(key), "{} {} lacks a label of {key}", spec.law, spec.language);
        }
    }
}

/// Every right of every law in German and English, and in the languages of the place;
/// with everything that can follow a letter.
#[test]
fn every_right_has_its_letters() {
    let laws = common::laws();
    let letters = common::letters(&laws);
    for law in laws.iter() {
        let more: &[&str] = match law.id.as_str() {
            "eu_gdpr" | "ch_dsg" | "ca_pipeda_qc" => &["fr"],
            "br_lgpd" => &["pt"],
            "jp_appi" => &["ja"],
            _ => &[],
        };
        for language in ["de", "en"].iter().chain(more) {
            let own = || letters.iter().filter(|l| l.law == law.id && l.language == *language);
            for right in &law.rights {
                let there = own().any(|letter| letter.right == right.id);
                assert!(there, "{} {} in {language}", law.id, right.id);
            }
            for letter in ["reminder", "followup", "reply", "complaint", "mandate"] {
                let there = own().any(|own| own.letter == letter);
                assert!(there, "{} {letter} in {language}", law.id);
            }
            if law.right("erasure").is_some() {
                assert!(own().any(|own| own.letter == "erasure_all"), "{} {language}", law.id);
            }
        }
    }
}

/// Japanese letters have no character that the page cannot draw.
#[test]
fn japanese_is_drawn() {
    let laws = common::laws();
    for spec in common::letters(&laws).iter().filter(|spec| spec.language == "ja") {
        let mut request = common::request(&spec.law, &spec.letter, "ja");
        request.sender.name = Sensitive::new("渡邊 美良".into());
        let letter = try_draft(&request).unwrap();
        let lost = letter.warnings.iter().any(|w| w.code == "characters_without_glyph");
        assert!(!lost, "{}", spec.letter);
        request.sender.name = Sensitive::new("龘 美良".into());
        let letter = try_draft(&request).unwrap();
        let lost = letter.warnings.iter().any(|w| w.code == "characters_without_glyph");
        assert!(lost, "a rare character is named as a problem");
    }
}

#[test]
fn a_complaint_finds_its_authority() {
    let path = common::root().join("src-tauri/catalog/authorities/authorities.json");
    let text = std::fs::read_to_string(path).unwrap();
    let all =
        dossier_catalog::authority::Authorities::from_files([("authorities.json", text.as_str())])
            .expect("the authorities are sound");
    let ids = |law: &str, region: &str| -> Vec<String> {
        all.for_shop(law, region).iter().map(|row| row.id.clone()).collect()
    };
    assert_eq!(ids("eu_gdpr", "DE-BE"), ["deberlbdi"]);
    assert_eq!(ids("eu_gdpr", "DE-BY"), ["debaylda"], "not the one for public bodies");
    assert_eq!(ids("eu_gdpr", "DE").len(), 16, "one for each Land");
    assert_eq!(ids("eu_gdpr", "AT"), ["atdsb"]);
    assert_eq!(ids("uk_gdpr", "GB-ENG"), ["gbico"]);
    assert_eq!(ids("us_ca_ccpa", "US-CA").len(), 2);
    assert!(ids("eu_gdpr", "US-CA").is_empty());
    for (code, region) in [
        ("24103", Some("DE-SH")),
        ("53111", Some("DE-NW")),
        ("10115", Some("DE-BE")),
        ("80331", Some("DE-BY")),
        ("12529", None), // Schönefeld, among the codes of Berlin
        ("21039", None), // on both sides of the border of Hamburg
    ] {
        assert_eq!(all.region_of("DE", code), region, "{code}");
    }
    assert_eq!(all.region_of("FR", "75001"), None);
}
