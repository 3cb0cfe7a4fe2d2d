//! Starting programs and saying plainly what failed.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why a step failed, in words for a person.
#[derive(Debug)]
pub struct Failed(pub String);

/// The root of the repository.
pub fn root() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let here = manifest.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    here.ancestors().nth(2).map_or_else(|| here.clone(), Path::to_path_buf)
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A program of the workspace, as `cargo build` leaves it.
pub fn program(name: &str) -> PathBuf {
    target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// A command that runs in the root.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// Cargo, the one that started us.
pub fn cargo(args: &[&str]) -> Command {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(args);
    // What `cargo run` told us is not meant for another package.
    cargo.env_remove("CARGO_MANIFEST_DIR");
    cargo
}

/// Builds the whole workspace. Always this one selection: another one resolves
/// shared crates with other features and builds them anew.
pub fn cargo_build() -> Result<(), Failed> {
    println!("xtask: cargo build (the first time takes some minutes)");
    run(&mut cargo(&["build", "--locked", "--workspace", "--all-targets"]))
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Result<(), Failed> {
    let name = words(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failed(format!("{name}: {status}"))),
        Err(error) => Err(Failed(format!("{name} cannot be started: {error}"))),
    }
}

/// Runs a command quietly and gives what it wrote; none if it failed.
pub fn output(command: &mut Command) -> Option<String> {
    let done = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    done.status.success().then(|| String::from_utf8_lossy(&done.stdout).into_owned())
}

/// Whether a program is on the path.
pub fn on_path(program: &str) -> bool {
    let Some(path) = std::env::var_os("PATH") else { return false };
    std::env::split_paths(&path).any(|folder| {
        let file = folder.join(program);
        file.is_file()
            || file.with_extension("exe").is_file()
            || file.with_extension("cmd").is_file()
    })
}

fn words(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let args = command.get_args().map(OsStr::to_string_lossy);
    let all: Vec<_> = std::iter::once(program.to_string_lossy()).chain(args).collect();
    all.join(" ")
}
