use dossier_model::{FieldSummary, Statement, StatementKind, TableSummary};

use crate::Knowledge;
use crate::knowledge::stem;
use crate::text::words;

/// Which statements speak of which fields.
///
/// A statement that names a kind of data speaks of the fields of that kind and of
/// the tables of that name; one that names nothing speaks of everything. One that
/// names a thing of which nothing came speaks of no field: it stands for the
/// company and is never spread over data that it does not mean.
#[derive(Debug)]
pub struct Attached<'s> {
    all: &'s [Statement],
    /// Whether each statement speaks of some field.
    used: Vec<bool>,
}

impl<'s> Attached<'s> {
    /// Attaches the statements of one answer to its tables.
    pub fn new(knowledge: &Knowledge<'_>, tables: &[TableSummary], all: &'s [Statement]) -> Self {
        let used = all
            .iter()
            .map(|statement| {
                is_general(statement)
                    || tables.iter().any(|table| {
                        let mut fields = table.fields.iter();
                        fields.any(|field| speaks_of(knowledge, statement, table, field))
                    })
            })
            .collect();
        Self { all, used }
    }

    /// The statements of a kind that speak of a field: the specific ones if there
    /// are any, else those that speak of everything.
    pub fn of(
        &self,
        knowledge: &Knowledge<'_>,
        kind: StatementKind,
        table: &TableSummary,
        field: &FieldSummary,
    ) -> Vec<&'s Statement> {
        let of_kind = || self.all.iter().filter(move |statement| statement.kind == kind);
        let specific: Vec<_> = of_kind()
            .filter(|statement| !is_general(statement))
            .filter(|statement| speaks_of(knowledge, statement, table, field))
            .collect();
        if specific.is_empty() { of_kind().filter(|s| is_general(s)).collect() } else { specific }
    }

    /// The statements that speak of a thing of which nothing came.
    pub fn unattached(&self) -> impl Iterator<Item = &'s Statement> {
        self.all.iter().zip(&self.used).filter(|(_, used)| !**used).map(|(statement, _)| statement)
    }
}

/// Whether a statement speaks of everything.
pub(crate) fn is_general(statement: &Statement) -> bool {
    statement.categories.is_empty() && statement.applies_to.expose().trim().is_empty()
}

/// Whether a statement that names something means this field.
pub(crate) fn speaks_of(
    knowledge: &Knowledge<'_>,
    statement: &Statement,
    table: &TableSummary,
    field: &FieldSummary,
) -> bool {
    if field.kind.is_none() {
        return false;
    }
    let of_category = statement.categories.iter().any(|id| {
        *id == field.category
            || (!field.group.is_empty() && knowledge.group(id) == Some(field.group.as_str()))
    });
    of_category || names(statement.applies_to.expose(), table, field)
}

/// Words that name no kind of data.
const EMPTY_WORDS: usize = 4;

fn names(applies_to: &str, table: &TableSummary, field: &FieldSummary) -> bool {
    let said: Vec<String> =
        words(applies_to).into_iter().filter(|word| word.len() >= EMPTY_WORDS).collect();
    if said.is_empty() {
        return false;
    }
    let same = |name: &str| {
        let name = words(name);
        !name.is_empty()
            && name.iter().filter(|w| w.len() >= EMPTY_WORDS).count() > 0
            && name
                .iter()
                .filter(|word| word.len() >= EMPTY_WORDS)
                .all(|word| said.iter().any(|other| alike(word, other)))
    };
    same(&field.name) || same(&table.name) || same(&table.declared) || same(stem(table))
}

/// One word in two forms: `orders` and `order`, `bestellung` and `bestellungen`.
fn alike(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    long.starts_with(short) && long.len() - short.len() <= 3
}
