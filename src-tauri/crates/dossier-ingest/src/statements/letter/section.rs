//! Headings, labels and lead-ins: what the text behind them is about.

use dossier_catalog::statement::StatementCue as Cue;

use super::super::segment::{Segment, Shape, TextTable, point};
use super::super::tokens::{Word, find_all, find_any, fold, tokenize};
use super::super::vocabulary::LONGEST_HEADING;
use super::{Reading, is_listed, is_sentence};

/// Lead-ins may fit several kinds; the more telling one counts.
const LEAD_ORDER: [Cue; 8] = [
    Cue::Recipient,
    Cue::Purpose,
    Cue::Right,
    Cue::Category,
    Cue::LegalBasis,
    Cue::Retention,
    Cue::Source,
    Cue::Transfer,
];

/// Colons of a piece that are looked at for labels.
const MOST_LABELS: usize = 40;

impl Reading<'_> {
    /// What the columns of a table tell: their names, their cells, or the heading above it
    /// beside data. `None`: its lines are read as any others.
    pub(super) fn told(&self, table: &TextTable) -> Option<Vec<Option<Cue>>> {
        let mut told = table.told.clone();
        let cue = |name: &String| {
            let words = tokenize(name);
            let question = self.vocabulary.question(&words);
            question.or(self.vocabulary.heading(&words).map(|(cue, _)| cue))
        };
        let cues: Vec<Cue> = table.header.iter().filter_map(cue).collect();
        let by_cells = told.iter().any(|cue| cue.is_some_and(|cue| cue != Cue::Category));
        let topic = self.topic.filter(|cue| *cue != Cue::Category);
        let data = told.first().copied().flatten();
        if !by_cells && cues.is_empty() {
            match (data, topic) {
                (Some(_), Some(topic)) => {
                    told.iter_mut().enumerate().for_each(|(at, c)| *c = (at == 1).then_some(topic));
                }
                (Some(_), None) => {}
                (None, _) => return None,
            }
        } else if by_cells || topic.is_some() || cues.iter().any(|cue| cue.kind().is_some()) {
            // Beside what is told of them, data are what the row is about.
            told.iter_mut().filter(|cue| **cue == Some(Cue::Category)).for_each(|c| *c = None);
        }
        Some(told)
    }

    /// Whether a new paragraph speaks by its own words of something that closes a
    /// letter, and not of the topic that the last heading gave.
    pub(super) fn turns(&self, segment: &Segment, words: &[Word]) -> bool {
        let at = self.vocabulary.language_of(words).unwrap_or(self.language);
        let language = self.vocabulary.language(at);
        let cued = |cue: Cue| {
            language.has(&language.cues, cue, words) && !language.has(&language.vetoes, cue, words)
        };
        let last = [Cue::Right, Cue::Complaint, Cue::AutomatedDecision, Cue::Transfer];
        segment.shape == Shape::Sentence
            && self.block != Some(segment.block)
            && self.within != Some(segment.block)
            && last.into_iter().any(|cue| Some(cue) != self.topic && cued(cue))
            && !self.topic.is_some_and(cued)
    }

    /// A short line without an end that no heading we know is in.
    pub(super) fn is_unknown_heading(&self, segment: &Segment) -> bool {
        let words = tokenize(&segment.text);
        segment.shape == Shape::Line
            && words.len() <= 6
            && segment.text.starts_with(char::is_uppercase)
            && !segment.text.contains([':', ',', ';', '@'])
            && !segment.text.contains(|c: char| c.is_ascii_digit())
            && self.vocabulary.heading(&words).is_none()
            && self.vocabulary.question(&words).is_none()
            && !self.vocabulary.names_all(&words)
            && !self.denies(&words)
            && !self.frames(&words, segment)
            && !self.vocabulary.common.names_company(&segment.text, &words)
    }

    /// `Zweck: …, Rechtsgrundlage: …`: several labels in one piece, each with its text.
    pub(super) fn chunks<'t>(&self, text: &'t str, listed: Option<Cue>) -> Vec<(Cue, &'t str)> {
        let mut cuts: Vec<(usize, usize, Cue)> = Vec::new();
        for (colon, _) in text.match_indices(':').take(MOST_LABELS) {
            let before = &text[..colon];
            let marks = [',', ';', '.', '|', '•', '(', ':', '–', '—'];
            let mark = before.char_indices().rfind(|(_, c)| marks.contains(c));
            let start = mark.map_or(0, |(at, c)| at + c.len_utf8());
            let label = before[start..].trim();
            let words = tokenize(label);
            let known = (1..=4).contains(&words.len()) && text[colon + 1..].starts_with(' ');
            let cue = if known { self.vocabulary.heading(&words) } else { None };
            if let Some((cue, _)) = cue.filter(|(_, covers)| *covers == words.len()) {
                cuts.push((start, colon + 1, cue));
            }
        }
        // `Orders – legal basis: ...` in a list: what stands before is its entry.
        let entry = cuts.first().is_some_and(|(start, ..)| *start > 0).then_some(listed).flatten();
        if entry.is_none() && (cuts.len() < 2 || cuts[0].0 > 0) {
            return Vec::new();
        }
        if let Some(cue) = entry.filter(|_| !cuts.is_empty()) {
            cuts.insert(0, (0, 0, cue));
        }
        let ends = cuts.iter().skip(1).map(|(start, ..)| *start).chain([text.len()]);
        let separators = [',', ';', '.', '|', '•', '(', '–', '—', ' '];
        let rest =
            |from: usize, to: usize| text[from..to].trim().trim_end_matches(separators).trim();
        cuts.iter().zip(ends).map(|((_, from, cue), to)| (*cue, rest(*from, to))).collect()
    }

    /// What a label before a colon is about; the word for data alone announces kinds.
    pub(super) fn label_cue(&self, label: &str, rest: &str) -> Option<Cue> {
        let words = tokenize(label);
        let all = || !is_sentence(rest) && self.vocabulary.names_all(&words);
        let cue = self.vocabulary.heading(&words).filter(|(_, covers)| {
            // `Accounting source documents: seven years` speaks of no sources.
            covers * 2 >= words.len() || self.vocabulary.begins_heading(&words)
        });
        cue.map(|(cue, _)| cue).or_else(|| all().then_some(Cue::Category))
    }

    /// Whether a heading or label names a kind of thing and denies it.
    pub(super) fn denies(&self, words: &[Word]) -> bool {
        let listed = [Cue::Recipient, Cue::Category, Cue::Purpose];
        let cue = self.vocabulary.heading(words).map(|(cue, _)| cue);
        let cue = cue.or_else(|| self.vocabulary.question(words));
        let cue = cue.or_else(|| self.begins_all(words).then_some(Cue::Category));
        cue.is_some_and(|cue| listed.contains(&cue)) && self.vocabulary.denies(words)
    }

    /// `zu d) 10 Jahre`: an answer to a point of Art. 15(1).
    pub(super) fn answers_point<'t>(&self, segment: &'t Segment) -> Option<(Cue, &'t str)> {
        let (letter, rest) = point(&segment.text, self.vocabulary)?;
        let cue = match letter {
            'a' => Cue::Purpose,
            'b' => Cue::Category,
            'c' => Cue::Recipient,
            'd' => Cue::Retention,
            'e' => Cue::Right,
            'f' => Cue::Complaint,
            'g' => Cue::Source,
            'h' => Cue::AutomatedDecision,
            _ => return None,
        };
        Some((cue, rest))
    }

    /// `Bank details: IBAN, owner` among labels of other things lists data.
    pub(super) fn is_data(&self, label: &str, rest: &str) -> bool {
        let knows = |text: &str| {
            let words = tokenize(text);
            self.vocabulary.languages.iter().any(|l| !find_all(&l.data, &words).is_empty())
        };
        let parts: Vec<&str> = rest.split([',', ';']).collect();
        let other = self.topic.is_some_and(|topic| topic != Cue::Category);
        other
            && label.starts_with(char::is_uppercase)
            && !is_sentence(rest)
            && !self.is_period(rest)
            && (knows(label) || self.begins_all(&tokenize(label)))
            && parts.iter().filter(|part| knows(part)).count() * 2 >= parts.len()
    }

    /// Whether a value says that there is none.
    pub(super) fn says_none(&self, value: &str) -> bool {
        let keys = &self.vocabulary.keys;
        let said = fold(value.trim().trim_end_matches('.'));
        keys.no.contains(&said)
            || keys.absent.contains(&said)
            || !said.contains(char::is_alphanumeric)
    }

    /// Whether a label begins with a name for all data: `Données bancaires`.
    fn begins_all(&self, words: &[Word]) -> bool {
        let mut all = self.vocabulary.languages.iter().flat_map(|language| &language.all_data);
        all.any(|phrase| phrase.matches_at(words, 0).is_some_and(|end| end < words.len()))
    }

    /// What a line `label: value` among its like tells by its value.
    pub(super) fn told_by_entry(&self, segment: &Segment, value: &str) -> Option<Cue> {
        let paired = self.pairs.contains(&segment.block);
        let words = tokenize(value);
        if (paired || self.topic == Some(Cue::Category)) && self.is_period(value) {
            return Some(Cue::Retention);
        }
        let company = self.vocabulary.common.has_legal_form(value, &words);
        (paired && self.topic.is_none() && company).then_some(Cue::Recipient)
    }

    /// `Vorgang: Lieferung` says what the labels below are about.
    pub(super) fn names_record(&self, label: &str, rest: &str) -> bool {
        let words = tokenize(label);
        let whole = |language: &super::super::vocabulary::Language| {
            let all = language.subjects.iter();
            all.filter_map(|phrase| phrase.matches_at(&words, 0)).any(|end| end == words.len())
        };
        rest.split_whitespace().count() <= 8
            && !rest.ends_with('.')
            && self.vocabulary.languages.iter().any(whole)
    }

    pub(super) fn is_heading(&mut self, segment: &Segment, words: &[Word]) -> bool {
        // `2. Kinds of data (Art. 15(1)(b) GDPR)`: the article makes it no longer.
        let cited = segment.numbered && segment.text.ends_with(')');
        let bare = segment.text.rsplit_once(" (").filter(|_| cited).map(|(bare, _)| bare);
        let bare = bare.map_or(words.len(), |bare| tokenize(bare).len());
        let words = &words[..bare.clamp(1, words.len())];
        let question = segment.text.ends_with('?');
        let opens = segment.more
            && self.block != Some(segment.block)
            && words.len() <= 5
            && (self.is_nominal(words) || self.vocabulary.question(words).is_some());
        // `3.4 Processors` opens a section, `2.1 Telephone number` is an entry.
        let whole = |(cue, covers): (Cue, usize)| {
            covers * 2 > words.len() && Some(cue) != self.topic && cue.kind().is_some()
        };
        let deep = segment.deep && !self.vocabulary.heading(words).is_some_and(whole);
        let open = segment.shape == Shape::Line
            || segment.numbered && !deep
            || question
            || segment.text.ends_with(':') && self.asked(segment, words).is_some()
            || opens && segment.text.ends_with(['.', ':']);
        let short = words.len() <= LONGEST_HEADING && !segment.text.ends_with([',', ';']);
        let ends = segment.text.ends_with(['.', '!']) && words.len() > 5;
        if !open || !short || ends {
            return false;
        }
        match self.vocabulary.heading(words) {
            // `On the basis of our contract:` among purposes says why they are lawful.
            Some((Cue::LegalBasis, _))
                if segment.text.ends_with(':') && self.topic == Some(Cue::Purpose) =>
            {
                false
            }
            // A heading is mostly its topic; `Rabe (Empfänger)` is an entry.
            // `We hold the following data:` announces a list and opens no section.
            Some((cue, _)) if segment.text.ends_with(':') && words.len() > 4 => {
                (self.topic, self.outlined) = (None, false);
                self.lead = self.announced(words).or(cue.kind().map(|_| cue));
                true
            }
            // `1. Credit checks before the contract` below `Purposes` is an entry.
            Some((cue, covers))
                if segment.numbered
                    && !question
                    && !self.outlined
                    && covers < words.len()
                    && self.topic.is_some_and(|topic| topic != cue && is_listed(topic)) =>
            {
                false
            }
            Some((cue, covers))
                if covers * 4 >= words.len()
                    || question
                    || segment.numbered && self.vocabulary.begins_with(cue, words) =>
            {
                let form = self.vocabulary.common.names_company(&segment.text, words);
                // `Rabe & Partner`
                let named = form || segment.shape == Shape::Line && segment.text.contains('&');
                if named && self.lead.or(self.topic) == Some(Cue::Recipient) {
                    return false;
                }
                // `Why we hold your data` asks for the reason, whatever else it names.
                let cue = self.asked(segment, words).unwrap_or(cue);
                self.opens_section(segment, cue);
                true
            }
            _ if self.asked(segment, words).is_some() => {
                let cue = self.asked(segment, words).unwrap_or(Cue::Other);
                self.opens_section(segment, cue);
                true
            }
            _ if self.denies(words) => {
                self.opens_section(segment, Cue::Other);
                true
            }
            _ if segment.numbered
                && !segment.text.ends_with('.')
                && self.lead.is_none_or(|lead| Some(lead) == self.topic)
                && segment.shape == Shape::Bullet
                && !segment.text.contains(',')
                && self.ends_topic(words) =>
            {
                (self.topic, self.lead) = (None, None);
                true
            }
            // A question that we do not understand ends the topic of the last one.
            _ if question && segment.shape == Shape::Line => {
                (self.topic, self.lead) = (None, None);
                true
            }
            _ => false,
        }
    }

    /// What a line asks for that begins like a question and is a heading or a lead-in.
    pub(super) fn asked(&self, segment: &Segment, words: &[Word]) -> Option<Cue> {
        // `Ce que nous avons. Votre adresse, ...`: a heading on the line of its text.
        let runs_in = segment.more && self.block != Some(segment.block) && words.len() <= 5;
        let ends = segment.text.ends_with(['?', ':']) || segment.shape == Shape::Line || runs_in;
        // `Your data` alone is the heading of what they are.
        if self.vocabulary.names_all(words) {
            return Some(Cue::Category);
        }
        ends.then(|| self.vocabulary.question(words)).flatten()
    }

    /// Whether a short sentence has no verb that we know and denies nothing.
    pub(super) fn is_nominal(&self, words: &[Word]) -> bool {
        self.vocabulary.languages.iter().all(|language| {
            find_any(&language.reasons.breaks, words).is_none()
                && find_any(&language.negations, words).is_none()
        })
    }

    pub(super) fn opens_section(&mut self, segment: &Segment, cue: Cue) {
        self.record.clear();
        self.opened.push(cue);
        self.topic = cue.kind().map(|_| cue);
        self.lead = self.topic;
        self.outlined = segment.numbered && !segment.text.ends_with('?');
        self.lettered = segment.lettered;
        self.within = segment.more.then_some(segment.block);
    }

    /// A numbered line that names nothing we know opens another section, unless
    /// the topic itself is a numbered list of companies or periods.
    pub(super) fn ends_topic(&self, words: &[Word]) -> bool {
        let language = self.vocabulary.language(self.language);
        !self.topic.is_some_and(is_listed)
            || find_any(&language.all_data, words).is_some() && words.len() > 3
    }

    pub(super) fn announced(&self, words: &[Word]) -> Option<Cue> {
        let language =
            self.vocabulary.language(self.vocabulary.language_of(words).unwrap_or(self.language));
        LEAD_ORDER.into_iter().find(|cue| {
            language.has(&language.cues, *cue, words)
                && !language.has(&language.vetoes, *cue, words)
        })
    }
}
