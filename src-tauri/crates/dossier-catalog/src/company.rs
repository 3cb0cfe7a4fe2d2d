use dossier_model::{MemberKind, StatementKind};
use serde::{Deserialize, Serialize};

use crate::{ExportSpec, TableSpec};

/// What is declared of one company, or of a software that many shops use.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompanySpec {
    /// The key: the name of the file without `.json`.
    pub slug: String,
    /// The name that people know.
    pub name: String,
    /// A shop software: the controller is the shop, named in the data.
    #[serde(default)]
    pub software: bool,
    /// Who answers for the data, by region; the first one unless something else fits.
    #[serde(default)]
    pub controllers: Vec<ControllerSpec>,
    /// Where the data name the controller, for a shop software.
    #[serde(default)]
    pub controller_from: Vec<CellRef>,
    /// Shops and services that the company runs.
    #[serde(default)]
    pub brands: Vec<String>,
    /// Its web and mail domains, without `www`.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Values that stand for "nothing", in every table unless it says otherwise.
    #[serde(default)]
    pub sentinels: Vec<String>,
    /// The forms that its answers had.
    pub exports: Vec<ExportSpec>,
    /// The tables in them.
    pub tables: Vec<TableSpec>,
    /// What it says in public, apart from any answer.
    #[serde(default)]
    pub stated: Vec<NoticeSpec>,
    /// How well the facts are known.
    pub quality: Quality,
    /// Where the facts are from.
    pub sources: Vec<FactSource>,
    /// What an author should know: what is not known, what was not checked.
    #[serde(default)]
    pub notes: Vec<String>,
}

impl CompanySpec {
    /// A table by its id.
    pub fn table(&self, id: &str) -> Option<&TableSpec> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// An export by its id.
    pub fn export(&self, id: &str) -> Option<&ExportSpec> {
        self.exports.iter().find(|export| export.id == id)
    }

    /// The values that stand for "nothing" in a table.
    pub fn sentinels_of<'a>(&'a self, table: &'a TableSpec) -> &'a [String] {
        table.sentinels.as_deref().unwrap_or(&self.sentinels)
    }
}

/// One legal person that answers for the data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ControllerSpec {
    /// Its legal name.
    pub name: String,
    /// Its seat, ISO 3166-1 alpha-2.
    pub country: String,
    /// Where its customers live, ISO 3166-1 alpha-2; empty for everywhere else.
    #[serde(default)]
    pub regions: Vec<String>,
    /// Its entry in the directory.
    #[serde(default)]
    pub directory: Option<String>,
}

/// A column of a table, named from elsewhere in the declaration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellRef {
    /// The id of the table.
    pub table: String,
    /// The first name of the column.
    pub column: String,
}

/// Something that the company says in public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeSpec {
    /// What it speaks of.
    pub kind: StatementKind,
    /// Its words.
    pub quote: String,
    /// The normalized value, such as `dpv:DirectMarketing`.
    #[serde(default)]
    pub value: String,
    /// The tables that it speaks of; empty for all.
    #[serde(default)]
    pub tables: Vec<String>,
    /// Where it stands.
    pub url: String,
    /// When it stood there, ISO 8601.
    pub date: String,
}

/// How well the facts of a declaration are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    /// From the exporter's own code or a genuine answer.
    Exact,
    /// Measured by others on genuine answers and written down with figures.
    Measured,
    /// Needed by the code of parsers that are used on genuine answers.
    Parsers,
    /// From descriptions only.
    Described,
}

/// Where facts of a declaration are from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactSource {
    /// What it is.
    pub title: String,
    /// Its version or date.
    #[serde(default)]
    pub version: String,
    /// Its license.
    #[serde(default)]
    pub license: String,
}

/// A member that a declaration or a part of it speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MemberRef {
    /// The company's slug.
    pub company: String,
    /// The id of the export.
    pub export: String,
    /// The id of the member.
    pub member: String,
}

/// Whether a declared kind of file is what a member turned out to be.
///
/// The same data arrive as CSV from one request and as JSON from the next, so a
/// declaration may name several.
pub(crate) fn kind_fits(declared: &[MemberKind], found: MemberKind) -> bool {
    declared.is_empty() || declared.contains(&found)
}
