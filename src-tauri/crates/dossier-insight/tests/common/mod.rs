//! Small tables and statements, built in code. All people are invented.
#![allow(clippy::unwrap_used, dead_code)]

use chrono::NaiveDate;
use dossier_catalog::ValueWords;
use dossier_catalog::category::Categories;
use dossier_catalog::finding::FindingRules;
use dossier_catalog::purpose::Terms;
use dossier_insight::{Answer, Finding, Knowledge, findings};
use dossier_model::{
    FieldSummary, Kind, Period, PeriodUnit, Sensitive, SourcePlace, Statement, StatementKind,
    TableSummary,
};

/// A catalog of a few categories with the real rules.
pub struct World {
    categories: Categories,
    terms: Terms,
    rules: FindingRules,
    values: ValueWords,
}

const CATEGORIES: [(&str, &str, &str, &str); 16] = [
    ("pd:Name", "person_name", "identity", ""),
    ("pd:BirthDate", "birth_age", "identity", ""),
    ("pd:EmailAddress", "email", "contact", "identifier"),
    ("pd:PhysicalAddress", "postal_address", "contact", ""),
    ("pd:PostalCode", "postal_address", "contact", ""),
    ("pd:Purchase", "product", "orders", ""),
    ("ext:OrderNumber", "order_id", "orders", ""),
    ("ext:OrderStatus", "fulfilment", "orders", ""),
    ("ext:CustomerServiceCase", "communication", "support", ""),
    ("ext:CookieId", "tracking_id", "device", "identifier"),
    ("ext:AdAudienceMembership", "interest_segment", "inferences", "often_inferred"),
    ("pd:CreditScore", "credit_score", "inferences", ""),
    ("pd:MedicalHealth", "health", "inferences", "special"),
    ("pd:PaymentCardNumber", "payment_card", "payment", "secret"),
    ("ext:ConsentRecord", "consent", "marketing", ""),
    ("ext:ProductReview", "review_opinion", "behaviour", ""),
];

impl World {
    pub fn new() -> Self {
        let text = |s: &str| format!(r#"{{"de":"{s}","en":"{s}"}}"#);
        let list: Vec<String> = CATEGORIES
            .iter()
            .map(|(id, group, kind, flag)| {
                let special = *flag == "special";
                let flags = if flag.is_empty() || special { String::new() } else { format!("\"{flag}\"") };
                format!(
                    r#"{{"id":"{id}","label":{l},"about":{l},"kind":"{kind}","group":"{group}","special":{special},
                    "reveals":{l},"why":{l},"benefit":{{"customer":{l},"company":{l}}},
                    "typical":{{"purposes":["dpv:DeliveryOfGoods"],"bases":["eu-gdpr:A6-1-b"],"retention":"tax8"}},
                    "flags":[{flags}],"rights":[],"source":"own"}}"#,
                    l = text(id)
                )
            })
            .collect();
        let json = format!(r#"{{"categories":[{}]}}"#, list.join(","));
        Self {
            categories: Categories::parse([("a.json", json.as_str())]).unwrap(),
            terms: Terms::default(),
            rules: FindingRules::embedded().unwrap(),
            values: ValueWords::embedded().unwrap(),
        }
    }

    pub fn knowledge(&self) -> Knowledge<'_> {
        Knowledge {
            categories: &self.categories,
            terms: &self.terms,
            rules: &self.rules,
            values: &self.values,
        }
    }

    pub fn findings(&self, answers: &[Answer<'_>]) -> Vec<Finding> {
        findings(answers, &[], self.knowledge(), day("2026-11-21"))
    }
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A field of a category with its example values.
pub fn field(name: &str, category: &str, values: &[&str]) -> FieldSummary {
    let known = CATEGORIES.iter().find(|(id, ..)| *id == category);
    let kind =
        known.map(|(_, _, kind, _)| serde_json::from_str::<Kind>(&format!("\"{kind}\"")).unwrap());
    FieldSummary {
        name: name.to_owned(),
        category: category.to_owned(),
        group: known.map_or_else(String::new, |(_, group, ..)| (*group).to_owned()),
        kind,
        confidence: 1.0,
        filled: values.len() as u64,
        distinct: u32::try_from(values.len()).unwrap(),
        examples: Sensitive::new(values.iter().map(|v| (*v).to_owned()).collect()),
        ..FieldSummary::default()
    }
}

pub fn table(path: &str, records: u64, fields: Vec<FieldSummary>) -> TableSummary {
    TableSummary { path: path.into(), records, fields, ..TableSummary::default() }
}

pub fn dated(mut table: TableSummary, first: &str, last: &str) -> TableSummary {
    table.first = Some(first.to_owned());
    table.last = Some(last.to_owned());
    table
}

pub fn says(kind: StatementKind, value: &str, quote: &str) -> Statement {
    Statement {
        kind,
        quote: Sensitive::new(quote.to_owned()),
        value: Sensitive::new(value.to_owned()),
        applies_to: Sensitive::default(),
        categories: Vec::new(),
        period: None,
        starts: None,
        language: "en".to_owned(),
        place: SourcePlace::new("letter.txt".into(), dossier_model::At::Line { line: 4 }),
    }
}

pub fn kept(years: u32, applies_to: &str, categories: &[&str], quote: &str) -> Statement {
    Statement {
        applies_to: Sensitive::new(applies_to.to_owned()),
        categories: categories.iter().map(|c| (*c).to_owned()).collect(),
        period: Some(Period { amount: years, unit: PeriodUnit::Year }),
        ..says(StatementKind::Retention, &format!("P{years}Y"), quote)
    }
}

pub fn answer<'a>(
    controller: &'a str,
    tables: &'a [TableSummary],
    statements: &'a [Statement],
) -> Answer<'a> {
    Answer { controller, tables, statements, ..Answer::default() }
}

pub fn of_rule<'f>(findings: &'f [Finding], rule: &str) -> Vec<&'f Finding> {
    findings.iter().filter(|finding| finding.rule == rule).collect()
}
