//! What the values of a field are as a whole: their words, shapes, lengths and sizes,
//! as features of the model.
//!
//! `xw:` a word of the values, `xs:` the shape of a value, `xl:` how long they are,
//! `xd:` how many are different, `xf:` how many are filled, `xn:` and `xm:` the middle
//! and the largest number, `xg:` the share of digits, `xy:` and `xz:` the first and
//! the last year.

use std::collections::{BTreeMap, BTreeSet};

use super::{forms, text};

const WORD: f32 = 0.5;
const SHAPE: f32 = 0.4;
const MEASURE: f32 = 0.3;
/// The words that most values have.
const MOST_WORDS: usize = 40;
const LONGEST_SHAPE: usize = 12;
/// A shape that fewer values have is none of the field.
const SHAPE_SHARE: f32 = 0.3;
/// From this share on, a field holds numbers.
const NUMBERS_SHARE: f32 = 0.6;

const LENGTHS: [f32; 10] = [1.0, 2.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 40.0, 80.0];
const SHARES: [f32; 6] = [0.15, 0.3, 0.5, 0.7, 0.9, 0.999];
const FILLED: [f32; 4] = [0.3, 0.6, 0.9, 0.999];
const DIGITS: [f32; 7] = [0.0, 0.1, 0.3, 0.5, 0.7, 0.95, 0.999];
const SIZES: [f32; 15] =
    [0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 1e3, 3e3, 1e4, 1e5, 1e6, 1e9];
const FIRST_YEARS: [f32; 6] = [1950.0, 1990.0, 2005.0, 2015.0, 2019.0, 2022.0];
const LAST_YEARS: [f32; 8] = [1990.0, 2005.0, 2015.0, 2020.0, 2023.0, 2025.0, 2027.0, 2030.0];

/// Features with their strength.
pub type Features = BTreeMap<String, f32>;

/// Measures filled values; so many were looked at.
pub fn of(values: &[&str], looked_at: usize, years: Option<(i32, i32)>) -> Features {
    let mut out = Features::new();
    if values.is_empty() {
        return out;
    }
    let count = values.len() as f32;
    words(values, &mut out);
    shapes(values, &mut out);
    let lengths: usize = values.iter().map(|value| value.chars().count()).sum();
    let digits: usize =
        values.iter().map(|value| value.bytes().filter(u8::is_ascii_digit).count()).sum();
    let different = values.iter().collect::<BTreeSet<_>>().len() as f32;
    let mut measure = |name: &str, steps: &[f32], of: f32| {
        out.insert(format!("{name}:{}", step(steps, of)), MEASURE);
    };
    measure("xl", &LENGTHS, lengths as f32 / count);
    measure("xd", &SHARES, different / count);
    measure("xf", &FILLED, count / looked_at.max(1) as f32);
    measure("xg", &DIGITS, digits as f32 / lengths.max(1) as f32);
    if let Some((first, last)) = years {
        measure("xy", &FIRST_YEARS, first as f32);
        measure("xz", &LAST_YEARS, last as f32);
    }
    numbers(values, &mut out);
    out
}

fn words(values: &[&str], out: &mut Features) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for value in values {
        let words: BTreeSet<String> = text::words(value).into_iter().collect();
        for word in words {
            if word.len() > 1 && !word.bytes().all(|b| b.is_ascii_digit()) {
                *seen.entry(word).or_default() += 1;
            }
        }
    }
    let mut seen: Vec<(String, usize)> = seen.into_iter().collect();
    seen.sort_by_key(|(_, often)| std::cmp::Reverse(*often));
    for (word, often) in seen.into_iter().take(MOST_WORDS) {
        let share = often as f32 / values.len() as f32;
        out.insert(format!("xw:{word}"), WORD * (0.4 + share).min(1.0));
    }
}

fn shapes(values: &[&str], out: &mut Features) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for value in values {
        *seen.entry(shape(value)).or_default() += 1;
    }
    for (shape, often) in seen {
        if often as f32 / values.len() as f32 >= SHAPE_SHARE {
            out.insert(format!("xs:{shape}"), SHAPE);
        }
    }
}

/// `AB-1234` as `A-9`: letters and digits in a row are one.
fn shape(value: &str) -> String {
    let mut out = String::new();
    for c in value.chars() {
        let kind = match c {
            c if c.is_ascii_digit() => '9',
            c if c.is_uppercase() => 'A',
            c if c.is_alphabetic() => 'a',
            c => c,
        };
        let repeats = matches!(kind, '9' | 'A' | 'a') && out.ends_with(kind);
        if !repeats {
            out.push(kind);
        }
        if out.chars().count() >= LONGEST_SHAPE {
            break;
        }
    }
    out
}

fn numbers(values: &[&str], out: &mut Features) {
    let parsed = values.iter().filter_map(|value| forms::parse_number(value));
    let mut numbers: Vec<(f64, usize)> = parsed.collect();
    if numbers.len() as f32 / (values.len() as f32) < NUMBERS_SHARE {
        return;
    }
    numbers.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = |number: f64| step(&SIZES, number.abs() as f32);
    let most = numbers.last().map_or(0.0, |(number, _)| *number);
    out.insert(format!("xn:{}", size(numbers[numbers.len() / 2].0)), MEASURE);
    out.insert(format!("xm:{}", size(most.max(0.0))), MEASURE);
    if numbers.iter().all(|(_, decimals)| *decimals == 0) {
        out.insert("xn:whole".to_owned(), MEASURE);
    }
    if numbers[0].0 < 0.0 {
        out.insert("xn:below".to_owned(), MEASURE);
    }
}

/// The first step that is not below.
fn step(steps: &[f32], of: f32) -> usize {
    steps.iter().position(|most| of <= *most).unwrap_or(steps.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_keep_what_stands_between() {
        assert_eq!(shape("AB-1234"), "A-9");
        assert_eq!(shape("Müller, J."), "Aa, A.");
        assert_eq!(shape(""), "");
        assert!(shape(&"a-".repeat(200)).chars().count() <= LONGEST_SHAPE);
    }

    #[test]
    fn numbers_are_told_by_size_and_sign() {
        let of = |values: &[&str]| of(values, values.len(), None);
        let prices = of(&["12,90", "-3,00", "149,00"]);
        assert!(prices.contains_key("xn:below") && !prices.contains_key("xn:whole"));
        let counts = of(&["1", "2", "2"]);
        assert!(counts.contains_key("xn:whole") && counts.contains_key("xn:2"));
        assert!(!of(&["blue", "red"]).keys().any(|name| name.starts_with("xn")));
        assert!(of(&[]).is_empty());
    }
}
