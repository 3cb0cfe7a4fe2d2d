use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{Sensitive, SourcePlace};

/// What a sentence of the company speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StatementKind {
    /// Art. 15(1)(a): why.
    Purpose,
    /// The legal basis, owed under Arts. 13 and 14.
    LegalBasis,
    /// Art. 15(1)(b): which kinds of data.
    Category,
    /// Art. 15(1)(c): to whom.
    Recipient,
    /// Art. 15(1)(d): how long.
    Retention,
    /// Art. 15(1)(g): from where.
    Source,
    /// Art. 15(1)(e): the rights of the data subject.
    Right,
    /// Art. 15(1)(f): the complaint to an authority.
    Complaint,
    /// Art. 15(1)(h): automated decisions and profiling.
    AutomatedDecision,
    /// Art. 15(2): third countries and safeguards.
    Transfer,
}

/// The unit of a period of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PeriodUnit {
    /// Calendar days.
    Day,
    /// Weeks.
    Week,
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
}

/// A stated length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct Period {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: PeriodUnit,
}

/// The event that a stated period starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StartEvent {
    /// The data were made: a purchase, a call, a visit.
    Made,
    /// The calendar or business year ended in which they were made.
    YearEnd,
    /// What they were for is done: an order handled, a case closed.
    Done,
    /// The person last did something.
    LastActivity,
    /// A contract or membership ended.
    ContractEnd,
    /// The account was closed.
    AccountClosed,
    /// A consent was withdrawn, or the person objected.
    Withdrawn,
}

impl StartEvent {
    /// Whether the data tell the day by their own date: then they are too old when
    /// the period after it is over.
    pub fn is_dated_by_the_data(self) -> bool {
        matches!(self, Self::Made | Self::YearEnd)
    }
}

/// What a stated period starts with, and the words that say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PeriodStart {
    /// The event.
    pub event: StartEvent,
    /// The company's words for it.
    #[ts(as = "String")]
    pub quote: Sensitive<String>,
}

/// One thing that the company said, in its own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Statement {
    /// What it speaks of.
    pub kind: StatementKind,
    /// The company's words, unchanged.
    #[ts(as = "String")]
    pub quote: Sensitive<String>,
    /// The normalized value: a purpose or basis of the catalog (`dpv:` id), a
    /// recipient's name, a period such as `P3Y`; empty if there is none.
    #[serde(default)]
    #[ts(as = "String")]
    pub value: Sensitive<String>,
    /// The kind of data, table or thing that it applies to, in the company's
    /// words; empty if it speaks of everything.
    #[serde(default)]
    #[ts(as = "String")]
    pub applies_to: Sensitive<String>,
    /// Catalog ids of the kinds of data that `applies_to` names.
    #[serde(default)]
    pub categories: Vec<String>,
    /// The stated period, if it is a retention.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub period: Option<Period>,
    /// What the period starts with, if that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub starts: Option<PeriodStart>,
    /// The language of the quote, ISO 639-1.
    pub language: String,
    /// Where it stands.
    pub place: SourcePlace,
}

impl Statement {
    /// The value of a denial: to nobody, from nobody, no such thing.
    pub const NONE: &str = "none";

    /// The value of a source: the person.
    pub const DATA_SUBJECT: &str = "data_subject";

    /// Whether it says that there is no such thing.
    pub fn denies(&self) -> bool {
        self.value.expose() == Self::NONE
    }

    /// Whether it says so of everything: not of one kind of data, and not of one kind of
    /// receivers (`nothing to advertisers`).
    pub fn denies_all(&self) -> bool {
        self.denies() && self.categories.is_empty() && self.applies_to.expose().trim().is_empty()
    }
}

/// What a letter says instead of an answer: that it came, that something else is wanted
/// first, that nothing is held, that it is not given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reply {
    /// A kind of `letters/replies.json` or a refusal of the catalog, or [`Reply::DONE`].
    pub kind: String,
    /// The words, unchanged.
    #[ts(as = "String")]
    pub quote: Sensitive<String>,
    /// Where they stand.
    pub place: SourcePlace,
}

impl Reply {
    /// The person's own request, which is nobody's answer.
    pub const OWN: &str = "own_request";
    /// What was asked for was done.
    pub const DONE: &str = "done";

    /// Whether a letter that has such words answers all the same: it states two things that
    /// an answer owes, or lists what is held. Who reports a deletion says what went, and
    /// what has to stay for how long, so that these do not count.
    pub fn is_outweighed<'s>(
        replies: &[Self],
        statements: impl Iterator<Item = &'s Statement>,
    ) -> bool {
        use StatementKind as K;
        let done = replies.iter().any(|reply| reply.kind == Self::DONE);
        let (mut stated, mut listed) = (Vec::new(), Vec::new());
        for said in statements {
            let owed = match said.kind {
                K::Purpose | K::Recipient | K::Source => true,
                K::Category | K::Retention => !done,
                _ => false,
            };
            if owed && !stated.contains(&said.kind) {
                stated.push(said.kind);
            }
            let value = said.value.expose();
            if said.kind == K::Category && !listed.contains(&value) {
                listed.push(value);
            }
        }
        stated.len() > 1 || listed.len() >= MOST_LISTED
    }
}

/// Kinds of data that a letter names in passing are fewer.
const MOST_LISTED: usize = 4;

/// Words of a letter that may state something, though no statement could be made of them:
/// a hint where to look, never what the company stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Passage {
    /// What it may speak of.
    pub kind: StatementKind,
    /// The company's words, unchanged.
    #[ts(as = "String")]
    pub quote: Sensitive<String>,
    /// The language of the quote, ISO 639-1; empty if it cannot be told.
    #[serde(default)]
    pub language: String,
    /// Where it stands.
    pub place: SourcePlace,
}
