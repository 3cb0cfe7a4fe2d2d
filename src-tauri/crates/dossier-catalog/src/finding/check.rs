//! The general checks that rules are made of, and which fields they look at.

use dossier_model::{Kind, StatementKind};
use serde::{Deserialize, Serialize};

use crate::category::CategoryFlag;

/// How two values of one kind are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// Dates of any notation.
    Date,
    /// Names: parts may be missing, spelling may not differ.
    Name,
    /// E-mail addresses.
    Email,
    /// Street and number.
    Street,
    /// Postal codes.
    PostalCode,
    /// Telephone numbers.
    Phone,
    /// Telephone numbers, of which two mobile ones of one country differ.
    Mobile,
    /// Words for a gender, forms of address included.
    Gender,
    /// Words, folded.
    Plain,
}

/// Between which places a contradiction counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Across {
    /// Two places of one company.
    Within,
    /// Two companies.
    Companies,
}

/// Which fields a check looks at. Empty lists allow everything; a field must pass all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FieldFilter {
    /// Category ids.
    pub categories: Vec<String>,
    /// Evaluation groups.
    pub groups: Vec<String>,
    /// Kinds of the label card.
    pub kinds: Vec<Kind>,
    /// A flag that the category must have.
    pub flag: Option<CategoryFlag>,
    /// Only special categories of Art. 9.
    pub special: bool,
    /// Words, one of which must stand in the field's, table's or file's name.
    pub words: Vec<String>,
    /// Words, one of which must stand in the table's or file's name, and none of `without`.
    pub tables: Vec<String>,
    /// Words of which none may stand in the field's or table's name.
    pub without: Vec<String>,
    /// Words, one of which must stand in an example value.
    pub values: Vec<String>,
    /// Words of a field's name that tell an occasion only: of its values those count that
    /// have a word of `telling`.
    pub vague: Vec<String>,
    /// See `vague`.
    pub telling: Vec<String>,
}

/// What a rule looks for: the general checks that the program knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "check", rename_all = "snake_case", deny_unknown_fields)]
pub enum Check {
    /// Two places say different things about the person.
    Contradiction {
        /// Which values.
        fields: FieldFilter,
        /// How they are compared.
        compare: Compare,
        /// Between which places.
        across: Across,
    },
    /// Data that are older than the period the company states for them.
    OlderThanStated {
        /// Which fields.
        #[serde(default)]
        fields: FieldFilter,
        /// Days of grace after the end of the period.
        #[serde(default)]
        grace_days: u32,
        /// Words of a quote by which the period starts later than with the record.
        #[serde(default)]
        unless_quote: Vec<String>,
    },
    /// Data older than so many years where no period is stated.
    OlderThan {
        /// Which fields.
        #[serde(default)]
        fields: FieldFilter,
        /// Years.
        years: u32,
    },
    /// A recipient stands in the data that the company does not name.
    RecipientNotStated,
    /// The company names recipients only by type.
    RecipientsOnlyByType,
    /// Fields for which the company does not state a thing.
    NotStated {
        /// The thing.
        what: StatementKind,
        /// Which fields.
        #[serde(default)]
        fields: FieldFilter,
        /// Only where the company states this thing for other fields.
        #[serde(default)]
        only_if_partly: bool,
    },
    /// Fields that are there at all.
    Present {
        /// Which fields.
        fields: FieldFilter,
        /// Not if the company makes a statement of this kind that is not a denial.
        #[serde(default)]
        unless: Option<StatementKind>,
        /// Records needed.
        #[serde(default)]
        at_least: u64,
    },
    /// The same identifier at two companies.
    SharedIdentifier {
        /// Which fields.
        fields: FieldFilter,
    },
    /// A hash of an e-mail address that stands in the data in clear.
    HashedEmail,
    /// Answer items that are missing altogether.
    AuditGap {
        /// The law.
        law: String,
        /// Item ids; empty for all that are mandatory.
        #[serde(default)]
        items: Vec<String>,
    },
    /// Answer items that are answered in part.
    AuditPart {
        /// The law.
        law: String,
        /// Item ids; empty for all that are mandatory.
        #[serde(default)]
        items: Vec<String>,
    },
    /// Data came and no letter: what a letter says cannot be missed yet.
    DataWithoutLetter,
    /// A letter came and no data: the copy may be in a file that was not imported.
    LetterWithoutData,
    /// A letter that is no answer: what it says instead, as long as nothing else came.
    Reply {
        /// Kinds of replies and refusals of `letters`.
        kinds: Vec<String>,
        /// Kinds that say more: with one of them this is not worth telling.
        #[serde(default)]
        unless: Vec<String>,
    },
    /// Data of several people in one table of accounts.
    SeveralPeople,
    /// Names that are not the customer's.
    OtherNames {
        /// Which fields may name others.
        fields: FieldFilter,
    },
    /// Parts of the answer that could not be read.
    Unreadable,
    /// The company states a kind of data of which nothing came.
    StatedNotSeen,
    /// A purpose whose data did not come.
    PurposeWithoutData {
        /// Purposes by catalog id.
        purposes: Vec<String>,
        /// Which fields would show it.
        fields: FieldFilter,
    },
    /// The company denies a thing that the data show.
    DeniedButSeen {
        /// The kind of statement that is a denial.
        what: StatementKind,
        /// Which fields show the thing.
        fields: FieldFilter,
        /// Words of a quote by which it denies less than everything.
        #[serde(default)]
        unless_quote: Vec<String>,
    },
    /// The company says that all came from the person, and the data name another source.
    SourceBesidePerson {
        /// Words by which there is no other source.
        only: Vec<String>,
        /// Words of a value that is surely somebody else.
        others: Vec<String>,
    },
    /// A refusal or withdrawal stands beside data that need agreement.
    RefusedButUsed {
        /// Where the day of an objection stands. It goes before a refusal, and what is
        /// surely older proves nothing.
        #[serde(default)]
        objection: Option<Box<FieldFilter>>,
        /// Where the refusal stands.
        refusal: FieldFilter,
        /// Values that mean a refusal.
        values: Vec<String>,
        /// Which fields show the use.
        used: FieldFilter,
    },
    /// Records dated after an end such as the closure of the account.
    AfterEnd {
        /// Which fields hold the date of the end.
        end: FieldFilter,
        /// Which fields count.
        #[serde(default)]
        fields: FieldFilter,
        /// Days of grace.
        #[serde(default)]
        grace_days: u32,
        /// Fields with a later day by which the end was taken back, in any table. With
        /// them the end must stand in a record of its own.
        #[serde(default)]
        again: Option<Box<FieldFilter>>,
        /// Values by which a table is not what it is called.
        #[serde(default)]
        unless_values: Vec<String>,
    },
    /// A birth date that cannot be right.
    ImpossibleDate {
        /// Which fields.
        fields: FieldFilter,
    },
    /// A birth date under an age.
    YoungerThan {
        /// Which fields.
        fields: FieldFilter,
        /// Years.
        years: u32,
    },
    /// Full payment card numbers.
    FullCardNumber,
    /// A field that holds the same filler everywhere.
    Filler {
        /// Which fields.
        fields: FieldFilter,
        /// Values that are fillers.
        values: Vec<String>,
    },
    /// Everything came in forms that a program cannot use.
    Unusable,
    /// The answer came later than allowed.
    LateAnswer {
        /// Months.
        months: u32,
        /// Days of grace.
        #[serde(default)]
        grace_days: u32,
    },
    /// A transfer to a third country without a safeguard.
    TransferWithoutSafeguard,
    /// The company names a stated thing of this value.
    Stated {
        /// The kind of statement.
        what: StatementKind,
        /// Normalized values; empty for any but a denial.
        #[serde(default)]
        values: Vec<String>,
    },
    /// One field holds many different values where one would do.
    ManyValues {
        /// Which fields.
        fields: FieldFilter,
        /// Distinct values needed.
        at_least: u32,
    },
}
