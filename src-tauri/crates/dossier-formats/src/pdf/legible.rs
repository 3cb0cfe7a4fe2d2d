//! Whether the text of a page is language. A font may paint letters and give
//! out others; what comes out then is no fact about anybody.

/// Words that must be there before they are judged.
const ENOUGH: usize = 30;
/// Letters that make up most of every language in Latin script.
const COMMON: &str = "enirsatdhlouc";

/// Why a page cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The font does not say which letters it paints.
    Unknown,
    /// The letters are there and make no words.
    Scrambled,
}

/// Judges the lines of a page.
pub(super) fn fault<'t>(
    lines: impl Iterator<Item = &'t str> + Clone,
    letters: u32,
    unknown: u32,
) -> Option<Fault> {
    if letters > 0 && u64::from(unknown) * 10 > u64::from(letters) * 3 {
        return Some(Fault::Unknown);
    }
    let words = lines.flat_map(str::split_whitespace).filter(|word| is_latin_word(word));
    let (mut all, mut odd, mut many, mut common) = (0, 0, 0, 0);
    for word in words {
        let core = word.trim_matches(|c: char| !c.is_alphabetic());
        all += 1;
        odd += usize::from(!is_sayable(core));
        for c in core.chars() {
            let c = base(c);
            if c.is_alphabetic() {
                many += 1;
                common += usize::from(COMMON.contains(c));
            }
        }
    }
    // A shift of the alphabet leaves words that can be said; its letters tell.
    let scrambled = all >= ENOUGH && (odd * 2 > all || common * 100 < many * 73);
    scrambled.then_some(Fault::Scrambled)
}

/// Words of letters; amounts, codes and addresses say nothing about language.
fn is_latin_word(word: &str) -> bool {
    let core = word.trim_matches(|c: char| !c.is_alphabetic());
    let mut letters = 0;
    for c in core.chars() {
        if c.is_ascii_digit() || matches!(c, '@' | '/' | '_') {
            return false;
        }
        // Scripts without vowels or upper case are not judged.
        if c.is_alphabetic() && c > '\u{24f}' {
            return false;
        }
        letters += usize::from(c.is_alphabetic());
    }
    letters >= 3
}

fn is_sayable(word: &str) -> bool {
    let (mut vowels, mut run, mut odd, mut lower) = (0, 0, 0, false);
    for c in word.chars() {
        if !c.is_alphabetic() {
            // A hyphen or apostrophe joins words; other signs do not.
            odd += usize::from(!matches!(
                c,
                '-' | '\'' | '’' | '.' | '·' | '\u{ad}' | '‐' | ':' | '*'
            ));
            (run, lower) = (0, false);
            continue;
        }
        odd += usize::from(lower && c.is_uppercase());
        lower = c.is_lowercase();
        if matches!(base(c), 'a' | 'e' | 'i' | 'o' | 'u' | 'y') {
            (vowels, run) = (vowels + 1, 0);
        } else {
            run += 1;
            odd += usize::from(run > 6) * 2;
        }
    }
    let short_form = word.chars().all(char::is_uppercase) && word.chars().count() <= 6;
    odd <= 1 && (vowels > 0 || short_form)
}

/// A letter in lower case without its marks.
fn base(c: char) -> char {
    let c = c.to_lowercase().next().unwrap_or(c);
    match c {
        'à'..='å' | 'æ' | 'ā' | 'ă' | 'ą' => 'a',
        'è'..='ë' | 'ē'..='ě' => 'e',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ò'..='ö' | 'ø' | 'œ' | 'ō' | 'ő' => 'o',
        'ù'..='ü' | 'ū'..='ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'ç' | 'ć' | 'č' => 'c',
        'ß' | 'ś' | 'š' | 'ş' => 's',
        'ñ' | 'ń' => 'n',
        'ł' => 'l',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: &str = "Sehr geehrte Frau Beispiel, wir haben Ihre Anfrage vom dritten März erhalten und teilen \
        Ihnen mit, welche Daten wir über Sie gespeichert haben. Ihre Rechnungsdaten bewahren wir zehn Jahre lang auf, weil \
        das Gesetz es verlangt. Für die Lieferung geben wir Ihre Anschrift an einen Paketdienst weiter.";
    const ENGLISH: &str = "Dear Ms Example, thank you for your request. We hold your name, your address and your orders \
        because we need them to deliver what you bought. We keep invoices for eight years and pass your address on to the \
        carrier that brings the parcel to your door.";
    const FRENCH: &str = "Madame, nous avons bien reçu votre demande. Nous conservons vos coordonnées et vos commandes \
        pendant dix ans afin de respecter nos obligations comptables, et nous les transmettons à notre transporteur pour \
        la livraison de vos achats.";

    fn shifted(text: &str, by: u8) -> String {
        let turn = |c: char, from: u8| char::from((c as u8 - from + by) % 26 + from);
        text.chars()
            .map(|c| match c {
                'a'..='z' => turn(c, b'a'),
                'A'..='Z' => turn(c, b'A'),
                c => c,
            })
            .collect()
    }

    fn judged(text: &str) -> Option<Fault> {
        fault(std::iter::once(text), text.len() as u32, 0)
    }

    #[test]
    fn language_is_language_and_a_shift_of_it_is_not() {
        for text in [GERMAN, ENGLISH, FRENCH] {
            assert_eq!(judged(text), None);
            for by in 1..26 {
                assert_eq!(judged(&shifted(text, by)), Some(Fault::Scrambled), "{by}");
            }
        }
    }

    #[test]
    fn signs_for_letters_are_no_words() {
        // What a font without a map gives out: codes that are three less than the letter.
        let raw: String = GERMAN
            .chars()
            .map(|c| {
                if c.is_ascii_graphic() {
                    char::from((c as u8).wrapping_sub(29).max(33))
                } else {
                    c
                }
            })
            .collect();
        let words = raw.split_whitespace().filter(|word| is_latin_word(word)).count();
        assert!(words < ENOUGH || judged(&raw) == Some(Fault::Scrambled));
        assert_eq!(fault(["abc"].into_iter(), 100, 31), Some(Fault::Unknown));
        assert_eq!(fault(["abc"].into_iter(), 100, 30), None);
    }

    #[test]
    fn lists_of_codes_are_not_judged() {
        let codes: String = (0..200).map(|n| format!("B0{n}XKQ {n},99 EUR ")).collect();
        assert_eq!(judged(&codes), None);
    }
}
