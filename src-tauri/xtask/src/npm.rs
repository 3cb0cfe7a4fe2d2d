//! The window's page: its packages and its build, only when they are stale.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::shell::{self, Failed};

/// What the page is built from, beside `src`.
const SOURCES: &[&str] =
    &["src", "messages", "public", "index.html", "package-lock.json", "vite.config.ts"];

/// Makes sure that `ui/dist` is there and as new as its sources.
pub fn built() -> Result<(), Failed> {
    packages()?;
    let page = ui().join("dist/index.html");
    let newest = SOURCES.iter().filter_map(|name| newest(&ui().join(name))).max();
    if changed(&page) < newest {
        println!("xtask: npm run build");
        run("build")?;
    }
    Ok(())
}

/// Installs the locked packages if they are not there or older than the lock.
pub fn packages() -> Result<(), Failed> {
    let installed = changed(&ui().join("node_modules/.package-lock.json"));
    if installed < changed(&ui().join("package-lock.json")) {
        println!("xtask: npm ci");
        shell::run(npm().args(["ci", "--no-audit", "--no-fund"]))?;
    }
    Ok(())
}

/// Installs a tool beside the locked packages and leaves the lock as it is.
pub fn add(package: &str) -> Result<(), Failed> {
    println!("xtask: npm install --no-save {package}");
    shell::run(npm().args(["install", "--no-save", "--no-audit", "--no-fund", package]))
}

/// Runs a script of the page.
pub fn run(script: &str) -> Result<(), Failed> {
    shell::run(npm().args(["run", "--silent", script]))
}

/// Runs a script of the page if it has it.
pub fn run_if_there(script: &str) -> Result<(), Failed> {
    let manifest = std::fs::read_to_string(ui().join("package.json")).unwrap_or_default();
    if manifest.contains(&format!("\"{script}\":")) { run(script) } else { Ok(()) }
}

fn npm() -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(ui());
    npm
}

fn ui() -> PathBuf {
    shell::root().join("ui")
}

fn changed(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|about| about.modified()).ok()
}

fn newest(path: &Path) -> Option<SystemTime> {
    let inside = std::fs::read_dir(path).into_iter().flatten().flatten();
    inside.filter_map(|entry| newest(&entry.path())).chain(changed(path)).max()
}
