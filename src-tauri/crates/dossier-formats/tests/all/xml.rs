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
