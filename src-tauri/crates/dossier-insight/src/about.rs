use dossier_model::{FieldSummary, Kind, Statement, TableSummary};

use crate::Knowledge;
use crate::attach::{is_general, speaks_of};
use crate::knowledge::stem;
use crate::text::words;

/// Letters that two words share if they name one thing.
const SHARED: usize = 5;
/// What German puts behind the name of a thing: `Rezeptdaten`.
const DATA: &str = "daten";

/// The kind that most fields of a table are of: an order holds an address too.
pub fn main_kind(table: &TableSummary) -> Option<Kind> {
    let fields = |kind: &Kind| table.fields.iter().filter(|f| f.kind == Some(*kind)).count();
    // Of equal ones the first.
    Kind::ALL.into_iter().rev().max_by_key(|kind| (fields(kind), table.kinds[*kind as usize]))
}

/// Whether a statement means the records of a table, or one field of them: it speaks of
/// everything, names the table, or names what most of its fields are.
pub fn is_about(
    knowledge: &Knowledge<'_>,
    statement: &Statement,
    table: &TableSummary,
    field: Option<&str>,
) -> bool {
    if is_general(statement) || names_table(statement.applies_to.expose(), table) {
        return true;
    }
    let speaks = |one: &FieldSummary| speaks_of(knowledge, statement, table, one);
    if let Some(name) = field {
        return table.fields.iter().filter(|one| one.name == name).any(speaks);
    }
    // Every log has days; an address in an order does not make it contact data.
    let telling = |one: &&FieldSummary| one.kind.is_some() && one.date_format.is_empty();
    let kind = main_kind(table);
    let all = table.fields.iter().filter(telling).count();
    let main: Vec<_> =
        table.fields.iter().filter(telling).filter(|field| field.kind == kind).collect();
    main.len() * 2 > all && main.into_iter().any(speaks)
}

/// Whether words name a table by its name or that of its file.
pub fn names_table(text: &str, table: &TableSummary) -> bool {
    let said = words(text);
    [table.name.as_str(), &table.declared, stem(table)].iter().any(|name| {
        let name: Vec<String> =
            words(name).into_iter().filter(|word| word.len() >= SHARED).collect();
        !name.is_empty() && name.iter().all(|word| said.iter().any(|other| one_thing(word, other)))
    })
}

/// Whether two words name one thing: `orders` and `order`, `Rezeptdaten` and `Rezepte`.
pub fn one_thing(a: &str, b: &str) -> bool {
    let shared = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(shared..).unwrap_or_default(), b.get(shared..).unwrap_or_default());
    let ends = a.len().min(b.len()) == 0 && a.len().max(b.len()) <= 3;
    shared >= SHARED && (ends || a == DATA || b == DATA)
}

/// Whether the names of two fields have a word in common.
pub fn share_a_word(a: &str, b: &str) -> bool {
    let other = words(b);
    words(a).iter().any(|word| other.contains(word))
}
