use dossier_catalog::finding::Evidence;
use dossier_model::{
    Benefit, FieldSummary, Item, Kind, Sensitive, Statement, StatementKind, TableSummary, Voice,
    Voiced,
};

use crate::answer::field_place;
use crate::attach::Attached;
use crate::knowledge::matches_any;
use crate::text::words;
use crate::{Answer, Knowledge};

/// What one company holds, per field, and what it says that belongs to no field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// One item per field that says something about the person.
    pub items: Vec<Item>,
    /// Statements about things of which nothing came: they stand for the company.
    pub company: Vec<Statement>,
}

/// The holdings of one answer, each with its voice.
pub fn holdings(answer: &Answer<'_>, knowledge: &Knowledge<'_>) -> Holdings {
    let attached = Attached::new(knowledge, answer.tables, answer.statements);
    let mut items = Vec::new();
    for table in answer.tables {
        let shown = shown_by_table(table, knowledge);
        for field in &table.fields {
            if let (Some(kind), true) = (field.kind, field.filled > 0) {
                let context = Context { answer, knowledge, attached: &attached, table, field };
                items.push(context.item(kind, &shown));
            }
        }
    }
    Holdings { items, company: attached.unattached().cloned().collect() }
}

/// The items of one answer: see [`holdings`].
pub fn items(answer: &Answer<'_>, knowledge: &Knowledge<'_>) -> Vec<Item> {
    holdings(answer, knowledge).items
}

/// The evidence in a table and the field that shows it.
type Shown<'a> = Vec<(&'a Evidence, &'a FieldSummary)>;

fn shown_by_table<'a>(table: &'a TableSummary, knowledge: &Knowledge<'a>) -> Shown<'a> {
    let rules = knowledge.rules.evidence.iter();
    rules
        .flat_map(|evidence| table.fields.iter().map(move |field| (evidence, field)))
        .filter(|(evidence, field)| {
            knowledge.passes(&evidence.fields, table, field) && is_named(evidence, field)
        })
        .collect()
}

/// Whether a field has the name of what is shown: `courier` or `courier.name`, and not
/// `courier.rating`.
fn is_named(evidence: &Evidence, field: &FieldSummary) -> bool {
    let leaf = words(field.name.rsplit(['.', '/']).next().unwrap_or_default());
    let has = |list: &[String]| leaf.iter().any(|word| matches_any(list, word));
    evidence.leaves.is_empty() || has(&evidence.fields.words) || has(&evidence.leaves)
}

struct Context<'a> {
    answer: &'a Answer<'a>,
    knowledge: &'a Knowledge<'a>,
    attached: &'a Attached<'a>,
    table: &'a TableSummary,
    field: &'a FieldSummary,
}

impl Context<'_> {
    fn item(&self, kind: Kind, shown: &Shown<'_>) -> Item {
        let field = self.field;
        let typical = self.knowledge.category(field).map(|category| &category.typical);
        let purposes = typical.map_or(&[][..], |typical| &typical.purposes);
        let bases = typical.map_or(&[][..], |typical| &typical.bases);
        let retention = typical.map_or(&[][..], |typical| match typical.retention.as_str() {
            "" => &[],
            _ => std::slice::from_ref(&typical.retention),
        });
        let known = self.knowledge.category(field).is_some();
        let benefit = |who: &str| {
            if known { format!("benefit.{}.{who}", field.category) } else { String::new() }
        };
        Item {
            controller: Sensitive::new(self.answer.controller.to_owned()),
            category: field.category.clone(),
            kind,
            place: field_place(self.table, &field.name),
            table: self.table.name.clone(),
            field: field.name.clone(),
            records: field.filled,
            first: field.first.clone().or_else(|| self.table.first.clone()),
            last: field.last.clone().or_else(|| self.table.last.clone()),
            examples: field.examples.clone(),
            purposes: self.voiced(StatementKind::Purpose, shown, purposes),
            legal_bases: self.voiced(StatementKind::LegalBasis, shown, bases),
            recipients: self.voiced(StatementKind::Recipient, shown, &[]),
            retention: self.voiced(StatementKind::Retention, shown, retention),
            sources: self.voiced(StatementKind::Source, shown, &[]),
            benefit: Benefit { customer: benefit("customer"), company: benefit("company") },
        }
    }

    /// What is said, then what is seen; our assumption only where nobody speaks.
    fn voiced(&self, kind: StatementKind, shown: &Shown<'_>, typical: &[String]) -> Vec<Voiced> {
        let mut out = Vec::new();
        let attached = self.attached.of(self.knowledge, kind, self.table, self.field);
        // Beside what is named a denial only says that there is nobody else.
        let named = attached.iter().any(|statement| !statement.denies());
        for statement in attached.into_iter().filter(|statement| !(named && statement.denies())) {
            let mut voiced = stated(statement);
            if self.attached.is_seen(statement) {
                voiced.voice = Voice::Seen;
            }
            push(&mut out, voiced);
        }
        self.seen(kind, shown, &mut out);
        if out.is_empty() {
            self.typical(kind, typical, &mut out);
        }
        if out.is_empty() {
            out.push(Voiced::nobody());
        }
        out
    }

    fn seen(&self, kind: StatementKind, shown: &Shown<'_>, out: &mut Vec<Voiced>) {
        for (evidence, field) in shown.iter().filter(|(evidence, _)| evidence.shows == kind) {
            if !evidence.whole_table && field.name != self.field.name {
                continue;
            }
            let place = Some(field_place(self.table, &field.name));
            let values = if evidence.value.is_empty() {
                field.examples.expose().clone()
            } else {
                vec![evidence.value.clone()]
            };
            // A column of yes and no names nobody.
            if evidence.value.is_empty() && values.iter().any(|v| self.knowledge.is_answer(v)) {
                continue;
            }
            for text in values.into_iter().filter(|text| !text.trim().is_empty()) {
                let place = place.clone();
                push(out, Voiced::seen(text, place));
            }
        }
    }

    fn typical(&self, kind: StatementKind, typical: &[String], out: &mut Vec<Voiced>) {
        let declared = self.answer.declared.iter().filter(|fact| {
            let table = fact.table.is_empty() || fact.table == self.table.declared;
            let category = fact.category.is_empty() || fact.category == self.field.category;
            fact.kind == kind && table && category
        });
        let texts: Vec<&String> = declared.map(|fact| &fact.value).collect();
        let texts = if texts.is_empty() { typical.iter().collect() } else { texts };
        for text in texts {
            push(out, Voiced::guess(text.clone()));
        }
    }
}

/// A statement as a voice: its normalized value, else its own words.
pub(crate) fn stated(statement: &Statement) -> Voiced {
    let value = statement.value.expose();
    let text = if value.is_empty() { statement.quote.expose() } else { value };
    Voiced {
        text: Sensitive::new(text.clone()),
        voice: Voice::Stated,
        place: Some(statement.place.clone()),
        own: false,
    }
}

fn push(out: &mut Vec<Voiced>, voiced: Voiced) {
    // Each text once, by its strongest voice: what is said need not be shown again.
    if !out.iter().any(|other| other.text == voiced.text) {
        out.push(voiced);
    }
}
