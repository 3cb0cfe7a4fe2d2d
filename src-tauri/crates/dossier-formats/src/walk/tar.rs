use std::io::{self, Read};

use super::MemberInfo;
use super::leaf::Leaf;
use super::listing::{Listed, Listing, raw_name};
use super::meter::Stated;
use crate::Limits;
use crate::blob::Blob;
use crate::tar_header::{checksum_fits, number};
use crate::zip::decode_name;

const BLOCK: u64 = 512;
/// A name longer than this is no name.
const MAX_NAME: u64 = 64 << 10;

/// Lists a TAR by its headers; the members are parts of the same bytes.
pub(super) fn list(blob: &Blob, container: &MemberInfo, limits: &Limits) -> Listing {
    let (mut listed, mut odd) = (Vec::new(), Vec::new());
    let (mut at, mut long_name, mut long_size) = (0, None, None);
    while at + BLOCK <= blob.len() {
        let header = match header_at(blob, at) {
            Ok(Some(header)) => header,
            Ok(None) => break,
            Err(code) if listed.is_empty() => return Err(code),
            Err(code) => {
                odd.push((code, vec![at]));
                break;
            }
        };
        let data = at + BLOCK;
        let size = long_size.take().unwrap_or(header.size);
        let Some(next) = size.checked_next_multiple_of(BLOCK).and_then(|len| data.checked_add(len))
        else {
            odd.push(("tar_damaged", vec![at]));
            break;
        };
        at = next;
        match header.kind {
            b'L' => long_name = extra(blob, data, size).map(|bytes| trim(&bytes).to_vec()),
            b'x' => {
                let pax = extra(blob, data, size).unwrap_or_default();
                long_name = pax_value(&pax, b"path").map(<[u8]>::to_vec).or(long_name);
                long_size = pax_value(&pax, b"size")
                    .and_then(|text| std::str::from_utf8(text).ok()?.parse().ok());
            }
            b'g' | b'K' | b'5' => long_name = None,
            kind => {
                if listed.len() >= limits.members as usize {
                    return Err("limit_members");
                }
                let name = long_name.take().unwrap_or(header.name);
                let bytes = match kind {
                    0 | b'0' | b'7' if data + size > blob.len() => {
                        Err(("tar_truncated", vec![size]))
                    }
                    0 | b'0' | b'7' => Ok(Leaf::Blob(blob.slice(data, size))),
                    b'1' | b'2' => Err(("link_not_followed", vec![])),
                    _ => Err(("no_regular_file", vec![])),
                };
                let info = MemberInfo {
                    path: container.path.inside(&decode_name(&name, None)),
                    depth: container.depth + 1,
                    size_hint: Some(size),
                    raw_name: raw_name(&name),
                    ..MemberInfo::default()
                };
                let stated = Stated { size: Some(size), crc32: None, compressed: size };
                listed.push(Listed { info, stated, bytes });
            }
        }
    }
    if at > blob.len() {
        odd.push(("tar_truncated", vec![at - blob.len()]));
    }
    Ok((listed, odd))
}

struct Header {
    name: Vec<u8>,
    size: u64,
    kind: u8,
}

/// None at the zeros that end the archive.
fn header_at(blob: &Blob, at: u64) -> Result<Option<Header>, &'static str> {
    let block = read_block(blob, at).map_err(|_| "tar_damaged")?;
    if block.iter().all(|byte| *byte == 0) {
        return Ok(None);
    }
    if !checksum_fits(&block) {
        return Err("tar_damaged");
    }
    let mut name = trim(&block[..100]).to_vec();
    if &block[257..262] == b"ustar" && block[345] != 0 && block[262] == 0 {
        let mut whole = trim(&block[345..500]).to_vec();
        whole.push(b'/');
        whole.append(&mut name);
        name = whole;
    }
    let size = number(&block[124..136]).ok_or("tar_damaged")?;
    Ok(Some(Header { name, size, kind: block[156] }))
}

fn read_block(blob: &Blob, at: u64) -> io::Result<[u8; 512]> {
    let mut block = [0; 512];
    blob.slice(at, BLOCK).reader(0)?.read_exact(&mut block)?;
    Ok(block)
}

fn trim(field: &[u8]) -> &[u8] {
    field.split(|byte| *byte == 0).next().unwrap_or_default()
}

fn extra(blob: &Blob, at: u64, len: u64) -> Option<Vec<u8>> {
    if len > MAX_NAME { None } else { blob.read_up_to(at, len).ok() }
}

/// A value of a pax header: lines of `length key=value`.
fn pax_value<'a>(mut pax: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    loop {
        let space = pax.iter().position(|byte| *byte == b' ')?;
        let len: usize = std::str::from_utf8(&pax[..space]).ok()?.parse().ok()?;
        let record = pax.get(space + 1..len)?;
        if let Some(value) = record.strip_prefix(key).and_then(|rest| rest.strip_prefix(b"=")) {
            return Some(value.strip_suffix(b"\n").unwrap_or(value));
        }
        pax = pax.get(len..)?;
    }
}
