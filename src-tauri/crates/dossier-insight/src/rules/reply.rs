use dossier_catalog::finding::{Check, FindingRule};
use dossier_model::Reply;

use crate::checklist::is_of_data;
use crate::finding::{Finding, Part};
use crate::scene::{Case, Scene};

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
    let replies = case.answer.replies;
    let listed = |reply: &Reply| {
        scene.knowledge.rules.rules.iter().any(
            |rule| matches!(&rule.when, Check::Reply { kinds, .. } if kinds.contains(&reply.kind)),
        )
    };
    let said = case.answer.statements.iter().filter(|s| !case.attached.is_seen(s));
    replies.iter().any(|reply| reply.kind != Reply::OWN && listed(reply))
        && !Reply::is_outweighed(replies, said)
        && !case.answer.tables.iter().any(is_of_data)
}
