//! One direction: a stage knows what lies before it and nothing after it.

use dossier_tests::house::{self, Manifest, files, manifest, short, text};

/// Who may know whom, and why not more.
const LAYERS: &[(&str, &[&str], &str)] = &[
    ("dossier-model", &[], "the vocabulary knows nobody"),
    ("dossier-catalog", &["dossier-model"], "knowledge is data: it reads no exports"),
    ("dossier-formats", &["dossier-model"], "file kinds know no companies and no storage"),
    (
        "dossier-reader",
        &["dossier-model", "dossier-formats"],
        "a process of its own reads bytes: it knows nothing else",
    ),
    (
        "dossier-ingest",
        &["dossier-model", "dossier-catalog", "dossier-formats"],
        "reading ends with values: it knows no storage and no views",
    ),
    ("dossier-vault", &["dossier-model"], "storage keeps what it is given"),
    ("dossier-insight", &["dossier-model", "dossier-catalog"], "reasoning is pure: no storage"),
    ("dossier-letters", &["dossier-model", "dossier-catalog"], "letters are pure: no storage"),
    (
        "dossier-api",
        &[
            "dossier-model",
            "dossier-catalog",
            "dossier-formats",
            "dossier-reader",
            "dossier-ingest",
            "dossier-vault",
            "dossier-insight",
            "dossier-letters",
        ],
        "the use cases know all stages and no host",
    ),
    ("dossier-cli", &["dossier-model", "dossier-api"], "a host knows the contract only"),
    ("dossier", &["dossier-model", "dossier-api"], "the shell knows the contract only"),
    (
        "dossier-fuzz",
        &["dossier-model", "dossier-catalog", "dossier-formats", "dossier-ingest"],
        "fuzz targets call readers, with the words that these read by",
    ),
    ("xtask", &[], "the bootstrap must compile before anything else is there"),
];

/// Crates that belong to one place, and why.
const OWNED: &[(&str, &[&str], &str)] = &[
    ("rusqlite", &["dossier-vault"], "SQL is written in the vault only"),
    ("tauri", &["dossier"], "everything below the shell runs without a desktop"),
    ("tauri-build", &["dossier"], "everything below the shell runs without a desktop"),
    ("wry", &[], "the window is opened through Tauri"),
    ("rfd", &["dossier"], "dialogs are the shell's"),
    ("gtk", &["dossier"], "everything below the shell runs without a desktop"),
    ("webkit2gtk", &["dossier"], "everything below the shell runs without a desktop"),
    ("tokio", &["dossier"], "long work is synchronous in the core; only hosts know threads"),
    ("typst", &["dossier-letters"], "pages are set in the letters only"),
    ("seccompiler", &["dossier", "dossier-reader"], "filters are for whole processes"),
    ("clap", &["dossier-cli"], "a command line is a host's"),
];

fn manifests() -> Vec<Manifest> {
    let all: Vec<Manifest> =
        files(".", &["Cargo.toml"]).iter().map(|path| manifest(&text(path))).collect();
    all.into_iter().filter(|manifest| !manifest.name.is_empty()).collect()
}

#[test]
fn every_crate_has_its_place() {
    let placed: Vec<&str> = LAYERS.iter().map(|(name, ..)| *name).collect();
    for manifest in manifests() {
        let known = placed.contains(&manifest.name.as_str()) || manifest.name == "dossier-tests";
        assert!(known, "{} stands in no layer: add it to LAYERS with a reason", manifest.name);
    }
}

#[test]
fn nobody_knows_a_later_stage() {
    let manifests = manifests();
    for (name, allowed, why) in LAYERS {
        let found = manifests.iter().find(|manifest| manifest.name == *name);
        let Some(found) = found else { panic!("{name} has no manifest") };
        let own = found.dependencies.iter().filter(|other| other.starts_with("dossier"));
        for other in own {
            assert!(allowed.contains(&other.as_str()), "{name} must not know {other}: {why}");
        }
    }
}

#[test]
fn every_special_crate_stays_in_its_place() {
    for manifest in manifests() {
        for (special, owners, why) in OWNED {
            let uses = manifest.dependencies.iter().any(|name| name == special);
            let owner = owners.contains(&manifest.name.as_str());
            assert!(!uses || owner, "{} must not use {special}: {why}", manifest.name);
        }
    }
}

#[test]
fn the_bootstrap_needs_the_standard_library_only() {
    for manifest in manifests().iter().filter(|manifest| manifest.name == "xtask") {
        assert_eq!(manifest.dependencies, [""; 0], "xtask runs before anything is downloaded");
    }
}

#[test]
fn the_house_lints_hold_everywhere() {
    for manifest in manifests() {
        // The bootstrap and the tests print and panic by trade; the fuzz targets
        // are no part of the workspace.
        let free = ["xtask", "dossier-tests", "dossier-fuzz"].contains(&manifest.name.as_str());
        let name = &manifest.name;
        assert!(free || manifest.workspace_lints, "{name} must take the workspace's lints");
    }
    let all = text(&house::root().join("Cargo.toml"));
    assert!(all.contains("unsafe_code = \"forbid\""), "unsafe code is forbidden for all");
}

#[test]
fn only_one_folder_of_the_page_knows_its_host() {
    for path in files("ui/src", &[".ts", ".svelte"]) {
        let inside = short(&path).starts_with("ui/src/ipc/");
        let knows = text(&path).contains("@tauri-apps");
        assert!(inside || !knows, "{} must not import @tauri-apps: ui/src/ipc does", short(&path));
    }
}

#[test]
fn manifests_are_read_as_cargo_reads_them() {
    let read = manifest(
        "[package]\nname = \"a\"\n[dependencies]\n# b = 1\nc.workspace = true\nd = { version = \"1\" }\n\
         [dependencies.e]\nversion = \"1\"\n[target.'cfg(unix)'.dependencies]\nf = \"1\"\n\
         [dev-dependencies]\ng = \"1\"\n[build-dependencies]\nh = \"1\"\n[lints]\nworkspace = true\n",
    );
    assert_eq!(read.dependencies, ["c", "d", "e", "f", "h"]);
    assert_eq!((read.name.as_str(), read.workspace_lints), ("a", true));
}
