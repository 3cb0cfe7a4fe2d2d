use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::MemberPath;

/// A SHA-256 digest, written as 64 hexadecimal digits.
#[derive(
    Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS,
)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
pub struct Sha256(pub [u8; 32]);

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Sha256> for String {
    fn from(value: Sha256) -> Self {
        value.to_string()
    }
}

impl TryFrom<String> for Sha256 {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut out = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err("a SHA-256 digest has 64 hexadecimal digits");
        }
        for (byte, pair) in out.iter_mut().zip(text.as_bytes().chunks(2)) {
            let digits = std::str::from_utf8(pair).map_err(|_| "not hexadecimal")?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| "not hexadecimal")?;
        }
        Ok(Self(out))
    }
}

/// What a member turned out to be, by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MemberKind {
    /// An archive or folder that holds other members.
    Container,
    /// Values with separators.
    Csv,
    /// One JSON document.
    Json,
    /// One JSON document a line.
    JsonLines,
    /// XML.
    Xml,
    /// A web page.
    Html,
    /// A workbook: XLSX, XLS, XLSB, ODS.
    Sheet,
    /// A PDF document.
    Pdf,
    /// A letter of a word processor: DOCX, ODT, RTF.
    Document,
    /// An e-mail.
    Mail,
    /// Text that is no table.
    Text,
    /// A picture.
    Image,
    /// Anything else.
    Binary,
    /// Zero bytes.
    Empty,
}

/// The four states of the ledger. Each byte and member of an answer is in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MemberState {
    /// Its records or its text are in the vault, searchable.
    Read,
    /// The same data were already read; it is kept but not counted again.
    Duplicate,
    /// Kept as a file: a picture, an empty file, a binary.
    Kept,
    /// Refused or failed, with a reason.
    Failed,
}

/// One line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MemberSummary {
    /// Where it lies.
    pub path: MemberPath,
    /// What it is.
    pub kind: MemberKind,
    /// What became of it.
    pub state: MemberState,
    /// Why, as a stable word with a text in the language files; empty if read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Bytes after decompression, as really produced.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Digest of those bytes.
    pub sha256: Sha256,
    /// Records read from it.
    #[ts(type = "number")]
    pub records: u64,
    /// The member whose data it repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub same_as: Option<MemberPath>,
}
