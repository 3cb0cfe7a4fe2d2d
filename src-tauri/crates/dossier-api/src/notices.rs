//! What the desktop may say of deadlines: that there is one, and nothing more.
//! Others see the screen too.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::contract::*;
use crate::session::settings;
use crate::track::is_waiting;
use crate::{Api, ApiError, Host};

/// The vault's small value for the days on which something was said.
const TOLD: &str = "noticed";
/// Days before a deadline from which on it is worth a word.
const NEAR: i64 = 3;

/// Requests by id, with the day on which a word was last said of each.
type Told = BTreeMap<u32, NaiveDate>;

impl Api {
    pub(crate) fn deadline_notice(
        &self,
        request: LanguageRequest,
        host: &mut Host<'_>,
    ) -> Result<Option<NoticeView>, ApiError> {
        let today = host.now.date();
        let (cards, told) = self.with(|vault| {
            if !settings(vault)?.deadline_notices {
                return Ok((Vec::new(), Told::new()));
            }
            let told = vault.setting(TOLD)?;
            let told = told.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
            let requests = vault.requests()?;
            let cards: Result<_, ApiError> =
                requests.iter().map(|request| crate::requests::card(vault, request)).collect();
            Ok((cards?, told))
        })?;
        let due = worth_a_word(&cards, &told, today);
        let key = match due.as_slice() {
            [] => return Ok(None),
            [(_, true)] => "notice.over",
            [(_, false)] => "notice.soon",
            _ => "notice.many",
        };
        let known = |id: &u32| cards.iter().any(|card| card.id == *id);
        let mut told: Told = told.into_iter().filter(|(id, _)| known(id)).collect();
        told.extend(due.iter().map(|(id, _)| (*id, today)));
        let text = serde_json::to_string(&told).map_err(|_| ApiError::new("internal"))?;
        self.with(|vault| Ok(vault.set_setting(TOLD, &text)?))?;
        let language = match request.language.as_str() {
            "" => "en",
            language => language,
        };
        let words = self.catalog.findings().word(key, language);
        Ok(Some(NoticeView { text: words.replace("{n}", &due.len().to_string()) }))
    }
}

/// Requests whose answer is due soon or overdue and of which nothing was said
/// today, and whether each is overdue.
fn worth_a_word(cards: &[RequestCard], told: &Told, today: NaiveDate) -> Vec<(u32, bool)> {
    let due = cards.iter().filter(|card| is_waiting(card.state)).filter_map(|card| {
        let due: NaiveDate = card.due.as_deref()?.parse().ok()?;
        let days = (due - today).num_days();
        let new = told.get(&card.id).is_none_or(|day| *day != today);
        (days <= NEAR && new).then_some((card.id, days < 0))
    });
    due.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn card(id: u32, state: RequestState, due: Option<&str>) -> RequestCard {
        RequestCard {
            id,
            controller: 1,
            controller_name: "Invented Shop".to_owned(),
            right: "access".to_owned(),
            law: "eu_gdpr".to_owned(),
            state,
            created: "2026-10-01".to_owned(),
            sent: None,
            due: due.map(str::to_owned),
            items: 0,
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn three_days_before_and_every_day_after_are_worth_a_word() {
        let cards = [card(1, RequestState::Sent, Some("2026-11-21"))];
        let at = |today: &str| worth_a_word(&cards, &Told::new(), day(today));
        assert_eq!(at("2026-11-17"), []);
        assert_eq!(at("2026-11-18"), [(1, false)]);
        assert_eq!(at("2026-11-21"), [(1, false)]);
        assert_eq!(at("2026-11-22"), [(1, true)]);
        assert_eq!(at("2027-02-01"), [(1, true)]);
    }

    #[test]
    fn only_what_is_waited_for_counts() {
        use RequestState as S;
        for state in [S::Draft, S::Answered, S::Denied, S::Closed] {
            let cards = [card(1, state, Some("2026-11-21"))];
            assert_eq!(worth_a_word(&cards, &Told::new(), day("2026-11-21")), [], "{state:?}");
        }
        for due in [None, Some("someday")] {
            let cards = [card(1, S::Extended, due)];
            assert_eq!(worth_a_word(&cards, &Told::new(), day("2026-11-21")), []);
        }
    }

    #[test]
    fn of_each_request_a_word_is_said_once_a_day() {
        let cards = [
            card(1, RequestState::Sent, Some("2026-11-21")),
            card(2, RequestState::Sent, Some("2026-11-20")),
        ];
        let told = Told::from([(1, day("2026-11-21")), (2, day("2026-11-20"))]);
        assert_eq!(worth_a_word(&cards, &told, day("2026-11-21")), [(2, true)]);
        assert_eq!(worth_a_word(&cards, &told, day("2026-11-22")).len(), 2);
    }
}
