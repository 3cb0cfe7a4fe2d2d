//! The words by which companies say why, to whom and how long.
//!
//! The border is here because reading a letter needs facts about languages and
//! nothing about companies: a new language is one file, `statements/<lang>.json`,
//! written as phrases that a person can read. `statements/common.json` holds what
//! all languages share, `statements/keys.json` the keys of machine-made answers,
//! `statements/passages.json` the trained weights of words that may state something,
//! `statements/mentions.json` those of words that name something.
//!
//! A phrase is words with a few signs: `speicher*` any ending, `*dienstleister`
//! any beginning, `a|b` either word, `…` up to six words between, `?` one word,
//! `^` the start of the sentence.
//! Case and accents do not matter.

use std::collections::BTreeMap;
use std::sync::Arc;

use dossier_model::{PeriodUnit, StartEvent, StatementKind};
use serde::{Deserialize, Serialize};

use crate::{CatalogError, Weights};

/// Phrases by the id that they mean.
pub type PhraseTable = BTreeMap<String, Vec<String>>;
/// Phrases by the kind of statement that they announce.
pub type CueTable = BTreeMap<StatementCue, Vec<String>>;

/// A kind of statement as a key of a declaration, or a column that names data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementCue {
    /// See [`StatementKind::Purpose`].
    Purpose,
    /// See [`StatementKind::LegalBasis`].
    LegalBasis,
    /// See [`StatementKind::Category`].
    Category,
    /// See [`StatementKind::Recipient`].
    Recipient,
    /// See [`StatementKind::Retention`].
    Retention,
    /// See [`StatementKind::Source`].
    Source,
    /// See [`StatementKind::Right`].
    Right,
    /// See [`StatementKind::Complaint`].
    Complaint,
    /// See [`StatementKind::AutomatedDecision`].
    AutomatedDecision,
    /// See [`StatementKind::Transfer`].
    Transfer,
    /// Ends a topic without starting a kind of statement.
    Other,
}

impl StatementCue {
    /// The kind of statement; none for [`StatementCue::Other`].
    pub fn kind(self) -> Option<StatementKind> {
        Some(match self {
            Self::Purpose => StatementKind::Purpose,
            Self::LegalBasis => StatementKind::LegalBasis,
            Self::Category => StatementKind::Category,
            Self::Recipient => StatementKind::Recipient,
            Self::Retention => StatementKind::Retention,
            Self::Source => StatementKind::Source,
            Self::Right => StatementKind::Right,
            Self::Complaint => StatementKind::Complaint,
            Self::AutomatedDecision => StatementKind::AutomatedDecision,
            Self::Transfer => StatementKind::Transfer,
            Self::Other => return None,
        })
    }
}

/// The unit of a period as a key of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKey {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

impl From<UnitKey> for PeriodUnit {
    fn from(key: UnitKey) -> Self {
        match key {
            UnitKey::Day => Self::Day,
            UnitKey::Week => Self::Week,
            UnitKey::Month => Self::Month,
            UnitKey::Year => Self::Year,
        }
    }
}

/// What one language says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LanguageWords {
    /// ISO 639-1.
    pub language: String,
    /// Whether all nouns are written with a capital.
    pub noun_capitals: bool,
    /// Whether names of bodies have one capital and go on behind it, and the article
    /// may belong to them: `Caisse primaire d'assurance maladie`, `La Poste`.
    pub bare_names: bool,
    /// The definite articles.
    pub articles: Vec<String>,
    /// Their other cases: `dem`.
    pub bent_articles: Vec<String>,
    /// What stands between a noun and whose it is: `der`, `Ihrer`.
    pub genitives: Vec<String>,
    /// Prepositions with an article inside: `vom`.
    pub contracted: Vec<String>,
    /// Titles before the name of a person.
    pub titles: Vec<String>,
    /// Words by which a company speaks of what is its own.
    pub ours: Vec<String>,
    /// Words by which it speaks of what is the person's.
    pub yours: Vec<String>,
    /// Words by which it speaks to the person, as they are written: `Sie`, `vous`.
    pub persons: Vec<String>,
    /// Phrases of sentences about the letter itself, its annexes and the request: they
    /// state nothing outside a section of their own.
    pub frame: Vec<String>,
    /// Words for whoever it may be: `anyone`, `niemand`.
    pub everyone: Vec<String>,
    /// Words for selling and renting out, which is less than passing on.
    pub selling: Vec<String>,
    /// Phrases of sentences that tell what would be, and so nothing of this person.
    pub suppositions: Vec<String>,
    /// Verbs that tell the same alone, in small letters and with their accents: `würde`.
    pub conditionals: Vec<String>,
    /// Beginnings of names of offices that go on behind: `*amt für`.
    pub office_names: Vec<String>,
    /// How articles of a law are cited.
    pub citations: CitationWords,
    /// Names of tables that say nothing of what they hold: `data`, `Tabelle`.
    pub plain_names: Vec<String>,
    /// What stands before the number of a part, or before an answer: `question`, `Antwort`.
    pub outline: Vec<String>,
    /// Frequent small words that tell the language.
    pub stop_words: Vec<String>,
    /// Words before a dot that ends no sentence.
    pub abbreviations: Vec<String>,
    /// Headings, labels and column headers.
    pub headings: CueTable,
    /// Beginnings of headings that ask or tell what a section is about: `wofür`, `who`.
    pub questions: CueTable,
    /// Words by which a heading or label denies what it names: `not shared with`.
    pub denying: Vec<String>,
    /// Column headers that name the data or the case that a row speaks of.
    pub subjects: Vec<String>,
    /// Column headers that name what is done with data: beside a legal basis, purposes.
    pub activities: Vec<String>,
    /// Phrases of sentences that make a statement of a kind.
    pub cues: CueTable,
    /// Phrases by which a sentence is no statement of a kind after all.
    pub vetoes: CueTable,
    /// Phrases that deny: nobody gets the data, nothing is decided automatically.
    pub denials: CueTable,
    /// Words of denial: a clause that speaks of a thing and has one denies it.
    pub negations: Vec<String>,
    /// Phrases with such a word that deny nothing: `no human`, `nothing but`.
    pub no_denials: Vec<String>,
    /// Phrases after which a denial does not hold: `except`, `mit Ausnahme`.
    pub exceptions: Vec<String>,
    /// Purposes.
    pub purposes: PhraseTable,
    /// How a sentence says what something is for.
    pub reasons: ReasonWords,
    /// Legal bases.
    pub bases: PhraseTable,
    /// Recipients by type.
    pub recipient_types: PhraseTable,
    /// Capitalized words that are no name of a company.
    pub no_names: Vec<String>,
    /// Descriptions that stand before a name: `Zahlungsdienstleister`, `courier`.
    pub descriptors: Vec<String>,
    /// What people, firms and offices are called that are no type of recipient of
    /// their own: `landlord`, `Hausverwaltung`.
    pub roles: Vec<String>,
    /// Words that begin a clause and so end a list.
    pub clause_starts: Vec<String>,
    /// Countries that companies who write in this language are in, by ISO 3166; without
    /// them the country of a receiver alone tells no transfer.
    #[serde(default)]
    pub home: Vec<String>,
    /// Words behind which the opposite is told: `but`, `rather`.
    #[serde(default)]
    pub contrasts: Vec<String>,
    /// Words that open what is told: `we confirm that …`.
    #[serde(default)]
    pub tells: Vec<String>,
    /// Words after which a list of names begins.
    pub list_leads: Vec<String>,
    /// Words that end a name: `zur`, `for`.
    pub name_ends: Vec<String>,
    /// Rights.
    pub rights: PhraseTable,
    /// Sources by type, such as `data_subject`.
    pub sources: PhraseTable,
    /// Kinds of data as letters call them, to catalog ids.
    pub data: BTreeMap<String, Vec<String>>,
    /// Beginnings of names of data whose first word is else a small word of the frame.
    pub data_starts: Vec<String>,
    /// Names for all data together: they limit a statement to nothing.
    pub all_data: Vec<String>,
    /// Countries by ISO 3166 code.
    pub countries: PhraseTable,
    /// Words before a region that the data do not stay in.
    pub outside: Vec<String>,
    /// Safeguards of Art. 46.
    pub safeguards: PhraseTable,
    /// Phrases that explain how a decision is made.
    pub logic: Vec<String>,
    /// Periods without a number: until withdrawn, as long as the account exists.
    pub criteria: Vec<String>,
    /// Phrases for the event that a period starts with: `nach Vertragsende`.
    pub starts: BTreeMap<StartEvent, Vec<String>>,
    /// Numbers as words.
    pub numbers: BTreeMap<String, u32>,
    /// Units of time.
    pub units: BTreeMap<UnitKey, Vec<String>>,
    /// Words for a half, as in `half a year`.
    pub halves: Vec<String>,
    /// Words that mean one where a period begins behind certain others: `kept for a year`,
    /// but not `once a year`.
    pub one: OneWords,
    /// Numbers with a half in one word, without it: `anderthalb` is 1.
    pub and_a_half: BTreeMap<String, u32>,
    /// Hours, by which whole days may be told.
    pub hours: Vec<String>,
    /// Words behind a period before what it is about: `ten years for lenses`.
    pub period_objects: Vec<String>,
    /// Names of authorities begin so.
    pub authorities: Vec<String>,
    /// Words that go on inside the name of an authority.
    pub authority_links: Vec<String>,
    /// Regions that belong to the name of an authority, where its town does not.
    pub authority_regions: Vec<String>,
    /// Nouns behind the name of an authority that are none of it: `Anzeige erstatten`.
    pub authority_ends: Vec<String>,
    /// `and`, `as well as`.
    pub conjunctions: Vec<String>,
    /// Words dropped at the edges of a list item or of a kind of data.
    pub fillers: Vec<String>,
    /// Ends of the numbers of days: `3rd`, `1er`.
    pub ordinals: Vec<String>,
    /// Months, January first; `a|b` where one has two names.
    pub months: Vec<String>,
    /// What a letter says around its text.
    pub letter: LetterWords,
}

/// How a sentence says what something is for, whatever that is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReasonWords {
    /// Openings of a clause that is a purpose as a whole: `so that`, `damit wir`.
    pub clauses: Vec<String>,
    /// Openings before things that are purposes: `for the purpose of`, `dient der`.
    pub nouns: Vec<String>,
    /// Openings before an infinitive: `in order to`, `um`.
    pub infinitives: Vec<String>,
    /// Infinitives, or the words that mark them.
    pub verbs: Vec<String>,
    /// What an infinitive ends in, where it ends its clause; none where it comes first.
    pub verb_ends: Vec<String>,
    /// Openings of an infinitive that no other words can follow: `we use it to`.
    pub sure: Vec<String>,
    /// Words before one more infinitive: `and to`.
    pub again: Vec<String>,
    /// Small words that may stand before an infinitive: `better`, `vous`.
    pub skips: Vec<String>,
    /// Words of use, beside which a preposition names a purpose.
    pub uses: Vec<String>,
    /// Those prepositions.
    pub prepositions: Vec<String>,
    /// What begins like a purpose and is none: `for you`, `zur Person`.
    pub not: Vec<String>,
    /// Words that belong to the sentence around a purpose, not to it.
    pub breaks: Vec<String>,
}

/// The words of a citation; the numbers are the law's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CitationWords {
    /// Words before the number of an article.
    pub articles: Vec<String>,
    /// Words between the parts of one citation: `Abs`, `point`, `and`.
    pub inside: Vec<String>,
    /// Words between two articles.
    pub between: Vec<String>,
    /// Words between the first and the last of several articles.
    pub through: Vec<String>,
}

/// The frame of a letter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LetterWords {
    /// How it greets.
    pub greetings: Vec<String>,
    /// How it closes.
    pub closings: Vec<String>,
    /// Labels of the sender: `From`, `Verantwortlicher`.
    pub senders: Vec<String>,
    /// Labels of the date.
    pub dates: Vec<String>,
    /// Words of the subject line by which it answers an access request.
    pub subjects: Vec<String>,
    /// Lines over a quoted mail: `Original Message`.
    pub quotes: Vec<String>,
    /// Words of the line that says whose mail is quoted: `wrote`.
    pub wrote: Vec<String>,
    /// Labels of the sender in the header of a mail.
    pub mail_from: Vec<String>,
    /// The other labels of that header.
    pub mail_lines: Vec<String>,
    /// Words of the foot of a page: registers and their numbers.
    pub footers: Vec<String>,
    /// Words before a company that only stands by: `powered by`, `EU representative`.
    pub bystanders: Vec<String>,
    /// Words before the company for which somebody else answers: `on behalf of`.
    pub clients: Vec<String>,
}

/// What all languages share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CommonWords {
    /// Legal forms of companies: `GmbH`, `Ltd`.
    pub legal_forms: Vec<String>,
    /// Places that follow a company's name and are none themselves.
    pub places: Vec<String>,
    /// Acronyms that are no company.
    pub acronyms: Vec<String>,
    /// Small words inside names: `du`, `of`.
    pub name_links: Vec<String>,
    /// Prepositions before the place of a company: `in Dublin`, `à Liège`.
    pub place_words: Vec<String>,
    /// Words that begin a clause about the one before: `whose`, `deren`.
    pub relatives: Vec<String>,
    /// Ends of street names.
    pub streets: Vec<String>,
}

/// Articles that may mean one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OneWords {
    /// The articles: `a`.
    pub articles: Vec<String>,
    /// What stands before them: `for`, `after`.
    pub behind: Vec<String>,
}

/// Firms that letters name without a legal form, in any language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FirmWords {
    /// What they are and when they were noted, for a reader.
    pub about: String,
    /// Firms whose name alone tells them, by what they do.
    pub known: BTreeMap<String, Vec<String>>,
    /// Firms that letters name for other reasons too, or whose name is a word.
    pub cued: Vec<String>,
}

/// Keys of machine-made answers, in any language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeyWords {
    /// The language of values that tell none.
    pub language: String,
    /// Keys by the kind of statement that they hold.
    pub keys: CueTable,
    /// Keys that hold who the controller is.
    pub controller: Vec<String>,
    /// Keys below them that hold its name.
    pub name: Vec<String>,
    /// How a record of a consent says that it was given, refused or withdrawn.
    pub consent: ConsentWords,
    /// Values that mean no.
    pub no: Vec<String>,
    /// Values by which a row says that such data are not held.
    pub absent: Vec<String>,
    /// Values that mean yes.
    pub yes: Vec<String>,
    /// Words of the names of files that answers come in, which name no company.
    pub of_files: Vec<String>,
}

/// Words of the records of consents, in any language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConsentWords {
    /// Keys whose value says whether it was given.
    pub given: Vec<String>,
    /// Keys whose value is there only once it ended.
    pub ended: Vec<String>,
    /// Values that say it was not given, or ended, under any key.
    pub refused: Vec<String>,
}

/// The trained linear model of passages: for each feature its weight per kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassageModel {
    /// How it came to be, for a reader.
    pub about: String,
    /// SHA-256 of everything it was trained on; a test compares it.
    pub trained_on: String,
    /// The kinds, in the order of the weights.
    pub kinds: Vec<StatementKind>,
    /// Feature to its weights.
    pub weights: Weights,
}

/// The trained linear chain that marks what words name: for each feature its weight per
/// label, and the weight of each label behind each other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MentionModel {
    /// How it came to be, for a reader.
    pub about: String,
    /// SHA-256 of everything it was trained on; a test compares it.
    pub trained_on: String,
    /// `O` for a word that names nothing; `B` with the letter of a mark for its first
    /// word, `I` for the others. In the order of the weights.
    pub labels: Vec<String>,
    /// The weight of each label (inner) behind each (outer).
    pub transitions: Vec<Vec<f32>>,
    /// Feature to its weights.
    pub weights: Weights,
}

/// Everything in `catalog/statements/`, parsed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatementWords {
    /// The languages, in the order of their files.
    pub languages: Vec<LanguageWords>,
    /// What they share.
    pub common: CommonWords,
    /// Firms known by their names.
    pub firms: FirmWords,
    /// Keys.
    pub keys: KeyWords,
    /// The weights of passages; shared, since they are large.
    pub passages: Arc<PassageModel>,
    /// The weights of mentions; shared, too.
    pub mentions: Arc<MentionModel>,
}

impl StatementWords {
    /// Parses the files of the folder: path relative to the catalog, and bytes.
    pub fn parse<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    ) -> Result<Self, CatalogError> {
        let mut all = Self::default();
        for (path, bytes) in files.into_iter().filter(|(path, _)| path.ends_with(".json")) {
            match path.rsplit('/').next().unwrap_or(path) {
                "common.json" => all.common = read(path, bytes)?,
                "firms.json" => all.firms = read(path, bytes)?,
                "keys.json" => all.keys = read(path, bytes)?,
                "passages.json" => all.passages = Arc::new(read(path, bytes)?),
                "mentions.json" => all.mentions = Arc::new(read(path, bytes)?),
                name => {
                    let words: LanguageWords = read(path, bytes)?;
                    if name != format!("{}.json", words.language) {
                        let rule = "the file must be named after its language";
                        return Err(CatalogError::rule(path, "language", rule));
                    }
                    if words.months.len() != 12 {
                        return Err(CatalogError::rule(path, "months", "list twelve months"));
                    }
                    all.languages.push(words);
                }
            }
        }
        Ok(all)
    }

    /// The files that were embedded at build.
    pub fn embedded() -> Result<Self, CatalogError> {
        let files = crate::Files::embedded();
        Self::parse(files.section("statements"))
    }
}

fn read<T: for<'de> Deserialize<'de>>(path: &str, bytes: &[u8]) -> Result<T, CatalogError> {
    serde_json::from_slice(bytes).map_err(|error| CatalogError::form(path, &error))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_embedded_languages_are_whole() {
        let words = StatementWords::embedded().unwrap();
        let languages: Vec<_> = words.languages.iter().map(|l| l.language.as_str()).collect();
        assert_eq!(languages, ["de", "en", "fr"]);
        for language in &words.languages {
            for cue in [StatementCue::Purpose, StatementCue::Recipient, StatementCue::Retention] {
                assert!(language.cues.contains_key(&cue), "{} {cue:?}", language.language);
                assert!(language.headings.contains_key(&cue), "{} {cue:?}", language.language);
            }
            assert!(language.units.len() == 4 && !language.numbers.is_empty());
            assert!(!language.citations.articles.is_empty() && !language.ours.is_empty());
        }
        assert!(!words.common.legal_forms.is_empty() && !words.keys.keys.is_empty());
        assert!(!words.firms.known.is_empty() && !words.firms.cued.is_empty());
    }

    #[test]
    fn a_file_has_the_name_of_its_language() {
        let text = br#"{"language":"de"}"#;
        let error = StatementWords::parse([("statements/en.json", text.as_slice())]).unwrap_err();
        assert!(error.to_string().contains("named after"), "{error}");
    }
}
