//! Telephone numbers as they are compared: a number is written in many ways, and a
//! person may well have two of them.

use dossier_catalog::finding::PhonePlan;

/// Digits of a number: less is an extension, more is something else.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// A telephone number without what notation adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phone<'a> {
    /// Its country's plan, if the number says which.
    plan: Option<&'a PhonePlan>,
    /// The digits within the country, without what is dialed before them.
    national: String,
}

impl<'a> Phone<'a> {
    /// Reads a number; none if it is no number.
    pub fn read(text: &str, plans: &'a [PhonePlan]) -> Option<Self> {
        let text = text.trim();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if text.contains(char::is_alphabetic) || !DIGITS.contains(&digits.len()) {
            return None;
        }
        let abroad = match text.starts_with('+') {
            true => Some(digits.as_str()),
            false => digits.strip_prefix("00"),
        };
        let Some(abroad) = abroad else {
            let national = digits.strip_prefix('0').unwrap_or(&digits).to_owned();
            return Some(Self { plan: None, national });
        };
        let fitting = plans.iter().filter(|plan| abroad.starts_with(&plan.code));
        let Some(plan) = fitting.max_by_key(|plan| plan.code.len()) else {
            return Some(Self { plan: None, national: abroad.to_owned() });
        };
        let national = abroad.get(plan.code.len()..).unwrap_or_default();
        // `+49 (0)30`: some write what is dialed inside the country as well.
        let national = match plan.trunk.as_str() {
            "" => national,
            trunk => national.strip_prefix(trunk).unwrap_or(national),
        };
        Some(Self { plan: Some(plan), national: national.to_owned() })
    }

    /// Whether both may be one number: one may lack its country or its area.
    pub fn same(&self, other: &Self) -> bool {
        let (short, long) = match self.national.len() <= other.national.len() {
            true => (&self.national, &other.national),
            false => (&other.national, &self.national),
        };
        self.shares_country(other)
            && short.len() >= *DIGITS.start()
            && long.ends_with(short.as_str())
            || self.national == other.national
    }

    /// Whether they are two mobile numbers of one country: of a landline and a mobile
    /// number both are right, and without a country nothing tells them apart.
    pub fn is_another_mobile(&self, other: &Self) -> bool {
        let (Some(plan), true) = (self.plan.or(other.plan), self.shares_country(other)) else {
            return false;
        };
        let mobile = |number: &str| plan.mobile.iter().any(|start| number.starts_with(start));
        !self.same(other) && mobile(&self.national) && mobile(&other.national)
    }

    fn shares_country(&self, other: &Self) -> bool {
        self.plan.zip(other.plan).is_none_or(|(own, other)| own == other)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn plans() -> Vec<PhonePlan> {
        let plan = |country: &str, code: &str, trunk: &str, mobile: &[&str]| PhonePlan {
            country: country.to_owned(),
            code: code.to_owned(),
            trunk: trunk.to_owned(),
            mobile: mobile.iter().map(|start| (*start).to_owned()).collect(),
        };
        vec![
            plan("DE", "49", "0", &["15", "16", "17"]),
            plan("IT", "39", "", &["3"]),
            plan("US", "1", "", &[]),
        ]
    }

    fn check(a: &str, b: &str, same: bool, another: bool) {
        let plans = plans();
        let read = |text| Phone::read(text, &plans).unwrap();
        let (a, b) = (read(a), read(b));
        assert_eq!((a.same(&b), b.same(&a)), (same, same), "{a:?} {b:?}");
        assert_eq!((a.is_another_mobile(&b), b.is_another_mobile(&a)), (another, another));
    }

    #[test]
    fn one_number_in_many_notations_is_one() {
        check("+49 30 5550142", "030/5550142", true, false);
        check("+49 (0)30 5550142", "0049 30 5550142", true, false);
        check("0170 5550777", "+491705550777", true, false);
        check("+39 06 5550142", "06 5550142", true, false);
        check("(212) 555-0142", "+1 212 555 0142", true, false);
        check("555-0142", "212 555 0142", true, false);
    }

    #[test]
    fn only_two_mobile_numbers_of_one_country_differ() {
        check("0170 5550777", "+49 151 5550123", false, true);
        check("+49 30 5550142", "0170 5550777", false, false);
        check("0170 5550777", "0151 5550123", false, false);
        check("+39 345 5550142", "+49 170 5550777", false, false);
        check("+1 212 555 0142", "+1 213 555 0199", false, false);
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        for text in ["", "0", "55501", "Tel. on request 5550142", "1234567890123456"] {
            assert!(Phone::read(text, &plans()).is_none(), "{text}");
        }
    }
}
