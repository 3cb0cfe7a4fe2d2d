//! Sets the letters as PDF. `LETTERS_OUT=<folder>` writes them for looking at;
//! `LETTERS_ONLY=<part of a name>` (such as `ch_dsg` or `erasure_part.fr`) picks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

/// Setting a page takes long without optimization: these stand for the rest.
const FEW: [&str; 4] = [
    "eu_gdpr.erasure_part.de",
    "eu_gdpr.complaint.en",
    "ch_dsg.access.fr",
    "us_ca_ccpa.rectification.en",
];

#[test]
fn letters_can_be_set() {
    let laws = common::laws();
    let letters = common::letters(&laws);
    let out = std::env::var_os("LETTERS_OUT").map(std::path::PathBuf::from);
    let only = std::env::var("LETTERS_ONLY").ok();
    for spec in letters.iter() {
        let name = format!("{}.{}.{}", spec.law, spec.letter, spec.language);
        let wanted = match &only {
            Some(part) => name.contains(part),
            None => out.is_some() || FEW.contains(&name.as_str()),
        };
        if !wanted {
            continue;
        }
        let request = common::request(&spec.law, &spec.letter, &spec.language);
        let letter = dossier_letters::draft(&laws, &letters, &request, common::day("2026-11-21"))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let pdf = dossier_letters::pdf(&letter).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(pdf.starts_with(b"%PDF-"));
        if let Some(out) = &out {
            std::fs::create_dir_all(out).unwrap();
            std::fs::write(out.join(format!("{name}.pdf")), &pdf).unwrap();
        }
    }
}
