use dossier_model::{Period, PeriodStart, PeriodUnit};

use super::names::slice;
use super::tokens::{Word, find_all, find_any, tokenize};
use super::vocabulary::{Language, StatementVocabulary};

/// A period in a text: what it says, and the words that say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PeriodSpan {
    pub period: Period,
    pub start: usize,
    pub end: usize,
}

/// No company states more than this; a larger number is no period.
const MOST: u32 = 1200;

/// Words between a number and the next one, which has the unit of both.
const MOST_BETWEEN: usize = 5;

/// All periods of a text, in order: `10 Jahre`, `sechs (6) Monate`, `six-month`,
/// `zehnjährige`, `30 days`.
pub(crate) fn periods(words: &[Word], language: &Language) -> Vec<PeriodSpan> {
    let mut out: Vec<PeriodSpan> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match period_at(words, at, language).or_else(|| elided(words, at, language)) {
            Some(span) => {
                let span = with_months(words, span, language);
                at = span.end;
                out.push(span);
            }
            None => at += 1,
        }
    }
    out
}

/// `six years and six months` is one period.
fn with_months(words: &[Word], years: PeriodSpan, language: &Language) -> PeriodSpan {
    let joined = words.get(years.end).is_some_and(|w| language.conjunctions.contains(&w.fold));
    // `un an et demi`, `a year and a half`
    let small = words.get(years.end + 1).is_some_and(|w| language.fillers.contains(&w.fold));
    let past = years.end + 2 + usize::from(small);
    let half = words.get(past - 1).is_some_and(|w| language.halves.contains(&w.fold));
    let alone = words.get(past).is_none_or(|w| number(&w.fold, language).is_none());
    if joined && half && alone && years.period.unit == PeriodUnit::Year {
        let amount = years.period.amount * 12 + 6;
        return span(amount, PeriodUnit::Month, years.start, past);
    }
    let more = joined.then(|| words.get(years.end + 1)).flatten();
    let more = more.and_then(|_| period_at(words, years.end + 1, language));
    match more {
        Some(months)
            if years.period.unit == PeriodUnit::Year
                && months.period.unit == PeriodUnit::Month
                && months.period.amount < 12 =>
        {
            let amount = years.period.amount * 12 + months.period.amount;
            span(amount, PeriodUnit::Month, years.start, months.end)
        }
        _ => years,
    }
}

fn period_at(words: &[Word], at: usize, language: &Language) -> Option<PeriodSpan> {
    if let Some((amount, unit)) = one_word(&words[at].fold, language) {
        return Some(span(amount, unit, at, at + 1));
    }
    if let Some(end) = half_a_year(words, at, language) {
        return Some(span(6, PeriodUnit::Month, at, end));
    }
    if let Some(years) = language.and_a_half.get(&words[at].fold) {
        let (unit, end) = unit_at(words, at + 1, language)?;
        return (unit == PeriodUnit::Year)
            .then(|| span(years * 12 + 6, PeriodUnit::Month, at, end));
    }
    let (amount, mut next) = number_at(words, at, language)?;
    if let Some(end) = and_a_half(words, next, language) {
        return Some(span(amount * 12 + 6, PeriodUnit::Month, at, end));
    }
    // The number may stand twice, in words and in digits.
    if words.get(next).is_some_and(|word| number(&word.fold, language) == Some(amount)) {
        next += 1;
    }
    // Whole days may be given in hours.
    let hours = words.get(next).is_some_and(|word| language.hours.contains(&word.fold));
    if hours && amount.is_multiple_of(24) {
        return Some(span(amount / 24, PeriodUnit::Day, at, next + 1));
    }
    // One word may stand between: `6 volle Jahre`, `30 calendar days`.
    for skip in 0..2 {
        if let Some((unit, end)) = unit_at(words, next + skip, language) {
            return Some(span(amount, unit, at, end));
        }
        if words.get(next + skip).is_none_or(|word| number(&word.fold, language).is_some()) {
            return None;
        }
    }
    None
}

/// `six or seven years`, `orders after three and enquiries after two years`: the unit stands
/// with the next number.
fn elided(words: &[Word], at: usize, language: &Language) -> Option<PeriodSpan> {
    let (amount, next) = number_at(words, at, language)?;
    let joint = language.conjunction(words, next)?;
    let lead = at.checked_sub(1).map(|before| &words[before].fold);
    let said = words[at].fold.starts_with(char::is_alphabetic);
    let alike = |of: usize| said && lead == of.checked_sub(1).map(|before| &words[before].fold);
    let (start, other) = (joint..words.len().min(joint + MOST_BETWEEN))
        .find_map(|of| Some((of, period_at(words, of, language)?)))?;
    (start == joint || alike(start)).then(|| span(amount, other.period.unit, at, next))
}

/// `half a year`, `einem halben Jahr`.
fn half_a_year(words: &[Word], at: usize, language: &Language) -> Option<usize> {
    let half = |at: usize| words.get(at).is_some_and(|w| language.halves.contains(&w.fold));
    let one = |at: usize| words.get(at).is_some_and(|w| number(&w.fold, language) == Some(1));
    let small = |at: usize| words.get(at).is_some_and(|w| language.fillers.contains(&w.fold));
    let next = match (half(at), one(at) && half(at + 1)) {
        (true, _) => at + 1 + usize::from(small(at + 1) || one(at + 1)),
        (false, true) => at + 2,
        (false, false) => return None,
    };
    unit_at(words, next, language).filter(|(unit, _)| *unit == PeriodUnit::Year).map(|(_, end)| end)
}

fn span(amount: u32, unit: PeriodUnit, start: usize, end: usize) -> PeriodSpan {
    PeriodSpan { period: Period { amount, unit }, start, end }
}

pub(crate) fn unit_at(
    words: &[Word],
    at: usize,
    language: &Language,
) -> Option<(PeriodUnit, usize)> {
    let matches = language.units.iter();
    matches.filter_map(|(unit, phrase)| Some((*unit, phrase.matches_at(words, at)?))).next()
}

fn number(word: &str, language: &Language) -> Option<u32> {
    let value = word.parse().ok().or_else(|| language.numbers.get(word).copied())?;
    (1..=MOST).contains(&value).then_some(value)
}

/// A number that may be put together of several words, and the word behind it:
/// `vingt-quatre`, `quatre-vingt-dix`, `one hundred and twenty`.
fn number_at(words: &[Word], at: usize, language: &Language) -> Option<(u32, usize)> {
    let word = |at: usize| {
        let word = words.get(at)?;
        let digits = word.fold.starts_with(|c: char| c.is_ascii_digit());
        number(&word.fold, language).filter(|_| !digits)
    };
    let article = language.one_articles.contains(&words.get(at)?.fold);
    let before = at.checked_sub(1).and_then(|at| words.get(at));
    if article && before.is_some_and(|word| language.one_behind.contains(&word.fold)) {
        return Some((1, at + 1));
    }
    let Some(mut amount) = word(at) else {
        return Some((number(&words.get(at)?.fold, language)?, at + 1));
    };
    let mut next = at + 1;
    loop {
        let joined = words.get(next).is_some_and(|w| language.conjunctions.contains(&w.fold));
        let Some(more) = word(next + usize::from(joined)) else { break };
        let tens = amount >= 20 && amount % 10 == 0 && amount < 100;
        amount = match (joined, amount, more) {
            // `quatre-vingts`, `two hundred`
            (false, 4, 20) | (false, 2..=9, 100) => amount * more,
            // `soixante-dix`, `quatre-vingt-onze`
            (_, 60 | 80, 10..=19) => amount + more,
            (false, _, 1..=9) if tens => amount + more,
            // `vingt et un`
            (true, _, 1) if tens => amount + more,
            (_, 100.., 1..=99) if amount.is_multiple_of(100) => amount + more,
            _ => break,
        };
        next += 1 + usize::from(joined);
    }
    (amount <= MOST).then_some((amount, next))
}

/// `two and a half years`: where it ends.
fn and_a_half(words: &[Word], at: usize, language: &Language) -> Option<usize> {
    words.get(at).filter(|word| language.conjunctions.contains(&word.fold))?;
    let small = words.get(at + 1).is_some_and(|word| language.fillers.contains(&word.fold));
    let half = at + 1 + usize::from(small);
    words.get(half).filter(|word| language.halves.contains(&word.fold))?;
    let (unit, end) = unit_at(words, half + 1, language)?;
    (unit == PeriodUnit::Year).then_some(end)
}

/// Number and unit in one word: `zehnjahrige`, `6monatige`, `10j`.
fn one_word(word: &str, language: &Language) -> Option<(u32, PeriodUnit)> {
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let split = |amount: u32, rest: &str| {
        let rest = Word::new(rest, 0, rest.len());
        unit_at(std::slice::from_ref(&rest), 0, language).map(|(unit, _)| (amount, unit))
    };
    if digits > 0 && digits < word.len() {
        let amount = word[..digits].parse().ok().filter(|n| (1..=MOST).contains(n))?;
        return split(amount, &word[digits..]);
    }
    language
        .numbers
        .iter()
        .filter(|(name, _)| name.len() > 2 && word.len() > name.len() && word.starts_with(*name))
        .max_by_key(|(name, _)| name.len())
        .and_then(|(name, amount)| split(*amount, &word[name.len()..]))
}

/// Whether a text is a period or a criterion, in any language.
pub(crate) fn is_period(text: &str, vocabulary: &StatementVocabulary) -> bool {
    let words = tokenize(text);
    vocabulary.languages.iter().any(|language| {
        !periods(&words, language).is_empty() || criterion(&words, language).is_some()
    })
}

/// The language that a cell or entry with a period is in: this one, if it knows it.
pub(crate) fn language_of_period(
    words: &[Word],
    vocabulary: &StatementVocabulary,
    at: usize,
) -> usize {
    let known = |at: &usize| !periods(words, vocabulary.language(*at)).is_empty();
    let others = || (0..vocabulary.languages.len()).find(known);
    if known(&at) { at } else { others().unwrap_or(at) }
}

/// A criterion without a number: until withdrawn, as long as the account exists.
pub(crate) fn criterion(words: &[Word], language: &Language) -> Option<(usize, usize)> {
    find_any(&language.criteria, words)
}

/// What the period at a place starts with: said after it, else before it. An event
/// that the data do not date themselves goes before one that they do: `the end of
/// the year in which the contract ended`.
pub(crate) fn start_of(
    text: &str,
    words: &[Word],
    spans: &[PeriodSpan],
    at: usize,
    language: &Language,
) -> Option<PeriodStart> {
    let span = spans.get(at)?;
    // What stands between two periods is divided where the next thing begins.
    let border = |last: &PeriodSpan, next: &PeriodSpan| {
        let cut = |at: &usize| text[words[at - 1].end..words[*at].start].contains([',', ';']);
        let joint = |at: &usize| language.conjunctions.contains(&words[*at].fold);
        let range = last.end + 1..next.start;
        range.clone().rev().find(cut).or_else(|| range.rev().find(joint)).unwrap_or(next.start)
    };
    let before =
        at.checked_sub(1).and_then(|at| spans.get(at)).map_or(0, |last| border(last, span));
    let after = spans.get(at + 1).map_or(words.len(), |next| border(span, next));
    [(span.end, after), (before, span.start)].into_iter().find_map(|(from, to)| {
        let words = words.get(from..to)?;
        let mut found = find_all(&language.starts, words);
        found.sort_by_key(|(event, ..)| event.is_dated_by_the_data());
        let (event, start, end) = *found.first()?;
        let quote = slice(text, words, start, end).to_owned().into();
        Some(PeriodStart { event: *event, quote })
    })
}

/// A period as ISO 8601 writes it.
pub(crate) fn iso(period: Period) -> String {
    let unit = match period.unit {
        PeriodUnit::Day => 'D',
        PeriodUnit::Week => 'W',
        PeriodUnit::Month => 'M',
        PeriodUnit::Year => 'Y',
    };
    format!("P{}{unit}", period.amount)
}
