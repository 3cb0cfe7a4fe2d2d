//! Reads the repository as a reviewer would: files, manifests, sections.

use std::path::{Path, PathBuf};

/// Never looked into: made by tools, or not ours.
const SKIPPED: &[&str] = &["target", "node_modules", "dist", "gen", "shots", ".git"];

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap_or_default()
}

/// A program of the workspace beside this test, as `cargo build` leaves it.
pub fn built(name: &str) -> PathBuf {
    let here = std::env::current_exe().unwrap_or_default();
    let folder = here.ancestors().skip(1).find(|folder| !folder.ends_with("deps"));
    folder.unwrap_or(Path::new(".")).join(name)
}

/// All files below a folder of the repository whose names end so, sorted.
pub fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut |path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(path.to_path_buf());
        }
    });
    found.sort();
    found
}

fn walk(folder: &Path, see: &mut dyn FnMut(&Path)) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        if SKIPPED.iter().any(|skipped| name == *skipped) {
            continue;
        }
        if path.is_dir() {
            walk(&path, see);
        } else {
            see(&path);
        }
    }
}

/// A file's text; empty if it is no text.
pub fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// A path as a person writes it: from the root, with slashes.
pub fn short(path: &Path) -> String {
    let inside = path.strip_prefix(root()).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}

/// A Cargo manifest, as far as the house rules need it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The package's name.
    pub name: String,
    /// What it is built with, build scripts included, tests left out.
    pub dependencies: Vec<String>,
    /// Whether it takes the workspace's lints.
    pub workspace_lints: bool,
}

/// Reads a manifest line by line: sections, and the names before the first sign.
pub fn manifest(text: &str) -> Manifest {
    let mut manifest = Manifest::default();
    let mut section = String::new();
    for line in text.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = header.to_owned();
            // `[dependencies.name]` names a dependency in the header itself.
            if let Some((kind, name)) = header.rsplit_once('.')
                && is_dependencies(kind)
            {
                manifest.dependencies.push(name.to_owned());
            }
        } else if let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) {
            let name = key.trim().split('.').next().unwrap_or_default().trim_matches('"');
            match section.as_str() {
                "package" if name == "name" => {
                    manifest.name = value.trim().trim_matches('"').to_owned();
                }
                "lints" if name == "workspace" => manifest.workspace_lints = value.trim() == "true",
                section if is_dependencies(section) => manifest.dependencies.push(name.to_owned()),
                _ => {}
            }
        }
    }
    manifest
}

fn is_dependencies(section: &str) -> bool {
    let last = section.rsplit('.').next().unwrap_or_default();
    matches!(last, "dependencies" | "build-dependencies") && !section.starts_with("workspace")
}

/// The code of a Rust file without its tests: what stands before the first test module.
pub fn without_tests(source: &str) -> &str {
    let end = source.find("#[cfg(test)]").or_else(|| source.find("#[cfg(all(test"));
    &source[..end.unwrap_or(source.len())]
}
