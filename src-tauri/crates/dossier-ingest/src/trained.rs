//! What a shipped model was trained on, as a digest that a test compares.

use sha2::{Digest, Sha256};

/// SHA-256 of texts in their order, each with its length.
pub(crate) fn digest_of<S: AsRef<str>>(texts: impl IntoIterator<Item = S>) -> String {
    let mut sum = Sha256::new();
    for text in texts {
        sum.update((text.as_ref().len() as u64).to_le_bytes());
        sum.update(text.as_ref());
    }
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
