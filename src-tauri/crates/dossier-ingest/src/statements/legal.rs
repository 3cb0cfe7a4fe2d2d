use super::tokens::Word;

/// Words that may stand inside the citation of an article.
const INSIDE: [&str; 30] = [
    "abs",
    "absatz",
    "para",
    "paragraph",
    "par",
    "s",
    "satz",
    "unterabs",
    "uabs",
    "lit",
    "litera",
    "buchst",
    "buchstabe",
    "buchstaben",
    "bst",
    "point",
    "points",
    "letter",
    "letters",
    "let",
    "alinea",
    "paragraphe",
    "sentence",
    "subparagraph",
    "no",
    "nr",
    "ziff",
    "und",
    "and",
    "et",
];
/// Words that stand before the number of an article.
const ARTICLE: [&str; 6] = ["art", "artikel", "article", "articles", "arts", "artikeln"];

/// The legal bases of Arts. 6(1) and 9(2) that a text cites, as catalog ids.
///
/// The article numbers of the regulation are mechanics of law and the same in all
/// languages; what stands between them is not.
pub(crate) fn articles(words: &[Word]) -> Vec<String> {
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if ARTICLE.contains(&word.fold.as_str()) {
            cited(&words[at + 1..], &mut out);
        }
    }
    out
}

fn cited(words: &[Word], out: &mut Vec<String>) {
    let mut words = words.iter();
    let (article, paragraph, letters) = match words.next().map(|w| w.fold.as_str()) {
        Some("6") => ("6", "1", 'a'..='f'),
        Some("9") => ("9", "2", 'a'..='j'),
        _ => return,
    };
    let mut in_paragraph = false;
    let mut after_letter = false;
    for word in words.take(16) {
        let fold = word.fold.as_str();
        let letter = fold.chars().next().filter(|c| fold.len() == 1 && letters.contains(c));
        match letter {
            // French `à` and English `a` before a noun are no letters of an article.
            Some(letter) if in_paragraph => {
                let id = format!("eu-gdpr:A{article}-{paragraph}-{letter}");
                if !out.contains(&id) {
                    out.push(id);
                }
                after_letter = true;
            }
            _ if fold == paragraph && !in_paragraph => in_paragraph = true,
            // `S. 1` of `Abs. 1 S. 1 lit. b`
            _ if fold == "1" && in_paragraph && !after_letter => {}
            _ if INSIDE.contains(&fold) => {}
            _ => break,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokenize;
    use super::articles;

    fn check(text: &str, expect: &[&str]) {
        let expect: Vec<String> = expect.iter().map(|e| format!("eu-gdpr:{e}")).collect();
        assert_eq!(articles(&tokenize(text)), expect, "{text}");
    }

    #[test]
    fn citations_of_every_style() {
        check("Art. 6 Abs. 1 lit. b DSGVO", &["A6-1-b"]);
        check("Artikel 6 Absatz 1 Buchstabe f DSGVO", &["A6-1-f"]);
        check("Art. 6 Abs. 1 S. 1 lit. a, f DSGVO", &["A6-1-a", "A6-1-f"]);
        check("Art. 6 Abs. 1 Satz 1 lit. b und c", &["A6-1-b", "A6-1-c"]);
        check("Article 6(1)(b) GDPR", &["A6-1-b"]);
        check("Art. 6 (1) (c), (f) GDPR", &["A6-1-c", "A6-1-f"]);
        check("article 6, paragraphe 1, point b), du RGPD", &["A6-1-b"]);
        check("article 6.1.f du RGPD", &["A6-1-f"]);
        check("Art. 9 Abs. 2 lit. a DSGVO", &["A9-2-a"]);
        check("Art. 6 Abs. 1 lit. a und Art. 6 Abs. 1 lit. f", &["A6-1-a", "A6-1-f"]);
        check("Art. 15 Abs. 1 lit. b DSGVO", &[]);
        check("Art. 6 DSGVO", &[]);
        check("6 Jahre", &[]);
    }
}
