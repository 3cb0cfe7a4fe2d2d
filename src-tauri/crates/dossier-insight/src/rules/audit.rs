use dossier_catalog::finding::FindingRule;
use dossier_model::{At, MemberKind, MemberState, Severity, SourcePlace};

use crate::checklist::{AnswerState, ChecklistItem, checklist, is_of_data};
use crate::finding::{Finding, Part};
use crate::rules::reply::is_no_answer;
use crate::scene::{Case, Scene};

/// Owed items that are missing altogether.
pub(crate) fn gap(
    rule: &FindingRule,
    law: &str,
    only: &[String],
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    // A letter alone does not tell whether the copy came by another way.
    let data = case.answer.tables.iter().any(is_of_data);
    let copy = |item: &ChecklistItem| !data && item.is_copy;
    let owed = |item: &ChecklistItem| {
        !copy(item) && (!item.conditional && !item.not_owed || only.contains(&item.id))
    };
    by_state(rule, law, only, AnswerState::No, owed, case, scene)
}

/// Items that are answered in part.
pub(crate) fn part(
    rule: &FindingRule,
    law: &str,
    only: &[String],
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    let owed = |item: &ChecklistItem| !item.not_owed;
    by_state(rule, law, only, AnswerState::Partly, owed, case, scene)
}

fn by_state(
    rule: &FindingRule,
    law: &str,
    only: &[String],
    state: AnswerState,
    counts: impl Fn(&ChecklistItem) -> bool,
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    // An answer of which nothing was read is no incomplete answer but no answer; and
    // without the letter nobody knows what it says.
    if !has_letter(case) || is_no_answer(case, scene) {
        return Vec::new();
    }
    let all = checklist(law, case.answer, &scene.knowledge).unwrap_or_default();
    let listed = |item: &&ChecklistItem| only.is_empty() || only.contains(&item.id);
    let found: Vec<_> =
        all.iter().filter(listed).filter(|i| i.state == state && counts(i)).collect();
    if found.is_empty() {
        return Vec::new();
    }
    let ids = found.iter().map(|item| item.id.clone()).collect();
    let articles: Vec<&str> = found.iter().map(|item| item.article.as_str()).collect();
    let mut finding = Finding::about(rule, case.answer.controller)
        .with("n", Part::Count(found.len() as u64))
        .with("items", Part::Terms(ids))
        .with("articles", Part::list(articles.iter().copied()));
    finding.reference = articles.iter().map(|&article| article.to_owned()).collect();
    for item in found {
        if let Some(place) = &item.place {
            let quote = item.quote.expose();
            finding = finding.seen_at(case.answer.controller, place.clone(), quote);
        }
    }
    vec![finding]
}

/// Whether a letter is among what was imported, or the data themselves state things.
/// Words that may state something stand in letters only.
pub(crate) fn has_letter(case: &Case<'_>) -> bool {
    use MemberKind as M;
    let page = |kind: M| matches!(kind, M::Mail | M::Pdf | M::Document | M::Html | M::Text);
    let mut members = case.answer.members.iter().filter(|m| m.state == MemberState::Read);
    let mut said = case.answer.statements.iter();
    !case.answer.hints.is_empty()
        || said.any(|statement| !case.attached.is_seen(statement))
        || case.answer.letter.unwrap_or_else(|| members.any(|m| page(m.kind)))
}

/// Data without a letter: what it would say cannot be missed yet.
pub(crate) fn data_without_letter(rule: &FindingRule, case: &Case<'_>) -> Vec<Finding> {
    let data = case.answer.tables.iter().find(|table| is_of_data(table));
    let (Some(table), false) = (data, has_letter(case)) else { return Vec::new() };
    let controller = case.answer.controller;
    let place = SourcePlace::new(table.path.clone(), At::Whole);
    vec![Finding::about(rule, controller).seen_at(controller, place, table.path.file_name())]
}

/// A letter without data: the copy may be in a file that was not imported.
pub(crate) fn letter_without_data(
    rule: &FindingRule,
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    let said = case.answer.statements.first().filter(|_| !is_no_answer(case, scene));
    let (Some(said), false) = (said, case.answer.tables.iter().any(is_of_data)) else {
        return Vec::new();
    };
    let controller = case.answer.controller;
    let place = SourcePlace::new(said.place.path.clone(), At::Whole);
    vec![Finding::about(rule, controller).seen_at(controller, place, said.place.path.file_name())]
}

/// Parts that could not be read.
pub(crate) fn unreadable(rule: &FindingRule, case: &Case<'_>) -> Vec<Finding> {
    let failed = case.answer.members.iter().filter(|m| m.state == MemberState::Failed);
    let mut places: Vec<(SourcePlace, &str)> =
        failed.map(|m| (SourcePlace::new(m.path.clone(), At::Whole), m.reason.as_str())).collect();
    for problem in case.answer.problems.iter().filter(|p| p.severity == Severity::Failure) {
        if !places.iter().any(|(place, _)| place.path == problem.place.path) {
            places.push((problem.place.clone(), &problem.code));
        }
    }
    if places.is_empty() {
        return Vec::new();
    }
    let names = places.iter().map(|(place, _)| place.path.file_name());
    let mut finding = Finding::about(rule, case.answer.controller)
        .with("n", Part::Count(places.len() as u64))
        .with("files", Part::list(names));
    for (place, code) in places {
        finding = finding.seen_at(case.answer.controller, place, code);
    }
    vec![finding]
}

/// Everything came as pictures, print pages or mail.
pub(crate) fn unusable(rule: &FindingRule, case: &Case<'_>) -> Vec<Finding> {
    use MemberKind as M;
    let leaves = || case.answer.members.iter().filter(|m| m.kind != M::Container && m.bytes > 0);
    let printed = |kind: M| matches!(kind, M::Pdf | M::Image);
    if leaves().count() == 0 || !leaves().all(|m| printed(m.kind) || m.kind == M::Mail) {
        return Vec::new();
    }
    let pages: Vec<_> = leaves().filter(|m| printed(m.kind)).collect();
    if pages.is_empty() {
        return Vec::new();
    }
    let mut finding =
        Finding::about(rule, case.answer.controller).with("n", Part::Count(pages.len() as u64));
    for member in pages {
        let place = SourcePlace::new(member.path.clone(), At::Whole);
        finding = finding.seen_at(case.answer.controller, place, member.path.file_name());
    }
    vec![finding]
}
