//! A display: the session's, or a virtual one where a machine runs alone.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::shell::{self, Failed};

/// A display for a program.
pub struct Display(Option<(Child, String)>);

impl Display {
    /// The session's display; on a machine that tests (`CI`), a virtual one.
    pub fn of_the_session_or_virtual() -> Result<Self, Failed> {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY") {
            return Ok(Self(None));
        }
        if !set("CI") {
            return Err(Failed(
                "there is no display. Run this in a desktop session, or with ssh -X; \
                 with CI=true a virtual display is started instead"
                    .to_owned(),
            ));
        }
        Self::virtual_()
    }

    fn virtual_() -> Result<Self, Failed> {
        if !shell::on_path("Xvfb") {
            return Err(Failed("no display, and Xvfb is missing: cargo xtask setup".to_owned()));
        }
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1920x1080x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| Failed(format!("Xvfb cannot be started: {error}")))?;
        // It chooses a free number itself and tells it.
        let mut number = String::new();
        if let Some(out) = server.stdout.take() {
            let _ = BufReader::new(out).read_line(&mut number);
        }
        let display = Self(Some((server, format!(":{}", number.trim()))));
        if number.trim().is_empty() {
            return Err(Failed("Xvfb ended at once".to_owned()));
        }
        println!("xtask: no display here, a virtual one is started");
        Ok(display)
    }

    /// Has a program use it.
    pub fn give_to(&self, program: &mut Command) {
        if let Some((_, name)) = &self.0 {
            program.env("DISPLAY", name);
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        if let Some((server, _)) = &mut self.0 {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}
