use dossier_model::MemberPath;

/// How well a member's path fits a declared one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathFit {
    /// Not at all.
    No,
    /// The file is named so, and others may use that name: its folders are not as
    /// declared (or it was taken out of them), or there are none and the name is short.
    Name,
    /// File and folders are as declared; more folders may stand around them.
    Full,
}

/// A declared path such as `Orders.{n}/Orders.{n}.csv`.
///
/// `*` stands for any characters within a name, `{n}` for a number with dots
/// (`3`, `3.1`, `1_2`). Case does not count. Folders around it do not count,
/// and a copy's ` (1)` before the extension is looked through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathPattern {
    text: String,
    parts: Vec<Vec<Token>>,
    /// Letters and digits of the file name.
    letters: usize,
}

/// A file name alone needs so many letters to be more than an everyday one.
const LONG_NAME: usize = 14;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Char(char),
    Any,
    Number,
}

impl PathPattern {
    /// Reads a pattern; the error says what to change.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        if text.is_empty() || text.starts_with('/') || text.ends_with('/') || text.contains("//") {
            return Err("write a path without empty parts, such as `folder/file.csv`");
        }
        let parts: Vec<_> = text.split('/').map(tokens).collect();
        let literal = |part: &Vec<Token>| {
            part.iter()
                .filter(|token| matches!(token, Token::Char(c) if c.is_alphanumeric()))
                .count()
        };
        let letters = parts.last().map_or(0, literal);
        if letters < 4 {
            return Err("the file name needs at least four letters besides wildcards");
        }
        Ok(Self { text: text.to_owned(), parts, letters })
    }

    /// The pattern as it was declared.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How well a path fits.
    pub fn fit(&self, path: &MemberPath) -> PathFit {
        self.fit_parts(&PathParts::new(path))
    }

    pub(crate) fn fit_parts(&self, path: &PathParts) -> PathFit {
        let Some((last, above)) = self.parts.split_last() else { return PathFit::No };
        let named = part_fits(last, &path.file)
            || path.without_copy_mark.as_ref().is_some_and(|file| part_fits(last, file));
        if !named {
            return PathFit::No;
        }
        let folders = path.folders.iter().rev();
        let full = above.len() <= path.folders.len()
            && above.iter().rev().zip(folders).all(|(part, name)| part_fits(part, name));
        let own_name = !above.is_empty() || self.letters >= LONG_NAME;
        if full && own_name { PathFit::Full } else { PathFit::Name }
    }
}

/// A path taken apart once, to be compared with many patterns.
pub(crate) struct PathParts {
    folders: Vec<Vec<char>>,
    file: Vec<char>,
    without_copy_mark: Option<Vec<char>>,
}

impl PathParts {
    pub(crate) fn new(path: &MemberPath) -> Self {
        let whole =
            path.as_str().replace(MemberPath::INSIDE, "/").replace('\\', "/").to_lowercase();
        let mut names: Vec<&str> = whole.split('/').filter(|name| !name.is_empty()).collect();
        let file = names.pop().unwrap_or_default();
        Self {
            folders: names.into_iter().map(|name| name.chars().collect()).collect(),
            file: file.chars().collect(),
            without_copy_mark: without_copy_mark(file).map(|name| name.chars().collect()),
        }
    }
}

fn tokens(part: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut rest = part;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("{n}") {
            out.push(Token::Number);
            rest = after;
            continue;
        }
        match c {
            '*' => out.push(Token::Any),
            _ => out.extend(c.to_lowercase().map(Token::Char)),
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// `orders (1).csv` is a browser's second copy of `orders.csv`.
fn without_copy_mark(file: &str) -> Option<String> {
    let (stem, extension) = file.rsplit_once('.')?;
    let (name, number) = stem.strip_suffix(')')?.rsplit_once(" (")?;
    number.bytes().all(|b| b.is_ascii_digit()).then(|| format!("{name}.{extension}"))
}

fn part_fits(tokens: &[Token], name: &[char]) -> bool {
    let (mut t, mut n) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        let step = match tokens.get(t) {
            Some(Token::Any) => {
                star = Some((t, n));
                t += 1;
                continue;
            }
            Some(Token::Char(c)) if name.get(n) == Some(c) => Some(1),
            Some(Token::Number) => number_length(&name[n..]),
            Some(Token::Char(_)) => None,
            None if n == name.len() => return true,
            None => None,
        };
        match (step, star) {
            (Some(length), _) => (t, n) = (t + 1, n + length),
            (None, Some((at, from))) if from < name.len() => {
                star = Some((at, from + 1));
                (t, n) = (at + 1, from + 1);
            }
            (None, _) => return false,
        }
    }
}

/// Digits in groups with single dots or underscores between them.
fn number_length(name: &[char]) -> Option<usize> {
    let mut end = 0;
    loop {
        let digits = name[end..].iter().take_while(|c| c.is_ascii_digit()).count();
        if digits == 0 {
            return if end == 0 { None } else { Some(end - 1) };
        }
        end += digits;
        match name.get(end) {
            Some('.' | '_') => end += 1,
            _ => return Some(end),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(pattern: &str, path: &str, expect: PathFit) {
        let found = PathPattern::parse(pattern).unwrap().fit(&MemberPath::new(path));
        assert_eq!(found, expect, "{pattern} on {path}");
    }

    #[test]
    fn folders_may_be_added_or_missing() {
        let pattern = "Orders.{n}/Orders.{n}.csv";
        check(pattern, "Orders.1/Orders.1.csv", PathFit::Full);
        check(pattern, "My data/2024/Orders.12/Orders.12.csv", PathFit::Full);
        check(pattern, "answer.zip!/Orders.1.1/orders.1.1.CSV", PathFit::Full);
        check(pattern, "answer.zip!/inner.zip!/Orders.1/Orders.1.csv", PathFit::Full);
        check(pattern, "Orders.1.csv", PathFit::Name);
        check(pattern, "renamed/Orders.1.csv", PathFit::Name);
        check(pattern, "Orders.1/Orders.1 (2).csv", PathFit::Full);
        check(pattern, "Orders.1\\Orders.1.csv", PathFit::Full);
    }

    #[test]
    fn a_fragment_of_a_name_does_not_fit() {
        let pattern = "Orders.{n}.csv";
        for path in [
            "Orders.csv",
            "MyOrders.1.csv",
            "Orders.1.csv.txt",
            "Orders.x.csv",
            "Orders.1.csv/readme.txt",
            "",
        ] {
            check(pattern, path, PathFit::No);
        }
    }

    #[test]
    fn stars_take_any_run_of_characters() {
        check("*Order History*.csv", "Your Order History (copy).csv", PathFit::Full);
        check("user-*-data-{n}.json", "user-a-b-data-2026_1.json", PathFit::Name);
        check("customer-*-data-{n}.json", "customer-a-b-data-2026_1.json", PathFit::Full);
        check("user-*-data-{n}.json", "user-a-b-data-.json", PathFit::No);
        check("dataset*", "dataset", PathFit::Name);
        check("my/dataset*", "my/dataset", PathFit::Full);
    }

    #[test]
    fn a_hostile_name_costs_little() {
        let long = "a".repeat(200_000);
        check("*aaab*aaac.csv", &long, PathFit::No);
    }

    #[test]
    fn patterns_that_would_fit_anything_are_refused() {
        for text in ["*", "*.csv", "a/{n}.csv/", "", "/orders.csv", "a//orders.csv"] {
            assert!(PathPattern::parse(text).is_err(), "{text}");
        }
    }
}
