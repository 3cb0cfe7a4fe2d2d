//! Everything that this crate promises, seen from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod archives;
mod collect;
mod corpora;
mod csv;
mod document;
mod fuzz;
mod html;
mod json;
mod mail;
mod pollution;
mod properties;
mod sheet;
mod text;
mod walk;
mod xml;
mod zips;
