//! The release: the program and the Debian package.

use crate::npm;
use crate::shell::{self, Failed};
use crate::system;

/// Builds both.
pub fn build() -> Result<(), Failed> {
    system::ensure(&[system::BUILD])?;
    npm::packages()?;
    let tool = shell::root().join("ui/node_modules/.bin/tauri");
    if !tool.exists() {
        return Err(Failed(
            "the packaging tool is not among ui's packages: @tauri-apps/cli".to_owned(),
        ));
    }
    shell::run(shell::command(tool).args(["build", "--bundles", "deb", "--", "--locked"]))?;
    println!("xtask: {}", shell::target().join("release/bundle/deb").display());
    Ok(())
}
