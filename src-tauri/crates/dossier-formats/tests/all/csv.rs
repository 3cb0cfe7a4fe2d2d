use dossier_formats::{Limits, ReadHints};
use dossier_model::MemberKind;

use super::collect::{Collected, read, read_with};

fn csv(text: impl AsRef<[u8]>) -> Collected {
    read(MemberKind::Csv, text)
}

/// Field names and rows of the first table.
fn check(text: &str, fields: &str, rows: &[&str]) -> Collected {
    let out = csv(text);
    let table = out.tables.first().unwrap_or_else(|| panic!("no table in {text:?}"));
    assert_eq!(table.fields.join("|"), fields, "{text:?}");
    assert_eq!(table.lines(), rows, "{text:?}");
    out
}

#[test]
fn plain_dialects() {
    check("id,name\n1,Mira\n2,Jonas\n", "id|name", &["1|Mira", "2|Jonas"]);
    check("id;preis\n1;1.234,56\n2;0,99", "id|preis", &["1|1.234,56", "2|0,99"]);
    check("id\tname\n1\tMira, B.\n", "id|name", &["1|Mira, B."]);
    check("'id'|'v'\n'1'|'a|b'\n", "id|v", &["1|a|b"]);
    check("id||v\n1||2\n3||4\n", "id|v", &["1|2", "3|4"]);
    check("sep=;\nid;v\n1;2,5\n", "id|v", &["1|2,5"]);
}

#[test]
fn line_ends_and_places() {
    let out = check("id,v\r\n1,2\n3,4\r5,6\r\n", "id|v", &["1|2", "3|4", "5|6"]);
    assert_eq!(out.tables[0].at, ["line 2", "line 3", "line 4"]);
    let out = check("a,b\n\"x\ny\nz\",1\nq,2\n", "a|b", &["x\ny\nz|1", "q|2"]);
    assert_eq!(out.tables[0].at, ["line 2", "line 5"]);
    check("id,v\r1,2\r3,4", "id|v", &["1|2", "3|4"]);
}

#[test]
fn quotes() {
    check("a,b\n\"x \"\"y\"\" z\",1\n", "a|b", &["x \"y\" z|1"]);
    check("a,b\n1,\"x\\\"y\"\n2,\"c\\\\\"\n", "a|b", &["1|x\"y", "2|c\\"]);
    check("a, \"b\"\n1, \"x, y\"\n", "a|b", &["1|x, y"]);
    let out = check("id,v\n1,a\"b\"c\n2,\"a\"b\"\n", "id|v", &["1|a\"b\"c", "2|a\"b"]);
    assert_eq!(out.codes(), ["csv_stray_quote"]);
    check("a,b\n\"Item said \"new\" but, old\",2\n", "a|b", &["Item said \"new\" but, old|2"]);
    check("a,b\n\"x\" y,\"z\"\n1,2\n", "a|b", &["x\" y|z", "1|2"]);
}

#[test]
fn a_quote_that_never_closes_names_its_line_and_loses_nothing() {
    let out = csv("id,v\n1,ok\n2,\"open\n3,x\n4,y\n");
    assert_eq!(out.codes(), ["csv_unclosed_quote"]);
    assert_eq!(out.problems[0].place.at.to_string(), "line 3");
    assert_eq!(out.tables[0].lines(), ["1|ok", "2|\"open", "3|x", "4|y"]);
}

#[test]
fn many_open_quotes_take_no_time() {
    let text = format!("a,b\n{}", "\"x,\"y\n".repeat(200_000));
    let limits = Limits { record_bytes: 64 << 10, ..Limits::default() };
    let out = read_with(MemberKind::Csv, text.as_bytes(), &ReadHints::default(), &limits);
    assert!(out.records() > 0);
}

#[test]
fn headers() {
    let out = check("1,Mira\n2,Jonas\n", "column 1|column 2", &["1|Mira", "2|Jonas"]);
    assert_eq!(out.codes(), ["csv_no_header"]);
    check("id,id,ID,,\n1,2,3,4,5\n", "id|id (2)|ID|column 4|column 5", &["1|2|3|4|5"]);
    check("id,v\n", "id|v", &[]);
    check("x", "column 1", &["x"]);
    check(
        "\"Audiences in which you are\"\n\"Interest: A\"\n\"B, c\"\n",
        "Audiences in which you are",
        &["Interest: A", "B, c"],
    );
    check(
        "Order,,Customer,\nid,date,name,age\n1,2024-05-17,Mira,40\n2,2024-05-18,Lea,41\n",
        "Order id|Order date|Customer name|Customer age",
        &["1|2024-05-17|Mira|40", "2|2024-05-18|Lea|41"],
    );
    check(
        "Order,,Amount\nNo.,Date,net,gross\nA1,2024-05-17,10.00,11.90\nA2,2024-05-18,20.00,23.80\n",
        "Order No.|Order Date|Amount net|Amount gross",
        &["A1|2024-05-17|10.00|11.90", "A2|2024-05-18|20.00|23.80"],
    );
    let out = check("id,v\n1,2\nid,v\n3,4\n", "id|v", &["1|2", "3|4"]);
    assert_eq!(out.codes(), ["csv_header_repeated"]);
}

#[test]
fn lines_over_a_table_may_have_its_separators() {
    for text in [
        "Answer for Mira Example;;\nAs of: 03.04.2025;;\n;;\nOrder;Date;Amount\n1;01.02.2020;5,00\n2;02.02.2020;6,00\n",
        "Answer;;\nCustomer: Mira;;\nOrder;Date;Amount\n1;01.02.2020;5,00\n2;02.02.2020;6,00\n",
        "Customer ID: 4711;;\nOrder;Date;Amount\n1;01.02.2020;5,00\n2;02.02.2020;6,00\n",
    ] {
        let out = check(text, "Order|Date|Amount", &["1|01.02.2020|5,00", "2|02.02.2020|6,00"]);
        let first = text.lines().next().unwrap_or_default();
        assert!(out.everything().contains(first.trim_end_matches(';')), "{first}");
    }
    check("name;a;b\n1;;\n2;x;y\n", "name|a|b", &["1||", "2|x|y"]);
}

#[test]
fn a_line_over_a_table_is_no_table_of_its_own() {
    let text = "Rabe Sport Ltd;;\nAnswer under Art. 15 GDPR;;\n\nOrder;Date;Amount\n1;01.02.2020;5,00\n2;02.02.2020;6,00\n";
    let out = check(text, "Order|Date|Amount", &["1|01.02.2020|5,00", "2|02.02.2020|6,00"]);
    assert!(out.everything().contains("Rabe Sport Ltd"));
    // As wide as the one before it, and named by the line above.
    let text = "Number;Name;Town\n1;Ohm;Leer\n\nOrders\nOrder;Date;Amount\n1;01.02.2020;5,00\n2;02.02.2020;6,00\n";
    let out = csv(text);
    let heads: Vec<_> = out.tables.iter().map(|t| (t.name.as_str(), t.fields.join("|"))).collect();
    assert_eq!(
        heads,
        [("", "Number|Name|Town".to_owned()), ("Orders", "Order|Date|Amount".to_owned())]
    );
}

#[test]
fn a_row_of_units_is_text() {
    let out = check(
        "Nr;Date;Amount\n;YYYY-MM-DD;EUR\n1;2020-02-01;10,00\n2;2020-02-03;20,00\n",
        "Nr|Date|Amount",
        &["1|2020-02-01|10,00", "2|2020-02-03|20,00"],
    );
    assert!(out.everything().contains("YYYY-MM-DD"));
    for row in ["String;Date;Decimal", "--;----------;-----", "Order number;Order date;Total"] {
        let text = format!("Nr;Date;Amount\n{row}\n101;2020-02-01;10,00\n102;2020-02-03;20,00\n");
        let out = check(&text, "Nr|Date|Amount", &["101|2020-02-01|10,00", "102|2020-02-03|20,00"]);
        assert!(out.everything().contains(row), "{row}");
    }
    check("a;b;c\n;x;y\n1;z;w\n", "a|b|c", &["|x|y", "1|z|w"]);
    check(
        "Nr;Date;Note\n;;lost\n1;2020-02-01;kept\n",
        "Nr|Date|Note",
        &["||lost", "1|2020-02-01|kept"],
    );
}

#[test]
fn preamble_and_footer_are_text() {
    let out = check("# export 2024\n# from shop\nid,v\n1,2\n", "id|v", &["1|2"]);
    assert_eq!(out.texts, [("line 1".to_owned(), "# export 2024\n# from shop".to_owned())]);
    let out = check("id,v\n1,2\n\nTotal: 1 rows\n", "id|v", &["1|2"]);
    assert_eq!(out.texts[0].1, "Total: 1 rows");
    let out = check("Report\n\nid,v,w\n1,2,3\n4,5,6\nEnd of report", "id|v|w", &["1|2|3", "4|5|6"]);
    assert_eq!(out.texts.len(), 2);
}

#[test]
fn ragged_rows_keep_every_cell() {
    let out = check(
        "id,v,w\n1,2\n3,4,5,6\n7\n\n8,9,10\n",
        "id|v|w|column 4",
        &["1|2", "3|4|5|6", "7", "8|9|10"],
    );
    assert_eq!(out.codes(), ["csv_short_row", "csv_long_row", "csv_short_row"]);
    assert_eq!(out.problems[1].numbers, [3, 4]);
}

#[test]
fn several_tables() {
    let out = csv("id,v\n1,2\n\nAddresses\nname,city,age\na,b,3\n\n");
    assert_eq!(out.tables.len(), 2, "{:?}", out.tables);
    assert_eq!(out.tables[1].name, "Addresses");
    assert_eq!(out.tables[1].fields, ["name", "city", "age"]);
    assert_eq!(out.tables[1].at, ["line 6"]);
}

#[test]
fn blank_lines_do_not_end_a_table() {
    check("id,v\n1,2\n\n3,4\n\n\n5,6\n", "id|v", &["1|2", "3|4", "5|6"]);
}

#[test]
fn hints_win() {
    let hints = ReadHints {
        delimiter: Some(';'),
        header_line: Some(3),
        skip_rows_after_header: 1,
        footer_prefixes: vec!["Sum".to_owned()],
        ..ReadHints::default()
    };
    let text = "a;b;c\nx;y;z\nid;v;w\nnumber;text;text\n1;2;3\nSum;1;1\nmore\n";
    let out = read_with(MemberKind::Csv, text.as_bytes(), &hints, &Limits::default());
    assert_eq!(out.tables[0].fields, ["id", "v", "w"]);
    assert_eq!(out.tables[0].lines(), ["1|2|3"]);
    assert_eq!(out.everything(), "1\n2\n3\na;b;c\nx;y;z\nnumber;text;text\nSum;1;1\nmore");
    let hints = ReadHints { has_header: Some(false), ..ReadHints::default() };
    let out = read_with(MemberKind::Csv, b"a,b\nc,d\n", &hints, &Limits::default());
    assert_eq!(out.records(), 2);
}

#[test]
fn more_cells_than_allowed_end_in_the_last_one() {
    let check = |cells: usize, expect: usize| {
        let limits = Limits { cells: 10, ..Limits::default() };
        let names: Vec<String> = (0..cells).map(|n| format!("c{n}")).collect();
        let text = format!("{}\n{}\n", names.join(","), vec!["1"; cells].join(","));
        let out = read_with(MemberKind::Csv, text.as_bytes(), &ReadHints::default(), &limits);
        assert_eq!(out.tables[0].fields.len(), expect, "{cells} cells");
        assert_eq!(out.codes().contains(&"limit_cells"), cells > 10, "{cells} cells");
        assert_eq!(out.cells().collect::<Vec<_>>().join(","), vec!["1"; cells].join(","));
    };
    check(9, 9);
    check(10, 10);
    check(11, 10);
    check(40, 10);
}

#[test]
fn nothing_inside() {
    for text in ["", "\n\n\n", "   \n"] {
        assert_eq!(csv(text).records(), 0, "{text:?}");
    }
}

#[test]
fn problems_are_counted_beyond_the_limit() {
    let text = format!("a,b,c\n{}", "1,2\n".repeat(200) + &"1,2,3\n".repeat(300));
    let out = csv(text);
    assert_eq!(out.problems.len(), 51);
    let last = out.problems.last().unwrap();
    assert_eq!((&*last.code, &*last.numbers), ("more_problems", &[150][..]));
    assert_eq!(out.summary.problems, 200);
}

#[test]
fn json_in_cells_becomes_fields_and_the_cell_stays() {
    let out = check(
        "id,Attributes,n\n1,\"{\"\"color\"\":\"\"red\"\",\"\"size\"\":{\"\"w\"\":1.10}}\",a\n2,plain,b\n\
         3,\"{\"\"color\"\":\"\"blue\"\"}\",c\n",
        "id|Attributes|n|Attributes.color|Attributes.size.w",
        &[
            r#"1|{"color":"red","size":{"w":1.10}}|a|red|1.10"#,
            "2|plain|b",
            r#"3|{"color":"blue"}|c|blue"#,
        ],
    );
    assert_eq!(out.tables[0].at, ["line 2", "line 3", "line 4"]);
    check(
        "id\tTraces\n1\t[{\"event\":\"start\",\"ms\":0},{\"event\":\"stop\",\"ms\":15}]\n2\t[1,2]\n",
        "id|Traces|Traces.event|Traces.ms",
        &[r#"1|[{"event":"start","ms":0},{"event":"stop","ms":15}]|start; stop|0; 15"#, "2|[1,2]"],
    );
}

#[test]
fn what_only_looks_like_json_stays_text() {
    for cell in ["{not json}", "{'a':1}", "{a:1}", "{\"a\":1,}", "{\"a\":}", "[x]", "{}", "[]"] {
        let text = format!("id\tv\n1\t{cell}\n2\tb\n");
        check(&text, "id|v", &[&format!("1|{cell}"), "2|b"]);
    }
    // Keys that are data would make a column of each value.
    let dates = r#"{"2024-01-01":1,"2024-01-02":2}"#;
    check(&format!("id\tv\n1\t{dates}\n2\tb\n"), "id|v", &[&format!("1|{dates}"), "2|b"]);
}

#[test]
fn fields_of_cells_are_bounded_and_late_columns_keep_their_place() {
    let many: Vec<String> = (0..500)
        .map(|at| {
            format!(
                "\"k{}\":{at}",
                char::from(b'a' + at as u8 % 26).to_string().repeat(1 + at / 26)
            )
        })
        .collect();
    let out = csv(format!("id\tv\n1\t{{{}}}\n2\tb\n3\tc\n", many.join(",")));
    assert_eq!(out.tables[0].fields.len(), 2 + 64);
    let out = csv("id\tv\n1\t{\"a\":1}\n2\tb\n3\tc\textra\n4\td\n");
    let table = &out.tables[0];
    assert_eq!(table.fields[..3], ["id", "v", "v.a"]);
    let late = table.fields.iter().position(|field| field.starts_with("column"));
    let cell = late.and_then(|at| table.rows[2].get(at).cloned().flatten());
    assert_eq!(cell.as_deref(), Some("extra"), "{:?} {:?}", table.fields, table.lines());
}

#[test]
fn a_row_of_as_many_cells_as_allowed_is_read_like_any_other() {
    let limits = Limits { cells: 3, ..Limits::default() };
    let text = "id,name,note\n1,\"a\",\"b \"\"c\"\"\"\n2,\"a\",\"b\",\"c\"\n";
    let out = read_with(MemberKind::Csv, text.as_bytes(), &ReadHints::default(), &limits);
    assert_eq!(out.tables[0].lines(), ["1|a|b \"c\"", "2|a|\"b\",\"c\""]);
    assert_eq!(out.codes(), ["limit_cells"]);
}

#[test]
fn a_line_without_an_end_is_cut_into_rows() {
    let limits = Limits { record_bytes: 1000, ..Limits::default() };
    let hints = ReadHints { delimiter: Some(','), quote: Some('"'), ..ReadHints::default() };
    let check = |cell: &str, count: usize| {
        let text = format!("ID,NAME\n1,Mira\n{}\n2,Noah\n", cell.repeat(count));
        let out = read_with(MemberKind::Csv, text.as_bytes(), &hints, &limits);
        assert!(out.codes().contains(&"limit_record_bytes"), "{cell}");
        let longest =
            out.tables[0].rows.iter().map(|row| row.iter().flatten().map(String::len).sum());
        // What was read at once with the end of the line may be one row.
        assert!(longest.max().is_some_and(|bytes: usize| bytes <= 66_000), "{cell}");
        let letters = |text: &str| text.bytes().filter(u8::is_ascii_lowercase).count();
        assert_eq!(letters(&out.everything()), letters(&text), "{cell}");
        assert!(out.cells().any(|cell| cell == "Noah"));
    };
    check("ab,", 100_000);
    check("ab", 150_000);
    // A quote that ends nothing.
    check(&format!("\"ab\" {}", "cd".repeat(90_000)), 1);
}
