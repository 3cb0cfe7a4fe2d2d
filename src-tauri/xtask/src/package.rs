//! The release: the program and the Debian package.

use crate::npm;
use crate::shell::{self, Failed};
use crate::system;

/// Only packaging needs it, so it is no dependency of the page.
const TOOL: &str = "@tauri-apps/cli@2.12.5";

/// Builds both.
pub fn build() -> Result<(), Failed> {
    system::ensure(&[system::BUILD])?;
    npm::packages()?;
    let tool = shell::root().join("ui/node_modules/.bin/tauri");
    if !tool.exists() {
        npm::add(TOOL)?;
    }
    shell::run(shell::command(tool).args(["build", "--bundles", "deb", "--", "--locked"]))?;
    println!("xtask: {}", shell::target().join("release/bundle/deb").display());
    Ok(())
}
