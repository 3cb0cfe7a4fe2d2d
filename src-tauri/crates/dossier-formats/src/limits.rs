use serde::{Deserialize, Serialize};

/// How much of an input is read before the reader says "too much".
///
/// Every limit is a number with a problem code, so that a person sees which
/// limit was met and a test can stand at it, one below and one above. The
/// defaults allow any export that a shop was seen to send and stop what was
/// only made to hurt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes produced by one walk, all levels together (`limit_total_bytes`).
    pub total_bytes: u64,
    /// Bytes of one member after decompression (`limit_member_bytes`).
    pub member_bytes: u64,
    /// Bytes produced for each byte of compressed data (`limit_ratio`). Text
    /// seldom passes 30; deflate ends at 1032.
    pub ratio: u64,
    /// Bytes that may be produced before the ratio counts: a small file of
    /// zeros is no attack.
    pub ratio_free_bytes: u64,
    /// Members of one walk, all levels together (`limit_members`).
    pub members: u32,
    /// Containers inside each other (`limit_depth`).
    pub depth: u32,
    /// Folders inside each other on disk (`limit_folder_depth`).
    pub folder_depth: u32,
    /// A nested container up to this size is held in memory; a larger one is
    /// decompressed again for each pass.
    pub nested_in_memory: u64,
    /// Bytes of one record as text (`limit_record_bytes`).
    pub record_bytes: usize,
    /// Cells of one record; what is beyond goes to rows of its own or into the
    /// last cell (`limit_cells`).
    pub cells: usize,
    /// Fields that one table may gather (`limit_fields`).
    pub fields: usize,
    /// Bytes of the name of a field that is found inside a record
    /// (`limit_field_name`).
    pub field_name: usize,
    /// Tables of one member (`limit_tables`).
    pub tables: usize,
    /// Arrays and objects inside each other (`json_too_deep`).
    pub json_depth: usize,
    /// Bytes of a JSON value that is looked at as a whole; larger ones are read
    /// piece by piece.
    pub json_unit_bytes: usize,
    /// Elements inside each other in XML (`xml_too_deep`).
    pub xml_depth: usize,
    /// Problems of one member that are told one by one; the rest is counted
    /// (`more_problems`).
    pub problems: u32,
    /// Bytes of one paragraph of running text; longer ones are split.
    pub paragraph_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            total_bytes: 64 << 30,
            member_bytes: 32 << 30,
            ratio: 250,
            ratio_free_bytes: 8 << 20,
            members: 200_000,
            depth: 8,
            folder_depth: 64,
            nested_in_memory: 32 << 20,
            record_bytes: 8 << 20,
            cells: 2048,
            fields: 2048,
            field_name: 1024,
            tables: 512,
            json_depth: 128,
            json_unit_bytes: 1 << 20,
            xml_depth: 128,
            problems: 50,
            paragraph_bytes: 64 << 10,
        }
    }
}
