use super::tokens::Word;
use super::vocabulary::Citations;

/// The rights that a text cites by the articles of the regulation: `rights under
/// Arts. 16, 17 and 21`, `Art. 15 bis 21`.
pub(crate) fn rights(text: &str, words: &[Word], known: &Citations) -> Vec<&'static str> {
    let number = |at: usize| words.get(at)?.fold.parse::<u32>().ok();
    let mut cited: Vec<u32> = Vec::new();
    for start in (1..words.len()).filter(|at| known.articles.contains(&words[at - 1].fold)) {
        let mut last: Option<u32> = None;
        let mut through = false;
        let mut at = start;
        while let Some(word) = words.get(at).filter(|_| at < start + 24) {
            match number(at).filter(|n| (15..=22).contains(n)) {
                Some(article) => {
                    let gap = last.map_or("", |_| &text[words[at - 1].end..word.start]);
                    let span = through || matches!(gap.trim(), "-" | "–");
                    let from = if span { last.unwrap_or(article) } else { article };
                    cited.extend(from..=article.max(from));
                    (last, through) = (Some(article), false);
                }
                None if known.through.contains(&word.fold) => through = true,
                None if known.between.contains(&word.fold) => {}
                None => break,
            }
            at += 1;
        }
    }
    // One article alone is cited for many reasons.
    cited.sort_unstable();
    cited.dedup();
    if cited.len() < 2 {
        return Vec::new();
    }
    let named = cited.iter().filter_map(|article| match article {
        15 => Some("access"),
        16 => Some("rectification"),
        17 => Some("erasure"),
        18 => Some("restriction"),
        20 => Some("portability"),
        21 => Some("objection"),
        _ => None,
    });
    named.collect()
}

/// The legal bases of Arts. 6(1) and 9(2) that a text cites, as catalog ids.
///
/// The article numbers of the regulation are mechanics of law and the same in all
/// languages; what stands between them is not.
pub(crate) fn articles(words: &[Word], known: &Citations) -> Vec<String> {
    let mut out = Vec::new();
    // `6(1)(b) GDPR` alone in a cell.
    if words.get(1).is_some_and(|word| matches!(word.fold.as_str(), "1" | "2")) {
        cited(words, known, &mut out);
    }
    for (at, word) in words.iter().enumerate() {
        if known.articles.contains(&word.fold) {
            cited(&words[at + 1..], known, &mut out);
        }
    }
    out
}

/// Whether a text cites an article.
pub(crate) fn cites(words: &[Word], article: &str, known: &Citations) -> bool {
    words.windows(2).any(|pair| known.articles.contains(&pair[0].fold) && pair[1].fold == article)
}

fn cited(words: &[Word], known: &Citations, out: &mut Vec<String>) {
    let mut words = words.iter();
    let (article, paragraph, roman, letters) = match words.next().map(|w| w.fold.as_str()) {
        Some("6") => ("6", "1", "i", 'a'..='f'),
        Some("9") => ("9", "2", "ii", 'a'..='j'),
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
            // `Art. 6 I b`
            _ if !in_paragraph && (fold == paragraph || fold == roman) => in_paragraph = true,
            // `S. 1` of `Abs. 1 S. 1 lit. b`
            _ if fold == "1" && in_paragraph && !after_letter => {}
            _ if known.inside.contains(&word.fold) => {}
            _ => break,
        }
    }
}

#[cfg(test)]
mod tests {
    use dossier_catalog::Catalog;

    use super::super::StatementVocabulary;
    use super::super::tokens::tokenize;
    use super::articles;

    fn check(text: &str, expect: &[&str]) {
        let expect: Vec<String> = expect.iter().map(|e| format!("eu-gdpr:{e}")).collect();
        let catalog = Catalog::embedded();
        let known = StatementVocabulary::new(catalog.statements(), catalog.purposes());
        assert_eq!(articles(&tokenize(text), &known.citations), expect, "{text}");
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
        check("Art. 6 I b DSGVO", &["A6-1-b"]);
        check("Art. 9 II h DSGVO", &["A9-2-h"]);
        check("Art. 6 Abs. 1 lit. a und Art. 6 Abs. 1 lit. f", &["A6-1-a", "A6-1-f"]);
        check("Art. 15 Abs. 1 lit. b DSGVO", &[]);
        check("Art. 6 DSGVO", &[]);
        check("6 Jahre", &[]);
    }
}
