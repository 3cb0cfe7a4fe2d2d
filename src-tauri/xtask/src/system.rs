//! What the system must have, and how it gets there.

use std::process::Command;

use crate::shell::{self, Failed};

/// Packages for one use.
pub struct Need {
    /// What they are for.
    use_: &'static str,
    /// Their names on Debian and Ubuntu.
    packages: &'static [&'static str],
}

/// To build the program and open its window.
pub const BUILD: &Need = &Need {
    use_: "to build",
    packages: &[
        "gcc",
        "libc6-dev",
        "libssl-dev",
        "libwebkit2gtk-4.1-dev",
        "make",
        "perl",
        "pkg-config",
        "fontconfig",
        "fonts-dejavu-core",
    ],
};

/// To test the window and its page.
pub const TEST: &Need = &Need {
    use_: "to test",
    packages: &["webkit2gtk-driver", "xvfb", "poppler-utils", "at-spi2-core", "dbus-daemon"],
};

/// To measure.
pub const MEASURE: &Need = &Need { use_: "to measure", packages: &["libarchive-tools"] };

const BROWSERS: &[&str] = &["chromium", "chromium-browser"];
const NODE: (u32, u32) = (20, 19);

/// Installs what is missing, or says exactly what to install.
pub fn ensure(needs: &[&Need]) -> Result<(), Failed> {
    match std::env::consts::OS {
        "linux" if shell::on_path("dpkg-query") && shell::on_path("apt-get") => debian(needs)?,
        "linux" => unknown_linux(needs)?,
        "macos" => {
            named("xcode-select", &["-p"], "the Xcode command line tools: xcode-select --install")?
        }
        "windows" => windows()?,
        other => return Err(Failed(format!("this system is not known here: {other}"))),
    }
    node()
}

fn debian(needs: &[&Need]) -> Result<(), Failed> {
    let mut wanted: Vec<&str> = needs.iter().flat_map(|need| need.packages).copied().collect();
    if needs.iter().any(|need| need.use_ == TEST.use_) && !browser() {
        wanted.push(if is_ubuntu() { "chromium-browser" } else { "chromium" });
    }
    if !shell::on_path("node") {
        wanted.extend(["nodejs", "npm"]);
    }
    let missing = missing(&wanted);
    if missing.is_empty() {
        return Ok(());
    }
    println!("xtask: installing {}", missing.join(" "));
    apt(&["update"])?;
    let mut install = vec!["install", "-y", "--no-install-recommends"];
    install.extend(missing);
    apt(&install)
}

fn missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat", "${Package} ${db:Status-Status}\n"]).args(wanted);
    // It fails when one package is unknown, and still lists the others.
    let listed = query.stderr(std::process::Stdio::null()).output();
    let listed = listed.map(|out| String::from_utf8_lossy(&out.stdout).into_owned());
    let listed = listed.unwrap_or_default();
    let installed: Vec<&str> =
        listed.lines().filter_map(|line| line.strip_suffix(" installed")).collect();
    wanted.iter().filter(|package| !installed.contains(package)).copied().collect()
}

fn apt(args: &[&str]) -> Result<(), Failed> {
    let root = shell::output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    let mut command = Command::new(if root { "apt-get" } else { "sudo" });
    if !root {
        if !shell::on_path("sudo") {
            return Err(Failed(format!(
                "not root and no sudo; as root: apt-get {}",
                args.join(" ")
            )));
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    }
    command.env("DEBIAN_FRONTEND", "noninteractive");
    // Another apt may run: wait for it.
    command.args(["-q", "-o", "DPkg::Lock::Timeout=600"]).args(args);
    shell::run(&mut command)
}

fn unknown_linux(needs: &[&Need]) -> Result<(), Failed> {
    let lacks = |what: &str| !pkg_config(what);
    if lacks("webkit2gtk-4.1") || lacks("openssl") {
        let names: Vec<String> = needs
            .iter()
            .map(|need| format!("  {}: {}", need.use_, need.packages.join(" ")))
            .collect();
        return Err(Failed(format!(
            "this Linux has no apt. Install what these Debian packages hold, then run this again:\n{}\n  and Chromium, Node.js {}.{} or newer",
            names.join("\n"),
            NODE.0,
            NODE.1
        )));
    }
    Ok(())
}

fn windows() -> Result<(), Failed> {
    named(
        "where",
        &["link.exe"],
        "the Visual Studio C++ build tools, in whose prompt this must run",
    )?;
    named(
        "where",
        &["perl"],
        "Perl and OpenSSL (OPENSSL_DIR), which the encrypted store is built with",
    )
}

fn named(program: &str, args: &[&str], what: &str) -> Result<(), Failed> {
    match shell::output(Command::new(program).args(args)) {
        Some(_) => Ok(()),
        None => Err(Failed(format!("missing: {what}"))),
    }
}

fn node() -> Result<(), Failed> {
    let version = shell::output(Command::new("node").arg("--version")).unwrap_or_default();
    if version_of(&version).is_some_and(|found| found >= NODE) {
        return Ok(());
    }
    let found = if version.is_empty() { "none" } else { version.trim() };
    Err(Failed(format!(
        "Node.js {}.{} or newer is needed, found {found}. This system's own package is too old: \
         install a newer one from nodejs.org, with npm",
        NODE.0, NODE.1
    )))
}

fn version_of(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

fn browser() -> bool {
    BROWSERS.iter().any(|name| shell::on_path(name))
}

fn is_ubuntu() -> bool {
    std::fs::read_to_string("/etc/os-release")
        .is_ok_and(|text| text.lines().any(|l| l == "ID=ubuntu"))
}

fn pkg_config(library: &str) -> bool {
    shell::output(Command::new("pkg-config").args(["--exists", library])).is_some()
}

#[cfg(test)]
mod check {
    use super::*;

    #[test]
    fn versions_are_numbers_not_words() {
        assert_eq!(version_of("v20.19.4\n"), Some((20, 19)));
        assert!(version_of("v9.99.0").is_some_and(|found| found < NODE));
        assert_eq!(version_of(""), None);
    }
}
