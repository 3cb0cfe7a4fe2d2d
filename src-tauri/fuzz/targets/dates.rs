#![no_main]
#[path = "../dates.rs"]
mod dates;

libfuzzer_sys::fuzz_target!(|data: &[u8]| dates::run("dates", data));
