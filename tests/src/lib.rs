//! Helpers that the tests of the whole share.

#[cfg(target_os = "linux")]
pub mod aloud;
pub mod house;
#[cfg(target_os = "linux")]
pub mod person;
pub mod rules;
#[cfg(target_os = "linux")]
pub mod screen;
#[cfg(target_os = "linux")]
pub mod sockets;
#[cfg(target_os = "linux")]
pub mod webdriver;
#[cfg(target_os = "linux")]
pub mod window;
