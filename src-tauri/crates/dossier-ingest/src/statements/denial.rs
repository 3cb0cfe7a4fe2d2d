//! Refusals: the sentences by which a company says no, or not yet, or not so.
//!
//! Only a sentence that holds all parts of a declared phrase is one. A letter that
//! explains rights in general ("you may be asked for proof") stays what it is: the
//! phrases are those of an answer to a request.

use std::collections::BTreeMap;

use dossier_catalog::letter::{AnnouncedSpec, PhraseSpec, RefusalSpec};

use super::tokens;

/// One refusal with the company's own words.
#[derive(Clone, PartialEq, Eq)]
pub struct Denial {
    /// The refusal: an id of the catalog.
    pub kind: String,
    /// The sentence, unchanged.
    pub quote: String,
}

impl std::fmt::Debug for Denial {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Denial({}, {} bytes)", self.kind, self.quote.len())
    }
}

/// The refusals in a paragraph, in its order, each kind once. A sentence that
/// names its reason is not counted a second time as a plain refusal.
pub fn denials(refusals: &[RefusalSpec], paragraph: &str) -> Vec<Denial> {
    let mut found: Vec<Denial> = Vec::new();
    for sentence in sentences(paragraph) {
        let folded = fold(sentence);
        let fits = refusals.iter().filter(|refusal| refuses(refusal, &folded));
        let mut kinds: Vec<&str> = fits.map(|refusal| refusal.id.as_str()).collect();
        if kinds.len() > 1 {
            kinds.retain(|kind| *kind != PLAIN);
        }
        for kind in kinds {
            if !found.iter().any(|denial| denial.kind == kind) {
                found.push(Denial { kind: kind.to_owned(), quote: sentence.trim().to_owned() });
            }
        }
    }
    found
}

fn refuses(refusal: &RefusalSpec, folded: &str) -> bool {
    let mut phrases = refusal.phrases.values().flatten();
    phrases.any(|phrase| phrase.split(" + ").all(|part| folded.contains(&fold(part))))
}

/// The refusals of which a letter may hold one, before its sentences are asked.
pub(super) fn possible(refusals: &[RefusalSpec], letter: &str) -> Vec<RefusalSpec> {
    let folded = fold(letter);
    refusals.iter().filter(|refusal| refuses(refusal, &folded)).cloned().collect()
}

/// Whether a letter may say that something was done, before its sentences are asked.
pub(super) fn may_be_done(languages: &BTreeMap<String, PhraseSpec>, letter: &str) -> bool {
    let folded = fold(letter);
    languages.values().any(|by| any_said(&by.says, &folded))
}

fn any_said(phrases: &[String], folded: &str) -> bool {
    let has = |part: &str| folded.contains(tokens::fold(part).as_str());
    phrases.iter().any(|phrase| phrase.split(" + ").all(has))
}

/// The sentence of a paragraph that says how the copy of the data comes.
pub fn announcement<'a>(
    languages: &BTreeMap<String, AnnouncedSpec>,
    paragraph: &'a str,
) -> Option<&'a str> {
    sentences(paragraph).into_iter().map(str::trim).find(|sentence| {
        let folded = fold(sentence);
        let has = |words: &[String]| words.iter().any(|word| folded.contains(&tokens::fold(word)));
        languages.values().any(|by| has(&by.copy) && has(&by.comes) && !has(&by.unless))
    })
}

/// The sentences of a paragraph that say that something was deleted, blocked or put right.
pub fn done<'a>(languages: &BTreeMap<String, PhraseSpec>, paragraph: &'a str) -> Vec<&'a str> {
    let mut found = sentences(paragraph);
    found.retain(|sentence| {
        let folded = fold(sentence);
        let mut languages = languages.values();
        languages.any(|by| any_said(&by.says, &folded) && !any_said(&by.unless, &folded))
    });
    found.into_iter().map(str::trim).collect()
}

/// The refusal without a reason.
const PLAIN: &str = "plain";

/// The spelling for comparing, with one kind of apostrophe and no doubled spaces, so that
/// line breaks of a letter do not hide a phrase.
fn fold(text: &str) -> String {
    tokens::fold(&text.replace('’', "'")).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Sentences of a paragraph. A full stop after a short word or a number but a year ends
/// none: `Art. 17 Abs. 3`, `z. B.`, `1. März`.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let ends = match c {
            '。' | '！' | '？' => true,
            '.' | '!' | '?' => {
                let before = text[start..at].rsplit(char::is_whitespace).next().unwrap_or("");
                let short = before.chars().count() <= 3;
                let number = before.len() < 4 && before.chars().all(|c| c.is_ascii_digit());
                let after = text[end..].chars().next();
                after.is_none_or(char::is_whitespace) && (c != '.' || !(short || number))
            }
            _ => false,
        };
        if ends {
            found.push(&text[start..end]);
            start = end;
        }
    }
    found.push(&text[start..]);
    found.retain(|sentence| !sentence.trim().is_empty());
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use dossier_catalog::Catalog;

    use super::*;

    #[test]
    fn what_was_done_is_told_from_what_was_not() {
        let catalog = Catalog::embedded();
        let found = |text: &'static str| done(catalog.letters().done(), text);
        assert_eq!(
            found(
                "Die Anmeldeprotokolle haben wir gelöscht. Das Konto dürfen wir nicht löschen. Ihr Name wurde berichtigt."
            ),
            ["Die Anmeldeprotokolle haben wir gelöscht.", "Ihr Name wurde berichtigt."]
        );
        for yes in [
            "We have erased your messages.",
            "Nous avons supprimé votre religion.",
            "Hemos eliminado sus datos.",
            "Abbiamo cancellato i suoi dati.",
            "Wij hebben uw gegevens verwijderd.",
            "Usunęliśmy pana dane.",
            "Eliminamos sua raça/cor.",
        ] {
            assert_eq!(found(yes), [yes]);
        }
        for no in [
            "We have not deleted your orders.",
            "Checks are deleted after 90 days.",
            "Ihre Daten werden nach zwei Jahren gelöscht.",
            "Wir haben Ihre Bestellungen nicht gelöscht.",
        ] {
            assert!(found(no).is_empty(), "{no}");
        }
    }

    fn kinds(text: &str) -> Vec<String> {
        let catalog = Catalog::embedded();
        let refusals = catalog.letters().refusals();
        assert!(!refusals.is_empty());
        denials(refusals, text).into_iter().map(|denial| denial.kind).collect()
    }

    #[test]
    fn a_refusal_is_found_with_its_reason() {
        let text = "Vielen Dank. Ihre Rechnungen können wir nicht löschen, da nach § 147 AO \
                    eine Aufbewahrungspflicht besteht. Alles andere wurde gelöscht.";
        assert_eq!(kinds(text), ["retention"]);
        let catalog = Catalog::embedded();
        let found = denials(catalog.letters().refusals(), text);
        assert!(found[0].quote.starts_with("Ihre Rechnungen"), "{}", found[0].quote);
        assert!(found[0].quote.ends_with("besteht."), "{}", found[0].quote);
    }

    #[test]
    fn the_usual_refusals_of_several_languages() {
        for (text, kind) in [
            ("Please send us a copy of your ID so that we can proceed.", "identity"),
            ("Wir bitten Sie um eine Kopie Ihres Personalausweises.", "identity"),
            ("We only accept requests via our web form.", "form"),
            ("Für die Auskunft erheben wir eine Bearbeitungsgebühr.", "fee"),
            ("We are unable to comply with your request.", "plain"),
            ("Nous ne pouvons pas donner suite à votre demande.", "plain"),
            ("ご請求には応じかねます。", "plain"),
            ("We need more time to process your request.", "extension"),
            ("The scoring logic is a trade secret.", "secret"),
        ] {
            assert_eq!(kinds(text), [kind], "{text}");
        }
    }

    #[test]
    fn a_copy_that_comes_apart_is_announced() {
        let catalog = Catalog::embedded();
        let languages = catalog.letters().announced();
        for text in [
            "Guten Tag. Eine Kopie Ihrer Daten finden Sie in der Anlage.",
            "Ihre Daten senden wir Ihnen mit\ngetrennter Post.",
            "Die Kopie der gespeicherten Daten können Sie 14 Tage lang herunterladen.",
            "A copy of your personal data is enclosed.",
            "We send you a copy of the data in a separate email.",
            "Une copie de vos données est jointe à ce courrier.",
            "Adjuntamos una copia de sus datos.",
            "In allegato trova una copia dei dati.",
            "Een kopie van uw gegevens vindt u in de bijlage.",
            "W załączeniu przesyłamy kopię danych.",
            "Enviamos em anexo uma cópia dos seus dados.",
        ] {
            assert!(announcement(languages, text).is_some(), "{text}");
        }
        assert_eq!(
            announcement(languages, "Guten Morgen. Ihre Daten liegen anbei. Gruß"),
            Some("Ihre Daten liegen anbei.")
        );
        for text in [
            "Bitte senden Sie uns als Anlage eine Kopie Ihres Ausweises.",
            "Eine Kopie Ihrer Daten ist diesem Schreiben nicht beigefügt.",
            "Ihre Daten werden getrennt von anderen gespeichert.",
            "You have the right to receive a copy of your data and to download it.",
            "We keep your data for three years.",
            "",
        ] {
            let found = announcement(languages, text);
            assert!(found.is_none(), "{text}");
        }
    }

    #[test]
    fn what_is_no_refusal_stays_quiet() {
        for text in [
            "Wir haben Ihre Daten gelöscht.",
            "You have the right to lodge a complaint with the supervisory authority.",
            "Sie können Ihre Daten jederzeit in Ihrem Kundenkonto ändern.",
            "",
        ] {
            assert!(kinds(text).is_empty(), "{text}");
        }
    }
}
