//! What the window may ask: each command is one line to the core or to a dialog.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use dossier_api::ApiError;
use dossier_api::contract::gives_file;
use dossier_model::{Cancel, Progress};
use serde_json::Value;
use tauri::ipc::{Channel, Invoke};
use tauri::{AppHandle, State, Wry};

use crate::core::Call;
use crate::dialogs::{self, Choice};
use crate::events::HostEvent;
use crate::files::ChosenFile;
use crate::jobs::Pace;
use crate::{Shell, idle};

/// All commands of the window.
pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        call, run, cancel, pause, resume, pick, save, save_file, watch, present
    ]
}

/// Does a command of the contract.
#[tauri::command]
async fn call(shell: Held<'_>, command: String, request: Value) -> Answer {
    refuse_files(&command)?;
    ask(&shell, command, request, Cancel::new(), |_| ()).await
}

/// Does long work of the contract: with words of progress, and stopped by [`cancel`].
#[tauri::command]
async fn run(
    shell: Held<'_>,
    job: u32,
    command: String,
    request: Value,
    progress: Channel<Progress>,
) -> Answer {
    refuse_files(&command)?;
    let cancel = shell.jobs.begin(job);
    let mut pace = Pace::new();
    let tell = move |word: Progress| {
        if pace.due(&word, Instant::now()) {
            // A page that is gone hears nothing; the work goes on.
            let _ = progress.send(word);
        }
    };
    let answer = ask(&shell, command, request, cancel, tell).await;
    shell.jobs.end(job);
    answer
}

/// Asks long work to stop.
#[tauri::command]
fn cancel(shell: Held<'_>, job: u32) {
    shell.jobs.cancel(job);
}

/// Asks long work to stand still. Answers when it does, and tells the window too:
/// true then, false if it ended before.
#[tauri::command]
async fn pause(shell: Held<'_>, job: u32) -> Result<bool, ApiError> {
    let shell = Arc::clone(&shell);
    blocking(move || {
        let paused = shell.jobs.pause(job);
        if paused {
            shell.events.tell(HostEvent::Job { job, paused });
        }
        paused
    })
    .await
}

/// Lets long work go on. False if it has ended.
#[tauri::command]
fn resume(shell: Held<'_>, job: u32) -> bool {
    let goes_on = shell.jobs.resume(job);
    if goes_on {
        shell.events.tell(HostEvent::Job { job, paused: false });
    }
    goes_on
}

/// Lets the person choose files or a folder.
#[tauri::command]
async fn pick(app: AppHandle, shell: Held<'_>, what: Choice) -> Files {
    let paths = dialogs::choose(&app, what).await;
    Ok(shell.files.add(paths))
}

/// Has the core make a file and lets the person choose where it goes. False if
/// they change their mind.
#[tauri::command]
async fn save(
    app: AppHandle,
    shell: Held<'_>,
    command: String,
    request: Value,
) -> Result<bool, ApiError> {
    if !gives_file(&command) {
        return Err(unknown(&command));
    }
    let made = ask(&shell, command, request, Cancel::new(), |_| ()).await?;
    write(&app, &made).await
}

/// Lets the person choose where a file goes that the window made itself, such
/// as a picture. False if they change their mind.
#[tauri::command]
async fn save_file(app: AppHandle, file: Value) -> Result<bool, ApiError> {
    write(&app, &file).await
}

async fn write(app: &AppHandle, made: &Value) -> Result<bool, ApiError> {
    let (name, bytes) = document(made).ok_or_else(internal)?;
    let Some(path) = dialogs::place_for(app, &name).await else { return Ok(false) };
    let written = blocking(move || dialogs::write(&path, &bytes)).await?;
    // The system's word for it, never the path.
    written.map_err(|error| ApiError::new("file_not_saved").with("reason", error.kind()))?;
    Ok(true)
}

/// Tells the window from now on what it did not ask for.
#[tauri::command]
fn watch(shell: Held<'_>, events: Channel<HostEvent>) {
    shell.events.connect(events);
}

/// The person is there: the idle clock starts again.
#[tauri::command]
fn present(shell: Held<'_>) {
    shell.idle.present(idle::clocks());
}

type Held<'a> = State<'a, Arc<Shell>>;
type Answer = Result<Value, ApiError>;
type Files = Result<Vec<ChosenFile>, ApiError>;

async fn ask(
    shell: &Arc<Shell>,
    command: String,
    request: Value,
    cancel: Cancel,
    mut tell: impl FnMut(Progress) + Send + 'static,
) -> Answer {
    let shell = Arc::clone(shell);
    shell.idle.present(idle::clocks());
    let files: Vec<(u32, PathBuf)> = shell.files.named_in(&request);
    blocking(move || {
        let progress = &mut tell;
        let call = Call { command: &command, request, files, cancel: &cancel, progress };
        let answer = shell.core.call(call)?;
        shell.idle.learn(&answer);
        Ok(answer)
    })
    .await?
}

/// The core works in threads of its own; the window's stays free.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ApiError> {
    tauri::async_runtime::spawn_blocking(work).await.map_err(|_| internal())
}

/// Only `save` asks for files, so that their bytes never pass through the window.
fn refuse_files(command: &str) -> Result<(), ApiError> {
    if gives_file(command) { Err(unknown(command)) } else { Ok(()) }
}

fn document(made: &Value) -> Option<(String, Vec<u8>)> {
    let name = made.get("name")?.as_str()?;
    let bytes = BASE64_STANDARD.decode(made.get("base64")?.as_str()?).ok()?;
    // A name, whatever the core made of it: never a way into another folder.
    let name = std::path::Path::new(name).file_name()?.to_string_lossy().into_owned();
    Some((name, bytes))
}

fn unknown(command: &str) -> ApiError {
    ApiError::new("unknown_command").with("command", command)
}

fn internal() -> ApiError {
    ApiError::new("internal")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn a_document_has_a_name_and_bytes() {
        let made = json!({ "name": "letter.pdf", "base64": "JVBERg==" });
        assert_eq!(document(&made).unwrap(), ("letter.pdf".to_owned(), b"%PDF".to_vec()));
    }

    #[test]
    fn a_documents_name_leads_nowhere_else() {
        let made = json!({ "name": "../../.bashrc", "base64": "" });
        assert_eq!(document(&made).unwrap().0, ".bashrc");
        assert!(document(&json!({ "name": "..", "base64": "" })).is_none());
        assert!(document(&json!({ "name": "a", "base64": "?" })).is_none());
        assert!(document(&json!({})).is_none());
    }

    #[test]
    fn files_do_not_pass_through_the_window() {
        assert_eq!(refuse_files("request_render").unwrap_err().code, "unknown_command");
        assert_eq!(refuse_files("recipe_export").unwrap_err().code, "unknown_command");
        assert!(refuse_files("request").is_ok());
    }
}
