//! The desktop shell: a window, native dialogs, jobs and locking around the core.
//!
//! The border is here because everything below must run without a desktop. The
//! shell knows Tauri and nothing about companies, laws or file kinds: a command
//! of the window is one line that hands a request to the core.
//!
//! Invariants:
//! - No path goes to the window or comes from it. The person chooses files in
//!   native dialogs or drops them; the window gets handles, names and sizes.
//! - Before the first thread, the process gives up every socket but unix ones,
//!   for itself and all that it starts ([`mod@closed`]).
//! - The window stays on its own page: navigation, new windows and downloads
//!   are refused here, whatever the page says.
//!
//! Deliberately absent: plugins (fs, http, shell, process, dialog), the global
//! Tauri object, the asset protocol, an updater, a tray icon, logs.

mod closed;
mod commands;
mod core;
mod dialogs;
mod events;
mod files;
mod folder;
mod idle;
mod jobs;
#[cfg(target_os = "linux")]
mod notices;
#[cfg(target_os = "linux")]
mod session_bus;
mod window;

use std::io::Write;
use std::process::ExitCode;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use tauri::{Manager, RunEvent};

use crate::core::Core;
use crate::events::Events;
use crate::files::Files;
use crate::idle::Idle;
use crate::jobs::Jobs;

/// How long the end of the program waits for work to stop.
const PARTING: Duration = Duration::from_secs(2);

/// What the commands share.
struct Shell {
    core: Core,
    files: Files,
    jobs: Jobs,
    idle: Idle,
    events: Events,
}

/// Why the program cannot start or go on.
#[derive(Debug, thiserror::Error)]
enum ShellError {
    #[error("there is no display: start the program in a desktop session, or set DISPLAY")]
    NoDisplay,
    #[error("no folder for the data: set DOSSIER_DATA_DIR or HOME")]
    NoFolder,
    #[error("the data folder cannot be used: {0}")]
    Folder(std::io::ErrorKind),
    #[error("Dossier is already running with this data folder")]
    Running,
    #[error("the program could not be closed off from the network: {0}")]
    Open(String),
    #[error("the window failed: {0}")]
    Window(#[from] tauri::Error),
}

/// Runs the program until its window is closed.
pub fn start() -> ExitCode {
    // Started by itself to read one file: no window, no data folder.
    if let Some(code) = dossier_api::serve_if_asked() {
        return code;
    }
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The only sentence that the shell ever prints; it holds no data.
            let _ = writeln!(std::io::stderr(), "dossier: {error}");
            ExitCode::from(3)
        }
    }
}

fn run() -> Result<(), ShellError> {
    closed::close()?;
    window::require_display()?;
    let folder = folder::Folder::open()?;
    let shell = Arc::new(Shell {
        core: Core::new(folder.path()),
        files: Files::default(),
        jobs: Jobs::default(),
        idle: Idle::default(),
        events: Events::default(),
    });
    let held = Arc::clone(&shell);
    let app = tauri::Builder::default()
        .manage(shell)
        .invoke_handler(commands::handler())
        .setup(move |app| {
            window::open(app, folder.path())?;
            idle::watch(app.handle().clone());
            #[cfg(target_os = "linux")]
            session_bus::watch(app.handle().clone());
            #[cfg(target_os = "linux")]
            notices::watch(app.handle().clone());
            // Held until the end, so that no second window opens the same data.
            app.manage(folder);
            Ok(())
        })
        .build(tauri::generate_context!())?;
    app.run(move |_, event| {
        if let RunEvent::Exit = event {
            leave(&held);
        }
    });
    Ok(())
}

/// Stops what runs and drops the key. The vault is whole at every moment, so
/// work that does not stop in time ends with the process.
fn leave(shell: &Arc<Shell>) {
    shell.jobs.cancel_all();
    let (done, locked) = mpsc::channel();
    let shell = Arc::clone(shell);
    std::thread::spawn(move || {
        shell.core.lock();
        let _ = done.send(());
    });
    let _ = locked.recv_timeout(PARTING);
}
