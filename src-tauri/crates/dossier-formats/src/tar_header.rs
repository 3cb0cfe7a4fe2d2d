//! The fields of a TAR header, for those who look and those who list.

/// Whether a block is a TAR header: its bytes add up to what it says.
pub(crate) fn checksum_fits(block: &[u8]) -> bool {
    let Some(block) = block.get(..512) else { return false };
    let stated = number(&block[148..156]);
    let sum = |range: &[u8]| range.iter().map(|byte| u64::from(*byte)).sum::<u64>();
    stated == Some(sum(&block[..148]) + 8 * 32 + sum(&block[156..]))
}

/// An octal number, or a binary one if the first bit is set.
pub(crate) fn number(field: &[u8]) -> Option<u64> {
    if field.first()? & 0x80 != 0 {
        let (head, tail) = field.split_at(field.len() - 8);
        let fits = head.iter().skip(1).all(|byte| *byte == 0);
        return fits.then(|| tail.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)));
    }
    let text = std::str::from_utf8(field).ok()?.trim_matches(['\0', ' ']);
    if text.is_empty() { Some(0) } else { u64::from_str_radix(text, 8).ok() }
}
