//! What the shell tells the window without being asked.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use tauri::ipc::Channel;

use crate::files::ChosenFile;

/// One such message.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum HostEvent {
    /// Files hover over the window.
    Hover,
    /// They left again.
    Leave,
    /// They were dropped.
    Drop {
        /// The files, by handle.
        files: Vec<ChosenFile>,
    },
    /// The vault was locked: the window must empty itself.
    Locked {
        /// Why.
        reason: LockReason,
    },
    /// A job stands still from now on, or goes on.
    Job {
        /// Its number.
        job: u32,
        /// Whether it stands still.
        paused: bool,
    },
}

/// Why the vault was locked by the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LockReason {
    /// Nobody used it for a while.
    Idle,
    /// The computer goes to sleep, or was asleep.
    Sleep,
    /// The screen was locked or another person took over.
    Screen,
}

/// The line to the window; none before the window asks for it.
#[derive(Default)]
pub struct Events(Mutex<Option<Channel<HostEvent>>>);

impl Events {
    /// From now on the window hears on this channel. A reloaded page brings a new one.
    pub fn connect(&self, channel: Channel<HostEvent>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(channel);
    }

    /// Tells it. A window that is gone hears nothing.
    pub fn tell(&self, event: HostEvent) {
        if let Some(channel) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            let _ = channel.send(event);
        }
    }
}
