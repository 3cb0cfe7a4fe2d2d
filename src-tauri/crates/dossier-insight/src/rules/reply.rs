use dossier_catalog::finding::{Check, FindingRule};
use dossier_model::{Reply, StatementKind};

use crate::checklist::is_of_data;
use crate::finding::{Finding, Part};
use crate::scene::{Case, Scene};

/// Kinds of data that a letter lists which answers.
const MOST_KINDS: usize = 4;

/// What a company wrote instead of an answer.
pub(crate) fn find(
    rule: &FindingRule,
    kinds: &[String],
    unless: &[String],
    case: &Case<'_>,
    scene: &Scene<'_>,
) -> Vec<Finding> {
    let said = |kinds: &[String]| case.answer.replies.iter().find(|r| kinds.contains(&r.kind));
    let Some(reply) = said(kinds) else { return Vec::new() };
    let own = reply.kind == Reply::OWN;
    if said(unless).is_some() || !own && !is_no_answer(case, scene) {
        return Vec::new();
    }
    let finding = Finding::about(rule, case.answer.controller)
        .with("quote", Part::text(reply.quote.expose()))
        .seen_at(case.answer.controller, reply.place.clone(), reply.quote.expose());
    vec![finding]
}

/// Whether all that came is such a reply: no data, and next to nothing of what an answer
/// states. What is not in it is not left out of an answer.
pub(crate) fn is_no_answer(case: &Case<'_>, scene: &Scene<'_>) -> bool {
    use StatementKind as K;
    let listed = |reply: &&Reply| {
        scene.knowledge.rules.rules.iter().any(
            |rule| matches!(&rule.when, Check::Reply { kinds, .. } if kinds.contains(&reply.kind)),
        )
    };
    let mut replies = case.answer.replies.iter().filter(|r| r.kind != Reply::OWN).filter(listed);
    let Some(first) = replies.next() else { return false };
    let done = first.kind == Reply::DONE || replies.any(|reply| reply.kind == Reply::DONE);
    // Who reports a deletion says what went, and what has to stay for how long.
    let of_reply = |kind: K| done && matches!(kind, K::Category | K::Retention);
    let said = |kind: &K| {
        let mut all = case.answer.statements.iter();
        all.any(|s| s.kind == *kind && !case.attached.is_seen(s))
    };
    let stated = [K::Purpose, K::Recipient, K::Source, K::Category, K::Retention];
    let stated = stated.iter().filter(|kind| !of_reply(**kind) && said(kind)).count();
    // Who lists kinds of data answers.
    let mut kinds: Vec<&String> = Vec::new();
    for one in case.answer.statements.iter().filter(|s| s.kind == K::Category) {
        if !case.attached.is_seen(one) && !kinds.contains(&one.value.expose()) {
            kinds.push(one.value.expose());
        }
    }
    kinds.len() < MOST_KINDS && stated <= 1 && !case.answer.tables.iter().any(is_of_data)
}
