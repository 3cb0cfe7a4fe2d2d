//! The native dialogs. The only places where a path comes from.

use std::path::{Path, PathBuf};

use rfd::AsyncFileDialog;
use serde::Deserialize;
use tauri::{AppHandle, Manager};

/// What is to be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Files, several at once.
    Files,
    /// One folder.
    Folder,
}

/// Asks the person for files or a folder; empty if they change their mind.
pub async fn choose(app: &AppHandle, choice: Choice) -> Vec<PathBuf> {
    #[cfg(debug_assertions)]
    if let Some(answer) = answered::choices() {
        return answer;
    }
    let dialog = dialog(app);
    match choice {
        Choice::Files => shown(app, || dialog.pick_files()).await.map(paths),
        Choice::Folder => shown(app, || dialog.pick_folder()).await.map(|one| paths(vec![one])),
    }
    .unwrap_or_default()
}

/// Asks the person where to save; none if they change their mind.
pub async fn place_for(app: &AppHandle, name: &str) -> Option<PathBuf> {
    #[cfg(debug_assertions)]
    if let Some(folder) = answered::folder() {
        return Some(folder.join(name));
    }
    let dialog = dialog(app).set_file_name(name);
    shown(app, || dialog.save_file()).await.map(|file| file.path().to_path_buf())
}

/// Writes a file for the person alone: whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let part = folder.join(format!(".{name}.{}.part", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, path)
    });
    if written.is_err() {
        // What is left of it holds data; that it cannot be removed either is told by the error.
        let _ = std::fs::remove_file(&part);
    }
    written
}

/// Without a title of ours the desktop names it in its own language.
fn dialog(app: &AppHandle) -> AsyncFileDialog {
    let dialog = AsyncFileDialog::new();
    match app.get_webview_window("main") {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

/// Opens a dialog on the main thread, as the systems want it, and waits elsewhere.
async fn shown<T, F>(app: &AppHandle, open: impl FnOnce() -> F + Send + 'static) -> Option<T>
where
    T: Send + 'static,
    F: Future<Output = Option<T>> + Send + 'static,
{
    let (send, answer) = tokio::sync::oneshot::channel();
    let asked = app.run_on_main_thread(move || {
        let waiting = open();
        tauri::async_runtime::spawn(async move {
            let _ = send.send(waiting.await);
        });
    });
    asked.ok()?;
    answer.await.ok()?
}

fn paths(files: Vec<rfd::FileHandle>) -> Vec<PathBuf> {
    files.iter().map(|file| file.path().to_path_buf()).collect()
}

/// Tests of the real window cannot type into native dialogs: they answer
/// beforehand. Not part of a release.
#[cfg(debug_assertions)]
mod answered {
    use std::path::PathBuf;

    /// The lines of the file that `DOSSIER_TEST_CHOICES` names.
    pub fn choices() -> Option<Vec<PathBuf>> {
        let file = std::env::var_os("DOSSIER_TEST_CHOICES")?;
        let lines = std::fs::read_to_string(file).unwrap_or_default();
        Some(lines.lines().map(PathBuf::from).collect())
    }

    /// The folder that `DOSSIER_TEST_SAVES` names.
    pub fn folder() -> Option<PathBuf> {
        std::env::var_os("DOSSIER_TEST_SAVES").map(PathBuf::from)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_saved_file_is_whole_and_the_persons_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("letter.pdf");
        std::fs::write(&path, b"an older letter, open to others").unwrap();
        write(&path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_failed_save_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("letter.pdf");
        std::fs::create_dir(&taken).unwrap();
        assert!(write(&taken, b"new").is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write(&folder.path().join("no/such/letter.pdf"), b"new").is_err());
    }
}
