//! What stands on a virtual display, read from the file that it is kept in.

use std::io;
use std::path::Path;

/// The upper left part of a display, as PNG. The file is a window dump: a header of
/// numbers with the highest byte first, colors, and rows of blue, green, red, nothing.
pub fn png(folder: &Path, width: usize, height: usize) -> io::Result<Vec<u8>> {
    let dump = std::fs::read(folder.join("Xvfb_screen0"))?;
    let number = |at: usize| -> io::Result<usize> {
        let bytes = dump.get(at * 4..at * 4 + 4).and_then(|four| four.try_into().ok());
        bytes.map(|four| u32::from_be_bytes(four) as usize).ok_or_else(short)
    };
    let (width, height) = (width.min(number(4)?), height.min(number(5)?));
    let (start, line) = (number(0)? + number(19)? * 12, number(12)?);
    let mut pixels = Vec::with_capacity(width * height * 3);
    for row in 0..height {
        let from = start + row * line;
        let row = dump.get(from..from + width * 4).ok_or_else(short)?;
        pixels.extend(row.chunks_exact(4).flat_map(|dot| [dot[2], dot[1], dot[0]]));
    }
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(out)
}

fn short() -> io::Error {
    io::Error::other("the dump of the display is short")
}
