use dossier_catalog::category::CategoryFlag;
use dossier_model::{Item, Kind, Sensitive, SourcePlace, Voice};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Knowledge;

/// Whom a holding serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Serves {
    /// The customer would miss it: an account, a warranty, points.
    Customer,
    /// Both.
    Both,
    /// Only the company: scores, audiences, trackers.
    Company,
}

/// One line of the benefit ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BenefitLine {
    /// Whose.
    #[ts(as = "String")]
    pub controller: Sensitive<String>,
    /// The kind of data.
    pub kind: Kind,
    /// The category.
    pub category: String,
    /// The table.
    pub table: String,
    /// The field.
    pub field: String,
    /// Where it stands.
    pub place: SourcePlace,
    /// Records.
    #[ts(type = "number")]
    pub records: u64,
    /// Whom it serves, by our judgment: never a statement of the company.
    pub serves: Serves,
    /// Text key of what the customer would lose; empty if nothing is known.
    pub loss: String,
}

/// What each holding buys, and whom. From it follows "delete what serves only
/// them, keep what serves me": the lines that serve the company alone.
pub fn benefit_ledger(items: &[Item], knowledge: &Knowledge<'_>) -> Vec<BenefitLine> {
    let line = |item: &Item| {
        let serves = serves(item, knowledge);
        let known = knowledge.categories.get(&item.category);
        let gives = known.is_some_and(|c| !c.benefit.customer.en.trim().is_empty());
        let loss = if gives && serves != Serves::Company {
            format!("benefit.{}.customer", item.category)
        } else {
            String::new()
        };
        BenefitLine {
            controller: item.controller.clone(),
            kind: item.kind,
            category: item.category.clone(),
            table: item.table.clone(),
            field: item.field.clone(),
            place: item.place.clone(),
            records: item.records,
            serves,
            loss,
        }
    };
    let mut out: Vec<BenefitLine> = items.iter().map(line).collect();
    out.sort_by_key(|line| (std::cmp::Reverse(line.serves), std::cmp::Reverse(line.records)));
    out
}

fn serves(item: &Item, knowledge: &Knowledge<'_>) -> Serves {
    let category = knowledge.categories.get(&item.category);
    let nothing = category.is_some_and(|c| c.benefit.customer.en.trim().is_empty());
    let inferred = category.is_some_and(|c| c.has(CategoryFlag::OftenInferred));
    let advertising = item.purposes.iter().any(|purpose| {
        let term = knowledge.terms.get(purpose.text.expose());
        purpose.voice != Voice::Typical && term.is_some_and(|term| term.direct_marketing)
    });
    match item.kind {
        Kind::Inferences => Serves::Company,
        _ if nothing || inferred => Serves::Company,
        Kind::Behaviour | Kind::Device | Kind::Location | Kind::Marketing if advertising => {
            Serves::Company
        }
        Kind::Account | Kind::Orders | Kind::Support => Serves::Customer,
        _ => Serves::Both,
    }
}
