//! Whom to write to: the catalog's entries, and the person's own, which win.

use chrono::NaiveDate;
use dossier_catalog::DirectoryEntry;
use dossier_catalog::authority::AuthoritySpec;

use crate::contract::*;
use crate::imports::controller_view;
use crate::listed::listed;
use crate::own_entries::{DIRECTORY, OwnEntry, own_entries};
use crate::snapshot::{Company, Snapshot};
use crate::{Api, ApiError, Host};

/// Hits that a person can look through.
const MOST_HITS: usize = 40;
/// Older facts are shown as old.
const STALE_DAYS: i64 = 730;

impl Api {
    pub(crate) fn directory_search(
        &self,
        request: DirectoryRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<DirectoryHit>, ApiError> {
        let today = host.now.date();
        let snapshot = self.snapshot(host)?;
        let query = request.query.trim();
        if request.what == "authority" {
            return Ok(self.authorities(query, today));
        }
        let own = self.own_entries()?;
        let lower = query.to_lowercase();
        let fits = |entry: &&OwnEntry| {
            let names = entry.domains.iter().chain([&entry.contact.name, &entry.contact.email]);
            lower.is_empty() || names.into_iter().any(|name| name.to_lowercase().contains(&lower))
        };
        let mut hits: Vec<_> =
            own.iter().filter(fits).map(|entry| self.own_hit(entry, &snapshot)).collect();
        let directory = self.catalog.directory();
        let mut found = directory.search(query, MOST_HITS);
        if found.is_empty() {
            found = directory.by_domain(query);
        }
        let listed = found.into_iter().filter(|entry| own.iter().all(|own| own.id != entry.slug));
        hits.extend(listed.map(|entry| self.hit(entry, &snapshot, today)));
        hits.truncate(MOST_HITS);
        Ok(hits)
    }

    pub(crate) fn directory_save(
        &self,
        request: SaveDirectoryRequest,
        host: &mut Host<'_>,
    ) -> Result<DirectoryHit, ApiError> {
        let name = request.contact.name.trim();
        if name.is_empty() {
            return Err(ApiError::new("empty_name"));
        }
        let id = match request.id.as_str() {
            "" => format!("own:{}", name.to_lowercase()),
            id => id.to_owned(),
        };
        let trim = |lines: Vec<String>| -> Vec<String> {
            let lines = lines.into_iter().map(|line| line.trim().to_owned());
            lines.filter(|line| !line.is_empty()).collect()
        };
        let contact = ContactView {
            name: name.to_owned(),
            address: trim(request.contact.address),
            email: request.contact.email.trim().to_owned(),
            web: request.contact.web.trim().to_owned(),
            origin: "own".to_owned(),
            as_of: host.now.date().to_string(),
        };
        let entry = OwnEntry { id, contact, domains: trim(request.domains) };
        let body = serde_json::to_string(&entry).map_err(|_| ApiError::new("internal"))?;
        self.step("history.directory_saved", |vault| vault.own_put(DIRECTORY, &entry.id, &body))?;
        Ok(self.own_hit(&entry, &*self.snapshot(host)?))
    }

    pub(crate) fn directory_reset(
        &self,
        request: ResetDirectoryRequest,
        host: &mut Host<'_>,
    ) -> Result<Vec<DirectoryHit>, ApiError> {
        self.step("history.directory_reset", |vault| vault.own_remove(DIRECTORY, &request.id))?;
        let snapshot = self.snapshot(host)?;
        let listed = self.catalog.directory().get(&request.id);
        let today = host.now.date();
        Ok(listed.map(|entry| self.hit(entry, &snapshot, today)).into_iter().collect())
    }

    pub(crate) fn controller_add(
        &self,
        request: AddControllerRequest,
        _: &mut Host<'_>,
    ) -> Result<ControllerView, ApiError> {
        let own = self.own_entries()?;
        let own = own.iter().find(|entry| entry.id == request.directory);
        let listed = self.catalog.directory().get(&request.directory);
        let name = match (own, listed, request.name.trim()) {
            (Some(own), _, _) => own.contact.name.clone(),
            (None, Some(listed), _) => listed.name.clone(),
            (None, None, "") => return Err(ApiError::new("empty_name")),
            (None, None, name) => name.to_owned(),
        };
        let slug = self.declared_slug(&request.directory);
        let id =
            self.step("history.controller_added", |vault| vault.add_controller(&name, &slug))?;
        self.with(|vault| Ok(controller_view(&vault.controller(id)?)))
    }

    /// The declared company of a directory entry, so that its answer finds it.
    fn declared_slug(&self, directory: &str) -> String {
        let is = |spec: &&dossier_catalog::CompanySpec| {
            let mut entries = spec.controllers.iter().filter_map(|c| c.directory.as_deref());
            !directory.is_empty() && entries.any(|id| id == directory)
        };
        self.catalog.companies().iter().find(is).map(|spec| spec.slug.clone()).unwrap_or_default()
    }

    pub(crate) fn own_entries(&self) -> Result<Vec<OwnEntry>, ApiError> {
        self.with(|vault| own_entries(vault))
    }

    fn hit(&self, entry: &DirectoryEntry, snapshot: &Snapshot, today: NaiveDate) -> DirectoryHit {
        let is = |company: &&Company| {
            listed(self.catalog, company).is_some_and(|listed| listed.slug == entry.slug)
        };
        DirectoryHit {
            id: entry.slug.clone(),
            name: entry.name.clone(),
            domains: entry.domains.clone(),
            contact: contact_of(entry),
            required: entry
                .asks
                .iter()
                .filter(|ask| !ask.optional)
                .map(|a| a.what.clone())
                .collect(),
            source: entry.sources.join(" "),
            as_of: entry.changed.clone(),
            own: false,
            stale: is_stale(&entry.changed, today),
            controller: snapshot.companies.iter().find(is).map(|company| company.controller.id),
        }
    }

    fn own_hit(&self, entry: &OwnEntry, snapshot: &Snapshot) -> DirectoryHit {
        let listed = self.catalog.directory().get(&entry.id);
        let is = |company: &&Company| company.own.as_ref().is_some_and(|own| own.id == entry.id);
        let asks = listed.into_iter().flat_map(|listed| &listed.asks);
        DirectoryHit {
            id: entry.id.clone(),
            name: entry.contact.name.clone(),
            domains: entry.domains.clone(),
            contact: entry.contact.clone(),
            required: asks.filter(|ask| !ask.optional).map(|ask| ask.what.clone()).collect(),
            source: String::new(),
            as_of: entry.contact.as_of.clone(),
            own: true,
            stale: false,
            controller: snapshot.companies.iter().find(is).map(|company| company.controller.id),
        }
    }

    fn authorities(&self, query: &str, today: NaiveDate) -> Vec<DirectoryHit> {
        let lower = query.to_lowercase();
        let fits = |spec: &&AuthoritySpec| {
            spec.name.to_lowercase().contains(&lower)
                || spec.region.to_lowercase() == lower
                || spec.address.iter().any(|line| line.to_lowercase().contains(&lower))
        };
        let hits = self.catalog.authorities().iter().filter(fits).take(MOST_HITS);
        hits.map(|spec| authority_hit(spec, self.catalog.authorities().as_of(), today)).collect()
    }
}

/// The contact facts of a directory entry.
pub(crate) fn contact_of(entry: &DirectoryEntry) -> ContactView {
    ContactView {
        name: entry.name.clone(),
        address: entry.address.clone(),
        email: entry.email.clone(),
        web: entry.webform.clone(),
        origin: "directory".to_owned(),
        as_of: entry.changed.clone(),
    }
}

fn authority_hit(spec: &AuthoritySpec, as_of: &str, today: NaiveDate) -> DirectoryHit {
    DirectoryHit {
        id: spec.id.clone(),
        name: spec.name.clone(),
        domains: Vec::new(),
        contact: ContactView {
            name: spec.name.clone(),
            address: spec.address.clone(),
            email: spec.email.clone(),
            web: if spec.form.is_empty() { spec.web.clone() } else { spec.form.clone() },
            origin: "directory".to_owned(),
            as_of: as_of.to_owned(),
        },
        required: Vec::new(),
        source: spec.web.clone(),
        as_of: as_of.to_owned(),
        own: false,
        stale: is_stale(as_of, today) || !spec.verified,
        controller: None,
    }
}

fn is_stale(as_of: &str, today: NaiveDate) -> bool {
    as_of.parse::<NaiveDate>().map_or(true, |day| (today - day).num_days() > STALE_DAYS)
}
