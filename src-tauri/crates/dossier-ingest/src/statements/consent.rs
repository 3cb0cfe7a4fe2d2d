use super::inband::spaced;
use super::tokens::{Phrase, fold, tokenize};
use super::vocabulary::StatementVocabulary;

/// Where the records of a table say that a consent was refused or has ended: a purpose
/// that somebody refused is no purpose of the data.
#[derive(Default)]
pub struct Consents {
    /// For each field, the object that it stands in.
    objects: Vec<String>,
    given: Vec<bool>,
    ended: Vec<bool>,
}

impl Consents {
    /// Reads the names of the fields.
    pub fn new(fields: &[String], vocabulary: &StatementVocabulary) -> Self {
        let objects = fields.iter().map(|field| object(field).0.to_owned()).collect();
        let named = |list: &[Phrase]| {
            let is = |field: &String| {
                let words = tokenize(&spaced(object(field).1));
                !words.is_empty()
                    && list.iter().any(|phrase| phrase.matches_at(&words, 0) == Some(words.len()))
            };
            fields.iter().map(is).collect()
        };
        let keys = &vocabulary.keys;
        let (given, ended) = (named(&keys.consent_given), named(&keys.consent_ended));
        Self { objects, given, ended }
    }

    /// Whether a record says, beside one of its fields, that what stands there was refused.
    pub fn refuses<'c>(
        &self,
        at: u32,
        cell: impl Fn(u32) -> Option<&'c str>,
        vocabulary: &StatementVocabulary,
    ) -> bool {
        let keys = &vocabulary.keys;
        let Some(object) = self.objects.get(at as usize) else { return false };
        let beside =
            (0_u32..).zip(&self.objects).filter(|(other, of)| *other != at && *of == object);
        beside.filter_map(|(other, _)| Some((other as usize, cell(other)?))).any(
            |(other, value)| {
                let said = fold(value);
                let no = keys.no.contains(&said);
                keys.consent_refused.contains(&said)
                    || self.given[other] && no
                    || self.ended[other] && !no && !said.is_empty()
            },
        )
    }
}

/// The object that a field stands in, and its own name.
fn object(field: &str) -> (&str, &str) {
    field.rsplit_once(['.', '/']).unwrap_or(("", field))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::tests::vocabulary;
    use super::*;

    fn check(fields: &[&str], row: &[&str], refuses: bool) {
        let vocabulary = vocabulary();
        let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
        let consents = Consents::new(&fields, &vocabulary);
        let cell = |at: u32| row.get(at as usize).copied();
        assert_eq!(consents.refuses(0, cell, &vocabulary), refuses, "{fields:?} {row:?}");
    }

    #[test]
    fn a_refusal_stands_beside_its_purpose() {
        let log = ["purpose", "granted", "date"];
        check(&log, &["Passing on to partners", "false", "2025-01-01"], true);
        check(&log, &["Passing on to partners", "true", "2025-01-01"], false);
        check(&["zweck", "erteilt"], &["Weitergabe an Partner", "nein"], true);
        check(&["zweck", "status"], &["Newsletter", "widerrufen"], true);
        check(&["zweck", "status"], &["Newsletter", "aktiv"], false);
        let ends = ["purpose", "granted", "withdrawn_at"];
        check(&ends, &["newsletter", "true", "2025-06-02"], true);
        check(&ends, &["newsletter", "true", ""], false);
        check(&["purpose", "withdrawn"], &["newsletter", "false"], false);
        let two = ["mail.purpose", "mail.granted", "post.granted"];
        check(&two, &["newsletter", "true", "false"], false);
        check(&["purpose", "active"], &["newsletter", "no"], false);
    }
}
