//! Putting a letter together from the law, the letter file and the person's choices.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use dossier_catalog::law::{CountFrom, LawSpec, Laws, StateSpec};
use dossier_catalog::letter::{self as spec, LetterSpec, Letters, PartSpec, WordsSpec};
use dossier_model::Voice;

use crate::annex;
use crate::deadline::{self, Deadline};
use crate::error::LetterError;
use crate::guard;
use crate::letter::{Block, Letter, Warning};
use crate::render;
use crate::request::{Addressee, Channel, Fact, LetterRequest};
use crate::require::require;
use crate::text::{self, Scope};

/// The fact that every letter takes: the person's own words, as its last paragraph.
const NOTE: &str = "note";
/// The fact that names the state whose act protects the person.
const STATE: &str = "state";
/// Ends the name of a shared part that stands in for another before there is any answer.
const FIRST: &str = "_first";
/// How long a letter by post takes, as an estimate.
const POST_DAYS: u64 = 3;

/// The law, the letter and what was chosen in; the letter out.
///
/// Refuses with the name of the fact if one is missing, and refuses what would
/// give away more than the controller needs.
pub fn draft(
    laws: &Laws,
    letters: &Letters,
    request: &LetterRequest,
    today: NaiveDate,
) -> Result<Letter, LetterError> {
    let no_letter = || LetterError::NoSuchLetter {
        law: request.law.clone(),
        letter: request.letter.clone(),
        language: request.language.clone(),
    };
    let law = laws.get(&request.law).ok_or_else(no_letter)?;
    let letter =
        letters.get(&request.law, &request.letter, &request.language).ok_or_else(no_letter)?;
    let words = letters.words_of(&request.law, &request.language).ok_or_else(no_letter)?;
    let right = law.right(&letter.right).ok_or_else(no_letter)?;
    let addressee = addressee(letter, request)?;
    require(letter, addressee, request)?;

    let state = state(law, request)?;
    let start = receipt(request, today);
    let deadline = if letter.deadline.is_empty() {
        None
    } else {
        // A state's act counts for the people who live there, wherever the company sits.
        let region = state.map_or(&request.controller.region, |state| &state.region);
        let row = law.deadline_in(&letter.deadline, region);
        let from = match row.map(|row| row.from) {
            Some(CountFrom::Request) => today,
            _ => start,
        };
        Some(deadline::due(laws, law, &letter.deadline, from, region, &request.count)?)
    };
    let split = annex::split(law, &right.id, request, today);
    let reference = reference(request, today);
    let mut scope = Scope {
        law,
        right,
        words,
        values: BTreeMap::new(),
        flags: BTreeMap::new(),
        citations: Vec::new(),
    };
    facts(&mut scope, letter, request, deadline.as_ref());
    scope.flags.insert("not_yet".into(), right.since.is_some_and(|since| today < since));
    if let Some(state) = state {
        scope.values.insert("act".into(), state.act.clone());
    }
    for (name, value) in [
        ("today", text::long_date(words, today)),
        ("start", text::long_date(words, start)),
        ("reference", reference.clone()),
    ] {
        scope.values.insert(name.to_owned(), value);
    }
    annex::facts(&mut scope, &split);
    let greeting = |key| if letter.document { String::new() } else { text::label(words, key) };
    let mut out = Letter {
        law: law.id.clone(),
        letter: letter.letter.clone(),
        right: right.id.clone(),
        language: words.language.clone(),
        sheet: words.sheet.clone(),
        date: today,
        date_text: text::long_date(words, today),
        reference,
        sender: lines(request.sender.name.expose(), request.sender.address.expose()),
        reply_to: request.sender.reply_to.expose().trim().to_owned(),
        recipient: lines(
            &scope.say("recipient", &[("name", addressee.name.trim().to_owned())]),
            &addressee.address,
        ),
        recipient_email: addressee.email.trim().to_owned(),
        info: Vec::new(),
        subject: scope.fill(&letter.subject, None)?,
        salutation: greeting("salutation"),
        body: body(letters, letter, &mut scope, request)?,
        closing: greeting("closing"),
        annexes: annex::annexes(&mut scope, &split, request)?,
        annex_list: (String::new(), Vec::new()),
        page_label: scope.label("page"),
        deadline,
        citations: Vec::new(),
        warnings: Vec::new(),
    };
    out.info = info(words, request, &out);
    out.annex_list =
        (scope.label("annexes"), out.annexes.iter().map(|a| a.title.clone()).collect());
    out.citations = scope.citations;
    looked_over(without_hiding(out), letter, request)
}

/// The finished letter with its warnings, unless it gives something away.
fn looked_over(
    mut out: Letter,
    letter: &LetterSpec,
    request: &LetterRequest,
) -> Result<Letter, LetterError> {
    out.warnings = guard::check(&out)?;
    out.warnings.extend(warnings(letter, request, out.deadline.as_ref()));
    let unprintable = render::unprintable(&out);
    if unprintable > 0 {
        out.warnings.push(Warning::new("characters_without_glyph", unprintable));
    }
    Ok(out)
}

fn addressee<'a>(
    letter: &LetterSpec,
    request: &'a LetterRequest,
) -> Result<&'a Addressee, LetterError> {
    match letter.to {
        spec::Addressee::Controller => Ok(&request.controller),
        spec::Addressee::Authority => {
            request.authority.as_ref().ok_or_else(|| LetterError::missing("authority"))
        }
    }
}

/// The state whose act protects the person, where the law is a table of states.
fn state<'a>(
    law: &'a LawSpec,
    request: &LetterRequest,
) -> Result<Option<&'a StateSpec>, LetterError> {
    let Some(Fact::Text(name)) = request.facts.get(STATE) else { return Ok(None) };
    let name = name.expose().trim();
    match law.states.iter().find(|state| state.name.eq_ignore_ascii_case(name)) {
        None if !law.states.is_empty() => Err(LetterError::missing(STATE)),
        found => Ok(found),
    }
}

fn lines(name: &str, address: &[String]) -> Vec<String> {
    std::iter::once(name)
        .chain(address.iter().map(String::as_str))
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

fn receipt(request: &LetterRequest, today: NaiveDate) -> NaiveDate {
    let estimate = match request.channel {
        Channel::Email | Channel::Form => Some(today),
        Channel::Post => today.checked_add_days(Days::new(POST_DAYS)),
    };
    request.receipt.or(estimate).unwrap_or(today)
}

/// Our sign: from the date and a small hash, so that it is stable and says nothing.
fn reference(request: &LetterRequest, today: NaiveDate) -> String {
    if !request.reference.trim().is_empty() {
        return request.reference.trim().to_owned();
    }
    let seed = format!("{}\n{}\n{}", request.controller.name, request.law, request.letter);
    let hash = seed
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("{}-{:04X}", today.format("%Y%m%d"), (hash ^ (hash >> 16)) & 0xffff)
}

fn facts(
    scope: &mut Scope<'_>,
    letter: &LetterSpec,
    request: &LetterRequest,
    deadline: Option<&Deadline>,
) {
    let words = scope.words;
    let short = scope.law.short.get(&words.language).cloned().unwrap_or_default();
    let authority = request.authority.as_ref().map_or_else(String::new, |a| a.name.clone());
    for (name, value) in [
        ("law", short),
        ("controller", request.controller.name.trim().to_owned()),
        ("controller_address", request.controller.address.join(", ")),
        ("sender", request.sender.name.expose().trim().to_owned()),
        ("reply_to", request.sender.reply_to.expose().trim().to_owned()),
        ("authority", authority),
        ("identifiers_inline", inline_identifiers(words, request)),
    ] {
        scope.values.insert(name.to_owned(), value);
    }
    if let Some(deadline) = deadline {
        scope.values.insert("due".into(), text::long_date(words, deadline.due));
        scope.values.insert("due_weekday".into(), text::weekday_date(words, deadline.due));
        scope.flags.insert("moved".into(), deadline.how.iter().any(|step| is_move(&step.key)));
    }
    scope.flags.insert("by_post".into(), request.channel == Channel::Post);
    scope.flags.insert("by_email".into(), request.channel == Channel::Email);
    scope.flags.insert("by_form".into(), request.channel == Channel::Form);
    scope.flags.insert("corrections".into(), !request.corrections.is_empty());
    scope.flags.insert("one_correction".into(), request.corrections.len() == 1);
    for fact in &letter.facts {
        let Some(given) = request.facts.get(&fact.id) else { continue };
        scope.flags.insert(fact.id.clone(), given.is_given());
        scope.flags.insert(format!("no_{}", fact.id), *given == Fact::Flag(false));
        let value = match given {
            Fact::Date(date) => text::long_date(words, *date),
            Fact::Text(words) => words.expose().trim().to_owned(),
            Fact::Flag(_) | Fact::Rows(_) => continue,
        };
        scope.values.insert(fact.id.clone(), value);
    }
}

/// The same letter without control, direction and invisible characters, which
/// an export could carry into it.
fn without_hiding(mut letter: Letter) -> Letter {
    let clean = |text: &mut String| *text = render::clean(text);
    letter.sender.iter_mut().chain(&mut letter.recipient).for_each(clean);
    letter.info.iter_mut().for_each(|(_, value)| clean(value));
    [&mut letter.subject, &mut letter.reply_to, &mut letter.recipient_email]
        .into_iter()
        .for_each(clean);
    let clean_table =
        |table: &mut crate::letter::Table| table.rows.iter_mut().flatten().for_each(clean);
    for block in &mut letter.body {
        match block {
            Block::Heading { text } | Block::Paragraph { text } => clean(text),
            Block::List { points, .. } => points.iter_mut().for_each(clean),
            Block::Table(table) => clean_table(table),
        }
    }
    letter.annexes.iter_mut().for_each(|annex| clean_table(&mut annex.table));
    letter
}

fn is_move(key: &str) -> bool {
    matches!(key, "how.saturday" | "how.sunday" | "how.holiday")
}

fn inline_identifiers(words: &WordsSpec, request: &LetterRequest) -> String {
    let all = request.identifiers.iter().map(|identifier| {
        let label = text::label(words, &format!("identifier.{}", identifier.kind));
        format!("{label} {}", identifier.value.expose().trim())
    });
    all.collect::<Vec<_>>().join(", ")
}

fn info(words: &WordsSpec, request: &LetterRequest, letter: &Letter) -> Vec<(String, String)> {
    let mut info = vec![(text::label(words, "my_sign"), letter.reference.clone())];
    for identifier in &request.identifiers {
        let label = text::label(words, &format!("identifier.{}", identifier.kind));
        info.push((label, identifier.value.expose().trim().to_owned()));
    }
    let known = |value: &str| info.iter().any(|(_, shown)| shown == value);
    if !letter.reply_to.is_empty() && !known(&letter.reply_to) {
        info.push((text::label(words, "answer_to"), letter.reply_to.clone()));
    }
    info.push((text::label(words, "date"), letter.date_text.clone()));
    info
}

fn body(
    letters: &Letters,
    letter: &LetterSpec,
    scope: &mut Scope<'_>,
    request: &LetterRequest,
) -> Result<Vec<Block>, LetterError> {
    let mut blocks = Vec::new();
    // What was not in an answer cannot be said to be taken from it.
    let quoted = request.identifiers.iter().all(|identifier| identifier.place.is_some());
    let common = letters.common(&letter.law, &letter.language).filter(|_| !quoted);
    for (outer, part) in letters.parts(letter) {
        let first = format!("{}{FIRST}", outer.use_part);
        let part = common.and_then(|common| common.parts.get(&first)).unwrap_or(part);
        let applies =
            scope.applies(&outer.when, &outer.unless) && scope.applies(&part.when, &part.unless);
        if applies {
            add_part(part, scope, request, &mut blocks)?;
        }
    }
    if let Some(Fact::Text(note)) = request.facts.get(NOTE).filter(|note| note.is_given()) {
        blocks.push(Block::Paragraph { text: note.expose().trim().to_owned() });
    }
    Ok(blocks)
}

fn add_part(
    part: &PartSpec,
    scope: &mut Scope<'_>,
    request: &LetterRequest,
    blocks: &mut Vec<Block>,
) -> Result<(), LetterError> {
    if !part.heading.is_empty() {
        blocks.push(Block::Heading { text: scope.fill(&part.heading, None)? });
    }
    if !part.text.is_empty() {
        blocks.push(Block::Paragraph { text: scope.fill(&part.text, None)? });
    }
    if part.table == "corrections" {
        blocks.push(Block::Table(annex::correction_table(scope, request)));
    }
    let mut points = Vec::new();
    for point in &part.list {
        if !scope.applies(&point.when, &point.unless) {
            continue;
        }
        if point.each.is_empty() {
            points.push(scope.fill(&point.text, None)?);
            continue;
        }
        if let Some(Fact::Rows(rows)) = request.facts.get(&point.each) {
            for row in rows.expose() {
                points.push(scope.fill(&point.text, Some(row))?);
            }
        }
    }
    if !points.is_empty() {
        blocks.push(Block::List { numbered: part.numbered, points });
    }
    Ok(())
}

fn warnings(
    letter: &LetterSpec,
    request: &LetterRequest,
    deadline: Option<&Deadline>,
) -> Vec<Warning> {
    let mut list = Vec::new();
    if letter.letter == "erasure_all" {
        list.push(Warning::new("loses_account_warranty_points", ""));
    }
    let typical = |voice: Voice| matches!(voice, Voice::Typical | Voice::NotStated);
    let left_out = request.entries.iter().flat_map(|entry| &entry.purposes);
    let left_out = left_out.filter(|purpose| typical(purpose.voice)).count();
    if left_out > 0 {
        list.push(Warning::new("assumptions_left_out", left_out));
    }
    if request.channel == Channel::Post && request.receipt.is_none() {
        list.push(Warning::new("receipt_estimated", POST_DAYS));
    }
    if deadline.is_some_and(|deadline| deadline.maybe_later) {
        list.push(Warning::new("deadline_maybe_later", ""));
    }
    let full = request.shown == crate::request::Shown::Full;
    if full && request.entries.iter().any(|entry| entry.category == "pd:BirthDate") {
        list.push(Warning::new("birth_date", ""));
    }
    list
}
