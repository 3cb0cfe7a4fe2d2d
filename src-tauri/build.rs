//! Checks the window's rights and embeds what the shell shows.

use tauri_build::{AppManifest, Attributes};

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    println!("cargo:rerun-if-changed=ui/dist");
    // With permissions of its own, the window may call only what a capability names.
    let own = AppManifest::new().permissions_path_pattern("./src-tauri/permissions/*.toml");
    let attributes = Attributes::new()
        .app_manifest(own)
        .capabilities_path_pattern("./src-tauri/capabilities/*.json");
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:error={error:#}");
        std::process::exit(1);
    }
}
