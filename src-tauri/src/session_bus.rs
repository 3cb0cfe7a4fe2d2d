//! Locks when the desktop says so: before sleep, on a locked screen, on a switch of persons.
//!
//! The buses are unix sockets, spoken to by the library that the window links
//! anyway. Where there is no bus, the clocks of [`crate::idle`] still notice
//! sleep and absence.

use std::path::Path;

use gio::glib::{Variant, VariantTy};
use gio::{BusType, Cancellable, DBusConnection, DBusSignalFlags};
use tauri::AppHandle;

use crate::events::LockReason;
use crate::idle;

/// One word of the desktop: who says it, and with which argument it means "lock".
struct Signal {
    interface: &'static str,
    member: &'static str,
    when: Option<bool>,
    reason: LockReason,
}

const SYSTEM: &[Signal] = &[
    Signal {
        interface: "org.freedesktop.login1.Manager",
        member: "PrepareForSleep",
        when: Some(true),
        reason: LockReason::Sleep,
    },
    Signal {
        interface: "org.freedesktop.login1.Session",
        member: "Lock",
        when: None,
        reason: LockReason::Screen,
    },
];

const SESSION: &[Signal] = &[
    Signal {
        interface: "org.freedesktop.ScreenSaver",
        member: "ActiveChanged",
        when: Some(true),
        reason: LockReason::Screen,
    },
    Signal {
        interface: "org.gnome.ScreenSaver",
        member: "ActiveChanged",
        when: Some(true),
        reason: LockReason::Screen,
    },
];

/// Listens on the buses that are there. Must be called on the main thread,
/// whose loop then brings the words.
pub fn watch(app: AppHandle) {
    if Path::new("/run/dbus/system_bus_socket").exists() {
        listen(BusType::System, SYSTEM, app.clone());
    }
    // Without an address the library would start a bus of its own.
    if std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some() {
        listen(BusType::Session, SESSION, app);
    }
}

fn listen(bus: BusType, signals: &'static [Signal], app: AppHandle) {
    gio::bus_get(bus, None::<&Cancellable>, move |connection| {
        // No bus after all: the clocks remain.
        let Ok(connection) = connection else { return };
        // A bus that ends must not end the program.
        connection.set_exit_on_close(false);
        for signal in signals {
            subscribe(&connection, signal, app.clone());
        }
        // The connection ends with the program.
        std::mem::forget(connection);
    });
}

fn subscribe(connection: &DBusConnection, signal: &'static Signal, app: AppHandle) {
    connection.signal_subscribe(
        None,
        Some(signal.interface),
        Some(signal.member),
        None,
        None,
        DBusSignalFlags::NONE,
        move |_, _, _, _, _, arguments| {
            if means_lock(signal.when, arguments) {
                idle::lock(&app, signal.reason);
            }
        },
    );
}

fn means_lock(when: Option<bool>, arguments: &Variant) -> bool {
    let Some(when) = when else { return true };
    arguments.type_() == VariantTy::new("(b)").unwrap_or(VariantTy::UNIT)
        && arguments.child_value(0).get::<bool>() == Some(when)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gio::glib::ToVariant;

    #[test]
    fn only_the_right_word_locks() {
        assert!(means_lock(Some(true), &(true,).to_variant()));
        assert!(!means_lock(Some(true), &(false,).to_variant()));
        assert!(!means_lock(Some(true), &("true",).to_variant()));
        assert!(!means_lock(Some(true), &().to_variant()));
        assert!(means_lock(None, &().to_variant()));
    }
}
