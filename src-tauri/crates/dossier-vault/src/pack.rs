//! Compression of blocks and sources.

use crate::VaultError;

/// Compresses, with its buffers kept.
pub struct Packer {
    out: Vec<u8>,
    compressor: Option<zstd::bulk::Compressor<'static>>,
}

impl Default for Packer {
    fn default() -> Self {
        let compressor = zstd::bulk::Compressor::new(1).ok();
        Self { out: Vec::new(), compressor }
    }
}

impl Packer {
    /// Four bytes of length, then the compressed bytes; length 0 with the bytes as
    /// they are where compression gains nothing.
    pub fn pack(&mut self, bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
        let failed = |_| VaultError::Damaged { what: "compression" };
        let length =
            u32::try_from(bytes.len()).map_err(|_| VaultError::Damaged { what: "length" })?;
        let room = zstd::zstd_safe::compress_bound(bytes.len());
        // What stands there from the last time is written over.
        if self.out.len() < 4 + room {
            self.out.resize(4 + room, 0);
        }
        let written = match &mut self.compressor {
            Some(compressor) => {
                compressor.compress_to_buffer(bytes, &mut self.out[4..]).map_err(failed)?
            }
            None => usize::MAX,
        };
        if written < bytes.len() {
            self.out[..4].copy_from_slice(&length.to_le_bytes());
            Ok(self.out[..4 + written].to_vec())
        } else {
            Ok([&[0; 4], bytes].concat())
        }
    }
}

/// Undoes [`Packer`].
pub fn unpack(data: &[u8]) -> Result<Vec<u8>, VaultError> {
    let damaged = || VaultError::Damaged { what: "compression" };
    let (length, rest) = data.split_first_chunk::<4>().ok_or_else(damaged)?;
    match u32::from_le_bytes(*length) {
        0 => Ok(rest.to_vec()),
        length => zstd::bulk::decompress(rest, length as usize).map_err(|_| damaged()),
    }
}
