//! Tables that have a name at the left of each value, the commonest layout of an answer
//! made by hand. Their rows are the fields of one record.

use dossier_catalog::Catalog;
use dossier_model::{At, RowBuf};

use crate::classify::Classifier;

/// Rows at most: a longer table lists things.
const MOST_ROWS: usize = 200;
/// Names at least, and how many of them must be known.
const FEWEST: usize = 3;
/// A longer name is a sentence.
const LONGEST_NAME: usize = 60;

/// A table that was turned.
pub struct Turned {
    /// The names, as fields.
    pub fields: Vec<String>,
    /// One record, or several where the first name comes again.
    pub records: Vec<(At, RowBuf)>,
}

/// Turns a table whose first column names what the second one holds; with four columns,
/// the third what the fourth holds. None if it is no such table.
pub fn turned(
    fields: &[String],
    rows: &[(At, RowBuf)],
    classifier: &Classifier,
    catalog: &Catalog,
) -> Option<Turned> {
    if rows.is_empty() || rows.len() > MOST_ROWS {
        return None;
    }
    let table = Table::new(fields, rows)?;
    let head = table.head(catalog);
    let pairs = table.pairs(head == Head::Generic);
    let names: Vec<&str> = pairs.iter().map(|pair| pair.name).filter(|n| !n.is_empty()).collect();
    let language = classifier.language_of(names.iter().copied());
    let known = |text: &str| classifier.is_name_of_field(text, language);
    // A head whose second word names a field, too, is that of a list.
    if head == Head::Names && known(table.head_of_values()) {
        return None;
    }
    let told = names.iter().filter(|name| known(name)).count();
    let short = names.iter().all(|name| name.len() <= LONGEST_NAME && !is_value(name));
    if names.len() < FEWEST || told < FEWEST || told * 5 < names.len() * 3 || !short {
        return None;
    }
    let values = || pairs.iter().map(|pair| pair.value).filter(|value| !value.is_empty());
    let echo = values().filter(|value| known(value) && !is_value(value)).count();
    let (all, typed) = (values().count(), values().filter(|value| is_value(value)).count());
    let bare = values().filter(|value| is_bare(value)).count();
    // Counts, and yes and no, are a list; so are words without any number or address.
    let list = bare * 3 > all * 2 || echo * 2 > all;
    let sure = head == Head::Generic && all > 1;
    (typed > 0 && all > 1 && (sure || !list)).then(|| gathered(&pairs))
}

/// What the names of the columns are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    /// Nothing: the table has no head.
    None,
    /// `Field` and `Value`.
    Generic,
    /// A name and its value, or a head.
    Names,
}

struct Pair<'a> {
    at: &'a At,
    name: &'a str,
    value: &'a str,
}

struct Table<'a> {
    fields: &'a [String],
    rows: &'a [(At, RowBuf)],
    /// The columns of a name and of its value.
    columns: Vec<(u32, u32)>,
}

impl<'a> Table<'a> {
    /// None if its columns do not go together in twos.
    fn new(fields: &'a [String], rows: &'a [(At, RowBuf)]) -> Option<Self> {
        let used = (0_u32..).zip(fields).filter(|(at, name)| {
            !is_unnamed(name, *at) || rows.iter().any(|(_, row)| !cell(row, *at).is_empty())
        });
        let used: Vec<u32> = used.map(|(at, _)| at).collect();
        let columns = match used[..] {
            [name, value] => vec![(name, value)],
            [name, value, other, its] => vec![(name, value), (other, its)],
            _ => return None,
        };
        Some(Self { fields, rows, columns })
    }

    fn named(&self, at: u32) -> &'a str {
        let name = self.fields.get(at as usize).map_or("", String::as_str);
        if is_unnamed(name, at) { "" } else { name }
    }

    fn head(&self, catalog: &Catalog) -> Head {
        let (name, value) = self.columns[0];
        let plain = |at: u32| self.named(at).to_lowercase().replace(['_', '-'], " ");
        let (name, value) = (plain(name), plain(value));
        let upright = catalog.categories().upright();
        if name.is_empty() && value.is_empty() {
            Head::None
        } else if upright.labels.contains(&name) && upright.values.contains(&value) {
            Head::Generic
        } else {
            Head::Names
        }
    }

    fn head_of_values(&self) -> &'a str {
        self.named(self.columns[0].1)
    }

    /// The names with their values, column by column; a head that is none is the first.
    fn pairs(&self, headed: bool) -> Vec<Pair<'a>> {
        let mut pairs = Vec::new();
        for (name, value) in &self.columns {
            if !headed && let Some((at, _)) = self.rows.first() {
                pairs.push(Pair { at, name: self.named(*name), value: self.named(*value) });
            }
            let rows = self.rows.iter().map(|(at, row)| Pair {
                at,
                name: cell(row, *name).trim_end_matches(':').trim_end(),
                value: cell(row, *value),
            });
            pairs.extend(rows);
        }
        pairs.retain(|pair| !pair.name.is_empty() || !pair.value.is_empty());
        pairs
    }
}

/// The pairs as records. A value without a name goes on with the one before it, and the
/// first name, when it comes again, begins another record.
fn gathered(pairs: &[Pair<'_>]) -> Turned {
    let mut fields: Vec<String> = Vec::new();
    let mut records: Vec<(At, Vec<String>)> = Vec::new();
    let mut last = None;
    for pair in pairs {
        let again = fields.first().is_some_and(|first| first == pair.name);
        if records.is_empty() || again {
            records.push((pair.at.clone(), Vec::new()));
        }
        let Some((_, cells)) = records.last_mut() else { continue };
        if pair.name.is_empty()
            && let Some(before) = last.and_then(|at: usize| cells.get_mut(at))
        {
            before.push('\n');
            before.push_str(pair.value);
            continue;
        }
        let at = place_of(pair.name, &mut fields, cells);
        if cells.len() <= at {
            cells.resize(at + 1, String::new());
        }
        pair.value.clone_into(&mut cells[at]);
        last = Some(at);
    }
    let row = |cells: Vec<String>| {
        let mut row = RowBuf::default();
        cells.iter().for_each(|cell| row.push(Some(cell)));
        row
    };
    Turned { fields, records: records.into_iter().map(|(at, cells)| (at, row(cells))).collect() }
}

/// The field of a name; a second one of the same name has a number.
fn place_of(name: &str, fields: &mut Vec<String>, cells: &[String]) -> usize {
    let name = if name.is_empty() { "value" } else { name };
    for number in 1.. {
        let tried = if number == 1 { name.to_owned() } else { format!("{name} ({number})") };
        match fields.iter().position(|field| *field == tried) {
            Some(at) if cells.get(at).is_none_or(String::is_empty) => return at,
            Some(_) => {}
            None => {
                fields.push(tried);
                break;
            }
        }
    }
    fields.len() - 1
}

fn cell(row: &RowBuf, at: u32) -> &str {
    row.get(at).unwrap_or_default().trim()
}

/// Whether a column has the name that readers give to one without any.
fn is_unnamed(name: &str, at: u32) -> bool {
    name.is_empty() || name == format!("column {}", at + 1)
}

/// A number, a day, an address of mail: no name of a field.
fn is_value(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let share = text.ends_with('%');
    !share && (text.contains('@') || digits * 3 > text.chars().count() || digits >= 4)
}

/// A count, or a word as short as yes and no.
fn is_bare(text: &str) -> bool {
    let long = text.chars().count();
    let of_letters = text.chars().all(char::is_alphabetic);
    long <= 4 && text.chars().all(|c| c.is_ascii_digit())
        || of_letters && (long <= 3 || long == 4 && text.chars().all(char::is_lowercase))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use dossier_catalog::Catalog;

    use super::*;

    fn rows(lines: &[&[&str]]) -> Vec<(At, RowBuf)> {
        let row = |(line, cells): (u32, &&[&str])| {
            let mut row = RowBuf::default();
            cells.iter().for_each(|cell| row.push(Some(cell)));
            (At::Line { line }, row)
        };
        (1..).zip(lines).map(row).collect()
    }

    fn turn(head: &[&str], lines: &[&[&str]]) -> Option<Vec<Vec<(String, String)>>> {
        let catalog = Catalog::embedded();
        let classifier = Classifier::new(catalog.categories(), catalog.statements());
        let fields: Vec<String> = head.iter().map(|name| (*name).to_owned()).collect();
        let found = turned(&fields, &rows(lines), &classifier, &catalog)?;
        let pair = |(name, value): (&String, Option<&str>)| {
            (name.clone(), value.unwrap_or_default().to_owned())
        };
        let record =
            |(_, row): &(At, RowBuf)| found.fields.iter().zip(row.iter()).map(pair).collect();
        Some(found.records.iter().map(record).collect())
    }

    const BARE: [&str; 2] = ["column 1", "column 2"];

    #[test]
    fn names_at_the_left_are_fields() {
        let lines: [&[&str]; 5] = [
            &["Kundennr.", "50231187"],
            &["Name:", "Hedwig Ramelow"],
            &["Geburtsdatum", "01.09.1951"],
            &["Adresse", "Am Deich 4"],
            &["", "26721 Emden"],
        ];
        let found = turn(&BARE, &lines).unwrap();
        let expected = [
            ("Kundennr.", "50231187"),
            ("Name", "Hedwig Ramelow"),
            ("Geburtsdatum", "01.09.1951"),
            ("Adresse", "Am Deich 4\n26721 Emden"),
        ];
        assert_eq!(found, [expected.map(|(n, v)| (n.to_owned(), v.to_owned()))]);
        // What was taken for a head is the first pair.
        let found = turn(&["Name", "Anna Ohm"], &lines[2..]).unwrap();
        assert_eq!(found[0][0], ("Name".to_owned(), "Anna Ohm".to_owned()));
    }

    #[test]
    fn a_head_that_only_says_field_and_value_is_none() {
        let lines: [&[&str]; 3] =
            [&["Vorname", "Anna"], &["Nachname", "Ohm"], &["E-Mail", "a@example.org"]];
        let found = turn(&["Feld", "Wert"], &lines).unwrap();
        assert_eq!(found[0].len(), 3);
        assert_eq!(found[0][0].1, "Anna");
    }

    #[test]
    fn a_name_that_comes_again_begins_a_record_or_has_a_number() {
        let lines: [&[&str]; 7] = [
            &["Name", "Anna Ohm"],
            &["Telefon", "+49 30 5550101"],
            &["Telefon", "+49 30 5550102"],
            &["E-Mail", "a@example.org"],
            &["Name", "Bela Ohm"],
            &["Telefon", "+49 30 5550103"],
            &["E-Mail", "b@example.org"],
        ];
        let found = turn(&BARE, &lines).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0][2], ("Telefon (2)".to_owned(), "+49 30 5550102".to_owned()));
        assert_eq!(found[1][0].1, "Bela Ohm");
    }

    #[test]
    fn empty_columns_between_and_two_pairs_beside_each_other() {
        let head = ["column 1", "column 2", "column 3"];
        let lines: [&[&str]; 3] =
            [&["Name", "", "Anna Ohm"], &["Ort", "", "Emden"], &["PLZ", "", "26721"]];
        assert_eq!(turn(&head, &lines).unwrap()[0].len(), 3);
        let head = ["column 1", "column 2", "column 3", "column 4"];
        let lines: [&[&str]; 2] = [
            &["Name", "Anna Ohm", "Kundennr.", "50231187"],
            &["Ort", "Emden", "Telefon", "+49 30 5550101"],
        ];
        assert_eq!(turn(&head, &lines).unwrap()[0].len(), 4);
    }

    #[test]
    fn lists_stay_lists() {
        let counts: [&[&str]; 3] =
            [&["Bestellungen", "12"], &["Retouren", "3"], &["Adressen", "2"]];
        assert!(turn(&BARE, &counts).is_none());
        let goods: [&[&str]; 3] = [&["Lampe", "19,90"], &["Tisch", "120,00"], &["Stuhl", "45,00"]];
        assert!(turn(&["Artikel", "Preis"], &goods).is_none());
        let allowed: [&[&str]; 3] = [&["E-Mail", "ja"], &["Telefon", "nein"], &["Post", "nein"]];
        assert!(turn(&["Kanal", "Einwilligung"], &allowed).is_none());
        assert!(turn(&BARE, &allowed).is_none());
        let shown: [&[&str]; 3] =
            [&["Name", "sichtbar"], &["E-Mail", "verborgen"], &["Telefon", "verborgen"]];
        assert!(turn(&["Feld", "Wert"], &shown).is_none());
        let shares: [&[&str]; 3] = [&["Name", "100 %"], &["E-Mail", "80 %"], &["Telefon", "7 %"]];
        assert!(turn(&BARE, &shares).is_none());
        let people: [&[&str]; 3] =
            [&["Anna", "a@example.org"], &["Bela", "b@example.org"], &["Cem", "c@example.org"]];
        assert!(turn(&["Name", "E-Mail"], &people).is_none());
    }
}
