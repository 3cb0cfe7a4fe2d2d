//! A word on the desktop when a deadline is near, for who wants it: over the
//! session bus, a unix socket, and without a name or a date, as others see the
//! screen too. Where nobody takes notices there are none.

use std::sync::Arc;
use std::time::Duration;

use gio::glib::variant::ToVariant;
use gio::glib::{Variant, VariantDict};
use gio::{BusType, Cancellable, DBusCallFlags};
use serde_json::{Value, json};
use tauri::{AppHandle, Manager};

use dossier_model::Cancel;

use crate::Shell;
use crate::core::Call;

/// How often it is looked; the core says each thing once a day.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// How long the desktop may take to answer, in milliseconds.
const PATIENCE: i32 = 2_000;

/// Looks until the program ends, while the vault is open.
pub fn watch(app: AppHandle) {
    // Without an address the library would start a bus of its own.
    if std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_none() {
        return;
    }
    tauri::async_runtime::spawn(async move {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let shell = Arc::clone(&app.state::<Arc<Shell>>());
            if shell.idle.is_open() {
                // A notice that failed is no reason to stop looking.
                let _ = tauri::async_runtime::spawn_blocking(move || look(&shell)).await;
            }
        }
    });
}

fn look(shell: &Shell) {
    let request = json!({ "language": language(&shell.idle.language(), &environment()) });
    let (cancel, progress) = (Cancel::new(), &mut |_| ());
    let command = "deadline_notice";
    let call = Call { command, request, files: Vec::new(), cancel: &cancel, progress };
    let Ok(answer) = shell.core.call(call) else { return };
    if let Some(text) = answer.get("text").and_then(Value::as_str) {
        say(text);
    }
}

/// The language that the person set, else the system's.
fn language(set: &str, environment: &str) -> String {
    let words = if set.is_empty() { environment } else { set };
    words.chars().take_while(char::is_ascii_alphabetic).collect()
}

fn environment() -> String {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let set = names.iter().filter_map(|name| std::env::var(name).ok());
    set.into_iter().find(|value| !value.is_empty()).unwrap_or_default()
}

fn say(text: &str) {
    let Ok(bus) = gio::bus_get_sync(BusType::Session, None::<&Cancellable>) else { return };
    // The desktop may go before the program does.
    bus.set_exit_on_close(false);
    let _ = bus.call_sync(
        Some("org.freedesktop.Notifications"),
        "/org/freedesktop/Notifications",
        "org.freedesktop.Notifications",
        "Notify",
        Some(&notice(text)),
        None,
        DBusCallFlags::NONE,
        PATIENCE,
        None::<&Cancellable>,
    );
}

/// A notice as the desktop's protocol wants it: of which program, in place of
/// which other, its picture, title, text, buttons, hints, and how long.
fn notice(text: &str) -> Variant {
    let hints = VariantDict::new(None);
    hints.insert_value("desktop-entry", &"dossier".to_variant());
    let none: Vec<String> = Vec::new();
    Variant::tuple_from_iter([
        "Dossier".to_variant(),
        0u32.to_variant(),
        "dossier".to_variant(),
        "Dossier".to_variant(),
        text.to_variant(),
        none.to_variant(),
        hints.end(),
        (-1i32).to_variant(),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_has_the_form_that_desktops_take() {
        let notice = notice("A deadline ends soon.");
        assert_eq!(notice.type_().as_str(), "(susssasa{sv}i)");
        assert_eq!(notice.child_value(4).str(), Some("A deadline ends soon."));
    }

    #[test]
    fn the_language_is_the_one_set_else_the_systems() {
        assert_eq!(language("de", "en_US.UTF-8"), "de");
        assert_eq!(language("", "de_AT.UTF-8"), "de");
        assert_eq!(language("", "C"), "C");
        assert_eq!(language("", ""), "");
    }
}
