use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents, `ß` as `ss`, and `ae`/`oe`/`ue` as the plain
/// vowel, so that `Öztürk`, `OEZTUERK` and `ozturk` are one word.
pub(crate) fn fold(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let plain = plain.replace('ß', "ss").replace('ø', "o").replace('ł', "l").replace('đ', "d");
    let plain = plain.replace("ae", "a").replace("oe", "o").replace("ue", "u");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The folded words of a name in any convention: `OrderHistory`, `order_history`
/// and `Order history` give the same words.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(name.len() + 8);
    let mut lower_before = false;
    for c in name.chars() {
        if c.is_uppercase() && lower_before {
            spaced.push(' ');
        }
        lower_before = c.is_lowercase() || c.is_numeric();
        spaced.push(c);
    }
    fold(&spaced).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The number of single-character edits between two words, at most `limit + 1`.
pub(crate) fn edits(a: &str, b: &str, limit: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > limit || a.len() > 64 || b.len() > 64 {
        return limit + 1;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()].min(limit + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_fold_together() {
        for word in ["Öztürk", "OEZTUERK", "ozturk", " öztürk. "] {
            assert_eq!(fold(word), "ozturk", "{word}");
        }
        assert_eq!(fold("Große Straße"), "grosse strasse");
    }

    #[test]
    fn names_of_every_convention_have_the_same_words() {
        for name in ["OrderHistory", "order_history", "Order history", "order-history"] {
            assert_eq!(words(name), ["order", "history"], "{name}");
        }
    }

    #[test]
    fn edits_are_counted_up_to_the_limit() {
        assert_eq!(edits("beispiel", "beispiel", 2), 0);
        assert_eq!(edits("beispiel", "beipsiel", 2), 2);
        assert_eq!(edits("mira", "jonas", 2), 3);
    }
}
