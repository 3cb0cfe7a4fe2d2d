//! What must be there before a letter is written at all.

use dossier_catalog::letter::{self as spec, LetterSpec};

use crate::error::LetterError;
use crate::request::{Addressee, Channel, Fact, LetterRequest};

/// Rights that can be used before a company has answered anything, and what follows
/// a letter that did.
const FIRST: [&str; 7] = [
    "access",
    "qc_access",
    "object_marketing",
    "withdraw_consent",
    "opt_out_sale",
    "limit_sensitive",
    "complaint",
];
/// More identifiers than this say more than a shop needs.
const MOST_IDENTIFIERS: usize = 3;

/// The facts without which no letter goes out, in the order in which a person fills them in.
pub(crate) fn require(
    letter: &LetterSpec,
    to: &Addressee,
    request: &LetterRequest,
) -> Result<(), LetterError> {
    let role = match letter.to {
        spec::Addressee::Controller => "controller",
        spec::Addressee::Authority => "authority",
    };
    let missing = |fact: String| Err(LetterError::Missing { fact });
    if request.controller.name.trim().is_empty() {
        return missing("controller.name".into());
    }
    if to.name.trim().is_empty() {
        return missing(format!("{role}.name"));
    }
    match request.channel {
        Channel::Post if blank(&to.address) => return missing(format!("{role}.address")),
        Channel::Email if to.email.trim().is_empty() => return missing(format!("{role}.email")),
        _ => {}
    }
    if request.sender.name.expose().trim().is_empty() {
        return missing("sender.name".into());
    }
    if request.channel == Channel::Post && blank(request.sender.address.expose()) {
        return missing("sender.address".into());
    }
    identifiers(letter, request)?;
    for need in &letter.needs {
        let given = match need.as_str() {
            "items" => !request.entries.is_empty(),
            "corrections" => !request.corrections.is_empty(),
            "grounds" => true,
            "open" => {
                let said = request.facts.get("refusals").is_some_and(Fact::is_given);
                said || !request.entries.is_empty() || !request.corrections.is_empty()
            }
            _ => false,
        };
        if !given {
            return missing(need.clone());
        }
    }
    let needs_grounds = letter.needs.iter().any(|need| need == "grounds");
    let without = request.entries.iter().position(|entry| entry.ground.is_empty());
    if let Some(row) = without.filter(|_| needs_grounds) {
        return missing(format!("items.{row}.ground"));
    }
    corrections(request)?;
    for fact in letter.facts.iter().filter(|fact| fact.required) {
        let given = |id: &str| request.facts.get(id).is_some_and(Fact::is_given);
        let instead = !fact.instead_of.is_empty() && given(&fact.instead_of);
        if !given(&fact.id) && !instead {
            return missing(fact.id.clone());
        }
    }
    Ok(())
}

fn identifiers(letter: &LetterSpec, request: &LetterRequest) -> Result<(), LetterError> {
    let found = request.identifiers.len();
    if found > MOST_IDENTIFIERS {
        return Err(LetterError::TooManyIdentifiers { found, limit: MOST_IDENTIFIERS });
    }
    if found == 0 && letter.to == spec::Addressee::Controller {
        return Err(LetterError::missing("identifiers"));
    }
    for (number, identifier) in request.identifiers.iter().enumerate() {
        if identifier.value.expose().trim().is_empty() {
            return Err(LetterError::missing(format!("identifiers.{number}.value")));
        }
        // What needs no reasons can be asked before any export; the rest quotes one, or the
        // address that the answer shall go to.
        let own = identifier.value.expose().trim() == request.sender.reply_to.expose().trim();
        if identifier.place.is_none() && !own && !FIRST.contains(&letter.right.as_str()) {
            return Err(LetterError::NotFromExport { fact: format!("identifiers.{number}") });
        }
    }
    Ok(())
}

fn corrections(request: &LetterRequest) -> Result<(), LetterError> {
    for (row, correction) in request.corrections.iter().enumerate() {
        let (found, right) = (correction.found.expose().trim(), correction.right.expose().trim());
        if right.is_empty() {
            return Err(LetterError::missing(format!("corrections.{row}.right")));
        }
        if correction.place.path.as_str().is_empty() {
            return Err(LetterError::NotFromExport { fact: format!("corrections.{row}") });
        }
        if found == right {
            return Err(LetterError::NothingToCorrect { row });
        }
    }
    Ok(())
}

fn blank(lines: &[String]) -> bool {
    lines.iter().all(|line| line.trim().is_empty())
}
