//! Identifiers of devices and sessions, addresses in networks, files and versions.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::dates::parse_date;
use super::{all_digits, luhn};

/// Identifiers of devices and sessions, addresses in networks, files and versions.
pub(super) fn find(value: &str, compact: &str, found: &mut dyn FnMut(&'static str)) {
    identifiers(compact, found);
    addresses(value, found);
    tokens(value, compact, found);
}

fn identifiers(compact: &str, found: &mut dyn FnMut(&'static str)) {
    if compact.len() == 15 && all_digits(compact) && luhn(compact) {
        found("imei");
    }
    if compact.len() >= 18
        && compact.len() <= 20
        && compact.starts_with("89")
        && all_digits(compact)
    {
        found("iccid");
    }
    if is_uuid(compact) {
        found("uuid");
    }
    if is_ip(compact) {
        found("ip");
    }
    if is_mac(compact) {
        found("mac");
    }
    let is_hex = compact.len() >= 12 && compact.bytes().all(|b| b.is_ascii_hexdigit());
    if is_hex && compact.bytes().any(|b| b.is_ascii_alphabetic()) {
        found(if matches!(compact.len(), 32 | 40 | 64 | 128) { "hash" } else { "hex" });
    }
    let crypt = [
        "$2a$", "$2b$", "$2y$", "$argon2", "$6$", "$1$", "$5$", "$P$", "{SSHA}", "pbkdf2",
        "scrypt", "sha256$", "{bcrypt}",
    ];
    if crypt.iter().any(|start| compact.starts_with(start)) {
        found("password_hash");
    }
    if compact.starts_with("eyJ") && compact.len() > 20 {
        found("jwt");
    }
}

fn addresses(value: &str, found: &mut dyn FnMut(&'static str)) {
    let lower = value.trim().to_ascii_lowercase();
    if lower.starts_with("mozilla/")
        || lower.contains("applewebkit")
        || lower.starts_with("opera/")
        || lower.starts_with("dalvik/")
        || lower.contains("okhttp/")
        || lower.contains("cfnetwork/")
    {
        found("user_agent");
    }
    if lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www.") {
        found("url");
    }
    if lower.starts_with('/') && lower.len() > 1 && !lower.contains(' ') && !lower.contains('+') {
        found("url_path");
    }
    for (ends, name) in [
        (
            &[".jpg", ".jpeg", ".png", ".heic", ".webp", ".gif", ".bmp", ".svg", ".tif"][..],
            "image_file",
        ),
        (
            &[
                ".mp3", ".wav", ".ogg", ".m4a", ".mp4", ".mov", ".amr", ".opus", ".flac", ".webm",
                ".avi",
            ][..],
            "media_file",
        ),
        (&[".dat", ".bin", ".tpl", ".fmr"][..], "binary_file"),
    ] {
        if ends.iter().any(|end| lower.ends_with(end)) {
            found(name);
        }
    }
}

fn tokens(value: &str, compact: &str, found: &mut dyn FnMut(&'static str)) {
    let lower = value.trim().to_ascii_lowercase();
    let tracking = [
        "ga1.", "gs1.", "gs2.", "fb.1.", "fb.2.", "fcm:", "apns:", "cj0kc", "eaiaiq", "iwar", "_ga",
    ];
    if tracking.iter().any(|start| lower.starts_with(start)) || compact.contains(":APA91") {
        found("tracking_token");
    }
    if is_token(compact) {
        found("token");
    }
    if is_resolution(&lower) {
        found("resolution");
    }
    if is_version(compact) {
        found("version");
    }
    if compact.starts_with('{') || compact.starts_with("[{") {
        found("json");
    }
    if is_cell(compact) {
        found("cell_id");
    }
    if is_locale(compact) {
        found("locale");
    }
    if compact.len() > 30
        && (compact.starts_with("CP")
            || compact.starts_with("CO")
            || compact.starts_with("CQ")
            || compact.starts_with("BO"))
        && compact.contains(['A', '.'])
        && is_base64url(compact)
    {
        found("consent_string");
    }
}

fn is_uuid(compact: &str) -> bool {
    let parts: Vec<&str> = compact.trim_matches(['{', '}']).split('-').collect();
    let hex =
        |text: &str, len: usize| text.len() == len && text.bytes().all(|b| b.is_ascii_hexdigit());
    matches!(parts[..], [a, b, c, d, e] if hex(a, 8) && hex(b, 4) && hex(c, 4) && hex(d, 4) && hex(e, 12))
}

fn is_ip(compact: &str) -> bool {
    let bare = compact.trim_matches(['[', ']']);
    let bare = bare.split('/').next().unwrap_or(bare);
    if bare.parse::<Ipv4Addr>().is_ok() || (bare.contains(':') && bare.parse::<Ipv6Addr>().is_ok())
    {
        return true;
    }
    let with_port = bare.rsplit_once(':').is_some_and(|(ip, port)| {
        ip.trim_matches(['[', ']']).parse::<Ipv4Addr>().is_ok() && all_digits(port)
    });
    let cut = bare.split('.').collect::<Vec<_>>();
    let masked = cut.len() == 4
        && cut[..2].iter().all(|part| part.parse::<u8>().is_ok())
        && cut[2..].iter().all(|part| {
            matches!(*part, "x" | "xxx" | "*" | "X" | "XXX") || part.parse::<u8>().is_ok()
        });
    with_port || masked
}

fn is_mac(compact: &str) -> bool {
    let parts: Vec<&str> = compact.split([':', '-']).collect();
    parts.len() == 6
        && parts.iter().all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn is_base64url(compact: &str) -> bool {
    compact.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~+/=".contains(&b))
}

fn is_token(compact: &str) -> bool {
    compact.len() >= 16
        && compact.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:+/=~".contains(&b))
        && compact.bytes().filter(u8::is_ascii_digit).count() >= 2
        && compact.bytes().filter(u8::is_ascii_alphabetic).count() >= 4
        && !compact.contains("//")
        && parse_date(compact).is_none()
        && !is_ip(compact)
}

fn is_resolution(lower: &str) -> bool {
    lower.split_once(['x', '×']).is_some_and(|(w, h)| {
        let side =
            |text: &str| text.trim().parse::<u32>().is_ok_and(|n| (200..=10_000).contains(&n));
        side(w) && side(h)
    })
}

fn is_version(compact: &str) -> bool {
    let bare = compact.trim_start_matches(['v', 'V']);
    let parts: Vec<&str> = bare.split('.').collect();
    (parts.len() == 3 || (parts.len() == 2 && bare.len() < compact.len()))
        && parts.iter().all(|part| all_digits(part) && part.len() <= 4)
        && parse_date(bare).is_none()
}

fn is_cell(compact: &str) -> bool {
    let parts: Vec<&str> = compact.split(['-', ':', '_']).collect();
    parts.len() == 4
        && parts[0].len() == 3
        && parts[1].len() <= 3
        && parts.iter().all(|p| all_digits(p))
}

fn is_locale(compact: &str) -> bool {
    compact.split_once(['-', '_']).is_some_and(|(language, region)| {
        language.len() == 2
            && region.len() == 2
            && language.bytes().all(|b| b.is_ascii_lowercase())
            && region.bytes().all(|b| b.is_ascii_alphabetic())
    })
}
