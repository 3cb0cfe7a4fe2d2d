use crate::deadline::DeadlineError;

/// Why there is no letter. Names facts and counts, never values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// A fact that the letter needs is not given.
    #[error("the fact {fact} is missing")]
    Missing {
        /// Its name, such as `controller.address` or `entries.2.ground`.
        fact: String,
    },
    /// No letter file for this law, letter and language.
    #[error("there is no letter {letter} under {law} in {language}")]
    NoSuchLetter {
        /// The law.
        law: String,
        /// The letter.
        letter: String,
        /// The language.
        language: String,
    },
    /// More identifiers than a shop needs.
    #[error("{found} identifiers are given, at most {limit} are allowed")]
    TooManyIdentifiers {
        /// How many were given.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// An identifier or value that does not come from the export.
    #[error("{fact} has no place in the export")]
    NotFromExport {
        /// Its name, such as `identifiers.0`.
        fact: String,
    },
    /// The text would give away more than the controller needs.
    #[error("{part} holds what must not leave: {kind}")]
    GivesAway {
        /// `iban`, `card_number`, `tax_number`, `social_security` and so on.
        kind: String,
        /// The part of the letter.
        part: String,
    },
    /// The letter cites a provision that does not belong to its right.
    #[error("the provision {cite} does not belong to the right {right}")]
    WrongCitation {
        /// The provision.
        cite: String,
        /// The right.
        right: String,
    },
    /// The correction changes nothing.
    #[error("correction {row} has the same value before and after")]
    NothingToCorrect {
        /// The row, counted from 0.
        row: usize,
    },
    /// There is no day to name.
    #[error(transparent)]
    Deadline(#[from] DeadlineError),
    /// The page could not be set.
    #[error("the page could not be set ({problems} problems)")]
    Layout {
        /// How many problems the typesetter had.
        problems: usize,
    },
}

impl LetterError {
    pub(crate) fn missing(fact: impl Into<String>) -> Self {
        Self::Missing { fact: fact.into() }
    }
}
