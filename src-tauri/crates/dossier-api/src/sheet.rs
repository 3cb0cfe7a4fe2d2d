//! The proof as a sheet, and deadlines for the calendar.

use dossier_letters::{Align, Annex, Block, Column, Letter, Reminder, Table};
use dossier_model::At;

use crate::contract::*;
use crate::letter::rendered;
use crate::requests::Body;
use crate::{Api, ApiError, Host};

/// The calendar speaks up so many days before.
const DAYS_BEFORE: u32 = 3;

impl Api {
    /// The proof set like a letter: what was asked, what became of it, where it stands.
    pub(crate) fn proof_sheet(
        &self,
        view: &ProofView,
        body: &Body,
        request: u32,
        host: &mut Host<'_>,
    ) -> Result<Letter, ApiError> {
        let snapshot = self.snapshot(host)?;
        let case = self.case(request, None, &snapshot, host.now.date())?;
        let say = |key: &str| self.word(body, key);
        let letters = self.catalog.letters();
        let words = letters
            .words_of(&body.law, &body.language)
            .ok_or_else(|| ApiError::new("no_such_letter"))?;
        let day = |text: &str| match text.parse() {
            Ok(day) => dossier_letters::short_date(words, day),
            Err(_) => text.to_owned(),
        };
        let today = host.now.date();
        let mut info = vec![
            (say("proof.asked"), view.card.sent.as_deref().map(day).unwrap_or_default()),
            (say("proof.answered"), day(&view.after_day)),
            (say("date"), dossier_letters::short_date(words, today)),
        ];
        info.retain(|(_, value)| !value.is_empty());
        let done = if view.done { "proof.done" } else { "proof.open" };
        let mut blocks = vec![
            Block::Paragraph { text: say("proof.intro") },
            Block::Paragraph { text: say(done) },
            Block::Table(self.proof_table(view, body)),
        ];
        let said = view.claims.iter().chain(&view.denials);
        let said: Vec<String> = said.map(|one| one.quote.clone()).collect();
        if !said.is_empty() {
            blocks.push(Block::Heading { text: say("proof.said") });
            blocks.push(Block::List { numbered: false, points: said });
        }
        blocks.push(Block::Heading { text: say("proof.digests") });
        for (key, when, digest) in [
            ("proof.before", &view.before_day, &view.before_sha256),
            ("proof.after", &view.after_day, &view.after_sha256),
        ] {
            blocks.push(Block::Paragraph {
                text: format!("{} ({})\nSHA-256 {digest}", say(key), day(when)),
            });
        }
        let name = &view.card.controller_name;
        Ok(Letter {
            law: body.law.clone(),
            letter: "proof".to_owned(),
            right: body.right.clone(),
            language: body.language.clone(),
            sheet: words.sheet.clone(),
            date: today,
            date_text: dossier_letters::short_date(words, today),
            reference: format!("P-{request}-{}", today.format("%Y%m%d")),
            sender: vec![case.sender.name.clone()],
            reply_to: String::new(),
            recipient: vec![name.clone()],
            recipient_email: String::new(),
            info,
            subject: say("proof.title"),
            salutation: String::new(),
            body: blocks,
            closing: String::new(),
            annexes: Vec::<Annex>::new(),
            annex_list: (String::new(), Vec::new()),
            page_label: say("page"),
            deadline: None,
            citations: Vec::new(),
            warnings: Vec::new(),
        })
    }

    fn proof_table(&self, view: &ProofView, body: &Body) -> Table {
        let say = |key: &str| self.word(body, key);
        let columns = [("column.entry", 46), ("column.place", 52), ("proof.became", 67)];
        let columns = columns.into_iter().map(|(key, share)| Column {
            label: say(key),
            share,
            align: Align::Left,
        });
        let rows = view.rows.iter().map(|row| {
            let mut what = vec![row.label.clone()];
            if row.table != row.label {
                what.push(row.table.clone());
            }
            let place = row.place.as_ref();
            let mut at =
                vec![place.map(|p| p.path.as_str().replace("!/", " › ")).unwrap_or_default()];
            if let Some(At::Line { line }) = place.map(|place| &place.at) {
                at.push(say("at.line").replace("{number}", &line.to_string()));
            }
            if !row.field.is_empty() {
                at.push(say("at.field").replace("{name}", &row.field));
            }
            vec![what.join("\n"), at.join("\n"), self.became(row, body)]
        });
        Table { columns: columns.collect(), rows: rows.collect() }
    }

    /// What became of one thing, in words of the letter's language.
    fn became(&self, row: &ProofRow, body: &Body) -> String {
        let say = |key: &str| self.word(body, key);
        let mut lines = vec![say(&format!("proof.state.{}", row.state))];
        if row.right_value.is_empty() {
            let counts = [
                ("gone", row.gone),
                ("still_there", row.still_there),
                ("changed", row.changed),
                ("kept", row.kept),
            ];
            let told = counts.iter().filter(|(_, count)| *count > 0);
            let told = told.map(|(key, count)| {
                let of = say("proof.count").replace("{total}", &row.asked.to_string());
                of.replace("{count}", &count.to_string())
                    .replace("{state}", &say(&format!("proof.state.{key}")))
            });
            lines.extend(told);
            if row.new > 0 {
                lines.push(say("proof.new").replace("{count}", &row.new.to_string()));
            }
            lines.extend(row.changes.iter().map(|change| {
                let of = |value: &Option<String>| value.clone().unwrap_or_default();
                say(&format!("proof.field.{}", change.state))
                    .replace("{field}", &change.field)
                    .replace("{was}", &of(&change.was))
                    .replace("{before}", &of(&change.before))
                    .replace("{after}", &of(&change.after))
            }));
        } else {
            let pair = say("proof.values");
            lines.push(pair.replace("{right}", &row.right_value).replace("{found}", &row.found));
        }
        if let Some(reason) = &row.reason {
            let text = if reason.quote.is_empty() { &reason.text } else { &reason.quote };
            lines.push(say("proof.reason").replace("{reason}", text));
        }
        lines.join("\n")
    }

    /// The deadline of a request as a calendar file.
    pub(crate) fn calendar_render(
        &self,
        request: u32,
        host: &mut Host<'_>,
    ) -> Result<RenderedView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let today = host.now.date();
        let case = self.case(request, None, &snapshot, today)?;
        let due = case.stored.due.as_deref().and_then(|day| day.parse().ok());
        let due = due.ok_or_else(|| ApiError::new("no_deadline"))?;
        let reminder = Reminder {
            reference: format!("request-{request}-{}", case.stored.created),
            due,
            title: self.word(&case.body, "calendar.title"),
            note: self.word(&case.body, "calendar.note"),
            days_before: DAYS_BEFORE,
        };
        let file = dossier_letters::calendar(&[reminder], today);
        Ok(rendered("deadline", today, "ics", file.as_bytes()))
    }
}
