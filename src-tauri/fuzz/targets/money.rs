#![no_main]
#[path = "../money.rs"]
mod money;

libfuzzer_sys::fuzz_target!(|data: &[u8]| money::run("money", data));
