//! Letters as data: one file for each law, letter and language.
//!
//! The border is here so that a lawyer can write and review a letter without
//! Rust. Texts hold `{facts}` and `[citations]`; a citation is an id of the
//! law's `refs` and is written out by the program, so that a letter cannot
//! cite a provision that the law file does not have.
//!
//! ```text
//! letters/words.de.json            dates, labels of tables and pages: the language
//! letters/eu_gdpr/common.de.json   parts that several letters of a law share
//! letters/eu_gdpr/erasure_part.de.json   one letter
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::law::{Fault, LawSpec, Laws, read_json};

/// What kind of answer a fact wants from the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// Yes or no.
    Flag,
    /// A few words.
    Text,
    /// A calendar date.
    Date,
    /// Several rows, each with named cells.
    Rows,
}

/// A fact that the letter asks the person (or the program) for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactSpec {
    /// Used as `{id}` and in `when`.
    pub id: String,
    /// What kind of answer it wants.
    pub kind: FactKind,
    /// Whether the letter is refused without it.
    #[serde(default)]
    pub required: bool,
    /// Required only while this other fact is not given.
    #[serde(default)]
    pub instead_of: String,
    /// The question, in the language of the letter.
    pub label: String,
    /// The names of the cells, if it has rows.
    #[serde(default)]
    pub cells: Vec<String>,
}

/// One point of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointSpec {
    /// Facts that must be given.
    #[serde(default)]
    pub when: Vec<String>,
    /// Facts that must not be given.
    #[serde(default)]
    pub unless: Vec<String>,
    /// The fact whose rows each make one point; its cells are `{row.cell}`.
    #[serde(default)]
    pub each: String,
    /// The text.
    pub text: String,
}

/// One paragraph, with an optional heading before and list after it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartSpec {
    /// Takes this part of the law's common file.
    #[serde(rename = "use", default)]
    pub use_part: String,
    /// Facts that must be given.
    #[serde(default)]
    pub when: Vec<String>,
    /// Facts that must not be given.
    #[serde(default)]
    pub unless: Vec<String>,
    /// A heading.
    #[serde(default)]
    pub heading: String,
    /// The paragraph.
    #[serde(default)]
    pub text: String,
    /// The points.
    #[serde(default)]
    pub list: Vec<PointSpec>,
    /// Whether the points are numbered.
    #[serde(default)]
    pub numbered: bool,
    /// The table that stands here: `corrections`.
    #[serde(default)]
    pub table: String,
}

/// To whom a letter goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Addressee {
    /// The company.
    #[default]
    Controller,
    /// A supervisory authority.
    Authority,
}

/// One letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterSpec {
    /// The law file.
    pub law: String,
    /// Such as `erasure_part`.
    pub letter: String,
    /// ISO 639-1.
    pub language: String,
    /// The right of the law file whose provisions it may cite.
    pub right: String,
    /// What it is called in a list of letters.
    pub name: String,
    /// One sentence: what it does and when to use it.
    pub purpose: String,
    /// To whom it goes.
    #[serde(default)]
    pub to: Addressee,
    /// The deadline row whose day the letter names; empty if none.
    #[serde(default)]
    pub deadline: String,
    /// Whether it is a document to be signed by hand, without greeting and closing.
    #[serde(default)]
    pub document: bool,
    /// What must be there besides controller, sender and identifier: `items`,
    /// `grounds`, `corrections`, `open` (anything that is still to be done).
    #[serde(default)]
    pub needs: Vec<String>,
    /// What it asks for.
    #[serde(default)]
    pub facts: Vec<FactSpec>,
    /// The subject line.
    pub subject: String,
    /// The parts, in order.
    pub parts: Vec<PartSpec>,
}

/// The parts that several letters of one law share, in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommonSpec {
    /// The law file.
    pub law: String,
    /// ISO 639-1.
    pub language: String,
    /// Another file of words than the language's own, such as `en-US` for the
    /// paper and dates of the United States.
    #[serde(default)]
    pub words: String,
    /// By name.
    pub parts: BTreeMap<String, PartSpec>,
}

/// What a language needs besides the letters themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordsSpec {
    /// ISO 639-1.
    pub language: String,
    /// `din5008` or `us`: the sheet on which letters in this language are usual.
    pub sheet: String,
    /// January to December.
    pub months: Vec<String>,
    /// Monday to Sunday.
    pub weekdays: Vec<String>,
    /// A date in a sentence, from `{weekday}`, `{day}`, `{month}`, `{year}`.
    pub long_date: String,
    /// A date with its weekday in a sentence.
    pub weekday_date: String,
    /// A date in a table, from `{dd}`, `{mm}`, `{mon}` (three letters), `{year}`.
    pub short_date: String,
    /// What groups the digits of a number.
    pub thousands: String,
    /// Words after which no line may break: `Art.`, `§`.
    pub glued: Vec<String>,
    /// Units before which no line may break: `Tage`.
    #[serde(default)]
    pub glued_before: Vec<String>,
    /// Labels of the sheet, its tables and annexes.
    pub labels: BTreeMap<String, String>,
}

/// A refusal that companies typically answer with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusalSpec {
    /// Such as `retention`; a letter that answers it has the fact `refusal_<id>`.
    pub id: String,
    /// Whether it only holds the answer up.
    #[serde(default)]
    pub holds_up: bool,
    /// By language: what such a sentence holds, in lower case; parts that need not
    /// stand together are joined by ` + `.
    pub phrases: BTreeMap<String, Vec<String>>,
}

/// How letters of a language say that the copy of the data comes, but not in them: a
/// sentence names the copy and says how, all in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnouncedSpec {
    /// The copy.
    pub copy: Vec<String>,
    /// How it comes.
    pub comes: Vec<String>,
    /// What such a sentence does not hold.
    pub unless: Vec<String>,
}

/// How a language says one thing, all in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhraseSpec {
    /// What the words hold; ` + ` stands between parts.
    pub says: Vec<String>,
    /// Of what they hold one, too; empty if nothing else is needed.
    #[serde(default)]
    pub also: Vec<String>,
    /// What they do not hold.
    pub unless: Vec<String>,
    /// What the whole letter does not hold: words of who answers, where statements of this
    /// language are not read.
    #[serde(default)]
    pub answers: Vec<String>,
}

/// What a letter may be instead of an answer: a receipt, word that nothing is held, the
/// person's own request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplySpec {
    /// Such as `received`; rules of `findings` name it.
    pub id: String,
    /// Whether the answer is still to come.
    #[serde(default)]
    pub holds_up: bool,
    /// By language.
    pub phrases: BTreeMap<String, PhraseSpec>,
}

/// The law of letters that serve every law: its files stand in `any/`.
const ANY: &str = "any";

/// All letters.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    refusals: Vec<RefusalSpec>,
    announced: BTreeMap<String, AnnouncedSpec>,
    done: BTreeMap<String, PhraseSpec>,
    replies: Vec<ReplySpec>,
    letters: BTreeMap<(String, String, String), LetterSpec>,
    common: BTreeMap<(String, String), CommonSpec>,
    words: BTreeMap<String, WordsSpec>,
}

impl Letters {
    /// Reads the files of the folder `letters` and checks them against the laws.
    pub fn from_files<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
        laws: &Laws,
    ) -> Result<Self, Vec<Fault>> {
        let (mut shelf, mut faults) = (Self::default(), Vec::new());
        let mut paths = BTreeMap::new();
        for (path, text) in files.into_iter().filter(|(path, _)| path.ends_with(".json")) {
            let path = path.trim_start_matches("letters/");
            match shelf.add(path, text) {
                Ok(Some(key)) => drop(paths.insert(key, path.to_owned())),
                Ok(None) => {}
                Err(fault) => faults.push(fault),
            }
        }
        shelf.serve_every_law(laws);
        for (key, spec) in &shelf.letters {
            let path = paths.get(key).map_or("", String::as_str);
            faults.extend(shelf.check(path, spec, laws));
        }
        if faults.is_empty() { Ok(shelf) } else { Err(faults) }
    }

    /// A letter by law, letter and language.
    pub fn get(&self, law: &str, letter: &str, language: &str) -> Option<&LetterSpec> {
        self.letters.get(&(law.to_owned(), letter.to_owned(), language.to_owned()))
    }

    /// The shared parts of a law in a language.
    pub fn common(&self, law: &str, language: &str) -> Option<&CommonSpec> {
        self.common.get(&(law.to_owned(), language.to_owned()))
    }

    /// The words of a language.
    pub fn words(&self, language: &str) -> Option<&WordsSpec> {
        self.words.get(language)
    }

    /// The words of the letters of a law in a language.
    pub fn words_of(&self, law: &str, language: &str) -> Option<&WordsSpec> {
        let own = self.common(law, language).map(|common| common.words.as_str());
        self.words(own.filter(|words| !words.is_empty()).unwrap_or(language))
    }

    /// The typical refusals.
    pub fn refusals(&self) -> &[RefusalSpec] {
        &self.refusals
    }

    /// How letters announce the copy, by language.
    pub fn announced(&self) -> &BTreeMap<String, AnnouncedSpec> {
        &self.announced
    }

    /// How letters say that something was done, by language.
    pub fn done(&self) -> &BTreeMap<String, PhraseSpec> {
        &self.done
    }

    /// What letters may be instead of an answer.
    pub fn replies(&self) -> &[ReplySpec] {
        &self.replies
    }

    /// Whether a reply or refusal of this kind says that the answer is still to come.
    pub fn holds_up(&self, kind: &str) -> bool {
        self.replies.iter().any(|spec| spec.id == kind && spec.holds_up)
            || self.refusals.iter().any(|spec| spec.id == kind && spec.holds_up)
    }

    /// All letters, by law, letter and language.
    pub fn iter(&self) -> impl Iterator<Item = &LetterSpec> {
        self.letters.values()
    }

    /// The parts of a letter, with those of the common file put in.
    pub fn parts<'a>(
        &'a self,
        spec: &'a LetterSpec,
    ) -> impl Iterator<Item = (&'a PartSpec, &'a PartSpec)> {
        let common = self.common(&spec.law, &spec.language);
        spec.parts.iter().filter_map(move |part| {
            if part.use_part.is_empty() {
                return Some((part, part));
            }
            Some((part, common?.parts.get(&part.use_part)?))
        })
    }

    /// Gives each law the letters of `any/` that it has not itself. What cites a
    /// provision by a role that the law does not fill is left out.
    fn serve_every_law(&mut self, laws: &Laws) {
        let is_any = |key: &(String, String, String)| key.0 == ANY;
        let shared: Vec<LetterSpec> =
            self.letters.iter().filter(|(key, _)| is_any(key)).map(|(_, s)| s.clone()).collect();
        self.letters.retain(|key, _| !is_any(key));
        for law in laws.iter() {
            for spec in &shared {
                let key = (law.id.clone(), spec.letter.clone(), spec.language.clone());
                let right = law.right(&spec.right).or_else(|| law.right("access"));
                let Some(right) = right.filter(|_| !self.letters.contains_key(&key)) else {
                    continue;
                };
                if !law.short.contains_key(&spec.language) {
                    continue;
                }
                let mut own = LetterSpec {
                    law: law.id.clone(),
                    right: right.id.clone(),
                    deadline: String::new(),
                    ..spec.clone()
                };
                own.subject = in_roles(&own.subject, law).unwrap_or_default();
                own.parts = own
                    .parts
                    .iter()
                    .map(|part| match self.common(ANY, &spec.language) {
                        Some(common) if !part.use_part.is_empty() => {
                            common.parts.get(&part.use_part).cloned().unwrap_or_default()
                        }
                        _ => part.clone(),
                    })
                    .filter_map(|part| part_in_roles(part, law))
                    .collect();
                self.letters.insert(key, own);
            }
        }
    }

    fn add(&mut self, path: &str, text: &str) -> Result<Option<(String, String, String)>, Fault> {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name == "refusals.json" {
            self.refusals = read_json(path, text)?;
            return Ok(None);
        }
        if name == "announced.json" {
            self.announced = read_json(path, text)?;
            return Ok(None);
        }
        if name == "done.json" {
            self.done = read_json(path, text)?;
            return Ok(None);
        }
        if name == "replies.json" {
            self.replies = read_json(path, text)?;
            return Ok(None);
        }
        if name.starts_with("words.") {
            let words: WordsSpec = read_json(path, text)?;
            if words.months.len() != 12 || words.weekdays.len() != 7 {
                return Err(Fault::new(path, "months", "list 12 months and 7 weekdays"));
            }
            let key = name.trim_start_matches("words.").trim_end_matches(".json");
            self.words.insert(key.to_owned(), words);
            return Ok(None);
        }
        if name.starts_with("common.") {
            let common: CommonSpec = read_json(path, text)?;
            self.common.insert((common.law.clone(), common.language.clone()), common);
            return Ok(None);
        }
        let spec: LetterSpec = read_json(path, text)?;
        let wanted = format!("{}/{}.{}.json", spec.law, spec.letter, spec.language);
        if path != wanted {
            return Err(Fault::new(
                path,
                "law, letter, language",
                format!("name the file {wanted}"),
            ));
        }
        let key = (spec.law.clone(), spec.letter.clone(), spec.language.clone());
        self.letters.insert(key.clone(), spec);
        Ok(Some(key))
    }

    fn check(&self, path: &str, spec: &LetterSpec, laws: &Laws) -> Vec<Fault> {
        let Some(law) = laws.get(&spec.law) else {
            return vec![Fault::new(path, "law", "name a law of the folder `laws`")];
        };
        let mut faults = Vec::new();
        let Some(right) = law.right(&spec.right) else {
            return vec![Fault::new(path, "right", "name a right of the law file")];
        };
        if !spec.deadline.is_empty() && law.deadline(&spec.deadline).is_none() {
            faults.push(Fault::new(path, "deadline", "name a deadline of the law file"));
        }
        if self.words_of(&spec.law, &spec.language).is_none() {
            faults.push(Fault::new(path, "language", "add words.<language>.json"));
        }
        for part in spec.parts.iter().filter(|part| !part.use_part.is_empty()) {
            let known = self.common(&spec.law, &spec.language).map(|c| &c.parts);
            if known.is_none_or(|parts| !parts.contains_key(&part.use_part)) {
                faults.push(Fault::new(path, &part.use_part, "add the part to the common file"));
            }
        }
        for cite in self.citations(spec) {
            if law.reference(&cite).is_none() {
                let hint = "add the provision to `refs` of the law file or correct its id";
                faults.push(Fault::new(path, format!("[{cite}]"), hint));
            } else if !right.cites.contains(&cite) && !law.roles.values().any(|id| *id == cite) {
                let hint =
                    format!("add it to `cites` of the right `{}`, or do not cite it", right.id);
                faults.push(Fault::new(path, format!("[{cite}]"), hint));
            } else if missing_text(law, &cite, &spec.language) {
                faults.push(Fault::new(
                    path,
                    format!("[{cite}]"),
                    "write the provision in this language",
                ));
            }
        }
        faults
    }

    /// Every provision that a letter can cite, whatever the facts are.
    pub fn citations(&self, spec: &LetterSpec) -> Vec<String> {
        let mut found = Vec::new();
        let mut take = |text: &str| {
            for piece in text.split('[').skip(1) {
                let id = piece.split_once(']').map_or("", |(id, _)| id);
                // `[row.article]` is filled from a row and checked when it is.
                if !id.is_empty() && !id.starts_with("row.") && !found.iter().any(|k| k == id) {
                    found.push(id.to_owned());
                }
            }
        };
        take(&spec.subject);
        for (_, part) in self.parts(spec) {
            take(&part.heading);
            take(&part.text);
            part.list.iter().for_each(|point| take(&point.text));
        }
        found
    }
}

/// A text with `[@role]` as the law's own provisions; none if one is missing that
/// does not stand in brackets of its own.
fn in_roles(text: &str, law: &LawSpec) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("[@") {
        let (before, tail) = rest.split_at(at);
        let (role, after) = tail[2..].split_once(']')?;
        match law.roles.get(role) {
            Some(id) => {
                out.push_str(before);
                out.push_str(&format!("[{id}]"));
                rest = after;
            }
            None => {
                // ` ([@role])` is an addition; anywhere else the sentence needs it.
                let before = before.strip_suffix(['(', '（'])?;
                out.push_str(before.trim_end());
                rest = after.strip_prefix([')', '）'])?;
            }
        }
    }
    out.push_str(rest);
    Some(out)
}

fn part_in_roles(part: PartSpec, law: &LawSpec) -> Option<PartSpec> {
    let list = part
        .list
        .iter()
        .filter_map(|point| Some(PointSpec { text: in_roles(&point.text, law)?, ..point.clone() }));
    Some(PartSpec {
        heading: in_roles(&part.heading, law)?,
        text: in_roles(&part.text, law)?,
        list: list.collect(),
        ..part
    })
}

fn missing_text(law: &LawSpec, cite: &str, language: &str) -> bool {
    law.reference(cite).is_none_or(|row| !row.text.contains_key(language))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const LAW: &str = r#"{"id":"l","name":{},"short":{"en":"L"},"citation":"","jurisdiction":"",
        "as_of":"2026-11-21","languages":["en"],
        "sources":[{"id":"s","title":"t","kind":"primary","read":true}],
        "refs":[{"id":"1","text":{"en":"Section 1"},"source":["s"],"verified":true},
                {"id":"2","text":{"en":"Section 2"},"source":["s"],"verified":true}],
        "rights":[{"id":"r","name":{},"article":"1","cites":["1"],"condition":{},"deadline":"none",
                   "source":["s"],"verified":true}],"deadlines":[]}"#;
    const WORDS: &str = r#"{"language":"en","sheet":"din5008",
        "months":["1","2","3","4","5","6","7","8","9","10","11","12"],
        "weekdays":["1","2","3","4","5","6","7"],"long_date":"","weekday_date":"","short_date":"",
        "thousands":",","glued":[],"labels":{}}"#;

    fn faults(text: &str) -> Vec<String> {
        let laws = Laws::from_files([("l.json", LAW)]).unwrap();
        let letter = format!(
            r#"{{"law":"l","letter":"x","language":"en","right":"r","name":"","purpose":"",
                 "subject":"","parts":[{{"text":"{text}"}}]}}"#
        );
        let files = [("words.en.json", WORDS), ("l/x.en.json", letter.as_str())];
        match Letters::from_files(files, &laws) {
            Ok(_) => Vec::new(),
            Err(faults) => faults.into_iter().map(|fault| fault.at).collect(),
        }
    }

    #[test]
    fn a_letter_cites_only_what_its_right_allows() {
        assert_eq!(faults("I ask under [1]."), Vec::<String>::new());
        assert_eq!(faults("I ask under [2]."), ["[2]"], "in the law, but not for this right");
        assert_eq!(faults("I ask under [3]."), ["[3]"], "not in the law");
    }
}
