//! Undo and redo: triggers on the small tables write the inverse of every change.
//!
//! A step is what the person did, with the text key that names it. Undoing runs
//! the inverses backwards; the triggers then note the inverses of those, which is
//! the redo. Records and blocks are never changed, so they need no history: an
//! import that is taken out is hidden and purged later.
//!
//! Imports come and go outside of steps, and each hangs on a company. So a company
//! keeps its line as long as there are steps: one whose adding is undone loses its
//! name instead, and `tidy.rs` deletes it when nothing can bring it back.
//!
//! What is saved while somebody types is one step: a change of the same thing shortly
//! after the last one goes into its step.

use std::sync::Arc;

use chrono::{NaiveDateTime, TimeDelta};
use rusqlite::params;

use crate::{Vault, VaultError};

/// The lower byte of every code by which SQLite says that a line does not fit the others.
const CONSTRAINT: i32 = 19;

/// The tables whose changes can be undone, with their columns.
const TABLES: &[(&str, &[&str])] = &[
    ("controller", &["name", "slug", "how", "why", "contact", "sample"]),
    ("import", &["controller", "received", "hidden"]),
    ("request", &["controller", "state", "created", "sent", "due", "body"]),
    ("request_event", &["request", "state", "day", "note", "how"]),
    ("request_file", &["request", "event", "name", "bytes", "sha256", "data"]),
    ("own", &["sort", "key", "body"]),
];

/// For how long after the last change another one goes into its step.
const TYPING: TimeDelta = TimeDelta::minutes(10);

/// The last step, where more of the same may follow.
pub(crate) struct Growing {
    step: i64,
    label: String,
    thing: u32,
    at: NaiveDateTime,
}

/// What takes an added line back, as it stands within quotes.
fn taken_back(table: &str) -> String {
    match table {
        "controller" => "UPDATE controller SET name = '''', slug = '''', how = ''unknown'',
                         why = ''[]'', contact = ''null''"
            .to_owned(),
        _ => format!("DELETE FROM {table}"),
    }
}

impl Vault {
    /// Does something as one step that can be undone.
    pub fn step<T>(
        &mut self,
        label: &str,
        act: impl FnOnce(&Self) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        self.growing = None;
        Ok(self.do_step(None, label, act)?.1)
    }

    /// Does something to a thing, in one step with the same that was done to it just before.
    pub fn growing_step<T>(
        &mut self,
        label: &str,
        thing: u32,
        now: NaiveDateTime,
        act: impl FnOnce(&Self) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let goes_on = |last: &Growing| {
            let since = now.signed_duration_since(last.at);
            last.label == label
                && last.thing == thing
                && (TimeDelta::zero()..=TYPING).contains(&since)
        };
        let last = self.growing.take().filter(goes_on).map(|last| last.step);
        let (step, done) = self.do_step(last, label, act)?;
        self.growing = Some(Growing { step, label: label.to_owned(), thing, at: now });
        Ok(done)
    }

    /// What Undo would take back: the label of the last step.
    pub fn undo_label(&self) -> Result<Option<String>, VaultError> {
        self.label("SELECT label FROM undo_step WHERE undone = 0 ORDER BY id DESC LIMIT 1")
    }

    /// What Redo would do again.
    pub fn redo_label(&self) -> Result<Option<String>, VaultError> {
        self.label("SELECT label FROM undo_step WHERE undone = 1 ORDER BY id LIMIT 1")
    }

    /// All steps since the vault was opened, the newest first, and whether each is undone.
    pub fn history(&self) -> Result<Vec<(String, bool)>, VaultError> {
        let mut query =
            self.connection.prepare("SELECT label, undone FROM undo_step ORDER BY id DESC")?;
        let steps = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(steps.collect::<Result<_, _>>()?)
    }

    /// Takes the last step back. Gives its label, or none if there is none.
    pub fn undo(&mut self) -> Result<Option<String>, VaultError> {
        self.turn("SELECT id, label FROM undo_step WHERE undone = 0 ORDER BY id DESC LIMIT 1", true)
    }

    /// Does the last undone step again.
    pub fn redo(&mut self) -> Result<Option<String>, VaultError> {
        self.turn("SELECT id, label FROM undo_step WHERE undone = 1 ORDER BY id LIMIT 1", false)
    }

    /// Forgets all steps; what they had hidden is to be deleted: at every opening.
    pub(crate) fn forget_history(&mut self) -> Result<(), VaultError> {
        self.connection.execute_batch("DELETE FROM undo_log; DELETE FROM undo_step;")?;
        self.doom_all()?;
        self.forget_controllers()
    }

    /// One step, or more of the last one; gives its number too.
    fn do_step<T>(
        &self,
        last: Option<i64>,
        label: &str,
        act: impl FnOnce(&Self) -> Result<T, VaultError>,
    ) -> Result<(i64, T), VaultError> {
        let _turn = self.gate.small_write();
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let result = match last {
            Some(step) => self.in_step(step, act),
            None => self.begin_step(label).and_then(|step| self.in_step(step, act)),
        };
        self.finish(result.is_ok())?;
        result
    }

    fn begin_step(&self, label: &str) -> Result<i64, VaultError> {
        // What was undone cannot be done again once something else was done.
        self.connection.execute(
            "DELETE FROM undo_log WHERE step IN (SELECT id FROM undo_step WHERE undone = 1)",
            [],
        )?;
        self.connection.execute("DELETE FROM undo_step WHERE undone = 1", [])?;
        self.connection.execute("INSERT INTO undo_step (label) VALUES (?)", [label])?;
        Ok(self.connection.last_insert_rowid())
    }

    fn in_step<T>(
        &self,
        step: i64,
        act: impl FnOnce(&Self) -> Result<T, VaultError>,
    ) -> Result<(i64, T), VaultError> {
        self.watch_changes(step)?;
        let result = act(self);
        self.stop_watching()?;
        Ok((step, result?))
    }

    fn turn(&mut self, which: &str, undone: bool) -> Result<Option<String>, VaultError> {
        self.growing = None;
        let step: Result<(i64, String), _> =
            self.connection.query_row(which, [], |row| Ok((row.get(0)?, row.get(1)?)));
        let (step, label) = match step {
            Ok(step) => step,
            Err(rusqlite::Error::QueryReturnedNoRows) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let gate = Arc::clone(&self.gate);
        let _turn = gate.small_write();
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let result = self.run_inverses(step, undone);
        self.finish(result.is_ok())?;
        if let Err(VaultError::Database(code)) = &result
            && code & 0xff == CONSTRAINT
        {
            // It would fail each time, and keep all that was done before from being undone.
            self.connection.execute("DELETE FROM undo_step WHERE id = ?", [step])?;
        }
        result.map(|()| Some(label))
    }

    fn run_inverses(&self, step: i64, undone: bool) -> Result<(), VaultError> {
        let inverses: Vec<String> = {
            let mut query = self
                .connection
                .prepare("SELECT sql FROM undo_log WHERE step = ? ORDER BY id DESC")?;
            query.query_map([step], |row| row.get(0))?.collect::<Result<_, _>>()?
        };
        self.connection.execute("DELETE FROM undo_log WHERE step = ?", [step])?;
        self.watch_changes(step)?;
        for sql in inverses {
            self.connection.execute_batch(&sql)?;
        }
        self.stop_watching()?;
        self.connection
            .execute("UPDATE undo_step SET undone = ? WHERE id = ?", params![undone, step])?;
        Ok(())
    }

    fn finish(&self, good: bool) -> Result<(), VaultError> {
        self.connection.execute_batch(if good { "COMMIT" } else { "ROLLBACK" })?;
        Ok(())
    }

    fn label(&self, sql: &str) -> Result<Option<String>, VaultError> {
        match self.connection.query_row(sql, [], |row| row.get(0)) {
            Ok(label) => Ok(Some(label)),
            Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn watch_changes(&self, step: i64) -> Result<(), VaultError> {
        let mut sql = String::new();
        for (table, columns) in TABLES {
            let names = columns.join(", ");
            let quoted: Vec<_> = columns.iter().map(|c| format!("quote(old.{c})")).collect();
            let set: Vec<_> =
                columns.iter().map(|c| format!("'{c} = ' || quote(old.{c})")).collect();
            sql += &format!(
                "CREATE TEMP TRIGGER undo_{table}_i AFTER INSERT ON main.{table} BEGIN
                   INSERT INTO undo_log (step, sql)
                   VALUES ({step}, '{} WHERE id = ' || new.id);
                 END;
                 CREATE TEMP TRIGGER undo_{table}_u AFTER UPDATE ON main.{table} BEGIN
                   INSERT INTO undo_log (step, sql)
                   VALUES ({step}, 'UPDATE {table} SET ' || {} || ' WHERE id = ' || old.id);
                 END;
                 CREATE TEMP TRIGGER undo_{table}_d AFTER DELETE ON main.{table} BEGIN
                   INSERT INTO undo_log (step, sql)
                   VALUES ({step}, 'INSERT INTO {table} (id, {names}) VALUES (' || old.id
                     || ', ' || {} || ')');
                 END;",
                taken_back(table),
                set.join(" || ', ' || "),
                quoted.join(" || ', ' || "),
            );
        }
        self.connection.execute_batch(&sql)?;
        Ok(())
    }

    fn stop_watching(&self) -> Result<(), VaultError> {
        let mut sql = String::new();
        for (table, _) in TABLES {
            for kind in ["i", "u", "d"] {
                sql += &format!("DROP TRIGGER IF EXISTS temp.undo_{table}_{kind};");
            }
        }
        self.connection.execute_batch(&sql)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{Vault, VaultError, Work};

    #[test]
    fn a_step_that_cannot_be_undone_is_in_the_way_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut vault = Vault::create(&folder.path().join("v"), None, Work::LEAST).unwrap();
        vault.step("older", |vault| vault.own_put("view", "a", "one")).unwrap();
        vault.step("newer", |vault| vault.own_put("view", "b", "two")).unwrap();
        // As if something had taken away what the step hangs on.
        vault
            .connection
            .execute(
                "UPDATE undo_log SET sql = 'INSERT INTO request_event (request, state, day, note)
                 VALUES (99, '''', '''', '''')' WHERE step = 2",
                [],
            )
            .unwrap();
        assert!(matches!(vault.undo(), Err(VaultError::Database(_))));
        assert_eq!(vault.own("view").unwrap().len(), 2, "nothing is done by half");
        assert_eq!(vault.undo().unwrap().as_deref(), Some("older"));
        let left: Vec<_> = vault.own("view").unwrap().into_iter().map(|one| one.key).collect();
        assert_eq!(left, ["b"]);
        assert_eq!(vault.redo().unwrap().as_deref(), Some("older"));
    }

    #[test]
    fn what_is_typed_into_one_thing_is_one_step() {
        let folder = tempfile::tempdir().unwrap();
        let mut vault = Vault::create(&folder.path().join("v"), None, Work::LEAST).unwrap();
        let at = |minute: i64| {
            let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
            day.and_hms_opt(9, 0, 0).unwrap() + chrono::TimeDelta::minutes(minute)
        };
        let typed = |vault: &mut Vault, thing: u32, minute: i64, text: &str| {
            let (now, key) = (at(minute), thing.to_string());
            vault.growing_step("typed", thing, now, |vault| vault.own_put("t", &key, text)).unwrap()
        };
        let bodies = |vault: &Vault| -> Vec<String> {
            vault.own("t").unwrap().iter().map(|one| one.body.expose().clone()).collect()
        };
        vault.step("made", |vault| vault.own_put("t", "1", "")).unwrap();
        for (minute, text) in [(0, "D"), (1, "De"), (11, "Dea"), (21, "Dear")] {
            typed(&mut vault, 1, minute, text);
        }
        assert_eq!(vault.history().unwrap().len(), 2);
        for _ in 0..2 {
            assert_eq!(vault.undo().unwrap().as_deref(), Some("typed"));
            assert_eq!(bodies(&vault), [""], "made is a step of its own");
            assert_eq!(vault.redo().unwrap().as_deref(), Some("typed"));
            assert_eq!(bodies(&vault), ["Dear"]);
        }
        typed(&mut vault, 1, 22, "after Redo");
        typed(&mut vault, 1, 33, "later");
        typed(&mut vault, 1, 32, "before");
        typed(&mut vault, 2, 32, "of another");
        vault.step("else", |vault| vault.own_put("other", "", "")).unwrap();
        typed(&mut vault, 2, 32, "behind something else");
        assert_eq!(vault.history().unwrap().len(), 8);
        vault.undo().unwrap();
        assert_eq!(bodies(&vault), ["before", "of another"]);
        typed(&mut vault, 2, 32, "anew");
        assert_eq!(vault.history().unwrap().len(), 8, "what was undone is forgotten");
        vault.undo().unwrap();
        assert_eq!(bodies(&vault), ["before", "of another"]);
    }
}
