//! What must hold for any input.

use dossier_formats::{Limits, ReadHints, Source};
use dossier_model::MemberKind;
use proptest::prelude::*;
use serde_json::Value;

use super::collect::{Walked, read, read_with, walked_with};
use super::zips::{stored, zip_with};

fn config() -> ProptestConfig {
    ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() }
}

/// Scalars by number, so that each can be found again.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|n| Value::String(format!("s{n}"))),
        any::<u32>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        let key = prop_oneof!["[a-d]", "[a-d][0-9]", "k~/x", "[a-d]Id"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((key, inner), 0..6)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn scalars(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Bool(truth) => out.push(truth.to_string()),
        Value::Number(number) => out.push(number.to_string()),
        Value::String(text) => out.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| scalars(item, out)),
        Value::Object(members) => members.values().for_each(|item| scalars(item, out)),
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_scalar_of_a_document_is_in_one_cell(value in json(), unit in 8usize..400) {
        let mut expect = Vec::new();
        scalars(&value, &mut expect);
        let text = value.to_string();
        for unit in [unit, 1 << 20] {
            let limits = Limits { json_unit_bytes: unit, ..Limits::default() };
            let out = read_with(MemberKind::Json, text.as_bytes(), &ReadHints::default(), &limits);
            let mut got = Vec::new();
            for table in &out.tables {
                let own = |name: &str| name != "key" && !name.starts_with("parent.");
                for (row, at) in table.rows.iter().zip(&table.at) {
                    let mut here = Vec::new();
                    scalars(value.pointer(at).unwrap_or(&Value::Null), &mut here);
                    for (name, cell) in table.fields.iter().zip(row) {
                        if own(name) {
                            let cells = cell.iter().flat_map(|cell| cell.split("; "));
                            for cell in cells {
                                prop_assert!(here.iter().any(|one| one == cell), "{} at {}", cell, at);
                            }
                            got.extend(cell.iter().flat_map(|cell| cell.split("; ")).map(str::to_owned));
                        }
                    }
                }
            }
            got.sort();
            expect.sort();
            prop_assert_eq!(&got, &expect, "unit {} of {}", unit, text);
            prop_assert!(out.problems.is_empty());
        }
    }

    #[test]
    fn csv_comes_back_as_it_was_written(
        rows in prop::collection::vec(prop::collection::vec("[a-zA-Zäöü0-9 ,;.\"'\n|-]{0,12}", 4), 1..20),
        delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t')],
        crlf in any::<bool>(),
        always in any::<bool>(),
    ) {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
            .quote_style(if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary })
            .from_writer(Vec::new());
        writer.write_record(["order_id", "full_name", "postal_city", "free_note"]).unwrap();
        // A row whose cells are all empty is a blank line to some writers.
        let rows: Vec<Vec<String>> = rows.into_iter().map(|mut row| { row[0].insert(0, 'x'); row }).collect();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let hints = ReadHints { delimiter: Some(char::from(delimiter)), quote: Some('"'), ..ReadHints::default() };
        let out = read_with(MemberKind::Csv, &bytes, &hints, &Limits::default());
        let got: Vec<Vec<String>> = out.tables[0].rows.iter()
            .map(|row| row.iter().map(|cell| cell.clone().unwrap_or_default()).collect()).collect();
        prop_assert_eq!(got, rows);
    }

    #[test]
    fn bytes_of_a_walk_add_up(
        members in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..2000), 0..6),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        store in any::<bool>(),
    ) {
        let names: Vec<String> = (0..members.len()).map(|n| format!("m{n}.bin")).collect();
        let entries: Vec<(&str, &[u8])> = names.iter().map(String::as_str).zip(members.iter().map(|m| &**m)).collect();
        let options = if store { stored() } else { Default::default() };
        let mut bytes = zip_with(&entries, options);
        for (at, with) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= with;
        }
        // The sums are asserted inside.
        walked_with(&Source::memory("x.zip", bytes), &Limits::default(), Walked::default());
    }

    #[test]
    fn no_bytes_make_a_reader_fall(bytes in prop::collection::vec(any::<u8>(), 0..600), kind in 0usize..6) {
        let kinds = [MemberKind::Csv, MemberKind::Json, MemberKind::JsonLines, MemberKind::Html, MemberKind::Text, MemberKind::Xml];
        read(kinds[kind], bytes);
    }

    #[test]
    fn no_text_makes_a_reader_fall(
        text in prop_oneof!["[\\[\\]{}\":,a1\\\\ \n/*]{0,120}", "[,;\"'\n\rab1\\\\ ]{0,120}", "(<table>|<tr>|<td rowspan=3>|<td colspan=2>|<th>|</table>|</tr>|<p>|a|<dl>|<dt>|<dd>|</td>){0,40}"],
        kind in 0usize..5,
    ) {
        let kinds = [MemberKind::Csv, MemberKind::Json, MemberKind::JsonLines, MemberKind::Html, MemberKind::Text];
        read(kinds[kind], text);
    }
}
