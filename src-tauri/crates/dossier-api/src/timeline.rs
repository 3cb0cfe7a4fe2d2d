//! When things happened: records by month and day, and what happened around them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use dossier_model::Kind;

use crate::contract::*;
use crate::snapshot::{Company, Snapshot, knowledge};
use crate::why::{chosen, day};
use crate::{Api, ApiError, Host};

/// A lane while it is counted.
#[derive(Default)]
struct Sums {
    months: BTreeMap<(i32, u32), u64>,
    undated: u64,
}

impl Api {
    pub(crate) fn timeline(
        &self,
        request: TimelineRequest,
        host: &mut Host<'_>,
    ) -> Result<TimelineView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let parse = |text: &Option<String>| match text.as_deref() {
            None | Some("") => Ok(None),
            Some(text) => text.parse::<NaiveDate>().map(Some).map_err(|_| ApiError::new("bad_day")),
        };
        let (from, to) = (parse(&request.from)?, parse(&request.to)?);
        let wanted = request.kinds.iter().fold(0, |mask, kind| mask | kind.bit());
        let by_kind = request.by == "kind";
        let mut lanes: BTreeMap<(usize, u32), Sums> = BTreeMap::new();
        let mut days: BTreeMap<NaiveDate, u64> = BTreeMap::new();
        let mut span: Option<(NaiveDate, NaiveDate)> = None;
        let mut years = BTreeSet::new();
        for (at, company) in chosen(&snapshot, &request.controllers).enumerate() {
            for table in company.record_tables() {
                let sums = self.with(|vault| self.days_of(vault, table))?;
                for ((day, kinds), count) in sums.iter() {
                    if wanted != 0 && kinds & wanted == 0 {
                        continue;
                    }
                    let inside = day.is_none_or(|day| {
                        from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to)
                    });
                    // A period leaves out what has no day.
                    if !inside || day.is_none() && (from.is_some() || to.is_some()) {
                        continue;
                    }
                    if let Some(day) = day {
                        years.insert(day.year());
                        if request.year == Some(day.year()) {
                            *days.entry(*day).or_default() += count;
                        }
                        let (first, last) = span.unwrap_or((*day, *day));
                        span = Some((first.min(*day), last.max(*day)));
                    }
                    let company_lane = [(at, company.controller.id)];
                    let kind_lanes = (0..12)
                        .filter(|bit| kinds >> bit & 1 == 1)
                        .filter(|bit| wanted == 0 || wanted >> bit & 1 == 1)
                        .map(|bit| (bit as usize, 0));
                    let own: Vec<(usize, u32)> =
                        if by_kind { kind_lanes.collect() } else { company_lane.to_vec() };
                    for lane in own {
                        let lane = lanes.entry(lane).or_default();
                        match day {
                            Some(day) => {
                                *lane.months.entry((day.year(), day.month())).or_default() += count;
                            }
                            None => lane.undated += count,
                        }
                    }
                }
            }
        }
        let name = |controller: u32| {
            snapshot.company(controller).map(|c| c.controller.name.clone()).unwrap_or_default()
        };
        let lanes = lanes.into_iter().map(|((at, controller), sums)| Lane {
            id: if by_kind { word(Kind::ALL[at]) } else { controller.to_string() },
            label: if by_kind { String::new() } else { name(controller) },
            kind: by_kind.then(|| Kind::ALL[at]),
            controller: (!by_kind).then_some(controller),
            months: sums
                .months
                .into_iter()
                .map(|((year, month), records)| MonthCount {
                    month: format!("{year:04}-{month:02}"),
                    records,
                })
                .collect(),
            undated: sums.undated,
        });
        Ok(TimelineView {
            first: span.map(|(first, _)| first.to_string()),
            last: span.map(|(_, last)| last.to_string()),
            lanes: lanes.collect(),
            days: days
                .into_iter()
                .map(|(day, records)| DayCount { day: day.to_string(), records })
                .collect(),
            years: years.into_iter().collect(),
            marks: self.marks(&snapshot, &request)?,
        })
    }

    /// What happened around the records: accounts opened and closed, answers,
    /// requests and their deadlines.
    fn marks(
        &self,
        snapshot: &Snapshot,
        request: &TimelineRequest,
    ) -> Result<Vec<TimeMark>, ApiError> {
        let mut marks = Vec::new();
        for company in chosen(snapshot, &request.controllers) {
            self.account_marks(company, &mut marks);
            for import in &company.imports {
                marks.extend(mark("export", Some(&import.received), company));
            }
        }
        let requests = self.with(|vault| Ok(vault.requests()?))?;
        for stored in requests {
            let own = |c: &&Company| c.controller.id == stored.controller;
            let Some(company) = chosen(snapshot, &request.controllers).find(own) else { continue };
            marks.extend(mark("sent", stored.sent.as_deref(), company));
            marks.extend(mark("deadline", stored.due.as_deref(), company));
        }
        marks.sort();
        marks.dedup();
        Ok(marks)
    }

    fn account_marks(&self, company: &Company, marks: &mut Vec<TimeMark>) {
        let knowledge = knowledge(self.catalog);
        let answer = company.answer();
        for milestone in &knowledge.rules.milestones {
            // Only a field with one day dates the account itself.
            let fields = knowledge.fields(&milestone.fields, answer.tables);
            let dated = fields.into_iter().filter(|(table, field)| {
                (field.distinct == 1 || table.records == 1) && field.first == field.last
            });
            let days = dated.filter_map(|(_, field)| field.first.as_deref());
            let first = if milestone.id == "opened" { days.min() } else { days.max() };
            marks.extend(mark(&milestone.id, first, company));
        }
    }
}

fn mark(kind: &str, moment: Option<&str>, company: &Company) -> Option<TimeMark> {
    Some(TimeMark {
        day: day(moment)?,
        kind: kind.to_owned(),
        controller: company.controller.id,
        text: Text::new(format!("mark.{kind}")).with("company", &company.controller.name),
    })
}

/// The word by which the contract names a kind.
pub(crate) fn word(kind: Kind) -> String {
    serde_json::to_value(kind)
        .ok()
        .and_then(|word| word.as_str().map(str::to_owned))
        .unwrap_or_default()
}
