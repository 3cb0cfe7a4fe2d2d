//! Sets a page from markup, with the fonts of our own letters.

use std::path::Path;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;

struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/crates/dossier-letters/fonts");
    let files = std::fs::read_dir(folder).expect("the letters have fonts");
    let data = files.filter_map(|file| std::fs::read(file.ok()?.path()).ok());
    let fonts: Vec<Font> = data.filter_map(|data| Font::new(Bytes::new(data), 0)).collect();
    let book = LazyHash::new(FontBook::from_fonts(&fonts));
    Shared { library: LazyHash::new(Library::default()), book, fonts }
});

struct Sheet(Source);

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &SHARED.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHARED.book
    }

    fn main(&self) -> FileId {
        self.0.id()
    }

    fn source(&self, _: FileId) -> FileResult<Source> {
        Ok(self.0.clone())
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHARED.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The PDF of a page description.
pub fn pdf(markup: String) -> Vec<u8> {
    let sheet = Sheet(Source::detached(markup));
    let document = typst::compile::<PagedDocument>(&sheet).output.expect("the markup is right");
    typst_pdf::pdf(&document, &typst_pdf::PdfOptions::default()).expect("the pages can be written")
}
