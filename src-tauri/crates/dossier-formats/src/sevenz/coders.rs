use std::cell::RefCell;
use std::io::{self, BufReader, Read};

use dossier_model::Sensitive;
use lzma_rust2::Lzma2Reader;
use lzma_rust2::filter::bcj::BcjReader;
use lzma_rust2::filter::delta::DeltaReader;
use ppmd_rust::Ppmd7Decoder;
use sevenz_rust2::{Block, EncoderMethod};

use super::crypt::{AesProperties, CbcReader, Key};
use crate::packed::{Packing, Take, UNPACK_MEMORY, fits_memory, lzma, needed};

/// Coders one after the other; more is no archive.
const MAX_STEPS: usize = 8;

/// One step from packed to plain.
pub(super) enum Step {
    Copy,
    Packed(Packing),
    Lzma(Vec<u8>, u64),
    Lzma2(u8, u64),
    Ppmd(u32, u32, u64),
    Branch(&'static [u8]),
    Delta(usize),
    Aes(AesProperties),
}

const BRANCHES: [&[u8]; 8] = [
    EncoderMethod::ID_BCJ_X86,
    EncoderMethod::ID_BCJ_ARM,
    EncoderMethod::ID_BCJ_ARM64,
    EncoderMethod::ID_BCJ_ARM_THUMB,
    EncoderMethod::ID_BCJ_PPC,
    EncoderMethod::ID_BCJ_IA64,
    EncoderMethod::ID_BCJ_SPARC,
    EncoderMethod::ID_BCJ_RISCV,
];

/// The steps of a block in their order, or why it cannot be unpacked.
pub(super) fn steps(block: &Block) -> Result<Vec<Step>, &'static str> {
    let mut out = Vec::new();
    for (index, coder) in block.ordered_coder_iter() {
        let size = block.get_unpack_size_at_index(index);
        out.push(step(coder.encoder_method_id(), coder.properties(), size)?);
    }
    // A coder with several streams is passed over by the iterator.
    if out.len() != block.coders.len() || out.is_empty() || out.len() > MAX_STEPS {
        return Err("archive_method");
    }
    Ok(out)
}

fn step(id: &[u8], properties: &[u8], size: u64) -> Result<Step, &'static str> {
    let is = |method: &[u8]| id == method;
    if let Some(branch) = BRANCHES.iter().find(|branch| is(branch)) {
        return Ok(Step::Branch(branch));
    }
    Ok(match id {
        _ if is(EncoderMethod::ID_COPY) => Step::Copy,
        _ if is(EncoderMethod::ID_LZMA) => Step::Lzma(properties.to_vec(), size),
        _ if is(EncoderMethod::ID_LZMA2) => {
            Step::Lzma2(*properties.first().ok_or("archive_damaged")?, size)
        }
        _ if is(EncoderMethod::ID_PPMD) => {
            let Some(&[order, a, b, c, d]) = properties.first_chunk::<5>() else {
                return Err("archive_damaged");
            };
            Step::Ppmd(order.into(), u32::from_le_bytes([a, b, c, d]), size)
        }
        _ if is(EncoderMethod::ID_BZIP2) => Step::Packed(Packing::Bzip2),
        _ if is(EncoderMethod::ID_DEFLATE) => Step::Packed(Packing::Deflate),
        _ if is(EncoderMethod::ID_DEFLATE64) => Step::Packed(Packing::Deflate64),
        _ if is(EncoderMethod::ID_ZSTD) => Step::Packed(Packing::Zstd),
        _ if is(EncoderMethod::ID_DELTA) => {
            Step::Delta(properties.first().map_or(1, |distance| usize::from(*distance) + 1))
        }
        _ if is(EncoderMethod::ID_AES256_SHA256) => {
            Step::Aes(AesProperties::read(properties).ok_or("archive_damaged")?)
        }
        _ => return Err("archive_method"),
    })
}

/// Puts the steps behind each other.
pub(super) fn open(
    raw: Box<dyn Read>,
    steps: Vec<Step>,
    password: Option<&Sensitive<String>>,
    keys: &RefCell<Vec<Key>>,
) -> io::Result<Box<dyn Read>> {
    steps.into_iter().try_fold(raw, |raw, step| {
        Ok(match step {
            Step::Copy => raw,
            Step::Packed(packing) => packing.open(raw, None)?,
            Step::Lzma(properties, size) => lzma(raw, &properties, Some(size))?,
            Step::Lzma2(bits, size) => {
                let dictionary = needed(lzma2_dictionary(bits)?, size)?;
                let raw = BufReader::with_capacity(64 << 10, raw);
                Box::new(Lzma2Reader::new_mem_limit(
                    raw,
                    dictionary,
                    // The dictionary is limited above; this is what comes on top of it.
                    (UNPACK_MEMORY >> 10) + 1024,
                    None,
                )?)
            }
            Step::Ppmd(order, memory, size) => {
                fits_memory(memory.into())?;
                let reader = Ppmd7Decoder::new(BufReader::new(raw), order, memory)
                    .map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
                Box::new(Take { inner: reader, left: size })
            }
            Step::Branch(id) => branch(raw, id),
            Step::Delta(distance) => Box::new(DeltaReader::new(raw, distance)),
            Step::Aes(properties) => {
                let password = password.ok_or(io::ErrorKind::PermissionDenied)?;
                let key = properties.key(password, keys)?;
                Box::new(CbcReader::new(raw, &key, &properties.iv))
            }
        })
    })
}

fn branch(raw: Box<dyn Read>, id: &[u8]) -> Box<dyn Read> {
    Box::new(match id {
        _ if id == EncoderMethod::ID_BCJ_ARM => BcjReader::new_arm(raw, 0),
        _ if id == EncoderMethod::ID_BCJ_ARM64 => BcjReader::new_arm64(raw, 0),
        _ if id == EncoderMethod::ID_BCJ_ARM_THUMB => BcjReader::new_arm_thumb(raw, 0),
        _ if id == EncoderMethod::ID_BCJ_PPC => BcjReader::new_ppc(raw, 0),
        _ if id == EncoderMethod::ID_BCJ_IA64 => BcjReader::new_ia64(raw, 0),
        _ if id == EncoderMethod::ID_BCJ_SPARC => BcjReader::new_sparc(raw, 0),
        _ if id == EncoderMethod::ID_BCJ_RISCV => BcjReader::new_riscv(raw, 0),
        _ => BcjReader::new_x86(raw, 0),
    })
}

fn lzma2_dictionary(bits: u8) -> io::Result<u32> {
    match u32::from(bits) {
        bits @ 0..40 => Ok((2 | bits & 1) << (bits / 2 + 11)),
        40 => Ok(u32::MAX),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}
