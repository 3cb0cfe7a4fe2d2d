//! What the texts of an answer say.

use dossier_model::{At, MemberKind, MemberPath, Reply, StatementKind};

use super::{ImportError, ReadMember, Run};
use crate::statements::{self, Letterhead, StatementVocabulary};

impl Run<'_, '_> {
    /// Statements, passages, letterhead and replies, text by text.
    pub(super) fn find_statements(&mut self) -> Result<(), ImportError> {
        let vocabulary = &self.ingest.vocabulary;
        let letters = self.ingest.catalog.letters();
        let mut asked: Option<Letterhead> = None;
        for member in &mut self.read {
            self.cancel.check()?;
            let path = &member.summary.path;
            for statement in &member.read.statements {
                self.store.statement(statement)?;
            }
            let paragraphs =
                || member.read.text.iter().map(|(at, text)| (at.clone(), text.as_str()));
            if member.read.text.is_empty() {
                continue;
            }
            let is_letter = is_document(member);
            let mut replies: Vec<Reply> = Vec::new();
            if is_letter {
                let own = statements::own_words(paragraphs(), vocabulary);
                let own: Vec<(At, &str)> = own.iter().map(|(at, t)| (at.clone(), &**t)).collect();
                let request = statements::own_request(letters, &own, path);
                if let Some(request) = request.filter(|_| !tells(&own, path, vocabulary)) {
                    // Nobody but the person speaks here. Of the company it tells the name.
                    let head = statements::letterhead(paragraphs(), vocabulary);
                    asked = asked.or(head.map(|head| Letterhead { date: None, ..head }));
                    self.outcome.replies.push(request);
                    continue;
                }
                replies = statements::replies(letters, &own, path);
            }
            let stated = statements::extract_until(paragraphs(), path, vocabulary, self.cancel);
            self.cancel.check()?;
            member.states = !stated.is_empty();
            let lines = || member.read.text.iter().map(|(_, text)| text.as_str());
            if statements::is_letter(lines(), vocabulary) {
                self.outcome.letter = true;
                let law = self.ingest.catalog.laws().named(lines());
                self.outcome.laws.extend(law.map(|law| law.id.clone()));
            }
            if !Reply::is_outweighed(&replies, stated.iter()) {
                self.outcome.replies.append(&mut replies);
            }
            for statement in &stated {
                self.store.statement(statement)?;
            }
            // Where something was read of a kind, nobody needs to look for it.
            let mut passages = statements::passages(paragraphs(), path, vocabulary);
            passages.retain(|passage| stated.iter().all(|said| said.kind != passage.kind));
            for passage in &passages {
                self.store.passage(passage)?;
            }
            if self.outcome.letterhead.is_none() && is_letter {
                self.outcome.letterhead = statements::letterhead(paragraphs(), vocabulary)
                    .filter(|head| !head.controller.is_empty());
            }
        }
        let asked = asked.filter(|head| !head.controller.is_empty());
        self.outcome.letterhead = self.outcome.letterhead.take().or(asked);
        Ok(())
    }
}

/// Whether a text names receivers or periods, as no request does: then it is kept as the
/// company's, whatever its words.
fn tells(text: &[(At, &str)], path: &MemberPath, vocabulary: &StatementVocabulary) -> bool {
    let said = statements::extract(text.iter().cloned(), path, vocabulary);
    let firm = |name: &str| vocabulary.common.legal_forms.ends(name);
    said.iter().any(|one| match one.kind {
        StatementKind::Retention => one.period.is_some(),
        StatementKind::Recipient => firm(one.value.expose()),
        _ => false,
    })
}

fn is_document(member: &ReadMember) -> bool {
    use MemberKind as M;
    let kind = member.summary.kind;
    matches!(kind, M::Html | M::Text | M::Pdf | M::Document | M::Mail) || member.read.is_letter
}
