//! Legal forms of companies (`GmbH & Co. KG`, `Ltd`), as the catalog lists them: they end
//! the names of companies in letters and in data.

use dossier_catalog::statement::StatementWords;

use crate::statements::tokens::{Word, tokenize};

/// The legal forms of all countries, word by word.
#[derive(Clone, Debug, Default)]
pub(crate) struct LegalForms(Vec<Vec<String>>);

impl LegalForms {
    pub fn new(words: &StatementWords) -> Self {
        // The case of a legal form counts: `AB` is one, `ab` is a German word.
        let form = |text: &String| {
            tokenize(text).iter().map(|word| text[word.start..word.end].to_owned()).collect()
        };
        Self(words.common.legal_forms.iter().map(form).collect())
    }

    /// The end of a legal form that begins at a word: `GmbH & Co. KG` is one.
    pub fn at(&self, text: &str, words: &[Word], at: usize) -> Option<usize> {
        let mut end = self.simple_at(text, words, at)?;
        while let Some(next) = words.get(end).and_then(|_| self.simple_at(text, words, end)) {
            let between = text[words[end - 1].end..words[end].start].trim();
            if !between.trim_matches(['&', '.', ',']).is_empty() {
                break;
            }
            end = next;
        }
        Some(end)
    }

    fn simple_at(&self, text: &str, words: &[Word], at: usize) -> Option<usize> {
        let fits = |form: &&Vec<String>| {
            words.len() >= at + form.len()
                && form.iter().zip(&words[at..]).all(|(part, w)| part == &text[w.start..w.end])
        };
        self.0.iter().filter(fits).map(Vec::len).max().map(|len| at + len)
    }

    /// Whether a text has a legal form after its first word.
    pub fn within(&self, text: &str, words: &[Word]) -> bool {
        (1..words.len()).any(|at| self.at(text, words, at).is_some())
    }

    /// Whether a text is the name of a company: it ends with a legal form.
    pub fn ends(&self, text: &str) -> bool {
        let words = tokenize(text);
        (1..words.len()).any(|at| self.at(text, &words, at) == Some(words.len()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_of_companies_end_with_a_legal_form() {
        let forms = LegalForms::new(&StatementWords::embedded().unwrap());
        for name in ["Rabe Kurier GmbH", "Kruk Dane Sp. z o.o.", "Rabe GmbH & Co. KG", "Raven B.V."]
        {
            assert!(forms.ends(name), "{name}");
        }
        for other in ["Mira Beispiel", "AG", "Rabe GmbH in Kassel", "ab und an", ""] {
            assert!(!forms.ends(other), "{other}");
        }
    }
}
