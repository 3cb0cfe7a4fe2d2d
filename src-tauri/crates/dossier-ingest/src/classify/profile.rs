//! What the values of a field have in common.

use std::collections::{HashMap, HashSet};

use dossier_catalog::category::Categories;
use dossier_catalog::statement::StatementWords;

use super::measures::Features;
use super::{forms, measures, text};
use crate::legal_form::LegalForms;

/// More values than this tell nothing new.
const SAMPLE: usize = 48;
const LONGEST_VALUE: usize = 400;

/// Words of values, compiled from the catalog.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    names: Vec<String>,
    exact: HashMap<String, Vec<u16>>,
    /// Words with an open end, by their first three letters.
    prefixes: HashMap<String, Vec<(String, u16)>>,
    /// Words that may also stand inside or at the end of a compound.
    inner: Vec<(String, u16)>,
    /// What the names of companies end with.
    legal_forms: LegalForms,
}

/// The forms of a field's values with the share of values that have them.
#[derive(Clone, Default)]
pub struct Profile {
    /// Values that are not empty, among those looked at.
    pub filled: usize,
    /// Values looked at.
    pub looked_at: usize,
    /// Different values among them.
    pub distinct: usize,
    /// Name of the form to the number of values. A form of the dictionary counts
    /// values that are nothing else; with `~` at its end, values that contain it.
    pub forms: HashMap<String, usize>,
    /// First and last year, if the values are dates.
    pub years: Option<(i32, i32)>,
    /// The values as a whole, as features of the model.
    pub measures: Features,
}

impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The measures hold words of the values.
        write!(f, "Profile({} values)", self.filled)
    }
}

impl Profile {
    /// The share of filled values with a form.
    pub fn share(&self, form: &str) -> f32 {
        let count = self.forms.get(form).copied().unwrap_or(0);
        if self.filled == 0 { 0.0 } else { count as f32 / self.filled as f32 }
    }

    /// The number of values with a form.
    pub fn count(&self, form: &str) -> usize {
        self.forms.get(form).copied().unwrap_or(0)
    }
}

impl Dictionary {
    /// Compiles the word lists.
    pub fn new(categories: &Categories, statements: &StatementWords) -> Self {
        let mut all = Self { legal_forms: LegalForms::new(statements), ..Self::default() };
        for (name, words) in categories.values().iter().flat_map(|file| &file.forms) {
            let at = all.names.iter().position(|known| known == name).unwrap_or_else(|| {
                all.names.push(name.clone());
                all.names.len() - 1
            });
            let id = u16::try_from(at).unwrap_or(u16::MAX);
            for word in words {
                all.add(word, id);
                if let Some(spelled) = text::plain_umlauts(word) {
                    all.add(&spelled, id);
                }
            }
        }
        all
    }

    fn add(&mut self, word: &str, id: u16) {
        let (inner, word) = word.strip_prefix('*').map_or((false, word), |rest| (true, rest));
        let (open, word) = word.strip_suffix('*').map_or((false, word), |rest| (true, rest));
        let key = text::words(word).join(" ");
        if key.is_empty() {
            return;
        }
        if inner {
            self.inner.push((key, id));
        } else if open {
            let start: String = key.chars().take(3).collect();
            self.prefixes.entry(start).or_default().push((key, id));
        } else {
            self.exact.entry(key).or_default().push(id);
        }
    }

    /// Calls `found` with each form and whether the value is nothing else.
    fn of(&self, words: &[String], found: &mut dyn FnMut(&str, bool)) {
        let whole = words.len();
        for start in 0..whole.min(40) {
            for len in 1..=4.min(whole - start) {
                let key;
                let key = if len == 1 {
                    &words[start]
                } else {
                    key = words[start..start + len].join(" ");
                    &key
                };
                for id in self.exact.get(key.as_str()).into_iter().flatten() {
                    found(self.name(*id), len == whole);
                }
                let Some((cut, _)) = key.char_indices().nth(3).or(Some((key.len(), ' '))) else {
                    continue;
                };
                for (prefix, id) in self.prefixes.get(&key[..cut]).into_iter().flatten() {
                    if key.starts_with(prefix.as_str()) {
                        found(self.name(*id), len == whole);
                    }
                }
            }
            let word = &words[start];
            for (inner, id) in self.inner.iter().filter(|_| word.len() > 4) {
                if word.contains(inner.as_str()) {
                    found(self.name(*id), whole == 1);
                }
            }
        }
    }

    fn name(&self, id: u16) -> &str {
        self.names.get(usize::from(id)).map_or("", String::as_str)
    }

    /// Looks at the values of a field.
    pub fn profile<S: AsRef<str>>(&self, values: &[S]) -> Profile {
        let mut profile = Profile::default();
        let mut filled: Vec<&str> = Vec::new();
        // Spread over the whole sample: the first rows are often alike.
        let step = values.len().div_ceil(SAMPLE).max(1);
        for value in values.iter().step_by(step) {
            let value = cut(value.as_ref().trim());
            profile.looked_at += 1;
            if value.is_empty() || value == "-" || value.eq_ignore_ascii_case("null") {
                continue;
            }
            profile.filled += 1;
            filled.push(value);
            self.look_at(value, &mut profile);
        }
        profile.distinct = filled.iter().collect::<HashSet<_>>().len();
        profile.measures = measures::of(&filled, profile.looked_at, profile.years);
        profile
    }

    fn look_at(&self, value: &str, profile: &mut Profile) {
        let mut once: Vec<String> = Vec::with_capacity(12);
        let mut add = |form: String| {
            if !once.contains(&form) {
                once.push(form);
            }
        };
        forms::of(value, &mut |form| add(form.to_owned()));
        if self.legal_forms.ends(value) {
            add("company_name".to_owned());
        }
        self.of(&text::words(value), &mut |form, whole| {
            add(format!("{form}~"));
            if whole {
                add(form.to_owned());
            }
        });
        for form in once {
            *profile.forms.entry(form).or_default() += 1;
        }
        if let Some((day, _)) = forms::parse_date(value) {
            let year = chrono::Datelike::year(&day);
            let (first, last) = profile.years.unwrap_or((year, year));
            profile.years = Some((first.min(year), last.max(year)));
        }
    }
}

fn cut(value: &str) -> &str {
    match value.char_indices().nth(LONGEST_VALUE) {
        Some((at, _)) => &value[..at],
        None => value,
    }
}
