//! Streams that were packed by any of the methods that archives use.

use std::io::{self, BufReader, Read};

use lzma_rust2::{LzmaReader, XzReader};
use ppmd_rust::{Ppmd8Decoder, RestoreMethod};

/// Memory that unpacking may take, whatever the archive asks for. Archives that
/// programs make with their strongest setting stay below.
pub(crate) const UNPACK_MEMORY: u32 = 192 << 20;
const BUFFER: usize = 64 << 10;

/// How a stream is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Deflate,
    Deflate64,
    Gzip,
    Bzip2,
    Xz,
    Zstd,
    /// With the header that ZIP puts in front.
    ZipLzma,
    ZipPpmd,
}

impl Packing {
    /// The method of a number in a ZIP directory.
    pub(crate) fn of_zip(method: u16) -> Option<Self> {
        Some(match method {
            8 => Self::Deflate,
            9 => Self::Deflate64,
            12 => Self::Bzip2,
            14 => Self::ZipLzma,
            93 => Self::Zstd,
            95 => Self::Xz,
            98 => Self::ZipPpmd,
            _ => return None,
        })
    }

    /// The plain bytes of a packed stream. `size` is what is said of their number.
    pub(crate) fn open(
        self,
        mut raw: Box<dyn Read>,
        size: Option<u64>,
    ) -> io::Result<Box<dyn Read>> {
        let buffered = |raw| BufReader::with_capacity(BUFFER, raw);
        Ok(match self {
            Self::Deflate => Box::new(flate2::bufread::DeflateDecoder::new(buffered(raw))),
            Self::Deflate64 => Box::new(deflate64::Deflate64Decoder::with_buffer(buffered(raw))),
            Self::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(buffered(raw))),
            Self::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(buffered(raw))),
            Self::Xz => Box::new(XzReader::new_mem_limit(buffered(raw), true, UNPACK_MEMORY >> 10)),
            Self::Zstd => {
                let mut reader = zstd::stream::read::Decoder::with_buffer(buffered(raw))?;
                reader.window_log_max(27)?;
                Box::new(reader)
            }
            Self::ZipLzma => {
                let mut head = [0; 9];
                raw.read_exact(&mut head)?;
                if head[2..4] != [5, 0] {
                    return Err(io::ErrorKind::InvalidData.into());
                }
                lzma(raw, &head[4..], size)?
            }
            Self::ZipPpmd => {
                let mut head = [0; 2];
                raw.read_exact(&mut head)?;
                let head = u32::from(u16::from_le_bytes(head));
                let (order, megabytes) = ((head & 15) + 1, (head >> 4 & 255) + 1);
                let restore = match head >> 12 {
                    0 => RestoreMethod::Restart,
                    1 => RestoreMethod::CutOff,
                    _ => return Err(io::ErrorKind::Unsupported.into()),
                };
                let memory = megabytes << 20;
                fits_memory(memory.into())?;
                let reader = Ppmd8Decoder::new(buffered(raw), order, memory, restore)
                    .map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
                Box::new(Take { inner: reader, left: size.unwrap_or(u64::MAX) })
            }
        })
    }
}

/// A raw LZMA stream with its five bytes of properties.
pub(crate) fn lzma(
    raw: Box<dyn Read>,
    properties: &[u8],
    size: Option<u64>,
) -> io::Result<Box<dyn Read>> {
    let Some(&[props, a, b, c, d]) = properties.first_chunk::<5>() else {
        return Err(io::ErrorKind::InvalidData.into());
    };
    let size = size.unwrap_or(u64::MAX);
    let dictionary = needed(u32::from_le_bytes([a, b, c, d]), size)?;
    let raw = BufReader::with_capacity(BUFFER, raw);
    Ok(Box::new(LzmaReader::new_with_props(raw, size, props, dictionary, None)?))
}

/// How much of a dictionary is needed for so many bytes, if that is not too much.
pub(crate) fn needed(dictionary: u32, size: u64) -> io::Result<u32> {
    let used = u64::from(dictionary).min(size.max(4096));
    fits_memory(used)?;
    Ok(used as u32)
}

/// Refuses what would take too much memory.
pub(crate) fn fits_memory(bytes: u64) -> io::Result<()> {
    if bytes > UNPACK_MEMORY.into() { Err(io::ErrorKind::OutOfMemory.into()) } else { Ok(()) }
}

/// Ends a stream that has no end of its own.
pub(crate) struct Take<R> {
    pub(crate) inner: R,
    pub(crate) left: u64,
}

impl<R: Read> Read for Take<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let want = buf.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if want == 0 {
            return Ok(0);
        }
        let n = self.inner.read(&mut buf[..want])?;
        if n == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= n as u64;
        Ok(n)
    }
}
