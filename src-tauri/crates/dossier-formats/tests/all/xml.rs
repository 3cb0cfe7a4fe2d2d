use dossier_formats::{Limits, ReadHints};
use dossier_model::MemberKind;

use super::collect::{Collected, read, read_with};

fn xml(text: impl AsRef<[u8]>) -> Collected {
    read(MemberKind::Xml, text)
}

#[test]
fn repeated_elements_are_records() {
    let out = xml(
        "<?xml version='1.0'?><export><order id='1'><total cur='EUR'>5.00</total><to><city>K&#246;ln &amp; Bonn</city></to>
        </order><order id='2'><total cur='EUR'>6.00</total></order></export>",
    );
    let table = out.table("order[]");
    assert_eq!(table.fields, ["id", "total.cur", "total.text", "to.city"]);
    assert_eq!(table.lines(), ["1|EUR|5.00|Köln & Bonn", "2|EUR|6.00"]);
    assert_eq!(table.at, ["/export/order[1]", "/export/order[2]"]);
    assert_eq!(out.codes(), Vec::<&str>::new());
}

#[test]
fn one_element_is_one_record() {
    let out = xml(
        "<customer><name>Mira</name><tag>a</tag><tag>b</tag><note><![CDATA[<b>]]></note></customer>",
    );
    assert_eq!(out.tables[0].fields, ["name", "tag", "note"]);
    assert_eq!(out.tables[0].lines(), ["Mira|a; b|<b>"]);
}

#[test]
fn large_documents_give_out_their_records_on_the_way() {
    let orders: String = (0..2000)
        .map(|n| format!("<order id='{n}'><item><p>{n}</p></item><item><p>x</p></item></order>"))
        .collect();
    let text = format!("<export><meta><shop>S</shop></meta><orders>{orders}</orders></export>");
    let limits = Limits { json_unit_bytes: 4096, ..Limits::default() };
    let out = read_with(MemberKind::Xml, text.as_bytes(), &ReadHints::default(), &limits);
    assert_eq!(out.table("orders.order[]").rows.len(), 2000);
    assert_eq!(out.table("orders.order[].item[]").rows.len(), 4000);
    assert_eq!(out.table("orders.order[]").at[1999], "/export/orders/order[2000]");
    assert!(out.cells().any(|cell| cell == "S"));
}

#[test]
fn entities_are_not_expanded() {
    let out = xml(
        "<!DOCTYPE a [<!ENTITY x 'boom'><!ENTITY f SYSTEM 'file:///etc/passwd'>]><a><b>&x;</b><c>&f;</c></a>",
    );
    assert_eq!(out.tables[0].lines(), ["&x;|&f;"]);
    assert_eq!(out.codes(), ["xml_doctype_ignored", "xml_entity_ignored", "xml_entity_ignored"]);
}

#[test]
fn broken_documents_keep_what_was_read() {
    let out = xml("<a><b>1</b><b>2</b><c>");
    assert_eq!(out.codes(), ["xml_unclosed"]);
    assert!(out.everything().contains('2'));
    let out = xml("<a><b>1</b><");
    assert!(out.everything().contains('1'));
    let out = xml("<a>".repeat(100_000) + "deep");
    assert!(out.codes().contains(&"xml_too_deep") && out.everything().contains("deep"));
}

#[test]
fn encodings() {
    assert_eq!(
        xml(b"<?xml version='1.0' encoding='ISO-8859-1'?><a><b>\xfc</b></a>").everything(),
        "ü"
    );
    assert_eq!(xml("<?xml version='1.0' encoding='UTF-16'?><a><b>ü</b></a>").everything(), "ü");
    assert_eq!(xml("<?xml version='1.0' encoding='UTF-7'?><a/>").codes(), ["xml_encoding"]);
}

#[test]
fn what_stands_behind_a_fault_is_kept_at_its_line() {
    let out = xml("<a><b>1</b>\n<!x y='fault'>\n<mail>mira@example.org</mail>\n</a>");
    assert_eq!(out.codes(), ["xml_broken", "xml_unclosed"]);
    let text = out.texts.iter().find(|text| text.1.contains("mira@example.org")).unwrap();
    assert_eq!(text.0, "line 2");
    assert!(out.everything().contains("fault") && out.everything().contains('1'));
    // A piece that is too long is kept too.
    let limits = Limits { record_bytes: 100, ..Limits::default() };
    let text = format!("<a><b>1</b><c x='{}' y='mira'/></a>", "z".repeat(200_000));
    let out = read_with(MemberKind::Xml, text.as_bytes(), &ReadHints::default(), &limits);
    assert!(out.codes().contains(&"limit_record_bytes"));
    assert!(out.everything().contains(&"z".repeat(60_000)) && out.everything().contains("mira"));
}

#[test]
fn lists_of_plain_values_and_long_texts_are_given_out_on_the_way() {
    let values: String = (0..5000).map(|n| format!("<v>{n}</v>")).collect();
    let limits = Limits { json_unit_bytes: 16 << 10, record_bytes: 32 << 10, ..Limits::default() };
    let run =
        |text: &str| read_with(MemberKind::Xml, text.as_bytes(), &ReadHints::default(), &limits);
    let out = run(&format!("<list>{values}</list>"));
    let table = out.table("v[]");
    assert_eq!((table.rows.len(), &*table.at[4999]), (5000, "/list/v[5000]"));
    assert_eq!(table.lines()[4999], "4999");
    assert_eq!(out.codes(), Vec::<&str>::new());
    let out = run(&format!("<a><b>1</b>{}</a>", "four words of text <!-- -->".repeat(3000)));
    let text: usize = out.texts.iter().map(|text| text.1.matches("four words").count()).sum();
    assert!(text >= 1500 && out.codes().contains(&"limit_record_bytes"), "{text}");
    assert_eq!(out.everything().matches("four words").count(), 3000);
}
