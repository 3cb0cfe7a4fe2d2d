/// The table of a list: the document's own list has no name.
pub(crate) fn list_name(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!("{name}[]") }
}

/// A table's name from its path. A key that names a person is left out.
pub(crate) fn join(name: &str, key: &str) -> String {
    let key = if key.contains('@') || key.len() > 80 { "*" } else { key };
    if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") }
}
