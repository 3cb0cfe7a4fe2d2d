use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::Bilingual;
use crate::header::{HeaderSet, normalize_header, without_repeat_mark};

/// One table as a company writes it, in all its versions and languages.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableSpec {
    /// The key within the company.
    pub id: String,
    /// What a person would call it.
    pub label: Bilingual,
    /// What one row stands for.
    pub row: Bilingual,
    /// Names that the table has inside its file: a sheet, a heading, a JSON group.
    #[serde(default)]
    pub names: Vec<String>,
    /// First names of the columns that must be there. None: the path or name decides.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Whether those columns are this company's alone.
    #[serde(default)]
    pub mark: Mark,
    /// The columns.
    #[serde(default)]
    pub columns: Vec<ColumnSpec>,
    /// The first name of the column that says when a row happened.
    #[serde(default)]
    pub time: Option<String>,
    /// The first names of the columns by which two answers' rows are compared.
    #[serde(default)]
    pub key: Vec<String>,
    /// Why such a table is typically held, as purposes of the catalog.
    #[serde(default)]
    pub purposes: Vec<String>,
    /// Its rows describe other tables, such as a group's heading: they are kept
    /// and searched, and not counted as records.
    #[serde(default)]
    pub not_records: bool,
    /// Values that stand for "nothing" here, instead of the company's.
    #[serde(default)]
    pub sentinels: Option<Vec<String>>,
    /// Normalized header to position in `columns`.
    #[serde(skip)]
    pub(crate) index: HashMap<String, usize>,
    /// The normalized names of each required column.
    #[serde(skip)]
    pub(crate) required: Vec<Vec<String>>,
    /// Normalized `names`.
    #[serde(skip)]
    pub(crate) known_as: Vec<String>,
}

/// What the required columns of a table prove.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Nobody else writes them: the table alone names the company.
    Own,
    /// Others may write them too: they need support by paths or other tables.
    #[default]
    Shared,
}

impl TableSpec {
    /// What is declared of the column that has this header.
    pub fn column_for(&self, header: &str) -> Option<&ColumnSpec> {
        self.position_of(header).and_then(|position| self.columns.get(position))
    }

    /// Whether all required columns are among these headers.
    pub fn has_required<'a>(&self, headers: impl IntoIterator<Item = &'a str>) -> bool {
        self.is_required_in(&HeaderSet::new(headers))
    }

    pub(crate) fn is_required_in(&self, headers: &HeaderSet) -> bool {
        !self.required.is_empty()
            && self.required.iter().all(|names| names.iter().any(|name| headers.has(name)))
    }

    /// How many of these headers are declared.
    pub fn known_headers<'a>(&self, headers: impl IntoIterator<Item = &'a str>) -> usize {
        headers.into_iter().filter(|header| self.position_of(header).is_some()).count()
    }

    /// Whether the table has this name inside its file.
    pub fn is_named(&self, name: &str) -> bool {
        self.is_known_as(&table_name(name))
    }

    pub(crate) fn is_known_as(&self, normal: &str) -> bool {
        !normal.is_empty() && self.known_as.iter().any(|known| known == normal)
    }

    /// The column that says when a row happened.
    pub fn time_column(&self) -> Option<&ColumnSpec> {
        self.time.as_deref().and_then(|name| self.column_for(name))
    }

    fn position_of(&self, header: &str) -> Option<usize> {
        let normal = normalize_header(header);
        if let Some(&position) = self.index.get(&normal) {
            return Some(position);
        }
        if let Some(plain) = without_repeat_mark(header) {
            return self.index.get(&normalize_header(plain)).copied();
        }
        // A nested value is declared by its last keys: `*.city` fits `order.address.city`
        // and `city`.
        let mut rest = Some(normal.as_str());
        while let Some(tail) = rest {
            if let Some(&position) = self.index.get(&format!("*.{tail}")) {
                return Some(position);
            }
            rest = tail.split_once('.').map(|(_, tail)| tail);
        }
        None
    }
}

/// The name of a table as names are compared; a heading may count what stands
/// below it: `Orders (14)`.
pub(crate) fn table_name(name: &str) -> String {
    normalize_header(without_count(name.trim_end()))
}

fn without_count(name: &str) -> &str {
    let inside = name.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    match inside {
        Some((head, count)) if !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit()) => {
            head
        }
        _ => name,
    }
}

/// One column in all its names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnSpec {
    /// Its headers in every version and language; the first is its key.
    /// `*.city` fits every nested key that ends so.
    pub names: Vec<String>,
    /// The catalog id of its category.
    pub category: String,
    /// What the values are for the reader.
    #[serde(default)]
    pub role: Role,
    /// How dates are written.
    #[serde(default)]
    pub date: Option<DateSpec>,
    /// How amounts are written.
    #[serde(default)]
    pub money: Option<MoneySpec>,
    /// Values that stand for "nothing" here, instead of the table's.
    #[serde(default)]
    pub sentinels: Option<Vec<String>>,
    /// The larger unit whose total every row repeats: such a column is never summed.
    #[serde(default)]
    pub repeats: Option<String>,
    /// What stands between several values in one cell.
    #[serde(default)]
    pub join: Option<String>,
    /// What the header does not say, or says wrongly.
    #[serde(default)]
    pub note: Option<Bilingual>,
    /// Names from our own knowledge of the wording, not yet seen in an answer.
    #[serde(default)]
    pub unverified: Vec<String>,
}

impl ColumnSpec {
    /// The column's key: its first name.
    pub fn key(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }

    /// All headers, seen or not.
    pub fn all_names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().chain(&self.unverified).map(String::as_str)
    }
}

/// What the values of a column are for the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Names a row or another thing.
    Id,
    /// A date or time.
    Time,
    /// Money.
    Amount,
    /// The currency of the amounts in the row.
    Currency,
    /// A count.
    Quantity,
    /// A place or address.
    Place,
    /// A person.
    Person,
    /// A thing bought, watched, wished for.
    Product,
    /// A state, code or kind.
    Status,
    /// Yes or no.
    Flag,
    /// A device, browser or address in a network.
    Device,
    /// Another company.
    Company,
    /// Anything else.
    #[default]
    Text,
}

/// How dates of a column are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DateSpec {
    /// `chrono` formats, most frequent first; `unix`, `unix_ms` and `unix_us` for counts.
    pub formats: Vec<String>,
    /// An IANA zone, `UTC`, or `local` where nobody says; empty if it stands in the value.
    pub zone: String,
    /// The values end in `Z` and are local times all the same.
    pub false_z: bool,
    /// The locale of month names, ISO 639-1, if they are words.
    pub language: String,
}

/// How amounts of a column are written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MoneySpec {
    /// The decimal mark.
    pub decimal: char,
    /// The mark between thousands.
    pub group: Option<char>,
    /// A mark around the whole amount, as some write negative ones.
    pub quote: Option<char>,
    /// Whether a currency sign stands before or after the amount.
    pub sign: bool,
    /// The currency, if every row has the same.
    pub currency: Option<String>,
    /// The first name of the column that has the currency.
    pub currency_from: Option<String>,
    /// The amount is in hundredths.
    pub minor_units: bool,
    /// The amount is in millionths.
    pub micros: bool,
}

impl Default for MoneySpec {
    fn default() -> Self {
        Self {
            decimal: '.',
            group: None,
            quote: None,
            sign: false,
            currency: None,
            currency_from: None,
            minor_units: false,
            micros: false,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use crate::{Catalog, Files};

    fn check(table: &str, header: &str, expect: Option<&str>) {
        let company = format!(
            r#"{{"slug":"s","name":"S","software":true,"quality":"described","sources":[{{"title":"t"}}],
            "exports":[{{"id":"e","label":{{"de":"e","en":"e"}},"languages":["en"],
              "members":[{{"id":"m","kinds":["csv"],"tables":["t"]}}]}}],
            "tables":[{table}]}}"#
        );
        let mut files = Files::default();
        files.insert("companies/s.json", company.into_bytes());
        let catalog = Catalog::new(files);
        let company = catalog.company("s").expect("the declaration is right");
        let found = company.tables[0].column_for(header).map(super::ColumnSpec::key);
        assert_eq!(found, expect, "{header}");
    }

    const TABLE: &str = r#"{"id":"t","label":{"de":"t","en":"t"},"row":{"de":"r","en":"r"},
        "names":["orders","Bestellungen"],
        "columns":[{"names":["Order ID","Bestellnummer"],"category":"ext:OrderNumber"},
          {"names":["*.address.city"],"unverified":["Ort"],"category":"pd:PhysicalAddress"},
          {"names":["Time (GMT)"],"category":"ext:TransactionTime"}]}"#;

    #[test]
    fn a_column_is_found_by_any_of_its_names() {
        for header in ["Order ID", "\u{feff}order id", "OrderID", "Order ID (2)", "bestellnummer"] {
            check(TABLE, header, Some("Order ID"));
        }
        for header in ["order.address.city", "address.city", "orders.0.Address.City", "Ort"] {
            check(TABLE, header, Some("*.address.city"));
        }
        check(TABLE, "Time (GMT)", Some("Time (GMT)"));
        for header in ["", "Order", "Order ID 2", "city", "myaddress.city.name", "Time"] {
            check(TABLE, header, None);
        }
    }

    #[test]
    fn a_table_is_known_by_group_heading_and_count() {
        let mut table: super::TableSpec = serde_json::from_str(TABLE).unwrap();
        table.known_as = table.names.iter().map(|name| crate::normalize_header(name)).collect();
        for name in ["orders", "Orders (14)", "Bestellungen(2)", "BESTELLUNGEN"] {
            assert!(table.is_named(name), "{name}");
        }
        for name in ["", "order", "orders (x)", "my orders"] {
            assert!(!table.is_named(name), "{name}");
        }
    }
}
