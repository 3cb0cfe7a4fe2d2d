//! The sample customer: invented answers, imported like any other, never mixed.

use std::io::{Cursor, Write};

use dossier_formats::Source;
use zip::write::SimpleFileOptions;

use crate::contract::*;
use crate::import::About;
use crate::{Api, ApiError, Host};

impl Api {
    pub(crate) fn sample_load(
        &self,
        _: LanguageRequest,
        host: &mut Host<'_>,
    ) -> Result<ImportedView, ApiError> {
        let mut imports = Vec::new();
        for answer in self.catalog.demo() {
            let about = About {
                controller: Some(answer.spec.controller.clone()),
                received: Some(answer.spec.received.clone()),
                sample: true,
                ..About::default()
            };
            let bytes = pack(answer.files()).map_err(|_| ApiError::new("internal"))?;
            let source = Source::memory(format!("{}.zip", answer.spec.folder), bytes);
            imports.push(self.import_one(&source, &about, host)?);
        }
        Ok(ImportedView { imports })
    }

    pub(crate) fn sample_remove(
        &self,
        _: Nothing,
        host: &mut Host<'_>,
    ) -> Result<SessionView, ApiError> {
        self.step("history.sample_removed", |vault| {
            for import in vault.imports()?.iter().filter(|import| import.sample) {
                vault.hide_import(import.id, true)?;
            }
            let sample = |request: &dossier_vault::StoredRequest| {
                vault.controller(request.controller).is_ok_and(|controller| controller.sample)
            };
            for request in vault.requests()?.iter().filter(|request| sample(request)) {
                vault.remove_request(request.id)?;
            }
            Ok(())
        })?;
        self.session((), host)
    }
}

/// The files as the one archive that a shop would send.
fn pack<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(path, SimpleFileOptions::default())?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
