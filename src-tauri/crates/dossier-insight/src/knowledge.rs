use dossier_catalog::ValueWords;
use dossier_catalog::category::{Categories, Category};
use dossier_catalog::finding::{FieldFilter, FindingRules};
use dossier_catalog::purpose::Terms;
use dossier_model::{FieldSummary, Kind, TableSummary};

use crate::text::{fold, words};

/// What the reasoning needs from the catalog.
#[derive(Clone, Copy, Debug)]
pub struct Knowledge<'a> {
    /// Kinds of data.
    pub categories: &'a Categories,
    /// Purposes, bases, recipients, retentions.
    pub terms: &'a Terms,
    /// Rules, audits and evidence.
    pub rules: &'a FindingRules,
    /// What stands where there is no value.
    pub values: &'a ValueWords,
}

impl Knowledge<'_> {
    /// The category of a field, if the catalog knows it.
    pub fn category(&self, field: &FieldSummary) -> Option<&Category> {
        self.categories.get(&field.category)
    }

    /// The evaluation group of a category id.
    pub fn group(&self, category: &str) -> Option<&str> {
        self.categories.get(category).map(|category| category.group.as_str())
    }

    /// The kinds of data that words such as "master data" mean together.
    pub(crate) fn bundle(&self, named: &str) -> Option<&[Kind]> {
        let named = words(named);
        let whole = named.concat();
        let is = |word: &String| {
            let word = fold(word);
            word == whole || named.contains(&word)
        };
        let bundles = self.rules.bundles.iter();
        bundles.clone().find(|one| one.words.iter().any(is)).map(|one| one.kinds.as_slice())
    }

    /// Whether a value only says no.
    pub(crate) fn says_no(&self, value: &str) -> bool {
        self.rules.no.contains(&fold(value))
    }

    /// Whether a value stands for none.
    pub(crate) fn is_nothing(&self, value: &str) -> bool {
        self.values.is_nothing(value)
    }

    /// Whether a value says no, is zero or stands for none.
    pub(crate) fn is_unset(&self, value: &str) -> bool {
        let zero = |c: char| matches!(c, '0' | '.' | ',');
        self.is_nothing(value) || self.says_no(value) || value.trim().chars().all(zero)
    }

    /// Whether the name of a field is that of somebody beside the person: `children[].dob`.
    pub(crate) fn is_of_others(&self, table: &str, field: &str) -> bool {
        let mut own = words(table).into_iter().chain(words(field));
        own.any(|word| matches_any(&self.rules.others, &word))
    }

    /// Whether a value only says yes or no.
    pub(crate) fn is_answer(&self, value: &str) -> bool {
        self.says_no(value) || self.rules.yes.contains(&fold(value))
    }

    /// The examples of a field that count for a filter: those that it asks for, and of a
    /// vague field those that tell by themselves.
    pub(crate) fn values<'f>(
        &self,
        filter: &FieldFilter,
        field: &'f FieldSummary,
    ) -> impl Iterator<Item = &'f String> {
        let told = !words(&field.name).iter().any(|word| matches_any(&filter.vague, word));
        let (telling, asked) = (filter.telling.clone(), filter.values.clone());
        let all = field.examples.expose().iter();
        all.filter(move |value| told || has_value(&telling, value))
            .filter(move |value| asked.is_empty() || has_value(&asked, value))
    }

    /// Whether a field passes a filter.
    pub fn passes(&self, filter: &FieldFilter, table: &TableSummary, field: &FieldSummary) -> bool {
        let category = self.category(field);
        let listed =
            |list: &[String], value: &str| list.is_empty() || list.iter().any(|x| x == value);
        if field.filled == 0
            || !listed(&filter.categories, &field.category)
            || !listed(&filter.groups, &field.group)
            || !(filter.kinds.is_empty() || field.kind.is_some_and(|k| filter.kinds.contains(&k)))
            || filter.special && !category.is_some_and(|category| category.special)
        {
            return false;
        }
        let examples = field.examples.expose();
        if !examples.is_empty() && examples.iter().all(|value| self.is_nothing(value)) {
            return false;
        }
        if filter.flag.is_some_and(|flag| !category.is_some_and(|category| category.has(flag))) {
            return false;
        }
        let own = || words(&field.name).into_iter().chain(words(&table.name));
        if !filter.without.is_empty() && own().any(|word| matches_any(&filter.without, &word)) {
            return false;
        }
        if !filter.tables.is_empty() {
            let called = || words(&table.name).into_iter().chain(words(stem(table)));
            if !called().any(|word| matches_any(&filter.tables, &word))
                || called().any(|word| matches_any(&filter.without, &word))
            {
                return false;
            }
        }
        // A filter that says which table means the field by its words.
        let file = if filter.tables.is_empty() { words(stem(table)) } else { Vec::new() };
        let mut names = own().chain(file);
        if !filter.words.is_empty() && !names.any(|word| matches_any(&filter.words, &word)) {
            return false;
        }
        // What may be specially protected needs a value: "no" is none, nor is the header
        // over again.
        let header = fold(&field.name);
        let says = |value: &String| !self.says_no(value) && fold(value) != header;
        if filter.special && !field.examples.expose().iter().any(says) {
            return false;
        }
        if !filter.vague.is_empty() && self.values(filter, field).next().is_none() {
            return false;
        }
        filter.values.is_empty()
            || field.examples.expose().iter().any(|value| has_value(&filter.values, value))
    }

    /// All fields of some tables that pass a filter.
    pub fn fields<'t>(
        &self,
        filter: &FieldFilter,
        tables: &'t [TableSummary],
    ) -> Vec<(&'t TableSummary, &'t FieldSummary)> {
        tables
            .iter()
            .flat_map(|table| table.fields.iter().map(move |field| (table, field)))
            .filter(|(table, field)| self.passes(filter, table, field))
            .collect()
    }
}

/// The member's name without folders and extension.
pub(crate) fn stem(table: &TableSummary) -> &str {
    let name = table.path.file_name();
    name.split_once('.').map_or(name, |(stem, _)| stem)
}

/// Whether a value is one of the patterns, or has one of them among its words.
pub(crate) fn has_value(patterns: &[String], value: &str) -> bool {
    let whole = fold(value);
    whole.len() <= 4096
        && (matches_any(patterns, &whole)
            || whole.split(' ').any(|word| matches_any(patterns, word)))
}

/// `word`, `start*`, `*end` and `*part*`, all folded.
pub(crate) fn matches_any(patterns: &[String], word: &str) -> bool {
    patterns.iter().any(|pattern| {
        let (head, tail) = (pattern.starts_with('*'), pattern.ends_with('*'));
        let core = fold(pattern.trim_matches('*'));
        match (head, tail) {
            (false, false) => word == core,
            (false, true) => word.starts_with(&core),
            (true, false) => word.ends_with(&core),
            (true, true) => word.contains(&core),
        }
    })
}
