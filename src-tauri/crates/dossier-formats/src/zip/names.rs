use encoding_rs::{Encoding, GBK, SHIFT_JIS, UTF_8, WINDOWS_1251, WINDOWS_1252};

/// Code page 437 from 0x80: what DOS and many ZIP programs write.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// A name as a person can read it. The flag that says UTF-8 is not asked: the
/// bytes show it.
pub(crate) fn decode_name(raw: &[u8], unicode: Option<&str>) -> String {
    if let Ok(text) = std::str::from_utf8(raw) {
        return text.to_owned();
    }
    if let Some(text) = unicode {
        return text.to_owned();
    }
    let high: Vec<u8> = raw.iter().copied().filter(|byte| *byte >= 0x80).collect();
    // Single accented letters among ASCII are Western; runs are another script.
    if longest_run(raw) < 3 && !looks_double_byte(raw) {
        let dos = high.iter().filter(|byte| matches!(byte, 0x80..=0xa5 | 0xe1)).count();
        let latin = high.iter().filter(|byte| matches!(byte, 0xc0..=0xff)).count();
        if dos >= latin {
            return cp437(raw);
        }
        return WINDOWS_1252.decode_without_bom_handling(raw).0.into_owned();
    }
    let scripts: [(&Encoding, bool); 3] = [
        (WINDOWS_1251, high.iter().all(|byte| *byte >= 0xc0)),
        (GBK, high.iter().all(|byte| *byte >= 0xa1) && high.len().is_multiple_of(2)),
        (SHIFT_JIS, matches!(high.first(), Some(0x81..=0x9f | 0xe0..=0xef))),
    ];
    // Names are too short to count letters; ranges of bytes tell more.
    for (encoding, fits) in scripts {
        if fits
            && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(raw)
        {
            return text.into_owned();
        }
    }
    guess(raw).decode_without_bom_handling(raw).0.into_owned()
}

fn cp437(raw: &[u8]) -> String {
    let upper: Vec<char> = CP437.chars().collect();
    let char_of = |byte: &u8| match byte {
        0..0x80 => char::from(*byte),
        _ => upper.get(usize::from(byte - 0x80)).copied().unwrap_or('\u{fffd}'),
    };
    raw.iter().map(char_of).collect()
}

fn guess(raw: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(raw, true);
    let found = detector.guess(None, chardetng::Utf8Detection::Deny);
    if found == UTF_8 { WINDOWS_1252 } else { found }
}

fn longest_run(raw: &[u8]) -> usize {
    raw.split(|byte| *byte < 0x80).map(<[u8]>::len).max().unwrap_or(0)
}

/// Shift_JIS and GBK write pairs whose first byte is high.
fn looks_double_byte(raw: &[u8]) -> bool {
    let high = raw.iter().filter(|byte| **byte >= 0x80).count();
    let letters = raw.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    high >= 4 && high * 2 > letters
}
