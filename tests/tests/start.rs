//! What the program says when it cannot open its window.
#![cfg(target_os = "linux")]

use std::process::Command;

use dossier_tests::house;

#[test]
fn without_a_display_it_says_so() {
    let place = tempfile::tempdir().expect("a scratch folder");
    let data = place.path().join("data");
    let mut program = Command::new(house::built("dossier"));
    program.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env("DOSSIER_DATA_DIR", &data);
    let out = program.output().expect("dossier is built: cargo build --workspace --all-targets");
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(3), "{said}");
    assert!(said.contains("DISPLAY") && !said.contains("panicked"), "{said}");
    assert!(!data.exists(), "nothing is written before the window can open");
}
