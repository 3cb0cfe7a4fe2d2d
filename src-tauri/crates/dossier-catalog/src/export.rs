use dossier_model::{MemberKind, MemberPath};
use serde::{Deserialize, Serialize};

use crate::company::kind_fits;
use crate::{PathFit, PathPattern, Bilingual};

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
    /// What its bytes are; any of them.
    #[serde(default)]
    pub kinds: Vec<MemberKind>,
    /// The ids of the tables in it; more than one if it has several or several versions.
    #[serde(default)]
    pub tables: Vec<String>,
    /// Texts that all stand near the start of the file, whatever its name.
    #[serde(default)]
    pub contains: Vec<String>,
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
    /// What stands in it, if it has no tables.
    #[serde(default)]
    pub label: Option<Bilingual>,
    /// Its checked patterns.
    #[serde(skip)]
    pub(crate) patterns: Vec<PathPattern>,
}

impl MemberSpec {
    /// How well a path fits the best of the declared ones.
    pub fn fit(&self, path: &MemberPath) -> PathFit {
        self.patterns.iter().map(|pattern| pattern.fit(path)).max().unwrap_or(PathFit::No)
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
    pub fn is_marked(&self, start: &str) -> bool {
        !self.contains.is_empty() && self.contains.iter().all(|text| start.contains(text))
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
///
/// `records` is a path whose parts are keys, `{name}` (any key, kept under that
/// name), `{_}` (any key, not kept) or `*` (each element of an array).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JsonHint {
    /// Where one record lies, such as `/{_}/{group}/items/{item}`.
    pub records: String,
    /// The keys of name and value, if a record is a list of pairs.
    #[serde(default)]
    pub pairs: Option<(String, String)>,
    /// The name of the table, or `{wildcard}` to take it from the path.
    #[serde(default)]
    pub table: String,
    /// The wildcards that become fields of the record.
    #[serde(default)]
    pub fields: Vec<String>,
}

impl JsonHint {
    /// The parts of the path.
    pub fn parts(&self) -> impl Iterator<Item = JsonPart<'_>> {
        self.records.split('/').skip(1).map(|part| match part {
            "*" => JsonPart::Each,
            "{_}" => JsonPart::Skip,
            _ => match part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(name) => JsonPart::Named(name),
                None => JsonPart::Key(part),
            },
        })
    }
}

/// One part of a [`JsonHint`]'s path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonPart<'a> {
    /// This key.
    Key(&'a str),
    /// Any key, kept under this name.
    Named(&'a str),
    /// Any key, not kept.
    Skip,
    /// Each element of an array.
    Each,
}
