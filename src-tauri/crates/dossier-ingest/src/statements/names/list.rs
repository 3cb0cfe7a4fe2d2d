//! The entries of a list in running text.

use super::super::tokens::{Word, find_all, tokenize};
use super::super::vocabulary::{Common, Language};

/// The entries of a list: at commas, semicolons, slashes with space and `and`,
/// but not inside brackets.
pub(crate) fn items<'t>(text: &'t str, language: &Language, common: &Common) -> Vec<&'t str> {
    // `Parkside, Inc.` is one name.
    let form_follows = |rest: &str| {
        let head = rest.split([',', ';', '(']).next().unwrap_or(rest);
        let words = tokenize(head);
        // `Parkside, Inc. stores ...` too: a form with its full stop is no other word.
        let form = common.legal_form_at(head, &words, 0);
        form.is_some_and(|end| {
            words.len() <= 4
                || words.get(end - 1).is_some_and(|w| head[w.end..].starts_with('.'))
                || words.get(end).is_some_and(|w| head[w.start..].starts_with(char::is_lowercase))
        })
    };
    let mut cuts = vec![];
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = (depth - 1).max(0),
            ',' if form_follows(&text[at + 1..]) => {}
            ',' | ';' | '\n' | '•' if depth == 0 => cuts.push((at, at + c.len_utf8())),
            '–' | '—' if depth == 0 && text[..at].ends_with(' ') => {
                cuts.push((at, at + c.len_utf8()))
            }
            '/' if depth == 0 && text[..at].ends_with(' ') => cuts.push((at, at + 1)),
            _ => {}
        }
    }
    joints(text, language, common, &mut cuts);
    cuts.sort_unstable();
    let mut out = Vec::new();
    let mut start = 0;
    for (from, to) in cuts {
        if from >= start {
            out.push(&text[start..from]);
            start = to;
        }
    }
    out.push(&text[start..]);
    out.into_iter()
        .map(|item| item.trim().trim_end_matches(['.', ':']))
        .filter(|i| !i.is_empty())
        .collect()
}

/// The conjunctions between the entries, which are cut at the commas already.
fn joints(text: &str, language: &Language, common: &Common, cuts: &mut Vec<(usize, usize)>) {
    // `seat and meal choices, requests, points`: before the last comma a conjunction
    // joins one thing.
    let commas: Vec<usize> =
        cuts.iter().filter(|(at, _)| text[*at..].starts_with(',')).map(|(at, _)| *at).collect();
    let known = |text: &str| !find_all(&language.data, &tokenize(text)).is_empty();
    // `home address; codes and numbers of the bank; notes`: semicolons cut, and what stands
    // between two of them is one thing, unless it is two that are known.
    let marks: Vec<usize> =
        cuts.iter().filter(|(at, _)| text[*at..].starts_with(';')).map(|(at, _)| *at).collect();
    let strong = |word: &Word| {
        let before = marks.iter().rev().find(|mark| **mark < word.start).map_or(0, |m| m + 1);
        let after = marks.iter().find(|mark| **mark > word.start).copied().unwrap_or(text.len());
        let (head, rest) = (&text[before..word.start], &text[word.end.min(after)..after]);
        marks.len() >= 2
            && !commas.iter().any(|comma| (before..after).contains(comma))
            && !(known(head) && known(rest))
    };
    let company = |text: &str| common.names_company(text, &tokenize(text));
    let joins = |word: &Word| {
        let after = commas.iter().find(|at| **at > word.start).filter(|_| commas.len() >= 2);
        // What follows the comma must be a thing of the same list.
        let listed = |at: usize| {
            let next = tokenize(text[at + 1..].split([',', ';']).next().unwrap_or_default());
            let verb = language.reasons.breaks.iter().any(|p| p.matches_at(&next, 0).is_some());
            next.first().is_some_and(|first| !language.clause_starts.contains(&first.fold))
                && next.len() <= 6
                && !verb
        };
        // `the Driver and Vehicle Licensing Agency` is one office.
        if one_office(text, word, language) {
            return true;
        }
        // `votre nom et vos achats`: two things.
        let next = tokenize(&text[word.end..]);
        let two = next.first().is_some_and(|first| language.fillers.contains(&first.fold));
        // `your name and address, ...`: what is said of a person in a sentence is two
        // things, if both are known; an entry between commas is one.
        let both = |after: usize| {
            let from = commas.iter().rev().find(|at| **at < word.start).map_or(0, |at| at + 1);
            let head = tokenize(&text[from..word.start]);
            // `vos nom, prénom et adresse, votre numéro`: the end of a list inside.
            let frame = |word: Option<&Word>| {
                word.is_some_and(|word| language.fillers.contains(&word.fold))
            };
            let next = tokenize(&text[after + 1..]);
            let said = language.bare_names
                || frame(next.first()) && !frame(head.first())
                || head.iter().any(|word| language.yours.contains(&word.fold));
            said && known(&text[from..word.start]) && known(&text[word.end..after])
        };
        after.filter(|at| !two && listed(**at)).is_some_and(|after| !both(*after))
    };
    let words = tokenize(text);
    for at in 0..words.len() {
        let Some(end) = language.conjunction(&words, at) else { continue };
        let word = words[at].to(words[end - 1].end);
        let outside = depth_at(text, word.start) == 0;
        // `& Co` and `et Cie` belong to the name.
        let next = text[word.end..].split_whitespace().next().unwrap_or("");
        // `Vor- und Nachname` is one thing.
        let suspended = text[..word.start].trim_end().ends_with('-');
        if outside
            && !suspended
            && !(!company(text) && (strong(&word) || joins(&word)))
            && !matches!(next, "Cie" | "Cie," | "Co" | "Co.")
        {
            cuts.push((word.start, word.end));
        }
    }
}

/// Whether a conjunction stands inside the name of an office: one capital before it, and
/// behind it capitals up to what the office is.
fn one_office(text: &str, joint: &Word, language: &Language) -> bool {
    if language.noun_capitals || language.bare_names {
        return false;
    }
    let capital = |word: &&Word, part: &str| part[word.start..].starts_with(char::is_uppercase);
    let head = text[..joint.start].rsplit([',', ';', '(']).next().unwrap_or_default();
    let before = tokenize(head);
    let last: Vec<&Word> = before.iter().rev().take_while(|w| capital(w, head)).collect();
    let article = before.len().checked_sub(2).and_then(|at| before.get(at));
    let rest = &text[joint.end..];
    let after = tokenize(rest);
    let run: Vec<&Word> = after.iter().take_while(|word| capital(word, rest)).collect();
    last.len() == 1
        && article.is_some_and(|word| language.articles.contains(&word.fold))
        && run.len() >= 2
        && run.last().is_some_and(|word| {
            let word = std::slice::from_ref(*word);
            language.roles.iter().any(|phrase| phrase.matches_at(word, 0).is_some())
        })
}

fn depth_at(text: &str, at: usize) -> i32 {
    let before = &text[..at];
    let open = before.matches('(').count();
    let closed = before.matches(')').count();
    i32::from(open > closed)
}
