//! Which law, which rights, and whether they fit what was chosen.

use dossier_catalog::category::{Category, CategoryFlag};
use dossier_catalog::law::{Fit, FitSpec, LawSpec};
use dossier_catalog::purpose::Terms;
use dossier_model::{Item, Kind, Voice};

use crate::contract::*;
use crate::requests::{Body, LAW, text};
use crate::snapshot::{Company, Snapshot};
use crate::{Api, ApiError, Host};

/// Rights whose letters follow another one and are offered at its next step.
const FOLLOWING: [&str; 4] = ["access_followup", "followup", "reminder", "reply"];

impl Api {
    pub(crate) fn rights(
        &self,
        request: LanguageRequest,
        _: &mut Host<'_>,
    ) -> Result<Vec<RightView>, ApiError> {
        let law = self.law(LAW)?;
        Ok(self.right_views(law, &request.language, None))
    }

    pub(crate) fn rights_for(
        &self,
        request: RightsForRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<RightView>, ApiError> {
        let snapshot = self.snapshot(host)?;
        let company = snapshot.company(request.controller)?;
        let law = match request.law.as_str() {
            "" => self.law_for(company)?,
            law => law.to_owned(),
        };
        let chosen = chosen(&snapshot, company, &request.items);
        let data: Vec<Datum<'_>> = chosen.into_iter().map(|item| self.datum(item)).collect();
        Ok(self.right_views(self.law(&law)?, &request.language, Some(&data)))
    }

    pub(crate) fn laws_for(
        &self,
        request: LawsForRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<LawView>, ApiError> {
        let snapshot = self.snapshot(host)?;
        let suggested = match request.controller {
            0 => LAW.to_owned(),
            id => self.law_for(snapshot.company(id)?)?,
        };
        let views = self.catalog.laws().iter().map(|law| LawView {
            id: law.id.clone(),
            label: text(&law.name, &request.language),
            languages: law.languages.clone(),
            suggested: law.id == suggested,
        });
        let mut views: Vec<_> = views.collect();
        views.sort_by_key(|view| !view.suggested);
        Ok(views)
    }

    pub(crate) fn law(&self, id: &str) -> Result<&'static LawSpec, ApiError> {
        self.catalog.laws().get(id).ok_or_else(|| ApiError::new("no_such_law"))
    }

    /// The law that protects the person.
    pub(crate) fn law_for(&self, company: &Company) -> Result<String, ApiError> {
        Ok(self.law_choice(company)?.0)
    }

    /// The law that protects the person, and how that is known: it is that of the place
    /// where the person lives, else the one that the company names, else that of the
    /// company's place.
    pub(crate) fn law_choice(&self, company: &Company) -> Result<(String, LawReason), ApiError> {
        let at_home = self.law_of(&self.home()?).map(|law| (law, LawReason::Home));
        let found =
            at_home.or_else(|| Some((self.law_named(company)?, LawReason::Named))).or_else(|| {
                let place = self.region(company, &self.contact(company));
                Some((self.law_of(&place)?, LawReason::Place))
            });
        Ok(match found {
            Some((law, reason)) => (law.id.clone(), reason),
            None => (LAW.to_owned(), LawReason::Assumed),
        })
    }

    /// The law of a place. A state's own law goes before the table of states; that stands
    /// for a country of which the state is not known.
    fn law_of(&self, region: &str) -> Option<&'static LawSpec> {
        let laws = self.catalog.laws();
        let protects = laws.iter().find(|law| law.protects(region));
        protects.or_else(|| laws.iter().find(|law| law.is_of_states_in(region)))
    }

    /// The one law that the company's letters or what it states there name.
    fn law_named(&self, company: &Company) -> Option<&'static LawSpec> {
        if let Some(law) = company.letter_law() {
            return self.catalog.laws().get(&law);
        }
        let said = company.statements.iter().map(|statement| statement.quote.expose().as_str());
        let hints = company.hints.iter().map(|hint| hint.passage.quote.expose().as_str());
        self.catalog.laws().named(said.chain(hints))
    }

    fn right_views(
        &self,
        law: &LawSpec,
        language: &str,
        data: Option<&[Datum<'_>]>,
    ) -> Vec<RightView> {
        let letters = self.catalog.letters();
        let mut ids: Vec<&str> = law.rights.iter().map(|right| right.id.as_str()).collect();
        ids.extend(["complaint", "mandate"].iter().filter(|id| law.right(id).is_none()));
        let views = ids.into_iter().filter_map(|id| {
            let body = Body {
                right: id.to_owned(),
                law: law.id.clone(),
                language: language.to_owned(),
                ..Body::default()
            };
            let languages = self.letter_languages(&body);
            let shown = if languages.iter().any(|l| l == language) {
                language.to_owned()
            } else {
                languages.first()?.clone()
            };
            let letter = self.letter_of(&Body { language: shown.clone(), ..body });
            let spec = letters.get(&law.id, &letter, &shown)?;
            let right = law.right(&spec.right)?;
            let own = law.right(id).is_some();
            let (fits, reason) = self.fit(law, id, data, language);
            let article = law.reference(&right.article);
            Some(RightView {
                label: if own { text(&right.name, language) } else { spec.name.clone() },
                sentence: spec.purpose.clone(),
                article: article.map_or_else(|| right.article.clone(), |r| text(&r.text, language)),
                needs_items: spec.needs.iter().any(|need| need == "corrections" || need == "items")
                    && !languages_of_all(letters, &law.id, id),
                first: fits && right.absolute && !right.reasons && own && id != "complaint",
                id: id.to_owned(),
                fits,
                reason,
                languages,
            })
        });
        let mut views: Vec<_> = views.filter(|v| !FOLLOWING.contains(&v.id.as_str())).collect();
        views.sort_by_key(|view| (!view.fits, !view.first));
        views
    }

    /// Whether a right fits the data, and why.
    fn fit(
        &self,
        law: &LawSpec,
        right: &str,
        data: Option<&[Datum<'_>]>,
        language: &str,
    ) -> (bool, String) {
        let condition =
            law.right(right).map(|right| text(&right.condition, language)).unwrap_or_default();
        let rows: Vec<&FitSpec> = law.fits.iter().filter(|row| row.right == right).collect();
        let Some(data) = data.filter(|data| !data.is_empty()) else {
            let any = rows.iter().find(|row| row.answer != Fit::No);
            return (true, any.map_or(condition, |row| text(&row.reason, language)));
        };
        if rows.is_empty() {
            let fits = data.iter().any(|datum| datum.holds(when_of(right)));
            return (fits, condition);
        }
        let mut refused = None;
        for datum in data {
            for row in &rows {
                let of_basis = row.bases.is_empty()
                    || datum.bases.is_empty()
                    || row.bases.iter().any(|basis| datum.bases.contains(basis));
                if !of_basis {
                    continue;
                }
                // Where nobody states a basis, a row that refuses says nothing.
                let refuses = row.answer == Fit::No && !datum.bases.is_empty();
                if row.answer != Fit::No && datum.holds(&row.when) {
                    let mut reason = text(&row.reason, language);
                    if datum.bases.is_empty() && !row.bases.is_empty() {
                        reason = format!("{reason} {}", text(&law.basis_unknown, language));
                    }
                    return (true, reason.trim().to_owned());
                }
                if refuses || row.answer != Fit::No {
                    refused.get_or_insert_with(|| text(&row.reason, language));
                }
            }
        }
        (false, refused.unwrap_or(condition))
    }

    fn datum<'a>(&'a self, item: &'a Item) -> Datum<'a> {
        let spoken = |voice: Voice| matches!(voice, Voice::Stated | Voice::Seen);
        let bases = item.legal_bases.iter().filter(|basis| spoken(basis.voice));
        // `eu-gdpr:A6-1-f-controller` is letter f.
        let bases = bases.filter_map(|basis| {
            let rest = basis.text.expose().split("A6-1-").nth(1)?;
            rest.get(..1).map(str::to_owned)
        });
        Datum {
            item,
            category: self.catalog.categories().get(&item.category),
            terms: self.catalog.purposes(),
            bases: bases.collect(),
        }
    }
}

/// One holding as the matrix of rights sees it.
struct Datum<'a> {
    item: &'a Item,
    category: Option<&'a Category>,
    terms: &'a Terms,
    bases: Vec<String>,
}

impl Datum<'_> {
    fn holds(&self, when: &str) -> bool {
        let flag = |flag| self.category.is_some_and(|category| category.has(flag));
        match when {
            "marketing" => {
                let advertising = self.item.purposes.iter().any(|purpose| {
                    let term = self.terms.get(purpose.text.expose());
                    purpose.voice != Voice::NotStated
                        && term.is_some_and(|term| term.direct_marketing)
                });
                advertising
                    || matches!(self.item.kind, Kind::Marketing | Kind::Inferences)
                    || self
                        .category
                        .is_some_and(|c| c.rights.iter().any(|right| right == "object_marketing"))
            }
            "given" => !flag(CategoryFlag::OftenInferred),
            "automated" => flag(CategoryFlag::MayFeedAutomatedDecision),
            "shared" => {
                let named = |one: &dossier_model::Voiced| one.voice != Voice::NotStated;
                self.item.recipients.iter().any(named)
            }
            "special" => {
                flag(CategoryFlag::CanRevealSpecial) || self.category.is_some_and(|c| c.special)
            }
            _ => true,
        }
    }
}

/// What data must be for a right of a law without a matrix of its own.
fn when_of(right: &str) -> &'static str {
    match right {
        "object_marketing" => "marketing",
        "portability" => "given",
        "automated_decision" | "qc_automated" => "automated",
        "limit_sensitive" => "special",
        "notify_recipients" => "shared",
        _ => "",
    }
}

/// Whether a right has a letter that is about everything.
fn languages_of_all(letters: &dossier_catalog::letter::Letters, law: &str, right: &str) -> bool {
    let all = format!("{right}_all");
    letters.iter().any(|letter| letter.law == law && letter.letter == all)
}

/// The holdings behind the chosen items; everything if none is chosen.
fn chosen<'a>(
    snapshot: &'a Snapshot,
    company: &'a Company,
    items: &[RequestItem],
) -> Vec<&'a Item> {
    if items.is_empty() {
        return company.holdings.items.iter().collect();
    }
    let mut found = Vec::new();
    for item in items {
        let Some((company, table)) = snapshot.table(item.table) else { continue };
        let field = item.field.and_then(|id| table.fields.iter().find(|field| field.id == id));
        let fits = |one: &&Item| field.is_none_or(|field| one.field == field.summary.name);
        found.extend(company.items_of(table).filter(fits));
    }
    found
}
