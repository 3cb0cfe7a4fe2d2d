use dossier_model::Sensitive;
use serde::{Deserialize, Serialize};

/// What a declaration knows of a member before it is read. All of it is
/// optional: a reader finds out what it is not told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadHints {
    /// The encoding, by its web label (`windows-1252`, `utf-16le`). A
    /// byte-order mark wins over it.
    pub encoding: Option<String>,
    /// CSV: the separator.
    pub delimiter: Option<char>,
    /// CSV: the quote.
    pub quote: Option<char>,
    /// CSV: the line of the header, counted from 1; what is above is text.
    pub header_line: Option<u32>,
    /// CSV: whether there is a header at all.
    pub has_header: Option<bool>,
    /// CSV: records after the header that are no data, such as a second header
    /// with explanations. They are kept as text.
    pub skip_rows_after_header: u32,
    /// CSV: how lines begin that end the table. They and what follows are text.
    pub footer_prefixes: Vec<String>,
    /// JSON: where the records stand.
    pub json: Vec<JsonPattern>,
    /// Passwords that a person gave for this member.
    pub passwords: Vec<Sensitive<String>>,
    /// HTML: cells that are records without rows.
    pub cells: Option<CellRun>,
    /// HTML: elements that are records each.
    pub blocks: Option<BlockRun>,
}

/// Cells of a page whose rows mean nothing: so many as there are names are one
/// record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellRun {
    /// The class of the cells that hold values; empty for all cells.
    pub class: String,
    /// The names of the values of one record, in their order.
    pub header: Vec<String>,
}

/// Elements of a page that are one record each, such as entries of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockRun {
    /// The class of the element that is a record.
    pub class: String,
    /// The elements in it that hold its values.
    pub parts: Vec<BlockPart>,
}

/// An element inside a record. A second one of the same class holds values under
/// names: lines that end in a colon.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockPart {
    /// Its class.
    pub class: String,
    /// The names of its first line, of what stands between, and of its last line;
    /// a single name takes all.
    pub fields: Vec<String>,
    /// The name of the address of its first link.
    pub link: Option<String>,
}

/// Where records stand in a JSON document.
///
/// ```
/// use dossier_formats::JsonPattern;
/// let pattern = JsonPattern {
///     path: "/{_}/{group}/items/{item}".to_owned(),
///     table: Some("{group}".to_owned()),
///     pairs: Some(("name".to_owned(), "value".to_owned())),
/// };
/// assert_eq!(pattern.wildcards().collect::<Vec<_>>(), ["group", "item"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JsonPattern {
    /// A pointer whose parts may be `{name}`: any key or index, kept in a field
    /// of that name. `{_}` is any key that is not kept.
    pub path: String,
    /// The table's name; `{name}` is filled with what the wildcard met. Without
    /// it the table is named by its path.
    pub table: Option<String>,
    /// The record is a list of pairs: the keys of their name and value.
    pub pairs: Option<(String, String)>,
}

impl JsonPattern {
    /// The names of the wildcards that are kept.
    pub fn wildcards(&self) -> impl Iterator<Item = &str> {
        self.parts()
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .filter(|n| *n != "_")
    }

    /// The parts of the path, unescaped ones only need comparing.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &str> {
        self.path.split('/').skip(1)
    }
}
