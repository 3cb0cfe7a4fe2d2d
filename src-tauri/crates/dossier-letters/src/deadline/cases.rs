use chrono::NaiveDate;
use dossier_catalog::law::Laws;
use serde::{Deserialize, Serialize};

use super::{CountFacts, DeadlineError, Step, due, retention_end};

#[derive(Deserialize)]
struct CaseFile {
    #[serde(default)]
    cases: Vec<Case>,
    #[serde(default)]
    retention_cases: Vec<RetentionCase>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    law: String,
    kind: String,
    start: NaiveDate,
    #[serde(default)]
    region: String,
    #[serde(default)]
    clarification: Vec<(NaiveDate, NaiveDate)>,
    #[serde(default)]
    identity_received: Option<NaiveDate>,
    #[serde(default)]
    fee_paid: Option<NaiveDate>,
}

#[derive(Deserialize)]
struct RetentionCase {
    id: String,
    law: String,
    #[serde(default)]
    region: String,
    years: u32,
    date: NaiveDate,
}

/// The answer to one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseAnswer {
    /// The case.
    pub id: String,
    /// The day; none if the case names a law or kind that does not exist.
    pub due: Option<NaiveDate>,
    /// For documents: the first day on which they can be erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erasable_from: Option<NaiveDate>,
    /// The count, step by step.
    pub how: Vec<Step>,
    /// Why there is no day.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub problem: String,
}

/// Answers a file of cases (JSON with `cases` and `retention_cases`).
pub fn run_cases(laws: &Laws, text: &str) -> Result<Vec<CaseAnswer>, DeadlineError> {
    let file: CaseFile = serde_json::from_str(text)
        .map_err(|error| DeadlineError::Cases { line: error.line(), column: error.column() })?;
    let deadlines = file.cases.iter().map(|case| answer(laws, case));
    let documents = file.retention_cases.iter().map(|case| keep(laws, case));
    Ok(deadlines.chain(documents).collect())
}

fn answer(laws: &Laws, case: &Case) -> CaseAnswer {
    let facts = CountFacts {
        identity_received: case.identity_received,
        fee_paid: case.fee_paid,
        pauses: case.clarification.clone(),
    };
    let unknown = || DeadlineError::UnknownLaw { law: case.law.clone() };
    let found = laws
        .get(&case.law)
        .ok_or_else(unknown)
        .and_then(|law| due(laws, law, &case.kind, case.start, &case.region, &facts));
    match found {
        Ok(deadline) => CaseAnswer {
            id: case.id.clone(),
            due: Some(deadline.due),
            erasable_from: None,
            how: deadline.how,
            problem: String::new(),
        },
        Err(error) => nothing(&case.id, &error),
    }
}

fn keep(laws: &Laws, case: &RetentionCase) -> CaseAnswer {
    let country = case.region.split('-').next().unwrap_or_default();
    let rule = laws.get(&case.law).and_then(|law| {
        law.retention.iter().find(|row| row.years == case.years && row.country == country)
    });
    let Some(rule) = rule else {
        let (law, kind) = (case.law.clone(), format!("retention of {} years", case.years));
        return nothing(&case.id, &DeadlineError::UnknownKind { law, kind });
    };
    let Some(kept) = retention_end(rule, case.date) else {
        return nothing(&case.id, &DeadlineError::OutOfRange);
    };
    let with = [("amount", rule.years.to_string()), ("date", kept.end.to_string())];
    let from = Step::new("from_document", [("date", case.date.to_string())]);
    let mut how = vec![from, Step::new("years_end", with)];
    if kept.end.succ_opt() != Some(kept.erasable_from) {
        how.push(Step::new("law_changed", [("date", kept.erasable_from.to_string())]));
    }
    CaseAnswer {
        id: case.id.clone(),
        due: Some(kept.end),
        erasable_from: Some(kept.erasable_from),
        how,
        problem: String::new(),
    }
}

fn nothing(id: &str, error: &DeadlineError) -> CaseAnswer {
    CaseAnswer {
        id: id.to_owned(),
        due: None,
        erasable_from: None,
        how: Vec::new(),
        problem: error.to_string(),
    }
}
