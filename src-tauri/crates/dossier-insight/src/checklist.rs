use dossier_catalog::finding::{Audit, AuditItem, AuditNeed};
use dossier_model::{
    FieldSummary, MemberKind, MemberPath, MemberState, Sensitive, SourcePlace, Statement,
    StatementKind, TableSummary,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::attach::Attached;
use crate::{Announced, Answer, Hint, Knowledge};

/// Whether an answer contains a thing that it must contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AnswerState {
    /// It is there.
    Yes,
    /// Some of it is there.
    Partly,
    /// It was not found, but words of the letter may say it: a person must look.
    Perhaps,
    /// It is not among what was read; the letter says that it comes another way.
    Announced,
    /// It is not there.
    No,
}

/// One line of the answer audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChecklistItem {
    /// Such as `15-1-a`.
    pub id: String,
    /// The article.
    pub article: String,
    /// Whether it is there.
    pub state: AnswerState,
    /// Owed only in some cases: an absence is a question, not a gap.
    pub conditional: bool,
    /// Not owed in an answer, but worth asking.
    pub not_owed: bool,
    /// Whether it is the copy of the data itself, or its form.
    #[serde(skip)]
    #[ts(skip)]
    pub is_copy: bool,
    /// The best place that answers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub place: Option<SourcePlace>,
    /// The words at that place; empty if data answer it.
    #[ts(as = "String")]
    pub quote: Sensitive<String>,
    /// Words that may answer it, by the number of the [`Hint`], where nothing else does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub hint: Option<u32>,
    /// Fields that it covers.
    #[ts(type = "number")]
    pub covered: u64,
    /// Fields that it should cover; 0 if it is not about fields.
    #[ts(type = "number")]
    pub of: u64,
}

/// Checks an answer against the list of one law. `None` if no list is declared.
pub fn checklist(
    law: &str,
    answer: &Answer<'_>,
    knowledge: &Knowledge<'_>,
) -> Option<Vec<ChecklistItem>> {
    let audit: &Audit = knowledge.rules.audit(law)?;
    let attached = Attached::new(knowledge, answer.tables, answer.statements);
    let check = |item: &AuditItem| answered(item, answer, knowledge, &attached);
    Some(audit.items.iter().map(check).collect())
}

struct Outcome<'a> {
    state: AnswerState,
    by: Option<&'a Statement>,
    place: Option<SourcePlace>,
    covered: u64,
    of: u64,
}

impl<'a> Outcome<'a> {
    fn new(state: AnswerState, by: Option<&'a Statement>) -> Self {
        Self { state, by, place: by.map(|s| s.place.clone()), covered: 0, of: 0 }
    }
}

fn answered(
    item: &AuditItem,
    answer: &Answer<'_>,
    knowledge: &Knowledge<'_>,
    attached: &Attached<'_>,
) -> ChecklistItem {
    let said: Vec<&Statement> =
        answer.statements.iter().filter(|s| Some(s.kind) == item.statement).collect();
    let outcome = match item.need {
        AuditNeed::Covered => covered(item.statement, &said, answer, knowledge, attached),
        AuditNeed::Stated => stated(&said),
        AuditNeed::Kinds => kinds(&said, answer.statements),
        AuditNeed::Named => named(&said, knowledge),
        AuditNeed::Rights => rights(&said, &item.values),
        AuditNeed::Logic => by_value(&said, |value| value == "none" || value.contains("logic")),
        AuditNeed::Safeguard => by_value(&said, |value| value == "none" || value.contains("; ")),
        AuditNeed::Data => data(answer.tables),
        AuditNeed::Format => format(answer),
    };
    let quote = outcome.by.map_or_else(Sensitive::default, |statement| statement.quote.clone());
    // Something was read of this kind, if not enough: then the letter was understood.
    let hint = match outcome.state {
        AnswerState::No if said.is_empty() => hint(answer.hints, item.statement),
        _ => None,
    };
    let is_copy = matches!(item.need, AuditNeed::Data | AuditNeed::Format);
    let announced = answer.announced.filter(|_| is_copy && outcome.state == AnswerState::No);
    let (state, quote, place) = match (hint, announced) {
        (Some(hint), _) => {
            let state = match hint.answers {
                Some(true) => AnswerState::Yes,
                Some(false) => AnswerState::No,
                None => AnswerState::Perhaps,
            };
            (state, hint.passage.quote.clone(), Some(hint.passage.place.clone()))
        }
        (None, Some(Announced { place, quote })) => {
            (AnswerState::Announced, quote.clone(), Some(place.clone()))
        }
        (None, None) => (outcome.state, quote, outcome.place),
    };
    ChecklistItem {
        id: item.id.clone(),
        article: item.article.clone(),
        state,
        conditional: item.conditional,
        not_owed: item.not_owed,
        is_copy,
        quote,
        place,
        hint: hint.map(|hint| hint.id),
        covered: outcome.covered,
        of: outcome.of,
    }
}

/// What answers a question by the person's own reading, else what is still to be read,
/// else what was read in vain.
fn hint(hints: &[Hint], kind: Option<StatementKind>) -> Option<&Hint> {
    let of_kind = hints.iter().filter(|hint| Some(hint.passage.kind) == kind);
    of_kind.min_by_key(|hint| match hint.answers {
        Some(true) => 0,
        None => 1,
        Some(false) => 2,
    })
}

fn stated<'a>(said: &[&'a Statement]) -> Outcome<'a> {
    let state = if said.is_empty() { AnswerState::No } else { AnswerState::Yes };
    Outcome::new(state, said.first().copied())
}

/// Kinds of data: listed as such, or named one by one with their purposes and
/// periods. Two are not a list yet.
fn kinds<'a>(said: &[&'a Statement], all: &'a [Statement]) -> Outcome<'a> {
    if !said.is_empty() {
        return stated(said);
    }
    let mut named: Vec<&Statement> = Vec::new();
    for statement in all.iter().filter(|s| !s.applies_to.expose().trim().is_empty()) {
        let same = |other: &&Statement| other.applies_to == statement.applies_to;
        // The name of a table is no word of the company.
        let key = statement.applies_to.expose().ends_with("[]");
        if !key && !named.iter().any(same) {
            named.push(statement);
        }
    }
    let state = match named.len() {
        0 => AnswerState::No,
        1 | 2 => AnswerState::Partly,
        _ => AnswerState::Yes,
    };
    Outcome::new(state, named.first().copied())
}

fn covered<'a>(
    kind: Option<StatementKind>,
    said: &[&'a Statement],
    answer: &Answer<'_>,
    knowledge: &Knowledge<'_>,
    attached: &Attached<'_>,
) -> Outcome<'a> {
    let Some(kind) = kind else { return Outcome::new(AnswerState::No, None) };
    let fields = answer.tables.iter().flat_map(|t| t.fields.iter().map(move |f| (t, f)));
    let (mut of, mut covered) = (0, 0);
    for (table, field) in fields.filter(|(_, field)| field.kind.is_some() && field.filled > 0) {
        of += 1;
        covered += u64::from(!attached.of(knowledge, kind, table, field).is_empty());
    }
    let state = match said {
        [] => AnswerState::No,
        _ if covered == of => AnswerState::Yes,
        _ => AnswerState::Partly,
    };
    Outcome { covered, of, ..Outcome::new(state, said.first().copied()) }
}

fn named<'a>(said: &[&'a Statement], knowledge: &Knowledge<'_>) -> Outcome<'a> {
    let names = said.iter().copied().find(|statement| {
        let named = !statement.denies() && !is_type(statement.value.expose(), knowledge);
        named || statement.denies_all()
    });
    match (names, said.first()) {
        (Some(statement), _) => Outcome::new(AnswerState::Yes, Some(statement)),
        (None, Some(statement)) => Outcome::new(AnswerState::Partly, Some(statement)),
        (None, None) => Outcome::new(AnswerState::No, None),
    }
}

/// Whether a stated recipient is a kind of company and not a name.
pub(crate) fn is_type(value: &str, knowledge: &Knowledge<'_>) -> bool {
    let is_id = ["dpv:", "ext:"].iter().any(|prefix| value.starts_with(prefix));
    value.is_empty() || is_id || knowledge.terms.get(value).is_some()
}

fn rights<'a>(said: &[&'a Statement], needed: &[String]) -> Outcome<'a> {
    let has = |right: &String| {
        said.iter().any(|s| s.value.expose().split("; ").any(|value| value == right))
    };
    let found = needed.iter().filter(|right| has(right)).count();
    let state = match found {
        _ if said.is_empty() => AnswerState::No,
        n if n == needed.len() => AnswerState::Yes,
        0 => AnswerState::No,
        _ => AnswerState::Partly,
    };
    let longest = said.iter().copied().max_by_key(|s| s.value.expose().len());
    let by = longest.filter(|_| state != AnswerState::No);
    Outcome { covered: found as u64, of: needed.len() as u64, ..Outcome::new(state, by) }
}

fn by_value<'a>(said: &[&'a Statement], whole: impl Fn(&str) -> bool) -> Outcome<'a> {
    let best = said.iter().copied().find(|statement| whole(statement.value.expose()));
    match (best, said.first()) {
        (Some(statement), _) => Outcome::new(AnswerState::Yes, Some(statement)),
        (None, Some(statement)) => Outcome::new(AnswerState::Partly, Some(statement)),
        (None, None) => Outcome::new(AnswerState::No, None),
    }
}

/// Whether a table holds data of the person: more than purposes, headers of mails and
/// numbers of versions.
pub fn is_of_data(table: &TableSummary) -> bool {
    let held = |field: &FieldSummary| field.filled > 0 && !field.is_technical();
    table.records > 0 && table.fields.iter().any(held)
}

fn data<'a>(tables: &[TableSummary]) -> Outcome<'a> {
    let largest = tables.iter().filter(|table| is_of_data(table)).max_by_key(|t| t.records);
    let state = if largest.is_some() { AnswerState::Yes } else { AnswerState::No };
    let place = largest.map(|t| SourcePlace::new(t.path.clone(), dossier_model::At::Whole));
    Outcome { place, ..Outcome::new(state, None) }
}

fn format<'a>(answer: &Answer<'_>) -> Outcome<'a> {
    let usable = |kind: MemberKind| {
        use MemberKind as M;
        matches!(kind, M::Csv | M::Json | M::JsonLines | M::Xml | M::Sheet | M::Html)
    };
    let data = |path: &MemberPath| answer.tables.iter().any(|t| t.path == *path && is_of_data(t));
    let read = || {
        let members = answer.members.iter().filter(|m| m.state == MemberState::Read);
        members.filter(|m| m.records > 0 && data(&m.path))
    };
    let best = read().find(|member| usable(member.kind)).or_else(|| read().next());
    let state = match best {
        Some(member) if usable(member.kind) => AnswerState::Yes,
        Some(_) => AnswerState::Partly,
        None => AnswerState::No,
    };
    let place = best.map(|m| SourcePlace::new(m.path.clone(), dossier_model::At::Whole));
    Outcome { place, ..Outcome::new(state, None) }
}
