//! Where to write to: privacy contacts of companies, searched by name, brand or domain.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// One company's privacy contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DirectoryEntry {
    /// The key.
    pub slug: String,
    /// The controller's legal name.
    pub name: String,
    /// Shops and brands that it answers for.
    pub brands: Vec<String>,
    /// Its domains, without `www`.
    pub domains: Vec<String>,
    /// What it does: `shop`, `marketplace`, `payment`, `delivery`, `loyalty`,
    /// `address_broker`, `credit_agency`, `ad_tech`.
    pub sectors: Vec<String>,
    /// The lines of its postal address, without its name; the last one is the country.
    pub address: Vec<String>,
    /// The mailbox for requests.
    pub email: String,
    /// The web form for requests.
    pub webform: String,
    /// Telefax.
    pub fax: String,
    /// Telephone.
    pub phone: String,
    /// Countries whose people it serves, ISO 3166-1 alpha-2 in lower case, or `all`.
    pub countries: Vec<String>,
    /// What a request has to name.
    pub asks: Vec<Asked>,
    /// Whether it is known to ask for an identity document.
    pub id_document: bool,
    /// How to send: `email`, `letter`, `fax`, `webform`; empty if nothing is known.
    pub send_by: String,
    /// The language for requests, ISO 639-1; empty for the sender's own.
    pub language: String,
    /// Where the facts were read.
    pub sources: Vec<String>,
    /// `tested`, `verified` or `imported`.
    pub quality: String,
    /// The day of the last change of the facts, ISO 8601.
    pub changed: String,
}

/// Something that a company wants to be told in a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Asked {
    /// In the company's words.
    pub what: String,
    /// `name`, `email`, `address`, `birthdate`, `input`, `textarea`.
    pub form: String,
    /// Whether it can be left out.
    pub optional: bool,
}

/// All entries.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    entries: Vec<DirectoryEntry>,
    keys: Vec<Vec<String>>,
}

impl Directory {
    pub(crate) fn new(entries: Vec<DirectoryEntry>) -> Self {
        let keys = entries.iter().map(keys_of).collect();
        Self { entries, keys }
    }

    /// All entries, by slug.
    pub fn entries(&self) -> &[DirectoryEntry] {
        &self.entries
    }

    /// An entry by its key.
    pub fn get(&self, slug: &str) -> Option<&DirectoryEntry> {
        self.entries.iter().find(|entry| entry.slug == slug)
    }

    /// The entries that answer for a domain, an address of it, or a mail address in it.
    pub fn by_domain(&self, text: &str) -> Vec<&DirectoryEntry> {
        let domain = bare_domain(text);
        let fits = |known: &String| {
            domain == *known
                || domain.strip_suffix(known.as_str()).is_some_and(|d| d.ends_with('.'))
        };
        self.entries.iter().filter(|entry| entry.domains.iter().any(fits)).collect()
    }

    /// The one entry at a postal address: street and town must both stand in it.
    pub fn by_address(&self, address: &str) -> Option<&DirectoryEntry> {
        let wanted = plain_name(address);
        // A bare town is no address.
        if wanted.len() < 12 {
            return None;
        }
        let stands = |line: &String| {
            let line = plain_name(line);
            !line.is_empty() && line.chars().any(|c| c.is_ascii_digit()) && wanted.contains(&line)
        };
        let mut hits = self
            .entries
            .iter()
            .filter(|entry| entry.address.iter().filter(|line| stands(line)).count() >= 2);
        let hit = hits.next()?;
        // Two companies in one house: the address alone does not tell.
        hits.next().is_none().then_some(hit)
    }

    /// The entries whose name or brand is this one, legal form and spelling aside.
    pub fn by_name(&self, name: &str) -> Vec<&DirectoryEntry> {
        let wanted = plain_name(name);
        if wanted.is_empty() {
            return Vec::new();
        }
        let hits = self.entries.iter().zip(&self.keys);
        hits.filter(|(_, keys)| keys.contains(&wanted)).map(|(entry, _)| entry).collect()
    }

    /// Entries for what a person types: best first, at most `limit`.
    pub fn search(&self, text: &str, limit: usize) -> Vec<&DirectoryEntry> {
        let wanted = plain_name(text);
        let domain = bare_domain(text);
        if wanted.is_empty() && domain.is_empty() {
            return Vec::new();
        }
        let rank = |entry: &DirectoryEntry, keys: &[String]| -> Option<u8> {
            let is = |test: &dyn Fn(&str) -> bool| keys.iter().any(|key| test(key));
            if is(&|key| key == wanted) || entry.domains.contains(&domain) {
                return Some(0);
            }
            if wanted.len() < 2 {
                return None;
            }
            if is(&|key| key.starts_with(&wanted)) {
                return Some(1);
            }
            if is(&|key| key.split(' ').any(|word| word.starts_with(&wanted))) {
                return Some(2);
            }
            let words = || wanted.split(' ');
            is(&|key| words().all(|word| key.contains(word))).then_some(3)
        };
        let mut hits: Vec<_> = self
            .entries
            .iter()
            .zip(&self.keys)
            .filter_map(|(entry, keys)| rank(entry, keys).map(|rank| (rank, entry)))
            .collect();
        hits.sort_by(|a, b| (a.0, &a.1.slug).cmp(&(b.0, &b.1.slug)));
        hits.into_iter().take(limit).map(|(_, entry)| entry).collect()
    }
}

fn keys_of(entry: &DirectoryEntry) -> Vec<String> {
    let names = entry.brands.iter().chain([&entry.name]);
    let mut keys: Vec<String> =
        names.flat_map(|name| [plain_name(name), plain_name(&spelled_out(name))]).collect();
    keys.retain(|key| !key.is_empty());
    keys.dedup();
    keys
}

/// `https://www.shop.example/x`, `me@shop.example` and `shop.example` are one domain.
fn bare_domain(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let text = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
    let text = text.rsplit('@').next().unwrap_or(text);
    let host = text.split(['/', '?', '#', ':']).next().unwrap_or("");
    let host = host.strip_prefix("www.").unwrap_or(host).trim_end_matches('.');
    if host.contains('.') { host.to_owned() } else { String::new() }
}

/// Words of legal forms, which people leave out.
const LEGAL_FORMS: [&str; 41] = [
    "gmbh",
    "mbh",
    "ag",
    "se",
    "kg",
    "kgaa",
    "ohg",
    "ug",
    "ev",
    "eg",
    "co",
    "cokg",
    "inc",
    "llc",
    "ltd",
    "limited",
    "plc",
    "corp",
    "corporation",
    "company",
    "bv",
    "nv",
    "sa",
    "rl",
    "sas",
    "sarl",
    "sàrl",
    "srl",
    "spa",
    "ab",
    "as",
    "aps",
    "oy",
    "oyj",
    "sl",
    "slu",
    "spzoo",
    "sro",
    "kft",
    "lda",
    "haftungsbeschränkt",
];

/// `Möbel` as `Moebel`, the way it is written where the keyboard has no umlauts.
fn spelled_out(name: &str) -> String {
    let composed: String = name.to_lowercase().nfc().collect();
    composed.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue")
}

/// Lower case, no accents, no punctuation, no legal form.
fn plain_name(name: &str) -> String {
    let lower = name.to_lowercase().replace('ß', "ss").replace('&', " ");
    let joined: String =
        lower.nfd().filter(|c| !is_mark(*c) && !matches!(c, '.' | '\'' | '’')).collect();
    let words = joined.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<&str> = words.collect();
    while words.len() > 1 && words.last().is_some_and(|word| LEGAL_FORMS.contains(word)) {
        words.pop();
    }
    words.join(" ")
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory() -> Directory {
        let entry = |slug: &str, name: &str, brands: &[&str], domains: &[&str]| DirectoryEntry {
            slug: slug.to_owned(),
            name: name.to_owned(),
            brands: brands.iter().map(|&brand| brand.to_owned()).collect(),
            domains: domains.iter().map(|&domain| domain.to_owned()).collect(),
            ..DirectoryEntry::default()
        };
        Directory::new(vec![
            entry(
                "waldquellberg",
                "Möbelhaus Waldquell GmbH & Co. KG",
                &["Wohnstern", "Bergbett Berg"],
                &["waldquellberg.example"],
            ),
            entry("gruenkorb", "Grünkorb Plus SE", &[], &["gruenkorb.example"]),
            entry("berg", "Berg & Söhne S.à r.l.", &[], &["berg.example"]),
        ])
    }

    fn check(found: Vec<&DirectoryEntry>, expect: &[&str]) {
        let found: Vec<&str> = found.iter().map(|entry| entry.slug.as_str()).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn names_are_found_without_legal_form_and_accents() {
        check(directory().by_name("Moebelhaus Waldquell"), &["waldquellberg"]);
        check(directory().by_name("Berg und Söhne"), &[]);
        check(directory().by_name("Berg & Söhne"), &["berg"]);
        check(directory().by_name("MÖBELHAUS WALDQUELL"), &["waldquellberg"]);
        check(directory().by_name("Mobelhaus Waldquell GmbH"), &["waldquellberg"]);
        check(directory().by_name("wohnstern"), &["waldquellberg"]);
        check(directory().by_name("GmbH"), &[]);
        check(directory().by_name(""), &[]);
    }

    #[test]
    fn domains_are_found_in_addresses_and_mail() {
        check(
            directory().by_domain("https://www.waldquellberg.example/datenschutz?x=1"),
            &["waldquellberg"],
        );
        check(directory().by_domain("datenschutz@mail.gruenkorb.example"), &["gruenkorb"]);
        check(directory().by_domain("xwaldquellberg.example"), &[]);
        check(directory().by_domain("example"), &[]);
        check(directory().by_domain(""), &[]);
    }

    #[test]
    fn an_address_finds_the_one_company_there() {
        let at = |slug: &str, street: &str| DirectoryEntry {
            slug: slug.to_owned(),
            name: slug.to_owned(),
            address: vec![street.to_owned(), "12345 Musterstadt".to_owned()],
            ..DirectoryEntry::default()
        };
        let directory = Directory::new(vec![
            at("one", "Am Anger 7"),
            at("two", "Torweg 3"),
            at("three", "Torweg 3"),
        ]);
        let found = |text: &str| directory.by_address(text).map(|entry| entry.slug.as_str());
        assert_eq!(found("One GmbH, Am Anger 7, 12345 Musterstadt"), Some("one"));
        assert_eq!(found("Torweg 3, 12345 Musterstadt"), None, "two companies");
        assert_eq!(found("12345 Musterstadt"), None, "a town is no address");
    }

    #[test]
    fn search_puts_the_beginning_before_the_middle() {
        check(directory().search("berg", 9), &["berg", "waldquellberg"]);
        check(directory().search("berg", 1), &["berg"]);
        check(directory().search("wald", 9), &["waldquellberg"]);
        check(directory().search("plus", 9), &["gruenkorb"]);
        check(directory().search("berg.example", 9), &["berg"]);
        check(directory().search("", 9), &[]);
    }
}
