use dossier_catalog::statement::StatementCue as Cue;
use dossier_model::Period;

use super::legal;
use super::names::{Names, Recipient, Trust, items, slice};
use super::period::{PeriodSpan, criterion, iso, periods};
use super::tokens::{Word, find_all, find_any, tokenize};
use super::vocabulary::{Language, StatementVocabulary};

/// One thing that a text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub value: String,
    pub applies_to: String,
    pub categories: Vec<String>,
    pub period: Option<Period>,
}

/// A text that may say something, and what is known around it.
pub(crate) struct Text<'a> {
    pub vocabulary: &'a StatementVocabulary,
    pub language: &'a Language,
    pub text: &'a str,
    pub words: Vec<Word>,
    /// What a heading, label, column or lead-in says that this is about.
    pub topic: Option<Cue>,
    /// An entry of a list, a cell, or the rest after a label: no sentence.
    pub entry: bool,
    /// The data that a label or row names.
    pub subject: &'a str,
    pub controller: &'a [Word],
}

/// The value of a denial.
pub(crate) const NONE: &str = "none";

impl<'a> Text<'a> {
    /// What the text says, kind by kind.
    pub fn read(&self) -> Vec<(Cue, Found)> {
        let mut out = Vec::new();
        let mut add = |cue: Cue, found: Vec<Found>| {
            out.extend(found.into_iter().map(|found| (cue, found)));
        };
        add(Cue::Purpose, self.purposes());
        add(Cue::LegalBasis, self.bases());
        add(Cue::Category, self.categories());
        add(Cue::Recipient, self.recipients());
        add(Cue::Retention, self.retention());
        add(Cue::Source, self.sources());
        add(Cue::Right, self.rights());
        add(Cue::Complaint, self.complaint());
        add(Cue::AutomatedDecision, self.automated());
        add(Cue::Transfer, self.transfer());
        out
    }

    fn cued(&self, cue: Cue) -> bool {
        self.language.has(&self.language.cues, cue, &self.words) && !self.vetoed(cue)
    }

    /// `keine`, `none`: the whole answer under a label.
    fn denied_shortly(&self) -> bool {
        let text = super::tokens::fold(self.text.trim().trim_end_matches('.'));
        self.entry && self.vocabulary.keys.no.contains(&text)
    }

    fn vetoed(&self, cue: Cue) -> bool {
        self.language.has(&self.language.vetoes, cue, &self.words)
    }

    /// A denial counts only where the text speaks of the thing at all.
    fn denied(&self, cue: Cue) -> bool {
        self.language.has(&self.language.denials, cue, &self.words)
            && find_any(&self.language.exceptions, &self.words).is_none()
            && (self.cued(cue) || self.about(cue))
    }

    fn about(&self, cue: Cue) -> bool {
        self.topic == Some(cue) && !self.vetoed(cue)
    }

    /// A question, or a text that only announces what follows.
    fn announces(&self) -> bool {
        self.text.ends_with('?') || self.text.ends_with(':')
    }

    fn none(&self) -> Vec<Found> {
        vec![Found { value: NONE.to_owned(), ..self.applied() }]
    }

    /// A found thing that applies to what the label or the sentence names.
    fn applied(&self) -> Found {
        self.applied_before(self.words.len())
    }

    /// The same, of the data named before a word: what is named after it (`to
    /// process your orders`) is part of the reason.
    fn applied_before(&self, limit: usize) -> Found {
        if !self.subject.is_empty() {
            let (applies_to, categories) = self.data_named(self.subject);
            return Found { applies_to, categories, ..Found::default() };
        }
        let mut found = Found::default();
        let mut named: Vec<&str> = Vec::new();
        for (ids, start, end) in find_all(&self.language.data, &self.words) {
            if end > limit {
                continue;
            }
            let shown = slice(self.text, &self.words, start, end);
            if !named.contains(&shown) {
                named.push(shown);
            }
            push_all(&mut found.categories, ids);
        }
        found.applies_to = named.join(", ");
        found
    }

    /// A label as the name of data: its words, and the categories it means.
    pub fn data_named(&self, label: &str) -> (String, Vec<String>) {
        let words = tokenize(label);
        let mut categories = Vec::new();
        for (ids, ..) in find_all(&self.language.data, &words) {
            push_all(&mut categories, ids);
        }
        let everything =
            categories.is_empty() && find_any(&self.language.all_data, &words).is_some();
        (if everything { String::new() } else { label.trim().to_owned() }, categories)
    }

    fn purposes(&self) -> Vec<Found> {
        let cued = self.cued(Cue::Purpose);
        if !cued && !self.about(Cue::Purpose) || self.announces() && !self.entry {
            return Vec::new();
        }
        let found = self.reasons();
        let first = found.first().map_or(self.words.len(), |(_, start, _)| *start);
        let applied = self.applied_before(first);
        let mut out: Vec<Found> = Vec::new();
        for (id, ..) in found {
            if !out.iter().any(|other| other.value == *id) {
                out.push(Found { value: id.clone(), ..applied.clone() });
            }
        }
        // An entry under this heading is a purpose even in words that we do not know.
        if out.is_empty()
            && self.about(Cue::Purpose)
            && (self.entry || cued)
            && self.words.len() > 1
            && !self.says_otherwise()
        {
            out.push(applied);
        }
        out
    }

    /// The purposes that are named, without those that are named as a legal basis
    /// (`on the basis of the performance of a contract`).
    fn reasons(&self) -> Vec<(&'a String, usize, usize)> {
        let mut found = find_all(&self.language.purposes, &self.words);
        let cues = self.language.cues.get(&Cue::LegalBasis).map_or(&[][..], Vec::as_slice);
        let basis = find_any(cues, &self.words);
        found.retain(|(id, start, _)| {
            let near = basis.is_some_and(|(_, end)| (end..=end + 2).contains(start));
            !near
                || !self.language.bases.iter().any(|(_, phrase)| {
                    phrase.matches_at(&self.words, *start).is_some()
                        || id.ends_with("ContractualObligation")
                })
        });
        found
    }

    /// Whether an entry without a known word rather speaks of another kind.
    fn says_otherwise(&self) -> bool {
        !periods(&self.words, self.language).is_empty()
            || !legal::articles(&self.words).is_empty()
            || find_any(&self.language.criteria, &self.words).is_some()
    }

    fn bases(&self) -> Vec<Found> {
        if self.vetoed(Cue::LegalBasis) {
            return Vec::new();
        }
        let mut ids = legal::articles(&self.words);
        if ids.is_empty() && (self.cued(Cue::LegalBasis) || self.about(Cue::LegalBasis)) {
            for (id, ..) in find_all(&self.language.bases, &self.words) {
                if !ids.contains(id) {
                    ids.push(id.clone());
                }
            }
        }
        let reasons = if self.cued(Cue::Purpose) { self.reasons() } else { Vec::new() };
        let limit = reasons.first().map_or(self.words.len(), |(_, start, _)| *start);
        let applied = self.applied_before(limit);
        ids.into_iter().map(|value| Found { value, ..applied.clone() }).collect()
    }

    fn categories(&self) -> Vec<Found> {
        let about = self.about(Cue::Category);
        let cued = self.cued(Cue::Category);
        if about && self.entry {
            let label = self.text.split([':', '–']).next().unwrap_or(self.text);
            let list = if label.len() < self.text.len() {
                vec![label]
            } else {
                items(self.text, self.language, &self.vocabulary.common)
            };
            return list.into_iter().filter_map(|item| self.category(item)).collect();
        }
        // `We keep invoices for eight years` speaks of periods.
        let periods = !about && !periods(&self.words, self.language).is_empty();
        if !cued && !about || periods {
            return Vec::new();
        }
        if let Some((_, list)) =
            self.text.split_once(':').filter(|(_, list)| !list.trim().is_empty())
        {
            return items(list, self.language, &self.vocabulary.common)
                .into_iter()
                .filter_map(|i| self.category(i))
                .collect();
        }
        // Without a colon only what is known to be data; one word may stand there by
        // chance, and what is named after a purpose is part of the purpose.
        let reasons = if self.cued(Cue::Purpose) { self.reasons() } else { Vec::new() };
        let limit = reasons.first().map_or(self.words.len(), |(_, start, _)| *start);
        let mut found = find_all(&self.language.data, &self.words);
        found.retain(|(.., end)| about || *end <= limit);
        if found.len() < 2 && !about {
            return Vec::new();
        }
        let (Some((_, first, _)), Some((.., last))) = (found.first(), found.last()) else {
            return Vec::new();
        };
        // The rest of the list is data too, in words that we do not know.
        let from = self.words[*first].start;
        let known_end = self.words[last - 1].end;
        let stop =
            self.words.iter().enumerate().skip(*last).find(|(at, word)| {
                *at >= limit || self.language.clause_starts.contains(&word.fold)
            });
        let mut end = stop.map_or(self.text.len(), |(_, word)| word.start);
        if let Some(bracket) = self.text[known_end..end].find(['(', '.', ';', ':']) {
            end = known_end + bracket;
        }
        let list = items(&self.text[from..end], self.language, &self.vocabulary.common);
        let short = |item: &&str| item.split_whitespace().count() <= 5;
        list.into_iter().filter(short).filter_map(|item| self.category(item)).collect()
    }

    fn category(&self, item: &str) -> Option<Found> {
        let item = item.trim().trim_end_matches(['.', ';', ',']);
        let words = tokenize(item);
        let edge = words.iter().take_while(|w| self.language.fillers.contains(&w.fold)).count();
        let item = item.get(words.get(edge)?.start..)?;
        let long = item.chars().count() > 80;
        let (_, categories) = self.data_named(item);
        if long && categories.is_empty() || item.ends_with('?') {
            return None;
        }
        let value = item.to_owned();
        Some(Found { applies_to: value.clone(), value, categories, period: None })
    }

    fn recipients(&self) -> Vec<Found> {
        let about = self.about(Cue::Recipient);
        if self.denied(Cue::Recipient) || self.about(Cue::Recipient) && self.denied_shortly() {
            return self.none();
        }
        let cued = self.cued(Cue::Recipient);
        if !cued && !about || self.text.ends_with('?') {
            return Vec::new();
        }
        let names = Names {
            vocabulary: self.vocabulary,
            language: self.language,
            controller: self.controller,
        };
        let list = match self.text.split_once(':') {
            Some((label, list)) if !list.trim().is_empty() && !(about && self.entry) => {
                let mut found = names.read(list, Trust::List);
                // `Versand: DHL` names a task, `Empfänger: DHL` the thing itself.
                if found.is_empty() {
                    found = names.read(label, Trust::Form);
                }
                found
            }
            Some((label, rest)) if about && self.entry => {
                let mut found = names.read(rest, Trust::List);
                if !found.iter().any(|r| matches!(r, Recipient::Name(_))) {
                    let labels = names.read(label, Trust::List);
                    if labels.iter().any(|r| matches!(r, Recipient::Name(_))) {
                        found = labels;
                    }
                }
                found
            }
            _ if about && (self.entry || !cued) => names.read(self.text, Trust::List),
            _ => self.inline_recipients(&names),
        };
        let applied = self.applied();
        let value = |recipient| match recipient {
            Recipient::Name(value) | Recipient::Type(value) => value,
        };
        list.into_iter().map(|one| Found { value: value(one), ..applied.clone() }).collect()
    }

    /// In a sentence the list begins after `an`, `to`, `durch`; before it only what
    /// is spelled like a company is one.
    fn inline_recipients(&self, names: &Names<'_>) -> Vec<Recipient> {
        let lead = self
            .language
            .list_leads
            .iter()
            .flat_map(|phrase| {
                (0..self.words.len()).filter_map(|at| phrase.matches_at(&self.words, at))
            })
            .filter(|end| {
                self.words.get(*end).is_some_and(|word| {
                    let shown = &self.text[word.start..word.end];
                    shown.starts_with(char::is_uppercase)
                        || self.language.fillers.contains(&word.fold)
                })
            })
            .min();
        let cut = lead.and_then(|at| self.words.get(at)).map_or(self.text.len(), |word| word.start);
        let mut out = names.read(&self.text[..cut], Trust::Form);
        out.extend(names.read_inline(&self.text[cut..]));
        // `Klaviyo sends our e-mails for us`, in languages that spare capitals.
        if out.is_empty() && self.language.code != "de" {
            let end = self.words.iter().take_while(|word| {
                self.text[word.start..word.end].starts_with(char::is_uppercase)
                    && !self.language.stop_words.contains(&word.fold)
            });
            let end = end.last().map_or(0, |word| word.end);
            out.extend(names.read(&self.text[..end], Trust::List));
        }
        let mut seen: Vec<Recipient> = Vec::new();
        for recipient in out {
            if !seen.contains(&recipient) {
                seen.push(recipient);
            }
        }
        seen
    }

    fn retention(&self) -> Vec<Found> {
        if self.text.contains("; ") && (self.cued(Cue::Retention) || self.about(Cue::Retention)) {
            let part = |text: &'a str| Text {
                text: text.trim(),
                words: tokenize(text.trim()),
                topic: Some(Cue::Retention),
                ..*self
            };
            return self.text.split("; ").flat_map(|text| part(text).one_retention()).collect();
        }
        self.one_retention()
    }

    fn one_retention(&self) -> Vec<Found> {
        if !self.cued(Cue::Retention) && !self.about(Cue::Retention) || self.text.ends_with('?') {
            return Vec::new();
        }
        let spans = periods(&self.words, self.language);
        if spans.is_empty() {
            let Some((start, end)) = criterion(&self.words, self.language) else {
                return Vec::new();
            };
            let before = self.kept(0, start, None);
            let found = if before.applies_to.is_empty() {
                self.kept(end, self.words.len(), None)
            } else {
                before
            };
            return vec![found];
        }
        let mut out: Vec<Found> = Vec::new();
        let knows = |from: usize, to: usize| {
            !find_all(&self.language.data, &self.words[from..to]).is_empty()
        };
        let end = spans.get(1).map_or(self.words.len(), |next| next.start);
        let first_has_none = self.name_in(0, spans[0].start).0.is_empty()
            || !knows(0, spans[0].start) && knows(spans[0].end, end);
        for (at, span) in spans.iter().enumerate() {
            let before = if at == 0 { 0 } else { spans[at - 1].end };
            let after = spans.get(at + 1).map_or(self.words.len(), |next| next.start);
            let found = if first_has_none && spans.len() > 1 || first_has_none && at == 0 {
                self.kept(span.end, after, Some(*span))
            } else {
                self.kept(before, span.start, Some(*span))
            };
            // `6 bzw. 10 Jahre` for one thing: the longer one counts.
            match out.last_mut() {
                Some(last)
                    if found.applies_to.is_empty()
                        && spans.len() > 1
                        && !last.applies_to.is_empty() =>
                {
                    if days(found.period) > days(last.period) {
                        (last.period, last.value) = (found.period, found.value);
                    }
                }
                _ => out.push(found),
            }
        }
        out
    }

    fn kept(&self, from: usize, to: usize, span: Option<PeriodSpan>) -> Found {
        let (applies_to, categories) = if self.subject.is_empty() {
            self.name_in(from, to)
        } else {
            self.data_named(self.subject)
        };
        let period = span.map(|span| span.period);
        Found { value: period.map_or_else(String::new, iso), applies_to, categories, period }
    }

    /// The data that some words name: known kinds of data, else the nouns there.
    fn name_in(&self, from: usize, to: usize) -> (String, Vec<String>) {
        let words = &self.words[from.min(to)..to];
        let known = find_all(&self.language.data, words);
        if !known.is_empty() {
            let mut categories = Vec::new();
            let mut shown: Vec<&str> = Vec::new();
            for (ids, start, end) in known {
                push_all(&mut categories, ids);
                shown.push(slice(self.text, words, start, end));
            }
            return (shown.join(", "), categories);
        }
        if find_any(&self.language.all_data, words).is_some() {
            return (String::new(), Vec::new());
        }
        let is_noun = |word: &Word| {
            let shown = &self.text[word.start..word.end];
            shown.starts_with(char::is_uppercase)
                && !self.language.fillers.contains(&word.fold)
                && word.fold.len() > 3
        };
        let german_like = self.language.code == "de";
        let (Some(first), Some(last)) =
            (words.iter().position(is_noun), words.iter().rposition(is_noun))
        else {
            return if german_like { (String::new(), Vec::new()) } else { self.bare_name(words) };
        };
        if !german_like {
            return self.bare_name(words);
        }
        let text = if last - first < 5 { slice(self.text, words, first, last + 1) } else { "" };
        (text.to_owned(), Vec::new())
    }

    /// Where nouns have no capital: what remains without the words of the frame.
    fn bare_name(&self, words: &[Word]) -> (String, Vec<String>) {
        let plain = |word: &&Word| !self.language.fillers.contains(&word.fold);
        let start = words.iter().take_while(|word| !plain(word)).count();
        let run = words[start..].iter().take_while(plain).count();
        let cut = |text: &str| {
            text.contains([',', ';', ':', '(']).then(String::new).unwrap_or(text.to_owned())
        };
        let text = if (1..=4).contains(&run) {
            cut(slice(self.text, words, start, start + run))
        } else {
            String::new()
        };
        (text, Vec::new())
    }

    fn sources(&self) -> Vec<Found> {
        let about = self.about(Cue::Source);
        if !about && !self.cued(Cue::Source) || self.announces() {
            return Vec::new();
        }
        let applied = self.applied();
        let mut out: Vec<Found> = Vec::new();
        for (id, ..) in find_all(&self.language.sources, &self.words) {
            if !out.iter().any(|found| found.value == *id) {
                out.push(Found { value: id.clone(), ..applied.clone() });
            }
        }
        let names = Names {
            vocabulary: self.vocabulary,
            language: self.language,
            controller: self.controller,
        };
        let list = if about && self.entry {
            names.read(self.text.rsplit(':').next().unwrap_or(self.text), Trust::List)
        } else {
            self.inline_recipients(&names)
        };
        for recipient in list {
            if let Recipient::Name(name) = &recipient {
                let words = tokenize(name);
                let known = !find_all(&self.language.sources, &words).is_empty()
                    || !find_all(&self.language.data, &words).is_empty();
                if known && !self.vocabulary.common.has_legal_form(name, &words) {
                    continue;
                }
            }
            let (Recipient::Name(value) | Recipient::Type(value)) = recipient;
            out.push(Found { value, ..applied.clone() });
        }
        if out.is_empty() {
            out.push(applied);
        }
        out
    }

    fn rights(&self) -> Vec<Found> {
        let found = find_all(&self.language.rights, &self.words);
        let mut ids: Vec<&str> = Vec::new();
        for (id, ..) in &found {
            if !ids.contains(&id.as_str()) {
                ids.push(id);
            }
        }
        let about = self.about(Cue::Right);
        let enough = about || self.cued(Cue::Right) || ids.len() >= 3 && !self.vetoed(Cue::Right);
        if ids.is_empty() || !enough || self.text.ends_with('?') {
            return Vec::new();
        }
        vec![Found { value: ids.join("; "), ..Found::default() }]
    }

    fn complaint(&self) -> Vec<Found> {
        if !self.cued(Cue::Complaint) && !(self.about(Cue::Complaint) && self.authority().is_some())
        {
            return Vec::new();
        }
        vec![Found { value: self.authority().unwrap_or_default(), ..Found::default() }]
    }

    /// The name of an authority: its first word, then capitals and linking words.
    fn authority(&self) -> Option<String> {
        let (mut start, first_end) = find_any(&self.language.authorities, &self.words)?;
        let is_capital =
            |word: &Word| self.text[word.start..word.end].starts_with(char::is_uppercase);
        while start > 1
            && is_capital(&self.words[start - 1])
            && self.text[self.words[start - 1].end..self.words[start].start].trim().is_empty()
            && !self.language.stop_words.contains(&self.words[start - 1].fold)
        {
            start -= 1;
        }
        let mut end = first_end;
        let mut last_name = first_end;
        while let Some(word) = self.words.get(end) {
            let gap = self.text[self.words[end - 1].end..word.start].trim();
            let link = self.language.authority_links.contains(&word.fold);
            let capital = self.text[word.start..word.end].starts_with(char::is_uppercase);
            if !gap.trim_matches(['-', '\'', '’']).is_empty() || !link && !capital {
                break;
            }
            end += 1;
            if capital {
                last_name = end;
            }
        }
        Some(slice(self.text, &self.words, start, last_name).to_owned())
    }

    fn automated(&self) -> Vec<Found> {
        if self.text.ends_with('?') {
            return Vec::new();
        }
        if self.denied(Cue::AutomatedDecision)
            || self.about(Cue::AutomatedDecision) && self.denied_shortly()
        {
            return vec![Found { value: NONE.to_owned(), ..Found::default() }];
        }
        // How long a score is kept is another statement.
        let kept = self.cued(Cue::Retention) && !periods(&self.words, self.language).is_empty();
        let about = self.about(Cue::AutomatedDecision);
        let logic = find_any(&self.language.logic, &self.words).is_some();
        if kept
            || self.announces()
            || !(self.cued(Cue::AutomatedDecision) || about && (logic || self.entry))
        {
            return Vec::new();
        }
        let value = if logic { "logic" } else { "exists" };
        vec![Found { value: value.to_owned(), ..Found::default() }]
    }

    fn transfer(&self) -> Vec<Found> {
        if self.text.ends_with('?') {
            return Vec::new();
        }
        if self.denied(Cue::Transfer) || self.about(Cue::Transfer) && self.denied_shortly() {
            return self.none();
        }
        let about = self.about(Cue::Transfer);
        let cued = self.cued(Cue::Transfer);
        let safe = find_all(&self.language.safeguards, &self.words);
        // The country in the name of a safeguard is not where the data go.
        let mut places = find_all(&self.language.countries, &self.words);
        places
            .retain(|(_, start, end)| safe.iter().all(|(_, from, to)| end <= from || to <= start));
        let ids = |found: &[(&'a String, usize, usize)]| {
            let mut out: Vec<&str> = Vec::new();
            for (id, ..) in found {
                if !out.contains(&id.as_str()) {
                    out.push(id);
                }
            }
            out
        };
        let (countries, safeguards) = (ids(&places), ids(&safe));
        if !cued && !(about && !(countries.is_empty() && safeguards.is_empty()))
            || self.announces() && !self.entry
        {
            return Vec::new();
        }
        let value = if safeguards.is_empty() {
            countries.join(",")
        } else {
            format!("{}; {}", countries.join(","), safeguards.join(","))
        };
        vec![Found { value, ..self.applied() }]
    }
}

fn days(period: Option<Period>) -> u64 {
    period.map_or(0, |period| {
        let unit = match period.unit {
            dossier_model::PeriodUnit::Day => 1,
            dossier_model::PeriodUnit::Week => 7,
            dossier_model::PeriodUnit::Month => 30,
            dossier_model::PeriodUnit::Year => 365,
        };
        u64::from(period.amount) * unit
    })
}

fn push_all(out: &mut Vec<String>, ids: &[String]) {
    for id in ids {
        if !out.contains(id) {
            out.push(id.clone());
        }
    }
}
