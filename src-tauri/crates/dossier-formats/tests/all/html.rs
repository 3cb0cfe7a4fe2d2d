use dossier_formats::{BlockPart, BlockRun, CellRun, Limits, ReadHints};
use dossier_model::MemberKind;

use super::collect::{Collected, read, read_with};

fn html(text: impl AsRef<[u8]>) -> Collected {
    read(MemberKind::Html, text)
}

#[test]
fn tables_with_a_row_of_names() {
    let out = html(
        "<h2>Orders <span>(2)</span></h2><table><tr><th>Id<th>Date</tr><tr><td>1<td>2024-01-01
        <tr><td>2<td>x<br>y</table>",
    );
    let table = out.table("Orders");
    assert_eq!(table.fields, ["Id", "Date"]);
    assert_eq!(table.lines(), ["1|2024-01-01", "2|x\ny"]);
    assert_eq!(table.at, ["table[1]/tr[2]", "table[1]/tr[3]"]);
}

#[test]
fn names_at_the_left_are_one_record() {
    let item = |id: u32| {
        format!(
            "<table><tr><th>Number</th><td>{id}</td></tr><tr><th>Total</th><td>5</td></tr></table>"
        )
    };
    let out = html(format!("<h2>Orders</h2>{}{}", item(1), item(2)));
    assert_eq!(out.tables.len(), 1);
    assert_eq!(out.table("Orders").lines(), ["1|5", "2|5"]);
    let out = html("<table><tr><td>Name:<td>Mira<tr><td>Born:<td>1984-03-14</table>");
    assert_eq!(out.tables[0].fields, ["Name", "Born"]);
    let out = html("<h3>You</h3><dl><dt>Name<dd>Mira<dt>City<dd>Bonn</dl>");
    assert_eq!(out.table("You").lines(), ["Mira|Bonn"]);
}

#[test]
fn captions_spans_and_headless_tables() {
    let out = html(
        "<table><caption>Points</caption><thead><tr><th rowspan=2>Year<th colspan=2>Points</tr>
        <tr><th>in<th>out</tr></thead><tbody><tr><td>2023<td>1<td>2</table>",
    );
    let table = out.table("Points");
    assert_eq!(table.fields, ["Year", "Points in", "Points out"]);
    assert_eq!(table.lines(), ["2023|1|2"]);
    // Without a head of its own, names reach down as well.
    let out = html(
        "<table><tr><th rowspan=2>No<th colspan=2>Item</tr><tr><th>title<th>isbn</tr>
        <tr><td>A1<td>Garden<td>97831<tr><td>A2<td>House<td>97832</table>",
    );
    assert_eq!(out.tables[0].fields, ["No", "Item title", "Item isbn"]);
    assert_eq!(out.tables[0].lines(), ["A1|Garden|97831", "A2|House|97832"]);
    let out = html("<table><tr><td>2024-01-01<td>5<tr><td>2024-01-02<td>6</table>");
    assert_eq!(out.tables[0].fields, ["column 1", "column 2"]);
    assert_eq!(out.records(), 2);
}

#[test]
fn layout_tables_are_text() {
    let out = html(
        "<table><tr><td>Hello Mira</td><td><table><tr><th>a<th>b<tr><td>1<td>2</table></td></tr></table>",
    );
    assert_eq!(out.tables.len(), 1);
    assert_eq!(out.tables[0].lines(), ["1|2"]);
    assert!(out.texts.iter().any(|text| text.1 == "Hello Mira"));
}

#[test]
fn running_text_without_scripts() {
    let out = html(
        "<title>Your data</title><style>p{}</style><script>alert('x')</script><h1>Hello &auml;</h1>
        <p>One <b>two</b>\n three<p>Read <a href='https://example.org/privacy'>our policy</a>.<!-- no -->",
    );
    let texts: Vec<&str> = out.texts.iter().map(|text| &*text.1).collect();
    assert_eq!(
        texts,
        ["Your data", "Hello ä", "One two three", "Read our policy (https://example.org/privacy)."]
    );
}

#[test]
fn broken_and_deep_pages() {
    let out = html("<table><tr><td>a<td>b<table><tr><td>c");
    assert!(out.everything().contains('a') && out.everything().contains('c'));
    for tag in ["<div>", "<table>", "<table><tr><td>", "<b>", "<font>", "<dl><dd>"] {
        let out = html(format!("{}end", tag.repeat(50_000)));
        assert!(out.everything().contains("end"), "{tag}");
    }
}

#[test]
fn long_tables_stream() {
    let rows: String = (0..5000).map(|n| format!("<tr><td>{n}<td>x{n}")).collect();
    let out = html(format!("<table><tr><th>n<th>x{rows}</table>"));
    assert_eq!(out.tables[0].rows.len(), 5000);
    assert_eq!(out.tables[0].at[4999], "table[1]/tr[5001]");
}

#[test]
fn encodings() {
    assert_eq!(html(b"<meta charset=utf-8><p>K\xe4ufe").everything(), "Käufe");
    assert_eq!(html(b"<meta charset=windows-1252><p>K\xc3\xa4ufe").everything(), "Käufe");
    assert_eq!(html(b"<meta charset=\"iso-8859-2\"><p>\xb3\xf3d\xbc").everything(), "łódź");
}

#[test]
fn runs_of_cells_are_records_where_they_are_declared() {
    let cell = |text: &str| format!("<td class=\"x bottom\">{text}</td>");
    let names = "<td class=head>Day</td><td class=head>What</td>";
    let page = format!(
        "<table><tr>{names}</tr><tr>{}</tr><tr>{}{}{}</tr></table><p>end</p>",
        cell("Feb 9"),
        cell("Tea<br>pot"),
        cell("Mar 10"),
        cell("Lamp")
    );
    let hints = ReadHints {
        cells: Some(CellRun { class: "bottom".into(), header: vec!["Day".into(), "What".into()] }),
        ..ReadHints::default()
    };
    let out = read_with(MemberKind::Html, page.as_bytes(), &hints, &Limits::default());
    assert_eq!(out.tables[0].fields, ["Day", "What"]);
    assert_eq!(out.tables[0].lines(), ["Feb 9|Tea\npot", "Mar 10|Lamp"]);
    assert_eq!(out.texts.len(), 3, "names and what stands behind are text");
    assert!(out.problems.is_empty());
    let cut = page.replace("Lamp", "").replace("<td class=\"x bottom\"></td>", "");
    let out = read_with(MemberKind::Html, cut.as_bytes(), &hints, &Limits::default());
    assert_eq!(out.tables[0].lines(), ["Feb 9|Tea\npot", "Mar 10"]);
    assert_eq!(out.codes(), ["csv_short_row"]);
}

#[test]
fn elements_are_records_where_they_are_declared() {
    let part = |class: &str, fields: &[&str], link: Option<&str>| BlockPart {
        class: class.into(),
        fields: fields.iter().map(|field| (*field).to_owned()).collect(),
        link: link.map(str::to_owned),
    };
    let blocks = BlockRun {
        class: "entry".into(),
        parts: vec![
            part("head", &["header"], None),
            part("body", &["title", "description", "time"], Some("titleUrl")),
        ],
    };
    let hints = ReadHints { blocks: Some(blocks), ..ReadHints::default() };
    let page = "<h1>Log</h1><div class='entry x'><div class=head><p>Search<br></p></div>\
        <div class='body a'>Searched for&nbsp;<a href='https://example.org/q'>tea <b>pot</b></a><br>\
        two lines<br>more<br>Jan 31, 2018, 10:54:50 PM</div><div class='body r'></div>\
        <div class='body c'><b>Products:</b><br>&emsp;Search<br>Ads<br><b>Details:</b><br>From Ads<br></div>\
        </div><div class='entry'><div class=head>Maps</div><div class=body>Feb 1, 2018</div></div>";
    let out = read_with(MemberKind::Html, page.as_bytes(), &hints, &Limits::default());
    let fields = ["header", "title", "description", "time", "titleUrl", "Products", "Details"];
    assert_eq!(out.tables[0].fields, fields);
    assert_eq!(
        out.tables[0].lines(),
        [
            "Search|Searched for\u{a0}tea pot|two lines\nmore|Jan 31, 2018, 10:54:50 PM\
             |https://example.org/q|Search; Ads|From Ads",
            "Maps|Feb 1, 2018"
        ]
    );
    assert_eq!(out.tables[0].at, ["entry[1]", "entry[2]"]);
    assert_eq!(out.texts, [("h[1]".to_owned(), "Log".to_owned())]);
    let lost = "<div class=entry>loose words<div class=head>A</div></div>";
    let out = read_with(MemberKind::Html, lost.as_bytes(), &hints, &Limits::default());
    assert!(out.everything().contains("loose words"), "nothing is lost");
}

#[test]
fn spans_do_not_multiply_a_page() {
    let long = "x".repeat(10_000);
    let text = format!("<table><tr><th colspan=100 rowspan=100>{long}{}", "<tr><td>1".repeat(99));
    let out = html(text);
    let names: usize = out.tables.iter().flat_map(|table| &table.fields).map(String::len).sum();
    let cells: usize = out.cells().map(str::len).sum();
    assert!(names + cells < 4_000_000, "{names} and {cells} bytes");
    assert!(out.tables[0].fields.iter().any(|name| name.contains(&long)));
    assert_eq!(out.cells().filter(|cell| *cell == "1").count(), 99);
    // As many columns as spans like do not make a row.
    let out = html(format!("<table><tr>{}<tr><td>1<td>2</table>", "<th colspan=100>a".repeat(900)));
    assert!(out.tables[0].fields.len() < 2048);
}

#[test]
fn cells_beyond_the_limit_end_in_the_last_one() {
    let limits = Limits { cells: 3, fields: 3, ..Limits::default() };
    let text = "<table><tr><th>a<th>b<th>c<th>d<tr><td>1<td>2<td>3<td>4<tr><td>5</table>";
    let out = read_with(MemberKind::Html, text.as_bytes(), &ReadHints::default(), &limits);
    assert_eq!(out.codes(), ["limit_cells"]);
    assert_eq!(out.tables[0].lines(), ["1|2|3\t4", "5"]);
    assert_eq!(out.tables[0].fields, ["a", "b", "c\td"]);
}

#[test]
fn all_that_is_said_of_a_term_is_one_value() {
    let out = html(
        "<dl><dt>Kinds</dt><dd>Account</dd><dd>Places</dd><dt>Receivers</dt><dd>Rabe Ltd</dd></dl>",
    );
    assert_eq!(out.tables[0].lines(), ["Account\nPlaces|Rabe Ltd"]);
}

#[test]
fn entries_of_a_list_are_told_from_lines() {
    let texts = |page: &str| html(page).texts.into_iter().map(|(_, t)| t).collect::<Vec<_>>();
    let list = "<p>Why</p><ul><li>Orders<li>Scoring</li><li>News</ul><p>End</p>";
    assert_eq!(texts(list), ["Why", "• Orders", "• Scoring", "• News", "End"]);
    // One alone, several paragraphs, and what a list stands below, are none.
    let alone = "<ol><li>Purposes</li></ol><p>Text</p>";
    assert_eq!(texts(alone), ["Purposes", "Text"]);
    let parts = "<ol><li><p>Purposes</p><p>Text</p></li><li><h3>Kinds</h3><p>Names</p></li></ol>";
    assert_eq!(texts(parts), ["Purposes", "Text", "Kinds", "Names"]);
    let nested = "<ul><li>Account<ul><li>name</li><li>address</li></ul></li><li>Orders</li></ul>";
    assert_eq!(texts(nested), ["Account", "• name", "• address", "• Orders"]);
}
