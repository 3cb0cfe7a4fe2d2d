//! Public tools that import the same export, for comparison. They take less upon
//! them: nothing is encrypted, classified or given a place, and only the one with
//! `fts` in its name makes words findable.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::cost::{Cost, cost};
use crate::shell::{self, Failed};

/// What is compared with, as the script below knows it.
pub const NAMES: [&str; 3] = ["duckdb", "sqlite-utils", "sqlite-utils-fts"];

/// The separated values of an export into one database, by a tool's own reader.
const SCRIPT: &str = r#"
import csv, pathlib, shutil, sys, zipfile
tool, export, work = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
zipfile.ZipFile(export).extractall(work)
for inner in list(work.rglob("*.zip")):
    zipfile.ZipFile(inner).extractall(inner.with_suffix(""))
files = [f for kind in ("csv", "jsonl", "json") for f in sorted(work.rglob("*." + kind))]
skipped = 0
if tool == "duckdb":
    import duckdb
    db = duckdb.connect(str(work / "peer.db"))
    for n, f in enumerate(files):
        read = "read_csv(?, all_varchar=true, ignore_errors=true)" if f.suffix == ".csv" else "read_json_auto(?, ignore_errors=true)"
        try:
            db.execute(f"create table t{n} as select * from {read}", [str(f)])
        except Exception:
            skipped += 1
    db.close()
else:
    import json, sqlite_utils
    db = sqlite_utils.Database(work / "peer.db")
    for n, f in enumerate(files):
        try:
            text = f.open(encoding="utf-8-sig", newline="")
            rows = csv.DictReader(text) if f.suffix == ".csv" else (json.loads(l) for l in text) if f.suffix == ".jsonl" else json.load(text)
            table = db[f"t{n}"]
            table.insert_all(rows, alter=True)
            if tool.endswith("fts"):
                table.enable_fts([c.name for c in table.columns])
        except Exception:
            skipped += 1
print(skipped)
"#;

/// Makes a Python with the tools in it, once. None if that cannot be had.
pub fn python() -> Option<std::path::PathBuf> {
    let place = shell::target().join("bench-peers");
    let python = place.join("bin").join("python");
    if !python.exists() {
        let mut make = Command::new("python3");
        make.args(["-m", "venv"]).arg(&place).stdout(Stdio::null());
        shell::run(&mut make).ok()?;
        let mut install = Command::new(&python);
        install.args(["-m", "pip", "install", "--quiet", "duckdb", "sqlite-utils"]);
        shell::run(&mut install).ok()?;
    }
    Some(python)
}

/// One run of a tool.
pub fn run(python: &Path, tool: &str, zip: &Path, folder: &Path) -> Result<(Cost, u64), Failed> {
    let failed = |error: std::io::Error| Failed(format!("the scratch folder: {error}"));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut work = Command::new(python);
    work.args(["-c", SCRIPT, tool]).arg(zip).arg(folder);
    let cost = cost(&work)?;
    let size = std::fs::metadata(folder.join("peer.db")).map_or(0, |file| file.len());
    std::fs::remove_dir_all(folder).map_err(failed)?;
    Ok((cost, size))
}
