use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::CatalogError;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../catalog");

/// The files of a catalog by their path, such as `companies/shop.json`.
///
/// Where they come from ends here: embedded at build, read from a folder, or
/// laid over by a person's own recipes.
#[derive(Clone, Debug, Default)]
pub struct Files(BTreeMap<String, Cow<'static, [u8]>>);

impl Files {
    /// The files that were embedded at build.
    pub fn embedded() -> Self {
        let mut files = BTreeMap::new();
        collect_embedded(&EMBEDDED, &mut files);
        Self(files)
    }

    /// The files of a folder, for authors who try a change without a build.
    pub fn from_dir(root: &Path) -> Result<Self, CatalogError> {
        let mut files = BTreeMap::new();
        collect_dir(root, "", &mut files)?;
        Ok(Self(files))
    }

    /// Adds a file, or replaces the one that has its path.
    pub fn insert(&mut self, path: impl Into<String>, bytes: Vec<u8>) {
        self.0.insert(path.into(), Cow::Owned(bytes));
    }

    /// One file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(|bytes| &**bytes)
    }

    /// All files below a folder, in the order of their paths.
    pub fn section<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.0
            .range(folder.to_owned()..)
            .take_while(move |(path, _)| path.starts_with(folder))
            .filter(move |(path, _)| path[folder.len()..].starts_with('/'))
            .map(|(path, bytes)| (path.as_str(), &**bytes))
    }
}

fn collect_embedded(dir: &'static Dir<'static>, files: &mut BTreeMap<String, Cow<'static, [u8]>>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.insert(path, Cow::Borrowed(file.contents()));
    }
    for inner in dir.dirs() {
        collect_embedded(inner, files);
    }
}

fn collect_dir(
    root: &Path,
    below: &str,
    files: &mut BTreeMap<String, Cow<'static, [u8]>>,
) -> Result<(), CatalogError> {
    let unreadable = |file: &str, error: std::io::Error| CatalogError::Unreadable {
        file: if file.is_empty() { ".".to_owned() } else { file.to_owned() },
        kind: error.kind(),
    };
    let entries = std::fs::read_dir(root.join(below)).map_err(|error| unreadable(below, error))?;
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(below, error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        let kind = entry.file_type().map_err(|error| unreadable(&path, error))?;
        if kind.is_dir() {
            collect_dir(root, &path, files)?;
        } else if kind.is_file() {
            let bytes = std::fs::read(entry.path()).map_err(|error| unreadable(&path, error))?;
            files.insert(path, Cow::Owned(bytes));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_section_is_a_folder_and_not_a_prefix() {
        let mut files = Files::default();
        for path in ["laws/a.json", "laws-old/b.json", "laws.json", "laws/sub/c.json", "m/d.json"] {
            files.insert(path, Vec::new());
        }
        let found: Vec<_> = files.section("laws").map(|(path, _)| path).collect();
        assert_eq!(found, ["laws/a.json", "laws/sub/c.json"]);
    }

    #[test]
    fn embedded_and_folder_are_the_same() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalog");
        let read = Files::from_dir(Path::new(folder)).unwrap();
        let embedded = Files::embedded();
        assert!(embedded.section("companies").count() > 0);
        let (on_disk, built_in): (BTreeSet<_>, BTreeSet<_>) =
            (read.0.keys().collect(), embedded.0.keys().collect());
        let missed: Vec<_> = on_disk.symmetric_difference(&built_in).collect();
        assert!(missed.is_empty(), "the build did not see {missed:?}");
    }

    #[test]
    fn a_missing_folder_is_named() {
        let error = Files::from_dir(Path::new("/nonexistent/catalog")).unwrap_err();
        assert_eq!(error.file(), ".");
    }
}
