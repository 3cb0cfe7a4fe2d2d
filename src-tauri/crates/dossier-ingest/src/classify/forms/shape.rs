//! Letters, digits and words: what is left when a value has no form of its own.

/// What letters, digits and words a value is made of.
pub(super) fn find(
    value: &str,
    digits: usize,
    letters: usize,
    found: &mut dyn FnMut(&'static str),
) {
    let words = value.split_whitespace().count();
    if words >= 4 && letters > digits * 3 {
        found("free_text");
    }
    if words >= 7 && letters > digits * 4 {
        found("long_text");
    }
    if words == 1 && letters == 1 && digits == 0 && value.chars().count() <= 2 {
        found("single_letter");
    }
    let upper = value.chars().filter(|c| c.is_uppercase()).count();
    let lower = letters - upper.min(letters);
    if words == 1 && digits > 0 && upper > 0 && lower == 0 && value.len() >= 4 {
        found("code");
    }
    if words == 1
        && (1..=3).contains(&upper)
        && lower == 0
        && (1..=4).contains(&digits)
        && value.len() <= 6
    {
        found("short_code");
    }
    if digits > 0 && letters == 0 && value.len() >= 4 && !value.contains([',', '.', ':', '/']) {
        found("digit_code");
    }
    if (1..=3).contains(&words) && digits == 0 && upper >= 1 && upper <= words + 2 && lower > 1 {
        found("title_words");
    }
    if words >= 2 && digits > 0 && letters > 3 {
        found("words_and_digits");
    }
    if matches!(value.len(), 2 | 3) && letters == value.len() && lower == 0 {
        found("upper_code");
    }
    if value.trim().len() <= 4 && letters >= 1 && words >= 1 && value.contains('.') && digits == 0 {
        found("initials");
    }
    if value.contains("/10") || value.contains("/5") || value.starts_with(['★', '⭐']) {
        found("stars");
    }
    if words == 1
        && digits > 0
        && lower > 2
        && upper <= 3
        && letters > digits
        && !value.contains(['.', '@', ':', '/'])
    {
        found("handle");
    }
}
