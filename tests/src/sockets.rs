//! Which sockets a program and all that it started hold.

use std::collections::{BTreeMap, BTreeSet};

/// A process and all below it.
pub fn tree(id: u32) -> Vec<u32> {
    let list = std::fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
    let children = list.flat_map(|task| {
        let text = std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
        text.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<u32>>()
    });
    std::iter::once(id).chain(children.flat_map(tree)).collect()
}

/// The program that a process runs, without its folder.
pub fn program(id: u32) -> String {
    let exe = std::fs::read_link(format!("/proc/{id}/exe")).unwrap_or_default();
    exe.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The sockets of these processes that are not unix sockets: who holds them,
/// and what the kernel's tables say of them.
pub fn other_than_unix(processes: &[u32]) -> Vec<String> {
    let held: BTreeMap<u64, u32> =
        processes.iter().flat_map(|id| inodes(*id).into_iter().map(|inode| (inode, *id))).collect();
    let Some(any) = processes.first() else { return Vec::new() };
    let unix: BTreeSet<u64> = table(*any, "unix", 6).into_keys().collect();
    let tables = ["tcp", "tcp6", "udp", "udp6", "raw", "raw6", "icmp", "icmp6"];
    let known: BTreeMap<u64, String> =
        tables.iter().flat_map(|name| table(*any, name, 9)).collect();
    let others = held.iter().filter(|(inode, _)| !unix.contains(inode));
    others
        .map(|(inode, id)| {
            let line = known.get(inode).map_or("of another family", String::as_str);
            format!("{} ({id}): {line}", program(*id))
        })
        .collect()
}

fn inodes(id: u32) -> Vec<u64> {
    let files = std::fs::read_dir(format!("/proc/{id}/fd")).into_iter().flatten().flatten();
    files
        .filter_map(|file| {
            let target = std::fs::read_link(file.path()).ok()?;
            target.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.parse().ok()
        })
        .collect()
}

/// A table of the kernel by the inode in its column.
fn table(id: u32, name: &str, column: usize) -> BTreeMap<u64, String> {
    let text = std::fs::read_to_string(format!("/proc/{id}/net/{name}")).unwrap_or_default();
    let lines = text.lines().skip(1);
    lines
        .filter_map(|line| {
            let columns: Vec<&str> = line.split_whitespace().collect();
            let inode = columns.get(column)?.parse().ok()?;
            Some((inode, format!("{name} {} {}", columns[1], columns[2])))
        })
        .collect()
}
