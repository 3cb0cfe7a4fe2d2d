//! Split archives: several files that are one.

use std::collections::BTreeMap;

/// Files that are parts of one archive, or a file by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PartSet {
    /// The name of the whole.
    pub(crate) name: String,
    /// Its parts in their order, as indexes into the names.
    pub(crate) parts: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Style {
    /// `x.zip.001`, `x.zip.002`
    Numbered,
    /// `x.zip.aa`, `x.zip.ab`
    Lettered,
    /// `x.z01`, `x.z02`, and `x.zip` at the end.
    Disks,
}

/// Puts the parts of split archives together. A set that has gaps is left as
/// single files: what is there is read, and what is missing is said.
pub(crate) fn join(names: &[String]) -> Vec<PartSet> {
    let mut sets: BTreeMap<(Style, String), BTreeMap<u32, usize>> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        if let Some((style, whole, number)) = part_of(name) {
            sets.entry((style, whole)).or_default().entry(number).or_insert(index);
        }
    }
    for ((style, whole), parts) in &mut sets {
        let last = names.iter().position(|name| name.to_lowercase() == *whole);
        match (style, last) {
            (Style::Disks, Some(last)) => {
                parts.insert(u32::MAX, last);
            }
            (Style::Disks, None) => parts.clear(),
            _ => {}
        }
    }
    let is_whole = |parts: &BTreeMap<u32, usize>| {
        let numbers = parts.keys().filter(|number| **number < u32::MAX);
        parts.len() > 1 && numbers.zip(1..).all(|(number, expected)| *number == expected)
    };
    sets.retain(|_, parts| is_whole(parts));
    let taken: Vec<usize> = sets.values().flat_map(BTreeMap::values).copied().collect();
    let mut out: Vec<PartSet> = (0..names.len())
        .filter(|index| !taken.contains(index))
        .map(|index| PartSet { name: names[index].clone(), parts: vec![index] })
        .collect();
    for ((style, whole), parts) in sets {
        let parts: Vec<usize> = parts.into_values().collect();
        let named = if style == Style::Disks { parts.last() } else { parts.first() };
        // The spelling of the file, without the ending of the part.
        let name = named.and_then(|index| names[*index].get(..whole.len())).unwrap_or(&whole);
        out.push(PartSet { name: name.to_owned(), parts });
    }
    out.sort_by_key(|set| set.parts.iter().min().copied());
    out
}

/// Whether a name is that of one part of a split archive.
pub(crate) fn is_part(name: &str) -> bool {
    part_of(name).is_some()
}

fn part_of(name: &str) -> Option<(Style, String, u32)> {
    let lower = name.to_lowercase();
    let (stem, ext) = lower.rsplit_once('.')?;
    if let Some(digits) = ext.strip_prefix('z')
        && (2..=4).contains(&digits.len())
    {
        return Some((Style::Disks, format!("{stem}.zip"), digits.parse().ok()?));
    }
    let archives = ["zip", "7z", "tar", "tgz", "gz", "bz2", "tbz2", "xz", "txz", "zst"];
    if !archives.iter().any(|archive| stem.rsplit('.').next() == Some(archive)) {
        return None;
    }
    match ext.as_bytes() {
        [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', ..] => {
            Some((Style::Numbered, stem.to_owned(), ext.parse().ok()?))
        }
        [a @ b'a'..=b'z', b @ b'a'..=b'z'] => {
            let number = u32::from(a - b'a') * 26 + u32::from(b - b'a') + 1;
            // `x.tar.gz` and `x.zip.xz` are no parts.
            (!archives.contains(&ext)).then(|| (Style::Lettered, stem.to_owned(), number))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[&str], expect: &[(&str, &[usize])]) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let expect: Vec<PartSet> = expect
            .iter()
            .map(|(name, parts)| PartSet { name: (*name).to_owned(), parts: parts.to_vec() })
            .collect();
        assert_eq!(join(&names), expect);
    }

    #[test]
    fn parts_find_each_other() {
        check(
            &["a.csv", "My.zip.002", "My.zip.001", "b.zip"],
            &[("a.csv", &[0]), ("My.zip", &[2, 1]), ("b.zip", &[3])],
        );
        check(&["x.z01", "x.z02", "X.zip"], &[("X.zip", &[0, 1, 2])]);
        check(&["x.tar.gz.aa", "x.tar.gz.ab"], &[("x.tar.gz", &[0, 1])]);
    }

    #[test]
    fn gaps_and_other_files_stay_alone() {
        check(&["x.7z.001", "x.7z.003"], &[("x.7z.001", &[0]), ("x.7z.003", &[1])]);
        check(&["x.z01"], &[("x.z01", &[0])]);
        check(&["log.001", "log.002"], &[("log.001", &[0]), ("log.002", &[1])]);
        check(&["x.tar.gz", "x.tar.xz"], &[("x.tar.gz", &[0]), ("x.tar.xz", &[1])]);
        assert!(is_part("x.zip.002") && !is_part("x.zip") && !is_part("notes.de"));
    }
}
