//! Handles for files that the person chose, so that the window never sees a path.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde_json::Value;

/// More than anybody chooses at once; an endless stream of drops ends here.
const MOST: usize = 10_000;

/// A chosen file as the window sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChosenFile {
    /// What a request names it by.
    pub handle: u32,
    /// Its name without the folder.
    pub name: String,
    /// Its size; 0 for a folder.
    pub bytes: u64,
    /// Whether it is a folder.
    pub folder: bool,
}

/// The files chosen since the program started.
#[derive(Default)]
pub struct Files(Mutex<Known>);

#[derive(Default)]
struct Known {
    last: u32,
    paths: HashMap<u32, PathBuf>,
}

impl Files {
    /// Gives handles to paths that a native dialog or a drop brought. What is
    /// neither a file nor a folder, or cannot be looked at, gets none.
    pub fn add(&self, paths: impl IntoIterator<Item = PathBuf>) -> Vec<ChosenFile> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        paths.into_iter().filter_map(|path| known.add(path)).collect()
    }

    /// The files whose handles a request names in `sources` or `files`. Unknown handles
    /// are left out; the core then says which one it misses.
    pub fn named_in(&self, request: &Value) -> Vec<(u32, PathBuf)> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let handles =
            ["sources", "files"].iter().filter_map(|key| request.get(key)?.as_array()).flatten();
        handles
            .filter_map(|handle| u32::try_from(handle.as_u64()?).ok())
            .filter_map(|handle| Some((handle, known.paths.get(&handle)?.clone())))
            .collect()
    }
}

impl Known {
    fn add(&mut self, path: PathBuf) -> Option<ChosenFile> {
        let about = std::fs::metadata(&path).ok()?;
        if !(about.is_file() || about.is_dir()) || self.paths.len() >= MOST {
            return None;
        }
        self.last = self.last.checked_add(1)?;
        let chosen = ChosenFile {
            handle: self.last,
            name: path.file_name()?.to_string_lossy().into_owned(),
            bytes: if about.is_file() { about.len() } else { 0 },
            folder: about.is_dir(),
        };
        self.paths.insert(self.last, path);
        Some(chosen)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn here(name: &str) -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
    }

    #[test]
    fn a_file_and_a_folder_get_handles_names_and_sizes() {
        let files = Files::default();
        let chosen = files.add([here("Cargo.toml"), here("src-tauri")]);
        assert_eq!(chosen[0].name, "Cargo.toml");
        assert!(chosen[0].bytes > 0 && !chosen[0].folder);
        assert_eq!((chosen[1].name.as_str(), chosen[1].bytes), ("src-tauri", 0));
        assert!(chosen[1].folder);
    }

    #[test]
    fn what_is_not_there_gets_no_handle() {
        assert!(
            Files::default().add([here("no such file"), PathBuf::from("/dev/null")]).is_empty()
        );
    }

    #[test]
    fn no_path_reaches_the_window() {
        let chosen = Files::default().add([here("Cargo.toml")]);
        let sent = serde_json::to_string(&chosen).unwrap();
        assert!(!sent.contains('/') && !sent.contains('\\'), "{sent}");
    }

    #[test]
    fn a_request_names_files_by_handle_only() {
        let files = Files::default();
        let handle = files.add([here("Cargo.toml")])[0].handle;
        let named = files.named_in(&json!({ "sources": [handle, 77, -1, "/etc/passwd", null] }));
        assert_eq!(named, [(handle, here("Cargo.toml"))]);
        assert!(files.named_in(&json!({ "sources": "/etc/passwd" })).is_empty());
        assert!(files.named_in(&Value::Null).is_empty());
    }
}
