//! What is printed. A reader that went away is no reason to fail.

use std::io::Write;

use dossier_api::ApiError;
use serde_json::{Value, json};

use crate::args::Args;

/// One document.
pub fn document(args: &Args, value: &Value, plain: impl FnOnce(&Value) -> String) {
    let text = if args.json { value.to_string() } else { plain(value).trim_end().to_owned() };
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// An error: its code and numbers, never a value of the vault.
pub fn error(args: &Args, error: &ApiError) {
    if args.json {
        let _ = writeln!(std::io::stdout(), "{}", json!({ "error": error }));
    }
    let gaps: Vec<_> =
        error.message.values.iter().map(|(gap, value)| format!("{gap} {value}")).collect();
    match gaps.is_empty() {
        true => eprintln!("dossier-cli: {} ({})", error.code, error.message.key),
        false => {
            eprintln!("dossier-cli: {} ({}: {})", error.code, error.message.key, gaps.join(", "))
        }
    }
}

/// Rows as lines with tabs, the columns by their pointers.
pub fn lines(value: &Value, columns: &[&str]) -> String {
    let rows = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let cell = |row: &Value, pointer: &&str| match row.pointer(pointer) {
        Some(Value::String(text)) => text.replace(['\t', '\n'], " "),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    };
    rows.iter()
        .map(|row| columns.iter().map(|c| cell(row, c)).collect::<Vec<_>>().join("\t") + "\n")
        .collect()
}
