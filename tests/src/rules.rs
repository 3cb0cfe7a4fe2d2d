//! The rules of the findings on declared cases: what fires, and what must not.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use dossier_catalog::Catalog;
use dossier_insight::{Answer, Knowledge, about_the_person, findings};
use dossier_model::{
    At, FieldSummary, MemberSummary, Period, PeriodStart, Reply, Sensitive, Sha256, SourcePlace,
    Statement, TableSummary,
};
use serde::Deserialize;

/// One case: some answers, and whether a rule speaks about them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    rule: String,
    fires: bool,
    case: String,
    answers: Vec<CaseAnswer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseAnswer {
    controller: String,
    tables: Vec<CaseTable>,
    statements: Vec<CaseStatement>,
    #[serde(default)]
    members: Vec<CaseMember>,
    /// What letters say instead of an answer: kind and words.
    #[serde(default)]
    replies: Vec<(String, String)>,
    #[serde(default)]
    requested: Option<NaiveDate>,
    #[serde(default)]
    received: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseTable {
    path: String,
    #[serde(default)]
    name: String,
    records: u64,
    fields: Vec<CaseField>,
    #[serde(default)]
    first: Option<String>,
    #[serde(default)]
    last: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseField {
    name: String,
    category: String,
    values: Vec<String>,
    #[serde(default)]
    filled: Option<u64>,
    #[serde(default)]
    distinct: Option<u32>,
    #[serde(default)]
    confidence: Option<f32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseStatement {
    kind: dossier_model::StatementKind,
    value: String,
    quote: String,
    #[serde(default)]
    applies_to: String,
    #[serde(default)]
    categories: Vec<String>,
    #[serde(default)]
    period: Option<(u32, dossier_model::PeriodUnit)>,
    #[serde(default)]
    starts: Option<(dossier_model::StartEvent, String)>,
    #[serde(default)]
    path: String,
    #[serde(default)]
    field: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseMember {
    path: String,
    kind: dossier_model::MemberKind,
    state: dossier_model::MemberState,
}

/// How one rule did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleScore {
    /// Fired where it must.
    pub hits: u32,
    /// Silent where it must fire.
    pub missed: u32,
    /// Fired where it must not.
    pub wrong: u32,
    /// Silent where it must be.
    pub silent: u32,
    /// The cases that went wrong.
    pub failures: Vec<String>,
}

impl RuleScore {
    /// Of what it said, how much is right.
    pub fn precision(&self) -> f64 {
        share(self.hits, self.wrong)
    }

    /// Of what it should say, how much it says.
    pub fn recall(&self) -> f64 {
        share(self.hits, self.missed)
    }
}

fn share(good: u32, bad: u32) -> f64 {
    if good + bad == 0 { 1.0 } else { f64::from(good) / f64::from(good + bad) }
}

/// Runs the cases of a set, rule by rule.
pub fn evaluate(cases: &str) -> Result<BTreeMap<String, RuleScore>, String> {
    let cases: Vec<Case> = serde_json::from_str(cases).map_err(|error| error.to_string())?;
    let catalog = Catalog::embedded();
    let mut scores: BTreeMap<String, RuleScore> = BTreeMap::new();
    for case in cases {
        let fired = fires(&catalog, &case);
        let score = scores.entry(case.rule.clone()).or_default();
        match (case.fires, fired) {
            (true, true) => score.hits += 1,
            (true, false) => score.missed += 1,
            (false, true) => score.wrong += 1,
            (false, false) => score.silent += 1,
        }
        if case.fires != fired {
            score.failures.push(format!("{} ({}) fires: {fired}", case.rule, case.case));
        }
    }
    Ok(scores)
}

/// What an answer brought.
type Brought = (Vec<TableSummary>, Vec<Statement>, Vec<MemberSummary>, Vec<Reply>);

fn fires(catalog: &Catalog, case: &Case) -> bool {
    let knowledge = Knowledge {
        categories: catalog.categories(),
        terms: catalog.purposes(),
        rules: catalog.findings(),
        values: catalog.values(),
    };
    let read: Vec<Brought> = case
        .answers
        .iter()
        .map(|answer| {
            let tables = answer.tables.iter().map(|t| table(catalog, t)).collect();
            let statements: Vec<_> = answer.statements.iter().map(statement).collect();
            let tables = about_the_person(tables, &statements, &knowledge);
            let replies = answer.replies.iter().map(reply).collect();
            (tables, statements, answer.members.iter().map(member).collect(), replies)
        })
        .collect();
    let answers: Vec<Answer<'_>> = case
        .answers
        .iter()
        .zip(&read)
        .map(|(answer, (tables, statements, members, replies))| Answer {
            controller: &answer.controller,
            tables,
            statements,
            members,
            replies,
            requested: answer.requested,
            received: answer.received,
            ..Answer::default()
        })
        .collect();
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default();
    findings(&answers, &[], knowledge, today).iter().any(|finding| finding.rule == case.rule)
}

fn reply((kind, quote): &(String, String)) -> Reply {
    Reply {
        kind: kind.clone(),
        quote: quote.clone().into(),
        place: SourcePlace::new("letter.pdf".into(), At::Whole),
    }
}

fn table(catalog: &Catalog, table: &CaseTable) -> TableSummary {
    TableSummary {
        path: table.path.as_str().into(),
        name: table.name.clone(),
        records: table.records,
        fields: table.fields.iter().map(|f| field(catalog, f)).collect(),
        first: table.first.clone(),
        last: table.last.clone(),
        ..TableSummary::default()
    }
}

fn field(catalog: &Catalog, field: &CaseField) -> FieldSummary {
    let category = catalog.categories().get(&field.category);
    let values = u32::try_from(field.values.len()).unwrap_or(u32::MAX);
    FieldSummary {
        name: field.name.clone(),
        category: field.category.clone(),
        group: category.map(|category| category.group.clone()).unwrap_or_default(),
        kind: category.and_then(|category| category.kind),
        confidence: field.confidence.unwrap_or(1.0),
        filled: field.filled.unwrap_or(values.into()),
        distinct: field.distinct.unwrap_or(values),
        examples: Sensitive::new(field.values.clone()),
        ..FieldSummary::default()
    }
}

fn statement(said: &CaseStatement) -> Statement {
    let path = if said.path.is_empty() { "letter.txt" } else { &said.path };
    let place = SourcePlace::new(path.into(), At::Line { line: 4 });
    Statement {
        kind: said.kind,
        quote: Sensitive::new(said.quote.clone()),
        value: Sensitive::new(said.value.clone()),
        applies_to: Sensitive::new(said.applies_to.clone()),
        categories: said.categories.clone(),
        period: said.period.map(|(amount, unit)| Period { amount, unit }),
        starts: said.starts.as_ref().map(|(event, quote)| PeriodStart {
            event: *event,
            quote: Sensitive::new(quote.clone()),
        }),
        language: "en".to_owned(),
        place: match &said.field {
            Some(field) => place.with_field(field),
            None => place,
        },
    }
}

fn member(member: &CaseMember) -> MemberSummary {
    MemberSummary {
        path: member.path.as_str().into(),
        kind: member.kind,
        state: member.state,
        reason: String::new(),
        bytes: 10,
        sha256: Sha256::default(),
        records: 0,
        same_as: None,
    }
}
