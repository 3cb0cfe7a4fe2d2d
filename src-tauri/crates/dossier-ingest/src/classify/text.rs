//! Headers and values in one plain spelling: lower case, without accents, in words.
//!
//! The border is here because lexicon and input must be cut by the same rules,
//! or a word is in the lexicon and never found.

use unicode_normalization::UnicodeNormalization;

/// Words that join others and carry no meaning in a header.
const STOP: [&str; 36] = [
    "de", "del", "della", "dello", "dell", "delle", "di", "da", "do", "dos", "das", "du", "des",
    "d", "l", "la", "le", "les", "el", "los", "las", "the", "of", "for", "fur", "fuer", "et",
    "und", "and", "y", "der", "die", "het", "van", "een", "dla",
];

/// One word of a header: how it stands there, and its plain spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// As the company wrote it.
    pub written: String,
    /// Lower case without accents.
    pub plain: String,
}

/// Lower case without accents; letters that have no accent form are spelled out.
pub fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
        match c {
            'ß' | 'ẞ' => out.push_str("ss"),
            'ł' | 'Ł' => out.push('l'),
            'ø' | 'Ø' => out.push('o'),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'đ' | 'Đ' => out.push('d'),
            'ı' => out.push('i'),
            '’' | 'ʼ' => out.push('\''),
            '\u{a0}' | '\u{202f}' => out.push(' '),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// The plain spelling with German umlauts written as two letters, if it has any.
pub fn plain_umlauts(text: &str) -> Option<String> {
    if !text.contains(['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü']) {
        return None;
    }
    let spelled: String = text
        .chars()
        .map(|c| match c {
            'ä' | 'Ä' => "ae".to_owned(),
            'ö' | 'Ö' => "oe".to_owned(),
            'ü' | 'Ü' => "ue".to_owned(),
            c => c.to_string(),
        })
        .collect();
    Some(plain(&spelled))
}

/// The last part of a JSON path, and the parts before it.
///
/// Only names that look like a path are cut: `orders[].items[].sku`, `a.b.c`,
/// `/a/b`; an abbreviation such as `Geb.-Datum` or `N. civico` stays whole.
pub fn split_path(header: &str) -> (&str, &str) {
    if header.contains(' ') || !(header.contains('.') || header.contains('/')) {
        return ("", header);
    }
    let trimmed = header.trim_end_matches(|c: char| "[]*.0123456789".contains(c));
    let trimmed = if trimmed.is_empty() { header } else { trimmed };
    let at = trimmed.rfind(['.', '/']);
    match at {
        Some(at) if trimmed.len() - at > 2 => {
            let (before, last) = (&trimmed[..at], &trimmed[at + 1..]);
            // `Geb.-Datum`, `Kd.Nr`: the part before the point is an abbreviation.
            let short = before.chars().count() < 4 || last.starts_with('-');
            let slash = trimmed.as_bytes()[at] == b'/' && !trimmed.starts_with(['/', '$', '#']);
            if (short && !before.contains('[')) || slash { ("", header) } else { (before, last) }
        }
        _ => ("", header),
    }
}

/// Cuts a header into words: at separators, between letters and digits, and at
/// the humps of `camelCase`.
pub fn tokens(header: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut word = String::new();
    let chars: Vec<char> = header.nfc().take(200).collect();
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let after = chars.get(at + 1).copied();
        if !c.is_alphanumeric() {
            flush(&mut word, &mut out);
            continue;
        }
        if let Some(before) = before.filter(|c| c.is_alphanumeric()) {
            let hump = c.is_uppercase()
                && (before.is_lowercase()
                    || (before.is_uppercase() && after.is_some_and(char::is_lowercase)));
            if hump || before.is_numeric() != c.is_numeric() {
                flush(&mut word, &mut out);
            }
        }
        word.push(c);
    }
    flush(&mut word, &mut out);
    join_known_splits(&mut out);
    let full = out.len();
    let kept: Vec<Token> =
        out.iter().filter(|t| !STOP.contains(&t.plain.as_str())).cloned().collect();
    if kept.is_empty() && full > 0 { out } else { kept }
}

fn flush(word: &mut String, out: &mut Vec<Token>) {
    if !word.is_empty() {
        let written = std::mem::take(word);
        let plain = plain_umlauts(&written).unwrap_or_else(|| plain(&written));
        out.push(Token { written, plain });
    }
}

/// `e mail`, `wi fi`, `i p`, `user name`: pieces that only cutting has parted.
fn join_known_splits(tokens: &mut Vec<Token>) {
    const JOINED: [(&str, &str); 6] =
        [("e", "mail"), ("ip", "v"), ("wi", "fi"), ("i", "os"), ("e", "book"), ("sha", "256")];
    let mut at = 0;
    while at + 1 < tokens.len() {
        let pair = (tokens[at].plain.as_str(), tokens[at + 1].plain.as_str());
        if JOINED.contains(&pair) || (pair.0 == "e" && pair.1.starts_with("mail")) {
            let next = tokens.remove(at + 1);
            let first = &mut tokens[at];
            first.written = format!("{}-{}", first.written, next.written);
            first.plain.push_str(&next.plain);
        }
        at += 1;
    }
}

/// Words of a value or a file name, without the care that headers need.
pub fn words(text: &str) -> Vec<String> {
    plain(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, expect: &[&str]) {
        let found: Vec<_> = tokens(header).into_iter().map(|t| t.plain).collect();
        assert_eq!(found, expect, "words of {header:?}");
    }

    #[test]
    fn headers_are_cut_into_words() {
        check("Geb.-Datum", &["geb", "datum"]);
        check("firstName", &["first", "name"]);
        check("lastLoginIPAddress", &["last", "login", "ip", "address"]);
        check("E-Mail-Adresse", &["email", "adresse"]);
        check("eMail", &["email"]);
        check("Straße/Hausnr.", &["strasse", "hausnr"]);
        check("Rücksendegrund", &["ruecksendegrund"]);
        check("Date de naissance", &["date", "naissance"]);
        check("N° client", &["n", "client"]);
        check("address_line1", &["address", "line", "1"]);
        check("Imię i nazwisko", &["imie", "i", "nazwisko"]);
        check("de", &["de"]);
        check("", &[]);
    }

    #[test]
    fn only_paths_are_cut_at_points() {
        assert_eq!(split_path("orders[].items[].sku"), ("orders[].items[]", "sku"));
        assert_eq!(split_path("customer.address.zip"), ("customer.address", "zip"));
        assert_eq!(split_path("$.profile.tags[*]"), ("$.profile", "tags"));
        assert_eq!(split_path("Geb.-Datum"), ("", "Geb.-Datum"));
        assert_eq!(split_path("Kd.Nr"), ("", "Kd.Nr"));
        assert_eq!(split_path("Straße/Hausnr."), ("", "Straße/Hausnr."));
        assert_eq!(split_path("Order Id"), ("", "Order Id"));
        assert_eq!(split_path("..."), ("", "..."));
        assert_eq!(split_path(""), ("", ""));
    }

    #[test]
    fn accents_and_umlauts_have_one_spelling() {
        assert_eq!(plain("Wysyłka ŻÓŁĆ"), "wysylka zolc");
        assert_eq!(plain("GROẞ"), "gross");
        assert_eq!(plain_umlauts("Größe").as_deref(), Some("groesse"));
        assert_eq!(plain_umlauts("taille"), None);
    }
}
