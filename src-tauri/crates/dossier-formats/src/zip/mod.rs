//! Reading ZIP archives of any origin.
//!
//! The central directory is the truth; local headers must agree with it. The
//! reader is our own because the ready-made one keys entries by name (a second
//! entry of the same name is lost) and needs a seekable file, while a nested
//! archive is only a stream.

mod crypt;
mod directory;
mod entry;
mod names;
mod salvage;

pub(crate) use crypt::{aes_fits, zip_crypto_fits};
pub(crate) use directory::{Entry, read_directory};
pub(crate) use entry::{Fault, data_range, open};
pub(crate) use names::decode_name;
pub(crate) use salvage::salvage;
