//! What a letter is when it is no answer: a receipt, a question for proof of identity, a
//! refusal, word that nothing is held, or the person's own request.

use dossier_catalog::letter::{Letters, PhraseSpec, ReplySpec};
use dossier_model::{At, MemberPath, Reply, SourcePlace};

use super::denial::{announcement, denials, done, may_be_done, possible, sentences};
use super::tokens::tokenize;

/// Longer letters say more than that.
const MOST_PARAGRAPHS: usize = 200;
const MOST_BYTES: usize = 40 * 1024;

/// What the paragraphs of a letter say instead of an answer, each kind once. A letter that
/// brings the copy, or says how it comes, is an answer.
pub fn replies(letters: &Letters, paragraphs: &[(At, &str)], path: &MemberPath) -> Vec<Reply> {
    let mut found: Vec<Reply> = Vec::new();
    let Some(text) = joined(paragraphs) else { return found };
    // Most phrases stand nowhere in a letter: its sentences are asked for the others only.
    let whole = plain(&text);
    let near = |spec: &&ReplySpec| spec.phrases.values().any(|by| any(&by.says, &whole));
    let specs = sent_by_companies(letters).filter(near);
    let specs: Vec<&ReplySpec> = specs.collect();
    let refusals = possible(letters.refusals(), &text);
    let is_done = may_be_done(letters.done(), &text);
    if specs.is_empty() && refusals.is_empty() && !is_done {
        return found;
    }
    if paragraphs.iter().any(|(_, text)| announcement(letters.announced(), text).is_some()) {
        return found;
    }
    for (at, text) in paragraphs {
        let mut add = |kind: &str, quote: &str| {
            if found.iter().all(|known| known.kind != kind) {
                let place = SourcePlace::new(path.clone(), at.clone());
                let quote = quote.trim().to_owned().into();
                found.push(Reply { kind: kind.to_owned(), quote, place });
            }
        };
        for sentence in sentences(text) {
            let plain = plain(sentence);
            for spec in specs.iter().filter(|spec| says(spec, &plain, &whole)) {
                add(&spec.id, sentence);
            }
        }
        denials(&refusals, text).iter().for_each(|no| add(&no.kind, &no.quote));
        if is_done {
            done(letters.done(), text).iter().for_each(|quote| add(Reply::DONE, quote));
        }
    }
    found
}

/// The sentence by which a letter is the person's own request: somebody asks about their
/// own data, and nowhere does a company speak of itself.
pub fn own_request(
    letters: &Letters,
    paragraphs: &[(At, &str)],
    path: &MemberPath,
) -> Option<Reply> {
    let whole = plain(&unquoted(&joined(paragraphs)?));
    let spec = letters.replies().iter().find(|spec| spec.id == Reply::OWN)?;
    let phrases = spec.phrases.values().find(|phrases| holds(phrases, &whole))?;
    paragraphs.iter().find_map(|(at, text)| {
        let asks = |sentence: &&str| any(&phrases.says, &plain(&unquoted(sentence)));
        let quote = sentences(text).into_iter().find(asks)?.trim().to_owned().into();
        let place = SourcePlace::new(path.clone(), at.clone());
        Some(Reply { kind: spec.id.clone(), quote, place })
    })
}

fn sent_by_companies(letters: &Letters) -> impl Iterator<Item = &ReplySpec> {
    letters.replies().iter().filter(|spec| spec.id != Reply::OWN)
}

fn says(spec: &ReplySpec, plain: &str, whole: &str) -> bool {
    spec.phrases.values().any(|by| holds(by, plain) && !any(&by.answers, whole))
}

/// The whole of a letter; none if it is too long for one of these.
fn joined(paragraphs: &[(At, &str)]) -> Option<String> {
    let bytes: usize = paragraphs.iter().map(|(_, text)| text.len()).sum();
    let short = paragraphs.len() <= MOST_PARAGRAPHS && bytes <= MOST_BYTES;
    let all = || paragraphs.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n");
    short.then(all)
}

/// A text without what stands between marks of quotation: a letter cites the request that
/// it answers.
fn unquoted(text: &str) -> String {
    let mut out = String::new();
    let mut closes: Option<&[char]> = None;
    for c in text.chars() {
        match closes {
            Some(marks) if marks.contains(&c) => closes = None,
            Some(_) => {}
            None => {
                closes = match c {
                    '„' => Some(&['“', '”', '"']),
                    '“' => Some(&['”', '"']),
                    '«' => Some(&['»']),
                    '»' => Some(&['«']),
                    '"' => Some(&['"', '“', '”']),
                    _ => None,
                };
                if closes.is_none() {
                    out.push(c);
                }
            }
        }
    }
    out
}

fn holds(phrases: &PhraseSpec, plain: &str) -> bool {
    any(&phrases.says, plain)
        && (phrases.also.is_empty() || any(&phrases.also, plain))
        && !any(&phrases.unless, plain)
}

/// Whether a text holds one of some phrases; a blank at the end of one is the end of a word.
fn any(phrases: &[String], text: &str) -> bool {
    let has = |part: &str| {
        let padded = plain(part);
        let words = if part.starts_with(' ') { &padded } else { padded.trim_start() };
        text.contains(if part.ends_with(' ') { words } else { words.trim_end() })
    };
    phrases.iter().any(|phrase| phrase.split(" + ").all(has))
}

/// The folded words of a text with one blank before, between and behind them.
fn plain(text: &str) -> String {
    let mut out = String::from(" ");
    for word in tokenize(text) {
        out.push_str(&word.fold);
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use dossier_catalog::Catalog;

    use super::*;

    fn kinds(text: &str) -> Vec<String> {
        let catalog = Catalog::embedded();
        let paragraphs: Vec<(At, &str)> = text
            .split("\n\n")
            .enumerate()
            .map(|(n, part)| (At::Line { line: u32::try_from(n).unwrap_or(0) + 1 }, part))
            .collect();
        let path = MemberPath::default();
        let own = own_request(catalog.letters(), &paragraphs, &path);
        let found = replies(catalog.letters(), &paragraphs, &path);
        own.into_iter().chain(found).map(|reply| reply.kind).collect()
    }

    #[test]
    fn receipts_and_words_that_nothing_is_held() {
        for (text, kind) in [
            ("Wir haben Ihr Auskunftsersuchen\nerhalten und antworten bald.", "received"),
            ("Vielen Dank, Ihre Anfrage ist bei uns eingegangen.", "received"),
            ("We acknowledge receipt of your letter of 3 March.", "received"),
            ("Nous accusons réception de votre demande.", "received"),
            ("Confirmamos la recepción de su solicitud.", "received"),
            ("Confermiamo di aver ricevuto la sua richiesta.", "received"),
            ("Wij hebben uw verzoek ontvangen.", "received"),
            ("Potwierdzamy otrzymanie wniosku.", "received"),
            ("Confirmamos a receção do seu pedido.", "received"),
            ("Wir haben keine Daten zu Ihrer Person gespeichert.", "nothing_held"),
            ("We do not hold any personal data about you.", "nothing_held"),
            ("Nous ne détenons aucune donnée vous concernant.", "nothing_held"),
            ("No disponemos de datos personales suyos.", "nothing_held"),
            ("Non deteniamo alcun dato personale.", "nothing_held"),
            ("Wij hebben geen gegevens van u gevonden.", "nothing_held"),
            ("Nie przetwarzamy Pana danych osobowych.", "nothing_held"),
            ("Não possuímos dados pessoais seus.", "nothing_held"),
        ] {
            assert_eq!(kinds(text), [kind], "{text}");
        }
        for text in [
            "Wir haben Ihre Anfrage erhalten; anbei finden Sie die Auskunft.",
            "Wir haben keine weiteren Daten zu Ihrer Person gespeichert.",
            "Wir haben keine besonderen Kategorien von Daten über Sie.",
            "We do not hold any other information about you.",
            "We do not hold any information about you that we sell.",
            "Wir speichern Ihre Bestellungen zehn Jahre.",
            "Wir haben Ihre Anfrage erhalten.\n\nIhre Daten finden Sie im Anhang dieser E-Mail.",
            "Please find your data in the attached file. We do not hold any data about your health.",
            "Hemos recibido su solicitud.\n\nDestinatarios: Envíos Veloces S.L.",
        ] {
            assert_eq!(kinds(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn the_own_request_is_told_from_every_letter_of_a_company() {
        for text in [
            "Sehr geehrte Damen und Herren,\n\nich bitte um Auskunft über meine Daten.",
            "Hiermit beantrage ich eine Kopie meiner Daten.\n\nMit freundlichen Grüßen",
            "I am writing to request access to my personal data.",
            "Je vous demande une copie des données me concernant.",
            "Solicito el acceso a mis datos personales.",
            "Chiedo l'accesso ai miei dati personali.",
            "Hierbij verzoek ik u om inzage in mijn gegevens.",
            "Wnoszę o udostępnienie moich danych.",
            "Solicito o acesso aos meus dados.",
        ] {
            assert_eq!(kinds(text), ["own_request"], "{text}");
        }
        for text in [
            "Sie schrieben: „Ich bitte um Auskunft über meine Daten.“\n\nWir antworten:",
            "Ich habe Ihre Anfrage geprüft. Bitte senden Sie mir den Vorgang.",
            "You wrote: I request my data.\n\nOur answer:",
            "In Ihrer Mail steht „hiermit verlange ich Auskunft über meine Daten“.\n\nEs sind Name und Anschrift.",
            "You asked: \"I request a copy of my personal data.\" Name and address.",
            "You say: I am writing to request my data.\n\nI hold your name and address.",
            "Vous m'avez écrit : « je souhaite une copie des données me concernant ». Nom, adresse.",
            "Usted escribe «solicito mis datos personales». Conservo su nombre.",
        ] {
            assert!(!kinds(text).contains(&"own_request".to_owned()), "{text}");
        }
    }

    #[test]
    fn what_holds_an_answer_up() {
        assert_eq!(kinds("Bitte senden Sie uns eine Kopie Ihres Personalausweises."), ["identity"]);
        assert_eq!(kinds("We are extending the deadline by two further months."), ["extension"]);
        assert_eq!(kinds("Wir haben Ihr Kundenkonto gelöscht."), ["done"]);
    }
}
