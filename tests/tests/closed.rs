//! Closed from the first day: what the window may do, what the program is built from.

use std::collections::BTreeSet;
use std::process::Command;

use dossier_tests::house::{files, root, short, text, without_tests};
use serde_json::{Value, json};

fn read(path: &str) -> Value {
    let text = text(&root().join(path));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The reviewed list. A longer one is a decision: say in the change why.
#[test]
fn the_window_may_do_what_was_reviewed_and_no_more() {
    let found = files("src-tauri/capabilities", &[""]);
    let names: Vec<String> = found.iter().map(|path| short(path)).collect();
    assert_eq!(names, ["src-tauri/capabilities/main.json"]);
    let capability = read(&names[0]);
    assert_eq!(capability["windows"], json!(["main"]));
    assert_eq!(capability["permissions"], json!(["use-cases", "files", "presence"]));
    assert_eq!(capability["local"], json!(true));
    assert!(capability.get("remote").is_none(), "no other page may call the core");

    let permissions = text(&root().join("src-tauri/permissions/window.toml"));
    let lists = permissions.lines().filter(|line| line.starts_with("commands."));
    let lists: Vec<&str> = lists.collect();
    assert_eq!(
        lists,
        [
            r#"commands.allow = ["call", "run", "cancel", "pause", "resume"]"#,
            r#"commands.allow = ["pick", "save", "save_file"]"#,
            r#"commands.allow = ["watch", "present"]"#,
        ]
    );
}

#[test]
fn the_pages_policy_names_no_remote_and_no_inline_source() {
    let config = read("tauri.conf.json");
    let policy = &config["app"]["security"]["csp"];
    let reviewed = json!({
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "ipc: http://ipc.localhost",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    });
    assert_eq!(policy, &reviewed);
    let app = &config["app"];
    assert_eq!(app["withGlobalTauri"], json!(false));
    assert_eq!(app["security"]["assetProtocol"]["enable"], json!(false));
    assert_eq!(app["security"].get("dangerousDisableAssetCspModification"), None);
    assert_eq!(app["security"].get("devCsp"), None);
    assert_eq!(app["windows"], json!([]), "the shell opens the window itself, with its refusals");
    assert_eq!(config.get("plugins"), None);
}

/// Crates that speak to a network or bring a way to do so.
const SPEAKERS: &[&str] = &[
    "actix-web",
    "async-io",
    "async-net",
    "async-std",
    "attohttpc",
    "awc",
    "axum",
    "curl",
    "curl-sys",
    "dns-lookup",
    "fantoccini",
    "ftp",
    "git2",
    "h2",
    "h3",
    "hickory-resolver",
    "http-client",
    "hyper",
    "hyper-util",
    "isahc",
    "lettre",
    "libp2p",
    "libssh2-sys",
    "minreq",
    "mio",
    "mdns",
    "native-tls",
    "openssl",
    "polling",
    "quinn",
    "reqwest",
    "rustls",
    "s2n-quic",
    "sentry",
    "smol",
    "socket2",
    "ssh2",
    "suppaftp",
    "surf",
    "thirtyfour",
    "tiny_http",
    "tokio-native-tls",
    "tokio-rustls",
    "tokio-tungstenite",
    "tonic",
    "trust-dns-resolver",
    "tungstenite",
    "ureq",
    "warp",
    "websocket",
    "zbus",
    "zeromq",
    "tauri-plugin-fs",
    "tauri-plugin-http",
    "tauri-plugin-process",
    "tauri-plugin-shell",
    "tauri-plugin-updater",
    "tauri-plugin-websocket",
    "tauri-plugin-opener",
];

#[test]
fn nothing_that_speaks_to_a_network_is_built_in() {
    for package in ["dossier", "dossier-cli"] {
        let crates = tree(package, "{p}");
        assert!(crates.len() > 50, "the tree of {package} was not read");
        for speaker in SPEAKERS {
            let found = crates.iter().find(|line| line.split(' ').next() == Some(*speaker));
            assert_eq!(found, None, "{package} must not be built with {speaker}");
        }
    }
}

#[test]
fn the_runtime_has_no_network_switched_on() {
    let runtime: Vec<String> =
        tree("dossier", "{p} {f}").into_iter().filter(|line| line.starts_with("tokio v")).collect();
    assert!(!runtime.is_empty());
    for line in runtime {
        let features = line.split_whitespace().nth(2).unwrap_or_default();
        let network = features.split(',').any(|name| ["net", "full"].contains(&name));
        assert!(!network, "tokio must stay without its network: {features}");
    }
}

/// What a package is built from on Linux, its build scripts included.
fn tree(package: &str, format: &str) -> BTreeSet<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).args(["tree", "--offline", "--locked", "--package", package]);
    cargo.args(["--edges", "normal,build", "--target", "x86_64-unknown-linux-gnu"]);
    cargo.args(["--prefix", "none", "--format", format]);
    let out = cargo.output().unwrap_or_else(|error| panic!("cargo tree: {error}"));
    assert!(out.status.success(), "cargo tree: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn our_own_code_opens_no_socket() {
    let words = ["TcpStream", "TcpListener", "UdpSocket", "ToSocketAddrs", "UnixStream"];
    let sources = ["src-tauri/src", "src-tauri/crates"].map(|folder| files(folder, &[".rs"]));
    for path in sources.concat() {
        let whole = text(&path);
        let code = without_tests(&whole);
        let found = words.iter().find(|word| code.contains(*word));
        assert_eq!(found, None, "{} opens a way out", short(&path));
    }
}

#[test]
fn the_page_sets_no_html_from_strings() {
    let ways = [
        "{@html",
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
    ];
    for path in files("ui/src", &[".svelte", ".ts"]) {
        let source = text(&path);
        let found = ways.iter().find(|way| source.contains(*way));
        assert_eq!(found, None, "{} sets HTML from a string", short(&path));
    }
}
