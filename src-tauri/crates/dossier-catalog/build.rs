//! Rebuilds the crate when a catalog file changes: `include_dir` alone does not say so.
fn main() {
    println!("cargo:rerun-if-changed=../../catalog");
}
