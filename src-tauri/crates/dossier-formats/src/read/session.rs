use dossier_model::{
    At, Cancel, FieldIndex, MemberPath, Problem, RowBuf, Severity, SourcePlace, TableHead,
};

use super::{ReadSummary, Receiver, RowAt, TableKey};
use crate::{Limits, Stop};

/// A reader's way to its receiver: counts, keeps problems within bounds, and
/// turns when it is canceled.
pub(crate) struct Session<'a> {
    out: &'a mut dyn Receiver,
    path: &'a MemberPath,
    pub(crate) limits: &'a Limits,
    cancel: &'a Cancel,
    summary: ReadSummary,
    codes: Vec<(&'static str, u32)>,
    frame: Frame,
}

/// What a line is called in the kind that is being read, so that readers of
/// lines serve sheets and mails too.
#[derive(Clone, Debug, Default)]
pub(crate) enum Frame {
    #[default]
    Lines,
    /// Lines are rows of this sheet.
    Sheet(String),
    /// Lines stand in this part of a mail.
    Part(String),
}

impl Frame {
    fn row_at<'f>(&'f self, at: RowAt<'f>) -> RowAt<'f> {
        match (self, at) {
            (Self::Sheet(sheet), RowAt::Line(row)) => RowAt::Cell { sheet, row },
            (Self::Part(part), RowAt::Line(_)) => RowAt::Part(part),
            (_, at) => at,
        }
    }

    fn at(&self, at: At) -> At {
        match at {
            At::Line { line } => At::from(&self.row_at(RowAt::Line(line))),
            at => at,
        }
    }
}

impl<'a> Session<'a> {
    pub(crate) fn new(
        out: &'a mut dyn Receiver,
        path: &'a MemberPath,
        limits: &'a Limits,
        cancel: &'a Cancel,
    ) -> Self {
        Self {
            out,
            path,
            limits,
            cancel,
            summary: ReadSummary::default(),
            codes: Vec::new(),
            frame: Frame::default(),
        }
    }

    /// From here on lines are rows of a sheet or stand in a part of a mail.
    pub(crate) fn frame(&mut self, frame: Frame) {
        self.frame = frame;
    }

    pub(crate) fn check(&self) -> Result<(), Stop> {
        Ok(self.cancel.check()?)
    }

    pub(crate) fn open_table(&mut self, name: &str, fields: &[String]) -> TableKey {
        self.summary.tables += 1;
        self.out.open_table(TableHead { name: name.to_owned(), fields: fields.to_vec() })
    }

    pub(crate) fn add_field(&mut self, table: TableKey, name: &str) -> FieldIndex {
        self.out.add_field(table, name)
    }

    pub(crate) fn record(
        &mut self,
        table: TableKey,
        at: RowAt<'_>,
        row: &RowBuf,
    ) -> Result<(), Stop> {
        self.summary.records += 1;
        if self.summary.records.is_multiple_of(1024) {
            self.check()?;
        }
        self.out.record(table, self.frame.row_at(at), row)
    }

    pub(crate) fn text(&mut self, at: &At, paragraph: &str) -> Result<(), Stop> {
        self.summary.paragraphs += 1;
        self.check()?;
        match self.frame {
            Frame::Lines => self.out.text(at, paragraph),
            _ => self.out.text(&self.frame.at(at.clone()), paragraph),
        }
    }

    /// A file that the member carries.
    pub(crate) fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), Stop> {
        self.check()?;
        self.out.file(name, bytes)
    }

    /// Tells a problem; of one kind only so many, then the sum at the end.
    pub(crate) fn problem(
        &mut self,
        severity: Severity,
        code: &'static str,
        at: At,
        numbers: impl IntoIterator<Item = u64>,
    ) {
        self.summary.problems += 1;
        let seen = match self.codes.iter_mut().find(|(known, _)| *known == code) {
            Some((_, seen)) => seen,
            None => {
                self.codes.push((code, 0));
                let last = self.codes.len() - 1;
                &mut self.codes[last].1
            }
        };
        *seen = seen.saturating_add(1);
        if *seen <= self.limits.problems {
            let place = SourcePlace::new(self.path.clone(), self.frame.at(at));
            self.out.problem(Problem::new(severity, code, place).with_numbers(numbers));
        }
    }

    /// Says what the text layer met: whether the input was cut, and bytes of another
    /// encoding.
    pub(crate) fn decoded(&mut self, cut: bool, foreign: u64) {
        self.summary.cut |= cut;
        if foreign > 0 {
            self.problem(Severity::Warning, "text_foreign_bytes", At::Whole, [foreign]);
        }
    }

    pub(crate) fn cut(&mut self) {
        self.summary.cut = true;
    }

    pub(crate) fn finish(mut self) -> ReadSummary {
        let limit = self.limits.problems;
        let more: u64 =
            self.codes.iter().map(|(_, seen)| u64::from(seen.saturating_sub(limit))).sum();
        if more > 0 {
            let place = SourcePlace::new(self.path.clone(), At::Whole);
            let problem = Problem::new(Severity::Note, "more_problems", place).with_numbers([more]);
            self.out.problem(problem);
        }
        std::mem::take(&mut self.summary)
    }
}

/// Takes nothing: for looking at text before it is read.
pub(crate) struct Silent;

impl Receiver for Silent {
    fn open_table(&mut self, _: TableHead) -> TableKey {
        0
    }

    fn add_field(&mut self, _: TableKey, _: &str) -> FieldIndex {
        0
    }

    fn record(&mut self, _: TableKey, _: RowAt<'_>, _: &RowBuf) -> Result<(), Stop> {
        Ok(())
    }

    fn text(&mut self, _: &At, _: &str) -> Result<(), Stop> {
        Ok(())
    }

    fn problem(&mut self, _: Problem) {}
}
