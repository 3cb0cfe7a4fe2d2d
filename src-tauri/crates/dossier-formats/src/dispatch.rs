//! From the bytes of one member to records with their places: each kind has its
//! reader.

use std::io::Read;

use dossier_model::{Cancel, MemberKind, MemberPath};

use crate::inside::Inside;
use crate::read::{ReadHints, ReadSummary, Receiver, Session};
use crate::text::TextSource;
use crate::{FormatError, Limits};

/// Reads one member by its kind. Kinds that have no records (pictures,
/// binaries, containers) are read to the end and give nothing.
///
/// Bad input is told to [`Receiver::problem`]; an error means that the receiver
/// or a person stopped.
pub fn read_member(
    kind: MemberKind,
    input: &mut dyn Read,
    path: &MemberPath,
    hints: &ReadHints,
    limits: &Limits,
    out: &mut dyn Receiver,
    cancel: &Cancel,
) -> Result<ReadSummary, FormatError> {
    // The cells of separated values and of workbooks may hold documents.
    if matches!(kind, MemberKind::Csv | MemberKind::Sheet) {
        let mut inside = Inside::new(out, limits.fields);
        return by_kind(kind, input, hints, Session::new(&mut inside, path, limits, cancel));
    }
    by_kind(kind, input, hints, Session::new(out, path, limits, cancel))
}

fn by_kind(
    kind: MemberKind,
    input: &mut dyn Read,
    hints: &ReadHints,
    mut session: Session<'_>,
) -> Result<ReadSummary, FormatError> {
    let encoding = hints.encoding.as_deref();
    match kind {
        MemberKind::Csv => {
            let mut source = TextSource::new(input, encoding);
            crate::csv::read_csv(&mut source, hints, &mut session)?;
            session.decoded(source.cut, source.foreign);
        }
        MemberKind::Json => {
            let mut source = TextSource::new(input, encoding.or(Some("utf-8")));
            crate::json::read_json(&mut source, hints, &mut session)?;
            session.decoded(source.cut, source.foreign);
        }
        MemberKind::JsonLines => {
            let mut source = TextSource::new(input, encoding.or(Some("utf-8")));
            crate::json::read_json_lines(&mut source, hints, &mut session)?;
            session.decoded(source.cut, source.foreign);
        }
        MemberKind::Text => {
            let mut source = TextSource::new(input, encoding);
            crate::text::read_text(&mut source, &mut session)?;
            session.decoded(source.cut, source.foreign);
        }
        MemberKind::Html => crate::html::read_html(input, hints, &mut session)?,
        MemberKind::Xml => crate::xml::read_xml(input, hints, &mut session)?,
        MemberKind::Mail => crate::mail::read_mail(input, hints, &mut session)?,
        MemberKind::Document => crate::document::read_document(input, hints, &mut session)?,
        MemberKind::Sheet => crate::sheet::read_sheet(input, hints, &mut session)?,
        MemberKind::Pdf => crate::pdf::read_pdf(input, hints, &mut session)?,
        MemberKind::Empty | MemberKind::Container | MemberKind::Image | MemberKind::Binary => {
            let mut buf = vec![0; 64 << 10];
            while let Ok(n) = input.read(&mut buf) {
                session.check()?;
                if n == 0 {
                    break;
                }
            }
        }
    }
    Ok(session.finish())
}
