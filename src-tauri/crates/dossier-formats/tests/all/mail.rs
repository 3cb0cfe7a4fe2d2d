use dossier_model::MemberKind;

use super::collect::{read, walked};
use super::zips::zip;

const LETTER: &str = "From: Shop Privacy <privacy@example.org>\r\nTo: mira@example.org\r\n\
Subject: =?UTF-8?Q?Ihre_Ausk=C3=BCnfte?=\r\nDate: Mon, 01 Jan 2024 10:00:00 +0100\r\nMIME-Version: 1.0\r\n";

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |group: u32, shift: u32| char::from(DIGITS[(group >> shift & 63) as usize]);
    let group = |chunk: &[u8]| {
        let byte = |at: usize| u32::from(*chunk.get(at).unwrap_or(&0));
        let all = byte(0) << 16 | byte(1) << 8 | byte(2);
        let mut out: String = [18, 12, 6, 0].iter().map(|shift| digit(all, *shift)).collect();
        out.truncate(chunk.len() + 1);
        out + &"=".repeat(3 - chunk.len())
    };
    bytes.chunks(3).map(group).collect()
}

#[test]
fn a_plain_mail() {
    let text = format!(
        "{LETTER}Content-Type: text/plain; charset=iso-8859-1\r\n\r\nGuten Tag,\r\n\r\nanbei.\r\n"
    );
    let out = read(MemberKind::Mail, text);
    let header = out.table("header");
    assert_eq!(header.fields[..3], ["From", "To", "Subject"]);
    let row = &header.rows[0];
    assert_eq!(row[0].as_deref(), Some("Shop Privacy <privacy@example.org>"));
    assert_eq!(row[2].as_deref(), Some("Ihre Auskünfte"));
    assert!(row.iter().flatten().any(|cell| cell.starts_with("Mon, 01 Jan 2024")));
    let expect = [
        ("part body".to_owned(), "Guten Tag,".to_owned()),
        ("part body".to_owned(), "anbei.".to_owned()),
    ];
    assert_eq!(out.texts, expect);
}

#[test]
fn attachments_are_members() {
    let inner = zip(&[("orders.csv", b"id,v\n1,2\n")]);
    let text = format!(
        "{LETTER}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n\
        --b\r\nContent-Type: application/zip\r\nContent-Disposition: attachment; filename=\"../data.zip\"\r\n\
        Content-Transfer-Encoding: base64\r\n\r\n{}\r\n\
        --b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\nx,y\r\n3,4\r\n--b--\r\n",
        base64(&inner)
    );
    let out = walked("answer.eml", text.into_bytes());
    let mail = out.member("answer.eml");
    assert_eq!(mail.kind, MemberKind::Mail);
    assert_eq!(mail.read.table("attachments").rows.len(), 2);
    assert_eq!(out.member("answer.eml!/../data.zip!/orders.csv").read.records(), 1);
    assert_eq!(out.member("a.csv").read.records(), 1);
    assert_eq!(out.found.len(), 3);
}

#[test]
fn pages_and_mailboxes() {
    let page = format!(
        "{LETTER}Content-Type: text/html\r\n\r\n<p>Hi</p><table><tr><th>a<th>b<tr><td>1<td>2</table>"
    );
    let out = read(MemberKind::Mail, page);
    assert!(out.tables.iter().any(|table| table.fields == ["a", "b"]));
    let many = format!(
        "From x@example.org Mon Jan  1\n{LETTER}\nOne\n>From here\n\nFrom y@example.org Mon Jan  1\n{LETTER}\nTwo\n"
    );
    let out = read(MemberKind::Mail, many);
    assert_eq!(out.table("mails").at, ["part 1 header", "part 2 header"]);
    assert!(out.everything().contains("One\nFrom here") && out.everything().contains("Two"));
}

#[test]
fn attachments_of_a_mailbox_are_members() {
    let mail = format!(
        "{LETTER}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=koi8-r\n\n\u{1}\n\
        --b\nContent-Type: text/csv\nContent-Disposition: attachment; filename=a.csv\n\nx,y\n3,4\n--b--\n"
    );
    let many =
        format!("From x@example.org Mon Jan  1\n{mail}\nFrom y@example.org Mon Jan  1\n{mail}\n");
    let koi =
        many.into_bytes().into_iter().map(|byte| if byte == 1 { 0xf0 } else { byte }).collect();
    let out = walked("all.mbox", koi);
    assert!(out.member("all.mbox").read.everything().contains('П'));
    assert_eq!(out.member("all.mbox!/1/a.csv").read.records(), 1);
    assert_eq!(out.member("all.mbox!/2/a.csv").read.records(), 1);
}
