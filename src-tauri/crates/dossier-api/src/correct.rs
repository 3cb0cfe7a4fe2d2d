//! What the person knows better.

use dossier_catalog::purpose::TermKind;

use crate::contract::*;
use crate::{Api, ApiError, Host};

impl Api {
    pub(crate) fn categories(
        &self,
        request: LanguageRequest,
        _: &mut Host<'_>,
    ) -> Result<Vec<CategoryOption>, ApiError> {
        let language = request.language.as_str();
        let all = self.catalog.categories().all().iter();
        let options = all.filter_map(|category| {
            Some(CategoryOption {
                id: category.id.clone(),
                label: category.label.get(language).to_owned(),
                kind: category.kind?,
                sentence: category.about.get(language).to_owned(),
            })
        });
        Ok(options.collect())
    }

    pub(crate) fn purposes(
        &self,
        request: LanguageRequest,
        _: &mut Host<'_>,
    ) -> Result<Vec<PurposeOption>, ApiError> {
        let language = request.language.as_str();
        let options = self.catalog.purposes().of(TermKind::Purpose).map(|term| PurposeOption {
            id: term.id.clone(),
            label: term.label.get(language).to_owned(),
            sentence: term.about.get(language).to_owned(),
        });
        Ok(options.collect())
    }
}
