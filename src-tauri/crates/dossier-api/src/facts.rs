//! The questions of a letter: what the program knows already, what the person
//! answered, and both as the letters crate takes them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use dossier_catalog::authority::AuthoritySpec;
use dossier_catalog::law::{Confidence, LawSpec};
use dossier_catalog::letter::{FactKind, FactSpec, LetterSpec};
use dossier_letters::{Addressee, Fact};
use dossier_model::Sensitive;

use crate::contract::*;
use crate::letter::Case;
use crate::requests::{Body, GROUND, state_of, text};
use crate::snapshot::Company;
use crate::track::{ACCESS, GRACE};
use crate::{Api, ApiError};

/// The question for the authority that a letter goes to or names.
const AUTHORITY: &str = "authority";
/// The question for the state whose act protects the person.
const STATE: &str = "state";
/// The answer to a yes-or-no question that the person does not leave open.
const YES: &str = "yes";
const NO: &str = "no";
/// Parts the cells of a row.
const CELL: &str = " | ";

impl Api {
    pub(crate) fn spec(&self, body: &Body) -> Option<&'static LetterSpec> {
        self.catalog.letters().get(&body.law, &self.letter_of(body), &body.language)
    }

    /// The place where the person lives, as set; empty if it was not.
    pub(crate) fn home(&self) -> Result<String, ApiError> {
        self.with(|vault| Ok(crate::session::settings(vault)?.region))
    }

    /// The questions as they are shown, with the answers so far: in the language of
    /// the person where the letter exists in it, else in that of the letter.
    pub(crate) fn fact_views(&self, case: &Case<'_>, language: &str) -> Vec<FactView> {
        let Some(spec) = self.spec(&case.body) else { return Vec::new() };
        let Some(law) = self.catalog.laws().get(&case.body.law) else { return Vec::new() };
        let known = self.known(case, spec, law);
        let asking = Body { language: language.to_owned(), ..case.body.clone() };
        let own = self.spec(&asking);
        let asking = if own.is_some() { &asking } else { &case.body };
        let label = |fact: &FactSpec| {
            let same = own.and_then(|own| own.facts.iter().find(|other| other.id == fact.id));
            same.unwrap_or(fact).label.clone()
        };
        let say = |key: &str| self.word(asking, key);
        let yes_no = || vec![(YES.to_owned(), say("yes")), (NO.to_owned(), say("no"))];
        let mut views: Vec<FactView> = Vec::new();
        for choice in self.choices(case, asking, spec, law) {
            let chosen = case.body.facts.get(&choice.id).cloned();
            views.push(FactView { value: chosen.unwrap_or(choice.value.clone()), ..choice });
        }
        views.extend(spec.facts.iter().map(|fact| {
            let answer = case.body.facts.get(&fact.id).or_else(|| known.get(&fact.id));
            let (kind, options) = match fact.kind {
                FactKind::Flag => ("choice", yes_no()),
                FactKind::Date => ("day", Vec::new()),
                FactKind::Rows => ("lines", Vec::new()),
                FactKind::Text if fact.id == STATE => ("choice", states(law)),
                FactKind::Text => ("text", Vec::new()),
            };
            FactView {
                id: fact.id.clone(),
                question: label(fact),
                kind: kind.to_owned(),
                options,
                value: answer.cloned().unwrap_or_default(),
                required: fact.required,
            }
        }));
        views
    }

    /// The answers as the letter takes them.
    pub(crate) fn facts(&self, case: &Case<'_>) -> Result<BTreeMap<String, Fact>, ApiError> {
        let mut facts = BTreeMap::new();
        if !case.body.note.trim().is_empty() {
            facts.insert("note".to_owned(), Fact::text(case.body.note.trim()));
        }
        let Some(spec) = self.spec(&case.body) else { return Ok(facts) };
        let law = self.law(&case.body.law)?;
        let mut answers = self.known(case, spec, law);
        answers.extend(case.body.facts.clone());
        for fact in &spec.facts {
            if let Some(answer) = answers.get(&fact.id).filter(|answer| !answer.is_empty()) {
                facts.insert(fact.id.clone(), parse(fact, answer)?);
            }
        }
        Ok(facts)
    }

    /// The authority for a complaint: as chosen, else the one of the place where the
    /// person lives, else of the company's place; none where neither is sure.
    pub(crate) fn authority(&self, case: &Case<'_>) -> Option<Addressee> {
        let spec = match case.body.facts.get(AUTHORITY) {
            Some(id) => self.authorities_for(case).into_iter().find(|spec| spec.id == *id),
            None => self.sure_authority(case),
        }?;
        Some(Addressee {
            name: spec.name.clone(),
            address: spec.address.clone(),
            email: spec.email.clone(),
            region: spec.region.clone(),
        })
    }

    /// Where the person lives and where the company sits, as exactly as addresses tell.
    fn regions_of(&self, case: &Case<'_>) -> [String; 2] {
        let address = &case.sender.address;
        let home = self.home().unwrap_or_default();
        let home = match home.is_empty() {
            true => self.country_of(address).unwrap_or_default(),
            false => home,
        };
        [self.part_of(home, address), self.region(case.company, &case.contact)]
    }

    /// The only authority that can be meant at one of the places.
    fn sure_authority(&self, case: &Case<'_>) -> Option<&'static AuthoritySpec> {
        let of_place = |region: &String| {
            let found = self.catalog.authorities().for_shop(&case.body.law, region);
            // One for a part of a country is not sure where only the country is known.
            found.into_iter().find(|spec| !region.is_empty() && region.starts_with(&spec.region))
        };
        self.regions_of(case).iter().find_map(of_place).or_else(|| {
            match self.authorities_for(case).as_slice() {
                [only] => Some(*only),
                _ => None,
            }
        })
    }

    fn authorities_for(&self, case: &Case<'_>) -> Vec<&'static AuthoritySpec> {
        let mut found: Vec<&AuthoritySpec> = Vec::new();
        for region in self.regions_of(case).iter().filter(|region| !region.is_empty()) {
            let more = self.catalog.authorities().for_shop(&case.body.law, region);
            found.extend(
                more.into_iter()
                    .filter(|spec| !found.iter().any(|other| other.id == spec.id))
                    .collect::<Vec<_>>(),
            );
        }
        if found.is_empty() {
            let all = self.catalog.authorities().iter();
            found.extend(all.filter(|spec| spec.shops && spec.laws.contains(&case.body.law)));
        }
        found
    }

    /// Whose holidays and periods count: the state's whose act protects the person, else
    /// the company's place.
    pub(crate) fn deadline_region(&self, body: &Body, law: &LawSpec, company: &Company) -> String {
        let home = self.home().ok().and_then(|home| state_of_home(law, &home));
        let name = body.facts.get(STATE).cloned().or(home);
        let state = law.states.iter().find(|state| Some(&state.name) == name.as_ref());
        match state {
            Some(state) => state.region.clone(),
            None => self.region(company, &self.contact(company)),
        }
    }

    /// Questions that a letter has beside its own: the ground, the authority.
    fn choices(
        &self,
        case: &Case<'_>,
        asking: &Body,
        spec: &LetterSpec,
        law: &LawSpec,
    ) -> Vec<FactView> {
        let mut views = Vec::new();
        let must = law.asks_for_ground(&case.body.right);
        let mut add = |id: &str, key: &str, options: Vec<(String, String)>, value: String| {
            if options.len() > 1 {
                views.push(FactView {
                    id: id.to_owned(),
                    question: self.word(asking, key),
                    kind: "choice".to_owned(),
                    options,
                    value,
                    required: id == GROUND && must,
                });
            }
        };
        if spec.needs.iter().any(|need| need == "grounds") && !case.body.items.is_empty() {
            let grounds = law.grounds.iter().filter(|ground| ground.right == case.body.right);
            let options = grounds
                .map(|ground| (ground.id.clone(), text(&ground.text, &asking.language)))
                .collect();
            add(GROUND, "question.ground", options, String::new());
        }
        let names_authority = spec.to == dossier_catalog::letter::Addressee::Authority
            || spec.facts.iter().any(|fact| fact.id == "authority_name");
        if names_authority {
            let all = self.authorities_for(case);
            let sure = self.sure_authority(case);
            let value = sure.map(|spec| spec.id.clone()).unwrap_or_default();
            let options = all.iter().map(|spec| (spec.id.clone(), spec.name.clone())).collect();
            add(AUTHORITY, "question.authority", options, value);
        }
        views
    }

    /// What the vault already says to the questions of a letter.
    fn known(&self, case: &Case<'_>, spec: &LetterSpec, law: &LawSpec) -> BTreeMap<String, String> {
        let mut known = BTreeMap::new();
        for fact in &spec.facts {
            let answer = match fact.id.as_str() {
                "answer_date" => answer_day(case),
                "request_date" => case.about.as_ref().map(|about| about.day.to_string()),
                "received_date" => event_day(case, RequestState::Acknowledged),
                "due_date" => case.about.as_ref().and_then(|about| about.stored.due.clone()),
                "due_wished" => {
                    let about = case.about.as_ref();
                    about.filter(|about| self.is_wished(about)).map(|_| YES.to_owned())
                }
                "grace_date" => case.day.checked_add_days(GRACE).map(|day| day.to_string()),
                "action_date" => answer_day(case),
                "only_acknowledged" => event_day(case, RequestState::Acknowledged)
                    .filter(|_| event_day(case, RequestState::Answered).is_none())
                    .map(|_| YES.to_owned()),
                "request_right" => self.asked_right(case),
                "authority_name" => self.authority(case).map(|authority| authority.name),
                STATE => self.home().ok().and_then(|home| state_of_home(law, &home)),
                "resident" => {
                    let home = self.home().unwrap_or_default();
                    law.protects(&home).then(|| YES.to_owned())
                }
                "missing" => Some(self.missing_points(case, law)),
                "events" => Some(self.event_rows(case)),
                "infringed" => self.infringed(case, law),
                "files" => Some(file_rows(case)),
                "wish" => Some(self.word(&case.body, "wish")),
                "refusals" => Some(self.refusal_quotes(case)),
                id if id.starts_with("refusal_") => {
                    let kind = id.trim_start_matches("refusal_");
                    let heard = self.refusals(case).iter().any(|refusal| refusal.kind == kind);
                    heard.then(|| YES.to_owned())
                }
                _ => None,
            };
            if let Some(answer) = answer.filter(|answer| !answer.trim().is_empty()) {
                known.insert(fact.id.clone(), answer);
            }
        }
        known
    }

    /// The name of the right that an earlier letter exercised, with its article.
    fn asked_right(&self, case: &Case<'_>) -> Option<String> {
        let about = case.about.as_ref()?;
        let law = self.catalog.laws().get(&about.body.law)?;
        let spec = self.spec(&about.body)?;
        let right = law.right(&spec.right)?;
        let language = case.body.language.as_str();
        let article = law.reference(&right.article).map(|row| text(&row.text, language))?;
        let short = law.short.get(language).or_else(|| law.short.get("en"))?;
        let name = text(&right.name, language);
        Some(match article.contains(short.as_str()) {
            true => format!("{name} ({article})"),
            false => format!("{name} ({article} {short})"),
        })
    }

    /// The points of the law's list that the answer leaves open, as rows.
    fn missing_points(&self, case: &Case<'_>, law: &LawSpec) -> String {
        let language = case.body.language.as_str();
        let rows = self.checklist_of(case.company, &law.id, language).into_iter();
        // What may be answered is not reproached.
        let open = rows.filter(|row| matches!(row.answered.as_str(), "partly" | "no"));
        let open = open.filter_map(|row| {
            let article = row.id.trim_end_matches("-format").to_owned();
            law.reference(&article)?;
            let key = match (row.answered.as_str(), row.conditional) {
                ("partly", _) => "given.partly",
                (_, true) => "given.if",
                _ => "given.no",
            };
            Some([article, row.label, self.word(&case.body, key)].join(CELL))
        });
        open.collect::<Vec<_>>().join("\n")
    }

    /// What happened to the earlier request, as rows.
    fn event_rows(&self, case: &Case<'_>) -> String {
        let Some(about) = &case.about else { return String::new() };
        let rows = about.events.iter().filter_map(|event| {
            let state = state_of(&event.state);
            if state == RequestState::Draft {
                return None;
            }
            let mut what = self.word(&case.body, &format!("event.{}", event.state));
            if state == RequestState::Sent
                && let Some(right) = self.asked_right(case)
            {
                what = format!("{what}: {right}");
            }
            Some([self.short_day(&case.body, &event.day), what].join(CELL))
        });
        let mut rows: Vec<_> = rows.collect();
        let answered = |event: &&dossier_vault::StoredEvent| {
            matches!(state_of(&event.state), RequestState::Answered | RequestState::Denied)
        };
        if let Some(due) = about.stored.due.as_deref()
            && !about.events.iter().any(|event| answered(&event))
            && is_over(about, case.day)
            && !self.is_wished(about)
        {
            let what = self.word(&case.body, "event.over");
            rows.push([self.short_day(&case.body, due), what].join(CELL));
        }
        rows.join("\n")
    }

    /// The provisions that an answer, or its absence, infringed, as rows.
    fn infringed(&self, case: &Case<'_>, law: &LawSpec) -> Option<String> {
        let about = case.about.as_ref()?;
        let is = |state| about.events.iter().any(|event| state_of(&event.state) == state);
        let spec = self.spec(&about.body)?;
        let right = law.right(&spec.right)?.article.clone();
        let (article, key) = if is(RequestState::Denied) {
            (law.roles.get("refusal").cloned().unwrap_or(right), "infringed.denied")
        } else if is(RequestState::Answered) {
            // That something is missing is not told by an answer alone.
            let missing = spec.right == ACCESS && !self.missing_points(case, law).is_empty();
            if !missing {
                return None;
            }
            (right, "infringed.incomplete")
        } else if is_over(about, case.day) && !self.is_wished(about) {
            (law.roles.get("answer").cloned().unwrap_or(right), "infringed.silent")
        } else {
            return None;
        };
        law.reference(&article)?;
        Some([article, self.word(&case.body, key)].join(CELL))
    }

    /// Whether the day until which an answer was due is the person's wish and no period
    /// of the law.
    fn is_wished(&self, about: &Case<'_>) -> bool {
        let law = self.catalog.laws().get(&about.body.law);
        let row = law.zip(self.deadline_kind(&about.body));
        let row = row.and_then(|(law, kind)| law.deadline(&kind));
        row.is_some_and(|row| row.confidence == Confidence::OwnWish)
    }

    fn refusal_quotes(&self, case: &Case<'_>) -> String {
        let quotes = self.refusals(case);
        let lines = quotes.iter().take(6).map(|refusal| refusal.quote.replace('\n', " "));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// A word of the letter's language.
    pub(crate) fn word(&self, body: &Body, key: &str) -> String {
        let words = self.catalog.letters().words_of(&body.law, &body.language);
        words.and_then(|words| words.labels.get(key)).cloned().unwrap_or_default()
    }

    fn short_day(&self, body: &Body, day: &str) -> String {
        let words = self.catalog.letters().words_of(&body.law, &body.language);
        match (words, day.parse()) {
            (Some(words), Ok(day)) => dossier_letters::short_date(words, day),
            _ => day.to_owned(),
        }
    }
}

/// The day of the answer that a letter speaks of: as its letter says, else as it came.
fn answer_day(case: &Case<'_>) -> Option<String> {
    let event = event_day(case, RequestState::Answered);
    event.or_else(|| event_day(case, RequestState::Denied)).or_else(|| {
        let import = case.company.imports.last()?;
        let facts: crate::letterhead::ImportFacts =
            serde_json::from_str(&import.facts).unwrap_or_default();
        facts.letter_date.or_else(|| Some(import.received.clone()))
    })
}

fn event_day(case: &Case<'_>, state: RequestState) -> Option<String> {
    let about = case.about.as_ref()?;
    let event = about.events.iter().rev().find(|event| state_of(&event.state) == state);
    event.map(|event| event.day.clone())
}

/// Whether the day until which an answer was due has passed.
fn is_over(about: &Case<'_>, day: NaiveDate) -> bool {
    about
        .stored
        .due
        .as_deref()
        .and_then(|due| due.parse().ok())
        .is_some_and(|due: NaiveDate| due < day)
}

/// The names of what was kept with the earlier request, as rows.
fn file_rows(case: &Case<'_>) -> String {
    let files = case.about.iter().flat_map(|about| &about.files);
    files.map(|file| file.name.clone()).collect::<Vec<_>>().join("\n")
}

/// States with an act of their own, as choices.
fn states(law: &LawSpec) -> Vec<(String, String)> {
    law.states.iter().map(|state| (state.name.clone(), state.name.clone())).collect()
}

fn state_of_home(law: &LawSpec, home: &str) -> Option<String> {
    law.states.iter().find(|state| state.region == home).map(|state| state.name.clone())
}

fn parse(fact: &FactSpec, answer: &str) -> Result<Fact, ApiError> {
    Ok(match fact.kind {
        FactKind::Flag => Fact::Flag(answer == YES),
        FactKind::Date => Fact::Date(answer.parse().map_err(|_| ApiError::new("bad_day"))?),
        FactKind::Text => Fact::text(answer),
        FactKind::Rows => {
            let row = |line: &str| -> BTreeMap<String, String> {
                let cells = line.splitn(fact.cells.len().max(1), CELL);
                let mut row: BTreeMap<_, _> = fact
                    .cells
                    .iter()
                    .cloned()
                    .zip(cells.map(|cell| cell.trim().to_owned()))
                    .collect();
                for cell in &fact.cells {
                    row.entry(cell.clone()).or_default();
                }
                row
            };
            let lines = answer.lines().filter(|line| !line.trim().is_empty());
            Fact::Rows(Sensitive::new(lines.map(row).collect()))
        }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn rows_are_lines_with_cells() {
        let fact = FactSpec {
            id: "missing".to_owned(),
            kind: FactKind::Rows,
            required: true,
            instead_of: String::new(),
            label: String::new(),
            cells: vec!["article".to_owned(), "label".to_owned(), "given".to_owned()],
        };
        let Fact::Rows(rows) =
            parse(&fact, "15-1-c | the recipients | not at all\n\n15-2").unwrap()
        else {
            unreachable!()
        };
        let rows = rows.expose();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0]["label"], "the recipients");
        assert_eq!((rows[1]["article"].as_str(), rows[1]["given"].as_str()), ("15-2", ""));
    }
}
