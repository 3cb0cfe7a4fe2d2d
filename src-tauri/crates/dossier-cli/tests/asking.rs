//! Asking from the command line: draft, mark, next, proof, calendar, directory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

const SHOP: &str = "Versandhaus Beispiel GmbH";

/// Runs the program in a folder; gives its JSON and its exit code.
fn run(folder: &Path, args: &[&str]) -> (Value, i32) {
    let out = Command::new(env!("CARGO_BIN_EXE_dossier-cli"))
        .current_dir(folder)
        .args(["--json", "--vault", "v.dossier"])
        .args(args)
        .output()
        .unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    let value = serde_json::from_str(&text).unwrap_or(Value::String(text));
    (value, out.status.code().unwrap())
}

fn answer(folder: &Path, name: &str, files: &[(&str, &str)]) {
    let dir = folder.join(name);
    for (path, text) in files {
        let file = dir.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
}

#[test]
fn a_request_goes_round_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let account = "Kundennummer;E-Mail;Vorname\nKD-4471902;mira@example.org;Mira\n";
    let searches = "Zeitpunkt;Suchbegriff\n2024-03-01;Zelt\n2024-04-02;Kocher\n";
    answer(dir, "erste", &[("konto.csv", account), ("suchverlauf.csv", searches)]);
    answer(dir, "zweite", &[("konto.csv", account)]);
    assert_eq!(run(dir, &["init"]).1, 0);
    let import = |day: &str, name: &str| {
        let args = ["import", name, "--controller", SHOP, "--received", day];
        assert!(run(dir, &args).1 < 2, "{name}");
    };
    import("2026-01-05", "erste");

    let draft = |right: &str, law: &str, language: &str, more: &[&str]| {
        let out = format!("{right}-{law}-{language}.txt");
        let mut args = vec![
            "draft",
            "--right",
            right,
            "--controller",
            SHOP,
            "--law",
            law,
            "--language",
            language,
            "--format",
            "txt",
            "--out",
            &out,
            "--sender-name",
            "Mira Beispiel",
            "--sender-email",
            "mira@example.org",
            "--contact-email",
            "datenschutz@shop.example",
            "--fact",
            "state=Virginia",
        ];
        args.extend(more);
        let (value, code) = run(dir, &args);
        assert_eq!(code, 0, "{right} {law} {language}: {value}");
        (value["request"].to_string(), std::fs::read_to_string(dir.join(out)).unwrap())
    };
    for (law, language, word) in [
        ("uk_gdpr", "de", "Auskunft"),
        ("ch_dsg", "fr", "LPD"),
        ("us_states", "de", "Virginia"),
        ("br_lgpd", "pt", "LGPD"),
        ("jp_appi", "ja", "個人情報保護法"),
        ("ca_pipeda_qc", "fr", "LPRPDE"),
    ] {
        let (_, text) = draft("access", law, language, &[]);
        assert!(text.contains(word), "{law} {language}");
    }
    let (id, text) =
        draft("erasure", "eu_gdpr", "de", &["--items", "suchverlauf.csv::Suchbegriff"]);
    assert!(text.contains("suchverlauf.csv"));

    let (view, code) =
        run(dir, &["requests", "mark", &id, "--state", "sent", "--day", "2026-01-06"]);
    assert_eq!((code, view["card"]["due"].as_str()), (0, Some("2026-02-06")));
    let (steps, _) = run(dir, &["requests", "next", &id]);
    assert!(steps.as_array().unwrap().iter().any(|step| step["action"] == "remind"), "{steps}");
    assert_eq!(run(dir, &["calendar", "--request", &id, "--out", "f.ics"]).1, 0);
    let calendar = std::fs::read_to_string(dir.join("f.ics")).unwrap();
    assert!(calendar.contains("DTSTART;VALUE=DATE:20260206"), "{calendar}");

    import("2026-02-01", "zweite");
    let (proof, code) = run(dir, &["proof", "--request", &id]);
    assert_eq!((code, proof["rows"][0]["state"].as_str()), (0, Some("gone")), "{proof}");
    // In the language of the letter, unless another one is asked for.
    let label = |language: &[&str]| {
        let command = [&["proof", "--request", &id], language].concat();
        run(dir, &command).0["rows"][0]["label"].to_string()
    };
    let german = label(&["--language", "de"]);
    assert_eq!(label(&[]), german);
    assert_ne!(label(&["--language", "en"]), german);
    let sheet = ["proof", "--request", &id, "--format", "json", "--out", "proof.json"];
    assert_eq!(run(dir, &sheet).1, 0);
    let (found, _) = run(dir, &["directory", "DE-BE", "--authority"]);
    assert!(!found.as_array().unwrap().is_empty());
}
