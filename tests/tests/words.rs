//! Words that must not stand where they stand.

use std::path::Path;

use dossier_tests::house::{files, root, short, text};
use serde_json::Value;

/// Companies live in the catalog and in the golden cases.
#[test]
fn no_company_stands_in_rust() {
    let names = companies();
    assert!(!names.is_empty(), "the catalog has companies");
    let sources = ["src-tauri", "tests"].map(|folder| files(folder, &[".rs"])).concat();
    for path in sources {
        let source = text(&path).to_lowercase();
        for name in &names {
            let found = has_word(&source, name);
            assert!(!found, "{} names {name}: say it in src-tauri/catalog", short(&path));
        }
    }
}

/// Names of companies, and the words of their slugs that are nobody else's.
fn companies() -> Vec<String> {
    let mut names = Vec::new();
    for path in files("src-tauri/catalog/companies", &[".json"]) {
        let company: Value = serde_json::from_str(&text(&path)).unwrap_or_default();
        let slug = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let named = company["name"].as_str().into_iter().flat_map(|name| name.split('/'));
        names.extend(named.map(|name| name.trim().to_lowercase()));
        names.extend(slug.split('-').filter(|word| word.len() > 3).map(str::to_owned));
        names.push(slug);
    }
    // Everyday words in the name of a service are no names.
    names.retain(|name| {
        !["", "takeout", "eats", "ads", "your", "data", "generic"].contains(&name.as_str())
    });
    names.sort();
    names.dedup();
    names
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

#[test]
fn words_end_where_words_end() {
    assert!(has_word("a quelle.", "quelle"));
    assert!(has_word("the_quelle_export", "quelle"));
    assert!(!has_word("quellen", "quelle"));
}

/// What ties the project to one machine or one workplace.
#[test]
fn no_path_of_a_machine_stands_anywhere() {
    // Put together here, so that this file does not hold them either.
    let words = [["/wo", "rk/"], ["/ro", "ot/"], ["/fa", "rm/"], ["/tmp/", "t/"]]
        .map(|parts| parts.concat());
    for path in ours() {
        let source = text(&path);
        for word in &words {
            assert!(!source.contains(word), "{} holds {word}", short(&path));
        }
        // Inside a web address it is a page, not a folder.
        let home = source.match_indices("/home/").any(|(at, _)| {
            let inside = source[..at].ends_with(|c: char| c.is_alphanumeric());
            !inside && source[at + 6..].starts_with(|c: char| c.is_ascii_lowercase())
        });
        assert!(!home, "{} holds a person's folder", short(&path));
    }
}

#[test]
fn nothing_is_left_unfinished() {
    let words = [["todo", "!("], ["unimplem", "ented!("], ["FIX", "ME"], ["lorem", " ipsum"]]
        .map(|parts| parts.concat());
    for path in ours() {
        let source = text(&path);
        let found = words.iter().find(|word| source.contains(*word));
        assert_eq!(found, None, "{} is unfinished", short(&path));
    }
}

#[test]
fn the_locked_packages_name_no_download_address() {
    let lock = text(&root().join("ui/package-lock.json"));
    assert!(!lock.contains("\"resolved\""), "ui/package-lock.json: npm finds the packages itself");
}

/// Text that people wrote here: no lock files, no fixtures that imitate other systems.
fn ours() -> Vec<std::path::PathBuf> {
    let endings =
        [".rs", ".ts", ".svelte", ".md", ".toml", ".json", ".mjs", ".css", ".html", ".yml", "run"];
    let mut all = files(".", &endings);
    all.retain(|path| !is_foreign(path));
    all
}

fn is_foreign(path: &Path) -> bool {
    let name = short(path);
    name.ends_with("package-lock.json")
        || name.starts_with("tests/golden/")
        || name.contains("/fixtures/")
}
