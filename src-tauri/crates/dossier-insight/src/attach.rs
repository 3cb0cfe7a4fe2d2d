use dossier_catalog::category::CategoryFlag;
use dossier_model::{At, FieldSummary, SourcePlace, Statement, StatementKind, TableSummary};

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
    /// Whether each statement is a value of a data table: it is seen, not said.
    seen: Vec<bool>,
}

/// How closely a statement means a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Near {
    /// It names the field, its table or its file.
    Name,
    /// It names its kind of data.
    Kind,
    /// It speaks of everything.
    General,
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
        let seen = all.iter().map(|statement| is_data(statement, all, tables)).collect();
        Self { all, used, seen }
    }

    /// Whether a statement is a value of a data table, such as a column of
    /// recipients in a log of transfers: it shows, the company does not say it.
    pub fn is_seen(&self, statement: &Statement) -> bool {
        let same = |(other, seen): (&Statement, &bool)| *seen && std::ptr::eq(other, statement);
        self.all.iter().zip(&self.seen).any(same)
    }

    /// The statements of a kind that speak of a field: those that name it or its
    /// table if there are any, else those that name its kind of data, else those
    /// that speak of everything. A row of a data table speaks of that table only.
    pub fn of(
        &self,
        knowledge: &Knowledge<'_>,
        kind: StatementKind,
        table: &TableSummary,
        field: &FieldSummary,
    ) -> Vec<&'s Statement> {
        let own = |statement: &Statement, seen: bool| !seen || stands_in(statement, table);
        let said =
            self.all.iter().zip(&self.seen).filter(|(s, seen)| s.kind == kind && own(s, **seen));
        let near: Vec<(Near, &Statement)> = said
            .filter_map(|(statement, seen)| {
                let near = near(knowledge, statement, table, field);
                // What stands in its own rows is close, whatever it names.
                let near = if *seen { near.or(Some(Near::General)) } else { near };
                Some((near?, statement))
            })
            .collect();
        let nearest = near.iter().map(|(near, _)| *near).min();
        near.into_iter().filter(|(near, _)| Some(*near) == nearest).map(|(_, s)| s).collect()
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
    matches!(near(knowledge, statement, table, field), Some(Near::Name | Near::Kind))
}

fn near(
    knowledge: &Knowledge<'_>,
    statement: &Statement,
    table: &TableSummary,
    field: &FieldSummary,
) -> Option<Near> {
    if is_general(statement) {
        return Some(Near::General);
    }
    field.kind?;
    if names(statement.applies_to.expose(), table, field) {
        return Some(Near::Name);
    }
    let of_category = statement.categories.iter().any(|id| {
        *id == field.category
            || (!field.group.is_empty() && knowledge.group(id) == Some(field.group.as_str()))
    });
    let of_bundle = || {
        let kinds = knowledge.bundle(statement.applies_to.expose());
        // What is concluded or specially protected goes by no such name.
        let plain = knowledge
            .category(field)
            .is_none_or(|one| !one.special && !one.has(CategoryFlag::OftenInferred));
        plain && field.kind.is_some_and(|kind| kinds.is_some_and(|all| all.contains(&kind)))
    };
    (of_category || of_bundle()).then_some(Near::Kind)
}

/// Whether a statement stands in a column of this table.
pub(crate) fn stands_in(statement: &Statement, table: &TableSummary) -> bool {
    let SourcePlace { path, at, field } = &statement.place;
    let elsewhere = match at {
        At::Pointer { pointer } => {
            let list = list_of(pointer);
            list.ends_with("[]") && table.name.ends_with("[]") && list != table.name
        }
        _ => false,
    };
    table.path == *path
        && !elsewhere
        && table.fields.iter().any(|f| Some(&f.name) == field.as_ref())
}

/// The list that a record of a JSON file stands in, as tables are named: `/a/3/b/0` is one
/// of `a[].b[]`.
fn list_of(pointer: &str) -> String {
    let mut out = String::new();
    for part in pointer.split('/').filter(|part| !part.is_empty()) {
        if part.bytes().all(|b| b.is_ascii_digit()) {
            out.push_str("[]");
            continue;
        }
        if !out.is_empty() {
            out.push('.');
        }
        out.push_str(part);
    }
    out
}

/// The group of what tells what somebody agreed to.
const CONSENT: &str = "consent";

/// Whether a statement is a value of a data table: it stands in a column of a table
/// of several records, or of consents, and nothing else there is a statement. A table
/// that states purposes, recipients and periods beside each other is the company's word.
pub(crate) fn is_data(statement: &Statement, all: &[Statement], tables: &[TableSummary]) -> bool {
    let of_data = |table: &&TableSummary| {
        let header = statement.place.field.as_ref();
        let mut others = table.fields.iter().filter(|f| Some(&f.name) != header && f.filled > 0);
        stands_in(statement, table)
            && match table.records {
                0 | 1 => others.any(|field| field.group == CONSENT),
                _ => others.next().is_some(),
            }
    };
    let says = |table: &TableSummary| {
        all.iter().any(|other| other.kind != statement.kind && stands_in(other, table))
    };
    tables.iter().filter(of_data).any(|table| !says(table))
}

/// Words that name no kind of data.
const EMPTY_WORDS: usize = 4;
/// Shorter ones that add nothing to a name; others, as in `IP address`, make it another.
const PLAIN: [&str; 14] =
    ["id", "nr", "no", "am", "at", "on", "of", "by", "de", "an", "in", "to", "zu", "key"];

fn names(applies_to: &str, table: &TableSummary, field: &FieldSummary) -> bool {
    let all = words(applies_to);
    let said: Vec<&String> = all.iter().filter(|word| word.len() >= EMPTY_WORDS).collect();
    if said.is_empty() {
        return false;
    }
    let same = |name: &str| {
        let name = words(name);
        let (long, short): (Vec<&String>, Vec<&String>) =
            name.iter().partition(|word| word.len() >= EMPTY_WORDS);
        let plain = |word: &&String| {
            PLAIN.contains(&word.as_str())
                || word.chars().any(|c| !c.is_alphabetic())
                || all.contains(word)
        };
        !long.is_empty()
            && long.iter().all(|word| said.iter().any(|other| alike(word, other)))
            && short.iter().all(plain)
    };
    same(&field.name) || same(&table.name) || same(&table.declared) || same(stem(table))
}

/// One word in two forms: `orders` and `order`, `bestellung` and `bestellungen`.
fn alike(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    long.starts_with(short) && long.len() - short.len() <= 3
}
