use dossier_catalog::statement::StatementCue as Cue;
use dossier_model::{Period, PeriodUnit, SourcePlace, Statement};

use super::detect::{Found, NONE, Text};
use super::passages::Guess;
use super::period::{iso, unit_at};
use super::tokens::{fold, tokenize};
use super::vocabulary::StatementVocabulary;

/// What a key inside the data states: `purposes`, `recipients`, `finalites`,
/// `retention_period`, in any language that the catalog lists.
///
/// `key` is a JSON pointer, a dotted path or a header; `subject` is the value of a
/// neighboring key that names the data, or empty. Most keys are no statement: then
/// the list is empty, at the cost of a few comparisons.
pub fn in_band(
    key: &str,
    value: &str,
    subject: &str,
    place: &SourcePlace,
    vocabulary: &StatementVocabulary,
) -> Vec<Statement> {
    let value = value.trim();
    if value.is_empty() || value.len() > 16 * 1024 || key.len() > 1024 {
        return Vec::new();
    }
    let parts: Vec<&str> = parts(key);
    let Some((at, cue)) = cue_of(&parts, vocabulary) else { return Vec::new() };
    let words = tokenize(value);
    let language = vocabulary.language_of(&words).unwrap_or_else(|| {
        let usual = vocabulary.languages.iter().position(|l| l.code == vocabulary.keys.language);
        usual.unwrap_or(0)
    });
    let language = vocabulary.language(language);
    let above = if at > 0 { parts[at - 1] } else { "" };
    let mut text = Text {
        vocabulary,
        language,
        text: value,
        words,
        topic: Some(cue),
        near: None,
        guess: Guess::default(),
        entry: true,
        subject,
        controller: &[],
    };
    if subject.is_empty() && !text.data_named(&above.replace('_', " ")).1.is_empty() {
        text.subject = above;
    }
    let said = fold(value);
    let applied = |value: String, period| {
        let (applies_to, categories) = text.data_named(text.subject);
        Found { value, applies_to, categories, period, starts: None }
    };
    let denies = matches!(cue, Cue::Recipient | Cue::AutomatedDecision | Cue::Transfer);
    let found = if vocabulary.keys.no.contains(&said) {
        if denies { vec![(cue, applied(NONE.to_owned(), None))] } else { Vec::new() }
    } else if let (Cue::Retention, Some(period)) =
        (cue, machine_period(parts[at], value, vocabulary))
    {
        vec![(cue, applied(iso(period), Some(period)))]
    } else {
        let mut found = text.read();
        found.retain(|(of, _)| *of == cue);
        let telling = value.chars().any(char::is_alphabetic) && value.len() <= 400;
        if found.is_empty() && telling {
            let yes = vocabulary.keys.yes.contains(&said);
            let value =
                if cue == Cue::Recipient && !yes { value.to_owned() } else { String::new() };
            found.push((cue, applied(value, None)));
        }
        found
    };
    found
        .into_iter()
        .filter_map(|(cue, found)| found.statement(cue, value, &language.code, place))
        .collect()
}

/// Whether a key is one under which something is stated.
pub fn states(key: &str, vocabulary: &StatementVocabulary) -> bool {
    cue_of(&parts(key), vocabulary).is_some()
}

/// Whether a value only says yes or no, counts, dates, or says how a consent stands: beside
/// no words it is an entry about the person and no statement.
pub(crate) fn is_bare(value: &str, vocabulary: &StatementVocabulary) -> bool {
    let (said, keys) = (fold(value.trim()), &vocabulary.keys);
    let words = tokenize(value);
    let stands = |list: &[super::tokens::Phrase]| {
        list.iter().any(|phrase| phrase.matches_at(&words, 0) == Some(words.len()))
    };
    !said.chars().any(char::is_alphabetic)
        || keys.no.contains(&said)
        || keys.yes.contains(&said)
        || keys.consent_refused.contains(&said)
        || stands(&keys.consent_given)
        || stands(&keys.consent_ended)
}

/// Whether a key holds what data are for: that is what a consent may refuse.
pub(crate) fn states_purpose(key: &str, vocabulary: &StatementVocabulary) -> bool {
    cue_of(&parts(key), vocabulary).is_some_and(|(_, cue)| cue == Cue::Purpose)
}

/// Whether a key holds the name of the controller: `controller`, `controller.name`.
pub fn names_controller(key: &str, vocabulary: &StatementVocabulary) -> bool {
    let parts = parts(key);
    let controls = |part: &str| vocabulary.names_controller(&tokenize(&spaced(part)));
    let is_name = |part: &str| {
        let words = tokenize(&spaced(part));
        let mut names = vocabulary.keys.name.iter();
        names.any(|phrase| phrase.matches_at(&words, 0) == Some(words.len()))
    };
    match parts[..] {
        [.., above, last] if is_name(last) => controls(above),
        [.., last] => controls(last),
        [] => false,
    }
}

/// The names in a path, without positions.
fn parts(key: &str) -> Vec<&str> {
    key.split(['/', '.', '[', ']'])
        .filter(|part| !part.is_empty() && !part.chars().all(|c| c.is_ascii_digit()))
        .collect()
}

/// The innermost key that is one of a statement; a value may hang two names below.
fn cue_of(parts: &[&str], vocabulary: &StatementVocabulary) -> Option<(usize, Cue)> {
    let from = parts.len().saturating_sub(3);
    (from..parts.len()).rev().find_map(|at| {
        let words = tokenize(&spaced(parts[at]));
        let whole = |(_, phrase): &&(Cue, super::tokens::Phrase)| {
            phrase.matches_at(&words, 0) == Some(words.len())
        };
        vocabulary.keys.keys.iter().find(whole).map(|(cue, _)| (at, *cue))
    })
}

/// `retentionPeriod` and `retention_period` as words.
pub(super) fn spaced(key: &str) -> String {
    let mut out = String::with_capacity(key.len() + 8);
    let mut lower = false;
    for c in key.chars() {
        if c.is_uppercase() && lower {
            out.push(' ');
        }
        lower = c.is_lowercase();
        out.push(if c == '_' || c == '-' { ' ' } else { c });
    }
    out
}

/// `P3Y`, or a bare number under `retention_days`.
fn machine_period(key: &str, value: &str, vocabulary: &StatementVocabulary) -> Option<Period> {
    let unit = |letter: char| match letter.to_ascii_uppercase() {
        'D' => Some(PeriodUnit::Day),
        'W' => Some(PeriodUnit::Week),
        'M' => Some(PeriodUnit::Month),
        'Y' => Some(PeriodUnit::Year),
        _ => None,
    };
    if let Some(rest) = value.strip_prefix('P') {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let amount = rest.get(..digits)?.parse().ok()?;
        let mut letters = rest[digits..].chars();
        return match (letters.next().and_then(unit), letters.next()) {
            (Some(unit), None) => Some(Period { amount, unit }),
            _ => None,
        };
    }
    let amount = value.parse().ok().filter(|n| (1..=36_500).contains(n))?;
    let words = tokenize(&spaced(key));
    let last = words.len().checked_sub(1)?;
    let (unit, _) = vocabulary.languages.iter().find_map(|l| unit_at(&words, last, l))?;
    Some(Period { amount, unit })
}
