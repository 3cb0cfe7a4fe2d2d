//! The second host of the same commands: headless.
fn main() {}
