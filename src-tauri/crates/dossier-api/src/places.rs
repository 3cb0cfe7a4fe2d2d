//! Where in the world the data point: coordinates, countries of addresses,
//! countries that data go to.

use std::collections::BTreeMap;

use dossier_catalog::place::Countries;
use dossier_model::{Kind, StatementKind, Voice};
use dossier_vault::{StoredTable, Vault};

use crate::contract::*;
use crate::imports::table_label;
use crate::snapshot::Company;
use crate::why::chosen;
use crate::{Api, ApiError, Host};

/// Points listed. A map shows no more at once.
const MOST_POINTS: usize = 500;

/// Where the numbers of a place stand.
enum Spot {
    /// Latitude and longitude in two columns.
    Two(usize, usize),
    /// Both in one value, such as `52.53, 13.34` or `geo:52.53,13.34`.
    One(usize),
}

impl Api {
    pub(crate) fn places(
        &self,
        request: WhyRequest,
        host: &mut Host<'_>,
    ) -> Result<PlacesView, ApiError> {
        let snapshot = self.snapshot(host)?;
        let language = request.language.as_str();
        let mut points = Vec::new();
        let mut countries = Vec::new();
        for company in chosen(&snapshot, &request.controllers) {
            for table in company.record_tables() {
                self.with(|vault| {
                    self.points(vault, company, table, language, &mut points)?;
                    self.countries(vault, table, language, &mut countries)
                })?;
            }
            self.transfers(company, language, &mut countries);
        }
        points.sort_by_key(|point: &PlacePoint| std::cmp::Reverse(point.records));
        let more = u32::try_from(points.len().saturating_sub(MOST_POINTS)).unwrap_or(u32::MAX);
        points.truncate(MOST_POINTS);
        countries.sort_by_key(|one: &PlaceCountry| std::cmp::Reverse(one.records));
        Ok(PlacesView { points, countries, more })
    }

    fn points(
        &self,
        vault: &Vault,
        company: &Company,
        table: &StoredTable,
        language: &str,
        out: &mut Vec<PlacePoint>,
    ) -> Result<(), ApiError> {
        for spot in spots(table, self.catalog.countries()) {
            let columns = match spot {
                Spot::Two(latitude, longitude) => vec![latitude, longitude],
                Spot::One(column) => vec![column],
            };
            // A thousandth of a degree is a hundred meters: near enough for one point.
            let sums = self.values_of(vault, "degrees", table.id, &columns, |cells| {
                let (latitude, longitude) = match cells {
                    [Some(one)] => pair(one)?,
                    [Some(a), Some(b)] => (degrees(a, 90.0)?, degrees(b, 180.0)?),
                    _ => return None,
                };
                Some(vec![format!("{latitude:.3}"), format!("{longitude:.3}")])
            })?;
            out.extend(sums.iter().filter_map(|(at, (records, row))| {
                Some(PlacePoint {
                    latitude: at.first()?.parse().ok()?,
                    longitude: at.get(1)?.parse().ok()?,
                    label: table_label(self.catalog, table, language),
                    records: *records,
                    controller: company.controller.id,
                    entry: Some(EntryId { table: table.id, row: *row }),
                })
            }));
        }
        Ok(())
    }

    fn countries(
        &self,
        vault: &Vault,
        table: &StoredTable,
        language: &str,
        out: &mut Vec<PlaceCountry>,
    ) -> Result<(), ApiError> {
        let known = self.catalog.countries();
        for (at, field) in table.summary.fields.iter().enumerate() {
            let examples = field.examples.expose();
            let is_country = field.group == "country_nationality"
                && examples.iter().any(|value| known.find(value).is_some());
            if !is_country {
                continue;
            }
            let sums = self.values_of(vault, "country", table.id, &[at], |cells| {
                Some(vec![known.find(cells.first().copied().flatten()?)?.code.clone()])
            })?;
            for (code, (records, _)) in sums.iter() {
                let code = code.first().cloned().unwrap_or_default();
                self.add_country(&code, *records, Voice::Seen, "data", language, out);
            }
        }
        Ok(())
    }

    /// Countries that the company says data go to.
    fn transfers(&self, company: &Company, language: &str, out: &mut Vec<PlaceCountry>) {
        let said = company.statements.iter().filter(|s| s.kind == StatementKind::Transfer);
        for statement in said {
            let value = statement.value.expose().split(';').next().unwrap_or_default();
            for name in value.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                if let Some(country) = self.catalog.countries().find(name) {
                    let code = country.code.clone();
                    self.add_country(&code, 0, Voice::Stated, "transfer", language, out);
                }
            }
        }
    }

    fn add_country(
        &self,
        code: &str,
        records: u64,
        voice: Voice,
        purpose: &str,
        language: &str,
        out: &mut Vec<PlaceCountry>,
    ) {
        let same = |one: &&mut PlaceCountry| one.code == code && one.purpose == purpose;
        if let Some(one) = out.iter_mut().find(same) {
            one.records += records;
            return;
        }
        let country = self.catalog.countries().find(code);
        out.push(PlaceCountry {
            code: code.to_owned(),
            label: country.map(|c| c.name.get(language).to_owned()).unwrap_or_default(),
            records,
            voice,
            purpose: purpose.to_owned(),
        });
    }
}

/// The columns of a table that hold coordinates: by their category, and by what
/// they are called.
fn spots(table: &StoredTable, countries: &Countries) -> Vec<Spot> {
    let mut latitudes: BTreeMap<String, usize> = BTreeMap::new();
    let mut longitudes: BTreeMap<String, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for (at, field) in table.summary.fields.iter().enumerate() {
        if field.kind != Some(Kind::Location) {
            continue;
        }
        let examples = field.examples.expose();
        if !examples.is_empty() && examples.iter().all(|value| pair(value).is_some()) {
            out.push(Spot::One(at));
        } else if !examples.is_empty() && examples.iter().all(|v| degrees(v, 180.0).is_some()) {
            if let Some(rest) = axis(&field.name, &countries.longitude) {
                longitudes.insert(rest, at);
            } else if let Some(rest) = axis(&field.name, &countries.latitude) {
                latitudes.insert(rest, at);
            }
        }
    }
    out.extend(
        latitudes
            .iter()
            .filter_map(|(rest, latitude)| Some(Spot::Two(*latitude, *longitudes.get(rest)?))),
    );
    out
}

/// The rest of a header without a word for an axis, by which pairs are found:
/// `begin_lat` and `begin_lng` belong together.
fn axis(name: &str, words: &[String]) -> Option<String> {
    let name = name.to_lowercase();
    words.iter().find(|word| name.contains(*word)).map(|word| name.replacen(word, "", 1))
}

fn degrees(text: &str, most: f64) -> Option<f64> {
    let value: f64 = text.trim().replace(',', ".").parse().ok()?;
    // A place with no digits behind the point is no place but a number.
    (value.abs() <= most && value.fract() != 0.0).then_some(value)
}

/// Two degrees in one text.
fn pair(text: &str) -> Option<(f64, f64)> {
    if text.len() > 64 {
        return None;
    }
    let text = text.trim().trim_start_matches("geo:").replace('°', "");
    let split = text
        .split_once(", ")
        .or_else(|| text.split_once(';'))
        .or_else(|| text.split_once(',').filter(|(a, b)| a.contains('.') && b.contains('.')));
    let (a, b) = split.or_else(|| text.split_once(' '))?;
    Some((degrees(a, 90.0)?, degrees(b, 180.0)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_degrees_in_one_text() {
        for (text, expect) in [
            ("52.5301, 13.3412", Some((52.5301, 13.3412))),
            ("geo:52.5301,13.3412", Some((52.5301, 13.3412))),
            ("-33.865 151.209", Some((-33.865, 151.209))),
            ("52.5°, 13.4°", Some((52.5, 13.4))),
            ("Berlin, Wedding", None),
            ("52,53", None),
            ("95.1, 13.2", None),
        ] {
            assert_eq!(pair(text), expect, "{text}");
        }
    }

    #[test]
    fn axes_are_paired_by_the_rest_of_their_names() {
        let catalog = dossier_catalog::Catalog::embedded();
        let words = catalog.countries();
        for (north, east) in
            [("begin_lat", "begin_lng"), ("breitengrad", "laengengrad"), ("Latitude", "Longitude")]
        {
            let (north, east) = (axis(north, &words.latitude), axis(east, &words.longitude));
            assert!(north.is_some() && north == east, "{north:?} {east:?}");
        }
        assert!(axis("genauigkeit", &words.latitude).is_none());
    }
}
