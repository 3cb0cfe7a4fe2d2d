use std::collections::HashSet;

use chrono::NaiveDate;
use dossier_catalog::finding::{Check, FindingRule};

use crate::answer::identity_values;
use crate::attach::Attached;
use crate::finding::Finding;
use crate::items::holdings;
use crate::rules;
use crate::scene::{Case, Scene};
use crate::{Answer, IdentityValue, Knowledge};

/// What is worth knowing about some answers, by the declared rules.
///
/// `identities` are values that say who the person is, with their places, as the
/// caller knows them beyond the examples of the summaries. The rules run in their
/// declared order; the result is sorted by weight, then group, then rule, so that
/// a second run over the same data gives the same list.
pub fn findings(
    answers: &[Answer<'_>],
    identities: &[IdentityValue],
    knowledge: Knowledge<'_>,
    today: NaiveDate,
) -> Vec<Finding> {
    let case = |answer| {
        let holdings = holdings(answer, &knowledge);
        let attached = Attached::new(&knowledge, answer.tables, answer.statements);
        Case { answer, holdings, attached }
    };
    let key = |value: &IdentityValue| {
        let place = (value.place.clone(), value.table.clone());
        (value.controller.clone(), place, value.value.clone())
    };
    let mut known: HashSet<_> = identities.iter().map(key).collect();
    let mut all = identities.to_vec();
    all.extend(answers.iter().flat_map(identity_values).filter(|value| known.insert(key(value))));
    let cases = answers.iter().map(case).collect();
    let scene = Scene { cases, identities: all, knowledge, today };
    let mut out: Vec<Finding> =
        knowledge.rules.rules.iter().flat_map(|rule| run(rule, &scene)).collect();
    out.sort_by(|a, b| {
        (std::cmp::Reverse(a.weight), a.group, &a.rule, a.controllers.expose()).cmp(&(
            std::cmp::Reverse(b.weight),
            b.group,
            &b.rule,
            b.controllers.expose(),
        ))
    });
    out
}

fn run(rule: &FindingRule, scene: &Scene<'_>) -> Vec<Finding> {
    let each = |check: &dyn Fn(&Case<'_>) -> Vec<Finding>| -> Vec<Finding> {
        scene.cases.iter().flat_map(check).collect()
    };
    match &rule.when {
        Check::Contradiction { fields, compare, across } => {
            rules::contradiction::find(rule, fields, *compare, *across, scene)
        }
        Check::OlderThanStated { fields, grace_days, unless_quote } => each(&|case| {
            rules::age::older_than_stated(rule, fields, *grace_days, unless_quote, case, scene)
        }),
        Check::OlderThan { fields, years } => {
            each(&|case| rules::age::older_than(rule, fields, *years, case, scene))
        }
        Check::AfterEnd { end, fields, grace_days, again, unless_values } => {
            let meant = rules::age::After {
                end,
                fields,
                grace_days: *grace_days,
                again: again.as_deref(),
                unless_values,
            };
            each(&|case| rules::age::after_end(rule, &meant, case, scene))
        }
        Check::ImpossibleDate { fields } => {
            each(&|case| rules::age::impossible(rule, fields, case, scene))
        }
        Check::YoungerThan { fields, years } => {
            each(&|case| rules::age::younger_than(rule, fields, *years, case, scene))
        }
        Check::LateAnswer { months, grace_days } => {
            each(&|case| rules::age::late_answer(rule, *months, *grace_days, case))
        }
        Check::RecipientNotStated => each(&|case| rules::said::recipient(rule, case, scene)),
        Check::RecipientsOnlyByType => each(&|case| rules::said::only_types(rule, case, scene)),
        Check::NotStated { what, fields, only_if_partly } => {
            each(&|case| rules::said::not_stated(rule, *what, fields, *only_if_partly, case, scene))
        }
        Check::StatedNotSeen => each(&|case| rules::said::stated_not_seen(rule, case, scene)),
        Check::PurposeWithoutData { purposes, fields } => {
            each(&|case| rules::said::purpose_without_data(rule, purposes, fields, case, scene))
        }
        Check::DeniedButSeen { what, fields, unless_quote } => each(&|case| {
            rules::said::denied_but_seen(rule, *what, fields, unless_quote, case, scene)
        }),
        Check::SourceBesidePerson { only, others } => {
            each(&|case| rules::said::other_source(rule, only, others, case))
        }
        Check::TransferWithoutSafeguard => each(&|case| rules::said::transfer(rule, case, scene)),
        Check::Stated { what, values } => {
            each(&|case| rules::said::stated(rule, *what, values, case))
        }
        Check::Present { fields, unless, at_least } => {
            each(&|case| rules::present::present(rule, fields, *unless, *at_least, case, scene))
        }
        Check::RefusedButUsed { objection, refusal, values, used } => each(&|case| {
            let objection = objection.as_deref();
            rules::present::refused_but_used(rule, objection, refusal, values, used, case, scene)
        }),
        Check::FullCardNumber => each(&|case| rules::present::full_card_number(rule, case, scene)),
        Check::Filler { fields, values } => {
            each(&|case| rules::present::filler(rule, fields, values, case, scene))
        }
        Check::ManyValues { fields, at_least } => {
            each(&|case| rules::present::many_values(rule, fields, *at_least, case, scene))
        }
        Check::SharedIdentifier { fields } => rules::links::shared(rule, fields, scene),
        Check::HashedEmail => rules::links::hashed_email(rule, scene),
        Check::AuditGap { law, items } => {
            each(&|case| rules::audit::gap(rule, law, items, case, scene))
        }
        Check::AuditPart { law, items } => {
            each(&|case| rules::audit::part(rule, law, items, case, scene))
        }
        Check::DataWithoutLetter => each(&|case| rules::audit::data_without_letter(rule, case)),
        Check::LetterWithoutData => {
            each(&|case| rules::audit::letter_without_data(rule, case, scene))
        }
        Check::Reply { kinds, unless } => {
            each(&|case| rules::reply::find(rule, kinds, unless, case, scene))
        }
        Check::SeveralPeople => each(&|case| rules::people::several(rule, case, scene)),
        Check::OtherNames { fields } => {
            each(&|case| rules::people::other_names(rule, fields, case, scene))
        }
        Check::Unreadable => each(&|case| rules::audit::unreadable(rule, case)),
        Check::Unusable => each(&|case| rules::audit::unusable(rule, case)),
    }
}
