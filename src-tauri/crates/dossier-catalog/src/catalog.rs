use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

use dossier_model::{MemberKind, MemberPath};

use crate::authority::Authorities;
use crate::category::{Categories, CategoryError};
use crate::check::read_company;
use crate::demo::{Demo, DemoAnswer};
use crate::directory::{Directory, DirectoryEntry};
use crate::finding::FindingRules;
use crate::law::{Fault, Laws};
use crate::letter::Letters;
use crate::pattern::PathParts;
use crate::place::Countries;
use crate::purpose::Terms;
use crate::recognize::{Found, fit_table, mark_rivals, recognize_company};
use crate::statement::StatementWords;
use crate::{
    CatalogError, CompanySpec, Evidence, ExportSpec, Files, MemberSpec, NameFile, PathFit,
    Recognition, TableEvidence, TableMatch, ValueWords,
};

/// All declarations, read part by part when they are first asked for.
///
/// A broken file costs that file or, where its rows build on each other, its
/// section; what is wrong stands in [`Catalog::problems`].
#[derive(Debug, Default)]
pub struct Catalog {
    files: Files,
    companies: Part<Vec<CompanySpec>>,
    categories: Part<Categories>,
    purposes: Part<Terms>,
    names: Part<Vec<NameFile>>,
    statements: Part<StatementWords>,
    findings: Part<FindingRules>,
    laws: Part<Laws>,
    letters: Part<Letters>,
    authorities: Part<Authorities>,
    directory: Part<Directory>,
    countries: Part<Countries>,
    values: Part<ValueWords>,
    demo: Part<Demo>,
}

type Part<T> = OnceLock<(T, Vec<CatalogError>)>;

/// A declared member that a file is.
#[derive(Clone, Copy, Debug)]
pub struct MemberMatch<'a> {
    /// The company.
    pub company: &'a CompanySpec,
    /// The export.
    pub export: &'a ExportSpec,
    /// The member.
    pub member: &'a MemberSpec,
    /// Whether texts at the start of the file say so, and not only its path.
    pub marked: bool,
}

impl Catalog {
    /// The catalog that was embedded at build.
    pub fn embedded() -> Self {
        Self::new(Files::embedded())
    }

    /// The catalog in a folder, for authors and tests.
    pub fn from_dir(root: &Path) -> Result<Self, CatalogError> {
        Ok(Self::new(Files::from_dir(root)?))
    }

    /// A catalog of these files. A person's own recipes are files that were
    /// inserted over the embedded ones.
    pub fn new(files: Files) -> Self {
        Self { files, ..Self::default() }
    }

    /// The files themselves.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// All companies, by slug.
    pub fn companies(&self) -> &[CompanySpec] {
        &self.companies_part().0
    }

    /// A company by its slug.
    pub fn company(&self, slug: &str) -> Option<&CompanySpec> {
        self.companies().iter().find(|company| company.slug == slug)
    }

    /// The declared member that a file is, by the start of its content or else
    /// by its path. Says how to read it, not yet whose it is.
    pub fn member_for(
        &self,
        path: &MemberPath,
        kind: MemberKind,
        start: &str,
    ) -> Option<MemberMatch<'_>> {
        // Marks are ASCII: without its zeros, UTF-16 shows them too.
        let start = match start.contains('\0') {
            true => Cow::Owned(start.replace('\0', "")),
            false => Cow::Borrowed(start),
        };
        let parts = PathParts::new(path);
        let mut best: Option<(u8, MemberMatch<'_>)> = None;
        for company in self.companies() {
            for export in &company.exports {
                for member in export.members.iter().filter(|member| member.takes(kind)) {
                    let fit = member.fit_parts(&parts);
                    let marked = member.is_marked(path, &start);
                    // A file that lacks its declared start only has the name by chance.
                    if !member.contains.is_empty() && !marked {
                        continue;
                    }
                    // Without its content a file is taken for a declared one only if file
                    // and folders say so.
                    if !marked && (fit != PathFit::Full || member.common_path) {
                        continue;
                    }
                    let rank = u8::from(marked) * 4 + fit as u8;
                    if best.as_ref().is_none_or(|(best, _)| rank > *best) {
                        best = Some((rank, MemberMatch { company, export, member, marked }));
                    }
                }
            }
        }
        best.map(|(_, found)| found)
    }

    /// The declared table that a found one is: of `company`, if it is known, or
    /// of the company that fits best. None if none fits or two fit equally.
    pub fn table_for(
        &self,
        company: Option<&str>,
        path: &MemberPath,
        kind: MemberKind,
        found: &TableEvidence,
    ) -> Option<TableMatch<'_>> {
        let candidates =
            self.companies().iter().filter(|c| company.is_none_or(|slug| c.slug == slug));
        let found = Found::new(path, Some(kind), found);
        let mut hits: Vec<TableMatch<'_>> =
            candidates.filter_map(|candidate| fit_table(candidate, &found)).collect();
        hits.sort_by_key(|hit| std::cmp::Reverse(hit.points));
        let tie = hits.get(1).is_some_and(|second| second.points == hits[0].points);
        hits.into_iter().next().filter(|hit| {
            // Without knowing whose answer it is, a path or name alone says nothing.
            !tie && (company.is_some() || (hit.by_headers && hit.points >= 4000))
        })
    }

    /// Whose answer it is, strongest first. Several entries of one company are
    /// several forms side by side; `rivals` names companies that fit as well.
    pub fn recognize(&self, evidence: &Evidence) -> Vec<Recognition> {
        let mut all: Vec<Recognition> = self
            .companies()
            .iter()
            .flat_map(|company| recognize_company(company, evidence))
            .collect();
        all.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.company.cmp(&b.company)));
        mark_rivals(&mut all);
        all
    }

    /// How well the paths of an answer fit a company's declared ones, before
    /// anything is read: a first guess for the window, never a decision.
    pub fn fits_by_path<'a>(
        &self,
        company: &CompanySpec,
        paths: impl Iterator<Item = &'a MemberPath>,
    ) -> usize {
        let members = || company.exports.iter().flat_map(|export| &export.members);
        paths.filter(|path| members().any(|member| member.fit(path) == PathFit::Full)).count()
    }

    /// Kinds of data and what classifies fields.
    pub fn categories(&self) -> &Categories {
        &self.categories_part().0
    }

    /// Purposes, legal bases, recipients, origins and retentions.
    pub fn purposes(&self) -> &Terms {
        &self.purposes_part().0
    }

    /// Names of kinds of data and terms beyond German and English.
    pub fn names(&self) -> &[NameFile] {
        &self.names_part().0
    }

    /// Words by which letters and keys make statements.
    pub fn statements(&self) -> &StatementWords {
        &self.statements_part().0
    }

    /// The rules of the findings.
    pub fn findings(&self) -> &FindingRules {
        &self.findings_part().0
    }

    /// Laws and calendars.
    pub fn laws(&self) -> &Laws {
        &self.laws_part().0
    }

    /// Letters.
    pub fn letters(&self) -> &Letters {
        &self.letters_part().0
    }

    /// Supervisory authorities.
    pub fn authorities(&self) -> &Authorities {
        &self.authorities_part().0
    }

    /// Privacy contacts of companies.
    pub fn directory(&self) -> &Directory {
        &self.directory_part().0
    }

    /// Countries and their names.
    pub fn countries(&self) -> &Countries {
        &self.countries_part().0
    }

    /// Months, and what stands where there is no value.
    pub fn values(&self) -> &ValueWords {
        &self.values_part().0
    }

    /// The answers of the sample customer.
    pub fn demo(&self) -> impl Iterator<Item = DemoAnswer<'_>> {
        self.demo_part().0.answers(&self.files)
    }

    /// What is wrong with any file. Reads every part.
    pub fn problems(&self) -> Vec<CatalogError> {
        let parts: [&[CatalogError]; 13] = [
            &self.companies_part().1,
            &self.categories_part().1,
            &self.purposes_part().1,
            &self.names_part().1,
            &self.statements_part().1,
            &self.findings_part().1,
            &self.laws_part().1,
            &self.letters_part().1,
            &self.authorities_part().1,
            &self.directory_part().1,
            &self.countries_part().1,
            &self.values_part().1,
            &self.demo_part().1,
        ];
        parts.concat()
    }

    fn companies_part(&self) -> &(Vec<CompanySpec>, Vec<CatalogError>) {
        self.companies.get_or_init(|| {
            let (mut companies, mut problems) = (Vec::new(), Vec::new());
            for (path, bytes) in self.files.section("companies") {
                match read_company(path, bytes) {
                    Ok(company) => companies.push(company),
                    Err(list) => problems.extend(list),
                }
            }
            (companies, problems)
        })
    }

    fn categories_part(&self) -> &(Categories, Vec<CatalogError>) {
        self.categories.get_or_init(|| {
            let folder = "categories";
            let (mut categories, problems) =
                one(Categories::parse(self.texts(folder)), |error| category_problem(folder, error));
            categories.name(self.names());
            (categories, problems)
        })
    }

    fn purposes_part(&self) -> &(Terms, Vec<CatalogError>) {
        self.purposes.get_or_init(|| {
            let folder = "purposes";
            let (mut terms, problems) =
                one(Terms::parse(self.texts(folder)), |error| category_problem(folder, error));
            terms.name(self.names());
            (terms, problems)
        })
    }

    fn names_part(&self) -> &(Vec<NameFile>, Vec<CatalogError>) {
        self.names.get_or_init(|| {
            let (mut names, mut problems) = (Vec::new(), Vec::new());
            for (path, bytes) in self.files.section("names") {
                match serde_json::from_slice::<NameFile>(bytes) {
                    Ok(file) if path == format!("names/{}.json", file.language) => names.push(file),
                    Ok(file) => problems.push(CatalogError::rule(
                        path,
                        file.language,
                        "the language is not that of the file's name",
                    )),
                    Err(error) => problems.push(CatalogError::form(path, &error)),
                }
            }
            (names, problems)
        })
    }

    fn statements_part(&self) -> &(StatementWords, Vec<CatalogError>) {
        self.statements
            .get_or_init(|| one(StatementWords::parse(self.files.section("statements")), |e| e))
    }

    fn findings_part(&self) -> &(FindingRules, Vec<CatalogError>) {
        self.findings
            .get_or_init(|| one(FindingRules::parse(self.files.section("findings")), |e| e))
    }

    fn values_part(&self) -> &(ValueWords, Vec<CatalogError>) {
        self.values.get_or_init(|| one(ValueWords::of(&self.files), |e| e))
    }

    fn laws_part(&self) -> &(Laws, Vec<CatalogError>) {
        self.laws.get_or_init(|| many("laws", Laws::from_files(self.texts("laws"))))
    }

    fn letters_part(&self) -> &(Letters, Vec<CatalogError>) {
        self.letters.get_or_init(|| {
            many("letters", Letters::from_files(self.texts("letters"), self.laws()))
        })
    }

    fn authorities_part(&self) -> &(Authorities, Vec<CatalogError>) {
        self.authorities
            .get_or_init(|| many("authorities", Authorities::from_files(self.texts("authorities"))))
    }

    fn directory_part(&self) -> &(Directory, Vec<CatalogError>) {
        self.directory.get_or_init(|| {
            let (mut entries, mut problems) = (Vec::<DirectoryEntry>::new(), Vec::new());
            for (path, bytes) in self.files.section("directory") {
                match serde_json::from_slice::<Vec<DirectoryEntry>>(bytes) {
                    Ok(list) => entries.extend(list),
                    Err(error) => problems.push(CatalogError::form(path, &error)),
                }
            }
            (Directory::new(entries), problems)
        })
    }

    fn countries_part(&self) -> &(Countries, Vec<CatalogError>) {
        self.countries.get_or_init(|| one(Countries::parse(self.files.section("places")), |e| e))
    }

    fn demo_part(&self) -> &(Demo, Vec<CatalogError>) {
        self.demo.get_or_init(|| Demo::read(&self.files))
    }

    /// The JSON files of a section: path inside it, and text.
    fn texts<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files.section(folder).filter_map(move |(path, bytes)| {
            let inside = path.strip_prefix(folder)?.trim_start_matches('/');
            Some((inside, std::str::from_utf8(bytes).ok()?))
        })
    }
}

fn one<T: Default, E>(
    read: Result<T, E>,
    problem: impl Fn(E) -> CatalogError,
) -> (T, Vec<CatalogError>) {
    match read {
        Ok(value) => (value, Vec::new()),
        Err(error) => (T::default(), vec![problem(error)]),
    }
}

fn many<T: Default>(folder: &str, read: Result<T, Vec<Fault>>) -> (T, Vec<CatalogError>) {
    match read {
        Ok(value) => (value, Vec::new()),
        Err(faults) => {
            let problem = |fault: Fault| {
                CatalogError::rule(&format!("{folder}/{}", fault.file), fault.at, fault.hint)
            };
            (T::default(), faults.into_iter().map(problem).collect())
        }
    }
}

fn category_problem(folder: &str, error: CategoryError) -> CatalogError {
    match error {
        CategoryError::Syntax { file, line, column, message } => {
            CatalogError::Form { file: format!("{folder}/{file}"), line, column, hint: message }
        }
        CategoryError::Twice { id } => CatalogError::rule(folder, id, "is declared twice"),
        CategoryError::UnknownCategory { file, id } => CatalogError::rule(
            &format!("{folder}/{file}"),
            id,
            "declare the category or correct the rule",
        ),
    }
}
