//! The sample customer: answers of invented shops about one invented person.

use serde::{Deserialize, Serialize};

use crate::{Bilingual, CatalogError, Files};

/// One answer of the sample customer.
#[derive(Clone, Copy, Debug)]
pub struct DemoAnswer<'a> {
    /// What is declared of it.
    pub spec: &'a DemoSpec,
    /// The catalog's files.
    files: &'a Files,
}

/// What is declared of one answer of the sample customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoSpec {
    /// Its folder below `demo/`.
    pub folder: String,
    /// The invented controller.
    pub controller: String,
    /// What it is.
    pub about: Bilingual,
    /// The day on which it came, ISO 8601.
    pub received: String,
}

impl<'a> DemoAnswer<'a> {
    /// Its files: path inside the answer, and bytes.
    pub fn files(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> + use<'a> {
        let files = self.files;
        let spec = self.spec;
        files.section("demo").filter_map(move |(path, bytes)| {
            let inside = path.strip_prefix("demo/")?.strip_prefix(spec.folder.as_str())?;
            Some((inside.strip_prefix('/')?, bytes))
        })
    }
}

/// The declared answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Demo(Vec<DemoSpec>);

impl Demo {
    pub(crate) fn read(files: &Files) -> (Self, Vec<CatalogError>) {
        const FILE: &str = "demo/demo.json";
        let Some(bytes) = files.get(FILE) else { return Default::default() };
        let specs: Vec<DemoSpec> = match serde_json::from_slice(bytes) {
            Ok(specs) => specs,
            Err(error) => return (Self::default(), vec![CatalogError::form(FILE, &error)]),
        };
        let mut problems = Vec::new();
        for spec in &specs {
            if (DemoAnswer { spec, files }).files().next().is_none() {
                problems.push(CatalogError::rule(FILE, &spec.folder, "the folder has no files"));
            }
        }
        (Self(specs), problems)
    }

    pub(crate) fn answers<'a>(&'a self, files: &'a Files) -> impl Iterator<Item = DemoAnswer<'a>> {
        self.0.iter().map(move |spec| DemoAnswer { spec, files })
    }
}
