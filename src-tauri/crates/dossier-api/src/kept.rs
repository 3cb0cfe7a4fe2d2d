//! What a law or a stated duty keeps, for a table and a day.

use chrono::NaiveDate;
use dossier_insight::end_of;
use dossier_model::{PeriodUnit, StatementKind, Voice};
use dossier_vault::StoredTable;

use crate::Api;
use crate::contract::VoicedView;
use crate::requests::LAW;
use crate::snapshot::Company;
use crate::voiced::views;

/// The basis and the purpose by which a company says that a law makes it keep data.
const DUTY: [&str; 2] = ["eu-gdpr:A6-1-c", "dpv:LegalCompliance"];

/// Why records of a table may have to stay.
pub(crate) struct KeptRules {
    rules: Vec<Rule>,
    on: NaiveDate,
}

struct Rule {
    reason: VoicedView,
    end: Box<dyn Fn(NaiveDate) -> Option<NaiveDate>>,
}

impl KeptRules {
    /// The rules for a table: the company's own words where it names a legal duty and
    /// a period, else the retention law of its country.
    pub fn new(
        api: &Api,
        company: &Company,
        table: Option<&StoredTable>,
        on: NaiveDate,
        language: &str,
    ) -> Self {
        let Some(table) = table else { return Self { rules: Vec::new(), on } };
        let fields = table.summary.fields.iter().filter(|field| field.filled > 0);
        let categories = fields.map(|field| field.category.as_str());
        let rule = stated(api, company, table, language)
            .or_else(|| by_law(api, company, categories, language));
        Self { rules: rule.into_iter().collect(), on }
    }

    /// The same for what a letter asked about: the law is that of its kind.
    pub fn of_kind(
        api: &Api,
        company: &Company,
        table: &StoredTable,
        category: &str,
        on: NaiveDate,
        language: &str,
    ) -> Self {
        let rule = stated(api, company, table, language)
            .or_else(|| by_law(api, company, [category].into_iter(), language));
        Self { rules: rule.into_iter().collect(), on }
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
        day.is_some_and(|day| {
            self.rules.iter().any(|rule| (rule.end)(day).is_some_and(|end| end >= self.on))
        })
    }

    /// Why.
    pub fn reasons(&self) -> impl Iterator<Item = VoicedView> {
        self.rules.iter().map(|rule| rule.reason.clone())
    }
}

fn stated(api: &Api, company: &Company, table: &StoredTable, language: &str) -> Option<Rule> {
    let items: Vec<_> = company.items_of(table).collect();
    let duty = items.iter().flat_map(|item| item.legal_bases.iter().chain(&item.purposes));
    let says = |text: &str| DUTY.contains(&text);
    if !duty.into_iter().any(|v| v.voice == Voice::Stated && says(v.text.expose())) {
        return None;
    }
    let periods = items.iter().flat_map(|item| &item.retention);
    let said = views(api.catalog, company, StatementKind::Retention, periods, language);
    said.into_iter().filter(|view| view.voice == Voice::Stated).find_map(|reason| {
        let place = reason.place.as_ref()?;
        let period = company.quote_at(StatementKind::Retention, place)?.period?;
        if matches!(period.unit, PeriodUnit::Day | PeriodUnit::Week) {
            return None;
        }
        let end = move |day: NaiveDate| end_of(day, period);
        Some(Rule { reason, end: Box::new(end) })
    })
}

fn by_law<'c>(
    api: &Api,
    company: &Company,
    mut categories: impl Iterator<Item = &'c str>,
    language: &str,
) -> Option<Rule> {
    let region = api.region(company, &api.contact(company));
    let country = region.split('-').next().unwrap_or_default().to_owned();
    let law = api.catalog.laws().get(LAW)?;
    let spec = categories.find_map(|category| law.retention_for(&country, category))?;
    let reason = VoicedView {
        text: crate::requests::text(&spec.statute, language),
        voice: Voice::Typical,
        quote: String::new(),
        place: None,
        own: false,
        verbatim: false,
        language: String::new(),
    };
    let spec = spec.clone();
    let end = move |day: NaiveDate| dossier_letters::retention_end(&spec, day).map(|kept| kept.end);
    Some(Rule { reason, end: Box::new(end) })
}
