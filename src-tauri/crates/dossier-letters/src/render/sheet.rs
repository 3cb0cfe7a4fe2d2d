use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use chrono::Datelike;
use serde_json::Value;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_svg::SvgOptions;

use crate::error::LetterError;
use crate::letter::Letter;

const PAGE: &str = include_str!("page.typ");
const FONTS: [&[u8]; 6] = [
    include_bytes!("../../fonts/LibertinusSerif-Regular.otf"),
    include_bytes!("../../fonts/LibertinusSerif-Semibold.otf"),
    include_bytes!("../../fonts/LibertinusSerif-Italic.otf"),
    include_bytes!("../../fonts/Inter-Regular.otf"),
    include_bytes!("../../fonts/Inter-SemiBold.otf"),
    include_bytes!("../../fonts/NotoSansJP-Regular.ttf"),
];
/// What stands for a character that no font here can draw.
const NO_GLYPH: char = '\u{25a1}';

struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

/// Constant for the life of the program: fonts and the typesetter's library.
static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let fonts: Vec<Font> =
        FONTS.iter().filter_map(|data| Font::new(Bytes::new(*data), 0)).collect();
    Shared {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    }
});

/// The whole world of one paper: the page, its data and pictures, the fonts. No
/// files, no packages, no clock.
pub(super) struct Sheet {
    page: Source,
    files: HashMap<FileId, Bytes>,
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &SHARED.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHARED.book
    }

    fn main(&self) -> FileId {
        self.page.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.page.id() { Ok(self.page.clone()) } else { Err(absent()) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(absent)
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHARED.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn absent() -> FileError {
    FileError::AccessDenied
}

/// The letter as a tagged PDF (PDF/UA-1) with embedded fonts and fixed metadata.
pub fn pdf(letter: &Letter) -> Result<Vec<u8>, LetterError> {
    let date = &letter.date;
    let day = (date.year(), date.month(), date.day());
    // Hashed by the writer; the kind of letter and its sign, no person.
    let ident = format!("{} {}", letter.letter, letter.reference);
    sheet(letter)?.with_document(|document| pdf_of(document, &ident, day))
}

pub(super) fn pdf_of(
    document: &PagedDocument,
    ident: &str,
    (year, month, day): (i32, u32, u32),
) -> Result<Vec<u8>, LetterError> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|_| FAILED)?;
    let part = |part: u32| u8::try_from(part).unwrap_or(1);
    let day = Datetime::from_ymd(year, part(month), part(day));
    let options = PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some("Dossier".to_owned())),
        timestamp: day.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options)
        .map_err(|errors| LetterError::Layout { problems: errors.len() })
}

/// The pages as SVG images, for a preview; they refer to nothing outside themselves.
pub fn preview(letter: &Letter) -> Result<Vec<String>, LetterError> {
    sheet(letter)?.with_document(|document| {
        let options = SvgOptions::default();
        Ok(document.pages().iter().map(|page| typst_svg::svg(page, &options)).collect())
    })
}

/// How many characters of the letter no font here can draw.
pub(crate) fn unprintable(letter: &Letter) -> usize {
    let Ok(value) = serde_json::to_value(letter) else { return 0 };
    let mut count = 0;
    visit(value, &mut |text| {
        count += text.chars().filter(|c| !is_printable(*c)).count();
        text
    });
    count
}

fn sheet(letter: &Letter) -> Result<Sheet, LetterError> {
    let value = serde_json::to_value(letter).map_err(|_| FAILED)?;
    Sheet::new(PAGE, value, BTreeMap::new())
}

const FAILED: LetterError = LetterError::Layout { problems: 1 };

impl Sheet {
    /// A page with its data, and files by name.
    pub(super) fn new(
        page: &str,
        data: Value,
        files: BTreeMap<String, Vec<u8>>,
    ) -> Result<Self, LetterError> {
        let data = visit(data, &mut |text| {
            text.chars().map(|c| if is_printable(c) { c } else { NO_GLYPH }).collect()
        });
        let data = serde_json::to_vec(&data).map_err(|_| FAILED)?;
        let mut known = HashMap::from([(id("data.json")?, Bytes::new(data))]);
        for (name, bytes) in files {
            known.insert(id(&name)?, Bytes::new(bytes));
        }
        Ok(Self { page: Source::new(id("page.typ")?, page.to_owned()), files: known })
    }

    pub(super) fn with_document<T>(
        &self,
        then: impl FnOnce(&PagedDocument) -> Result<T, LetterError>,
    ) -> Result<T, LetterError> {
        let compiled = typst::compile::<PagedDocument>(self).output;
        let result = match &compiled {
            Ok(document) => then(document),
            Err(errors) => Err(LetterError::Layout { problems: errors.len() }),
        };
        // The typesetter remembers what it set; a letter must not stay in memory.
        typst::comemo::evict(0);
        result
    }
}

fn id(name: &str) -> Result<FileId, LetterError> {
    let path = VirtualPath::new(name).map_err(|_| FAILED)?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn is_printable(c: char) -> bool {
    c.is_whitespace()
        || SHARED.fonts.iter().any(|font| font.info().coverage.contains(u32::from(c)))
        || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}')
}

fn visit(value: Value, change: &mut impl FnMut(String) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(change(text)),
        Value::Array(list) => list.into_iter().map(|value| visit(value, change)).collect(),
        Value::Object(map) => {
            map.into_iter().map(|(key, value)| (key, visit(value, change))).collect()
        }
        other => other,
    }
}
