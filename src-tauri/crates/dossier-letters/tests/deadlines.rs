//! Deadlines: cases worked out by hand, and the way they are counted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

mod common;

use dossier_catalog::law::Confidence;
use dossier_letters::{CountFacts, due, run_cases};

fn check(law: &str, kind: &str, region: &str, start: &str, expect: &str) {
    let laws = common::laws();
    let facts = CountFacts::default();
    let law = laws.get(law).expect("the law is there");
    let found = due(&laws, law, kind, common::day(start), region, &facts).expect("it has the kind");
    assert_eq!(found.due, common::day(expect), "{} {kind} {region} from {start}", law.id);
}

#[test]
fn a_month_ends_on_the_next_working_day_at_the_controllers_place() {
    for (region, start, expect) in [
        ("DE-NW", "2026-03-05", "2026-04-07"), // Easter Sunday and Monday
        ("DE-BE", "2026-01-31", "2026-03-02"), // no 31 February, then a weekend
        ("AT", "2026-08-31", "2026-09-30"),    // no 31 September
        ("DE-BY", "2028-01-31", "2028-02-29"), // leap year
        ("DE-BY", "2025-12-06", "2026-01-07"), // Epiphany
        ("DE-NW", "2025-12-06", "2026-01-06"), // no holiday there
        ("FR", "2026-04-08", "2026-05-11"),    // Victory Day, then a weekend
        ("DE-SN", "2026-10-18", "2026-11-19"), // Day of Repentance, in Saxony only
        ("DE-BE", "2026-10-18", "2026-11-18"),
        ("SE", "2025-05-06", "2025-06-09"), // National Day, then a weekend
        ("GR", "2026-03-10", "2026-04-14"), // Orthodox Good Friday to Easter Monday
    ] {
        check("eu_gdpr", "respond", region, start, expect);
    }
}

#[test]
fn an_extension_counts_from_receipt() {
    check("eu_gdpr", "extended", "DE-HE", "2026-11-30", "2027-03-01");
    check("eu_gdpr", "extended", "DE-HE", "2026-11-20", "2027-02-22");
}

#[test]
fn an_unknown_place_gives_the_earliest_day_and_says_so() {
    let laws = common::laws();
    let law = laws.get("eu_gdpr").unwrap();
    let none = CountFacts::default();
    let found = due(&laws, law, "respond", common::day("2025-12-06"), "DE", &none).unwrap();
    assert_eq!(found.due, common::day("2026-01-06"));
    assert!(found.maybe_later);
    let found = due(&laws, law, "respond", common::day("2025-12-01"), "", &none).unwrap();
    assert_eq!(found.due, common::day("2026-01-01"));
    assert!(found.maybe_later);
    let british = laws.get("uk_gdpr").unwrap();
    let found = due(&laws, british, "respond", common::day("2026-11-26"), "", &none).unwrap();
    assert_eq!(found.due, common::day("2026-12-29"), "a bank holiday of the whole country");
    assert!(found.maybe_later);
    let found = due(&laws, law, "respond", common::day("2025-12-06"), "DE-BY", &none).unwrap();
    assert!(!found.maybe_later);
    assert_eq!(found.overdue_from, common::day("2026-01-08"));
}

#[test]
fn the_count_can_be_followed() {
    let laws = common::laws();
    let law = laws.get("eu_gdpr").unwrap();
    let facts = CountFacts::default();
    let found = due(&laws, law, "respond", common::day("2026-03-05"), "DE-NW", &facts).unwrap();
    let keys: Vec<_> = found.how.iter().map(|step| step.key.as_str()).collect();
    assert_eq!(
        keys,
        ["how.from_receipt", "how.months", "how.sunday", "how.holiday", "how.calendar"]
    );
    let letters = common::letters(&laws);
    for language in ["de", "en"] {
        let labels = &letters.words(language).unwrap().labels;
        for step in &found.how {
            let text = labels.get(&step.key).expect("each step has a text");
            for name in step.with.keys() {
                assert!(text.contains(&format!("{{{name}}}")), "{language} {} {name}", step.key);
            }
        }
    }
}

#[test]
fn an_odd_kind_or_date_is_an_answer_not_a_panic() {
    let laws = common::laws();
    let law = laws.get("eu_gdpr").unwrap();
    let facts = CountFacts::default();
    assert!(due(&laws, law, "nonsense", common::day("2026-03-05"), "DE", &facts).is_err());
    let last = chrono::NaiveDate::MAX;
    assert!(due(&laws, law, "respond", last, "DE", &facts).is_err());
    assert!(run_cases(&laws, "{\"cases\": [{\"id\": 1}]}").is_err());
    assert!(run_cases(&laws, "").is_err());
    let unknown = r#"{"cases":[{"id":"x","law":"moon","kind":"respond","start":"2026-01-01"}]}"#;
    let found = run_cases(&laws, unknown).unwrap();
    assert_eq!(found[0].due, None);
    assert!(!found[0].problem.is_empty());
}

#[test]
fn after_the_tables_a_day_is_less_sure() {
    let laws = common::laws();
    let law = laws.get("eu_gdpr").unwrap();
    let facts = CountFacts::default();
    let found = due(&laws, law, "respond", common::day("2034-03-07"), "DE-NW", &facts).unwrap();
    assert_eq!(found.due, common::day("2034-04-11"), "Good Friday to Easter Monday 2034, by rule");
    assert_eq!(found.confidence, Confidence::Policy);
}

#[test]
fn each_law_counts_in_its_own_way() {
    for (law, kind, region, start, expect) in [
        // United Kingdom: bank holidays of the nation, with their substitutes.
        ("uk_gdpr", "respond", "GB-ENG", "2026-09-03", "2026-10-05"),
        ("uk_gdpr", "respond", "GB-ENG", "2026-11-28", "2026-12-29"),
        ("uk_gdpr", "respond", "GB-SCT", "2026-07-03", "2026-08-04"), // Summer bank holiday
        ("uk_gdpr", "respond", "GB-ENG", "2026-07-03", "2026-08-03"),
        ("uk_gdpr", "complaint_ack", "GB-ENG", "2026-07-01", "2026-07-31"),
        // Switzerland: thirty days, cantonal holidays.
        ("ch_dsg", "respond", "CH-ZH", "2026-12-02", "2027-01-04"),
        ("ch_dsg", "respond", "CH-TI", "2026-02-17", "2026-03-20"), // Saint Joseph
        ("ch_dsg", "respond", "CH-ZH", "2026-02-17", "2026-03-19"),
        // California: business days, and days that do not move.
        ("us_ca_ccpa", "confirm", "US-CA", "2026-03-02", "2026-03-16"),
        ("us_ca_ccpa", "confirm", "US-CA", "2026-11-20", "2026-12-08"), // Thanksgiving, two days
        ("us_ca_ccpa", "respond", "US-CA", "2026-02-10", "2026-03-27"),
        ("us_ca_ccpa", "extended", "US-CA", "2026-02-10", "2026-05-11"),
        ("us_ca_ccpa", "opt_out", "US-CA", "2026-03-02", "2026-03-23"),
        ("us_states", "respond", "US-VA", "2026-02-10", "2026-03-27"),
        ("us_states", "respond", "US-IA", "2026-02-10", "2026-05-11"), // ninety days
        // Brazil: from the date of the request; Sundays and holidays move the end.
        ("br_lgpd", "full_statement", "BR", "2026-03-10", "2026-03-25"),
        ("br_lgpd", "full_statement", "BR", "2026-04-06", "2026-04-22"), // Tiradentes
        ("br_lgpd", "full_statement", "BR", "2026-02-13", "2026-02-28"), // a Saturday stays
        ("br_lgpd", "small_agent", "BR", "2026-03-10", "2026-04-09"),
        // Japan: the first day of an action.
        ("jp_appi", "earliest_lawsuit", "JP", "2026-03-02", "2026-03-17"),
        // Canada: Saturdays stay, Sundays and holidays move.
        ("ca_pipeda_qc", "respond", "CA", "2026-06-01", "2026-07-02"),
        ("ca_pipeda_qc", "respond", "CA", "2026-05-07", "2026-06-06"), // a Saturday
        ("ca_pipeda_qc", "respond", "CA-ON", "2026-08-31", "2026-10-01"), // Truth and Reconciliation
        ("ca_pipeda_qc", "respond", "CA-ON", "2026-10-12", "2026-11-12"), // Remembrance Day
        ("ca_pipeda_qc", "respond", "CA-QC", "2026-06-01", "2026-07-02"), // Quebec moves as well
        ("ca_pipeda_qc", "respond", "CA-QC", "2026-05-25", "2026-06-25"), // Saint John
        ("ca_pipeda_qc", "qc_respond", "CA-QC", "2026-11-25", "2026-12-26"), // a Saturday
        ("au_privacy", "respond", "AU", "2026-03-02", "2026-04-01"),
    ] {
        check(law, kind, region, start, expect);
    }
}

#[test]
fn questions_stop_the_british_clock() {
    let laws = common::laws();
    let law = laws.get("uk_gdpr").unwrap();
    let day = common::day;
    let with = |pauses: &[(&str, &str)], identity: Option<&str>| {
        let facts = CountFacts {
            pauses: pauses.iter().map(|(from, to)| (day(from), day(to))).collect(),
            identity_received: identity.map(day),
            fee_paid: None,
        };
        due(&laws, law, "respond", day("2026-03-02"), "GB-ENG", &facts).unwrap()
    };
    let one = with(&[("2026-03-10", "2026-03-16")], None);
    assert_eq!((one.due, one.confidence), (day("2026-04-09"), Confidence::Policy));
    let overlap = [("2026-03-10", "2026-03-14"), ("2026-03-12", "2026-03-16")];
    assert_eq!(with(&overlap, None).due, day("2026-04-09"), "no day counts twice");
    assert_eq!(with(&[("2026-03-16", "2026-03-10")], None).due, day("2026-04-02"), "backwards");
    assert_eq!(with(&[], Some("2026-03-09")).due, day("2026-04-09"), "identity starts the clock");
    assert_eq!(with(&[], Some("2026-02-01")).due, day("2026-04-02"), "an earlier day does not");
}

#[test]
fn documents_are_kept_to_the_end_of_a_year() {
    let laws = common::laws();
    let law = laws.get("eu_gdpr").unwrap();
    for (rule, document, end, free) in [
        ("de_vouchers", "2019-05-10", "2027-12-31", "2028-01-01"),
        ("de_vouchers", "2015-11-30", "2023-12-31", "2025-01-01"), // the law changed in between
        ("de_vouchers", "2016-01-01", "2024-12-31", "2025-01-01"),
        ("de_vouchers", "2014-06-01", "2024-12-31", "2025-01-01"), // the old ten years
        ("de_vouchers", "2010-06-01", "2020-12-31", "2021-01-01"),
        ("de_letters", "2020-01-15", "2026-12-31", "2027-01-01"),
        ("de_books", "2020-01-15", "2030-12-31", "2031-01-01"),
        ("de_limitation", "2023-06-01", "2026-12-31", "2027-01-01"),
    ] {
        let rule = law.retention.iter().find(|row| row.id == rule).unwrap();
        let kept = dossier_letters::retention_end(rule, common::day(document)).unwrap();
        assert_eq!(
            (kept.end, kept.erasable_from),
            (common::day(end), common::day(free)),
            "{document}"
        );
    }
}

/// The published cases of this project's law data, if they lie beside the repository.
#[test]
fn published_cases_are_all_right() {
    let path = common::root().join("../shared/law/deadlines_dev.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: ../shared/law/deadlines_dev.json is not there");
        return;
    };
    let file: serde_json::Value = serde_json::from_str(&text).unwrap();
    let answers = run_cases(&common::laws(), &text).unwrap();
    let mut checked = 0;
    for (table, key) in [("cases", "expected"), ("retention_cases", "expected_end")] {
        for case in file[table].as_array().unwrap() {
            let id = case["id"].as_str().unwrap();
            let answer = answers.iter().find(|answer| answer.id == id).unwrap();
            assert_eq!(answer.due, Some(common::day(case[key].as_str().unwrap())), "{id}");
            if let Some(free) = case["erasable_from"].as_str() {
                assert_eq!(answer.erasable_from, Some(common::day(free)), "{id}");
            }
            checked += 1;
        }
    }
    assert_eq!(checked, answers.len());
}
