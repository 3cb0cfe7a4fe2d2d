//! JSON of any shape and size.
//!
//! A value that is small enough is looked at as a whole (`tree`) and turned
//! into records by its shape (`emit`, `shape`); a larger one is entered, and its
//! parts are looked at. So one array of gigabytes needs the memory of one of its
//! items. What is broken is narrowed down to the smallest part and kept as text.

mod emit;
mod fill;
mod large;
mod lexer;
mod names;
mod patterns;
mod shape;
mod spot;
mod stream;
mod tree;

pub(crate) use emit::Emitter;
pub(crate) use names::{join, list_name};
pub(crate) use shape::{is_data_key, looks_like};
pub(crate) use stream::{read_json, read_json_lines};
pub(crate) use tree::{Json, parse_strictly};
