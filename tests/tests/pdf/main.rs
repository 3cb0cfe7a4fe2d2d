//! Letters as PDF, set in many styles, say what their text says.

mod letters;
mod sheet;
mod styles;
