use dossier_model::{MemberKind, MemberPath};
use serde::{Deserialize, Serialize};

use crate::company::kind_fits;
use crate::header::HeaderSet;
use crate::pattern::PathParts;
use crate::{Bilingual, PathFit, PathPattern};

/// One form that a company's answers had.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportSpec {
    /// The key within the company.
    pub id: String,
    /// What a person would call it.
    pub label: Bilingual,
    /// The version of the software or layout, if it has one.
    #[serde(default)]
    pub version: String,
    /// From when, as far as known: `2020`, `2026-02-19`; empty if unknown.
    #[serde(default)]
    pub since: String,
    /// Until when.
    #[serde(default)]
    pub until: String,
    /// The languages of its headers and labels, ISO 639-1.
    pub languages: Vec<String>,
    /// The files in it.
    pub members: Vec<MemberSpec>,
}

impl ExportSpec {
    /// A member by its id.
    pub fn member(&self, id: &str) -> Option<&MemberSpec> {
        self.members.iter().find(|member| member.id == id)
    }
}

/// One file of an export, or a family of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberSpec {
    /// The key within the export.
    pub id: String,
    /// Its paths, as [`PathPattern`]s. They support recognition and never decide it.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Others may use these paths too: they say nothing without the content.
    #[serde(default)]
    pub common_path: bool,
    /// What its bytes are; any of them.
    #[serde(default)]
    pub kinds: Vec<MemberKind>,
    /// The ids of the tables in it; more than one if it has several or several versions.
    #[serde(default)]
    pub tables: Vec<String>,
    /// Texts that all stand near the start of the file, whatever its name.
    #[serde(default)]
    pub contains: Vec<String>,
    /// Those texts are common: they count only where file and folders are as declared.
    #[serde(default)]
    pub with_path: bool,
    /// Headers that only this version of the file has.
    #[serde(default)]
    pub requires: Vec<String>,
    /// The member of the same export that holds the same data in another form.
    #[serde(default)]
    pub duplicate_of: Option<String>,
    /// What a reader of separated values has to know.
    #[serde(default)]
    pub csv: CsvHints,
    /// How records lie in a JSON document.
    #[serde(default)]
    pub json: Vec<JsonHint>,
    /// How records lie in a page that is only a run of cells.
    #[serde(default)]
    pub cells: Option<CellsHint>,
    /// How records lie in a page whose elements are records each.
    #[serde(default)]
    pub blocks: Option<BlocksHint>,
    /// What stands in it, if it has no tables.
    #[serde(default)]
    pub label: Option<Bilingual>,
    /// Its checked patterns.
    #[serde(skip)]
    pub(crate) patterns: Vec<PathPattern>,
    /// Normalized `requires`.
    #[serde(skip)]
    pub(crate) required: Vec<String>,
    /// The positions of `tables` in the company.
    #[serde(skip)]
    pub(crate) positions: Vec<usize>,
}

impl MemberSpec {
    /// How well a path fits the best of the declared ones.
    pub fn fit(&self, path: &MemberPath) -> PathFit {
        self.fit_parts(&PathParts::new(path))
    }

    pub(crate) fn fit_parts(&self, path: &PathParts) -> PathFit {
        self.patterns.iter().map(|pattern| pattern.fit_parts(path)).max().unwrap_or(PathFit::No)
    }

    /// Whether a path fits, with or without its folders.
    pub fn matches(&self, path: &MemberPath) -> bool {
        self.fit(path) != PathFit::No
    }

    /// Whether the bytes can be this member.
    pub fn takes(&self, kind: MemberKind) -> bool {
        kind_fits(&self.kinds, kind)
    }

    /// Whether the start of a file holds all texts that mark it.
    pub fn is_marked(&self, path: &MemberPath, start: &str) -> bool {
        !self.contains.is_empty()
            && self.contains.iter().all(|text| start.contains(text))
            && (!self.with_path || self.fit(path) == PathFit::Full)
    }

    /// Whether the headers are those of this version of the file.
    pub(crate) fn is_version_of(&self, headers: &HeaderSet) -> bool {
        self.required.iter().all(|name| headers.has(name))
    }
}

/// What a reader of separated values cannot find out itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CsvHints {
    /// The separator, where guessing goes wrong.
    pub delimiter: Option<char>,
    /// The encoding, as a WHATWG label.
    pub encoding: Option<String>,
    /// Lines before the header.
    pub skip_before_header: u32,
    /// Rows after the header that describe the columns.
    pub skip_after_header: u32,
    /// The start of the first line that is no record any more.
    pub footer: Option<String>,
    /// Lines that stand alone before a table inside the file and name it.
    pub sections: bool,
    /// The column names of a file that has no header line.
    pub header: Vec<String>,
}

/// How records lie in a JSON document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JsonHint {
    /// A pointer to one record, such as `/{_}/{group}/items/{item}`: `{name}` is any
    /// key or index and is kept in a field of that name, `{_}` is not kept.
    pub records: String,
    /// The keys of name and value, if a record is a list of pairs.
    #[serde(default)]
    pub pairs: Option<(String, String)>,
    /// The name of the table; `{name}` is filled from the path. Empty: the reader names it.
    #[serde(default)]
    pub table: String,
}

impl JsonHint {
    /// The names that the path keeps.
    pub fn wildcards(&self) -> impl Iterator<Item = &str> {
        let named = |part: &'_ str| part.starts_with('{') && part.ends_with('}') && part != "{_}";
        self.records.split('/').filter(move |part| named(part)).map(|part| &part[1..part.len() - 1])
    }
}

/// How records lie in a page whose tables have no usable rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellsHint {
    /// The class of the cells that hold values; empty for all cells.
    #[serde(default)]
    pub class: String,
    /// The names of the values of one record, in their order: so many cells are one record.
    pub header: Vec<String>,
}

/// Elements of a page that are one record each, such as entries of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlocksHint {
    /// The class of the element that is a record.
    pub class: String,
    /// The elements in it that hold its values.
    pub parts: Vec<BlockPart>,
}

/// An element inside such a record. A second one of the same class holds values
/// under names: lines that end in a colon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockPart {
    /// Its class.
    pub class: String,
    /// The names of its first line, of what stands between, and of its last line;
    /// a single name takes all.
    pub fields: Vec<String>,
    /// The name of the address of its first link.
    #[serde(default)]
    pub link: Option<String>,
}
