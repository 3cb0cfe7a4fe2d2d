//! Whose answer is it? Decided by what stands in the files: headers, the start
//! of a file, keys. Names and folders only support it, because people rename,
//! unpack and pack again.

use std::collections::BTreeSet;
use std::fmt;

use dossier_model::{MemberKind, MemberPath};
use serde::Serialize;

use crate::header::HeaderSet;
use crate::pattern::PathParts;
use crate::table::table_name;
use crate::{CompanySpec, ExportSpec, Mark, MemberRef, MemberSpec, PathFit, TableSpec};

/// What was found in the files of an answer, before or after reading them.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The members.
    pub members: Vec<MemberEvidence>,
}

/// What was found in one member.
#[derive(Clone, Default)]
pub struct MemberEvidence {
    /// Its path.
    pub path: MemberPath,
    /// What its bytes are; none if it was not opened.
    pub kind: Option<MemberKind>,
    /// Its tables.
    pub tables: Vec<TableEvidence>,
    /// The declared members whose marks stand near its start.
    pub marked: Vec<MemberRef>,
}

/// What was found of one table.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TableEvidence {
    /// Its name inside the member; empty if the member is one table.
    pub name: String,
    /// Its headers.
    pub headers: Vec<String>,
}

impl fmt::Debug for MemberEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemberEvidence({:?}, {:?}, {} tables)", self.path, self.kind, self.tables.len())
    }
}

impl fmt::Debug for TableEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TableEvidence({} headers)", self.headers.len())
    }
}

/// A company and form that the evidence speaks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recognition {
    /// The company's slug.
    pub company: String,
    /// The id of the export.
    pub export: String,
    /// The sum of the points of `why`.
    pub score: u32,
    /// How sure.
    pub certainty: Certainty,
    /// Each piece of evidence, strongest first.
    pub why: Vec<Reason>,
    /// Other companies that the same files speak for as well.
    pub rivals: Vec<String>,
}

/// How sure a recognition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Something that only this company writes.
    Sure,
    /// Several things that fit together.
    Likely,
    /// Another company fits the same files as well: ask.
    Ambiguous,
}

/// One piece of evidence, for a person to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// A text key: `recognized.headers`, `recognized.start`, `recognized.table`,
    /// `recognized.path`.
    pub key: &'static str,
    /// Its member.
    pub path: MemberPath,
    /// Declared names for the text: headers, the table's id, the path pattern.
    pub parts: Vec<String>,
    /// What it adds.
    pub points: u32,
}

/// The declared table that a found one is.
#[derive(Clone, Copy, Debug)]
pub struct TableMatch<'a> {
    /// The company.
    pub company: &'a CompanySpec,
    /// The export that has it; several share a table, the best fitting is named.
    pub export: &'a ExportSpec,
    /// The member.
    pub member: &'a MemberSpec,
    /// The table.
    pub table: &'a TableSpec,
    /// How well the path fits.
    pub fit: PathFit,
    /// Whether the required headers are there.
    pub by_headers: bool,
    /// Points, to compare matches of one table.
    pub points: u32,
}

const OWN: u32 = 10;
const MARKED: u32 = 10;
const SHARED_WITH_PATH: u32 = 4;
const SHARED: u32 = 1;
const NAMED: u32 = 2;
/// Paths together never weigh as much as one piece of content.
const PATHS_AT_MOST: u32 = 6;
const RECOGNIZED: u32 = 8;

/// What is compared with every declaration: taken apart once.
pub(crate) struct Found<'e> {
    path: PathParts,
    kind: Option<MemberKind>,
    table: &'e TableEvidence,
    headers: HeaderSet,
    name: String,
}

impl<'e> Found<'e> {
    pub(crate) fn new(
        path: &MemberPath,
        kind: Option<MemberKind>,
        table: &'e TableEvidence,
    ) -> Self {
        let headers = HeaderSet::new(table.headers.iter().map(String::as_str));
        Self { path: PathParts::new(path), kind, table, headers, name: table_name(&table.name) }
    }
}

/// How one company's declaration fits one found table.
pub(crate) fn fit_table<'a>(company: &'a CompanySpec, found: &Found<'_>) -> Option<TableMatch<'a>> {
    let mut best: Option<TableMatch<'a>> = None;
    for export in &company.exports {
        for member in &export.members {
            if found.kind.is_some_and(|kind| !member.takes(kind))
                || !member.is_version_of(&found.headers)
            {
                continue;
            }
            let fit = member.fit_parts(&found.path);
            for table in member.positions.iter().filter_map(|&at| company.tables.get(at)) {
                let by_headers = table.is_required_in(&found.headers);
                let named = table.is_known_as(&found.name);
                let Some(points) = table_points(table, member, fit, by_headers, named) else {
                    continue;
                };
                let headers = found.table.headers.iter().map(String::as_str);
                let known = u32::try_from(table.known_headers(headers)).unwrap_or(u32::MAX);
                let points = points.saturating_mul(1000).saturating_add(known.min(999));
                if best.as_ref().is_none_or(|best| points > best.points) {
                    best = Some(TableMatch {
                        company,
                        export,
                        member,
                        table,
                        fit,
                        by_headers,
                        points,
                    });
                }
            }
        }
    }
    best
}

/// None: the table is not this one.
fn table_points(
    table: &TableSpec,
    member: &MemberSpec,
    fit: PathFit,
    by_headers: bool,
    named: bool,
) -> Option<u32> {
    // A table that its file names so may be an older version with other headers.
    if !table.required.is_empty() && !by_headers && !named {
        return None;
    }
    // Inside one file with several tables the name tells them apart.
    if !table.known_as.is_empty() && member.tables.len() > 1 && !named && !by_headers {
        return None;
    }
    let content = match (by_headers, table.mark) {
        (true, Mark::Own) => OWN,
        (true, Mark::Shared) if fit != PathFit::No || named => SHARED_WITH_PATH,
        (true, Mark::Shared) => SHARED,
        (false, _) if named => NAMED,
        (false, _) if fit != PathFit::Full || member.common_path => return None,
        (false, _) => 0,
    };
    let place = match fit {
        PathFit::Full => 2,
        PathFit::Name => 1,
        PathFit::No => 0,
    };
    let version = u32::from(!member.requires.is_empty());
    Some(content + place + version + u32::from(named && by_headers))
}

/// How each export of one company fits the evidence.
pub(crate) fn recognize_company(company: &CompanySpec, evidence: &Evidence) -> Vec<Recognition> {
    let mut found: Vec<Claim<'_>> = company.exports.iter().map(Claim::new).collect();
    for (number, member) in evidence.members.iter().enumerate() {
        let path = PathParts::new(&member.path);
        for claim in &mut found {
            claim.take_marks(company, number, member);
            claim.take_path(number, member, &path);
        }
        for table in &member.tables {
            let parts = Found::new(&member.path, member.kind, table);
            let Some(hit) = fit_table(company, &parts) else { continue };
            for claim in &mut found {
                claim.take_table(&hit, number, member, &parts);
            }
        }
    }
    keep_the_best(found).into_iter().map(|claim| claim.finish(company)).collect()
}

struct Claim<'a> {
    export: &'a ExportSpec,
    why: Vec<Reason>,
    /// Members whose content speaks for it.
    members: BTreeSet<usize>,
    tables: BTreeSet<&'a str>,
    own: bool,
    paths: u32,
}

impl<'a> Claim<'a> {
    fn new(export: &'a ExportSpec) -> Self {
        Self {
            export,
            why: Vec::new(),
            members: BTreeSet::new(),
            tables: BTreeSet::new(),
            own: false,
            paths: 0,
        }
    }

    fn take_marks(&mut self, company: &CompanySpec, number: usize, member: &MemberEvidence) {
        let own = member
            .marked
            .iter()
            .find(|mark| mark.company == company.slug && mark.export == self.export.id);
        if let Some(mark) = own {
            self.own = true;
            self.members.insert(number);
            self.add("recognized.start", member, vec![mark.member.clone()], MARKED);
        }
    }

    fn take_path(&mut self, number: usize, member: &MemberEvidence, path: &PathParts) {
        let full = self.export.members.iter().find(|declared| {
            member.kind.is_none_or(|kind| declared.takes(kind))
                && declared.fit_parts(path) == PathFit::Full
                && !declared.common_path
        });
        if let Some(declared) = full
            && self.paths < PATHS_AT_MOST
            && !self.members.contains(&number)
        {
            self.paths += 2;
            self.add("recognized.path", member, vec![declared.id.clone()], 2);
        }
    }

    fn take_table(
        &mut self,
        hit: &TableMatch<'a>,
        number: usize,
        member: &MemberEvidence,
        found: &Found<'_>,
    ) {
        let has_it = self.export.members.iter().any(|declared| {
            declared.tables.contains(&hit.table.id)
                && member.kind.is_none_or(|kind| declared.takes(kind))
                && declared.is_version_of(&found.headers)
        });
        if !has_it || !hit.by_headers {
            return;
        }
        self.members.insert(number);
        // A table in twenty parts is one piece of evidence.
        if !self.tables.insert(&hit.table.id) {
            return;
        }
        let own = hit.table.mark == Mark::Own;
        self.own |= own;
        let points = match (own, hit.fit == PathFit::No && !hit.table.is_known_as(&found.name)) {
            (true, _) => OWN,
            (false, false) => SHARED_WITH_PATH,
            (false, true) => SHARED,
        };
        let key = if own { "recognized.headers" } else { "recognized.table" };
        let mut parts = vec![hit.table.id.clone()];
        parts.extend(hit.table.requires.iter().cloned());
        self.add(key, member, parts, points);
    }

    fn add(&mut self, key: &'static str, member: &MemberEvidence, parts: Vec<String>, points: u32) {
        self.why.push(Reason { key, path: member.path.clone(), parts, points });
    }

    fn score(&self) -> u32 {
        self.why.iter().map(|reason| reason.points).sum()
    }

    fn finish(mut self, company: &CompanySpec) -> Recognition {
        self.why.sort_by_key(|reason| std::cmp::Reverse(reason.points));
        Recognition {
            company: company.slug.clone(),
            export: self.export.id.clone(),
            score: self.score(),
            certainty: if self.own { Certainty::Sure } else { Certainty::Likely },
            why: self.why,
            rivals: Vec::new(),
        }
    }
}

/// Drops what is not enough, and forms of the answer that add no file of their own.
fn keep_the_best(mut claims: Vec<Claim<'_>>) -> Vec<Claim<'_>> {
    claims.retain(|claim| !claim.members.is_empty() && claim.score() >= RECOGNIZED);
    claims.sort_by_key(|claim| std::cmp::Reverse(claim.score()));
    let mut kept: Vec<Claim<'_>> = Vec::new();
    for claim in claims {
        if !kept.iter().any(|better| claim.members.is_subset(&better.members)) {
            kept.push(claim);
        }
    }
    kept
}

/// Marks companies that claim the same files with the same strength.
pub(crate) fn mark_rivals(all: &mut [Recognition]) {
    let claims: Vec<(String, u32, BTreeSet<MemberPath>)> = all
        .iter()
        .map(|r| {
            let content = r.why.iter().filter(|reason| reason.key != "recognized.path");
            (r.company.clone(), r.score, content.map(|reason| reason.path.clone()).collect())
        })
        .collect();
    for (recognition, own) in all.iter_mut().zip(&claims) {
        recognition.rivals = claims
            .iter()
            .filter(|(company, score, members)| {
                company != &own.0 && *score >= own.1 && !members.is_disjoint(&own.2)
            })
            .map(|(company, ..)| company.clone())
            .collect();
        if !recognition.rivals.is_empty() {
            recognition.certainty = Certainty::Ambiguous;
        }
    }
}
