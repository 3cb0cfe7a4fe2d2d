//! Few whole journeys in the real window; everything else is tested below it.
#![cfg(target_os = "linux")]

mod aloud;
mod closed;
mod journeys;
mod proof;
