//! One company: the label card, its words, the audit.

use dossier_catalog::category::CategoryFlag;
use dossier_insight::AnswerState;
use dossier_model::{Item, Kind, StatementKind, Voice};

use crate::contract::*;
use crate::imports::{controller_view, table_label};
use crate::requests::{Body, text};
use crate::snapshot::{Company, knowledge};
use crate::voiced::views;
use crate::wording::words;
use crate::{Api, ApiError, Host};

impl Api {
    pub(crate) fn company(
        &self,
        request: CompanyRequest,
        host: &mut Host<'_>,
    ) -> Result<CompanyView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let company = snapshot.company(request.id)?;
        let language = request.language.as_str();
        let name = company.controller.name.as_str();
        let (first, last) = company.dates();
        let about = |finding: &dossier_insight::Finding| {
            finding.controllers.expose().iter().any(|controller| controller == name)
        };
        let (imports, note) = self.with(|vault| {
            let view = |import| crate::imports::view(vault, import);
            let imports: Result<_, ApiError> = company.imports.iter().map(view).collect();
            Ok((imports?, crate::note::note(vault, request.id)?))
        })?;
        let (law, reason) = self.law_choice(company)?;
        Ok(CompanyView {
            controller: controller_view(&company.controller),
            contact: self.contact(company),
            imports,
            entries: company.entries(),
            first,
            last,
            label: self.label(company, language),
            beside: self.beside(company, language),
            statements: company.statements.clone(),
            checklist: self.checklist_of(company, &law, language),
            law: LawChoiceView { label: text(&self.law(&law)?.name, language), id: law, reason },
            follow_up: self.has_follow_up(company)?,
            findings: self.finding_views(&snapshot, language, about)?,
            requests: self.cards(&snapshot, Some(request.id))?,
            note,
        })
    }

    /// Whether an answer was given and a letter of its law asks for the rest, in any language.
    fn has_follow_up(&self, company: &Company) -> Result<bool, ApiError> {
        let body = Body {
            right: "access_followup".to_owned(),
            law: self.law_for(company)?,
            ..Body::default()
        };
        let all: Vec<u32> = company.imports.iter().map(|import| import.id).collect();
        let (_, answers) = company.held_up(&all, self.catalog.letters());
        Ok(answers && !self.letter_languages(&body).is_empty())
    }

    /// How to reach a company: the person's own entry wins, then the directory,
    /// then the letterhead.
    pub(crate) fn contact(&self, company: &Company) -> ContactView {
        let own: Option<ContactView> =
            serde_json::from_str(&company.controller.contact).unwrap_or_default();
        if let Some(own) = own {
            return own;
        }
        if let Some(own) = &company.own {
            return own.contact.clone();
        }
        if let Some(entry) = crate::listed::listed(self.catalog, company) {
            return crate::directory::contact_of(entry);
        }
        let address = company.letter_address();
        let (address, as_of) = address.unwrap_or_default();
        let lines = address.split(',').map(|line| line.trim().to_owned());
        ContactView {
            name: company.controller.name.clone(),
            origin: if address.is_empty() { String::new() } else { "letter".to_owned() },
            address: lines.filter(|line| !line.is_empty()).collect(),
            as_of,
            ..ContactView::default()
        }
    }

    fn label(&self, company: &Company, language: &str) -> Vec<LabelRow> {
        let rows = dossier_insight::label(company.answer().tables, &company.holdings.items);
        let by_kind = |kind: Kind| company.holdings.items.iter().filter(move |i| i.kind == kind);
        let rows = rows.into_iter().zip(Kind::ALL).map(|(row, kind)| {
            let own = || by_kind(kind);
            let all = |kind, pick: fn(&Item) -> &Vec<dossier_model::Voiced>| {
                let mut all = views(self.catalog, company, kind, own().flat_map(pick), language);
                // On the card an assumption stands only where nobody speaks; field by
                // field it stays to be seen.
                let spoken = |view: &VoicedView| matches!(view.voice, Voice::Stated | Voice::Seen);
                if all.iter().any(spoken) {
                    all.retain(spoken);
                }
                all
            };
            let entries = company.record_tables().map(|t| t.summary.kinds[kind as usize]).sum();
            LabelRow {
                kind,
                entries,
                example: row.example.expose().clone(),
                first: row.first,
                last: row.last,
                purposes: all(StatementKind::Purpose, |item| &item.purposes),
                legal_bases: all(StatementKind::LegalBasis, |item| &item.legal_bases),
                retention: all(StatementKind::Retention, |item| &item.retention),
                recipients: all(StatementKind::Recipient, |item| &item.recipients),
                sources: all(StatementKind::Source, |item| &item.sources),
                items: own().filter_map(|item| self.item_view(company, item, language)).collect(),
            }
        });
        rows.collect()
    }

    pub(crate) fn item_view(
        &self,
        company: &Company,
        item: &Item,
        language: &str,
    ) -> Option<ItemView> {
        let (table, field) = company.field_of(item)?;
        let category = self.catalog.categories().get(&item.category);
        let all = |kind, voiced: &Vec<dossier_model::Voiced>| {
            views(self.catalog, company, kind, voiced, language)
        };
        Some(ItemView {
            field_id: field.id,
            table_id: table.id,
            category: item.category.clone(),
            label: words(self.catalog, &item.category, language),
            table: table_label(self.catalog, table, language),
            field: item.field.clone(),
            place: item.place.clone(),
            records: item.records,
            first: item.first.clone(),
            last: item.last.clone(),
            examples: item.examples.expose().clone(),
            purposes: all(StatementKind::Purpose, &item.purposes),
            legal_bases: all(StatementKind::LegalBasis, &item.legal_bases),
            recipients: all(StatementKind::Recipient, &item.recipients),
            retention: all(StatementKind::Retention, &item.retention),
            sources: all(StatementKind::Source, &item.sources),
            benefit_customer: category
                .map(|category| category.benefit.customer.get(language).to_owned())
                .unwrap_or_default(),
            benefit_company: category
                .map(|category| category.benefit.company.get(language).to_owned())
                .unwrap_or_default(),
            reveals: category
                .map(|category| category.reveals.get(language).to_owned())
                .unwrap_or_default(),
            special: category.is_some_and(|category| category.special),
        })
    }

    /// The questions of a law, answered or not.
    pub(crate) fn checklist_of(
        &self,
        company: &Company,
        law: &str,
        language: &str,
    ) -> Vec<ChecklistRow> {
        let knowledge = knowledge(self.catalog);
        let audit = knowledge.rules.audit(law);
        let lines =
            dossier_insight::checklist(law, &company.answer(), &knowledge).unwrap_or_default();
        let rows = lines.into_iter().map(|line| {
            let hint = company.hints.iter().find(|hint| Some(hint.id) == line.hint);
            let item = audit.and_then(|audit| audit.items.iter().find(|item| item.id == line.id));
            ChecklistRow {
                label: item.map(|item| item.name(language).to_owned()).unwrap_or_default(),
                answered: match line.state {
                    AnswerState::Yes => "yes",
                    AnswerState::Partly => "partly",
                    AnswerState::Perhaps => "perhaps",
                    AnswerState::Announced => "announced",
                    AnswerState::No => "no",
                }
                .to_owned(),
                conditional: line.conditional,
                id: line.id,
                hint: hint.map(crate::hints::view),
                place: line.place,
                reference: line.article,
            }
        });
        rows.collect()
    }

    /// Whether a value of this category stands masked until it is shown.
    pub(crate) fn is_sensitive(&self, category: &str, kind: Option<Kind>) -> bool {
        let private = matches!(kind, Some(Kind::Identity | Kind::Contact | Kind::Payment));
        let flagged = self.catalog.categories().get(category).is_some_and(|category| {
            category.special
                || category.has(CategoryFlag::Secret)
                || category.has(CategoryFlag::Identifier)
                || category.has(CategoryFlag::ConcernsOthers)
        });
        private || flagged
    }
}
