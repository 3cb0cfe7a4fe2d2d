//! What has to stay by a duty that the company states, for a table and a day.

use chrono::NaiveDate;
use dossier_ingest::statements::denials;
use dossier_insight::{Attached, Knowledge, end_of, is_about, names_table, one_thing};
use dossier_model::{Period, PeriodUnit, Statement, StatementKind, Voice};
use dossier_vault::StoredTable;

use crate::Api;
use crate::contract::VoicedView;
use crate::snapshot::{Company, knowledge};
use crate::voiced::said;

/// The basis by which a company says that a law makes it keep data. A purpose such as
/// bookkeeping names no law.
const DUTY: &str = "eu-gdpr:A6-1-c";
/// The refusal that gives such a duty as its reason.
const RETENTION: &str = "retention";

/// Why records of a table may have to stay.
pub(crate) struct KeptRules {
    rules: Vec<Rule>,
    on: NaiveDate,
}

struct Rule {
    reason: VoicedView,
    period: Period,
}

impl KeptRules {
    /// The rules for a table, or for one field of it: the company's own words about these
    /// data or about everything. What is only usual excuses nobody.
    pub fn new(
        api: &Api,
        company: &Company,
        (table, field): (&StoredTable, Option<&str>),
        on: NaiveDate,
        language: &str,
    ) -> Self {
        let all = company.statements.as_slice();
        let knowledge = knowledge(api.catalog);
        let about = |one: &&Statement| is_about(&knowledge, one, &table.summary, field);
        let periods = all.iter().filter(|one| lasting(one).is_some()).filter(about);
        let bound = all.iter().filter(|one| is_duty(one)).filter(about).any(names_something);
        let reasons =
            |one: &&Statement| bound && names_something(one) || gives_a_law(api, all, one);
        let mut told: Vec<&Statement> = periods.filter(reasons).collect();
        if !told.is_empty() {
            // A value in a row of data shows something; nobody says it.
            let attached = Attached::new(&knowledge, &company.summaries, all);
            told.retain(|one| !attached.is_seen(one));
        }
        // What says both in one sentence is the best reason.
        told.sort_by_key(|one| !gives_a_law(api, all, one));
        let rules = told.into_iter().filter_map(|one| {
            let period = lasting(one)?;
            let value = one.value.expose();
            let reason = VoicedView {
                text: said(api.catalog, StatementKind::Retention, value, language),
                voice: Voice::Stated,
                quote: one.quote.expose().clone(),
                place: Some(one.place.clone()),
                own: false,
                verbatim: false,
                language: one.language.clone(),
            };
            Some(Rule { reason, period })
        });
        Self { rules: rules.collect(), on }
    }

    /// No rule: nothing has to stay.
    pub fn none(on: NaiveDate) -> Self {
        Self { rules: Vec::new(), on }
    }

    /// Whether there is any rule at all.
    pub fn any(&self) -> bool {
        !self.rules.is_empty()
    }

    /// Whether a record of this day still has to be kept. One without a day is not
    /// excused by a period.
    pub fn keeps(&self, day: Option<NaiveDate>) -> bool {
        let ends =
            |day: NaiveDate| self.rules.iter().filter_map(move |one| end_of(day, one.period));
        day.is_some_and(|day| ends(day).any(|end| end >= self.on))
    }

    /// Why.
    pub fn reason(&self) -> Option<&VoicedView> {
        self.rules.first().map(|rule| &rule.reason)
    }
}

/// The period of a statement that a law may give: none is shorter than months.
fn lasting(one: &Statement) -> Option<Period> {
    let short = |period: &Period| matches!(period.unit, PeriodUnit::Day | PeriodUnit::Week);
    let period = one.period.filter(|_| one.kind == StatementKind::Retention);
    period.filter(|period| !short(period))
}

fn is_duty(one: &Statement) -> bool {
    one.kind == StatementKind::LegalBasis && one.value.expose() == DUTY
}

/// Whether a statement is about something in particular. That some duty is among the
/// purposes of all data does not say which data it keeps.
fn names_something(one: &Statement) -> bool {
    !one.categories.is_empty() || !one.applies_to.expose().trim().is_empty()
}

/// Whether the sentence of a statement itself says that a law wants it.
fn gives_a_law(api: &Api, all: &[Statement], one: &Statement) -> bool {
    let same = |other: &&Statement| other.place == one.place && other.quote == one.quote;
    all.iter().filter(same).any(is_duty)
        || denials(api.catalog.letters().refusals(), one.quote.expose())
            .iter()
            .any(|denial| denial.kind == RETENTION)
}

/// Whether what a company refuses is about a table or one field of it: by the statements
/// that were read in the same sentence, else by its words.
pub(crate) fn refuses(
    knowledge: &Knowledge<'_>,
    company: &Company,
    denial: &VoicedView,
    (table, field): (&StoredTable, Option<&str>),
) -> bool {
    let of_data = |kind| {
        use StatementKind as K;
        matches!(kind, K::Retention | K::LegalBasis | K::Purpose | K::Category)
    };
    let same = |one: &&Statement| {
        let quote = one.quote.expose().trim();
        let within = denial.quote.contains(quote) || quote.contains(denial.quote.trim());
        of_data(one.kind)
            && Some(&one.place) == denial.place.as_ref()
            && !quote.is_empty()
            && within
    };
    let about = |one: &Statement| is_about(knowledge, one, &table.summary, field);
    let said = company.statements.iter().filter(same);
    if said.clone().any(names_something) {
        return said.filter(|one| names_something(one)).any(about);
    }
    let named = |name: &str| {
        let quote = denial.quote.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        quote.into_iter().any(|word| one_thing(&word, &name.to_lowercase()))
    };
    names_table(&denial.quote, &table.summary)
        || field.is_some_and(named)
        || said.clone().next().is_some()
}
