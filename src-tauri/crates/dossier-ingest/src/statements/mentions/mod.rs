//! Which words of a sentence name a receiver, a purpose, a kind of data or a source, told
//! by a small trained tagger behind the rules.
//!
//! The rules are right where their words are known, and silent where a company writes
//! otherwise. The tagger looks at what they look at and at what they found, and learned
//! from marked pieces of letters by other hands how such words stand in a sentence. What
//! it names is a part of the sentence, word for word, so that a quote shows it.

mod features;
#[cfg(test)]
mod tests;
mod training;

use dossier_catalog::statement::StatementCue as Cue;

use super::detect::{Found, NONE, Text};
use super::names::{slice, with_stop};
use super::tagger::{Mention, Tagged};
use super::tokens::{Word, find_all, place_of, tokenize};
use features::Known;
pub use training::{MarkedText, digest, labels, marked};

/// What is taken from the tagger for a kind of statement. The chances were chosen on the
/// letters of `tests/letters/tune`.
struct Use {
    /// The letter of its mark.
    mark: char,
    cue: Cue,
    /// From this chance on words are named that the rules passed by.
    names: f32,
    /// From this chance on it says better where a name of the rules begins and ends.
    cuts: f32,
    /// Below this chance a name of the rules is none.
    doubts: f32,
}

const USES: [Use; 4] = [
    Use { mark: 'r', cue: Cue::Recipient, names: 0.6, cuts: 0.8, doubts: 0.03 },
    Use { mark: 'p', cue: Cue::Purpose, names: 0.65, cuts: 0.8, doubts: 0.0 },
    Use { mark: 'c', cue: Cue::Category, names: 0.8, cuts: 0.9, doubts: 0.06 },
    Use { mark: 's', cue: Cue::Source, names: 0.85, cuts: 0.8, doubts: 0.0 },
];

/// From this chance on of being a source, who is read as one is no receiver too.
const GIVES: f32 = 0.4;

/// A text as the tagger sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// Its words, folded.
    pub words: Vec<String>,
    /// What is looked at, word by word.
    pub features: Vec<Vec<String>>,
}

impl Observation {
    pub(super) fn of(text: &Text<'_>, found: &[(Cue, Found)]) -> Self {
        let (whole, known) = (features::of_text(text, found), Known::of(text, found));
        let features = (0..text.words.len()).map(|at| {
            let mut of = whole.clone();
            features::of_word(text, &known, at, |feature| of.push(feature.to_owned()));
            of
        });
        let features = features.collect();
        Self { words: text.words.iter().map(|word| word.fold.clone()).collect(), features }
    }
}

impl Text<'_> {
    /// What the rules found, with what the tagger adds and without what it does not see.
    pub fn with_mentions(&self, mut found: Vec<(Cue, Found)>) -> Vec<(Cue, Found)> {
        let tagged = self.tagged(&found);
        for of in &USES {
            found.retain(|(cue, one)| {
                let place = self.place(&one.value).unwrap_or((0, self.words.len()));
                *cue != of.cue
                    || one.value == NONE
                    // A company under the name of the kind is no matter of chance.
                    || self.topic == Some(of.cue) && self.has_form(&one.value)
                    || *cue == Cue::Category && self.is_value_of_data()
                    || tagged.most(of.mark, place.0, place.1) >= of.doubts
            });
            // What would be, and what is said of the letter itself, is no statement.
            let vetoed = of.cue == Cue::Source && self.vetoed(of.cue);
            let stated = !self.supposes(of.cue) && !self.talks(of.cue) && !vetoed;
            // What an entry of a list tells beside its own kind is said in passing.
            let aside = self.entry && self.topic.is_some_and(|topic| topic != of.cue);
            if !stated || aside && matches!(of.cue, Cue::Category | Cue::Purpose) {
                continue;
            }
            for mention in self.whole(&tagged, of.mark) {
                // Who gave it did not get it.
                let gives = tagged.most('s', mention.start, mention.end) >= GIVES;
                let given = |(cue, one): &(Cue, Found)| {
                    let place = self.place(&one.value);
                    *cue == Cue::Source
                        && place.is_some_and(|(s, e)| s < mention.end && mention.start < e)
                };
                if of.cue == Cue::Recipient && gives && found.iter().any(given) {
                    continue;
                }
                self.mention(of, mention, &mut found);
            }
        }
        found
    }

    /// Whether this is a line of data: its label names a kind, and nothing else.
    fn is_value_of_data(&self) -> bool {
        let label = self.text.split_once(": ").map_or("", |(label, _)| label);
        let words = tokenize(label);
        let data = find_all(&self.language.data, &words);
        matches!(self.topic, None | Some(Cue::Category))
            && data.iter().any(|(_, start, end)| *start == 0 && *end == words.len())
    }

    fn tagged(&self, found: &[(Cue, Found)]) -> Tagged {
        let tagger = &self.vocabulary.mentions;
        let mut whole = tagger.nothing();
        features::of_text(self, found).iter().for_each(|one| tagger.add(one, &mut whole));
        let known = Known::of(self, found);
        let score = |at: usize| {
            let mut of = whole.clone();
            features::of_word(self, &known, at, |feature| tagger.add(feature, &mut of));
            of
        };
        tagger.tag((0..self.words.len()).map(score).collect())
    }

    /// The mentions of a kind, each thing once.
    fn whole(&self, tagged: &Tagged, mark: char) -> Vec<Mention> {
        let all: Vec<Mention> =
            tagged.mentions.iter().filter(|one| one.kind == mark).copied().collect();
        let mut out: Vec<Mention> = Vec::new();
        for (at, one) in all.iter().enumerate() {
            let short = |last: &&mut Mention| last.end - last.start == 1 && one.end - one.start > 1;
            match out.last_mut().filter(short) {
                // `dispensing and dispatching your medicine`
                Some(last)
                    if mark == 'p'
                        && self.language.conjunction(&self.words, last.end) == Some(one.start) =>
                {
                    last.end = one.end;
                }
                _ if self.is_beside_name(one, all.get(at + 1)) => {}
                _ if at
                    .checked_sub(1)
                    .is_some_and(|last| self.is_beside_name(one, all.get(last))) => {}
                _ => out.push(*one),
            }
        }
        out
    }

    /// `your previous dentist, Rabe Ltd`: what somebody is, beside the name, is the same one.
    fn is_beside_name(&self, one: &Mention, other: Option<&Mention>) -> bool {
        let Some(other) = other.filter(|other| self.is_company(other)) else { return false };
        let (from, to) = match one.end <= other.start {
            true => (one.end, other.start),
            false => (other.end, one.start),
        };
        let small = |word: &Word| self.language.fillers.contains(&word.fold);
        let behind = from.checked_sub(1).and_then(|last| self.words.get(last));
        let sign = behind.and_then(|last| self.text[last.end..].trim_start().chars().next());
        !self.is_company(one)
            && sign.is_some_and(|sign| matches!(sign, ',' | '('))
            && self.words.get(from..to).is_some_and(|gap| gap.len() <= 2 && gap.iter().all(small))
            && self.language.conjunction(&self.words, from).is_none()
    }

    fn is_company(&self, mention: &Mention) -> bool {
        self.has_form(slice(self.text, &self.words, mention.start, mention.end))
    }

    fn has_form(&self, name: &str) -> bool {
        self.vocabulary.common.names_company(name, &tokenize(name))
    }

    fn joins(&self, value: &str) -> bool {
        tokenize(value).iter().any(|word| self.language.conjunctions.contains(&word.fold))
    }

    /// Where a value of the rules stands.
    fn place(&self, value: &str) -> Option<(usize, usize)> {
        place_of(value, &self.words)
    }

    /// Takes up what a mention names, if it is not found already.
    fn mention(&self, of: &Use, mention: Mention, found: &mut Vec<(Cue, Found)>) {
        let meets = |start: usize, end: usize| start < mention.end && mention.start < end;
        let table = match of.cue {
            Cue::Purpose => &self.language.purposes,
            Cue::Recipient => &self.language.recipient_types,
            _ => &self.language.sources,
        };
        let shown = with_stop(self.text, &self.words, mention.start, mention.end);
        // `Kling (Rabe Inc., USA)`: half of a bracket is no name.
        if shown.matches('(').count() != shown.matches(')').count() {
            return;
        }
        let mut own = found.iter_mut().filter(|(cue, _)| *cue == of.cue).map(|(_, one)| one);
        let same =
            own.find(|one| self.place(&one.value).is_some_and(|(start, end)| meets(start, end)));
        if let Some(one) = same {
            return self.recut(of, mention.chance, shown, one);
        }
        let known = find_all(table, &self.words);
        // `carriers (Rabe Ltd, Elster Ltd)`: who they are is found.
        let last = mention.end.checked_sub(1).and_then(|last| self.words.get(last));
        let opens = last.is_some_and(|last| self.text[last.end..].trim_start().starts_with('('));
        let told = |one: &Found| {
            one.value == NONE
                || opens && self.place(&one.value).is_some_and(|(start, _)| start == mention.end)
                || known.iter().any(|(id, start, end)| **id == one.value && meets(*start, *end))
        };
        if self.is_denied_at(mention.start, mention.end) {
            return;
        }
        // `Payment method: Kling` is a value, and no receiver.
        let who = matches!(of.cue, Cue::Recipient | Cue::Source);
        if who
            && self.is_value_of_data()
            && !self.vocabulary.common.has_legal_form(shown, &tokenize(shown))
        {
            return;
        }
        // Where the passage hardly speaks of such a thing, the words must be plain.
        let enough = if self.guess.unlikely(of.cue) { of.cuts } else { of.names };
        if mention.chance < enough
            || found.iter().any(|(cue, one)| *cue == of.cue && told(one))
            || of.cue == Cue::Purpose
                && find_all(&self.language.bases, &self.words)
                    .iter()
                    .any(|(_, start, end)| meets(*start, *end))
        {
            return;
        }
        if let Some(one) = self.named(of.cue, shown, mention.start, known) {
            // Words are better than none.
            found.retain(|(cue, one)| *cue != of.cue || !one.value.is_empty());
            found.push((of.cue, one));
        }
    }

    /// Lets a name of the rules begin and end where the mention does.
    fn recut(&self, of: &Use, chance: f32, shown: &str, one: &mut Found) {
        // Where the name of a company begins, the rules know; and of `identity and contact
        // data` nothing is left out.
        let loses = shown.len() < one.value.len()
            && (self.has_form(&one.value) || self.joins(&one.value) && !self.joins(shown));
        // `Royal Mail's address service` is what Royal Mail does.
        let small = |text: &str| {
            tokenize(text)
                .iter()
                .filter(|w| text[w.start..].starts_with(char::is_lowercase))
                .count()
        };
        let form = self.vocabulary.common.has_legal_form(&one.value, &tokenize(&one.value));
        let gains = !form && self.has_form(&one.value) && small(shown) > small(&one.value);
        // `payment method (last four digits)` is one thing.
        if chance < of.cuts || one.value.contains('(') || loses || gains {
            return;
        }
        match of.cue {
            Cue::Category => {
                if let Some(named) = self.category(shown) {
                    *one = named;
                }
            }
            _ => one.value = shown.to_owned(),
        }
    }

    /// What some words name: an id, if the catalog knows them, else themselves.
    fn named(
        &self,
        cue: Cue,
        shown: &str,
        start: usize,
        known: Vec<(&String, usize, usize)>,
    ) -> Option<Found> {
        let words = tokenize(shown);
        let end = start + words.len();
        let mut inside = known.into_iter().filter(|(_, from, to)| start <= *from && *to <= end);
        let mut value = || inside.next().map_or_else(|| shown.to_owned(), |(id, ..)| id.clone());
        match cue {
            Cue::Category => self.category(shown),
            Cue::Purpose => Some(Found { value: value(), ..self.applied_before(start) }),
            _ if place_of(shown, self.controller).is_some() => None,
            _ if self.vocabulary.common.names_company(shown, &words) => {
                Some(Found { value: shown.to_owned(), ..self.applied() })
            }
            _ => Some(Found { value: value(), ..self.applied() }),
        }
    }
}
