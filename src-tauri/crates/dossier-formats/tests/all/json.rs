use dossier_formats::{JsonPattern, Limits, ReadHints};
use dossier_model::MemberKind;

use super::collect::{Collected, read, read_with};

fn json(text: &str) -> Collected {
    read(MemberKind::Json, text)
}

fn check(text: &str, expect: &[(&str, &str, &[&str])]) -> Collected {
    let out = json(text);
    let tables: Vec<_> =
        out.tables.iter().map(|t| (&*t.name, t.fields.join("|"), t.lines())).collect();
    let expect: Vec<_> = expect
        .iter()
        .map(|(name, fields, rows)| {
            (
                *name,
                (*fields).to_owned(),
                rows.iter().map(|row| (*row).to_owned()).collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(tables, expect, "{text}");
    out
}

#[test]
fn lists_of_records() {
    let out = check(r#"[{"a":1,"b":"x"},{"b":"y","c":null}]"#, &[("", "a|b|c", &["1|x", "-|y"])]);
    assert_eq!(out.tables[0].at, ["/0", "/1"]);
    check(r#"{"orders":[{"id":1},{"id":2}]}"#, &[("orders[]", "id", &["1", "2"])]);
    check(r#"{"data":{"orders":[{"id":1}],"n":[]}}"#, &[("data.orders[]", "id", &["1"])]);
}

#[test]
fn nested_objects_are_dotted_and_nested_lists_are_tables() {
    let text = r#"{"orders":[{"id":"A1","ship":{"city":"Bonn","geo":{"x":1}},"tags":["a","b"],
        "items":[{"n":1},{"n":2}]}]}"#;
    let out = check(
        text,
        &[
            ("orders[]", "id|ship.city|ship.geo.x|tags", &["A1|Bonn|1|a; b"]),
            ("orders[].items[]", "parent.id|n", &["A1|1", "A1|2"]),
        ],
    );
    assert_eq!(out.tables[1].at, ["/orders/0/items/0", "/orders/0/items/1"]);
}

#[test]
fn maps_of_records() {
    let text = r#"{"devices":{"d-1":{"name":"a","os":"x"},"d-2":{"name":"b","os":"y"}}}"#;
    let out = check(text, &[("devices.*", "key|name|os", &["d-1|a|x", "d-2|b|y"])]);
    assert_eq!(out.tables[0].at[0], "/devices/d-1");
    let text = r#"{"2023":[{"t":1}],"2024":[{"t":2},{"t":3}]}"#;
    check(text, &[("*[]", "key|t", &["2023|1", "2024|2", "2024|3"])]);
    // Parts of one record are no map.
    let text = r#"[{"id":1,"to":{"billing":{"city":"A"},"shipping":{"city":"B"}}}]"#;
    check(text, &[("", "id|to.billing.city|to.shipping.city", &["1|A|B"])]);
}

#[test]
fn names_and_values_are_one_record() {
    let text = r#"{"items":{"user-1":[{"name":"Login","value":"mira"},{"name":"Mail","value":"m@example.org"}]}}"#;
    check(text, &[("items.*", "key|Login|Mail", &["user-1|mira|m@example.org"])]);
    check(r#"[{"name":"a","value":1},{"name":"a","value":2}]"#, &[("", "a|a (2)", &["1|2"])]);
    check(r#"[{"name":"a","value":1,"x":2}]"#, &[("", "name|value|x", &["a|1|2"])]);
}

#[test]
fn patterns_of_a_declaration() {
    let text = r#"{"Data of mira@example.org":{
        "user":{"group_label":"User","items":{"user-1":[{"name":"ID","value":"1"}]}},
        "orders":{"group_label":"Orders","items":{
            "order-1":[{"name":"Total","value":"5"},{"name":"Date","value":{"date":"2024","zone":"UTC"}}],
            "order-2":{"name":"Total","value":"6"}}}}}"#;
    let pattern = JsonPattern {
        path: "/{_}/{group}/items/{item}".to_owned(),
        table: Some("{group}".to_owned()),
        pairs: Some(("name".to_owned(), "value".to_owned())),
    };
    let hints = ReadHints { json: vec![pattern], ..ReadHints::default() };
    for unit in [16, 1 << 20] {
        let limits = Limits { json_unit_bytes: unit, ..Limits::default() };
        let out = read_with(MemberKind::Json, text.as_bytes(), &hints, &limits);
        assert_eq!(out.codes(), Vec::<&str>::new());
        let orders = out.table("orders");
        assert_eq!(orders.fields, ["group", "item", "Total", "Date.date", "Date.zone"], "{unit}");
        assert_eq!(orders.lines(), ["orders|order-1|5|2024|UTC", "orders|order-2|6"]);
        assert_eq!(orders.at[0], "/Data of mira@example.org/orders/items/order-1");
        assert_eq!(out.table("user").lines(), ["user|user-1|1"]);
        // The labels are not lost, and a table is not named after a person.
        assert!(out.everything().contains("Orders"));
        assert!(out.tables.iter().all(|table| !table.name.contains('@')));
    }
}

#[test]
fn single_values_and_lists_of_values() {
    check("\"x\"", &[("", "value", &["x"])]);
    check("null", &[]);
    check("[1.10,\"b\",null]", &[("", "value", &["1.10", "b", ""])]);
    check("[[1,2],[3,4]]", &[("", "1|2", &["1|2", "3|4"])]);
    check(r#"{"a":1,"__proto__":{"x":true}}"#, &[("", "a|__proto__.x", &["1|true"])]);
    check("{}", &[]);
}

#[test]
fn wide_objects_are_keys_and_values() {
    let members: Vec<String> = (0..5000).map(|n| format!("\"k{n}\":{n}")).collect();
    let out = json(&format!("{{{}}}", members.join(",")));
    assert_eq!(out.tables.len(), 1);
    assert_eq!(out.tables[0].fields, ["key", "value"]);
    assert_eq!(out.records(), 5000);
}

#[test]
fn tables_of_ever_new_fields_stay_narrow() {
    let rows: Vec<String> = (0..3000).map(|n| format!("{{\"f{n}\":{n}}}")).collect();
    let limits = Limits { fields: 100, ..Limits::default() };
    let text = format!("[{}]", rows.join(","));
    let out = read_with(MemberKind::Json, text.as_bytes(), &ReadHints::default(), &limits);
    assert!(out.tables.iter().all(|table| table.fields.len() <= 102));
    for n in [0, 99, 100, 2999] {
        assert!(out.cells().any(|cell| cell == n.to_string()), "{n}");
    }
}

#[test]
fn broken_parts_stay_text_and_the_rest_is_read() {
    let out = json(r#"[{"a":1},{"a":},{"a":3}]"#);
    assert_eq!(out.codes(), ["json_broken"]);
    assert_eq!(out.problems[0].numbers, [15]);
    assert!(out.table("").lines().contains(&"3".to_owned()));
    let out = json("[{\"a\":1},\n{\"a\":2");
    assert_eq!(out.codes(), ["json_unclosed"]);
    assert_eq!(out.problems[0].place.at.to_string(), "line 2");
    assert_eq!(out.table("").lines(), ["1", "2"]);
    let out = json(r#"{"a":1} trailing words"#);
    assert_eq!(out.codes(), ["json_several_documents", "json_broken"]);
    assert_eq!(out.texts[0].1, "trailing words");
}

#[test]
fn guards_and_assignments_in_front() {
    for text in [")]}'\n[{\"a\":1}]", "window.x.part0 = [{\"a\":1}];", "var data=[{\"a\":1}]"] {
        let out = json(text);
        assert_eq!(out.codes(), ["json_prefix"], "{text}");
        assert_eq!(out.table("").lines(), ["1"], "{text}");
    }
}

#[test]
fn several_documents_and_lines() {
    let out = check("{\"a\":1}{\"a\":2}\n{\"a\":3}", &[("", "a", &["1", "2", "3"])]);
    assert_eq!(out.tables[0].at, ["", "line 1", "line 2"]);
    let out = read(MemberKind::JsonLines, "{\"a\":1}\n{\"a\":\n\n{\"a\":3,\"x\":[{\"y\":4}]}\n");
    assert_eq!(out.codes(), ["json_line_broken"]);
    assert_eq!(out.texts, [("line 2".to_owned(), "{\"a\":".to_owned())]);
    assert_eq!(out.table("").at, ["line 1", "line 4"]);
    assert_eq!(out.table("x[]").at, ["line 4"]);
}

#[test]
fn large_documents_are_read_piece_by_piece_with_the_same_result() {
    let orders: Vec<String> = (0..300)
        .map(|n| {
            format!(r#"{{"id":"{n}","to":{{"city":"Bonn"}},"items":[{{"p":{n}}},{{"p":"x{n}"}}]}}"#)
        })
        .collect();
    let text = format!(r#"{{"data":{{"orders":[{}],"name":"Mira"}}}}"#, orders.join(",\n"));
    let whole = json(&text);
    let limits = Limits { json_unit_bytes: 256, ..Limits::default() };
    let pieces = read_with(MemberKind::Json, text.as_bytes(), &ReadHints::default(), &limits);
    for name in ["data.orders[]", "data.orders[].items[]"] {
        assert_eq!(whole.table(name), pieces.table(name));
    }
    assert_eq!(pieces.table("data.orders[]").rows.len(), 300);
    assert_eq!(whole.records(), pieces.records());
    let map: Vec<String> =
        (0..300).map(|n| format!(r#""d-{n}":{{"name":"a{n}","os":"x"}}"#)).collect();
    let text = format!("{{{}}}", map.join(","));
    let pieces = read_with(MemberKind::Json, text.as_bytes(), &ReadHints::default(), &limits);
    assert_eq!(pieces.tables, json(&text).tables);
}

#[test]
fn strings_of_any_length() {
    let long = "x\\\"y".repeat(50_000);
    let limits = Limits { json_unit_bytes: 1 << 10, ..Limits::default() };
    let text = format!("[\"{long}\", \"end\"]");
    let out = read_with(MemberKind::Json, text.as_bytes(), &ReadHints::default(), &limits);
    assert_eq!(out.codes(), ["limit_record_bytes"]);
    let text: String = out.texts.iter().map(|text| &*text.1).collect();
    assert_eq!(text, "x\"y".repeat(50_000));
    assert!(out.cells().any(|cell| cell == "end"));
}

#[test]
fn a_long_string_is_cut_between_its_characters() {
    // However the pieces fall, none ends within an escape.
    for inner in [r#"\\\"\ud83d\ude00ä"#, r#"\\"#, r#"\\\n"#, r#"\u00e4"#] {
        let plain: String = serde_json::from_str(&format!("\"{inner}\"")).unwrap();
        for piece in 3000..3014 {
            let limits =
                Limits { json_unit_bytes: 64, paragraph_bytes: piece, ..Limits::default() };
            let text = format!("{{\"a\":\"{}\",\"b\":\"mira\"}}", inner.repeat(40_000));
            let out = read_with(MemberKind::Json, text.as_bytes(), &ReadHints::default(), &limits);
            assert_eq!(out.codes(), ["limit_record_bytes"], "{inner} by {piece}");
            let read: String = out.texts.iter().map(|text| &*text.1).collect();
            assert_eq!(read, plain.repeat(40_000), "{inner} by {piece}");
            assert_eq!(out.table("").lines(), ["mira"]);
        }
    }
}

#[test]
fn own_values_of_a_large_object_stand_where_they_say() {
    let limits = Limits { json_unit_bytes: 256, tables: 1000, ..Limits::default() };
    let check = |text: &str| {
        let out = read_with(MemberKind::Json, text.as_bytes(), &ReadHints::default(), &limits);
        let document: serde_json::Value = serde_json::from_str(text).unwrap();
        for table in &out.tables {
            for (row, at) in table.rows.iter().zip(&table.at) {
                let value = document.pointer(at).unwrap_or_else(|| panic!("{at}"));
                let own = value.to_string();
                let cells = row.iter().flatten().last().into_iter();
                cells.for_each(|cell| assert!(own.contains(cell.as_str()), "{cell} at {at}"));
            }
        }
        out
    };
    let long = "y".repeat(300);
    let own: Vec<String> = (0..600).map(|n| format!("\"field_{n}\":\"v{n}{long}\"")).collect();
    let out = check(&format!("{{\"profile\":{{{}}}}}", own.join(",")));
    assert_eq!(out.table("profile.*").at[7], "/profile/field_7");
    // Few values beside many objects are one record still.
    let objects: Vec<String> =
        (0..600).map(|n| format!("\"o{n}\":{{\"x\":\"{n}{long}\"}}")).collect();
    let out =
        check(&format!("{{\"own\":1,\"name\":\"Mira\",\"town\":\"Bonn\",{}}}", objects.join(",")));
    assert_eq!(out.table("").lines(), ["1|Mira|Bonn"]);
    // What was held back is given out at its own place.
    let long = long.repeat(400);
    let out = check(&format!("{{\"a\":{{\"x\":\"1\"}},\"b\":{{\"x\":\"{long}\"}},\"c\":\"2\"}}"));
    assert_eq!(out.table("a").at, ["/a"]);
}

#[test]
fn a_comment_may_be_longer_than_what_is_looked_at() {
    let limits = Limits { json_unit_bytes: 256, ..Limits::default() };
    let long = r#" "mail": ["#.repeat(20_000);
    for (open, close) in [("/*", "*/"), ("//", "\n"), ("/*/", "*/")] {
        let text = format!("{{\"a\":1, {open}{long}{close} \"b\":2}}");
        let out = read_with(MemberKind::Json, text.as_bytes(), &ReadHints::default(), &limits);
        assert_eq!(out.codes(), ["json_comment"], "{open}");
        assert_eq!(out.table("").lines(), ["1|2"], "{open}");
    }
    let text = format!("[1, /*{long}");
    let out = read_with(MemberKind::Json, text.as_bytes(), &ReadHints::default(), &limits);
    assert_eq!(out.codes(), ["json_comment", "json_unclosed"]);
}

#[test]
fn names_do_not_multiply_a_document() {
    let key = |level: usize| format!("{level:03}{}", "k".repeat(2000));
    let mut text = "\"end\"".to_owned();
    for level in (0..60).rev() {
        text = format!("{{\"n{level}\":\"v{level}\",\"{}\":{text}}}", key(level));
    }
    let out = read(MemberKind::JsonLines, format!("{text}\n"));
    let names: usize = out.tables.iter().flat_map(|table| &table.fields).map(String::len).sum();
    let cells: usize = out.cells().map(str::len).sum();
    assert!(names + cells < text.len() * 2, "{names} and {cells} of {}", text.len());
    for level in 0..60 {
        assert!(out.cells().any(|cell| cell == format!("v{level}")), "{level}");
    }
    // A value under too long a name is no less a value.
    let out = json(&format!("[{{\"a\":1,\"{}\":\"mira\"}}]", key(0)));
    assert_eq!(out.codes(), ["limit_field_name"]);
    assert_eq!(out.table("").fields, ["a"]);
    assert!(out.cells().any(|cell| cell == "mira") && out.cells().any(|cell| cell == key(0)));
}

#[test]
fn numbers_of_outer_records_share_a_field_when_there_are_many() {
    let lines: String = (0..100)
        .map(|n| format!("{{\"a{n}_id\":\"p{n}\",\"items\":[{{\"x\":1}},{{\"x\":2}}]}}\n"))
        .collect();
    let out = read(MemberKind::JsonLines, lines);
    let table = out.table("items[]");
    assert!(table.fields.len() <= 10, "{:?}", table.fields);
    assert_eq!(table.rows.len(), 200);
    for (at, row) in table.rows.iter().enumerate() {
        let parent = format!("p{}", at / 2);
        assert!(row.iter().flatten().any(|cell| *cell == parent), "{parent}");
    }
    // Where a table is full, they still find a field.
    let limits = Limits { fields: 2, ..Limits::default() };
    let text = r#"[{"id":"7","items":[{"a":1,"b":2,"c":3}]}]"#;
    let out = read_with(MemberKind::Json, text.as_bytes(), &ReadHints::default(), &limits);
    assert!(["7", "1", "2", "3"].iter().all(|cell| out.cells().any(|one| one == *cell)));
}

#[test]
fn rows_take_the_names_of_their_columns() {
    let rows = r#"[["A1","2024-01-02",5.0],["A2","2024-02-02",null]]"#;
    let check = |text: String, table: &str, at: &str| {
        let out = read(MemberKind::Json, text);
        let found = out.table(table);
        assert_eq!(found.fields, ["no", "date", "total"]);
        assert_eq!(found.lines()[0], "A1|2024-01-02|5.0");
        assert_eq!(found.at[0], at);
        assert_eq!(found.rows.len(), 2);
        out
    };
    let names = r#"["no","date","total"]"#;
    let out =
        check(format!(r#"{{"shop":"Rabe","columns":{names},"rows":{rows}}}"#), "rows[]", "/rows/0");
    assert!(out.cells().any(|cell| cell == "Rabe"));
    let named = r#"[{"name":"no","type":"TEXT"},{"name":"date"},{"name":"total"}]"#;
    let out = check(
        format!(r#"{{"orders":{{"fields":{named},"data":{rows}}}}}"#),
        "orders.data[]",
        "/orders/data/0",
    );
    assert!(out.cells().any(|cell| cell == "TEXT"));
    check(format!(r#"[{names},{}"#, &rows[1..]), "", "/1");
    // Points and lists of words have no names.
    let out = read(MemberKind::Json, "[[52.1,9.2],[52.2,9.3]]");
    assert_eq!(out.records(), 2);
    let out = read(MemberKind::Json, r#"[["a","b"],["c","d"]]"#);
    assert_eq!(out.records(), 2);
}

#[test]
fn a_few_named_parts_are_no_list() {
    let part = |name: &str| format!(r#"{{"name":"{name}","zip":"26789"}}"#);
    let out = read(
        MemberKind::Json,
        format!(r#"{{"billing":{},"shipping":{}}}"#, part("Anna Ohm"), part("Jens Wolf")),
    );
    assert_eq!(out.table("billing").lines(), ["Anna Ohm|26789"]);
    assert_eq!(out.table("shipping").lines(), ["Jens Wolf|26789"]);
    // Keys that are data are a list, and so are many.
    let out = read(MemberKind::Json, format!(r#"{{"c1":{},"c2":{}}}"#, part("A"), part("B")));
    assert_eq!(out.tables.len(), 1);
    let many: Vec<String> = ('a'..'g').map(|key| format!(r#""{key}":{}"#, part("A"))).collect();
    let out = read(MemberKind::Json, format!("{{{}}}", many.join(",")));
    assert_eq!(out.tables.len(), 1);
    // A value with what is known of it is the field of its key.
    let out = read(
        MemberKind::Json,
        r#"{"email":{"value":"a@example.org","verified":true},"birthday":{"value":"1980-02-03","verified":false}}"#,
    );
    let table = &out.tables[0];
    assert_eq!(table.rows.len(), 1);
    assert_eq!(table.fields[0], "email.value");
    assert_eq!(table.fields[2], "birthday.value");
}

#[test]
fn depth_ends_in_one_cell() {
    let check = |depth: usize, deep: bool| {
        let limits = Limits { json_depth: 20, ..Limits::default() };
        let text = format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        let out = read_with(MemberKind::Json, text.as_bytes(), &ReadHints::default(), &limits);
        assert_eq!(out.codes().contains(&"json_too_deep"), deep, "{depth}");
        assert_eq!(out.records(), 1);
    };
    check(19, false);
    check(20, false);
    check(21, true);
    check(50_000, true);
}

#[test]
fn labels_name_their_values_and_lists_under_them_keep_their_owner() {
    let text = r#"[{"title":"shop.example","label_values":[
        {"label":"Received on","timestamp_value":1700000000},
        {"label":"Events","vec":[{"value":"PURCHASE"},{"value":"SEARCH"}]},
        {"label":"Note","value":"x","title":"t"}]}]"#;
    check(
        text,
        &[
            (
                "",
                "title|label_values.Received on|label_values.Note|label_values.Note (2)",
                &["shop.example|1700000000|x|t"],
            ),
            (
                "label_values.Events[]",
                "parent.title|value",
                &["shop.example|PURCHASE", "shop.example|SEARCH"],
            ),
        ],
    );
}
