use std::borrow::Cow;

use dossier_model::At;

use super::fill::{Child, Fill, Step, is_pair, value_like};
use super::names::{join, list_name};
use super::patterns::Patterns;
use super::shape::{
    Grid, WIDE, grid, grid_of_rows, id_of, is_described, is_map, is_map_of_lists, pairs,
};
use super::spot::Spot;
use super::tree::{Json, Members};
use crate::Stop;
use crate::read::{JsonPattern, Record, Session, Tables};

/// Fields that a record has from around it: the key of its map, its parent's
/// number, what a wildcard met.
pub(crate) type Extras = [(String, String)];

/// Turns values into records. Every scalar of the document ends up in exactly
/// one cell.
pub(crate) struct Emitter {
    pub(super) tables: Tables,
    pub(crate) spot: Spot,
    pub(super) patterns: Patterns,
    spare: Vec<Record>,
}

impl Emitter {
    pub(crate) fn new(patterns: &[JsonPattern]) -> Self {
        Self {
            tables: Tables::default(),
            spot: Spot::default(),
            patterns: Patterns::new(patterns),
            spare: Vec::new(),
        }
    }

    /// A value that stands outside of any record.
    pub(crate) fn structural(
        &mut self,
        value: &Json<'_>,
        name: &str,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        if let Some(index) = self.patterns.matching(&self.spot.parts) {
            return self.by_pattern(value, index, out);
        }
        let forced = self.patterns.leads_on(&self.spot.parts);
        match value {
            Json::Null => Ok(()),
            Json::Scalar(_) => self.element(value, name, &[], out),
            Json::Array(items) if items.is_empty() => Ok(()),
            Json::Array(items) if !forced && pairs(items).is_some() => {
                self.element(value, name, &[], out)
            }
            Json::Array(items) => match grid_of_rows(items).filter(|_| !forced) {
                Some(grid) => self.grid(&grid, name, out),
                None => self.array(items, name, &[], out),
            },
            Json::Object(members) if members.is_empty() => Ok(()),
            Json::Object(members) if forced => self.parts(members, name, out),
            Json::Object(members) if let Some(grid) = grid(members) => {
                self.beside_grid(members, &grid, name, out)
            }
            Json::Object(members) if is_described(members) => self.element(value, name, &[], out),
            Json::Object(members) if members.len() > WIDE || is_map(members) => {
                self.map(members, name, &[], out)
            }
            Json::Object(members) if is_map_of_lists(members) => {
                self.map_of_lists(members, name, &[], out)
            }
            Json::Object(members) if members.iter().any(|(_, value)| value_like(value)) => {
                self.element(value, name, &[], out)
            }
            Json::Object(members) => self.parts(members, name, out),
        }
    }

    fn enter(&mut self, step: Step<'_>) -> usize {
        match step {
            Step::Key(key) => self.spot.enter(key),
            Step::Item(index) => self.spot.enter_item(index),
        }
    }

    /// Works at a place one step further down.
    fn inside(
        &mut self,
        part: &str,
        work: impl FnOnce(&mut Self) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let before = self.spot.enter(part);
        let done = work(self);
        self.spot.leave(before);
        done
    }

    /// A wrapper: its own scalars are a record, everything else stands alone.
    fn parts(
        &mut self,
        members: &Members<'_>,
        name: &str,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        if members.iter().any(|(_, value)| value.is_scalar()) {
            let own = members.iter().filter(|(_, value)| value.is_scalar()).cloned().collect();
            self.own_values(own, name, out)?;
        }
        for (key, value) in members.iter().filter(|(_, value)| !value.is_scalar()) {
            self.inside(key, |this| this.structural(value, &join(name, key), out))?;
        }
        Ok(())
    }

    /// A wrapper's own scalars: one record, or headings if records are declared
    /// further down.
    pub(super) fn own_values(
        &mut self,
        own: Vec<(Cow<'_, str>, Json<'_>)>,
        name: &str,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        if !self.patterns.leads_on(&self.spot.parts) {
            return self.element(&Json::Object(own), name, &[], out);
        }
        for (key, value) in &own {
            let Json::Scalar(text) = value else { continue };
            let before = self.spot.enter(key);
            let at = At::Pointer { pointer: self.spot.pointer.clone() };
            self.spot.leave(before);
            if !text.trim().is_empty() {
                out.text(&at, &format!("{key}: {text}"))?;
            }
        }
        Ok(())
    }

    /// Rows with the names of their columns, and what stands beside them.
    fn beside_grid(
        &mut self,
        members: &Members<'_>,
        grid: &Grid<'_, '_>,
        name: &str,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let Some((columns, rows)) = grid.keys else { return Ok(()) };
        // What else is told of the columns is no name and stands for itself.
        let only_names = |value: &Json<'_>| matches!(value, Json::Array(items) if items.iter().all(Json::is_scalar));
        let rest = members
            .iter()
            .filter(|(key, value)| key != rows && !(key == columns && only_names(value)));
        let rest: Vec<(Cow<'_, str>, Json<'_>)> = rest.cloned().collect();
        if !rest.is_empty() {
            self.parts(&rest, name, out)?;
        }
        self.inside(rows, |this| this.grid(grid, &join(name, rows), out))
    }

    fn grid(&mut self, grid: &Grid<'_, '_>, name: &str, out: &mut Session<'_>) -> Result<(), Stop> {
        let table = list_name(name);
        // Where the first row has the names it is counted, too.
        let first = u64::from(grid.keys.is_none());
        for (index, row) in (first..).zip(grid.rows) {
            let Json::Array(cells) = row else { continue };
            let names = grid.names.iter().map(|name| Cow::Borrowed(*name));
            let record = Json::Object(names.zip(cells.iter().cloned()).collect());
            let before = self.spot.enter_item(index);
            let done = self.item(&record, &table, &[], out);
            self.spot.leave(before);
            done?;
        }
        Ok(())
    }

    fn map(
        &mut self,
        members: &Members<'_>,
        name: &str,
        extras: &Extras,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let table = join(name, "*");
        for (key, value) in members {
            self.inside(key, |this| this.element(value, &table, &with_key(extras, key), out))?;
        }
        Ok(())
    }

    fn map_of_lists(
        &mut self,
        members: &Members<'_>,
        name: &str,
        extras: &Extras,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let table = join(name, "*");
        for (key, value) in members {
            let Json::Array(items) = value else { continue };
            self.inside(key, |this| this.array(items, &table, &with_key(extras, key), out))?;
        }
        Ok(())
    }

    /// Each item is a record.
    fn array(
        &mut self,
        items: &[Json<'_>],
        name: &str,
        extras: &Extras,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let table = list_name(name);
        for (index, item) in (0..).zip(items) {
            let before = self.spot.enter_item(index);
            let done = self.item(item, &table, extras, out);
            self.spot.leave(before);
            done?;
        }
        Ok(())
    }

    /// One item of a list, seen by the patterns first.
    pub(crate) fn item(
        &mut self,
        item: &Json<'_>,
        table: &str,
        extras: &Extras,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        if let Some(index) = self.patterns.matching(&self.spot.parts) {
            return self.by_pattern(item, index, out);
        }
        if self.patterns.leads_on(&self.spot.parts) && !item.is_scalar() {
            return self.structural(item, table, out);
        }
        self.element(item, table, extras, out)
    }

    /// A value as one record of a table.
    pub(crate) fn element(
        &mut self,
        value: &Json<'_>,
        table: &str,
        extras: &Extras,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        if let Json::Array(items) = value
            && pairs(items).is_none()
            && !items.iter().all(Json::is_scalar)
        {
            return self.array(items, table, extras, out);
        }
        if let Json::Object(members) = value
            && members.len() > WIDE
        {
            return self.map(members, table, extras, out);
        }
        let keys = match value {
            Json::Array(items) => {
                pairs(items).map(|(name, value)| (name.to_owned(), value.to_owned()))
            }
            _ => None,
        };
        self.record(value, table, extras, keys.as_ref(), out)
    }

    fn by_pattern(
        &mut self,
        value: &Json<'_>,
        index: usize,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let (table, extras) = self.patterns.table_and_extras(index, &self.spot.parts);
        let keys = self.patterns.pairs(index);
        let listed = matches!(value, Json::Array(items) if keys.is_none() && pairs(items).is_none()
            && !items.iter().all(Json::is_scalar));
        match value {
            Json::Array(items) if listed => {
                for (index, item) in items.iter().enumerate() {
                    self.inside(&index.to_string(), |this| {
                        this.element(item, &table, &extras, out)
                    })?;
                }
                Ok(())
            }
            _ if keys.is_some() => self.record(value, &table, &extras, keys.as_ref(), out),
            _ => self.element(value, &table, &extras, out),
        }
    }

    /// Fills and gives out one record, then the records inside it.
    fn record(
        &mut self,
        value: &Json<'_>,
        table_name: &str,
        extras: &Extras,
        keys: Option<&(String, String)>,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let table = self.tables.table(table_name, out);
        let mut record = self.spare.pop().unwrap_or_default();
        let mut children = Vec::new();
        self.tables.begin(table, &mut record);
        for (name, text) in extras {
            self.tables.set_extra(table, &mut record, name, text, out);
        }
        let mut fill = Fill {
            tables: &mut self.tables,
            table,
            table_name,
            record: &mut record,
            children: &mut children,
            path: Vec::new(),
        };
        match (value, keys) {
            (Json::Array(items), Some(keys)) => fill.pairs(items, "", keys, out),
            (Json::Object(_), Some(keys)) if is_pair(value, keys) => {
                fill.pairs(std::slice::from_ref(value), "", keys, out);
            }
            (Json::Object(members), _) => fill.object(members, "", out),
            (Json::Array(items), None) => fill.columns(items, out),
            (value, _) => fill.value(value, "value", out),
        }
        self.tables.record(table, &record, self.spot.row_at(), out)?;
        if children.is_empty() && record.rest.is_empty() {
            self.spare.push(record);
            return Ok(());
        }
        let parent = match value {
            Json::Object(members) => id_of(members),
            _ => None,
        };
        let mut own: Vec<(String, String)> =
            parent.map(|(key, id)| (format!("parent.{key}"), id.to_owned())).into_iter().collect();
        if own.is_empty() {
            own.extend(extras.iter().take(1).map(|(name, text)| (parent_name(name), text.clone())));
        }
        let rest = std::mem::take(&mut record.rest);
        self.spare.push(record);
        self.rest(&rest, table_name, &own, out)?;
        children.into_iter().try_for_each(|child| self.child(child, &own, out))
    }

    fn child(
        &mut self,
        child: Child<'_, '_>,
        extras: &Extras,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let befores: Vec<usize> = child.path.iter().map(|step| self.enter(*step)).collect();
        match child.value {
            Json::Object(members) => self.map(members, &child.table, extras, out)?,
            Json::Array(items) => self.array(items, &child.table, extras, out)?,
            Json::Null | Json::Scalar(_) => {}
        }
        befores.into_iter().rev().for_each(|before| self.spot.leave(before));
        Ok(())
    }

    /// Cells that found no field.
    fn rest(
        &mut self,
        rest: &[(String, String)],
        name: &str,
        extras: &Extras,
        out: &mut Session<'_>,
    ) -> Result<(), Stop> {
        let table = join(name, "*");
        for (key, value) in rest {
            let value = Json::Scalar(Cow::Borrowed(value));
            self.element(&value, &table, &with_key(extras, key), out)?;
        }
        Ok(())
    }
}

fn parent_name(extra: &str) -> String {
    if extra.starts_with("parent.") { extra.to_owned() } else { format!("parent.{extra}") }
}

fn with_key(extras: &Extras, key: &str) -> Vec<(String, String)> {
    let mut out = vec![("key".to_owned(), key.to_owned())];
    out.extend(extras.iter().map(|(name, text)| (parent_name(name), text.clone())));
    out
}
