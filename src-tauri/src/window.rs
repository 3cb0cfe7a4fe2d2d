//! The one window, and what it refuses.

use std::path::Path;
use std::sync::Arc;

use tauri::webview::{Color, NewWindowResponse};
use tauri::{
    App, DragDropEvent, Manager, Theme, Url, WebviewUrl, WebviewWindowBuilder, WindowEvent,
};

use crate::events::HostEvent;
use crate::{Shell, ShellError, closed};

/// The first color of the window, so that it does not flash: the paper of each theme.
const PAPER: Color = Color(0xfa, 0xf9, 0xf6, 0xff);
const NIGHT: Color = Color(0x14, 0x16, 0x18, 0xff);

/// A plain word instead of the toolkit's panic.
pub fn require_display() -> Result<(), ShellError> {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let needed = cfg!(all(unix, not(target_os = "macos")));
    if needed && !set("DISPLAY") && !set("WAYLAND_DISPLAY") {
        return Err(ShellError::NoDisplay);
    }
    Ok(())
}

/// Opens the window on the program's own page.
pub fn open(app: &App, data: &Path) -> Result<(), tauri::Error> {
    let mut builder = WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
        .title("Dossier")
        .inner_size(1280.0, 860.0)
        .min_inner_size(360.0, 480.0)
        .background_color(PAPER)
        .devtools(cfg!(debug_assertions))
        .general_autofill_enabled(false)
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false);
    builder = if closed::driven_by_test() {
        // The engine lets itself be driven only in a context with a folder.
        builder.data_directory(data.join("web"))
    } else {
        // The engine keeps nothing: no cache, no cookies, no storage.
        builder.incognito(true)
    };
    let window = builder.build()?;
    #[cfg(target_os = "linux")]
    if !has_graphics_card(Path::new("/dev/dri")) {
        window.with_webview(draw_plainly)?;
    }
    if window.theme().is_ok_and(|theme| theme == Theme::Dark) {
        window.set_background_color(Some(NIGHT))?;
    }
    let shell = Arc::clone(&app.state::<Arc<Shell>>());
    window.on_window_event(move |event| {
        if let WindowEvent::DragDrop(drag) = event {
            hear(&shell, drag);
        }
    });
    Ok(())
}

/// Whether the kernel offers a card that can draw.
#[cfg(target_os = "linux")]
fn has_graphics_card(devices: &Path) -> bool {
    let drawing = |name: std::ffi::OsString| name.to_string_lossy().starts_with("renderD");
    let names = std::fs::read_dir(devices).into_iter().flatten();
    names.flatten().any(|device| drawing(device.file_name()))
}

/// Without a card the engine imitates one, ten times slower than it draws without.
#[cfg(target_os = "linux")]
#[expect(clippy::needless_pass_by_value, reason = "the toolkit hands it over")]
fn draw_plainly(view: tauri::webview::PlatformWebview) {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};
    if let Some(settings) = view.inner().settings() {
        settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
    }
}

/// Whether an address is the program's own page.
fn is_own(url: &Url) -> bool {
    let own_scheme = if cfg!(windows) { "http" } else { "tauri" };
    let own_host = if cfg!(windows) { "tauri.localhost" } else { "localhost" };
    url.scheme() == own_scheme && url.host_str() == Some(own_host) && url.port().is_none()
}

fn hear(shell: &Shell, drag: &DragDropEvent) {
    match drag {
        DragDropEvent::Enter { .. } => shell.events.tell(HostEvent::Hover),
        DragDropEvent::Leave => shell.events.tell(HostEvent::Leave),
        DragDropEvent::Drop { paths, .. } => {
            let files = shell.files.add(paths.iter().cloned());
            shell.events.tell(HostEvent::Drop { files });
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_card_is_one_that_draws() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_graphics_card(&folder.path().join("none")), "no folder, no card");
        std::fs::write(folder.path().join("card0"), "").unwrap();
        assert!(!has_graphics_card(folder.path()), "a screen alone draws nothing");
        std::fs::write(folder.path().join("renderD128"), "").unwrap();
        assert!(has_graphics_card(folder.path()));
    }

    #[test]
    #[cfg(not(windows))]
    fn only_the_own_page_is_a_place_to_go() {
        for own in ["tauri://localhost", "tauri://localhost/#/why?company=1"] {
            assert!(is_own(&own.parse().unwrap()), "{own}");
        }
        for other in [
            "https://example.org/",
            "http://localhost/",
            "http://127.0.0.1:8080/",
            "tauri://example.org/",
            "tauri://localhost:81/",
            "file:///etc/passwd",
            "data:text/html,hello",
            "blob:tauri://localhost/1",
            "about:blank",
            "javascript:void(0)",
            "ipc://localhost/",
        ] {
            assert!(!is_own(&other.parse().unwrap()), "{other}");
        }
    }
}
