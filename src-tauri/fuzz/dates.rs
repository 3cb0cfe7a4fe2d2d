//! What the fuzz target and the plain test do with a column of dates.

use dossier_ingest::{DateForm, Months};

/// The readers that have a target.
#[allow(dead_code)]
pub const TARGETS: [&str; 1] = ["dates"];

/// Reads each line as a date, in every form that the first line declares.
pub fn run(_: &str, data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let names: Vec<String> =
        ["January", "März", "décembre", "maio"].iter().map(|name| (*name).to_owned()).collect();
    let months = Months::new([names.as_slice()]);
    let mut lines = text.lines();
    let Some(form) = DateForm::declared(lines.next().unwrap_or_default()) else { return };
    for line in lines.take(1_000) {
        let Some(moment) = form.parse(line, &months) else { continue };
        let iso = moment.iso();
        assert!(iso.len() >= 4 && iso.is_ascii(), "a date has a form of its own");
        assert_eq!(form.parse(line, &months).map(|again| again.iso()), Some(iso));
    }
}
