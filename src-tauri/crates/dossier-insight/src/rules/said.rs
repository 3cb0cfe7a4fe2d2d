use dossier_catalog::finding::{FieldFilter, FindingRule};
use dossier_model::{Statement, StatementKind, Voice, Voiced};

use crate::IdentityValue;
use crate::checklist::{is_of_data, is_type};
use crate::finding::{Finding, Part};
use crate::knowledge::{has_value, matches_any};
use crate::rules::audit::has_letter;
use crate::scene::{Case, Scene};
use crate::text::words;

fn said<'a>(case: &Case<'a>, kind: StatementKind) -> impl Iterator<Item = &'a Statement> {
    case.answer.statements.iter().filter(move |statement| statement.kind == kind)
}

/// Recipients that stand in the data and not among the stated ones.
pub(crate) fn recipient(rule: &FindingRule, case: &Case<'_>, scene: &Scene<'_>) -> Vec<Finding> {
    // What no letter says is not left out of it.
    if case.answer.letter == Some(false) && !has_letter(case) {
        return Vec::new();
    }
    let mut seen: Vec<(&str, &str, &Voiced)> = Vec::new();
    let items = case.holdings.items.iter();
    for (table, voiced) in items.flat_map(|i| i.recipients.iter().map(|v| (&i.table, v))) {
        let name = voiced.text.expose().trim();
        let is_name = voiced.voice == Voice::Seen && may_be_company(name, case, scene);
        if is_name && !seen.iter().any(|(other, ..)| same_company(name, other)) {
            seen.push((name, table, voiced));
        }
    }
    seen.retain(|(name, ..)| {
        // The name may stand in any stated recipient, or in the quote of one.
        let mut said = said(case, StatementKind::Recipient).filter(|s| !case.attached.is_seen(s));
        let mut hints = case.answer.hints.iter();
        !said.any(|statement| {
            same_company(name, statement.value.expose()) || mentions(statement.quote.expose(), name)
        }) && !hints.any(|hint| mentions(hint.passage.quote.expose(), name))
    });
    seen.retain(|(name, ..)| !same_company(name, case.answer.controller));
    if seen.is_empty() {
        return Vec::new();
    }
    let mut finding = Finding::about(rule, case.answer.controller)
        .with("n", Part::Count(seen.len() as u64))
        .with("recipients", Part::list(seen.iter().map(|(name, ..)| *name)));
    for (name, table, voiced) in seen {
        if let Some(place) = &voiced.place {
            finding = finding.seen_in(case.answer.controller, table, place.clone(), name);
        }
    }
    vec![finding]
}

/// Whether a value may name a company: no number or code, no address, no answer, and not
/// the person.
fn may_be_company(name: &str, case: &Case<'_>, scene: &Scene<'_>) -> bool {
    let parts = words(name);
    let count = |is: fn(&char) -> bool| name.chars().filter(is).count();
    let (letters, digits) = (count(|c| c.is_alphabetic()), count(|c| c.is_numeric()));
    // `Ali B.`
    let initial = parts.len() == 2 && parts[1].chars().count() == 1 && name.ends_with('.');
    let own = |value: &&IdentityValue| {
        value.controller == case.answer.controller && value.group == "person_name"
    };
    let mut people = scene.identities.iter().filter(own).map(|one| words(one.value.expose()));
    letters > digits
        && !parts.is_empty()
        && !name.contains([':', '@'])
        && !initial
        && !scene.knowledge.is_nothing(name)
        && !scene.knowledge.is_answer(name)
        && !people.any(|person| parts.iter().all(|part| person.contains(part)))
}

/// One company in two spellings: the words of the shorter name stand in the longer.
fn same_company(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && short.iter().all(|word| long.contains(word))
        || short.first().is_some_and(|word| word.len() > 2 && long.first() == Some(word))
}

fn mentions(quote: &str, name: &str) -> bool {
    let quote = words(quote);
    let name = words(name);
    name.first().is_some_and(|word| word.len() > 2 && quote.contains(word))
}

/// Recipients by type only, where the law asks for names.
pub(crate) fn only_types(rule: &FindingRule, case: &Case<'_>, scene: &Scene<'_>) -> Vec<Finding> {
    let all: Vec<_> =
        said(case, StatementKind::Recipient).filter(|s| !case.attached.is_seen(s)).collect();
    let unnamed = |s: &&Statement| is_type(s.value.expose(), &scene.knowledge);
    if all.is_empty() || !all.iter().all(unnamed) {
        return Vec::new();
    }
    let mut finding =
        Finding::about(rule, case.answer.controller).with("n", Part::Count(all.len() as u64));
    for statement in all {
        let quote = statement.quote.expose();
        finding = finding.seen_at(case.answer.controller, statement.place.clone(), quote);
    }
    vec![finding]
}

/// Fields for which a thing is not stated.
pub(crate) fn not_stated(
    rule: &FindingRule,
    what: StatementKind,
    filter: &FieldFilter,
    only_if_partly: bool,
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    let silent = said(case, what).next().is_none();
    // Words that may say it must be read by a person first.
    if silent && only_if_partly || case.may_state(what) {
        return Vec::new();
    }
    let mut fields = case.fields(filter, scene);
    fields.retain(|(table, field)| {
        field.kind.is_some() && case.attached.of(&scene.knowledge, what, table, field).is_empty()
    });
    if fields.is_empty() { Vec::new() } else { vec![case.about_fields(rule, &fields, scene)] }
}

/// Kinds of data that are stated and of which nothing came.
pub(crate) fn stated_not_seen(
    rule: &FindingRule,
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    let mut out: Vec<&Statement> = Vec::new();
    for statement in case.attached.unattached() {
        // Without a known category we cannot tell that nothing of it came.
        let known = !statement.categories.is_empty();
        let new = !out.iter().any(|other| other.categories == statement.categories);
        let present = statement.categories.iter().any(|id| {
            let group = scene.knowledge.group(id);
            let fields = case.answer.tables.iter().flat_map(|table| &table.fields);
            fields.into_iter().any(|f| f.filled > 0 && Some(f.group.as_str()) == group)
        });
        if statement.kind == StatementKind::Category && known && new && !present {
            out.push(statement);
        }
    }
    if out.is_empty() || !has_data(case) {
        return Vec::new();
    }
    let names = out.iter().map(|statement| {
        let named = statement.applies_to.expose();
        if named.is_empty() { statement.value.expose().clone() } else { named.clone() }
    });
    let mut finding = Finding::about(rule, case.answer.controller)
        .with("n", Part::Count(out.len() as u64))
        .with("things", Part::list(names));
    for statement in out {
        let quote = statement.quote.expose();
        finding = finding.seen_at(case.answer.controller, statement.place.clone(), quote);
    }
    vec![finding]
}

/// A stated purpose whose data did not come.
pub(crate) fn purpose_without_data(
    rule: &FindingRule,
    purposes: &[String],
    filter: &FieldFilter,
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    let stated = said(case, StatementKind::Purpose)
        .find(|statement| purposes.iter().any(|id| id == statement.value.expose()));
    match stated {
        Some(statement) if case.fields(filter, scene).is_empty() && has_data(case) => {
            vec![quoting(rule, case, statement)]
        }
        _ => Vec::new(),
    }
}

/// A denial beside data that show the thing.
pub(crate) fn denied_but_seen(
    rule: &FindingRule,
    what: StatementKind,
    filter: &FieldFilter,
    unless_quote: &[String],
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    // `Not without your consent`, `no decision based solely on`: less is denied than all.
    let limited =
        |s: &&Statement| words(s.quote.expose()).iter().any(|word| matches_any(unless_quote, word));
    // `To X, and to nobody else`: what is named is no contradiction.
    let named = said(case, what).any(|s| !s.denies() && !case.attached.is_seen(s));
    let denial = said(case, what).find(|s| s.denies_all() && !limited(s)).filter(|_| !named);
    let fields = case.sure_fields(filter, scene);
    let (Some(statement), false) = (denial, fields.is_empty()) else { return Vec::new() };
    let finding = case
        .about_fields(rule, &fields, scene)
        .with("quote", Part::text(statement.quote.expose()))
        .seen_at(case.answer.controller, statement.place.clone(), statement.quote.expose());
    vec![finding]
}

/// A source in the data, where the company says that all came from the person.
pub(crate) fn other_source(
    rule: &FindingRule,
    only: &[String],
    others: &[String],
    case: &Case<'_>,
) -> Vec<Finding> {
    let in_data = |s: &Statement| s.place.field.is_some();
    let sole = |s: &&Statement| {
        let mut quote = words(s.quote.expose()).into_iter();
        let from_person = s.value.expose() == Statement::DATA_SUBJECT && s.categories.is_empty();
        !in_data(s) && (s.denies_all() || from_person && quote.any(|word| matches_any(only, &word)))
    };
    let other = |s: &&Statement| {
        let value = s.value.expose();
        in_data(s) && has_value(others, value) && !same_company(value, case.answer.controller)
    };
    let named =
        |s: &Statement| s.value.expose() != Statement::DATA_SUBJECT && !s.denies() && !in_data(s);
    let stated = said(case, StatementKind::Source).find(sole);
    let seen = said(case, StatementKind::Source).find(other);
    let (Some(stated), Some(seen)) = (stated, seen) else { return Vec::new() };
    if said(case, StatementKind::Source).any(named) {
        return Vec::new();
    }
    let finding = quoting(rule, case, stated).with("source", Part::text(seen.value.expose()));
    let at = case.answer.controller;
    vec![finding.seen_at(at, seen.place.clone(), seen.value.expose())]
}

/// A transfer to a third country without a safeguard beside it.
pub(crate) fn transfer(rule: &FindingRule, case: &Case<'_>, _: &Scene<'_>) -> Vec<Finding> {
    let all: Vec<_> = said(case, StatementKind::Transfer).collect();
    if all.iter().any(|s| s.denies() || s.value.expose().contains("; ")) {
        return Vec::new();
    }
    all.first().map(|statement| vec![quoting(rule, case, statement)]).unwrap_or_default()
}

/// A thing that the company states.
pub(crate) fn stated(
    rule: &FindingRule,
    what: StatementKind,
    values: &[String],
    case: &Case<'_>,
) -> Vec<Finding> {
    let found = said(case, what).find(|statement| {
        let value = statement.value.expose();
        if values.is_empty() { !statement.denies() } else { values.iter().any(|v| v == value) }
    });
    // What is told in one sentence is explained by the next.
    let explained = what == StatementKind::AutomatedDecision
        && said(case, what).any(|statement| statement.value.expose().contains("logic"));
    found
        .filter(|_| !explained)
        .map(|statement| vec![quoting(rule, case, statement)])
        .unwrap_or_default()
}

fn quoting(rule: &FindingRule, case: &Case<'_>, statement: &Statement) -> Finding {
    Finding::about(rule, case.answer.controller)
        .with("quote", Part::text(statement.quote.expose()))
        .with("value", Part::Term(statement.value.expose().clone()))
        .seen_at(case.answer.controller, statement.place.clone(), statement.quote.expose())
}

fn has_data(case: &Case<'_>) -> bool {
    case.answer.tables.iter().any(is_of_data)
}
