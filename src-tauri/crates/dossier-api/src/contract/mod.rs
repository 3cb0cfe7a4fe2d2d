//! The one contract between the core and its hosts: what can be asked
//! (`…Request`) and what is shown (`…View`).
//!
//! Requests name things by id; paths never cross the border, a host hands files
//! over as [`crate::Source`]s. Texts that a person reads cross it as keys with
//! parameters ([`Text`]), so that the language can change at once, except for
//! catalog texts, which come in the language the request names.

mod commands;
mod company;
mod compare;
mod correct;
mod directory;
mod entries;
mod imports;
mod overview;
mod papers;
mod proof;
mod recipes;
mod requests;
mod session;
mod tags;
mod text;
mod timeline;
mod why;

pub use commands::*;
pub use company::*;
pub use compare::*;
pub use correct::*;
pub use directory::*;
pub use entries::*;
pub use imports::*;
pub use overview::*;
pub use papers::*;
pub use proof::*;
pub use recipes::*;
pub use requests::*;
pub use session::*;
pub use tags::*;
pub use text::*;
pub use timeline::*;
pub use why::*;
